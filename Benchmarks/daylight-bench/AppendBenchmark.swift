import ArgumentParser
import Foundation
import Store

/// Durable acts a second, each writer waiting for its own answer.
struct AppendBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append", abstract: "Appends acts from several writers, each waiting for its own answer.")

    @Option(help: "Acts in all.") var acts = 200_000
    @Option(help: "Writers at the same time.") var writers = 16
    @Option(help: "Acts of one docket before its writer opens the next.") var docketLength = 20
    @Option(help: "An existing or new folder; by default a temporary one that is removed.") var data: String?

    func run() async throws {
        let folder = data.map { URL(fileURLWithPath: $0) } ?? SampleActs.freshFolder()
        defer { if data == nil { try? FileManager.default.removeItem(at: folder) } }
        let store = try LedgerStore.open(folder: folder, registers: [], origin: SampleActs.origin)
        let each = acts / writers
        let length = docketLength
        let latencies = Latencies()
        let start = store.size
        let time = try await seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        var mine: [Double] = []
                        for number in 0..<each {
                            let docket = "section/S-\(start)-\(writer)-\(number / length)"
                            let draft = SampleActs.draft(docket: docket, version: number % length, number: number)
                            mine.append(try await seconds { _ = try await store.append([draft]) })
                        }
                        await latencies.add(mine)
                    }
                }
                try await group.waitForAll()
            }
        }
        let sorted = await latencies.sorted()
        let bytes = try store.entries(range: 0..<1)[0].bytes.count
        print(
            """
            append: \(each * writers) acts of \(bytes) B by \(writers) writers in \(decimals(time)) s: \
            \(Int(Double(each * writers) / time)) acts/s, \
            p50 \(decimals(sorted[sorted.count / 2] * 1000)) ms, \
            p99 \(decimals(sorted[sorted.count * 99 / 100] * 1000)) ms, \
            longest \(decimals((sorted.last ?? 0) * 1000)) ms
            """)
        try await store.close()
    }

    private actor Latencies {
        private var all: [Double] = []
        func add(_ some: [Double]) { all += some }
        func sorted() -> [Double] { all.sorted() }
    }
}
