import Desk
import Foundation
import Statute

/// A proposal to reject a bid (否决投标) on one of the document's grounds, with the members' votes.
public struct BidRejection: Hashable, Codable, Sendable {
    public let number: Int
    public let bidder: String
    /// The document's ground, `R1`.
    public let ground: String
    public let clause: String
    public let evidence: String
    /// Votes by seat; the proposer's own is in favour.
    public internal(set) var votes: [String: Bool]

    /// Carried by more than half of all members.
    public func isCarried(committee: Int) -> Bool { votes.values.filter { $0 }.count * 2 > committee }

    /// Neither side can have a majority any more, or one has it.
    public func isDecided(committee: Int) -> Bool {
        let against = votes.values.filter { !$0 }.count
        return isCarried(committee: committee) || against * 2 >= committee || votes.count == committee
    }
}

/// What the committee reports (评标报告): every figure of the ranking can be recomputed from it.
public struct EvaluationReport: Hashable, Codable, Sendable {
    public let bids: [EvaluatedBid]
    public let candidates: [Candidate]
    /// Members' scores, disclosed with the report.
    public let sheets: [MemberSheet]
    /// Bidders rejected, with the proposal's number.
    public let rejected: [String: Int]
    /// The price formula's working, line by line.
    public let priceWorking: [String]
    /// Why the committee went on with fewer valid bids than show competition by themselves (1117-13); nil when there were
    /// enough.
    public let competitionStatement: String?

    public struct EvaluatedBid: Hashable, Codable, Sendable {
        public let bidder: String
        public let bidderName: String
        public let price: Money
        public let factorScores: [String: Score]
        public let priceScore: Score
        public let total: Score
        public let rank: Int
    }

    public struct Candidate: Hashable, Codable, Sendable {
        public let rank: Int
        public let bidder: String
        public let bidderName: String
        public let price: Money
        public let total: Score
        public let durationDays: Int
        public let quality: String
        public let projectLeader: String
    }

    public struct MemberSheet: Hashable, Codable, Sendable {
        public let seat: String
        public let scores: [FactorScore]
        /// Reasons for scores that lie far from the others'.
        public let reason: String
    }

    public struct FactorScore: Hashable, Codable, Sendable {
        public let bidder: String
        public let factor: String
        public let score: Score
    }
}

/// A member signed, or dissented in writing (条例 53).
public struct ReportSignature: Hashable, Sendable {
    public let dissent: String?
}

extension Tender {
    /// Bids that were opened and not rejected.
    public var validBids: [OpenedBid] {
        let gone = Set(rejections.filter { $0.isCarried(committee: committee.count) }.map(\.bidder))
        return opening.opened.filter { !gone.contains($0.bidder) }
    }

    /// Proposals to reject that still wait for votes.
    var undecidedRejections: [BidRejection] {
        rejections.filter { !$0.isDecided(committee: committee.count) }
    }

    /// Who is scored, by code and name, and by what.
    var scoringBriefing: [Briefing] {
        validBids.map { Briefing("bid", text: "\($0.bidder) \($0.bidderName)") }
            + (document?.evaluation.factors ?? []).map {
                Briefing("factor", text: "\($0.id) \($0.name)（0–\($0.maximum)）")
            }
    }

    /// A sheet as its form starts: every factor of every bid, without a score.
    var scoringRows: RawValue {
        let factors = document?.evaluation.factors ?? []
        return .list(
            validBids.flatMap { bid in
                factors.map { .object(["bidder": .text(bid.bidder), "factor": .text($0.id)]) }
            })
    }

    func proposeRejection(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireEvaluating()
        let seat = try seat(of: situation)
        let bidder = input[EvaluationForms.bidder]
        try require(
            validBids.contains { $0.bidder == bidder }, Refusal(.invalid, "evaluation.notABid", field: "bidder"))
        // 条例 49: no ground that the document does not name.
        guard let ground = document?.rejectionGrounds.first(where: { $0.code == input[EvaluationForms.ground] }) else {
            throw Refusal(.invalid, "evaluation.notAGround", rule: "REG49", field: "ground")
        }
        return Decision(
            .rejectionProposed(
                rejection: BidRejection(
                    number: rejections.count + 1, bidder: bidder, ground: ground.code, clause: ground.clause,
                    evidence: input[EvaluationForms.evidence], votes: [seat.seat: true])))
    }

