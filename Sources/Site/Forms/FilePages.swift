import Foundation
import HTTPTypes
import Hummingbird
import Store

/// Files of dockets, by their content. Always downloads, never shown inside the site.
struct FilePages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/files/:sha256/:name") { _, visit in
            let sha256 = visit.path("sha256")
            guard try site.isPublished(sha256), let reader = try? site.blobs.open(sha256) else {
                throw HTTPError(.notFound)
            }
            return site.download(reader, name: visit.path("name"))
        }
    }
}

extension SiteContext {
    /// Whether a blob may be read by everybody: one that a page of the trade has released. Which these are is said
    /// by the register `published_file(sha256)`, kept from the acts that publish files.
    func isPublished(_ sha256: String) throws -> Bool {
        try store.read { reader in
            try !reader.rows("SELECT sha256 FROM published_file WHERE sha256 = $1 LIMIT 1", [.text(sha256)]).isEmpty
        }
    }

    /// A blob as a download, streamed.
    public func download(_ reader: BlobReader, name: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = MediaKind.mediaType(ofName: name) ?? "application/octet-stream"
        headers[.contentDisposition] = "attachment; filename*=UTF-8''\(SiteURL.escaped(name))"
        headers[.cacheControl] = "public, max-age=86400"
        let chunks = reader.chunks()
        let body = ResponseBody(contentLength: Int(reader.size)) { writer in
            for try await bytes in chunks { try await writer.write(ByteBuffer(bytes: bytes)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}
