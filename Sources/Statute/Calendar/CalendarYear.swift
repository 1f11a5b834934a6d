/// One year of the work calendar (工作日历): what the notices of the General Office of the State Council
/// (国务院办公厅) change in the plain week of five days.
public struct CalendarYear: Hashable, Codable, Sendable {
    /// 国务院办公厅关于…部分节假日安排的通知.
    public struct Notice: Hashable, Codable, Sendable {
        public let title: String
        /// `国办发明电〔2024〕12号`
        public let number: String
        public let date: Day
    }

    /// Days off (放假, 调休), weekends within them included.
    public struct Holiday: Hashable, Codable, Sendable {
        public let from: Day
        /// The last day, included.
        public let to: Day
        /// 春节, 国庆节 …
        public let reason: Wording
        /// Number of the notice that orders it.
        public let notice: String
    }

    /// A Saturday or Sunday that is worked (调休上班).
    public struct MakeUpWorkday: Hashable, Codable, Sendable {
        public let date: Day
        public let reason: Wording
        public let notice: String
    }

    /// What an earlier notice ordered and a later one changed: kept to show it, counted nowhere.
    public struct Superseded: Hashable, Codable, Sendable {
        public enum Kind: String, Codable, Sendable { case holiday, workday }

        public let from: Day
        public let to: Day
        public let was: Kind
        public let reason: Wording
        public let notice: String
        /// Number of the later notice.
        public let by: String
    }

    public let year: Int
    public let issuer: String
    public let notices: [Notice]
    public let holidays: [Holiday]
    public let workdays: [MakeUpWorkday]
    public let superseded: [Superseded]?

    /// What is wrong with the file, for its administrator; nil when it fits together.
    var fault: String? {
        let numbers = Set(notices.map(\.number))
        guard !numbers.isEmpty, numbers.count == notices.count else { return "needs its notices, each once" }
        var taken: Set<Int> = []
        for holiday in holidays {
            guard holiday.from.year == year, holiday.to.year == year, holiday.from <= holiday.to else {
                return "\(holiday.from) to \(holiday.to) is not in \(year)"
            }
            guard numbers.contains(holiday.notice) else { return "\(holiday.from) names no notice of the file" }
            for day in holiday.from.daysSinceEpoch...holiday.to.daysSinceEpoch where !taken.insert(day).inserted {
                return "\(Day(daysSinceEpoch: day)) stands twice"
            }
        }
        for workday in workdays {
            guard workday.date.year == year, workday.date.isWeekend else {
                return "\(workday.date) is no weekend of \(year)"
            }
            guard numbers.contains(workday.notice) else { return "\(workday.date) names no notice of the file" }
            guard taken.insert(workday.date.daysSinceEpoch).inserted else { return "\(workday.date) stands twice" }
        }
        return nil
    }
}

extension Day {
    /// Saturday or Sunday (休息日).
    public var isWeekend: Bool { weekday >= 6 }
}
