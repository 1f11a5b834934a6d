/// 统一交易标识码: 33 characters (platform body, day, serial, check), printed after the trade class and with hyphens:
/// `A07-12530600431570013W-20260914-000127-K`. The check character (ISO 7064 MOD 37-2) covers the class too.
public struct UnifiedDealCode: Hashable, Sendable {
    public enum Malformed: Error, Hashable, Sendable {
        case shape
        /// The check character should be another one.
        case check(expected: Character)
    }

    /// A letter and two digits, `A07`.
    public let tradeClass: String
    /// Unified social credit code of the trading platform's body.
    public let platform: String
    public let day: Day
    /// 1…999999 within the day.
    public let serial: Int
    public let check: Character

    static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*")

    /// The code of a new deal, with its check character.
    /// - Parameters:
    ///   - tradeClass: three characters, `A07`.
    ///   - platform: unified social credit code of the trading platform's body.
    ///   - serial: 1…999999 within the day.
    /// - Throws: ``Malformed/shape``.
    public static func make(
        tradeClass: String, platform: String, day: Day, serial: Int
    ) throws -> UnifiedDealCode {
        let letter = tradeClass.utf8.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? false
        guard letter, tradeClass.utf8.count == 3, tradeClass.utf8.dropFirst().allSatisfy(isDigit),
            (1...999_999).contains(serial), (try? UnifiedSocialCreditCode(platform)) != nil
        else { throw Malformed.shape }
        let check = check(tradeClass + platform + digits(day) + padded(serial, 6))
        return UnifiedDealCode(tradeClass: tradeClass, platform: platform, day: day, serial: serial, check: check)
    }

    private init(tradeClass: String, platform: String, day: Day, serial: Int, check: Character) {
        self.tradeClass = tradeClass
        self.platform = platform
        self.day = day
        self.serial = serial
        self.check = check
    }

    /// Reads the printed form.
    /// - Throws: ``Malformed``.
    public init(_ text: String) throws {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [3, 18, 8, 6, 1] else { throw Malformed.shape }
        try self.init(tradeClass: String(parts[0]), compact: parts.dropFirst().joined())
    }

    /// Reads the 33 characters of the data norm beside their trade class.
    /// - Throws: ``Malformed``.
    public init(tradeClass: String, compact: String) throws {
        let bytes = Array(compact.utf8)
        guard bytes.count == 33, let year = number(bytes[18..<22]), let month = number(bytes[22..<24]),
            let dayOfMonth = number(bytes[24..<26]), let serial = number(bytes[26..<32]),
            let day = Day(year: Int(year), month: Int(month), day: Int(dayOfMonth)),
            let given = compact.last
        else { throw Malformed.shape }
        let made = try Self.make(
            tradeClass: tradeClass, platform: String(decoding: bytes[0..<18], as: UTF8.self), day: day,
            serial: Int(serial))
        guard Self.alphabet.contains(given) else { throw Malformed.shape }
        guard given == made.check else { throw Malformed.check(expected: made.check) }
        self = made
    }

    /// The 33 characters of the data norm, without the class.
    public var compact: String { platform + Self.digits(day) + padded(serial, 6) + String(check) }

    private static func digits(_ day: Day) -> String { day.description.filter { $0 != "-" } }

    /// ISO 7064 MOD 37-2 over characters of its alphabet.
    private static func check(_ text: String) -> Character {
        var product = 0
        for character in text {
            product = (product + (alphabet.firstIndex(of: character) ?? 0)) * 2 % 37
        }
        return alphabet[(38 - product) % 37]
    }
}

extension UnifiedDealCode: CustomStringConvertible {
    /// The printed form.
    public var description: String {
        "\(tradeClass)-\(platform)-\(Self.digits(day))-\(padded(serial, 6))-\(check)"
    }
}

extension UnifiedDealCode: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try UnifiedDealCode(text)
        } catch let problem as Malformed {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a unified deal code: \(text): \(problem)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
