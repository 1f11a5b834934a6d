import Demo
import Desk
import Foundation
import Testing

@testable import Statute
@testable import Trading

@Suite("Rules of numbers at the desk: the last lawful value and the first unlawful one")
struct NumberRuleTests {
    private func name(
        _ city: TestCity, _ number: String, experts: Int, others: Int = 0, at instant: Instant? = nil
    ) async throws -> String {
        var people = city.experts.map(\.person)
        while people.count < experts + others {
            let another = try await city.player.registerPerson(
                "专家", Office(.expert, region: "530600"), at: city.start)
            people.append(another.person)
        }
        let rows = people.prefix(experts + others).enumerated().map { index, person in
            RawValue.object([
                "person": .text(person),
                "seatKind": .text(
                    (index < experts ? CommitteeSeat.Kind.expert : .tendererRepresentative).rawValue),
            ])
        }
        return await refused {
            try await city.player.section(
                number, "nameCommittee", ["members": .list(rows)], by: city.tenderer,
                at: instant ?? city.deadline.advanced(byHours: 2))
        }
    }

    @Test("T18: five members and odd; four and six are refused (招标投标法 37)")
    func size() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        #expect(try await name(city, number, experts: 4) == "committee.size T18")
        #expect(try await name(city, number, experts: 6) == "committee.size T18")
        #expect(try await name(city, number, experts: 3) == "committee.size T18")
        #expect(try await name(city, number, experts: 5) == "")
    }

    @Test("T18: two thirds are experts: six of nine, four of five; five of nine, three of five are refused (招标投标法 37)")
    func experts() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        #expect(try await name(city, number, experts: 3, others: 2) == "committee.experts T18")
        #expect(try await name(city, number, experts: 5, others: 4) == "committee.experts T18")
        #expect(try await name(city, number, experts: 6, others: 3) == "")
        let other = try await TestCity()
        #expect(try await name(other, other.openedSection(), experts: 4, others: 1) == "")
    }

    @Test("T10: three bidders are opened, two fail the tender unopened (招标投标法 28)", arguments: [2, 3])
    func bidders(count: Int) async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        for bid in city.bids().prefix(count) {
            try await city.player.send(bid, to: number, at: city.deadline.advanced(byHours: -2))
        }
        try await city.room.closeBidding(section: number, at: city.deadline)
        #expect(try city.tender(number).stage == (count == 3 ? .opening : .failed(.insufficientBidders)))
    }

    @Test("T14: a bond of a tenth of the price, and not a fen more (条例 58)")
    func bond() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        let at = city.publicityEnds.advanced(byDays: 5)
        #expect(
            await refused { try await city.sign(number, at: at, bond: Money(fen: 118_000_001)) }
                == "contract.bondTooHigh T14")
        #expect(await refused { try await city.sign(number, at: at, bond: Money(fen: 118_000_000)) } == "")
    }

    private func decide(
        _ city: TestCity, _ number: String, rank: Int64, _ reason: NotFirstReason? = nil, evidence: String? = nil
    ) async -> String {
        var input: [String: RawValue] = ["rank": .integer(rank)]
        if let reason { input["reason"] = .text(reason.rawValue) }
        if let evidence { input["evidence"] = .text(evidence) }
        return await refused {
            try await city.player.section(number, "decideAward", input, by: city.tenderer, at: city.publicityEnds)
        }
    }

    @Test(
        "T22: the second wins for one of the law's reasons with evidence, and for no other (条例 55)",
        arguments: NotFirstReason.allCases)
    func notFirst(reason: NotFirstReason) async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        try await city.evaluate(number)
        try await city.player.section(
            number, "publiciseCandidates", ["until": .instant(city.publicityEnds)], by: city.tenderer,
            at: city.publicised)
        #expect(await decide(city, number, rank: 2) == "award.reasonNeeded T22")
        #expect(await decide(city, number, rank: 2, reason) == "award.reasonNeeded T22")
        #expect(await decide(city, number, rank: 2, evidence: "声明") == "award.reasonNeeded T22")
        #expect(await decide(city, number, rank: 2, reason, evidence: "声明") == "")
    }

    @Test("The reasons of the form are those of the law's data (条例 55)")
    func reasons() throws {
        let rule = try Statute.builtIn().requirement("T22")
        #expect(rule.test == .oneOf(["rankOne"] + NotFirstReason.allCases.map(\.rawValue)))
    }

    // MARK: What is left after rejections

    /// A section under evaluation of whose three bids one was rejected.
    private func rejected(_ city: TestCity) async throws -> String {
        let number = try await city.openedSection()
        let at = city.deadline.advanced(byHours: 2)
        let rows = city.experts.map { expert in
            RawValue.object(["person": .text(expert.person), "seatKind": .text("expert")])
        }
        try await city.player.section(number, "nameCommittee", ["members": .list(rows)], by: city.tenderer, at: at)
        for expert in city.experts {
            try await city.player.section(
                number, "declareRecusal", ["recused": .boolean(false)], by: expert, at: at)
        }
        try await city.player.section(
            number, "proposeRejection",
            ["bidder": .text(TestCity.bidderCodes[2]), "ground": .text("R1"), "evidence": .text("投标函未签署")],
            by: city.experts[0], at: at)
        for expert in city.experts[1...2] {
            try await city.player.section(
                number, "voteOnRejection", ["number": .integer(1), "inFavour": .boolean(true)], by: expert, at: at)
        }
        return number
    }

    private func report(_ city: TestCity, _ number: String, lacking: Bool, statement: String? = nil) async -> String {
        var input: [String: RawValue] = ["competitionLacking": .boolean(lacking)]
        if let statement { input["competitionStatement"] = .text(statement) }
        return await refused {
            try await city.player.section(
                number, "reportEvaluation", input, by: city.experts[0], at: city.deadline.advanced(byHours: 3))
        }
    }

    @Test("With two valid bids the committee must say whether there is competition (1117 号 (十三), 12号令 27)")
    func competition() async throws {
        let city = try await TestCity()
        let number = try await rejected(city)
        #expect(await report(city, number, lacking: false) == "evaluation.competition 1117-13")
        // With its reasons it goes on, and asks for the scores next.
        #expect(await report(city, number, lacking: false, statement: "两家报价均低于限价") == "evaluation.scoresMissing")
        #expect(await report(city, number, lacking: true) == "")
        #expect(try city.tender(number).stage == .failed(.competitionLacking))
    }

    // MARK: Versions

    /// The built-in law with one file changed.
    private func law(_ file: String, _ changes: [(from: String, to: String)]) throws -> Statute {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appendingPathComponent("statute-\(UUID().uuidString)")
        try manager.copyItem(at: try #require(Statute.builtInFolder), to: folder)
        defer { try? manager.removeItem(at: folder) }
        let path = folder.appendingPathComponent(file)
        var text = try String(contentsOf: path, encoding: .utf8)
        for (from, to) in changes {
            try #require(text.contains(from), "\(from)")
            text = text.replacingOccurrences(of: from, with: to)
        }
        try Data(text.utf8).write(to: path)
        return try Statute(folder: folder)
    }

    /// A version of a rule that ends on one day, and another from the next.
    private func split(_ file: String, _ id: String, last: Day, _ change: (String) -> String) throws -> Statute {
        let folder = try #require(Statute.builtInFolder)
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        let start = try #require(text.range(of: "  {\n    \"id\": \"\(id)\""))
        let end = try #require(text.range(of: "\n  }", range: start.upperBound..<text.endIndex))
        let old = String(text[start.lowerBound..<end.upperBound])
        let from = try #require(old.range(of: #""inForceFrom": "[0-9-]+""#, options: .regularExpression))
        let ended = old.replacingCharacters(
            in: from, with: old[from] + ",\n    \"inForceTo\": \"\(last)\"")
        let new = change(
            old.replacingCharacters(in: from, with: "\"inForceFrom\": \"\(last.advanced(byDays: 1))\""))
        return try law(file, [(old, ended + ",\n" + new)])
    }

    @Test("A tender keeps the numbers it began under: five members stay lawful when seven are asked of new tenders")
    func committeeVersion() async throws {
        let city = try await TestCity()
        let tender = try city.tender(try await city.openedSection())
        let begun = try #require(tender.begunOn)
        func measure(_ law: Statute, _ count: Int) throws -> Bool {
            let situation = Situation(at: city.deadline, by: city.tenderer, law: law, facts: city.desk.facts)
            return try tender.verdict("T18", .count(count), situation).isMet
        }
        let seven = { (text: String) in text.replacingOccurrences(of: "\"number\": 5", with: "\"number\": 7") }
        #expect(try measure(split("requirements.json", "T18", last: begun, seven), 5))
        let before = try split("requirements.json", "T18", last: begun.advanced(byDays: -1), seven)
        #expect(try !measure(before, 5))
        #expect(try measure(before, 7))
    }

    @Test("A tender keeps the number of candidates it began under, and the number of bids that are opened (条例 53, 44)")
    func candidateVersion() async throws {
        let city = try await TestCity()
        let tender = try city.tender(try await city.section())
        let begun = try #require(tender.begunOn)
        let two = { (text: String) in text.replacingOccurrences(of: "\"number\": 3", with: "\"number\": 2") }
        func most(_ law: Statute) throws -> Int {
            try tender.bound(
                "T20", Situation(at: city.deadline, by: city.tenderer, law: law, facts: city.desk.facts))
        }
        #expect(try most(split("requirements.json", "T20", last: begun, two)) == 3)
        #expect(try most(split("requirements.json", "T20", last: begun.advanced(byDays: -1), two)) == 2)
        let bids = try split("requirements.json", "T10", last: begun.advanced(byDays: -1), two)
        #expect(try tender.mayOpen(2, bids, at: city.deadline))
        #expect(try !tender.mayOpen(2, city.desk.law, at: city.deadline))
    }

    @Test("A limit of an amount has versions: each day is held to its own, and no day to two (条例 58)")
    func limitVersion() throws {
        let last = try #require(Day("2026-12-31"))
        let half = { (text: String) in text.replacingOccurrences(of: "\"permille\": 100", with: "\"permille\": 50") }
        let law = try split("limits.json", "T14.performanceBond", last: last, half)
        let price = Money(fen: 1_000_000)
        #expect(law.performanceBondLimit(price: price, begun: last).fen == 100_000)
        #expect(law.performanceBondLimit(price: price, begun: last.advanced(byDays: 1)).fen == 50_000)
        #expect(law.performanceBondLimit(price: price).fen == 50_000)
        #expect(law.share(of: .performanceBond, begun: last) == 100)
        #expect(law.share(of: .performanceBond) == 50)
        #expect(law.allLimits.filter { $0.id == "T14.performanceBond" }.count == 1)
        // Before the regulation nothing limited it.
        let early = try #require(Day("2012-01-31"))
        #expect(law.limit(on: .performanceBond, of: price, begun: early) == nil)
        #expect(throws: Statute.DataError.self) {
            try self.law("limits.json", [("\"T14.bidDeposit.survey\"", "\"T14.bidDeposit.works\"")])
        }
    }
}
