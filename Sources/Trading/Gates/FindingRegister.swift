import Desk
import Statute
import Store

extension Tender {
    /// What the machine found at gate one, in documents and in clarifications, each clause once however many versions repeat it, and how it ended: put
    /// right by a later version, justified, withdrawn by other rules, or open.
    public static let findingRegister = Register.of(
        Tender.self, name: "scan_finding", version: 5,
        create: [
            """
            CREATE TABLE scan_finding (
              section TEXT NOT NULL, origin TEXT NOT NULL, identity TEXT NOT NULL, sequence INTEGER NOT NULL, rule TEXT NOT NULL,
              aspect TEXT NOT NULL, severity TEXT NOT NULL, sentence TEXT NOT NULL, at INTEGER NOT NULL,
              month TEXT NOT NULL, region TEXT NOT NULL, trade TEXT NOT NULL, tenderer TEXT NOT NULL,
              agency TEXT NOT NULL, outcome TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL,
              first INTEGER NOT NULL, past INTEGER NOT NULL, PRIMARY KEY (section, origin, identity))
            """,
            "CREATE INDEX scan_finding_month ON scan_finding (month, aspect)",
        ],
        drop: ["DROP TABLE IF EXISTS scan_finding"]
    ) { registered, transaction in
        guard let plan = registered.after.plan else { return }
        let section = SQLValue.text(registered.id)
        // The same words in the document and in a clarification are two clauses: each ends on its own.
        func end(_ finding: DocumentScan.Finding, _ outcome: String, of origin: String = "") throws {
            try transaction.execute(
                "UPDATE scan_finding SET outcome = $1 WHERE section = $2 AND identity = $3 AND origin = $4",
                [.text(outcome), section, .text(finding.identity), .text(origin)])
        }
        func origin(_ draft: ClarificationDraft?) -> String { draft.map { "C\($0.clarification.number)" } ?? "" }
        // A clarification that never came out.
        func withdraw(_ draft: ClarificationDraft?) throws {
            for finding in (draft?.scan ?? draft?.earlier)?.findings ?? [] {
                try end(finding, "withdrawn", of: origin(draft))
            }
        }
        func enter(
            _ scan: DocumentScan, of origin: String = "", justified: (DocumentScan.Finding) -> Bool,
            files: [FileReference]
        ) throws {
            let month = String(Day(of: registered.moment.at).description.prefix(7))
            let digests = Dictionary(files.map { ($0.name, $0.sha256) }) { first, _ in first }
            for finding in scan.findings {
                try transaction.execute(
                    """
                    INSERT INTO scan_finding (section, origin, identity, sequence, rule, aspect, severity, sentence, at, month,
                      region, trade, tenderer, agency, outcome, file, sha256, first, past)
                    VALUES ($1, $19, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $18, $14, $15, $16, $17)
                    ON CONFLICT (section, origin, identity) DO UPDATE SET outcome = excluded.outcome, file = excluded.file,
                      sha256 = excluded.sha256, first = excluded.first, past = excluded.past
                    """,
                    [
                        section, .text(finding.identity), .integer(registered.sequence), .text(finding.rule),
                        .text(finding.aspect), .text(finding.severity.rawValue), .text(finding.sentence),
                        .integer(registered.moment.at.milliseconds), .text(month), .text(plan.region),
                        .text(plan.trade), .text(plan.tenderer), .text(plan.agency ?? ""), .text(finding.file),
                        .text(digests[finding.file] ?? ""),
                        .integer(Int64(finding.start)), .integer(Int64(finding.end)),
                        .text(justified(finding) ? "justified" : "open"), .text(origin),
                    ])
            }
        }
        switch registered.act {
        case .documentScanned(let scan):
            let isSameVersion = registered.before.gates.scan?.digest == scan.digest
            if let before = registered.before.gates.scan {
                for finding in scan.changes(since: before).fixed {
                    try end(finding, isSameVersion ? "withdrawn" : "fixed")
                }
            }
            // A reason holds for one version: what is found again in another is open again.
            let justifications = registered.after.gates.justifications
            try enter(scan, justified: { justifications[$0.id] != nil }, files: registered.after.files)
        case .findingJustified(let justification):
            let found = registered.before.gates.scan?.findings.first { $0.id == justification.finding }
            if let found { try end(found, "justified") }
        case .clarificationScanned(let scan):
            let draft = registered.after.clarificationDraft
            if let before = registered.before.clarificationDraft?.scan {
                for finding in scan.changes(since: before).fixed { try end(finding, "withdrawn", of: origin(draft)) }
            } else if let earlier = draft?.earlier {
                for finding in scan.changes(since: earlier).fixed { try end(finding, "fixed", of: origin(draft)) }
            }
            let justifications = draft?.justifications ?? [:]
            try enter(
                scan, of: origin(draft), justified: { justifications[$0.id] != nil },
                files: draft?.clarification.files ?? [])
        case .clarificationJustified(let justification):
            let scan = registered.before.clarificationDraft?.scan
            if let found = scan?.findings.first(where: { $0.id == justification.finding }) {
                try end(found, "justified", of: origin(registered.before.clarificationDraft))
            }
        case .clarificationWithdrawn, .bidsCutOff, .tenderTerminated:
            try withdraw(registered.before.clarificationDraft)
        default: break
        }
    }
}
