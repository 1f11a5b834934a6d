import Statute
import Store

/// Who did what (已办): one row an act, for "what I did" on a workbench.
public enum DoingRegister {
    public static let register = Register(
        name: "doing", version: 1,
        create: [
            """
            CREATE TABLE doing (
              sequence INTEGER PRIMARY KEY, docket TEXT NOT NULL, act TEXT NOT NULL, at INTEGER NOT NULL,
              person TEXT NOT NULL, office TEXT NOT NULL)
            """,
            "CREATE INDEX doing_person ON doing (person, sequence)",
        ],
        drop: ["DROP TABLE IF EXISTS doing"]
    ) { stored, transaction in
        let at = Instant(stored.entry.at)?.milliseconds ?? 0
        try transaction.execute(
            "INSERT INTO doing (sequence, docket, act, at, person, office) VALUES ($1, $2, $3, $4, $5, $6)",
            [
                .integer(stored.sequence), .text(stored.entry.docket), .text(stored.entry.act), .integer(at),
                .text(stored.entry.person), .text(stored.entry.office),
            ])
    }
}