    func voteOnRejection(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireEvaluating()
        let seat = try seat(of: situation)
        guard let rejection = rejections.first(where: { $0.number == input[EvaluationForms.number] }) else {
            throw Refusal(.invalid, "evaluation.noSuchRejection", field: "number")
        }
        try require(rejection.votes[seat.seat] == nil, Refusal(.stage, "evaluation.voted", field: "number"))
        return Decision(
            .rejectionVoted(
                number: rejection.number, seat: seat.seat, inFavour: input[EvaluationForms.inFavour]))
    }

    func submitScores(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireEvaluating()
        let seat = try seat(of: situation)
        // Members may correct their scores until the report, so that objective factors can be reconciled.
        try require(report == nil, Refusal(.stage, "evaluation.reported"))
        try require(
            rejections.allSatisfy { $0.isDecided(committee: committee.count) },
            Refusal(.stage, "evaluation.rejectionOpen"))
        guard let factors = document?.evaluation.factors else { throw Refusal(.stage, "tender.noDocument") }
        var scores: [EvaluationReport.FactorScore] = []
        for (index, row) in input[EvaluationForms.scores].enumerated() {
            let bidder = row[EvaluationForms.bidder]
            try require(
                validBids.contains { $0.bidder == bidder },
                Refusal(.invalid, "evaluation.notABid", field: "scores.\(index).bidder"))
            guard let factor = factors.first(where: { $0.id == row[EvaluationForms.factor] }) else {
                throw Refusal(.invalid, "evaluation.notAFactor", field: "scores.\(index).factor")
            }
            guard let score = Score(row[EvaluationForms.score]), score <= factor.maximum else {
                throw Refusal(
                    .invalid, "evaluation.aboveMaximum", field: "scores.\(index).score",
                    ["maximum": factor.maximum.description])
            }
            try require(
                !scores.contains { $0.bidder == bidder && $0.factor == factor.id },
                Refusal(.invalid, "evaluation.scoredTwice", field: "scores.\(index).factor"))
            scores.append(.init(bidder: bidder, factor: factor.id, score: score))
        }
        try require(
            scores.count == validBids.count * factors.count,
            Refusal(
                .invalid, "evaluation.scoresIncomplete", field: "scores",
                ["expected": String(validBids.count * factors.count), "given": String(scores.count)]))
        let sheet = EvaluationReport.MemberSheet(
            seat: seat.seat, scores: scores, reason: input[EvaluationForms.reason] ?? "")
        // Closed until the report, so that no member sees another's scores (四不见面).
        return Decision([
            Recorded(.scoresSubmitted(seat: seat.seat, bids: validBids.count), closed: try ActCoding.json(sheet))
        ])
    }

    func reportEvaluation(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireEvaluating()
        _ = try seat(of: situation)
        try require(report == nil, Refusal(.stage, "evaluation.reported"))
        guard let document else { throw Refusal(.stage, "tender.noDocument") }
        let valid = validBids
        if valid.isEmpty { return Decision(.tenderFailed(reason: .allRejected)) }
        let statement = input[EvaluationForms.competitionStatement]
        let competition = try verdict("1117-13", .count(valid.count), situation)
        if !competition.isMet {
            // The law asks for the committee's judgement, not for a number.
            if input[EvaluationForms.competitionLacking] {
                return Decision(.tenderFailed(reason: .competitionLacking))
            }
            try require(
                statement != nil,
                Refusal(
                    .invalid, "evaluation.competition", rule: "1117-13", field: "competitionStatement",
                    ["required": competition.test.bound.map(String.init) ?? "", "count": String(valid.count)]))
        }
        let waiting = committee.filter { !scored.contains($0.seat) }.map(\.seat)
        try require(
            waiting.isEmpty,
            Refusal(.stage, "evaluation.scoresMissing", ["seats": waiting.joined(separator: ", ")]))
        let sheets = try submittedSheets(situation)
        let evaluation = try EvaluationResult(
            method: document.evaluation, bids: valid, sheets: sheets, ceiling: document.ceilingPrice,
            most: try bound("T20", situation),
            vote: (input[EvaluationForms.tieVote] ?? "").split(whereSeparator: \.isWhitespace).map(String.init))
        return Decision(
            .evaluationReported(
                report: EvaluationReport(
                    bids: evaluation.bids, candidates: evaluation.candidates, sheets: sheets,
                    rejected: Dictionary(
                        rejections.filter { $0.isCarried(committee: committee.count) }.map { ($0.bidder, $0.number) },
                        uniquingKeysWith: min),
                    priceWorking: evaluation.priceWorking,
                    competitionStatement: competition.isMet ? nil : statement)))
    }

