import Sealing

/// Writes a document as WordprocessingML (ECMA-376, transitional) in a ZIP of stored members: opened by word
/// processors without repair. Equal documents give equal bytes.
public enum DOCXWriter {
    /// The file's bytes.
    public static func write(_ document: DocumentDraft) -> [UInt8] {
        let members: [(name: String, text: String)] = [
            ("[Content_Types].xml", contentTypes), ("_rels/.rels", packageRelations),
            ("docProps/core.xml", properties(document)), ("word/document.xml", body(document)),
            ("word/styles.xml", styles), ("word/header1.xml", header(document)), ("word/footer1.xml", footer),
            ("word/_rels/document.xml.rels", documentRelations),
        ]
        return PackageArchive.archive(members.map { ($0.name, Array((declaration + $0.text).utf8)) })
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    private static let relationships =
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
    /// Twentieths of a point between the margins.
    private static let bodyWidth = 9120

    // MARK: Body

    private static func body(_ document: DocumentDraft) -> String {
        var content = ""
        for part in document.parts { content += xml(part, of: document) }
        let section =
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:footerReference w:type=\"default\" "
            + "r:id=\"rId3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1520\" w:right=\"1390\" "
            + "w:bottom=\"1440\" w:left=\"1390\" w:header=\"851\" w:footer=\"792\" w:gutter=\"0\"/>"
            + "\(titlePage(document))</w:sectPr>"
        return "<w:document \(main) \(relationships)><w:body>\(content)\(section)</w:body></w:document>"
    }

    /// A cover has neither header nor page number.
    private static func titlePage(_ document: DocumentDraft) -> String {
        if case .cover = document.parts.first { "<w:titlePg/>" } else { "" }
    }

    private static func xml(_ part: DocumentDraft.Part, of document: DocumentDraft) -> String {
        switch part {
        case .cover(let cover): return xml(cover)
        case .contents:
            let entries = document.chapters.map { paragraph($0, style: "Contents") }.joined()
            return paragraph("目  录", style: "ContentsTitle") + entries
        case .title(let text): return paragraph(text, style: "Title")
        case .chapter(let text): return paragraph(text, style: "Heading1")
        case .heading(let text, let level): return paragraph(text, style: level == 1 ? "Heading2" : "Heading3")
        case .clause(let number, let text): return paragraph(number + " " + text, style: "Clause")
        case .paragraph(let text): return paragraph(text, style: "Clause")
        case .line(let text): return paragraph(text, style: "Normal")
        case .table(let rows, let widths): return table(rows, widths: widths)
        case .signatures(let lines): return lines.map { paragraph($0, style: "Signature") }.joined()
        case .pageBreak: return "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"
        }
    }

    private static func xml(_ cover: DocumentDraft.Cover) -> String {
        var content = ""
        for (index, subject) in cover.subjects.enumerated() {
            content += paragraph(subject, style: "Title", before: index == 0 ? 1600 : 0)
        }
        content += paragraph(cover.kind, style: "CoverKind", before: 1800)
        if !cover.number.isEmpty { content += paragraph(cover.number, style: "CoverLine") }
        for (index, line) in cover.lines.enumerated() {
            content += paragraph(line, style: "CoverLine", before: index == 0 ? 3000 : 0)
        }
        return content + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"
    }

    /// - Parameter before: extra space above, twentieths of a point.
    private static func paragraph(_ text: String, style: String, before: Int = 0) -> String {
        let space = before > 0 ? "<w:spacing w:before=\"\(before)\"/>" : ""
        return "<w:p><w:pPr><w:pStyle w:val=\"\(style)\"/>\(space)</w:pPr>\(run(text))</w:p>"
    }

    private static func run(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let content = lines.map { "<w:t xml:space=\"preserve\">\(escaped(String($0)))</w:t>" }
        return "<w:r>\(content.joined(separator: "<w:br/>"))</w:r>"
    }

    private static func table(_ rows: [[String]], widths: [Int]) -> String {
        let count = rows.map(\.count).max() ?? 0
        guard count > 0 else { return "" }
        let shares = widths.count == count ? widths : [Int](repeating: 1, count: count)
        let total = max(shares.reduce(0, +), 1)
        let columns = shares.map { bodyWidth * $0 / total }
        var borders = ""
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            borders += "<w:\(side) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
        }
        var content =
            "<w:tbl><w:tblPr><w:tblW w:w=\"\(bodyWidth)\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>"
            + "\(borders)</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>"
        for column in columns { content += "<w:gridCol w:w=\"\(column)\"/>" }
        content += "</w:tblGrid>"
        for (index, row) in rows.enumerated() {
            content += "<w:tr><w:trPr><w:cantSplit/>\(index == 0 ? "<w:tblHeader/>" : "")</w:trPr>"
            for (number, column) in columns.enumerated() {
                let cell = number < row.count ? row[number] : ""
                content +=
                    "<w:tc><w:tcPr><w:tcW w:w=\"\(column)\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
                    + paragraph(cell, style: index == 0 ? "TableHead" : "TableCell") + "</w:tc>"
            }
            content += "</w:tr>"
        }
        return content + "</w:tbl>" + paragraph("", style: "TableCell")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    // MARK: Other members

    private static func header(_ document: DocumentDraft) -> String {
        "<w:hdr \(main)><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>\(run(document.name))</w:p></w:hdr>"
    }

    private static let footer =
        "<w:ftr \(main)><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>\(run("第 "))"
        + "<w:fldSimple w:instr=\" PAGE \">\(run("1"))</w:fldSimple>\(run(" 页  共 "))"
        + "<w:fldSimple w:instr=\" NUMPAGES \">\(run("1"))</w:fldSimple>\(run(" 页"))</w:p></w:ftr>"

    private static func properties(_ document: DocumentDraft) -> String {
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
            + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>\(escaped(document.name))</dc:title>"
            + "<dc:creator>Daylight</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
    }

    private static let contentTypes: String = {
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
        let package = "application/vnd.openxmlformats-package."
        let parts = [
            ("/word/document.xml", word + "document.main+xml"), ("/word/styles.xml", word + "styles+xml"),
            ("/word/header1.xml", word + "header+xml"), ("/word/footer1.xml", word + "footer+xml"),
            ("/docProps/core.xml", package + "core-properties+xml"),
        ]
        var text = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        text += "<Default Extension=\"rels\" ContentType=\"\(package)relationships+xml\"/>"
        text += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        for (name, type) in parts { text += "<Override PartName=\"\(name)\" ContentType=\"\(type)\"/>" }
        return text + "</Types>"
    }()

    private static func relations(_ targets: [(type: String, target: String)]) -> String {
        var text = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        for (index, relation) in targets.enumerated() {
            text += "<Relationship Id=\"rId\(index + 1)\" Type=\"\(relation.type)\" Target=\"\(relation.target)\"/>"
        }
        return text + "</Relationships>"
    }

    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    private static let packageRelations = relations([
        (office + "officeDocument", "word/document.xml"),
        (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml"
        ),
    ])
    private static let documentRelations = relations([
        (office + "styles", "styles.xml"), (office + "header", "header1.xml"), (office + "footer", "footer1.xml"),
    ])

    // MARK: Styles

    /// - Parameters:
    ///   - size: half points.
    ///   - paragraph: further properties in the schema's order.
    private static func style(
        _ name: String, title: String, size: Int, bold: Bool = false, heading: Bool = false, paragraph: String
    ) -> String {
        let face = heading ? "<w:rFonts w:eastAsia=\"黑体\"/>" : ""
        return "<w:style w:type=\"paragraph\" w:styleId=\"\(name)\"><w:name w:val=\"\(title)\"/>"
            + "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>\(paragraph)</w:pPr>"
            + "<w:rPr>\(face)\(bold ? "<w:b/>" : "")<w:sz w:val=\"\(size)\"/></w:rPr></w:style>"
    }

    private static let styles: String = {
        let centred = "<w:jc w:val=\"center\"/>"
        func space(_ before: Int, _ after: Int) -> String { "<w:spacing w:before=\"\(before)\" w:after=\"\(after)\"/>" }
        let outline = (0...2).map { "<w:outlineLvl w:val=\"\($0)\"/>" }
        var text = "<w:styles \(main)><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
        text += "w:hAnsi=\"Times New Roman\" w:eastAsia=\"宋体\" w:cs=\"Times New Roman\"/><w:sz w:val=\"24\"/>"
        text += "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>"
        text += "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
        text += "<w:qFormat/><w:pPr><w:kinsoku/><w:spacing w:line=\"420\" w:lineRule=\"exact\"/></w:pPr></w:style>"
        let wide = "<w:spacing w:before=\"160\" w:after=\"200\" w:line=\"240\" w:lineRule=\"auto\"/>"
        text += style("Title", title: "Title", size: 44, heading: true, paragraph: wide + centred)
        text += style("CoverKind", title: "Cover Kind", size: 72, heading: true, paragraph: wide + centred)
        text += style("CoverLine", title: "Cover Line", size: 30, paragraph: wide + centred)
        text += style(
            "Heading1", title: "heading 1", size: 34, heading: true,
            paragraph: "<w:keepNext/><w:pageBreakBefore/>" + wide + centred + outline[0])
        text += style(
            "Heading2", title: "heading 2", size: 28, heading: true,
            paragraph: "<w:keepNext/>" + space(160, 60) + outline[1])
        text += style(
            "Heading3", title: "heading 3", size: 24, heading: true,
            paragraph: "<w:keepNext/>" + space(60, 0) + outline[2])
        text += style(
            "ContentsTitle", title: "Contents Title", size: 34, heading: true,
            paragraph: wide + centred)
        text += style("Contents", title: "Contents", size: 24, paragraph: space(60, 60))
        text += style(
            "Clause", title: "Clause", size: 24,
            paragraph: "<w:ind w:firstLineChars=\"200\" w:firstLine=\"480\"/><w:jc w:val=\"both\"/>")
        text += style("Signature", title: "Signature", size: 24, paragraph: space(60, 60) + "<w:ind w:left=\"3650\"/>")
        let tight = "<w:spacing w:before=\"60\" w:after=\"60\" w:line=\"300\" w:lineRule=\"exact\"/>"
        text += style("TableCell", title: "Table Cell", size: 21, paragraph: tight)
        text += style("TableHead", title: "Table Head", size: 21, bold: true, heading: true, paragraph: tight + centred)
        text += style(
            "Header", title: "header", size: 18,
            paragraph: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>"
                + centred)
        text += style("Footer", title: "footer", size: 18, paragraph: centred)
        return text + "</w:styles>"
    }()
}
