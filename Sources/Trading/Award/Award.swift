import Desk
import Statute

/// Who is awarded, and why not the first when it is another (定标; 条例 55).
public struct AwardDecision: Hashable, Codable, Sendable {
    public let bidder: String
    public let bidderName: String
    public let rank: Int
    public let price: Money
    public let reason: NotFirstReason?
    public let evidence: String?
}

/// The only reasons for which a later candidate may be awarded (条例 55).
public enum NotFirstReason: String, Codable, CaseIterable, Sendable {
    /// 放弃中标
    case declined
    /// 因不可抗力不能履行合同
    case forceMajeure
    /// 不按照招标文件要求提交履约保证金
    case noPerformanceBond
    /// 被查实存在影响中标结果的违法行为
    case violationFound
}

extension Tender {
    func publiciseCandidates(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.evaluated)
        try requireNotSuspended()
        let until = input[AwardForms.until]
        var terms: [TermUse] = []
        if let reported = runningTerm("T21.start")?.start {
            let begin = try situation.law.due("T21.start", from: reported, begun: begunOn)
            let used = try situation.law.used(
                "T21.start", from: reported, to: situation.at, pauses: suspensions, begun: begunOn)
            terms.append(TermUse("T21.start", required: begin.length, given: used))
        }
        // 条例 54: for at least three days.
        let publicity = try requireKept(
            "T21", from: situation.at, to: until, due: until, or: "award.publicityTooShort", field: "until", situation)
        let digest = try ContentDigest.of(report)
        return Decision(
            .candidatesPublicised(until: until, terms: terms + [publicity]),
            .noticeSubmitted(notice: submission(.candidates, "P", digest: digest, situation)))
    }

    func decideAward(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.candidatesPublicised)
        try requireNotSuspended()
        guard let publicityUntil, situation.at >= publicityUntil else {
            throw Refusal(
                .stage, "award.publicityRunning", rule: "T21",
                ["until": publicityUntil.map { BeijingTime.text($0) } ?? ""])
        }
        let rank = Int(input[AwardForms.rank])
        guard let candidate = report?.candidates.first(where: { $0.rank == rank }) else {
            throw Refusal(.invalid, "award.notACandidate", rule: "T22", field: "rank")
        }
        let reason = input[AwardForms.reason]
        let evidence = input[AwardForms.evidence]
        if try planned().isStateControlled {
            let code = rank == 1 ? "rankOne" : reason?.rawValue ?? "none"
            try require(
                try verdict("T22", .code(code), situation).isMet && (rank == 1 || evidence != nil),
                Refusal(.invalid, "award.reasonNeeded", rule: "T22", field: "reason"))
        }
        return Decision(
            .awardDecided(
                decision: AwardDecision(
                    bidder: candidate.bidder, bidderName: candidate.bidderName, rank: rank, price: candidate.price,
                    reason: rank > 1 ? reason : nil, evidence: rank > 1 ? evidence : nil)))
    }

    /// The notice to the winner and the result to everybody else, at one instant (招标投标法 45).
    func issueAwardNotices(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.awardDecided)
        try requireNotSuspended()
        guard let award else { throw Refusal(.stage, "tender.wrongStage", ["stage": "@stage.\(stage.code)"]) }
        let contract = try situation.law.due("T24", from: situation.at, begun: begunOn)
        var terms = [TermUse("T24", required: contract.length, due: contract.due)]
        if let decided = reportOwedSince {
            let written = try situation.law.due("T25", from: decided, begun: begunOn)
            terms.append(TermUse("T25", required: written.length, due: written.due))
        }
        let digest = try ContentDigest.of(award)
        return Decision(
            .awardNoticesIssued(winner: award.bidder, price: award.price, contractDue: contract.due, terms: terms),
            .noticeSubmitted(notice: submission(.result, "R", digest: digest, situation)))
    }
}

extension Tender {
    /// The candidates in the committee's order, with their prices.
    var candidatesBriefing: [Briefing] {
        (report?.candidates ?? []).map {
            Briefing("candidate", said: Self.priced("\($0.rank). \($0.bidderName)", $0.price))
        }
    }

    /// Who was awarded, with the price.
    var winnerBriefing: [Briefing] {
        award.map { [Briefing("winner", said: Self.priced($0.bidderName, $0.price))] } ?? []
    }

    private static func priced(_ who: String, _ price: Money) -> Wording {
        let said = price.said
        return Wording(chinese: "\(who) · \(said.chinese)", english: "\(who) · \(said.english)")
    }
}

/// Forms of publicity, award and notices.
public enum AwardForms {
    static let until = Field<Instant>.instant("until")
    /// Any number that a form can hold: who is a candidate stands in the report.
    static let rank = Field<Int64>.integer("rank", in: 1...99)
    static let reason = Field<NotFirstReason>.choice("reason", set: "notFirstReason").optional
    static let evidence = Field<String>.prose("evidence", maximum: 2000).optional

    static let commands: [Command<Tender>] = [
        Command(
            "publiciseCandidates", by: [.tenderer, .agency], fields: [until.description],
            offered: { $0.stage == .evaluated }, briefing: { tender, _ in tender.candidatesBriefing },
            decide: { try $0.publiciseCandidates($1, $2) }),
        Command(
            "decideAward", by: [.tenderer, .agency],
            fields: [rank.description, reason.description, evidence.description],
            offered: { $0.stage == .candidatesPublicised }, briefing: { tender, _ in tender.candidatesBriefing },
            decide: { try $0.decideAward($1, $2) }),
        Command(
            "issueAwardNotices", by: [.tenderer, .agency], offered: { $0.stage == .awardDecided },
            briefing: { tender, _ in tender.winnerBriefing },
            decide: { try $0.issueAwardNotices($1, $2) }),
    ]
}
