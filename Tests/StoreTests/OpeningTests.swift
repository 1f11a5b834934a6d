import Foundation
import Ledger
import Store
import Testing

@Suite("Opening a store, and what stands in the way")
struct OpeningTests {
    /// Changes the closed database by other means.
    private func tamper(_ folder: ScratchFolder, _ sql: String) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", folder.url.appendingPathComponent("ledger/ledger.sqlite").path, sql]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test("A folder is open once: a second opening is a typed error until the first is closed")
    func lock() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        #expect(throws: StoreError.heldByAnotherProcess(folder: store.folder.path)) { try folder.open() }
        try await store.close()
        await #expect(throws: StoreError.closed) { try await store.append([draft("section/A", after: 0)]) }
        await #expect(throws: StoreError.closed) { try await store.waitForCheckpoint(covering: 9) }
        try await folder.open().close()
    }

    @Test("A store written by a newer program is refused by name and left alone")
    func newer() async throws {
        let folder = try ScratchFolder()
        try await folder.open().close()
        try await tamper(folder, "PRAGMA user_version = 99")
        #expect(throws: StoreError.newerStore(found: 99, supported: 1)) { try folder.open() }
    }

    @Test("Without its key, or with another log's, a log is not continued")
    func key() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        let vkey = store.vkey
        try await store.close()
        let file = folder.url.appendingPathComponent("ledger/ledger.key")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(throws: StoreError.self) {
            try LedgerStore.open(
                folder: folder.url.appendingPathComponent("ledger"), registers: [], origin: "other.example/ledger")
        }
        try (SigningKey(name: "test.example/ledger").text + "\n").write(to: file, atomically: true, encoding: .utf8)
        #expect(throws: StoreError.self) { try folder.open() }
        try FileManager.default.removeItem(at: file)
        #expect(throws: StoreError.key("ledger.key is missing; without it the log cannot be continued")) {
            try folder.open()
        }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let again = try folder.open()
        #expect(again.vkey == vkey)
        try await again.close()
    }

    @Test(
        "A store whose acts were changed, cut or lost behind its back does not start",
        arguments: [
            "UPDATE entry SET bytes = replace(bytes, 'noted', 'Noted') WHERE sequence = 299",
            "DELETE FROM entry WHERE sequence = 299",
            "UPDATE tile SET hashes = zeroblob(8192)",
            "DELETE FROM tile",
            "UPDATE checkpoint SET note = replace(note, '300', '301')",
        ])
    func tampered(sql: String) async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        _ = try await store.append([draft("section/T", after: 0, Array(repeating: "noted", count: 300))])
        try await store.close()
        try await tamper(folder, sql)
        do {
            _ = try folder.open()
            Issue.record("opened")
        } catch StoreError.damaged {
        }
    }

    @Test("A register of a new version is filled anew, by its old statements removed; one that is gone leaves no table")
    func registerVersions() async throws {
        let folder = try ScratchFolder()
        var store = try folder.open([tally])
        for number in 0..<5 { _ = try await store.append([draft("section/R\(number % 3)", after: number / 3)]) }
        let before = try tallied(store)
        try await store.close()
        let renamed = Register(
            name: "tally", version: 2,
            create: ["CREATE TABLE tally_two (docket TEXT PRIMARY KEY, acts INTEGER NOT NULL)"],
            drop: ["DROP TABLE tally_two"]
        ) { stored, transaction in
            try transaction.execute(
                """
                INSERT INTO tally_two (docket, acts) VALUES ($1, 1)
                ON CONFLICT (docket) DO UPDATE SET acts = tally_two.acts + 1
                """, [.text(stored.entry.docket)])
        }
        func tables() throws -> [String] {
            try store.read { try $0.rows("SELECT name FROM sqlite_master WHERE name LIKE 'tally%' ORDER BY name") }
                .map { $0.text("name") }
        }
        store = try folder.open([renamed])
        #expect(try tables() == ["tally_two"])
        let counts = try store.read { try $0.rows("SELECT acts FROM tally_two ORDER BY docket") }
        #expect(counts.map { $0.integer("acts") } == [2, 2, 1])
        try await store.close()
        store = try folder.open([])
        #expect(try tables() == [])
        try await store.close()
        store = try folder.open([tally])
        #expect(try tallied(store) == before)
        try await store.rebuildRegisters { done, total in #expect(done == 5 && total == 5) }
        #expect(try tallied(store) == before)
        try await store.close()
    }

    @Test("A full disk is a typed error, loses nothing that was acknowledged, and appending goes on when space returns")
    func diskFull() async throws {
        let folder = try ScratchFolder()
        var store = try folder.open([tally], maximumBytes: 600_000)
        var acknowledged = 0
        var failure: (any Error)?
        while failure == nil, acknowledged < 1000 {
            do {
                _ = try await store.append([draft("section/F", after: acknowledged, size: 5000)])
                acknowledged += 1
            } catch {
                failure = error
            }
        }
        #expect(failure as? StoreError == .diskFull)
        #expect(acknowledged > 20 && store.size == Int64(acknowledged))
        await #expect(throws: StoreError.diskFull) {
            try await store.append([draft("section/F", after: acknowledged, size: 60_000)])
        }
        try await store.write { try $0.execute("PRAGMA max_page_count = 1000000") }
        _ = try await store.append([draft("section/F", after: acknowledged, size: 5000)])
        try await LedgerStoreTests().expectConsistent(store)
        try await store.close()
        store = try folder.open([tally])
        #expect(try store.entries(docket: "section/F").count == acknowledged + 1)
        #expect(try tallied(store) == ["section/F \(acknowledged + 1) \(acknowledged)"])
        try await store.close()
    }
}
