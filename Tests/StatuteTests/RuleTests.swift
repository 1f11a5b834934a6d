import Foundation
import Testing

@testable import Statute

/// One test a rule of the law: the last lawful moment passes, the first unlawful one fails. Times are Beijing's.
@Suite("Rules T01–T37: the last lawful moment and the first unlawful one")
struct RuleTests {
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    private func instant(_ text: String) throws -> Instant { try #require(BeijingTime.instant(text), "\(text)") }

    /// The act is lawful at `first` and from then on, unlawful a millisecond before.
    private func expectLawful(
        _ id: String, _ trigger: String, from first: String, _ place: SourceLocation = #_sourceLocation
    ) throws {
        let (trigger, first) = (try instant(trigger), try instant(first))
        #expect(try law.computation(id, from: trigger, to: first).isMet == true, sourceLocation: place)
        let sooner = first.advanced(byMilliseconds: -1)
        #expect(try law.computation(id, from: trigger, to: sooner).isMet == false, sourceLocation: place)
    }

    /// The trigger is lawful at `last`, unlawful a millisecond later, before an act that stands.
    private func expectLawful(
        _ id: String, until last: String, before act: String, _ place: SourceLocation = #_sourceLocation
    ) throws {
        let (last, act) = (try instant(last), try instant(act))
        #expect(try law.computation(id, from: last, to: act).isMet == true, sourceLocation: place)
        let later = last.advanced(byMilliseconds: 1)
        #expect(try law.computation(id, from: later, to: act).isMet == false, sourceLocation: place)
        #expect(try law.term(id).latest(before: act, in: law.calendar) == last, sourceLocation: place)
    }

    /// The act is lawful to the last millisecond before `end`, unlawful at `end`.
    private func expectDue(
        _ id: String, _ trigger: String, _ end: String, pauses: [Pause] = [],
        _ place: SourceLocation = #_sourceLocation
    ) throws {
        let (trigger, end) = (try instant(trigger), try instant(end))
        let last = end.advanced(byMilliseconds: -1)
        #expect(
            try law.computation(id, from: trigger, to: last, pauses: pauses).isMet == true, sourceLocation: place)
        #expect(
            try law.computation(id, from: trigger, to: end, pauses: pauses).isMet == false, sourceLocation: place)
        #expect(try law.running(id, from: trigger, pauses: pauses).due == end, sourceLocation: place)
    }

    /// A requirement holds for one measure and fails for the next.
    private func expect(
        _ id: String, _ lawful: Requirement.Measure, not unlawful: Requirement.Measure,
        _ place: SourceLocation = #_sourceLocation
    ) throws {
        let rule = try law.requirement(id)
        #expect(try rule.verdict(lawful).isMet, sourceLocation: place)
        #expect(try !rule.verdict(unlawful).isMet, sourceLocation: place)
    }

    @Test("T01 A notice is published at the instant of approval, not a millisecond before (条例 7, 招标投标法 9)")
    func t01() throws { try expectLawful("T01", "2026-08-20T10:00", from: "2026-08-20T10:00") }

    @Test("T02 Documents issued from the 1st are available to the 6th (条例 16)")
    func t02() throws { try expectLawful("T02", "2026-09-01T09:00", from: "2026-09-06T00:00") }

    @Test("T03 The bid deadline is no sooner than the twentieth day after the start of issue (招标投标法 24)")
    func t03() throws {
        try expectLawful("T03", "2026-09-25T09:00", from: "2026-10-15T00:00")
        try expectLawful("T03", "2026-09-25T23:59:59", from: "2026-10-15T00:00")
    }

    @Test("T04 Applications close no sooner than the fifth day after the end of issue (条例 17)")
    func t04() throws { try expectLawful("T04", "2026-09-11T17:00", from: "2026-09-16T00:00") }

    @Test("T05 A clarification comes fifteen times 24 hours before the deadline (招标投标法 23, 条例 21)")
    func t05() throws {
        try expectLawful("T05", until: "2026-10-14T09:30", before: "2026-10-29T09:30")
        try expectLawful("T05.prequalification", until: "2026-10-26T09:30", before: "2026-10-29T09:30")
        // A late one moves the deadline to itself and fifteen days.
        try expectLawful("T05", "2026-10-20T16:00", from: "2026-11-04T16:00")
    }

    @Test("T06 Objections come ten days before the deadline, two for prequalification (条例 22)")
    func t06() throws {
        try expectLawful("T06", until: "2026-10-19T09:30", before: "2026-10-29T09:30")
        try expectLawful("T06.prequalification", until: "2026-10-27T09:30", before: "2026-10-29T09:30")
    }

    @Test("T07 An objection of Tuesday is answered by Friday 24:00, or after the holiday (条例 22, 54, 民法典 203)")
    func t07() throws {
        try expectDue("T07", "2026-10-13T00:00", "2026-10-17T00:00")
        try expectDue("T07", "2026-10-13T23:59:59", "2026-10-17T00:00")
        // The third day is 中秋节, Friday to Sunday: Monday 24:00.
        try expectDue("T07", "2026-09-22T10:00", "2026-09-29T00:00")
        // A Sunday that is worked (调休) is no holiday.
        try expectDue("T07", "2026-09-17T10:00", "2026-09-21T00:00")
    }

    @Test("T08 Objections to the opening are raised, and answered, before it ends (条例 44)")
    func t08() throws {
        for id in ["T08", "T08.answer"] {
            try expectLawful(id, until: "2026-10-29T10:29:59.999", before: "2026-10-29T10:30")
        }
    }

    @Test("T09 Bids are opened at the deadline, not a millisecond before or after (招标投标法 34, 条例 44)")
    func t09() throws {
        let deadline = try instant("2026-10-29T09:30")
        #expect(try law.computation("T09", from: deadline, to: deadline).isMet == true)
        for shift: Int64 in [-1, 1] {
            let other = deadline.advanced(byMilliseconds: shift)
            #expect(try law.computation("T09", from: deadline, to: other).isMet == false)
        }
    }

    @Test("T10 Three bidders open, two do not (招标投标法 28, 条例 44)")
    func t10() throws { try expect("T10", .count(3), not: .count(2)) }

    @Test("T11 Three qualified applicants go on, two do not (条例 19)")
    func t11() throws { try expect("T11", .count(3), not: .count(2)) }

    @Test("T12 A bid is whole before the deadline; at the deadline it is late (招标投标法 28, 条例 36, 20号令 26, 27)")
    func t12() throws {
        try expectLawful("T12", until: "2026-10-29T09:29:59.999", before: "2026-10-29T09:30")
        try expect("T12.encrypted", .count(0), not: .count(1))
        try expect("T12.prequalified", .count(0), not: .count(1))
    }

    @Test("T13 Validity starts at the deadline, and the deposit's ends with it (条例 25, 26)")
    func t13() throws {
        let deadline = try instant("2026-10-29T09:30")
        #expect(try law.computation("T13", from: deadline, to: deadline).isMet == true)
        #expect(try law.computation("T13", from: deadline, to: deadline.advanced(byMilliseconds: 1)).isMet == false)
        let end = try instant("2027-01-27T09:30")
        for (shown, isMet) in [("2027-01-27T23:59", true), ("2027-01-26T23:59", false), ("2027-01-28T00:00", false)] {
            #expect(try law.computation("T13.deposit", from: end, to: instant(shown)).isMet == isMet, "\(shown)")
        }
    }

    @Test("T14 A deposit of 2% and not a fen more; a bond of 10% (条例 26, 58)")
    func t14() {
        let estimate = Money(fen: 1_000_000_050)
        let highest = law.depositLimit(estimate: estimate, sectionClass: "A080101")
        #expect(highest.fen * 50 <= estimate.fen && (highest.fen + 1) * 50 > estimate.fen)
        let bond = law.performanceBondLimit(price: estimate)
        #expect(bond.fen * 10 <= estimate.fen && (bond.fen + 1) * 10 > estimate.fen)
    }

    @Test("T15 The deposit is back five days after the withdrawal, a Sunday moved to Monday (条例 35)")
    func t15() throws {
        try expectDue("T15", "2026-10-19T10:00", "2026-10-27T00:00")
        try expectDue("T15", "2026-10-21T10:00", "2026-10-27T00:00")
        try expectDue("T15", "2026-10-22T10:00", "2026-10-28T00:00")
    }

    @Test("T16 Deposits are back with interest five days after the contract (条例 57)")
    func t16() throws { try expectDue("T16", "2026-11-04T10:00", "2026-11-10T00:00") }

    @Test("T17 After termination deposits are back in five days, which is this platform's \"promptly\" (条例 31)")
    func t17() throws {
        try expectDue("T17", "2026-11-04T10:00", "2026-11-10T00:00")
        #expect(try law.term("T17").source == .reconstruction)
    }

    @Test("T18 Five members and odd, two thirds experts, all drawn (招标投标法 37, 条例 46)")
    func t18() throws {
        try expect("T18", .count(5), not: .count(4))
        try expect("T18", .count(7), not: .count(6))
        try expect("T18", .count(5), not: .count(3))
        try expect("T18.experts", .share(4, of: 6), not: .share(3, of: 5))
        try expect("T18.experts", .share(4, of: 5), not: .share(0, of: 0))
        try expect("T18.drawn", .share(4, of: 4), not: .share(3, of: 4))
    }

    @Test("T19 More than a third of the members extend the evaluation, exactly a third does not (条例 48)")
    func t19() throws {
        try expect("T19", .share(2, of: 5), not: .share(1, of: 5))
        try expect("T19", .share(4, of: 9), not: .share(3, of: 9))
    }

    @Test("T20 Three candidates at most, and all members sign (条例 53)")
    func t20() throws {
        try expect("T20", .count(3), not: .count(4))
        try expect("T20.signatures", .share(5, of: 5), not: .share(4, of: 5))
    }

    @Test("T21 Publicity starts three days after the report and lasts three days and nights (条例 54)")
    func t21() throws {
        try expectDue("T21.start", "2026-11-02T18:00", "2026-11-06T00:00")
        try expectLawful("T21", "2026-11-03T17:00", from: "2026-11-06T17:00")
    }

    @Test("T22 The first candidate wins, or another for a listed reason (条例 55)")
    func t22() throws {
        for reason in ["rankOne", "declined", "forceMajeure", "noPerformanceBond", "violationFound"] {
            try expect("T22", .code(reason), not: .code("cheaper"))
        }
    }

    @Test("T23 Award notice and results go out at one instant (招标投标法 45)")
    func t23() throws {
        let sent = try instant("2026-11-10T09:00")
        #expect(try law.computation("T23", from: sent, to: sent).isMet == true)
        #expect(try law.computation("T23", from: sent, to: sent.advanced(byMilliseconds: 1)).isMet == false)
    }

    @Test("T24 The contract is signed on the thirtieth day, or after 国庆节, and says what the bid says (招标投标法 46)")
    func t24() throws {
        try expectDue("T24", "2026-10-20T09:00", "2026-11-20T00:00")
        try expectDue("T24", "2026-09-01T09:00", "2026-10-09T00:00")
        try expect("T24.terms", .count(0), not: .count(1))
    }

    @Test("T25 The written report comes within fifteen days (招标投标法 47)")
    func t25() throws { try expectDue("T25", "2026-11-09T09:00", "2026-11-25T00:00") }

    @Test("T26 A complaint within ten days; waiting for the objection's answer is not counted (条例 60)")
    func t26() throws {
        try expectDue("T26", "2026-10-01T12:00", "2026-10-13T00:00")
        let waiting = Pause(
            reason: .objection, from: try instant("2026-10-05T09:00"), to: try instant("2026-10-08T09:00"))
        // 2–4 October, then 9–15: ten days.
        try expectDue("T26", "2026-10-01T12:00", "2026-10-16T00:00", pauses: [waiting])
        try expect("T26.objectionFirst", .count(0), not: .count(1))
    }

    @Test("T27 Acceptance in three working days, decision in thirty without testing and expert review (条例 61)")
    func t27() throws {
        try expectDue("T27", "2026-09-25T09:00", "2026-10-01T00:00")
        // Saturday 10 October is worked.
        try expectDue("T27", "2026-10-08T09:00", "2026-10-13T00:00")
        try expectDue("T27.decision", "2026-09-10T09:00", "2026-10-29T00:00")
        let testing = Pause(
            reason: .testing, from: try instant("2026-09-15T10:00"), to: try instant("2026-09-17T09:00"))
        try expectDue("T27.decision", "2026-09-10T09:00", "2026-11-03T00:00", pauses: [testing])
    }

    @Test("T27 Before 2012 acceptance took five days of the calendar (2004年11号令 11)")
    func t27Before2012() throws {
        let old = try law.term("T27", on: #require(Day("2012-01-31")))
        let new = try law.term("T27", on: #require(Day("2012-02-01")))
        #expect(old.length == 5 && old.unit == .calendarDay && new.length == 3 && new.unit == .workingDay)
        #expect(law.versions(of: "T27").map(\.version) == ["T27@2004-08-01", "T27@2012-02-01"])
    }

    @Test("T27 Versions before 2012: five days and thirty days of the calendar (2004年11号令 11, 21)")
    func t27Old() throws {
        let begun = try #require(Day("2011-11-01"))
        func expect(_ id: String, _ end: String) throws {
            let (trigger, end) = (try instant("2011-11-01T09:00"), try instant(end))
            let rule = try law.term(id, on: begun)
            for (act, isMet) in [(end.advanced(byMilliseconds: -1), true), (end, false)] {
                let computed = try rule.computation(
                    from: trigger, to: act, in: law.calendar, pauses: [], provisional: true)
                #expect(computed.isMet == isMet, "\(id) \(act)")
            }
        }
        // Weekends count: the fifth day is Sunday, 6 November; without a calendar of 2011 it is not moved.
        try expect("T27", "2011-11-07T00:00")
        try expect("T27.decision", "2011-12-02T00:00")
    }

    @Test(
        "T14 Retention of 3% and not a fen more; caps of 800 000 for works, 100 000 for survey (建质〔2017〕138号, 30号令, 2号令)"
    )
    func t14Caps() {
        let price = Money(fen: 1_000_000_033)
        let retention = law.limit(on: .retention, of: price)
        #expect(retention?.rule.id == "T14.retention" && retention?.highest.fen == 30_000_000)
        #expect((30_000_000 + 1) * 1000 > price.fen * 30 && 30_000_000 * 1000 <= price.fen * 30)
        let estimate = Money(fen: 9_000_000_000)
        let works = law.limit(on: .bidDeposit, of: estimate, sectionClass: "A080101")
        #expect(works?.rule.id == "T14.bidDeposit.works" && works?.highest.fen == 80_000_000)
        let survey = law.limit(on: .bidDeposit, of: estimate, sectionClass: "A030000")
        #expect(survey?.rule.id == "T14.bidDeposit.survey" && survey?.highest.fen == 10_000_000)
    }

    @Test("V01 The centre verifies within two working days, V02 a later notice within one (this platform's promises)")
    func promises() throws {
        try expectDue("V01", "2026-09-24T09:00", "2026-09-30T00:00")
        try expectDue("V01", "2026-10-08T09:00", "2026-10-11T00:00")
        try expectDue("V02", "2026-10-09T17:00", "2026-10-11T00:00")
        try expectDue("V02", "2026-09-30T17:00", "2026-10-09T00:00")
    }

    @Test("T28 The authority that received the complaint first handles it (条例 61)")
    func t28() throws { try expect("T28", .pair("530600/water", "530600/water"), not: .pair("530600", "530602")) }

    @Test("T29 A text is published twelve hours after receipt, the same in all media (条例 15, 10号令)")
    func t29() throws {
        try expectDue("T29", "2026-10-01T22:00", "2026-10-02T10:00")
        try expect("T29.text", .pair("ab", "ab"), not: .pair("ab", "ac"))
    }

    @Test("T30 Platform and media publish on one day, the same text (条例 15, 20号令 17)")
    func t30() throws {
        let on = try instant("2026-10-13T23:59")
        #expect(try law.computation("T30", from: on, to: instant("2026-10-13T00:00")).isMet == true)
        #expect(try law.computation("T30", from: on, to: instant("2026-10-14T00:00")).isMet == false)
        try expect("T30.text", .pair("ab", "ab"), not: .pair("ab", "ac"))
    }

    @Test("T31 No bidders of one section are related, none has an interest in the tenderer (条例 34)")
    func t31() throws {
        try expect("T31", .count(0), not: .count(1))
        try expect("T31.interest", .count(0), not: .count(1))
    }

    @Test("T32 A unit takes part in one bid (条例 37)")
    func t32() throws { try expect("T32", .count(1), not: .count(2)) }

    @Test("T33 Nobody negotiates before the award (招标投标法 43)")
    func t33() throws { try expect("T33", .count(0), not: .count(1)) }

    @Test("T34 The ceiling is stated, there is no minimum and one base price, secret until the opening (条例 27)")
    func t34() throws {
        try expect("T34", .share(1, of: 1), not: .share(0, of: 1))
        try expect("T34.minimum", .count(0), not: .count(1))
        try expect("T34.basePrice", .count(1), not: .count(2))
        try expectLawful("T34.secret", "2026-10-29T09:30", from: "2026-10-29T09:30")
    }

    @Test("T35 The base price is no condition (条例 50)")
    func t35() throws { try expect("T35", .count(0), not: .count(1)) }

    @Test("T36 A decision is published within twenty working days (条例 78)")
    func t36() throws { try expectDue("T36", "2026-09-25T09:00", "2026-10-30T00:00") }

    @Test("T37 The winner is determined within the validity; an extension is asked ten days before (12号令 40)")
    func t37() throws {
        try expectLawful("T37", until: "2027-01-27T09:30", before: "2027-01-27T09:30")
        try expectLawful("T37.extension", until: "2027-01-17T09:30", before: "2027-01-27T09:30")
    }

    @Test("1117 (13) With two valid bids left the committee argues whether there is competition (12号令 27)")
    func competition() throws {
        try expect("1117-13", .count(3), not: .count(2))
        #expect(try law.requirement("1117-13", on: #require(Day("2022-08-31"))).basis.chinese.contains("第二十七条"))
        #expect(try law.requirement("1117-13").basis.chinese.contains("1117"))
    }

    @Test("The number of a rule can be asked for, where it asks for one")
    func bounds() throws {
        #expect(try law.requirement("T20").test.bound == 3)
        #expect(try law.requirement("T18").test.bound == 5)
        #expect(try law.requirement("T18.experts").test.bound == nil)
    }

    @Test("Every rule T01–T37 is there, with its law in both languages and an explanation")
    func complete() {
        let ids = law.allTerms.map(\.id) + law.allRequirements.map(\.id) + law.allLimits.map(\.id)
        #expect(Set(ids).count == ids.count)
        // Beside the law stand the platform's own promises and rules (N…, V…), which say that they are no law.
        let numbers = Set(ids.filter { $0.hasPrefix("T") }.map { String($0.prefix(3)) })
        #expect(numbers == Set((1...37).map { "T" + ($0 < 10 ? "0" : "") + "\($0)" }))
        let wordings =
            law.allTerms.map { ($0.id, $0.basis, $0.title, $0.explanation) }
            + law.allRequirements.map { ($0.id, $0.basis, $0.title, $0.explanation) }
            + law.allLimits.map { ($0.id, $0.basis, $0.title, $0.explanation) }
        for (id, basis, title, explanation) in wordings {
            if id.hasPrefix("T") {
                #expect(basis.chinese.contains("第") && basis.english.contains("art."), "\(id)")
            }
            for wording in [title, explanation] {
                #expect(!wording.chinese.isEmpty && !wording.english.isEmpty, "\(id)")
                #expect(wording.english.allSatisfy { $0.isASCII }, "\(id): \(wording.english)")
            }
        }
    }

    @Test("A measure of another kind is a mistake of the program, never a verdict")
    func otherMeasure() throws {
        for rule in law.allRequirements {
            let wrong: Requirement.Measure = rule.test == .equal ? .count(1) : .pair("a", "a")
            #expect(throws: Requirement.OtherMeasure(rule: rule.id)) { try rule.verdict(wrong) }
            let bytes = try JSONEncoder().encode(rule)
            #expect(try JSONDecoder().decode(Requirement.self, from: bytes) == rule)
        }
    }
}
