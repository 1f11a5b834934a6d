internal import GRDB

/// The store's own tables. Steps that have shipped are never edited; a change is a further step.
enum Schema {
    /// Steps in order; the store's version is how many it has taken.
    private static let steps: [String] = [
        """
        CREATE TABLE docket (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE entry (
          sequence INTEGER PRIMARY KEY, docket INTEGER NOT NULL, version INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE UNIQUE INDEX entry_of_docket ON entry (docket, version);
        CREATE TABLE tile (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
        CREATE TABLE closed_part (sequence INTEGER PRIMARY KEY, salt BLOB NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE request (key TEXT PRIMARY KEY, first INTEGER NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), note TEXT NOT NULL);
        CREATE TABLE log (id INTEGER PRIMARY KEY CHECK (id = 1), vkey TEXT NOT NULL);
        CREATE TABLE register (name TEXT PRIMARY KEY, version INTEGER NOT NULL);
        CREATE TABLE register_drop (
          name TEXT NOT NULL, position INTEGER NOT NULL, sql TEXT NOT NULL, PRIMARY KEY (name, position));
        """
    ]

    /// Brings the tables up to date.
    /// - Throws: ``StoreError/newerStore(found:supported:)`` when a newer program wrote them.
    static func migrate(_ database: Database) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= steps.count else { throw StoreError.newerStore(found: found, supported: steps.count) }
        guard found < steps.count else { return }
        try database.inTransaction(.immediate) {
            for step in steps[found...] { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(steps.count)")
            return .commit
        }
    }

    /// - Throws: ``StoreError/newerStore(found:supported:)`` unless this program knows the tables.
    static func requireKnown(_ database: Database) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found == steps.count else { throw StoreError.newerStore(found: found, supported: steps.count) }
    }

    /// A tile's key in its table.
    static func place(level: Int, index: Int64) -> Int64 { Int64(level) << 56 | index }
}
