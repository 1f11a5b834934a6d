/// A limit of an amount as data (T14): a share of another amount, or a fixed ceiling for some sections.
public struct AmountLimit: Hashable, Codable, Sendable {
    /// What is limited, and by which amount.
    public enum Amount: String, Codable, Sendable {
        /// 投标保证金, by the section's estimate.
        case bidDeposit
        /// 履约保证金, by the contract price.
        case performanceBond
        /// 质量保证金, by the settlement.
        case retention
    }

    /// `T14.bidDeposit`.
    public let id: String
    /// Law and article.
    public let basis: Wording
    public let title: Wording
    /// How it is worked out, for people.
    public let explanation: Wording
    public let amount: Amount
    /// Thousandths of the other amount; nil for a fixed ceiling.
    public let permille: Int64?
    /// Fen; nil for a share.
    public let capFen: Int64?
    /// Beginnings of the section classes that it binds; nil for all.
    public let sections: [String]?
    public let inForceFrom: Day
    /// The last day in force; nil while it is.
    public let inForceTo: Day?
    public let source: RuleSource

    /// Whether this version of the limit applies on a day.
    public func isInForce(on day: Day) -> Bool { day >= inForceFrom && inForceTo.map { day <= $0 } ?? true }

    /// The highest lawful amount, rounded down to the fen.
    func highest(of base: Money) -> Money {
        var limits: [Int64] = []
        if let permille { limits.append(base.fen / 1000 * permille + base.fen % 1000 * permille / 1000) }
        if let capFen { limits.append(capFen) }
        return Money(fen: limits.min() ?? base.fen)
    }

    func binds(_ section: SectionClass?) -> Bool {
        guard let sections else { return true }
        guard let section else { return false }
        return sections.contains { section.text.hasPrefix($0) }
    }
}
