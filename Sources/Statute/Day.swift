/// A calendar day as the law counts it (日, 自然日): a date in Asia/Shanghai, without a time.
public struct Day: Hashable, Comparable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nil when there is no such date in the Gregorian calendar.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[month - 1] else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that lies so many days after 1970-01-01 (Howard Hinnant's civil-from-days algorithm).
    public init(daysSinceEpoch: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day on which an instant falls in Beijing.
    public init(of instant: Instant) {
        let local = instant.milliseconds + BeijingTime.offsetMilliseconds
        self.init(daysSinceEpoch: Int(floorDivide(local, 86_400_000)))
    }

    /// Days since 1970-01-01, negative before it.
    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day so many calendar days later (earlier when negative).
    public func advanced(byDays count: Int) -> Day { Day(daysSinceEpoch: daysSinceEpoch + count) }

    /// Calendar days from this day to another, negative when it lies before.
    public func days(to other: Day) -> Int { other.daysSinceEpoch - daysSinceEpoch }

    /// 00:00 in Beijing on this day.
    public var start: Instant {
        Instant(milliseconds: Int64(daysSinceEpoch) * 86_400_000 - BeijingTime.offsetMilliseconds)
    }

    /// 24:00 in Beijing on this day, which is 00:00 of the next: a period that ends on this day ends here.
    public var end: Instant { advanced(byDays: 1).start }

    /// A time of this day in Beijing.
    public func at(hour: Int, minute: Int = 0) -> Instant {
        start.advanced(byMinutes: Int64(hour * 60 + minute))
    }

    /// 1 = Monday … 7 = Sunday (ISO 8601).
    public var weekday: Int { (((daysSinceEpoch + 3) % 7) + 7) % 7 + 1 }

    public static func < (left: Day, right: Day) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
}

extension Day: CustomStringConvertible {
    /// ISO 8601: `2026-09-25`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// Reads `2026-09-25`; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
        else { return nil }
        self.init(year: Int(year), month: Int(month), day: Int(day))
    }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Day(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day: \(text)")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Asia/Shanghai, in which every legal day is counted: UTC+8 without daylight saving since 1991.
public enum BeijingTime {
    public static let offsetMilliseconds: Int64 = 8 * 3_600_000

    /// `2026-09-25 09:00`: what people read.
    public static func text(_ instant: Instant) -> String {
        let local = Instant(milliseconds: instant.milliseconds + offsetMilliseconds).description
        return local.prefix(10) + " " + local.dropFirst(11).prefix(5)
    }

    /// Reads `2026-09-25T09:00` or with a blank, seconds optional: what an HTML date-time field sends.
    public static func instant(_ text: String) -> Instant? { Instant(text + "+08:00") }
}
