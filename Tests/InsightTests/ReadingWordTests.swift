import Foundation
import Testing
import Trading

@testable import Insight

@Suite("Reading DOCX")
struct ReadingWordTests {
    @Test("What the platform's own writer wrote is read back: clauses, headings, cells")
    func writer() throws {
        let written = ReadingPDFTests.written
        let document = try ReadingFiles.read(DOCXWriter.write(written))
        ReadingFiles.checkOffsets(document)
        #expect(document.format == .docx)
        let texts = Set(document.units.map { $0.text.filter { $0 != " " } })
        for part in written.parts {
            if case .clause(let number, let text) = part { #expect(texts.contains(number + text), "\(number)") }
        }
        let cell = document.units.first { $0.place == CellPlace(table: 1, row: 2, column: 3) }
        #expect(cell?.text == "方圆明道工程咨询有限公司")
        #expect(cell?.path == ["第一章 招标公告", "2.联系方式"])
        // Each chapter begins a page by its style.
        #expect(document.pages != nil)
    }

    @Test("Pages are counted by Word's own marks and by breaks, each break once (ECMA-376 17.3.3.13)")
    func pages() throws {
        let mark = "<w:r><w:lastRenderedPageBreak/><w:t>"
        let body =
            MadeWord.paragraph("one")
            // Word marks the page that an author's break began once more.
            + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p><w:p>\(mark)two</w:t></w:r></w:p>"
            + "<w:p>\(mark)three</w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t> goes on</w:t></w:r></w:p>"
            + MadeWord.paragraph("four") + MadeWord.paragraph("five", "<w:pageBreakBefore/>")
            + "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>end of section</w:t></w:r></w:p>" + MadeWord.paragraph("six")
        let document = try ReadingFiles.read(MadeWord.file(body: body))
        #expect(
            document.units.map { "\($0.text) \($0.page ?? 0)" } == [
                "one 1", "two 2", "three goes on 3", "four 4", "five 5", "end of section 5", "six 6",
            ])
        #expect(document.pages == 6)
        let unmarked = try ReadingFiles.read(MadeWord.file(body: MadeWord.paragraph("one")))
        #expect(unmarked.pages == nil && unmarked.units[0].page == nil)
    }

