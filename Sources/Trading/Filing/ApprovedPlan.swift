import Desk
import Statute
import Store

/// A tender plan that an authority approved (招标方案审批、核准结果), imported from the authority's own records. Beside it
/// projects are found that differ from their approval, began before it, or never came to the platform.
public struct ApprovedPlan: Docket {
    public static let kind = "plan"

    public enum Act: Codable, Sendable, Equatable {
        case planImported(plan: Plan)
        /// The platform saw a project of the plan's number.
        case planEntered(project: String)
        case missingAnswered(answer: MissingAnswer)
        case planWithdrawn(reason: String)
    }

    public struct Plan: Hashable, Codable, Sendable {
        /// 审批文号
        public let approvalNumber: String
        public let projectName: String
        public let approvedBy: String
        public let approvedOn: Day
        public let region: String
        public let trade: String
        /// Unified social credit code of the tenderer.
        public let tenderer: String
        public let method: TenderMethod
        /// Estimate of what is to be tendered, fen.
        public let estimate: Money
        /// Whether it has to be traded on the platform (应进必进).
        public let mustEnter: Bool
        /// 自行招标 or 委托招标, as approved (条例 7); nil when the authority's table does not say.
        public let organisationForm: OrganisationForm?
        /// 招标范围, as approved (条例 7); nil when the authority's table does not say.
        public let scope: String?
    }

    public let id: String
    public private(set) var plan: Plan?
    /// The project that came to the platform.
    public private(set) var project: String?
    /// What the authority did about its not coming, the latest last.
    public private(set) var answers: [MissingAnswer] = []
    public private(set) var isWithdrawn = false

    public init(id: String) { self.id = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .planImported(let plan): self.plan = plan
        case .planEntered(let project): self.project = project
        case .missingAnswered(let answer): answers.append(answer)
        case .planWithdrawn: isWithdrawn = true
        }
    }
}

extension ApprovedPlan {
    enum Forms {
        static let approvalNumber = Field<String>.text("approvalNumber", maximum: 60, example: "昭发改审〔2026〕118号")
        static let name = Field<String>.text("name", maximum: 120, example: "镇雄县泼机镇灌区配套改造工程")
        static let approvedBy = Field<String>.text("approvedBy", maximum: 60, example: "昭通市发展和改革委员会")
        static let approvedOn = Field<Day>.day("approvedOn")
        static let region = Field<String>.region("region")
        static let trade = Field<String>.tradeClass("trade")
        static let tenderer = Field<String>.organisation("tenderer")
        static let method = Field<TenderMethod>.choice("method", set: "tenderMethod")
        static let estimate = Field<Money>.money("estimate")
        static let mustEnter = Field<Bool>.boolean("mustEnter")
        static let organisationForm = Field<OrganisationForm>.choice("organisationForm", set: "organisationForm")
            .optional
        static let scope = Field<String>.prose("scope", maximum: 2000).optional
        static let reason = Field<String>.prose("reason", maximum: 1000)
        static let result = Field<MissingAnswer.Result>.choice("missingResult", set: "missingAnswer")
        static let text = Field<String>.prose("missingText", maximum: 2000)
        /// In the order of the columns of an import.
        static let all = [
            approvalNumber.description, name.description, approvedBy.description, approvedOn.description,
            region.description, trade.description, tenderer.description, method.description, estimate.description,
            mustEnter.description, organisationForm.description, scope.description,
        ]
    }

