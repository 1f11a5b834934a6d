import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// Writes one blob, for one task at a time. Dropped without `finish`, it leaves nothing behind.
public final class BlobWriter {
    private let store: BlobStore
    private let temporary: String
    private var file: OpenFile?
    private var hasher = BlobHasher()
    private var started: Int64 = 0

    /// How many bytes are handed to the disk at a time ahead of the last fsync.
    private static let writeAhead: Int64 = 8 << 20

    /// Bytes appended so far.
    public var size: Int64 { hasher.size }

    convenience init(store: BlobStore, temporary folder: String) throws(BlobError) {
        let path = "\(folder)/\(UUID().uuidString.lowercased())"
        do throws(FileError) {
            let created = try OpenFile(path, O_RDWR | O_CREAT | O_EXCL)
            guard created.lock() else { throw FileError(call: "flock", code: errno, path: path) }
            self.init(store: store, file: created)
        } catch { throw BlobError(error) }
    }

    init(store: BlobStore, file: OpenFile) {
        self.store = store
        self.file = file
        temporary = file.path
    }

    deinit { cancel() }

    /// Adds bytes at the end.
    /// - Throws: `BlobError.diskFull` (the writer is then closed and its file removed), `.writerClosed`, `.file`.
    public func append(_ bytes: some ContiguousBytes) throws(BlobError) {
        guard let file else { throw .writerClosed }
        let position = hasher.size
        let failure = bytes.withUnsafeBytes { buffer -> FileError? in
            do throws(FileError) { try file.write(buffer, at: position) } catch { return error }
            hasher.update(buffer: buffer)
            return nil
        }
        if let failure {
            cancel()
            throw BlobError(failure)
        }
        if hasher.size - started >= Self.writeAhead {
            file.startWriting(at: started, count: hasher.size - started)
            started = hasher.size
        }
    }

    /// Makes the blob durable under its name and says which it is. A whole blob of that name is kept as it is.
    /// - Throws: `BlobError.diskFull`, `.writerClosed`, `.file`; the temporary file is gone then.
    public func finish() throws(BlobError) -> BlobReference {
        guard let file else { throw .writerClosed }
        let reference = hasher.reference()
        let target = try store.path(reference.sha256)
        do throws(FileError) {
            let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
            if try Self.length(of: target) == reference.size {
                cancel()
                // Its writer may not have come this far yet.
                try OpenFile.syncFolder(folder)
                return reference
            }
            try file.sync()
            try OpenFile.makeFolder(folder)
            try OpenFile.rename(temporary, to: target)
            self.file = nil
            try OpenFile.syncFolder(folder)
            return reference
        } catch {
            cancel()
            throw BlobError(error)
        }
    }

    /// Gives up: removes what was written. Harmless after `finish`.
    public func cancel() {
        guard file != nil else { return }
        unlink(temporary)
        file = nil
    }

    private static func length(of path: String) throws(FileError) -> Int64? {
        do { return try OpenFile(path, O_RDONLY).size() } catch {
            if error.isMissing { return nil }
            throw error
        }
    }
}
