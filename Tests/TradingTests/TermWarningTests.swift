import Desk
import Foundation
import Statute
import Store
import Testing

@testable import Trading

@Suite("Running terms warn at half, at four fifths and when they pass, each once")
struct TermWarningTests {
    /// How many warnings of the objection's term a turn of the clock enters; other terms run beside it.
    private func warn(_ desk: Desk, at instant: Instant) async throws -> Int {
        let before = try warnings(desk)
        try await TermClock(desk: desk).warn(at: instant)
        return try warnings(desk) - before
    }

    private func warnings(_ desk: Desk) throws -> Int {
        Int(
            try desk.facts.rows("SELECT COUNT(*) AS number FROM term_warning WHERE rule = 'T07'").first?
                .integer("number") ?? 0)
    }

    private func objected(_ city: TestCity) async throws -> (number: String, raised: Instant, due: Instant) {
        let number = try await city.publishedSection()
        let raised = city.issueFrom.advanced(byDays: 1)
        try await city.player.section(
            number, "raiseObjection",
            ["text": .text("业绩要求过高"), "objector": .text("某公司"), "contact": .text("13800000000")], by: .citizen,
            at: raised)
        return (number, raised, try #require(try city.tender(number).objections.first?.due))
    }

    @Test("T07: three warnings in order, none twice, and none after the answer (条例 22)")
    func once() async throws {
        let city = try await TestCity()
        let (number, raised, due) = try await objected(city)
        let half = raised.advanced(byMilliseconds: (due.milliseconds - raised.milliseconds) / 2)
        #expect(try await warn(city.desk, at: half.advanced(byMilliseconds: -1)) == 0)
        #expect(try await warn(city.desk, at: half) == 1)
        #expect(try await warn(city.desk, at: half) == 0)
        let eighty = raised.advanced(byMilliseconds: (due.milliseconds - raised.milliseconds) / 5 * 4)
        #expect(try await warn(city.desk, at: eighty.advanced(byMilliseconds: -1)) == 0)
        #expect(try await warn(city.desk, at: eighty) == 1)
        #expect(try await warn(city.desk, at: due.advanced(byMilliseconds: -1)) == 0)
        #expect(try await warn(city.desk, at: due) == 1)
        #expect(try await warn(city.desk, at: due.advanced(byDays: 30)) == 0)
        let row = try city.desk.facts.rows("SELECT warnings, next FROM running_term WHERE rule = 'T07'", [])
        #expect(row.count == 1 && row[0].optionalInteger("next") == nil)
        let warnings = try city.installation.store.entries(docket: "term/\(row[0].text("warnings"))", after: 0)
        #expect(
            warnings.map { String(decoding: $0.entry.open, as: UTF8.self).suffix(10) } == [
                "\"stage\":1}", "\"stage\":2}", "\"stage\":3}",
            ])
        // Each says when it was due, and its entry when it was entered.
        #expect(try acts(city, row[0].text("warnings")).map(\.reached) == [half, eighty, due])
        #expect(warnings.map(\.entry.at) == [half, eighty, due].map(\.description))
        try await city.player.section(
            number, "answerObjection", ["number": .integer(1), "upheld": .boolean(false), "text": .text("维持")],
            by: city.tenderer, at: due.advanced(byDays: 1))
        #expect(try city.desk.facts.rows("SELECT * FROM running_term WHERE rule = 'T07'", []).isEmpty)
    }

    private func acts(_ city: TestCity, _ number: String) throws -> [(stage: TermStage, reached: Instant?)] {
        try city.desk.facts.entries("term/\(number)").map { stored in
            let act = try ActCoding.decode(TermWarning.Act.self, name: stored.entry.act, open: stored.entry.open)
            guard case .termWarned(_, _, _, let stage, let reached) = act else { return (.running, nil) }
            return (stage, reached)
        }
    }

    @Test("After a week switched off every warning that fell due is entered, in order, once, with when it was due")
    func switchedOff() async throws {
        let city = try await TestCity()
        let (_, raised, due) = try await objected(city)
        let late = due.advanced(byDays: 7)
        #expect(try await warn(city.desk, at: late) == 3)
        #expect(try await warn(city.desk, at: due.advanced(byDays: 8)) == 0)
        let number = try #require(
            try city.desk.facts.rows("SELECT warnings FROM running_term WHERE rule = 'T07'").first?.text("warnings"))
        let whole = due.milliseconds - raised.milliseconds
        #expect(try acts(city, number).map(\.stage) == [.half, .eighty, .passed])
        #expect(
            try acts(city, number).map(\.reached) == [
                raised.advanced(byMilliseconds: whole / 2), raised.advanced(byMilliseconds: whole / 5 * 4), due,
            ])
        let entries = try city.installation.store.entries(docket: "term/\(number)", after: 0)
        #expect(entries.map(\.entry.at) == Array(repeating: late.description, count: 3))
    }

    @Test("Off after the first warning, then started again a week late: the other two, and none twice")
    func restarted() async throws {
        let city = try await TestCity()
        let (_, raised, due) = try await objected(city)
        let half = raised.advanced(byMilliseconds: (due.milliseconds - raised.milliseconds) / 2)
        #expect(try await warn(city.desk, at: half) == 1)
        try await city.installation.store.close()
        await city.room.vault.close()
        let late = due.advanced(byDays: 7)
        let again = try Installation.open(
            folder: city.folder, site: "http://localhost", vault: .small, clock: { late })
        #expect(try await warn(again.desk, at: late) == 2)
        #expect(try await warn(again.desk, at: late) == 0)
        try await again.store.rebuildRegisters()
        #expect(try await warn(again.desk, at: late.advanced(byDays: 1)) == 0)
        let rows = try again.desk.facts.rows(
            "SELECT stage, reached, at FROM term_warning WHERE rule = 'T07' ORDER BY sequence")
        #expect(rows.map { $0.integer("stage") } == [1, 2, 3])
        #expect(rows.map { $0.integer("at") } == [half, late, late].map(\.milliseconds))
        #expect(rows.map { $0.optionalInteger("reached") }.last == due.milliseconds)
        try await again.store.close()
    }

    @Test("Where only the last of the warnings was entered once, as it was done before, nothing is entered after it")
    func oldLedger() async throws {
        let city = try await TestCity()
        let (_, _, due) = try await objected(city)
        let number = try #require(
            try city.desk.facts.rows("SELECT warnings FROM running_term WHERE rule = 'T07'").first?.text("warnings"))
        _ = try await city.desk.decide(TermWarning.self, on: number, existence: .new, at: due) { _, _ in
            Decision(.termWarned(of: "section/1", rule: "T07", due: due, stage: .passed, reached: nil))
        }
        #expect(try await warn(city.desk, at: due.advanced(byDays: 7)) == 0)
    }

    @Test("A warning that was entered is not entered again when registers are rebuilt or the clock asks twice at once")
    func rebuilt() async throws {
        let city = try await TestCity()
        let (_, raised, due) = try await objected(city)
        let clock = TermClock(desk: city.desk)
        let half = raised.advanced(byMilliseconds: (due.milliseconds - raised.milliseconds) / 2)
        async let first = clock.warn(at: half)
        async let second = clock.warn(at: half)
        _ = try await (first, second)
        #expect(try warnings(city.desk) == 1)
        try await city.installation.store.rebuildRegisters()
        #expect(try await warn(city.desk, at: half) == 0)
        #expect(try await warn(city.desk, at: due) == 2)
    }
}
