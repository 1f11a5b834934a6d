/// A sentence as the classifier reads it: a number is `0` whatever its value, a named place `@` whichever it is, the bar
/// between two cells of a row a colon, as where a label and what it says stand in one cell.
struct SentenceForm {
    /// Stands for the name of a place.
    static let place: UInt32 = 0x40
    /// Stands for a number.
    static let number: UInt32 = 0x30
    private static let colon: UInt32 = 0x3A

    private(set) var scalars: [UInt32] = []
    /// For each scalar, where what it stands for begins in the sentence; one more at the end.
    private(set) var origins: [Int] = []

    init() {}

    /// - Parameter piece: normalised scalars of a sentence.
    init(_ piece: UnsafeBufferPointer<UInt32>, places: PlaceNames) { read(piece, places: places) }

    /// Takes another sentence in place of the one at hand, in the same memory.
    mutating func read(_ piece: UnsafeBufferPointer<UInt32>, places: PlaceNames) {
        scalars.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        scalars.reserveCapacity(piece.count)
        origins.reserveCapacity(piece.count + 1)
        var position = 0
        while position < piece.count {
            let value = piece[position]
            origins.append(position)
            if Self.isDigit(value) {
                position += 1
                while position < piece.count, Self.continues(piece, at: position) { position += 1 }
                scalars.append(Self.number)
            } else if NormalizedText.isHan(value), let end = places.longestEnd(in: piece, at: position) {
                scalars.append(Self.place)
                position = end
            } else {
                scalars.append(value == SentenceList.bar ? Self.colon : value)
                position += 1
            }
        }
        origins.append(piece.count)
    }

    private static func isDigit(_ value: UInt32) -> Bool { (0x30...0x39).contains(value) }

    /// A digit, or a point or comma between digits.
    private static func continues(_ piece: UnsafeBufferPointer<UInt32>, at position: Int) -> Bool {
        if isDigit(piece[position]) { return true }
        guard piece[position] == 0x2E || piece[position] == 0x2C else { return false }
        return position + 1 < piece.count && isDigit(piece[position + 1])
    }

    /// The whole when it is short, else pieces that end at commas where there are some.
    func windows(ofAtMost longest: Int) -> [Range<Int>] {
        var windows: [Range<Int>] = []
        var start = 0
        while scalars.count - start > longest {
            let comma: UInt32 = 0x2C
            let cut = scalars[start..<start + longest].lastIndex(of: comma).map { $0 + 1 } ?? start + longest
            windows.append(start..<cut)
            start = cut
        }
        if start < scalars.count { windows.append(start..<scalars.count) }
        return windows
    }

    /// The form as text, as it stands in what the classifier is learned from.
    var text: String {
        var view = String.UnicodeScalarView()
        for value in scalars { if let scalar = Unicode.Scalar(value) { view.append(scalar) } }
        return String(view)
    }
}
