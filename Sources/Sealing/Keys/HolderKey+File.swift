import Crypto
import CryptoExtras
import Foundation

/// Key files: PKCS#8 `ENCRYPTED PRIVATE KEY` with PBES2, PBKDF2-HMAC-SHA256 (600,000 rounds) and AES-256-CBC
/// (RFC 5958, RFC 8018): browser, command line and `openssl pkcs8` all read them.
extension HolderKey {
    static let rounds = 600_000

    /// The key as a PEM file under a passphrase.
    public func encryptedPEM(passphrase: String) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let vector = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let key = try Self.derive(passphrase, salt: salt, rounds: Self.rounds)
        let plain = Array(self.key.derRepresentation)
        let sealed = try AES._CBC.encrypt(plain, using: key, iv: try AES._CBC.IV(ivBytes: vector))
        let derivation = DER.sequence([
            DER.pbkdf2,
            DER.sequence([
                DER.octets(salt), DER.integer(Self.rounds), DER.integer(32), DER.sequence([DER.hmacSHA256, DER.null]),
            ]),
        ])
        let scheme = DER.sequence([DER.aes256CBC, DER.octets(vector)])
        let algorithm = DER.sequence([DER.pbes2, DER.sequence([derivation, scheme])])
        return Self.pem("ENCRYPTED PRIVATE KEY", DER.sequence([algorithm, DER.octets(Array(sealed))]).encoded)
    }

    /// Reads a key file; an unencrypted PKCS#8 file needs no passphrase.
    /// - Throws: ``SealingError/badKeyFile(_:)``, ``SealingError/wrongPassphrase``.
    public init(pem: String, passphrase: String) throws {
        let lines = pem.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let body = lines.filter { !$0.hasPrefix("-----") && !$0.isEmpty }.joined()
        guard let data = Data(base64Encoded: body), !data.isEmpty else {
            throw SealingError.badKeyFile("not a PEM file")
        }
        if lines.contains("-----BEGIN PRIVATE KEY-----") {
            guard let key = try? P256.KeyAgreement.PrivateKey(derRepresentation: data) else {
                throw SealingError.badKeyFile("not a P-256 private key")
            }
            self.key = key
            return
        }
        guard lines.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") else {
            throw SealingError.badKeyFile("not a PKCS#8 private key")
        }
        let sealed = try EncryptedKey(Array(data))
        let wrapping = try Self.derive(passphrase, salt: sealed.salt, rounds: sealed.rounds)
        guard let vector = try? AES._CBC.IV(ivBytes: sealed.vector),
            let plain = try? AES._CBC.decrypt(sealed.content, using: wrapping, iv: vector),
            let key = try? P256.KeyAgreement.PrivateKey(derRepresentation: plain)
        else { throw SealingError.wrongPassphrase }
        self.key = key
    }

    private static func derive(_ passphrase: String, salt: [UInt8], rounds: Int) throws -> SymmetricKey {
        try KDF.Insecure.PBKDF2.deriveKey(
            from: Array(passphrase.utf8), salt: salt, using: .sha256, outputByteCount: 32, unsafeUncheckedRounds: rounds
        )
    }

    private static func pem(_ label: String, _ bytes: [UInt8]) -> String {
        let text = Data(bytes).base64EncodedString()
        var lines = ["-----BEGIN \(label)-----"]
        var rest = Substring(text)
        while !rest.isEmpty {
            lines.append(String(rest.prefix(64)))
            rest = rest.dropFirst(64)
        }
        return (lines + ["-----END \(label)-----", ""]).joined(separator: "\n")
    }
}

/// The parts of a PBES2 file that this program reads.
private struct EncryptedKey {
    let salt: [UInt8]
    let rounds: Int
    let vector: [UInt8]
    let content: [UInt8]

    init(_ bytes: [UInt8]) throws {
        let bad = SealingError.badKeyFile("not a PBES2 file with PBKDF2-HMAC-SHA256 and AES-256-CBC")
        var outer = DER.Reader(bytes[...])
        guard var file = outer.enter(0x30), outer.isAtEnd, var algorithm = file.enter(0x30),
            algorithm.next(0x06) == DER.pbes2.content[...], var parameters = algorithm.enter(0x30),
            var derivation = parameters.enter(0x30), derivation.next(0x06) == DER.pbkdf2.content[...],
            var choices = derivation.enter(0x30), let salt = choices.next(0x04), let count = choices.next(0x02)
        else { throw bad }
        // The length of the derived key may be left out.
        if choices.peek == 0x02 { _ = choices.next(0x02) }
        guard var pseudorandom = choices.enter(0x30), pseudorandom.next(0x06) == DER.hmacSHA256.content[...],
            var scheme = parameters.enter(0x30), scheme.next(0x06) == DER.aes256CBC.content[...],
            let vector = scheme.next(0x04), vector.count == 16, let content = file.next(0x04), count.count <= 4
        else { throw bad }
        let rounds = count.reduce(0) { $0 << 8 | Int($1) }
        guard (1...10_000_000).contains(rounds), salt.count <= 64 else { throw bad }
        self.salt = Array(salt)
        self.rounds = rounds
        self.vector = Array(vector)
        self.content = Array(content)
    }
}

/// The little DER (X.690) that a key file needs.
private struct DER {
    let tag: UInt8
    let content: [UInt8]

    static let pbes2 = DER(tag: 0x06, content: [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D])
    static let pbkdf2 = DER(tag: 0x06, content: [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C])
    static let hmacSHA256 = DER(tag: 0x06, content: [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x09])
    static let aes256CBC = DER(tag: 0x06, content: [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A])
    static let null = DER(tag: 0x05, content: [])

    static func octets(_ bytes: [UInt8]) -> DER { DER(tag: 0x04, content: bytes) }
    static func sequence(_ parts: [DER]) -> DER { DER(tag: 0x30, content: parts.flatMap(\.encoded)) }
    static func sequence(_ content: [UInt8]) -> DER { DER(tag: 0x30, content: content) }

    static func integer(_ value: Int) -> DER {
        var bytes: [UInt8] = []
        var rest = value
        repeat {
            bytes.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        } while rest > 0
        if bytes[0] & 0x80 != 0 { bytes.insert(0, at: 0) }
        return DER(tag: 0x02, content: bytes)
    }

    var encoded: [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        var length: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            length.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }

    /// Reads elements one after another; nil where the bytes are not what is asked for.
    struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        var isAtEnd: Bool { rest.isEmpty }
        var peek: UInt8? { rest.first }

        mutating func next(_ tag: UInt8) -> ArraySlice<UInt8>? {
            guard rest.count >= 2, rest.first == tag else { return nil }
            var position = rest.startIndex + 1
            var length = Int(rest[position])
            position += 1
            if length >= 0x80 {
                let count = length & 0x7F
                guard (1...3).contains(count), rest.endIndex - position >= count else { return nil }
                length = rest[position..<(position + count)].reduce(0) { $0 << 8 | Int($1) }
                position += count
            }
            guard rest.endIndex - position >= length else { return nil }
            let content = rest[position..<(position + length)]
            rest = rest[(position + length)...]
            return content
        }

        mutating func enter(_ tag: UInt8) -> Reader? { next(tag).map { Reader($0) } }
    }
}
