import Desk
import Store

extension Tender {
    /// Files of tender documents and clarifications, and who may read them: everybody once the notice is published,
    /// before that the offices in charge and the tenderer's own (site: `/files/<sha256>/<name>`). Those of a
    /// clarification's draft wait for its publication.
    public static let fileRegister = Register.of(
        Tender.self, name: "docket_file", version: 3,
        create: [
            """
            CREATE TABLE docket_file (
              sha256 TEXT NOT NULL, docket TEXT NOT NULL, name TEXT NOT NULL, region TEXT NOT NULL, trade TEXT NOT NULL,
              tenderer TEXT NOT NULL, agency TEXT NOT NULL, published INTEGER NOT NULL, PRIMARY KEY (sha256, docket))
            """
        ],
        drop: ["DROP TABLE IF EXISTS docket_file"]
    ) { registered, transaction in
        let tender = registered.after
        guard let plan = tender.plan else { return }
        let published = tender.notice != nil
        let drafted = tender.clarificationDraft?.clarification.files ?? []
        let before = Set(registered.before.files.map(\.sha256))
        let draftedBefore = Set(registered.before.clarificationDraft?.clarification.files.map(\.sha256) ?? [])
        guard
            published != (registered.before.notice != nil)
                || tender.files.contains(where: { !before.contains($0.sha256) })
                || drafted.contains(where: { !draftedBefore.contains($0.sha256) })
        else { return }
        for (file, published) in tender.files.map({ ($0, published) }) + drafted.map({ ($0, false) }) {
            try transaction.execute(
                """
                INSERT INTO docket_file (sha256, docket, name, region, trade, tenderer, agency, published)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (sha256, docket) DO UPDATE
                SET published = CASE WHEN excluded.published > docket_file.published THEN excluded.published
                  ELSE docket_file.published END
                """,
                [
                    .text(file.sha256), .text("section/" + registered.id), .text(file.name), .text(plan.region),
                    .text(plan.trade), .text(plan.tenderer), .text(plan.agency ?? ""), .integer(published ? 1 : 0),
                ])
        }
    }
}
