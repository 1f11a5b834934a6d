import Foundation
import Ledger

/// What leaves the house: folders that anybody can check without us. The format is in docs/ledger.md.
extension LedgerStore {
    /// Writes the whole ledger as a static C2SP log: `checkpoint`, `tile/…`, `vkey`, and under `disclosed/` the
    /// closed parts that a disclosure act let out. `blobs/` is left to the caller.
    /// - Parameter folder: is made; must be empty or missing.
    /// - Throws: ``StoreError``, or file errors.
    public func export(to folder: URL) async throws {
        let newest = size
        if newest > 0 { _ = try await waitForCheckpoint(covering: newest - 1) }
        let head = appender.head.withLock { $0 }
        try prepare(folder, head)
        try read { reader in
            for path in TilePath.hashTiles(size: head.checkpoint.size) {
                guard case .hashes(let level) = path.content else { continue }
                let tile = try head.tile(level: level, index: path.index, width: path.width, reader)
                try ExportFolder.write(tile.tileBytes, path.text, in: folder)
            }
            for path in TilePath.entryBundles(size: head.checkpoint.size) {
                let first = path.index * 256
                let entries = try reader.entryBytes(range: first..<(first + Int64(path.width)))
                try ExportFolder.write(try EntryBundle.encode(entries), path.text, in: folder)
                for bytes in entries where bytes.starts(with: disclosurePrefix) {
                    try disclose(try Entry(bytes: bytes), reader, in: folder)
                }
            }
        }
    }

    /// Writes one docket: each act's bytes and a proof by the newest checkpoint, as
    /// `dockets/<kind>/<id>/<version>.json` and `.tlog-proof`. It shows that these acts stand in the ledger; that
    /// there are no others of the docket only the whole ledger can show.
    /// - Throws: ``StoreError/invalidDraft(_:)`` when there is no such docket, ``StoreError``, or file errors.
    public func export(docket: String, to folder: URL) async throws {
        let newest = size
        if newest > 0 { _ = try await waitForCheckpoint(covering: newest - 1) }
        let head = appender.head.withLock { $0 }
        try read { reader in
            let entries = try reader.entries(docket: docket).filter { $0.sequence < head.checkpoint.size }
            guard !entries.isEmpty else { throw StoreError.invalidDraft("there is no docket \(docket)") }
            try prepare(folder, head)
            var tree = head.tree(reader)
            for stored in entries {
                let proof = LogProof(
                    index: stored.sequence,
                    hashes: try tree.inclusionProof(index: stored.sequence, size: head.checkpoint.size),
                    checkpoint: head.note)
                let name = "\(ExportFolder.dockets)/\(docket)/\(stored.version)"
                try ExportFolder.write(stored.bytes, name + ".json", in: folder)
                try ExportFolder.write(Array(proof.written.utf8), name + ".tlog-proof", in: folder)
            }
        }
    }

    private func prepare(_ folder: URL, _ head: Head) throws {
        try ExportFolder.write(Array(head.note.written.utf8), ExportFolder.checkpoint, in: folder)
        try ExportFolder.write(Array((vkey + "\n").utf8), ExportFolder.vkey, in: folder)
        try ExportFolder.write(Array(exportReadme.utf8), ExportFolder.readme, in: folder)
    }

    /// A closed part that was erased after its disclosure is simply no longer there.
    private func disclose(_ entry: Entry, _ reader: Reader, in folder: URL) throws {
        guard let sequence = DisclosedPart.disclosed(by: entry),
            let part = try reader.closedPart(sequence: sequence)
        else { return }
        try ExportFolder.write(
            DisclosedPart(part).json, "\(ExportFolder.disclosed)/\(sequence).json", in: folder)
    }
}

/// How the bytes of a disclosure act begin.
private let disclosurePrefix = Array("{\"act\":\"\(ExportFolder.disclosureAct)\",".utf8)

private let exportReadme = """
    This folder is a static transparency log in the formats of c2sp.org: tlog-tiles, tlog-checkpoint, signed-note,
    tlog-proof. Anybody can check it; nothing in it must be trusted.

    checkpoint             how many acts there are, and the root of their hash tree, signed
    vkey                   the public key of that signature; compare it with one you got elsewhere
    tile/<level>/...       hashes of the tree, 256 to a file
    tile/entries/...       the acts, 256 to a file, each with its length in two bytes in front
    disclosed/<n>.json     salt and bytes of the closed part of act number n (counted from 0)
    dockets/<kind>/<id>/   single acts with their proofs, when a docket was exported
    blobs/<sha256>         files that acts name by their SHA-256

    daylight verify <folder> checks all of it. The format is specified in docs/ledger.md of the Daylight sources,
    with a second verifier in Python.

    """
