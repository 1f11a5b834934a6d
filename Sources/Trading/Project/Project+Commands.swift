import Desk
import Statute

extension Project {
    public enum Forms {
        static let name = Field<String>.text("name", maximum: 120, example: "镇雄县泼机镇灌区配套改造工程")
        static let approvalNumber = Field<String>.text("approvalNumber", maximum: 60, example: "昭发改审〔2026〕118号")
        static let approvedBy = Field<String>.text("approvedBy", maximum: 60, example: "昭通市发展和改革委员会")
        static let approvedOn = Field<Day>.day("approvedOn")
        static let scope = Field<String>.prose("scope", maximum: 2000)
        static let method = Field<TenderMethod>.choice("method", set: "tenderMethod")
        /// The exceptions that allow to invite, by their codes in the law's data.
        static let invitationGround = Field<String>.choice(
            "invitationGround", set: "invitationGround", ["fewCapable", "costOutOfProportion"]
        ).optional
        static let organisationForm = Field<OrganisationForm>.choice("organisationForm", set: "organisationForm")
        static let funding = Field<Funding>.choice("funding", set: "funding")
        static let fundingText = Field<String>.text("fundingText", maximum: 200)
        static let investment = Field<Money>.money("investment")
        static let estimate = Field<Money>.money("estimate")
        static let region = Field<String>.region("region")
        static let trade = Field<String>.tradeClass("trade")

        static let sectionName = Field<String>.text("sectionName", maximum: 120, example: "一标段")
        static let sectionScope = Field<String>.prose("scope", maximum: 2000)
        static let sectionClass = Field<String>.text("sectionClass", maximum: 7, example: "A080000")
        static let agency = Field<String>.organisation("agency").optional
        static let retenderOf = Field<String>.text("retenderOf", maximum: 30).optional
    }

    public static let commands: [Command<Project>] = [
        Command(
            opening: "approve", by: [.tenderer],
            fields: [
                Forms.name.description, Forms.approvalNumber.description, Forms.approvedBy.description,
                Forms.approvedOn.description, Forms.region.description, Forms.trade.description,
                Forms.scope.description, Forms.method.description, Forms.invitationGround.description,
                Forms.organisationForm.description,
                Forms.funding.description, Forms.fundingText.description, Forms.investment.description,
                Forms.estimate.description,
            ],
            number: { _, situation in
                try Numbering.next("project", in: situation)
            },
            decide: { _, input, situation in try Project.approve(input, situation) }),
        Command(
            "splitSection", by: [.tenderer],
            fields: [
                Forms.sectionName.description, Forms.sectionScope.description, Forms.sectionClass.description,
                Forms.estimate.description, Forms.agency.description, Forms.retenderOf.description,
            ],
            decide: { project, input, situation in try project.splitSection(input, situation) }),
    ]

    static func approve(_ input: Input, _ situation: Situation) throws -> Decision<Project> {
        let tenderer = try situation.organisation()
        let day = Day(of: situation.at)
        try require(
            input[Forms.approvedOn] <= day,
            Refusal(.invalid, "project.approvalInFuture", rule: "T01", field: "approvedOn"))
        try require(
            input[Forms.estimate] <= input[Forms.investment],
            Refusal(.invalid, "project.estimateAboveInvestment", field: "estimate"))
        try require(input[Forms.estimate].fen > 0, Refusal(.invalid, "project.estimateZero", field: "estimate"))
        try require(
            situation.by.office.covers(region: input[Forms.region]),
            Refusal(.office, "office.wrongRegion", field: "region"))
        let ground = try input[Forms.invitationGround].map { code in
            try require(
                input[Forms.method] == .invitation,
                Refusal(.invalid, "project.groundWithoutInvitation", rule: "REG8", field: "invitationGround"))
            let known = try? situation.law.mustTender(on: day).exceptions.first {
                $0.code == code && $0.allows == .invitation
            }
            guard let known else {
                throw Refusal(.invalid, "project.groundUnknown", rule: "REG8", field: "invitationGround")
            }
            return InvitationGround(code: code, chinese: known.title.chinese)
        }
        return Decision(
            .projectApproved(
                approval: Approval(
                    name: input[Forms.name], approvalNumber: input[Forms.approvalNumber],
                    approvedBy: input[Forms.approvedBy], approvedOn: input[Forms.approvedOn],
                    scope: input[Forms.scope], method: input[Forms.method],
                    organisationForm: input[Forms.organisationForm], funding: input[Forms.funding],
                    fundingText: input[Forms.fundingText], investment: input[Forms.investment],
                    estimate: input[Forms.estimate], region: input[Forms.region], trade: input[Forms.trade],
                    tenderer: tenderer.code, tendererName: tenderer.name,
                    invitationGround: ground)))
    }

