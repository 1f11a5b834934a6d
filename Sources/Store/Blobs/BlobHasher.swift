import Crypto
import Foundation

/// Computes a `BlobReference` in one pass over bytes that arrive in pieces of any length, in constant memory.
///
/// ```swift
/// var hasher = BlobHasher()
/// hasher.update([0x64, 0x61, 0x79])
/// let reference = hasher.reference()
/// ```
/// A copy is independent of its original, so a state can be kept to return to.
public struct BlobHasher: Sendable {
    /// Length of a block in bytes: 1 MiB.
    public static let blockSize = 1 << 20

    /// Bytes taken so far.
    public private(set) var size: Int64 = 0
    private var whole = SHA256()
    private var block = BlobHasher.leaf()
    private var blockFilled = 0
    /// Roots of the perfect subtrees so far, largest first, with the number of leaves below each.
    private var peaks: [(leaves: Int, hash: SHA256Digest)] = []

    public init() {}

    public mutating func update(_ bytes: some ContiguousBytes) {
        bytes.withUnsafeBytes { update(buffer: $0) }
    }

    mutating func update(buffer: UnsafeRawBufferPointer) {
        whole.update(bufferPointer: buffer)
        size += Int64(buffer.count)
        var start = 0
        while start < buffer.count {
            let length = min(Self.blockSize - blockFilled, buffer.count - start)
            block.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[start..<start + length]))
            blockFilled += length
            start += length
            if blockFilled == Self.blockSize { closeBlock() }
        }
    }

    /// SHA-256 of everything taken so far, 32 bytes. The hasher may go on afterwards.
    public func digest() -> [UInt8] {
        Array(whole.finalize())
    }

    /// Names everything taken so far. The hasher may go on afterwards.
    public func reference() -> BlobReference {
        var closed = self
        if closed.blockFilled > 0 { closed.closeBlock() }
        return BlobReference(sha256: whole.finalize().hexadecimal, root: closed.root().hexadecimal, size: size)
    }

    private mutating func closeBlock() {
        var peak = (leaves: 1, hash: block.finalize())
        while let left = peaks.last, left.leaves == peak.leaves {
            peaks.removeLast()
            peak = (left.leaves * 2, Self.node(left.hash, peak.hash))
        }
        peaks.append(peak)
        block = Self.leaf()
        blockFilled = 0
    }

    private func root() -> SHA256Digest {
        guard var root = peaks.last?.hash else { return SHA256().finalize() }
        for peak in peaks.dropLast().reversed() { root = Self.node(peak.hash, root) }
        return root
    }

    private static func leaf() -> SHA256 {
        var hasher = SHA256()
        hasher.update(data: [0x00 as UInt8])
        return hasher
    }

    private static func node(_ left: SHA256Digest, _ right: SHA256Digest) -> SHA256Digest {
        var hasher = SHA256()
        hasher.update(data: [0x01 as UInt8])
        left.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        right.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return hasher.finalize()
    }
}

extension Sequence<UInt8> {
    /// Lower-case hexadecimal digits, two a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
