import Dispatch
import Synchronization

/// Where a log is wrong.
public struct LogFailure: Error, Sendable {
    /// The tile or bundle.
    public let path: TilePath
    /// What the check or the reading said.
    public let cause: any Error
}

/// Checks a whole log: every entry against its tile, every tile against the one above, the top against the root.
/// Works on as many bundles at a time as there are processors, and holds only those in memory.
public enum LogVerification {
    /// - Parameters:
    ///   - read: gives the exact content of a tile or bundle; called from several threads.
    ///   - digest: called for each checked bundle, from several threads, with its bytes, the entries' places in
    ///     them and the first entry's index.
    ///   - visit: takes what `digest` made, bundle after bundle in order, on the caller's thread.
    /// - Throws: ``LogFailure`` for the first wrong tile or bundle; ``TileError/rootMismatch(expected:computed:)``;
    ///   what `visit` throws.
    public static func verify<Digest: Sendable>(
        size: Int64, root: Hash, read: @escaping @Sendable (TilePath) throws -> [UInt8],
        digest: @escaping @Sendable (_ bytes: [UInt8], _ entries: [Range<Int>], _ first: Int64) throws -> Digest,
        visit: (Digest) throws -> Void
    ) throws {
        let bundles = TilePath.entryBundles(size: size)
        var roots: [Hash] = []
        var edge: [[Hash]] = []
        var bottom: [Hash] = []
        let wave = 64
        var start = 0
        while start < bundles.count {
            let part = Array(bundles[start..<min(bundles.count, start + wave)])
            for outcome in concurrently(part.count, { try checkBundle(part[$0], read: read, digest: digest) }) {
                let (checked, digest) = try outcome.get()
                if let full = checked.root { roots.append(full) } else { bottom = checked.partial }
                try visit(digest)
            }
            start += wave
        }
        edge.append(bottom)
        var level = 1
        while !roots.isEmpty {
            var above: [Hash] = []
            var partial: [Hash] = []
            for path in TilePath.hashTiles(level: level, size: size) {
                let first = Int(path.index) * 256
                let expected = Array(roots[first..<(first + path.width)])
                try failing(path) {
                    guard try read(path) == expected.tileBytes else {
                        throw TileError.tileMismatch(level: level, index: path.index)
                    }
                }
                if path.width == 256 { above.append(MerkleTree.root(of: expected)) } else { partial = expected }
            }
            edge.append(partial)
            roots = above
            level += 1
        }
        let computed = try MerkleFrontier(size: size) { level, _, _ in edge[level] }.root
        guard computed == root else { throw TileError.rootMismatch(expected: root, computed: computed) }
    }

    /// What a bundle contributes to the tree.
    private struct CheckedBundle: Sendable {
        /// Of a full tile.
        let root: Hash?
        /// Of a partial one.
        let partial: [Hash]
    }

    private static func checkBundle<Digest: Sendable>(
        _ path: TilePath, read: @Sendable (TilePath) throws -> [UInt8],
        digest: @Sendable (_ bytes: [UInt8], _ entries: [Range<Int>], _ first: Int64) throws -> Digest
    ) throws -> (CheckedBundle, Digest) {
        let first = path.index * 256
        let (bytes, ranges, hashes) = try failing(path) {
            let bytes = try read(path)
            var ranges: [Range<Int>] = []
            var hashes: [Hash] = []
            ranges.reserveCapacity(path.width)
            hashes.reserveCapacity(path.width)
            try bytes.withUnsafeBytes { buffer in
                try EntryBundle.forEach(buffer, width: path.width) { range in
                    ranges.append(range)
                    hashes.append(MerkleTree.leafHash(UnsafeRawBufferPointer(rebasing: buffer[range])))
                }
            }
            return (bytes, ranges, hashes)
        }
        let tilePath = TilePath(.hashes(level: 0), index: path.index, width: path.width)
        let tile = try failing(tilePath) {
            guard let tile = [Hash](tileBytes: try read(tilePath)) else { throw TileError.truncated(entry: 0) }
            guard tile.count == path.width else {
                throw TileError.wrongWidth(expected: path.width, actual: tile.count)
            }
            return tile
        }
        for (offset, hash) in hashes.enumerated() where hash != tile[offset] {
            throw LogFailure(path: path, cause: TileError.entryMismatch(index: first + Int64(offset)))
        }
        let made = try failing(path) { try digest(bytes, ranges, first) }
        let isFull = path.width == 256
        return (
            CheckedBundle(root: isFull ? MerkleTree.root(of: hashes) : nil, partial: isFull ? [] : hashes), made
        )
    }

    private static func failing<T>(_ path: TilePath, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let failure as LogFailure {
            throw failure
        } catch {
            throw LogFailure(path: path, cause: error)
        }
    }
}

/// The results of independent pieces of work, done on all processors, in order.
private func concurrently<T: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) throws -> T
) -> [Result<T, any Error>] {
    let results = Mutex<[Result<T, any Error>?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = Result { try work(index) }
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
}
