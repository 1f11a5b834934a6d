import Desk
import Foundation
import Insight
import Statute
import Testing

@testable import Trading

@Suite("Rule packs of a province: proposed, held against a year's documents, switched on, all in public")
struct LocalRulesTests {
    private func pack(_ version: String, id: String = "yunnan", rule: String = "YN-1", match: String = "铺{G}{0,6}土司砖")
        -> String
    {
        #"{"id":"\#(id)","version":"\#(version)","regions":["530000"],"rules":[{"aspect":"FC16","id":"\#(rule)","severity":"hard","#
            + #""match":["\#(match)"],"examples":["外墙铺本府土司砖"],"counterexamples":["外墙用砖"]}]}"#
    }

    private func administrator(_ city: TestCity) async throws -> OfficeHolder {
        try await city.player.registerPerson("高明", Office(.administrator, region: "530600"), at: city.start)
    }

    private func propose(_ text: String, _ city: TestCity, by holder: OfficeHolder) async throws -> String {
        let receipt = try await city.player.perform(
            "rules", "propose", on: nil, ["content": .text(text)], by: holder, at: city.start)
        return String(receipt.docket.dropFirst("rules/".count))
    }

    private func switchOn(_ number: String, _ city: TestCity, by holder: OfficeHolder) async -> String {
        await refused {
            try await city.player.perform("rules", "switchOn", on: number, by: holder, at: city.start)
        }
    }

    /// A section whose document is this text.
    private func section(_ text: String, _ city: TestCity) async throws -> String {
        let writer = try city.room.blobs.writer()
        try writer.append(Array(text.utf8))
        let blob = try writer.finish()
        let file = FileReference(
            name: "招标文件.pdf", mediaType: "application/pdf", sha256: blob.sha256, root: blob.root, size: blob.size)
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [file], by: city.tenderer, at: city.start)
        return number
    }

    private func comparer(_ city: TestCity, _ rules: RulesInForce) -> RulesComparer {
        RulesComparer(desk: city.desk, blobs: city.room.blobs, rules: rules, executable: nil)
    }

    @Test("A pack is switched on only after everybody can see what it would have found in the last year's documents")
    func compared() async throws {
        let city = try await TestCity()
        let holder = try await administrator(city)
        let touched = try await section("外墙铺青色土司砖。\n屋面铺青瓦。", city)
        _ = try await section("外墙用砖。", city)
        let number = try await propose(pack("1"), city, by: holder)
        #expect(await switchOn(number, city, by: holder) == "rules.notCompared")
        let rules = RulesInForce(desk: city.desk)
        let start = city.start
        try await comparer(city, rules).compareDue { start }
        let comparison = try #require(try city.desk.standing(LocalRules.self, number)?.state.comparison)
        #expect(comparison.sections == 2 && comparison.files == 2 && comparison.touched == 1)
        #expect(comparison.found == [.init(rule: "YN-1", count: 1)] && comparison.lost.isEmpty)
        #expect(comparison.examples.map(\.section) == [touched])
        #expect(comparison.examples[0].finding.sentence == "外墙铺青色土司砖")
        // Once is enough.
        let size = city.installation.store.size
        try await comparer(city, rules).compareDue { start }
        #expect(city.installation.store.size == size)

        let before = try rules.current()
        #expect(try before.scanner.scan(text: "外墙铺青色土司砖。").isEmpty)
        #expect(await switchOn(number, city, by: holder) == "")
        // Whoever asks next has the new rules; a server that starts anew too.
        for asked in [rules, RulesInForce(desk: city.desk)] {
            let now = try asked.current()
            #expect(now.name == before.name + ", yunnan 1")
            #expect(try now.scanner.scan(text: "外墙铺青色土司砖。").map(\.rule) == ["YN-1"])
        }
        // Its text says for which regions it is; the city's county lies in the province.
        #expect(try rules.current(in: "530627").name == before.name + ", yunnan 1")
        #expect(try rules.current(in: "520100").name == before.name)
        let law = city.desk.law
        let gate = ScanWriter(desk: city.desk, blobs: city.room.blobs) { region in
            .clauses(try rules.current(in: region), law: law, executable: nil)
        }
        try await gate.scanDue { start }
        let scan = try #require(try city.tender(touched).gates.scan)
        #expect(scan.rules.hasSuffix("yunnan 1") && scan.findings.contains { $0.rule == "YN-1" })
    }

    @Test("A new version takes the place of the old one; what was compared beside other rules is compared anew")
    func replaced() async throws {
        let city = try await TestCity()
        let holder = try await administrator(city)
        let start = city.start
        let rules = RulesInForce(desk: city.desk)
        let first = try await propose(pack("1"), city, by: holder)
        let second = try await propose(pack("2"), city, by: holder)
        let other = try await propose(
            pack("1", id: "zhaotong", rule: "ZT-1"), city, by: holder)
        #expect(await refused { _ = try await propose(pack("2"), city, by: holder) } == "rules.twice")
        try await comparer(city, rules).compareDue { start }
        #expect(await switchOn(first, city, by: holder) == "")
        #expect(await switchOn(second, city, by: holder) == "rules.comparisonOld")
        try await comparer(city, rules).compareDue { start }
        #expect(await switchOn(second, city, by: holder) == "")
        #expect(try city.desk.standing(LocalRules.self, first)?.state.state == .off)
        #expect(try rules.current().name.hasSuffix(", yunnan 2"))
        try await comparer(city, rules).compareDue { start }
        #expect(await switchOn(other, city, by: holder) == "")
        #expect(try rules.current().name.hasSuffix(", yunnan 2, zhaotong 1"))
        #expect(
            await refused {
                try await city.player.perform(
                    "rules", "switchOff", on: other, ["reason": .text("试用结束")], by: holder, at: start)
            } == "")
        #expect(try rules.current().name.hasSuffix(", yunnan 2"))
        #expect(await switchOn(other, city, by: holder) == "rules.wrongState")
    }

    @Test("What is wrong with a pack is told by rule and field, and nothing is entered")
    func flawed() async throws {
        let city = try await TestCity()
        let holder = try await administrator(city)
        let size = city.installation.store.size
        func said(_ text: String, by office: OfficeHolder? = nil) async -> String {
            await refused { _ = try await propose(text, city, by: office ?? holder) }
        }
        #expect(await said("[]") == "rules.malformed content")
        #expect(await said("{") == "rules.malformed content")
        #expect(await said(#"{"id":"yunnan","version":"1","rules":[]}"#) == "rules.empty")
        #expect(await said(pack("1", match: "(铺")) == "rules.pattern content")
        #expect(await said(pack("1", match: "屋面瓦")) == "rules.exampleNotFound content")
        #expect(await said(pack("1", match: "外墙")) == "rules.counterexampleFound content")
        #expect(await said(pack("1", rule: "FC16-01")) == "rules.idTwice content")
        #expect(await said(pack("1"), by: city.regulator) == "office.wrongRole")
        #expect(city.installation.store.size == size)
        do {
            _ = try await propose(pack("1", match: "(铺"), city, by: holder)
        } catch let refusals as Refusals {
            #expect(refusals.all[0].arguments["place"] == "YN-1 · match[0]")
            #expect(refusals.all[0].arguments["problem"] == "@pattern.bracketNotClosed")
        }
    }
}
