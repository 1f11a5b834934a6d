import Demo
import Desk
import Foundation
import Statute
import Testing

@testable import Trading

/// Four sections in two cities and two months: one passed at once, one reminded and corrected, one refused and passed
/// later, one reminded twice and not done yet.
private struct MadeUpLedger {
    static let agency = "91530600MA6K000222"
    static let cityTenderer = "91530602MA6K00030R"
    static let provinceTenderer = "91530600MA6K000147"

    let city: TestCity

    init() async throws {
        city = try await TestCity()
        let clerk = try await city.player.registerPerson(
            "周洁", Office(.centreClerk, region: "530000"), at: city.start)
        let ofCity = try await city.player.registerPerson(
            "陈刚", Office(.tenderer, region: "530600", organisation: Self.cityTenderer), at: city.start)
        let ofProvince = try await city.player.registerPerson(
            "何静", Office(.tenderer, region: "530000", organisation: Self.provinceTenderer), at: city.start)

        let atOnce = try await city.section()
        try await file(atOnce, "合格", by: city.tenderer, day: 0)
        try await city.player.passVerification(atOnce, by: clerk, at: day(0))

        let reminded = try await city.section(region: "530602", owner: ofCity, agency: Self.agency)
        try await file(reminded, "采用某品牌产品", by: ofCity, day: 0)
        let defects: [(DefectKind, String?)] = [(.exclusionary, "FC08"), (.date, nil)]
        try await city.player.section(
            reminded, "returnForCorrection",
            [
                "defects": .list(
                    defects.map { kind, aspect in
                        var defect: [String: RawValue] = [
                            "defectKind": .text(kind.rawValue), "defectPlace": .text("第二章"), "defectText": .text("应改正"),
                        ]
                        if let aspect { defect["defectAspect"] = .text(aspect) }
                        return .object(defect)
                    })
            ], by: clerk, at: day(1))
        try await file(reminded, "合格", by: ofCity, day: 3)
        try await city.player.passVerification(reminded, by: clerk, at: day(3))

        let refused = try await city.section(region: "530600", owner: ofCity)
        try await file(refused, "采用另一品牌产品", by: ofCity, day: 0)
        try await city.player.section(
            refused, "refuseEntry", ["reason": .text("notApproved"), "refusalText": .text("见审批文件")], by: clerk,
            at: day(2))
        try await file(refused, "优良", by: ofCity, day: 35)
        try await city.player.passVerification(refused, by: clerk, at: day(36))

        let repeated = try await city.section(region: "530100", owner: ofProvince)
        try await file(repeated, "采用第三种品牌产品", by: ofProvince, day: 0)
        try await city.player.remind(
            repeated, .date, place: "第一章", "发售期不足五日", by: clerk, at: day(40))
        try await file(repeated, "采用第四种品牌产品", by: ofProvince, day: 41)
        try await city.player.remind(repeated, .date, place: "第一章", "发售期不足五日", by: clerk, at: day(42))
    }

    func day(_ days: Int64) -> Instant { city.start.advanced(byDays: days) }

    private func file(_ number: String, _ quality: String, by tenderer: OfficeHolder, day: Int64) async throws {
        var document = city.document
        document.quality = quality
        let at = self.day(day)
        try await city.player.draft(number, document, files: [city.file()], by: tenderer, at: at)
        try await city.player.review(number, by: tenderer, at: at, opinion: "同意", justification: "配套需要")
        try await city.fileDocument(number, by: tenderer, at: at)
    }

    func figures<T>(_ filter: [BarrierFilter.Name: String] = [:], _ read: (BarrierFigures) throws -> T) throws -> T {
        try city.installation.store.read { try read(BarrierFigures($0, BarrierFilter(filter))) }
    }

    func first(_ filter: [BarrierFilter.Name: String]) throws -> [Int64] {
        let answers = try figures(filter) { try $0.firstAnswers() }
        return [answers.passed, answers.returned, answers.refused]
    }
}

@Suite("What the gates found in numbers (domain.md §1.3: by defect, aspect and unit; first pass; time to correct)")
struct BarrierFiguresTests {
    @Test("Whoever was reminded or refused first did not pass at once, however it ended")
    func firstPass() async throws {
        let ledger = try await MadeUpLedger()
        #expect(try ledger.first([:]) == [1, 2, 1])
        // Month, region and organisation narrow it; a city includes its counties, a province its cities.
        #expect(try ledger.first([.region: "530600"]) == [1, 1, 1])
        #expect(try ledger.first([.region: "530000"]) == [1, 2, 1])
        #expect(try ledger.first([.region: "000000"]) == [1, 2, 1])
        #expect(try ledger.first([.region: "530627"]) == [1, 0, 0])
        #expect(try ledger.first([.region: "530600", .own: "1"]) == [0, 0, 1])
        #expect(try ledger.first([.region: "530100"]) == [0, 1, 0])
        #expect(try ledger.first([.region: "520000"]) == [0, 0, 0])
        let (month, next) = ("2026-09", "2026-10")
        #expect(String(Day(of: ledger.day(0)).description.prefix(7)) == month)
        #expect(try ledger.first([.month: month]) == [1, 1, 1])
        #expect(try ledger.first([.month: next]) == [0, 1, 0], "the month of the first answer")
        #expect(try ledger.first([.unit: MadeUpLedger.cityTenderer]) == [0, 1, 1])
        #expect(try ledger.first([.unit: MadeUpLedger.agency]) == [0, 1, 0])
        #expect(try ledger.first([.unit: MadeUpLedger.cityTenderer, .region: "530602", .month: month]) == [0, 1, 0])
    }

