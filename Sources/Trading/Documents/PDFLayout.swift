/// Places a document's text on pages of A4. Plain geometry: no file format.
struct PDFLayout {
    static let pageWidth = 595.0
    static let pageHeight = 842.0
    static let margin = 72.0
    /// Forty-one characters of ``bodySize`` fill a line.
    static let bodyWidth = 451.0
    static let top = 770.0
    static let bottom = 64.0
    /// 11 points: between 小四 and 五号.
    static let bodySize = 11.0

    /// A line of text at its place.
    struct Run {
        let text: String
        let size: Double
        /// Headings are set in a sans serif face (黑体).
        let bold: Bool
        /// Left end of the base line, points from the page's lower left corner.
        let x: Double
        let y: Double
        /// Added after every character, points.
        var spacing = 0.0
    }

    /// A ruled line, points.
    struct Rule {
        let x: Double
        let y: Double
        let toX: Double
        let toY: Double
    }

    struct Page {
        var runs: [Run] = []
        var rules: [Rule] = []
        var isCover = false
    }

    private(set) var pages: [Page] = [Page()]
    /// Chapters with the index of their page.
    private(set) var chapters: [(name: String, page: Int)] = []
    /// Where the next block begins.
    private var y = top
    private let contentsPages: [Int]

    /// Lays a document out, twice when it has contents: the first time finds the chapters' pages.
    init(_ document: DocumentDraft) {
        let draft = PDFLayout(document, contentsPages: [])
        self =
            document.parts.contains(.contents)
            ? PDFLayout(document, contentsPages: draft.chapters.map(\.page)) : draft
    }

    private init(_ document: DocumentDraft, contentsPages: [Int]) {
        self.contentsPages = contentsPages
        for (index, part) in document.parts.enumerated() {
            keep(part, with: index + 1 < document.parts.count ? document.parts[index + 1] : nil)
            put(part, of: document)
        }
        if pages.count > 1, pages[pages.count - 1].runs.isEmpty { pages.removeLast() }
        for index in pages.indices where !pages[index].isCover { finish(index, document.name) }
    }

    private mutating func put(_ part: DocumentDraft.Part, of document: DocumentDraft) {
        switch part {
        case .cover(let cover): put(cover)
        case .contents: putContents(document.chapters)
        case .title(let text):
            y -= 8
            putCentred(text, size: 20, leading: 32)
            y -= 10
        case .chapter(let text):
            turn()
            chapters.append((text, pages.count - 1))
            putCentred(text, size: 17, leading: 30)
            y -= 12
        case .heading(let text, let level):
            let size = level == 1 ? 13.0 : Self.bodySize
            y -= level == 1 ? 8 : 3
            putLines(text, size: size, bold: true, leading: size + 8, keep: 40)
            y -= level == 1 ? 3 : 0
        case .clause(let number, let text): putLines(number + " " + text, indent: 2 * Self.bodySize)
        case .paragraph(let text): putLines(text, indent: 2 * Self.bodySize)
        case .line(let text): putLines(text)
        case .table(let rows, let widths): putTable(rows, widths: widths)
        case .signatures(let lines): putSignatures(lines)
        case .pageBreak: turn()
        }
    }

    /// A block for signatures never stands alone on a page: the text before it goes with it.
    private mutating func keep(_ part: DocumentDraft.Part, with next: DocumentDraft.Part?) {
        guard case .signatures(let lines) = next else { return }
        switch part {
        case .clause, .paragraph, .line: makeRoom(2 * 18 + 24 * Double(lines.count) + 12)
        default: break
        }
    }

    // MARK: Lines

    private mutating func turn() {
        if !pages[pages.count - 1].runs.isEmpty { pages.append(Page()) }
        y = Self.top
    }

    private mutating func makeRoom(_ needed: Double) {
        if y - needed < Self.bottom { turn() }
    }

    private mutating func putLines(
        _ text: String, size: Double = bodySize, bold: Bool = false, leading: Double = 18, indent: Double = 0,
        keep: Double = 0
    ) {
        let breaker = LineBreaker(size: size, bold: bold)
        let lines = breaker.lines(text, width: Self.bodyWidth, indent: indent)
        for (index, line) in lines.enumerated() {
            // The last line of a paragraph never stands alone on a page.
            let company = lines.count > 2 && index == lines.count - 2 ? leading : 0
            makeRoom(leading + company + (index == 0 ? keep : 0))
            y -= leading
            let start = index == 0 ? indent : 0
            let spacing = Self.spacing(line, width: Self.bodyWidth - start, size: size)
            pages[pages.count - 1].runs.append(
                Run(text: line.text, size: size, bold: bold, x: Self.margin + start, y: y, spacing: spacing))
        }
    }

