import ArgumentParser
import Foundation
import Store

/// A large store for the other measurements.
struct MakeActs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "acts", abstract: "Fills a folder with acts.")

    @Option(help: "Acts in all.") var count = 1_000_000
    @Option(help: "The folder.") var data: String

    func run() async throws {
        let folder = URL(fileURLWithPath: data)
        let store = try LedgerStore.open(folder: folder, registers: [], origin: SampleActs.origin)
        while store.size < count {
            let first = Int(store.size)
            let drafts = (0..<min(50, (count - first + 19) / 20)).map { docket -> Draft in
                let name = "section/S-\(first / 20 + docket)"
                let number = first + docket * 20
                let acts = (0..<min(20, count - number)).flatMap { offset in
                    SampleActs.draft(docket: name, version: 0, number: number + offset).acts
                }
                return Draft(docket: name, expectedVersion: 0, acts: acts)
            }
            _ = try await store.append(drafts)
        }
        try await store.close()
        print("acts: \(store.size) in \(folder.path)")
    }
}
