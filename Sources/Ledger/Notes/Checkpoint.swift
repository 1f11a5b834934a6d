/// A log's tree head (C2SP tlog-checkpoint): origin, size, root, and lines whose meaning is left open.
public struct Checkpoint: Hashable, Sendable {
    /// Names the log, usually its address without scheme.
    public let origin: String
    /// The number of entries.
    public let size: Int64
    public let root: Hash
    /// Kept as they are; seldom used.
    public let extensionLines: [String]

    public init(origin: String, size: Int64, root: Hash, extensionLines: [String] = []) {
        precondition(!origin.isEmpty && size >= 0, "a checkpoint has an origin and a size")
        self.origin = origin
        self.size = size
        self.root = root
        self.extensionLines = extensionLines
    }

    /// Reads a note's text.
    /// - Throws: ``NoteError/malformed(_:)``.
    public init(text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "" else { throw NoteError.malformed("a checkpoint has three lines") }
        let content = lines.dropLast()
        guard content.allSatisfy({ !$0.isEmpty }) else { throw NoteError.malformed("a checkpoint line is empty") }
        guard let size = Int64(lines[1]), size >= 0, String(size) == lines[1] else {
            throw NoteError.malformed("the size is not a plain decimal number")
        }
        guard let root = Hash(base64: String(lines[2])) else {
            throw NoteError.malformed("the root is not base64 of 32 bytes")
        }
        guard size > 0 || root == MerkleTree.emptyRoot else {
            throw NoteError.malformed("the root of an empty tree is SHA-256 of nothing")
        }
        self.init(
            origin: String(lines[0]), size: size, root: root, extensionLines: content.dropFirst(3).map(String.init))
    }

    /// The note text.
    public var text: String {
        "\(origin)\n\(size)\n\(root.base64)\n" + extensionLines.map { $0 + "\n" }.joined()
    }

    /// Signs with the log's key; key name and origin are meant to be the same.
    /// - Throws: ``NoteError/malformed(_:)``, or what the signer throws.
    public func signed(by key: SigningKey) throws -> SignedNote {
        try SignedNote(text: text, signatures: [try key.sign(text)])
    }

    /// Reads a signed checkpoint, checks the log's signature and that it is the log of that key.
    /// - Throws: ``NoteError``.
    public static func verified(_ bytes: some Collection<UInt8>, by key: VerifierKey) throws -> Checkpoint {
        let note = try SignedNote(parsing: bytes)
        try note.verify(key)
        let checkpoint = try Checkpoint(text: note.text)
        guard checkpoint.origin == key.name else {
            throw NoteError.wrongOrigin(expected: key.name, actual: checkpoint.origin)
        }
        return checkpoint
    }
}
