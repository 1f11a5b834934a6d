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
        /// 24:00 of the last day.
        public let due: Instant
    }

    /// How an "at least" rule is kept between two instants.
    /// - Throws: ``UnknownTerm``, ``Term/NoCalendar``.
    public func use(_ id: String, from: Instant, to: Instant) throws -> Use {
        let term = try term(id)
        let earliest = try term.earliest(after: from)
        return Use(
            required: term.length, given: Day(of: from).days(to: Day(of: to)), isMet: to >= earliest,
            earliest: earliest)
    }

    /// When an "at most" rule is due that starts at an instant.
    /// - Throws: ``UnknownTerm``, ``Term/NoCalendar``.
    public func due(_ id: String, from: Instant) throws -> Due {
        let term = try term(id)
        return Due(length: term.length, due: try term.due(after: from))
    }
}
