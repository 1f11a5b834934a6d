import Statute

/// When a section passes the gates: on working days, early enough for its notice.
struct DemoSchedule {
    /// A version of the document: drafted, filed, and what the centre says to it.
    struct Version {
        let drafted: Instant
        let reviewed: Instant
        let filed: Instant
        let answered: Instant
    }

    let planned: Instant
    let versions: [Version]

    /// - Parameters:
    ///   - pauses: days from each letter to the next version, one fewer than versions.
    ///   - latest: no act of the gates lies after this.
    ///   - number: of the section; spreads the acts over the hours of a day.
    init(pauses: [Int], latest: Instant, number: Int) {
        var day = Day(of: latest).advanced(byDays: -5)
        var schedule = Self.from(day, pauses, number)
        while let last = schedule.versions.last, last.answered > latest {
            day = day.advanced(byDays: -1)
            schedule = Self.from(day, pauses, number)
        }
        self = schedule
    }

    private init(planned: Instant, versions: [Version]) {
        self.planned = planned
        self.versions = versions
    }

    private static func from(_ begin: Day, _ pauses: [Int], _ number: Int) -> DemoSchedule {
        let minute = number * 7 % 50
        var day = workday(begin)
        let planned = day.at(hour: 9, minute: minute)
        var versions: [Version] = []
        for pause in [2] + pauses {
            day = workday(day.advanced(byDays: max(pause, 1)))
            let drafted = day.at(hour: 10, minute: minute)
            let reviewed = day.at(hour: 14, minute: minute)
            let filed = day.at(hour: 16, minute: minute)
            day = workday(day.advanced(byDays: 1))
            versions.append(
                Version(
                    drafted: drafted, reviewed: reviewed, filed: filed,
                    answered: day.at(hour: 11, minute: (minute + 23) % 60)))
        }
        return DemoSchedule(planned: planned, versions: versions)
    }

    /// The day, or the Monday after a weekend.
    static func workday(_ day: Day) -> Day {
        day.weekday < 6 ? day : day.advanced(byDays: 8 - day.weekday)
    }

    /// The day, or the Friday before a weekend.
    static func workdayBefore(_ day: Day) -> Day {
        day.weekday < 6 ? day : day.advanced(byDays: 5 - day.weekday)
    }
}
