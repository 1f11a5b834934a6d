/// A time limit that runs (时限): what it was worked out from, when it is due, and when it warns. A plain value; the
/// clock is always an argument.
public struct RunningTerm: Hashable, Codable, Sendable {
    /// Rule, version, inputs, pauses, days counted and skipped, and the due instant.
    public let computation: TermComputation
    /// When half of the term's running time has gone; nil while an open pause stands.
    public let half: Instant?
    /// When four fifths have gone.
    public let eighty: Instant?

    /// - Throws: ``Term/OtherDirection`` for a term that is no "at most": nothing is due.
    init(_ computation: TermComputation) throws {
        guard computation.direction == .atMostAfter else {
            throw Term.OtherDirection(term: computation.term, direction: computation.direction)
        }
        self.computation = computation
        let known = computation.pieces.compactMap { piece -> Pause? in
            if case .pauseSubtracted(let pause) = piece { pause } else { nil }
        }
        let paused = PausedTime(known)
        let trigger = computation.trigger
        let whole = computation.bound.map { paused.running(from: trigger, to: $0) }
        half = whole.flatMap { paused.advance(trigger, by: $0 / 2) }
        eighty = whole.flatMap { paused.advance(trigger, by: $0 / 5 * 4 + $0 % 5 * 4 / 5) }
    }

    public var rule: String { computation.term }
    /// Since when the version used is in force.
    public var inForceFrom: Day { computation.inForceFrom }
    public var start: Instant { computation.trigger }
    /// The first instant at which an act is late; nil while an open pause stands.
    public var due: Instant? { computation.bound }
    public var isPaused: Bool { due == nil }

    /// What a scheduler stores and scans.
    public var row: DueRow {
        DueRow(
            dueMilliseconds: due?.milliseconds ?? DueRow.never, halfMilliseconds: half?.milliseconds ?? DueRow.never,
            eightyMilliseconds: eighty?.milliseconds ?? DueRow.never)
    }

    /// How far the term has gone.
    public func progress(at now: Instant) -> TermProgress {
        guard let due else { return TermProgress(permille: 0, stage: .running, isPaused: true) }
        let whole = PausedTime(subtracted).running(from: start, to: due)
        let gone = PausedTime(subtracted).running(from: start, to: min(now, due))
        let permille = whole > 0 ? Int(gone * 1000 / whole) : 1000
        return TermProgress(permille: now >= due ? 1000 : permille, stage: row.stage(at: now), isPaused: false)
    }

    private var subtracted: [Pause] {
        computation.pieces.compactMap { piece in
            if case .pauseSubtracted(let pause) = piece { pause } else { nil }
        }
    }

    /// What is left, or how long it is over, ready for words; nil while an open pause stands.
    /// - Parameter calendar: for the working days left; a year without one leaves them out.
    public func remaining(at now: Instant, in calendar: WorkCalendar? = nil) -> TermRemaining? {
        guard let due else { return nil }
        let isPassed = now >= due
        let milliseconds = isPassed ? now.milliseconds - due.milliseconds : due.milliseconds - now.milliseconds
        let lastDay = Day(of: due.advanced(byMilliseconds: -1))
        let today = Day(of: now)
        let (first, last) = today <= lastDay ? (today, lastDay) : (lastDay, today)
        return TermRemaining(
            isPassed: isPassed, milliseconds: milliseconds, lastDay: lastDay,
            calendarDays: first.days(to: last),
            workingDays: calendar.flatMap { try? $0.workingDays(from: first, to: last) })
    }
}

/// How far a running term has gone.
public struct TermProgress: Hashable, Sendable {
    /// Thousandths of the running time, pauses left out; 1000 when it has passed.
    public let permille: Int
    public let stage: TermStage
    /// An open pause stands: nothing is due, and the share gone is not known.
    public let isPaused: Bool
}

/// The warnings of a running term, in order.
public enum TermStage: Int, Comparable, Codable, CaseIterable, Sendable {
    case running = 0
    /// Half of the running time has gone.
    case half = 1
    /// Four fifths have gone.
    case eighty = 2
    /// The term has passed.
    case passed = 3

    public static func < (left: TermStage, right: TermStage) -> Bool { left.rawValue < right.rawValue }
}

/// What is left of a running term, ready for words: "还剩 2 个工作日, 明天 18:00 前".
public struct TermRemaining: Hashable, Sendable {
    /// Whether the term has passed; the numbers then say how long ago.
    public let isPassed: Bool
    public let milliseconds: Int64
    /// The day whose end, or a time of which, is due.
    public let lastDay: Day
    /// Dates between today and the last day; nought on the last day.
    public let calendarDays: Int
    /// Working days after today up to the last day; nil without a calendar of the year.
    public let workingDays: Int?

    /// Whole hours.
    public var hours: Int64 { milliseconds / 3_600_000 }
    /// Whole minutes beyond the hours.
    public var minutes: Int64 { milliseconds / 60_000 % 60 }
}

/// The three instants of a running term that a scheduler scans for, in milliseconds since 1970-01-01T00:00:00Z:
/// 24 bytes, so that a million are scanned in one go.
public struct DueRow: Hashable, Codable, Sendable {
    public let dueMilliseconds: Int64
    public let halfMilliseconds: Int64
    public let eightyMilliseconds: Int64

    /// What stands for an instant while an open pause stands: it never comes.
    public static let never = Int64.max

    public init(dueMilliseconds: Int64, halfMilliseconds: Int64, eightyMilliseconds: Int64) {
        self.dueMilliseconds = dueMilliseconds
        self.halfMilliseconds = halfMilliseconds
        self.eightyMilliseconds = eightyMilliseconds
    }

    /// The instants of a term whose end was set and which knows no pauses.
    public init(start: Instant, due: Instant) {
        let whole = max(0, due.milliseconds - start.milliseconds)
        self.init(
            dueMilliseconds: due.milliseconds, halfMilliseconds: start.milliseconds + whole / 2,
            eightyMilliseconds: start.milliseconds + whole / 5 * 4 + whole % 5 * 4 / 5)
    }

    /// The furthest warning that is due at an instant.
    public func stage(at now: Instant) -> TermStage {
        let now = now.milliseconds
        if now >= dueMilliseconds { return .passed }
        if now >= eightyMilliseconds { return .eighty }
        return now >= halfMilliseconds ? .half : .running
    }

    /// The warnings still to give, in order, when those up to `given` were given: none twice, and none left out
    /// after a week switched off.
    public func warnings(after given: TermStage, at now: Instant) -> [TermStage] {
        let reached = stage(at: now)
        return TermStage.allCases.filter { $0 > given && $0 <= reached }
    }

    /// The instant at which the next warning is due after those up to `given`; nil when all were given or an open
    /// pause stands. A scheduler keeps its rows ordered by it.
    public func next(after given: TermStage) -> Instant? {
        let milliseconds: Int64 =
            switch given {
            case .running: halfMilliseconds
            case .half: eightyMilliseconds
            case .eighty: dueMilliseconds
            case .passed: Self.never
            }
        return milliseconds == Self.never ? nil : Instant(milliseconds: milliseconds)
    }
}
