/// How a time limit was worked out, with everything needed to do it again: which version of which rule, from which
/// instants, by which steps.
public struct TermComputation: Hashable, Codable, Sendable {
    /// One step of the reasoning, for a page to put into words.
    public enum Piece: Hashable, Codable, Sendable {
        /// 开始的当日不计入 (民法典 201).
        case triggerDayNotCounted(day: Day)
        case lastDay(day: Day)
        /// 至最后一日的二十四时 (民法典 203).
        case endsAtMidnight(instant: Instant)
        /// The two dates in Beijing must lie so many days apart.
        case datesApart(required: Int, given: Int?)
        /// And, for "at least N days before", so many times 24 hours; or a term of hours.
        case hoursApart(required: Int, given: Int?)
        case sameInstant
    }

    /// Rule id, and since when the version used is in force.
    public let term: String
    public let inForceFrom: Day
    public let trigger: Instant
    /// The act, or the instant that was set for it; nil while it is open.
    public let act: Instant?
    /// For "at least" the earliest lawful act, for "at most" when the term has passed.
    public let bound: Instant
    /// In the term's unit.
    public let required: Int
    /// In the term's unit; nil while the act is open.
    public let given: Int?
    /// Nil while the act is open.
    public let isMet: Bool?
    public let pieces: [Piece]
}

extension Term {
    /// Works the limit out, with its steps.
    /// - Parameters:
    ///   - trigger: what starts it.
    ///   - act: the act, or the instant that was set for it; nil while it is open.
    /// - Throws: ``NoCalendar``.
    public func computation(from trigger: Instant, to act: Instant? = nil) throws -> TermComputation {
        let given = try act.map { try self.given(from: trigger, to: $0) }
        let bound = try direction == .atMostAfter ? due(after: trigger) : earliest(after: trigger)
        return TermComputation(
            term: id, inForceFrom: inForceFrom, trigger: trigger, act: act, bound: bound, required: length,
            given: given, isMet: try act.map { try isMet(from: trigger, to: $0) },
            pieces: pieces(from: trigger, to: act, given: given))
    }

    private func pieces(from trigger: Instant, to act: Instant?, given: Int?) -> [TermComputation.Piece] {
        if direction == .sameInstant { return [.sameInstant] }
        if unit == .hour { return [.hoursApart(required: length, given: given)] }
        let first = TermComputation.Piece.triggerDayNotCounted(day: Day(of: trigger))
        if direction == .atMostAfter {
            let last = Day(of: trigger).advanced(byDays: length)
            return [first, .lastDay(day: last), .endsAtMidnight(instant: last.end)]
        }
        let dates = TermComputation.Piece.datesApart(required: length, given: given)
        guard reading == .hoursAndDates else { return [first, dates] }
        let hours = act.map { Int(floorDivide($0.milliseconds - trigger.milliseconds, 3_600_000)) }
        return [first, dates, .hoursApart(required: length * 24, given: hours)]
    }
}
