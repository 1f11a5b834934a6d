import Desk
import Statute

/// The moment after which no bid can come in any more, bound to the receipts entry of its interval.
public struct Cutoff: Hashable, Codable, Sendable {
    /// The ledger's entry that holds the root of the last receipts.
    public let receiptsSequence: Int64
    public let receiptsRoot: String
    public let deadline: Instant
}

/// A bid that was complete before the deadline, with the receipt that proves it (投标回执).
public struct ReceivedBid: Hashable, Codable, Sendable {
    /// The bidder's unified social credit code and name.
    public let bidder: String
    public let bidderName: String
    /// The receipt as it was signed, canonical JSON.
    public let receipt: String
    public let signature: String
    /// Where the receipt stands in its interval's salted tree: salt, path, and the ledger entry with the root.
    public let salt: String
    public let leafIndex: Int64
    public let leafCount: Int64
    public let path: [String]
    public let receiptsSequence: Int64
    /// Identity of the sealed file: RFC 6962 root over 1 MiB blocks, and its size in bytes.
    public let root: String
    public let sha256: String
    public let size: Int64
    public let receivedAt: Instant
}

/// The receipts of the whole platform (收件登记): one entry an interval while any section is open for bids,
/// whatever came in, nothing included. Its number is the day.
public struct ReceiptsBook: Docket {
    public static let kind = "receipts"

    public enum Act: Codable, Sendable, Equatable {
        /// - Parameter root: root of the salted, padded Merkle tree of the interval's receipts, hex.
        case receiptsSealed(root: String, until: Instant)
    }

    public let day: String
    public private(set) var last: String?

    public init(id: String) { day = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .receiptsSealed(let root, _): last = root
        }
    }
}

extension Tender {
    /// Whether a bid may still come in: strictly before the deadline, by the server's clock (办法 27).
    public func requireOpenForBids(at instant: Instant) throws {
        guard stage == .bidding, let notice, let deadline else {
            throw Refusal(.stage, "bidding.notOpen", rule: "T12", ["stage": "@stage.\(stage.code)"])
        }
        try require(instant >= notice.issueFrom, Refusal(.stage, "bidding.notYet", rule: "T12"))
        try require(
            instant < deadline,
            Refusal(.stage, "bidding.closed", rule: "T12", ["deadline": BeijingTime.text(deadline)]))
    }

    /// The cutoff at the deadline, and not a second before.
    func cutOff(receiptsSequence: Int64, receiptsRoot: String, _ situation: Situation) throws -> Decision<Tender> {
        try requireStage(.bidding)
        guard let deadline, situation.at >= deadline else { throw Refusal(.stage, "opening.tooEarly", rule: "T09") }
        return Decision(
            .bidsCutOff(
                cutoff: Cutoff(
                    receiptsSequence: receiptsSequence, receiptsRoot: receiptsRoot, deadline: deadline)))
    }
}
