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
        /// The end of the last day, moved from a holiday: an act is in time before it.
        public let due: Instant
        /// The year of the last day when it has no calendar yet: the last day was not moved, and may still be.
        public let missingYear: Int?
    }

    /// How an "at least" rule is kept between two instants.
    /// - Parameter begun: the day whose version of the rule applies; the trigger's when nil.
    /// - Throws: ``UnknownTerm``, ``WorkCalendar/MissingYear``, ``Term/OtherDirection`` for a term of "at most".
    public func use(_ id: String, from: Instant, to: Instant, begun: Day? = nil) throws -> Use {
        let term = try term(id, on: begun ?? Day(of: from))
        return Use(
            required: term.length, given: try term.given(from: from, to: to, in: calendar),
            isMet: try term.isMet(from: from, to: to, in: calendar),
            earliest: try term.earliest(after: from, in: calendar))
    }

    /// When an "at most" rule is due that starts at an instant. A last day in a year whose calendar is not published
    /// yet stays where it is, see ``Due/missingYear``; working days refuse.
    /// - Parameter begun: the day whose version of the rule applies; the trigger's when nil.
    /// - Throws: ``UnknownTerm``, ``WorkCalendar/MissingYear``, ``Term/OtherDirection`` for a term of "at least".
    public func due(_ id: String, from: Instant, begun: Day? = nil) throws -> Due {
        let running = try running(id, from: from, begun: begun)
        // Without pauses there is always an instant.
        guard let due = running.due else {
            throw Term.OtherDirection(term: id, direction: running.computation.direction)
        }
        return Due(length: running.computation.required, due: due, missingYear: running.computation.missingYear)
    }

    /// The last instant at which something may come that has to lie so long before another as the rule asks.
    /// - Parameter begun: the day whose version of the rule applies; the other instant's when nil.
    /// - Throws: ``UnknownTerm``, ``WorkCalendar/MissingYear``, ``Term/OtherDirection`` for a term of "at most".
    public func latest(_ id: String, before act: Instant, begun: Day? = nil) throws -> Instant {
        try term(id, on: begun ?? Day(of: act)).latest(before: act, in: calendar)
    }

    /// A term of "at most" that runs from an instant, with its pauses.
    /// - Parameters:
    ///   - pauses: those that the rule knows are subtracted.
    ///   - begun: the day whose version of the rule applies: a tender keeps the one it began under. The trigger's
    ///     when nil.
    /// - Throws: ``UnknownTerm``, ``WorkCalendar/MissingYear``, ``Term/OtherDirection`` for a term of "at least".
    public func running(
        _ id: String, from: Instant, pauses: [Pause] = [], begun: Day? = nil
    ) throws -> RunningTerm {
        let term = try term(id, on: begun ?? Day(of: from))
        return try RunningTerm(
            term.computation(from: from, in: calendar, pauses: pauses, provisional: true))
    }

    /// The same term with other pauses: when one begins, or ends. Rule version and trigger stay.
    /// - Throws: ``UnknownTerm``, ``WorkCalendar/MissingYear``.
    public func running(_ before: RunningTerm, with pauses: [Pause]) throws -> RunningTerm {
        try running(before.rule, from: before.start, pauses: pauses, begun: before.inForceFrom)
    }

    /// Days of a rule that were used between two instants, in its unit: the trigger's day and days that a pause touches
    /// which the rule knows are not counted.
    /// - Parameter begun: the day whose version of the rule applies; the trigger's when nil.
    /// - Throws: ``UnknownTerm``, ``WorkCalendar/MissingYear``.
    public func used(
        _ id: String, from trigger: Instant, to act: Instant, pauses: [Pause] = [], begun: Day? = nil
    ) throws -> Int {
        let term = try term(id, on: begun ?? Day(of: trigger))
        let known = term.known(pauses).filter { $0.from < act && $0.to.map { $0 > trigger } ?? true }
        let given = try term.given(from: trigger, to: act, in: calendar)
        guard !known.isEmpty, term.unit != .hour else { return given }
        var paused = 0
        let first = Day(of: trigger)
        for offset in 1...max(1, first.days(to: Day(of: act))) {
            let day = first.advanced(byDays: offset)
            guard day <= Day(of: act), known.contains(where: { $0.touches(day) }) else { continue }
            if term.unit == .workingDay, try !calendar.isWorking(day) { continue }
            paused += 1
        }
        return given - paused
    }

    /// The limit worked out step by step; refuses where a calendar is missing.
    /// - Parameter begun: the day whose version of the rule applies; the trigger's when nil.
    /// - Throws: ``UnknownTerm``, ``WorkCalendar/MissingYear``.
    public func computation(
        _ id: String, from trigger: Instant, to act: Instant? = nil, pauses: [Pause] = [], begun: Day? = nil
    ) throws -> TermComputation {
        try term(id, on: begun ?? Day(of: trigger)).computation(from: trigger, to: act, in: calendar, pauses: pauses)
    }

    /// The highest bid deposit of a section (条例 26: 2% of the estimate; 施工 80 万元, 勘察设计 10 万元).
    /// - Parameter begun: the day whose versions of the limits apply; those in force last when nil.
    public func depositLimit(estimate: Money, sectionClass: String, begun: Day? = nil) -> Money {
        limit(on: .bidDeposit, of: estimate, sectionClass: sectionClass, begun: begun)?.highest ?? estimate
    }

    /// The highest performance bond of a contract (条例 58: 10% of its price).
    /// - Parameter begun: the day whose versions of the limits apply; those in force last when nil.
    public func performanceBondLimit(price: Money, begun: Day? = nil) -> Money {
        limit(on: .performanceBond, of: price, begun: begun)?.highest ?? price
    }

    /// The strictest of the limits on an amount, with the rule that sets it; nil when no law limits it.
    /// - Parameters:
    ///   - base: the estimate for a bid deposit, the contract price for a performance bond.
    ///   - sectionClass: 7 characters; a text of another shape is bound only by the limits for all sections.
    ///   - begun: the day whose versions of the limits apply: a tender keeps those it began under. Those in force last
    ///     when nil.
    public func limit(
        on amount: AmountLimit.Amount, of base: Money, sectionClass: String = "", begun: Day? = nil
    ) -> (highest: Money, rule: AmountLimit)? {
        let section = SectionClass(sectionClass)
        let binding = limits(begun).filter { $0.amount == amount && $0.binds(section) }
        return binding.map { (highest: $0.highest(of: base), rule: $0) }.min { $0.highest < $1.highest }
    }

    /// The share that a law allows an amount to be of its base, in thousandths; nil when no law limits the share.
    /// - Parameter begun: the day whose versions of the limits apply; those in force last when nil.
    public func share(of amount: AmountLimit.Amount, begun: Day? = nil) -> Int64? {
        limits(begun).filter { $0.amount == amount }.compactMap(\.permille).min()
    }

    private func limits(_ day: Day?) -> [AmountLimit] {
        day.map { day in limitVersions.filter { $0.isInForce(on: day) } } ?? allLimits.filter { $0.inForceTo == nil }
    }
}
