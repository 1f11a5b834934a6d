// Counting by 民法典 200–204: the day of the trigger is not counted, a last day ends at 24:00, 以内/不少于 include the
// number. Days are calendar days in Asia/Shanghai. A last day that is a holiday does not move yet, which is the
// stricter reading for whoever is bound; working days need a calendar and are refused.
extension Term {
    /// The term counts working days, which need a work calendar that this version does not have.
    public struct NoCalendar: Error, Hashable, Sendable {
        public let term: String
    }

    /// What was asked for has no meaning for this term's direction: a programming error that tests find.
    public struct OtherDirection: Error, Hashable, Sendable {
        public let term: String
        public let direction: Direction
    }

    /// The earliest lawful instant of the act, for a term that asks for "at least".
    /// - Throws: ``NoCalendar``, ``OtherDirection`` for a term of "at most".
    public func earliest(after trigger: Instant) throws -> Instant {
        switch direction {
        case .sameInstant: return trigger
        case .atMostAfter: throw OtherDirection(term: id, direction: direction)
        case .atLeastAfter, .atLeastBefore:
            switch unit {
            case .workingDay: throw NoCalendar(term: id)
            case .hour: return trigger.advanced(byHours: Int64(length))
            case .calendarDay:
                let day = Day(of: trigger).advanced(byDays: length)
                return reading == .hoursAndDates ? max(day.start, trigger.advanced(byDays: Int64(length))) : day.start
            }
        }
    }

    /// The last lawful instant of the trigger before an act whose instant stands, for a term that asks for
    /// "at least": until when a clarification may still be issued.
    /// - Throws: ``NoCalendar``, ``OtherDirection`` for a term of "at most".
    public func latest(before act: Instant) throws -> Instant {
        switch direction {
        case .sameInstant: return act
        case .atMostAfter: throw OtherDirection(term: id, direction: direction)
        case .atLeastAfter, .atLeastBefore:
            switch unit {
            case .workingDay: throw NoCalendar(term: id)
            case .hour: return act.advanced(byHours: Int64(-length))
            case .calendarDay:
                let last = Day(of: act).advanced(byDays: -length).end.advanced(byMilliseconds: -1)
                return reading == .hoursAndDates ? min(last, act.advanced(byDays: Int64(-length))) : last
            }
        }
    }

    /// When a term of "at most" has passed: 24:00 of its last day, or the end of its last hour. An act is in time
    /// before this instant, late from it on.
    /// - Throws: ``NoCalendar``, ``OtherDirection`` for any other term.
    public func due(after trigger: Instant) throws -> Instant {
        guard direction == .atMostAfter else { throw OtherDirection(term: id, direction: direction) }
        switch unit {
        case .workingDay: throw NoCalendar(term: id)
        case .hour: return trigger.advanced(byHours: Int64(length))
        case .calendarDay: return Day(of: trigger).advanced(byDays: length).end
        }
    }

    /// Whether the rule is kept between trigger and act.
    /// - Throws: ``NoCalendar``.
    public func isMet(from trigger: Instant, to act: Instant) throws -> Bool {
        switch direction {
        case .sameInstant: trigger == act
        case .atMostAfter: try act < due(after: trigger)
        case .atLeastAfter, .atLeastBefore: try act >= earliest(after: trigger)
        }
    }

    /// What lies between trigger and act in the term's unit: dates apart in Beijing, or whole hours.
    /// - Throws: ``NoCalendar``.
    public func given(from trigger: Instant, to act: Instant) throws -> Int {
        switch unit {
        case .workingDay: throw NoCalendar(term: id)
        case .hour: Int(floorDivide(act.milliseconds - trigger.milliseconds, 3_600_000))
        case .calendarDay: Day(of: trigger).days(to: Day(of: act))
        }
    }
}
