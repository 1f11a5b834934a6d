import Foundation

/// Receiving, replacing and withdrawing bids, and binding the receipts to the ledger.
extension SealedVault {
    /// Receives a bid whose bytes are all durable, and gives its receipt. Asked again, gives the same one.
    ///
    /// An instant that belongs to an interval already prepared moves to the first one after it, so that no receipt
    /// can be added to what the ledger has; the deadline is held against that instant.
    /// - Parameters:
    ///   - now: an instant read after the last `append` returned. UTC ms since 1970.
    ///   - deadline: of the section, UTC ms since 1970; strictly after the receipt (电子招标投标办法 27).
    /// - Throws: `VaultRefusal.unknownUpload`, `.incomplete`, `.late`; `VaultFailure`; what the signer throws.
    public func complete(_ id: String, at now: Int64, deadline: Int64) async throws -> IssuedReceipt {
        let before = try upload(id)
        if let received = before.received { return received.issued }
        let finished = try await writer(id, before).finished()
        // No waiting from here on: nobody comes between what is read and what is written.
        var record = try upload(id)
        if let received = record.received { return received.issued }
        let instant = try self.instant(now, before: deadline)
        let standing = standing(of: record.bidder, in: record.section)
        let issued = try issue(
            standing == nil ? .received : .replaced, finished.reference, section: record.section,
            bidder: record.bidder, at: instant)
        record.received = UploadRecord.Received(turn: turn + 1, tail: finished.tail, issued: issued)
        try index.put([VaultRecord(id: id, content: .upload(record))])
        turn += 1
        writers[id] = nil
        return issued
    }

    /// Withdraws a bidder's standing bid (招标投标法 29); the sealed file stays until `release`.
    /// - Parameters:
    ///   - now, deadline: UTC ms since 1970; as for `complete`.
    /// - Throws: `VaultRefusal.nothingToWithdraw`, `.late`; `VaultFailure`; what the signer throws.
    public func withdraw(
        bidder: String, section: String, person: String, at now: Int64, deadline: Int64
    ) throws -> IssuedReceipt {
        let instant = try self.instant(now, before: deadline)
        guard let standing = standing(of: bidder, in: section)?.issued else { throw VaultRefusal.nothingToWithdraw }
        let issued = try issue(
            .withdrawn, standing.receipt.reference, section: section, bidder: bidder, at: instant)
        let record = WithdrawalRecord(
            section: section, bidder: bidder, person: person, turn: turn + 1, issued: issued)
        try index.put([VaultRecord(id: issued.receipt.serial, content: .withdrawal(record))])
        turn += 1
        return issued
    }

    /// All receipts of a bidder that were not released yet, in the order given.
    public func receipts(of bidder: String) -> [IssuedReceipt] {
        var found: [VaultRecord] = []
        for record in index.records.values where record.bidder == bidder && record.issued != nil {
            found.append(record)
        }
        return found.sorted { ($0.turn ?? 0) < ($1.turn ?? 0) }.compactMap(\.issued)
    }

    /// The root of all receipts since the last interval, durable with every receipt's proof before it returns. While
    /// a prepared interval is not confirmed, gives that one again, so look at its `upTo`.
    /// - Parameter upTo: UTC ms since 1970, not in the future; for the cutoff, the deadline.
    public func prepareInterval(upTo: Int64) throws -> ReceiptsInterval {
        if let pending = pendingInterval { return pending }
        var found: [VaultRecord] = []
        for record in index.records.values {
            guard let issued = record.issued, issued.proof == nil, issued.receivedAt <= upTo else { continue }
            found.append(record)
        }
        let tree = ReceiptsTree(found.compactMap { $0.issued?.bytes })
        for number in found.indices { found[number].issued?.proof = tree.proof(number) }
        // The interval counts only once its own record is there, which is after all of its receipts'.
        try index.put(found)
        let interval = ReceiptsInterval(root: tree.root, upTo: max(upTo, lastInterval.upTo))
        try putInterval(interval)
        return interval
    }

    /// An interval prepared whose entry is not known to be in the ledger. After a start, look there for its root:
    /// confirm it if it is there, append it if it is not.
    public var pendingInterval: ReceiptsInterval? {
        let last = lastInterval
        return last.sequence == nil ? last : nil
    }

    /// Notes which ledger entry holds an interval's root. Repeating it changes nothing.
    /// - Returns: false when this root is not the last one prepared, or was confirmed with another number.
    @discardableResult
    public func confirmInterval(root: String, sequence: Int64) throws -> Bool {
        var last = lastInterval
        if last.root != root { return false }
        if let known = last.sequence, known != sequence { return false }
        last.sequence = sequence
        try putInterval(last)
        try Self.settleIntervals(in: &index)
        return true
    }

    /// Brings receipts' proofs in line with the last interval: drops those of one that never counted, numbers those
    /// of one that was confirmed. Done at every start, because a crash may have come between.
    static func settleIntervals(in index: inout VaultIndex) throws {
        let last = lastInterval(of: index)
        var changes: [VaultRecord] = []
        for var record in index.records.values {
            guard let proof = record.issued?.proof, proof.sequence == nil else { continue }
            if proof.root != last.root {
                record.issued?.proof = nil
                changes.append(record)
            } else if last.sequence != nil {
                record.issued?.proof?.sequence = last.sequence
                changes.append(record)
            }
        }
        try index.put(changes)
    }

    private var lastInterval: ReceiptsInterval { Self.lastInterval(of: index) }

    private static func lastInterval(of index: VaultIndex) -> ReceiptsInterval {
        if case .interval(let interval) = index.records[ReceiptsInterval.recordId]?.content { return interval }
        return .none
    }

    private func putInterval(_ interval: ReceiptsInterval) throws {
        try index.put([VaultRecord(id: ReceiptsInterval.recordId, content: .interval(interval))])
    }

    private func instant(_ now: Int64, before deadline: Int64) throws -> Int64 {
        let instant = max(now, lastInterval.upTo + 1)
        if instant >= deadline { throw VaultRefusal.late(at: instant, deadline: deadline) }
        return instant
    }

    /// The bidder's last version received after its last withdrawal.
    private func standing(of bidder: String, in section: String) -> VaultRecord? {
        var last: VaultRecord?
        for record in index.records.values where record.bidder == bidder && record.section == section {
            if let turn = record.turn, turn > last?.turn ?? 0 { last = record }
        }
        return last?.upload == nil ? nil : last
    }

    private func issue(
        _ kind: BidReceipt.Kind, _ file: BlobReference, section: String, bidder: String, at instant: Int64
    ) throws -> IssuedReceipt {
        let receipt = BidReceipt(
            bidder: bidder, kind: kind, receivedAt: BidReceipt.timestamp(instant), root: file.root, section: section,
            serial: Noise.bytes(16).hexadecimal, sha256: file.sha256, size: file.size)
        let bytes = try receipt.canonical()
        return IssuedReceipt(receipt: receipt, bytes: bytes, signature: try signer(bytes), receivedAt: instant)
    }
}

extension ReceiptsInterval {
    /// Its record's id in the index.
    static let recordId = "interval"

    /// Stands before the first one.
    static let none = ReceiptsInterval(root: "", upTo: Int64.min / 2, sequence: -1)
}
