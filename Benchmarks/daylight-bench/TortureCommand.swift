import ArgumentParser
import Foundation
import Store

/// Appends until it is killed, and says what was acknowledged: the kill test compares that with what is found
/// afterwards.
struct TortureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture", abstract: "Appends without end and prints each acknowledged docket and version.")

    @Option(help: "The folder.") var data: String
    @Option(help: "Writers at the same time.") var writers = 16

    /// Every act adds one to its docket's row, so that a lost or doubled act shows.
    static let register = Register(
        name: "tally", version: 1,
        create: ["CREATE TABLE tally (docket TEXT PRIMARY KEY, acts INTEGER NOT NULL, last INTEGER NOT NULL)"],
        drop: ["DROP TABLE IF EXISTS tally"]
    ) { stored, transaction in
        try transaction.execute(
            """
            INSERT INTO tally (docket, acts, last) VALUES ($1, 1, $2)
            ON CONFLICT (docket) DO UPDATE SET acts = tally.acts + 1, last = excluded.last
            """, [.text(stored.entry.docket), .integer(stored.sequence)])
    }

    func run() async throws {
        let store = try LedgerStore.open(
            folder: URL(fileURLWithPath: data), registers: [TortureCommand.register], origin: SampleActs.origin)
        say("ready\n")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    // Two dockets a writer, always three acts together: half of them would be a broken promise.
                    let names = ["torture/W\(writer)A", "torture/W\(writer)B"]
                    var versions = try names.map { try store.entries(docket: $0).last?.version ?? 0 }
                    while true {
                        let first = SampleActs.draft(docket: names[0], version: versions[0], number: versions[0])
                        let double = Draft(
                            docket: names[0], expectedVersion: versions[0], acts: first.acts + first.acts)
                        let single = SampleActs.draft(docket: names[1], version: versions[1], number: versions[1])
                        let receipts = try await store.append([double, single])
                        say(receipts.map { "\($0.docket) \($0.version)\n" }.joined())
                        versions[0] += 2
                        versions[1] += 1
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Whole lines in one call, so that being killed never leaves half of one and writers do not mix theirs.
private func say(_ lines: String) {
    let bytes = Array(lines.utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
}
