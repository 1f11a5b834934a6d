import Desk
import Store

extension Project {
    /// Projects by number, tenderer and approval.
    public static let register = Register.of(
        Project.self, name: "project", version: 2,
        create: [
            """
            CREATE TABLE project (
              number TEXT PRIMARY KEY, name TEXT NOT NULL, approval_number TEXT NOT NULL,
              approval_key TEXT NOT NULL, approved INTEGER NOT NULL, tenderer TEXT NOT NULL, tenderer_name TEXT NOT NULL, region TEXT NOT NULL, trade TEXT NOT NULL, estimate INTEGER NOT NULL,
              sections INTEGER NOT NULL, at INTEGER NOT NULL)
            """,
            "CREATE INDEX project_tenderer ON project (tenderer, number)",
            "CREATE INDEX project_approval ON project (approval_key)",
        ],
        drop: ["DROP TABLE IF EXISTS project"]
    ) { registered, transaction in
        guard let approval = registered.after.approval else { return }
        try transaction.execute(
            """
            INSERT INTO project
              (number, name, approval_number, tenderer, tenderer_name, region, trade, estimate, sections, at,
               approval_key, approved)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (number) DO UPDATE SET sections = excluded.sections
            """,
            [
                .text(registered.id), .text(approval.name), .text(approval.approvalNumber), .text(approval.tenderer),
                .text(approval.tendererName), .text(approval.region), .text(approval.trade),
                .integer(approval.estimate.fen), .integer(Int64(registered.after.sections.count)),
                .integer(registered.moment.at.milliseconds), .text(ApprovalNumber.key(approval.approvalNumber)),
                .integer(approval.approvedOn.start.milliseconds),
            ])
    }
}
