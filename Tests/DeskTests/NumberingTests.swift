import Foundation
import Ledger
import Statute
import Store
import Testing

@testable import Desk

@Suite("Numbers of dockets")
struct NumberingTests {
    private let administrator = OfficeHolder(
        person: "P-000000", office: Office(.administrator, region: "530600", trade: nil, organisation: nil))

    private func desk(_ folder: URL) throws -> Desk {
        let kinds = [DocketKind(Person.self, commands: Person.commands, registers: [Person.register])]
        let store = try LedgerStore.open(
            folder: folder, registers: kinds.flatMap(\.registers), origin: "test.example/ledger")
        return Desk(store: store, law: try Statute.builtIn(), kinds: kinds) {
            Instant("2026-09-25T01:00:00.000Z") ?? Instant(milliseconds: 0)
        }
    }

    @Test("Two hundred clerks who register somebody at the same moment get two hundred numbers, without a gap")
    func concurrent() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let desk = try desk(folder)
        let administrator = administrator
        let dockets = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                group.addTask {
                    try await desk.perform(
                        "person", "register", on: nil,
                        input: ["personName": .text("张\(index)"), "region": .text("530600")], by: administrator
                    ).docket
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        let expected = Set((1...200).map { "person/P-" + String(1_000_000 + $0).dropFirst() })
        #expect(dockets == expected)
        try await desk.store.close()
    }

    @Test("A number is given back when its act was refused, unless another was handed out since")
    func givenBack() {
        let numbers = Numbers()
        let refused = Numbers.Reservation(numbers)
        #expect(refused.reserve("section 2026", above: 7) == 8)
        refused.giveBack()
        let first = Numbers.Reservation(numbers)
        let second = Numbers.Reservation(numbers)
        #expect(first.reserve("section 2026", above: 7) == 8)
        #expect(second.reserve("section 2026", above: 7) == 9)
        first.giveBack()
        #expect(numbers.reserve("section 2026", above: 7) == 10)
        #expect(numbers.reserve("section 2027", above: 0) == 1)
        // What others wrote meanwhile counts too.
        #expect(numbers.reserve("section 2027", above: 5) == 6)
    }
}
