import HTTPTypes
import Hummingbird
import Ledger
import Store

/// The ledger as other people's tools read it: C2SP tlog-tiles, signed-note checkpoint, tlog-proof.
struct LedgerPages: PageGroup {
    /// Tiles and entries never change once a checkpoint covers them.
    private static let forever = "public, max-age=31536000, immutable"

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/ledger/checkpoint") { _, _ in
            Response.open(Array(site.store.checkpoint().utf8), "text/plain; charset=utf-8", "no-store")
        }
        router.get("/ledger/vkey") { _, _ in
            Response.open(Array((site.store.vkey + "\n").utf8), "text/plain; charset=utf-8", "public, max-age=300")
        }
        router.get("/ledger/tile/**") { request, visit in
            let path = "tile/" + visit.parameters.getCatchAll().joined(separator: "/")
            guard let bytes = try site.store.tile(path: path) else { throw HTTPError(.notFound) }
            var response = Response.open(bytes, "application/octet-stream", Self.forever)
            if path.hasPrefix("tile/entries/"), Gzip.isAccepted(request) {
                response = Response.open(
                    Gzip.packed(bytes, level: 6), "application/octet-stream", Self.forever)
                response.headers[.contentEncoding] = "gzip"
            }
            if path.hasPrefix("tile/entries/") { response.headers[.vary] = "Accept-Encoding" }
            return response
        }
        router.get("/ledger/disclosed/:file") { _, visit in
            guard let sequence = Self.sequence(visit.path("file"), ending: ".json") else { throw HTTPError(.notFound) }
            let found = try site.store.read {
                try $0.rows(
                    "SELECT id FROM disclosure WHERE sequence = $1 AND state = 'disclosed'", [.integer(sequence)])
            }
            guard !found.isEmpty, let part = try site.store.closedPart(sequence: sequence) else {
                throw HTTPError(.notFound)
            }
            return Response.open(part.disclosed, "application/json", "no-cache")
        }
        router.get("/ledger/proof/:file") { _, visit in
            guard let sequence = Self.sequence(visit.path("file"), ending: ".tlog-proof"),
                sequence < site.store.size
            else { throw HTTPError(.notFound) }
            // The act is on disk; a checkpoint that covers it is signed within the second for whoever asks.
            _ = try await site.store.waitForCheckpoint(covering: sequence)
            let proof = try site.store.proof(sequence: sequence)
            var response = Response.open(Array(proof.utf8), "text/plain; charset=utf-8", "no-cache")
            response.headers[.contentDisposition] = "inline; filename=\"\(sequence).tlog-proof\""
            return response
        }
        router.get("/ledger/entry/:file") { _, visit in
            guard let sequence = Self.sequence(visit.path("file"), ending: ".json"),
                let stored = try site.store.entries(range: sequence..<(sequence + 1)).first
            else { throw HTTPError(.notFound) }
            return Response.open(stored.bytes, "application/json", Self.forever)
        }
    }

    /// `48210.json` → 48210; nil for any other spelling.
    private static func sequence(_ file: String, ending: String) -> Int64? {
        guard file.hasSuffix(ending) else { return nil }
        let digits = file.dropLast(ending.utf8.count)
        guard (1...15).contains(digits.utf8.count), let value = Int64(digits), value >= 0, String(value) == digits
        else { return nil }
        return value
    }
}

extension Response {
    /// Bytes for everybody, other sites' scripts included.
    fileprivate static func open(_ bytes: [UInt8], _ type: String, _ cache: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = cache
        headers[.accessControlAllowOrigin] = "*"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
