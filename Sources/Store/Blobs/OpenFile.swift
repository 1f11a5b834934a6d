import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// What the operating system refused, for operators.
public struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The system call, e.g. `pwrite`.
    public let call: String
    /// `errno` after it.
    public let code: Int32
    public let path: String

    /// No space or no quota is left.
    public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
    public var isMissing: Bool { code == ENOENT }
    public var description: String { "\(call) \(path): \(String(cString: strerror(code)))" }
}

/// An open file descriptor, closed with its last reference. All reads and writes name their position, so that one
/// file can serve many tasks at once; short and interrupted calls are carried on.
final class OpenFile: Sendable {
    let descriptor: Int32
    let path: String

    /// - Parameter flags: as for `open(2)`; `O_CLOEXEC` is added.
    init(_ path: String, _ flags: Int32, permissions: mode_t = 0o600) throws(FileError) {
        let opened = open(path, flags | O_CLOEXEC, permissions)
        if opened < 0 { throw FileError(call: "open", code: errno, path: path) }
        descriptor = opened
        self.path = path
    }

    deinit { close(descriptor) }

    func size() throws(FileError) -> Int64 { Int64(try status().st_size) }

    func status() throws(FileError) -> stat {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw failure("fstat") }
        return status
    }

    func write(_ buffer: UnsafeRawBufferPointer, at position: Int64) throws(FileError) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(position) + off_t(done))
            if count > 0 {
                done += count
            } else if count == 0 || errno != EINTR {
                throw failure("pwrite", count == 0 ? ENOSPC : errno)
            }
        }
    }

    /// Fills the buffer from the position on; returns fewer bytes only at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) throws(FileError) -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(position) + off_t(done))
            if count == 0 { break }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw failure("pread")
            }
        }
        return done
    }

    func read(at position: Int64, count: Int) throws(FileError) -> [UInt8] {
        var failed: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, filled in
            do throws(FileError) {
                filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: position)
            } catch { failed = error }
        }
        if let failed { throw failed }
        return bytes
    }

    /// Returns when the bytes, and what is needed to find them again, will survive a loss of power.
    func sync() throws(FileError) {
        #if canImport(Darwin)
            if fcntl(descriptor, F_FULLFSYNC) != 0 { throw failure("fcntl(F_FULLFSYNC)") }
        #else
            if fdatasync(descriptor) != 0 { throw failure("fdatasync") }
        #endif
    }

    /// Asks the system to start writing a range out, so that a later `sync` has less to wait for. No promise.
    /// Linux begins to write dirty pages when told that they will not be read again soon.
    func startWriting(at position: Int64, count: Int64) {
        #if os(Linux)
            _ = posix_fadvise(descriptor, off_t(position), off_t(count), POSIX_FADV_DONTNEED)
        #endif
    }

    /// Takes the file for this process alone, without waiting; false when another one has it. Ends with the file.
    func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    func unlock() { _ = flock(descriptor, LOCK_UN) }

    private func failure(_ call: String, _ code: Int32? = nil) -> FileError {
        FileError(call: call, code: code ?? errno, path: path)
    }

    /// Makes names created, renamed or removed in a folder survive a loss of power.
    static func syncFolder(_ path: String) throws(FileError) {
        let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
        if fsync(folder.descriptor) != 0 { throw folder.failure("fsync") }
    }

    /// Creates a folder readable by its owner only; one that exists is fine. Parents are created too.
    static func makeFolder(_ path: String) throws(FileError) {
        if mkdir(path, 0o700) == 0 {
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
            try syncFolder(parent)
            return
        }
        if errno == EEXIST { return }
        guard errno == ENOENT, path != "/", !path.isEmpty else {
            throw FileError(call: "mkdir", code: errno, path: path)
        }
        try makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        try makeFolder(path)
    }

    static func rename(_ from: String, to: String) throws(FileError) {
        #if canImport(Darwin)
            let failed = Darwin.rename(from, to) != 0
        #else
            let failed = Glibc.rename(from, to) != 0
        #endif
        if failed { throw FileError(call: "rename", code: errno, path: to) }
    }
}
