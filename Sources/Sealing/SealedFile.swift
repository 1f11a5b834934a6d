import Crypto
import Foundation

/// A sealed bid: one header line and a body that nobody opens without a threshold of the section's holders *and* the
/// bidder (docs/sealing.md).
public enum SealedFile {
    /// Seals a package that lies in a file, streaming.
    /// - Parameters:
    ///   - package: the ZIP; read twice, first for its identity. A change between the two is noticed.
    ///   - created: RFC 3339 instant that the header states.
    /// - Throws: ``SealingError``.
    public static func seal(
        package: URL, notice: SectionNotice, bidderKey: HolderKey, created: String, to output: URL
    ) throws {
        let file = try SourceFile(package)
        let source = file.source
        let made = try prepare(source, notice: notice, bidderKey: bidderKey, created: created)
        let target = try TargetFile(output)
        try made.line.withUnsafeBytes { try target.write(at: 0, $0) }
        let start = Int64(made.line.count)
        try made.body.encrypt(source) { try target.write(at: start + $0, $1) }
        try file.checkUnchanged()
        try target.finish()
    }

    /// Seals a package in memory: what the demo and tests do.
    public static func seal(
        package: [UInt8], notice: SectionNotice, bidderKey: HolderKey, created: String
    ) throws -> [UInt8] {
        let source = ByteSource(package)
        let made = try prepare(source, notice: notice, bidderKey: bidderKey, created: created)
        let start = made.line.count
        let length = start + Int(ChunkedBody.length(plain: source.size))
        return try [UInt8](unsafeUninitializedCapacity: length) { buffer, written in
            // Each part has its own place in the buffer.
            nonisolated(unsafe) let target = UnsafeMutableRawBufferPointer(buffer)
            target.copyBytes(from: made.line)
            try made.body.encrypt(source) { position, bytes in
                let place = start + Int(position)
                UnsafeMutableRawBufferPointer(rebasing: target[place..<(place + bytes.count)]).copyMemory(from: bytes)
            }
            written = length
        }
    }

    /// The header line with its newline, and the key of the body.
    private static func prepare(
        _ package: ByteSource, notice: SectionNotice, bidderKey: HolderKey, created: String
    ) throws -> (line: [UInt8], body: ChunkedBody) {
        try notice.validate()
        let form = try PackageArchive.form(size: package.size) { try package.bytes(at: $0, count: $1) }
        _ = try BidForm(json: form, section: notice.section)
        let packageRoot = try BlockRoot.root(of: package)
        let opening = random(32)
        let bidder = random(32)
        let secret = opening + bidder
        let split = SecretSharing.split(opening, threshold: notice.t, count: notice.holders.count) { random(1)[0] }
        let shares = try zip(notice.holders, split).map { holder, share in
            let sealed = try Envelope.seal(
                share.bytes, to: try HolderKey.publicKey(holder.publicKey),
                info: SealContext.share(section: notice.section, x: Int(share.x)))
            return SealedFileHeader.Share(
                holder: holder.name, key: holder.keyID, x: Int(share.x), commit: digest(share.bytes),
                sealed: Data(sealed).base64EncodedString())
        }
        let kept = try Envelope.seal(
            bidder, to: bidderKey.key.publicKey, info: SealContext.bidder(section: notice.section))
        let header = SealedFileHeader(
            section: notice.section, created: created, t: notice.t, shares: shares,
            bidderKey: .init(key: bidderKey.keyID, sealed: Data(kept).base64EncodedString()),
            plainCommit: digest(
                SealContext.derive(secret, section: notice.section, info: SealContext.packageSaltInfo) + packageRoot),
            readOutCommit: digest(
                SealContext.derive(secret, section: notice.section, info: SealContext.formSaltInfo) + form))
        let line = try header.line()
        guard line.count <= SealedFileHeader.limit else { throw SealingError.badNotice("too many holders") }
        let body = ChunkedBody(
            inputKey: SealContext.derive(secret, section: notice.section, info: SealContext.sealInfo),
            salt: random(24), context: Array(SHA256.hash(data: line)))
        return (line + [UInt8(ascii: "\n")], body)
    }

    /// The header of a sealed file.
    public static func header(of file: URL) throws -> SealedFileHeader {
        try SealedFileHeader(line: try SourceFile(file).line())
    }

    /// What an opening brings to light.
    public struct Opened: Hashable, Sendable {
        public let form: BidForm
        /// `bid.json` as sealed.
        public let formBytes: [UInt8]
        public let formSalt: [UInt8]
        public let packageSalt: [UInt8]
        public let packageRoot: [UInt8]
    }