    /// The members' sheets from the closed parts of their acts.
    private func submittedSheets(_ situation: Situation) throws -> [EvaluationReport.MemberSheet] {
        var sheets: [String: EvaluationReport.MemberSheet] = [:]
        for stored in try situation.facts.entries("section/\(number)") where stored.entry.act == "scoresSubmitted" {
            guard let bytes = try situation.facts.closedPart(sequence: stored.sequence) else {
                throw Refusal(.stage, "evaluation.sheetLost", ["entry": String(stored.sequence)])
            }
            let sheet = try JSONDecoder().decode(EvaluationReport.MemberSheet.self, from: Data(bytes))
            sheets[sheet.seat] = sheet
        }
        return committee.compactMap { sheets[$0.seat] }
    }

    func signReport(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireEvaluating()
        let seat = try seat(of: situation)
        try require(report != nil, Refusal(.stage, "evaluation.noReport", rule: "T20"))
        try require(signatures[seat.seat] == nil, Refusal(.stage, "evaluation.signed"))
        return Decision(.reportSigned(seat: seat.seat, dissent: input[EvaluationForms.dissent]))
    }

    private func requireEvaluating() throws {
        try requireStage(.evaluating)
        try requireNotSuspended()
        try requireCommitteeReady()
    }
}

/// Forms of the evaluation.
public enum EvaluationForms {
    static let bidder = Field<String>.organisation("bidder")
    static let ground = Field<String>.text("ground", maximum: 4, example: "R1")
    static let evidence = Field<String>.prose("evidence", maximum: 2000)
    static let number = Field<Int64>.integer("number", in: 1...999)
    static let inFavour = Field<Bool>.boolean("inFavour")
    static let factor = Field<String>.text("factor", maximum: 10, example: "F1")
    static let score = Field<String>.decimal("score", decimals: 2, in: 0...100, example: "32.50")
    static let scores = Field<[Input]>.rows(
        "scores", [bidder.description, factor.description, score.description], count: 1...600)
    static let reason = Field<String>.prose("reason", maximum: 2000).optional
    static let competitionLacking = Field<Bool>.boolean("competitionLacking")
    static let competitionStatement = Field<String>.prose("competitionStatement", maximum: 2000).optional
    /// Bidders that are tied in everything, in the order of the committee's vote.
    static let tieVote = Field<String>.text("tieVote", maximum: 200).optional
    static let dissent = Field<String>.prose("dissent", maximum: 2000).optional

    private static let members: [Role] = [.expert, .tenderer]

    static let commands: [Command<Tender>] = [
        Command(
            "proposeRejection", by: members, fields: [bidder.description, ground.description, evidence.description],
            offered: { $0.stage == .evaluating && $0.report == nil },
            briefing: { tender, _ in tender.lapsedBriefing },
            decide: { try $0.proposeRejection($1, $2) }),
        Command(
            "voteOnRejection", by: members, fields: [number.description, inFavour.description],
            offered: { $0.stage == .evaluating && !$0.undecidedRejections.isEmpty },
            briefing: { tender, _ in
                tender.undecidedRejections.map { rejection in
                    let bidder = tender.opening.opened.first { $0.bidder == rejection.bidder }?.bidderName
                    return Briefing(
                        "rejection",
                        text:
                            "\(rejection.number). \(bidder ?? rejection.bidder) · \(rejection.clause)：\(rejection.evidence)"
                    )
                }
            },
            prefilled: { tender, _ in .number(tender.undecidedRejections.map(\.number)) },
            decide: { try $0.voteOnRejection($1, $2) }),
        Command(
            "submitScores", by: members, fields: [scores.description, reason.description],
            offered: { $0.stage == .evaluating && $0.report == nil },
            briefing: { tender, _ in tender.scoringBriefing },
            prefilled: { tender, _ in ["scores": tender.scoringRows] },
            decide: { try $0.submitScores($1, $2) }),
        Command(
            "reportEvaluation", by: members,
            fields: [competitionLacking.description, competitionStatement.description, tieVote.description],
            offered: { $0.stage == .evaluating && $0.report == nil },
            decide: { try $0.reportEvaluation($1, $2) }),
        Command(
            "signReport", by: members, fields: [dissent.description],
            offered: { $0.stage == .evaluating && $0.report != nil }, decide: { try $0.signReport($1, $2) }),
    ]
}