    /// Stretches a line that goes on to the full width, but by no more than a reader would notice.
    private static func spacing(_ line: LineBreaker.Line, width: Double, size: Double) -> Double {
        guard line.continues, line.text.count > 1 else { return 0 }
        let spacing = (width - line.width) / Double(line.text.count - 1)
        return spacing <= size * 0.09 ? spacing : 0
    }

    private mutating func putCentred(_ text: String, size: Double, leading: Double) {
        let breaker = LineBreaker(size: size, bold: true)
        for line in breaker.lines(text, width: Self.bodyWidth) {
            makeRoom(leading)
            y -= leading
            let x = (Self.pageWidth - breaker.width(line.text)) / 2
            pages[pages.count - 1].runs.append(Run(text: line.text, size: size, bold: true, x: x, y: y))
        }
    }

    private mutating func putSignatures(_ lines: [String]) {
        let left = Self.bodyWidth * 0.4
        let breaker = LineBreaker(size: Self.bodySize, bold: false)
        makeRoom(24 * Double(lines.count) + 12)
        y -= 12
        for text in lines {
            for line in breaker.lines(text, width: Self.bodyWidth - left) {
                makeRoom(24)
                y -= 24
                pages[pages.count - 1].runs.append(
                    Run(text: line.text, size: Self.bodySize, bold: false, x: Self.margin + left, y: y))
            }
        }
        y -= 6
    }

    // MARK: Cover, contents, header and foot

    private mutating func put(_ cover: DocumentDraft.Cover) {
        turn()
        pages[pages.count - 1].isCover = true
        y = 690
        for subject in cover.subjects { putCentred(subject, size: 22, leading: 38) }
        y = min(y - 60, 520)
        putCentred(cover.kind.map(String.init).joined(separator: "  "), size: 36, leading: 54)
        if !cover.number.isEmpty {
            y -= 14
            let breaker = LineBreaker(size: 12, bold: false)
            for line in breaker.lines(cover.number, width: Self.bodyWidth) {
                y -= 22
                let x = (Self.pageWidth - breaker.width(line.text)) / 2
                pages[pages.count - 1].runs.append(Run(text: line.text, size: 12, bold: false, x: x, y: y))
            }
        }
        y = 120 + 30 * Double(cover.lines.count)
        let breaker = LineBreaker(size: 15, bold: false)
        for text in cover.lines {
            for line in breaker.lines(text, width: Self.bodyWidth - 40) {
                let x = (Self.pageWidth - breaker.width(line.text)) / 2
                pages[pages.count - 1].runs.append(Run(text: line.text, size: 15, bold: false, x: x, y: y))
                y -= 30
            }
        }
        turn()
    }

    private mutating func putContents(_ names: [String]) {
        turn()
        putCentred("目  录", size: 17, leading: 30)
        y -= 14
        let breaker = LineBreaker(size: 12, bold: false)
        for (index, name) in names.enumerated() {
            makeRoom(28)
            y -= 28
            let number = index < contentsPages.count ? String(contentsPages[index] + 1) : ""
            let numberX = Self.margin + Self.bodyWidth - breaker.width(number)
            let start = Self.margin + breaker.width(name) + 6
            let dots = max(0, Int((numberX - 6 - start) / breaker.width(".")))
            let dotsX = numberX - 6 - Double(dots) * breaker.width(".")
            let leader = String(repeating: ".", count: dots)
            pages[pages.count - 1].runs += [
                Run(text: name, size: 12, bold: false, x: Self.margin, y: y),
                Run(text: leader, size: 12, bold: false, x: dotsX, y: y),
                Run(text: number, size: 12, bold: false, x: numberX, y: y),
            ]
        }
        turn()
    }

