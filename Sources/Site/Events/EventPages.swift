import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Server-sent events (HTML standard §9.2): that a docket has news, never what it is; pages then load themselves
/// anew. Everything in the ledger is public, so are these.
struct EventPages: PageGroup {
    /// Seconds between signs of life, below the idle limits of proxies.
    static let heartbeat = 20

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/events") { request, _ in
            guard let news = site.events.listen(docket: request.query("docket")) else {
                var headers = HTTPFields()
                headers[.retryAfter] = "30"
                throw HTTPError(.serviceUnavailable, headers: headers)
            }
            var headers = HTTPFields()
            headers[.contentType] = "text/event-stream"
            headers[.cacheControl] = "no-store"
            if let buffering = HTTPField.Name("X-Accel-Buffering") { headers[buffering] = "no" }
            let body = ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
                // Ends with the server too: it waits for its open answers before it stops.
                for await piece in Self.withHeartbeat(news).cancelOnGracefulShutdown() {
                    try await writer.write(ByteBuffer(string: piece))
                }
                try await writer.finish(nil)
            }
            return Response(status: .ok, headers: headers, body: body)
        }
    }

    /// News as event lines, with a comment line when nothing has happened for a while.
    private static func withHeartbeat(_ news: AsyncStream<News>) -> AsyncStream<String> {
        AsyncStream(bufferingPolicy: .bufferingNewest(32)) { continuation in
            let listening = Task {
                for await item in news { continuation.yield(line(item)) }
                continuation.finish()
            }
            let beating = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(heartbeat))
                    continuation.yield(": still here\n\n")
                }
            }
            continuation.onTermination = { _ in
                listening.cancel()
                beating.cancel()
            }
        }
    }

    /// Docket ids hold no character that JSON would escape.
    static func line(_ news: News) -> String {
        "event: news\ndata: {\"docket\":\"\(news.docket)\",\"version\":\(news.version)}\n\n"
    }
}
