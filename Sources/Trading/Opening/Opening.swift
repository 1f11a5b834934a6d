import Desk
import Statute

/// The opening of bids (开标) as it goes.
public struct Opening: Hashable, Sendable {
    public internal(set) var startedAt: Instant?
    public internal(set) var bids: [BidAtOpening] = []
    /// Private keys that holders published, base64 of the raw scalar.
    public internal(set) var revealed: [KeyHolder: String] = [:]
    public internal(set) var objections: [OpeningObjection] = []

    /// Objections that nobody has answered yet.
    public var openObjections: [OpeningObjection] { objections.filter { $0.answer == nil } }

    mutating func begin(_ received: [ReceivedBid], at instant: Instant) {
        startedAt = instant
        bids = received.map { BidAtOpening(received: $0, releasedKey: nil, outcome: .waiting) }
    }

    mutating func change(_ bidder: String, _ change: (inout BidAtOpening) -> Void) {
        guard let index = bids.firstIndex(where: { $0.received.bidder == bidder }) else { return }
        change(&bids[index])
    }

    mutating func answer(_ number: Int, _ text: String) {
        guard let index = objections.firstIndex(where: { $0.number == number }) else { return }
        objections[index].answer = text
    }

    /// Bids that were opened, in the order of their receipts.
    public var opened: [OpenedBid] {
        bids.compactMap { if case .opened(let bid) = $0.outcome { bid } else { nil } }
    }
}

/// One bid during the opening.
public struct BidAtOpening: Hashable, Sendable {
    public let received: ReceivedBid
    /// The bidder's key, base64 of 32 bytes, once released.
    public internal(set) var releasedKey: String?
    public internal(set) var outcome: Outcome

    public enum Outcome: Hashable, Sendable {
        case waiting
        case opened(OpenedBid)
        case notOpened(UnopenedBid)
    }
}

/// What is read out (唱标): price and terms from the sealed `bid.json`.
public struct OpenedBid: Hashable, Codable, Sendable {
    public let bidder: String
    public let bidderName: String
    /// Total price, fen.
    public let price: Money
    public let durationDays: Int
    public let quality: String
    public let projectLeader: String
    /// The whole `bid.json`, as sealed.
    public let form: String
    /// Salts that open the header's commitments, hex.
    public let packageSalt: String
    public let formSalt: String
    /// Identity of the package, RFC 6962 root, hex.
    public let packageRoot: String
}

/// A bid that could not be opened, and by whose fault (办法 31).
public struct UnopenedBid: Hashable, Codable, Sendable {
    public let bidder: String
    public let bidderName: String
    public let consequence: Consequence
    /// A stable code of the cause, such as `bidderKeyNotReleased`.
    public let cause: String
    public let evidence: String

    public enum Consequence: String, Codable, CaseIterable, Sendable {
        /// 视为撤销: the bidder's own fault
        case revoked
        /// 视为撤回: not the bidder's fault; it may claim its direct loss
        case withdrawn
    }
}

/// An objection raised on the spot, to be answered on the spot (条例 44).
public struct OpeningObjection: Hashable, Codable, Sendable {
    public let number: Int
    public let bidder: String
    public let text: String
    public internal(set) var answer: String?
}
