extension Statute {
    /// What an "at least" limit asked for between two instants, and what was given.
    public struct Use: Hashable, Sendable {
        /// Days that the rule asks for.
        public let required: Int
        /// Days between the two dates in Beijing.
        public let given: Int
        public let isMet: Bool
        /// The earliest lawful later instant.
        public let earliest: Instant
    }

    /// An "at most" limit that an act starts.
    public struct Due: Hashable, Sendable {
        /// Days that the rule allows.
        public let length: Int
        /// 24:00 of the last day: an act is in time before it.
        public let due: Instant
    }

    /// How an "at least" rule is kept between two instants, by the version in force at the first.
    /// - Throws: ``UnknownTerm``, ``Term/NoCalendar``, ``Term/OtherDirection`` for a term of "at most".
    public func use(_ id: String, from: Instant, to: Instant) throws -> Use {
        let term = try term(id, on: Day(of: from))
        return Use(
            required: term.length, given: try term.given(from: from, to: to),
            isMet: try term.isMet(from: from, to: to), earliest: try term.earliest(after: from))
    }

    /// When an "at most" rule is due that starts at an instant, by the version in force then.
    /// - Throws: ``UnknownTerm``, ``Term/NoCalendar``, ``Term/OtherDirection`` for a term of "at least".
    public func due(_ id: String, from: Instant) throws -> Due {
        let term = try term(id, on: Day(of: from))
        return Due(length: term.length, due: try term.due(after: from))
    }

    /// The limit worked out step by step, by the version in force at the trigger.
    /// - Throws: ``UnknownTerm``, ``Term/NoCalendar``.
    public func computation(_ id: String, from trigger: Instant, to act: Instant? = nil) throws -> TermComputation {
        try term(id, on: Day(of: trigger)).computation(from: trigger, to: act)
    }

    /// The highest bid deposit of a section (条例 26: 2% of the estimate; 施工 80 万元, 勘察设计 10 万元).
    public func depositLimit(estimate: Money, sectionClass: String) -> Money {
        limit(on: .bidDeposit, of: estimate, sectionClass: sectionClass)?.highest ?? estimate
    }

    /// The highest performance bond of a contract (条例 58: 10% of its price).
    public func performanceBondLimit(price: Money) -> Money {
        limit(on: .performanceBond, of: price)?.highest ?? price
    }

    /// The strictest of the limits on an amount, with the rule that sets it; nil when no law limits it.
    /// - Parameters:
    ///   - base: the estimate for a bid deposit, the contract price for a performance bond.
    ///   - sectionClass: 7 characters; a text of another shape is bound only by the limits for all sections.
    public func limit(
        on amount: AmountLimit.Amount, of base: Money, sectionClass: String = ""
    ) -> (highest: Money, rule: AmountLimit)? {
        let section = SectionClass(sectionClass)
        let binding = allLimits.filter { $0.amount == amount && $0.binds(section) }
        return binding.map { (highest: $0.highest(of: base), rule: $0) }.min { $0.highest < $1.highest }
    }
}
