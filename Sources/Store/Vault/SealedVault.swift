import Crypto
import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// Where sealed bids lie until their deadline, so that nobody who reads every table, log, file and file name can
/// learn how many there are or whose.
///
/// ```swift
/// let vault = try SealedVault(folder: folder, shape: .city) { try platform.sign($0) }
/// let upload = try await vault.create(section: "S1", bidder: "91…", person: "p7", size: 20_971_520, at: now,
///                                     expiresAt: now + 86_400_000)
/// let offset = try await vault.append(to: upload.id, offset: 0, bytes: body, at: now) { try check($0) }
/// let issued = try await vault.complete(upload.id, at: now, deadline: deadline)
/// ```
///
/// The folder holds `vault.key` (32 random bytes), `vault.index` and `vault.blocks`, made of noise at first, of
/// lengths that do not depend on use. Without the key a used place looks like an unused one. The platform's process
/// has the key: against whoever holds that and the disk, a bid is protected by its own sealing only. Whoever
/// compares two copies of the disk sees how much was written between them.
///
/// Promises: an acknowledged offset and a receipt given out survive a kill and a loss of power; a bid is received
/// when its last byte is durable, strictly before the deadline; versions once received are kept until `release`.
public actor SealedVault {
    /// Signs a receipt's bytes; returns base64 of an Ed25519 signature.
    public typealias Signer = @Sendable (Data) throws -> String

    let signer: Signer
    let shape: VaultShape
    let blocks: VaultBlocks
    var index: VaultIndex
    var map: BlockMap
    /// Uploads in progress since the start.
    var writers: [String: UploadWriter] = [:]
    var turn: Int
    private var growth: Task<Void, any Error>?
    /// Holds the lock on the vault.
    private let keyFile: OpenFile
    private let executor: VaultExecutor

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Opens a vault, or makes one where there is no folder yet (which writes its whole length once). Blocks while
    /// it does.
    /// - Throws: `VaultFailure.keyMissing`, `.inUse`, `.diskFull`, `.file`.
    public init(folder: URL, shape: VaultShape, signer: @escaping Signer) throws {
        try self.init(folder: folder, shape: shape, watch: nil, signer: signer)
    }

    init(folder: URL, shape: VaultShape, watch: VaultFile.Watch?, signer: @escaping Signer) throws {
        executor = VaultExecutor("vault")
        self.signer = signer
        self.shape = shape
        let opened = try VaultFolder(opening: folder.path, shape: shape, watch: watch)
        keyFile = opened.keyFile
        var index = try VaultIndex(file: opened.index, key: opened.indexKey)
        // Every vault has its record of intervals from the beginning; without it, the key is another one's.
        if index.records[ReceiptsInterval.recordId] == nil { throw VaultFailure.keyMissing }
        try Self.settleIntervals(in: &index)
        var map = BlockMap(count: try opened.blocks.settle(slotSize: VaultBlocks.blockSize))
        var turn = 0
        for record in index.records.values {
            map.mark(record.upload?.extents ?? [], taken: true)
            turn = max(turn, record.turn ?? 0)
        }
        blocks = VaultBlocks(file: opened.blocks)
        self.map = map
        self.turn = turn
        self.index = index
    }

    /// Lets another process, or a new value in this one, open the vault. Nothing is lost without it; use of this value
    /// afterwards is an error of the programmer that the lock can no longer prevent.
    public func close() {
        keyFile.unlock()
    }

    /// Takes blocks for an upload, waiting while the vault grows where it must.
    /// - Throws: `VaultFailure.full`, `.diskFull`.
    func takeBlocks(for size: Int64) async throws -> [Extent] {
        let wanted = VaultBlocks.blocks(for: size)
        while true {
            if let extents = map.take(wanted) {
                if map.isLow, map.count < shape.blockLimit { _ = grow() }
                return extents
            }
            if map.count >= shape.blockLimit { throw VaultFailure.full }
            try await grow().value
        }
    }

    /// Doubles `vault.blocks` beside other work.
    private func grow() -> Task<Void, any Error> {
        if let growth { return growth }
        let count = map.count
        let file = blocks.file
        let task = Task {
            defer { growth = nil }
            try await VaultGrowth().double(file, from: count)
            map.grow(to: count * 2)
        }
        growth = task
        return task
    }
}

/// Fills a growing file with noise on a thread of its own.
private actor VaultGrowth {
    private let executor = VaultExecutor("vault.growth")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func double(_ file: VaultFile, from count: Int) throws {
        try file.extend(from: count, to: count * 2, slotSize: VaultBlocks.blockSize)
    }
}
