/// A moment, to the millisecond, in UTC. Stored and shown to machines as RFC 3339
/// (`2026-09-25T01:00:00.000Z`); people read it in Beijing time, see ``Day`` and ``BeijingTime``.
///
/// Rules never ask what time it is: an instant is always given to them.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// This instant moved by a duration, in milliseconds.
    public func advanced(byMilliseconds count: Int64) -> Instant {
        Instant(milliseconds: milliseconds + count)
    }

    public func advanced(byMinutes count: Int64) -> Instant { advanced(byMilliseconds: count * 60_000) }
    public func advanced(byHours count: Int64) -> Instant { advanced(byMinutes: count * 60) }

    /// This instant moved by days of 24 hours; China has no daylight-saving time.
    public func advanced(byDays count: Int64) -> Instant { advanced(byHours: count * 24) }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC with exactly three decimals: `2026-09-25T01:00:00.000Z`.
    public var description: String {
        let days = floorDivide(milliseconds, 86_400_000)
        let rest = milliseconds - days * 86_400_000
        let day = Day(daysSinceEpoch: Int(days))
        let hour = rest / 3_600_000
        let minute = rest / 60_000 % 60
        let second = rest / 1000 % 60
        return "\(day)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2)).\(padded(rest % 1000, 3))Z"
    }

    /// Reads RFC 3339 with `Z` or a numeric offset; seconds and decimals may be left out
    /// (`2026-09-25T09:00+08:00`). Nil for anything else, leap seconds included.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13]), bytes[13] == UInt8(ascii: ":"),
            let minute = number(bytes[14..<16]), hour < 24, minute < 60
        else { return nil }
        var position = 16
        var second: Int64 = 0
        var fraction: Int64 = 0
        if bytes[position] == UInt8(ascii: ":") {
            guard bytes.count > position + 3, let value = number(bytes[17..<19]), value < 60 else { return nil }
            second = value
            position = 19
            if bytes[position] == UInt8(ascii: ".") {
                var digits = position + 1
                while digits < bytes.count, isDigit(bytes[digits]) { digits += 1 }
                guard (2...10).contains(digits - position), digits < bytes.count else { return nil }
                var shown = Array(bytes[(position + 1)..<min(digits, position + 4)])
                while shown.count < 3 { shown.append(UInt8(ascii: "0")) }
                guard let value = number(shown[...]) else { return nil }
                fraction = value
                position = digits
            }
        }
        guard let offset = offsetMinutes(bytes[position...]) else { return nil }
        let minutes = Int64(day.daysSinceEpoch) * 1440 + hour * 60 + minute - offset
        self.init(milliseconds: (minutes * 60 + second) * 1000 + fraction)
    }
}

extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Instant(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 instant: \(text)")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Minutes east of Greenwich of `Z`, `+08:00` or `-03:30`; nil for anything else.
private func offsetMinutes(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let zone = Array(bytes)
    if zone == [UInt8(ascii: "Z")] { return 0 }
    guard zone.count == 6, zone[3] == UInt8(ascii: ":"), let hours = number(zone[1..<3]),
        let minutes = number(zone[4..<6]), hours < 24, minutes < 60
    else { return nil }
    switch zone[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

/// The value of a run of ASCII digits, nil when any byte is not one.
func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for byte in bytes {
        guard isDigit(byte) else { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return value
}

func padded(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
