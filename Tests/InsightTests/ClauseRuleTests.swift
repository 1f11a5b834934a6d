import Foundation
import Testing

@testable import Insight

@Suite("Clause rules as data (862号, 条例 32)")
struct ClauseRuleTests {
    let pack: RulePack
    let scanner: ClauseScanner

    init() throws {
        pack = try RulePack.builtIn()
        scanner = try ClauseScanner.builtIn()
    }

    @Test("All sixteen aspects have rules, the 178 starting rules among them, each with its own id")
    func counts() throws {
        #expect(pack.aspects.map(\.aspect) == RulePack.aspectNames)
        let ids = pack.aspects.flatMap { $0.rules.map(\.id) }
        #expect(Set(ids).count == ids.count)
        let starting = ids.filter { Int($0.suffix(2)) ?? 99 <= 12 }
        #expect(starting.count == 178)
        for aspect in pack.aspects {
            let texts = [aspect.basis, aspect.explanation, aspect.suggestion, aspect.title].flatMap { [$0.zh, $0.en] }
            #expect(!texts.contains(""))
            #expect(aspect.rules.allSatisfy { $0.id.hasPrefix(aspect.aspect) && !$0.examples.isEmpty })
        }
    }

    @Test("Every rule says in both languages what it looks for, unlike any other of its aspect, with law and remedy")
    func texts() throws {
        let data = try ClauseData.builtIn()
        for aspect in pack.aspects {
            for rule in aspect.rules {
                let own = try #require(rule.explanation, "\(rule.id)")
                #expect((15...62).contains(own.zh.count), "\(rule.id): \(own.zh)")
                #expect(own.zh != aspect.explanation.zh && own.en != aspect.explanation.en, "\(rule.id)")
            }
            #expect(Set(aspect.rules.map(\.explanation?.zh)).count == aspect.rules.count, "\(aspect.aspect)")
            #expect(Set(aspect.rules.map(\.explanation?.en)).count == aspect.rules.count, "\(aspect.aspect)")
            #expect(data.numberChecks(of: aspect.aspect).allSatisfy { data.texts[$0.rule] == $0.text })
            #expect(data.texts["\(aspect.aspect)-00"] == aspect.text)
        }
        #expect(data.texts.count == pack.aspects.map { $0.rules.count + 1 }.reduce(0, +) + 21)
        for (rule, text) in data.texts {
            #expect(scanner.text(of: rule) == text)
            for said in [text.basis, text.explanation, text.suggestion] {
                #expect(said.zh.contains(/\p{Han}/) && !said.en.isEmpty, "\(rule): \(said)")
                // Numbers of documents keep their brackets; nothing else is Chinese.
                #expect(!said.en.contains(/\p{Han}|[。，；：、（）《》]/), "\(rule): \(said.en)")
            }
            let sentences = [text.explanation, text.suggestion]
            #expect(sentences.allSatisfy { $0.zh.hasSuffix("。") && $0.en.hasSuffix(".") }, "\(rule)")
        }
        #expect(scanner.text(of: "FC01-99") == nil)
    }

    @Test("A finding brings its own rule's words; of numbers and of words alone too")
    func findings() throws {
        let text = "投标人须在本市设有分公司。投标保证金不接受保函。投标保证金为估算价的3%。"
        for finding in try scanner.examine(DocumentText(plain: text)) {
            let said = try #require(scanner.text(of: finding.rule))
            #expect(finding.basis == said.basis && finding.suggestion == said.suggestion)
            if !finding.rule.hasSuffix("-00") { #expect(finding.explanation == said.explanation) }
        }
    }

    @Test("Every rule finds its examples, and no rule finds a counterexample of its aspect")
    func examples() throws {
        let flaws = scanner.exampleFlaws(of: pack)
        #expect(flaws.isEmpty, "\(flaws.map(\.description).joined(separator: "\n"))")
    }

    @Test("No pattern is given up on a long sentence: 20,000 characters without a full stop are scanned")
    func bounded() throws {
        let sentence = "投标人须在本市设有分公司" + String(repeating: "并按要求提供各类文件须经", count: 1600)
        let findings = try scanner.scan(text: sentence)
        #expect(findings.contains { $0.aspect == "FC04" })
        let joined = ScanDocuments.sentences(of: pack).joined(separator: ",")
        let long = String(joined.replacing(/[。;\n]/, with: ",").prefix(20_000))
        #expect(ScanDocuments.faults(try scanner.scan(text: long), in: DocumentText(plain: long)).isEmpty)
    }
}

@Suite("Scanning")
struct ClauseScannerTests {
    let scanner: ClauseScanner

    init() throws { scanner = try ClauseScanner.builtIn() }

    private func aspects(_ text: String) throws -> [String] { try scanner.scan(text: text).map(\.aspect) }

