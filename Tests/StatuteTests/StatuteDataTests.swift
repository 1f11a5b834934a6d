import Foundation
import Testing

@testable import Statute

@Suite("The data of the law fit together")
struct StatuteDataTests {
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    @Test("A rule is known by its id, and only while it is in force")
    func terms() throws {
        #expect(throws: Statute.UnknownTerm(id: "T99")) { try law.term("T99") }
        let before = try #require(Day("2012-01-31"))
        #expect(throws: Statute.UnknownTerm(id: "T06")) { try law.term("T06", on: before) }
        #expect(try law.term("T06", on: before.advanced(byDays: 1)).length == 10)
        #expect(try law.term("T03", on: before).length == 20)
        #expect(throws: Statute.UnknownTerm(id: "T11")) { try law.requirement("T11", on: before) }
        #expect(try law.requirement("T10", on: before).test == .atLeast(3))
    }

    @Test("Bid deposit: 2% of the estimate (条例 26), at most 80 万元 for works and 10 万元 for survey and design")
    func depositLimits() {
        let estimate = Money(fen: 3_000_000_000)
        #expect(law.depositLimit(estimate: estimate, sectionClass: "A080101").fen == 60_000_000)
        #expect(law.depositLimit(estimate: Money(fen: 4_000_000_000), sectionClass: "A080101").fen == 80_000_000)
        #expect(law.depositLimit(estimate: Money(fen: 4_000_000_100), sectionClass: "A100000").fen == 80_000_000)
        #expect(law.depositLimit(estimate: estimate, sectionClass: "A040000").fen == 10_000_000)
        #expect(law.depositLimit(estimate: estimate, sectionClass: "A050000").fen == 60_000_000)
        #expect(law.depositLimit(estimate: Money(fen: 9_000_000_000), sectionClass: "C050000").fen == 180_000_000)
        #expect(law.depositLimit(estimate: Money(fen: 12_345), sectionClass: "A080101").fen == 246)
        let rule = law.limit(on: .bidDeposit, of: Money(fen: 9_000_000_000), sectionClass: "A030000")?.rule
        #expect(rule?.id == "T14.bidDeposit.survey")
    }

    @Test("Performance bond: at most 10% of the contract price (条例 58)")
    func bondLimit() {
        #expect(law.performanceBondLimit(price: Money(fen: 1_286_400_009)).fen == 128_640_000)
        #expect(law.limit(on: .performanceBond, of: .zero)?.rule.basis.chinese.contains("五十八") == true)
    }

