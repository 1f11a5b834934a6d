import Crypto
import Foundation

/// A sealed bid: one header line and a body that nobody opens without a threshold of the section's holders *and* the
/// bidder (docs/sealing.md).
public enum SealedFile {
    /// Seals a package that lies in a file, streaming.
    /// - Parameters:
    ///   - package: the ZIP; read twice, first for its identity.
    ///   - created: RFC 3339 instant that the header states.
    /// - Throws: ``SealingError``.
    public static func seal(
        package: URL, notice: SectionNotice, bidderKey: HolderKey, created: String, to output: URL
    ) throws {
        let source = try Source(package)
        let formBytes = try PackageArchive.form(size: source.size) { try source.read(at: $0, count: $1) }
        _ = try BidForm(json: formBytes, section: notice.section)
        let sink = try Sink(output)
        try seal(
            notice: notice, bidderKey: bidderKey, created: created, form: formBytes,
            packageRoot: try source.root(), read: { try source.next($0) }, write: { try sink.write($0) })
        try sink.finish()
    }

    /// Seals a package in memory: what the demo and tests do.
    public static func seal(
        package: [UInt8], notice: SectionNotice, bidderKey: HolderKey, created: String
    ) throws -> [UInt8] {
        let form = try PackageArchive.form(size: Int64(package.count)) { position, count in
            let start = min(Int(position), package.count)
            return Array(package[start..<min(start + count, package.count)])
        }
        _ = try BidForm(json: form, section: notice.section)
        var root = BlockRoot()
        root.update(package)
        var offset = 0
        var sealed = Data()
        try seal(
            notice: notice, bidderKey: bidderKey, created: created, form: form, packageRoot: root.finish(),
            read: { count in
                let end = min(offset + count, package.count)
                defer { offset = end }
                return Data(package[offset..<end])
            }, write: { sealed.append($0) })
        return [UInt8](sealed)
    }

    private static func seal(
        notice: SectionNotice, bidderKey: HolderKey, created: String, form: [UInt8], packageRoot: [UInt8],
        read: (Int) throws -> Data, write: (Data) throws -> Void
    ) throws {
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
        try write(Data(line + [UInt8(ascii: "\n")]))
        let body = ChunkedBody(
            inputKey: SealContext.derive(secret, section: notice.section, info: SealContext.sealInfo),
            salt: random(24), context: Array(SHA256.hash(data: line)))
        try body.encrypt(read: read, write: write)
    }

    /// The header of a sealed file.
    public static func header(of file: URL) throws -> SealedFileHeader {
        try SealedFileHeader(line: try Source(file).line())
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
        var shares: [SecretSharing.Share] = []
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
            shares.append(.init(x: UInt8(share.x), bytes: bytes))
        }
        guard shares.count >= header.t else { throw SealingError.tooFewShares(have: shares.count, need: header.t) }
        return SecretSharing.combine(Array(shares.prefix(header.t)))
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
        let source = try Source(input)
        let line = try source.line()
        let header = try SealedFileHeader(line: line)
        guard header.section == section else {
            throw SealingError.wrongSection(expected: section, found: header.section)
        }
        let opening = try openingSecret(header: header, holderKeys: holderKeys)
        guard let bidder = Data(base64Encoded: released), bidder.count == 32 else {
            throw SealingError.bidderKeyUnknown
        }
        let secret = opening + [UInt8](bidder)
        let head = [UInt8](try source.next(ChunkedBody.head))
        guard head.count == ChunkedBody.head else { throw SealingError.truncated }
        let body = ChunkedBody(
            inputKey: SealContext.derive(secret, section: section, info: SealContext.sealInfo),
            salt: Array(head[0..<24]), context: Array(SHA256.hash(data: line)))
        guard body.commitment == Array(head[24...]) else { throw SealingError.bodyCommitment }
        let sink = try Sink(output)
        var root = BlockRoot()
        try body.decrypt(read: { try source.next($0) }) { plain in
            root.update(batch: plain)
            try sink.write(plain)
        }
        try sink.finish()
        let packageRoot = root.finish()
        let packageSalt = SealContext.derive(secret, section: section, info: SealContext.packageSaltInfo)
        guard digest(packageSalt + packageRoot) == header.plainCommit else { throw SealingError.packageCommitment }
        let package = try Source(output)
        let formBytes = try PackageArchive.form(size: package.size) { try package.read(at: $0, count: $1) }
        let formSalt = SealContext.derive(secret, section: section, info: SealContext.formSaltInfo)
        guard digest(formSalt + formBytes) == header.readOutCommit else { throw SealingError.formCommitment }
        return Opened(
            form: try BidForm(json: formBytes, section: section), formBytes: formBytes, formSalt: formSalt,
            packageSalt: packageSalt, packageRoot: packageRoot)
    }

    static func digest(_ bytes: [UInt8]) -> String { Hexadecimal.text(SHA256.hash(data: bytes)) }

    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// A file read from the front, or anywhere.
final class Source {
    private let handle: FileHandle
    let size: Int64

    init(_ file: URL) throws {
        guard let handle = FileHandle(forReadingAtPath: file.path) else {
            throw SealingError.file("\(file.lastPathComponent) cannot be read")
        }
        self.handle = handle
        size = Int64(try handle.seekToEnd())
        try handle.seek(toOffset: 0)
    }

    deinit { try? handle.close() }

    /// The next bytes; fewer than asked for only at the end.
    func next(_ count: Int) throws -> Data { try handle.read(upToCount: count) ?? Data() }

    /// Bytes at a position; the front position is kept.
    func read(at position: Int64, count: Int) throws -> [UInt8] {
        let here = try handle.offset()
        defer { try? handle.seek(toOffset: here) }
        try handle.seek(toOffset: UInt64(max(0, min(position, size))))
        return [UInt8](try handle.read(upToCount: count) ?? Data())
    }

    /// The first line without its newline.
    func line() throws -> [UInt8] {
        let first = try read(at: 0, count: SealedFileHeader.limit + 1)
        guard let end = first.firstIndex(of: UInt8(ascii: "\n")) else {
            throw SealingError.notSealed("no header line")
        }
        try handle.seek(toOffset: UInt64(end + 1))
        return Array(first[..<end])
    }

    /// The file's block root; the front position is kept.
    func root() throws -> [UInt8] {
        let here = try handle.offset()
        defer { try? handle.seek(toOffset: here) }
        try handle.seek(toOffset: 0)
        var root = BlockRoot()
        while true {
            let bytes = try next(8 * BlockRoot.blockSize)
            if bytes.isEmpty { return root.finish() }
            root.update(batch: bytes)
        }
    }
}

/// A file being written under a temporary name; it takes its place only when it is whole.
final class Sink {
    private let handle: FileHandle
    private let temporary: String
    private let target: URL
    private var isFinished = false

    init(_ file: URL) throws {
        target = file
        temporary = file.path + ".part"
        guard FileManager.default.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: temporary)
        else { throw SealingError.file("\(file.lastPathComponent) cannot be written") }
        self.handle = handle
    }

    deinit {
        try? handle.close()
        if !isFinished { try? FileManager.default.removeItem(atPath: temporary) }
    }

    func write(_ data: Data) throws {
        do { try handle.write(contentsOf: data) } catch { throw SealingError.file("\(error)") }
    }

    func finish() throws {
        try handle.synchronize()
        guard rename(temporary, target.path) == 0 else {
            throw SealingError.file("\(target.lastPathComponent) cannot be written")
        }
        isFinished = true
    }
}
