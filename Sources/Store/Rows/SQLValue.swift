/// A value in a table: the common subset of SQLite and PostgreSQL.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(nilLiteral: ()) { self = .null }
}

/// A row of an answer. Columns are asked for by name; asking for a column that the query does not select, or for
/// another kind of value than it holds, is a programming error and stops the program with the column's name.
public struct Row: Sendable {
    /// Shared by all rows of an answer.
    final class Columns: Sendable {
        let names: [String]
        init(names: [String]) { self.names = names }
    }

    let columns: Columns
    let values: [SQLValue]

    /// The columns' names in the order of the query.
    public var columnNames: [String] { columns.names }

    public subscript(_ column: String) -> SQLValue {
        guard let position = columns.names.firstIndex(of: column) else {
            preconditionFailure("no column \(column) among \(columns.names)")
        }
        return values[position]
    }

    /// A text that is never null.
    public func text(_ column: String) -> String {
        guard let value = optionalText(column) else { preconditionFailure("column \(column) is null") }
        return value
    }

    /// An integer that is never null.
    public func integer(_ column: String) -> Int64 {
        guard let value = optionalInteger(column) else { preconditionFailure("column \(column) is null") }
        return value
    }

    /// Bytes that are never null.
    public func blob(_ column: String) -> [UInt8] {
        guard let value = optionalBlob(column) else { preconditionFailure("column \(column) is null") }
        return value
    }

    /// A text, nil for null.
    public func optionalText(_ column: String) -> String? {
        switch self[column] {
        case .text(let value): value
        case .null: nil
        default: preconditionFailure("column \(column) is not a text")
        }
    }

    /// An integer, nil for null.
    public func optionalInteger(_ column: String) -> Int64? {
        switch self[column] {
        case .integer(let value): value
        case .null: nil
        default: preconditionFailure("column \(column) is not an integer")
        }
    }

    /// Bytes, nil for null.
    public func optionalBlob(_ column: String) -> [UInt8]? {
        switch self[column] {
        case .blob(let value): value
        case .null: nil
        default: preconditionFailure("column \(column) does not hold bytes")
        }
    }
}
