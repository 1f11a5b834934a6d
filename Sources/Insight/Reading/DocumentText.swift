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

/// A page's size, in PDF points (1/72 inch).
public struct PageSize: Sendable, Hashable, Codable {
    public var width: Double
    public var height: Double

    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
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

/// One printed line of a unit, where the format tells (PDF).
public struct PrintedLine: Sendable, Hashable, Codable {
    /// Where the line starts within its unit's text, in Unicode scalars.
    public var start: Int
    /// The page, from 1.
    public var page: Int
    public var box: PageBox

    public init(start: Int, page: Int, box: PageBox) {
        self.start = start
        self.page = page
        self.box = box
    }
}

/// A spot to open and to mark: a page and, where known, a box on it.
public struct PagePlace: Sendable, Hashable, Codable {
    /// The page, from 1.
    public var page: Int
    public var box: PageBox?

    public init(page: Int, box: PageBox? = nil) {
        self.page = page
        self.box = box
    }
}

/// One piece of a document: a heading, a paragraph, or a cell of a table.
public struct DocumentUnit: Sendable, Hashable, Codable {
    /// What kind of piece this is.
    public enum Kind: String, Sendable, Codable {
        case heading, paragraph, cell
    }

    public var kind: Kind
    /// The unit's text, lines that were wrapped joined again. It holds a newline only where the author broke the line:
    /// between the paragraphs of a cell, at a line break inside a paragraph.
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
    /// The printed lines that the unit was joined from, in order (PDF only).
    public var lines: [PrintedLine]

    public init(
        kind: Kind, text: String, page: Int? = nil, path: [String] = [], place: CellPlace? = nil, offset: Int = 0,
        box: PageBox? = nil, lines: [PrintedLine] = []
    ) {
        self.kind = kind
        self.text = text
        self.page = page
        self.path = path
        self.place = place
        self.offset = offset
        self.box = box
        self.lines = lines
    }

    private enum CodingKeys: String, CodingKey {
        case kind, text, page, path, place, offset, box, lines
    }

    /// Absent lists are empty ones.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(Kind.self, forKey: .kind)
        text = try container.decode(String.self, forKey: .text)
        page = try container.decodeIfPresent(Int.self, forKey: .page)
        path = try container.decodeIfPresent([String].self, forKey: .path) ?? []
        place = try container.decodeIfPresent(CellPlace.self, forKey: .place)
        offset = try container.decodeIfPresent(Int.self, forKey: .offset) ?? 0
        box = try container.decodeIfPresent(PageBox.self, forKey: .box)
        lines = try container.decodeIfPresent([PrintedLine].self, forKey: .lines) ?? []
    }

    /// Empty lists are left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(text, forKey: .text)
        try container.encodeIfPresent(page, forKey: .page)
        if !path.isEmpty { try container.encode(path, forKey: .path) }
        try container.encodeIfPresent(place, forKey: .place)
        try container.encode(offset, forKey: .offset)
        try container.encodeIfPresent(box, forKey: .box)
        if !lines.isEmpty { try container.encode(lines, forKey: .lines) }
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
    /// The size of each page (PDF only).
    public let pageSizes: [PageSize]
    /// The pieces; their offsets are those in `text`.
    public let units: [DocumentUnit]
    /// The whole text: the units' texts joined by one newline each.
    public let text: String

    /// Puts the units together; their offsets are computed here, whatever they were.
    public init(
        format: Format, pages: Int? = nil, pagesWithoutText: [Int] = [], pageSizes: [PageSize] = [],
        units: [DocumentUnit]
    ) {
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
        self.pageSizes = pageSizes
        self.units = placed
        self.text = whole
    }

    private enum CodingKeys: String, CodingKey {
        case format, pages, pagesWithoutText, pageSizes, units, text
    }

    /// Puts the units together again: offsets and the whole text are computed, never believed.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            format: try container.decode(Format.self, forKey: .format),
            pages: try container.decodeIfPresent(Int.self, forKey: .pages),
            pagesWithoutText: try container.decodeIfPresent([Int].self, forKey: .pagesWithoutText) ?? [],
            pageSizes: try container.decodeIfPresent([PageSize].self, forKey: .pageSizes) ?? [],
            units: try container.decode([DocumentUnit].self, forKey: .units))
    }

    /// Where to open the document for a piece of its text, given in Unicode scalars: one place for each printed line
    /// that it touches. Within a line the box is cut in proportion to the widths that characters commonly have, Latin
    /// ones half of Chinese ones: exact to a character or so. Empty when the format has no pages.
    public func places(of range: Range<Int>) -> [PagePlace] {
        guard var index = unitIndex(at: range.lowerBound) else { return [] }
        var places: [PagePlace] = []
        while index < units.count, units[index].offset < max(range.upperBound, range.lowerBound + 1) {
            let unit = units[index]
            index += 1
            if unit.lines.isEmpty {
                if let page = unit.page { places.append(PagePlace(page: page, box: unit.box)) }
                continue
            }
            let scalars = Array(unit.text.unicodeScalars)
            for (position, line) in unit.lines.enumerated() {
                let next = position + 1 < unit.lines.count ? unit.lines[position + 1].start : scalars.count
                let start = min(max(line.start, 0), scalars.count)
                let end = min(max(next, start), scalars.count)
                let first = max(range.lowerBound - unit.offset, start)
                let last = min(range.upperBound - unit.offset, end)
                guard first < last else { continue }
                let whole = Self.width(scalars[start..<end])
                var box = line.box
                box.x += line.box.width * Self.width(scalars[start..<first]) / whole
                box.width = line.box.width * Self.width(scalars[first..<last]) / whole
                places.append(PagePlace(page: line.page, box: box))
            }
        }
        return places
    }

    /// In widths of a Chinese character.
    private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Double {
        scalars.reduce(0) { $0 + ($1.value < 0x2010 ? 0.5 : 1) }
    }

    /// A piece of the text; what lies outside the text is left out.
    /// - Parameter range: in Unicode scalars.
    public func slice(_ range: Range<Int>) -> String {
        guard var index = unitIndex(at: range.lowerBound) else { return "" }
        var slice = String.UnicodeScalarView()
        while index < units.count, units[index].offset < range.upperBound {
            let unit = units[index]
            slice.append(
                contentsOf: unit.text.unicodeScalars
                    .prefix(range.upperBound - unit.offset).dropFirst(max(0, range.lowerBound - unit.offset)))
            index += 1
            if index < units.count, range.contains(units[index].offset - 1) { slice.append("\n") }
        }
        return String(slice)
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
