import Foundation
import Testing
import Trading

@testable import Insight

@Suite("Reading whatever there is")
struct ReadingPropertyTests {
    /// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere for a seed.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    /// Reads or refuses; what is read has its offsets right and its places on pages that there are.
    private static func check(_ bytes: [UInt8]) throws {
        guard let document = try? ReadingFiles.read(bytes) else { return }
        ReadingFiles.checkOffsets(document)
        let length = document.text.unicodeScalars.count
        for unit in document.units {
            if let pages = document.pages, let page = unit.page { #expect((1...max(pages, 1)).contains(page)) }
            let end = unit.offset + unit.text.unicodeScalars.count
            #expect(end <= length)
            for place in document.places(of: unit.offset..<max(end, unit.offset)) {
                #expect(place.page >= 1 && place.page <= document.pages ?? Int.max)
                if let box = place.box { #expect(box.x.isFinite && box.y.isFinite && box.width >= 0) }
            }
            #expect(document.unitIndex(at: unit.offset).map { document.units[$0].offset } == unit.offset)
        }
    }

    @Test("Bytes by chance, behind any beginning, never do harm")
    func chance() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Random(state: seed)
        let beginnings: [[UInt8]] = [
            [], Array("%PDF-1.7\n".utf8), [0x50, 0x4B, 3, 4], Array("<html><body>".utf8), Array("<table><tr><td>".utf8),
            [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Array("第一章 ".utf8),
        ]
        for round in 0..<600 {
            let count = Int.random(in: 0..<2_000, using: &random)
            let text = round % 2 == 0
            let tail = (0..<count).map { _ in
                text ? UInt8.random(in: 0x20...0x7E, using: &random) : UInt8.random(in: 0...255, using: &random)
            }
            try Self.check(beginnings[round % beginnings.count] + tail)
        }
    }

    @Test("Documents with bytes changed, cut out and doubled never do harm")
    func changed() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Random(state: seed)
        let written = WrittenDocument(name: "甲", parts: Array(ReadingPDFTests.written.parts.prefix(8)))
        let page = "<html><table><tr><td rowspan=3>一<td colspan=2>二</table><h1>题</h1><pre>a\nb</pre><p>三<br>四"
        let sources = [
            PDFWriter.write(written), DOCXWriter.write(written), Array(page.utf8),
            MadePDF.file(pages: [MadePDF.text("some words"), MadePDF.picture]),
            MadeWord.file(body: "<w:tbl><w:tr><w:tc>\(MadeWord.paragraph("一"))</w:tc></w:tr></w:tbl>"),
        ]
        for round in 0..<400 {
            var bytes = sources[round % sources.count]
            for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + 20))
                default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
                }
            }
            try Self.check(bytes)
        }
    }

    @Test("Lines that poppler never writes, and pages of any geometry, are laid out without harm")
    func geometry() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Random(state: seed)
        let words = ["第一章", "总则", "1.1", "abc", "（一）", "。", "12", "投标人须知前附表", "......", "\u{200B}", "日期："]
        for _ in 0..<300 {
            var pages: [PDFPage] = []
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                var page = PDFPage(width: 595, height: 842)
                for _ in 0..<Int.random(in: 0...40, using: &random) {
                    var line: [PDFWord] = []
                    for _ in 0..<Int.random(in: 0...4, using: &random) {
                        let grid = Bool.random(using: &random)
                        let x = Double(Int.random(in: -2...60, using: &random) * (grid ? 60 : 10))
                        let y = Double(Int.random(in: -2...60, using: &random) * 14)
                        let width = Double(Int.random(in: 0...30, using: &random) * 10)
                        let height = Double(Int.random(in: 0...3, using: &random) * 6)
                        let box = PageBox(x: x, y: y, width: width, height: height)
                        line.append(PDFWord(text: words.randomElement(using: &random) ?? "", box: box))
                    }
                    page.lines.append(line)
                }
                pages.append(page)
            }
            var paragraphs = PDFParagraphs(pages)
            let document = ReadDocument(format: .pdf, pages: pages.count, units: paragraphs.read())
            ReadingFiles.checkOffsets(document)
            // Nothing is lost and nothing is said twice, running lines aside, which are read once.
            let given = pages.flatMap(\.lines).flatMap { $0 }.reduce(0) { $0 + $1.text.unicodeScalars.count }
            let read = document.text.unicodeScalars.filter { $0 != " " && $0 != "\n" }.count
            #expect(read <= given, "seed \(seed)")
            if pages.count < 3 { #expect(read == given, "seed \(seed)") }
        }
    }

    @Test("Words without width stand in no table's column, and are read as lines")
    func widthless() {
        func word(_ text: String, x: Double, y: Double) -> PDFWord {
            PDFWord(text: text, box: PageBox(x: x, y: y, width: 0, height: 12))
        }
        var page = PDFPage(width: 595, height: 842)
        page.lines = [
            [word("总则", x: 300, y: 300)], [word("12", x: 80, y: 314), word("abc", x: 400, y: 314)],
            [word("13", x: 80, y: 328), word("abd", x: 400, y: 328)],
        ]
        var paragraphs = PDFParagraphs([page])
        let units = paragraphs.read()
        #expect(units.allSatisfy { $0.kind != .cell })
        #expect(units.map(\.text).joined().filter { $0 != " " } == "总则12abc13abd")
    }

    @Test("Poppler's lines in pieces of any length give the same pages")
    func pieces() {
        let text = """
            <page width="595.0" height="842.0">
            <line xMin="1" yMin="2" xMax="3" yMax="4">
            <word xMin="72.0" yMin="100.0" xMax="96.0" yMax="112.0">甲&lt;乙&amp;</word>
            <word xMin="nan" yMin="100.0" xMax="96.0" yMax="112.0">丙</word>
            <word xMin="1e300" yMin="100.0" xMax="96.0" yMax="112.0">丁</word>
            <word xMin="100.0" yMin="100.0" xMax="90.0" yMax="112.0">\u{1}戊</word>
            <word xMin="
            </page>

            """
        let bytes = Array(text.utf8)
        for size in [1, 2, 3, 7, 64, bytes.count] {
            var parser = PDFPageParser()
            for start in stride(from: 0, to: bytes.count, by: size) {
                bytes[start..<min(bytes.count, start + size)].withUnsafeBytes { parser.take($0) }
            }
            #expect(parser.pages.count == 1)
            #expect(parser.pages.first?.lines.flatMap { $0 }.map(\.text) == ["甲<乙&", "戊"])
            #expect(parser.pages.first?.lines.last?.last?.box.width == 0)
        }
    }
}
