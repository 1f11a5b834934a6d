import Desk
import Foundation
import Sealing
import Statute
import Store

/// Where bids come in (投标): the effects around the pure rules. Uploads lie in the vault until the deadline, so
/// that no table, log, page or file name tells how many there are, or whose.
public struct BiddingRoom: Sendable {
    public let desk: Desk
    public let vault: SealedVault
    public let blobs: BlobStore
    /// How long an unfinished upload may rest before it is given up, ms.
    static let patience: Int64 = 24 * 3_600_000
    /// Unfinished uploads that one bidder may have in one section.
    static let unfinishedLimit = 3

    public init(desk: Desk, vault: SealedVault, blobs: BlobStore) {
        self.desk = desk
        self.vault = vault
        self.blobs = blobs
    }

    // MARK: Bidders

    /// Makes room for one version of a bid.
    /// - Parameter size: bytes of the sealed file.
    /// - Throws: ``Refusal`` when the section takes no bids (any more) or the office is no bidder's.
    public func begin(
        section: String, size: Int64, by holder: OfficeHolder, at instant: Instant
    ) async throws -> Upload {
        let bidder = try bidder(holder)
        let deadline = try open(section, at: instant)
        return try await refusing {
            // Room is taken when an upload begins, so a bidder keeps a few at a time; the oldest gives way.
            let unfinished = await vault.unfinished(of: bidder, in: section)
            for old in unfinished.dropLast(Self.unfinishedLimit - 1) { try await vault.terminate(old.id) }
            return try await vault.create(
                section: section, bidder: bidder, person: holder.person, size: size, at: instant.milliseconds,
                expiresAt: min(deadline.milliseconds, instant.milliseconds + Self.patience))
        }
    }

    /// Takes the next bytes; what cannot be a sealed bid of this section is refused as soon as its header is there.
    /// - Returns: the offset reached, bytes.
    public func append<Chunks: AsyncSequence & Sendable>(
        to id: String, offset: Int64, bytes: Chunks, checksum: [UInt8]?, by holder: OfficeHolder,
        at given: Instant? = nil
    ) async throws -> Int64 where Chunks.Element == [UInt8] {
        let upload = try await own(id, holder)
        guard let standing = try desk.standing(Tender.self, upload.section) else {
            throw Refusal(.missing, "docket.missing")
        }
        let instant = given ?? desk.now
        _ = try open(upload.section, at: instant)
        let expected = Set(standing.state.openingKeys.values.map(\.keyID))
        return try await refusing {
            try await vault.append(
                to: id, offset: offset, bytes: bytes, checksum: checksum, at: instant.milliseconds
            ) { first in
                try BidShape.check(first, section: upload.section, holderKeys: expected, size: upload.size)
            }
        }
    }

    /// How far an upload of this bidder has come.
    public func status(_ id: String, by holder: OfficeHolder) async throws -> UploadStatus {
        _ = try await own(id, holder)
        return try await refusing { try await vault.status(id) }
    }

    public func terminate(_ id: String, by holder: OfficeHolder) async throws {
        _ = try await own(id, holder)
        try await refusing { try await vault.terminate(id) }
    }

    /// Receives the bid: complete, durable, and strictly before the deadline by the server's clock (办法 27).
    public func complete(_ id: String, by holder: OfficeHolder, at given: Instant? = nil) async throws -> IssuedReceipt
    {
        let upload = try await own(id, holder)
        let instant = given ?? desk.now
        let deadline = try open(upload.section, at: instant)
        return try await refusing {
            try await vault.complete(id, at: instant.milliseconds, deadline: deadline.milliseconds)
        }
    }

    /// Withdraws the bidder's bid before the deadline (撤回, 招标投标法 29).
    public func withdraw(
        section: String, by holder: OfficeHolder, at given: Instant? = nil
    ) async throws -> IssuedReceipt {
        let bidder = try bidder(holder)
        let instant = given ?? desk.now
        let deadline = try open(section, at: instant)
        return try await refusing {
            try await vault.withdraw(
                bidder: bidder, section: section, person: holder.person, at: instant.milliseconds,
                deadline: deadline.milliseconds)
        }
    }

