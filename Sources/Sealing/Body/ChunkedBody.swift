import Crypto
import Dispatch
import Foundation
import Synchronization

/// C2SP chunked-encryption with AES-256-GCM and SHA-512 ("Cobblestone-256"): chunks of 16 KiB, the last one shorter;
/// `salt(24) ‖ commitment(32) ‖ chunks`. The text of July 2026 is pinned in docs/sealing.md.
struct ChunkedBody: Sendable {
    static let chunk = 16_384
    static let tag = 16
    static let head = 56

    let salt: [UInt8]
    let commitment: [UInt8]
    private let key: SymmetricKey
    private let base: [UInt8]

    /// - Parameters:
    ///   - inputKey: 32 bytes, uniformly random.
    ///   - salt: 24 bytes that never repeat for the key.
    init(inputKey: [UInt8], salt: [UInt8], context: [UInt8]) {
        let info = Array("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM".utf8) + [0] + salt + context
        let derived = HKDF<SHA512>.expand(
            pseudoRandomKey: SymmetricKey(data: inputKey), info: info, outputByteCount: 32 + 12 + 32)
        let bytes = derived.withUnsafeBytes { Array($0) }
        key = SymmetricKey(data: bytes[0..<32])
        base = Array(bytes[32..<44])
        commitment = Array(bytes[44..<76])
        self.salt = salt
    }

    private func nonce(_ number: Int64) throws -> AES.GCM.Nonce {
        var bytes = base
        for index in 0..<5 { bytes[11 - index] ^= UInt8(truncatingIfNeeded: number >> (8 * Int64(index))) }
        return try AES.GCM.Nonce(data: bytes)
    }

    private func seal(_ plain: Data, _ number: Int64, into target: UnsafeMutableRawBufferPointer) throws {
        let box = try AES.GCM.seal(plain, using: key, nonce: nonce(number))
        box.ciphertext.copyBytes(to: target)
        box.tag.copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: target[box.ciphertext.count...]))
    }

    /// Encrypts everything that `read` gives, until it gives nothing.
    /// - Parameter read: the next bytes, at most as many as asked for; fewer only at the end.
    func encrypt(read: (Int) throws -> Data, write: (Data) throws -> Void) throws {
        try write(Data(salt + commitment))
        var number: Int64 = 0
        let batch = 512
        while true {
            let plain = try read(batch * Self.chunk)
            let isLast = plain.count < batch * Self.chunk
            let full = plain.count / Self.chunk
            // The last chunk is always shorter than 16 KiB, and may be empty.
            let count = isLast ? full + 1 : full
            let first = number
            let start = plain.startIndex
            let sealed = try parallel(count: count, size: plain.count + count * Self.tag) { index, target in
                let from = start + index * Self.chunk
                let to = min(from + Self.chunk, plain.endIndex)
                let place = index * (Self.chunk + Self.tag)
                let length = to - from + Self.tag
                try self.seal(
                    plain[from..<to], first + Int64(index),
                    into: UnsafeMutableRawBufferPointer(rebasing: target[place..<(place + length)]))
            }
            try write(sealed)
            number += Int64(count)
            if isLast { return }
        }
    }

    /// Decrypts a body whose salt and commitment were read already; no byte is handed on unauthenticated.
    /// - Throws: ``SealingError/bodyDamaged(chunk:)``, ``SealingError/truncated``.
    func decrypt(read: (Int) throws -> Data, write: (Data) throws -> Void) throws {
        let unit = Self.chunk + Self.tag
        var number: Int64 = 0
        let batch = 512
        while true {
            let sealed = try read(batch * unit)
            let isLast = sealed.count < batch * unit
            let rest = sealed.count % unit
            if isLast, rest < Self.tag { throw SealingError.truncated }
            let full = sealed.count / unit
            let count = isLast ? full + 1 : full
            let first = number
            let start = sealed.startIndex
            let key = key
            let plain = try parallel(count: count, size: sealed.count - count * Self.tag) { index, target in
                let from = start + index * unit
                let to = min(from + unit, sealed.endIndex)
                let nonce = try self.nonce(first + Int64(index))
                let box = try AES.GCM.SealedBox(
                    nonce: nonce, ciphertext: sealed[from..<(to - Self.tag)], tag: sealed[(to - Self.tag)..<to])
                guard let opened = try? AES.GCM.open(box, using: key) else {
                    throw SealingError.bodyDamaged(chunk: first + Int64(index))
                }
                let place = index * Self.chunk
                opened.copyBytes(
                    to: UnsafeMutableRawBufferPointer(rebasing: target[place..<(place + opened.count)]))
            }
            try write(plain)
            number += Int64(count)
            if isLast { return }
        }
    }

    /// Fills a buffer chunk by chunk on all cores; the first error in order is thrown.
    private func parallel(
        count: Int, size: Int, _ body: @Sendable (Int, UnsafeMutableRawBufferPointer) throws -> Void
    ) throws -> Data {
        var data = Data(count: size)
        let failed = Mutex<(index: Int, error: any Error)?>(nil)
        data.withUnsafeMutableBytes { buffer in
            // Each iteration writes its own part of the buffer and nothing else.
            nonisolated(unsafe) let target = buffer
            let lanes = min(4, max(1, count / 16))
            DispatchQueue.concurrentPerform(iterations: lanes) { lane in
                for index in stride(from: lane, to: count, by: lanes) {
                    do { try body(index, target) } catch {
                        failed.withLock { known in
                            if known.map({ index < $0.index }) ?? true { known = (index, error) }
                        }
                        return
                    }
                }
            }
        }
        if let error = failed.withLock({ $0?.error }) { throw error }
        return data
    }
}
