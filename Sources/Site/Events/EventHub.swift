import Logging
import ServiceLifecycle
import Store
import Synchronization

/// News of a docket: it has a new version.
struct News: Sendable, Hashable {
    let docket: String
    let version: Int
}

/// Hands news of dockets to those who listen; a listener who is slow loses the oldest news, never delays others.
public final class EventHub: Sendable {
    private struct Listener {
        let docket: String?
        let continuation: AsyncStream<News>.Continuation
    }

    private let limit: Int
    private let state = Mutex<(next: Int, listeners: [Int: Listener])>((0, [:]))

    init(limit: Int) { self.limit = limit }

    /// News of one docket, or of all; nil when too many listen already.
    func listen(docket: String?) -> AsyncStream<News>? {
        let (stream, continuation) = AsyncStream<News>.makeStream(bufferingPolicy: .bufferingNewest(16))
        let number = state.withLock { state -> Int? in
            guard state.listeners.count < limit else { return nil }
            state.next += 1
            state.listeners[state.next] = Listener(docket: docket, continuation: continuation)
            return state.next
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { state in state.listeners[number] = nil }
        }
        return stream
    }

    func tell(_ news: News) {
        let interested = state.withLock { state in
            state.listeners.values.filter { $0.docket == nil || $0.docket == news.docket }
        }
        for listener in interested { listener.continuation.yield(news) }
    }

    var count: Int { state.withLock { $0.listeners.count } }

    /// Ends every listener's stream.
    func close() {
        let all = state.withLock { state in
            let all = Array(state.listeners.values)
            state.listeners = [:]
            return all
        }
        for listener in all { listener.continuation.finish() }
    }
}

/// Follows the store and tells the hub what was committed.
struct EventService: Service {
    let hub: EventHub
    let store: LedgerStore

    func run() async throws {
        let committed = store.committed()
        await withGracefulShutdownHandler {
            for await range in committed.cancelOnGracefulShutdown() {
                // Whatever a glance at the news costs, it never touches the ledger; a failed read loses a notice.
                for stored in (try? store.entries(range: range)) ?? [] {
                    hub.tell(News(docket: stored.entry.docket, version: stored.version))
                }
            }
        } onGracefulShutdown: {
            hub.close()
        }
        hub.close()
    }
}
