import Crypto
import Foundation

/// The header line of a sealed file v1: canonical JSON, at most 64 KiB; nothing about the price stands in it.
public struct SealedFileHeader: Codable, Hashable, Sendable {
    public static let format = "seal v1"
    public static let limit = 65_536

    public struct Share: Codable, Hashable, Sendable {
        /// Name of the holder as the notice has it.
        public let holder: String
        /// SHA-256 of the holder's public key, hex.
        public let key: String
        public let x: Int
        /// SHA-256 of the share, hex.
        public let commit: String
        /// HPKE `enc ‖ ct`, base64.
        public let sealed: String
    }

    public struct BidderKey: Codable, Hashable, Sendable {
        public let key: String
        public let sealed: String
    }

    public let daylight: String
    public let suite: String
    public let section: String
    /// RFC 3339, by the bidder's own clock.
    public let created: String
    public let t: Int
    public let n: Int
    public let shares: [Share]
    public let bidderKey: BidderKey?
    public let plainCommit: String
    public let readOutCommit: String

    /// Reads a header line, without its newline.
    /// - Throws: ``SealingError/notSealed(_:)``.
    public init(line: [UInt8]) throws {
        guard line.count <= Self.limit, line.first == UInt8(ascii: "{"),
            let header = try? JSONDecoder().decode(SealedFileHeader.self, from: Data(line))
        else { throw SealingError.notSealed("the first line is not a header") }
        guard header.daylight == Self.format else { throw SealingError.notSealed("format \(header.daylight)") }
        guard header.suite == SectionNotice.suite else { throw SealingError.notSealed("suite \(header.suite)") }
        guard header.n == header.shares.count, (1...255).contains(header.n), (1...header.n).contains(header.t),
            Set(header.shares.map(\.x)) == Set(1...header.n), Set(header.shares.map(\.key)).count == header.n
        else { throw SealingError.notSealed("shares and threshold do not fit") }
        let digests = header.shares.flatMap { [$0.commit, $0.key] } + [header.plainCommit, header.readOutCommit]
        guard (digests + [header.bidderKey?.key].compactMap(\.self)).allSatisfy({ Hexadecimal.bytes($0)?.count == 32 })
        else { throw SealingError.notSealed("a commitment is not a SHA-256") }
        let envelopes = header.shares.map(\.sealed) + [header.bidderKey?.sealed].compactMap(\.self)
        guard envelopes.allSatisfy({ Data(base64Encoded: $0)?.count == Envelope.length }) else {
            throw SealingError.notSealed("a sealed share has not the length of one")
        }
        // One header has one form: whoever re-encodes it gets the bytes that were hashed.
        guard try header.line() == line else { throw SealingError.notSealed("the header is not canonical JSON") }
        self = header
    }

    init(
        section: String, created: String, t: Int, shares: [Share], bidderKey: BidderKey?, plainCommit: String,
        readOutCommit: String
    ) {
        daylight = Self.format
        suite = SectionNotice.suite
        self.section = section
        self.created = created
        self.t = t
        n = shares.count
        self.shares = shares
        self.bidderKey = bidderKey
        self.plainCommit = plainCommit
        self.readOutCommit = readOutCommit
    }

    /// Canonical JSON, sorted keys, no blanks, without a newline.
    public func line() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    /// What a server checks when the first line of an upload has landed.
    /// - Parameters:
    ///   - first: the first line with its newline, or what came where no line ends.
    ///   - holderKeys: key ids that the section's holders declared.
    ///   - threshold: how many holders the notice says are needed; nil leaves it to the opening.
    ///   - size: bytes of the whole file as announced.
    /// - Throws: ``SealingError``.
    public static func check(
        first: [UInt8], section: String, holderKeys: Set<String>, threshold: Int? = nil, size: Int64
    ) throws {
        guard first.last == UInt8(ascii: "\n") else { throw SealingError.notSealed("no header line") }
        let header = try SealedFileHeader(line: Array(first.dropLast()))
        guard header.section == section else {
            throw SealingError.wrongSection(expected: section, found: header.section)
        }
        guard Set(header.shares.map(\.key)) == holderKeys, header.bidderKey != nil, header.t == threshold ?? header.t
        else {
            throw SealingError.wrongHolders
        }
        // Some lengths no body has: such a file was cut off.
        _ = try ChunkedBody.plainLength(body: size - Int64(first.count))
    }
}

/// The contexts and derivations of a sealed file (verifiability.md §2).
enum SealContext {
    static func share(section: String, x: Int) -> [UInt8] {
        prefixed("daylight share v1", section) + [UInt8(x)]
    }

    static func bidder(section: String) -> [UInt8] { prefixed("daylight bidder v1", section) }

    private static func prefixed(_ label: String, _ section: String) -> [UInt8] {
        let name = Array(section.utf8)
        return Array(label.utf8) + [UInt8(name.count >> 8), UInt8(name.count & 0xFF)] + name
    }

    /// `HKDF-SHA256(kOpening ‖ kBidder, salt = SHA256(section), info, 32)`
    static func derive(_ secret: [UInt8], section: String, info: String) -> [UInt8] {
        let salt = Array(SHA256.hash(data: Array(section.utf8)))
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: Array(info.utf8), outputByteCount: 32)
        return key.withUnsafeBytes { Array($0) }
    }

    static let sealInfo = "daylight seal v1"
    static let packageSaltInfo = "daylight plain salt v1"
    static let formSaltInfo = "daylight read-out salt v1"
}
