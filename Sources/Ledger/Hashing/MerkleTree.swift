import Crypto

/// Why a proof does not hold.
public enum ProofError: Error, Hashable, Sendable {
    /// The index is not below the size, or the earlier size above the later one.
    case outOfRange(index: Int64, size: Int64)
    /// The proof has another number of hashes than the sizes ask for.
    case wrongLength(expected: Int, actual: Int)
    /// The proof leads to another root than the one stated.
    case rootMismatch(expected: Hash, computed: Hash)
    /// A consistency proof does not lead to the earlier root.
    case earlierRootMismatch(expected: Hash, computed: Hash)
}

/// Hash trees of RFC 6962 §2.1 (the same as RFC 9162 §2.1), SHA-256.
public enum MerkleTree {
    /// The root of the tree without leaves: SHA-256 of nothing.
    public static let emptyRoot = Hash.sha256([])

    /// Leaf hash: SHA-256(0x00 ‖ entry).
    public static func leafHash(_ entry: UnsafeRawBufferPointer) -> Hash {
        var hasher = SHA256()
        withUnsafeBytes(of: 0 as UInt8) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: entry)
        return hasher.finalize().withUnsafeBytes { Hash(loading: $0) }
    }

    /// Leaf hash: SHA-256(0x00 ‖ entry).
    public static func leafHash(_ entry: [UInt8]) -> Hash { entry.withUnsafeBytes { leafHash($0) } }

    /// Node hash: SHA-256(0x01 ‖ left ‖ right).
    public static func nodeHash(_ left: Hash, _ right: Hash) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
            buffer[0] = 1
            buffer.storeBytes(of: left, toByteOffset: 1, as: Hash.self)
            buffer.storeBytes(of: right, toByteOffset: 33, as: Hash.self)
            return Hash.sha256(UnsafeRawBufferPointer(buffer))
        }
    }

    /// The root over hashes of complete subtrees of equal height (the last may stand for a smaller one);
    /// ``emptyRoot`` for none.
    public static func root(of hashes: some Collection<Hash>) -> Hash {
        var level = Array(hashes)
        guard !level.isEmpty else { return emptyRoot }
        var count = level.count
        while count > 1 {
            let pairs = count / 2
            for pair in 0..<pairs { level[pair] = nodeHash(level[2 * pair], level[2 * pair + 1]) }
            // A hash without a partner is taken up unchanged, which is RFC 6962's split at a power of two.
            if count % 2 == 1 { level[pairs] = level[count - 1] }
            count = pairs + count % 2
        }
        return level[0]
    }

    /// Gives the hash of the complete subtree number `index` of height `level` (0 = leaf hashes).
    public typealias NodeReader = (_ level: Int, _ index: Int64) throws -> Hash

    /// The root of the first `size` leaves.
    /// - Throws: what the reader throws.
    public static func root(size: Int64, node: NodeReader) throws -> Hash {
        size == 0 ? emptyRoot : try root(of: 0..<size, node: node)
    }

    /// Inclusion proof PATH(index, D[size]) of RFC 6962 §2.1.1, from the leaf's sibling upwards.
    /// - Throws: ``ProofError/outOfRange(index:size:)``, or what the reader throws.
    public static func inclusionProof(index: Int64, size: Int64, node: NodeReader) throws -> [Hash] {
        guard index >= 0, index < size else { throw ProofError.outOfRange(index: index, size: size) }
        var proof: [Hash] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = split(range)
            if index < middle {
                proof.append(try root(of: middle..<range.upperBound, node: node))
                range = range.lowerBound..<middle
            } else {
                proof.append(try root(of: range.lowerBound..<middle, node: node))
                range = middle..<range.upperBound
            }
        }
        return proof.reversed()
    }

    /// Consistency proof PROOF(earlier, D[later]) of RFC 6962 §2.1.2; empty when the sizes are equal or the
    /// earlier is 0.
    /// - Throws: ``ProofError/outOfRange(index:size:)``, or what the reader throws.
    public static func consistencyProof(from earlier: Int64, to later: Int64, node: NodeReader) throws -> [Hash] {
        guard earlier >= 0, earlier <= later else { throw ProofError.outOfRange(index: earlier, size: later) }
        guard earlier > 0, earlier < later else { return [] }
        var proof: [Hash] = []
        var range = 0..<later
        var rest = earlier
        var whole = true
        while rest < Int64(range.count) {
            let middle = split(range)
            let left = middle - range.lowerBound
            if rest <= left {
                proof.append(try root(of: middle..<range.upperBound, node: node))
                range = range.lowerBound..<middle
            } else {
                proof.append(try root(of: range.lowerBound..<middle, node: node))
                range = middle..<range.upperBound
                rest -= left
                whole = false
            }
        }
        if !whole { proof.append(try root(of: range, node: node)) }
        return proof.reversed()
    }

    /// Checks that an entry stands at an index of the tree with this root (RFC 9162 §2.1.3.2).
    /// - Throws: ``ProofError``.
    public static func verifyInclusion(
        of leaf: Hash, index: Int64, size: Int64, proof: [Hash], root: Hash
    ) throws {
        guard index >= 0, index < size else { throw ProofError.outOfRange(index: index, size: size) }
        var position = index
        var last = size - 1
        var hash = leaf
        var used = 0
        while last > 0 {
            if position % 2 == 1 || position < last {
                guard used < proof.count else {
                    throw ProofError.wrongLength(expected: inclusionLength(index, size), actual: proof.count)
                }
                hash = position % 2 == 1 ? nodeHash(proof[used], hash) : nodeHash(hash, proof[used])
                used += 1
            }
            position /= 2
            last /= 2
        }
        guard used == proof.count else { throw ProofError.wrongLength(expected: used, actual: proof.count) }
        guard hash == root else { throw ProofError.rootMismatch(expected: root, computed: hash) }
    }

    /// Checks that the earlier tree is a prefix of the later one (RFC 9162 §2.1.4.2).
    /// - Throws: ``ProofError``.
    public static func verifyConsistency(
        from earlier: Int64, _ earlierRoot: Hash, to later: Int64, _ laterRoot: Hash, proof: [Hash]
    ) throws {
        guard earlier >= 0, earlier <= later else { throw ProofError.outOfRange(index: earlier, size: later) }
        if earlier == 0 || earlier == later {
            guard proof.isEmpty else { throw ProofError.wrongLength(expected: 0, actual: proof.count) }
            let expected = earlier == 0 ? emptyRoot : laterRoot
            guard earlierRoot == expected else {
                throw ProofError.earlierRootMismatch(expected: earlierRoot, computed: expected)
            }
            // With two empty trees the later root is stated too, and must be the empty one.
            guard later != 0 || laterRoot == emptyRoot else {
                throw ProofError.rootMismatch(expected: laterRoot, computed: emptyRoot)
            }
            return
        }
        var path = proof[...]
        var position = earlier - 1
        var last = later - 1
        while position % 2 == 1 {
            position /= 2
            last /= 2
        }
        let tooShort = ProofError.wrongLength(expected: consistencyLength(earlier, later), actual: proof.count)
        // A power of two is itself a node of the later tree, so its root needs no repetition in the proof.
        var old = earlierRoot
        if position > 0 {
            guard let first = path.popFirst() else { throw tooShort }
            old = first
        }
        var new = old
        while last > 0 {
            if position % 2 == 1 {
                guard let next = path.popFirst() else { throw tooShort }
                old = nodeHash(next, old)
                new = nodeHash(next, new)
            } else if position < last {
                guard let next = path.popFirst() else { throw tooShort }
                new = nodeHash(new, next)
            }
            position /= 2
            last /= 2
        }
        guard path.isEmpty else { throw tooShort }
        guard old == earlierRoot else { throw ProofError.earlierRootMismatch(expected: earlierRoot, computed: old) }
        guard new == laterRoot else { throw ProofError.rootMismatch(expected: laterRoot, computed: new) }
    }

    /// The largest power of two below the range's length, from its start.
    private static func split(_ range: Range<Int64>) -> Int64 {
        let length = range.upperBound - range.lowerBound
        return range.lowerBound + 1 << (63 - (length - 1).leadingZeroBitCount)
    }

    private static func root(of range: Range<Int64>, node: NodeReader) throws -> Hash {
        let length = range.upperBound - range.lowerBound
        if length & (length - 1) == 0 {
            let level = length.trailingZeroBitCount
            return try node(level, range.lowerBound >> Int64(level))
        }
        let middle = split(range)
        let left = try root(of: range.lowerBound..<middle, node: node)
        return nodeHash(left, try root(of: middle..<range.upperBound, node: node))
    }

    private static func inclusionLength(_ index: Int64, _ size: Int64) -> Int {
        var position = index
        var last = size - 1
        var length = 0
        while last > 0 {
            if position % 2 == 1 || position < last { length += 1 }
            position /= 2
            last /= 2
        }
        return length
    }

    private static func consistencyLength(_ earlier: Int64, _ later: Int64) -> Int {
        var position = earlier - 1
        var last = later - 1
        while position % 2 == 1 {
            position /= 2
            last /= 2
        }
        var length = position > 0 ? 1 : 0
        while last > 0 {
            if position % 2 == 1 || position < last { length += 1 }
            position /= 2
            last /= 2
        }
        return length
    }
}
