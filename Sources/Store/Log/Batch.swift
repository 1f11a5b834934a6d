internal import GRDB
import Ledger

/// An act whose bytes and hash were made before it waits for the writer.
struct PreparedAct: Sendable {
    let entry: Entry
    let leaf: Hash
    let closed: ClosedPart?
}

/// One request's drafts, ready to be numbered.
struct PreparedAppend: Sendable {
    struct Part: Sendable {
        let docket: String
        let expectedVersion: Int
        let acts: [PreparedAct]
    }

    let parts: [Part]
    let key: String?
    let alongside: (@Sendable (Transaction) throws -> Void)?

    /// - Throws: ``StoreError/invalidDraft(_:)``, `EntryError`.
    init(_ drafts: [Draft], key: String?, alongside: (@Sendable (Transaction) throws -> Void)?) throws {
        guard !drafts.isEmpty, drafts.allSatisfy({ !$0.acts.isEmpty }) else {
            throw StoreError.invalidDraft("a request holds at least one act")
        }
        parts = try drafts.map { draft in
            let acts = try draft.acts.map { act in
                let closed = act.closed.map { ClosedPart($0) }
                let entry = try Entry(
                    act: act.act, at: act.at, office: act.office, person: act.person, docket: draft.docket,
                    open: act.open, closed: closed?.commitment)
                return PreparedAct(entry: entry, leaf: entry.leafHash, closed: closed)
            }
            return Part(docket: draft.docket, expectedVersion: draft.expectedVersion, acts: acts)
        }
        self.key = key
        self.alongside = alongside
    }
}

/// Dockets' numbers and versions as the writer last saw them. Forgotten as a whole when it grows large or a commit
/// fails.
struct DocketVersions {
    struct Standing {
        let id: Int64
        var version: Int
    }

    private var standings: [String: Standing] = [:]
    private var undo: [(name: String, before: Standing?)] = []

    subscript(_ name: String) -> Standing? { standings[name] }

    mutating func set(_ name: String, _ standing: Standing) {
        undo.append((name, standings.updateValue(standing, forKey: name)))
    }

    /// From here on ``rollback()`` leads back to here.
    mutating func mark() {
        undo.removeAll(keepingCapacity: true)
        if standings.count > 100_000 { standings.removeAll() }
    }

    mutating func rollback() {
        for change in undo.reversed() { standings[change.name] = change.before }
        undo.removeAll(keepingCapacity: true)
    }

    mutating func forget() {
        standings.removeAll()
        undo.removeAll()
    }
}

/// The requests that share one transaction and one sync of the disk.
final class Batch {
    let transaction: Transaction
    private let database: Database
    private let registers: [Register]
    private(set) var leaves: [Hash] = []
    private let first: Int64
    var dockets: DocketVersions

    /// - Parameter first: the sequence number of the next act.
    init(_ database: Database, registers: [Register], first: Int64, dockets: DocketVersions) {
        self.database = database
        transaction = Transaction(database)
        self.registers = registers
        self.first = first
        self.dockets = dockets
    }

    private var next: Int64 { first + Int64(leaves.count) }

    /// The batch as a whole cannot be committed.
    struct Aborted: Error { let cause: any Error }

    /// Runs one request so that its failure undoes only its own work.
    /// - Parameter isolated: false when nothing but a failing disk can stop the request halfway.
    /// - Throws: ``Aborted`` when a request's work could not be undone alone, else what the body throws.
    func request<T>(isolated: Bool, _ body: (Batch) throws -> T) throws -> T {
        dockets.mark()
        let leafCount = leaves.count
        if isolated { try transaction.execute("SAVEPOINT request") }
        do {
            let value = try body(self)
            if isolated { try transaction.execute("RELEASE request") }
            return value
        } catch {
            dockets.rollback()
            leaves.removeLast(leaves.count - leafCount)
            // A failing disk may end the whole transaction by itself.
            guard database.isInsideTransaction else { throw Aborted(cause: error) }
            if isolated {
                do {
                    try transaction.execute("ROLLBACK TO request")
                    try transaction.execute("RELEASE request")
                } catch {
                    throw Aborted(cause: error)
                }
            } else if (error as? StoreError)?.isVersionConflict != true {
                // Conflicts are found before anything is written; everything else may have left half a request.
                throw Aborted(cause: error)
            }
            throw error
        }
    }

