import Foundation
internal import GRDB
import Ledger

/// The ledger of one house, and the registers kept from it, in one folder.
///
///     let store = try LedgerStore.open(folder: folder, registers: [], origin: "tenders.example.org/ledger")
///     let receipts = try await store.append([draft], idempotencyKey: "form-81", alongside: nil)
///     let note = try await store.waitForCheckpoint(covering: receipts[0].sequence)
///
/// Promises:
/// - An append that returned survives the end of the process and of the power: its bytes were synced to disk.
/// - All drafts of one append, their registers and `alongside` happen together or not at all.
/// - Many waiting appends share one sync; one that fails disturbs no other.
/// - The same idempotency key never leaves two sets of acts.
/// - A `read` sees one snapshot and never waits for writers.
/// - No checkpoint is ever signed that contradicts an earlier one.
public final class LedgerStore: Sendable {
    /// Where the database, the key and the lock file are.
    public let folder: URL
    /// The public key by which others check checkpoints, in C2SP vkey form.
    public let vkey: String
    let pool: DatabasePool
    let appender: Appender
    let registers: [Register]
    private let key: SigningKey

    private init(folder: URL, pool: DatabasePool, appender: Appender, registers: [Register], key: SigningKey) {
        self.folder = folder
        self.pool = pool
        self.appender = appender
        self.registers = registers
        self.key = key
        vkey = key.verifier.text
    }

    deinit { appender.stop() }

    /// Opens a folder, or makes a new ledger in it.
    ///
    /// Registers that are new or of another version than stored are filled from the ledger before this returns.
    /// - Parameters:
    ///   - origin: names the log in its checkpoints: the public address without scheme. It cannot be changed later.
    ///   - maximumBytes: how large the database may become; nil for no limit but the disk's.
    ///   - progress: called while registers are filled, with acts done and acts in all.
    /// - Throws: ``StoreError``.
    public static func open(
        folder: URL, registers: [Register], origin: String, maximumBytes: Int64? = nil,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> LedgerStore {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lock = try FolderLock(folder: folder)
        let path = folder.appendingPathComponent("ledger.sqlite").path
        // Closed parts are in there: made for its owner only, which SQLite's further files take over.
        Foundation.close(Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
        do {
            let pool = try DatabasePool(path: path, configuration: configuration(maximumBytes: maximumBytes))
            return try pool.writeWithoutTransaction { database in
                try makeDurable(database)
                try Schema.migrate(database)
                let (key, head) = try Recovery.start(database, folder: folder, origin: origin)
                try RegisterFilling.bringUpToDate(registers, database, progress: progress)
                let appender = Appender(pool: pool, registers: registers, key: key, head: head, lock: lock)
                appender.start()
                return LedgerStore(folder: folder, pool: pool, appender: appender, registers: registers, key: key)
            }
        } catch {
            throw StoreError.from(error)
        }
    }

    /// Has the database's log synced at every commit, which is what an answered append promises. Set after the pool
    /// is open: opening it sets NORMAL, which syncs only now and then.
    private static func makeDurable(_ database: Database) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
        guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
            throw StoreError.database(code: 0, message: "the database does not sync its commits")
        }
    }

