import Statute

/// A time limit that runs on a docket until something is done (时限): rule and inputs, from the docket's state alone.
/// When it is due follows from them and the law.
public struct WatchedTerm: Hashable, Sendable {
    /// By what it ends.
    public enum End: Hashable, Sendable {
        /// By the rule's own length, without the pauses that the rule knows.
        case counted(pauses: [Pause])
        /// At an instant that somebody set, such as the end of the bids' validity.
        case set(Instant)
        /// So long before an instant as the rule asks.
        case before(Instant)
    }

    /// Rule id, `T07`.
    public let rule: String
    public let start: Instant
    public let end: End
    /// The day whose version of the rule applies; the start's when nil.
    public let begun: Day?
    /// Who has to keep it, and who looks after that.
    public let parties: [TermParty]
    /// What the docket is about, as a workbench shows it.
    public let title: String

    public init(
        _ rule: String, start: Instant, end: End = .counted(pauses: []), begun: Day? = nil, parties: [TermParty],
        title: String
    ) {
        self.rule = rule
        self.start = start
        self.end = end
        self.begun = begun
        self.parties = parties
        self.title = title
    }

    /// How the rule counts it; nil for an end that was set, or that lies before another instant.
    /// - Throws: `Statute.UnknownTerm`, `WorkCalendar.MissingYear` for working days in a year without a calendar.
    public func running(by law: Statute) throws -> RunningTerm? {
        guard case .counted(let pauses) = end else { return nil }
        return try law.running(rule, from: start, pauses: pauses, begun: begun)
    }

    /// The instants at which it warns and passes.
    /// - Throws: `Statute.UnknownTerm`, `WorkCalendar.MissingYear` for working days in a year without a calendar.
    public func row(by law: Statute) throws -> DueRow {
        switch end {
        case .set(let due): return DueRow(start: start, due: due)
        case .before(let act):
            return DueRow(
                start: start, due: max(start, try law.latest(rule, before: act, begun: begun ?? Day(of: start))))
        case .counted: return try running(by: law)?.row ?? DueRow(start: start, due: start)
        }
    }

    /// When it passes; nil while a pause lasts, and where a calendar is missing that it needs.
    public func due(by law: Statute) -> Instant? { (try? row(by: law))?.next(after: .eighty) }
}

/// An office that a running term concerns.
public struct TermParty: Hashable, Sendable {
    public let role: Role
    public let region: String
    /// Trade class; empty when any will do.
    public let trade: String
    /// Of the organisation that is bound, or the id of a person who is; empty when any competent office is.
    public let organisation: String
    /// It is not bound itself: it looks after those who are, once the term has passed.
    public let supervises: Bool

    public init(
        _ role: Role, region: String, trade: String = "", organisation: String = "", supervises: Bool = false
    ) {
        self.role = role
        self.region = region
        self.trade = trade
        self.organisation = organisation
        self.supervises = supervises
    }
}

/// A docket whose time limits are watched.
public protocol TimedDocket: Docket {
    /// The limits that run now.
    /// - Parameter closed: the closed bytes beside the docket's act of a version, for terms of those whom the ledger
    ///   does not name; nil when there are none.
    func runningTerms(closed: (_ version: Int) throws -> [UInt8]?) throws -> [WatchedTerm]
}
