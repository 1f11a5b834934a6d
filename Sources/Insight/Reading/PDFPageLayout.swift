/// A printed row: what stands at one height, from left to right.
struct PDFRow {
    var segments: [PDFSegment]
    var box: PageBox

    init(_ segments: [PDFSegment]) {
        self.segments = segments.sorted { $0.box.x < $1.box.x }
        self.box = segments.dropFirst().reduce(segments[0].box) { $0.union($1.box) }
    }

    var right: Double { box.x + box.width }
    var bottom: Double { box.y + box.height }
    var middle: Double { box.y + box.height / 2 }

    /// The height of most of the row's text.
    var size: Double {
        let widest = segments.max { $0.box.width < $1.box.width }
        return max(1, widest?.size ?? box.height)
    }

    var text: String {
        var result = ""
        for segment in segments {
            if !result.isEmpty { result += " " }
            result += segment.text
        }
        return result
    }
}

/// A table that was found by its columns: the cells' lines, row by row.
struct PDFTable {
    struct Cell {
        var column: Int
        var lines: [PDFSegment]
        /// The right end of the column's text, to know which lines are full.
        var right: Double
    }

    var rows: [[Cell]]
    /// The left ends of the columns' text; tables of two pages with equal ones are one.
    var columns: [Double]
}

/// What a page consists of, from top to bottom.
enum PDFBlock {
    case row(PDFRow)
    case table(PDFTable)
}

/// Rows and tables of one page. Tables are found by alignment alone (poppler does not give the ruling lines): at least
/// two rows whose gaps stand under one another. Not done: cells that span rows or columns (their text goes to the first
/// column that it touches), tables inside tables, and text set in two columns (read row by row, as a table).
enum PDFPageLayout {
    static func rows(of page: PDFPage) -> [PDFRow] {
        var segments: [PDFSegment] = []
        for line in page.lines { segments += joined(line.map { PDFSegment($0) }) }
        segments.sort { ($0.middle, $0.box.x) < ($1.middle, $1.box.x) }
        var rows: [[PDFSegment]] = []
        var top = 0.0
        var bottom = -1.0
        for segment in segments {
            let overlap = min(bottom, segment.bottom) - max(top, segment.box.y)
            let least = min(bottom - top, segment.box.height)
            if !rows.isEmpty, overlap > 0.5 * least, overlap > 0 {
                rows[rows.count - 1].append(segment)
            } else {
                rows.append([segment])
                top = segment.box.y
                bottom = segment.bottom
            }
        }
        // Where fonts change, poppler sometimes begins another line.
        return rows.map { PDFRow(adjoined($0.sorted { $0.box.x < $1.box.x })) }
    }

    /// Words or pieces of a line as segments: a gap of half a character's width parts Chinese.
    private static func joined(_ pieces: [PDFSegment]) -> [PDFSegment] {
        var result: [PDFSegment] = []
        for piece in pieces {
            guard let last = result.last else {
                result.append(piece)
                continue
            }
            let size = max(1, min(piece.size, last.size))
            let gap = piece.box.x - last.right
            // Latin words of a justified line stand further apart than Chinese ones ever do within a cell.
            let apart = TextJoining.needsBlank(last.text, piece.text) ? 0.9 : 0.55
            if gap > apart * size || gap < -2 * size {
                result.append(piece)
                continue
            }
            let wide = gap > 0.22 * size
            let blank = wide || (gap > 0.1 * size && touchesLatin(last.text, piece.text))
            result[result.count - 1].append(piece, blank: blank)
        }
        return result
    }

    /// Pieces that touch are one segment; a cell's text may end close before the next one's begins.
    private static func adjoined(_ pieces: [PDFSegment]) -> [PDFSegment] {
        var result: [PDFSegment] = []
        for piece in pieces {
            if let last = result.last, abs(piece.box.x - last.right) < 0.3 * min(piece.size, last.size),
                abs(piece.middle - last.middle) < 0.35 * max(piece.size, last.size)
            {
                let blank = piece.box.x - last.right > 0.1 * last.size && touchesLatin(last.text, piece.text)
                result[result.count - 1].append(piece, blank: blank)
            } else {
                result.append(piece)
            }
        }
        return result
    }

