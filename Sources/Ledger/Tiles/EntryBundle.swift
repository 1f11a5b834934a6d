/// Why a tile or bundle is refused.
public enum TileError: Error, Hashable, Sendable {
    /// Another number of hashes or entries than its place asks for.
    case wrongWidth(expected: Int, actual: Int)
    /// The bytes end within an entry or its length.
    case truncated(entry: Int)
    /// Bytes follow the last entry.
    case trailingBytes(Int)
    /// An entry has more than 65,535 bytes.
    case entryTooLong(Int)
    /// The entry's hash is not the one in the tile.
    case entryMismatch(index: Int64)
    /// The hash of a full tile is not the one in the level above.
    case tileMismatch(level: Int, index: Int64)
    /// The tree does not lead to the checkpoint's root.
    case rootMismatch(expected: Hash, computed: Hash)
}

/// Entries with big-endian uint16 lengths in front (C2SP tlog-tiles, "Log entries").
public enum EntryBundle {
    /// An entry has at most 65,535 bytes.
    public static let maximumEntry = 65_535

    /// - Throws: ``TileError/entryTooLong(_:)``.
    public static func encode(_ entries: some Collection<[UInt8]>) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
        for entry in entries {
            guard entry.count <= maximumEntry else { throw TileError.entryTooLong(entry.count) }
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 255))
            bytes += entry
        }
        return bytes
    }

    /// The entries of a bundle that must hold exactly `width` of them.
    /// - Throws: ``TileError``.
    public static func decode(_ bytes: [UInt8], width: Int) throws -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        entries.reserveCapacity(width)
        try bytes.withUnsafeBytes { buffer in
            try forEach(buffer, width: width) { range in entries.append(bytes[range]) }
        }
        return entries
    }

    /// Calls the body with the range of each entry's bytes.
    /// - Throws: ``TileError``, or what the body throws.
    public static func forEach(
        _ bytes: UnsafeRawBufferPointer, width: Int, _ body: (Range<Int>) throws -> Void
    ) throws {
        var position = 0
        for entry in 0..<width {
            guard bytes.count - position >= 2 else { throw TileError.truncated(entry: entry) }
            let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
            position += 2
            guard bytes.count - position >= length else { throw TileError.truncated(entry: entry) }
            try body(position..<(position + length))
            position += length
        }
        guard position == bytes.count else { throw TileError.trailingBytes(bytes.count - position) }
    }

    /// The leaf hashes of a bundle that must hold exactly `width` entries.
    /// - Throws: ``TileError``.
    public static func leafHashes(_ bytes: UnsafeRawBufferPointer, width: Int) throws -> [Hash] {
        var hashes: [Hash] = []
        hashes.reserveCapacity(width)
        try forEach(bytes, width: width) { range in
            hashes.append(MerkleTree.leafHash(UnsafeRawBufferPointer(rebasing: bytes[range])))
        }
        return hashes
    }
}
