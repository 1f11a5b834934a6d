import Crypto
import Dispatch
import Foundation

/// Identity of a file: the RFC 6962 root over its blocks of 1 MiB, so that browsers, which cannot hash piecemeal,
/// can compute it too. The last block may be shorter; the root of an empty file is `SHA-256("")`.
public struct BlockRoot: Sendable {
    public static let blockSize = 1 << 20

    private var pending: [UInt8] = []
    private var leaves: [[UInt8]] = []
    public private(set) var size: Int64 = 0

    public init() {}

    /// Takes the next bytes of the file.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        size += Int64(bytes.count)
        pending.append(contentsOf: bytes)
        var start = 0
        while pending.count - start >= Self.blockSize {
            leaves.append(Self.leaf(pending[start..<(start + Self.blockSize)]))
            start += Self.blockSize
        }
        if start > 0 { pending.removeFirst(start) }
    }

    /// Takes the next bytes of the file; whole blocks are hashed on all cores, without a copy.
    public mutating func update(batch: Data) {
        guard pending.isEmpty else { return update(batch) }
        size += Int64(batch.count)
        let blocks = batch.count / Self.blockSize
        leaves += batch.withUnsafeBytes { Self.leaves(of: $0, blocks: blocks) }
        pending.append(contentsOf: batch.dropFirst(blocks * Self.blockSize))
    }

    /// Hashes of a buffer's first whole blocks, in order.
    private static func leaves(of buffer: UnsafeRawBufferPointer, blocks: Int) -> [[UInt8]] {
        var hashes = [UInt8](repeating: 0, count: blocks * 32)
        hashes.withUnsafeMutableBytes { target in
            // Each iteration reads its own block and writes its own 32 bytes.
            nonisolated(unsafe) let (source, place) = (buffer, target)
            DispatchQueue.concurrentPerform(iterations: blocks) { index in
                var hash = SHA256()
                hash.update(data: [0x00])
                let start = index * blockSize
                hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: source[start..<(start + blockSize)]))
                hash.finalize().withUnsafeBytes { digest in
                    UnsafeMutableRawBufferPointer(rebasing: place[(index * 32)..<(index * 32 + 32)])
                        .copyMemory(from: digest)
                }
            }
        }
        return (0..<blocks).map { Array(hashes[($0 * 32)..<($0 * 32 + 32)]) }
    }

    /// The root, 32 bytes.
    public func finish() -> [UInt8] {
        var all = leaves
        if !pending.isEmpty { all.append(Self.leaf(pending[...])) }
        return Self.root(all[...])
    }

    /// The root over leaves that were hashed elsewhere.
    static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
        if leaves.isEmpty { return Array(SHA256.hash(data: [UInt8]())) }
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        var hash = SHA256()
        hash.update(data: [0x01])
        hash.update(data: root(leaves[..<middle]))
        hash.update(data: root(leaves[middle...]))
        return Array(hash.finalize())
    }

    static func leaf(_ block: ArraySlice<UInt8>) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: [0x00])
        block.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }
}
