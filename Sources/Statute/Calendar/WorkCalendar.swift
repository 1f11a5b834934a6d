/// Which days are worked (工作日): one file a year, from the notices of the General Office of the State Council.
/// A year without a file refuses: holidays cannot be guessed.
public struct WorkCalendar: Hashable, Sendable {
    /// No notice has been entered for a year, so nobody can say which of its days are worked.
    public struct MissingYear: Error, Hashable, Sendable, CustomStringConvertible {
        public let year: Int
        public var description: String {
            "there is no work calendar for \(year): enter the State Council's notice as calendar/\(year).json"
        }
    }

    /// A day and why it is worked or not.
    public struct DayStatus: Hashable, Sendable {
        public enum Kind: String, Codable, Sendable {
            /// Monday to Friday.
            case workday
            /// Saturday or Sunday.
            case weekend
            /// 放假, a weekend within it included.
            case holiday
            /// 调休上班
            case makeUpWorkday
        }

        public let day: Day
        public let kind: Kind
        /// Nil for a plain workday or weekend.
        public let reason: Wording?
        /// Number of the notice; nil for a plain workday or weekend.
        public let notice: String?

        public var isWorking: Bool { kind == .workday || kind == .makeUpWorkday }
    }

    /// By year.
    private let years: [Int: CalendarYear]
    /// Days that are not plain, by days since 1970-01-01.
    private let special: [Int: DayStatus]

    /// - Parameter years: files; one of a year that stands twice replaces the one before it.
    public init(_ years: [CalendarYear]) {
        var byYear: [Int: CalendarYear] = [:]
        for year in years { byYear[year.year] = year }
        self.years = byYear
        var special: [Int: DayStatus] = [:]
        for year in byYear.values {
            for holiday in year.holidays {
                for number in holiday.from.daysSinceEpoch...holiday.to.daysSinceEpoch {
                    special[number] = DayStatus(
                        day: Day(daysSinceEpoch: number), kind: .holiday, reason: holiday.reason,
                        notice: holiday.notice)
                }
            }
            for workday in year.workdays {
                special[workday.date.daysSinceEpoch] = DayStatus(
                    day: workday.date, kind: .makeUpWorkday, reason: workday.reason, notice: workday.notice)
            }
        }
        self.special = special
    }

    /// Years that have a file, in order.
    public var coveredYears: [Int] { years.keys.sorted() }

    /// The file of a year.
    /// - Throws: ``MissingYear``.
    public func year(_ year: Int) throws(MissingYear) -> CalendarYear {
        guard let file = years[year] else { throw MissingYear(year: year) }
        return file
    }

    /// Whether and why a day is worked.
    /// - Throws: ``MissingYear``.
    public func status(of day: Day) throws(MissingYear) -> DayStatus {
        guard years[day.year] != nil else { throw MissingYear(year: day.year) }
        if let status = special[day.daysSinceEpoch] { return status }
        return DayStatus(day: day, kind: day.isWeekend ? .weekend : .workday, reason: nil, notice: nil)
    }

    /// Every day of a year in order.
    /// - Throws: ``MissingYear``.
    public func days(of year: Int) throws(MissingYear) -> [DayStatus] {
        guard let first = Day(year: year, month: 1, day: 1), let next = Day(year: year + 1, month: 1, day: 1) else {
            throw MissingYear(year: year)
        }
        var days: [DayStatus] = []
        for number in first.daysSinceEpoch..<next.daysSinceEpoch {
            days.append(try status(of: Day(daysSinceEpoch: number)))
        }
        return days
    }

    /// - Throws: ``MissingYear``.
    public func isWorking(_ day: Day) throws(MissingYear) -> Bool { try status(of: day).isWorking }

    /// The day itself when it is worked, else the next one that is: where a period ends whose last day is a holiday
    /// (民法典 203).
    /// - Throws: ``MissingYear``.
    public func workingDay(onOrAfter day: Day) throws(MissingYear) -> Day {
        var day = day
        while try !isWorking(day) { day = day.advanced(byDays: 1) }
        return day
    }

    /// The working day so many after a day, which is not counted itself (民法典 201); before it when negative.
    /// Nought gives the day itself.
    /// - Throws: ``MissingYear``.
    public func workingDay(_ count: Int, after day: Day) throws(MissingYear) -> Day {
        let step = count < 0 ? -1 : 1
        var day = day
        var left = count.magnitude
        while left > 0 {
            day = day.advanced(byDays: step)
            if try isWorking(day) { left -= 1 }
        }
        return day
    }

    /// Working days from one day, not counted, to another, counted; negative when it lies before.
    /// - Throws: ``MissingYear``.
    public func workingDays(from first: Day, to last: Day) throws(MissingYear) -> Int {
        if last < first { return try -workingDays(from: last, to: first) }
        var count = 0
        var day = first
        while day < last {
            day = day.advanced(byDays: 1)
            if try isWorking(day) { count += 1 }
        }
        return count
    }

    /// Numbers of the notices by which days between two are worked or not: the version of the calendar that a
    /// computation used. A year without a file adds nothing.
    public func notices(from first: Day, to last: Day) -> [String] {
        guard first.year <= last.year else { return [] }
        return (first.year...last.year).flatMap { years[$0]?.notices.map(\.number) ?? [] }
    }
}
