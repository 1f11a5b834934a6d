import Foundation
import Hummingbird
import Insight
import NIOCore
import Statute
import Synchronization

/// "Check a tender document" (检查一份招标文件): the scanner of gate one for everybody, without an account. What is sent
/// is read in a process of its own and kept nowhere.
struct ScanPages: PageGroup {
    /// Documents that are read at once; a reading process may take a gigabyte.
    private static let readers = 2
    private static let textLimit = 1 << 20
    private let gate = ReadingGate(limit: Self.readers)

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/scan") { request, visit in
            try self.page([:], request, visit, site)
        }
        router.post("/scan") { request, visit in
            guard self.gate.enter() else {
                return try self.page(
                    ["fault": site.words(visit)("page.check.busy")], status: .serviceUnavailable, request, visit, site)
            }
            defer { self.gate.leave() }
            return try await self.check(request, visit, site)
        }
    }

    private func page(
        _ more: View, status: HTTPResponse.Status = .ok, _ request: Request, _ visit: Visit, _ site: SiteContext
    ) throws -> Response {
        let words = site.words(visit)
        var view: View = ["limit": site.shown(visit).size(Int64(ReadingLimits.standard.bytes))]
        view.merge(more) { _, new in new }
        return try site.answer(
            Page("scan", title: words("page.barriers.scan"), view, status: status), to: request, visit)
    }

    private func check(_ request: Request, _ visit: Visit, _ site: SiteContext) async throws -> Response {
        let words = site.words(visit)
        let received = try await ReceivedDocument.receive(request, visit, site, textLimit: Self.textLimit)
        defer { received.forget() }
        let document: DocumentText
        do {
            if let file = received.file {
                guard let executable = site.configuration.readingExecutable else {
                    throw HTTPError(.serviceUnavailable)
                }
                document = try await DocumentReader.read(file: file, executable: executable)
            } else if !received.text.isEmpty {
                document = DocumentText(plain: received.text)
            } else {
                return try page(
                    ["fault": words("page.check.nothing")], status: .unprocessableContent, request, visit, site)
            }
        } catch let refusal as ReadingRefusal {
            return try page(
                ["fault": words("reading.\(refusal.code.rawValue)")], status: .unprocessableContent, request, visit,
                site)
        }
        let findings = try ClauseScanner.builtIn().examine(document).filter { $0.severity != .check }
        return try page(result(document, findings, received, words), request, visit, site)
    }

    private func result(
        _ document: DocumentText, _ findings: [ClauseFinding], _ received: ReceivedDocument, _ words: Words
    ) -> View {
        let isChinese = words.language == .chinese
        let rows: [View] = findings.map { finding in
            let scalars = Array(finding.sentence.unicodeScalars)
            func part(_ range: Range<Int>) -> String {
                var text = ""
                text.unicodeScalars.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
                return text
            }
            let start = max(0, finding.start - finding.sentenceStart)
            let end = max(start, finding.end - finding.sentenceStart)
            return [
                "severity": words("severity.\(finding.severity.rawValue)"), "isHard": finding.severity == .hard,
                "aspect": "\(finding.aspect) \(words("choice.aspect.\(finding.aspect)"))",
                "before": part(0..<start), "marked": part(start..<end), "after": part(end..<max(end, scalars.count)),
                "page": finding.page.map { words("page.scan.page", ["page": String($0)]) } ?? "",
                "rule": finding.rule, "basis": finding.basis,
                "explanation": isChinese ? finding.explanation.zh : finding.explanation.en,
                "suggestion": isChinese ? finding.suggestion.zh : finding.suggestion.en,
            ]
        }
        var view: View = [
            "isResult": true, "rows": rows, "isClean": rows.isEmpty,
            "summary": words(
                "page.check.summary",
                [
                    "count": String(rows.count), "hard": String(findings.count { $0.severity == .hard }),
                    "characters": Shown.number(Int64(document.text.unicodeScalars.count)),
                    "pages": document.pages.map(String.init) ?? "—",
                ]),
            "name": received.name, "text": received.text,
        ]
        if !document.pagesWithoutText.isEmpty {
            let pages = document.pagesWithoutText.prefix(20).map(String.init).joined(separator: ", ")
            view["unreadPages"] = words("page.check.unreadPages", ["pages": pages])
        }
        return view
    }
}

/// Lets so many in at once.
private final class ReadingGate: Sendable {
    private let limit: Int
    private let inside = Mutex(0)

    init(limit: Int) { self.limit = limit }

    func enter() -> Bool {
        inside.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() { inside.withLock { $0 -= 1 } }
}

/// What somebody sent to be checked: a file under a name of ours, or a text. Gone when it was looked at.
private struct ReceivedDocument {
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
