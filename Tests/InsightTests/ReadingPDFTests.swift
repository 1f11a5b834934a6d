import Foundation
import Testing
import Trading

@testable import Insight

@Suite("Reading PDF")
struct ReadingPDFTests {
    static let written = WrittenDocument(
        name: "青年路改造工程招标文件",
        parts: [
            .chapter("第一章 招标公告"), .heading("1.招标条件"),
            .clause(
                number: "1.1",
                text: "本招标项目青年路市政道路提升改造工程已由区发展和改革局以昭区发改投资〔2026〕118号批准建设，"
                    + "招标人为区住房和城乡建设局，资金来源为财政资金，出资比例100%。项目已具备招标条件，现进行公开招标。"),
            .heading("2.联系方式"),
            .table([
                ["事项", "招标人", "招标代理机构"], ["名称", "区住房和城乡建设局", "方圆明道工程咨询有限公司"],
                ["地址", "迎宾大道18号", "珠泉路66号"], ["电话", "0870-2120001", "0870-2150002"],
            ]),
            .chapter("第二章 投标人须知"),
        ]
            + clauses)

    private static let clauses: [WrittenDocument.Part] = (1...60).map { number in
        let explained = String(repeating: "本条的解释以招标人在电子交易平台上发布的澄清为准，口头的说明无效。", count: number % 4)
        let rule = "投标人应当按照本章第\(number)条的规定编制投标文件，未按照规定编制的，由投标人自行承担由此产生的后果，"
        let basis = "评标委员会不得以招标文件没有载明的标准和方法作为评标的依据，编号为\(number)。"
        return .clause(number: "2.\(number)", text: rule + basis + explained)
    }

    @Test("Lines that were wrapped are one paragraph again, over the ends of pages too")
    func paragraphs() throws {
        let document = try ReadingFiles.read(PDFWriter.write(Self.written))
        ReadingFiles.checkOffsets(document)
        let texts = Set(document.units.map { $0.text.filter { $0 != " " } })
        for part in Self.written.parts {
            switch part {
            case .clause(let number, let text): #expect(texts.contains(number + text), "\(number)")
            case .chapter(let text), .heading(let text, _):
                #expect(texts.contains(text.filter { $0 != " " }), "\(text)")
            default: continue
            }
        }
        #expect(document.format == .pdf)
        let pages = try #require(document.pages)
        #expect(pages > 3)
        let acrossPages = document.units.filter { Set($0.lines.map(\.page)).count > 1 }
        #expect(!acrossPages.isEmpty, "the document is long enough for a paragraph over a page's end")
    }

    @Test("A cell knows its row and column, and each unit the headings above it")
    func tables() throws {
        let document = try ReadingFiles.read(PDFWriter.write(Self.written))
        func cell(_ row: Int, _ column: Int) -> DocumentUnit? {
            document.units.first { $0.place == CellPlace(table: 1, row: row, column: column) }
        }
        #expect(cell(1, 1)?.text == "事项")
        #expect(cell(2, 3)?.text == "方圆明道工程咨询有限公司")
        #expect(cell(4, 2)?.text == "0870-2120001")
        #expect(document.units.filter { $0.kind == .cell }.count == 12)
        #expect(cell(4, 2)?.path == ["第一章 招标公告", "2.联系方式"])
        let clause = document.units.first { $0.text.hasPrefix("2.7") }
        #expect(clause?.path == ["第二章 投标人须知"])
    }