    /// The bidder's own receipts, with their proofs once their interval is in the ledger.
    public func receipts(section: String, of holder: OfficeHolder) async throws -> [IssuedReceipt] {
        await vault.receipts(of: try bidder(holder)).filter { $0.receipt.section == section }
    }

    private func bidder(_ holder: OfficeHolder) throws -> String {
        guard holder.office.role == .bidder, let code = holder.office.organisation else {
            throw holder.office.isOfWrongRole
        }
        return code
    }

    /// The deadline of a section that takes bids at this instant.
    private func open(_ section: String, at instant: Instant) throws -> Instant {
        guard let standing = try desk.standing(Tender.self, section) else {
            throw Refusal(.missing, "docket.missing")
        }
        try standing.state.requireOpenForBids(at: instant)
        guard let deadline = standing.state.deadline else { throw Refusal(.stage, "bidding.notOpen", rule: "T12") }
        return deadline
    }

    /// An upload that this bidder began; to anybody else it does not exist.
    private func own(_ id: String, _ holder: OfficeHolder) async throws -> Upload {
        let bidder = try bidder(holder)
        let status = try await refusing { try await vault.status(id) }
        guard status.upload.bidder == bidder else { throw Refusal(.missing, "bid.noUpload") }
        return status.upload
    }

    /// The vault's reasons in the words of the law.
    private func refusing<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as VaultRefusal {
            throw Self.refusal(refusal)
        }
    }

    static func refusal(_ refusal: VaultRefusal) -> Refusal {
        switch refusal {
        case .unknownUpload, .expired: Refusal(.missing, "bid.noUpload")
        case .offsetConflict(let expected): Refusal(.version, "bid.offset", ["expected": String(expected)])
        case .busy: Refusal(.version, "bid.busy")
        case .exceedsSize(let size): Refusal(.invalid, "bid.tooLarge", ["limit": String(size)])
        case .sizeNotAllowed(let limit): Refusal(.invalid, "bid.tooLarge", ["limit": String(limit)])
        case .checksumMismatch: Refusal(.invalid, "bid.damaged")
        case .alreadyReceived: Refusal(.stage, "bid.received")
        case .incomplete(let offset, let size):
            Refusal(.invalid, "bid.incomplete", rule: "T12", ["offset": String(offset), "size": String(size)])
        case .late(_, let deadline):
            Refusal(
                .stage, "bidding.closed", rule: "T12",
                ["deadline": BeijingTime.text(Instant(milliseconds: deadline))])
        case .nothingToWithdraw: Refusal(.stage, "bid.nothingToWithdraw")
        }
    }

    // MARK: The platform's own duties

    /// Binds all receipts up to an instant to the ledger: one entry for the whole platform, whatever came in.
    /// - Returns: the entry's sequence number and the root it holds.
    @discardableResult
    public func sealReceipts(upTo instant: Instant) async throws -> (sequence: Int64, root: String) {
        while true {
            let interval = try await vault.prepareInterval(upTo: instant.milliseconds)
            let until = Instant(milliseconds: interval.upTo)
            let root = interval.root
            // The root is its own idempotency key: after a crash between the two steps nothing is written twice.
            let receipt = try await desk.decide(
                ReceiptsBook.self, on: Day(of: until).description, existence: .either, at: instant, key: root
            ) { _, _ in Decision(.receiptsSealed(root: root, until: until)) }
            guard let sequence = receipt.sequences.first else { throw Refusal(.missing, "docket.missing") }
            try await vault.confirmInterval(root: root, sequence: sequence)
            // An interval that a crash left behind may end before the instant that was asked for.
            if interval.upTo >= instant.milliseconds { return (sequence, root) }
        }
    }

    /// At the deadline, and not a second before: the last receipts entry, the cutoff, and either the list of bidders
    /// or the failure. Repeating it after a crash goes on where it stopped.
    public func closeBidding(section: String, at instant: Instant) async throws {
        guard var standing = try desk.standing(Tender.self, section), let deadline = standing.state.deadline,
            instant >= deadline
        else { throw Refusal(.stage, "opening.tooEarly", rule: "T09") }
        if standing.state.stage == .bidding {
            let last = try await sealReceipts(upTo: deadline)
            _ = try await desk.decide(Tender.self, on: section, at: instant) { tender, situation in
                try tender.cutOff(receiptsSequence: last.sequence, receiptsRoot: last.root, situation)
            }
            guard let closed = try desk.standing(Tender.self, section) else { return }
            standing = closed
        }
        guard standing.state.stage == .closedForBids else { return }
        let bids = try await vault.bids(
            of: section, at: instant.milliseconds, deadline: deadline.milliseconds)
        // Deposits go back whether the tender stands still or not.
        let withdrawn = try self.withdrawn(bids)
        if standing.state.withdrawals == nil, !withdrawn.isEmpty {
            _ = try await desk.decide(Tender.self, on: section, at: instant) { tender, situation in
                try tender.notifyWithdrawals(withdrawn, situation)
            }
        }
        guard !standing.state.isSuspended else { return }
        var received: [ReceivedBid] = []
        let mayOpen = try standing.state.mayOpen(bids.standing.count, desk.law, at: instant)
        for bid in bids.standing {
            // Too few are not even copied: they go back unopened.
            if mayOpen { _ = try await vault.copy(bid, to: blobs) }
            received.append(try disclosed(bid))
        }
        received.sort { ($0.receivedAt, $0.bidder) < ($1.receivedAt, $1.bidder) }
        let list = received
        _ = try await desk.decide(Tender.self, on: section, at: instant) { tender, situation in
            try tender.discloseBidders(list, situation)
        }
    }

    /// Those who withdrew and did not bid again, in the order of withdrawing.
    private func withdrawn(_ bids: SectionBids) throws -> [Withdrawal] {
        let bidding = Set(bids.standing.map(\.bidder))
        var last: [String: IssuedReceipt] = [:]
        for issued in bids.withdrawals where !bidding.contains(issued.receipt.bidder) {
            last[issued.receipt.bidder] = issued
        }
        return try last.values.sorted { ($0.receivedAt, $0.receipt.bidder) < ($1.receivedAt, $1.receipt.bidder) }.map {
            let bidder = $0.receipt.bidder
            return Withdrawal(
                bidder: bidder, bidderName: try desk.standing(Organisation.self, bidder)?.state.name ?? bidder,
                withdrawnAt: Instant(milliseconds: $0.receivedAt),
                receipt: String(decoding: $0.bytes, as: UTF8.self), signature: $0.signature)
        }
    }

    private func disclosed(_ bid: VaultBid) throws -> ReceivedBid {
        guard let proof = bid.issued.proof, let sequence = proof.sequence else {
            throw VaultFailure.receiptsNotInLedger(1)
        }
        let name = try desk.standing(Organisation.self, bid.bidder)?.state.name ?? bid.bidder
        return ReceivedBid(
            bidder: bid.bidder, bidderName: name, receipt: String(decoding: bid.issued.bytes, as: UTF8.self),
            signature: bid.issued.signature, salt: proof.salt.lowercaseHex, leafIndex: Int64(proof.index),
            leafCount: Int64(1) << Int64(proof.path.count), path: proof.path.map(\.lowercaseHex),
            receiptsSequence: sequence, root: bid.reference.root, sha256: bid.reference.sha256,
            size: bid.reference.size, receivedAt: Instant(milliseconds: bid.issued.receivedAt))
    }
}

extension Data {
    /// Two digits a byte.
    var lowercaseHex: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
