import Desk
import Foundation
import Statute
import Store
import Testing

@testable import Trading

@Suite("The terms that run on a tender, from what starts them to what ends them")
struct TenderTermTests {
    /// Without the centre's promises to look through notices, which run beside everything, and the times that bind nobody.
    private func rules(_ city: TestCity, _ number: String) throws -> [String] {
        try city.tender(number).runningTerms.filter { $0.rule != "V02" && !$0.parties.isEmpty }.map(\.rule).sorted()
    }

    @Test("Issue, clarification, objection and publicity run as times that bind nobody, and move with the deadline")
    func windows() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        func windows() throws -> [String: Instant] {
            let terms = try city.tender(number).runningTerms.filter(\.parties.isEmpty)
            return Dictionary(uniqueKeysWithValues: terms.map { ($0.rule, $0.due(by: city.desk.law) ?? city.start) })
        }
        // 条例 16, 21, 22; 招标投标法 28: the last lawful moment of each, as the commands themselves refuse by it.
        #expect(
            try windows() == [
                "T02": city.notice.issueUntil, "T05": city.deadline.advanced(byDays: -15),
                "T06": city.deadline.advanced(byDays: -10), "T12": city.deadline,
            ])
        let later = city.deadline.advanced(byDays: 2)
        try await city.player.clarify(
            number, "修改第 3 项", affectsPreparation: false, deadline: later, by: city.tenderer, at: city.issueFrom)
        #expect(try windows()["T06"] == later.advanced(byDays: -10))
        #expect(try windows()["T12"] == later)
        // Nobody is late when they end.
        let parties = try city.desk.facts.rows(
            "SELECT rule FROM term_party WHERE docket = $1 AND rule LIKE 'T%'", [.text("section/\(number)")])
        #expect(parties.isEmpty)
        let publicised = try await city.openedSection()
        try await city.evaluate(publicised)
        try await city.player.section(
            publicised, "publiciseCandidates", ["until": .instant(city.publicityEnds)], by: city.tenderer,
            at: city.publicised)
        let publicity = try city.tender(publicised).runningTerm("T21")
        #expect(publicity?.due(by: city.desk.law) == city.publicityEnds && publicity?.parties.isEmpty == true)
    }

    private func due(_ city: TestCity, _ number: String, _ rule: String) throws -> Instant? {
        try city.tender(number).runningTerms.first { $0.rule == rule }?.due(by: city.desk.law)
    }

    private func suspend(_ city: TestCity, _ number: String, from start: Instant, to end: Instant? = nil) async throws {
        try await city.player.section(
            number, "suspend", ["text": .text("核查投诉"), "orderNumber": .text("昭公管暂〔2026〕1号")],
            by: city.regulator, at: start)
        guard let end else { return }
        try await city.player.section(number, "resume", ["text": .text("核查完毕")], by: city.regulator, at: end)
    }

    private func next(_ city: TestCity, _ rule: String) throws -> Int64? {
        try city.desk.facts.rows("SELECT next FROM running_term WHERE rule = $1", [.text(rule)]).first?
            .optionalInteger("next")
    }

    private func reported(_ city: TestCity, _ number: String, at instant: Instant) async -> String {
        await refused {
            try await city.player.section(
                number, "reportAward", ["reportText": .text("招标投标情况书面报告")], by: city.tenderer, at: instant)
        }
    }

    private func returned(
        _ city: TestCity, _ number: String, on day: Day, at instant: Instant, interest: Int64 = 10_000
    ) async -> String {
        await refused {
            try await city.player.section(
                number, "returnDeposits",
                [
                    "returnedOn": .text(day.description), "refundAmount": .integer(60_010_000),
                    "interest": .integer(interest), "refundNote": .text("三家投标人,按原账户退还"),
                ], by: city.tenderer, at: instant)
        }
    }

    // MARK: From opening to contract

    @Test("T37 runs from the deadline to the end of the bids' validity, and ends with the award (评标委员会规定 40)")
    func validity() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        #expect(try rules(city, number) == ["T37", "T37.extension"])
        // 90 days from the deadline, whose day is not counted.
        #expect(try due(city, number, "T37") == Day(of: city.deadline).advanced(byDays: 90).end)
        try await city.evaluate(number)
        try await city.player.section(
            number, "publiciseCandidates", ["until": .instant(city.publicityEnds)], by: city.tenderer,
            at: city.publicised)
        #expect(try rules(city, number) == ["T37", "T37.extension"])
        try await city.player.section(
            number, "decideAward", ["rank": .integer(1)], by: city.tenderer, at: city.publicityEnds)
        #expect(try !rules(city, number).contains("T37"))
    }

    @Test("T21.start runs from the signed report to the publicity (条例 54), and the publicity says what was used")
    func publicity() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        try await city.evaluate(number)
        #expect(try rules(city, number) == ["T21.start", "T37", "T37.extension"])
        let report = try #require(try city.tender(number).runningTerms.first { $0.rule == "T21.start" }?.start)
        #expect(try due(city, number, "T21.start") == city.desk.law.due("T21.start", from: report).due)
        let duty = try city.desk.facts.rows(
            "SELECT due FROM duty WHERE command = 'publiciseCandidates' AND docket = $1", [.text("section/\(number)")])
        #expect(try duty.first?.optionalInteger("due") == due(city, number, "T21.start")?.milliseconds)
        try await city.player.section(
            number, "publiciseCandidates", ["until": .instant(city.publicityEnds)], by: city.tenderer,
            at: city.publicised)
        #expect(try rules(city, number) == ["T37", "T37.extension"])
        let act = try #require(try city.desk.facts.entries("section/\(number)").dropLast().last)
        let open = String(decoding: act.entry.open, as: UTF8.self)
        #expect(open.contains(#"{"given":1,"required":3,"term":"T21.start"}"#))
    }

    @Test("T25 runs from the award until the report, within fifteen days; a late one is taken and says so (招标投标法 47)")
    func report() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        #expect(try rules(city, number) == ["T24", "T25"])
        #expect(
            try due(city, number, "T25") == city.desk.law.due("T25", from: city.publicityEnds, begun: nil).due)
        #expect(
            await refused {
                try await city.player.section(
                    number, "reportAward", ["reportText": .text("?")], by: city.bidders[0], at: city.publicityEnds)
            } == "office.wrongRole")
        let late = city.publicityEnds.advanced(byDays: 20)
        #expect(await reported(city, number, at: late) == "")
        #expect(try rules(city, number) == ["T24"])
        #expect(await reported(city, number, at: late) == "award.reported T25")
        let act = try #require(try city.desk.facts.entries("section/\(number)").last)
        #expect(String(decoding: act.entry.open, as: UTF8.self).contains(#"{"given":20,"required":15,"term":"T25"}"#))
    }

    @Test("T16 runs from the contract until all deposits are back, also after the archive (条例 57)")
    func refund() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        let signed = city.publicityEnds.advanced(byDays: 9)
        #expect(await returned(city, number, on: Day(of: signed), at: signed) == "deposit.noneOwed")
        try await city.sign(number, at: signed)
        #expect(await reported(city, number, at: signed) == "")
        #expect(try rules(city, number) == ["T16"])
        #expect(try due(city, number, "T16") == city.desk.law.due("T16", from: signed).due)
        try await city.player.writeRecords(at: signed)
        try await city.verifyNotices(number, at: signed)
        let archived = signed.advanced(byDays: 30)
        try await city.player.section(
            number, "archive", ["volume": .text("ZT-1"), "retentionYears": .integer(30)], by: city.clerk, at: archived)
        #expect(try rules(city, number) == ["T16"])
        let day = Day(of: signed)
        #expect(
            await returned(city, number, on: day.advanced(byDays: -1), at: archived) == "deposit.beforeCause T16")
        #expect(
            await returned(city, number, on: Day(of: archived).advanced(byDays: 1), at: archived)
                == "deposit.inFuture T16")
        #expect(
            await returned(city, number, on: day, at: archived, interest: 60_010_001) == "deposit.interestAbove T16")
        #expect(await returned(city, number, on: day.advanced(byDays: 3), at: archived) == "")
        #expect(try rules(city, number).isEmpty)
        #expect(await returned(city, number, on: day, at: archived) == "deposit.returned")
        #expect(try city.desk.facts.rows("SELECT * FROM duty WHERE command = 'returnDeposits'").isEmpty)
    }

    @Test("T17 runs from the termination of a published tender with a deposit, and not before the notice (条例 31)")
    func termination() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let at = city.issueFrom.advanced(byDays: 2)
        try await city.player.section(
            number, "terminate", ["text": .text("规划调整")], by: city.tenderer, at: at)
        #expect(try rules(city, number) == ["T17"])
        #expect(try due(city, number, "T17") == city.desk.law.due("T17", from: at).due)
        #expect(await returned(city, number, on: Day(of: at), at: at) == "")
        #expect(try rules(city, number).isEmpty)
        let early = try await city.verifiedSection()
        try await city.player.section(
            early, "terminate", ["text": .text("规划调整")], by: city.tenderer, at: city.start)
        #expect(try rules(city, early).isEmpty)
    }

    @Test("Who need not tender owes no report and no publicity in three days (招标投标法 47, 条例 54)")
    func voluntary() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        var tender = try city.tender(number)
        #expect(tender.isMustTender && tender.reportOwedSince != nil)
        tender.isMustTender = false
        #expect(tender.runningTerms.map(\.rule).filter { $0 != "V02" } == ["T24"])
    }

    // MARK: Pauses

    @Test("T24: an ordered suspension is not counted; the due instant moves, and the contract says what was used")
    func suspended() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        let issued = city.publicityEnds.advanced(byHours: 1)
        let plain = try #require(try due(city, number, "T24"))
        let clock = TermClock(desk: city.desk)
        let start = issued.advanced(byDays: 20)
        // Half has gone before the suspension; a warning of it is not given twice.
        _ = try await clock.warn(at: issued.advanced(byDays: 16))
        try await suspend(city, number, from: start)
        #expect(try due(city, number, "T24") == nil)
        #expect(try next(city, "T24") == nil)
        let before = try city.desk.facts.rows("SELECT * FROM term_warning WHERE rule = 'T24'").count
        _ = try await clock.warn(at: plain.advanced(byDays: 1))
        #expect(try city.desk.facts.rows("SELECT * FROM term_warning WHERE rule = 'T24'").count == before)
        let end = start.advanced(byDays: 10)
        try await city.player.section(number, "resume", ["text": .text("核查完毕")], by: city.regulator, at: end)
        let moved = try #require(try due(city, number, "T24"))
        let pause = Pause(reason: .suspension, from: start, to: end)
        #expect(try city.tender(number).suspensions == [pause])
        #expect(try moved == city.desk.law.running("T24", from: issued, pauses: [pause]).due)
        // Eleven dates lie in it: the day on which the clock starts again is not counted (民法典 201).
        #expect(moved >= plain.advanced(byDays: 11))
        let duty = try city.desk.facts.rows("SELECT due FROM duty WHERE command = 'signContract'")
        #expect(duty.first?.optionalInteger("due") == moved.milliseconds)
        #expect(try await clock.warn(at: moved.advanced(byMilliseconds: -1)) > 0)
        _ = try await clock.warn(at: moved)
        let stages = try city.desk.facts.rows("SELECT stage FROM term_warning WHERE rule = 'T24' ORDER BY sequence")
        #expect(stages.map { $0.integer("stage") } == [1, 2, 3])
        let signed = moved.advanced(byHours: -20)
        try await city.sign(number, at: signed)
        let act = try #require(try city.desk.facts.entries("section/\(number)").last)
        let used = Day(of: issued).days(to: Day(of: signed)) - 11
        #expect(
            String(decoding: act.entry.open, as: UTF8.self).contains(#"{"given":\#(used),"required":30,"term":"T24"}"#))
    }

    @Test("T21.start: an investigation stops the clock as an order does, and T07 knows no pause (条例 54, 62)")
    func investigated() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        try await city.evaluate(number)
        let report = try #require(try city.tender(number).runningTerms.first { $0.rule == "T21.start" }?.start)
        let plain = try #require(try due(city, number, "T21.start"))
        let start = report.advanced(byHours: 2)
        try await city.player.section(
            number, "openInvestigation",
            ["defect": .text("unlawfulClause"), "reason": .text("举报"), "order": .text("昭公管〔2026〕2号")],
            by: city.regulator, at: start)
        #expect(try due(city, number, "T21.start") == nil)
        let end = start.advanced(byDays: 5)
        try await city.player.section(
            number, "closeInvestigation", ["result": .text("unfounded"), "resultText": .text("不属实")],
            by: city.regulator, at: end)
        let moved = try #require(try due(city, number, "T21.start"))
        #expect(moved > plain)
        #expect(
            try moved
                == city.desk.law.running(
                    "T21.start", from: report, pauses: [Pause(reason: .suspension, from: start, to: end)]
                ).due)
    }

    @Test("A suspension that was over before a term began does not move it")
    func earlierSuspension() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let at = city.issueFrom.advanced(byDays: 1)
        try await suspend(city, number, from: at, to: at.advanced(byDays: 3))
        let tender = try city.tender(number)
        #expect(tender.suspensions.count == 1)
        #expect(tender.pauses(since: at.advanced(byDays: 4)).isEmpty)
        #expect(tender.pauses(since: at.advanced(byDays: 2)).count == 1)
    }

    // MARK: Whom they concern

    @Test("A term concerns its tenderer, and the competent authority once it has passed")
    func parties() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        let rows = try city.desk.facts.rows(
            "SELECT role, organisation, region, trade, supervises FROM term_party WHERE rule = 'T25' ORDER BY role")
        #expect(rows.map { $0.text("role") } == ["regulator", "tenderer"])
        #expect(rows.map { $0.text("organisation") } == ["", TestCity.tendererCode])
        #expect(rows.map { $0.integer("supervises") } == [1, 0])
        #expect(rows.allSatisfy { $0.text("region") == "530627" && $0.text("trade") == "A07" })
        #expect(await reported(city, number, at: city.publicityEnds.advanced(byHours: 2)) == "")
        #expect(try city.desk.facts.rows("SELECT * FROM term_party WHERE rule = 'T25'").isEmpty)
    }

    @Test("N01 concerns whoever is accused, an expert in person, and whoever decides once it is over")
    func accused() async throws {
        let city = try await TestCity()
        func parties(of subject: String) async throws -> [String] {
            let docket = try await city.desk.perform(
                "behaviour", "propose", on: nil,
                input: [
                    "subject": .text(subject), "category": .text("lateAnswers"), "region": .text("530600"),
                    "facts": .text("逾期"), "evidence": .list([.object(["sequence": .integer(3)])]),
                ], by: city.clerk, at: city.start
            ).docket
            let id = String(docket.dropFirst("behaviour/".count))
            _ = try await city.desk.perform(
                "behaviour", "notify", on: id, input: [:], by: city.regulator, at: city.start)
            let rows = try city.desk.facts.rows(
                "SELECT role, organisation, supervises FROM term_party WHERE docket = $1 ORDER BY role",
                [.text(docket)])
            return rows.map { "\($0.text("role")) \($0.text("organisation")) \($0.integer("supervises"))" }
        }
        for subject in [TestCity.bidderCodes[0], city.experts[0].person] {
            #expect(
                try await parties(of: subject) == [
                    "agency \(subject) 0", "bidder \(subject) 0", "centreClerk  1", "expert \(subject) 0",
                    "regulator  1", "tenderer \(subject) 0",
                ])
        }
    }

    @Test("Running terms, their parties and their warnings are the same when registers are rebuilt")
    func rebuilt() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        try await suspend(city, number, from: city.publicityEnds.advanced(byDays: 16), to: nil)
        _ = try await TermClock(desk: city.desk).warn(at: city.publicityEnds.advanced(byDays: 17))
        func rows() throws -> [[SQLValue]] {
            try city.installation.store.read { reader in
                try ["running_term", "term_party", "term_warning"].flatMap { table in
                    try reader.rows("SELECT * FROM \(table) ORDER BY 1, 2, 3, 4, 5").map { row in
                        row.columnNames.map { row[$0] }
                    }
                }
            }
        }
        let before = try rows()
        #expect(!before.isEmpty)
        try await city.installation.store.rebuildRegisters()
        #expect(try rows() == before)
    }
}
