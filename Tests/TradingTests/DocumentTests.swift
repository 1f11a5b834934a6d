import Foundation
import Statute
import Testing

@testable import Trading

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Documents are files that other people's tools read")
struct DocumentTests {
    private static func facts(_ trade: DocumentTrade) -> TenderDocumentFacts {
        TenderDocumentFacts(
            projectName: "昭阳区青年路市政道路提升改造工程", sectionName: "一标段",
            dealCode: "A02-12530600431570013W-20240716-000001-0", trade: trade,
            tenderer: .init(name: "昭阳区住房和城乡建设局", address: "昭阳区示例大道1号", contact: "马文斌", telephone: "0870-0000101"),
            agency: trade == .services
                ? nil : .init(name: "示例招标代理有限公司", address: "昭阳区示例大道2号", contact: "陈晓岚", telephone: "0870-0000102"),
            region: "昭通市昭阳区", approvalNumber: "昭区发改投资〔2026〕118号", approvalAuthority: "昭阳区发展和改革局",
            fundingText: "财政资金，出资比例100%", scopeText: "改造道路2.3公里，包括路面、排水、照明、绿化和交通设施。",
            estimateText: "3680.00万元", ceilingText: "3624.80万元", durationDays: 300,
            qualification: ["具备市政公用工程施工总承包贰级及以上资质和有效的安全生产许可证。", "近五年内完成过1项类似工程，业绩不限地区和行业。"],
            factors: [
                .init(name: "施工组织设计", maximum: "30"), .init(name: "类似项目业绩", maximum: "10"),
                .init(name: "投标报价", maximum: "60"),
            ],
            priceFormulaText: "以最低有效报价为评标基准价，得分=评标基准价÷投标报价×60。", depositText: "人民币58万元",
            issueFromText: "2026年7月16日9时00分", issueUntilText: "2026年7月22日17时00分",
            deadlineText: "2026年8月10日9时30分", openingPlace: "昭通市公共资源交易中心第三开标室",
            rejectionGrounds: [
                .init(clause: "4.1", text: "投标报价高于最高投标限价"), .init(clause: "4.2", text: "有串通投标、弄虚作假、行贿等违法行为"),
            ], supervisor: "昭阳区住房和城乡建设局，0870-0000200", dateText: "二〇二六年七月")
    }

    private static let heading = RecordText.Heading(
        projectName: "镇雄县泼机灌区续建配套与节水改造工程", sectionName: "一标段",
        dealCode: "A07-12530600431570013W-20240716-000001-7", tenderer: "镇雄县水利工程建设管理处")

