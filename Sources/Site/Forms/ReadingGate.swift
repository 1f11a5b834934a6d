import Synchronization

/// Lets so many in at once: a reading process may take a gigabyte.
final class ReadingGate: Sendable {
    private let limit: Int
    private let inside = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// Whether there is room; who was let in has to leave.
    func enter() -> Bool {
        inside.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    /// The same for somebody who waits a moment; false when there was no room all the while or the task was cancelled.
    func enter(within patience: Duration) async -> Bool {
        let deadline = ContinuousClock.now + patience
        while !enter() {
            guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(20))) != nil else {
                return false
            }
        }
        return true
    }

    func leave() { inside.withLock { $0 -= 1 } }
}

/// Values that were costly to make, the most recently used ones kept.
final class RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Kept {
        var values: [Key: Value] = [:]
        /// The least recently used first.
        var order: [Key] = []
    }

    private let limit: Int
    private let kept = Mutex(Kept())

    init(limit: Int) { self.limit = limit }

    func value(_ key: Key) -> Value? {
        kept.withLock { kept in
            guard let value = kept.values[key] else { return nil }
            kept.order.removeAll { $0 == key }
            kept.order.append(key)
            return value
        }
    }

    func keep(_ value: Value, as key: Key) {
        kept.withLock { kept in
            kept.order.removeAll { $0 == key }
            kept.order.append(key)
            kept.values[key] = value
            if kept.order.count > limit { kept.values[kept.order.removeFirst()] = nil }
        }
    }
}
