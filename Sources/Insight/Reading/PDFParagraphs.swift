/// Puts printed lines together again: paragraphs over line and page ends, headings, cells.
struct PDFParagraphs {
    /// Where the lines of pages of one width begin and end.
    private struct Margins {
        var left: Double
        var right: Double
    }

    private let pages: [PDFPage]
    private var units: [DocumentUnit] = []
    private var trail = HeadingTrail()
    private var margins: [Int: Margins] = [:]
    /// The height of most text.
    private var bodySize = 10.0
    /// From one line's middle to the next one's, as most lines have it.
    private var pitch = 20.0
    private var open: Paragraph?
    private var tables = 0
    private var lastTable: (columns: [Double], head: [String], rows: Int)?

    private struct Paragraph {
        var text: String
        var scalars: Int
        var lines: [PrintedLine]
        var last: PDFRow
        var page: Int
        var size: Double
    }

    /// No paragraph is longer, in scalars; a file made to have one would take long to read.
    private static let longest = 20_000

    init(_ pages: [PDFPage]) { self.pages = pages }

    mutating func read() -> [DocumentUnit] {
        var rows = pages.map { PDFPageLayout.rows(of: $0) }
        measure(rows)
        let running = runningLines(rows)
        var said: Set<String> = []
        for index in rows.indices {
            // A running line is read once, where it first stands; later it would only cut paragraphs in two.
            let furniture = edges(rows[index], pages[index]).filter { running.contains(Self.key(rows[index][$0])) }
            for row in furniture.sorted().map({ rows[index][$0] }) where said.insert(Self.key(row)).inserted {
                addRunning(row, page: index + 1)
            }
            for place in furniture.sorted().reversed() { rows[index].remove(at: place) }
            read(PDFPageLayout.blocks(of: rows[index]), page: index + 1)
        }
        close()
        return units
    }

    // MARK: Measures of the document

