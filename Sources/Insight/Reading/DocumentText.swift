/// A place on a page, in PDF points (1/72 inch) from the top left corner.
public struct PageBox: Sendable, Hashable, Codable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The smallest box that holds both.
    public func union(_ other: PageBox) -> PageBox {
        let left = min(x, other.x)
        let top = min(y, other.y)
        let right = max(x + width, other.x + other.width)
        let bottom = max(y + height, other.y + other.height)
        return PageBox(x: left, y: top, width: right - left, height: bottom - top)
    }
}

/// Where a cell stands: the table's number in the document, its row and its column, all from 1.
public struct CellPlace: Sendable, Hashable, Codable {
    public var table: Int
    public var row: Int
    public var column: Int

    public init(table: Int, row: Int, column: Int) {
        self.table = table
        self.row = row
        self.column = column
    }
}

/// One piece of a document: a heading, a paragraph, or a cell of a table.
public struct DocumentUnit: Sendable, Hashable, Codable {
    /// What kind of piece this is.
    public enum Kind: String, Sendable, Codable {
        case heading, paragraph, cell
    }

    public var kind: Kind
    /// The unit's text, lines that were wrapped joined again. A cell of several paragraphs keeps them apart by newlines.
    public var text: String
    /// The page, from 1; nil for formats that have none (HTML, plain text) and for DOCX files without page marks.
    public var page: Int?
    /// The headings above this unit, the outermost first; a heading's own text is not in its path.
    public var path: [String]
    /// Where a cell stands in its table; nil for the other kinds.
    public var place: CellPlace?
    /// Where the unit starts in the whole text, in Unicode scalars.
    public var offset: Int
    /// Where the unit is on its page, where the format tells (PDF). For a paragraph that runs over a page's end,
    /// the part on the page that it starts on.
    public var box: PageBox?

    public init(
        kind: Kind, text: String, page: Int? = nil, path: [String] = [], place: CellPlace? = nil, offset: Int = 0,
        box: PageBox? = nil
    ) {
        self.kind = kind
        self.text = text
        self.page = page
        self.path = path
        self.place = place
        self.offset = offset
        self.box = box
    }
}

/// What a reader made of a file: its pieces in reading order, each with its place.
///
///     let document = DocumentText(format: .text, units: [DocumentUnit(kind: .paragraph, text: "投标保证金")])
///     document.text  // all units, joined by newlines
public struct DocumentText: Sendable, Hashable, Codable {
    /// What the file was, told by its content and not by its name.
    public enum Format: String, Sendable, Codable {
        case pdf, docx, html, text
    }

    public let format: Format
    /// The number of pages, where the format has pages.
    public let pages: Int?
    /// Pages (from 1) that hold pictures but no text, probably scans: nothing on them was read.
    public let pagesWithoutText: [Int]
    /// The pieces; their offsets are those in `text`.
    public let units: [DocumentUnit]
    /// The whole text: the units' texts joined by one newline each.
    public let text: String

    /// Puts the units together; their offsets are computed here, whatever they were.
    public init(format: Format, pages: Int? = nil, pagesWithoutText: [Int] = [], units: [DocumentUnit]) {
        var placed: [DocumentUnit] = []
        placed.reserveCapacity(units.count)
        var whole = ""
        var offset = 0
        for var unit in units {
            if !placed.isEmpty {
                whole.unicodeScalars.append("\n")
                offset += 1
            }
            unit.offset = offset
            whole.unicodeScalars.append(contentsOf: unit.text.unicodeScalars)
            offset += unit.text.unicodeScalars.count
            placed.append(unit)
        }
        self.format = format
        self.pages = pages
        self.pagesWithoutText = pagesWithoutText
        self.units = placed
        self.text = whole
    }

    /// The index in `units` of the unit that the scalar offset falls in (the newline after a unit belongs to it);
    /// nil for an empty document or a negative offset.
    public func unitIndex(at offset: Int) -> Int? {
        guard offset >= 0, !units.isEmpty else { return nil }
        var low = 0
        var high = units.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if units[middle].offset <= offset { low = middle } else { high = middle }
        }
        return low
    }
}
