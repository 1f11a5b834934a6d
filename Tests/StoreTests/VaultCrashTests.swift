import Foundation
import Testing

@testable import Store

@Suite("The sealed vault after a crash")
struct VaultCrashTests {
    /// What reached the system and what was promised to bidders, in order.
    final class Tape: @unchecked Sendable {
        enum Entry {
            case event(VaultFile.Event)
            case acknowledged(upload: String, offset: Int64, file: [UInt8])
            case received(IssuedReceipt, file: [UInt8])
            case withdrawn(IssuedReceipt)
            case prepared(ReceiptsInterval)
        }
        private let lock = NSLock()
        private var kept: [Entry] = []

        var entries: [Entry] { lock.withLock { kept } }
        func note(_ entry: Entry) { lock.withLock { kept.append(entry) } }
    }

    @Test("After a kill at any point, every receipt's bid is there whole and every upload resumes where it was told to")
    func kill() async throws {
        try await crash(losing: .nothing, seed: UInt64.random(in: 0...UInt64.max))
    }

    @Test("After a loss of power that keeps any part of what was not synced, nothing acknowledged is lost")
    func powerLoss() async throws {
        try await crash(losing: .unsyncedPages, seed: UInt64.random(in: 0...UInt64.max))
    }

    @Test("What is left of a part that was never acknowledged cannot mix with the part sent in its place")
    func noMixture() async throws {
        let begun = TestFolder()
        let vault = try VaultTests.open(begun)
        let upload = try await VaultTests.create(vault, size: 60_000)
        let file = VaultTests.random(60_000)
        _ = try await VaultTests.append(vault, upload.id, 0, Array(file[..<10_000]))
        // The same upload goes on in two ways from here.
        let first = try TestFolder(copyOf: begun)
        let second = try TestFolder(copyOf: begun)
        _ = try await VaultTests.append(VaultTests.open(first), upload.id, 10_000, VaultTests.random(40_000))
        let other = try VaultTests.open(second)
        _ = try await VaultTests.append(other, upload.id, 10_000, Array(file[10_000..<55_000]))
        await other.close()
        // A disk with the chunks of the second and, where its tail had not been written yet, the tail of the first.
        let blocks = try OpenFile("\(first.url.path)/vault.blocks", 0)
        let mixed = try OpenFile("\(second.url.path)/vault.blocks", 2)
        for block in 0..<VaultTests.shape.blocks {
            let chunks = VaultBlocks.sealedChunk * VaultBlocks.chunksInBlock
            let position = Int64(block * VaultBlocks.blockSize + chunks + VaultBlocks.sealedTail)
            let tail = try blocks.read(at: position, count: VaultBlocks.sealedTail)
            try tail.withUnsafeBytes { try mixed.write($0, at: position) }
        }
        let reopened = try VaultTests.open(second)
        #expect(try await reopened.status(upload.id).offset == 10_000)
        _ = try await VaultTests.append(reopened, upload.id, 10_000, Array(file[10_000...]))
        let issued = try await reopened.complete(upload.id, at: 1, deadline: VaultTests.deadline)
        var hasher = BlobHasher()
        hasher.update(file)
        #expect(issued.receipt.reference == hasher.reference())
    }

    enum Loss { case nothing, unsyncedPages }

    private func crash(losing loss: Loss, seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let folder = TestFolder()
        try await Self.make(folder)
        let base = try Disk(folder)
        let tape = Tape()
        try await Self.scenario(folder, tape, &random)
        let entries = tape.entries
        var disk = base
        let points = Set((0..<30).map { _ in Int.random(in: 0..<entries.count, using: &random) })
        for (number, entry) in entries.enumerated() {
            if points.contains(number) {
                try await check(
                    disk.crashed(losing: loss, &random), promised: entries[..<number], "seed \(seed), \(number)")
            }
            if case .event(let event) = entry { disk.take(event) }
        }
        try await check(disk.crashed(losing: loss, &random), promised: entries[...], "seed \(seed), end")
    }

    static func make(_ folder: TestFolder) async throws {
        let vault = try VaultTests.open(folder)
        _ = try await VaultTests.receive(vault, [9], bidder: "B0", section: "S0", at: 1)
        await vault.close()
    }

    /// Two bidders, one of whom replaces and withdraws, parts of random lengths, intervals, a terminated upload.
    static func scenario(_ folder: TestFolder, _ tape: Tape, _ random: inout SplitMix) async throws {
        let watch: VaultFile.Watch = { tape.note(.event($0)) }
        let vault = try SealedVault(
            folder: folder.url, shape: VaultTests.shape, watch: watch, signer: VaultTests.signer)
        for (turn, bidder) in ["B1", "B2", "B1"].enumerated() {
            let file = VaultTests.random(Int.random(in: 1...1_600_000, using: &random))
            let upload = try await VaultTests.create(vault, bidder: bidder, size: file.count)
            var offset: Int64 = 0
            while offset < file.count {
                let longest = Bool.random(using: &random) ? 5000 : 400_000
                let end = min(Int(offset) + Int.random(in: 1...longest, using: &random), file.count)
                offset = try await VaultTests.append(vault, upload.id, offset, Array(file[Int(offset)..<end]))
                tape.note(.acknowledged(upload: upload.id, offset: offset, file: file))
            }
            let issued = try await vault.complete(upload.id, at: Int64(turn) * 10, deadline: VaultTests.deadline)
            tape.note(.received(issued, file: file))
            let interval = try await vault.prepareInterval(upTo: Int64(turn) * 10)
            tape.note(.prepared(interval))
            try await vault.confirmInterval(root: interval.root, sequence: Int64(turn))
            let gone = try await VaultTests.create(vault, bidder: "B3", size: 50_000)
            _ = try await VaultTests.append(vault, gone.id, 0, VaultTests.random(20_000))
            try await vault.terminate(gone.id)
        }
        let withdrawal = try await vault.withdraw(
            bidder: "B2", section: "S1", person: "p", at: 100, deadline: VaultTests.deadline)
        tape.note(.withdrawn(withdrawal))
    }