    private static func touchesLatin(_ before: String, _ after: String) -> Bool {
        guard let left = before.unicodeScalars.last, let right = after.unicodeScalars.first else { return false }
        return TextJoining.isLatin(left) || TextJoining.isLatin(right)
    }

    /// Whether a row stands in columns. A clause's number and its text, set apart by a tab, do not.
    private static func isMultiple(_ row: PDFRow) -> Bool {
        guard row.segments.count >= 2 else { return false }
        guard row.segments.count == 2, isLabel(row.segments[0].text) else { return true }
        return row.segments[1].box.x - row.segments[0].right >= 4 * row.segments[0].box.height
    }

    private static func isLabel(_ text: String) -> Bool {
        guard text.unicodeScalars.count <= 8 else { return false }
        // Plain numbers count the rows of tables.
        if text.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }) { return false }
        return HeadingRule.startsNumbered(text) || HeadingRule.startsNumbered(text + "、")
            || text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || $0 == "." }
    }

    // MARK: Tables

    static func blocks(of rows: [PDFRow]) -> [PDFBlock] {
        var blocks: [PDFBlock] = []
        var index = 0
        while index < rows.count {
            if let region = region(rows, from: index), let table = table(Array(rows[region])) {
                blocks.append(.table(table))
                index = region.upperBound
            } else {
                blocks.append(.row(rows[index]))
                index += 1
            }
        }
        return blocks
    }

    /// The rows of a table that begins at `first`; nil when none does.
    private static func region(_ rows: [PDFRow], from first: Int) -> Range<Int>? {
        // The first line of a cell of several lines may stand above the middle of its row.
        var start = first
        while start < rows.count, start - first < 4, rows[start].segments.count < 2 {
            guard start + 1 < rows.count, near(rows[start], rows[start + 1]) else { return nil }
            start += 1
        }
        guard start < rows.count, isMultiple(rows[start]) else { return nil }
        var columns: [ClosedRange<Double>] = []
        for row in rows[first...start] { columns = add(row, to: columns) }
        // Text without width, as broken fonts have it, makes no column.
        guard columns.count >= 2 else { return nil }
        // Above the row stands only what belongs to a later column.
        for row in rows[first..<start] where row.box.x < columns[0].upperBound { return nil }
        var end = start + 1
        var last = end
        var multiple = 1
        var widest = 0.0
        while end < rows.count, near(rows[end - 1], rows[end]) {
            let row = rows[end]
            // A space twice as wide as any before stands between two tables.
            let space = row.box.y - rows[end - 1].bottom
            if end - start >= 3, space > 1.5 * row.size, space > 2 * widest { break }
            let apart = space > max(0.5 * row.size, 0.99 * widest)
            widest = max(widest, space)
            let grown = add(row, to: columns)
            // What stands across columns that a row above keeps apart is the text after the table, or another table.
            guard grown.count >= 2, !bridges(row, columns, rows[first..<end]) else { break }
            let single = row.segments.count == 1
            let left = row.box.x < grown[0].upperBound
            if !isMultiple(row), left, single || apart, HeadingRule.level(row.text) != nil { break }
            columns = grown
            end += 1
            // Single lines in the first column count only when the table goes on after them.
            if isMultiple(row) { multiple += 1 }
            if !single || !left { last = end }
        }
        return multiple >= 2 ? first..<last : nil
    }

    private static func bridges(
        _ row: PDFRow, _ columns: [ClosedRange<Double>], _ above: ArraySlice<PDFRow>
    ) -> Bool {
        for segment in row.segments {
            let touched = columns.filter { $0.lowerBound < segment.right && $0.upperBound > segment.box.x }
            guard touched.count > 1, let left = touched.first, let right = touched.last else { continue }
            for other in above {
                let inside = other.segments.filter {
                    $0.right > left.lowerBound && $0.box.x < right.upperBound
                }
                if inside.count > 1 { return true }
            }
        }
        return false
    }

    /// The extents of columns with one row more: what overlaps is one column.
    private static func add(_ row: PDFRow, to columns: [ClosedRange<Double>]) -> [ClosedRange<Double>] {
        var columns = columns
        for segment in row.segments where segment.box.width > 0 {
            let apart = 3.0
            let first = columns.firstIndex { $0.upperBound + apart > segment.box.x } ?? columns.count
            let end = columns.firstIndex { $0.lowerBound - apart >= segment.right } ?? columns.count
            guard first < end else {
                columns.insert(segment.box.x...segment.right, at: first)
                continue
            }
            let left = min(columns[first].lowerBound, segment.box.x)
            let right = max(columns[end - 1].upperBound, segment.right)
            columns.replaceSubrange(first..<end, with: [left...right])
        }
        return columns
    }

    private static func near(_ upper: PDFRow, _ lower: PDFRow) -> Bool {
        lower.box.y - upper.bottom < 3 * max(upper.size, lower.size)
    }

    private static func table(_ rows: [PDFRow]) -> PDFTable? {
        var columns: [ClosedRange<Double>] = []
        for row in rows { columns = add(row, to: columns) }
        guard columns.count >= 2 else { return nil }
        let bands = bands(rows, columns)
        columns = merged(columns, bands)
        guard columns.count >= 2 else { return nil }
        let result = bands.map { band in
            var cells: [Int: [PDFSegment]] = [:]
            for segment in band { cells[column(of: segment, columns), default: []].append(segment) }
            return cells.keys.sorted().map { column in
                PDFTable.Cell(
                    column: column + 1, lines: lines(cells[column] ?? []), right: columns[column].upperBound)
            }
        }
        return PDFTable(rows: result, columns: columns.map(\.lowerBound))
    }

    /// Neighbouring columns that no row fills both of are one: its head stands in the middle, its cells at the left.
    private static func merged(
        _ columns: [ClosedRange<Double>], _ bands: [[PDFSegment]]
    ) -> [ClosedRange<Double>] {
        var columns = columns
        var index = 0
        while index + 1 < columns.count {
            let both = bands.contains { band in
                let filled = band.map { column(of: $0, columns) }
                return filled.contains(index) && filled.contains(index + 1)
            }
            if both {
                index += 1
            } else {
                let whole = columns[index].lowerBound...columns[index + 1].upperBound
                columns.replaceSubrange(index...(index + 1), with: [whole])
            }
        }
        return columns
    }

    /// The column that a segment belongs to: the first that it touches.
    private static func column(of segment: PDFSegment, _ columns: [ClosedRange<Double>]) -> Int {
        for (index, column) in columns.enumerated() where segment.box.x < column.upperBound - 0.5 {
            if segment.right > column.lowerBound + 0.5 || segment.box.x < column.lowerBound { return index }
        }
        return columns.count - 1
    }

    /// The table's rows: printed lines between which no text stands, where the space is that between rows and not that
    /// between the lines of a cell.
    private static func bands(_ rows: [PDFRow], _ columns: [ClosedRange<Double>]) -> [[PDFSegment]] {
        // Boxes of some fonts are much higher than their letters; around the middle, letters are as high as wide.
        let em = letterSize(rows)
        var merged: [(segments: [PDFSegment], bottom: Double)] = []
        var spaces: [Double] = []
        for segment in rows.flatMap(\.segments).sorted(by: { $0.middle < $1.middle }) {
            let top = segment.middle - 0.4 * em
            let bottom = segment.middle + 0.4 * em
            if let last = merged.last, top < last.bottom {
                merged[merged.count - 1].segments.append(segment)
                merged[merged.count - 1].bottom = max(last.bottom, bottom)
            } else {
                if let last = merged.last { spaces.append(top - last.bottom) }
                merged.append(([segment], bottom))
            }
        }
        let limit = threshold(spaces, em: em)
        var result = [merged[0].segments]
        for (index, band) in merged.dropFirst().enumerated() {
            let begins: Bool
            if let limit {
                begins = spaces[index] > limit
            } else {
                begins = beginsRow(band.segments, after: result[result.count - 1], columns)
            }
            if begins { result.append(band.segments) } else { result[result.count - 1] += band.segments }
        }
        // What was set aside for the row that follows it, when the spaces did not tell.
        return limit == nil ? gathered(result, columns) : result
    }

    /// Where all spaces are alike, a row begins with something in its first column; and a line begins one that goes on
    /// below while the line above it had ended: the first line of a cell that is higher than its neighbours.
    private static func beginsRow(
        _ band: [PDFSegment], after row: [PDFSegment], _ columns: [ClosedRange<Double>]
    ) -> Bool {
        if band.contains(where: { column(of: $0, columns) == 0 }) { return true }
        return band.contains { segment in
            let own = column(of: segment, columns)
            let above = row.last { column(of: $0, columns) == own }
            return isFull(segment, columns[own]) && !(above.map { isFull($0, columns[own]) } ?? false)
        }
    }

    private static func gathered(_ rows: [[PDFSegment]], _ columns: [ClosedRange<Double>]) -> [[PDFSegment]] {
        var result: [[PDFSegment]] = []
        var waiting: [PDFSegment] = []
        for row in rows {
            if row.contains(where: { column(of: $0, columns) == 0 }) {
                result.append(waiting + row)
                waiting = []
            } else {
                waiting += row
            }
        }
        if !waiting.isEmpty { result.append(waiting) }
        return result
    }

    private static func isFull(_ segment: PDFSegment, _ column: ClosedRange<Double>) -> Bool {
        segment.right + 1.8 * segment.box.height > column.upperBound
    }

    /// Between the spaces inside cells and those between rows, where there are two kinds. Inside cells, lines stand
    /// closer than their height.
    private static func threshold(_ spaces: [Double], em: Double) -> Double? {
        let sorted = spaces.sorted()
        var limit: Double?
        for (lower, upper) in zip(sorted, sorted.dropFirst()) where lower < 0.95 * em && upper - lower > 1.5 {
            if (upper + 0.4 * em) / (lower + 0.4 * em) > 1.25 { limit = (lower + upper) / 2 }
        }
        return limit
    }

    /// The width of a Chinese character, in the middle of all that are in the rows.
    private static func letterSize(_ rows: [PDFRow]) -> Double {
        var widths: [Double] = []
        for segment in rows.flatMap(\.segments) {
            let scalars = segment.text.unicodeScalars
            guard scalars.allSatisfy({ $0.value >= 0x2E80 }) else { continue }
            widths.append(segment.box.width / Double(scalars.count))
        }
        if widths.count < 3 { widths = rows.map { 0.8 * $0.size } }
        widths.sort()
        return max(1, widths[widths.count / 2])
    }

    /// A cell's lines: segments at one height are one line.
    private static func lines(_ segments: [PDFSegment]) -> [PDFSegment] {
        var lines: [[PDFSegment]] = []
        for segment in segments.sorted(by: { ($0.middle, $0.box.x) < ($1.middle, $1.box.x) }) {
            if let first = lines.last?.first, abs(first.middle - segment.middle) < 0.4 * max(1, segment.size) {
                lines[lines.count - 1].append(segment)
            } else {
                lines.append([segment])
            }
        }
        return lines.flatMap { line in
            var pieces = joined(line.sorted { $0.box.x < $1.box.x })
            for piece in pieces.dropFirst() { pieces[0].append(piece, blank: true) }
            return pieces.prefix(1)
        }
    }
}
