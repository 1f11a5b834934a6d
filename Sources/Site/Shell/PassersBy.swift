import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Statute
import Synchronization

/// Public pages as every passer-by gets them, kept ready for one second of the desk's clock.
///
/// A page shows its docket and the time, so it is kept no longer than the second it was made in, and no longer than
/// its docket has no new act. It is never a page of somebody who has signed in, and never one with a form in it.
final class PassersBy: Sendable {
    /// Everything that such a page may depend on besides the ledger.
    struct Key: Hashable, Sendable {
        let uri: String
        let language: Language
    }

    private struct Kept: Sendable {
        let response: Response
        let plain: ByteBuffer
        let packed: ByteBuffer
        let second: Int64
        /// The docket's version that the page shows; nil for pages about many dockets.
        let version: Int?
        /// Size of the ledger when the version was last looked up.
        var size: Int64
    }

    private let limit: Int
    private let pages = Mutex<[Key: Kept]>([:])

    /// - Parameter limit: how many pages are kept at most.
    init(limit: Int) { self.limit = limit }

    /// The page if it is still true.
    func page(_ key: Key, now: Instant, size: Int64, packed: Bool, version: () throws -> Int?) rethrows -> Response? {
        guard var kept = pages.withLock({ $0[key] }), kept.second == now.milliseconds / 1000 else { return nil }
        if kept.size != size {
            guard let shown = kept.version, try version() == shown else { return nil }
            kept.size = size
            let current = kept
            pages.withLock { $0[key] = current }
        }
        return Self.answer(kept, packed: packed)
    }

    /// Keeps a page that was just made.
    /// - Returns: the answer for whoever asked.
    func keep(
        _ response: Response, _ bytes: [UInt8], as key: Key, at now: Instant, size: Int64, version: Int?, packed: Bool
    ) -> Response {
        let kept = Kept(
            response: response, plain: ByteBuffer(bytes: bytes),
            packed: ByteBuffer(bytes: Gzip.packed(bytes, level: 5)), second: now.milliseconds / 1000,
            version: version, size: size)
        pages.withLock { pages in
            // Pages live for a second: whatever is older only takes room.
            if pages.count >= limit { pages = pages.filter { $0.value.second == kept.second } }
            if pages.count < limit { pages[key] = kept }
        }
        return Self.answer(kept, packed: packed)
    }

    var count: Int { pages.withLock { $0.count } }

    private static func answer(_ kept: Kept, packed: Bool) -> Response {
        var response = kept.response
        response.body = ResponseBody(byteBuffer: packed ? kept.packed : kept.plain)
        if packed { response.headers[.contentEncoding] = "gzip" }
        return response
    }
}

extension SiteContext {
    /// Answers a public page: made for whoever has signed in, kept ready for passers-by.
    /// - Parameters:
    ///   - docket: the one docket that the page shows; nil when it shows several.
    ///   - make: the page, rendered by ``answer(_:to:_:)``.
    func publicPage(
        _ request: Request, _ visit: Visit, docket: String? = nil, make: (Visit) async throws -> Response
    ) async throws -> Response {
        guard visit.session == nil, visit.parting == nil, request.method == .get else { return try await make(visit) }
        let key = PassersBy.Key(uri: request.uri.string, language: visit.language)
        let packed = Gzip.isAccepted(request)
        func version() throws -> Int? {
            guard let docket else { return nil }
            return try store.version(of: docket)
        }
        if let page = try passersBy.page(key, now: now, size: store.size, packed: packed, version: version) {
            return page
        }
        // Asked for before the page is made: an act in between makes it stale at once, never too old.
        let (start, size, shown) = (now, store.size, try version())
        var anybody = visit
        anybody.formSecret = nil
        anybody.formSecretIsNew = false
        let response = try await make(anybody)
        guard response.status == .ok else { return response }
        let collector = GzipMiddleware.Collector()
        try await response.body.write(collector)
        return passersBy.keep(
            response, collector.bytes, as: key, at: start, size: size, version: shown, packed: packed)
    }
}
