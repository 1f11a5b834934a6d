import ArgumentParser
import Foundation
import Store

/// From nothing to a store that answers.
struct StartBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Opens a filled folder, checks the tree's edge and gives a proof.")

    @Option(help: "A folder made by `acts`.") var data: String

    func run() async throws {
        let folder = URL(fileURLWithPath: data)
        let start = ContinuousClock.now
        let store = try LedgerStore.open(folder: folder, registers: [], origin: SampleActs.origin)
        let opened = ContinuousClock.now - start
        _ = try store.proof(sequence: store.size / 3)
        let proved = ContinuousClock.now - start
        print("start: \(store.size) acts open after \(opened), first proof after \(proved)")
        try await store.close()
    }
}
