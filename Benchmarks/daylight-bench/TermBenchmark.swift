import ArgumentParser
import Desk
import Foundation
import Statute
import Store

/// A million running terms in the register, and how long the scheduler takes to find what is due among them.
struct TermBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terms", abstract: "Find the due ones among many running terms.")

    @Option(help: "Running terms.") var count = 1_000_000
    @Option(help: "Of them due.") var due = 500

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("terms-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let law = try Statute.builtIn()
        let store = try LedgerStore.open(
            folder: folder, registers: [TermRegister.register([], law: law)], origin: "bench.example/ledger")
        let (count, due) = (count, due)
        try await store.write { transaction in
            try transaction.execute(
                """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $1)
                INSERT INTO running_term (docket, rule, start, half, eighty, due, warnings, given, next, title)
                SELECT 'section/2026-' || i, 'T07', 0, 1000 + i, 2000000 + i, 3000000 + i,
                  'section-2026-' || i || '-T07-0', 0, 1000 + i, '' FROM n
                """, [.integer(Int64(count))])
        }
        let clock = ContinuousClock()
        var found = 0
        let scan = try clock.measure {
            found = try store.read {
                try $0.rows(
                    "SELECT warnings FROM running_term WHERE next < $1 ORDER BY next LIMIT 500",
                    [.integer(Int64(1000 + due))]
                ).count
            }
        }
        let desk = Desk(store: store, law: law, kinds: [DocketKind(TermWarning.self, commands: [])]) {
            Instant(milliseconds: 0)
        }
        var warned = 0
        let start = clock.now
        warned = try await TermClock(desk: desk).warn(at: Instant(milliseconds: Int64(999 + due)))
        let all = clock.now - start
        print("scanned \(count) running terms, \(found) due, in \(scan.seconds) s")
        print("\(warned) warnings entered in \(all.seconds) s")
        try await store.close()
    }
}
