import Foundation
import Hummingbird
import Insight
import NIOCore

/// What somebody sent to be looked at: a file under a name of ours, or a text. Gone when it was looked at.
struct ReceivedDocument {
    var name = ""
    var text = ""
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
                    let target = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
                    guard
                        FileManager.default.createFile(
                            atPath: target.path, contents: nil, attributes: [.posixPermissions: 0o600]),
                        let opened = FileHandle(forWritingAtPath: target.path)
                    else { throw HTTPError(.serviceUnavailable) }
                    (name, file, handle) = (String(fileName.prefix(200)), target, opened)
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
