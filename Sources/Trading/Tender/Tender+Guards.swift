import Desk
import Statute

extension Tender {
    /// The plan, which every docket in the ledger has from its first act.
    func planned() throws -> SectionPlan {
        guard let plan else { throw Refusal(.missing, "docket.missing") }
        return plan
    }

    /// Only the tenderer, or its agency, of this section may go on.
    func requireTenderer(_ situation: Situation) throws {
        let plan = try planned()
        let organisation = situation.by.office.organisation
        let isAgency = situation.by.office.role == .agency && organisation == plan.agency
        try require(
            organisation != nil && (organisation == plan.tenderer && situation.by.office.role == .tenderer || isAgency),
            Refusal(.office, "office.wrongOrganisation"))
    }

    /// Only the authority or the centre that is competent for the section's region and trade may go on.
    func requireCompetent(_ situation: Situation) throws {
        let plan = try planned()
        try situation.requireCompetent(for: plan.region, trade: plan.trade)
    }

    /// The docket must stand in one of these stages.
    func requireStage(_ stages: Stage...) throws {
        try require(
            stages.contains(stage), Refusal(.stage, "tender.wrongStage", ["stage": "@stage.\(stage.code)"]))
    }

    /// No authority's order that the tender stand still (责令暂停).
    func requireNoOrder() throws {
        if let order = suspendedByOrder { throw Refusal(.stage, "tender.suspendedByOrder", ["order": order]) }
    }

    /// No objection unanswered and no order to suspend (条例 22, 54, 62).
    func requireNotSuspended() throws {
        try requireNoOrder()
        if let open = openObjections.first {
            throw Refusal(.stage, "tender.suspendedByObjection", rule: "T07", ["number": String(open.number)])
        }
    }

    /// Holds an "at least" limit between two instants, in the version under which the tender began; what is too short is
    /// refused with the earliest lawful instant.
    /// - Parameter due: when the term ends that the act starts, where it starts one.
    /// - Returns: the limit as the act records it.
    func requireKept(
        _ rule: String, from: Instant, to: Instant, due: Instant? = nil, or code: String, field: String,
        _ situation: Situation
    ) throws -> TermUse {
        let use = try situation.law.use(rule, from: from, to: to, begun: begunOn)
        try require(
            use.isMet,
            Refusal(
                .invalid, code, rule: rule, field: field,
                [
                    "required": String(use.required), "given": String(use.given),
                    "earliest": BeijingTime.text(use.earliest),
                ]))
        return TermUse(rule, required: use.required, given: use.given, due: due)
    }

    /// What a form could mend, where there is nothing to enter: the draft has to be made anew.
    func asStage<Value>(_ decide: () throws -> Value) throws -> Value {
        do {
            return try decide()
        } catch let refusal as Refusal where refusal.kind == .invalid {
            throw Refusal(.stage, refusal.code, rule: refusal.rule, refusal.arguments)
        }
    }

    /// What was found, held against a rule of numbers in the version under which the tender began.
    /// - Throws: `Statute.UnknownTerm`, `Requirement.OtherMeasure`: programming errors that tests find.
    func verdict(
        _ rule: String, _ measure: Requirement.Measure, _ situation: Situation
    ) throws -> Requirement.Verdict {
        try requirement(rule, situation.law, at: situation.at).verdict(measure)
    }

    /// The number of a rule of "at least" or "at most", in the version under which the tender began.
    /// - Throws: `Statute.UnknownTerm`, `Requirement.OtherMeasure`: programming errors that tests find.
    func bound(_ rule: String, _ situation: Situation) throws -> Int {
        try requirement(rule, situation.law, at: situation.at).bound()
    }

    /// A rule of numbers in the version under which the tender began.
    /// - Throws: `Statute.UnknownTerm`.
    func requirement(_ rule: String, _ law: Statute, at instant: Instant) throws -> Requirement {
        try law.requirement(rule, on: begunOn ?? Day(of: instant))
    }

    /// Objections to the document or the result that wait for their answer.
    public var openObjections: [Objection] { objections.filter { $0.answer == nil } }

    public var isSuspended: Bool { suspendedByOrder != nil || !openObjections.isEmpty }
}

extension [String: RawValue] {
    /// A form starts with the number when there is only one thing to answer; among several people choose.
    static func number(_ numbers: [Int]) -> [String: RawValue] {
        numbers.only.map { ["number": .integer(Int64($0))] } ?? [:]
    }
}
