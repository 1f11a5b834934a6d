import Sealing

/// Writes a document as WordprocessingML (ECMA-376) in a ZIP of stored members. Equal text gives equal bytes.
public enum DOCXWriter {
    public static func write(_ document: DocumentText) -> [UInt8] {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        let types =
            head + """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" \
                ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
                ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/\
                vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
                """
        let relations =
            head + """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
                Target="word/document.xml"/></Relationships>
                """
        let body =
            head + """
                <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>\
                \(document.parts.map(part).joined())<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" \
                w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>\
                </w:body></w:document>
                """
        return PackageArchive.archive([
            ("[Content_Types].xml", Array(types.utf8)), ("_rels/.rels", Array(relations.utf8)),
            ("word/document.xml", Array(body.utf8)),
        ])
    }

    private static func part(_ part: DocumentText.Part) -> String {
        switch part {
        case .title(let text): paragraph(text, size: 40, bold: true, centred: true)
        case .heading(let text): paragraph(text, size: 28, bold: true)
        case .paragraph(let text): paragraph(text, size: 22, indented: true)
        case .table(let rows):
            "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>"
                + ["top", "left", "bottom", "right", "insideH", "insideV"].map {
                    "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"
                }.joined() + "</w:tblBorders></w:tblPr>"
                + rows.map { row in
                    "<w:tr>" + row.map { "<w:tc><w:p>\(run($0, size: 20))</w:p></w:tc>" }.joined() + "</w:tr>"
                }.joined() + "</w:tbl>" + paragraph("", size: 20)
        }
    }

    /// - Parameter size: half points.
    private static func paragraph(
        _ text: String, size: Int, bold: Bool = false, centred: Bool = false, indented: Bool = false
    ) -> String {
        let align = centred ? "<w:jc w:val=\"center\"/>" : ""
        let indent = indented ? "<w:ind w:firstLineChars=\"200\" w:firstLine=\"440\"/>" : ""
        return "<w:p><w:pPr>\(indent)\(align)</w:pPr>\(run(text, size: size, bold: bold))</w:p>"
    }

    private static func run(_ text: String, size: Int, bold: Bool = false) -> String {
        "<w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"宋体\"/>\(bold ? "<w:b/>" : "")"
            + "<w:sz w:val=\"\(size)\"/></w:rPr><w:t xml:space=\"preserve\">\(escaped(text))</w:t></w:r>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
        return result
    }
}
