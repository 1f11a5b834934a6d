import Store

/// What the gates found in numbers (domain.md §1.3): how many, by what, how soon put right. Every number is the length
/// of a list that this gives as well.
public struct BarrierFigures {
    /// Rows of a list that are given at once.
    public static let page = 200

    private let reader: Reader
    public let filter: BarrierFilter

    public init(_ reader: Reader, _ filter: BarrierFilter) {
        self.reader = reader
        self.filter = filter
    }

    /// A number that a code stands for.
    public struct Count: Hashable, Sendable {
        public let code: String
        public let count: Int64

        public init(code: String, count: Int64) {
            self.code = code
            self.count = count
        }
    }

    /// The centre's corrections as a whole.
    public struct Corrections: Hashable, Sendable {
        public let letters: Int64
        public let defects: Int64
        public let corrected: Int64
        /// Mean milliseconds from letter to corrected document; nil when nothing was corrected.
        public let taken: Int64?
    }

    /// How the centre answered filed documents the first time.
    public struct FirstAnswers: Hashable, Sendable {
        public let passed: Int64
        public let returned: Int64
        public let refused: Int64
        /// Sections that have an answer.
        public var all: Int64 { passed + returned + refused }
    }

    /// An organisation's part, as tenderer or as agency.
    public struct Unit: Hashable, Sendable {
        public let code: String
        public let letters: Int64
        public let defects: Int64
        public let corrected: Int64
    }

    /// Clauses that the machine found, by how they ended; the four add up to what was found.
    public struct Clauses: Hashable, Sendable {
        /// Aspect, month or region.
        public let code: String
        public let fixed: Int64
        public let justified: Int64
        public let open: Int64
        public let withdrawn: Int64
        public var found: Int64 { fixed + justified + open + withdrawn }
    }

    // MARK: Numbers

    public func corrections() throws -> Corrections {
        let condition = condition(of: .acts)
        let row = try reader.rows(
            """
            SELECT COUNT(DISTINCT sequence) AS letters, COUNT(*) AS defects, COUNT(corrected) AS corrected,
              CAST(AVG(corrected - at) AS BIGINT) AS taken FROM correction WHERE \(condition.sql)
            """, condition.arguments
        ).first
        return Corrections(
            letters: row?.integer("letters") ?? 0, defects: row?.integer("defects") ?? 0,
            corrected: row?.integer("corrected") ?? 0, taken: row?.optionalInteger("taken"))
    }

    /// Of sections whose first answer falls under the filter: a month is that of the answer.
    public func firstAnswers() throws -> FirstAnswers {
        let condition = condition(of: .answers)
        let rows = try reader.rows(
            """
            SELECT answer, COUNT(*) AS n FROM verification WHERE answer IS NOT NULL AND \(condition.sql)
            GROUP BY answer
            """, condition.arguments)
        func count(_ answer: String) -> Int64 { rows.first { $0.text("answer") == answer }?.integer("n") ?? 0 }
        return FirstAnswers(passed: count("passed"), returned: count("returned"), refused: count("refused"))
    }

    /// Defects in letters by aspect, kind, month or region; the most first. Those without an aspect have none.
    public func defects(by name: BarrierFilter.Name) throws -> [Count] {
        let condition = condition(of: .acts)
        return try reader.rows(
            """
            SELECT \(name.rawValue) AS code, COUNT(*) AS n FROM correction
            WHERE \(name.rawValue) <> '' AND \(condition.sql) GROUP BY \(name.rawValue) ORDER BY n DESC, code
            """, condition.arguments
        ).map { Count(code: $0.text("code"), count: $0.integer("n")) }
    }

    /// Letters and defects by organisation, the most letters first. An organisation that was asked for stands alone.
    public func units() throws -> [Unit] {
        let condition = condition(of: .acts)
        let rows = try reader.rows(
            """
            SELECT unit, COUNT(DISTINCT sequence) AS letters, COUNT(*) AS defects, COUNT(corrected) AS corrected
            FROM (
              SELECT tenderer AS unit, sequence, corrected FROM correction WHERE \(condition.sql)
              UNION ALL
              SELECT agency AS unit, sequence, corrected FROM correction
              WHERE agency <> '' AND agency <> tenderer AND \(condition.sql)
            ) AS part GROUP BY unit ORDER BY letters DESC, defects DESC, unit
            """, condition.arguments)
        return rows.map { row in
            Unit(
                code: row.text("unit"), letters: row.integer("letters"), defects: row.integer("defects"),
                corrected: row.integer("corrected"))
        }.filter { filter[.unit] == nil || filter[.unit] == $0.code }
    }

    /// What the machine found, by aspect, month or region, in the order of the codes.
    public func clauses(by name: BarrierFilter.Name) throws -> [Clauses] {
        let condition = condition(of: .findings)
        func counted(_ outcome: String) -> String {
            "COUNT(CASE WHEN outcome = '\(outcome)' THEN 1 END) AS \(outcome)_count"
        }
        return try reader.rows(
            """
            SELECT \(name.rawValue) AS code, \(counted("fixed")), \(counted("justified")), \(counted("open")),
              \(counted("withdrawn")) FROM scan_finding WHERE \(condition.sql)
            GROUP BY \(name.rawValue) ORDER BY code
            """, condition.arguments
        ).map { row in
            Clauses(
                code: row.text("code"), fixed: row.integer("fixed_count"), justified: row.integer("justified_count"),
                open: row.integer("open_count"), withdrawn: row.integer("withdrawn_count"))
        }
    }

    // MARK: Lists

    /// How many rows a list has.
    public func count(_ list: BarrierList) throws -> Int64 {
        let condition = condition(of: list)
        let what = list == .letters ? "COUNT(DISTINCT sequence)" : "COUNT(*)"
        let answered = list == .answers ? "answer IS NOT NULL AND " : ""
        let row = try reader.rows(
            "SELECT \(what) AS n FROM \(list.table) WHERE \(answered)\(condition.sql)", condition.arguments
        ).first
        return row?.integer("n") ?? 0
    }

    /// A page of a list, newest first.
    /// - Parameter page: from 0.
    public func rows(_ list: BarrierList, page: Int) throws -> [Row] {
        let condition = condition(of: list)
        let query =
            switch list {
            case .acts:
                "SELECT * FROM correction WHERE \(condition.sql) ORDER BY sequence DESC, position"
            case .letters:
                """
                SELECT sequence, letter, section, tenderer, agency, at, COUNT(*) AS defects,
                  MAX(corrected) AS corrected
                FROM correction WHERE \(condition.sql)
                GROUP BY sequence, letter, section, tenderer, agency, at ORDER BY sequence DESC
                """
            case .answers:
                """
                SELECT * FROM verification WHERE answer IS NOT NULL AND \(condition.sql) ORDER BY sequence DESC
                """
            case .findings:
                "SELECT * FROM scan_finding WHERE \(condition.sql) ORDER BY sequence DESC, rule, identity"
            }
        return try reader.rows(
            query + " LIMIT \(Self.page) OFFSET \(max(0, page) * Self.page)", condition.arguments)
    }

    /// Regions that have filings or findings, with the cities and provinces around them.
    public func regions() throws -> [String] {
        let codes = try reader.rows("SELECT region FROM verification UNION SELECT region FROM scan_finding").map {
            $0.text("region")
        }
        return Set(codes.flatMap { [$0, $0.prefix(4) + "00", $0.prefix(2) + "0000"] }).sorted()
    }

    private func condition(of list: BarrierList) -> (sql: String, arguments: [SQLValue]) {
        filter.condition(list.names)
    }
}
