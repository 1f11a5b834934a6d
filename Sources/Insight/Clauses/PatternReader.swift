/// Reads the text of a pattern, its macros put in.
struct PatternReader {
    /// Characters that a repetition may take at most, so that matching stays bounded.
    static let longestRepetition = 200
    private static let openEnd = 64

    private let scalars: [UInt32]
    private var position = 0
    private var depth = 0

    /// - Throws: ``PatternError``.
    static func read(_ text: String, macros: [String: String]) throws -> PatternNode {
        var reader = PatternReader(scalars: try expand(text, macros: macros, depth: 0).unicodeScalars.map(\.value))
        let node = try reader.choice()
        guard reader.position == reader.scalars.count else { throw reader.error(.bracketNotOpened) }
        guard node.lengths.least > 0 else { throw PatternError(.matchesNothing, position: 0) }
        guard node.size <= 6000 else { throw PatternError(.tooLarge, position: 0) }
        return node
    }

    private init(scalars: [UInt32]) { self.scalars = scalars }

    /// Macros stand in braces and in capitals; `{0,12}` is a repetition.
    private static func expand(_ text: String, macros: [String: String], depth: Int) throws -> String {
        guard depth < 8 else { throw PatternError(.endlessMacro, position: 0) }
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            let after = rest.index(after: open)
            guard let close = rest[after...].firstIndex(of: "}") else { break }
            let name = String(rest[after..<close])
            result += rest[..<open]
            let isName = name.first.map { $0.isASCII && $0.isUppercase } ?? false
            if !isName {
                result += rest[open...close]
            } else if name == "PLACE" {
                result += "\u{F8FF}"
            } else if let macro = macros[name] {
                result += "(?:" + (try expand(macro, macros: macros, depth: depth + 1)) + ")"
            } else {
                let place = text.unicodeScalars.distance(from: text.startIndex, to: open)
                throw PatternError(.unknownMacro, detail: name, position: place)
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func error(_ code: PatternError.Code) -> PatternError { PatternError(code, position: position) }

    private func peek(_ ahead: Int = 0) -> UInt32? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    private mutating func take(_ text: String) -> Bool {
        let wanted = text.unicodeScalars.map(\.value)
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func choice() throws -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth < 40 else { throw error(.tooDeep) }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = peek(), next != Self.code("|"), next != Self.code(")") {
            nodes.append(try repetition(of: try atom()))
        }
        switch nodes.count {
        case 0: return .empty
        case 1: return nodes[0]
        default: return .sequence(nodes)
        }
    }

    private static func code(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }

    private mutating func atom() throws -> PatternNode {
        guard let next = peek() else { throw error(.incomplete) }
        position += 1
        switch Unicode.Scalar(next) {
        case "(":
            return try group()
        case "[":
            return .set(try scalarSet())
        case "\\":
            return try escape()
        case "^": return .start
        case "$": return .end
        case "\u{F8FF}": return .place
        case "*", "+", "?", "{", "}", "]":
            position -= 1
            throw error(.repeatsNothing)
        case ".":
            return .set(ScalarSet(ranges: [0x0A...0x0A], negated: true))
        default: return .scalar(Self.lowered(next))
        }
    }

    private mutating func group() throws -> PatternNode {
        var look: (ahead: Bool, negative: Bool)?
        if take("?:") {
        } else if take("?=") {
            look = (true, false)
        } else if take("?!") {
            look = (true, true)
        } else if take("?<=") {
            look = (false, false)
        } else if take("?<!") {
            look = (false, true)
        } else if peek() == Self.code("?") {
            throw error(.unknownGroup)
        }
        let inner = try choice()
        guard take(")") else { throw error(.bracketNotClosed) }
        guard let look else { return inner }
        guard look.ahead || inner.lengths.most <= 24 else { throw error(.looksBackTooFar) }
        return .look(inner, ahead: look.ahead, negative: look.negative)
    }

    private mutating func escape() throws -> PatternNode {
        guard let next = peek() else { throw error(.escapesNothing) }
        position += 1
        switch Unicode.Scalar(next) {
        case "d": return .set(.digits)
        case "s": return .set(.blanks)
        case "n": return .scalar(0x0A)
        case "S": return .set(ScalarSet(ranges: ScalarSet.blanks.ranges, negated: true))
        case "u": return .scalar(Self.lowered(try hexadecimal()))
        default:
            if Self.isLetterOrDigit(next) { throw error(.unknownEscape) }
            return .scalar(next)
        }
    }

    private mutating func hexadecimal() throws -> UInt32 {
        guard position + 4 <= scalars.count else { throw error(.escapeNeedsDigits) }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Unicode.Scalar(scalars[position]).flatMap({ Character($0).hexDigitValue }) else {
                throw error(.escapeNeedsDigits)
            }
            value = value * 16 + UInt32(digit)
            position += 1
        }
        return value
    }

    private static func isLetterOrDigit(_ value: UInt32) -> Bool {
        (0x30...0x39).contains(value) || (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value)
    }

    private static func lowered(_ value: UInt32) -> UInt32 { NormalizedText.folded(value) }

    private mutating func scalarSet() throws -> ScalarSet {
        var set = ScalarSet(ranges: [], negated: take("^"))
        while let next = peek(), next != Self.code("]") || set.ranges.isEmpty {
            position += 1
            var low = next
            if next == Self.code("\\") {
                switch try escape() {
                case .scalar(let value): low = value
                case .set(let inner) where !inner.negated:
                    set.ranges += inner.ranges
                    continue
                default: throw error(.notInClass)
                }
            }
            var high = low
            if peek() == Self.code("-"), let end = peek(1), end != Self.code("]") {
                position += 2
                high = end
                if end == Self.code("\\") {
                    guard case .scalar(let value) = try escape() else { throw error(.rangeNeedsEnd) }
                    high = value
                }
                guard low <= high else { throw error(.rangeBackwards) }
            }
            // The scanned text is in lower case and folded; so are the members.
            if low == high {
                let value = Self.lowered(low)
                set.ranges.append(value...value)
            } else if (0x41...0x5A).contains(low), (0x41...0x5A).contains(high) {
                set.ranges.append(low + 32...high + 32)
            } else {
                set.ranges.append(low...high)
            }
        }
        guard take("]") else { throw error(.classNotClosed) }
        return set
    }

    private mutating func repetition(of node: PatternNode) throws -> PatternNode {
        guard let next = peek() else { return node }
        var least = 0
        var most = 1
        switch Unicode.Scalar(next) {
        case "?": position += 1
        case "*", "+":
            guard node.isSingle else { throw error(.endlessRepetition) }
            least = next == Self.code("+") ? 1 : 0
            most = Self.openEnd
            position += 1
        case "{":
            (least, most) = try bounds()
            guard most <= Self.longestRepetition else { throw error(.repeatsTooOften) }
        default: return node
        }
        let lazy = take("?")
        if peek() == Self.code("+") || peek() == Self.code("*") { throw error(.repeatsRepetition) }
        return .repeated(node, least: least, most: most, greedy: !lazy)
    }

    private mutating func bounds() throws -> (Int, Int) {
        let start = position
        position += 1
        var numbers: [Int?] = [nil]
        while let next = peek(), next != Self.code("}") {
            if next == Self.code(",") {
                numbers.append(nil)
            } else if (0x30...0x39).contains(next), numbers[numbers.count - 1] ?? 0 < 10_000 {
                numbers[numbers.count - 1] = (numbers[numbers.count - 1] ?? 0) * 10 + Int(next - 0x30)
            } else {
                position = start
                throw error(.notRepetition)
            }
            position += 1
        }
        guard take("}"), numbers.count <= 2, let least = numbers[0] else { throw error(.notRepetition) }
        let most = numbers.count == 1 ? least : numbers[1] ?? Self.openEnd
        guard most >= least, most > 0 else { throw error(.repetitionBackwards) }
        return (least, most)
    }
}

extension PatternNode {
    /// Whether it is one character.
    var isSingle: Bool {
        switch self {
        case .scalar, .set: return true
        default: return false
        }
    }
}
