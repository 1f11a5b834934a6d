/// An amount of renminbi in fen (分, 1/100 yuan). Integers only: prices are never floating point.
public struct Money: Hashable, Comparable, Sendable {
    /// Fen; never negative by construction from text, possibly negative as a difference.
    public let fen: Int64

    public init(fen: Int64) { self.fen = fen }

    public static let zero = Money(fen: 0)
    public static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    public static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    public static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }

    /// Reads yuan as people type them: `12,864,000`, `12864000.5`, `¥20.00`. Nil for more than two decimals,
    /// a sign, or more than 15 digits.
    public init?(yuan text: String) {
        var digits = ""
        var decimals: Int?
        for character in text {
            switch character {
            case "0"..."9" where (decimals ?? 0) < 2:
                digits.append(character)
                decimals = decimals.map { $0 + 1 }
            case ".", "\u{FF0E}":
                guard decimals == nil, !digits.isEmpty else { return nil }
                decimals = 0
            case ",", "\u{FF0C}", " ", "\u{A5}", "\u{FFE5}": continue
            default: return nil
            }
        }
        guard !digits.isEmpty, digits.count <= 15, let value = Int64(digits) else { return nil }
        let scale: Int64 =
            switch decimals ?? 0 {
            case 0: 100
            case 1: 10
            default: 1
            }
        fen = value * scale
    }

    /// For people, with its unit: `12,864,000.00 元`, `CNY 12,864,000.00`.
    public var said: Wording {
        var grouped = ""
        for (index, character) in yuan.dropLast(3).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3), character != "-" { grouped.append(",") }
            grouped.append(character)
        }
        let amount = String(grouped.reversed()) + yuan.suffix(3)
        return Wording(chinese: "\(amount) 元", english: "CNY \(amount)")
    }

    /// Yuan with two decimals and no grouping: `12864000.00`.
    public var yuan: String {
        let sign = fen < 0 ? "-" : ""
        return "\(sign)\(fen.magnitude / 100).\(padded(fen.magnitude % 100, 2))"
    }
}

extension Money: Codable {
    public init(from decoder: any Decoder) throws {
        fen = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fen)
    }
}