    private mutating func finish(_ index: Int, _ name: String) {
        let breaker = LineBreaker(size: 9, bold: false)
        let head = breaker.lines(name, width: Self.bodyWidth)[0].text
        let foot = "第 \(index + 1) 页  共 \(pages.count) 页"
        // The header is read first, the foot last.
        pages[index].runs.insert(
            Run(text: head, size: 9, bold: false, x: (Self.pageWidth - breaker.width(head)) / 2, y: 794), at: 0)
        pages[index].runs.append(
            Run(text: foot, size: 9, bold: false, x: (Self.pageWidth - breaker.width(foot)) / 2, y: 42))
        pages[index].rules.append(Rule(x: Self.margin, y: 787, toX: Self.margin + Self.bodyWidth, toY: 787))
    }

    // MARK: Tables

    private static let cellLeading = 15.0
    private static let cellPadding = 4.0

    private struct Column {
        let x: Double
        let width: Double
        let centred: Bool
    }

    private mutating func putTable(_ rows: [[String]], widths: [Int]) {
        guard let head = rows.first, !head.isEmpty else { return }
        let columns = Self.columns(rows, widths: widths)
        y -= 10
        let headLines = Self.cellLines(head, columns, bold: true)
        let headHeight = Self.height(headLines)
        makeRoom(headHeight + 2 * Self.cellLeading + 2 * Self.cellPadding)
        putRow(headLines, columns, bold: true, allCentred: true)
        for row in rows.dropFirst() {
            var rest = Self.cellLines(row, columns, bold: false)
            while true {
                let height = Self.height(rest)
                if y - height >= Self.bottom {
                    putRow(rest, columns, bold: false, allCentred: false)
                    break
                }
                let fitting = Int((y - Self.bottom - 2 * Self.cellPadding) / Self.cellLeading)
                // A low row goes to the next page whole; a tall one is continued there.
                if height > 200, fitting >= 3 {
                    putRow(rest.map { Array($0.prefix(fitting)) }, columns, bold: false, allCentred: false)
                    rest = rest.map { Array($0.dropFirst(fitting)) }
                }
                turn()
                putRow(headLines, columns, bold: true, allCentred: true)
            }
        }
        y -= 8
    }

    private static func columns(_ rows: [[String]], widths: [Int]) -> [Column] {
        let count = rows.map(\.count).max() ?? 1
        let shares = widths.count == count ? widths : [Int](repeating: 1, count: count)
        let total = Double(max(shares.reduce(0, +), 1))
        var x = margin
        return shares.enumerated().map { index, share in
            let width = bodyWidth * Double(share) / total
            defer { x += width }
            let breaker = LineBreaker(size: 10, bold: false)
            // The head is centred anyway.
            let short = rows.dropFirst().allSatisfy { row in
                index >= row.count || breaker.width(row[index]) <= width - 2 * cellPadding
            }
            return Column(x: x, width: width, centred: short)
        }
    }

    private static func cellLines(_ row: [String], _ columns: [Column], bold: Bool) -> [[LineBreaker.Line]] {
        let breaker = LineBreaker(size: 10, bold: bold)
        return columns.enumerated().map { index, column in
            guard index < row.count else { return [] }
            return row[index].split(separator: "\n", omittingEmptySubsequences: false).flatMap {
                breaker.lines(String($0), width: column.width - 2 * cellPadding)
            }
        }
    }

    private static func height(_ cells: [[LineBreaker.Line]]) -> Double {
        Double(max(cells.map(\.count).max() ?? 1, 1)) * cellLeading + 2 * cellPadding
    }

    private mutating func putRow(
        _ cells: [[LineBreaker.Line]], _ columns: [Column], bold: Bool, allCentred: Bool
    ) {
        let height = Self.height(cells)
        let breaker = LineBreaker(size: 10, bold: bold)
        let page = pages.count - 1
        for (cell, column) in zip(cells, columns) {
            let textHeight = Double(cell.count) * Self.cellLeading
            var base = y - (height - textHeight) / 2 - 11.5
            for line in cell {
                let centred = column.x + (column.width - breaker.width(line.text)) / 2
                let x = column.centred || allCentred ? centred : column.x + Self.cellPadding
                pages[page].runs.append(Run(text: line.text, size: 10, bold: bold, x: x, y: base))
                base -= Self.cellLeading
            }
            pages[page].rules.append(Rule(x: column.x, y: y, toX: column.x, toY: y - height))
        }
        let right = Self.margin + Self.bodyWidth
        pages[page].rules += [
            Rule(x: right, y: y, toX: right, toY: y - height), Rule(x: Self.margin, y: y, toX: right, toY: y),
            Rule(x: Self.margin, y: y - height, toX: right, toY: y - height),
        ]
        y -= height
    }
}
