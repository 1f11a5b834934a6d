import Statute
import Store

/// A time limit that runs on a docket until something is done (时限): what the scheduler warns about.
public struct WatchedTerm: Hashable, Sendable {
    /// Rule id, `T07`.
    public let rule: String
    public let start: Instant
    /// The first instant at which it is late.
    public let due: Instant

    public init(_ rule: String, start: Instant, due: Instant) {
        self.rule = rule
        self.start = start
        self.due = due
    }

    /// When half of the time, and four fifths of it, have gone.
    var half: Instant { start.advanced(byMilliseconds: (due.milliseconds - start.milliseconds) / 2) }
    var eighty: Instant { start.advanced(byMilliseconds: (due.milliseconds - start.milliseconds) / 5 * 4) }

    /// How far it has gone.
    public func stage(at now: Instant) -> TermStage {
        if now >= due { return .passed }
        return now >= eighty ? .eighty : now >= half ? .half : .running
    }

    /// When the next warning after a stage is due; nil after the last.
    func next(after stage: TermStage) -> Instant? {
        switch stage {
        case .running: half
        case .half: eighty
        case .eighty: due
        case .passed: nil
        }
    }
}

/// A docket whose time limits are watched.
public protocol TimedDocket: Docket {
    /// The limits that run now, from the state alone.
    func runningTerms() -> [WatchedTerm]
}

/// The warnings of one running term: half, four fifths, passed; each an act, once.
public struct TermWarning: Docket {
    public static let kind = "term"

    public enum Act: Codable, Sendable, Equatable {
        /// - Parameter of: the docket on which the term runs, `section/2026-000127`.
        case termWarned(of: String, rule: String, due: Instant, stage: TermStage)
    }

    public let id: String
    public private(set) var stage = TermStage.running

    public init(id: String) { self.id = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .termWarned(_, _, _, let stage): self.stage = stage
        }
    }

    /// The docket of a term's warnings: `section-2026-000127-T07-1790000000000`.
    static func number(_ docket: String, _ term: WatchedTerm) -> String {
        "\(docket.replacing("/", with: "-"))-\(term.rule)-\(term.start.milliseconds)"
    }
}

/// Every running term of every docket, by when its next warning is due.
public enum TermRegister {
    public static func register(_ kinds: [DocketKind]) -> Register {
        let byKind = Dictionary(
            kinds.compactMap { kind in kind.keepTerms.map { (kind.kind, $0) } }, uniquingKeysWith: { first, _ in first }
        )
        return Register(
            name: "running_term", version: 1,
            create: [
                """
                CREATE TABLE running_term (
                  docket TEXT NOT NULL, rule TEXT NOT NULL, start INTEGER NOT NULL, due INTEGER NOT NULL,
                  warnings TEXT NOT NULL, next INTEGER, PRIMARY KEY (docket, rule, start))
                """,
                "CREATE INDEX running_term_next ON running_term (next)",
                "CREATE INDEX running_term_warnings ON running_term (warnings)",
            ],
            drop: ["DROP TABLE IF EXISTS running_term"]
        ) { stored, transaction in
            let kind = String(stored.entry.docket.prefix { $0 != "/" })
            guard kind == TermWarning.kind else { return try byKind[kind]?(stored, transaction) ?? () }
            let act = try ActCoding.decode(TermWarning.Act.self, name: stored.entry.act, open: stored.entry.open)
            guard case .termWarned(_, _, _, let stage) = act else { return }
            let warnings = SQLValue.text(String(stored.entry.docket.dropFirst(TermWarning.kind.utf8.count + 1)))
            let rows = try transaction.rows("SELECT rule, start, due FROM running_term WHERE warnings = $1", [warnings])
            guard let row = rows.first else { return }
            let term = WatchedTerm(
                row.text("rule"), start: Instant(milliseconds: row.integer("start")),
                due: Instant(milliseconds: row.integer("due")))
            try transaction.execute(
                "UPDATE running_term SET next = $1 WHERE warnings = $2",
                [term.next(after: stage).map { .integer($0.milliseconds) } ?? .null, warnings])
        }
    }

    /// Keeps the rows of one kind.
    static func keeper<D: TimedDocket>(of type: D.Type) -> @Sendable (StoredEntry, Transaction) throws -> Void {
        let register = Register.of(D.self, name: "running_term", version: 1, create: [], drop: []) {
            registered, transaction in
            let name = "\(D.kind)/\(registered.id)"
            let before = Set(registered.before.runningTerms())
            let after = Set(registered.after.runningTerms())
            for gone in before.subtracting(after) {
                try transaction.execute(
                    "DELETE FROM running_term WHERE docket = $1 AND rule = $2 AND start = $3",
                    [.text(name), .text(gone.rule), .integer(gone.start.milliseconds)])
            }
            for new in after.subtracting(before) {
                try transaction.execute(
                    """
                    INSERT OR REPLACE INTO running_term (docket, rule, start, due, warnings, next)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """,
                    [
                        .text(name), .text(new.rule), .integer(new.start.milliseconds),
                        .integer(new.due.milliseconds), .text(TermWarning.number(name, new)),
                        .integer(new.half.milliseconds),
                    ])
            }
        }
        return register.apply
    }
}

/// Warns about running terms at half, at four fifths and when they pass: each once, also after a restart or a week
/// switched off, when only the furthest stage is still worth saying.
public struct TermClock: Sendable {
    private let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    /// - Returns: how many warnings were entered.
    @discardableResult
    public func warn(at now: Instant) async throws -> Int {
        let rows = try desk.facts.rows(
            "SELECT docket, rule, start, due, warnings FROM running_term WHERE next <= $1 ORDER BY next LIMIT 500",
            [.integer(now.milliseconds)])
        for row in rows {
            let term = WatchedTerm(
                row.text("rule"), start: Instant(milliseconds: row.integer("start")),
                due: Instant(milliseconds: row.integer("due")))
            let stage = term.stage(at: now)
            let docket = row.text("docket")
            // The key makes it once, whatever happens between the act and the register.
            _ = try await desk.decide(
                TermWarning.self, on: row.text("warnings"), existence: .either, at: now, key: "stage \(stage.rawValue)"
            ) { _, _ in
                Decision(.termWarned(of: docket, rule: term.rule, due: term.due, stage: stage))
            }
        }
        return rows.count
    }
}
