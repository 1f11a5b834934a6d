/// An offline proof that an entry stands in a log (C2SP tlog-proof), stored as `.tlog-proof`.
public struct LogProof: Hashable, Sendable {
    /// The entry's place, from 0.
    public let index: Int64
    /// Inclusion proof from the leaf's sibling upwards.
    public let hashes: [Hash]
    /// The checkpoint with all its signatures.
    public let checkpoint: SignedNote
    /// Opaque and not authenticated.
    public let extra: [UInt8]?

    private static let header = "c2sp.org/tlog-proof@v1"

    public init(index: Int64, hashes: [Hash], checkpoint: SignedNote, extra: [UInt8]? = nil) {
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
        self.extra = extra
    }

    /// Reads the exact form only.
    /// - Throws: ``NoteError/malformed(_:)``.
    public init(parsing bytes: some Collection<UInt8>) throws {
        let bytes = Array(bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else { throw NoteError.malformed("not UTF-8") }
        var rest = bytes[...]
        func line() throws -> String {
            guard let end = rest.firstIndex(of: 0x0A) else { throw NoteError.malformed("the proof is cut off") }
            defer { rest = rest[(end + 1)...] }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
        guard try line() == LogProof.header else { throw NoteError.malformed("not a tlog-proof of version 1") }
        var next = try line()
        var extra: [UInt8]?
        if next.hasPrefix("extra ") {
            guard let data = Base64.decode(next.dropFirst(6)) else { throw NoteError.malformed("extra is not base64") }
            extra = data
            next = try line()
        }
        guard next.hasPrefix("index "), let index = Int64(next.dropFirst(6)), index >= 0,
            "index \(index)" == next
        else { throw NoteError.malformed("no plain index line") }
        var hashes: [Hash] = []
        next = try line()
        while !next.isEmpty {
            guard hashes.count < 63, let hash = Hash(base64: next) else {
                throw NoteError.malformed("a proof line is not base64 of 32 bytes, or there are too many")
            }
            hashes.append(hash)
            next = try line()
        }
        self.init(index: index, hashes: hashes, checkpoint: try SignedNote(parsing: rest), extra: extra)
    }

    /// The file's text.
    public var written: String {
        var text = LogProof.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(index)\n"
        for hash in hashes { text += hash.base64 + "\n" }
        return text + "\n" + checkpoint.written
    }

    /// Checks the log's signature, the known witnesses' cosignatures and the inclusion of a leaf.
    /// - Returns: the checkpoint and the witnesses' cosignatures, for the caller's policy to weigh.
    /// - Throws: ``NoteError`` or ``ProofError``.
    @discardableResult
    public func verify(
        leaf: Hash, log: VerifierKey, witnesses: [VerifierKey] = []
    ) throws -> (checkpoint: Checkpoint, cosignatures: [Cosignature]) {
        let head = try Checkpoint.verified(Array(checkpoint.written.utf8), by: log)
        let cosignatures = try Cosignature.verified(checkpoint, by: witnesses)
        try MerkleTree.verifyInclusion(of: leaf, index: index, size: head.size, proof: hashes, root: head.root)
        return (head, cosignatures)
    }
}
