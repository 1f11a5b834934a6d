import Foundation
import Testing

@testable import Statute

@Suite("Instants, days and amounts are exact")
struct TimeTests {
    private static let seed = UInt64.random(in: 0 ... .max)

    @Test("Days agree with the Gregorian calendar of Foundation, both ways")
    func daysAgainstFoundation() throws {
        var random = SeededRandom(seed: Self.seed)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for _ in 0..<3000 {
            // 1600 to 2400: Foundation's calendar is Julian before 1582.
            let count = Int.random(in: -135_000...157_000, using: &random)
            let date = Date(timeIntervalSince1970: Double(count) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let day = Day(daysSinceEpoch: count)
            #expect(day.year == parts.year && day.month == parts.month && day.day == parts.day, "seed \(Self.seed)")
            #expect(day.weekday == ((parts.weekday ?? 0) + 5) % 7 + 1, "seed \(Self.seed)")
            #expect(day.daysSinceEpoch == count, "seed \(Self.seed)")
            #expect(Day(day.description) == day)
        }
    }

    @Test("Instants agree with Foundation's reading of RFC 3339")
    func instantsAgainstFoundation() throws {
        var random = SeededRandom(seed: Self.seed)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<500 {
            let instant = Instant(
                milliseconds: Int64.random(in: -2_000_000_000_000...4_000_000_000_000, using: &random))
            let date = try Date(instant.description, strategy: style)
            let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
            #expect(milliseconds == instant.milliseconds, "seed \(Self.seed)")
            #expect(Instant(instant.description) == instant, "seed \(Self.seed)")
        }
    }

    @Test("RFC 3339 with offset, without seconds, with more decimals than milliseconds")
    func instantForms() throws {
        let nine = try #require(Instant("2026-09-25T01:00:00.000Z"))
        for text in ["2026-09-25T09:00+08:00", "2026-09-25T09:00:00+08:00", "2026-09-24T21:30:00.0009-03:30"] {
            #expect(Instant(text) == nine, "\(text)")
        }
        #expect(BeijingTime.instant("2026-09-25T09:00") == nine)
        #expect(BeijingTime.instant("2026-09-25 09:00:00") == nine)
        #expect(BeijingTime.text(nine) == "2026-09-25 09:00")
    }

    @Test(
        "What is not an instant is none",
        arguments: [
            "", "2026-09-25", "2026-09-25T09:00", "2026-09-25T24:00:00Z", "2026-09-25T09:60:00Z",
            "2026-09-25T09:00:60Z", "2026-02-30T09:00:00Z", "2026-09-25T09:00:00.Z", "2026-09-25T09:00:00.123",
            "2026-09-25T09:00:00+8:00", "2026-09-25T09:00:00Zx", "2026-09-25x09:00:00Z", "２026-09-25T09:00:00Z",
        ])
    func notAnInstant(_ text: String) { #expect(Instant(text) == nil) }

    @Test("Not every date exists")
    func impossibleDays() {
        #expect(Day("2024-02-29") != nil && Day("2000-02-29") != nil)
        for text in ["2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-9-25", "2026/09/25"] {
            #expect(Day(text) == nil, "\(text)")
        }
    }

    @Test("A day in Beijing begins at 16:00 UTC of the day before, and 24:00 is the next day's 00:00")
    func beijingDays() throws {
        let day = try #require(Day("2026-09-25"))
        #expect(day.start.description == "2026-09-24T16:00:00.000Z")
        #expect(day.end == day.advanced(byDays: 1).start)
        #expect(Day(of: day.start) == day)
        #expect(Day(of: day.end.advanced(byMilliseconds: -1)) == day)
        #expect(Day(of: day.end) == day.advanced(byDays: 1))
        #expect(day.at(hour: 9, minute: 30).description == "2026-09-25T01:30:00.000Z")
        #expect(day.weekday == 5)
    }

    @Test("Days, instants and amounts are stored as plain values")
    func storedForms() throws {
        struct Stored: Codable, Equatable {
            var day: Day
            var instant: Instant
            var amount: Money
        }
        let day = try #require(Day("2026-09-25"))
        let stored = Stored(day: day, instant: day.at(hour: 9), amount: Money(fen: 1234))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = try encoder.encode(stored)
        let text = "{\"amount\":1234,\"day\":\"2026-09-25\",\"instant\":\"2026-09-25T01:00:00.000Z\"}"
        #expect(String(decoding: bytes, as: UTF8.self) == text)
        #expect(try JSONDecoder().decode(Stored.self, from: bytes) == stored)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data("[\"2026-02-30\"]".utf8))
        }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Instant].self, from: Data("[\"now\"]".utf8)) }
    }

    @Test(
        "Yuan as people type them",
        arguments: [
            ("12,864,000", 1_286_400_000), ("12864000.5", 1_286_400_050), ("¥20.00", 2000), ("￥ 0.07", 7),
            ("1，000．25", 100_025), ("0", 0), ("999999999999999", 99_999_999_999_999_900),
        ] as [(String, Int64)])
    func yuan(_ text: String, _ fen: Int64) { #expect(Money(yuan: text)?.fen == fen) }

    @Test(
        "What is not an amount is none",
        arguments: ["", "-1", "+1", "1.234", "1.2.3", ".5", "1e3", "一百", "1234567890123456", "¥", "１", "5\u{301}"])
    func notYuan(_ text: String) { #expect(Money(yuan: text) == nil) }

    @Test(
        "Money is said with its unit, in thousands",
        arguments: [
            (0, "0.00"), (99_999, "999.99"), (100_000, "1,000.00"), (1_286_400_050, "12,864,000.50"),
            (-12_345_600, "-123,456.00"),
        ])
    func said(_ fen: Int64, _ amount: String) {
        let said = Money(fen: fen).said
        #expect(said == Wording(chinese: "\(amount) 元", english: "CNY \(amount)"))
    }

    @Test("Amounts read back as they are shown")
    func yuanText() {
        var random = SeededRandom(seed: Self.seed)
        for _ in 0..<500 {
            let money = Money(fen: Int64.random(in: 0...999_999_999_999_999, using: &random))
            #expect(Money(yuan: money.yuan) == money, "seed \(Self.seed)")
        }
        #expect(Money(fen: -5).yuan == "-0.05" && Money(fen: 100).yuan == "1.00")
    }
}