    /// Numbers a request's acts and writes them, their closed parts and the registers.
    func append(_ append: PreparedAppend) throws -> [StoredReceipt] {
        if let key = append.key, let earlier = try transaction.receipts(key: key) { return earlier }
        // Versions first: a conflict must not leave a trace even without a savepoint.
        for (position, part) in append.parts.enumerated() {
            let earlier = append.parts[..<position].filter { $0.docket == part.docket }.reduce(0) { $0 + $1.acts.count }
            let actual = try standing(part.docket).map(\.version) ?? 0
            guard part.expectedVersion == actual + earlier else {
                throw StoreError.versionConflict(
                    docket: part.docket, expected: part.expectedVersion, actual: actual + earlier)
            }
        }
        var receipts: [StoredReceipt] = []
        let firstSequence = next
        for part in append.parts {
            var standing = try standing(part.docket) ?? create(part.docket)
            for act in part.acts {
                standing.version += 1
                let sequence = next
                try insert(act, sequence: sequence, standing)
                leaves.append(act.leaf)
                receipts.append(StoredReceipt(sequence: sequence, docket: part.docket, version: standing.version))
                dockets.set(part.docket, standing)
                if !registers.isEmpty {
                    let stored = StoredEntry(sequence: sequence, version: standing.version, entry: act.entry)
                    for register in registers { try register.apply(stored, transaction) }
                }
            }
        }
        if let key = append.key {
            try transaction.execute(
                "INSERT INTO request (key, first, count) VALUES ($1, $2, $3)",
                [.text(key), .integer(firstSequence), .integer(Int64(receipts.count))])
        }
        try append.alongside?(transaction)
        return receipts
    }

    private func standing(_ docket: String) throws -> DocketVersions.Standing? {
        if let known = dockets[docket] { return known }
        let found = try transaction.rows(
            """
            SELECT id, (SELECT max(version) FROM entry WHERE docket = docket.id) AS version
            FROM docket WHERE name = $1
            """, [.text(docket)])
        guard let row = found.first else { return nil }
        let standing = DocketVersions.Standing(
            id: row.integer("id"), version: Int(row.optionalInteger("version") ?? 0))
        dockets.set(docket, standing)
        return standing
    }

    private func create(_ docket: String) throws -> DocketVersions.Standing {
        try transaction.execute("INSERT INTO docket (name) VALUES ($1)", [.text(docket)])
        return DocketVersions.Standing(id: database.lastInsertedRowID, version: 0)
    }

    private func insert(_ act: PreparedAct, sequence: Int64, _ standing: DocketVersions.Standing) throws {
        let statement = try StatementHandle(
            database, "INSERT INTO entry (sequence, docket, version, bytes) VALUES (?1, ?2, ?3, ?4)")
        defer { statement.reset() }
        try statement.check(statement.bind(sequence, at: 1))
        try statement.check(statement.bind(standing.id, at: 2))
        try statement.check(statement.bind(Int64(standing.version), at: 3))
        try statement.check(statement.bind(act.entry.bytes, at: 4))
        _ = try statement.step()
        if let closed = act.closed {
            try transaction.execute(
                "INSERT INTO closed_part (sequence, salt, bytes) VALUES ($1, $2, $3)",
                [.integer(sequence), .blob(closed.salt), .blob(closed.bytes)])
        }
    }
}

extension Reader {
    /// What an earlier request with the same key left; nil when there was none.
    func receipts(key: String) throws -> [StoredReceipt]? {
        let found = try rows("SELECT first, count FROM request WHERE key = $1", [.text(key)])
        guard let row = found.first else { return nil }
        let first = row.integer("first")
        return try rows(
            """
            SELECT sequence, version, name FROM entry JOIN docket ON docket.id = entry.docket
            WHERE sequence >= $1 AND sequence < $2 ORDER BY sequence
            """, [.integer(first), .integer(first + row.integer("count"))]
        ).map {
            StoredReceipt(
                sequence: $0.integer("sequence"), docket: $0.text("name"), version: Int($0.integer("version")))
        }
    }
}