    private static let records: [DocumentDraft] = [
        RecordText.opening(
            heading, openedAt: "2026年8月10日9时30分", place: "第三开标室", ceiling: "1270.65万元",
            bids: [
                .init(bidder: "甲工程有限公司", price: "1188.00万元", duration: "240日历天", quality: "合格", leader: "段鹏程"),
                .init(
                    bidder: "乙水利有限公司", price: "—", duration: "—", quality: "—", leader: "—", outcome: "未解密，视为撤销"),
            ], objections: [.init(objector: "甲工程有限公司", text: "唱标工期有误。", answer: "已核对更正。")], recorder: "林晓月",
            witness: "沈知言", date: "2026年8月10日"),
        RecordText.evaluationReport(
            heading, method: "综合评估法", evaluatedAt: "2026年8月10日", place: "第二评标室",
            members: [.init(name: "周正平", role: "技术专家", isChair: true), .init(name: "何清源", role: "经济专家")], openedBids: 4,
            rejected: [.init(bidder: "丙建设有限公司", clause: "4.5", reason: "投标报价高于最高投标限价")],
            factors: ["施工组织设计", "投标报价"],
            ranking: [.init(bidder: "甲工程有限公司", price: "1188.00万元", scores: ["36.20", "60.00"], total: "96.20")],
            candidates: 1,
            dissents: [.init(member: "何清源", text: "对施工组织设计的评分有不同意见，理由见附页。")], date: "2026年8月11日"),
        RecordText.awardNotice(
            heading, winner: "甲工程有限公司", price: "11880000.00元", priceInWords: ChineseAmount.words(fen: 1_188_000_000),
            duration: "240日历天", quality: "合格", leader: "段鹏程", certificate: "示例253000000", performanceBond: "59.40万元",
            contractDays: 30, date: "2026年8月16日"),
        RecordText.contractDifferences(
            heading, contractNumber: "ZX-2026-018", winner: "甲工程有限公司",
            terms: [
                .init(term: "合同价款", document: "不高于1270.65万元", bid: "1188.00万元", contract: "1188.00万元"),
                .init(term: "项目经理", document: "贰级及以上", bid: "段鹏程", contract: "欧阳明"),
            ], reasons: ["原项目经理因病更换，资格条件不低于原有人员。"], preparedBy: "申国梁", date: "2026年8月30日"),
        RecordText.archiveCover(
            heading, volume: "ZT-2026-A07-0127", period: "2026年7月1日至9月1日", retention: "30年", acts: 61,
            files: [.init(name: "招标文件.pdf", size: 129_309, sha256: String(repeating: "0a1b2c3d", count: 8))],
            checkpoint: ["example.org/zhaotong", "1204"], archivedBy: "昭通市公共资源交易中心", date: "2026年9月1日"),
        RecordText.reminder(
            heading, agency: "昭通秉正项目管理有限公司",
            VerificationReminder(
                number: "2026-000127-1", digest: String(repeating: "0a", count: 32), findings: "请一并核对全文。",
                defects: [
                    .init(
                        kind: .exclusionary, aspect: "FC04", place: "第二章 1.4.1", text: "要求投标时已在当地设立分公司",
                        subject: nil),
                    .init(kind: .date, aspect: nil, place: "招标公告 四", text: "发售期少于5日", subject: .notice),
                ], notice: nil, published: nil), date: "2026年9月3日"),
        RecordText.entryRefusal(
            heading, agency: nil,
            EntryRefusal(
                number: "2026-000127-R1", digest: String(repeating: "0b", count: 32), reason: .notApproved,
                text: "未取得初步设计批复。"), date: "2026年9月4日"),
        RecordText.filingReceipt(
            heading, agency: nil,
            Filing(
                digest: String(repeating: "0c", count: 32), receipt: "BA-530627-20260901-2026-000127-1",
                region: "530627", trade: "A07",
                defects: [
                    .init(
                        kind: .notAsApproved,
                        Wording(
                            chinese: "招标估算 1500.00 元，核准 1400.00 元",
                            english: "Estimate: CNY 1500.00, approved CNY 1400.00"))
                ], verifyBy: nil,
                notice: nil, letter: "BA-530627-20260901-2026-000127-1"), date: "2026年9月1日"),
        RecordText.inquiry(
            heading, agency: "昭通秉正项目管理有限公司", letter: "2026-000127-W1", question: "请说明业绩要求的依据。",
            date: "2026年9月2日"),
        RecordText.investigationOrder(
            heading, agency: nil,
            Investigation(
                number: 1, defect: .unlawfulClause, reason: "要求在本地注册。", order: "昭公管〔2026〕12号",
                letter: "2026-000127-L1"), date: "2026年9月2日"),
    ]

    // MARK: Other people's tools

    private struct ToolFailed: Error {
        let tool: String
        let status: Int32
    }

