import Desk
import Statute

extension SectionPlan {
    /// What the section buys, for the must-tender test; nil for what is no engineering project (land, property,
    /// government procurement of goods and services), which other laws bind.
    public var procurementKind: ProcurementKind? {
        guard trade.hasPrefix("A"), let section = SectionClass(sectionClass) else { return nil }
        switch section.subject {
        case .goods: return .importantGoods
        case .services: return .services
        case .works:
            // 01–07: planning, survey, design, supervision and other consulting (数据规范 9.8.7).
            let number = section.text.dropFirst().prefix(2)
            return ("01"..."07").contains(number) ? .services : .works
        case .propertyRights, .land: return nil
        }
    }

    /// Whether the section must be tendered (必须招标的工程项目规定 2–5; 发改法规规〔2018〕843号 2), with every comparison.
    /// - Parameters:
    ///   - investment: the project's total investment; the section's estimate where it is not known.
    ///   - others: further sections of the same project; those of the same kind are combined with this one.
    public func mustTender(
        investment: Money? = nil, with others: [SectionPlan] = [], law: MustTenderLaw
    ) -> MustTenderTest.Result? {
        guard let kind = procurementKind else { return nil }
        let whole = investment ?? estimate
        let project = MustTenderTest.Project(
            investment: whole, budgetFunds: funding == .budget ? whole : .zero,
            stateFunds: funding == .stateEnterprise ? .controlling : .none, foreignLoanOrAid: funding == .foreignLoan,
            infrastructure: funding == .publicInterest ? infrastructure : nil)
        let combined = others.filter { $0.procurementKind == kind && $0.dealCode != dealCode }.map(\.estimate)
        return MustTenderTest.result(project: project, kind: kind, estimates: [estimate] + combined, law: law)
    }

    /// Which infrastructure the trade is (843号 2).
    private var infrastructure: MustTenderTest.Project.Infrastructure? {
        switch trade {
        case "A08": .energy
        case "A03", "A04", "A05", "A06", "A10": .transport
        case "A09", "A13": .telecommunications
        case "A07": .water
        case "A02", "A11": .urban
        default: nil
        }
    }
}

extension Tender {
    /// Whether the section must be tendered, with its project's investment and other sections, by the law under which
    /// it began; nil where other laws bind.
    /// - Throws: `StoreError`.
    public func mustTender(_ facts: Facts, law: Statute) throws -> MustTenderTest.Result? {
        guard let plan, let begunOn, let thresholds = try? law.mustTender(on: begunOn) else { return nil }
        let project = try facts.docket(Project.self, plan.project)?.state
        // A section that failed and is tendered again is not bought twice.
        let others = try (project?.sections ?? []).compactMap { split -> SectionPlan? in
            guard split.section != number, let other = try facts.docket(Tender.self, split.section)?.state else {
                return nil
            }
            return other.retenderedAs == nil ? other.plan : nil
        }
        return plan.mustTender(investment: project?.approval?.investment, with: others, law: thresholds)
    }

    /// Whether 招标投标法 24 and what else speaks of 依法必须进行招标的项目 binds the section. Where other laws bind
    /// (government procurement, land), this platform asks the same as they do.
    func isBoundToTender(_ situation: Situation) throws -> Bool {
        try mustTender(situation.facts, law: situation.law)?.mustTender ?? true
    }
}
