/// Turns a Word document's events into units: paragraphs, headings and cells in document order, with pages.
final class WordBody: MarkupHandler {
    private struct Paragraph {
        var text = String.UnicodeScalarView()
        var style: String?
        var outline: Int?
        var numbering: WordStyles.Numbering?
        /// The page of the first character.
        var page: Int?
        var breakBefore: Bool?
        var sectionEnds = false
    }

    private struct Table {
        let number: Int
        var row = 0
        var column = 0
        var cell: Cell?
    }

    private struct Cell {
        let place: CellPlace
        var span = 1
        var text = String.UnicodeScalarView()
        var page: Int?
    }

    private let styles: WordStyles
    private let numbering: WordNumbering
    private let limits: ReadingLimits
    private(set) var units: [DocumentUnit] = []
    /// Why reading must end, found inside an event.
    private(set) var refusal: ReadingRefusal?
    private var trail = HeadingTrail()
    /// Open paragraphs: a text box stands inside the paragraph that it is anchored in.
    private var paragraphs: [Paragraph] = []
    private var tables: [Table] = []
    private var tableCount = 0
    private var page = 1
    private var hasPages = false
    private var scalars = 0
    /// A break that the author made and that Word's own mark at the same place must not be counted for again.
    private var freshBreak = false
    /// Depth of elements whose content is left out: old versions, alternatives, deleted text.
    private var skipped = 0
    private var inText = false
    private var bytes: [UInt8] = []
    private var inParagraphProperties = 0
    private var inSection = false
    private var sectionType: String?

    init(styles: WordStyles, numbering: WordNumbering, limits: ReadingLimits) {
        self.styles = styles
        self.numbering = numbering
        self.limits = limits
    }

    /// The number of pages, where the document has marks of pages.
    var pages: Int? { hasPages ? page : nil }

    /// All units; without marks of pages they have none.
    var result: [DocumentUnit] {
        guard !hasPages else { return units }
        return units.map { unit in
            var unit = unit
            unit.page = nil
            return unit
        }
    }

    func start(_ element: MarkupElement) {
        if skipped > 0 || Self.leftOut(element.name, element.vocabulary) {
            skipped += 1
            return
        }
        if element.vocabulary == .math, element.name == "t" {
            inText = true
            return
        }
        guard element.vocabulary == .word else { return }
        switch element.name {
        case "p": paragraphs.append(Paragraph())
        case "t": inText = true
        case "tab": if inParagraphProperties == 0 { append("\t") }
        case "br", "cr": lineBreak(element["type"])
        case "noBreakHyphen": append("-")
        case "lastRenderedPageBreak":
            if freshBreak { freshBreak = false } else { turnPage() }
            hasPages = true
        case "pPr": inParagraphProperties += 1
        case "sectPr":
            inSection = true
            sectionType = nil
        case "type": if inSection { sectionType = element["val"] }
        case "tbl", "tr", "tc", "gridSpan": table(element)
        default: if inParagraphProperties > 0 { property(element) }
        }
    }

