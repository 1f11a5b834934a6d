import Foundation
import Ledger
import Store

/// A folder for one test, removed with it.
final class ScratchFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("daylight-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Opens the ledger in it.
    func open(_ registers: [Register] = [], maximumBytes: Int64? = nil) throws -> LedgerStore {
        try LedgerStore.open(
            folder: url.appendingPathComponent("ledger"), registers: registers, origin: "test.example/ledger",
            maximumBytes: maximumBytes)
    }
}

func draft(
    _ docket: String, after version: Int, _ acts: [String] = ["noted"], closed: [UInt8]? = nil, size: Int = 20
) -> Draft {
    Draft(
        docket: docket, expectedVersion: version,
        acts: acts.map { act in
            EntryDraft(
                act: act, at: "2026-09-25T01:00:00.000Z", person: "P-000001", office: "tenderer:530621:A01",
                open: Array("{\"text\":\"\(String(repeating: "x", count: size))\"}".utf8), closed: closed)
        })
}

/// Counts each docket's acts; refuses acts named `forbidden`.
let tally = Register(
    name: "tally", version: 1,
    create: ["CREATE TABLE tally (docket TEXT PRIMARY KEY, acts INTEGER NOT NULL, last INTEGER NOT NULL)"],
    drop: ["DROP TABLE IF EXISTS tally"]
) { stored, transaction in
    struct Forbidden: Error {}
    try transaction.execute(
        """
        INSERT INTO tally (docket, acts, last) VALUES ($1, 1, $2)
        ON CONFLICT (docket) DO UPDATE SET acts = tally.acts + 1, last = excluded.last
        """, [.text(stored.entry.docket), .integer(stored.sequence)])
    if stored.entry.act == "forbidden" { throw Forbidden() }
}

/// The tally's rows, as text.
func tallied(_ store: LedgerStore) throws -> [String] {
    try store.read { reader in
        try reader.rows("SELECT docket, acts, last FROM tally ORDER BY docket").map {
            "\($0.text("docket")) \($0.integer("acts")) \($0.integer("last"))"
        }
    }
}
