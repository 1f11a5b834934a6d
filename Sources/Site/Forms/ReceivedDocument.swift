import Foundation
import Hummingbird
import Insight
import NIOCore

/// Where documents lie while they are looked at: a folder of its own beside the ledger, which only this platform may
/// read. What a process left that died meanwhile is gone when the next one starts.
struct ReceivedFolder: Sendable {
    private let folder: URL

    /// Empties the folder; the ledger's lock keeps others from it.
    /// - Throws: when it cannot be emptied or made.
    init(beside ledger: URL) throws {
        folder = ledger.appendingPathComponent("received")
        if (try? FileManager.default.attributesOfItem(atPath: folder.path)) != nil {
            try FileManager.default.removeItem(at: folder)
        }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    /// A new, empty file; nil when there is no room for one.
    func file() -> URL? {
        let file = folder.appendingPathComponent(UUID().uuidString)
        let made = FileManager.default.createFile(
            atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        return made ? file : nil
    }
}

/// What somebody sent to be looked at: a file under a name of ours, or a text. Gone when it was looked at.
struct ReceivedDocument {
    var name = ""
    var text = ""
    /// The region that was chosen; empty for none.
    var region = ""
    private(set) var file: URL?

    func forget() {
        if let file { try? FileManager.default.removeItem(at: file) }
    }

    /// - Throws: `HTTPError` 400, 413, 415, ``FormRefused``.
    static func receive(
        _ request: Request, _ visit: Visit, _ site: SiteContext, textLimit: Int
    ) async throws -> ReceivedDocument {
        guard let type = request.headers[.contentType], var parser = MultipartParser(contentType: type) else {
            throw HTTPError(.unsupportedMediaType)
        }
        var received = ReceivedDocument()
        do {
            try await received.take(request, &parser, visit, site, textLimit)
        } catch {
            received.forget()
            throw error
        }
        return received
    }

    private mutating func take(
        _ request: Request, _ parser: inout MultipartParser, _ visit: Visit, _ site: SiteContext, _ textLimit: Int
    ) async throws {
        var field = ""
        var value: [UInt8] = []
        var token: String?
        var handle: FileHandle?
        var size = 0
        defer { try? handle?.close() }
        for try await buffer in request.body {
            let pieces: [MultipartParser.Piece]
            do { pieces = try parser.feed(buffer.readableBytesView) } catch { throw HTTPError(.badRequest) }
            for piece in pieces {
                switch piece {
                case .part(let part, let fileName):
                    (field, value) = (part, [])
                    guard let fileName, !fileName.isEmpty, file == nil else { continue }
                    try site.requireFormToken(token, visit)
                    guard let target = site.received.file() else { throw HTTPError(.serviceUnavailable) }
                    (name, file) = (String(fileName.prefix(200)), target)
                    guard let opened = FileHandle(forWritingAtPath: target.path) else {
                        throw HTTPError(.serviceUnavailable)
                    }
                    handle = opened
                case .bytes(let bytes):
                    size += bytes.count
                    if let handle {
                        guard size <= ReadingLimits.standard.bytes else { throw HTTPError(.contentTooLarge) }
                        try handle.write(contentsOf: Data(bytes))
                    } else {
                        guard value.count + bytes.count <= textLimit else { throw HTTPError(.contentTooLarge) }
                        value += bytes
                    }
                case .endOfPart:
                    if let opened = handle {
                        try opened.close()
                        handle = nil
                    } else if field == "_token" {
                        token = String(decoding: value, as: UTF8.self)
                    } else if field == "region" {
                        region = String(decoding: value, as: UTF8.self)
                    } else if field == "text" {
                        text = String(decoding: value, as: UTF8.self)
                    }
                }
            }
        }
        guard parser.isDone else { throw HTTPError(.badRequest) }
        try site.requireFormToken(token, visit)
    }
}
