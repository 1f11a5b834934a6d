import Foundation
import Testing

@testable import Statute

@Suite("The work calendar follows the State Council's notices")
struct CalendarTests {
    private let calendar: WorkCalendar

    init() throws { calendar = try Statute.builtIn().calendar }

    private func day(_ text: String) throws -> Day { try #require(Day(text), "\(text)") }

    @Test("2019 to 2026 have a file each, with the notice's title, number and date")
    func years() throws {
        #expect(calendar.coveredYears == Array(2019...2026))
        for year in calendar.coveredYears {
            let file = try calendar.year(year)
            #expect(file.issuer == "国务院办公厅" && file.notices[0].title.contains("关于\(year)年部分节假日安排的通知"))
            for notice in file.notices {
                #expect(notice.number.hasPrefix("国办发明电〔\(notice.date.year)〕"), "\(notice.number)")
            }
        }
    }

    @Test("A year without a file refuses, by its number, and guesses nothing")
    func missingYears() throws {
        for year in [2018, 2027] {
            let missing = WorkCalendar.MissingYear(year: year)
            let new = try day("\(year)-06-13")
            #expect(throws: missing) { try calendar.year(year) }
            #expect(throws: missing) { try calendar.days(of: year) }
            #expect(throws: missing) { try calendar.isWorking(new) }
            #expect(missing.description.contains("\(year)"))
        }
        #expect(throws: WorkCalendar.MissingYear(year: 2027)) {
            try calendar.workingDay(3, after: try day("2026-12-30"))
        }
        #expect(throws: WorkCalendar.MissingYear(year: 2018)) {
            try calendar.workingDay(-3, after: try day("2019-01-03"))
        }
    }

    @Test("2020: 春节 was extended to Sunday 2 February, and Saturday the 1st was not worked (国办发明电〔2020〕1号)")
    func extendedSpringFestival() throws {
        for date in ["2020-01-31", "2020-02-01", "2020-02-02"] {
            let status = try calendar.status(of: day(date))
            #expect(!status.isWorking && status.notice == "国办发明电〔2020〕1号", "\(date)")
        }
        #expect(try calendar.isWorking(day("2020-02-03")))
        #expect(try calendar.status(of: day("2020-01-19")).kind == .makeUpWorkday)
        #expect(try calendar.year(2020).superseded?.first?.by == "国办发明电〔2020〕1号")
        #expect(try calendar.workingDay(3, after: day("2020-01-22")) == (try day("2020-02-04")))
    }

    @Test("2019: 劳动节 became four days, 28 April and 5 May were worked (国办发明电〔2019〕3号)")
    func changedLabourDay() throws {
        for date in ["2019-05-01", "2019-05-02", "2019-05-03", "2019-05-04"] {
            #expect(try calendar.status(of: day(date)).kind == .holiday, "\(date)")
        }
        for date in ["2019-04-28", "2019-05-05"] {
            let status = try calendar.status(of: day(date))
            #expect(status.kind == .makeUpWorkday && status.reason?.chinese == "劳动节调休", "\(date)")
        }
    }

    @Test("Working days of the years", arguments: [(2019, 250), (2020, 249), (2025, 248), (2026, 248)])
    func workingDays(_ year: Int, _ count: Int) throws {
        #expect(try calendar.days(of: year).filter(\.isWorking).count == count)
    }

    @Test("Counting working days: the first is not counted, the last is; back and forth agree")
    func arithmetic() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let first = try day("2019-03-01").daysSinceEpoch
        let last = try day("2026-10-01").daysSinceEpoch
        for _ in 0..<300 {
            let start = Day(daysSinceEpoch: Int.random(in: first...last, using: &random))
            let count = Int.random(in: 1...40, using: &random)
            let end = try calendar.workingDay(count, after: start)
            #expect(try calendar.isWorking(end), "seed \(seed)")
            #expect(try calendar.workingDays(from: start, to: end) == count, "seed \(seed)")
            #expect(try calendar.workingDays(from: end, to: start) == -count, "seed \(seed)")
            let next = try calendar.workingDay(onOrAfter: start)
            #expect(try calendar.isWorking(next) && next >= start, "seed \(seed)")
            #expect(try calendar.workingDays(from: start.advanced(byDays: -1), to: next) == 1, "seed \(seed)")
        }
    }

    @Test("An administrator adds next year's file, without a new program")
    func addedYear() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("law-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let years = folder.appendingPathComponent("calendar")
        try FileManager.default.createDirectory(at: years, withIntermediateDirectories: true)
        // Invented, for this test only.
        let text = """
            {"year": 2031, "issuer": "测试", "notices": [{"title": "测试", "number": "测试〔2030〕1号",
            "date": "2030-11-01"}], "holidays": [{"from": "2031-01-01", "to": "2031-01-03", "reason": {"zh": "元旦",
            "en": "New Year's Day"}, "notice": "测试〔2030〕1号"}], "workdays": []}
            """
        try Data(text.utf8).write(to: years.appendingPathComponent("2031.json"))
        let law = try Statute.builtIn(adding: [folder])
        #expect(law.calendar.coveredYears == Array(2019...2026) + [2031])
        #expect(try !law.calendar.isWorking(day("2031-01-02")))
        #expect(law.calendar.notices(from: try day("2026-12-01"), to: try day("2031-01-02")).last == "测试〔2030〕1号")
    }
}
