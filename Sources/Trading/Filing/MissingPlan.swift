import Desk
import Statute

/// What the authority did about a plan that must come to the platform and has not (应进未进).
public struct MissingAnswer: Hashable, Codable, Sendable {
    /// What was found, as it stood when it was answered.
    public let defect: FilingDefect
    public let result: Result
    public let text: String

    public enum Result: String, Codable, CaseIterable, Sendable {
        /// 已询问建设单位
        case asked
        /// 已查明原因
        case reasonFound
    }
}

extension ApprovedPlan {
    /// Whether it must be traded on the platform and no project of its number is known, as the list of plans says.
    public var isMissing: Bool { plan?.mustEnter == true && project == nil && !isWithdrawn }

    /// The defect with its evidence; nil for a plan that came, or need not.
    func missing(on day: Day) -> FilingDefect? {
        guard isMissing, let plan else { return nil }
        let days = plan.approvedOn.days(to: day)
        return FilingDefect(
            kind: .mustEnterNotEntered,
            Wording(
                chinese: "\(plan.approvalNumber) \(plan.approvedOn) 核准，至 \(day) 已 \(days) 日，未见进场",
                english:
                    "\(plan.approvalNumber), approved on \(plan.approvedOn), has not come \(days) days later, on \(day)"
            ))
    }

    func answerMissing(_ input: Input, _ situation: Situation) throws -> Decision<ApprovedPlan> {
        guard let plan else { throw Refusal(.missing, "docket.missing") }
        try situation.requireCompetent(for: plan.region, trade: plan.trade)
        // A project may have come since the platform looked.
        let projects = try situation.facts.rows(
            "SELECT number FROM project WHERE approval_key = $1", [.text(ApprovalNumber.key(plan.approvalNumber))])
        guard projects.isEmpty, let defect = missing(on: Day(of: situation.at)) else {
            throw Refusal(.stage, "plan.notMissing")
        }
        return Decision(
            .missingAnswered(
                answer: MissingAnswer(defect: defect, result: input[Forms.result], text: input[Forms.text])))
    }

    func enter(_ project: String, _ situation: Situation) throws -> Decision<ApprovedPlan> {
        try situation.requirePlatform()
        try require(self.project == nil && !isWithdrawn, Refusal(.stage, "plan.notMissing"))
        return Decision(.planEntered(project: project))
    }
}

extension ApprovedPlan: DutifulDocket {
    /// The competent authority asks, or finds the reason, once.
    public func duties(law: Statute, closed: (_ version: Int) throws -> [UInt8]?) -> [Duty] {
        guard isMissing, answers.isEmpty, let plan else { return [] }
        return [
            Duty("answerMissing", by: .regulator, region: plan.region, trade: plan.trade, title: plan.projectName)
        ]
    }
}

/// Enters on each plan that its project has come. Repeatable; it catches up on plans and projects of any age.
public struct PlanClock: Sendable {
    let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    public func enterDue(at instant: Instant) async throws {
        let came = try desk.facts.rows(
            """
            SELECT plan.number AS number, MIN(project.number) AS project
            FROM plan JOIN project ON project.approval_key = plan.approval_key
            WHERE plan.entered_as IS NULL GROUP BY plan.number ORDER BY plan.number LIMIT 100
            """, [])
        for row in came {
            let project = row.text("project")
            _ = try await desk.decide(ApprovedPlan.self, on: row.text("number"), at: instant) { plan, situation in
                try plan.enter(project, situation)
            }
        }
    }
}
