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

    /// Deposits of bids that were withdrawn before the deadline (条例 35, T15): without interest, the law names none.
    func returnWithdrawnDeposits(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try require(withdrawals?.refund == nil, Refusal(.stage, "deposit.returned"))
        guard let since = withdrawnRefundOwed else {
            throw Refusal(.stage, "deposit.noneWithdrawn", rule: "T15")
        }
        let returnedOn = input[DepositForms.returnedOn]
        try requireReturned(on: returnedOn, rule: "T15", since: since, situation)
        let term = try situation.law.due("T15", from: since, begun: begunOn)
        return Decision(
            .withdrawnDepositsReturned(
                refund: DepositRefund(
                    returnedOn: returnedOn, amount: input[DepositForms.amount], interest: .zero,
                    note: input[DepositForms.vouchers]),
                terms: [TermUse("T15", required: term.length, given: Day(of: since).days(to: returnedOn))]))
    }

    private func requireReturned(on day: Day, rule: String, since: Instant, _ situation: Situation) throws {
        try require(
            day <= Day(of: situation.at), Refusal(.invalid, "deposit.inFuture", rule: rule, field: "returnedOn"))
        try require(
            day >= Day(of: since),
            Refusal(
                .invalid, "deposit.beforeCause", rule: rule, field: "returnedOn",
                ["since": Day(of: since).description]))
    }

    func returnDeposits(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try require(refund == nil, Refusal(.stage, "deposit.returned"))
        guard let owed = refundOwed else {
            throw Refusal(.stage, "deposit.noneOwed", ["stage": "@stage.\(stage.code)"])
        }
        let returnedOn = input[DepositForms.returnedOn]
        try requireReturned(on: returnedOn, rule: owed.rule, since: owed.since, situation)
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
    /// Public, so without names.
    static let vouchers = Field<String>.prose("refundVouchers", maximum: 1000)

    static let commands: [Command<Tender>] = [
        Command(
            "returnDeposits", by: [.tenderer, .agency],
            fields: [returnedOn.description, amount.description, interest.description, note.description],
            offered: { $0.refundOwed != nil }, decide: { try $0.returnDeposits($1, $2) }),
        Command(
            "returnWithdrawnDeposits", by: [.tenderer, .agency],
            fields: [returnedOn.description, amount.description, vouchers.description],
            offered: { $0.withdrawnRefundOwed != nil }, briefing: { try $0.withdrawalBriefing($1) },
            decide: { try $0.returnWithdrawnDeposits($1, $2) }),
    ]
}
