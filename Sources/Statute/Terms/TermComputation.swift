/// How a time limit was worked out, with everything needed to do it again: which version of which rule, from which
/// instants, by which calendar, by which steps.
public struct TermComputation: Hashable, Codable, Sendable {
    /// One step of the reasoning, for a page to put into words.
    public enum Piece: Hashable, Codable, Sendable {
        /// 开始的当日不计入 (民法典 201).
        case triggerDayNotCounted(day: Day)
        /// Days without number: each stands in ``TermComputation/skipped`` with its reason.
        case daysNotCounted(count: Int)
        case lastDay(day: Day)
        /// 最后一日是休息日,顺延 (民法典 203).
        case lastDayMoved(from: Day, to: Day)
        /// The year has no calendar yet: the last day was not moved, which is the stricter reading.
        case calendarMissing(year: Int)
        /// 至最后一日的二十四时 (民法典 203).
        case endsAtMidnight(instant: Instant)
        /// 有业务时间的,停止业务活动的时间为截止时间 (民法典 203).
        case endsAtClose(instant: Instant)
        /// The two dates in Beijing must lie so many days apart.
        case datesApart(required: Int, given: Int?)
        /// The two dates must lie so many working days apart.
        case workingDaysApart(required: Int, given: Int?)
        /// And, for "at least N days before", so many times 24 hours; or a term of hours.
        case hoursApart(required: Int, given: Int?)
        /// A pause was subtracted; ``Pause/to`` is nil while it lasts.
        case pauseSubtracted(Pause)
        /// The rule does not know this pause: the clock went on.
        case pauseNotKnown(Pause)
        case sameInstant
        case sameDay
        /// The one comes at the other or after it.
        case notBefore
        /// The one comes before the other.
        case before
    }

    /// Rule id, and since when the version used is in force.
    public let term: String
    public let inForceFrom: Day
    public let unit: Term.Unit
    public let direction: Term.Direction
    public let trigger: Instant
    /// The act, or the instant that was set for it; nil while it is open.
    public let act: Instant?
    /// For "at most" when the term has passed, else the earliest lawful act. Nil while an open pause stands.
    public let bound: Instant?
    /// In the term's unit.
    public let required: Int
    /// In the term's unit; nil while the act is open.
    public let given: Int?
    /// Nil while the act is open.
    public let isMet: Bool?
    /// The days that were counted, in order; none for hours and for an order of two instants.
    public let counted: [Day]
    /// The days between that were not, with the reason.
    public let skipped: [SkippedDay]
    /// The last day counted, after it was moved from a holiday; nil without days.
    public let lastDay: Day?
    /// Pauses that were given, known to the rule or not.
    public let pauses: [Pause]
    /// Numbers of the notices of the work calendar that decided; empty when none was needed.
    public let calendar: [String]
    /// The year whose calendar is still missing, so that the last day could not be moved.
    public let missingYear: Int?
    public let pieces: [Piece]
}

extension Term {
    /// Works the limit out, with its steps.
    /// - Parameters:
    ///   - trigger: what starts it.
    ///   - act: the act, or the instant that was set for it; nil while it is open.
    ///   - calendar: which days are worked; without one no last day moves and working days are refused.
    ///   - pauses: those that the rule knows are subtracted, the others are told.
    ///   - provisional: whether a last day in a year without a calendar stays where it is and says so, instead of
    ///     refusing. Working days are never counted without a calendar.
    /// - Throws: ``NoCalendar``, ``WorkCalendar/MissingYear``.
    public func computation(
        from trigger: Instant, to act: Instant? = nil, in calendar: WorkCalendar? = nil, pauses: [Pause] = [],
        provisional: Bool = false
    ) throws -> TermComputation {
        let known = known(pauses)
        let lastDay: TermCount.LastDay = provisional ? .movesWhereKnown : .moves
        let bound = try bound(after: trigger, pauses: known, in: calendar, lastDay: lastDay)
        let given = try act.map { try self.given(from: trigger, to: $0, in: calendar) }
        let days = bound.days
        let last = days?.last
        let needsCalendar = unit == .workingDay || direction == .atMostAfter
        let notices = last.flatMap { last in
            needsCalendar ? calendar?.notices(from: Day(of: trigger), to: last) : nil
        }
        return TermComputation(
            term: id, inForceFrom: inForceFrom, unit: unit, direction: direction, trigger: trigger, act: act,
            bound: bound.instant, required: length, given: given,
            isMet: act.map { isMet(from: trigger, to: $0, bound: bound.instant) },
            counted: days?.counted ?? [], skipped: days?.skipped ?? [], lastDay: last, pauses: pauses,
            calendar: notices ?? [], missingYear: days?.missingYear,
            pieces: pieces(from: trigger, to: act, given: given, bound: bound, pauses: pauses))
    }

    private func pieces(
        from trigger: Instant, to act: Instant?, given: Int?, bound: Bound, pauses: [Pause]
    ) -> [TermComputation.Piece] {
        let told = pauses.map { pause -> TermComputation.Piece in
            pausedBy?.contains(pause.reason) ?? false ? .pauseSubtracted(pause) : .pauseNotKnown(pause)
        }
        switch direction {
        case .sameInstant: return [.sameInstant]
        case .sameDay: return [.sameDay]
        case .notBefore: return [.notBefore]
        case .before: return [.before]
        case .atMostAfter, .atLeastAfter, .atLeastBefore: break
        }
        guard let days = bound.days else { return told + [.hoursApart(required: length, given: given)] }
        var pieces: [TermComputation.Piece] = [.triggerDayNotCounted(day: Day(of: trigger))] + told
        if !days.skipped.isEmpty { pieces.append(.daysNotCounted(count: days.skipped.count)) }
        if direction == .atMostAfter {
            guard let last = days.last, let end = bound.instant else { return pieces }
            if let from = days.movedFrom { pieces.append(.lastDayMoved(from: from, to: last)) }
            if let year = days.missingYear { pieces.append(.calendarMissing(year: year)) }
            let close: TermComputation.Piece =
                closesAtMinute == nil ? .endsAtMidnight(instant: end) : .endsAtClose(instant: end)
            return pieces + [.lastDay(day: last), close]
        }
        if unit == .workingDay { return pieces + [.workingDaysApart(required: length, given: given)] }
        pieces.append(.datesApart(required: length, given: given))
        guard reading == .hoursAndDates else { return pieces }
        let hours = act.map { Int(floorDivide($0.milliseconds - trigger.milliseconds, 3_600_000)) }
        return pieces + [.hoursApart(required: length * 24, given: hours)]
    }
}
