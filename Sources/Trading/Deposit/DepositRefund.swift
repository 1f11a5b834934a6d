import Desk
import Statute

/// That the bid deposits went back to the bidders, with bank interest (条例 31, 57).
public struct DepositRefund: Hashable, Codable, Sendable {
    public let returnedOn: Day
    /// To all bidders together, fen.
    public let amount: Money
    /// Of it interest, fen.
    public let interest: Money
    /// To whom and by which vouchers.
    public let note: String
}

extension Tender {
    /// The rule by which deposits have to go back, and since when; nil when none were asked for, or they went back.
    var refundOwed: (rule: String, since: Instant)? {
        guard refund == nil, notice != nil, let document, document.deposit.fen > 0 else { return nil }
        // The day of signing is what counts; its hour is not known.
        if let contract { return ("T16", contract.signedOn.at(hour: 12)) }
        return terminatedAt.map { ("T17", $0) }
    }

    func returnDeposits(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try require(refund == nil, Refusal(.stage, "deposit.returned"))
        guard let owed = refundOwed else {
            throw Refusal(.stage, "deposit.noneOwed", ["stage": "@stage.\(stage.code)"])
        }
        let returnedOn = input[DepositForms.returnedOn]
        try require(
            returnedOn <= Day(of: situation.at),
            Refusal(.invalid, "deposit.inFuture", rule: owed.rule, field: "returnedOn"))
        try require(
            returnedOn >= Day(of: owed.since),
            Refusal(
                .invalid, "deposit.beforeCause", rule: owed.rule, field: "returnedOn",
                ["since": Day(of: owed.since).description]))
        let (amount, interest) = (input[DepositForms.amount], input[DepositForms.interest])
        try require(
            interest <= amount, Refusal(.invalid, "deposit.interestAbove", rule: owed.rule, field: "interest"))
        let term = try situation.law.due(owed.rule, from: owed.since, begun: begunOn)
        return Decision(
            .depositsReturned(
                refund: DepositRefund(
                    returnedOn: returnedOn, amount: amount, interest: interest, note: input[DepositForms.note]),
                terms: [
                    TermUse(owed.rule, required: term.length, given: Day(of: owed.since).days(to: returnedOn))
                ]))
    }
}

/// Form of the refund of deposits.
enum DepositForms {
    static let returnedOn = Field<Day>.day("returnedOn")
    static let amount = Field<Money>.money("refundAmount")
    static let interest = Field<Money>.money("interest")
    static let note = Field<String>.prose("refundNote", maximum: 2000)

    static let commands: [Command<Tender>] = [
        Command(
            "returnDeposits", by: [.tenderer, .agency],
            fields: [returnedOn.description, amount.description, interest.description, note.description],
            offered: { $0.refundOwed != nil }, decide: { try $0.returnDeposits($1, $2) })
    ]
}
