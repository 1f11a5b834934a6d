/// A score in hundredths of a point, exact. Stored and shown as a decimal with two places: `29.08`.
public struct Score: Hashable, Comparable, Sendable {
    public let hundredths: Int64

    public init(hundredths: Int64) { self.hundredths = hundredths }

    public static let zero = Score(hundredths: 0)
    public static func < (left: Score, right: Score) -> Bool { left.hundredths < right.hundredths }
    public static func + (left: Score, right: Score) -> Score { Score(hundredths: left.hundredths + right.hundredths) }
    public static func - (left: Score, right: Score) -> Score { Score(hundredths: left.hundredths - right.hundredths) }

    /// The mean of scores, rounded to the hundredth, half up; zero of none.
    static func mean(_ scores: some Collection<Score>) -> Score {
        guard !scores.isEmpty else { return .zero }
        let sum = scores.reduce(Int128(0)) { $0 + Int128($1.hundredths) }
        return Score(hundredths: Rounding.halfUp.quotient(sum, Int128(scores.count)))
    }
}

extension Score: CustomStringConvertible {
    /// Two decimals: `29.08`.
    public var description: String { decimalText(hundredths, places: 2) }

    /// Reads `29`, `29.1` or `29.08`, up to 99,999,999.99; nil for anything else, a sign included.
    public init?(_ text: String) {
        guard let value = decimalValue(text, places: 2) else { return nil }
        self.init(hundredths: value)
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

/// A parameter of a formula (系数): an exact decimal of at most four places, never negative. Stored as a decimal
/// without idle noughts: `0.97`.
public struct Coefficient: Hashable, Comparable, Sendable {
    public let tenThousandths: Int64

    public init(tenThousandths: Int64) { self.tenThousandths = tenThousandths }

    public static let zero = Coefficient(tenThousandths: 0)
    public static let one = Coefficient(tenThousandths: 10_000)
    public static func < (left: Coefficient, right: Coefficient) -> Bool {
        left.tenThousandths < right.tenThousandths
    }
}

extension Coefficient: CustomStringConvertible {
    public var description: String {
        var text = decimalText(tenThousandths, places: 4)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Reads `1`, `0.97` or `0.9725`; nil for anything else, a sign included.
    public init?(_ text: String) {
        guard let value = decimalValue(text, places: 4) else { return nil }
        self.init(tenThousandths: value)
    }
}

extension Coefficient: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Coefficient(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a coefficient: \(text)")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// How a document rounds, where it says that something is rounded.
public enum Rounding: String, Codable, CaseIterable, Sendable {
    /// 四舍五入: a half goes away from zero.
    case halfUp
    /// 四舍六入五成双 (GB/T 8170-2008): a half goes to the even neighbour.
    case halfEven

    /// The integer nearest to a fraction, or the largest there is.
    /// - Parameter divisor: above zero.
    func quotient(_ dividend: Int128, _ divisor: Int128) -> Int64 {
        let (whole, rest) = dividend.magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
        let distance = divisor.magnitude - rest
        let up = rest > distance || (rest == distance && (self == .halfUp || whole % 2 == 1))
        let value = Int64(clamping: whole + (up ? 1 : 0))
        return dividend < 0 ? -value : value
    }
}

/// A whole number of units of the last place as a decimal: `2908` with two places is `29.08`.
func decimalText(_ value: Int64, places: Int) -> String {
    var digits = String(value.magnitude)
    while digits.utf8.count <= places { digits = "0" + digits }
    return (value < 0 ? "-" : "") + digits.dropLast(places) + "." + digits.suffix(places)
}

/// Reads an unsigned decimal of at most eight digits and so many places, in units of the last place.
private func decimalValue(_ text: String, places: Int) -> Int64? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...8).contains(parts[0].count) else { return nil }
    let decimals = parts.count == 2 ? Array(parts[1]) : []
    guard decimals.count <= places, parts.count == 1 || !decimals.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in Array(parts[0]) + decimals + Array(repeating: UInt8(ascii: "0"), count: places - decimals.count) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return value
}