    func splitSection(_ input: Input, _ situation: Situation) throws -> Decision<Project> {
        guard let approval else { throw Refusal(.missing, "docket.missing") }
        try situation.requireOrganisation(approval.tenderer)
        let retenderOf = input[Forms.retenderOf]
        // A retender takes the place of the failed section, so its estimate does not count twice.
        let replaced = try retenderOf.map { try failedSection($0, situation) }
        let others = sections.filter { $0.section != retenderOf }.reduce(Int64(0)) { $0 + $1.estimate.fen }
        try require(
            others + input[Forms.estimate].fen <= approval.estimate.fen,
            Refusal(
                .invalid, "project.sectionsAboveEstimate", rule: "REG7", field: "estimate",
                ["left": Money(fen: approval.estimate.fen - others).yuan]))
        try require(input[Forms.estimate].fen > 0, Refusal(.invalid, "project.estimateZero", field: "estimate"))
        let agency = input[Forms.agency]
        try require(
            (agency != nil) == (approval.organisationForm == .agency),
            Refusal(.invalid, "project.organisationForm", rule: "REG7", field: "agency"))
        let agencyName = try agency.map { code in
            guard let found = try situation.facts.docket(Organisation.self, code) else {
                throw Refusal(.invalid, "organisation.unknown", field: "agency")
            }
            return found.state.name
        }
        let sectionClass = input[Forms.sectionClass]
        // The code set lists the professions of works; those of goods and services are not in it.
        let isListed = SectionClass(sectionClass).map { section in
            section.subject != .works || situation.law.names(of: section) != nil
        }
        try require(isListed ?? false, Refusal(.invalid, "project.sectionClass", field: "sectionClass"))
        let section = try Numbering.next("section", in: situation)
        let serial = Int64(section.split(separator: "-").last ?? "") ?? 0
        let code = try UnifiedDealCode.make(
            tradeClass: approval.trade, platform: situation.law.platformCode, day: Day(of: situation.at),
            serial: Int(serial))
        let plan = SectionPlan(
            project: number, projectName: approval.name, name: input[Forms.sectionName],
            scope: input[Forms.sectionScope], dealCode: code.description, sectionClass: sectionClass,
            trade: approval.trade, region: approval.region, tenderer: approval.tenderer,
            tendererName: approval.tendererName, agency: agency, agencyName: agencyName, method: approval.method,
            funding: approval.funding, estimate: input[Forms.estimate], approvalNumber: approval.approvalNumber,
            retenderOf: retenderOf)
        var dockets = [
            try OtherActs(Tender.self, id: section, version: 0, [Recorded(.sectionPlanned(plan: plan))])
        ]
        if let retenderOf, let replaced {
            dockets.append(
                try OtherActs(
                    Tender.self, id: retenderOf, version: replaced.version,
                    [Recorded(.retenderPlanned(section: section))]))
        }
        return Decision(
            .sectionSplit(section: section, name: input[Forms.sectionName], estimate: input[Forms.estimate]),
            others: dockets)
    }

    private func failedSection(_ id: String, _ situation: Situation) throws -> Standing<Tender> {
        guard let failed = try situation.facts.docket(Tender.self, id),
            failed.state.plan?.project == number, case .failed = failed.state.stage,
            failed.state.retenderedAs == nil
        else { throw Refusal(.invalid, "project.notFailed", rule: "T10", field: "retenderOf") }
        return failed
    }
}

/// Numbers of dockets: year and a serial, from the register of their kind.
enum Numbering {
    /// `2026-000127`; the year is Beijing's.
    static func next(_ register: String, in situation: Situation) throws -> String {
        let year = Day(of: situation.at).year
        let serial = try situation.facts.next(
            "\(register) \(year)",
            """
            SELECT CAST(substr(MAX(number), 6) AS INTEGER) AS n FROM \(register) WHERE number >= $1 AND number < $2
            """, [.text("\(year)-"), .text("\(year + 1)-")])
        return "\(year)-\(String(1_000_000 + serial).dropFirst())"
    }
}

extension Situation {
    /// The organisation for which the office acts.
    func organisation() throws -> (code: String, name: String) {
        guard let code = by.office.organisation, let found = try facts.docket(Organisation.self, code) else {
            throw Refusal(.office, "office.noOrganisation")
        }
        return (code, found.state.name)
    }

    /// Only the office of this organisation may go on.
    func requireOrganisation(_ code: String) throws {
        try require(by.office.organisation == code, Refusal(.office, "office.wrongOrganisation"))
    }
}
