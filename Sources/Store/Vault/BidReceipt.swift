import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// What the platform signs when a bid is received, replaced or withdrawn (电子招标投标办法 27): nothing in it depends
/// on anybody else's bids.
public struct BidReceipt: Codable, Equatable, Sendable {
    public enum Kind: String, Codable, Sendable {
        /// The bidder's only standing bid of the section.
        case received
        /// It takes the place of the bidder's earlier one.
        case replaced
        /// The bidder's standing bid, named by its digests, stands no longer.
        case withdrawn
    }

    /// The bidder's organisation.
    public let bidder: String
    public let kind: Kind
    /// RFC 3339, UTC, milliseconds: `2024-05-20T01:30:00.000Z`.
    public let receivedAt: String
    /// Of the sealed file; see `BlobReference.root`.
    public let root: String
    public let section: String
    /// 128 random bits, 32 hexadecimal digits.
    public let serial: String
    public let sha256: String
    /// Bytes.
    public let size: Int64

    var reference: BlobReference { BlobReference(sha256: sha256, root: root, size: size) }

    /// The bytes that are signed and hashed: JSON, keys sorted, no white space.
    func canonical() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// - Parameter milliseconds: since 1970, UTC.
    static func timestamp(_ milliseconds: Int64) -> String {
        let part = ((milliseconds % 1000) + 1000) % 1000
        var seconds = time_t((milliseconds - part) / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let year = padded(Int(parts.tm_year) + 1900, 4)
        let day = "\(year)-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
        let minute = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2))"
        return "\(day)T\(minute):\(padded(Int(parts.tm_sec), 2)).\(padded(Int(part), 3))Z"
    }
}

/// A receipt as it was given out, and later its proof.
public struct IssuedReceipt: Codable, Equatable, Sendable {
    public let receipt: BidReceipt
    /// Exactly the bytes that were signed.
    public let bytes: Data
    /// Base64 of the platform's Ed25519 signature over `bytes`.
    public let signature: String
    /// When it was received, UTC ms since 1970.
    public let receivedAt: Int64
    /// Its place in an interval's tree, once that interval was prepared.
    public internal(set) var proof: ReceiptProof?
}

/// Binds a receipt to a receipts entry of the ledger without showing how many others it holds.
public struct ReceiptProof: Codable, Equatable, Sendable {
    /// 32 random bytes of this receipt's leaf.
    public let salt: Data
    /// Number of the leaf, chosen at random.
    public let index: Int
    /// Hashes from the leaf's sibling up, 32 bytes each.
    public let path: [Data]
    /// Root of the tree, 64 hexadecimal digits, as the ledger's entry has it.
    public let root: String
    /// Sequence number of that entry, once it is in the ledger.
    public internal(set) var sequence: Int64?

    /// Whether these are the bytes that the root speaks of (RFC 9162 §2.1.3, complete tree).
    public func proves(_ receipt: Data) -> Bool {
        var hash = ReceiptsTree.leaf(salt: salt, receipt: receipt)
        var place = index
        for sibling in path {
            hash = place % 2 == 0 ? ReceiptsTree.node(hash, sibling) : ReceiptsTree.node(sibling, hash)
            place /= 2
        }
        return place == 0 && hash.hexadecimal == root
    }
}

/// All receipts of the platform between two instants, as one root.
public struct ReceiptsInterval: Codable, Equatable, Sendable {
    /// 64 hexadecimal digits.
    public let root: String
    /// Receipts up to this instant are in this interval or an earlier one. UTC ms since 1970.
    public let upTo: Int64
    /// Sequence number of the ledger's entry with this root, once confirmed.
    public internal(set) var sequence: Int64?
}
