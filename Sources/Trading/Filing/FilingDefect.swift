import Desk
import Statute

/// One of the defects that the authority looks for when a document is filed (备案; domain.md §1.3), as the machine found
/// it, with its evidence. It stops nothing: the receipt is given all the same, the authority decides.
public struct FilingDefect: Hashable, Codable, Sendable {
    public let kind: Kind
    /// What differs, in figures and names.
    public let evidence: String

    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// 不符合审批(核准)的招标方案
        case notAsApproved
        /// 未批先招
        case beforeApproval
        /// 应进未进: said of plans that never came, see ``MissingAnswer``
        case mustEnterNotEntered
        /// 含有违法条款
        case unlawfulClause
    }
}

extension FilingDefect {
    /// Compares a document with the project's approval.
    /// - Parameters:
    ///   - approved: the plan that the authority imported under the approval's number; nil when there is none.
    ///   - begun: the day that the section was planned.
    ///   - mustBeOpen: the law's ground when the section must be tendered in public; nil when it need not be.
    ///   - regionHasPlans: whether the authority of the region imports its plans at all: without that a missing plan
    ///     says nothing.
    static func all(
        of document: TenderDocument, _ section: SectionPlan, _ project: Approval, gates: Gates,
        approved: ApprovedPlan.Plan?, regionHasPlans: Bool, begun: Day, mustBeOpen: Wording?
    ) -> [FilingDefect] {
        var defects: [FilingDefect] = []
        func differs(_ evidence: String) { defects.append(.init(kind: .notAsApproved, evidence: evidence)) }
        if document.ceilingPrice > section.estimate {
            differs("最高投标限价 \(document.ceilingPrice.yuan) 元，高于标段估算价 \(section.estimate.yuan) 元")
        }
        // An approval that itself says invitation has decided it (条例 8).
        if project.method == .invitation, approved?.method != .invitation, let mustBeOpen {
            let ground = project.invitationGround.map { "登记的理由：\($0.chinese)" } ?? "未登记邀请招标的理由"
            differs("依法应当公开招标（\(mustBeOpen.chinese)），登记为邀请招标；\(ground)")
        }
        if let approved {
            if project.estimate > approved.estimate {
                differs("招标估算 \(project.estimate.yuan) 元，核准 \(approved.estimate.yuan) 元")
            }
            if project.method != approved.method { differs("招标方式与核准的不一致") }
            if project.tenderer != approved.tenderer { differs("招标人 \(project.tenderer)，核准 \(approved.tenderer)") }
            if project.region != approved.region { differs("项目所在地 \(project.region)，核准 \(approved.region)") }
            if project.trade != approved.trade { differs("行业分类 \(project.trade)，核准 \(approved.trade)") }
            if let form = approved.organisationForm, form != project.organisationForm {
                differs("招标组织形式与核准的不一致")
            }
            if approved.approvedOn != project.approvedOn {
                differs("审批日期 \(project.approvedOn)，核准 \(approved.approvedOn)")
            }
            if approved.approvedOn > begun {
                defects.append(
                    .init(kind: .beforeApproval, evidence: "\(begun) 开始招标，\(approved.approvedOn) 才核准"))
            }
        } else if regionHasPlans {
            defects.append(
                .init(kind: .beforeApproval, evidence: "审批文号 \(project.approvalNumber) 未见于行政监督部门的审批结果"))
        }
        for finding in gates.scan?.findings ?? [] where finding.severity == .hard {
            defects.append(
                .init(kind: .unlawfulClause, evidence: "\(finding.id) \(finding.aspect)：\(finding.sentence)"))
        }
        return defects
    }
}

/// The authority looks into a defect (立案调查); the tender stands still meanwhile.
public struct Investigation: Hashable, Codable, Sendable {
    public let number: Int
    public let defect: FilingDefect.Kind
    public let reason: String
    /// 责令暂停的文书编号
    public let order: String
    /// The number under which the order is written as a letter; nil for those from before it was.
    public let letter: String?
}

/// How an investigation ended.
public enum InvestigationResult: String, Codable, CaseIterable, Sendable {
    /// 属实，责令改正
    case upheld
    /// 不属实
    case unfounded
}

