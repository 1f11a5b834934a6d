import Statute

/// How values read for people: money in yuan, instants in Beijing time with their year, terms in words.
public struct Shown: Sendable {
    public let words: Words

    public init(_ words: Words) { self.words = words }

    /// `1,286.40 万元`, `3.2 亿元`, `12,864,000.50 元`: the larger unit only when nothing is rounded away.
    public func money(_ money: Money) -> String {
        let magnitude = money.fen.magnitude
        let sign = money.fen < 0 ? "-" : ""
        guard words.language == .chinese else {
            return words("money.yuan", ["amount": sign + Self.amount(magnitude, unit: 100, decimals: 2)])
        }
        if magnitude >= 10_000_000_000, magnitude % 1_000_000 == 0 {
            let amount = Self.amount(magnitude, unit: 10_000_000_000, decimals: 4, trimmed: true)
            return words("money.hundredMillion", ["amount": sign + amount])
        }
        if magnitude >= 1_000_000, magnitude % 10_000 == 0 {
            return words("money.tenThousand", ["amount": sign + Self.amount(magnitude, unit: 1_000_000, decimals: 2)])
        }
        return words("money.yuan", ["amount": sign + Self.amount(magnitude, unit: 100, decimals: 2)])
    }

    /// A whole number with grouping: `48,210`.
    public static func number(_ value: Int64) -> String {
        (value < 0 ? "-" : "") + grouped(String(value.magnitude))
    }

    private static func amount(_ fen: UInt64, unit: UInt64, decimals: Int, trimmed: Bool = false) -> String {
        var scale: UInt64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let digits = String(fen % unit * scale / unit)
        var fraction = String(repeating: "0", count: decimals - digits.utf8.count) + digits
        while trimmed, fraction.hasSuffix("0") { fraction.removeLast() }
        let whole = grouped(String(fen / unit))
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }

    private static func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }

    /// `2026-10-29 09:30`, Beijing time.
    public func instant(_ instant: Instant) -> String { "\(Day(of: instant)) \(Self.time(instant))" }

    /// `09:30:15`, for receipts and the ledger, where seconds count.
    public func exactly(_ instant: Instant) -> String {
        let second = (instant.milliseconds - Day(of: instant).start.milliseconds) / 1000 % 60
        return "\(self.instant(instant)):\(second < 10 ? "0" : "")\(second)"
    }

    public func day(_ day: Day) -> String { day.description }

    private static func time(_ instant: Instant) -> String {
        let minutes = (instant.milliseconds - Day(of: instant).start.milliseconds) / 60_000
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// How long until a term ends, and when that is: `还剩 2 天，明天 18:00 前`; or how long it has passed.
    public func term(_ due: Instant, now: Instant) -> String {
        let length = span(milliseconds: abs(due.milliseconds - now.milliseconds))
        if due <= now { return words("term.passed", ["length": length, "until": instant(due)]) }
        let days = Day(of: now).days(to: Day(of: due))
        let time = Self.time(due)
        let until =
            switch days {
            case 0: words("term.today", ["time": time])
            case 1: words("term.tomorrow", ["time": time])
            default: instant(due)
            }
        return words("term.left", ["length": length, "until": until])
    }

    /// A length of time in words, in its two largest units at most: `2 天 18 小时`.
    public func span(milliseconds: Int64) -> String {
        let minutes = milliseconds / 60_000
        func unit(_ key: String, _ count: Int64) -> String {
            words("span.\(key)\(count == 1 ? ".one" : "")", ["count": String(count)])
        }
        let days = minutes / 1440
        let hours = minutes / 60 % 24
        if days >= 7 { return unit("days", days) }
        if days > 0 { return hours == 0 ? unit("days", days) : unit("days", days) + " " + unit("hours", hours) }
        if hours > 0 {
            return minutes % 60 == 0
                ? unit("hours", hours) : unit("hours", hours) + " " + unit("minutes", minutes % 60)
        }
        return minutes > 0 ? unit("minutes", minutes) : words("span.moment")
    }

    /// What colour a term has, with the meaning of DESIGN §3: `past`, `near` (less than a day) or `calm`.
    public static func urgency(_ due: Instant, now: Instant) -> String {
        if due <= now { return "past" }
        return due.milliseconds - now.milliseconds < 86_400_000 ? "near" : "calm"
    }

    /// The same of a term that warns: near from four fifths of its time on, however long it is.
    public static func urgency(_ due: Instant, stage: TermStage, now: Instant) -> String {
        let urgency = urgency(due, now: now)
        return urgency == "calm" && stage >= .eighty ? "near" : urgency
    }

    /// `昭通市水利局 · 行政监督部门`, without the organisation's name when it is not known.
    public func role(_ name: String) -> String { words("role.\(name)") }

    /// `4.2 MB`, in decimal units.
    public func size(_ bytes: Int64) -> String {
        var value = bytes
        var tenths: Int64 = 0
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1000 || unit == "GB" {
                return tenths == 0 ? "\(value) \(unit)" : "\(value).\(tenths) \(unit)"
            }
            tenths = value % 1000 / 100
            value /= 1000
        }
        return "\(bytes) B"
    }
}
