import Statute
import Store

/// Every running term of every docket, by when its next warning is due; whom it concerns; and the warnings that were
/// entered.
public enum TermRegister {
    /// - Parameter law: by which a term's instants are worked out.
    public static func register(_ kinds: [DocketKind], law: Statute) -> Register {
        let byKind = Dictionary(
            kinds.compactMap { kind in kind.keepTerms.map { (kind.kind, $0(law)) } },
            uniquingKeysWith: { first, _ in first })
        return Register(
            name: "running_term", version: 3,
            create: [
                """
                CREATE TABLE running_term (
                  docket TEXT NOT NULL, rule TEXT NOT NULL, start INTEGER NOT NULL, half INTEGER, eighty INTEGER,
                  due INTEGER, warnings TEXT NOT NULL, given INTEGER NOT NULL, next INTEGER, title TEXT NOT NULL,
                  PRIMARY KEY (docket, rule, start))
                """,
                "CREATE INDEX running_term_next ON running_term (next)",
                "CREATE INDEX running_term_warnings ON running_term (warnings)",
                """
                CREATE TABLE term_party (
                  docket TEXT NOT NULL, rule TEXT NOT NULL, start INTEGER NOT NULL, role TEXT NOT NULL,
                  region TEXT NOT NULL, trade TEXT NOT NULL, organisation TEXT NOT NULL, supervises INTEGER NOT NULL,
                  PRIMARY KEY (docket, rule, start, role, organisation))
                """,
                "CREATE INDEX term_party_role ON term_party (role, organisation)",
                """
                CREATE TABLE term_warning (
                  warnings TEXT NOT NULL, docket TEXT NOT NULL, rule TEXT NOT NULL, start INTEGER NOT NULL,
                  stage INTEGER NOT NULL, due INTEGER NOT NULL, reached INTEGER, at INTEGER NOT NULL,
                  sequence INTEGER NOT NULL, PRIMARY KEY (warnings, stage))
                """,
                "CREATE INDEX term_warning_docket ON term_warning (docket, sequence)",
            ],
            drop: [
                "DROP TABLE IF EXISTS running_term", "DROP TABLE IF EXISTS term_party",
                "DROP TABLE IF EXISTS term_warning",
            ]
        ) { stored, transaction in
            let kind = String(stored.entry.docket.prefix { $0 != "/" })
            guard kind == TermWarning.kind else { return try byKind[kind]?(stored, transaction) ?? () }
            try take(stored, transaction)
        }
    }

    /// A warning: kept, and the term waits for the next one.
    private static func take(_ stored: StoredEntry, _ transaction: Transaction) throws {
        let act = try ActCoding.decode(TermWarning.Act.self, name: stored.entry.act, open: stored.entry.open)
        guard case .termWarned(let docket, let rule, let due, let stage, let reached) = act else { return }
        let number = String(stored.entry.docket.dropFirst(TermWarning.kind.utf8.count + 1))
        let at = Instant(stored.entry.at)?.milliseconds ?? 0
        try transaction.execute(
            """
            INSERT OR REPLACE INTO term_warning (warnings, docket, rule, start, stage, due, reached, at, sequence)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(number), .text(docket), .text(rule),
                .integer(TermWarning.start(ofNumber: number)?.milliseconds ?? 0), .integer(Int64(stage.rawValue)),
                .integer(due.milliseconds), reached.map { .integer($0.milliseconds) } ?? .null, .integer(at),
                .integer(stored.sequence),
            ])
        let rows = try transaction.rows("SELECT * FROM running_term WHERE warnings = $1", [.text(number)])
        guard let row = rows.first else { return }
        let given = max(stage, TermStage(rawValue: Int(row.integer("given"))) ?? .running)
        let next = DueRow(row).next(after: given)
        try transaction.execute(
            "UPDATE running_term SET given = $1, next = $2 WHERE warnings = $3",
            [.integer(Int64(given.rawValue)), next.map { .integer($0.milliseconds) } ?? .null, .text(number)])
    }

    /// Keeps the rows of one kind.
    static func keeper<D: TimedDocket>(
        of type: D.Type, law: Statute
    ) -> @Sendable (StoredEntry, Transaction) throws -> Void {
        let register = Register.of(D.self, name: "running_term", version: 2, create: [], drop: []) {
            registered, transaction in
            let name = "\(D.kind)/\(registered.id)"
            func closed(_ version: Int) throws -> [UInt8]? {
                try registered.closedPart(ofVersion: version, transaction)
            }
            let before = Set(try registered.before.runningTerms(closed: closed))
            let after = Set(try registered.after.runningTerms(closed: closed))
            for gone in before.subtracting(after) {
                let key: [SQLValue] = [.text(name), .text(gone.rule), .integer(gone.start.milliseconds)]
                for table in ["running_term", "term_party"] {
                    try transaction.execute(
                        "DELETE FROM \(table) WHERE docket = $1 AND rule = $2 AND start = $3", key)
                }
            }
            for new in after.subtracting(before).sorted(by: { ($0.rule, $0.start) < ($1.rule, $1.start) }) {
                // A term of working days that the calendar does not reach yet cannot warn.
                do { try insert(new, of: name, law, transaction) } catch is WorkCalendar.MissingYear { continue }
            }
        }
        return register.apply
    }

    private static func insert(
        _ term: WatchedTerm, of docket: String, _ law: Statute, _ transaction: Transaction
    ) throws {
        let row = try term.row(by: law)
        let number = TermWarning.number(docket, term)
        let key: [SQLValue] = [.text(docket), .text(term.rule), .integer(term.start.milliseconds)]
        // A term whose end was moved, by a pause, does not give again the warnings that it gave.
        let earlier = try transaction.rows(
            "SELECT MAX(stage) AS given FROM term_warning WHERE warnings = $1", [.text(number)])
        let given = earlier.first?.optionalInteger("given").flatMap { TermStage(rawValue: Int($0)) } ?? .running
        func instant(_ stage: TermStage) -> SQLValue {
            row.next(after: stage).map { .integer($0.milliseconds) } ?? .null
        }
        try transaction.execute(
            """
            INSERT OR REPLACE INTO running_term
              (docket, rule, start, half, eighty, due, warnings, given, next, title)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            key + [
                instant(.running), instant(.half), instant(.eighty), .text(number), .integer(Int64(given.rawValue)),
                instant(given), .text(term.title),
            ])
        for party in term.parties {
            try transaction.execute(
                """
                INSERT OR REPLACE INTO term_party
                  (docket, rule, start, role, region, trade, organisation, supervises)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                key + [
                    .text(party.role.rawValue), .text(party.region), .text(party.trade), .text(party.organisation),
                    .integer(party.supervises ? 1 : 0),
                ])
        }
    }
}

extension DueRow {
    /// The instants of a row of the register, in its columns `half`, `eighty` and `due`.
    public init(_ row: Row) {
        func milliseconds(_ column: String) -> Int64 { row.optionalInteger(column) ?? DueRow.never }
        self.init(
            dueMilliseconds: milliseconds("due"), halfMilliseconds: milliseconds("half"),
            eightyMilliseconds: milliseconds("eighty"))
    }
}
