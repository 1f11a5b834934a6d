import Crypto
import Desk

/// What names a version of something that the gates sign: SHA-256 of the canonical JSON of all its fields, files by their
/// digests; lower-case hex.
enum ContentDigest {
    static func of(_ content: some Encodable) throws -> String {
        SHA256.hash(data: try ActCoding.json(content)).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
