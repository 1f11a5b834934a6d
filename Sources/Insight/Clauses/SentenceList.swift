/// A document cut into sentences as rules see them: from full stop, semicolon, exclamation or question mark to the
/// next, a question and its answer together, a short table row as one.
struct SentenceList: Sendable {
    struct Sentence: Sendable {
        /// In the normalised text.
        let range: Range<Int>
        /// Where the sentence's own part begins: before it may stand the labels of its table row.
        let own: Int
        /// The unit that it begins in.
        let unit: Int
        /// Which sentences stand together in one unit or row.
        let group: Int
    }

    private(set) var text = NormalizedText()
    private(set) var sentences: [Sentence] = []
    private var groups = 0
    private let simplified: [UInt16]

    static let bar: UInt32 = 0x7C
    /// Rows up to this length are one sentence.
    private static let shortRow = 120
    /// Cells up to this length are labels of what follows in the row.
    private static let shortLabel = 24

    /// A unit's text with its place in the whole.
    private struct Piece {
        let scalars: [UInt32]
        let offset: Int

        init(_ unit: DocumentUnit) {
            scalars = unit.text.unicodeScalars.map(\.value)
            offset = unit.offset
        }
    }

    /// - Parameter units: which of the document's units; rows must be whole (see ``rowEnd(in:at:)``).
    init(_ document: DocumentText, units: Range<Int>? = nil, simplified: [UInt16]) {
        self.simplified = simplified
        let units = units ?? document.units.indices
        let bytes = document.units[units].reduce(0) { $0 + $1.text.utf8.count }
        text.reserve(bytes / 3 + bytes / 16)
        var index = units.lowerBound
        while index < units.upperBound {
            let end = Self.rowEnd(in: document, at: index)
            addRow(document.units[index..<end].map(Piece.init), from: index)
            index = end
        }
    }

    /// The unit after the table row that begins with a unit; the next one where the unit is no cell.
    static func rowEnd(in document: DocumentText, at index: Int) -> Int {
        var end = index + 1
        guard document.units[index].kind == .cell, let place = document.units[index].place else { return end }
        while end < document.units.count, let next = document.units[end].place, document.units[end].kind == .cell,
            next.table == place.table, next.row == place.row
        { end += 1 }
        return end
    }

    private mutating func add(_ piece: Piece) {
        text.append(piece.scalars[...], offset: piece.offset, simplified: simplified)
    }

    private mutating func addRow(_ pieces: [Piece], from first: Int) {
        let length = pieces.reduce(0) { $0 + $1.scalars.count }
        if pieces.count == 1 || length <= Self.shortRow {
            let start = text.scalars.count
            for piece in pieces {
                if text.scalars.count > start { text.append(separator: Self.bar, offset: piece.offset) }
                add(piece)
            }
            cut(start, unit: first, group: groups, labels: [])
        } else {
            var labels: [Piece] = []
            for (index, piece) in pieces.enumerated() {
                let start = text.scalars.count
                add(piece)
                cut(start, unit: first + index, group: groups, labels: labels)
                if piece.scalars.count <= Self.shortLabel { labels.append(piece) }
            }
        }
        groups += 1
    }

    /// Cuts what was just added; with labels, each sentence is written again behind them.
    private mutating func cut(_ start: Int, unit: Int, group: Int, labels: [Piece]) {
        let end = text.scalars.count
        var first = start
        var pieces: [Range<Int>] = []
        for position in start..<end where ends(at: position, before: end) {
            if position > first { pieces.append(first..<position) }
            first = position + 1
        }
        if first < end { pieces.append(first..<end) }
        guard !labels.isEmpty else {
            sentences += pieces.map { Sentence(range: $0, own: $0.lowerBound, unit: unit, group: group) }
            return
        }
        for piece in pieces {
            let begin = text.scalars.count
            for label in labels {
                add(label)
                text.append(separator: Self.bar, offset: label.offset)
            }
            let own = text.scalars.count
            for position in piece {
                text.append(separator: text.scalars[position], offset: text.origins[position])
            }
            sentences.append(Sentence(range: begin..<text.scalars.count, own: own, unit: unit, group: group))
        }
    }

    private func ends(at position: Int, before end: Int) -> Bool {
        switch text.scalars[position] {
        case 0x3002, 0x3B, 0x21, 0x0A: return true
        case 0x3F:
            // 问:…?答:… is read together.
            guard position + 1 < end else { return true }
            return text.scalars[position + 1] != 0x7B54
        default: return false
        }
    }

    /// Replaces misprints by what was meant, all of the same length.
    mutating func correct(_ misprints: Misprints) {
        let scalars = text.scalars
        for position in scalars.indices {
            if let meant = misprints.correction(in: scalars, at: position) { text.replace(at: position, with: meant) }
        }
    }
}

/// Misprints and misread characters that are common in tender documents, by their first scalar.
struct Misprints: Sendable {
    private var lists: [UInt32: [(wrong: [UInt32], right: [UInt32])]] = [:]
    /// Which scalars, modulo 4096, begin a misprint: most do not.
    private var begins = [Bool](repeating: false, count: 4096)

    /// - Parameter pairs: wrong and right, of the same number of scalars; others are left out.
    init(_ pairs: [String: String]) {
        for (wrong, right) in pairs {
            let from = wrong.unicodeScalars.map(\.value)
            let to = right.unicodeScalars.map(\.value)
            guard from.count == to.count, let first = from.first else { continue }
            lists[first, default: []].append((from, to))
            begins[Int(first & 4095)] = true
        }
    }

    func correction(in scalars: [UInt32], at position: Int) -> [UInt32]? {
        guard begins[Int(scalars[position] & 4095)], let list = lists[scalars[position]] else { return nil }
        for (wrong, right) in list where scalars[position...].starts(with: wrong) { return right }
        return nil
    }
}
