import Desk
import Statute
import Store

extension Tender {
    /// All filings (备案台账): one row a receipt, with what the machine found and what the authority did about it. What is
    /// done later counts for the section's last receipt.
    public static let filingRegister = Register.of(
        Tender.self, name: "filing", version: 1,
        create: [
            """
            CREATE TABLE filing (
              sequence INTEGER PRIMARY KEY, section TEXT NOT NULL, title TEXT NOT NULL, receipt TEXT NOT NULL,
              at INTEGER NOT NULL, month TEXT NOT NULL, region TEXT NOT NULL, trade TEXT NOT NULL,
              tenderer TEXT NOT NULL, defects TEXT NOT NULL, examined INTEGER, inquiries INTEGER NOT NULL,
              open_inquiries INTEGER NOT NULL, investigation TEXT, investigated INTEGER)
            """,
            "CREATE INDEX filing_at ON filing (at DESC)",
            "CREATE INDEX filing_section ON filing (section, sequence)",
        ],
        drop: ["DROP TABLE IF EXISTS filing"]
    ) { registered, transaction in
        guard let plan = registered.after.plan else { return }
        let section = SQLValue.text(registered.id)
        let sequence = SQLValue.integer(registered.sequence)
        let last = "sequence = (SELECT MAX(sequence) FROM filing WHERE section = $1)"
        let inquiries = registered.after.gates.inquiries
        let counts = [Int64(inquiries.count), Int64(inquiries.count { !$0.closed })].map { SQLValue.integer($0) }
        switch registered.act {
        case .documentFiled(let filing):
            try transaction.execute(
                """
                INSERT INTO filing (sequence, section, title, receipt, at, month, region, trade, tenderer, defects,
                  inquiries, open_inquiries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """,
                [
                    sequence, section, .text(plan.title), .text(filing.receipt),
                    .integer(registered.moment.at.milliseconds),
                    .text(String(Day(of: registered.moment.at).description.prefix(7))), .text(filing.region),
                    .text(filing.trade), .text(plan.tenderer),
                    .text((filing.defects ?? []).map(\.kind.rawValue).joined(separator: " ")),
                ] + counts)
        case .filingExamined:
            try transaction.execute("UPDATE filing SET examined = $2 WHERE \(last)", [section, sequence])
        case .filingQuestioned, .filingAnswered, .filingClosed:
            try transaction.execute(
                "UPDATE filing SET inquiries = $2, open_inquiries = $3 WHERE \(last)", [section] + counts)
        case .investigationOpened:
            try transaction.execute(
                "UPDATE filing SET investigation = 'open', investigated = $2 WHERE \(last)", [section, sequence])
        case .investigationClosed(_, let result, _):
            try transaction.execute(
                "UPDATE filing SET investigation = $3, investigated = $2 WHERE \(last)",
                [section, sequence, .text(result.rawValue)])
        default: break
        }
    }
}
