import Demo
import Desk
import Statute
import Testing

@testable import Trading

@Suite("A form says what it is about, and starts with what is known already")
struct FormStartTests {
    private func said(_ city: TestCity, _ command: String, _ number: String, by holder: OfficeHolder) throws -> [String]
    {
        try city.desk.briefing("section", command, on: number, by: holder).map { "\($0.name) \($0.text.chinese)" }
    }

    private func starts(
        _ city: TestCity, _ command: String, _ number: String, by holder: OfficeHolder
    ) throws -> [String: RawValue] {
        try city.desk.prefilled("section", command, on: number, by: holder)
    }

    @Test("Gate one: the open findings, then their reasons in the note of their aspect; what is clear people say")
    func findings() async throws {
        let city = try await TestCity()
        let number = try await city.draftedSection(quality: "合格，采用某品牌产品")
        // Not read yet: nothing to justify.
        #expect(try said(city, "justifyFinding", number, by: city.tenderer).isEmpty)
        try await city.player.scan(at: city.start)
        let finding = try #require(try city.tender(number).gates.scan?.findings.first)
        let name = finding.severity == .hard ? "hardFinding" : "softFinding"
        let line = "\(name) S1 FC08：\(finding.sentence)"
        #expect(try said(city, "justifyFinding", number, by: city.tenderer) == [line])
        #expect(try said(city, "signReview", number, by: city.tenderer).first == line)
        #expect(try starts(city, "justifyFinding", number, by: city.tenderer) == ["finding": .text("S1")])
        try await city.player.section(
            number, "justifyFinding", ["finding": .text("S1"), "reason": .text("应急抢险需要")], by: city.tenderer,
            at: city.start)
        #expect(try said(city, "justifyFinding", number, by: city.tenderer).isEmpty)
        let after = try said(city, "signReview", number, by: city.tenderer)
        #expect(after.first == "justified S1 FC08：\(finding.sentence) — 应急抢险需要")
        guard case .list(let rows) = try starts(city, "signReview", number, by: city.tenderer)["answers"] else {
            Issue.record("no rows")
            return
        }
        #expect(rows.count == 16 && rows[0] == .object(["aspect": .text("FC01")]))
        #expect(rows[7] == .object(["aspect": .text("FC08"), "note": .text("S1：应急抢险需要")]))
    }

    @Test("Gate two: the question beside its answer; one alone is filled in, among several people choose")
    func inquiries() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        func ask(_ question: String) async throws {
            try await city.player.section(
                number, "questionFiling", ["question": .text(question)], by: city.regulator, at: city.start)
        }
        try await ask("为何不接受联合体？")
        #expect(try said(city, "answerInquiry", number, by: city.tenderer) == ["inquiry 1. 为何不接受联合体？"])
        #expect(try starts(city, "answerInquiry", number, by: city.tenderer) == ["number": .integer(1)])
        try await ask("工期依据？")
        #expect(try starts(city, "answerInquiry", number, by: city.tenderer).isEmpty)
        try await city.player.section(
            number, "answerInquiry", ["number": .integer(2), "answer": .text("依据定额")], by: city.tenderer,
            at: city.start)
        #expect(
            try said(city, "closeInquiry", number, by: city.regulator) == ["inquiry 2. 工期依据？", "inquiryAnswer 依据定额"])
        #expect(try starts(city, "closeInquiry", number, by: city.regulator) == ["number": .integer(2)])
        #expect(try starts(city, "answerInquiry", number, by: city.tenderer) == ["number": .integer(1)])
        try await city.player.section(
            number, "openInvestigation",
            ["defect": .text("notAsApproved"), "reason": .text("规模不一致"), "order": .text("昭公管〔2026〕9号")],
            by: city.regulator, at: city.start)
        #expect(
            try said(city, "closeInvestigation", number, by: city.regulator) == [
                "notAsApproved 规模不一致", "order 昭公管〔2026〕9号",
            ])
    }

    @Test(
        "A sheet of scores starts with every factor of every bid, a contract with the bid that won"
    )
    func award() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        let expert = city.experts[0]
        guard case .list(let rows) = try starts(city, "submitScores", number, by: expert)["scores"] else {
            Issue.record("no rows")
            return
        }
        #expect(rows.count == 6)
        #expect(rows[1] == .object(["bidder": .text(TestCity.bidderCodes[0]), "factor": .text("F2")]))
        #expect(
            try said(city, "submitScores", number, by: expert).suffix(2) == [
                "factor F1 施工组织设计（0–30.00）", "factor F2 企业业绩（0–10.00）",
            ])
        try await city.evaluate(number)
        let candidates = try said(city, "publiciseCandidates", number, by: city.tenderer)
        #expect(candidates.count == 3 && candidates[0] == "candidate 1. 云岭建设有限公司 · 11,800,000.00 元")
        try await city.player.section(
            number, "publiciseCandidates", ["until": .instant(city.publicityEnds)], by: city.tenderer,
            at: city.publicised)
        #expect(try said(city, "decideAward", number, by: city.tenderer) == candidates)
        try await city.player.section(
            number, "decideAward", ["rank": .integer(1)], by: city.tenderer, at: city.publicityEnds)
        let winner = ["winner 云岭建设有限公司 · 11,800,000.00 元"]
        #expect(try said(city, "issueAwardNotices", number, by: city.tenderer) == winner)
        try await city.player.section(
            number, "issueAwardNotices", by: city.tenderer, at: city.publicityEnds.advanced(byHours: 1))
        #expect(try said(city, "signContract", number, by: city.tenderer) == winner)
        #expect(
            try starts(city, "signContract", number, by: city.tenderer) == [
                "price": .text("11800000.00"), "durationDays": .integer(240), "quality": .text("合格"),
                "projectLeader": .text("项目经理1"),
            ])
    }
}
