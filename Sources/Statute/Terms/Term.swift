/// A time limit of the law as data (时限): changing one is a change of `Data/terms.json` with its basis.
public struct Term: Hashable, Codable, Sendable {
    public enum Direction: String, Codable, Sendable {
        /// The later instant must lie at least so far after the earlier one.
        case atLeast
        /// The act must be done within so long after the trigger.
        case atMost
    }

    public enum Unit: String, Codable, Sendable {
        case calendarDay, workingDay
    }

    /// How "at least N days" is counted between two instants (domain.md §2.1).
    public enum Reading: String, Codable, Sendable {
        /// "Not less than N days from E to T": the dates lie N apart.
        case dates
        /// "At least N days before T": N times 24 hours, and the dates lie N apart.
        case hoursAndDates
    }

    public let id: String
    /// Law and article.
    public let basis: String
    public let trigger: String
    public let length: Int
    public let unit: Unit
    public let direction: Direction
    public let reading: Reading
    /// Who is bound.
    public let binds: String
    /// What follows when it is not kept.
    public let effect: String
    public let inForceFrom: Day
    public let inForceTo: Day?

    /// The term counts working days, which need a work calendar that this version does not have.
    public struct NoCalendar: Error, Hashable, Sendable {
        public let term: String
    }

    /// The earliest lawful later instant of an "at least" term.
    /// - Throws: ``NoCalendar``.
    public func earliest(after instant: Instant) throws -> Instant {
        guard unit == .calendarDay else { throw NoCalendar(term: id) }
        let start = Day(of: instant).advanced(byDays: length).start
        return reading == .dates ? start : max(start, instant.advanced(byDays: Int64(length)))
    }

    /// When an "at most" term ends: the day of the trigger is not counted, and the last day ends at 24:00. Days are
    /// calendar days; a last day that is a holiday is not moved yet, which is the stricter reading.
    /// - Throws: ``NoCalendar``.
    public func due(after instant: Instant) throws -> Instant {
        guard unit == .calendarDay else { throw NoCalendar(term: id) }
        return Day(of: instant).advanced(byDays: length).end
    }
}
