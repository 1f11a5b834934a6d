import Desk
import Foundation
import Statute

/// A bid that was withdrawn before the deadline and not sent again (撤回, 招标投标法 29, 条例 35), as the platform tells
/// the tenderer: in the closed part of its act, for who meant to bid is no matter of the public.
public struct Withdrawal: Hashable, Codable, Sendable {
    /// The bidder's unified social credit code and name.
    public let bidder: String
    public let bidderName: String
    public let withdrawnAt: Instant
    /// The receipt as it was signed, canonical JSON.
    public let receipt: String
    public let signature: String
}

/// That bids were withdrawn: how many, and when the tenderer was told. Nobody learns of them before the deadline.
public struct Withdrawals: Hashable, Sendable {
    public let count: Int
    /// From then on deposits are owed back (T15).
    public let notifiedAt: Instant
    /// Of the deposits of those who withdrew.
    public internal(set) var refund: DepositRefund?
}

extension Tender {
    /// After the cutoff, and before anything else: the tenderer is told who withdrew.
    func notifyWithdrawals(_ withdrawn: [Withdrawal], _ situation: Situation) throws -> Decision<Tender> {
        try requireStage(.closedForBids)
        try require(withdrawals == nil, Refusal(.stage, "withdrawal.notified", rule: "T15"))
        var terms: [TermUse] = []
        if document.map({ $0.deposit.fen > 0 }) ?? false {
            let refund = try situation.law.due("T15", from: situation.at, begun: begunOn)
            terms.append(TermUse("T15", required: refund.length, due: refund.due))
        }
        return Decision([
            Recorded(
                .withdrawalsNotified(count: withdrawn.count, terms: terms), closed: try ActCoding.json(withdrawn))
        ])
    }

    /// Since when deposits of withdrawn bids have to go back; nil when there are none, or they went back.
    var withdrawnRefundOwed: Instant? {
        guard let withdrawals, withdrawals.refund == nil, let document, document.deposit.fen > 0 else { return nil }
        return withdrawals.notifiedAt
    }

    /// Who withdrew, for the tenderer and nobody else.
    func withdrawalBriefing(_ situation: Situation) throws -> [Briefing] {
        try requireTenderer(situation)
        let told = try situation.facts.entries("section/\(number)").last { $0.entry.act == "withdrawalsNotified" }
        guard let told, let closed = try situation.facts.closedPart(sequence: told.sequence) else { return [] }
        return try JSONDecoder().decode([Withdrawal].self, from: Data(closed)).map { withdrawal in
            Briefing(
                "withdrawal",
                text: "\(withdrawal.bidderName)（\(withdrawal.bidder)）\(BeijingTime.text(withdrawal.withdrawnAt))",
                isClosed: true)
        }
    }
}