extension Tender {
    /// The machine's part of gate two.
    func filingDefects(_ situation: Situation) throws -> [FilingDefect] {
        guard let document, let plan,
            let project = try situation.facts.docket(Project.self, plan.project)?.state.approval
        else { return [] }
        let approved = try approvedPlan(of: project, situation)
        let any = try situation.facts.rows("SELECT number FROM plan WHERE region = $1 LIMIT 1", [.text(project.region)])
        let begun = begunOn ?? Day(of: situation.at)
        let isOpenOnly = try mustTender(situation.facts, law: situation.law)?.mustBeOpen ?? false
        return FilingDefect.all(
            of: document, plan, project, gates: gates, approved: approved, regionHasPlans: !any.isEmpty, begun: begun,
            mustBeOpen: isOpenOnly ? try? situation.law.mustTender(on: begun).openBasis : nil)
    }

    /// What the authority imported under the approval's number; nil when there is nothing.
    private func approvedPlan(of project: Approval, _ situation: Situation) throws -> ApprovedPlan.Plan? {
        let found = try situation.facts.rows(
            "SELECT number FROM plan WHERE approval_key = $1", [.text(ApprovalNumber.key(project.approvalNumber))])
        return try found.first.flatMap {
            try situation.facts.docket(ApprovedPlan.self, $0.text("number"))?.state.plan
        }
    }

    /// The approved scope beside the section's (条例 7): whether words mean the same is for people to say.
    func scopeBriefing(_ situation: Situation) throws -> [Briefing] {
        guard let plan, let project = try situation.facts.docket(Project.self, plan.project)?.state.approval else {
            return []
        }
        let approved = try approvedPlan(of: project, situation)?.scope
        return [
            // Without the authority's own words there are those that the tenderer registered.
            approved.map { Briefing("approvedScope", text: $0) } ?? Briefing("registeredScope", text: project.scope),
            Briefing("sectionScope", text: "\(plan.name)：\(plan.scope)"),
        ]
    }

    /// What the authority will be told of the document as it stands, to those whose document it is: before they sign and
    /// file, and not when it stands in public.
    func conformityBriefing(_ situation: Situation) throws -> [Briefing] {
        guard (try? requireTenderer(situation)) != nil, document != nil else { return [] }
        return try filingDefects(situation).map { Briefing($0.kind.rawValue, text: $0.evidence) }
            + scopeBriefing(situation)
    }

    func openInvestigation(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        try require(gates.filing != nil, Refusal(.stage, "gates.notFiled"))
        try require(gates.investigation == nil, Refusal(.stage, "gates.investigationOpen"))
        if let order = suspendedByOrder { throw Refusal(.stage, "tender.suspendedByOrder", ["order": order]) }
        let next = gates.investigations + 1
        return Decision(
            .investigationOpened(
                investigation: Investigation(
                    number: next, defect: input[FilingForms.defect], reason: input[FilingForms.reason],
                    order: input[FilingForms.order], letter: "\(number)-L\(next)")))
    }

    func closeInvestigation(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        guard let investigation = gates.investigation else { throw Refusal(.stage, "gates.noInvestigation") }
        return Decision(
            .investigationClosed(
                number: investigation.number, result: input[FilingForms.result], text: input[FilingForms.text]))
    }
}

enum FilingForms {
    static let defect = Field<FilingDefect.Kind>.choice("defect", set: "filingDefect")
    static let reason = Field<String>.prose("reason", maximum: 2000)
    static let order = Field<String>.text("order", maximum: 60, example: "昭公管〔2026〕12号")
    static let result = Field<InvestigationResult>.choice("result", set: "investigationResult")
    static let text = Field<String>.prose("resultText", maximum: 2000)

    static let commands: [Command<Tender>] = [
        Command(
            "openInvestigation", by: [.regulator],
            fields: [defect.description, reason.description, order.description],
            offered: { $0.gates.filing != nil && $0.gates.investigation == nil && $0.suspendedByOrder == nil },
            decide: { try $0.openInvestigation($1, $2) }),
        Command(
            "closeInvestigation", by: [.regulator], fields: [result.description, text.description],
            offered: { $0.gates.investigation != nil }, decide: { try $0.closeInvestigation($1, $2) }),
    ]
}
