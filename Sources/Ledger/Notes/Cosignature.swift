/// A witness's statement that it saw a log grow consistently up to a checkpoint (C2SP tlog-cosignature, type 0x04).
public struct Cosignature: Hashable, Sendable {
    public let witness: VerifierKey
    /// When it was given, seconds since 1970.
    public let time: Int64

    /// The bytes that a witness signs.
    static func message(_ text: String, time: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }

    /// The cosignatures of known witnesses on a note; lines of others are ignored.
    /// - Parameter witnesses: keys of type 0x04; others never match.
    /// - Throws: ``NoteError/badSignature(keyName:)`` when a known witness's line does not verify.
    public static func verified(_ note: SignedNote, by witnesses: [VerifierKey]) throws -> [Cosignature] {
        var found: [Cosignature] = []
        for line in note.signatures {
            let known = witnesses.first {
                $0.type == .cosignature && $0.name == line.keyName && $0.identifier == line.keyIdentifier
            }
            guard let witness = known else { continue }
            guard line.signature.count == 72, line.signature[0] < 0x80 else {
                throw NoteError.badSignature(keyName: witness.name)
            }
            let time = line.signature[..<8].reduce(0 as Int64) { $0 << 8 | Int64($1) }
            guard witness.isValid(line.signature[8...], over: message(note.text, time: time)) else {
                throw NoteError.badSignature(keyName: witness.name)
            }
            found.append(Cosignature(witness: witness, time: time))
        }
        return found
    }
}
