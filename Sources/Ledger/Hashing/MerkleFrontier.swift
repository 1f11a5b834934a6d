/// The right edge of a growing tree: all that is needed to append leaves, name finished tiles and give the root.
///
/// A value: copy it, append to the copy, and keep whichever the database committed.
public struct MerkleFrontier: Sendable, Hashable {
    /// A tile that got its 256th hash.
    public struct CompletedTile: Sendable, Hashable {
        /// 0 for leaf hashes.
        public let level: Int
        /// The tile's place within its level.
        public let index: Int64
        /// Always 256.
        public let hashes: [Hash]
    }

    /// The number of leaves.
    public private(set) var size: Int64
    /// For each tile level the hashes of its partial tile, 0…255.
    private var partial: [[Hash]]

    /// The tree without leaves.
    public init() {
        size = 0
        partial = []
    }

    /// Takes up a tree where it stopped.
    /// - Parameters:
    ///   - size: the number of leaves.
    ///   - partialTile: gives the first `width` hashes of the partial tile at a level and index.
    /// - Throws: what the reader throws, ``TileError`` when it gives another number of hashes.
    public init(size: Int64, partialTile: (_ level: Int, _ index: Int64, _ width: Int) throws -> [Hash]) throws {
        precondition(size >= 0, "a tree has no negative size")
        self.size = size
        partial = []
        var rest = size
        var level = 0
        while rest > 0 {
            let width = Int(rest % 256)
            let hashes = width == 0 ? [] : try partialTile(level, rest / 256, width)
            guard hashes.count == width else {
                throw TileError.wrongWidth(expected: width, actual: hashes.count)
            }
            partial.append(hashes)
            rest /= 256
            level += 1
        }
    }

    /// Appends a leaf hash and tells which tiles it completed, lowest level first.
    public mutating func append(_ leaf: Hash) -> [CompletedTile] {
        var completed: [CompletedTile] = []
        var hash = leaf
        var level = 0
        var index = size / 256
        size += 1
        while true {
            if level == partial.count { partial.append([]) }
            partial[level].append(hash)
            guard partial[level].count == 256 else { return completed }
            let hashes = partial[level]
            completed.append(CompletedTile(level: level, index: index, hashes: hashes))
            hash = MerkleTree.root(of: hashes)
            partial[level].removeAll(keepingCapacity: true)
            level += 1
            index /= 256
        }
    }

    /// The root of all leaves (RFC 6962 §2.1); at most 256 hashes a level are computed.
    public var root: Hash {
        var below: Hash?
        for hashes in partial {
            let row = below.map { hashes + [$0] } ?? hashes
            if !row.isEmpty { below = MerkleTree.root(of: row) }
        }
        return below ?? MerkleTree.emptyRoot
    }

    /// The hashes of the partial tile at a level, none when the level has none.
    public func partialTile(level: Int) -> [Hash] { level < partial.count ? partial[level] : [] }

    /// The number of full tiles at a level.
    public func fullTiles(level: Int) -> Int64 {
        var count = size
        for _ in 0...level { count /= 256 }
        return count
    }
}