    private static func leftOut(_ name: String, _ vocabulary: Vocabulary) -> Bool {
        switch vocabulary {
        // The fallback repeats the choice for old programs.
        case .compatibility: name == "Fallback"
        // Deleted and moved text, and properties as they were before a tracked change.
        case .word: ["del", "moveFrom", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange"].contains(name)
        default: false
        }
    }

    private func property(_ element: MarkupElement) {
        guard let last = paragraphs.indices.last else { return }
        let value = element["val"]
        switch element.name {
        case "pStyle": paragraphs[last].style = value
        case "outlineLvl": paragraphs[last].outline = value.flatMap { Int($0) }
        case "numPr": paragraphs[last].numbering = WordStyles.Numbering()
        case "ilvl": paragraphs[last].numbering?.level = value.flatMap { Int($0) }
        case "numId": paragraphs[last].numbering?.list = value
        case "pageBreakBefore": paragraphs[last].breakBefore = value != "0" && value != "false"
        default: break
        }
    }

    private func table(_ element: MarkupElement) {
        switch element.name {
        case "tbl":
            tableCount += 1
            tables.append(Table(number: tableCount))
        case "tr":
            guard let last = tables.indices.last else { return }
            tables[last].row += 1
            tables[last].column = 0
        case "tc":
            guard let last = tables.indices.last else { return }
            tables[last].column += 1
            tables[last].cell = Cell(
                place: CellPlace(table: tables[last].number, row: tables[last].row, column: tables[last].column))
        default:
            guard let last = tables.indices.last, let span = element["val"].flatMap({ Int($0) }) else { return }
            tables[last].cell?.span = min(max(span, 1), 1_000)
        }
    }

    func end(_ name: String, _ vocabulary: Vocabulary) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        if name == "t", inText {
            inText = false
            append(String(decoding: bytes, as: UTF8.self))
            bytes.removeAll(keepingCapacity: true)
            return
        }
        guard vocabulary == .word else { return }
        switch name {
        case "p": endParagraph()
        case "pPr":
            inParagraphProperties -= 1
            if let last = paragraphs.last, last.breakBefore ?? styles.breaksBefore(last.style) { breakPage() }
        case "sectPr":
            inSection = false
            if let last = paragraphs.indices.last, sectionType != "continuous" { paragraphs[last].sectionEnds = true }
        case "tc": endCell()
        case "tbl": _ = tables.popLast()
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if inText, skipped == 0 { self.bytes.append(contentsOf: bytes) }
    }

    private func append(_ text: String) {
        guard let last = paragraphs.indices.last, !text.isEmpty else { return }
        if paragraphs[last].page == nil { paragraphs[last].page = page }
        freshBreak = false
        paragraphs[last].text.append(contentsOf: text.unicodeScalars)
        scalars += text.unicodeScalars.count
        if scalars > limits.scalars {
            refuse(.tooManyPages, ["pages": String(max(page, scalars / limits.scalarsPerPage + 1))])
        }
    }

    private func refuse(_ code: ReadingRefusal.Code, _ arguments: [String: String]) {
        guard refusal == nil else { return }
        refusal = ReadingRefusal(code, arguments.merging(["limit": String(limits.pages)]) { first, _ in first })
    }

    private func lineBreak(_ type: String?) {
        switch type {
        case "page":
            breakPage()
            // Text on both sides of a break inside a paragraph must not run together.
            if let last = paragraphs.last, !last.text.isEmpty { append("\n") }
            freshBreak = true
        default: append("\n")
        }
    }

    private func breakPage() {
        turnPage()
        freshBreak = true
    }

    private func turnPage() {
        page += 1
        hasPages = true
        if page > limits.pages { refuse(.tooManyPages, ["pages": String(page)]) }
    }

    private func endParagraph() {
        guard let paragraph = paragraphs.popLast() else { return }
        defer { if paragraph.sectionEnds { breakPage() } }
        // The label counts on even where the paragraph is empty: Word prints it there too.
        let label = number(of: paragraph)
        let words = String(paragraph.text).trimmedBlanks
        guard !words.isEmpty else { return }
        let text = label.map { $0 + (Self.closes($0) ? "" : " ") + words } ?? words
        let page = paragraph.page ?? page
        if let last = tables.indices.last, tables[last].cell != nil, paragraphs.isEmpty {
            if tables[last].cell?.page == nil { tables[last].cell?.page = page }
            if tables[last].cell?.text.isEmpty == false { tables[last].cell?.text.append("\n") }
            tables[last].cell?.text.append(contentsOf: text.unicodeScalars)
            return
        }
        if let level = headingLevel(paragraph, text) {
            units.append(DocumentUnit(kind: .heading, text: text, page: page, path: trail.enter(text, level: level)))
        } else {
            units.append(DocumentUnit(kind: .paragraph, text: text, page: page, path: trail.path))
        }
    }

    private static func closes(_ label: String) -> Bool {
        guard let last = label.unicodeScalars.last else { return true }
        return "、）)".unicodeScalars.contains(last)
    }

    /// A paragraph's own numbering goes before its style's; list 0 takes a style's numbering away (17.9.18).
    private func number(of paragraph: Paragraph) -> String? {
        var merged = styles.numbering(paragraph.style) ?? WordStyles.Numbering()
        if let own = paragraph.numbering {
            merged.list = own.list ?? merged.list
            merged.level = own.level ?? merged.level
        }
        guard let list = merged.list, list != "0" else { return nil }
        return numbering.next(merged)
    }

    private func headingLevel(_ paragraph: Paragraph, _ text: String) -> Int? {
        if styles.isContents(paragraph.style) { return nil }
        if let outline = paragraph.outline { if outline < 9 { return outline + 1 } }
        if let outline = styles.outline(paragraph.style) { return outline + 1 }
        // Headings by their numbers alone stand below those that a style makes.
        return HeadingRule.level(text).map { $0 + 10 }
    }

    private func endCell() {
        guard let last = tables.indices.last, let cell = tables[last].cell else { return }
        tables[last].cell = nil
        tables[last].column += cell.span - 1
        guard !cell.text.isEmpty else { return }
        units.append(
            DocumentUnit(
                kind: .cell, text: String(cell.text), page: cell.page ?? page, path: trail.path, place: cell.place))
    }
}