    private static func configuration(maximumBytes: Int64?) -> Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.maximumReaderCount = 8
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA fullfsync = ON")
            try database.execute(sql: "PRAGMA checkpoint_fullfsync = ON")
            // Erased closed parts are overwritten with zeros.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = -65536")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Appender.foldingPages)")
            if let maximumBytes {
                try database.execute(sql: "PRAGMA max_page_count = \(max(1, maximumBytes / 4096))")
            }
        }
        return configuration
    }

    /// Answers what waits, saves the last checkpoint and lets the folder go. Further calls throw
    /// ``StoreError/closed``.
    public func close() async throws {
        appender.stop()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [appender] in
                appender.waitUntilEnded()
                continuation.resume()
            }
        }
        do {
            try pool.close()
        } catch {
            throw StoreError.from(error)
        }
        appender.unlock()
    }

    // MARK: Writing

    /// Writes acts down, of one or several dockets, together or not at all.
    /// - Parameters:
    ///   - idempotencyKey: when acts were already written under this key, their receipts are returned instead.
    ///   - alongside: further changes in the same transaction.
    /// - Returns: a receipt for each act in the order of the drafts; the acts are on disk.
    /// - Throws: ``StoreError``, `EntryError` for a draft that no entry can be made of, or what a register or
    ///   `alongside` throws.
    public func append(
        _ drafts: [Draft], idempotencyKey: String? = nil,
        alongside: (@Sendable (Transaction) throws -> Void)? = nil
    ) async throws -> [StoredReceipt] {
        let prepared = try PreparedAppend(drafts, key: idempotencyKey, alongside: alongside)
        // Without registers only the disk can fail after the versions were checked, and that ends the whole batch.
        let isolated = !registers.isEmpty || alongside != nil
        return try await withCheckedThrowingContinuation { continuation in
            appender.submit(
                Appender.Request(
                    isolated: isolated,
                    perform: { batch in
                        let receipts = try batch.append(prepared)
                        return { continuation.resume(returning: receipts) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// Changes tables that are not registers: accounts, sessions. Shares the writer with ``append(_:idempotencyKey:alongside:)``.
    /// - Throws: ``StoreError``, or what the body throws; then nothing was changed.
    public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await write(purges: false, body)
    }

    private func write<T: Sendable>(
        purges: Bool, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            appender.submit(
                Appender.Request(
                    isolated: true,
                    perform: { batch in
                        let value = try body(batch.transaction)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) },
                    purges: purges))
        }
    }

    /// Deletes an act's closed part, salt and all, also from the database's own files. The entry keeps the
    /// commitment: proof that something stood there.
    /// - Throws: ``StoreError``.
    public func eraseClosedPart(sequence: Int64) async throws {
        try await write(purges: true) {
            try $0.execute("DELETE FROM closed_part WHERE sequence = $1", [.integer(sequence)])
        }
    }

    // MARK: Reading

    /// Reads one snapshot; runs beside writers.
    /// - Throws: ``StoreError``, or what the body throws.
    public func read<T>(_ body: (Reader) throws -> T) throws -> T {
        do {
            return try pool.read { try body(Reader($0)) }
        } catch {
            throw StoreError.from(error)
        }
    }

    /// A docket's acts after a version, in order.
    /// - Throws: ``StoreError``.
    public func entries(docket: String, after version: Int = 0) throws -> [StoredEntry] {
        try read { try $0.entries(docket: docket, after: version) }
    }

    /// How many acts a docket has; nil when there is no such docket.
    /// - Throws: ``StoreError``.
    public func version(of docket: String) throws -> Int? {
        try read { try $0.version(of: docket) }
    }

    /// The acts of a range of the ledger; shorter where the ledger ends.
    /// - Throws: ``StoreError``.
    public func entries(range: Range<Int64>) throws -> [StoredEntry] {
        try read { try $0.entries(range: range) }
    }

    /// What an earlier append with the same key left; nil when there was none.
    /// - Throws: ``StoreError``.
    public func receipts(idempotencyKey: String) throws -> [StoredReceipt]? {
        try read { try $0.receipts(key: idempotencyKey) }
    }

    /// The closed part beside an act; nil when there is none or it was erased.
    /// - Throws: ``StoreError``.
    public func closedPart(sequence: Int64) throws -> ClosedPart? {
        try read { try $0.closedPart(sequence: sequence) }
    }

    /// The number of committed acts.
    public var size: Int64 { appender.head.withLock { $0.frontier.size } }

    /// Ranges of sequence numbers as they are committed, from now on, without gaps; for live events.
    public func committed() -> AsyncStream<Range<Int64>> { appender.listen() }

    /// A raw Ed25519 signature by the log's key, for receipts.
    /// - Throws: `CryptoKitError` when the library cannot sign.
    public func sign(_ bytes: [UInt8]) throws -> [UInt8] { try key.signature(over: bytes) }

    /// Fills all registers anew from the ledger. Appends wait meanwhile.
    /// - Parameter progress: acts done, acts in all.
    /// - Throws: ``StoreError``, or what a register throws; then the old registers stand.
    public func rebuildRegisters(progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }) async throws {
        let registers = registers
        try await write { transaction in
            for register in registers { try RegisterFilling.drop(register.name, transaction) }
            try RegisterFilling.fill(registers, transaction, progress: progress)
        }
    }
}