    @Test("Letters, defects and the time to correct, by filter")
    func corrections() async throws {
        let ledger = try await MadeUpLedger()
        let all = try ledger.figures { try $0.corrections() }
        #expect([all.letters, all.defects, all.corrected] == [3, 4, 3])
        // Two defects took two days, one took one day.
        #expect(all.taken == Int64(5 * 86_400_000 / 3))
        let city = try ledger.figures([.region: "530600"]) { try $0.corrections() }
        #expect([city.letters, city.defects, city.corrected, city.taken] == [1, 2, 2, 2 * 86_400_000])
        let open = try ledger.figures([.state: "open"]) { try $0.corrections() }
        #expect([open.letters, open.defects, open.corrected] == [1, 1, 0] && open.taken == nil)
        let none = try ledger.figures([.region: "530627"]) { try $0.corrections() }
        #expect([none.letters, none.defects] == [0, 0] && none.taken == nil)
    }

    @Test("Defects by kind and aspect; organisations as tenderer and as agency, repeat offenders first")
    func units() async throws {
        let ledger = try await MadeUpLedger()
        func by(_ name: BarrierFilter.Name) throws -> [String: Int64] {
            let counts = try ledger.figures { try $0.defects(by: name) }
            return Dictionary(uniqueKeysWithValues: counts.map { ($0.code, $0.count) })
        }
        #expect(try by(.kind) == ["date": 3, "exclusionary": 1])
        #expect(try by(.aspect) == ["FC08": 1])
        #expect(try by(.month) == ["2026-09": 2, "2026-10": 2])
        #expect(try by(.region) == ["530602": 2, "530100": 2])
        let units = try ledger.figures { try $0.units() }
        #expect(units.map(\.code) == [MadeUpLedger.provinceTenderer, MadeUpLedger.agency, MadeUpLedger.cityTenderer])
        #expect(units.map(\.letters) == [2, 1, 1] && units.map(\.defects) == [2, 2, 2])
        #expect(units.map(\.corrected) == [1, 2, 2])
        let asked = try ledger.figures([.unit: MadeUpLedger.agency]) { try $0.units() }
        #expect(asked.map(\.code) == [MadeUpLedger.agency])
    }

    @Test("What the machine found, by aspect, month and region: put right, justified and open add up")
    func clauses() async throws {
        let ledger = try await MadeUpLedger()
        let aspects = try ledger.figures { try $0.clauses(by: .aspect) }
        #expect(aspects == [.init(code: "FC08", fixed: 3, justified: 1, open: 0, withdrawn: 0)])
        #expect(aspects[0].found == 4)
        let months = try ledger.figures { try $0.clauses(by: .month) }
        #expect(months.map(\.code) == ["2026-09", "2026-10"] && months.map(\.found) == [3, 1])
        let regions = try ledger.figures { try $0.clauses(by: .region) }
        #expect(regions.map(\.code) == ["530100", "530600", "530602"] && regions.map(\.found) == [2, 1, 1])
        let city = try ledger.figures([.region: "530600", .outcome: "fixed"]) { try $0.clauses(by: .aspect) }
        #expect(city.map(\.found) == [2])
        #expect(try ledger.figures { try $0.regions() } == ["530000", "530100", "530600", "530602", "530627"])
    }

    @Test("Every number is the length of the list that it opens")
    func lists() async throws {
        let ledger = try await MadeUpLedger()
        let base = BarrierFilter([.region: "530000"])
        func length(_ list: BarrierList, _ filter: BarrierFilter) throws -> Int64 {
            try ledger.city.installation.store.read { reader in
                let figures = BarrierFigures(reader, filter.only(list.names))
                let rows = try figures.rows(list, page: 0)
                #expect(try figures.count(list) == Int64(rows.count) && figures.rows(list, page: 1).isEmpty)
                return Int64(rows.count)
            }
        }
        let (corrections, first) = try ledger.figures(base.values) { (try $0.corrections(), try $0.firstAnswers()) }
        #expect(try length(.letters, base) == corrections.letters)
        #expect(try length(.acts, base) == corrections.defects)
        #expect(try length(.acts, base.with([.state: "corrected"])) == corrections.corrected)
        #expect(try length(.answers, base) == first.all)
        #expect(try length(.answers, base.with([.answer: "refused"])) == first.refused)
        for name in [BarrierFilter.Name.aspect, .kind, .month, .region] {
            for row in try ledger.figures(base.values, { try $0.defects(by: name) }) {
                #expect(try length(.acts, base.with([name: row.code])) == row.count, "\(name) \(row.code)")
            }
        }
        for unit in try ledger.figures(base.values, { try $0.units() }) {
            #expect(try length(.letters, base.with([.unit: unit.code])) == unit.letters)
            #expect(try length(.acts, base.with([.unit: unit.code, .state: "open"])) == unit.defects - unit.corrected)
        }
        for name in [BarrierFilter.Name.aspect, .month, .region] {
            for row in try ledger.figures(base.values, { try $0.clauses(by: name) }) {
                let own = base.with(name == .region ? [.region: row.code, .own: "1"] : [name: row.code])
                #expect(try length(.findings, own) == row.found, "\(name) \(row.code)")
                #expect(try length(.findings, own.with([.outcome: "fixed"])) == row.fixed)
            }
        }
    }
}
