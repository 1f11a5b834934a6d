/// A time limit of the law as data (时限): changing one is a change of `Data/terms.json` with its basis.
public struct Term: Hashable, Codable, Sendable {
    /// How trigger and act stand to each other.
    public enum Direction: String, Codable, Sendable {
        /// The act must not come sooner than so long after the trigger.
        case atLeastAfter
        /// The act must be done within so long after the trigger.
        case atMostAfter
        /// The trigger must come so long before the act, which is an instant that stands: `15 日前`.
        case atLeastBefore
        /// The two are one instant.
        case sameInstant
    }

    public enum Unit: String, Codable, Sendable {
        /// 日
        case calendarDay
        /// 工作日
        case workingDay
        /// 小时
        case hour
    }

    /// How "at least N days" is counted between two instants (domain.md §2.1).
    public enum Reading: String, Codable, Sendable {
        /// "Not less than N days from E to T": the dates lie N apart.
        case dates
        /// "At least N days before T": N times 24 hours, and the dates lie N apart.
        case hoursAndDates
    }

    /// `T03`; a limit beside the main one of its article is `T21.start`.
    public let id: String
    /// Law and article.
    public let basis: Wording
    public let title: Wording
    /// What starts it, as a code.
    public let trigger: String
    /// What must come later, as a code: the act, or the instant that was set.
    public let act: String
    public let length: Int
    public let unit: Unit
    public let direction: Direction
    /// Given for the "at least" directions.
    public let reading: Reading?
    /// Who is bound, as a code.
    public let binds: String
    /// What follows when it is not kept, as a code.
    public let effect: String
    public let inForceFrom: Day
    /// The last day in force; nil while it is.
    public let inForceTo: Day?
    public let source: RuleSource

    /// Whether this version of the rule applies on a day.
    public func isInForce(on day: Day) -> Bool { day >= inForceFrom && inForceTo.map { day <= $0 } ?? true }
}
