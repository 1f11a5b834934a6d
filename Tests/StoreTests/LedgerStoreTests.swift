import Foundation
import Ledger
import Store
import Synchronization
import Testing

@Suite("The store's promises (LedgerStore)")
struct LedgerStoreTests {
    @Test("Acts are numbered in order and read back by docket and by place")
    func appendAndRead() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let first = try await store.append([draft("section/S-1", after: 0, ["opened", "noted"])])
        #expect(first.map(\.sequence) == [0, 1] && first.map(\.version) == [1, 2])
        let second = try await store.append([draft("section/S-2", after: 0), draft("section/S-1", after: 2)])
        #expect(
            second == [
                StoredReceipt(sequence: 2, docket: "section/S-2", version: 1),
                StoredReceipt(sequence: 3, docket: "section/S-1", version: 3),
            ])
        #expect(try store.entries(docket: "section/S-1").map(\.sequence) == [0, 1, 3])
        #expect(try store.entries(docket: "section/S-1", after: 2).map(\.version) == [3])
        #expect(try store.entries(range: 1..<9).map(\.entry.docket) == ["section/S-1", "section/S-2", "section/S-1"])
        #expect(try store.entries(docket: "section/none").isEmpty)
        #expect(store.size == 4)
        try await store.close()
    }

    @Test("A stale version is a typed conflict and leaves nothing, even of the request's other dockets")
    func conflict() async throws {
        let folder = try ScratchFolder()
        for registers in [[], [tally]] {
            let store = try folder.open(registers)
            let start = store.size
            let name = "section/C\(start)"
            _ = try await store.append([draft(name, after: 0)])
            await #expect(throws: StoreError.versionConflict(docket: name, expected: 0, actual: 1)) {
                try await store.append([draft("section/Other", after: 0), draft(name, after: 0)])
            }
            await #expect(throws: StoreError.versionConflict(docket: name, expected: 5, actual: 1)) {
                try await store.append([draft(name, after: 5)])
            }
            #expect(store.size == start + 1)
            #expect(try store.entries(docket: "section/Other").isEmpty)
            _ = try await store.append([draft(name, after: 1), draft(name, after: 2)])
            try await store.close()
        }
    }

    @Test("A register that throws undoes its own request and disturbs none of the others in the same commit")
    func isolation() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open([tally])
        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let act = number % 5 == 0 ? "forbidden" : "noted"
                    do {
                        _ = try await store.append([draft("section/I\(number)", after: 0, ["noted", act])])
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 40 && store.size == 320)
        let rows = try tallied(store)
        #expect(rows.count == 160)
        for number in 0..<200 {
            #expect(try store.entries(docket: "section/I\(number)").count == (number % 5 == 0 ? 0 : 2))
        }
        try await expectConsistent(store)
        try await store.close()
    }

    @Test("The same idempotency key gives the earlier receipts and no second acts, also when both come at once")
    func idempotency() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let all = try await withThrowingTaskGroup(of: [StoredReceipt].self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await store.append(
                        [draft("section/K", after: 0, ["opened", "noted"]), draft("section/L", after: 0)],
                        idempotencyKey: "form-1")
                }
            }
            return try await group.reduce(into: Set<[StoredReceipt]>()) { $0.insert($1) }
        }
        #expect(all.count == 1 && store.size == 3)
        #expect(try store.receipts(idempotencyKey: "form-1") == all.first)
        #expect(try store.receipts(idempotencyKey: "form-2") == nil)
        try await store.close()
    }

    @Test("What is done alongside happens with the acts or not at all")
    func alongside() async throws {
        struct Stop: Error {}
        let folder = try ScratchFolder()
        let store = try folder.open()
        try await store.write { try $0.execute("CREATE TABLE session (token TEXT PRIMARY KEY)") }
        await #expect(throws: Stop.self) {
            try await store.append([draft("section/A", after: 0)]) { transaction in
                try transaction.execute("INSERT INTO session (token) VALUES ($1)", ["a"])
                throw Stop()
            }
        }
        #expect(store.size == 0)
        _ = try await store.append([draft("section/A", after: 0)]) {
            try $0.execute("INSERT INTO session (token) VALUES ($1)", ["b"])
        }
        #expect(try store.read { try $0.rows("SELECT token FROM session") }.map { $0.text("token") } == ["b"])
        await #expect(throws: StoreError.self) {
            try await store.write { try $0.execute("INSERT INTO session (token) VALUES ($1)", ["b"]) }
        }
        #expect(try await store.write { try $0.rows("SELECT count(*) AS n FROM session")[0].integer("n") } == 1)
        try await store.close()
    }

    @Test("Placeholders take their argument by number, wherever and however often they stand")
    func placeholders() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let row = try store.read {
            try $0.rows("SELECT $2 AS b, $1 AS a, $2 AS c, $3 AS d", [.integer(1), "two", .blob([])])[0]
        }
        #expect(row.integer("a") == 1 && row.text("b") == "two" && row.text("c") == "two" && row.blob("d") == [])
        #expect(throws: StoreError.self) { try store.read { try $0.rows("SELECT $2", [.integer(1)]) } }
        #expect(throws: StoreError.self) { try store.read { try $0.rows("SELECT $1", [.integer(1), nil]) } }
        #expect(throws: StoreError.self) { try store.read { try $0.rows("DELETE FROM entry") } }
        try await store.close()
    }

    @Test("Commits are synced to disk: the database runs with synchronous=FULL in WAL mode")
    func durability() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let (synchronous, journal) = try await store.write { transaction in
            (
                try transaction.rows("PRAGMA synchronous")[0].integer("synchronous"),
                try transaction.rows("PRAGMA journal_mode")[0].text("journal_mode")
            )
        }
        #expect(synchronous == 2 && journal == "wal")
        try await store.close()
    }

    @Test("Checkpoints, tiles and proofs are those of the acts, at sizes around tile borders, also after a new start")
    func publishing() async throws {
        let folder = try ScratchFolder()
        var last: (size: Int64, root: Hash)?
        for target in [1, 255, 256, 257, 600] as [Int64] {
            let store = try folder.open()
            let version = try store.entries(docket: "section/P").count
            let missing = Int(target - store.size)
            _ = try await store.append([
                draft("section/P", after: version, Array(repeating: "noted", count: missing))
            ])
            try await expectConsistent(store)
            let head = try Checkpoint.verified(Array(store.checkpoint().utf8), by: VerifierKey(store.vkey))
            #expect(head.size == target)
            if let last {
                let proof = try store.consistencyProof(from: last.size, to: target)
                try MerkleTree.verifyConsistency(from: last.size, last.root, to: target, head.root, proof: proof)
            }
            last = (target, head.root)
            try await store.close()
        }
    }

    @Test("Tiles beyond the checkpoint and paths in another spelling are not served")
    func refusedTiles() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        _ = try await store.append([draft("section/T", after: 0, Array(repeating: "noted", count: 300))])
        _ = try await store.waitForCheckpoint(covering: 299)
        #expect(try store.tile(path: "tile/0/000")?.count == 8192)
        #expect(try store.tile(path: "tile/0/001.p/44")?.count == 44 * 32)
        #expect(try store.tile(path: "tile/0/001.p/10")?.count == 320)
        #expect(try store.tile(path: "tile/0/000.p/10")?.count == 320)
        let refused = [
            "tile/0/001.p/45", "tile/0/001", "tile/0/002.p/1", "tile/1/000", "tile/1/000.p/2", "tile/2/000.p/1",
            "tile/entries/001.p/45", "tile/entries/001", "tile/0/1", "tile/entries/x999/x999/x999/x999/x999/999",
        ]
        for path in refused {
            #expect(try store.tile(path: path) == nil, "\(path)")
        }
        #expect(throws: ProofError.self) { try store.proof(sequence: 300) }
        try await store.close()
    }

    @Test("Whoever listens hears every committed range, without gaps")
    func events() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let stream = store.committed()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask { _ = try await store.append([draft("section/E\(number)", after: 0)]) }
            }
            try await group.waitForAll()
        }
        try await store.close()
        var next: Int64 = 0
        for await range in stream {
            #expect(range.lowerBound == next)
            next = range.upperBound
        }
        #expect(next == 50)
    }

    @Test("An erased closed part is in no file any more; the act keeps its commitment")
    func erasure() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let secret = Array("李四 530622199001010011 erased".utf8)
        let kept = Array("王五 530622198502020022 kept".utf8)
        _ = try await store.append([draft("section/X", after: 0, closed: secret)])
        _ = try await store.append([draft("section/X", after: 1, closed: kept)])
        let part = try #require(try store.closedPart(sequence: 0))
        #expect(part.bytes == secret)
        #expect(try store.entries(range: 0..<1)[0].entry.closed == part.commitment)
        #expect(try store.closedPart(sequence: 7) == nil)
        func isOnDisk(_ bytes: [UInt8]) throws -> Bool {
            let files = try FileManager.default.contentsOfDirectory(at: store.folder, includingPropertiesForKeys: nil)
            return try files.contains { try Data(contentsOf: $0).range(of: Data(bytes)) != nil }
        }
        #expect(try isOnDisk(secret) && isOnDisk(kept))
        try await store.eraseClosedPart(sequence: 0)
        #expect(try store.closedPart(sequence: 0) == nil)
        #expect(try !isOnDisk(secret) && isOnDisk(kept))
        #expect(try store.entries(range: 0..<1)[0].entry.closed == part.commitment)
        try await store.close()
    }

    @Test("The log's signature under bytes verifies by its vkey; key and database are their owner's only")
    func signing() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let signature = try store.sign([1, 2, 3])
        let key = try VerifierKey(store.vkey)
        #expect(key.isValid(signature, over: [1, 2, 3]) && !key.isValid(signature, over: [1, 2, 4]))
        for name in ["ledger.key", "ledger.sqlite", "ledger.sqlite-wal"] {
            let path = store.folder.appendingPathComponent(name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        try await store.close()
    }

    /// Everything that the store publishes agrees with its acts.
    func expectConsistent(_ store: LedgerStore) async throws {
        let size = store.size
        let note = try await store.waitForCheckpoint(covering: size - 1)
        let key = try VerifierKey(store.vkey)
        let head = try Checkpoint.verified(Array(note.utf8), by: key)
        #expect(head.size == size)
        var seen: Int64 = 0
        try LogVerification.verify(
            size: head.size, root: head.root,
            read: { try store.tile(path: $0.text) ?? [] },
            digest: { _, entries, _ in entries.count }, visit: { seen += Int64($0) })
        #expect(seen == size)
        let stored = try store.entries(range: 0..<size)
        for sequence in Set([0, size / 2, size - 1]) {
            let proof = try LogProof(parsing: Array(try store.proof(sequence: sequence).utf8))
            try proof.verify(leaf: stored[Int(sequence)].entry.leafHash, log: key)
            let hashes = try store.inclusionProof(sequence: sequence, size: sequence + 1)
            let root = plainRoot(stored[...Int(sequence)].map(\.entry.leafHash)[...])
            try MerkleTree.verifyInclusion(
                of: stored[Int(sequence)].entry.leafHash, index: sequence, size: sequence + 1, proof: hashes, root: root
            )
        }
    }

    /// RFC 6962 §2.1 as it stands there.
    private func plainRoot(_ leaves: ArraySlice<Hash>) -> Hash {
        guard leaves.count > 1 else { return leaves.first ?? Hash.sha256([]) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return MerkleTree.nodeHash(plainRoot(leaves[..<middle]), plainRoot(leaves[middle...]))
    }
}
