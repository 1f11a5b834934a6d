import Crypto
import Foundation

/// What a key's signatures are, by the type byte of C2SP signed-note.
public struct SignatureType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Ed25519 over the note text.
    public static let ed25519 = SignatureType(rawValue: 0x01)
    /// Timestamped Ed25519 cosignature of a checkpoint (C2SP tlog-cosignature).
    public static let cosignature = SignatureType(rawValue: 0x04)
}

/// The public half of a note key (C2SP signed-note, "Verifier keys").
///
///     let key = try VerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
public struct VerifierKey: Hashable, Sendable {
    /// Usually the log's or the witness's address without scheme.
    public let name: String
    public let type: SignatureType
    /// 32 bytes as in RFC 8032.
    public let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), big-endian.
    public let identifier: UInt32

    /// - Throws: ``NoteError/invalidKey(_:)`` when the name is empty or holds spaces or `+`, or the key is not
    ///   of 32 bytes.
    public init(name: String, type: SignatureType = .ed25519, publicKey: [UInt8]) throws {
        guard isKeyName(name) else { throw NoteError.invalidKey("the name is empty or holds a space or +") }
        guard type == .ed25519 || type == .cosignature else {
            throw NoteError.invalidKey("signature type \(type.rawValue) is not known")
        }
        guard publicKey.count == 32 else { throw NoteError.invalidKey("an Ed25519 key has 32 bytes") }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        let digest = Hash.sha256(Array(name.utf8) + [0x0A, type.rawValue] + publicKey)
        identifier = digest.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self).bigEndian }
    }

    /// Reads a vkey, `name+hex(key ID)+base64(type ‖ key)`.
    /// - Throws: ``NoteError/invalidKey(_:)``, also when the key ID is not the key's.
    public init(_ text: String) throws {
        // Only the name may not hold "+"; base64 may.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw NoteError.invalidKey("a vkey is name+id+key") }
        guard let identifier = Hexadecimal.decode(parts[1]), identifier.count == 4 else {
            throw NoteError.invalidKey("the key ID is not eight lower-case hex digits")
        }
        guard let material = Base64.decode(parts[2]), let type = material.first else {
            throw NoteError.invalidKey("the key is not base64")
        }
        try self.init(
            name: String(parts[0]), type: SignatureType(rawValue: type), publicKey: Array(material.dropFirst()))
        guard bigEndianBytes(self.identifier) == identifier else {
            throw NoteError.invalidKey("the key ID does not belong to this key")
        }
    }

    /// The vkey's text form.
    public var text: String {
        let material: [UInt8] = [type.rawValue] + publicKey
        return "\(name)+\(Hexadecimal.encode(bigEndianBytes(identifier)))+\(Base64.encode(material))"
    }

    /// Whether a raw Ed25519 signature (64 bytes) over a message is this key's.
    public func isValid(_ signature: some Collection<UInt8>, over message: some Collection<UInt8>) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(Data(signature), for: Data(message))
    }
}

/// Why a note, key or checkpoint is refused.
public enum NoteError: Error, Hashable, Sendable {
    case invalidKey(String)
    /// The text is not a signed note; what is wrong.
    case malformed(String)
    /// A line by a known key name and ID does not verify.
    case badSignature(keyName: String)
    /// No known key signed.
    case notSigned
    /// The checkpoint is of another log.
    case wrongOrigin(expected: String, actual: String)
}

/// Key names hold no Unicode spaces and no plus sign.
func isKeyName(_ name: some StringProtocol) -> Bool {
    !name.isEmpty
        && name.unicodeScalars.allSatisfy { $0 != "+" && !$0.properties.isWhitespace && $0.value > 0x1F }
}

func bigEndianBytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
