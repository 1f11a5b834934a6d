import Foundation
internal import GRDB
internal import GRDBSQLite

/// A prepared statement of one connection, kept by that connection for the next time.
struct StatementHandle {
    private let database: Database
    private let statement: OpaquePointer

    init(_ database: Database, _ sql: String) throws {
        self.database = database
        do {
            statement = try database.cachedStatement(sql: sql).sqliteStatement
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    func reset() {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    /// Binds `$n` and `?n` to the n-th argument.
    func bind(_ arguments: [SQLValue]) throws {
        let count = sqlite3_bind_parameter_count(statement)
        var highest = 0
        var place: Int32 = 1
        while place <= count {
            var position = Int(place)
            if let name = sqlite3_bind_parameter_name(statement, place) {
                // Skips the sign in front; SQLite numbers `$2` by where it first stands, which is not what is meant.
                position = Int(strtol(name + 1, nil, 10))
            }
            guard position >= 1, position <= arguments.count else {
                throw StoreError.database(
                    code: SQLITE_RANGE, message: "placeholder \(position) has no argument: \(sql)")
            }
            highest = max(highest, position)
            try check(bind(arguments[position - 1], at: place))
            place += 1
        }
        guard highest == arguments.count else {
            throw StoreError.database(
                code: SQLITE_RANGE, message: "\(arguments.count) arguments for \(highest) placeholders: \(sql)")
        }
    }

    func bind(_ value: SQLValue, at place: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(statement, place)
        case .integer(let integer): sqlite3_bind_int64(statement, place, integer)
        case .text(var text):
            text.withUTF8 { buffer in
                buffer.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(statement, place, $0.baseAddress ?? emptyText, Int32($0.count), transient)
                }
            }
        case .blob(let bytes): bind(bytes, at: place)
        }
    }

    func bind(_ bytes: [UInt8], at place: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            buffer.isEmpty
                ? sqlite3_bind_zeroblob(statement, place, 0)
                : sqlite3_bind_blob(statement, place, buffer.baseAddress, Int32(buffer.count), transient)
        }
    }

    func bind(_ integer: Int64, at place: Int32) -> Int32 { sqlite3_bind_int64(statement, place, integer) }

    /// True when there is a row.
    func step() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StoreError(database)
        }
    }

    func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw StoreError(database) }
    }

    func columnNames() -> [String] {
        (0..<sqlite3_column_count(statement)).map { String(cString: sqlite3_column_name(statement, $0)) }
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }

    func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(integer(column))
        case SQLITE_BLOB: return .blob(blob(column))
        case SQLITE_NULL: return .null
        default:
            // A REAL reads as its text: no table of ours holds one, but a query may compute an average.
            guard let start = sqlite3_column_text(statement, column) else { return .null }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
        }
    }

    private var sql: String { sqlite3_sql(statement).map { String(cString: $0) } ?? "" }
}

/// Tells SQLite to copy what is bound.
private nonisolated(unsafe) let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
/// An empty text is not null.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
    let zero = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    zero.initialize(to: 0)
    return UnsafePointer(zero)
}()