    @Test("Full width, traditional characters, blanks and line breaks inside words are seen through")
    func normalisation() throws {
        #expect(try aspects("投标人须在本市设有分公司。") == ["FC04"])
        #expect(try aspects("投 标 人 须 在 本 市 设 有 分 公 司。") == ["FC04"])
        #expect(try aspects("投標人須在本市設有分公司。") == ["FC04"])
        #expect(try aspects("　投标人须在本市\u{200B}设有分公司") == ["FC04"])
        let cell = DocumentUnit(kind: .cell, text: "投标人须在本\n市设有分公司")
        #expect(try scanner.scan(DocumentText(format: .text, units: [cell])).map(\.aspect) == ["FC04"])
    }

    @Test("A finding tells its place in Unicode scalars of the original text, and the sentence as it stands")
    func places() throws {
        let text = "😀一、总则。\n　３.１ 投 标 人 須 在 本 市 設 有 分 公 司；其他从略。"
        let finding = try #require(try scanner.scan(text: text).first)
        let scalars = Array(text.unicodeScalars)
        var slice = String.UnicodeScalarView()
        slice.append(contentsOf: scalars[finding.start..<finding.end])
        #expect(String(slice).hasSuffix("分 公 司"))
        #expect(finding.sentence == "３.１ 投 标 人 須 在 本 市 設 有 分 公 司")
        #expect(ScanDocuments.faults([finding], in: DocumentText(plain: text)).isEmpty)
    }

    @Test("Prohibitions, quotations of the law and waivers are not demands (条例 32)")
    func lawful() throws {
        for text in [
            "招标人不得要求投标人在本地设立分公司。",
            "注册资本不作为资格条件和评分因素。",
            "投标人不因其注册地不在本市而受到任何限制。",
            "依法必须进行招标的项目不得非法限定投标人的所有制形式或者组织形式。",
            "投标保证金可采用银行转账、银行保函、保证保险或电子保函等形式。",
            "评标专家从专家库中随机抽取5名。",
        ] { #expect(try aspects(text) == [], "\(text)") }
    }

    @Test("A short table row is read as one sentence, a long one cell by cell behind its labels")
    func tables() throws {
        func cell(_ text: String, _ column: Int) -> DocumentUnit {
            DocumentUnit(kind: .cell, text: text, page: 7, place: CellPlace(table: 1, row: 2, column: column))
        }
        let short = DocumentText(format: .text, units: [cell("企业性质", 1), cell("3分", 2), cell("国有企业得3分", 3)])
        let found = try scanner.scan(short)
        #expect(found.map(\.aspect) == ["FC01"])
        #expect(found.first?.page == 7)
        let padding = String(repeating: "投标人应认真填写本表并对其真实性负责。", count: 8)
        let last = cell(padding + "仅认可本省范围内完成的业绩。", 3)
        let long = DocumentText(format: .text, units: [cell("类似业绩", 1), cell("10分", 2), last])
        let rows = try scanner.scan(long)
        #expect(rows.map(\.aspect) == ["FC02"])
        #expect(ScanDocuments.faults(found, in: short) + ScanDocuments.faults(rows, in: long) == [])
    }

    @Test("A long document, read in shares, gives what its rows and paragraphs give one by one")
    func shares() throws {
        let scanner = try ClauseScanner.builtIn()
        let sentences = ScanDocuments.sentences(of: try RulePack.builtIn())
        var units: [DocumentUnit] = []
        var lines: [Range<Int>] = []
        for (index, sentence) in (sentences + sentences).enumerated() {
            let first = units.count
            // Every third line is a row; long rows are read cell by cell behind their labels.
            for column in 1...(index % 3 == 0 ? 3 : 1) {
                let place = index % 3 == 0 ? CellPlace(table: 1, row: index + 1, column: column) : nil
                let text = column == 2 ? "类似业绩" : sentence
                units.append(DocumentUnit(kind: place == nil ? .paragraph : .cell, text: text, place: place))
            }
            lines.append(first..<units.count)
        }
        let document = DocumentText(format: .text, units: units)
        let alone = try lines.flatMap { line in
            let offset = document.units[line.lowerBound].offset
            return try scanner.scan(DocumentText(format: .text, units: Array(units[line]))).map { finding in
                "\(finding.rule) \(finding.start + offset)..<\(finding.end + offset) \(finding.sentence)"
            }
        }
        let together = try scanner.scan(document).map { "\($0.rule) \($0.start)..<\($0.end) \($0.sentence)" }
        #expect(document.text.unicodeScalars.count > 20_000, "several shares")
        #expect(together == alone)
    }

    @Test("Mutated documents keep every place inside the text; the seed is the document's number")
    func mutations() throws {
        let sentences = ScanDocuments.sentences(of: try RulePack.builtIn())
        for seed in 1...300 as ClosedRange<UInt64> {
            var maker = ScanDocuments(seed: seed)
            let document = maker.mutated(sentences)
            let faults = ScanDocuments.faults(try scanner.examine(document), in: document)
            #expect(faults.isEmpty, "seed \(seed): \(faults)")
        }
    }
}
