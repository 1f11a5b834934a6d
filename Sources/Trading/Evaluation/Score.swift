/// A score in hundredths of a point, exact. Stored and shown as a decimal with two places: `29.08`.
public struct Score: Hashable, Comparable, Sendable {
    public let hundredths: Int64

    public init(hundredths: Int64) { self.hundredths = hundredths }

    public static let zero = Score(hundredths: 0)
    public static func < (left: Score, right: Score) -> Bool { left.hundredths < right.hundredths }
    public static func + (left: Score, right: Score) -> Score { Score(hundredths: left.hundredths + right.hundredths) }

    /// The nearest score to a fraction of points, half up.
    static func rounded(_ points: Fraction) -> Score {
        Score(hundredths: (points * Fraction(100)).roundedHalfUp)
    }
}

extension Score: CustomStringConvertible {
    public var description: String {
        let cents = String(hundredths.magnitude % 100)
        return (hundredths < 0 ? "-" : "") + "\(hundredths.magnitude / 100)." + (cents.count == 1 ? "0" : "") + cents
    }

    /// Reads `29`, `29.1` or `29.08`; nil for anything else.
    public init?(_ text: String) {
        guard let value = Fraction(decimal: text, places: 2) else { return nil }
        self = Score.rounded(value)
    }
}

extension Score: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let score = Score(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a score: \(text)")
        }
        self = score
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// An exact rational number of 128 bits: evaluation rounds only where the document says so.
struct Fraction: Hashable, Comparable, Sendable {
    let numerator: Int128
    /// Always positive.
    let denominator: Int128

    init(_ numerator: Int128, over denominator: Int128 = 1) {
        precondition(denominator != 0, "callers divide by counts and prices that are not zero")
        let sign: Int128 = denominator < 0 ? -1 : 1
        let divisor = max(Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude), 1)
        self.numerator = sign * numerator / Int128(divisor)
        self.denominator = sign * denominator / Int128(divisor)
    }

    init(_ value: Int64) { self.init(Int128(value)) }

    /// Reads an unsigned decimal with at most so many places; nil for anything else.
    init?(decimal text: String, places: Int) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }), parts.count == 1 || parts[1].count <= places,
            digits.count <= 18, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let value = Int128(digits)
        else { return nil }
        var scale: Int128 = 1
        if parts.count == 2 { for _ in parts[1] { scale *= 10 } }
        self.init(value, over: scale)
    }

    private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }

    static func < (left: Fraction, right: Fraction) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }
    static func + (left: Fraction, right: Fraction) -> Fraction {
        Fraction(
            left.numerator * right.denominator + right.numerator * left.denominator,
            over: left.denominator * right.denominator)
    }
    static func - (left: Fraction, right: Fraction) -> Fraction {
        left + Fraction(-right.numerator, over: right.denominator)
    }
    static func * (left: Fraction, right: Fraction) -> Fraction {
        Fraction(left.numerator * right.numerator, over: left.denominator * right.denominator)
    }
    static func / (left: Fraction, right: Fraction) -> Fraction {
        Fraction(left.numerator * right.denominator, over: left.denominator * right.numerator)
    }

    var magnitude: Fraction { Fraction(abs(numerator), over: denominator) }

    /// The nearest integer, halves away from zero (四舍五入).
    var roundedHalfUp: Int64 {
        let doubled = abs(numerator) * 2 + denominator
        let value = Int64(doubled / (denominator * 2))
        return numerator < 0 ? -value : value
    }

    /// Rounded to so many decimals, as a fraction again: where the document rounds in the middle.
    func rounded(places: Int) -> Fraction {
        var scale: Int128 = 1
        for _ in 0..<places { scale *= 10 }
        return Fraction(Int128((self * Fraction(scale)).roundedHalfUp), over: scale)
    }
}
