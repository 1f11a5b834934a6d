import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// Large files by their content: tender documents, opened bids, recordings.
///
/// ```swift
/// let store = try BlobStore(folder: folder)
/// let writer = try store.writer()
/// for try await bytes in upload { try writer.append(bytes) }
/// let reference = try writer.finish()
/// for try await bytes in try store.open(reference.sha256).chunks() { … }
/// ```
///
/// Promises: a blob that can be opened is whole and on disk: bytes go to a temporary name, are fsynced and then
/// renamed to `ab/cdef…` (the SHA-256), and the folder is fsynced. One content is kept once. Memory does not grow
/// with length. Many processes may use one folder.
public struct BlobStore: Sendable {
    public let folder: URL
    private var temporary: String { folder.appendingPathComponent("tmp").path }

    /// Opens the folder, creating it where needed, and removes what writers left that died before they finished.
    /// - Throws: `BlobError`.
    public init(folder: URL) throws(BlobError) {
        self.folder = folder
        do {
            try OpenFile.makeFolder(temporary)
            removeStale()
        } catch { throw BlobError(error) }
    }

    /// A writer for one new blob.
    /// - Throws: `BlobError`.
    public func writer() throws(BlobError) -> BlobWriter {
        try BlobWriter(store: self, temporary: temporary)
    }

    /// Opens a blob for reading; `sha256` is 64 hexadecimal digits.
    /// - Throws: `BlobError.missing`, `.notADigest`, `.file`.
    public func open(_ sha256: String) throws(BlobError) -> BlobReader {
        let path = try path(sha256)
        let file: OpenFile
        do { file = try OpenFile(path, O_RDONLY) } catch {
            throw error.isMissing ? .missing(sha256: sha256) : BlobError(error)
        }
        return try BlobReader(file: file, sha256: sha256)
    }

    /// The file that holds a blob, for programs that read files.
    /// - Throws: `BlobError.missing`, `.notADigest`.
    public func location(_ sha256: String) throws(BlobError) -> URL {
        let path = try path(sha256)
        guard access(path, R_OK) == 0 else { throw .missing(sha256: sha256) }
        return URL(fileURLWithPath: path)
    }

    /// Whether a blob of this name is here; says nothing about its bytes.
    public func exists(_ sha256: String) -> Bool {
        guard let path = try? path(sha256) else { return false }
        return access(path, R_OK) == 0
    }

    /// Reads the whole blob again and compares digest, root and size.
    /// - Throws: `BlobError.missing` or `.damaged`.
    public func verify(_ reference: BlobReference) throws(BlobError) {
        let found = try open(reference.sha256).measure()
        if found != reference { throw .damaged(sha256: reference.sha256) }
    }

    /// Where a blob lies.
    /// - Throws: `BlobError.notADigest`, so that no name from outside can leave the folder.
    func path(_ sha256: String) throws(BlobError) -> String {
        let digits = sha256.utf8
        let plain = digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        if digits.count != 64 || !plain { throw .notADigest(sha256) }
        return "\(folder.path)/\(sha256.prefix(2))/\(sha256.dropFirst(2))"
    }

    /// A living writer holds a lock on its file, so a file that can be locked has lost its writer.
    private func removeStale() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: temporary)) ?? []
        for name in names {
            let path = "\(temporary)/\(name)"
            guard let file = try? OpenFile(path, O_RDONLY), file.lock() else { continue }
            unlink(path)
        }
    }
}
