import ArgumentParser
import Foundation
import Ledger
import Store

/// Checks an exported log offline.
struct VerifyBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verifies an exported log, exporting it first when the folder is new.")

    @Option(help: "A folder made by `acts`.") var data: String
    @Option(help: "Where the export is or goes.") var export: String

    func run() async throws {
        let target = URL(fileURLWithPath: export)
        if !FileManager.default.fileExists(atPath: target.path) {
            let store = try LedgerStore.open(
                folder: URL(fileURLWithPath: data), registers: [], origin: SampleActs.origin)
            let time = try await seconds { try await store.export(to: target) }
            print("export: \(store.size) acts in \(decimals(time)) s")
            try await store.close()
        }
        let vkey = try String(contentsOf: target.appendingPathComponent("vkey"), encoding: .utf8)
        let key = try VerifierKey(vkey.trimmingCharacters(in: .newlines))
        for (name, parses) in [("hashes", false), ("hashes and acts", true)] {
            var report: ExportReport?
            let time = try await seconds {
                report = try ExportVerifier(folder: target, key: key).verify(readsActs: parses)
            }
            print("verify \(name): \(report?.entries ?? 0) acts in \(decimals(time, 3)) s")
        }
    }
}
