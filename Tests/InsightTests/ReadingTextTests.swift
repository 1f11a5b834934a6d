import Foundation
import Testing

@testable import Insight

@Suite("Reading HTML and plain text; kinds of files")
struct ReadingTextTests {
    // MARK: Plain text

    @Test("The text of a plain text file is the file's own, line ends aside, so that offsets are offsets in the file")
    func identity() throws {
        for text in ["", "一行", "一\n\n二\n", "\n\n", " 第一章 总则 \n\t缩进\n结尾", "a\u{301}é👨‍👩‍👧\n𠮷"] {
            let document = try ReadingFiles.read(Array(text.utf8))
            #expect(Array(document.text.unicodeScalars) == Array(text.unicodeScalars))
            ReadingFiles.checkOffsets(document)
        }
        let document = try ReadingFiles.read(Array("一\r\n二\r三\n".utf8))
        #expect(document.text == "一\n二\n三\n")
    }

    @Test("Encodings are told by the bytes: UTF-8, UTF-16 and GB18030 with or without marks")
    func encodings() throws {
        let text = "第一章 投标人须知\n投标保证金不超过2%。𠮷"
        let utf16 = Array(text.utf16)
        let little: [UInt8] = [0xFF, 0xFE] + utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        // 第一章 投标人须知, 投标保证金不超过2%。 in GBK; 𠮷 (U+20BB7) in GB18030's four bytes.
        let chinese: [UInt8] =
            [
                0xB5, 0xDA, 0xD2, 0xBB, 0xD5, 0xC2, 0x20, 0xCD, 0xB6, 0xB1, 0xEA, 0xC8, 0xCB, 0xD0, 0xEB, 0xD6, 0xAA,
                0x0A,
            ]
            + [
                0xCD, 0xB6, 0xB1, 0xEA, 0xB1, 0xA3, 0xD6, 0xA4, 0xBD, 0xF0, 0xB2, 0xBB, 0xB3, 0xAC, 0xB9, 0xFD, 0x32,
                0x25,
            ]
            + [0xA1, 0xA3, 0x95, 0x34, 0x83, 0x31]
        for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), little, big] {
            #expect(try ReadingFiles.read(bytes).text == text)
        }
        let read = try ReadingFiles.read(chinese)
        #expect(read.text.hasPrefix("第一章 投标人须知\n投标保证金不超过2%。"))
        #expect(read.units.first?.kind == .heading)
    }

    @Test("A text that was cut in the middle of a character is read up to there")
    func cut() throws {
        let whole = Array("投标人应当具备相应资质。".utf8)
        let document = try ReadingFiles.read(Array(whole.dropLast()))
        #expect(document.text == "投标人应当具备相应资质\u{FFFD}")
    }

    @Test(
        "Headings are told by their numbers",
        arguments: [
            ("第一章 招标公告", 1), ("第三节 资格审查", 2), ("一、总则", 3), ("（一）投标函", 5), ("1. 招标条件", 6),
            ("1.1 项目概况", 7), ("2.1.3 招标文件的澄清、修改", 8), ("附件1 投标函格式", 1),
        ])
    func headings(line: String, level: Int) {
        #expect(HeadingRule.level(line) == level)
    }

    @Test(
        "Sentences, lists and lines of a table of contents are no headings",
        arguments: [
            "第三章没有规定的，不作为评标依据。", "一、具备独立法人资格；", "1. 营业执照；", "3 万元", "2.5米以上",
            "第一章 招标公告 ............ 3", "第二章 投标人须知\t12", "投标人须知", "1.1 本项目已由发展和改革局批准建设，资金已经落实",
            "2026年7月16日", "3.5",
        ])
    func noHeadings(line: String) {
        #expect(HeadingRule.level(line) == nil)
    }

    // MARK: HTML

    @Test("HTML becomes headings, paragraphs and cells; scripts and styles are no text")
    func html() throws {
        let page = """
            <!DOCTYPE html><html><head><title>标题</title><style>p{}</style></head><body><h2>招标公告</h2>
            <p>投标人 应当&nbsp;具备<b>市政</b>
            资质&lt;三级&gt;。<br>第二行</p><script>var a = "不读";</script>
            <table><tr><th>序号</th><th colspan=2>内容</th><th>分值</th></tr>
            <tr><td rowspan="2">1</td><td>业绩</td><td>每个</td><td>5</td></tr>
            <tr><td>人员</td><td><p>甲</p><p>乙</p></td><td>3</td></tr></table></body></html>
            """
        let document = try ReadingFiles.read(Array(page.utf8))
        #expect(document.format == .html)
        ReadingFiles.checkOffsets(document)
        let found = document.units.map { unit in
            unit.place.map { "\($0.row).\($0.column) \(unit.text)" } ?? "\(unit.kind.rawValue) \(unit.text)"
        }
        #expect(
            found == [
                "heading 招标公告", "paragraph 投标人 应当 具备市政 资质<三级>。", "paragraph 第二行", "1.1 序号", "1.2 内容",
                "1.4 分值", "2.1 1", "2.2 业绩", "2.3 每个", "2.4 5", "3.2 人员", "3.3 甲\n乙", "3.4 3",
            ])
        #expect(document.units.last?.path == ["招标公告"])
    }

    @Test("A page in GB2312 is read by its bytes, whatever its declaration says")
    func htmlEncoding() throws {
        let opening = Array("<html><head><meta charset=\"utf-8\"></head><body><p>".utf8)
        let page = opening + [0xCD, 0xB6, 0xB1, 0xEA, 0xC8, 0xCB] + Array("</p></body></html>".utf8)
        #expect(try ReadingFiles.read(page).units.map(\.text) == ["投标人"])
    }

    @Test("A hundred thousand elements in one another, closed or not, are read or refused, and quickly")
    func nesting() throws {
        let depth = 100_000
        for tag in ["div", "b", "table", "span", "ul><li"] {
            let page = "<html><body>" + String(repeating: "<\(tag)>", count: depth) + "投标人须知"
            let started = ContinuousClock.now
            let document = try? ReadingFiles.read(Array(page.utf8))
            if let document { #expect(document.text.contains("投标人须知"), "\(tag)") }
            #expect(ContinuousClock.now - started < .seconds(20), "\(tag)")
        }
    }

    // MARK: Kinds

    @Test(
        "What is not read is told by its content and named",
        arguments: [
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image"), ([0xFF, 0xD8, 0xFF, 0xE0], "image"),
            (Array("{\\rtf1 text}".utf8), "rtf"), (Array("Rar!\u{1A}\u{7}".utf8), "archive"),
            (Array("MIME-Version: 1.0\r\nContent-Type: multipart/related".utf8), "mht"),
            (Array("<?xml version=\"1.0\"?><data/>".utf8), "xml"), ([0, 1, 2, 3], "binary"),
        ])
    func kinds(bytes: [UInt8], kind: String) throws {
        #expect(try ReadingFiles.refusal(bytes) == .unsupported(kind))
    }

    @Test("Old Word files and Office files with a password are told apart by the streams in them (MS-CFB 2.6)")
    func compound() throws {
        func file(_ stream: String) -> [UInt8] {
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
                + stream.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        }
        #expect(try ReadingFiles.refusal(file("WordDocument")) == .unsupported("doc"))
        #expect(try ReadingFiles.refusal(file("Workbook")) == .unsupported("xls"))
        #expect(try ReadingFiles.refusal(file("EncryptedPackage")) == ReadingRefusal(.encrypted))
        #expect(try ReadingFiles.refusal(file("")) == .unsupported("ole"))
    }

    @Test(
        "Other packages than Word's are named",
        arguments: [
            (["[Content_Types].xml", "xl/workbook.xml"], "xlsx"), (["OFD.xml"], "ofd"),
            (["mimetype", "content.xml"], "odt"), (["readme.txt"], "zip"),
        ])
    func packages(names: [String], kind: String) throws {
        let file = MadeZip.file(names.map { ($0, Array("<a/>".utf8)) })
        #expect(try ReadingFiles.refusal(file) == .unsupported(kind))
    }

    @Test("A file over the limit, a folder and nothing at all are refused before anything is read")
    func files() throws {
        var limits = ReadingLimits.standard
        limits.bytes = 10
        #expect(
            try ReadingFiles.refusal(Array("eleven bytes".utf8), limits: limits)
                == ReadingRefusal(.tooLarge, ["bytes": "12", "limit": "10"]))
        let missing = ReadingFiles.path()
        #expect(throws: ReadingRefusal.broken("missing")) { try DocumentReader.readHere(file: missing) }
    }

    @Test("What is no file is called what it is, and no pipe is waited for")
    func noFiles() throws {
        let pipe = ReadingFiles.path()
        #expect(mkfifo(pipe.path, 0o600) == 0)
        defer { try? FileManager.default.removeItem(at: pipe) }
        for (file, reason) in [
            (FileManager.default.temporaryDirectory, "directory"), (URL(fileURLWithPath: "/dev/null"), "device"),
            (pipe, "pipe"),
        ] {
            #expect(throws: ReadingRefusal.broken(reason)) { try DocumentReader.readHere(file: file) }
        }
    }

    @Test("Bytes without a file are read as in one, refused beyond the limit; documents of other kinds need a file")
    func bytes() throws {
        // 投标人 in GB18030, twice, and a page of HTML.
        let gb: [UInt8] = [0xCD, 0xB6, 0xB1, 0xEA, 0xC8, 0xCB, 0x0D, 0x0A, 0xCD, 0xB6, 0xB1, 0xEA, 0xC8, 0xCB]
        for bytes in [gb, Array("<p>一</p><p>二</p>".utf8), Array("第一章 总则\n投标人".utf8)] {
            #expect(try DocumentReader.readHere(bytes: bytes) == ReadingFiles.read(bytes))
        }
        #expect(try DocumentReader.readHere(bytes: gb).units.map(\.text) == ["投标人", "投标人"])
        var limits = ReadingLimits.standard
        limits.bytes = 10
        #expect(throws: ReadingRefusal(.tooLarge, ["bytes": "14", "limit": "10"])) {
            try DocumentReader.readHere(bytes: gb, limits: limits)
        }
        for (bytes, kind) in [(Array("%PDF-1.7".utf8), "pdf"), ([0x50, 0x4B, 3, 4], "zip"), ([0, 1, 2, 3], "binary")] {
            #expect(throws: ReadingRefusal.unsupported(kind)) { try DocumentReader.readHere(bytes: bytes) }
        }
    }

    // MARK: Documents

    @Test("A document that comes as JSON is put together anew: its offsets are not believed")
    func coding() throws {
        let json = """
            {"format":"text","text":"lies","units":[{"kind":"paragraph","text":"一","offset":900},
            {"kind":"cell","text":"二三","offset":-4,"place":{"table":1,"row":2,"column":3}}]}
            """
        let document = try JSONDecoder().decode(ReadDocument.self, from: Data(json.utf8))
        ReadingFiles.checkOffsets(document)
        #expect(document.text == "一\n二三")
        let again = try JSONDecoder().decode(ReadDocument.self, from: JSONEncoder().encode(document))
        #expect(again == document)
    }

    @Test("Any offset of the text is in the unit that it stands in")
    func unitIndex() {
        let document = ReadDocument(
            format: .text, units: ["一二", "", "三"].map { DocumentUnit(kind: .paragraph, text: $0) })
        #expect((0..<6).map { document.unitIndex(at: $0) } == [0, 0, 0, 1, 2, 2])
        #expect(document.unitIndex(at: -1) == nil)
        #expect(document.places(of: 0..<5).isEmpty)
    }

    @Test("A slice of the text is what stands there, over the ends of units and up to the text's own end")
    func slices() {
        let document = ReadDocument(
            format: .text, units: ["一二", "", "三四五", ""].map { DocumentUnit(kind: .paragraph, text: $0) })
        let scalars = Array(document.text.unicodeScalars)
        for start in scalars.indices {
            for end in start...scalars.count {
                #expect(Array(document.slice(start..<end).unicodeScalars) == Array(scalars[start..<end]))
            }
        }
        #expect(document.slice(4..<100) == "三四五\n")
    }
}
