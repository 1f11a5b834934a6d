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
        return max(1, widest?.box.height ?? box.height)
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
        for line in page.lines { segments += split(line) }
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
        return rows.map { PDFRow(joinLabel($0.sorted { $0.box.x < $1.box.x })) }
    }

    /// Words of a line as segments: a gap of a character's width parts them.
    private static func split(_ words: [PDFWord]) -> [PDFSegment] {
        var result: [PDFSegment] = []
        for word in words {
            guard let last = result.last else {
                result.append(PDFSegment(text: word.text, box: word.box))
                continue
            }
            let size = max(1, min(word.box.height, last.box.height))
            let gap = word.box.x - last.right
            if gap > 0.9 * size || gap < -2 * size {
                result.append(PDFSegment(text: word.text, box: word.box))
                continue
            }
            let wide = gap > 0.22 * size
            let blank = wide || (gap > 0.1 * size && touchesLatin(last.text, word.text))
            result[result.count - 1].text += (blank ? " " : "") + word.text
            result[result.count - 1].box = last.box.union(word.box)
        }
        return result
    }

    private static func touchesLatin(_ before: String, _ after: String) -> Bool {
        guard let left = before.unicodeScalars.last, let right = after.unicodeScalars.first else { return false }
        return TextJoining.isLatin(left) || TextJoining.isLatin(right)
    }

    /// A clause's number and its text, set apart by a tab, are one line and not two columns.
    private static func joinLabel(_ segments: [PDFSegment]) -> [PDFSegment] {
        guard segments.count == 2, isLabel(segments[0].text),
            segments[1].box.x - segments[0].right < 4 * segments[0].box.height
        else { return segments }
        return [
            PDFSegment(
                text: segments[0].text + " " + segments[1].text, box: segments[0].box.union(segments[1].box))
        ]
    }

    private static func isLabel(_ text: String) -> Bool {
        guard text.unicodeScalars.count <= 8 else { return false }
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
        guard start < rows.count, rows[start].segments.count >= 2 else { return nil }
        var zones = gaps(of: rows[start])
        for row in rows[first..<start] {
            // Above the row stands only what belongs to a later column.
            guard row.box.x > zones[0].upperBound - 1 else { return nil }
            zones = subtract(row, from: zones)
            guard !zones.isEmpty else { return nil }
        }
        var end = start + 1
        var last = end
        var multiple = 1
        while end < rows.count, near(rows[end - 1], rows[end]) {
            let rest = subtract(rows[end], from: zones)
            guard !rest.isEmpty else { break }
            let single = rows[end].segments.count == 1
            let left = rows[end].right < rest[0].lowerBound + 1
            zones = rest
            end += 1
            // Single lines in the first column count only when the table goes on after them.
            if !single { multiple += 1 }
            if !single || !left { last = end }
        }
        return multiple >= 2 ? first..<last : nil
    }

    private static func near(_ upper: PDFRow, _ lower: PDFRow) -> Bool {
        lower.box.y - upper.bottom < 3 * max(upper.size, lower.size)
    }

    private static func gaps(of row: PDFRow) -> [ClosedRange<Double>] {
        zip(row.segments, row.segments.dropFirst()).compactMap { left, right in
            right.box.x - left.right > 2 ? left.right...right.box.x : nil
        }
    }

    /// What of the gaps is still free; a gap must stay wide enough to part columns.
    private static func subtract(_ row: PDFRow, from zones: [ClosedRange<Double>]) -> [ClosedRange<Double>] {
        var free = zones
        for segment in row.segments {
            var next: [ClosedRange<Double>] = []
            for zone in free {
                if segment.right <= zone.lowerBound || segment.box.x >= zone.upperBound {
                    next.append(zone)
                    continue
                }
                if segment.box.x - zone.lowerBound > 3 { next.append(zone.lowerBound...segment.box.x) }
                if zone.upperBound - segment.right > 3 { next.append(segment.right...zone.upperBound) }
            }
            free = next
        }
        return free
    }

    private static func table(_ rows: [PDFRow]) -> PDFTable? {
        let columns = columns(rows)
        guard columns.count >= 2 else { return nil }
        var result: [[PDFTable.Cell]] = []
        for band in bands(rows, columns) {
            var cells: [Int: [PDFSegment]] = [:]
            for segment in band { cells[column(of: segment, columns), default: []].append(segment) }
            result.append(
                cells.keys.sorted().map { column in
                    let lines = lines(cells[column] ?? [])
                    return PDFTable.Cell(column: column + 1, lines: lines, right: columns[column].upperBound)
                })
        }
        return PDFTable(rows: result, columns: columns.map(\.lowerBound))
    }

    /// The columns' extents: text is merged where it overlaps from row to row. Rows that hardly any other agrees with
    /// (titles across columns) have no say in tables of eight rows and more.
    private static func columns(_ rows: [PDFRow]) -> [ClosedRange<Double>] {
        let segments = rows.flatMap(\.segments)
        var edges: [(x: Double, step: Int)] = []
        for segment in segments where segment.box.width > 0 {
            edges.append((segment.box.x, 1))
            edges.append((segment.right, -1))
        }
        edges.sort { ($0.x, $0.step) < ($1.x, $1.step) }
        let tolerated = rows.count >= 8 ? rows.count / 10 : 0
        var columns: [ClosedRange<Double>] = []
        var covering = 0
        var start: Double?
        for edge in edges {
            covering += edge.step
            if covering > tolerated, start == nil { start = edge.x }
            if covering <= tolerated, let from = start {
                if let last = columns.last, from - last.upperBound < 3 {
                    columns[columns.count - 1] = last.lowerBound...edge.x
                } else {
                    columns.append(from...edge.x)
                }
                start = nil
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
        var merged: [(segments: [PDFSegment], top: Double, bottom: Double)] = []
        for segment in rows.flatMap(\.segments).sorted(by: { $0.box.y < $1.box.y }) {
            // Letters reach into the next line's box by a little.
            let slack = 0.15 * segment.box.height
            if let last = merged.last, segment.box.y + slack < last.bottom {
                merged[merged.count - 1].segments.append(segment)
                merged[merged.count - 1].bottom = max(last.bottom, segment.bottom)
            } else {
                merged.append(([segment], segment.box.y, segment.bottom))
            }
        }
        guard merged.count > 1 else { return merged.map(\.segments) }
        let spaces = zip(merged, merged.dropFirst()).map { $1.top - $0.bottom }
        let limit = threshold(spaces)
        var result = [merged[0].segments]
        for (index, band) in merged.dropFirst().enumerated() {
            let begins: Bool
            if let limit {
                begins = spaces[index] > limit
            } else {
                // All spaces are alike: what has nothing in the first column goes on.
                begins = band.segments.contains { column(of: $0, columns) == 0 }
            }
            if begins { result.append(band.segments) } else { result[result.count - 1] += band.segments }
        }
        return result
    }

    /// Between the spaces inside cells and those between rows, where there are two kinds.
    private static func threshold(_ spaces: [Double]) -> Double? {
        let sorted = spaces.map { max($0, 0) }.sorted()
        var best: (ratio: Double, limit: Double)?
        for (lower, upper) in zip(sorted, sorted.dropFirst()) where upper - lower > 1.5 {
            let ratio = (upper + 2) / (lower + 2)
            if ratio > best?.ratio ?? 1.4 { best = (ratio, (lower + upper) / 2) }
        }
        return best?.limit
    }

    /// A cell's lines: segments at one height are one line.
    private static func lines(_ segments: [PDFSegment]) -> [PDFSegment] {
        var result: [PDFSegment] = []
        for segment in segments.sorted(by: { ($0.middle, $0.box.x) < ($1.middle, $1.box.x) }) {
            if let last = result.last, abs(last.middle - segment.middle) < 0.4 * max(1, segment.box.height),
                segment.box.x >= last.right - 1
            {
                result[result.count - 1] = PDFSegment(
                    text: last.text + " " + segment.text, box: last.box.union(segment.box))
            } else {
                result.append(segment)
            }
        }
        return result
    }
}
