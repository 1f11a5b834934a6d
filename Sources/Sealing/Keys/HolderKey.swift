import Crypto
import Foundation

/// A P-256 key pair for one section: a holder's opening key, or the key that a bidder keeps of its own.
public struct HolderKey: Sendable {
    let key: P256.KeyAgreement.PrivateKey

    /// Made on this machine; nobody else knows it.
    public static func generate() -> HolderKey { HolderKey(key: P256.KeyAgreement.PrivateKey()) }

    init(key: P256.KeyAgreement.PrivateKey) { self.key = key }

    /// From the published form: base64 of the 32 bytes of the private scalar.
    /// - Throws: ``SealingError/badKeyFile(_:)``.
    public init(published: String) throws {
        guard let data = Data(base64Encoded: published), data.count == 32,
            let key = try? P256.KeyAgreement.PrivateKey(rawRepresentation: data)
        else { throw SealingError.badKeyFile("not base64 of a P-256 scalar") }
        self.key = key
    }

    /// X9.63 uncompressed point (65 bytes), base64: what is declared.
    public var publicKey: String { key.publicKey.x963Representation.base64EncodedString() }
    /// SHA-256 of the point, lower-case hex.
    public var keyID: String { Self.identifier(of: key.publicKey) }
    /// Base64 of the private scalar: what a holder publishes at the opening.
    public var published: String { key.rawRepresentation.base64EncodedString() }

    static func identifier(of key: P256.KeyAgreement.PublicKey) -> String {
        Hexadecimal.text(SHA256.hash(data: key.x963Representation))
    }

    /// The identifier of a declared public key; nil when it is no point of P-256 in the right form.
    public static func identifier(ofPublicKey text: String) -> String? {
        (try? publicKey(text)).map { identifier(of: $0) }
    }

    static func publicKey(_ text: String) throws -> P256.KeyAgreement.PublicKey {
        guard let data = Data(base64Encoded: text), data.count == 65, data.first == 0x04,
            let key = try? P256.KeyAgreement.PublicKey(x963Representation: data)
        else { throw SealingError.badNotice("a holder's public key is not a P-256 point") }
        return key
    }

    /// Whether a published private key is that of a declared public key.
    public static func matches(privateKey: String, publicKey: String) -> Bool {
        guard let key = try? HolderKey(published: privateKey) else { return false }
        return key.publicKey == publicKey
    }

    /// Whether a text has the form of a released secret: base64 of 32 bytes.
    public static func isSecret(_ text: String) -> Bool { Data(base64Encoded: text)?.count == 32 }
}

/// HPKE base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180).
enum Envelope {
    /// Bytes of a sealed secret of 32 bytes: encapsulated key, secret, tag.
    static let length = 65 + 32 + 16
    private static let suite = HPKE.Ciphersuite.P256_SHA256_AES_GCM_256

    /// `enc ‖ ct`; the associated data are empty, the context stands in `info`.
    static func seal(_ secret: [UInt8], to key: P256.KeyAgreement.PublicKey, info: [UInt8]) throws -> [UInt8] {
        var sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: Data(info))
        return Array(sender.encapsulatedKey) + Array(try sender.seal(secret))
    }

    /// Nil when it was not sealed to this key and context.
    static func open(_ sealed: [UInt8], with key: P256.KeyAgreement.PrivateKey, info: [UInt8]) -> [UInt8]? {
        guard sealed.count > 65 else { return nil }
        let encapsulated = Data(sealed[..<65])
        guard
            var recipient = try? HPKE.Recipient(
                privateKey: key, ciphersuite: suite, info: Data(info), encapsulatedKey: encapsulated),
            let opened = try? recipient.open(Data(sealed[65...]))
        else { return nil }
        return Array(opened)
    }
}

enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Nil for anything but pairs of lower-case digits: one value has one text.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
