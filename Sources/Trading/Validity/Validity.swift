import Desk
import Statute

/// All bidders are asked to stay bound longer (延长投标有效期; 评标委员会和评标方法暂行规定 40, 30号令 29).
public struct ValidityExtension: Hashable, Codable, Sendable {
    public let number: Int
    /// The last day of the validity as it stood.
    public let from: Day
    /// The last day that is asked for.
    public let until: Day
    public let reason: String
}

/// An extension as it was asked, with what the bidders answered.
public struct AskedExtension: Hashable, Sendable {
    public let asked: ValidityExtension
    public let at: Instant
    /// Until when the next one would have to be asked; nil when there is no time for one.
    public let askAgainBy: Instant?
    /// By bidder, whether it stays bound.
    public internal(set) var answers: [String: Bool] = [:]
}

extension Tender {
    /// Whether bids wait for an award, so that their validity matters.
    var isAwaitingAward: Bool {
        switch stage {
        case .closedForBids, .opening, .opened, .evaluating, .evaluated, .candidatesPublicised: cutoff != nil
        default: false
        }
    }

    /// Bidders who declined to stay bound: their bids have lapsed, their deposits are theirs again (30号令 29). What
    /// follows for the evaluation is the committee's to decide, by a rejection.
    public var lapsedBidders: Set<String> {
        Set(extensions.flatMap { $0.answers.filter { !$0.value }.keys })
    }

    /// Those asked who have not answered. Before the opening nobody but the bidders knows whom that concerns.
    public var unansweredBidders: [ReceivedBid] {
        guard isAwaitingAward, let last = extensions.last else { return [] }
        let lapsed = lapsedBidders
        return opening.bids.compactMap { bid in
            if case .notOpened = bid.outcome { return nil }
            let code = bid.received.bidder
            return last.answers[code] == nil && !lapsed.contains(code) ? bid.received : nil
        }
    }

    func extendValidity(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        // Also while it stands still: that is when time runs out.
        try require(
            isAwaitingAward, Refusal(.stage, "tender.wrongStage", rule: "T37", ["stage": "@stage.\(stage.code)"]))
        guard let ends = validityEnds, situation.at < ends else {
            throw Refusal(.stage, "validity.over", rule: "T37", ["end": lastValidDay?.description ?? ""])
        }
        let last = Day(of: ends.advanced(byMilliseconds: -1))
        let until = input[ValidityForms.until]
        let latest = last.advanced(byDays: ValidityForms.longest)
        try require(
            until > last && until <= latest,
            Refusal(
                .invalid, "validity.day", rule: "T37", field: "validUntil",
                ["end": last.description, "latest": latest.description]))
        // Out of time it is asked all the same, and its days are said.
        let asked = try situation.law.use(
            "T37.extension", from: situation.at, to: ends.advanced(byMilliseconds: -1), begun: begunOn)
        let again = try situation.law.latest("T37.extension", before: until.end, begun: begunOn)
        return Decision(
            .validityExtended(
                asked: ValidityExtension(
                    number: extensions.count + 1, from: last, until: until, reason: input[ValidityForms.reason]),
                terms: [
                    TermUse(
                        "T37.extension", required: asked.required, given: asked.given,
                        due: again > situation.at ? again : nil),
                    TermUse("T37", required: 0, due: until.end),
                ]))
    }

    /// A bidder stays bound, or does not. It is asked for once the bidders are known to all.
    func answerExtension(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        let bidder = try situation.organisation()
        guard isAwaitingAward, !opening.bids.isEmpty, let last = extensions.last else {
            throw Refusal(.stage, "validity.notAsked", rule: "T37")
        }
        let hasBid = opening.bids.contains { bid in
            if case .notOpened = bid.outcome { return false }
            return bid.received.bidder == bidder.code
        }
        try require(hasBid, Refusal(.office, "opening.noBid", rule: "T37"))
        try require(
            unansweredBidders.contains { $0.bidder == bidder.code },
            Refusal(.stage, "validity.answered", rule: "T37"))
        return Decision(
            .extensionAnswered(
                number: last.asked.number, bidder: bidder.code, bidderName: bidder.name,
                accepted: input[ValidityForms.accepted]))
    }

    /// The last day on which the bids bind.
    public var lastValidDay: Day? { validityEnds.map { Day(of: $0.advanced(byMilliseconds: -1)) } }

    /// Bids that have lapsed, for the committee to read before it proposes a rejection.
    var lapsedBriefing: [Briefing] {
        let lapsed = lapsedBidders
        return opening.bids.filter { lapsed.contains($0.received.bidder) }.map {
            Briefing("lapsedBid", text: $0.received.bidderName)
        }
    }

    mutating func take(_ asked: ValidityExtension, _ terms: [TermUse], at instant: Instant) {
        extensions.append(
            AskedExtension(
                asked: asked, at: instant, askAgainBy: terms.first { $0.term == "T37.extension" }?.due))
    }

    mutating func take(answerTo number: Int, by bidder: String, accepted: Bool) {
        guard let index = extensions.firstIndex(where: { $0.asked.number == number }) else { return }
        extensions[index].answers[bidder] = accepted
    }
}

/// Forms of the bids' validity.
enum ValidityForms {
    /// Days that one extension adds at most: against a slip of the pen, no law.
    static let longest = 365
    static let until = Field<Day>.day("validUntil")
    static let reason = Field<String>.prose("extensionReason", maximum: 2000)
    static let accepted = Field<Bool>.boolean("accepted")

    static let commands: [Command<Tender>] = [
        Command(
            "extendValidity", by: [.tenderer, .agency], fields: [until.description, reason.description],
            offered: { $0.isAwaitingAward }, decide: { try $0.extendValidity($1, $2) }),
        Command(
            "answerExtension", by: [.bidder], fields: [accepted.description],
            offered: { !$0.unansweredBidders.isEmpty },
            briefing: { tender, _ in
                guard let asked = tender.extensions.last?.asked else { return [] }
                return [Briefing("extension", text: "\(asked.from) → \(asked.until)：\(asked.reason)")]
            },
            decide: { try $0.answerExtension($1, $2) }),
    ]
}
