import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Store

/// Files of dockets, by their content. Always downloads, never shown inside the site.
struct FilePages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/files/:sha256/:name") { _, visit in
            let sha256 = visit.path("sha256")
            guard let access = try site.access(to: sha256, by: visit.session?.office),
                let reader = try? site.blobs.open(sha256)
            else { throw HTTPError(.notFound) }
            return site.download(reader, name: visit.path("name"), isPublic: access == .everybody)
        }
    }
}

/// Who may read a file.
enum FileAccess {
    case everybody
    /// This office, before the file is published.
    case office
}

extension SiteContext {
    /// Whether an office, or nobody in particular, may read a file. The register `docket_file` says which dockets
    /// it belongs to; a file of no docket does not exist for anyone.
    func access(to sha256: String, by office: Office?) throws -> FileAccess? {
        let rows = try store.read { reader in
            try reader.rows(
                "SELECT region, trade, tenderer, agency, published FROM docket_file WHERE sha256 = $1",
                [.text(sha256)])
        }
        if rows.contains(where: { $0.integer("published") != 0 }) { return .everybody }
        guard let office else { return nil }
        let mayRead = rows.contains { row in
            if let organisation = office.organisation, office.role != .bidder {
                return organisation == row.text("tenderer") || organisation == row.text("agency")
            }
            return office.role.isOfficial && office.role != .administrator
                && office.covers(region: row.text("region")) && office.covers(trade: row.text("trade"))
        }
        return mayRead ? .office : nil
    }

    /// Where a place in a file opens on the site; nil for a file that an office may not read.
    func reading(_ file: (sha256: String, name: String), at place: Range<Int>, by office: Office?) throws -> String? {
        guard try access(to: file.sha256, by: office) != nil else { return nil }
        return SiteURL.reading(sha256: file.sha256, name: file.name, place: place).path
    }

    /// The same for a file that is known by its docket and name.
    func reading(
        _ name: String, of docket: String, at place: Range<Int>, by office: Office?
    ) throws -> String? {
        let sha256 = try store.read { reader in
            try reader.rows(
                "SELECT sha256 FROM docket_file WHERE docket = $1 AND name = $2 ORDER BY rowid DESC LIMIT 1",
                [.text(docket), .text(name)]
            ).first?.text("sha256")
        }
        return try sha256.flatMap { try reading(($0, name), at: place, by: office) }
    }

    /// A blob as a download, streamed.
    public func download(_ reader: BlobReader, name: String, isPublic: Bool) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = MediaKind.mediaType(ofName: name) ?? "application/octet-stream"
        headers[.contentDisposition] = "attachment; filename*=UTF-8''\(SiteURL.escaped(name))"
        headers[.cacheControl] = isPublic ? "public, max-age=86400" : "private, no-store"
        let chunks = reader.chunks()
        let body = ResponseBody(contentLength: Int(reader.size)) { writer in
            for try await bytes in chunks { try await writer.write(ByteBuffer(bytes: bytes)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
