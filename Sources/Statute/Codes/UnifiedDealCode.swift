/// 统一交易标识码: class, platform body, day, serial and a check character by ISO 7064 MOD 37-2, printed with
/// hyphens: `A07-12530600431570013W-20260914-000127-K`.
public struct UnifiedDealCode: Hashable, Sendable, CustomStringConvertible {
    public enum Malformed: Error, Hashable, Sendable {
        case shape
        /// The check character should be another one.
        case check(expected: Character)
    }

    public let description: String

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*")

    /// - Parameters:
    ///   - tradeClass: three characters, `A07`.
    ///   - platform: unified social credit code of the trading platform's body.
    ///   - serial: 1…999999 within the day.
    /// - Throws: ``Malformed/shape``.
    public static func make(
        tradeClass: String, platform: String, day: Day, serial: Int
    ) throws -> UnifiedDealCode {
        let date = day.description.filter { $0 != "-" }
        guard tradeClass.count == 3, platform.count == 18, (1...999_999).contains(serial) else {
            throw Malformed.shape
        }
        let number = padded(serial, 6)
        guard let check = check(tradeClass + platform + date + number) else { throw Malformed.shape }
        return UnifiedDealCode(description: "\(tradeClass)-\(platform)-\(date)-\(number)-\(check)")
    }

    private init(description: String) { self.description = description }

    /// Reads the printed form.
    /// - Throws: ``Malformed``.
    public init(_ text: String) throws {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [3, 18, 8, 6, 1], let given = parts[4].first,
            let expected = Self.check(parts[0..<4].joined())
        else { throw Malformed.shape }
        guard given == expected else { throw Malformed.check(expected: expected) }
        description = text
    }

    /// ISO 7064 MOD 37-2; nil for a character outside 0–9 and A–Z.
    private static func check(_ text: String) -> Character? {
        var product = 0
        for character in text {
            guard let value = alphabet.dropLast().firstIndex(of: character) else { return nil }
            product = (product + value) * 2 % 37
        }
        return alphabet[(38 - product) % 37]
    }
}
