import Desk
import Testing

@testable import Trading

@Suite("Offices of officials take two administrators")
struct OfficeTests {
    @Test("One proposes, another confirms what the form holds already; the proposer cannot")
    func twoPersons() async throws {
        let city = try await TestCity()
        var administrators: [OfficeHolder] = []
        for name in ["甲", "乙"] {
            administrators.append(
                try await city.player.registerPerson(name, Office(.administrator, region: "530600"), at: city.start))
        }
        let holder = try await city.player.registerPerson("丙", Office(.expert, region: "530600"), at: city.start)
        func perform(_ command: String, _ input: [String: RawValue], by index: Int) async -> String {
            await refused {
                try await city.player.perform(
                    "person", command, on: holder.person, input, by: administrators[index], at: city.start)
            }
        }
        func form(_ command: String) throws -> [String: RawValue] {
            try city.desk.prefilled("person", command, on: holder.person, by: administrators[1])
        }
        let office: [String: RawValue] = [
            "role": .text("regulator"), "region": .text("530600"), "trade": .text("A07"),
        ]
        var unknown = office
        unknown["trade"] = .text("Z01")
        #expect(await perform("proposeOffice", unknown, by: 0) == "input.notATradeClass trade")
        #expect(try form("confirmOffice").isEmpty)
        #expect(await perform("proposeOffice", office, by: 0) == "")
        #expect(try form("confirmOffice") == office)
        #expect(await perform("confirmOffice", office, by: 0) == "person.twoPersons")
        #expect(await perform("confirmOffice", office, by: 1) == "")
        let offices = try #require(try city.desk.standing(Person.self, holder.person)?.state.offices)
        #expect(offices.contains(Office(.regulator, region: "530600", trade: "A07")))
        // Of two offices people choose the one that ends.
        #expect(try form("endOffice").isEmpty)
        var ended = office
        ended["reason"] = .text("调离")
        #expect(await perform("endOffice", ended, by: 0) == "")
        #expect(try form("endOffice") == ["role": .text("expert"), "region": .text("530600")])
    }
}
