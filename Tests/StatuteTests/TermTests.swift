import Foundation
import Testing

@testable import Statute

@Suite("Time limits are counted by 民法典 200–204")
struct TermTests {
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    private func instant(_ text: String) throws -> Instant { try #require(BeijingTime.instant(text)) }

    @Test("What is asked for, what was given, and the earliest deadline (招标投标法 24)")
    func use() throws {
        let use = try law.use("T03", from: instant("2026-09-25T09:00"), to: instant("2026-10-18T09:30"))
        #expect(use.required == 20 && use.given == 23 && use.isMet)
        #expect(use.earliest == (try instant("2026-10-15T00:00")))
    }

    @Test("A last day in a year without a calendar stays, and says so; working out the steps refuses")
    func missingYear() throws {
        let signed = try instant("2026-12-29T10:00")
        let due = try law.due("T16", from: signed)
        #expect(due.due == (try instant("2027-01-04T00:00")) && due.missingYear == 2027 && due.length == 5)
        #expect(try law.running("T16", from: signed).computation.pieces.contains(.calendarMissing(year: 2027)))
        #expect(throws: WorkCalendar.MissingYear(year: 2027)) { try law.computation("T16", from: signed) }
        let known = try law.due("T16", from: instant("2026-12-25T10:00"))
        #expect(known.missingYear == nil)
        // Working days are never counted without a calendar, not even provisionally.
        #expect(throws: WorkCalendar.MissingYear(year: 2027)) { try law.due("T27", from: signed) }
    }

    @Test("A tender keeps the version of a rule that it began under")
    func begun() throws {
        let began = try #require(Day("2011-06-01"))
        let received = try instant("2012-03-01T10:00")
        let due = try law.due("T27", from: received, begun: began)
        #expect(due.length == 5 && due.missingYear == 2012)
        #expect(throws: WorkCalendar.MissingYear(year: 2012)) { try law.due("T27", from: received) }
    }

    @Test("Earliest and latest answer each other, and one millisecond less is not enough")
    func inverse() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let terms = law.allTerms.filter { [.atLeastAfter, .atLeastBefore].contains($0.direction) }
        #expect(terms.count == 9)
        for term in terms {
            for _ in 0..<200 {
                let trigger = Instant(
                    milliseconds: Int64.random(in: 1_400_000_000_000...2_400_000_000_000, using: &random))
                let act = try term.earliest(after: trigger)
                #expect(try term.isMet(from: trigger, to: act), "\(term.id), seed \(seed)")
                #expect(
                    try !term.isMet(from: trigger, to: act.advanced(byMilliseconds: -1)), "\(term.id), seed \(seed)")
                let latest = try term.latest(before: act)
                #expect(latest >= trigger, "\(term.id), seed \(seed)")
                #expect(try term.isMet(from: latest, to: act), "\(term.id), seed \(seed)")
                #expect(
                    try !term.isMet(from: latest.advanced(byMilliseconds: 1), to: act), "\(term.id), seed \(seed)")
                // "At least N days" never means fewer than N dates (民法典 1259).
                #expect(try term.given(from: trigger, to: act) >= term.length, "\(term.id), seed \(seed)")
            }
        }
    }

    @Test("A computation keeps rule, version, inputs and steps, and reads back")
    func computation() throws {
        let (from, to) = (try instant("2026-09-25T09:00"), try instant("2026-10-18T09:30"))
        let least = try law.computation("T03", from: from, to: to)
        #expect(least.term == "T03" && least.inForceFrom == Day("2000-01-01"))
        #expect(least.required == 20 && least.given == 23 && least.isMet == true)
        let start = try #require(Day("2026-09-25"))
        #expect(least.pieces == [.triggerDayNotCounted(day: start), .datesApart(required: 20, given: 23)])
        let most = try law.computation("T07", from: from)
        let last = try #require(Day("2026-09-28"))
        #expect(
            most.pieces == [
                .triggerDayNotCounted(day: start), .lastDay(day: last), .endsAtMidnight(instant: last.end),
            ])
        #expect(most.counted.map(\.description) == ["2026-09-26", "2026-09-27", "2026-09-28"])
        #expect(most.calendar == ["国办发明电〔2025〕7号"] && least.calendar.isEmpty && most.unit == .calendarDay)
        #expect(most.bound == last.end && most.given == nil && most.isMet == nil)
        let before = try law.computation("T06", from: from, to: to)
        #expect(before.pieces.last == .hoursApart(required: 240, given: 552))
        for computed in [least, most, before] {
            let bytes = try JSONEncoder().encode(computed)
            #expect(try JSONDecoder().decode(TermComputation.self, from: bytes) == computed)
        }
    }

    @Test("A term of working days refuses without a calendar; hours count by the clock")
    func units() throws {
        let from = try instant("2026-09-25T09:00")
        let working = try term(unit: "workingDay", direction: "atMostAfter", length: 3)
        #expect(throws: Term.NoCalendar(term: "X")) { try working.due(after: from) }
        #expect(throws: Term.NoCalendar(term: "X")) { try working.computation(from: from) }
        #expect(throws: Term.NoCalendar(term: "X")) { try working.given(from: from, to: from) }
        let lead = try term(unit: "workingDay", direction: "atLeastBefore", length: 3)
        #expect(throws: Term.NoCalendar(term: "X")) { try lead.earliest(after: from) }
        #expect(throws: Term.NoCalendar(term: "X")) { try lead.latest(before: from) }
        let hours = try term(unit: "hour", direction: "atMostAfter", length: 12)
        #expect(try hours.due(after: from) == (try instant("2026-09-25T21:00")))
        #expect(try hours.given(from: from, to: instant("2026-09-25T20:59")) == 11)
    }

    @Test("At least so many working days before: earliest and latest answer each other, both readings")
    func workingDaysBefore() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let calendar = law.calendar
        for reading in ["dates", "hoursAndDates"] {
            let term = try term(unit: "workingDay", direction: "atLeastBefore", length: 3, reading: reading)
            for _ in 0..<300 {
                // Within 2020–2025, so that no year is missing on either side.
                let trigger = Instant(
                    milliseconds: Int64.random(in: 1_580_000_000_000...1_760_000_000_000, using: &random))
                let act = try term.earliest(after: trigger, in: calendar)
                let early = act.advanced(byMilliseconds: -1)
                #expect(try term.isMet(from: trigger, to: act, in: calendar), "seed \(seed)")
                #expect(try !term.isMet(from: trigger, to: early, in: calendar), "seed \(seed)")
                #expect(try term.given(from: trigger, to: act, in: calendar) == 3, "seed \(seed)")
                let latest = try term.latest(before: act, in: calendar)
                #expect(latest >= trigger, "seed \(seed)")
                #expect(try term.isMet(from: latest, to: act, in: calendar), "seed \(seed)")
                let late = latest.advanced(byMilliseconds: 1)
                #expect(try !term.isMet(from: late, to: act, in: calendar), "seed \(seed)")
            }
        }
    }

    @Test("Where there are business hours the last day ends at their close (民法典 203)")
    func closeOfBusiness() throws {
        let term = try term(unit: "workingDay", direction: "atMostAfter", length: 1, more: "\"closesAtMinute\":1050,")
        let from = try instant("2026-09-24T09:00")
        #expect(try term.due(after: from, in: law.calendar) == (try instant("2026-09-28T17:30")))
        let computed = try term.computation(from: from, in: law.calendar)
        #expect(computed.pieces.last == .endsAtClose(instant: try instant("2026-09-28T17:30")))
    }

    @Test("Asking an at-most term for its earliest act, or an at-least term when it is due, is an error")
    func otherDirection() throws {
        let from = try instant("2026-09-25T09:00")
        #expect(throws: Term.OtherDirection(term: "T07", direction: .atMostAfter)) {
            try law.term("T07").earliest(after: from)
        }
        #expect(throws: Term.OtherDirection(term: "T07", direction: .atMostAfter)) {
            try law.term("T07").latest(before: from)
        }
        #expect(throws: Term.OtherDirection(term: "T03", direction: .atLeastAfter)) { try law.due("T03", from: from) }
    }

    private func term(
        unit: String, direction: String, length: Int, reading: String = "hoursAndDates", more: String = ""
    ) throws -> Term {
        let reading = direction == "atMostAfter" ? "" : "\"reading\":\"\(reading)\","
        let text = """
            {"id":"X","basis":{"zh":"","en":""},"title":{"zh":"","en":""},"explanation":{"zh":"","en":""},
            "trigger":"e","act":"a","length":\(length),"unit":"\(unit)","direction":"\(direction)",\(reading)\(more)
            "binds":"tenderer","effect":"alert","inForceFrom":"2000-01-01","source":"knowledge"}
            """
        return try JSONDecoder().decode(Term.self, from: Data(text.utf8))
    }
}
