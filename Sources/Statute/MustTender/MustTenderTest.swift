/// Whether a contract must be tendered (必须招标): in scope by its funds or its purpose, and estimated at the threshold
/// or above. Pure; every ground is told, whether it applies or not.
public struct MustTenderTest: Hashable, Sendable {
    /// Whose money and what for.
    public struct Project: Hashable, Sendable {
        /// How far funds of state enterprises and institutions (国有企业事业单位资金) go.
        public enum StateFunds: String, CaseIterable, Codable, Sendable {
            case none
            /// Some, without control.
            case minor
            /// 占控股或者主导地位
            case controlling
        }

        /// 大型基础设施、公用事业 (843号 2).
        public enum Infrastructure: String, CaseIterable, Codable, Sendable {
            case energy, transport, telecommunications, water, urban
        }

        public let investment: Money
        /// 预算资金
        public let budgetFunds: Money
        public let stateFunds: StateFunds
        /// 国际组织或者外国政府贷款、援助资金
        public let foreignLoanOrAid: Bool
        public let infrastructure: Infrastructure?

        public init(
            investment: Money, budgetFunds: Money = .zero, stateFunds: StateFunds = .none,
            foreignLoanOrAid: Bool = false, infrastructure: Infrastructure? = nil
        ) {
            self.investment = investment
            self.budgetFunds = budgetFunds
            self.stateFunds = stateFunds
            self.foreignLoanOrAid = foreignLoanOrAid
            self.infrastructure = infrastructure
        }
    }

    public enum Ground: String, CaseIterable, Codable, Sendable {
        case budgetFunds, stateFunds, foreignFunds, infrastructure
    }

    /// One comparison, for people to follow.
    public struct Comparison: Hashable, Codable, Sendable {
        /// A ``Ground``, or `threshold`.
        public let what: String
        public let basis: Wording
        public let applies: Bool
        /// What was found, in fen; nil where no amount decides.
        public let amountFen: Int64?
        /// From which amount on it applies, in fen, included.
        public let thresholdFen: Int64?
    }

    public struct Result: Hashable, Codable, Sendable {
        public let mustTender: Bool
        /// 公开招标: state funds control (条例 8), and no exception allows to invite.
        public let mustBeOpen: Bool
        public let kind: ProcurementKind
        /// The estimates that can be combined, together.
        public let estimateFen: Int64
        public let thresholdFen: Int64
        /// All grounds and the threshold, whether they apply or not.
        public let comparisons: [Comparison]
        /// The exception that was claimed and that the law knows; somebody must still show that it holds.
        public let exception: MustTenderLaw.Exception?
        /// Since when the version of the law used is in force.
        public let inForceFrom: Day
    }

    /// Holds a contract of a project against the law.
    /// - Parameters:
    ///   - estimates: of all items of the same kind in the project that can be combined (可以合并进行的合同估算价合计).
    ///   - claimed: code of an exception that is claimed; one that the law lacks changes nothing.
    public static func result(
        project: Project, kind: ProcurementKind, estimates: [Money], claimed: String? = nil, law: MustTenderLaw
    ) -> Result {
        let estimate = estimates.reduce(Money.zero, +)
        let threshold = law.threshold(for: kind)
        let reaches = estimate >= threshold
        let grounds = law.grounds.compactMap { comparison($0, project, law) }
        let comparisons =
            grounds + [
                Comparison(
                    what: "threshold", basis: law.thresholdBasis, applies: reaches, amountFen: estimate.fen,
                    thresholdFen: threshold.fen)
            ]
        let exception = law.exceptions.first { $0.code == claimed }
        let bound = grounds.contains { $0.applies } && reaches
        let mustTender = bound && exception?.allows != .noTender
        let stateControls =
            project.stateFunds == .controlling || project.budgetFunds.fen > project.investment.fen / 2
        return Result(
            mustTender: mustTender, mustBeOpen: mustTender && stateControls && exception == nil, kind: kind,
            estimateFen: estimate.fen, thresholdFen: threshold.fen, comparisons: comparisons, exception: exception,
            inForceFrom: law.inForceFrom)
    }

    private static func comparison(
        _ ground: MustTenderLaw.Ground, _ project: Project, _ law: MustTenderLaw
    ) -> Comparison? {
        switch Ground(rawValue: ground.code) {
        case .budgetFunds:
            // 200 万元以上, and 10% of the investment and more; rounded up, so that a share below never passes.
            let share = (project.investment.fen / 1000) * law.budgetPermille
            let rest = (project.investment.fen % 1000 * law.budgetPermille + 999) / 1000
            let needed = max(law.budgetFen, share + rest)
            return Comparison(
                what: ground.code, basis: ground.basis, applies: project.budgetFunds.fen >= needed,
                amountFen: project.budgetFunds.fen, thresholdFen: needed)
        case .stateFunds:
            return Comparison(
                what: ground.code, basis: ground.basis, applies: project.stateFunds == .controlling, amountFen: nil,
                thresholdFen: nil)
        case .foreignFunds:
            return Comparison(
                what: ground.code, basis: ground.basis, applies: project.foreignLoanOrAid, amountFen: nil,
                thresholdFen: nil)
        case .infrastructure:
            return Comparison(
                what: ground.code, basis: ground.basis, applies: project.infrastructure != nil, amountFen: nil,
                thresholdFen: nil)
        case nil: return nil
        }
    }
}
