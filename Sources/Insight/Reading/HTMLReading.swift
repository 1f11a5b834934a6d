/// HTML pages and fragments. Text that a style sheet hides is read too: it is in the file.
enum HTMLReading {
    static func read(_ text: String, limits: ReadingLimits) throws(ReadingRefusal) -> DocumentText {
        let body = HTMLBody(limits: limits)
        try MarkupParser(body).parseHTML(text)
        body.finish()
        if let refusal = body.refusal { throw refusal }
        return DocumentText(format: .html, units: body.units)
    }
}

/// Turns a page's events into units.
final class HTMLBody: MarkupHandler {
    private struct Table {
        let number: Int
        var row = 0
        var column = 0
        /// Columns that cells of earlier rows reach down into, with the number of rows left.
        var reaching: [Int: Int] = [:]
        var cell: Cell?
    }

    private struct Cell {
        let place: CellPlace
        let columns: Int
        let rows: Int
        var text = String.UnicodeScalarView()
    }

    private let limits: ReadingLimits
    private(set) var units: [DocumentUnit] = []
    private(set) var refusal: ReadingRefusal?
    private var trail = HeadingTrail()
    private var bytes: [UInt8] = []
    private var tables: [Table] = []
    private var tableCount = 0
    private var skipped = 0
    private var preformatted = 0
    private var heading: Int?
    private var scalars = 0

    init(limits: ReadingLimits) { self.limits = limits }

    private static let unread: Set<String> = ["script", "style", "noscript", "template", "title", "svg", "object"]
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "input",
        "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
        "tt", "u", "var", "wbr", "o:p",
    ]

    func start(_ element: MarkupElement) {
        let name = element.name
        if Self.unread.contains(name) { skipped += 1 }
        guard skipped == 0 else { return }
        switch name {
        case "br": bytes.append(0x0A)
        case "pre", "textarea":
            flush()
            preformatted += 1
        case "h1", "h2", "h3", "h4", "h5", "h6":
            flush()
            heading = Int(name.dropFirst())
        case "table":
            flush()
            tableCount += 1
            tables.append(Table(number: tableCount))
        case "tr":
            flush()
            nextRow()
        case "td", "th":
            flush()
            endCell()
            beginCell(span(element["colspan"]), rows: span(element["rowspan"]))
        default: if !Self.inline.contains(name) { flush() }
        }
    }

    func end(_ name: String, _ vocabulary: Vocabulary) {
        if Self.unread.contains(name) {
            skipped = max(0, skipped - 1)
            return
        }
        guard skipped == 0 else { return }
        switch name {
        case "br": break
        case "pre", "textarea":
            flush()
            preformatted = max(0, preformatted - 1)
        case "h1", "h2", "h3", "h4", "h5", "h6":
            flush()
            heading = nil
        case "td", "th":
            flush()
            endCell()
        case "table":
            flush()
            endCell()
            _ = tables.popLast()
        default: if !Self.inline.contains(name) { flush() }
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard skipped == 0 else { return }
        if preformatted > 0 {
            self.bytes.append(contentsOf: bytes)
        } else {
            // Line ends in the source are blanks; a break stands as a line end from here on.
            for byte in bytes { self.bytes.append(byte == 0x0A || byte == 0x0D || byte == 0x09 ? 0x20 : byte) }
        }
    }

    func finish() {
        flush()
        while !tables.isEmpty {
            endCell()
            tables.removeLast()
        }
    }

    private func span(_ value: String?) -> Int {
        // HTML: columns up to 1,000, rows up to 65,534.
        min(max(value.flatMap { Int($0.trimmedBlanks) } ?? 1, 1), 1_000)
    }

    private func nextRow() {
        guard let last = tables.indices.last else { return }
        endCell()
        if tables[last].row > 0 {
            tables[last].reaching = tables[last].reaching.compactMapValues { $0 > 1 ? $0 - 1 : nil }
        }
        tables[last].row += 1
        tables[last].column = 0
    }

    private func beginCell(_ columns: Int, rows: Int) {
        guard let last = tables.indices.last else { return }
        if tables[last].row == 0 { tables[last].row = 1 }
        var column = tables[last].column + 1
        while tables[last].reaching[column] != nil { column += 1 }
        let place = CellPlace(table: tables[last].number, row: tables[last].row, column: column)
        tables[last].cell = Cell(place: place, columns: columns, rows: rows)
        tables[last].column = column + columns - 1
        // Counted down when the next row begins.
        if rows > 1 { for reached in column..<(column + columns) { tables[last].reaching[reached] = rows } }
    }

    private func endCell() {
        guard let last = tables.indices.last, let cell = tables[last].cell else { return }
        tables[last].cell = nil
        guard !cell.text.isEmpty else { return }
        add(DocumentUnit(kind: .cell, text: String(cell.text), path: trail.path, place: cell.place))
    }

    /// Ends the paragraph: each line between breaks is one.
    private func flush() {
        guard !bytes.isEmpty else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        bytes.removeAll(keepingCapacity: true)
        for line in text.unicodeScalars.split(separator: "\n") {
            let words = preformatted > 0 ? String(line).trimmedBlanks : Self.collapsed(line)
            guard !words.isEmpty else { continue }
            if let last = tables.indices.last, tables[last].cell != nil {
                if tables[last].cell?.text.isEmpty == false { tables[last].cell?.text.append("\n") }
                tables[last].cell?.text.append(contentsOf: words.unicodeScalars)
            } else if let level = heading ?? HeadingRule.level(words).map({ $0 + 10 }) {
                add(DocumentUnit(kind: .heading, text: words, path: trail.enter(words, level: level)))
            } else {
                add(DocumentUnit(kind: .paragraph, text: words, path: trail.path))
            }
        }
    }

    private func add(_ unit: DocumentUnit) {
        guard refusal == nil else { return }
        scalars += unit.text.unicodeScalars.count + 1
        if scalars > limits.scalars {
            let pages = String(scalars / limits.scalarsPerPage + 1)
            refusal = ReadingRefusal(.tooManyPages, ["pages": pages, "limit": String(limits.pages)])
            return
        }
        units.append(unit)
    }

    /// Runs of blanks as one, none at the ends; the ideographic space is kept inside.
    private static func collapsed(_ line: Substring.UnicodeScalarView) -> String {
        var result = String.UnicodeScalarView()
        var blank = false
        for scalar in line {
            if scalar == " " || scalar == "\u{A0}" || scalar == "\r" || scalar == "\t" {
                blank = true
                continue
            }
            if blank, !result.isEmpty { result.append(" ") }
            blank = false
            result.append(scalar)
        }
        return String(result).trimmedBlanks
    }
}
