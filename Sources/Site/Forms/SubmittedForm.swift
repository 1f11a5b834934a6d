import Desk
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A command's form as it came in, with its files already in the blob store.
struct SubmittedForm: Sendable {
    private(set) var items: [FormBody.Item] = []
    /// Files by field path: `documents`, `items.0.drawings`.
    private(set) var files: [String: [FileReference]] = [:]
    /// Fields whose files were not taken, and why.
    private(set) var faults: [Refusal] = []

    subscript(_ name: String) -> String? { items.last { $0.name == name }?.value }

    /// Reads a form of either encoding; the token must come before the first file.
    /// - Throws: `HTTPError` 400, 413 or 415, ``FormRefused``.
    static func read(_ request: Request, _ visit: Visit, _ site: SiteContext) async throws -> SubmittedForm {
        var form = SubmittedForm()
        guard let type = request.headers[.contentType], var parser = MultipartParser(contentType: type) else {
            form.items = try await FormBody.read(request, visit, site).items
            return form
        }
        try await form.receive(request, &parser, visit, site)
        guard parser.isDone else { throw HTTPError(.badRequest) }
        try site.requireFormToken(form["_token"], visit)
        return form
    }

    private static let fieldLimit = 1 << 20
    private static let fileLimit = 60

    private mutating func receive(
        _ request: Request, _ parser: inout MultipartParser, _ visit: Visit, _ site: SiteContext
    ) async throws {
        var name = ""
        var text: [UInt8]?
        var file: Uploads.Receiving?
        var textBytes = 0
        var fileCount = 0
        for try await buffer in request.body {
            let pieces: [MultipartParser.Piece]
            do { pieces = try parser.feed(buffer.readableBytesView) } catch { throw HTTPError(.badRequest) }
            for piece in pieces {
                switch piece {
                case .part(let partName, nil):
                    (name, text, file) = (partName, [], nil)
                case .part(let partName, .some(let fileName)):
                    try site.requireFormToken(self["_token"], visit)
                    (name, text, file) = (partName, nil, nil)
                    if fileName.isEmpty { continue }
                    fileCount += 1
                    guard fileCount <= Self.fileLimit else { throw HTTPError(.contentTooLarge) }
                    attempt(name) { file = try Uploads.Receiving(site.uploads, name: fileName) }
                case .bytes(let bytes):
                    if text != nil {
                        textBytes += bytes.count
                        guard textBytes <= Self.fieldLimit else { throw HTTPError(.contentTooLarge) }
                        text?.append(contentsOf: bytes)
                    } else if let receiving = file {
                        attempt(name) { try receiving.append(bytes) }
                        if faults.contains(where: { $0.field == name }) { file = nil }
                    }
                case .endOfPart:
                    if let text {
                        items.append(FormBody.Item(name: name, value: String(decoding: text, as: UTF8.self)))
                    } else if let receiving = file {
                        do {
                            files[name, default: []].append(try await receiving.finish())
                        } catch let fault as Uploads.Fault {
                            faults.append(Refusal(.invalid, fault.rawValue, field: name))
                        }
                    }
                    (text, file) = (nil, nil)
                }
            }
        }
    }

    /// A file that is not taken is a fault of its field, not of the request; other errors are the server's.
    private mutating func attempt(_ field: String, _ work: () throws -> Void) {
        do { try work() } catch let fault as Uploads.Fault {
            faults.append(Refusal(.invalid, fault.rawValue, field: field))
        } catch {
            faults.append(Refusal(.invalid, "input.fileNotKept", field: field))
        }
    }

    /// The form as raw input for the desk. Rows in which nothing was entered are left out.
    func raw(_ fields: [FieldDescription], path: String = "") -> [String: RawValue] {
        var raw: [String: RawValue] = [:]
        for field in fields {
            let here = path + field.name
            switch field.kind {
            case .files:
                let references = kept(here) + (files[here] ?? [])
                if !references.isEmpty { raw[field.name] = .list(references.map(\.raw)) }
            case .rows(let inner, _):
                let rows = rowNumbers(here).map { self.raw(inner, path: "\(here).\($0).") }
                let filled = rows.filter { row in row.values.contains { !Self.isBlank($0) } }
                if !filled.isEmpty { raw[field.name] = .list(filled.map { .object($0) }) }
            default:
                if let value = self[here] { raw[field.name] = .text(value) }
            }
        }
        return raw
    }

    /// Files of an earlier round of the same form, as it carried them along.
    private func kept(_ path: String) -> [FileReference] {
        items.filter { $0.name == "\(path).kept" }.compactMap { item in
            try? JSONDecoder().decode(FileReference.self, from: Data(item.value.utf8))
        }
    }

    private func rowNumbers(_ path: String) -> [Int] {
        let names = items.map(\.name) + files.keys
        let numbers = names.compactMap { name -> Int? in
            guard name.hasPrefix(path + ".") else { return nil }
            return Int(name.dropFirst(path.utf8.count + 1).prefix { $0 != "." })
        }
        return Set(numbers).sorted().prefix(1000).map { $0 }
    }

    private static func isBlank(_ value: RawValue) -> Bool {
        if case .text(let text) = value { return text.allSatisfy(\.isWhitespace) }
        return false
    }
}
