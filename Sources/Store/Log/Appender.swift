import Foundation
internal import GRDB
import Ledger
import Synchronization

/// The one writer: a thread that takes every waiting request into one transaction, syncs once, and answers all.
///
/// Promises: a request is answered only after the disk has its acts; a request that fails leaves nothing and
/// disturbs no other; readers see acts only after they are committed.
final class Appender: Sendable {
    /// A request: what to do within the transaction, and whom to tell.
    struct Request: Sendable {
        let isolated: Bool
        /// Does the work; what it returns is called after the commit.
        let perform: @Sendable (Batch) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
        /// Whether what was deleted must also leave the files.
        var purges = false
    }

    private struct Waiting {
        var requests: [Request] = []
        var checkpoints: [CheckpointRequest] = []
        var isClosing = false
    }

    private struct CheckpointRequest: Sendable {
        let sequence: Int64
        let done: @Sendable (SignedNote?) -> Void
    }

    /// News is signed at least this often, in seconds.
    private static let checkpointInterval = 0.15
    /// The database's log is folded in once it has this many pages.
    static let foldingPages = 4000

    let head: Mutex<Head>
    private let pool: DatabasePool
    private let registers: [Register]
    private let key: SigningKey
    private let condition = NSCondition()
    private nonisolated(unsafe) var waiting = Waiting()
    private let ended = DispatchSemaphore(value: 0)
    private let listeners = Mutex<[UUID: AsyncStream<Range<Int64>>.Continuation]>([:])
    /// Kept until the writer's thread has ended.
    private let lock: Mutex<FolderLock?>

    init(pool: DatabasePool, registers: [Register], key: SigningKey, head: Head, lock: FolderLock) {
        self.pool = pool
        self.registers = registers
        self.key = key
        self.head = Mutex(head)
        self.lock = Mutex(lock)
    }

    func start() {
        let thread = Thread { [self] in
            Writer(self).run()
            ended.signal()
        }
        thread.name = "ledger"
        thread.stackSize = 8 << 20
        thread.start()
    }

    // MARK: Asking

    func submit(_ request: Request) {
        condition.lock()
        if waiting.isClosing {
            condition.unlock()
            request.fail(StoreError.closed)
            return
        }
        waiting.requests.append(request)
        if waiting.requests.count == 1 { condition.signal() }
        condition.unlock()
    }

    /// Calls back with the first checkpoint that covers an act, nil when the store closes before.
    func awaitCheckpoint(covering sequence: Int64, _ done: @escaping @Sendable (SignedNote?) -> Void) {
        condition.lock()
        if waiting.isClosing {
            condition.unlock()
            done(nil)
            return
        }
        waiting.checkpoints.append(CheckpointRequest(sequence: sequence, done: done))
        condition.signal()
        condition.unlock()
    }

    func listen() -> AsyncStream<Range<Int64>> {
        let (stream, continuation) = AsyncStream.makeStream(of: Range<Int64>.self)
        let id = UUID()
        continuation.onTermination = { [weak self] _ in self?.listeners.withLock { $0[id] = nil } }
        listeners.withLock { $0[id] = continuation }
        return stream
    }

    /// Lets the thread end once what waits has been answered.
    func stop() {
        condition.lock()
        waiting.isClosing = true
        condition.signal()
        condition.unlock()
    }

    /// Blocks until the thread has ended.
    func waitUntilEnded() {
        ended.wait()
        ended.signal()
    }

    /// Lets another process have the folder; only after the database was closed.
    func unlock() { lock.withLock { $0 = nil } }

    // MARK: The writer's thread

    private final class Writer {
        private let appender: Appender
        private var dockets = DocketVersions()
        private var frontier: MerkleFrontier
        private var watchers: [CheckpointRequest] = []
        private var signedSize: Int64
        private var lastSigned = Date.distantPast
        private var lastBatch = 0
        /// A checkpoint that the database does not hold yet.
        private var unsaved: SignedNote?
        /// After a save that failed, the next waits a while.
        private var savesAfter = Date.distantPast

        private var isSaveDue: Bool { unsaved != nil && frontier.size == signedSize && savesAfter <= Date() }

        init(_ appender: Appender) {
            self.appender = appender
            (frontier, signedSize) = appender.head.withLock { ($0.frontier, $0.checkpoint.size) }
        }

        func run() {
            while let requests = next() {
                // An idle writer saves the newest checkpoint: others may read the database beside us.
                if !requests.isEmpty || isSaveDue { write(requests) }
                signIfDue()
            }
            sign()
            if unsaved != nil { write([]) }
            for watcher in watchers { watcher.done(nil) }
            // Outside the lock: an ending stream takes itself off the list.
            for listener in appender.listeners.withLock({ Array($0.values) }) { listener.finish() }
        }

