import Foundation
import Testing

@testable import Insight

@Suite("Lines are sentences of their own (domain rule 4.1: 。；！？ and line ends)")
struct LineTests {
    let scanner: ClauseScanner

    init() throws { scanner = try ClauseScanner.builtIn() }

    private static let unlawful = "投标人须在昭通市设有分公司或者办事处，并提供证明材料"
    private static let lawful = "本项目面向全国公开招标，不限制投标人所在地区"

    @Test("A lawful line silences no unlawful one, before or behind it", arguments: ["\n", "\r\n", "\r"])
    func silence(end: String) throws {
        for lines in [[Self.unlawful, Self.lawful], [Self.lawful, Self.unlawful]] {
            let found = try scanner.scan(text: lines.joined(separator: end))
            #expect(found.map(\.aspect) == ["FC04"] && found.first?.sentence == Self.unlawful)
        }
    }

    @Test("Two unlawful lines are two findings")
    func both() throws {
        let text = Self.unlawful + "\n" + "投标人须在昭通市设有售后服务网点，并提供租赁合同"
        #expect(try scanner.scan(text: text).map(\.aspect) == ["FC04", "FC04"])
    }

    @Test("A text finds what the same bytes in a file find, at its own offsets")
    func asFile() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = ScanDocuments(seed: seed)
        let sentences = ScanDocuments.sentences(of: try RulePack.builtIn())
        var count = 0
        for _ in 0..<60 {
            var text = ""
            for _ in 0..<1 + random.below(12) {
                var sentence = sentences[random.below(sentences.count)]
                if random.below(3) == 0 { sentence = String(sentence.dropLast(random.below(4))) }
                if random.below(6) == 0 { sentence = "第\(1 + random.below(9))章 " + sentence.prefix(8) }
                text += sentence + ["\n", "\r\n", "\r", "", "，", "\n\n"][random.below(6)]
            }
            let document = DocumentText(plain: text)
            let found = try scanner.examine(document)
            count += found.count
            let read = try ReadingFiles.read(Array(text.utf8))
            #expect(document.units.map(\.kind) == read.units.map(\.kind))
            let scalars = Array(text.unicodeScalars)
            #expect(document.text.unicodeScalars.count == scalars.count)
            let fromFile = try scanner.examine(read)
            #expect(found.map(\.rule) == fromFile.map(\.rule))
            for (own, other) in zip(found, fromFile) {
                #expect(own.sentence == other.sentence)
                #expect(scalars[own.sentenceStart...].starts(with: own.sentence.unicodeScalars))
                // A file's line ends are one scalar each.
                let pairs = zip(scalars[..<own.start], scalars[..<own.start].dropFirst()).count { $0 == ("\r", "\n") }
                #expect(own.start - pairs == other.start)
            }
        }
        #expect(count > 50)
    }

    private func word(_ lines: [String]) throws -> [String] {
        let text = lines.map { "<w:r><w:t>\($0)</w:t></w:r>" }.joined(separator: "<w:r><w:br/></w:r>")
        return try scanner.scan(ReadingFiles.read(MadeWord.file(body: "<w:p>\(text)</w:p>"))).map(\.aspect)
    }

    @Test("A line break inside a Word paragraph ends a sentence (ECMA-376 17.3.3.1)")
    func wordBreaks() throws {
        #expect(try word([Self.unlawful, Self.lawful]) == ["FC04"])
        #expect(try word([Self.lawful, Self.unlawful]) == ["FC04"])
        #expect(try word([Self.unlawful, Self.lawful, "投标人应当具有独立承担民事责任的能力"]) == ["FC04"])
    }

    @Test("Lines that somebody wrapped by hand are read together: a narrow column, three of one length, after a comma")
    func wrapped() throws {
        #expect(try word(["投标人须在本", "市设有分公司"]) == ["FC04"])
        #expect(
            try word(["为保证售后服务及时到位并且方便联系，投标人须在本", "市设有分公司或者常驻办事机构并且提供房屋租赁合同", "和完税凭证"])
                == ["FC04"])
        #expect(try word(["投标人为外地企业而未在本市设有分公司的，", "其投标文件不予接收"]) == ["FC04"])
    }
}
