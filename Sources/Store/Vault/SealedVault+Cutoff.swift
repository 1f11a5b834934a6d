import Foundation

/// One version of a bid, as the vault gives it out after the deadline.
public struct VaultBid: Equatable, Sendable {
    public enum Standing: Equatable, Sendable {
        /// The bidder's bid.
        case standing
        /// A later version took its place; serial of that receipt.
        case superseded(by: String)
        /// The bidder withdrew; serial of that receipt.
        case withdrawn(by: String)
    }

    /// The upload's id.
    public let id: String
    public let section: String
    public let bidder: String
    public let person: String
    public let issued: IssuedReceipt
    public let standing: Standing
    /// The sealed file.
    public var reference: BlobReference { issued.receipt.reference }
}

/// Everything that bidders of one section were given receipts for.
public struct SectionBids: Equatable, Sendable {
    /// All versions in the order received.
    public let versions: [VaultBid]
    /// Receipts of withdrawals in the order received.
    public let withdrawals: [IssuedReceipt]
    /// What is to be opened: at most one a bidder.
    public var standing: [VaultBid] { versions.filter { $0.standing == .standing } }
}

/// Giving bids out at the deadline, and forgetting them when they lie elsewhere.
extension SealedVault {
    /// All versions of a section's bids.
    /// - Parameters:
    ///   - now, deadline: UTC ms since 1970.
    /// - Throws: `VaultFailure.beforeDeadline`.
    public func bids(of section: String, at now: Int64, deadline: Int64) throws -> SectionBids {
        if now < deadline { throw VaultFailure.beforeDeadline(deadline) }
        var records = index.records.values.filter { $0.section == section && $0.issued != nil }
        records.sort { ($0.turn ?? 0) < ($1.turn ?? 0) }
        var versions: [VaultBid] = []
        var withdrawals: [IssuedReceipt] = []
        var later: [String: VaultBid.Standing] = [:]
        // From the last to the first: what came later decides how a version stands.
        for record in records.reversed() {
            guard let issued = record.issued, let bidder = record.bidder else { continue }
            let serial = issued.receipt.serial
            if let upload = record.upload {
                versions.append(
                    VaultBid(
                        id: record.id, section: section, bidder: bidder, person: upload.person, issued: issued,
                        standing: later[bidder] ?? .standing))
                later[bidder] = .superseded(by: serial)
            } else {
                withdrawals.append(issued)
                later[bidder] = .withdrawn(by: serial)
            }
        }
        return SectionBids(versions: versions.reversed(), withdrawals: withdrawals.reversed())
    }

    /// The sealed file's bytes.
    /// - Throws: `VaultRefusal.unknownUpload` after `release`.
    public func read(_ bid: VaultBid) throws -> VaultBytes {
        let record = try upload(bid.id)
        return VaultBytes(
            place: UploadBlocks(id: bid.id, record: record, blocks: blocks), tail: record.received?.tail)
    }

    /// Copies a sealed file into the blobs and compares it with its receipt. Repeating it changes nothing.
    /// - Throws: `VaultFailure.damaged`, `VaultRefusal.unknownUpload`, `BlobError`.
    public nonisolated func copy(_ bid: VaultBid, to blobs: BlobStore) async throws -> BlobReference {
        let bytes = try await read(bid)
        let writer = try blobs.writer()
        for try await piece in bytes { try writer.append(piece) }
        let reference = try writer.finish()
        if reference != bid.reference { throw VaultFailure.damaged(upload: bid.id) }
        return reference
    }

    /// Forgets a section: its versions, withdrawals and unfinished uploads become noise. Only after all standing
    /// and earlier versions that must be kept were copied, and `receipts` were handed over.
    /// - Throws: `VaultFailure.receiptsNotInLedger` with how many are not.
    public func release(_ section: String) async throws {
        let records = index.records.values.filter { $0.section == section }
        let unbound = records.filter { $0.issued != nil && $0.issued?.proof?.sequence == nil }
        if !unbound.isEmpty { throw VaultFailure.receiptsNotInLedger(unbound.count) }
        try await forget(records.map(\.id))
    }
}

/// The bytes of a received upload in pieces of at most 256 KiB, decrypted as they are asked for.
public struct VaultBytes: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    let place: UploadBlocks
    let tail: TailPlace?

    public func makeAsyncIterator() -> Iterator { Iterator(place: place, tail: tail) }

    public struct Iterator: AsyncIteratorProtocol {
        let place: UploadBlocks
        let tail: TailPlace?
        var chunk: Int64 = 0
        var ended = false

        /// - Throws: `VaultFailure.damaged`.
        public mutating func next() throws -> [UInt8]? {
            let chunks = place.size / Int64(VaultBlocks.chunk)
            if chunk < chunks {
                let bytes = try place.read(chunk: chunk, atMost: Int(Swift.min(chunks - chunk, 16)))
                if bytes.isEmpty { throw VaultFailure.damaged(upload: place.id) }
                chunk += Int64(bytes.count / VaultBlocks.chunk)
                return bytes
            }
            let rest = Int(place.size % Int64(VaultBlocks.chunk))
            if ended || rest == 0 { return nil }
            ended = true
            guard let tail, let bytes = try place.tail(at: tail)?.bytes, bytes.count == rest else {
                throw VaultFailure.damaged(upload: place.id)
            }
            return bytes
        }
    }
}
