import Foundation
import Glibc
import Synchronization

/// Reads documents that strangers sent: PDF, DOCX, HTML and plain text, told apart by their content.
///
///     let document = try await DocumentReader.read(file: upload, executable: daylight)
///     for unit in document.units where unit.kind == .cell { … }
public enum DocumentReader {
    /// Reads a file in a process of its own (`daylight read`) that is bound in time and memory and is gone, with
    /// all that it started, when this returns. Cancelling the task ends it too.
    /// - Parameter executable: the `daylight` program.
    /// - Throws: `ReadingRefusal` for the file's sake, `ReadingFault` when reading could not be tried,
    ///   `CancellationError`.
    public static func read(
        file: URL, executable: URL, limits: ReadingLimits = .standard
    ) async throws -> DocumentText {
        try await apart { try ReadingProcess.run(file: file, executable: executable, limits: limits, cancelled: $0) }
    }

    /// A picture of one page of a PDF, as PNG, at most 1,600 pixels high and wide; made in a process of its own like
    /// ``read(file:executable:limits:)``.
    /// - Parameter page: from 1.
    /// - Throws: the same; a page that does not exist is `ReadingRefusal` "broken".
    public static func picture(
        file: URL, page: Int, executable: URL, limits: ReadingLimits = .standard
    ) async throws -> Data {
        try await apart {
            try ReadingProcess.picture(
                file: file, page: page, executable: executable, limits: limits, cancelled: $0)
        }
    }

    /// Makes a picture of a page here, in this process: for the reading process itself.
    /// - Throws: `ReadingRefusal`, `ReadingFault`.
    public static func pictureHere(
        file: URL, page: Int, limits: ReadingLimits, consume: (UnsafeRawBufferPointer) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(limits.seconds)
        let path = file.standardizedFileURL.path
        let bytes = try contents(path, limits)
        guard case .pdf = FileKind.of(bytes.prefix(8_192)) else { throw ReadingRefusal.unsupported("noPages") }
        try PDFReading.picture(path, page: page, limits: limits, deadline: deadline, consume: consume)
    }

    /// Waits on a thread of the dispatch pool: it would block one of the few of Swift's own.
    private static func apart<Answer: Sendable>(
        _ work: @escaping @Sendable (_ cancelled: () -> Bool) throws -> Answer
    ) async throws -> Answer {
        let cancelled = Flag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(with: Result { try work { cancelled.isSet } })
                }
            }
        } onCancel: {
            cancelled.set()
        }
    }

    /// Reads a file here, in this process: for the reading process itself, and for files that one wrote oneself.
    /// - Throws: `ReadingRefusal`, `ReadingFault`.
    public static func readHere(file: URL, limits: ReadingLimits = .standard) throws -> DocumentText {
        let deadline = ContinuousClock.now + .seconds(limits.seconds)
        let path = file.standardizedFileURL.path
        let bytes = try contents(path, limits)
        return try read(bytes, path: path, limits: limits, deadline: deadline)
    }

    /// Reads what came without a file, as the same bytes in a file are read; only plain text and HTML can be.
    /// - Throws: `ReadingRefusal`.
    public static func readHere(bytes: [UInt8], limits: ReadingLimits = .standard) throws -> DocumentText {
        guard bytes.count <= limits.bytes else { throw ReadingRefusal.tooLarge(bytes.count, limits) }
        switch FileKind.of(bytes.prefix(8_192)) {
        case .pdf: throw ReadingRefusal.unsupported("pdf")
        case .zip: throw ReadingRefusal.unsupported("zip")
        default: return try read(bytes, path: "", limits: limits, deadline: .now + .seconds(limits.seconds))
        }
    }

    private static func read(
        _ bytes: [UInt8], path: String, limits: ReadingLimits, deadline: ContinuousClock.Instant
    ) throws -> DocumentText {
        switch FileKind.of(bytes.prefix(8_192)) {
        case .pdf: return try PDFReading.read(path, bytes: bytes, limits: limits, deadline: deadline)
        case .zip: return try WordReading.read(bytes, limits: limits)
        case .html:
            guard let text = TextDecoding.decode(bytes) else { throw ReadingRefusal.unsupported("binary") }
            return try HTMLReading.read(text, limits: limits)
        case .text:
            guard let text = TextDecoding.decode(bytes) else { throw ReadingRefusal.unsupported("binary") }
            return try PlainTextReading.read(text, limits: limits)
        case .compound: throw compound(bytes)
        case .unsupported(let kind): throw ReadingRefusal.unsupported(kind)
        }
    }

    /// The directory of a compound file names its streams in UTF-16: an Office file with a password is one stream.
    private static func compound(_ bytes: [UInt8]) -> ReadingRefusal {
        func holds(_ name: String) -> Bool {
            FileKind.contains(bytes[...], name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        }
        if holds("EncryptedPackage") { return ReadingRefusal(.encrypted) }
        if holds("WpsDocument") { return .unsupported("wps") }
        if holds("WordDocument") { return .unsupported("doc") }
        if holds("Workbook") { return .unsupported("xls") }
        return .unsupported("ole")
    }

    /// A regular file of at most the limit's size.
    private static func contents(_ path: String, _ limits: ReadingLimits) throws(ReadingRefusal) -> [UInt8] {
        // Without O_NONBLOCK, opening a named pipe waits for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var information = stat()
        guard descriptor >= 0 else {
            let reason = errno
            if stat(path, &information) == 0, let other = nature(information) { throw .broken(other) }
            throw .broken(reason == EACCES ? "denied" : "missing")
        }
        defer { close(descriptor) }
        guard fstat(descriptor, &information) == 0 else { throw .broken("missing") }
        if let other = nature(information) { throw .broken(other) }
        let size = Int(information.st_size)
        guard size <= limits.bytes else { throw .tooLarge(size, limits) }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                count += got
            }
        }
    }

    /// What stands where a file was expected; nil for a regular file.
    private static func nature(_ information: stat) -> String? {
        switch information.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "directory"
        case S_IFIFO: "pipe"
        case S_IFSOCK: "socket"
        default: "device"
        }
    }

    /// A flag that one side sets and the other asks for.
    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }
}
