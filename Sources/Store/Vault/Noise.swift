import Crypto
import Foundation

/// Random bytes, which is also what everything sealed here looks like.
enum Noise {
    /// Cryptographically random bytes.
    static func bytes(_ count: Int) -> [UInt8] {
        if count == 0 { return [] }
        return SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
    }

    /// Many random bytes: the key stream of AES-256-GCM under a key that is forgotten at once.
    /// - Parameter count: at most some MiB.
    static func stream(_ count: Int) throws -> Data {
        let zeros = [UInt8](repeating: 0, count: count)
        return try AES.GCM.seal(zeros, using: SymmetricKey(size: .bits256)).ciphertext
    }

    /// Writes noise into a range of a file, in pieces, without syncing.
    static func fill(_ file: VaultFile, _ range: Range<Int64>) throws {
        var position = range.lowerBound
        while position < range.upperBound {
            let bytes = try stream(Int(min(range.upperBound - position, 1 << 20)))
            try file.write(bytes, at: position)
            position += Int64(bytes.count)
        }
    }
}
