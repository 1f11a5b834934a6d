import Foundation
import Testing

@testable import Statute

@Suite("Running terms: pauses, warnings, what is left")
struct RunningTermTests {
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    private func instant(_ text: String) throws -> Instant { try #require(BeijingTime.instant(text), "\(text)") }

    private func pause(_ from: String, _ to: String?, _ reason: Pause.Reason = .testing) throws -> Pause {
        Pause(reason: reason, from: try instant(from), to: try to.map { try instant($0) })
    }

    @Test("Warnings at half, at four fifths and on passing, each once, also after a week switched off")
    func warnings() throws {
        // Tuesday 13 October to Friday 16th 24:00: 96 hours from midnight.
        let running = try law.running("T07", from: instant("2026-10-13T00:00"))
        #expect(running.half == (try instant("2026-10-15T00:00")))
        #expect(running.eighty == (try instant("2026-10-16T04:48")))
        #expect(running.due == (try instant("2026-10-17T00:00")))
        let row = running.row
        let half = try #require(running.half)
        #expect(row.stage(at: half.advanced(byMilliseconds: -1)) == .running && row.stage(at: half) == .half)
        #expect(row.warnings(after: .running, at: half) == [.half])
        #expect(row.warnings(after: .half, at: half).isEmpty)
        let later = try instant("2026-10-24T00:00")
        #expect(row.warnings(after: .running, at: later) == [.half, .eighty, .passed])
        #expect(row.warnings(after: .eighty, at: later) == [.passed])
        #expect(row.warnings(after: .passed, at: later).isEmpty)
        #expect(row.next(after: .running) == running.half && row.next(after: .half) == running.eighty)
        #expect(row.next(after: .eighty) == running.due && row.next(after: .passed) == nil)
        #expect(MemoryLayout<DueRow>.size == 24)
    }

    @Test("Progress in thousandths, and nothing beyond the end")
    func progress() throws {
        let running = try law.running("T07", from: instant("2026-10-13T00:00"))
        #expect(running.progress(at: try instant("2026-10-12T00:00")).permille == 0)
        #expect(running.progress(at: try instant("2026-10-14T00:00")).permille == 250)
        let end = running.progress(at: try instant("2026-11-14T00:00"))
        #expect(end.permille == 1000 && end.stage == .passed && !end.isPaused)
    }

    @Test("What is left: dates, working days, hours; and how long it is over")
    func remaining() throws {
        let running = try law.running("T27", from: instant("2026-09-24T09:00"))
        // Thursday; 中秋节 Friday to Sunday; Monday, Tuesday, Wednesday count.
        #expect(running.due == (try instant("2026-10-01T00:00")))
        let left = try #require(running.remaining(at: instant("2026-09-24T18:00"), in: law.calendar))
        #expect(!left.isPassed && left.calendarDays == 6 && left.workingDays == 3)
        #expect(left.hours == 6 * 24 + 6 && left.minutes == 0)
        let lastDay = try #require(running.remaining(at: instant("2026-09-30T18:30"), in: law.calendar))
        #expect(lastDay.calendarDays == 0 && lastDay.workingDays == 0 && lastDay.hours == 5)
        #expect(lastDay.minutes == 30 && lastDay.lastDay == Day("2026-09-30"))
        let over = try #require(running.remaining(at: instant("2026-10-09T01:00"), in: law.calendar))
        #expect(over.isPassed && over.hours == 8 * 24 + 1 && over.workingDays == 2 && over.calendarDays == 9)
        let unknown = try #require(running.remaining(at: instant("2027-03-01T01:00"), in: law.calendar))
        #expect(unknown.workingDays == nil && unknown.calendarDays == 152)
    }

    @Test("An open pause stops the clock: nothing is due until it ends (条例 61)")
    func openPause() throws {
        let start = try instant("2026-09-10T09:00")
        let open = try law.running("T27.decision", from: start, pauses: [pause("2026-09-15T10:00", nil)])
        #expect(open.isPaused && open.due == nil && open.half == nil)
        #expect(open.remaining(at: start) == nil && open.progress(at: start).isPaused)
        #expect(open.row.dueMilliseconds == DueRow.never && open.row.next(after: .running) == nil)
        #expect(open.row.warnings(after: .running, at: try instant("2030-01-01T00:00")).isEmpty)
        let ended = try law.running(open, with: [pause("2026-09-15T10:00", "2026-09-17T09:00")])
        #expect(ended.due == (try instant("2026-11-03T00:00")) && ended.inForceFrom == open.inForceFrom)
        // A pause after the term's end changes nothing.
        let after = try law.running("T27.decision", from: start, pauses: [pause("2026-12-15T10:00", nil)])
        #expect(after.due == (try instant("2026-10-29T00:00")))
    }

    @Test("Only pauses that the rule knows are subtracted; the others are told (条例 61)")
    func knownPauses() throws {
        let start = try instant("2026-09-10T09:00")
        let suspension = try pause("2026-09-15T10:00", "2026-09-17T09:00", .suspension)
        let computed = try law.computation("T27.decision", from: start, pauses: [suspension])
        #expect(computed.bound == (try instant("2026-10-29T00:00")))
        #expect(computed.pieces.contains(.pauseNotKnown(suspension)))
        let review = try pause("2026-09-15T10:00", "2026-09-17T09:00", .expertReview)
        let subtracted = try law.computation("T27.decision", from: start, pauses: [review])
        #expect(subtracted.pieces.contains(.pauseSubtracted(review)))
        let days = subtracted.skipped.filter { $0.why == .paused(.expertReview) }.map(\.day.description)
        #expect(days == ["2026-09-15", "2026-09-16", "2026-09-17"])
    }

    @Test("A pause that ends at midnight leaves the new day counted; an empty one counts for nothing")
    func pauseEdges() throws {
        let start = try instant("2026-09-10T09:00")
        let toMidnight = try law.running(
            "T27.decision", from: start, pauses: [pause("2026-09-15T10:00", "2026-09-16T00:00")])
        #expect(toMidnight.computation.skipped.filter { $0.why == .paused(.testing) }.count == 1)
        let empty = try law.running(
            "T27.decision", from: start, pauses: [pause("2026-09-15T10:00", "2026-09-15T10:00")])
        #expect(empty.due == (try instant("2026-10-29T00:00")))
    }

    @Test("Random pauses: never sooner, all days accounted for, half and four fifths lie between")
    func randomPauses() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let start = Instant(
                milliseconds: Int64.random(in: 1_560_000_000_000...1_760_000_000_000, using: &random))
            var pauses: [Pause] = []
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let from = start.advanced(byMinutes: Int64.random(in: -5000...40_000, using: &random))
                let to = from.advanced(byMinutes: Int64.random(in: 0...20_000, using: &random))
                pauses.append(Pause(reason: .testing, from: from, to: to))
            }
            let plain = try law.running("T27.decision", from: start)
            let paused = try law.running("T27.decision", from: start, pauses: pauses)
            let due = try #require(paused.due)
            #expect(due >= (try #require(plain.due)), "seed \(seed)")
            let computed = paused.computation
            #expect(computed.counted.count == 30, "seed \(seed)")
            let days = (computed.counted + computed.skipped.map(\.day)).sorted()
            let span = Day(of: start).days(to: try #require(computed.lastDay))
            #expect(days == (1...span).map { Day(of: start).advanced(byDays: $0) }, "seed \(seed)")
            let half = try #require(paused.half)
            let eighty = try #require(paused.eighty)
            #expect(start <= half && half <= eighty && eighty <= due, "seed \(seed)")
            #expect((499...500).contains(paused.progress(at: half).permille), "seed \(seed)")
            let time = PausedTime(pauses)
            #expect(time.advance(start, by: time.running(from: start, to: half)) == half, "seed \(seed)")
            let bytes = try JSONEncoder().encode(paused)
            #expect(try JSONDecoder().decode(RunningTerm.self, from: bytes) == paused, "seed \(seed)")
        }
    }

    @Test("Paused time agrees with counting minute by minute")
    func pausedTime() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<100 {
            let pauses = (0..<Int.random(in: 0...5, using: &random)).map { _ -> Pause in
                let from = Int64.random(in: -50...200, using: &random)
                let to = from + Int64.random(in: 0...60, using: &random)
                return Pause(
                    reason: .testing, from: Instant(milliseconds: from * 60_000),
                    to: Instant(milliseconds: to * 60_000))
            }
            let end = Int64.random(in: 0...250, using: &random)
            let running = (0..<end).filter { minute in
                let at = Instant(milliseconds: minute * 60_000)
                return !pauses.contains { $0.from <= at && at < ($0.to ?? at) }
            }.count
            let time = PausedTime(pauses)
            let whole = time.running(from: Instant(milliseconds: 0), to: Instant(milliseconds: end * 60_000))
            #expect(whole == Int64(running) * 60_000, "seed \(seed)")
        }
    }

    @Test("Terms of \"at least\" do not run, and a term of hours is stretched by its pauses")
    func directions() throws {
        let start = try instant("2026-09-10T09:00")
        #expect(throws: Term.OtherDirection(term: "T03", direction: .atLeastAfter)) {
            try law.running("T03", from: start)
        }
        let text = """
            {"id":"X","basis":{"zh":"","en":""},"title":{"zh":"","en":""},"explanation":{"zh":"","en":""},
            "trigger":"e","act":"a","length":12,"unit":"hour","direction":"atMostAfter","pausedBy":["testing"],
            "binds":"tenderer","effect":"alert","inForceFrom":"2000-01-01","source":"knowledge"}
            """
        let term = try JSONDecoder().decode(Term.self, from: Data(text.utf8))
        let computed = try term.computation(
            from: start, pauses: [pause("2026-09-10T10:00", "2026-09-10T12:30")])
        #expect(computed.bound == (try instant("2026-09-10T23:30")))
    }

    @Test("Days used leave out those that a pause touches and the rule knows; a rule without pauses counts them all")
    func used() throws {
        let start = try #require(BeijingTime.instant("2026-11-02T11:00"))
        let end = try #require(BeijingTime.instant("2026-11-20T15:00"))
        func pause(_ from: String, _ to: String?) throws -> Pause {
            Pause(
                reason: .suspension, from: try #require(BeijingTime.instant(from)),
                to: try to.map { try #require(BeijingTime.instant($0)) })
        }
        func used(_ rule: String, _ pauses: Pause...) throws -> Int {
            try law.used(rule, from: start, to: end, pauses: pauses)
        }
        #expect(try used("T24") == 18)
        #expect(try used("T24", pause("2026-11-05T10:00", "2026-11-09T10:00")) == 13)
        #expect(try used("T24", pause("2026-11-19T10:00", nil)) == 16)
        #expect(try used("T24", pause("2026-10-01T10:00", "2026-11-01T10:00")) == 18)
        #expect(try used("T25", pause("2026-11-05T10:00", "2026-11-09T10:00")) == 18)
        #expect(try law.used("T24", from: start, to: start) == 0)
    }

    @Test("A term whose end was set warns at half of it and at four fifths")
    func endThatWasSet() {
        let row = DueRow(start: Instant(milliseconds: 1000), due: Instant(milliseconds: 2001))
        #expect(row.halfMilliseconds == 1500 && row.eightyMilliseconds == 1800 && row.dueMilliseconds == 2001)
        #expect(row.warnings(after: .half, at: Instant(milliseconds: 2001)) == [.eighty, .passed])
    }
}
