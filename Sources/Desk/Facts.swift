import Store

/// Read access to registers and dockets, handed to decisions as an argument: a value of closures, so that a test
/// states the facts that it needs.
public struct Facts: Sendable {
    let rows: @Sendable (String, [SQLValue]) throws -> [Row]
    let standing: @Sendable (_ kind: String, _ id: String) throws -> (any Sendable)?
    let closed: @Sendable (Int64) throws -> [UInt8]?
    let stored: @Sendable (String) throws -> [StoredEntry]
    let reserve: @Sendable (_ series: String, _ highest: Int64) -> Int64

    public init(
        rows: @escaping @Sendable (String, [SQLValue]) throws -> [Row] = { _, _ in [] },
        standing: @escaping @Sendable (_ kind: String, _ id: String) throws -> (any Sendable)? = { _, _ in nil },
        closed: @escaping @Sendable (Int64) throws -> [UInt8]? = { _ in nil },
        stored: @escaping @Sendable (String) throws -> [StoredEntry] = { _ in [] },
        reserve: @escaping @Sendable (_ series: String, _ highest: Int64) -> Int64 = { $1 + 1 }
    ) {
        self.rows = rows
        self.standing = standing
        self.closed = closed
        self.stored = stored
        self.reserve = reserve
    }

    /// Rows of a register.
    public func rows(_ sql: String, _ arguments: [SQLValue] = []) throws -> [Row] { try rows(sql, arguments) }

    /// Another docket as it stands; nil when it does not exist.
    public func docket<D: Docket>(_ type: D.Type, _ id: String) throws -> Standing<D>? {
        try standing(D.kind, id) as? Standing<D>
    }

    /// The closed bytes that stand beside an entry; nil when there are none or they were erased.
    public func closedPart(sequence: Int64) throws -> [UInt8]? { try closed(sequence) }

    /// The entries of a docket (`section/2026-000127`), in order.
    public func entries(_ docket: String) throws -> [StoredEntry] { try stored(docket) }

    /// The next free number of a series: above the highest, which a query calls `n`, and above every number that is
    /// being used at this moment.
    public func next(_ series: String, _ sql: String, _ arguments: [SQLValue] = []) throws -> Int64 {
        reserve(series, try rows(sql, arguments).first?.optionalInteger("n") ?? 0)
    }
}
