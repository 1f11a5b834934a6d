import Foundation
import Ledger

/// The log's signing key on disk: `ledger.key`, readable by its owner only.
enum KeyFile {
    /// Reads the key, or makes one where the folder is new.
    /// - Throws: ``StoreError/key(_:)`` when it cannot be used.
    static func load(folder: URL, origin: String, isNew: Bool) throws -> SigningKey {
        let file = folder.appendingPathComponent("ledger.key")
        guard FileManager.default.fileExists(atPath: file.path) else {
            guard isNew else {
                throw StoreError.key("ledger.key is missing; without it the log cannot be continued")
            }
            do {
                let key = try SigningKey(name: origin)
                try write(key, to: file)
                return key
            } catch let error as NoteError {
                throw StoreError.key("\(origin) cannot name a log: \(error)")
            }
        }
        let key: SigningKey
        do {
            let text = try String(contentsOf: file, encoding: .utf8)
            key = try SigningKey(text.trimmingCharacters(in: .newlines))
        } catch {
            throw StoreError.key("ledger.key cannot be read: \(error)")
        }
        guard key.verifier.name == origin else {
            throw StoreError.key("ledger.key belongs to \(key.verifier.name), not to \(origin)")
        }
        return key
    }

    /// Written beside, synced and renamed, so that no half key is ever found.
    private static func write(_ key: SigningKey, to file: URL) throws {
        let draft = file.appendingPathExtension("new")
        unlink(draft.path)
        let descriptor = Foundation.open(draft.path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw StoreError.key("ledger.key cannot be written: errno \(errno)") }
        let bytes = Array((key.text + "\n").utf8)
        let written = Foundation.write(descriptor, bytes, bytes.count)
        let synced = fsync(descriptor)
        Foundation.close(descriptor)
        guard written == bytes.count, synced == 0, rename(draft.path, file.path) == 0 else {
            throw StoreError.key("ledger.key cannot be written: errno \(errno)")
        }
        syncFolder(file.deletingLastPathComponent())
    }

    private static func syncFolder(_ folder: URL) {
        let descriptor = Foundation.open(folder.path, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        Foundation.close(descriptor)
    }
}

/// Holds a folder for one process: a lock on `ledger.lock` that the system releases when the process ends, however
/// it ends.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Throws: ``StoreError/heldByAnotherProcess(folder:)``.
    init(folder: URL) throws {
        let path = folder.appendingPathComponent("ledger.lock").path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError.database(code: errno, message: "\(path) cannot be opened: errno \(errno)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError.heldByAnotherProcess(folder: folder.path)
        }
    }

    deinit {
        // Closing is not enough: a child that is being started holds a copy of the descriptor for a moment.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
