import Foundation
import Testing

@testable import Statute

@Suite("Time limits: the last lawful moment and the first unlawful one")
struct TermTests {
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    private func instant(_ text: String) throws -> Instant { try #require(BeijingTime.instant(text)) }

    /// A rule of "at least" between two times in Beijing.
    private func isMet(_ id: String, _ trigger: String, _ act: String) throws -> Bool {
        try law.use(id, from: instant(trigger), to: instant(act)).isMet
    }

    /// A rule of "at most": in time to the last millisecond before `end`, late at `end`.
    private func expectDue(_ id: String, _ trigger: String, _ end: String) throws {
        let (from, end) = (try instant(trigger), try instant(end))
        #expect(try law.due(id, from: from).due == end)
        let term = try law.term(id)
        #expect(try term.isMet(from: from, to: end.advanced(byMilliseconds: -1)))
        #expect(try !term.isMet(from: from, to: end))
    }

    @Test("Documents issued from the 1st are available to the 6th (条例 16)")
    func issuePeriod() throws {
        #expect(try !isMet("T02", "2026-09-01T09:00", "2026-09-05T23:59"))
        #expect(try isMet("T02", "2026-09-01T09:00", "2026-09-06T00:00"))
    }

    @Test("The bid deadline is no sooner than the twentieth day after the start of issue (招标投标法 24)")
    func preparation() throws {
        #expect(try !isMet("T03", "2026-09-25T09:00", "2026-10-14T23:59:59"))
        #expect(try isMet("T03", "2026-09-25T09:00", "2026-10-15T00:00"))
        #expect(try isMet("T03", "2026-09-25T23:59", "2026-10-15T00:00"))
        let use = try law.use("T03", from: instant("2026-09-25T09:00"), to: instant("2026-10-18T09:30"))
        #expect(use.required == 20 && use.given == 23 && use.isMet)
        #expect(use.earliest == (try instant("2026-10-15T00:00")))
    }

    @Test("A clarification comes fifteen times 24 hours before the deadline, to the minute (招标投标法 23, 条例 21)")
    func clarification() throws {
        let deadline = try instant("2026-10-29T09:30")
        let last = try law.term("T05").latest(before: deadline)
        #expect(last == (try instant("2026-10-14T09:30")))
        #expect(try isMet("T05", "2026-10-14T09:30", "2026-10-29T09:30"))
        #expect(try !isMet("T05", "2026-10-14T09:31", "2026-10-29T09:30"))
        // A late one moves the deadline to itself and fifteen days.
        #expect(try law.term("T05").earliest(after: instant("2026-10-20T16:00")) == (try instant("2026-11-04T16:00")))
    }

    @Test("A clarification of a prequalification document comes three days before its deadline (条例 21)")
    func prequalificationClarification() throws {
        #expect(try isMet("T05.prequalification", "2026-10-26T09:30", "2026-10-29T09:30"))
        #expect(try !isMet("T05.prequalification", "2026-10-26T09:31", "2026-10-29T09:30"))
    }

    @Test("Objections: ten days before the deadline, two for prequalification (条例 22)")
    func objections() throws {
        #expect(try isMet("T06", "2026-10-19T09:30", "2026-10-29T09:30"))
        #expect(try !isMet("T06", "2026-10-19T09:31", "2026-10-29T09:30"))
        #expect(try isMet("T06.prequalification", "2026-10-27T09:30", "2026-10-29T09:30"))
        #expect(try !isMet("T06.prequalification", "2026-10-27T09:31", "2026-10-29T09:30"))
    }

    @Test("An objection of Tuesday is answered by Friday 24:00; the day of receipt is not counted (条例 22, 54)")
    func answer() throws {
        try expectDue("T07", "2026-10-13T00:00", "2026-10-17T00:00")
        try expectDue("T07", "2026-10-13T23:59", "2026-10-17T00:00")
    }

    @Test("Bids are opened at the deadline, not a millisecond before or after (招标投标法 34, 条例 44)")
    func opening() throws {
        let term = try law.term("T09")
        let deadline = try instant("2026-10-29T09:30")
        #expect(try term.isMet(from: deadline, to: deadline))
        #expect(try !term.isMet(from: deadline, to: deadline.advanced(byMilliseconds: 1)))
        #expect(try !term.isMet(from: deadline, to: deadline.advanced(byMilliseconds: -1)))
        #expect(try term.earliest(after: deadline) == deadline && term.latest(before: deadline) == deadline)
    }

    @Test("Deposits return within five days: after withdrawal (条例 35), contract (条例 57), termination (条例 31)")
    func refunds() throws {
        try expectDue("T15", "2026-10-20T10:00", "2026-10-26T00:00")
        try expectDue("T16", "2026-12-29T10:00", "2027-01-04T00:00")
        try expectDue("T17", "2028-02-26T10:00", "2028-03-03T00:00")
        #expect(try law.term("T17").source == .reconstruction)
    }

    @Test("Candidates are publicised within three days of the report, for three days and nights (条例 54)")
    func publicity() throws {
        try expectDue("T21.start", "2026-11-02T18:00", "2026-11-06T00:00")
        #expect(try isMet("T21", "2026-11-03T17:00", "2026-11-06T17:00"))
        #expect(try !isMet("T21", "2026-11-03T17:00", "2026-11-06T16:59"))
    }

    @Test("Contract within thirty days of the award notice (招标投标法 46), report within fifteen (招标投标法 47)")
    func contract() throws {
        try expectDue("T24", "2026-11-10T09:00", "2026-12-11T00:00")
        try expectDue("T25", "2026-11-09T09:00", "2026-11-25T00:00")
    }

    @Test("Earliest and latest answer each other, and one millisecond less is not enough")
    func inverse() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let terms = law.allTerms.filter { [.atLeastAfter, .atLeastBefore].contains($0.direction) }
        #expect(terms.count == 7)
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
        #expect(most.bound == last.end && most.given == nil && most.isMet == nil)
        let before = try law.computation("T06", from: from, to: to)
        #expect(before.pieces.last == .hoursApart(required: 240, given: 552))
        for computed in [least, most, before] {
            let bytes = try JSONEncoder().encode(computed)
            #expect(try JSONDecoder().decode(TermComputation.self, from: bytes) == computed)
        }
    }

    @Test("A term of working days refuses to compute; hours count by the clock")
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

    private func term(unit: String, direction: String, length: Int) throws -> Term {
        let reading = direction == "atMostAfter" ? "" : "\"reading\":\"hoursAndDates\","
        let text = """
            {"id":"X","basis":{"zh":"","en":""},"title":{"zh":"","en":""},"trigger":"e","act":"a","length":\(length),
            "unit":"\(unit)","direction":"\(direction)",\(reading)"binds":"tenderer","effect":"alert",
            "inForceFrom":"2000-01-01","source":"knowledge"}
            """
        return try JSONDecoder().decode(Term.self, from: Data(text.utf8))
    }
}