    @Test("Zhaotong has eleven counties, Yunnan sixteen cities and prefectures (GB/T 2260)")
    func regions() {
        #expect(
            law.regions(within: "530600").map(\.code) == [
                "530602", "530621", "530622", "530623", "530624", "530625", "530626", "530627", "530628", "530629",
                "530681",
            ])
        #expect(law.regions(within: "530000").count == 16)
        #expect(law.region("530681")?.name == "水富市" && law.region("530681")?.english == "Shuifu")
        #expect(law.parent(of: "530681")?.name == "昭通市")
        #expect(law.parent(of: "530600")?.name == "云南省")
        #expect(law.parent(of: "530000")?.code == Region.nation)
        #expect(law.parent(of: Region.nation) == nil && law.parent(of: "999999") == nil)
    }

    @Test("A region contains itself and what its parents' chain says, and nothing else")
    func containment() {
        for outer in law.allRegions {
            for inner in law.allRegions {
                var chain: [String] = [inner.code]
                while let last = chain.last, let parent = law.parent(of: last) { chain.append(parent.code) }
                #expect(Region.contains(outer.code, inner.code) == chain.contains(outer.code))
            }
        }
        #expect(!Region.contains("530600", "5306") && !Region.contains("", "530600"))
        #expect(!Region.contains("530600", "510600"))
    }

    @Test("Every trade class has an industry with an authority (国办发〔2000〕34号)")
    func tradeClasses() {
        #expect(law.allTradeClasses.count == 23)
        for trade in law.allTradeClasses {
            #expect(law.industry(trade.industry)?.authority.isEmpty == false, "\(trade.code)")
        }
        #expect(law.industry(law.tradeClass("A07")?.industry ?? "")?.name == "水利")
        #expect(law.industry(law.tradeClass("D01")?.industry ?? "")?.authorityEnglish == "Finance authority")
        #expect(law.tradeClass("Q01") == nil)
    }

    // MARK: Broken data

    /// The built-in data with one file changed.
    private func broken(_ file: String, _ change: (String) -> String) throws -> Statute {
        let manager = FileManager.default
        let source = try #require(Statute.builtInFolder)
        let folder = manager.temporaryDirectory.appendingPathComponent("statute-\(UUID().uuidString)")
        try manager.copyItem(at: source, to: folder)
        defer { try? manager.removeItem(at: folder) }
        let path = folder.appendingPathComponent(file)
        let text = try String(contentsOf: path, encoding: .utf8)
        let changed = change(text)
        try #require(changed != text)
        try Data(changed.utf8).write(to: path)
        return try Statute(folder: folder)
    }

    @Test("Data that contradict themselves are refused when the program starts, with the file's name")
    func brokenData() {
        let breaks: [(file: String, from: String, to: String)] = [
            ("terms.json", "\"id\": \"T03\"", "\"id\": \"T02\""),
            ("terms.json", "\"length\": 20", "\"length\": 0"),
            ("terms.json", "\"reading\": \"dates\",", ""),
            ("terms.json", "\"unit\": \"calendarDay\"", "\"unit\": \"moon\""),
            ("regions.json", "\"530600\"", "\"530601\""),
            ("regions.json", "\"530602\"", "\"530621\""),
            ("codes/trade-classes/2018.json", "\"industry\": \"water\"", "\"industry\": \"fire\""),
            ("codes/trade-classes/2018.json", "\"code\": \"A02\"", "\"code\": \"A01\""),
            ("codes/section-classes/2018.json", "\"standing\": \"checked\"", "\"standing\": \"sure\""),
            ("requirements.json", "\"kind\": \"atLeast\"", "\"kind\": \"about\""),
            ("requirements.json", "\"id\": \"T11\"", "\"id\": \"T10\""),
            ("must-tender.json", "\"inForceFrom\"", "\"inForceFor\""),
            ("terms.json", "\"direction\": \"notBefore\"", "\"direction\": \"atMostAfter\""),
            ("calendar/2025.json", "\"year\": 2025", "\"year\": 2024"),
            ("calendar/2025.json", "\"to\": \"2025-10-08\"", "\"to\": \"2026-10-08\""),
            ("calendar/2025.json", "\"from\": \"2025-04-04\"", "\"from\": \"2025-04-07\""),
            ("calendar/2025.json", "\"date\": \"2025-02-08\"", "\"date\": \"2025-02-07\""),
            ("calendar/2025.json", "\"number\": \"国办发明电〔2024〕12号\"", "\"number\": \"国办发明电〔2024〕13号\""),
            ("calendar/2026.json", "\"date\": \"2026-02-14\"", "\"date\": \"2026-02-15\""),
            ("limits.json", "\"permille\": 20,", ""),
            ("platform.json", "13W", "13X"),
            ("industries.json", "[", "("),
        ]
        for (file, from, to) in breaks {
            let error = #expect(throws: Statute.DataError.self, "\(file): \(to)") {
                try broken(file) { text in
                    guard let range = text.range(of: from) else { return text }
                    return text.replacingCharacters(in: range, with: to)
                }
            }
            let name = file.hasPrefix("codes/") ? String(file.prefix(18)) : file
            #expect(error?.description.contains(name) == true, "\(error?.description ?? "")")
        }
    }

    @Test("A changed limit is a new version: each act is held to the one in force on its day")
    func versions() throws {
        let law = try broken("terms.json") { text in
            guard let start = text.range(of: "  {\n    \"id\": \"T03\""),
                let id = text.range(of: "  {\n    \"id\": \"T04\"")
            else { return text }
            let old = String(text[start.lowerBound..<id.lowerBound])
            let ended = old.replacingOccurrences(
                of: "\"inForceFrom\": \"2000-01-01\",",
                with: "\"inForceFrom\": \"2000-01-01\", \"inForceTo\": \"2026-12-31\",")
            let new = old.replacingOccurrences(of: "\"length\": 20", with: "\"length\": 15")
                .replacingOccurrences(of: "2000-01-01", with: "2027-01-01")
            return text.replacingOccurrences(of: old, with: ended + new)
        }
        let last = try #require(Day("2026-12-31"))
        let (before, after) = (last.at(hour: 9), last.advanced(byDays: 1).at(hour: 9))
        #expect(try law.use("T03", from: before, to: before.advanced(byDays: 15)).isMet == false)
        #expect(try law.use("T03", from: after, to: after.advanced(byDays: 15)).isMet)
        #expect(try law.term("T03").length == 15)
    }
}
