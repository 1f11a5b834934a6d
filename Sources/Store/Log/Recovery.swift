import Foundation
internal import GRDB
import Ledger

/// Takes the log up where it stopped: reads the tree's right edge, and checks it against the last checkpoint.
enum Recovery {
    /// - Throws: ``StoreError/damaged(_:)`` when tree and checkpoint disagree, ``StoreError/key(_:)``.
    static func start(_ database: Database, folder: URL, origin: String) throws -> (SigningKey, Head) {
        let transaction = Transaction(database)
        let stored = try transaction.rows("SELECT vkey FROM log").first?.text("vkey")
        let key = try KeyFile.load(folder: folder, origin: origin, isNew: stored == nil)
        if let stored {
            guard stored == key.verifier.text else {
                throw StoreError.key("ledger.key is \(key.verifier.text), the log was signed by \(stored)")
            }
        } else {
            try transaction.execute("INSERT INTO log (id, vkey) VALUES (1, $1)", [.text(key.verifier.text)])
        }
        let size = try transaction.treeSize()
        let frontier = try MerkleFrontier(size: size) { level, index, width in
            try transaction.partialTile(level: level, index: index, width: width)
        }
        let saved = try transaction.rows("SELECT note FROM checkpoint").first?.text("note")
        if let saved {
            try check(saved, key.verifier, frontier, transaction)
        }
        do {
            let checkpoint = Checkpoint(origin: origin, size: size, root: frontier.root)
            let note = try checkpoint.signed(by: key)
            if note.written != saved {
                try transaction.execute(
                    "INSERT OR REPLACE INTO checkpoint (id, note) VALUES (1, $1)", [.text(note.written)])
            }
            return (key, Head(frontier: frontier, checkpoint: checkpoint, note: note))
        } catch let error as NoteError {
            throw StoreError.key("\(origin) cannot name a log: \(error)")
        }
    }

    /// The last saved checkpoint must be of this tree or of an earlier state of it.
    private static func check(
        _ saved: String, _ verifier: VerifierKey, _ frontier: MerkleFrontier, _ transaction: Transaction
    ) throws {
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint.verified(Array(saved.utf8), by: verifier)
        } catch {
            throw StoreError.damaged("the saved checkpoint does not verify: \(error)")
        }
        guard checkpoint.size <= frontier.size else {
            throw StoreError.damaged(
                "a checkpoint was signed for \(checkpoint.size) acts, only \(frontier.size) are stored")
        }
        var tree = TileTree(size: frontier.size) { level, index, width in
            width == 256
                ? try transaction.fullTile(level: level, index: index)
                : frontier.partialTile(level: level)
        }
        let root: Hash
        do {
            root = try tree.root(size: checkpoint.size)
        } catch let error as TileError {
            throw StoreError.damaged("the tree's tiles are incomplete: \(error)")
        }
        guard root == checkpoint.root else {
            throw StoreError.damaged("the root of the first \(checkpoint.size) acts is not the one that was signed")
        }
    }
}

extension Reader {
    /// The number of acts.
    func treeSize() throws -> Int64 {
        let row = try rows("SELECT max(sequence) AS last FROM entry").first
        return (row?.optionalInteger("last") ?? -1) + 1
    }

    /// A full tile from its table.
    /// - Throws: ``StoreError/damaged(_:)`` when it is not there.
    func fullTile(level: Int, index: Int64) throws -> [Hash] {
        let found = try rows(
            "SELECT hashes FROM tile WHERE place = $1", [.integer(Schema.place(level: level, index: index))])
        guard let bytes = found.first?.blob("hashes"), let hashes = [Hash](tileBytes: bytes), hashes.count == 256
        else { throw StoreError.damaged("tile \(index) of level \(level) is missing or cut") }
        return hashes
    }

    /// The first hashes of a tile that is not full, from the entries or the full tiles below it.
    func partialTile(level: Int, index: Int64, width: Int) throws -> [Hash] {
        let first = index * 256
        if level == 0 { return try entryBytes(range: first..<(first + Int64(width))).map { MerkleTree.leafHash($0) } }
        return try (0..<Int64(width)).map { MerkleTree.root(of: try fullTile(level: level - 1, index: first + $0)) }
    }
}
