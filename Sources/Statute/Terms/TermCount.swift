/// A day within a term that is not counted, and why.
public struct SkippedDay: Hashable, Codable, Sendable {
    public enum Why: Hashable, Codable, Sendable {
        case weekend
        /// 春节, 国庆节 …
        case holiday(Wording)
        case paused(Pause.Reason)
    }

    public let day: Day
    public let why: Why

    public init(day: Day, why: Why) {
        self.day = day
        self.why = why
    }
}

/// The days of a term, one by one (民法典 200–204).
struct TermCount: Hashable, Sendable {
    /// What to do when the last day of a calendar-day term lies in a year without a calendar.
    enum LastDay {
        /// It does not move: for a term of "at least", or when no calendar is at hand.
        case stays
        /// It moves to the next working day; a year without a calendar refuses.
        case moves
        /// It moves where a calendar says so. In a year without one it stays, the stricter reading for whoever is
        /// bound, and ``missingYear`` says so.
        case movesWhereKnown
    }

    private(set) var counted: [Day] = []
    private(set) var skipped: [SkippedDay] = []
    /// Nil while an open pause stands in the way.
    private(set) var last: Day?
    /// The last day before it was moved from a holiday; nil when it was not.
    private(set) var movedFrom: Day?
    /// The year whose calendar would say whether the last day moves.
    private(set) var missingYear: Int?

    /// Counts days after the trigger's, which is not counted itself (民法典 201).
    /// - Throws: ``Term/NoCalendar``, ``WorkCalendar/MissingYear``.
    init(_ term: Term, after trigger: Day, pauses: [Pause], calendar: WorkCalendar?, lastDay: LastDay) throws {
        guard term.unit != .workingDay || calendar != nil else { throw Term.NoCalendar(term: term.id) }
        var day = trigger
        while counted.count < term.length {
            day = day.advanced(byDays: 1)
            if let pause = pauses.first(where: { $0.touches(day) }) {
                if pause.to == nil { return }
                skipped.append(SkippedDay(day: day, why: .paused(pause.reason)))
            } else if term.unit == .workingDay, let why = try calendar?.whyNotWorked(day) {
                skipped.append(SkippedDay(day: day, why: why))
            } else {
                counted.append(day)
            }
        }
        last = day
        guard term.unit == .calendarDay, let calendar, lastDay != .stays else { return }
        try move(from: day, pauses, calendar, lastDay)
    }

    /// The last day falls on a holiday: the period ends on the next day that is none (民法典 203).
    private mutating func move(
        from first: Day, _ pauses: [Pause], _ calendar: WorkCalendar, _ lastDay: LastDay
    ) throws {
        var day = first
        do {
            while true {
                let pause = day == first ? nil : pauses.first { $0.touches(day) }
                if let pause {
                    if pause.to == nil {
                        last = nil
                        return
                    }
                    skipped.append(SkippedDay(day: day, why: .paused(pause.reason)))
                } else if let why = try calendar.whyNotWorked(day) {
                    skipped.append(SkippedDay(day: day, why: why))
                } else {
                    break
                }
                day = day.advanced(byDays: 1)
            }
        } catch {
            guard lastDay == .movesWhereKnown else { throw error }
            missingYear = error.year
            skipped.removeAll { $0.day >= first }
            return
        }
        guard day != first else { return }
        movedFrom = first
        last = day
        counted.removeAll { $0 == first }
        counted.append(day)
    }
}

extension WorkCalendar {
    /// Nil for a day that is worked.
    func whyNotWorked(_ day: Day) throws(MissingYear) -> SkippedDay.Why? {
        let status = try status(of: day)
        switch status.kind {
        case .workday, .makeUpWorkday: return nil
        case .weekend: return .weekend
        case .holiday: return status.reason.map { .holiday($0) } ?? .weekend
        }
    }
}
