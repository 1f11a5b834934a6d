import Foundation
internal import GRDB
import Ledger

/// What leaves the house: folders that anybody can check without us. The format is in docs/ledger.md.
///
/// Reads a ledger as it was when it was last signed; a server may write to it meanwhile.
public struct LedgerExport: Sendable {
    private let database: any DatabaseReader
    let head: Head
    /// The log's public key.
    public let vkey: String

    /// Acts that the export covers.
    public var size: Int64 { head.checkpoint.size }

    init(_ database: any DatabaseReader, head: Head, vkey: String) {
        self.database = database
        self.head = head
        self.vkey = vkey
    }

    /// Opens the ledger of a folder for reading only, whether or not a server runs on it.
    /// - Throws: ``StoreError``; ``StoreError/damaged(_:)`` when the saved checkpoint is not of this ledger's key.
    public static func open(folder: URL) throws -> LedgerExport {
        let path = folder.appendingPathComponent("ledger.sqlite").path
        var configuration = Configuration()
        configuration.label = "export"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            return try database.read { connection in
                try Schema.requireKnown(connection)
                let reader = Reader(connection)
                guard let vkey = try reader.rows("SELECT vkey FROM log").first?.text("vkey"),
                    let saved = try reader.rows("SELECT note FROM checkpoint").first?.text("note")
                else { throw StoreError.damaged("the ledger was never signed") }
                let note = try SignedNote(parsing: Array(saved.utf8))
                let checkpoint = try Checkpoint.verified(Array(saved.utf8), by: try VerifierKey(vkey))
                let frontier = try MerkleFrontier(size: checkpoint.size) { level, index, width in
                    try reader.partialTile(level: level, index: index, width: width)
                }
                guard frontier.root == checkpoint.root else {
                    throw StoreError.damaged(
                        "the root of the first \(checkpoint.size) acts is not the one that was signed")
                }
                return LedgerExport(
                    database, head: Head(frontier: frontier, checkpoint: checkpoint, note: note), vkey: vkey)
            }
        } catch let error as NoteError {
            throw StoreError.damaged("the saved checkpoint does not verify: \(error)")
        } catch {
            throw StoreError.from(error)
        }
    }

    /// A docket's acts in order, as far as the export covers them.
    /// - Throws: ``StoreError``.
    public func entries(docket: String) throws -> [StoredEntry] {
        try read { try $0.entries(docket: docket) }.filter { $0.sequence < size }
    }

    /// Ids of all dockets of a kind.
    /// - Throws: ``StoreError``.
    public func dockets(kind: String) throws -> [String] {
        try read { reader in
            try reader.rows(
                "SELECT name FROM docket WHERE name >= $1 AND name < $2 ORDER BY name",
                [.text(kind + "/"), .text(kind + "0")]
            ).map { $0.text("name") }
        }
    }

    private func read<T>(_ body: (Reader) throws -> T) throws -> T {
        do {
            return try database.read { try body(Reader($0)) }
        } catch {
            throw StoreError.from(error)
        }
    }

    /// Writes the whole ledger as a static C2SP log: `checkpoint`, `tile/…`, `vkey`, and under `disclosed/` the
    /// closed parts that a disclosure act let out. `blobs/` is left to the caller.
    /// - Parameter folder: is made; must be empty or missing.
    /// - Throws: ``StoreError``, or file errors.
    public func write(to folder: URL) throws {
        try prepare(folder)
        try read { reader in
            for path in TilePath.hashTiles(size: size) {
                guard case .hashes(let level) = path.content else { continue }
                let tile = try head.tile(level: level, index: path.index, width: path.width, reader)
                try ExportFolder.write(tile.tileBytes, path.text, in: folder)
            }
            for path in TilePath.entryBundles(size: size) {
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
    public func write(docket: String, to folder: URL) throws {
        let files = try files(docket: docket)
        for (name, bytes) in files { try ExportFolder.write(bytes, name, in: folder) }
    }

    /// The files of one docket's export by their paths, as ``write(docket:to:)`` writes them.
    /// - Throws: ``StoreError``.
    public func files(docket: String) throws -> [(name: String, bytes: [UInt8])] {
        try read { reader in
            let entries = try reader.entries(docket: docket).filter { $0.sequence < size }
            guard !entries.isEmpty else { throw StoreError.invalidDraft("there is no docket \(docket)") }
            var files = heads
            var tree = head.tree(reader)
            for stored in entries {
                let proof = LogProof(
                    index: stored.sequence, hashes: try tree.inclusionProof(index: stored.sequence, size: size),
                    checkpoint: head.note)
                let name = "\(ExportFolder.dockets)/\(docket)/\(stored.version)"
                files.append((name + ".json", stored.bytes))
                files.append((name + ".tlog-proof", Array(proof.written.utf8)))
            }
            return files
        }
    }

    private var heads: [(name: String, bytes: [UInt8])] {
        [
            (ExportFolder.checkpoint, Array(head.note.written.utf8)), (ExportFolder.vkey, Array((vkey + "\n").utf8)),
            (ExportFolder.readme, Array(exportReadme.utf8)),
        ]
    }

    private func prepare(_ folder: URL) throws {
        for (name, bytes) in heads { try ExportFolder.write(bytes, name, in: folder) }
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

extension LedgerStore {
    /// An export of everything that is in the ledger now.
    /// - Throws: ``StoreError``.
    public func export() async throws -> LedgerExport {
        let newest = size
        if newest > 0 { _ = try await waitForCheckpoint(covering: newest - 1) }
        return LedgerExport(pool, head: appender.head.withLock { $0 }, vkey: vkey)
    }

    /// Writes the whole ledger, see ``LedgerExport/write(to:)``.
    public func export(to folder: URL) async throws { try await export().write(to: folder) }

    /// Writes one docket, see ``LedgerExport/write(docket:to:)``.
    public func export(docket: String, to folder: URL) async throws {
        try await export().write(docket: docket, to: folder)
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