    /// The bidder's secret, base64, from the header and the bidder's key file: what is released at the opening.
    /// - Throws: ``SealingError/bidderKeyUnknown``.
    public static func releasedKey(header: SealedFileHeader, bidderKey: HolderKey) throws -> String {
        guard let kept = header.bidderKey, kept.key == bidderKey.keyID, let sealed = Data(base64Encoded: kept.sealed),
            let secret = Envelope.open(
                [UInt8](sealed), with: bidderKey.key, info: SealContext.bidder(section: header.section)),
            secret.count == 32
        else { throw SealingError.bidderKeyUnknown }
        return Data(secret).base64EncodedString()
    }

    /// The opening secret from the holders' private keys, each share checked against its commitment.
    /// - Throws: ``SealingError`` naming whose fault it is.
    static func openingSecret(header: SealedFileHeader, holderKeys: [HolderKey]) throws -> [UInt8] {
        var found: [Int: SecretSharing.Share] = [:]
        for key in holderKeys {
            guard let share = header.shares.first(where: { $0.key == key.keyID }) else {
                throw SealingError.holderKeyUnknown(keyID: key.keyID)
            }
            guard let sealed = Data(base64Encoded: share.sealed),
                let bytes = Envelope.open(
                    [UInt8](sealed), with: key.key, info: SealContext.share(section: header.section, x: share.x))
            else { throw SealingError.shareUnreadable(x: share.x) }
            guard digest(bytes) == share.commit, bytes.count == 32 else {
                throw SealingError.shareCommitment(x: share.x)
            }
            found[share.x] = .init(x: UInt8(share.x), bytes: bytes)
        }
        // The same key twice is one share.
        let shares = found.values.sorted { $0.x < $1.x }
        guard shares.count >= header.t else { throw SealingError.tooFewShares(have: shares.count, need: header.t) }
        let enough = Array(shares.prefix(header.t))
        // Shares of two secrets would let whoever chooses the subset choose whether the bid opens.
        for surplus in shares.dropFirst(header.t)
        where SecretSharing.interpolate(enough, at: surplus.x) != surplus.bytes { throw SealingError.bodyCommitment }
        return SecretSharing.combine(enough)
    }

    /// Opens a sealed file and checks every commitment.
    /// - Parameters:
    ///   - input: the sealed file.
    ///   - released: the bidder's secret, base64 of 32 bytes.
    ///   - output: where the package goes.
    /// - Throws: ``SealingError`` naming whose fault it is.
    public static func open(
        _ input: URL, section: String, holderKeys: [HolderKey], released: String, to output: URL
    ) throws -> Opened {
        let file = try SourceFile(input)
        let line = try file.line()
        let header = try SealedFileHeader(line: line)
        guard header.section == section else {
            throw SealingError.wrongSection(expected: section, found: header.section)
        }
        let opening = try openingSecret(header: header, holderKeys: holderKeys)
        guard let bidder = Data(base64Encoded: released), bidder.count == 32 else {
            throw SealingError.bidderKeyUnknown
        }
        let secret = opening + [UInt8](bidder)
        let whole = file.source
        let start = Int64(line.count + 1)
        let sealed = ByteSource(size: whole.size - start) { try whole.read(at: start + $0, into: $1) }
        let head = try sealed.bytes(at: 0, count: ChunkedBody.head)
        guard head.count == ChunkedBody.head else { throw SealingError.truncated }
        let body = ChunkedBody(
            inputKey: SealContext.derive(secret, section: section, info: SealContext.sealInfo),
            salt: Array(head[0..<24]), context: Array(SHA256.hash(data: line)))
        guard body.commitment == Array(head[24...]) else { throw SealingError.bodyCommitment }
        let target = try TargetFile(output)
        let packageRoot = try body.decrypt(sealed) { try target.write(at: $0, $1) }
        let packageSalt = SealContext.derive(secret, section: section, info: SealContext.packageSaltInfo)
        guard digest(packageSalt + packageRoot) == header.plainCommit else { throw SealingError.packageCommitment }
        let plain = try body.plain(of: sealed)
        let formBytes = try PackageArchive.form(size: plain.size) { try plain.bytes(at: $0, count: $1) }
        let formSalt = SealContext.derive(secret, section: section, info: SealContext.formSaltInfo)
        guard digest(formSalt + formBytes) == header.readOutCommit else { throw SealingError.formCommitment }
        let form = try BidForm(json: formBytes, section: section)
        // The package appears only when nothing is wrong with it.
        try target.finish()
        return Opened(
            form: form, formBytes: formBytes, formSalt: formSalt,
            packageSalt: packageSalt, packageRoot: packageRoot)
    }

    static func digest(_ bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes)) }

    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