    private mutating func measure(_ rows: [[PDFRow]]) {
        var sizes: [Int: Int] = [:]
        var pitches: [Double] = []
        var lefts: [Int: [Double]] = [:]
        var rights: [Int: [Double]] = [:]
        for (page, lines) in zip(pages, rows) {
            let width = Int(page.width.rounded())
            for (index, row) in lines.enumerated() {
                sizes[Int((row.size * 4).rounded()), default: 0] += row.segments.reduce(0) { $0 + $1.text.utf8.count }
                guard row.segments.count == 1 else { continue }
                if row.box.width > 0.6 * page.width {
                    lefts[width, default: []].append(row.box.x)
                    rights[width, default: []].append(row.right)
                    if index > 0, lines[index - 1].segments.count == 1 {
                        pitches.append(row.middle - lines[index - 1].middle)
                    }
                }
            }
            if margins[width] == nil { margins[width] = Margins(left: 0.12 * page.width, right: 0.88 * page.width) }
        }
        for (width, values) in lefts where values.count >= 3 {
            let left = values.sorted()[values.count / 10]
            let ends = (rights[width] ?? []).sorted()
            margins[width] = Margins(left: left, right: ends[min(ends.count - 1, ends.count * 9 / 10)])
        }
        if let most = sizes.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) { bodySize = Double(most.key) / 4 }
        pitches.sort()
        pitch = pitches.isEmpty ? 2 * bodySize : pitches[pitches.count / 2]
    }

    /// Headers and footers: lines at the edge that return on many pages, numbers aside.
    private func runningLines(_ rows: [[PDFRow]]) -> Set<String> {
        guard rows.count >= 3 else { return [] }
        var counts: [String: Int] = [:]
        for (page, lines) in zip(pages, rows) {
            let edge = edges(lines, page)
            for key in Set(edge.map { Self.key(lines[$0]) }) { counts[key, default: 0] += 1 }
        }
        let enough = max(3, rows.count * 2 / 5)
        return Set(counts.filter { $0.value >= enough }.keys)
    }

    /// The rows that may be a header or footer: the first and the last of the page, and up to two more that a wider
    /// space keeps apart from the body.
    private func edges(_ rows: [PDFRow], _ page: PDFPage) -> Set<Int> {
        var result: Set<Int> = []
        for index in 0..<min(3, rows.count) where rows[index].bottom < 0.12 * page.height {
            let next = index + 1 < rows.count ? rows[index + 1].middle - rows[index].middle : page.height
            if next > 1.3 * pitch { result.formUnion(0...index) }
            if index == 0 { result.insert(0) }
        }
        for distance in 0..<min(3, rows.count) {
            let index = rows.count - 1 - distance
            guard rows[index].box.y > 0.88 * page.height else { break }
            let next = index > 0 ? rows[index].middle - rows[index - 1].middle : page.height
            if next > 1.3 * pitch { result.formUnion(index..<rows.count) }
            if distance == 0 { result.insert(index) }
        }
        return result
    }

    private static func key(_ row: PDFRow) -> String {
        var key = String.UnicodeScalarView()
        let text = row.text.unicodeScalars
        // Page numbers change from page to page, and stand in short lines.
        let counts = text.count <= 30
        for scalar in text where scalar != " " {
            let isNumber = ("0"..."9").contains(scalar) || "一二三四五六七八九十百".unicodeScalars.contains(scalar)
            if !isNumber || !counts { key.append(scalar) } else if key.last != "#" { key.append("#") }
        }
        // At the same height, give or take a line's thickness.
        return "\(Int((row.middle / 12).rounded())) \(String(key))"
    }

    private mutating func addRunning(_ row: PDFRow, page: Int) {
        let line = PrintedLine(start: 0, page: page, box: row.box)
        units.append(
            DocumentUnit(kind: .paragraph, text: row.text, page: page, path: trail.path, box: row.box, lines: [line]))
    }

    // MARK: Blocks

    private mutating func read(_ blocks: [PDFBlock], page: Int) {
        for (index, block) in blocks.enumerated() {
            switch block {
            case .row(let row):
                if !joins(row, page: page, right: blockRight(blocks, around: index)) { close() }
                add(row, page: page)
                lastTable = nil
            case .table(let table):
                close()
                add(table, page: page, first: index == 0)
            }
        }
    }

    private mutating func add(_ row: PDFRow, page: Int) {
        let text = row.text
        let scalars = text.unicodeScalars.count
        let first = PrintedLine(start: 0, page: page, box: row.box)
        guard let before = open else {
            open = Paragraph(text: text, scalars: scalars, lines: [first], last: row, page: page, size: row.size)
            return
        }
        let blank = TextJoining.needsBlank(before.last.text, text) ? 1 : 0
        let line = PrintedLine(start: before.scalars + blank, page: page, box: row.box)
        open?.text += (blank == 1 ? " " : "") + text
        open?.scalars += blank + scalars
        open?.lines.append(line)
        open?.last = row
    }

    /// Whether a line goes on with the paragraph before it.
    private func joins(_ row: PDFRow, page: Int, right blockRight: Double?) -> Bool {
        guard let paragraph = open, let lastPage = paragraph.lines.last?.page, page - lastPage <= 1 else {
            return false
        }
        let before = paragraph.last
        guard let margins = margins[Int(pages[page - 1].width.rounded())] else { return false }
        guard abs(row.size - before.size) <= 0.2 * max(row.size, before.size) else { return false }
        if page == lastPage, row.middle - before.middle > max(1.35 * pitch, 1.6 * row.size) { return false }
        let text = row.text
        guard !HeadingRule.isContentsLine(before.text), paragraph.scalars < Self.longest else {
            return false
        }
        let indented = row.box.x > margins.left + 0.8 * row.size
        let right = indented ? blockRight ?? margins.right : margins.right
        let room = Self.firstWordWidth(row) + 0.8 * row.size
        guard before.right + room > right else { return false }
        let exact = before.right + 0.5 * row.size > right && blockRight == nil
        if !exact, Self.startsLabelled(text) { return false }
        let ended = paragraph.text.unicodeScalars.last.map { "。；;：:！？".unicodeScalars.contains($0) } ?? false
        // 第三章 at the beginning of a line is often a reference that the line's end happened to part.
        if HeadingRule.startsNumbered(text), ended || indented || text.unicodeScalars.first != "第" { return false }
        guard indented else { return true }
        // Text that is indented as a whole goes on at the same place, a numbered item's further in than its number; a
        // first line stands further in.
        let hanging = paragraph.lines.count == 1 && HeadingRule.startsNumbered(paragraph.text)
        let step = row.box.x - before.box.x
        return !ended && step <= (hanging ? 3 : 0.8) * row.size
    }

    /// Where a block of lines that begin at one place ends to the right: the rest of a cell that a page's end cut off,
    /// a quotation. Three lines make a block.
    private func blockRight(_ blocks: [PDFBlock], around index: Int) -> Double? {
        guard case .row(let row) = blocks[index] else { return nil }
        var right = row.right
        var count = 1
        for direction in [-1, 1] {
            var other = index + direction
            while blocks.indices.contains(other), count < 200, case .row(let line) = blocks[other],
                line.segments.count == 1, abs(line.box.x - row.box.x) < 2
            {
                right = max(right, line.right)
                count += 1
                other += direction
            }
        }
        return count >= 3 ? right : nil
    }

    /// 日期：, 法定代表人：: a line of a form.
    private static func startsLabelled(_ text: String) -> Bool {
        let opening = text.unicodeScalars.prefix(14)
        guard let colon = opening.firstIndex(of: "：") else { return false }
        return opening[..<colon].allSatisfy { !"，。；、".unicodeScalars.contains($0) }
    }

    /// What would have had to fit at the end of the line before: a Chinese character or a Latin word.
    private static func firstWordWidth(_ row: PDFRow) -> Double {
        guard let first = row.segments.first else { return 0 }
        let scalars = first.text.unicodeScalars
        let word = scalars.prefix { TextJoining.isLatin($0) || "-./".unicodeScalars.contains($0) }
        // What closes a word cannot begin a line and goes with it.
        let closing = scalars.dropFirst(max(1, word.count)).prefix { "。，；：、）》」”！？".unicodeScalars.contains($0) }
        let rest = Double(closing.count) * row.size
        guard !word.isEmpty else { return row.size + rest }
        return min(first.box.width, first.box.width * Double(word.count) / Double(scalars.count) * 1.2) + rest
    }

    private mutating func close() {
        guard let paragraph = open else { return }
        open = nil
        let pieces = paragraph.lines.filter { $0.page == paragraph.page }.map(\.box)
        let box = pieces.dropFirst().reduce(pieces[0]) { $0.union($1) }
        var unit = DocumentUnit(
            kind: .paragraph, text: paragraph.text, page: paragraph.page, box: box, lines: paragraph.lines)
        if let level = headingLevel(paragraph) {
            unit.kind = .heading
            unit.path = trail.enter(paragraph.text, level: level)
        } else {
            unit.path = trail.path
        }
        units.append(unit)
    }

    /// By number, else by a letter size that stands out.
    private func headingLevel(_ paragraph: Paragraph) -> Int? {
        if paragraph.last.segments.count > 2 { return nil }
        if paragraph.lines.count <= 2, let level = HeadingRule.level(paragraph.text) { return level + 1 }
        guard paragraph.size >= 1.15 * bodySize, paragraph.scalars <= 60,
            !HeadingRule.isContentsLine(paragraph.text),
            let last = paragraph.text.unicodeScalars.last, !"。；;：:".unicodeScalars.contains(last),
            !paragraph.text.unicodeScalars.contains("，")
        else { return nil }
        return paragraph.size >= 1.5 * bodySize ? 1 : 3
    }

    private mutating func add(_ table: PDFTable, page: Int, first: Bool) {
        // The table at the top of a page goes on with that at the end of the last, when its head or its columns return.
        let head = table.rows[0].map { $0.lines.map(\.text).joined() }
        let goesOn = first && lastTable.map { Self.aligned($0.columns, table.columns) || $0.head == head } ?? false
        if !goesOn { tables += 1 }
        let before = goesOn ? lastTable?.rows ?? 0 : 0
        for (index, row) in table.rows.enumerated() {
            for cell in row {
                let place = CellPlace(table: tables, row: before + index + 1, column: cell.column)
                units.append(unit(cell, place: place, page: page))
            }
        }
        lastTable = (table.columns, goesOn ? lastTable?.head ?? head : head, before + table.rows.count)
    }

    private static func aligned(_ first: [Double], _ second: [Double]) -> Bool {
        first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) < 24 }
    }

    private func unit(_ cell: PDFTable.Cell, place: CellPlace, page: Int) -> DocumentUnit {
        var text = ""
        var scalars = 0
        var lines: [PrintedLine] = []
        var box = cell.lines[0].box
        for (index, line) in cell.lines.enumerated() {
            if index > 0 {
                let before = cell.lines[index - 1]
                let full = before.right + 1.8 * line.box.height > cell.right
                if !full || HeadingRule.startsNumbered(line.text) {
                    text += "\n"
                    scalars += 1
                } else if TextJoining.needsBlank(text, line.text) {
                    text += " "
                    scalars += 1
                }
            }
            lines.append(PrintedLine(start: scalars, page: page, box: line.box))
            text += line.text
            scalars += line.text.unicodeScalars.count
            box = box.union(line.box)
        }
        return DocumentUnit(
            kind: .cell, text: text, page: page, path: trail.path, place: place, box: box, lines: lines)
    }
}
