/// One signature line of a note.
public struct NoteSignature: Hashable, Sendable {
    public let keyName: String
    public let keyIdentifier: UInt32
    /// What follows the key ID: 64 bytes for Ed25519, 72 for a cosignature.
    public let signature: [UInt8]

    public init(keyName: String, keyIdentifier: UInt32, signature: [UInt8]) {
        self.keyName = keyName
        self.keyIdentifier = keyIdentifier
        self.signature = signature
    }

    /// The line with its newline.
    public var line: String { "— \(keyName) \(Base64.encode(bigEndianBytes(keyIdentifier) + signature))\n" }
}

/// A text with signatures (C2SP signed-note). Reading accepts exactly the specified form, so that writing gives
/// the same bytes again.
public struct SignedNote: Hashable, Sendable {
    /// Ends with a newline.
    public let text: String
    public let signatures: [NoteSignature]

    /// More lines than this are refused; the specification asks for at least 16.
    public static let maximumSignatures = 64

    /// - Throws: ``NoteError/malformed(_:)`` when the text does not end with a newline or holds control characters.
    public init(text: String, signatures: [NoteSignature]) throws {
        guard text.utf8.last == 0x0A else { throw NoteError.malformed("the text does not end with a newline") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
            throw NoteError.malformed("the text holds control characters")
        }
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note.
    /// - Throws: ``NoteError/malformed(_:)`` with what is wrong.
    public init(parsing bytes: some Collection<UInt8>) throws {
        let bytes = Array(bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw NoteError.malformed("not UTF-8")
        }
        guard bytes.last == 0x0A else { throw NoteError.malformed("the last line has no newline") }
        // The separator is the last empty line: the last "\n\n".
        var end = bytes.count - 1
        while end > 0, !(bytes[end] == 0x0A && bytes[end - 1] == 0x0A) { end -= 1 }
        guard end > 0 else { throw NoteError.malformed("no blank line before the signatures") }
        let lines = String(decoding: bytes[(end + 1)...], as: UTF8.self)
        let parts = lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard !parts.isEmpty else { throw NoteError.malformed("no signature") }
        guard parts.count <= SignedNote.maximumSignatures else { throw NoteError.malformed("too many signatures") }
        try self.init(
            text: String(decoding: bytes[..<end], as: UTF8.self), signatures: try parts.map(SignedNote.signature))
        guard written.utf8.elementsEqual(bytes) else { throw NoteError.malformed("the note is not in its exact form") }
    }

    /// The note as it is stored and served.
    public var written: String { text + "\n" + signatures.map(\.line).joined() }

    /// Checks the signatures of the given Ed25519 key; lines of other keys are ignored, as the specification asks.
    /// - Throws: ``NoteError/badSignature(keyName:)`` or ``NoteError/notSigned``.
    public func verify(_ key: VerifierKey) throws {
        let mine = signatures.filter { $0.keyName == key.name && $0.keyIdentifier == key.identifier }
        guard !mine.isEmpty, key.type == .ed25519 else { throw NoteError.notSigned }
        for line in mine where !key.isValid(line.signature, over: Array(text.utf8)) {
            throw NoteError.badSignature(keyName: key.name)
        }
    }

    private static func signature(_ line: Substring) throws -> NoteSignature {
        guard line.hasPrefix("— ") else { throw NoteError.malformed("a signature line begins with an em dash") }
        let parts = line.dropFirst(2).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, isKeyName(parts[0]) else {
            throw NoteError.malformed("a signature line holds a key name and base64")
        }
        guard let bytes = Base64.decode(parts[1]), bytes.count >= 5 else {
            throw NoteError.malformed("a signature is not base64 of at least five bytes")
        }
        let identifier = bytes[..<4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        return NoteSignature(keyName: String(parts[0]), keyIdentifier: identifier, signature: Array(bytes[4...]))
    }
}
