/// A text as rules see it, with the way back: every scalar knows the original one that it came from.
///
/// Full-width forms become half-width ones, capitals small ones, traditional characters simplified ones; blanks and
/// invisible characters disappear, except one blank between Latin letters or digits; a line break disappears where it
/// only wraps a line, which is seldom: readers join wrapped lines, and what is left is mostly the author's. Scalars are replaced one by one or left out, never
/// multiplied, so that positions stay exact.
struct NormalizedText: Sendable {
    /// The scalars that rules match on.
    private(set) var scalars: [UInt32] = []
    /// For each of them, where it stands in the original text, in Unicode scalars.
    private(set) var origins: [Int] = []

    static let newline: UInt32 = 0x0A

    /// One scalar in its plain form: half-width, small.
    static func folded(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x41...0x5A: return value + 32
        case 0xFF01...0xFF5E:
            let half = value - 0xFEE0
            return (0x41...0x5A).contains(half) ? half + 32 : half
        case 0x3010, 0x3014, 0x3016, 0xFF3B: return 0x28
        case 0x3011, 0x3015, 0x3017, 0xFF3D: return 0x29
        case 0x201C, 0x201D, 0x300C...0x300F, 0xFF02, 0xFE41...0xFE44: return 0x22
        case 0x2018, 0x2019: return 0x27
        case 0x2236, 0xFE55, 0xFE13: return 0x3A
        case 0xFE50, 0xFE10: return 0x2C
        case 0xFE54, 0xFE14: return 0x3B
        case 0x301C, 0x223C, 0x02DC: return 0x7E
        case 0x2010...0x2015, 0x2212, 0xFE63: return 0x2D
        case 0x2265, 0x2267, 0x2A7E: return 0x2265
        case 0x2264, 0x2266, 0x2A7D: return 0x2264
        case 0xFFE5: return 0xA5
        case 0x2715, 0x2716, 0x2573, 0x00D7: return 0xD7
        case 0x3007: return 0x3007
        case 0x33A1: return 0x6D
        case 0x2F00...0x2FD5: return value
        default: return value
        }
    }

    private static func isBlank(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0B...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            return true
        default: return false
        }
    }

    private static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0x00...0x08, 0x0E...0x1F, 0x7F, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF,
            0xFFF9...0xFFFD, 0xFE00...0xFE0F:
            return true
        default: return false
        }
    }

    static func isLatin(_ value: UInt32) -> Bool {
        (0x30...0x39).contains(value) || (0x61...0x7A).contains(value)
    }

    static func isHan(_ value: UInt32) -> Bool { (0x3400...0x9FFF).contains(value) }

    /// Adds a piece of the original text.
    /// - Parameters:
    ///   - piece: scalars of the original text.
    ///   - offset: where the piece stands in the original text.
    ///   - simplified: traditional characters and their simplified forms, indexed by scalar − 0x3400.
    mutating func append(_ piece: ArraySlice<UInt32>, offset: Int, simplified: [UInt16]) {
        var blank = false
        var isWrapped: Bool?
        var position = piece.startIndex
        let shift = offset - piece.startIndex
        while position < piece.endIndex {
            var value = Self.folded(piece[position])
            if value >= 0x3400, value < 0xA000 {
                let other = simplified[Int(value - 0x3400)]
                if other != 0 { value = UInt32(other) }
            }
            if Self.isInvisible(value) {
                position += 1
                continue
            }
            if Self.isBlank(value) {
                blank = true
                position += 1
                continue
            }
            if value == Self.newline {
                let wrapped = isWrapped ?? Self.isWrapped(piece)
                isWrapped = wrapped
                if Self.wraps(piece, at: position, wrapped) {
                    position += 1
                    continue
                }
                blank = false
            }
            if blank, let last = scalars.last, Self.isLatin(last), Self.isLatin(value) {
                scalars.append(0x20)
                origins.append(position - 1 + shift)
            }
            blank = false
            scalars.append(value)
            origins.append(position + shift)
            position += 1
        }
    }

    /// Puts one scalar that stands for a place between pieces.
    mutating func append(separator: UInt32, offset: Int) {
        scalars.append(separator)
        origins.append(offset)
    }

    mutating func reserve(_ count: Int) {
        scalars.reserveCapacity(count)
        origins.reserveCapacity(count)
    }

    /// Replaces scalars one by one (misprints of the same length).
    mutating func replace(at position: Int, with other: [UInt32]) {
        for (index, scalar) in other.enumerated() { scalars[position + index] = scalar }
    }

    /// Up to this width, in Chinese characters, lines are those of a narrow column and no sentences.
    private static let narrow = 8
    /// From this width on, lines of one width are a wrapped paragraph's.
    private static let wide = 16

    /// Whether all lines of a piece look like one text that somebody wrapped by hand: those of a narrow column, or three
    /// and more that all but the last are equally long. Two lines do not tell.
    private static func isWrapped(_ piece: ArraySlice<UInt32>) -> Bool {
        let widths = piece.split(separator: newline).map { line in
            line.reduce(0) { $0 + (isBlank($1) || isInvisible($1) ? 0 : $1 < 0x2E80 ? 1 : 2) }
        }
        guard let widest = widths.max(), let last = widths.last else { return true }
        if widest <= 2 * narrow { return true }
        return widths.count >= 3 && widest >= 2 * wide && last <= widest
            && widths.dropLast().allSatisfy { $0 + 3 >= widest }
    }

    /// Whether a line break only wraps: Chinese characters on both sides, the next line opens no new item, and the line
    /// goes on behind a comma or the whole is wrapped.
    private static func wraps(_ piece: ArraySlice<UInt32>, at position: Int, _ isWrapped: Bool) -> Bool {
        var before = position - 1
        while before >= piece.startIndex, isBlank(piece[before]) || isInvisible(piece[before]) { before -= 1 }
        var after = position + 1
        while after < piece.endIndex, isBlank(piece[after]) || isInvisible(piece[after]) { after += 1 }
        guard before >= piece.startIndex, after < piece.endIndex else { return true }
        let left = folded(piece[before])
        let right = folded(piece[after])
        let comma: UInt32 = 0x2C
        guard isHan(left) || isLatin(left) || left == comma || left == 0x3001, isHan(right) || isLatin(right) else {
            return false
        }
        guard isHan(left) || isHan(right) || left == comma else { return false }
        return (isWrapped || left == comma || left == 0x3001) && !opensItem(piece, at: after)
    }

    /// 一、 (二) 3. 3.1 第四条
    private static func opensItem(_ piece: ArraySlice<UInt32>, at position: Int) -> Bool {
        if piece[position] == 0x7B2C { return true }
        var end = position
        while end < piece.endIndex, end - position < 6, isNumeral(folded(piece[end])) { end += 1 }
        guard end > position, end < piece.endIndex else { return false }
        switch folded(piece[end]) {
        case 0x2E, 0x3001, 0x29, 0x20, 0x3000: return true
        default: return false
        }
    }

    private static func isNumeral(_ value: UInt32) -> Bool {
        if (0x30...0x39).contains(value) { return true }
        return [0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341].contains(value)
    }
}
