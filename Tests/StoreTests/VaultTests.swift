import Foundation
import Testing

@testable import Store

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

@Suite("The sealed vault")
struct VaultTests {
    static let deadline: Int64 = 1_716_168_600_000
    static let shape = VaultShape(indexSlots: 64, blocks: 8)
    static let chunk = VaultBlocks.chunk
    static let block = VaultBlocks.chunk * VaultBlocks.chunksInBlock

    @Test(
        "A bid comes out of the vault as it went in, whatever its length and however it was cut",
        arguments: [1, chunk - 1, chunk, chunk + 1, block - 1, block, block + 1, 2 * block, 3_500_001])
    func roundTrip(_ size: Int) async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let bytes = Self.random(size)
        let upload = try await Self.create(vault, size: size)
        var offset: Int64 = 0
        while offset < size {
            let end = min(Int(offset) + Int.random(in: 1...max(size / 2, 1)), size)
            offset = try await Self.append(vault, upload.id, offset, Array(bytes[Int(offset)..<end]))
            #expect(try await vault.status(upload.id).offset == offset)
        }
        let issued = try await vault.complete(upload.id, at: Self.deadline - 5000, deadline: Self.deadline)
        var hasher = BlobHasher()
        hasher.update(bytes)
        #expect(issued.receipt.reference == hasher.reference())
        let bids = try await vault.bids(of: "S1", at: Self.deadline, deadline: Self.deadline)
        var read: [UInt8] = []
        for try await piece in try await vault.read(try #require(bids.standing.first)) { read += piece }
        #expect(read == bytes)
    }

