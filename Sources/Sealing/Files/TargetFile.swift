import Foundation
import Synchronization

/// A file being written, at any position and from several threads; it takes its place only when it is whole.
///
/// Nothing waits for the disk: a sealed file can be made again from its package, and a package from its sealed file.
final class TargetFile: Sendable {
    private let descriptor: Int32
    private let path: String
    /// Nil when the target is a device, which is written in place and never replaced.
    private let temporary: String?
    private let isFinished = Mutex(false)

    init(_ file: URL) throws {
        path = file.path
        var status = stat()
        if stat(file.path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            temporary = nil
            descriptor = open(file.path, O_WRONLY | O_CLOEXEC)
        } else {
            // A name of its own that nobody else holds, readable by its owner only.
            var template = Array("\(file.path).XXXXXX".utf8CString)
            descriptor = mkstemp(&template)
            temporary = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
        }
        guard descriptor >= 0 else { throw SealingError.file("\(file.lastPathComponent) cannot be written") }
    }

    deinit {
        close(descriptor)
        if let temporary, !isFinished.withLock({ $0 }) { unlink(temporary) }
    }

    func write(at position: Int64, _ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(position) + off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SealingError.file(String(cString: strerror(errno))) }
            done += count
        }
    }

    /// Gives the file its name.
    func finish() throws {
        if let temporary, rename(temporary, path) != 0 {
            throw SealingError.file(String(cString: strerror(errno)))
        }
        isFinished.withLock { $0 = true }
    }
}
