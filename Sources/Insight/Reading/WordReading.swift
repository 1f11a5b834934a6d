/// DOCX: WordprocessingML (ECMA-376) in a ZIP archive. The body is parsed while it is unpacked.
enum WordReading {
    static func read(_ bytes: [UInt8], limits: ReadingLimits) throws(ReadingRefusal) -> DocumentText {
        let archive = ZipFile(bytes: bytes, limits: limits)
        let names = try archive.names()
        guard names.contains("[Content_Types].xml"), let main = try mainPart(archive, names) else {
            throw .unsupported(kind(names))
        }
        let folder = main.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        let styles = WordStyles()
        let numbering = WordNumbering()
        try parse(archive, folder + "styles.xml", styles)
        try parse(archive, folder + "numbering.xml", numbering)
        let body = WordBody(styles: styles, numbering: numbering, limits: limits)
        try parse(archive, main, body, stop: { body.refusal })
        var units = body.result
        // Notes, headers and footers stand after the body: they are part of what the document says.
        for name in names.sorted() where isAside(name, in: folder) {
            let aside = WordBody(styles: styles, numbering: WordNumbering(), limits: limits)
            try parse(archive, name, aside, stop: { aside.refusal })
            units += aside.units.map { unit in
                var unit = unit
                unit.page = nil
                unit.path = []
                if unit.kind == .heading { unit.kind = .paragraph }
                return unit
            }
        }
        return DocumentText(format: .docx, pages: body.pages, units: units)
    }

    private static func isAside(_ name: String, in folder: String) -> Bool {
        guard name.hasPrefix(folder), name.hasSuffix(".xml") else { return false }
        let stem = name.dropFirst(folder.count).dropLast(4)
        if stem == "footnotes" || stem == "endnotes" { return true }
        for prefix in ["header", "footer"] where stem.hasPrefix(prefix) {
            return stem.dropFirst(prefix.count).allSatisfy { $0.isNumber }
        }
        return false
    }

    /// Where the document's relationships say that its text is; `word/document.xml` nearly always.
    private static func mainPart(_ archive: ZipFile, _ names: [String]) throws(ReadingRefusal) -> String? {
        let relations = Relations()
        try parse(archive, "_rels/.rels", relations)
        guard let target = relations.main else {
            return names.contains("word/document.xml") ? "word/document.xml" : nil
        }
        let name = target.hasPrefix("/") ? String(target.dropFirst()) : target
        // Workbooks and presentations have the same relationship.
        guard names.contains(name), !name.hasPrefix("xl/"), !name.hasPrefix("ppt/") else { return nil }
        return name
    }

    private static func kind(_ names: [String]) -> String {
        if names.contains("OFD.xml") { return "ofd" }
        if names.contains(where: { $0.hasPrefix("xl/") }) { return "xlsx" }
        if names.contains(where: { $0.hasPrefix("ppt/") }) { return "pptx" }
        if names.contains("mimetype"), names.contains("content.xml") { return "odt" }
        return "zip"
    }

    /// Parses a member if there is one.
    private static func parse(
        _ archive: ZipFile, _ name: String, _ handler: any MarkupHandler, stop: () -> ReadingRefusal? = { nil }
    ) throws(ReadingRefusal) {
        let parser = MarkupParser(handler)
        try archive.visit(wanted: { $0 == name }) { (_, piece, last) throws(ReadingRefusal) in
            try parser.parseXML(piece, last: last)
            if let refusal = stop() { throw refusal }
        }
    }

    private final class Relations: MarkupHandler {
        var main: String?

        func start(_ element: MarkupElement) {
            guard element.name == "Relationship", element["Type"]?.hasSuffix("/officeDocument") == true else { return }
            main = element["Target"]
        }

        func end(_ name: String, _ vocabulary: Vocabulary) {}
        func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
    }
}
