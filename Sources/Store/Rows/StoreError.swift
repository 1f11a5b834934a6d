import Foundation
internal import GRDB
internal import GRDBSQLite

/// Why the store cannot do something. Each case is told apart because somebody different must act.
public enum StoreError: Error, Hashable, Sendable {
    /// Somebody else wrote to the docket first: load it again and decide again.
    case versionConflict(docket: String, expected: Int, actual: Int)
    /// A draft that no entry can be made of; why.
    case invalidDraft(String)
    /// The folder was written by a newer version of this program; nothing was touched.
    case newerStore(found: Int, supported: Int)
    /// Another process has this folder open.
    case heldByAnotherProcess(folder: String)
    /// The log's key is missing, unreadable, or belongs to another log; what is wrong.
    case key(String)
    /// No space is left for the database; works again as soon as there is.
    case diskFull
    /// The database stayed locked by somebody who should not touch it.
    case busy
    /// The stored bytes contradict each other; what was found. Restore from a copy.
    case damaged(String)
    /// A table's own rule was broken: a key that stands already, a missing value.
    case constraint(String)
    /// Anything else that the database refuses: its code and words.
    case database(code: Int32, message: String)
    /// The store has been closed.
    case closed

    public var isVersionConflict: Bool {
        if case .versionConflict = self { true } else { false }
    }

    /// From what the connection says about its last call.
    init(_ database: Database) {
        guard let connection = database.sqliteConnection else {
            self = .closed
            return
        }
        let code = sqlite3_extended_errcode(connection)
        self.init(
            code: code, message: String(cString: sqlite3_errmsg(connection)),
            systemError: sqlite3_system_errno(connection))
    }

    init(_ error: DatabaseError) {
        let sql = error.sql.map { " in \($0)" } ?? ""
        self.init(
            code: error.extendedResultCode.rawValue, message: (error.message ?? "no message") + sql, systemError: 0)
    }

    /// Turns what the database library throws into ours; passes on everything else.
    static func from(_ error: any Error) -> any Error {
        (error as? DatabaseError).map { StoreError($0) } ?? error
    }

    private init(code: Int32, message: String, systemError: Int32) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .diskFull
        case SQLITE_IOERR where systemError == ENOSPC || systemError == EDQUOT: self = .diskFull
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(message)
        case SQLITE_CONSTRAINT: self = .constraint(message)
        default: self = .database(code: code, message: message)
        }
    }
}
