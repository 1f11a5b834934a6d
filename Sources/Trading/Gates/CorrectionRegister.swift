import Desk
import Statute
import Store

extension Tender {
    /// What the three gates found and how it was put right: one row a defect, and one row a section with the centre's
    /// first answer, for the rate of those that pass at once.
    public static let correctionRegister = Register.of(
        Tender.self, name: "correction", version: 3,
        create: [
            """
            CREATE TABLE correction (
              sequence INTEGER NOT NULL, position INTEGER NOT NULL, section TEXT NOT NULL, letter TEXT NOT NULL,
              at INTEGER NOT NULL, month TEXT NOT NULL, kind TEXT NOT NULL, aspect TEXT NOT NULL, text TEXT NOT NULL,
              region TEXT NOT NULL, trade TEXT NOT NULL, tenderer TEXT NOT NULL, agency TEXT NOT NULL,
              subject TEXT NOT NULL, corrected INTEGER, PRIMARY KEY (sequence, position))
            """,
            "CREATE INDEX correction_section ON correction (section, corrected)",
            "CREATE INDEX correction_month ON correction (month, aspect)",
            """
            CREATE TABLE verification (
              section TEXT PRIMARY KEY, region TEXT NOT NULL, trade TEXT NOT NULL, tenderer TEXT NOT NULL,
              agency TEXT NOT NULL, filed INTEGER NOT NULL, answer TEXT, at INTEGER, month TEXT, sequence INTEGER)
            """,
            "CREATE INDEX verification_month ON verification (month, answer)",
        ],
        drop: ["DROP TABLE IF EXISTS correction", "DROP TABLE IF EXISTS verification"]
    ) { registered, transaction in
        guard let plan = registered.after.plan else { return }
        let section = SQLValue.text(registered.id)
        let at = SQLValue.integer(registered.moment.at.milliseconds)
        let month = SQLValue.text(String(Day(of: registered.moment.at).description.prefix(7)))
        // The first answer counts: whoever was reminded or refused did not pass at once, however it ends.
        func answer(_ answer: String) throws {
            try transaction.execute(
                """
                UPDATE verification SET answer = $1, at = $2, month = $3, sequence = $4
                WHERE section = $5 AND answer IS NULL
                """, [.text(answer), at, month, .integer(registered.sequence), section])
        }
        // Letters from before defects were listed count as one error of the document.
        func enter(_ reminder: VerificationReminder) throws {
            let defects =
                reminder.defects
                ?? [.init(kind: .error, aspect: nil, place: "", text: reminder.findings, subject: nil)]
            for (position, defect) in defects.enumerated() {
                let subject = reminder.published?.id ?? (defect.subject ?? .document).rawValue
                try transaction.execute(
                    """
                    INSERT INTO correction (sequence, position, section, letter, at, month, kind, aspect, text, region,
                      trade, tenderer, agency, subject)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                    """,
                    [
                        .integer(registered.sequence), .integer(Int64(position)), section, .text(reminder.number), at,
                        month, .text(defect.kind.rawValue), .text(defect.aspect ?? ""), .text(defect.text),
                        .text(plan.region), .text(plan.trade), .text(plan.tenderer), .text(plan.agency ?? ""),
                        .text(subject),
                    ])
            }
        }
        // A letter's defects are put right where they stand: in the document, in its notice, or in a published notice.
        func corrected(_ subject: String) throws {
            try transaction.execute(
                "UPDATE correction SET corrected = $1 WHERE section = $2 AND subject = $3 AND corrected IS NULL",
                [at, section, .text(subject)])
        }
        switch registered.act {
        case .documentFiled:
            try transaction.execute(
                """
                INSERT INTO verification (section, region, trade, tenderer, agency, filed)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (section) DO NOTHING
                """,
                [
                    section, .text(plan.region), .text(plan.trade), .text(plan.tenderer), .text(plan.agency ?? ""), at,
                ])
        case .documentDrafted: try corrected("document")
        case .noticeDrafted: try corrected("notice")
        case .noticeCorrected(let notice, _): try corrected(notice)
        case .clarificationIssued:
            for verification in registered.before.submitted
            where verification.notice.kind == .clarification && verification.state == .reminded {
                try corrected(verification.notice.id)
            }
        case .verificationPassed: try answer("passed")
        case .entryRefused: try answer("refused")
        case .noticeReminded(let reminder): try enter(reminder)
        case .verificationReturned(let reminder):
            try answer("returned")
            try enter(reminder)
        default: break
        }
    }
}
