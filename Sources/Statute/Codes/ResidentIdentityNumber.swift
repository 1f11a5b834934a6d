/// 公民身份号码 (GB 11643-1999): six digits of a region, a birthday, a sequence and a check character.
///
/// Personal data: it prints itself masked, is not `Codable`, and ``unmasked`` is for matching and for the encrypted
/// store only.
public struct ResidentIdentityNumber: Hashable, Sendable {
    /// All 18 characters. Never for pages, logs or open parts.
    public let unmasked: String
    public let birthday: Day
    /// What the 18th character says of the others.
    public let check: CodeCheck

    private static let weights: [Int64] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = Array("10X98765432")

    /// Reads 18 characters; a small x is taken for X.
    /// - Throws: ``MalformedCode``.
    public init(_ text: String) throws {
        var bytes = Array(text.utf8)
        guard text.count == 18 else { throw MalformedCode.length(text.count) }
        if bytes.last == UInt8(ascii: "x") { bytes[bytes.count - 1] = UInt8(ascii: "X") }
        var sum: Int64 = 0
        for index in 0..<17 {
            guard isDigit(bytes[index]) else { throw MalformedCode.character(position: index + 1) }
            sum += Int64(bytes[index] - UInt8(ascii: "0")) * Self.weights[index]
        }
        guard bytes.count == 18, isDigit(bytes[17]) || bytes[17] == UInt8(ascii: "X") else {
            throw MalformedCode.character(position: 18)
        }
        guard let year = number(bytes[6..<10]), let month = number(bytes[10..<12]), let day = number(bytes[12..<14]),
            let birthday = Day(year: Int(year), month: Int(month), day: Int(day))
        else { throw MalformedCode.date }
        unmasked = String(decoding: bytes, as: UTF8.self)
        self.birthday = birthday
        check = CodeCheck(
            given: Character(UnicodeScalar(bytes[17])), expected: Self.checks[Int(sum % 11)], position: 18)
    }

    /// The check character of seventeen digits; nil when they are not.
    static func check(_ body: some Collection<Character>) -> Character? {
        let digits = body.compactMap { $0.isASCII ? $0.wholeNumberValue : nil }
        guard digits.count == 17, body.count == 17 else { return nil }
        return checks[Int(zip(digits, weights).reduce(Int64(0)) { $0 + Int64($1.0) * $1.1 } % 11)]
    }

    /// GB/T 2260 code of the region of first registration.
    public var region: String { String(unmasked.prefix(6)) }

    /// The first six and the last two characters: all that may be shown.
    public var masked: String { unmasked.prefix(6) + "**********" + unmasked.suffix(2) }
}

extension ResidentIdentityNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { masked }
    public var debugDescription: String { masked }
    /// Also `dump` and the mirrors of test failures show no more.
    public var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}
