import Crypto
import Foundation

/// The private half of a note key. Its text form is the one of the note tools:
/// `PRIVATE+KEY+<name>+<hex key ID>+<base64(type ‖ seed)>`.
public struct SigningKey: Sendable {
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// A fresh key.
    /// - Throws: ``NoteError/invalidKey(_:)`` when the name cannot be a key name.
    public init(name: String, type: SignatureType = .ed25519) throws {
        try self.init(name: name, type: type, seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    }

    /// The key of a 32-byte seed (RFC 8032).
    /// - Throws: ``NoteError/invalidKey(_:)``.
    public init(name: String, type: SignatureType = .ed25519, seed: [UInt8]) throws {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw NoteError.invalidKey("an Ed25519 seed has 32 bytes")
        }
        self.key = key
        verifier = try VerifierKey(name: name, type: type, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Reads the text form.
    /// - Throws: ``NoteError/invalidKey(_:)``.
    public init(_ text: String) throws {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY" else {
            throw NoteError.invalidKey("a signing key is PRIVATE+KEY+name+id+key")
        }
        guard let material = Base64.decode(parts[4]), let type = material.first else {
            throw NoteError.invalidKey("the key is not base64")
        }
        try self.init(
            name: String(parts[2]), type: SignatureType(rawValue: type), seed: Array(material.dropFirst()))
        guard Hexadecimal.encode(bigEndianBytes(verifier.identifier)) == parts[3] else {
            throw NoteError.invalidKey("the key ID does not belong to this key")
        }
    }

    /// The text form; a secret.
    public var text: String {
        let material = [verifier.type.rawValue] + Array(key.rawRepresentation)
        let identifier = Hexadecimal.encode(bigEndianBytes(verifier.identifier))
        return "PRIVATE+KEY+\(verifier.name)+\(identifier)+\(Base64.encode(material))"
    }

    /// A raw Ed25519 signature, 64 bytes.
    /// - Throws: `CryptoKitError` when the library cannot sign.
    public func signature(over message: some Collection<UInt8>) throws -> [UInt8] {
        Array(try key.signature(for: Data(message)))
    }

    /// A signature line for a note text (type 0x01).
    /// - Throws: `CryptoKitError` when the library cannot sign.
    public func sign(_ text: String) throws -> NoteSignature {
        NoteSignature(
            keyName: verifier.name, keyIdentifier: verifier.identifier,
            signature: try signature(over: Array(text.utf8)))
    }

    /// A witness's line for a checkpoint's text (type 0x04, C2SP tlog-cosignature).
    /// - Parameter time: seconds since 1970, not negative.
    /// - Throws: `CryptoKitError` when the library cannot sign.
    public func cosign(_ text: String, time: Int64) throws -> NoteSignature {
        precondition(verifier.type == .cosignature && time >= 0, "cosigning needs a key of type 4 and a time")
        let signature = try signature(over: Cosignature.message(text, time: time))
        return NoteSignature(
            keyName: verifier.name, keyIdentifier: verifier.identifier, signature: bigEndianBytes(time) + signature)
    }
}
