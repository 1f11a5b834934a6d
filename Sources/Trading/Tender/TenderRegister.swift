import Desk
import Statute
import Store

extension Tender {
    /// Sections by stage, region, trade and words; the text index is of trigrams, which suits Chinese.
    public static let register = Register.of(
        Tender.self, name: "section", version: 1,
        create: [
            """
            CREATE TABLE section (
              number TEXT PRIMARY KEY, title TEXT NOT NULL, deal_code TEXT NOT NULL, project TEXT NOT NULL,
              tenderer TEXT NOT NULL, tenderer_name TEXT NOT NULL, agency TEXT, region TEXT NOT NULL,
              trade TEXT NOT NULL, estimate INTEGER NOT NULL, ceiling INTEGER, stage TEXT NOT NULL,
              suspended INTEGER NOT NULL, published INTEGER, issue_until INTEGER, deadline INTEGER,
              opening_ends INTEGER, publicity_until INTEGER, winner_name TEXT, award_price INTEGER,
              updated INTEGER NOT NULL, sequence INTEGER NOT NULL)
            """,
            "CREATE INDEX section_published ON section (published DESC, number)",
            "CREATE INDEX section_stage ON section (stage, deadline)",
            "CREATE VIRTUAL TABLE section_text USING fts5 (number UNINDEXED, words, tokenize = 'trigram')",
        ],
        drop: ["DROP TABLE IF EXISTS section", "DROP TABLE IF EXISTS section_text"]
    ) { registered, transaction in
        let tender = registered.after
        guard let plan = tender.plan else { return }
        func instant(_ value: Instant?) -> SQLValue { value.map { .integer($0.milliseconds) } ?? .null }
        let isNew = registered.before.plan == nil
        if isNew {
            let words = [
                plan.title, plan.dealCode, plan.tendererName, plan.agencyName ?? "", plan.scope, registered.id,
                plan.approvalNumber,
            ]
            try transaction.execute(
                "INSERT INTO section_text (number, words) VALUES ($1, $2)",
                [.text(registered.id), .text(words.joined(separator: "\n"))])
        }
        let published: Instant? =
            if case .noticePublished = registered.act { registered.moment.at } else { nil }
        try transaction.execute(
            """
            INSERT INTO section
              (number, title, deal_code, project, tenderer, tenderer_name, agency, region, trade, estimate, ceiling,
               stage, suspended, published, issue_until, deadline, opening_ends, publicity_until, winner_name,
               award_price, updated, sequence)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
            ON CONFLICT (number) DO UPDATE SET
              ceiling = excluded.ceiling, stage = excluded.stage, suspended = excluded.suspended,
              published = COALESCE(section.published, excluded.published), issue_until = excluded.issue_until,
              deadline = excluded.deadline, opening_ends = excluded.opening_ends,
              publicity_until = excluded.publicity_until, winner_name = excluded.winner_name,
              award_price = excluded.award_price, updated = excluded.updated, sequence = excluded.sequence
            """,
            [
                .text(registered.id), .text(plan.title), .text(plan.dealCode), .text(plan.project),
                .text(plan.tenderer), .text(plan.tendererName), plan.agency.map { .text($0) } ?? .null,
                .text(plan.region), .text(plan.trade), .integer(plan.estimate.fen),
                tender.document.map { .integer($0.ceilingPrice.fen) } ?? .null, .text(tender.stage.code),
                .integer(tender.isSuspended ? 1 : 0), instant(published), instant(tender.notice?.issueUntil),
                instant(tender.deadline), instant(tender.openingWindowEnds), instant(tender.publicityUntil),
                tender.award.map { .text($0.bidderName) } ?? .null,
                tender.award.map { .integer($0.price.fen) } ?? .null,
                .integer(registered.moment.at.milliseconds), .integer(registered.sequence),
            ])
    }
}
