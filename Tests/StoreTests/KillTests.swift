import Foundation
import Ledger
import Store
import Testing

@Suite("Killed at any moment", .serialized)
struct KillTests {
    /// The bench tool, from the environment or from the folder that the tests were built into.
    private static var tool: URL? {
        if let path = ProcessInfo.processInfo.environment["DAYLIGHT_BENCH_BIN"] { return URL(fileURLWithPath: path) }
        let folders = [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()].compactMap { $0 }
        let test = CommandLine.arguments.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        let candidates = (folders + test).flatMap {
            [$0, $0.deletingLastPathComponent(), $0.deletingLastPathComponent().deletingLastPathComponent()]
        }
        return candidates.map { $0.appendingPathComponent("daylight-bench") }.first {
            FileManager.default.isExecutableFile(atPath: $0.path)
        }
    }

    /// The same register as the tool's.
    private static let register = Register(
        name: "tally", version: 1, create: tally.create, drop: tally.drop, apply: tally.apply)

    @Test("After kill -9 at thirty random moments every acknowledged act is there, none is half, and all agree")
    func kills() async throws {
        let tool = try #require(KillTests.tool, "build daylight-bench first, or set DAYLIGHT_BENCH_BIN")
        let seed = UInt64.random(in: 0 ... .max)
        print("kill test: seed \(seed)")
        var generator = SeededGenerator(state: seed)
        let folder = try ScratchFolder()
        var acknowledged: [String: Int] = [:]
        var last: Checkpoint?
        for round in 0..<30 {
            let delay = Int.random(in: 0..<300, using: &generator)
            for line in try torture(tool, folder, milliseconds: delay) {
                let parts = line.split(separator: " ")
                guard parts.count == 2, let version = Int(parts[1]) else { continue }
                acknowledged[String(parts[0])] = max(version, acknowledged[String(parts[0])] ?? 0)
            }
            last = try await check(folder, acknowledged, last, "seed \(seed), round \(round)")
        }
        #expect((last?.size ?? 0) > 100 && acknowledged.count == 32)
    }

    /// Runs the tool for a while after it is ready, kills it, and returns what it said.
    private func torture(_ tool: URL, _ folder: ScratchFolder, milliseconds: Int) throws -> [Substring] {
        let process = Process()
        process.executableURL = tool
        process.arguments = ["torture", "--data", folder.url.appendingPathComponent("bench").path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let handle = pipe.fileHandleForReading
        var said = Data()
        let ready = ContinuousClock.now
        // Reading is what takes the time; nothing sleeps.
        while !said.starts(with: Data("ready\n".utf8)) {
            let part = handle.availableData
            guard !part.isEmpty else { break }
            said += part
        }
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .milliseconds(milliseconds) {
            let part = handle.availableData
            guard !part.isEmpty else { break }
            said += part
        }
        kill(process.processIdentifier, SIGKILL)
        said += handle.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationReason == .uncaughtSignal, "the tool ended by itself after \(start - ready)")
        return String(decoding: said, as: UTF8.self).split(separator: "\n")
    }

    private func check(
        _ folder: ScratchFolder, _ acknowledged: [String: Int], _ last: Checkpoint?, _ place: String
    ) async throws -> Checkpoint {
        let store = try LedgerStore.open(
            folder: folder.url.appendingPathComponent("bench"), registers: [KillTests.register],
            origin: "bench.example/ledger")
        var versions: [String: Int] = [:]
        for stored in try store.entries(range: 0..<store.size) {
            versions[stored.entry.docket, default: 0] += 1
            #expect(stored.version == versions[stored.entry.docket], "\(place)")
        }
        for (docket, version) in acknowledged {
            #expect(versions[docket] ?? 0 >= version, "\(docket) \(version) was acknowledged, \(place)")
        }
        // Each request of the tool adds two acts to A and one to B.
        for writer in 0..<16 {
            let pair = (versions["torture/W\(writer)A"] ?? 0, versions["torture/W\(writer)B"] ?? 0)
            #expect(pair.0 == 2 * pair.1, "half a request of writer \(writer), \(place)")
        }
        let kept = try tallied(store)
        try await store.rebuildRegisters()
        #expect(try tallied(store) == kept, "\(place)")
        #expect(kept.count == versions.count, "\(place)")
        let note = store.size == 0 ? store.checkpoint() : try await store.waitForCheckpoint(covering: store.size - 1)
        let key = try VerifierKey(store.vkey)
        let head = try Checkpoint.verified(Array(note.utf8), by: key)
        #expect(head.size == store.size)
        try LogVerification.verify(
            size: head.size, root: head.root, read: { try store.tile(path: $0.text) ?? [] },
            digest: { _, entries, _ in entries.count }, visit: { #expect($0 > 0) })
        if let last {
            try MerkleTree.verifyConsistency(
                from: last.size, last.root, to: head.size, head.root,
                proof: try store.consistencyProof(from: last.size, to: head.size))
        }
        try await store.close()
        return head
    }
}
