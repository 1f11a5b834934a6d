import Ledger
import Synchronization
import Testing

@Suite("Tiles and entry bundles (C2SP tlog-tiles)")
struct TileTests {
    @Test(
        "A tile's index is written in groups of three digits (C2SP tlog-tiles, Merkle Tree)",
        arguments: [
            ("tile/0/000", 0, 256), ("tile/0/x001/x234/067", 1_234_067, 256), ("tile/3/x001/000.p/17", 1000, 17),
            ("tile/63/999.p/255", 999, 255),
        ] as [(String, Int64, Int)])
    func paths(text: String, index: Int64, width: Int) throws {
        let path = try #require(TilePath(text))
        #expect(path.index == index && path.width == width && path.text == text)
    }

    @Test(
        "A second spelling of a tile's place is not served",
        arguments: [
            "", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/0/0", "tile/0/0000",
            "tile/0/x000/001", "tile/0/001/002", "tile/0/x001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/",
            "tile/0/000.p/05", "tile/0/000.p/+5", "tile/0/000/", "/tile/0/000", "tile/entries/x", "tile/data/000",
            "tile/0/000.p/1/2", "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/٠٠٠", "tile/entries/000.P/1",
        ])
    func refusedPaths(text: String) { #expect(TilePath(text) == nil) }

    @Test("70,000 entries are 273 full tiles and one of 112, 1 full and one of 17, and one of 1 (C2SP tlog-tiles)")
    func seventyThousand() {
        func row(_ level: Int) -> [Int] { TilePath.hashTiles(level: level, size: 70_000).map(\.width) }
        #expect(row(0) == Array(repeating: 256, count: 273) + [112])
        #expect(row(1) == [256, 17])
        #expect(row(2) == [1])
        #expect(row(3) == [])
        #expect(TilePath.hashTiles(size: 70_000).count == 274 + 2 + 1)
        #expect(TilePath.hashTiles(size: 256).map(\.text) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(TilePath.hashTiles(size: 0).isEmpty)
    }

    @Test("Entries of 0 and of 65,535 bytes stand in a bundle, one of 65,536 is refused (C2SP tlog-tiles, Log entries)")
    func bundleLimits() throws {
        let longest = [UInt8](repeating: 7, count: 65_535)
        let bytes = try EntryBundle.encode([[], longest, [1]])
        #expect(Array(bytes[..<4]) == [0, 0, 0xFF, 0xFF])
        #expect(try EntryBundle.decode(bytes, width: 3).map { Array($0) } == [[], longest, [1]])
        #expect(throws: TileError.entryTooLong(65_536)) { try EntryBundle.encode([longest + [7]]) }
        #expect(throws: TileError.trailingBytes(3)) { try EntryBundle.decode(bytes, width: 2) }
        #expect(throws: TileError.truncated(entry: 3)) { try EntryBundle.decode(bytes, width: 4) }
        #expect(throws: TileError.truncated(entry: 2)) { try EntryBundle.decode(bytes.dropLast(), width: 3) }
        #expect(throws: TileError.trailingBytes(1)) { try EntryBundle.decode(bytes + [0], width: 3) }
    }

    /// A log held in memory, as files.
    struct Log {
        var files: [String: [UInt8]] = [:]
        let size: Int64
        let root: Hash

        init(_ size: Int) throws {
            var frontier = MerkleFrontier()
            let entries = (0..<size).map { Array("entry \($0)".utf8) }
            for entry in entries {
                for tile in frontier.append(MerkleTree.leafHash(entry)) {
                    files[TilePath(.hashes(level: tile.level), index: tile.index).text] = tile.hashes.tileBytes
                }
            }
            for path in TilePath.hashTiles(size: Int64(size)) where path.width < 256 {
                guard case .hashes(let level) = path.content else { continue }
                files[path.text] = frontier.partialTile(level: level).tileBytes
            }
            for path in TilePath.entryBundles(size: Int64(size)) {
                let first = Int(path.index) * 256
                files[path.text] = try EntryBundle.encode(entries[first..<(first + path.width)])
            }
            self.size = Int64(size)
            root = frontier.root
        }

        struct Missing: Error {}

        /// The number of entries seen, in order.
        func verify(size: Int64? = nil, root: Hash? = nil) throws -> Int64 {
            var next: Int64 = 0
            let files = files
            try LogVerification.verify(
                size: size ?? self.size, root: root ?? self.root,
                read: { path in
                    guard let bytes = files[path.text] else { throw Missing() }
                    return bytes
                },
                digest: { bytes, ranges, first in
                    for (offset, range) in ranges.enumerated() {
                        #expect(Array(bytes[range]) == Array("entry \(first + Int64(offset))".utf8))
                    }
                    return (first, Int64(ranges.count))
                },
                visit: { (first: Int64, count: Int64) in
                    #expect(first == next)
                    next += count
                })
            return next
        }
    }

    @Test(
        "A log is checked as a whole at sizes around tile borders",
        arguments: [0, 1, 2, 255, 256, 257, 511, 512, 65_793])
    func wholeLogs(size: Int) throws {
        let log = try Log(size)
        let paths = TilePath.hashTiles(size: log.size) + TilePath.entryBundles(size: log.size)
        #expect(Set(log.files.keys) == Set(paths.map(\.text)))
        #expect(try log.verify() == Int64(size))
    }

    @Test("Any changed byte of any tile or bundle is found, as are swapped leaves, surplus bytes and missing files")
    func damage() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SplitMix(state: seed)
        let log = try Log(700)
        for name in log.files.keys.sorted() {
            let bytes = try #require(log.files[name])
            for _ in 0..<10 {
                var damaged = log
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                damaged.files[name]?[place] ^= UInt8.random(in: 1...255, using: &generator)
                #expect(throws: (any Error).self, "seed \(seed), \(name) byte \(place)") { try damaged.verify() }
            }
            for surplus in [[0], [UInt8](repeating: 0, count: 32)] {
                var longer = log
                longer.files[name]? += surplus
                #expect(throws: (any Error).self, "\(name) with \(surplus.count) surplus bytes") { try longer.verify() }
            }
            var missing = log
            missing.files[name] = nil
            #expect(throws: LogFailure.self, "\(name) missing") { try missing.verify() }
        }
        var swapped = log
        let tile = try #require(log.files["tile/0/000"])
        swapped.files["tile/0/000"] = Array(tile[32..<64] + tile[..<32] + tile[64...])
        #expect(throws: LogFailure.self) { try swapped.verify() }
        #expect(throws: (any Error).self) { try log.verify(size: 699) }
        #expect(throws: (any Error).self) { try log.verify(size: 512) }
        #expect(throws: TileError.rootMismatch(expected: MerkleTree.emptyRoot, computed: log.root)) {
            try log.verify(root: MerkleTree.emptyRoot)
        }
    }

    @Test("Proofs read through tiles are those of the tree, for every act of a log over three levels")
    func tileTree() throws {
        let log = try Log(65_800)
        let reads = Mutex(0)
        var tree = TileTree(size: log.size) { level, index, width in
            reads.withLock { $0 += 1 }
            let bytes = log.files[TilePath(.hashes(level: level), index: index, width: width).text] ?? []
            return [Hash](tileBytes: bytes) ?? []
        }
        #expect(try tree.root() == log.root)
        for index in [0, 1, 255, 256, 65_535, 65_536, 65_791, 65_799] as [Int64] {
            let proof = try tree.inclusionProof(index: index)
            try MerkleTree.verifyInclusion(
                of: try tree.leaf(index), index: index, size: log.size, proof: proof, root: log.root)
        }
        for earlier in [1, 256, 65_536, 65_790] as [Int64] {
            let old = try tree.root(size: earlier)
            try MerkleTree.verifyConsistency(
                from: earlier, old, to: log.size, log.root, proof: try tree.consistencyProof(from: earlier))
        }
        #expect(reads.withLock { $0 } < 20)
    }
}

/// A small generator whose sequence a printed seed repeats.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