    @Test("Numbers that Word prints but does not store stand before their paragraphs (ECMA-376 17.9)")
    func numbering() throws {
        let levels = [
            (0, "chineseCountingThousand", "第%1章"), (1, "decimal", "%1.%2"), (2, "lowerLetter", "(%3)"),
            (3, "bullet", "●"),
        ].map { level, format, text in
            "<w:lvl w:ilvl=\"\(level)\"><w:start w:val=\"1\"/><w:numFmt w:val=\"\(format)\"/>"
                + "<w:lvlText w:val=\"\(text)\"/>\(level == 1 ? "<w:isLgl/>" : "")</w:lvl>"
        }.joined()
        let numbering =
            "<w:abstractNum w:abstractNumId=\"4\">\(levels)</w:abstractNum>"
            + "<w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num>"
            + "<w:num w:numId=\"8\"><w:abstractNumId w:val=\"4\"/><w:lvlOverride w:ilvl=\"0\">"
            + "<w:startOverride w:val=\"12\"/></w:lvlOverride></w:num>"
        let styles =
            "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr>"
            + "<w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>"
        func item(_ text: String, _ level: Int, list: Int = 7) -> String {
            MadeWord.paragraph(
                text, "<w:numPr><w:ilvl w:val=\"\(level)\"/><w:numId w:val=\"\(list)\"/></w:numPr>")
        }
        let body =
            MadeWord.paragraph("招标公告", "<w:pStyle w:val=\"1\"/>") + item("条件", 1) + item("范围", 1)
            + item("甲", 2) + item("乙", 2) + item("点", 3) + MadeWord.paragraph("须知", "<w:pStyle w:val=\"1\"/>")
            + item("总则", 1) + item("另起", 0, list: 8)
        let document = try ReadingFiles.read(MadeWord.file(body: body, styles: styles, numbering: numbering))
        #expect(
            document.units.map(\.text) == [
                "第一章 招标公告", "1.1 条件", "1.2 范围", "(a)甲", "(b)乙", "点", "第二章 须知", "2.1 总则",
                "第十二章 另起",
            ])
        #expect(document.units[0].kind == .heading)
        #expect(document.units[7].path.first == "第二章 须知")
    }

    @Test(
        "Chinese numbers are written as they are read",
        arguments: [(10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (1_001, "一千零一")])
    func chinese(value: Int, text: String) {
        #expect(WordNumbering.number(value, "chineseCounting") == text)
    }

    @Test("Deleted text, old versions and fallbacks are left out; text boxes and insertions are read once")
    func revisions() throws {
        let body =
            "<w:p><w:r><w:t>业绩</w:t></w:r><w:del><w:r><w:delText>不少于五个</w:delText></w:r></w:del>"
            + "<w:ins><w:r><w:t>不限</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>"
            + "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent>\(MadeWord.paragraph("框内"))</w:txbxContent>"
            + "</mc:Choice><mc:Fallback>\(MadeWord.paragraph("框内"))</mc:Fallback></mc:AlternateContent>"
            + "<w:r><w:t>框外</w:t></w:r></w:p>"
        let document = try ReadingFiles.read(MadeWord.file(body: body))
        #expect(document.units.map(\.text) == ["业绩不限", "框内", "框外"])
    }

    @Test("Cells that span columns move the ones after them; a table in a cell has places of its own")
    func tables() throws {
        func cell(_ content: String, span: Int = 1) -> String {
            "<w:tc><w:tcPr><w:gridSpan w:val=\"\(span)\"/></w:tcPr>\(content)</w:tc>"
        }
        let inner = "<w:tbl><w:tr>\(cell(MadeWord.paragraph("内")))</w:tr></w:tbl>"
        let body =
            "<w:tbl><w:tr>\(cell(MadeWord.paragraph("宽"), span: 2))\(cell(MadeWord.paragraph("三")))</w:tr>"
            + "<w:tr>\(cell("<w:p/>"))\(cell(MadeWord.paragraph("上") + MadeWord.paragraph("下")))"
            + "\(cell(inner + MadeWord.paragraph("外")))</w:tr></w:tbl>"
        let document = try ReadingFiles.read(MadeWord.file(body: body))
        let found = document.units.map { unit in
            "\(unit.text) \(unit.place.map { "\($0.table).\($0.row).\($0.column)" } ?? "")"
        }
        #expect(found == ["宽 1.1.1", "三 1.1.3", "上\n下 1.2.2", "内 2.1.1", "外 1.2.3"])
    }

    @Test("Footnotes are part of what the document says")
    func notes() throws {
        let notes =
            "<w:footnotes \(MadeWord.namespaces)><w:footnote>\(MadeWord.paragraph("须为本市企业"))</w:footnote></w:footnotes>"
        let file = MadeWord.file(body: MadeWord.paragraph("资格条件"), more: [("word/footnotes.xml", notes)])
        #expect(try ReadingFiles.read(file).units.map(\.text) == ["资格条件", "须为本市企业"])
    }

    // MARK: Harm

    @Test("A member that unpacks a thousandfold is refused long before it is unpacked")
    func bomb() throws {
        let padding = String(repeating: " ", count: 64 << 20)
        let file = MadeWord.file(body: padding)
        #expect(file.count < 200_000)
        let refusal = try #require(try ReadingFiles.refusal(file))
        #expect(refusal.code == .tooLarge)
        #expect(refusal.arguments["member"] == "word/document.xml")
        let reached = try #require(refusal.arguments["bytes"].flatMap { Int($0) })
        #expect(reached < 4 << 20)
    }

    @Test("A member that is larger than the limit is refused at the limit, whatever its ratio")
    func large() throws {
        var limits = ReadingLimits.standard
        limits.unpackedBytes = 1 << 16
        let text = (0..<20_000).map { String($0 &* 2_654_435_761 % 1_000_003) }.joined(separator: " ")
        let refusal = try ReadingFiles.refusal(MadeWord.file(body: MadeWord.paragraph(text)), limits: limits)
        #expect(refusal?.code == .tooLarge)
        #expect(try ReadingFiles.refusal(MadeWord.file(body: MadeWord.paragraph(text))) == nil)
    }

    @Test("Archives in archives are not opened")
    func nested() throws {
        var file = MadeZip.file([("zero", [UInt8](repeating: 0, count: 1 << 20))])
        for depth in 0..<5 { file = MadeZip.file([("\(depth).zip", file), ("copy.zip", file)]) }
        #expect(try ReadingFiles.refusal(file) == .unsupported("zip"))
    }

    @Test("Entities of a document's own are refused: ten lines of them make a thousand million words")
    func entities() throws {
        var declarations = "<!ENTITY a0 \"lol\">"
        for level in 1..<10 {
            let references = String(repeating: "&a\(level - 1);", count: 10)
            declarations += "<!ENTITY a\(level) \"\(references)\">"
        }
        let xml =
            "<!DOCTYPE w [\(declarations)]><w:document \(MadeWord.namespaces)><w:body>"
            + "\(MadeWord.paragraph("&a9;"))</w:body></w:document>"
        let names = MadeWord.file(body: "")
        #expect(try ReadingFiles.refusal(names) == nil)
        let relations =
            "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"word/evil.xml\"/></Relationships>"
        let file = MadeZip.file([
            ("[Content_Types].xml", Array("<Types/>".utf8)), ("_rels/.rels", Array(relations.utf8)),
            ("word/evil.xml", Array(xml.utf8)),
        ])
        #expect(try ReadingFiles.refusal(file) == .broken("markup"))
    }

    @Test("Markup that nests without end is refused")
    func deep() throws {
        let depth = 100_000
        let body = String(repeating: "<w:sdt>", count: depth) + String(repeating: "</w:sdt>", count: depth)
        #expect(try ReadingFiles.refusal(MadeWord.file(body: body)) != nil)
    }

    @Test("A file cut off anywhere is refused, not read in part")
    func truncated() throws {
        let whole = DOCXWriter.write(ReadingPDFTests.written)
        for part in 1..<24 {
            let refusal = try ReadingFiles.refusal(Array(whole.prefix(whole.count * part / 24)))
            #expect(refusal?.code == .broken, "\(part)/24")
        }
    }

    @Test("A changed byte in the packed text is found by its check (APPNOTE 4.4.7)")
    func changed() throws {
        let file = MadeWord.file(body: MadeWord.paragraph("投标保证金"))
        let mark = Array("word/document.xml".utf8)
        let start = try #require(file.indices.first { file[$0...].starts(with: mark) }) + mark.count
        var changed = file
        changed[start + 20] ^= 0x10
        #expect(try ReadingFiles.refusal(changed)?.code == .broken)
    }

    @Test("Two members of one name are refused: programs differ in which they read")
    func twice() throws {
        let second = "<w:document \(MadeWord.namespaces)><w:body>\(MadeWord.paragraph("another"))</w:body></w:document>"
        let file = MadeWord.file(body: MadeWord.paragraph("one"), more: [("word/document.xml", second)])
        #expect(try ReadingFiles.refusal(file) == .broken("archive"))
    }

    @Test("More text than 2,000 pages hold is refused")
    func tooMuchText() throws {
        var limits = ReadingLimits.standard
        limits.pages = 2
        limits.scalarsPerPage = 100
        let text = String(repeating: "字", count: 201)
        #expect(
            try ReadingFiles.refusal(MadeWord.file(body: MadeWord.paragraph(text)), limits: limits)
                == ReadingRefusal(.tooManyPages, ["pages": "3", "limit": "2"]))
    }
}
