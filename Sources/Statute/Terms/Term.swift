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
        /// The two fall on one day in Beijing.
        case sameDay
        /// The act comes at the trigger or after it.
        case notBefore
        /// The trigger comes before the act, to the millisecond.
        case before

        /// Whether the term has a length; the others only say which of two comes first.
        public var hasLength: Bool { [.atLeastAfter, .atMostAfter, .atLeastBefore].contains(self) }
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
    /// How it is counted, for people.
    public let explanation: Wording
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
    /// Pauses that the rule does not count; nil when it knows none.
    public let pausedBy: [Pause.Reason]?
    /// Minutes after midnight at which the last day ends where business hours exist (民法典 203); nil for 24:00.
    public let closesAtMinute: Int?
    public let inForceFrom: Day
    /// The last day in force; nil while it is.
    public let inForceTo: Day?
    public let source: RuleSource

    /// Whether this version of the rule applies on a day.
    public func isInForce(on day: Day) -> Bool { day >= inForceFrom && inForceTo.map { day <= $0 } ?? true }

    /// Rule and version: `T03@2000-01-01`. With it an old computation is done again.
    public var version: String { "\(id)@\(inForceFrom)" }

    /// What is wrong with the rule, for whoever edits the data; nil when it says how it is counted.
    var fault: String? {
        guard direction.hasLength == (length > 0), length >= 0 else { return "has a length that means nothing" }
        let counted = [.atLeastAfter, .atLeastBefore].contains(direction)
        guard (reading != nil) == counted else { return "does not say how it is counted" }
        guard pausedBy == nil || direction == .atMostAfter else { return "is paused, but does not run" }
        guard closesAtMinute.map({ (1...1440).contains($0) && unit != .hour }) ?? true else {
            return "closes at no time of a day"
        }
        guard inForceTo.map({ $0 >= inForceFrom }) ?? true else { return "ends before it begins" }
        return nil
    }
}