    public static let commands: [Command<ApprovedPlan>] = [
        Command(
            opening: "import", by: [.regulator, .administrator], fields: Forms.all,
            number: { _, situation in try Numbering.next("plan", in: situation) },
            decide: { _, input, situation in
                let approvalNumber = input[Forms.approvalNumber]
                let before = try situation.facts.rows(
                    "SELECT number FROM plan WHERE approval_key = $1", [.text(ApprovalNumber.key(approvalNumber))])
                try require(
                    before.isEmpty,
                    Refusal(
                        .invalid, "plan.twice", field: "approvalNumber", ["docket": before.first?.text("number") ?? ""])
                )
                try require(
                    input[Forms.approvedOn] <= Day(of: situation.at),
                    Refusal(.invalid, "project.approvalInFuture", rule: "T01", field: "approvedOn"))
                try require(
                    situation.by.office.covers(region: input[Forms.region]),
                    Refusal(.office, "office.wrongRegion", field: "region"))
                try require(
                    situation.by.office.covers(trade: input[Forms.trade]),
                    Refusal(.office, "office.wrongTrade", field: "trade"))
                return Decision(
                    .planImported(
                        plan: Plan(
                            approvalNumber: approvalNumber, projectName: input[Forms.name],
                            approvedBy: input[Forms.approvedBy], approvedOn: input[Forms.approvedOn],
                            region: input[Forms.region], trade: input[Forms.trade], tenderer: input[Forms.tenderer],
                            method: input[Forms.method], estimate: input[Forms.estimate],
                            mustEnter: input[Forms.mustEnter], organisationForm: input[Forms.organisationForm],
                            scope: input[Forms.scope])))
            }),
        Command(
            "answerMissing", by: [.regulator], fields: [Forms.result.description, Forms.text.description],
            offered: { $0.isMissing },
            briefing: { plan, situation in
                plan.missing(on: Day(of: situation.at)).map { [Briefing($0.kind.rawValue, said: $0.said)] } ?? []
            },
            decide: { try $0.answerMissing($1, $2) }),
        Command(
            "withdraw", by: [.regulator, .administrator], fields: [Forms.reason.description],
            offered: { !$0.isWithdrawn },
            decide: { plan, input, _ in
                try require(!plan.isWithdrawn, Refusal(.stage, "plan.withdrawn"))
                return Decision(.planWithdrawn(reason: input[Forms.reason]))
            }),
    ]

    public static let register = Register.of(
        ApprovedPlan.self, name: "plan", version: 3,
        create: [
            """
            CREATE TABLE plan (
              number TEXT PRIMARY KEY, approval_number TEXT NOT NULL, approval_key TEXT NOT NULL, name TEXT NOT NULL, region TEXT NOT NULL,
              trade TEXT NOT NULL, tenderer TEXT NOT NULL, estimate INTEGER NOT NULL, approved INTEGER NOT NULL,
              must_enter INTEGER NOT NULL, sequence INTEGER NOT NULL, entered_as TEXT, answer TEXT, answer_text TEXT,
              answer_sequence INTEGER)
            """,
            // Not unique: an older ledger may hold one number in two ways of writing.
            "CREATE INDEX plan_approval ON plan (approval_key)",
        ],
        drop: ["DROP TABLE IF EXISTS plan"]
    ) { registered, transaction in
        switch registered.act {
        case .planImported(let plan):
            try transaction.execute(
                """
                INSERT INTO plan (number, approval_number, name, region, trade, tenderer, estimate, approved,
                  must_enter, sequence, approval_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """,
                [
                    .text(registered.id), .text(plan.approvalNumber), .text(plan.projectName), .text(plan.region),
                    .text(plan.trade), .text(plan.tenderer), .integer(plan.estimate.fen),
                    .integer(plan.approvedOn.start.milliseconds), .integer(plan.mustEnter ? 1 : 0),
                    .integer(registered.sequence), .text(ApprovalNumber.key(plan.approvalNumber)),
                ])
        case .planEntered(let project):
            try transaction.execute(
                "UPDATE plan SET entered_as = $1 WHERE number = $2", [.text(project), .text(registered.id)])
        case .missingAnswered(let answer):
            try transaction.execute(
                "UPDATE plan SET answer = $1, answer_text = $2, answer_sequence = $3 WHERE number = $4",
                [
                    .text(answer.result.rawValue), .text(answer.text), .integer(registered.sequence),
                    .text(registered.id),
                ])
        case .planWithdrawn:
            try transaction.execute("DELETE FROM plan WHERE number = $1", [.text(registered.id)])
        }
    }
}
