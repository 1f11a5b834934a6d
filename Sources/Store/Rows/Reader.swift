internal import GRDB
internal import GRDBSQLite
import Ledger

/// Read access to one snapshot of the store: every question inside one `read` sees the same acts and rows.
/// Valid only within the closure that it is handed to.
public class Reader {
    let database: Database

    init(_ database: Database) { self.database = database }

    /// Rows of a query. Placeholders are `$1`, `$2`, …; `$1` takes the first argument wherever it stands.
    /// - Throws: ``StoreError``.
    public func rows(_ sql: String, _ arguments: [SQLValue] = []) throws -> [Row] {
        let statement = try StatementHandle(database, sql)
        defer { statement.reset() }
        try statement.bind(arguments)
        var rows: [Row] = []
        var columns: Row.Columns?
        while try statement.step() {
            let names = columns ?? Row.Columns(names: statement.columnNames())
            columns = names
            rows.append(Row(columns: names, values: (0..<Int32(names.names.count)).map { statement.value($0) }))
        }
        return rows
    }

    /// A docket's acts after a version, in order; none when the docket does not exist.
    /// - Parameter before: only versions below this one.
    /// - Throws: ``StoreError``.
    public func entries(docket: String, after version: Int = 0, before: Int = .max) throws -> [StoredEntry] {
        let statement = try StatementHandle(
            database,
            """
            SELECT sequence, version, bytes FROM entry
            WHERE docket = (SELECT id FROM docket WHERE name = ?1) AND version > ?2 AND version < ?3
            ORDER BY version
            """)
        defer { statement.reset() }
        try statement.bind([.text(docket), .integer(Int64(version)), .integer(Int64(before))])
        return try storedEntries(statement)
    }

    /// How many acts a docket has; nil when there is no such docket.
    /// - Throws: ``StoreError``.
    public func version(of docket: String) throws -> Int? {
        let found = try rows(
            """
            SELECT max(version) AS version FROM entry WHERE docket = (SELECT id FROM docket WHERE name = $1)
            """, [.text(docket)])
        return found.first?.optionalInteger("version").map { Int($0) }
    }

    /// The acts of a range of the ledger, in order; shorter where the ledger ends.
    /// - Throws: ``StoreError``.
    public func entries(range: Range<Int64>) throws -> [StoredEntry] {
        let statement = try StatementHandle(
            database,
            "SELECT sequence, version, bytes FROM entry WHERE sequence >= ?1 AND sequence < ?2 ORDER BY sequence")
        defer { statement.reset() }
        try statement.bind([.integer(range.lowerBound), .integer(range.upperBound)])
        return try storedEntries(statement)
    }

    /// The closed part that stands beside an act; nil when there is none or it was erased.
    /// - Throws: ``StoreError``.
    public func closedPart(sequence: Int64) throws -> ClosedPart? {
        let found = try rows("SELECT salt, bytes FROM closed_part WHERE sequence = $1", [.integer(sequence)])
        return found.first.flatMap { ClosedPart(salt: $0.blob("salt"), bytes: $0.blob("bytes")) }
    }

    /// The number of acts of a docket, 0 when it does not exist.
    /// - Throws: ``StoreError``.
    public func version(docket: String) throws -> Int {
        let found = try rows(
            "SELECT max(version) AS version FROM entry WHERE docket = (SELECT id FROM docket WHERE name = $1)",
            [.text(docket)])
        return Int(found.first?.optionalInteger("version") ?? 0)
    }

    /// The entry's bytes of a range, for bundles and hashes, without reading them.
    func entryBytes(range: Range<Int64>) throws -> [[UInt8]] {
        let statement = try StatementHandle(
            database, "SELECT bytes FROM entry WHERE sequence >= ?1 AND sequence < ?2 ORDER BY sequence")
        defer { statement.reset() }
        try statement.bind([.integer(range.lowerBound), .integer(range.upperBound)])
        var bytes: [[UInt8]] = []
        while try statement.step() { bytes.append(statement.blob(0)) }
        return bytes
    }

    private func storedEntries(_ statement: StatementHandle) throws -> [StoredEntry] {
        var entries: [StoredEntry] = []
        while try statement.step() {
            let sequence = statement.integer(0)
            do {
                entries.append(
                    StoredEntry(
                        sequence: sequence, version: Int(statement.integer(1)),
                        entry: try Entry(bytes: statement.blob(2))))
            } catch {
                throw StoreError.damaged("entry \(sequence) cannot be read: \(error)")
            }
        }
        return entries
    }
}

/// A read that may also write: everything done through it is committed together or not at all.
public final class Transaction: Reader {
    /// The log's public key: tells the stores of one process apart.
    public private(set) lazy var log: String = (try? rows("SELECT vkey FROM log").first?.text("vkey")) ?? ""

    /// Runs one statement that returns no rows.
    /// - Throws: ``StoreError``; the transaction can go on after a ``StoreError/constraint(_:)``.
    public func execute(_ sql: String, _ arguments: [SQLValue] = []) throws {
        let statement = try StatementHandle(database, sql)
        defer { statement.reset() }
        try statement.bind(arguments)
        while try statement.step() {}
    }
}