    /// Poppler's own cropping tells whether the box holds the words.
    @Test("The place of a piece of text is a box on a page in which poppler finds the same words")
    func places() throws {
        let bytes = PDFWriter.write(Self.written)
        try ReadingFiles.with(bytes) { file in
            let document = try DocumentReader.readHere(file: file)
            let scalars = Array(document.text.unicodeScalars)
            for wanted in ["昭区发改投资", "编号为7。", "编号为60。", "珠泉路66号", "自行承担由此产生的后果"] {
                let pattern = Array(wanted.unicodeScalars)
                let start = try #require(
                    scalars.indices.first { scalars[$0...].starts(with: pattern) }, "\(wanted) is in the text")
                let places = document.places(of: start..<(start + pattern.count))
                var found = ""
                for place in places {
                    let box = try #require(place.box)
                    #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 595 && box.y + box.height <= 842)
                    found += try Self.crop(file, place.page, box)
                }
                #expect(found.contains(wanted), "\(wanted) at \(places)")
                #expect(found.unicodeScalars.count <= pattern.count + 4, "\(found) is hardly more than \(wanted)")
            }
        }
    }

    private static func crop(_ file: URL, _ page: Int, _ box: PageBox) throws -> String {
        var output: [UInt8] = []
        // Characters whose middle is in the box; a point of room for rounding.
        let arguments = [
            "-f", "\(page)", "-l", "\(page)", "-x", "\(Int(box.x.rounded()) - 1)", "-y", "\(Int(box.y))", "-W",
            "\(Int(box.width.rounded()) + 2)", "-H", "\(Int(box.height) + 1)", file.path, "-",
        ]
        let deadline = ContinuousClock.now + .seconds(20)
        _ = try ChildProcess.run("/usr/bin/pdftotext", arguments, deadline: deadline) {
            output.append(contentsOf: $0)
            return true
        }
        return String(decoding: output, as: UTF8.self).filter { !$0.isWhitespace }
    }

    @Test("A scan is said to be one, and pages that are scans in a document with text are named")
    func scans() throws {
        let scan = MadePDF.file(pages: [MadePDF.picture, MadePDF.picture])
        #expect(try ReadingFiles.refusal(scan) == ReadingRefusal(.scanned, ["pages": "2"]))
        let stamped = MadePDF.file(pages: [MadePDF.picture + "\n" + MadePDF.text("Page 1 of 1")])
        #expect(try ReadingFiles.refusal(stamped)?.code == .scanned)
        let text = MadePDF.text("The bidder shall hold the licence that the law asks for.")
        let mixed = try ReadingFiles.read(MadePDF.file(pages: [text, MadePDF.picture, text]))
        #expect(mixed.pagesWithoutText == [2])
        #expect(mixed.pages == 3)
    }

    @Test("A file with a password is refused as that")
    func encrypted() throws {
        // Owner and user keys of the passwords "owner" and "user" (ISO 32000-1 7.6.3, revision 2), made by pypdf.
        let owner = "94e8094419662a774442fb072e3d9f19e9d130ec09a4d0061e78fe920f7ab62f"
        let user = "46cc68ccdac48bcccafa92b77dce141ed5e48675a95fc055bcbc4adf6361128d"
        let identifier = "<1dbd5a237a0568654ceb1f4c2dfcf16f>"
        let file = MadePDF.file(
            pages: [MadePDF.text("secret")],
            trailer: "/ID [\(identifier) \(identifier)] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 "
                + "/P 4294967292 /O <\(owner)> /U <\(user)> >>")
        #expect(try ReadingFiles.refusal(file) == ReadingRefusal(.encrypted))
    }

    @Test("A document of 3,000 pages is refused with both numbers, one of 2,000 is not")
    func pages() throws {
        let text = MadePDF.text("A page with a sentence that is long enough.")
        let refusal = try ReadingFiles.refusal(MadePDF.file(pages: Array(repeating: text, count: 3_000)))
        #expect(refusal == ReadingRefusal(.tooManyPages, ["pages": "3000", "limit": "2000"]))
        let most = try ReadingFiles.read(MadePDF.file(pages: Array(repeating: text, count: 2_000)))
        #expect(most.pages == 2_000)
    }

    @Test("A page tree that says it has a million pages is refused for that, before anything is made of it")
    func wrongCount() throws {
        let honest = String(decoding: MadePDF.file(pages: [MadePDF.text("One page.")]), as: UTF8.self)
        let wrong = honest.replacingOccurrences(of: "/Count 1", with: "/Count 1000000")
            .replacingOccurrences(of: "/Kids [6 0 R]", with: "/Kids [6 0 R]")
        #expect(try ReadingFiles.refusal(Array(wrong.utf8)) != nil)
    }

    @Test("A file cut off anywhere is refused, not read in part")
    func truncated() throws {
        let whole = PDFWriter.write(Self.written)
        for part in 1..<24 {
            let refusal = try ReadingFiles.refusal(Array(whole.prefix(whole.count * part / 24)))
            #expect(refusal?.code == .broken, "\(part)/24")
        }
        #expect(try ReadingFiles.refusal(Array(whole.dropLast(8)))?.code == .broken)
    }

    @Test("A cross-reference that points elsewhere is refused (ISO 32000-1 7.5.5)")
    func crossReference() throws {
        let whole = String(decoding: MadePDF.file(pages: [MadePDF.text("words")]), as: UTF8.self)
        let range = try #require(whole.range(of: "startxref\n"))
        for wrong in ["7", "0", "99999999", "-5", "x", "99999999999999999999"] {
            let file = whole[..<range.upperBound] + "\(wrong)\n%%EOF\n"
            #expect(try ReadingFiles.refusal(Array(file.utf8)) == .broken("crossReference"), "\(wrong)")
        }
    }

    @Test("Letters of a private font, whose meaning is not in the file, are not taken for text")
    func glyphs() throws {
        // A ToUnicode map (ISO 32000-1 9.10.3) that sends every letter to the private use area.
        let map =
            "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
            + "1 beginbfrange <20> <7E> <E020> endbfrange endcmap end"
        let text = MadePDF.text("The bidder shall hold the licence that the law asks for.")
        let plain = String(decoding: MadePDF.file(pages: [text]), as: UTF8.self)
        #expect(try ReadingFiles.refusal(Array(plain.utf8)) == nil)
        let extra = ["<< /Length \(map.utf8.count) >>\nstream\n\(map)\nendstream"]
        let mapped = MadePDF.file(pages: [text.replacingOccurrences(of: "/F ", with: "/G ")], extra: extra)
        // The seventh object is the map: four fixed ones, one stream, one page before it.
        let font =
            "/Font << /G << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >> /F 3 0 R >>"
        let file = String(decoding: mapped, as: UTF8.self)
        let start = try #require(file.range(of: "/Font << /F 3 0 R >>"))
        let longer = file.replacingCharacters(in: start, with: font)
        let shift = font.utf8.count - "/Font << /F 3 0 R >>".utf8.count
        #expect(try ReadingFiles.refusal(Self.shifted(longer, by: shift))?.arguments["reason"] == "glyphs")
    }

    /// With the places behind the page object moved on.
    private static func shifted(_ file: String, by shift: Int) throws -> [UInt8] {
        let table = try #require(file.range(of: "xref\n0 8\n"))
        let start = file[..<table.lowerBound].utf8.count
        var lines = file[table.lowerBound...].components(separatedBy: "\n")
        let last = try #require(Int(lines[9].prefix(10)))
        lines[9] = String(repeating: "0", count: 10 - String(last + shift).count) + "\(last + shift) 00000 n "
        let mark = try #require(lines.firstIndex(of: "startxref"))
        lines[mark + 1] = String(start)
        return Array((file[..<table.lowerBound] + lines.joined(separator: "\n")).utf8)
    }
}