        /// Everything that waits; nothing when only a checkpoint is due; nil at the end.
        private func next() -> [Request]? {
            let condition = appender.condition
            condition.lock()
            defer { condition.unlock() }
            while appender.waiting.requests.isEmpty && appender.waiting.checkpoints.isEmpty {
                if appender.waiting.isClosing { return nil }
                if frontier.size > signedSize {
                    let due = lastSigned.addingTimeInterval(Appender.checkpointInterval)
                    if !condition.wait(until: due) { break }
                } else if unsaved != nil {
                    if isSaveDue || !condition.wait(until: savesAfter) { break }
                } else {
                    condition.wait()
                }
            }
            gather()
            watchers += appender.waiting.checkpoints
            appender.waiting.checkpoints = []
            let requests = appender.waiting.requests
            appender.waiting.requests = []
            appender.waiting.requests.reserveCapacity(64)
            return requests
        }

        /// Those who were just answered are likely to ask again at once: a moment's patience lets them share this
        /// sync instead of waiting for the next.
        private func gather() {
            guard lastBatch > 1, appender.waiting.requests.count < lastBatch else { return }
            let patience = ContinuousClock.now + .microseconds(60)
            while appender.waiting.requests.count < lastBatch, ContinuousClock.now < patience {
                appender.condition.unlock()
                sched_yield()
                appender.condition.lock()
            }
        }

        private func write(_ requests: [Request]) {
            lastBatch = requests.count
            var answers: [@Sendable () -> Void] = []
            var grown = frontier
            do {
                try appender.pool.writeWithoutTransaction { database in
                    let batch = Batch(
                        database, registers: appender.registers, first: frontier.size, dockets: dockets)
                    dockets.forget()
                    try batch.transaction.execute("BEGIN IMMEDIATE")
                    do {
                        for request in requests {
                            do {
                                let answer = try batch.request(isolated: request.isolated, request.perform)
                                answers.append(answer)
                            } catch let aborted as Batch.Aborted {
                                throw aborted.cause
                            } catch {
                                let failure = StoreError.from(error)
                                answers.append { request.fail(failure) }
                            }
                        }
                        grown = try extend(frontier, batch)
                        if let note = unsaved {
                            try batch.transaction.execute(
                                "INSERT OR REPLACE INTO checkpoint (id, note) VALUES (1, $1)", [.text(note.written)])
                        }
                        try batch.transaction.execute("COMMIT")
                    } catch {
                        if database.isInsideTransaction { try? batch.transaction.execute("ROLLBACK") }
                        throw error
                    }
                    dockets = batch.dockets
                    if requests.contains(where: \.purges) { try purge(batch.transaction) }
                }
            } catch {
                dockets.forget()
                let failure = StoreError.from(error)
                for request in requests { request.fail(failure) }
                savesAfter = Date().addingTimeInterval(5)
                return
            }
            unsaved = nil
            let range = frontier.size..<grown.size
            frontier = grown
            if !range.isEmpty {
                appender.head.withLock { $0.frontier = grown }
                for listener in appender.listeners.withLock({ Array($0.values) }) { listener.yield(range) }
            }
            for answer in answers { answer() }
        }

        /// The tree with the batch's acts; finished tiles go into their table.
        private func extend(_ frontier: MerkleFrontier, _ batch: Batch) throws -> MerkleFrontier {
            var grown = frontier
            for leaf in batch.leaves {
                for tile in grown.append(leaf) {
                    try batch.transaction.execute(
                        "INSERT INTO tile (place, hashes) VALUES ($1, $2)",
                        [
                            .integer(Schema.place(level: tile.level, index: tile.index)),
                            .blob(tile.hashes.tileBytes),
                        ])
                }
            }
            return grown
        }

        /// Folds the database's log in and empties it, so that erased bytes are in no file.
        private func purge(_ transaction: Transaction) throws {
            try transaction.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        }

        private func signIfDue() {
            let isWaitedFor = watchers.contains { $0.sequence < frontier.size && $0.sequence >= signedSize }
            let isOld = lastSigned.addingTimeInterval(Appender.checkpointInterval) <= Date()
            if frontier.size > signedSize && (isWaitedFor || isOld) { sign() }
            let covered = signedSize
            let ready = watchers.filter { $0.sequence < covered }
            guard !ready.isEmpty else { return }
            watchers.removeAll { $0.sequence < covered }
            let note = appender.head.withLock { $0.note }
            for watcher in ready { watcher.done(note) }
        }

        private func sign() {
            guard frontier.size > signedSize else { return }
            let checkpoint = Checkpoint(
                origin: appender.key.verifier.name, size: frontier.size, root: frontier.root)
            // Signing cannot fail with a key that was read; if it did, the next turn tries again.
            guard let note = try? checkpoint.signed(by: appender.key) else { return }
            appender.head.withLock {
                $0.checkpoint = checkpoint
                $0.note = note
            }
            signedSize = frontier.size
            lastSigned = Date()
            unsaved = note
        }
    }
}
