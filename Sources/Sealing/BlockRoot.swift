import Crypto
import Foundation
import Synchronization

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

    /// The root of a source, its blocks hashed on all cores.
    static func root(of source: ByteSource) throws -> [UInt8] {
        let leaves = LeafList(size: source.size)
        try Lanes.perform(parts: leaves.count, scratch: blockSize) { part, scratch in
            let start = Int64(part) * Int64(blockSize)
            let count = Int(min(Int64(blockSize), source.size - start))
            let block = UnsafeMutableRawBufferPointer(rebasing: scratch[..<count])
            try source.read(at: start, into: block)
            leaves.set(part, UnsafeRawBufferPointer(block))
        }
        return leaves.root()
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

    static func leaf(_ block: ArraySlice<UInt8>) -> [UInt8] { block.withUnsafeBytes { leaf($0) } }

    static func leaf(_ block: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: [0x00])
        hash.update(bufferPointer: block)
        return Array(hash.finalize())
    }
}

/// Leaves of a file whose blocks are hashed in any order.
final class LeafList: Sendable {
    let count: Int
    private let leaves: Mutex<[[UInt8]]>

    /// - Parameter size: bytes of the file.
    init(size: Int64) {
        count = Int((size + Int64(BlockRoot.blockSize) - 1) / Int64(BlockRoot.blockSize))
        leaves = Mutex([[UInt8]](repeating: [], count: count))
    }

    func set(_ index: Int, _ block: UnsafeRawBufferPointer) {
        let leaf = BlockRoot.leaf(block)
        leaves.withLock { $0[index] = leaf }
    }

    func root() -> [UInt8] { leaves.withLock { BlockRoot.root($0[...]) } }
}
