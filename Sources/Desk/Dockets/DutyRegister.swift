import Statute
import Store

/// One thing that somebody has to do next (待办), with when it is due.
public struct Duty: Hashable, Sendable {
    /// Name of the docket's command that does it.
    public let command: String
    public let role: Role
    public let region: String
    /// Trade class; empty when any will do.
    public let trade: String
    /// Of the organisation that has to do it, or, for an expert, of the person; empty when any competent office may.
    public let organisation: String
    public let due: Instant?
    /// What the docket is about, as the workbench shows it.
    public let title: String

    public init(
        _ command: String, by role: Role, region: String, trade: String = "", organisation: String = "",
        due: Instant? = nil, title: String
    ) {
        self.command = command
        self.role = role
        self.region = region
        self.trade = trade
        self.organisation = organisation
        self.due = due
        self.title = title
    }
}

/// A docket that offices wait for.
public protocol DutifulDocket: Docket {
    /// What the docket waits for.
    /// - Parameters:
    ///   - law: by which it is known when a duty is due.
    ///   - closed: the closed bytes beside the docket's act of a version, for duties of whom the ledger does not name;
    ///     nil when there are none.
    func duties(law: Statute, closed: (_ version: Int) throws -> [UInt8]?) throws -> [Duty]
}

/// What waits for whom, of all kinds of dockets: the workbench of every office reads it.
public enum DutyRegister {
    public static func register(_ kinds: [DocketKind], law: Statute) -> Register {
        let byKind = Dictionary(
            kinds.compactMap { kind in kind.keepDuties.map { (kind.kind, $0(law)) } },
            uniquingKeysWith: { first, _ in first })
        return Register(
            name: "duty", version: 4,
            create: [
                """
                CREATE TABLE duty (
                  docket TEXT NOT NULL, kind TEXT NOT NULL, command TEXT NOT NULL, role TEXT NOT NULL,
                  region TEXT NOT NULL, trade TEXT NOT NULL, organisation TEXT NOT NULL, due INTEGER,
                  since INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (docket, command, role, organisation))
                """,
                "CREATE INDEX duty_role ON duty (role, due)",
            ],
            drop: ["DROP TABLE IF EXISTS duty"]
        ) { stored, transaction in
            try byKind[String(stored.entry.docket.prefix { $0 != "/" })]?(stored, transaction)
        }
    }

    /// Keeps the rows of one kind.
    static func keeper<D: DutifulDocket>(
        of type: D.Type, law: Statute
    ) -> @Sendable (StoredEntry, Transaction) throws -> Void {
        let register = Register.of(D.self, name: "duty", version: 1, create: [], drop: []) { registered, transaction in
            let name = "\(D.kind)/\(registered.id)"
            func closed(_ version: Int) throws -> [UInt8]? {
                try registered.closedPart(ofVersion: version, transaction)
            }
            let before = Set(try registered.before.duties(law: law, closed: closed))
            let after = Set(try registered.after.duties(law: law, closed: closed))
            let docket = SQLValue.text(name)
            for gone in before.subtracting(after) {
                try transaction.execute(
                    "DELETE FROM duty WHERE docket = $1 AND command = $2 AND role = $3 AND organisation = $4",
                    [docket, .text(gone.command), .text(gone.role.rawValue), .text(gone.organisation)])
            }
            for new in after.subtracting(before).sorted(by: { $0.command < $1.command }) {
                try transaction.execute(
                    """
                    INSERT INTO duty (docket, kind, command, role, region, trade, organisation, due, since, title)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    ON CONFLICT (docket, command, role, organisation) DO UPDATE SET due = excluded.due
                    """,
                    [
                        docket, .text(D.kind), .text(new.command), .text(new.role.rawValue), .text(new.region),
                        .text(new.trade), .text(new.organisation), new.due.map { .integer($0.milliseconds) } ?? .null,
                        .integer(registered.moment.at.milliseconds), .text(new.title),
                    ])
            }
        }
        return register.apply
    }
}
