import Desk
import Foundation
import Statute
import Store
import Testing

@testable import Trading

@Suite("Running terms warn at half, at four fifths and when they pass, each once")
struct TermWarningTests {
    private func stages(_ city: TestCity) throws -> [String] {
        try city.desk.facts.rows("SELECT docket FROM doing WHERE act = 'termWarned' ORDER BY sequence", []).map {
            $0.text("docket")
        }.map { docket in
            let last = try city.installation.store.entries(docket: docket, after: 0).last
            return String(decoding: last?.entry.open ?? [], as: UTF8.self)
        }
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
        let clock = TermClock(desk: city.desk)
        let half = raised.advanced(byMilliseconds: (due.milliseconds - raised.milliseconds) / 2)
        #expect(try await clock.warn(at: half.advanced(byMilliseconds: -1)) == 0)
        #expect(try await clock.warn(at: half) == 1)
        #expect(try await clock.warn(at: half) == 0)
        let eighty = raised.advanced(byMilliseconds: (due.milliseconds - raised.milliseconds) / 5 * 4)
        #expect(try await clock.warn(at: eighty.advanced(byMilliseconds: -1)) == 0)
        #expect(try await clock.warn(at: eighty) == 1)
        #expect(try await clock.warn(at: due.advanced(byMilliseconds: -1)) == 0)
        #expect(try await clock.warn(at: due) == 1)
        #expect(try await clock.warn(at: due.advanced(byDays: 30)) == 0)
        let row = try city.desk.facts.rows("SELECT warnings, next FROM running_term WHERE rule = 'T07'", [])
        #expect(row.count == 1 && row[0].optionalInteger("next") == nil)
        let warnings = try city.installation.store.entries(docket: "term/\(row[0].text("warnings"))", after: 0)
        #expect(
            warnings.map { String(decoding: $0.entry.open, as: UTF8.self).suffix(10) } == [
                "\"stage\":1}", "\"stage\":2}", "\"stage\":3}",
            ])
        try await city.player.section(
            number, "answerObjection", ["number": .integer(1), "upheld": .boolean(false), "text": .text("维持")],
            by: city.tenderer, at: due.advanced(byDays: 1))
        #expect(try city.desk.facts.rows("SELECT * FROM running_term WHERE rule = 'T07'", []).isEmpty)
    }

    @Test("After a week switched off only what is still worth saying is said, once")
    func switchedOff() async throws {
        let city = try await TestCity()
        let (_, _, due) = try await objected(city)
        let clock = TermClock(desk: city.desk)
        #expect(try await clock.warn(at: due.advanced(byDays: 7)) == 1)
        #expect(try await clock.warn(at: due.advanced(byDays: 8)) == 0)
        #expect(try stages(city).count == 1 && stages(city)[0].hasSuffix("\"stage\":3}"))
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
        #expect(try stages(city).count == 1)
        try await city.installation.store.rebuildRegisters()
        #expect(try await clock.warn(at: half) == 0)
        #expect(try await clock.warn(at: due) == 1)
    }
}
