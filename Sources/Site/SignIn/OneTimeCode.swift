import Crypto
import Foundation
import Statute

/// Time-based one-time codes (TOTP, RFC 6238): HMAC-SHA1, six digits, steps of 30 seconds, as every
/// authenticator application has them.
public struct OneTimeCode: Sendable, Hashable {
    /// 20 random bytes, as RFC 4226 §4 recommends.
    public let secret: [UInt8]

    public init() {
        var generator = SystemRandomNumberGenerator()
        secret = (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    public init(secret: [UInt8]) { self.secret = secret }

    /// The secret from its Base32 text; nil when that is not Base32 of at least 16 bytes.
    public init?(base32 text: String) {
        guard let bytes = Base32.decode(text), bytes.count >= 16 else { return nil }
        secret = bytes
    }

    public var base32: String { Base32.encode(secret) }

    /// Which step of 30 seconds an instant lies in.
    public static func step(_ instant: Instant) -> Int64 { instant.milliseconds / 30_000 }

    /// The code of a step (RFC 4226 §5.3).
    public func code(step: Int64, digits: Int = 6) -> String {
        let message = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let authentication = HMAC<Insecure.SHA1>.authenticationCode(
            for: message, using: SymmetricKey(data: secret))
        let bytes = Array(authentication)
        let offset = Int(bytes[19] & 15)
        let value = bytes[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        var modulus: UInt32 = 1
        for _ in 0..<digits { modulus *= 10 }
        let text = String(value % modulus)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    public func code(at instant: Instant) -> String { code(step: Self.step(instant)) }

    /// The step that a code belongs to: the present one or a neighbour, and later than the last one used, so that
    /// no code works twice (RFC 6238 §5.2). Nil when it belongs to none.
    func acceptedStep(_ given: String, at instant: Instant, after used: Int64) -> Int64? {
        let digits = given.filter { $0 != " " }
        let now = Self.step(instant)
        return (now - 1...now + 1).first { $0 > used && Secret.equal(code(step: $0), digits) }
    }

    /// What authenticator applications read (Key Uri Format).
    func address(login: String, issuer: String) -> String {
        let name = SiteURL.escaped(issuer) + ":" + SiteURL.escaped(login)
        return "otpauth://totp/\(name)?secret=\(base32)&issuer=\(SiteURL.escaped(issuer))"
            + "&algorithm=SHA1&digits=6&period=30"
    }
}

/// RFC 4648 §6, without padding.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    static func encode(_ bytes: [UInt8]) -> String {
        var result = ""
        var held = 0
        var bits = 0
        for byte in bytes {
            held = held << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                result.append(alphabet[held >> bits & 31])
            }
            held &= (1 << bits) - 1
        }
        if bits > 0 { result.append(alphabet[held << (5 - bits) & 31]) }
        return result
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var held = 0
        var bits = 0
        for character in text.uppercased() where character != "=" && character != " " {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            held = held << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(held >> bits & 255))
                held &= (1 << bits) - 1
            }
        }
        return bytes
    }
}
