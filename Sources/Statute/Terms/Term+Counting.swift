// Counting by 民法典 200–204: the day of the trigger is not counted, a last day that is a holiday moves to the next
// working day, a last day ends at 24:00 or at the close of business, 以内/不少于 include the number. Days are days in
// Asia/Shanghai. Without a calendar no last day moves, which is the stricter reading for whoever is bound, and working
// days are refused.
extension Term {
    /// The term counts working days, and no calendar was given.
    public struct NoCalendar: Error, Hashable, Sendable {
        public let term: String
    }

    /// What was asked for has no meaning for this term's direction: a programming error that tests find.
    public struct OtherDirection: Error, Hashable, Sendable {
        public let term: String
        public let direction: Direction
    }

    /// From when on, or until when, the act is lawful, and the days by which that was found.
    struct Bound {
        /// For "at most" the first late instant, else the first lawful one; nil while an open pause stands.
        let instant: Instant?
        /// Nil for hours and for terms without a length.
        let days: TermCount?
    }

    func bound(
        after trigger: Instant, pauses: [Pause] = [], in calendar: WorkCalendar?, lastDay: TermCount.LastDay
    ) throws -> Bound {
        switch direction {
        case .sameInstant, .notBefore: return Bound(instant: trigger, days: nil)
        case .before: return Bound(instant: trigger.advanced(byMilliseconds: 1), days: nil)
        case .sameDay: return Bound(instant: Day(of: trigger).start, days: nil)
        case .atMostAfter, .atLeastAfter, .atLeastBefore: break
        }
        let paused = PausedTime(pauses)
        if unit == .hour {
            return Bound(instant: paused.advance(trigger, by: Int64(length) * 3_600_000), days: nil)
        }
        let days = try TermCount(
            self, after: Day(of: trigger), pauses: pauses, calendar: calendar,
            lastDay: direction == .atMostAfter ? lastDay : .stays)
        guard let last = days.last else { return Bound(instant: nil, days: days) }
        if direction == .atMostAfter {
            let end = closesAtMinute.map { last.start.advanced(byMinutes: Int64($0)) } ?? last.end
            return Bound(instant: end, days: days)
        }
        guard reading == .hoursAndDates else { return Bound(instant: last.start, days: days) }
        if unit == .workingDay {
            let clock = trigger.milliseconds - Day(of: trigger).start.milliseconds
            return Bound(instant: last.start.advanced(byMilliseconds: clock), days: days)
        }
        let hours = paused.advance(trigger, by: Int64(length) * 86_400_000)
        return Bound(instant: hours.map { max(last.start, $0) }, days: days)
    }

    /// The earliest lawful instant of the act, for a term that asks for "at least" or for an order.
    /// - Throws: ``NoCalendar``, ``WorkCalendar/MissingYear``, ``OtherDirection`` for a term of "at most".
    public func earliest(after trigger: Instant, in calendar: WorkCalendar? = nil) throws -> Instant {
        guard direction != .atMostAfter, let instant = try bound(after: trigger, in: calendar, lastDay: .stays).instant
        else { throw OtherDirection(term: id, direction: direction) }
        return instant
    }

    /// The last lawful instant of the trigger before an act whose instant stands, for a term that asks for
    /// "at least" or for an order: until when a clarification may still be issued.
    /// - Throws: ``NoCalendar``, ``WorkCalendar/MissingYear``, ``OtherDirection`` for a term of "at most".
    public func latest(before act: Instant, in calendar: WorkCalendar? = nil) throws -> Instant {
        let day = Day(of: act)
        switch direction {
        case .sameInstant, .notBefore: return act
        case .before: return act.advanced(byMilliseconds: -1)
        case .sameDay: return day.end.advanced(byMilliseconds: -1)
        case .atMostAfter: throw OtherDirection(term: id, direction: direction)
        case .atLeastAfter, .atLeastBefore: break
        }
        switch unit {
        case .hour: return act.advanced(byHours: Int64(-length))
        case .calendarDay:
            let last = day.advanced(byDays: -length).end.advanced(byMilliseconds: -1)
            return reading == .hoursAndDates ? min(last, act.advanced(byDays: Int64(-length))) : last
        case .workingDay:
            guard let calendar else { throw NoCalendar(term: id) }
            // Days off before the first counted day are as good as the working day before them.
            let worked = try calendar.isWorking(day)
            let first = try calendar.workingDay(worked ? 1 - length : -length, after: day)
            guard worked, reading == .hoursAndDates else { return first.start.advanced(byMilliseconds: -1) }
            return first.advanced(byDays: -1).start.advanced(byMilliseconds: act.milliseconds - day.start.milliseconds)
        }
    }

    /// When a term of "at most" has passed: the end of its last day or hour. An act is in time before this instant,
    /// late from it on.
    /// - Throws: ``NoCalendar``, ``WorkCalendar/MissingYear``, ``OtherDirection`` for any other term.
    public func due(after trigger: Instant, in calendar: WorkCalendar? = nil) throws -> Instant {
        guard direction == .atMostAfter, let instant = try bound(after: trigger, in: calendar, lastDay: .moves).instant
        else { throw OtherDirection(term: id, direction: direction) }
        return instant
    }

    /// Whether the rule is kept between trigger and act.
    /// - Throws: ``NoCalendar``, ``WorkCalendar/MissingYear``.
    public func isMet(
        from trigger: Instant, to act: Instant, in calendar: WorkCalendar? = nil, pauses: [Pause] = []
    ) throws -> Bool {
        isMet(
            from: trigger, to: act,
            bound: try bound(after: trigger, pauses: known(pauses), in: calendar, lastDay: .moves).instant)
    }

    func isMet(from trigger: Instant, to act: Instant, bound: Instant?) -> Bool {
        switch direction {
        case .sameInstant: trigger == act
        case .sameDay: Day(of: trigger) == Day(of: act)
        // While the clock stands, nothing is late and nothing is complete.
        case .atMostAfter: bound.map { act < $0 } ?? true
        case .atLeastAfter, .atLeastBefore, .notBefore, .before: bound.map { act >= $0 } ?? false
        }
    }

    /// What lies between trigger and act in the term's unit: dates apart in Beijing, working days, or whole hours.
    /// - Throws: ``NoCalendar``, ``WorkCalendar/MissingYear``.
    public func given(from trigger: Instant, to act: Instant, in calendar: WorkCalendar? = nil) throws -> Int {
        switch unit {
        case .workingDay:
            guard let calendar else { throw NoCalendar(term: id) }
            return try calendar.workingDays(from: Day(of: trigger), to: Day(of: act))
        case .hour: return Int(floorDivide(act.milliseconds - trigger.milliseconds, 3_600_000))
        case .calendarDay: return Day(of: trigger).days(to: Day(of: act))
        }
    }

    /// Those of the pauses that the rule does not count.
    func known(_ pauses: [Pause]) -> [Pause] { pauses.filter { pausedBy?.contains($0.reason) ?? false } }
}