    private func check(_ disk: Disk, promised entries: ArraySlice<Tape.Entry>, _ comment: Comment) async throws {
        let folder = TestFolder()
        try disk.write(to: folder)
        let vault = try VaultTests.open(folder)
        let blobs = try BlobStore(folder: folder.url.appendingPathComponent("blobs"))
        let bids = try await vault.bids(of: "S1", at: VaultTests.deadline, deadline: VaultTests.deadline)
        var open: (upload: String, offset: Int64, file: [UInt8])?
        for entry in entries {
            switch entry {
            case .event: break
            case .acknowledged(let upload, let offset, let file): open = (upload, offset, file)
            case .prepared(let interval):
                let receipts = await vault.receipts(of: "B1") + vault.receipts(of: "B2")
                #expect(
                    receipts.contains { $0.proof?.root == interval.root && $0.proof?.proves($0.bytes) == true }, comment
                )
            case .withdrawn(let issued):
                #expect(bids.withdrawals.map(\.bytes) == [issued.bytes], comment)
            case .received(let issued, let file):
                open = nil
                let found = bids.versions.first { $0.issued.bytes == issued.bytes }
                let bid = try #require(found, comment)
                let reference = try await vault.copy(bid, to: blobs)
                let read = try blobs.open(reference.sha256).read(at: 0, count: file.count + 1)
                #expect(read == file, comment)
            }
        }
        #expect(await vault.receipts(of: "B0").count == 1, comment)
        guard let open else { return }
        // The upload that was under way goes on from where it is now and ends as the same file.
        let status = try await vault.status(open.upload)
        #expect(status.offset >= open.offset, comment)
        if status.upload.issued == nil {
            let rest = Array(open.file[Int(status.offset)...])
            _ = try await VaultTests.append(vault, open.upload, status.offset, rest)
        }
        let issued = try await vault.complete(open.upload, at: 1000, deadline: VaultTests.deadline)
        var hasher = BlobHasher()
        hasher.update(open.file)
        #expect(issued.receipt.reference == hasher.reference(), comment)
    }
}

/// What a disk holds, and what was written since its last sync.
private struct Disk {
    private var key: Data
    private var durable: [String: Data]
    private var pending: [(file: String, position: Int, bytes: [UInt8])] = []

    init(_ folder: TestFolder) throws {
        func read(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appendingPathComponent(name)) }
        key = try read("vault.key")
        durable = ["vault.index": try read("vault.index"), "vault.blocks": try read("vault.blocks")]
    }

    mutating func take(_ event: VaultFile.Event) {
        switch event {
        case .write(let file, let position, let bytes): pending.append((file, Int(position), bytes))
        case .sync(let synced):
            for write in pending where write.file == synced { apply(write.file, write.position, write.bytes[...]) }
            pending.removeAll { $0.file == synced }
        }
    }

    /// The disk after a crash: with everything written but an end torn off the last write, or with any pages of what
    /// was not synced.
    func crashed(losing loss: VaultCrashTests.Loss, _ random: inout SplitMix) -> Disk {
        var disk = self
        for (number, write) in pending.enumerated() {
            switch loss {
            case .nothing:
                let isLast = number == pending.count - 1
                let kept = isLast ? Int.random(in: 0...write.bytes.count, using: &random) : write.bytes.count
                disk.apply(write.file, write.position, write.bytes[..<kept])
            case .unsyncedPages:
                let chance = Int.random(in: 0...2, using: &random)
                for start in stride(from: 0, to: write.bytes.count, by: 4096) {
                    let keeps = chance == 1 ? Bool.random(using: &random) : chance == 0
                    let end = min(start + 4096, write.bytes.count)
                    if keeps { disk.apply(write.file, write.position + start, write.bytes[start..<end]) }
                }
            }
        }
        disk.pending = []
        return disk
    }

    func write(to folder: TestFolder) throws {
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        try key.write(to: folder.url.appendingPathComponent("vault.key"))
        for (name, bytes) in durable { try bytes.write(to: folder.url.appendingPathComponent(name)) }
    }

    private mutating func apply(_ file: String, _ position: Int, _ bytes: ArraySlice<UInt8>) {
        let missing = position + bytes.count - (durable[file]?.count ?? 0)
        if missing > 0 { durable[file]?.append(Data(count: missing)) }
        durable[file]?.replaceSubrange(position..<position + bytes.count, with: bytes)
    }
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014); repeatable from its seed.
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
