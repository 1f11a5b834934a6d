import Desk
import Foundation
import Statute
import Testing

@testable import Trading

@Suite("Plans that must come to the platform and have not (应进未进)")
struct MissingPlanTests {
    private func imported(
        _ city: TestCity, _ approval: String, mustEnter: Bool = true, region: String = "530627"
    ) async throws -> String {
        let receipt = try await city.player.perform(
            "plan", "import", on: nil,
            [
                "approvalNumber": .text(approval), "name": .text("灌区工程"), "approvedBy": .text("昭通市发展和改革委员会"),
                "approvedOn": .text("2026-08-20"), "region": .text(region), "trade": .text("A07"),
                "tenderer": .text(TestCity.tendererCode), "method": .text("open"),
                "estimate": .integer(15_000_000_00), "mustEnter": .boolean(mustEnter),
            ], by: city.regulator, at: city.start)
        return String(receipt.docket.dropFirst("plan/".count))
    }

    private func answer(
        _ city: TestCity, _ plan: String, by holder: OfficeHolder? = nil, _ text: String = "初步设计未批复"
    ) async -> String {
        await refused {
            try await city.player.perform(
                "plan", "answerMissing", on: plan, ["missingResult": .text("asked"), "missingText": .text(text)],
                by: holder ?? city.regulator, at: city.start.advanced(byDays: 11))
        }
    }

    private func waiting(_ city: TestCity) throws -> [String] {
        try city.desk.facts.rows(
            "SELECT docket, region, trade, role FROM duty WHERE command = 'answerMissing' ORDER BY docket"
        ).map { ["docket", "role", "region", "trade"].map($0.text).joined(separator: " ") }
    }

    private func row(_ city: TestCity, _ plan: String) throws -> [String?] {
        let rows = try city.desk.facts.rows(
            "SELECT entered_as, answer, answer_text FROM plan WHERE number = $1", [.text(plan)])
        return ["entered_as", "answer", "answer_text"].map { rows.first?.optionalText($0) }
    }

    @Test("It waits on the competent authority's workbench until the authority asked or found the reason, in words")
    func answered() async throws {
        let city = try await TestCity()
        let plan = try await imported(city, "昭发改审〔2026〕900号")
        _ = try await imported(city, "昭发改审〔2026〕901号", mustEnter: false)
        try await PlanClock(desk: city.desk).enterDue(at: city.start)
        #expect(try waiting(city) == ["plan/\(plan) regulator 530627 A07"])
        #expect(await answer(city, plan, by: city.clerk) == "office.wrongRole")
        let other = try await city.player.registerPerson(
            "外行", Office(.regulator, region: "530600", trade: "A01"), at: city.start)
        #expect(await answer(city, plan, by: other) == "office.wrongTrade")
        let briefing = try city.desk.briefing("plan", "answerMissing", on: plan, by: city.regulator)
        #expect(briefing.map(\.name) == ["mustEnterNotEntered"])
        #expect(briefing[0].text.english.hasPrefix("昭发改审〔2026〕900号, approved on 2026-08-20, has not come 12 days"))
        #expect(await answer(city, plan) == "")
        #expect(try waiting(city).isEmpty)
        #expect(try row(city, plan) == [nil, "asked", "初步设计未批复"])
        let defect = try #require(try city.desk.standing(ApprovedPlan.self, plan)?.state.answers.first?.defect)
        #expect(defect.kind == .mustEnterNotEntered)
        #expect(defect.evidence == "昭发改审〔2026〕900号 2026-08-20 核准，至 2026-09-12 已 23 日，未见进场")
        // It may be answered again while it has not come.
        #expect(await answer(city, plan, "项目已取消") == "")
        #expect(try row(city, plan) == [nil, "asked", "项目已取消"])
    }

    @Test("A project of its number ends the duty, however the number is written; then there is nothing to answer")
    func entered() async throws {
        let city = try await TestCity()
        let plan = try await imported(city, "昭发改审[2026]118号")
        #expect(try waiting(city).count == 1)
        let section = try await city.section()
        let project = try #require(try city.tender(section).plan?.project)
        #expect(await answer(city, plan) == "plan.notMissing")
        for _ in 1...2 { try await PlanClock(desk: city.desk).enterDue(at: city.start) }
        #expect(try waiting(city).isEmpty)
        #expect(try row(city, plan) == [project, nil, nil])
        #expect(try city.desk.facts.entries("plan/\(plan)").map(\.entry.act) == ["planImported", "planEntered"])
        #expect(await answer(city, plan) == "plan.notMissing")
        // A plan that is imported after its project has come is seen as well.
        try await city.player.perform(
            "plan", "withdraw", on: plan, ["reason": .text("导入有误")], by: city.regulator, at: city.start)
        let again = try await imported(city, "昭发改审〔2026〕118号")
        try await PlanClock(desk: city.desk).enterDue(at: city.start)
        #expect(try row(city, again)[0] == project)
    }

    @Test("A withdrawn plan waits for nobody, and registers are the same when they are rebuilt")
    func withdrawn() async throws {
        let city = try await TestCity()
        let plan = try await imported(city, "昭发改审〔2026〕900号")
        let open = try await imported(city, "昭发改审〔2026〕901号")
        try await city.player.perform(
            "plan", "withdraw", on: plan, ["reason": .text("导入有误")], by: city.regulator, at: city.start)
        #expect(try waiting(city) == ["plan/\(open) regulator 530627 A07"])
        #expect(await answer(city, open) == "")
        let before = try row(city, open)
        try await city.installation.store.rebuildRegisters()
        #expect(try row(city, open) == before)
        #expect(try waiting(city).isEmpty)
    }
}
