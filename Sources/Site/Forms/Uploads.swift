import Desk
import Foundation
import Hummingbird
import Store

/// Files on their way in: streamed to the blob store, named by their content, their kind told by name and first
/// bytes. What was received is noted, so that an act can only point to files that are really here.
public struct Uploads: Sendable {
    let store: LedgerStore
    let blobs: BlobStore
    /// Bytes.
    let largest: Int64

    /// Why a file is not taken.
    enum Fault: String, Error {
        case tooLarge = "input.fileTooLarge"
        case kind = "input.fileKind"
        case name = "input.fileName"
        case empty = "input.fileEmpty"
    }

    public init(store: LedgerStore, blobs: BlobStore, largest: Int64) async throws {
        self.store = store
        self.blobs = blobs
        self.largest = largest
        try await store.write { transaction in
            try transaction.execute(
                """
                CREATE TABLE IF NOT EXISTS site_upload (
                  sha256 TEXT PRIMARY KEY, root TEXT NOT NULL, size INTEGER NOT NULL)
                """)
        }
    }

    /// A file being received, for one task.
    final class Receiving {
        private let uploads: Uploads
        private let writer: BlobWriter
        private let name: String
        private let mediaType: String
        private var first: [UInt8] = []

        init(_ uploads: Uploads, name: String) throws {
            self.uploads = uploads
            self.name = try Uploads.plainName(name)
            guard let mediaType = MediaKind.mediaType(ofName: self.name) else { throw Fault.kind }
            self.mediaType = mediaType
            writer = try uploads.blobs.writer()
        }

        func append(_ bytes: [UInt8]) throws {
            if first.count < 16 { first += bytes.prefix(16 - first.count) }
            guard writer.size + Int64(bytes.count) <= uploads.largest else {
                writer.cancel()
                throw Fault.tooLarge
            }
            try writer.append(bytes)
        }

        func finish() async throws -> FileReference {
            guard writer.size > 0 else {
                writer.cancel()
                throw Fault.empty
            }
            guard MediaKind.agrees(mediaType, with: first) else {
                writer.cancel()
                throw Fault.kind
            }
            let blob = try writer.finish()
            try await uploads.note(blob)
            return FileReference(
                name: name, mediaType: mediaType, sha256: blob.sha256, root: blob.root, size: blob.size)
        }
    }

    /// Remembers a blob as received.
    public func note(_ blob: BlobReference) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "INSERT INTO site_upload (sha256, root, size) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING",
                [.text(blob.sha256), .text(blob.root), .integer(blob.size)])
        }
    }

    /// Checks that every file that an input names is here, with the root and size that it states.
    /// - Throws: `Refusals`.
    func check(_ raw: [String: RawValue], _ fields: [FieldDescription]) throws {
        var refusals: [Refusal] = []
        try look(raw, fields, path: "", into: &refusals)
        if !refusals.isEmpty { throw Refusals(refusals) }
    }

    private func look(
        _ raw: [String: RawValue], _ fields: [FieldDescription], path: String, into refusals: inout [Refusal]
    ) throws {
        for field in fields {
            guard case .list(let items) = raw[field.name] ?? .null else { continue }
            switch field.kind {
            case .files:
                for item in items where try !isHere(item) {
                    refusals.append(Refusal(.invalid, "input.fileUnknown", field: path + field.name))
                }
            case .rows(let inner, _):
                for (index, item) in items.enumerated() {
                    guard case .object(let members) = item else { continue }
                    try look(members, inner, path: "\(path)\(field.name).\(index).", into: &refusals)
                }
            default: break
            }
        }
    }

    /// True for what is no reference at all: that is for the desk to refuse, with the field's own words.
    private func isHere(_ item: RawValue) throws -> Bool {
        guard case .object(let members) = item, case .text(let sha256) = members["sha256"] ?? .null,
            case .text(let root) = members["root"] ?? .null, case .integer(let size) = members["size"] ?? .null
        else { return true }
        let noted = try store.read { reader in
            try reader.rows("SELECT root, size FROM site_upload WHERE sha256 = $1", [.text(sha256)]).first
        }
        if let noted { return noted.text("root") == root && noted.integer("size") == size }
        guard blobs.exists(sha256) else { return false }
        return (try? blobs.verify(BlobReference(sha256: sha256, root: root, size: size))) != nil
    }

    /// The last part of a file's name, without characters that mean something to a system.
    static func plainName(_ given: String) throws -> String {
        let last = given.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let plain = String(
            String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        let name = plain.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, name != ".", name != "..", name.unicodeScalars.count <= 200 else { throw Fault.name }
        return name
    }
}

/// Kinds of files that are taken, each known by its ending and its first bytes.
enum MediaKind {
    private static let kinds: [(ending: String, mediaType: String, first: [[UInt8]])] = [
        ("pdf", "application/pdf", [Array("%PDF-".utf8)]),
        (
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            [[0x50, 0x4B, 0x03, 0x04]]
        ),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [[0x50, 0x4B, 0x03, 0x04]]),
        ("zip", "application/zip", [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06]]),
        ("png", "image/png", [[0x89, 0x50, 0x4E, 0x47]]),
        ("jpg", "image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        ("jpeg", "image/jpeg", [[0xFF, 0xD8, 0xFF]]),
        ("json", "application/json", []),
        ("txt", "text/plain", []),
        ("sealed", "application/vnd.daylight.sealed", [Array("{\"".utf8)]),
    ]

    static func mediaType(ofName name: String) -> String? {
        let ending = name.split(separator: ".").last?.lowercased() ?? ""
        return kinds.first { $0.ending == ending && name.contains(".") }?.mediaType
    }

    static func agrees(_ mediaType: String, with first: [UInt8]) -> Bool {
        let starts = kinds.filter { $0.mediaType == mediaType }.flatMap(\.first)
        return starts.isEmpty || starts.contains { first.starts(with: $0) }
    }

    /// Endings of media types, for file pickers: `.pdf,.docx`.
    static func endings(_ mediaTypes: [String]) -> [String] {
        kinds.filter { mediaTypes.contains($0.mediaType) }.map { "." + $0.ending }
    }
}
