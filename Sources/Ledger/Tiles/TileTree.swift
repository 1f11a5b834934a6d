/// A tree read through its tiles: proofs and roots for any size that the tiles cover.
///
/// Remembers the tiles it read, so make one for a question or a batch of them, not for ever.
public struct TileTree {
    /// Gives a tile's hashes: at least `width` of them.
    public typealias TileReader = (_ level: Int, _ index: Int64, _ width: Int) throws -> [Hash]

    private struct Place: Hashable {
        let level: Int
        let index: Int64
    }

    /// The number of leaves.
    public let size: Int64
    private let tile: TileReader
    private var known: [Place: [Hash]] = [:]

    public init(size: Int64, tile: @escaping TileReader) {
        self.size = size
        self.tile = tile
    }

    /// The root of this tree, or of its first leaves.
    /// - Throws: what the reader throws, ``TileError/wrongWidth(expected:actual:)`` for a tile that is too narrow.
    public mutating func root(size: Int64? = nil) throws -> Hash {
        try MerkleTree.root(size: size ?? self.size) { try node($0, $1) }
    }

    /// - Throws: ``ProofError/outOfRange(index:size:)``, or as ``root(size:)``.
    public mutating func inclusionProof(index: Int64, size: Int64? = nil) throws -> [Hash] {
        try MerkleTree.inclusionProof(index: index, size: size ?? self.size) { try node($0, $1) }
    }

    /// - Throws: ``ProofError/outOfRange(index:size:)``, or as ``root(size:)``.
    public mutating func consistencyProof(from earlier: Int64, to later: Int64? = nil) throws -> [Hash] {
        try MerkleTree.consistencyProof(from: earlier, to: later ?? size) { try node($0, $1) }
    }

    /// The hash of a leaf.
    /// - Throws: as ``root(size:)``.
    public mutating func leaf(_ index: Int64) throws -> Hash { try node(0, index) }

    private mutating func node(_ level: Int, _ index: Int64) throws -> Hash {
        let height = level % 8
        let first = index << Int64(height)
        let count = 1 << height
        let start = Int(first % 256)
        let hashes = try hashes(Place(level: level / 8, index: first / 256), atLeast: start + count)
        return MerkleTree.root(of: hashes[start..<(start + count)])
    }

    private mutating func hashes(_ place: Place, atLeast needed: Int) throws -> [Hash] {
        if let hashes = known[place] { return hashes }
        var row = size
        for _ in 0..<place.level { row /= 256 }
        let width = Int(min(256, row - place.index * 256))
        let hashes = try tile(place.level, place.index, width)
        guard hashes.count >= width, width >= needed else {
            throw TileError.wrongWidth(expected: max(width, needed), actual: hashes.count)
        }
        known[place] = hashes
        return hashes
    }
}