    private func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ToolFailed(tool: tool, status: process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func withFile<R>(_ bytes: [UInt8], _ type: String, _ body: (String) throws -> R) throws -> R {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).\(type)")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }

    /// Lines of each page in the order of the file, without header and foot.
    private func pages(_ document: DocumentDraft) throws -> [[String]] {
        let text = try withFile(PDFWriter.write(document), "pdf") { try run("pdftotext", ["-raw", $0, "-"]) }
        var pages = text.split(separator: "\u{C}", omittingEmptySubsequences: false).map { page in
            page.split(separator: "\n").map(String.init)
        }
        if pages.last?.isEmpty == true { pages.removeLast() }
        return pages.map { lines in
            guard lines.first == document.name else { return lines }
            return Array(lines.dropFirst().dropLast())
        }
    }

    private func bare(_ text: some StringProtocol) -> String { String(text.filter { !$0.isWhitespace }) }

    /// What the document says, piece by piece: a block, or a cell of a table.
    private func pieces(_ document: DocumentDraft) -> [String] {
        document.plainText.split(whereSeparator: { $0 == "\n" || $0 == "\t" }).map { bare($0) }.filter { !$0.isEmpty }
    }

    private func firstMissing(_ pieces: [String], in text: String) -> String? {
        var rest = text[...]
        for piece in pieces {
            guard let range = rest.range(of: piece) else { return piece }
            rest = rest[range.upperBound...]
        }
        return nil
    }

    // MARK: PDF

    @Test(
        "pdftotext gives back every clause and every cell of a tender document in order",
        arguments: DocumentTrade.allCases)
    func clausesInOrder(trade: DocumentTrade) throws {
        let document = TenderDocumentText.make(Self.facts(trade))
        let pages = try pages(document)
        let text = pages.map { bare($0.joined()) }.joined()
        let pieces = pieces(document)
        #expect(pieces.count > 400)
        #expect(firstMissing(pieces, in: text) == nil)
        #expect(pages.count == PDFLayout(document).pages.count)
        #expect((15...26).contains(pages.count))
    }

    @Test("pdftotext gives back every record", arguments: records)
    func recordsInOrder(record: DocumentDraft) throws {
        let text = try pages(record).map { bare($0.joined()) }.joined()
        #expect(firstMissing(pieces(record), in: text) == nil)
    }

    @Test("The contents name the page on which each chapter begins")
    func contents() throws {
        let document = TenderDocumentText.make(Self.facts(.water))
        let pages = try pages(document)
        #expect(document.chapters.count == 8)
        for chapter in PDFLayout(document).chapters {
            let entry = pages[1].first { bare($0).hasPrefix(bare(chapter.name)) }
            let digits = try #require(entry).reversed().prefix { $0.isNumber }.reversed()
            #expect(Int(String(digits)) == chapter.page + 1)
            #expect(bare(pages[chapter.page].first ?? "") == bare(chapter.name))
        }
    }

    @Test("No line begins with a closing mark or ends with an opening one (避头尾)", arguments: DocumentTrade.allCases)
    func forbiddenMarks(trade: DocumentTrade) throws {
        for page in try pages(TenderDocumentText.make(Self.facts(trade))) {
            for line in page.map({ $0.trimmingCharacters(in: .whitespaces) }) {
                guard let first = line.first, let last = line.last else { continue }
                // Leaders of the contents are dots of their own.
                #expect(!LineBreaker.closing.contains(first) || line.hasPrefix(".."), "\(line)")
                #expect(!LineBreaker.opening.contains(last), "\(line)")
            }
        }
    }

    @Test("Breaking keeps every character and stays within the width, whatever the width (seed printed)")
    func breaking() {
        let seed = UInt64.random(in: 0..<1_000_000)
        var random = SeededRandom(seed: seed)
        let alphabet = Array("招标文件，。；：（）《》“”、！？—…100%GB/T 50300-2013 abc")
        for _ in 0..<300 {
            let text = String(
                (0..<Int.random(in: 0...160, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "，" }
            )
            let width = Double(Int.random(in: 90...460, using: &random))
            let breaker = LineBreaker(size: 11, bold: false)
            let lines = breaker.lines(text, width: width)
            #expect(bare(lines.map(\.text).joined()) == bare(text), "seed \(seed)")
            for line in lines where line.text.count > 1 && !line.text.allSatisfy({ LineBreaker.closing.contains($0) }) {
                // A run of marks that may not be parted can be wider than a narrow column.
                let longest = LineBreaker.units(text).map { breaker.width($0) }.max() ?? 0
                #expect(line.width <= max(width, longest) + 0.001, "seed \(seed): \(line.text)")
            }
        }
    }

    @Test("Equal documents give equal bytes, without a date or a random identifier")
    func deterministic() throws {
        let document = TenderDocumentText.make(Self.facts(.road))
        #expect(PDFWriter.write(document) == PDFWriter.write(document))
        #expect(DOCXWriter.write(document) == DOCXWriter.write(document))
        let text = String(decoding: PDFWriter.write(document), as: UTF8.self)
        #expect(!text.contains("CreationDate") && !text.contains("/ID"))
    }

    @Test("The cross-reference table points to every object, and the title is in the metadata (ISO 32000-1, 7.5.4)")
    func structure() throws {
        let document = Self.records[1]
        let bytes = PDFWriter.write(document)
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        let table = try #require(text.range(of: "xref\n0 "))
        let lines = text[table.upperBound...].split(separator: "\n")
        let count = try #require(Int(lines[0]))
        for number in 1..<count {
            let offset = try #require(Int(lines[number + 1].prefix(10)))
            #expect(bytes[offset...].starts(with: Array("\(number) 0 obj\n".utf8)))
        }
        let information = try withFile(bytes, "pdf") { try run("pdfinfo", [$0]) }
        #expect(information.contains(document.name))
        #expect(information.contains("A4"))
    }

    @Test("A long table repeats its head on every page, and a tall row goes on")
    func longTable() throws {
        let rows = (1...90).map { [String($0), "第\($0)项", $0 == 45 ? String(repeating: "很长的说明。", count: 300) : "说明"] }
        let document = DocumentDraft(name: "长表", parts: [.table([["序号", "名称", "说明栏"]] + rows, widths: [1, 2, 4])])
        let pages = try pages(document)
        #expect(pages.count > 3)
        for page in pages { #expect(bare(page[0]).hasPrefix("序号")) }
        let text = bare(pages.flatMap { $0 }.joined()).replacing("序号名称说明栏", with: "")
        for row in rows { #expect(text.contains(row[1])) }
        #expect(text.components(separatedBy: "很长的说明。").count == 301)
    }

    // MARK: DOCX

    @Test(
        "unzip finds nothing wrong with a DOCX, and its XML says what the document says",
        arguments: [DocumentTrade.goods, .building])
    func docx(trade: DocumentTrade) throws {
        let document = TenderDocumentText.make(Self.facts(trade))
        try withFile(DOCXWriter.write(document), "docx") { path in
            #expect(try run("unzip", ["-tq", path]).contains("No errors"))
            for member in [
                "word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml", "docProps/core.xml",
            ] {
                let xml = try run("unzip", ["-p", path, member])
                #expect(XMLParser(data: Data(xml.utf8)).parse(), "\(member)")
            }
            let xml = try run("unzip", ["-p", path, "word/document.xml"])
            let text = bare(xml.replacing(#/<[^>]*>/#, with: ""))
            #expect(firstMissing(pieces(document), in: text) == nil)
        }
    }

    @Test("Marks of XML in a text are escaped")
    func escaping() throws {
        let document = DocumentDraft(name: "A<B & \"C\"", parts: [.paragraph("1 < 2 & 3 > 2")])
        try withFile(DOCXWriter.write(document), "docx") { path in
            let xml = try run("unzip", ["-p", path, "word/document.xml"])
            #expect(xml.contains("1 &lt; 2 &amp; 3 &gt; 2"))
            #expect(XMLParser(data: Data(xml.utf8)).parse())
        }
    }

    // MARK: What the documents say

    @Test("A deliberate violation stands once among the qualification demands, and only when asked for")
    func violation() {
        let sentence = "投标人须在昭通市设有分公司或办事处。"
        let lawful = TenderDocumentText.make(Self.facts(.municipal))
        let flawed = TenderDocumentText.make(Self.facts(.municipal), violation: sentence)
        #expect(!lawful.plainText.contains(sentence))
        #expect(flawed.plainText.components(separatedBy: sentence).count == 2)
        #expect(flawed.parts.contains(.clause(number: "3.3", text: sentence)))
        #expect(flawed.parts.count == lawful.parts.count + 1)
    }

    @Test("Trades differ in bill, standards and words; the class of the section decides first")
    func trades() {
        let texts = DocumentTrade.allCases.map { TenderDocumentText.make(Self.facts($0)).plainText }
        #expect(Set(texts).count == DocumentTrade.allCases.count)
        #expect(texts[0].contains("GB 50204-2015") && !texts[1].contains("GB 50204-2015"))
        #expect(DocumentTrade(tradeClass: "A07", sectionClass: "A080000") == .water)
        #expect(DocumentTrade(tradeClass: "A07", sectionClass: "C050000") == .services)
        #expect(DocumentTrade(tradeClass: "D01", sectionClass: "B010000") == .goods)
    }

    @Test("The table of differences counts what differs from the bid (招标投标法 46)")
    func differences() {
        let text = Self.records[3].plainText
        #expect(text.contains("不一致的条款共1项：项目经理。"))
        #expect(text.contains("合同价款\t不高于1270.65万元\t1188.00万元\t1188.00万元\t一致"))
    }

    @Test(
        "Amounts in words follow 支付结算办法",
        arguments: [
            (Int64(0), "零元整"), (5, "伍分"), (170, "壹元柒角整"), (140_950, "壹仟肆佰零玖元伍角整"), (168_032, "壹仟陆佰捌拾元零叁角贰分"),
            (32_504, "叁佰贰拾伍元零肆分"), (1_188_000_000, "壹仟壹佰捌拾捌万元整"), (1_000_000_500, "壹仟万零伍元整"),
            (10_000_000_000_000, "壹仟亿元整"), (100_000_000_000_000, "壹万亿元整"), (10_500_000_100, "壹亿零伍佰万零壹元整"),
        ])
    func amounts(fen: Int64, words: String) {
        #expect(ChineseAmount.words(fen: fen) == words)
    }
}
