import Crypto
import CryptoExtras
import Foundation
import Ledger

/// Turns passwords into what is stored of them: scrypt (RFC 7914) with N = 2^15, r = 8, p = 1 and a salt of its own
/// for each account. One at a time: a flood of attempts occupies one core and 32 MiB, not the machine.
actor PasswordHasher {
    private static let rounds = 1 << 15

    /// `scrypt:15:<salt hex>:<key hex>`
    func stored(_ password: String) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return "scrypt:15:\(Hexadecimal.encode(salt)):\(Hexadecimal.encode(try key(password, salt)))"
    }

    /// Whether a password is the stored one. Without a stored one it works as long and says no.
    func matches(_ password: String, _ stored: String?) throws -> Bool {
        let parts = (stored ?? "").split(separator: ":").map(String.init)
        let salt = parts.count == 4 ? Hexadecimal.decode(parts[2]) : nil
        let found = Hexadecimal.encode(try key(password, salt ?? [UInt8](repeating: 0, count: 16)))
        guard parts.count == 4, salt != nil else { return false }
        return Secret.equal(found, parts[3])
    }

    private func key(_ password: String, _ salt: [UInt8]) throws -> [UInt8] {
        // Unicode has several spellings of one letter; people type whichever their keyboard sends.
        let bytes = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: Self.rounds, blockSize: 8, parallelism: 1)
        return key.withUnsafeBytes { Array($0) }
    }
}

/// What a new password must be.
enum PasswordRule {
    /// The key of the sentence that says what is wrong; nil when the password will do.
    static func fault(_ password: String, login: String) -> String? {
        if password.count < 10 { return "password.tooShort" }
        if password.utf8.count > 200 { return "password.tooLong" }
        if password.lowercased().contains(login.lowercased()) { return "password.hasLogin" }
        if Set(password).count < 5 { return "password.tooPlain" }
        return nil
    }

    /// A password for one use, easy to read out: `k7mq-x2pd-9wtn-4hfs`.
    static func oneTime() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        let groups = (0..<4).map { _ in
            String((0..<4).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
        }
        return groups.joined(separator: "-")
    }
}
