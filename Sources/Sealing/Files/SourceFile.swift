import Foundation

/// Bytes that are read at any position, from several threads.
struct ByteSource: Sendable {
    let size: Int64
    /// Fills the buffer from a position.
    private let fill: @Sendable (Int64, UnsafeMutableRawBufferPointer) throws -> Void

    init(size: Int64, fill: @escaping @Sendable (Int64, UnsafeMutableRawBufferPointer) throws -> Void) {
        self.size = size
        self.fill = fill
    }

    init(_ bytes: [UInt8]) {
        self.init(size: Int64(bytes.count)) { position, target in
            bytes.withUnsafeBytes { source in
                let start = Int(position)
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<(start + target.count)]))
            }
        }
    }

    /// Fills the buffer from a position; both lie within the size.
    func read(at position: Int64, into target: UnsafeMutableRawBufferPointer) throws {
        precondition(position >= 0 && position + Int64(target.count) <= size, "callers ask for what is there")
        if target.count > 0 { try fill(position, target) }
    }

    /// Bytes at a position, fewer where the source ends.
    func bytes(at position: Int64, count: Int) throws -> [UInt8] {
        let start = min(max(0, position), size)
        let length = min(Int64(max(0, count)), size - start)
        return try [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, written in
            try read(
                at: start,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<Int(length)]))
            written = Int(length)
        }
    }
}

/// A file open for reading.
final class SourceFile: Sendable {
    /// What tells that somebody wrote to the file meanwhile.
    private struct Mark: Equatable {
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    private let descriptor: Int32
    private let name: String
    private let mark: Mark

    init(_ file: URL) throws {
        name = file.lastPathComponent
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SealingError.file("\(name) cannot be read") }
        guard let mark = Self.mark(descriptor) else {
            close(descriptor)
            throw SealingError.file("\(name) is not a file")
        }
        self.descriptor = descriptor
        self.mark = mark
    }

    deinit { close(descriptor) }

    var source: ByteSource {
        ByteSource(size: mark.size) { [self] position, target in try read(at: position, into: target) }
    }

    /// - Throws: ``SealingError/file(_:)`` when the file was written to since it was opened: what was hashed would
    ///   not be what was encrypted, and the bid could never be opened.
    func checkUnchanged() throws {
        guard Self.mark(descriptor) == mark else { throw SealingError.file("\(name) was changed meanwhile") }
    }

    /// The first line of a sealed file, without its newline.
    func line() throws -> [UInt8] {
        let first = try source.bytes(at: 0, count: SealedFileHeader.limit + 1)
        guard let end = first.firstIndex(of: UInt8(ascii: "\n")) else {
            throw SealingError.notSealed("no header line")
        }
        return Array(first[..<end])
    }

    private func read(at position: Int64, into target: UnsafeMutableRawBufferPointer) throws {
        var done = 0
        while done < target.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(position) + off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = count == 0 ? "became shorter" : String(cString: strerror(errno))
                throw SealingError.file("\(name): \(reason)")
            }
            done += count
        }
    }

    private static func mark(_ descriptor: Int32) -> Mark? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Mark(size: Int64(status.st_size), seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec))
    }
}
