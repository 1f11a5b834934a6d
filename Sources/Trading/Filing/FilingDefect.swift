import Desk
import Statute

/// One of the defects that the authority looks for when a document is filed (备案; domain.md §1.3), as the machine found
/// it, with its evidence. It stops nothing: the receipt is given all the same, the authority decides.
public struct FilingDefect: Hashable, Codable, Sendable {
    public let kind: Kind
    /// What differs, in figures and names, as the letters say it.
    public let evidence: String
    /// The same in English; nil in acts from before it was written.
    public let english: String?

    public init(kind: Kind, _ evidence: Wording) {
        self.kind = kind
        self.evidence = evidence.chinese
        english = evidence.english
    }

    /// The evidence in both languages, as far as they are there.
    public var said: Wording { Wording(chinese: evidence, english: english ?? evidence) }

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
        approved: ApprovedPlan.Plan?, regionHasPlans: Bool, begun: Day, mustBeOpen: Wording?, law: Statute
    ) -> [FilingDefect] {
        var defects: [FilingDefect] = []
        func add(_ kind: FilingDefect.Kind, _ chinese: String, _ english: String) {
            defects.append(FilingDefect(kind: kind, Wording(chinese: chinese, english: english)))
        }
        if document.ceilingPrice > section.estimate {
            let (ceiling, estimate) = (document.ceilingPrice.said, section.estimate.said)
            add(
                .notAsApproved, "最高投标限价 \(ceiling.chinese)，高于标段估算价 \(estimate.chinese)",
                "Highest price \(ceiling.english), above the section's estimate of \(estimate.english)")
        }
        // An approval that itself says invitation has decided it (条例 8).
        if project.method == .invitation, approved?.method != .invitation, let mustBeOpen {
            let titles = (try? law.mustTender(on: begun))?.exceptions.map(\.title) ?? []
            let ground = project.invitationGround.map { ground in
                Wording(
                    chinese: "登记的理由：\(ground.chinese)",
                    english:
                        "the ground registered: \(titles.first { $0.chinese == ground.chinese }?.english ?? ground.chinese)"
                )
            }
            add(
                .notAsApproved,
                "依法应当公开招标（\(mustBeOpen.chinese)），登记为邀请招标；\(ground?.chinese ?? "未登记邀请招标的理由")",
                "An open tender by law (\(mustBeOpen.english)), registered as one by invitation; "
                    + (ground?.english ?? "no ground for an invitation registered"))
        }
        if let approved {
            for difference in differences(project, approved, law: law) {
                add(
                    .notAsApproved,
                    "\(difference.what.chinese) \(difference.here.chinese)，核准 \(difference.approved.chinese)",
                    "\(difference.what.english): \(difference.here.english), approved \(difference.approved.english)")
            }
            if approved.approvedOn > begun {
                add(
                    .beforeApproval, "\(begun) 开始招标，\(approved.approvedOn) 才核准",
                    "Tendering began on \(begun), approved only on \(approved.approvedOn)")
            }
        } else if regionHasPlans {
            add(
                .beforeApproval, "审批文号 \(project.approvalNumber) 未见于行政监督部门的审批结果",
                "Approval \(project.approvalNumber) is not among the authority's approvals")
        }
        for finding in gates.scan?.findings ?? [] where finding.severity == .hard {
            add(
                .unlawfulClause, "\(finding.id) \(finding.aspect)：\(finding.sentence)",
                "\(finding.id) \(finding.aspect): “\(finding.sentence)”")
        }
        return defects
    }

    private struct Difference {
        let what: Wording
        let here: Wording
        let approved: Wording
    }

    private static func method(_ method: TenderMethod) -> Wording {
        switch method {
        case .open: Wording(chinese: "公开招标", english: "open")
        case .invitation: Wording(chinese: "邀请招标", english: "by invitation")
        }
    }

    private static func form(_ form: OrganisationForm) -> Wording {
        switch form {
        case .own: Wording(chinese: "自行招标", english: "by the tenderer itself")
        case .agency: Wording(chinese: "委托招标", english: "through an agency")
        }
    }

    /// What was registered otherwise than it was approved.
    private static func differences(
        _ project: Approval, _ approved: ApprovedPlan.Plan, law: Statute
    ) -> [Difference] {
        var found: [Difference] = []
        func compare(_ chinese: String, _ english: String, _ here: Wording, _ approved: Wording) {
            guard here != approved else { return }
            found.append(.init(what: Wording(chinese: chinese, english: english), here: here, approved: approved))
        }
        func plain(_ text: String) -> Wording { Wording(chinese: text, english: text) }
        // Two codes may have one name, as a name may be of several regions.
        func coded(_ code: String, _ name: Wording?) -> Wording {
            guard let name else { return plain(code) }
            return Wording(chinese: "\(name.chinese)（\(code)）", english: "\(name.english) (\(code))")
        }
        func region(_ code: String) -> Wording { coded(code, law.regionName(code)) }
        func trade(_ code: String) -> Wording {
            coded(code, law.tradeClass(code)?.title)
        }
        if project.estimate > approved.estimate {
            compare("招标估算", "Estimate", project.estimate.said, approved.estimate.said)
        }
        compare("招标方式", "Way of tendering", method(project.method), method(approved.method))
        compare("招标人", "Tenderer", plain(project.tenderer), plain(approved.tenderer))
        compare("项目所在地", "Place", region(project.region), region(approved.region))
        compare("行业分类", "Trade", trade(project.trade), trade(approved.trade))
        if let form = approved.organisationForm {
            compare("招标组织形式", "Organisation", self.form(project.organisationForm), self.form(form))
        }
        compare(
            "审批日期", "Day of the approval", plain("\(project.approvedOn)"), plain("\(approved.approvedOn)"))
        return found
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
            mustBeOpen: isOpenOnly ? try? situation.law.mustTender(on: begun).openBasis : nil, law: situation.law)
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
        return try filingDefects(situation).map { Briefing($0.kind.rawValue, said: $0.said) }
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
            offered: { $0.gates.investigation != nil },
            briefing: { tender, _ in
                guard let investigation = tender.gates.investigation else { return [] }
                return [
                    Briefing(investigation.defect.rawValue, text: investigation.reason),
                    Briefing("order", text: investigation.order),
                ]
            },
            decide: { try $0.closeInvestigation($1, $2) }),
    ]
}