    @Test("A receipt's bytes are JSON with sorted keys, an RFC 3339 instant in milliseconds, and are what is signed")
    func receiptBytes() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let upload = try await Self.create(vault, size: 1)
        _ = try await Self.append(vault, upload.id, 0, [1])
        let issued = try await vault.complete(upload.id, at: Self.deadline - 1, deadline: Self.deadline)
        // Digest and root of one byte 1 from Python, as in BlobTests.
        let expected = """
            {"bidder":"91530600MA6K0XYZ12","kind":"received","receivedAt":"2024-05-20T01:29:59.999Z",\
            "root":"b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2","section":"S1",\
            "serial":"\(issued.receipt.serial)",\
            "sha256":"4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","size":1}
            """
        #expect(String(decoding: issued.bytes, as: UTF8.self) == expected)
        #expect(issued.receipt.serial.count == 32)
        #expect(issued.signature == "signed \(issued.bytes.count)")
        #expect(issued.receivedAt == Self.deadline - 1)
    }

    @Test("Wrong offsets, too many bytes, wrong checksums, unknown and expired uploads are each refused by name")
    func refusals() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let bytes = Self.random(40_000)
        let upload = try await Self.create(vault, size: 40_000)
        _ = try await Self.append(vault, upload.id, 0, Array(bytes[..<10_000]))
        await #expect(throws: VaultRefusal.offsetConflict(expected: 10_000)) {
            try await Self.append(vault, upload.id, 0, bytes)
        }
        await #expect(throws: VaultRefusal.exceedsSize(40_000)) {
            try await Self.append(vault, upload.id, 10_000, bytes)
        }
        let part = Array(bytes[10_000...])
        var hasher = BlobHasher()
        hasher.update(part)
        let wrong = [UInt8](repeating: 7, count: 32)
        await #expect(throws: VaultRefusal.checksumMismatch) {
            try await Self.append(vault, upload.id, 10_000, part, checksum: wrong)
        }
        await #expect(throws: VaultRefusal.incomplete(offset: 10_000, size: 40_000)) {
            try await vault.complete(upload.id, at: 0, deadline: Self.deadline)
        }
        await #expect(throws: VaultRefusal.expired) {
            try await vault.append(to: upload.id, offset: 10_000, bytes: Pieces([part]), at: upload.expiresAt) { _ in }
        }
        #expect(try await Self.append(vault, upload.id, 10_000, part, checksum: hasher.digest()) == 40_000)
        _ = try await vault.complete(upload.id, at: 0, deadline: Self.deadline)
        await #expect(throws: VaultRefusal.alreadyReceived) { try await Self.append(vault, upload.id, 40_000, []) }
        await #expect(throws: VaultRefusal.alreadyReceived) { try await vault.terminate(upload.id) }
        await #expect(throws: VaultRefusal.unknownUpload) { try await vault.status("00") }
        await #expect(throws: VaultRefusal.sizeNotAllowed(limit: 8 << 30)) { try await Self.create(vault, size: 0) }
        await #expect(throws: VaultRefusal.nothingToWithdraw) {
            try await vault.withdraw(bidder: "B9", section: "S1", person: "p", at: 0, deadline: Self.deadline)
        }
        // What was read back is what the accepted parts held.
        let bid = try #require(
            try await vault.bids(of: "S1", at: Self.deadline, deadline: Self.deadline).standing.first)
        let blobs = try BlobStore(folder: folder.url.appendingPathComponent("blobs"))
        let reference = try await vault.copy(bid, to: blobs)
        #expect(try blobs.open(reference.sha256).read(at: 0, count: 50_000) == bytes)
    }

    @Test("Received is strictly before the deadline: at it is late, a millisecond earlier is not (电子招标投标办法 27)")
    func late() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let upload = try await Self.create(vault, size: 3)
        _ = try await Self.append(vault, upload.id, 0, [1, 2, 3])
        await #expect(throws: VaultRefusal.late(at: Self.deadline, deadline: Self.deadline)) {
            try await vault.complete(upload.id, at: Self.deadline, deadline: Self.deadline)
        }
        #expect(await vault.receipts(of: Self.bidder).isEmpty)
        let issued = try await vault.complete(upload.id, at: Self.deadline - 1, deadline: Self.deadline)
        let again = try await vault.complete(upload.id, at: Self.deadline + 1, deadline: Self.deadline)
        #expect(again == issued)
        await #expect(throws: VaultRefusal.late(at: Self.deadline, deadline: Self.deadline)) {
            try await vault.withdraw(
                bidder: Self.bidder, section: "S1", person: "p", at: Self.deadline, deadline: Self.deadline)
        }
        await #expect(throws: VaultFailure.beforeDeadline(Self.deadline)) {
            try await vault.bids(of: "S1", at: Self.deadline - 1, deadline: Self.deadline)
        }
    }

    @Test("Once the cutoff's interval is prepared no receipt can be added before it")
    func cutoff() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let upload = try await Self.create(vault, size: 1)
        _ = try await Self.append(vault, upload.id, 0, [1])
        let minute = try await vault.prepareInterval(upTo: Self.deadline - 60_000)
        try await vault.confirmInterval(root: minute.root, sequence: 1)
        let cutoff = try await vault.prepareInterval(upTo: Self.deadline)
        #expect(cutoff.upTo == Self.deadline)
        await #expect(throws: VaultRefusal.late(at: Self.deadline + 1, deadline: Self.deadline)) {
            try await vault.complete(upload.id, at: Self.deadline - 1, deadline: Self.deadline)
        }
        // In another section, whose deadline is later, the receipt moves behind the interval.
        let issued = try await vault.complete(upload.id, at: Self.deadline - 1, deadline: Self.deadline + 9)
        #expect(issued.receivedAt == Self.deadline + 1)
    }

    @Test("The last version counts; earlier ones and withdrawn ones are kept with what ended them (招标投标法 29)")
    func versions() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let first = try await Self.receive(vault, [1], at: 1)
        let second = try await Self.receive(vault, [2, 2], at: 2)
        let other = try await Self.receive(vault, [3], bidder: "B2", at: 3)
        _ = try await Self.receive(vault, [3], bidder: "B2", section: "S2", at: 3)
        #expect(first.receipt.kind == .received)
        #expect(second.receipt.kind == .replaced)
        #expect(other.receipt.kind == .received)
        let withdrawal = try await vault.withdraw(
            bidder: "B2", section: "S1", person: "p", at: 4, deadline: Self.deadline)
        #expect(withdrawal.receipt.kind == .withdrawn)
        #expect(withdrawal.receipt.reference == other.receipt.reference)
        await #expect(throws: VaultRefusal.nothingToWithdraw) {
            try await vault.withdraw(bidder: "B2", section: "S1", person: "p", at: 5, deadline: Self.deadline)
        }
        let reopened = try await Self.reopen(vault, folder)
        let bids = try await reopened.bids(of: "S1", at: Self.deadline, deadline: Self.deadline)
        #expect(bids.versions.map(\.issued) == [first, second, other])
        #expect(
            bids.versions.map(\.standing) == [
                .superseded(by: second.receipt.serial), .standing, .withdrawn(by: withdrawal.receipt.serial),
            ])
        #expect(bids.withdrawals == [withdrawal])
        #expect(bids.standing.map(\.bidder) == [Self.bidder])
        #expect(await reopened.receipts(of: "B2").count == 3)
        // After a withdrawal the next version is the only one again.
        #expect(try await Self.receive(reopened, [4], bidder: "B2", at: 6).receipt.kind == .received)
    }

    @Test("Every interval has a root, an empty one too; each receipt gets a proof of the same length (RFC 9162 §2.1.3)")
    func intervals() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let empty = try await vault.prepareInterval(upTo: 10)
        #expect(empty.root.count == 64)
        #expect(try await vault.prepareInterval(upTo: 20) == empty)
        #expect(try await vault.confirmInterval(root: empty.root, sequence: 5))
        #expect(try await vault.confirmInterval(root: empty.root, sequence: 5))
        #expect(try await !vault.confirmInterval(root: empty.root, sequence: 6))
        #expect(try await !vault.confirmInterval(root: String(repeating: "0", count: 64), sequence: 6))

        var issued: [IssuedReceipt] = []
        for number in 0..<5 {
            issued.append(try await Self.receive(vault, [UInt8(number)], bidder: "B\(number)", at: 30))
        }
        let full = try await vault.prepareInterval(upTo: 40)
        try await vault.confirmInterval(root: full.root, sequence: 9)
        var indices: Set<Int> = []
        for (number, before) in issued.enumerated() {
            let receipt = try #require(await vault.receipts(of: "B\(number)").first)
            let proof = try #require(receipt.proof)
            #expect(receipt.bytes == before.bytes)
            #expect(proof.root == full.root)
            #expect(proof.sequence == 9)
            #expect(proof.path.count == 10)
            #expect(proof.proves(receipt.bytes))
            #expect(!proof.proves(receipt.bytes + [0]))
            indices.insert(proof.index)
        }
        #expect(indices.count == 5)
        // Seats in a row would tell a bidder how many came before it.
        #expect(indices != Set(0..<5))
        #expect(try await vault.prepareInterval(upTo: 50).root != full.root)
    }

    @Test("A restart between preparing and confirming an interval gives the same root and proofs again")
    func intervalRestart() async throws {
        let folder = TestFolder()
        var vault = try Self.open(folder)
        _ = try await Self.receive(vault, [1], at: 30)
        let prepared = try await vault.prepareInterval(upTo: 40)
        vault = try await Self.reopen(vault, folder)
        #expect(await vault.pendingInterval == prepared)
        #expect(try await vault.prepareInterval(upTo: 99) == prepared)
        await #expect(throws: VaultFailure.receiptsNotInLedger(1)) { try await vault.release("S1") }
        try await vault.confirmInterval(root: prepared.root, sequence: 77)
        vault = try await Self.reopen(vault, folder)
        #expect(await vault.pendingInterval == nil)
        #expect(await vault.receipts(of: Self.bidder).first?.proof?.sequence == 77)
        // Receipts after the interval's end wait for the next one.
        await #expect(throws: VaultRefusal.self) { try await vault.complete("00", at: 0, deadline: 1) }
    }

    @Test("A file is inspected once its first line is there, and a refused one leaves nothing behind")
    func inspection() async throws {
        struct NotSealed: Error, Equatable {}
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let seen = Seen()
        let upload = try await Self.create(vault, size: 200_000)
        let header = Array("{\"daylight\":\"seal v1\"}\n".utf8)
        let file = header + Self.random(200_000 - header.count)
        let look: @Sendable ([UInt8]) throws -> Void = { seen.add($0) }
        _ = try await vault.append(to: upload.id, offset: 0, bytes: Pieces([Array(file[..<5])]), at: 0, inspect: look)
        #expect(seen.all.isEmpty)
        let rest = Pieces([Array(file[5..<100_000]), Array(file[100_000...])])
        _ = try await vault.append(to: upload.id, offset: 5, bytes: rest, at: 0, inspect: look)
        #expect(seen.all == [header])

        let unsealed = try await Self.create(vault, size: 100_000)
        let zip = [UInt8](repeating: 80, count: 100_000)
        await #expect(throws: NotSealed()) {
            try await vault.append(to: unsealed.id, offset: 0, bytes: Pieces([zip]), at: 0) {
                seen.add($0)
                throw NotSealed()
            }
        }
        #expect(seen.all.last?.count == (64 << 10) + 1)
        await #expect(throws: VaultRefusal.unknownUpload) { try await vault.status(unsealed.id) }
        let short = try await Self.create(vault, size: 4)
        _ = try await vault.append(to: short.id, offset: 0, bytes: Pieces([[1, 2, 3, 4]]), at: 0, inspect: look)
        #expect(seen.all.last == [1, 2, 3, 4])
    }

    @Test("A sender that breaks off leaves what it sent, unless it announced a checksum")
    func brokenOff() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let bytes = Self.random(100_000)
        let upload = try await Self.create(vault, size: 100_000)
        let broken = Pieces([Array(bytes[..<50_000])], failing: true)
        await #expect(throws: Pieces.Broken.self) {
            try await vault.append(to: upload.id, offset: 0, bytes: broken, at: 0) { _ in }
        }
        let reopened = try await Self.reopen(vault, folder)
        #expect(try await reopened.status(upload.id).offset == 50_000)
        let checked = Pieces([Array(bytes[50_000..<60_000])], failing: true)
        let digest = [UInt8](repeating: 0, count: 32)
        await #expect(throws: Pieces.Broken.self) {
            try await reopened.append(to: upload.id, offset: 50_000, bytes: checked, checksum: digest, at: 0) { _ in }
        }
        #expect(try await reopened.status(upload.id).offset == 50_000)
        #expect(await reopened.unfinished(of: Self.bidder, in: "S1").map(\.id) == [upload.id])
        _ = try await Self.append(reopened, upload.id, 50_000, Array(bytes[50_000...]))
        var hasher = BlobHasher()
        hasher.update(bytes)
        let issued = try await reopened.complete(upload.id, at: 0, deadline: Self.deadline)
        #expect(issued.receipt.reference == hasher.reference())
    }

    @Test("Terminated, expired and released uploads give their room back")
    func roomComesBack() async throws {
        let folder = TestFolder()
        let shape = VaultShape(indexSlots: 32, blocks: 4, blockLimit: 4)
        let vault = try SealedVault(folder: folder.url, shape: shape, signer: Self.signer)
        let size = 4 * Self.block
        for round in 0..<3 {
            let upload = try await Self.create(vault, size: size)
            await #expect(throws: VaultFailure.full) { try await Self.create(vault, size: 1) }
            if round == 0 { try await vault.terminate(upload.id) }
            if round == 1 {
                try await vault.expire(before: upload.expiresAt - 1)
                #expect(try await vault.status(upload.id).offset == 0)
                try await vault.expire(before: upload.expiresAt)
            }
            if round == 2 {
                _ = try await Self.append(vault, upload.id, 0, Self.random(size))
                _ = try await vault.complete(upload.id, at: 5, deadline: Self.deadline)
                let interval = try await vault.prepareInterval(upTo: 6)
                try await vault.confirmInterval(root: interval.root, sequence: 0)
                try await vault.release("S1")
                #expect(await vault.receipts(of: Self.bidder).isEmpty)
            }
            await #expect(throws: VaultRefusal.unknownUpload) { try await vault.status(upload.id) }
        }
        _ = try await Self.create(vault, size: size)
    }

    @Test("Many bidders upload at once in a vault that grows meanwhile, and none is lost")
    func together() async throws {
        let folder = TestFolder()
        let shape = VaultShape(indexSlots: 16, blocks: 4)
        var vault = try SealedVault(folder: folder.url, shape: shape, signer: Self.signer)
        let files = (0..<12).map { _ in Self.random(Int.random(in: 1...2_000_000)) }
        try await withThrowingTaskGroup(of: Void.self) { [vault] group in
            for (number, file) in files.enumerated() {
                group.addTask { _ = try await Self.receive(vault, file, bidder: "B\(number)", at: 1) }
            }
            try await group.waitForAll()
        }
        vault = try await Self.reopen(vault, folder)
        let bids = try await vault.bids(of: "S1", at: Self.deadline, deadline: Self.deadline)
        let blobs = try BlobStore(folder: folder.url.appendingPathComponent("blobs"))
        #expect(bids.standing.count == 12)
        for bid in bids.standing {
            let number = try #require(Int(bid.bidder.dropFirst()))
            let reference = try await vault.copy(bid, to: blobs)
            #expect(try blobs.open(reference.sha256).read(at: 0, count: 2_000_001) == files[number])
        }
    }

    @Test("Two parts of one upload at once: one is refused as busy")
    func busy() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let upload = try await Self.create(vault, size: 2)
        let (stream, sender) = AsyncStream<[UInt8]>.makeStream()
        let (began, begin) = AsyncStream<Void>.makeStream()
        sender.yield([UInt8(ascii: "\n")])
        let first = Task {
            try await vault.append(to: upload.id, offset: 0, bytes: stream, at: 0) { _ in begin.yield() }
        }
        for await _ in began { break }
        await #expect(throws: VaultRefusal.busy) { try await Self.append(vault, upload.id, 0, [1]) }
        sender.finish()
        #expect(try await first.value == 1)
    }

    @Test("A vault is open once at a time, and needs its own key")
    func keys() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        #expect(throws: VaultFailure.inUse) { try Self.open(folder) }
        _ = try await Self.receive(vault, [1], at: 1)
        let copy = try TestFolder(copyOf: folder)
        let key = copy.url.appendingPathComponent("vault.key")
        let permissions = try FileManager.default.attributesOfItem(atPath: key.path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        let index = copy.url.appendingPathComponent("vault.index")
        let before = try Data(contentsOf: index)
        try Data(Noise.bytes(32)).write(to: key)
        #expect(throws: VaultFailure.keyMissing) { try Self.open(copy) }
        try FileManager.default.removeItem(at: key)
        #expect(throws: VaultFailure.keyMissing) { try Self.open(copy) }
        #expect(try Data(contentsOf: index) == before)
    }

    @Test("A record whose one copy is damaged is whole, and is written twice again")
    func damagedCopy() async throws {
        let folder = TestFolder()
        let vault = try Self.open(folder)
        let path = folder.url.appendingPathComponent("vault.index")
        let before = try Data(contentsOf: path)
        let issued = try await Self.receive(vault, [1, 2, 3], at: 1)
        let after = try Data(contentsOf: path)
        let copy = try TestFolder(copyOf: folder)
        var written = 0
        for slot in 0..<Self.shape.indexSlots {
            let range = slot * VaultIndex.slotSize..<(slot + 1) * VaultIndex.slotSize
            if before[range] == after[range] { continue }
            // Both copies are hit in the end; only what each start mends keeps the record.
            let file = try OpenFile("\(copy.url.path)/vault.index", O_RDWR)
            try [UInt8](repeating: 0, count: 64).withUnsafeBytes { try file.write($0, at: Int64(range.lowerBound) + 9) }
            let mended = try Self.open(copy)
            #expect(await mended.receipts(of: Self.bidder) == [issued])
            written += 1
        }
        #expect(written >= 2)
    }

    @Test("Without the key nothing tells how many bids there are or whose: names, lengths, times, bytes")
    func secrecy() async throws {
        var listings: Set<String> = []
        for count in [0, 1, 5] {
            let folder = TestFolder()
            let vault = try Self.open(folder)
            for number in 0..<count {
                let file = Array("{\"daylight\":\"seal v1\"}\n".utf8) + [UInt8](repeating: 65, count: 300_000)
                _ = try await Self.receive(vault, file, bidder: "bidder-\(number)-of-zhaotong", at: Int64(number))
            }
            if count == 5 { _ = try await Self.append(vault, Self.create(vault, size: 9000).id, 0, Self.random(7000)) }
            let interval = try await vault.prepareInterval(upTo: 10)
            try await vault.confirmInterval(root: interval.root, sequence: 1)
            var listing: [String] = []
            for name in folder.names("") {
                let path = folder.url.appendingPathComponent(name).path
                let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                listing.append("\(name) \(size ?? -1)")
                if name == "vault.key" { continue }
                for word in ["zhaotong", "daylight", "AAAAAAAA", "section", "interval", "\0\0\0\0\0\0\0\0"] {
                    #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) stands in \(name)")
                }
                let changed = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
                let opened = folder.url.appendingPathComponent("vault.key").path
                let made = try FileManager.default.attributesOfItem(atPath: opened)[.modificationDate] as? Date
                #expect(changed?.timeIntervalSince1970.rounded(.down) == made?.timeIntervalSince1970.rounded(.down))
                #expect(try Self.gzipped(path) > bytes.count, "\(name) with \(count) bids can be compressed")
                // Slot by slot and block by block: the same flat histogram, used or not.
                let slotSize = name == "vault.index" ? VaultIndex.slotSize : VaultBlocks.blockSize
                for start in stride(from: 0, to: bytes.count, by: slotSize) {
                    let deviation = Self.deviation(bytes[start..<start + slotSize])
                    #expect(abs(deviation) < 7, "slot \(start / slotSize) of \(name): \(deviation)")
                }
            }
            listings.insert(listing.joined(separator: ", "))
        }
        #expect(listings.count == 1, "\(listings)")
    }

    /// Chi-square of the bytes' histogram, in standard deviations from what random bytes have (255 ± √510).
    static func deviation(_ bytes: Data) -> Double {
        var histogram = [Int](repeating: 0, count: 256)
        bytes.withUnsafeBytes { buffer in
            for byte in buffer { histogram[Int(byte)] += 1 }
        }
        let expected = Double(bytes.count) / 256
        var sum = 0.0
        for count in histogram {
            let difference = Double(count) - expected
            sum += difference * difference / expected
        }
        return (sum - 255) / 510.0.squareRoot()
    }

    /// Length of a file after gzip, a compressor that nobody here wrote.
    static func gzipped(_ path: String) throws -> Int {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-c", path]
        let output = Pipe()
        gzip.standardOutput = output
        try gzip.run()
        let compressed = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return compressed.count
    }

    static let bidder = "91530600MA6K0XYZ12"
    static let signer: SealedVault.Signer = { "signed \($0.count)" }

    static func open(_ folder: TestFolder) throws -> SealedVault {
        try SealedVault(folder: folder.url, shape: shape, signer: signer)
    }

    /// A vault over what the disk holds at this moment, as after a kill. The one before stays as it is.
    static func reopen(_ vault: SealedVault, _ folder: TestFolder) async throws -> SealedVault {
        await vault.close()
        return try open(folder)
    }

    static func create(
        _ vault: SealedVault, bidder: String = bidder, section: String = "S1", size: Int
    ) async throws -> Upload {
        try await vault.create(
            section: section, bidder: bidder, person: "p1", size: Int64(size), at: 0, expiresAt: 86_400_000)
    }

    static func append(
        _ vault: SealedVault, _ id: String, _ offset: Int64, _ bytes: [UInt8], checksum: [UInt8]? = nil
    ) async throws -> Int64 {
        try await vault.append(to: id, offset: offset, bytes: Pieces([bytes]), checksum: checksum, at: 0) { _ in }
    }

    static func receive(
        _ vault: SealedVault, _ bytes: [UInt8], bidder: String = bidder, section: String = "S1", at now: Int64
    ) async throws -> IssuedReceipt {
        let upload = try await create(vault, bidder: bidder, section: section, size: bytes.count)
        _ = try await append(vault, upload.id, 0, bytes)
        return try await vault.complete(upload.id, at: now, deadline: deadline)
    }

    static func random(_ count: Int) -> [UInt8] { Noise.bytes(count) }
}

/// The pieces of a request's body; breaks off at the end when asked to.
struct Pieces: AsyncSequence, Sendable {
    struct Broken: Error {}
    let pieces: [[UInt8]]
    let failing: Bool

    init(_ pieces: [[UInt8]], failing: Bool = false) {
        self.pieces = pieces
        self.failing = failing
    }

    func makeAsyncIterator() -> Iterator { Iterator(rest: pieces[...], failing: failing) }

    struct Iterator: AsyncIteratorProtocol {
        var rest: ArraySlice<[UInt8]>
        let failing: Bool

        mutating func next() async throws -> [UInt8]? {
            if let piece = rest.popFirst() { return piece }
            if failing { throw Broken() }
            return nil
        }
    }
}

/// What inspections were shown.
final class Seen: @unchecked Sendable {
    private let lock = NSLock()
    private var heads: [[UInt8]] = []

    var all: [[UInt8]] { lock.withLock { heads } }
    func add(_ head: [UInt8]) { lock.withLock { heads.append(head) } }
}
