import Desk
import Statute

/// The signed contract, with every difference from the bid shown (招标投标法 46, 条例 57).
public struct Contract: Hashable, Codable, Sendable {
    public let contractNumber: String
    public let price: Money
    public let durationDays: Int
    public let quality: String
    public let projectLeader: String
    public let performanceBond: Money
    public let differences: [Difference]
    public let signedOn: Day

    /// One term of the contract that is not as the bid had it.
    public struct Difference: Hashable, Codable, Sendable {
        /// `price`, `durationDays`, `quality`, `projectLeader`
        public let term: String
        public let bid: String
        public let contract: String
    }
}

extension Tender {
    /// The bid that was awarded, as it was opened.
    var winningBid: OpenedBid? { award.flatMap { award in opening.opened.first { $0.bidder == award.bidder } } }

    func signContract(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.noticeIssued)
        try requireNotSuspended()
        guard let noticesIssuedAt, let bid = winningBid else {
            throw Refusal(.stage, "tender.wrongStage", ["stage": "@stage.\(stage.code)"])
        }
        let price = input[ContractForms.price]
        let days = Int(input[ContractForms.durationDays])
        let quality = input[ContractForms.quality]
        // Price, quality and time are the substance of the contract: they must be the bid's (条例 57).
        try require(
            price == bid.price,
            Refusal(.invalid, "contract.price", rule: "T24", field: "price", ["bid": bid.price.yuan]))
        try require(
            days == bid.durationDays,
            Refusal(
                .invalid, "contract.duration", rule: "T24", field: "durationDays", ["bid": String(bid.durationDays)]))
        try require(
            quality == bid.quality,
            Refusal(.invalid, "contract.quality", rule: "T24", field: "quality", ["bid": bid.quality]))
        let bond = input[ContractForms.performanceBond]
        let bondLimit = situation.law.performanceBondLimit(price: price, begun: begunOn)
        try require(
            bond <= bondLimit,
            Refusal(.invalid, "contract.bondTooHigh", rule: "T14", field: "performanceBond", ["limit": bondLimit.yuan]))
        let signedOn = input[ContractForms.signedOn]
        try require(
            signedOn <= Day(of: situation.at),
            Refusal(.invalid, "contract.inFuture", rule: "T24", field: "signedOn"))
        let leader = input[ContractForms.projectLeader]
        var differences: [Contract.Difference] = []
        if leader != bid.projectLeader {
            differences.append(.init(term: "projectLeader", bid: bid.projectLeader, contract: leader))
        }
        let term = try situation.law.due("T24", from: noticesIssuedAt, begun: begunOn)
        let signed = signedOn.at(hour: 12)
        let used = try situation.law.used("T24", from: noticesIssuedAt, to: signed, pauses: suspensions, begun: begunOn)
        var terms = [TermUse("T24", required: term.length, given: used)]
        if document.map({ $0.deposit.fen > 0 }) ?? false {
            let refund = try situation.law.due("T16", from: signed, begun: begunOn)
            terms.append(TermUse("T16", required: refund.length, due: refund.due))
        }
        return Decision(
            .contractSigned(
                contract: Contract(
                    contractNumber: input[ContractForms.contractNumber], price: price, durationDays: days,
                    quality: quality, projectLeader: leader, performanceBond: bond, differences: differences,
                    signedOn: signedOn),
                terms: terms))
    }
}

/// Form of the contract.
public enum ContractForms {
    static let contractNumber = Field<String>.text("contractNumber", maximum: 60)
    static let price = Field<Money>.money("price")
    static let durationDays = Field<Int64>.integer("durationDays", in: 1...3650)
    static let quality = Field<String>.text("quality", maximum: 200)
    static let projectLeader = Field<String>.text("projectLeader", maximum: 40)
    static let performanceBond = Field<Money>.money("performanceBond")
    static let signedOn = Field<Day>.day("signedOn")

    /// The terms of a bid as the contract's form starts with them: they are the contract's (招标投标法 46).
    private static func typed(_ bid: OpenedBid) -> [String: RawValue] {
        [
            "price": .text(bid.price.yuan), "durationDays": .integer(Int64(bid.durationDays)),
            "quality": .text(bid.quality), "projectLeader": .text(bid.projectLeader),
        ]
    }

    static let commands: [Command<Tender>] = [
        Command(
            "signContract", by: [.tenderer, .agency],
            fields: [
                contractNumber.description, price.description, durationDays.description, quality.description,
                projectLeader.description, performanceBond.description, signedOn.description,
            ],
            offered: { $0.stage == .noticeIssued }, briefing: { tender, _ in tender.winnerBriefing },
            prefilled: { tender, _ in tender.winningBid.map { typed($0) } ?? [:] },
            decide: { try $0.signContract($1, $2) })
    ]
}
