/// A time that is not counted in a running term: from one instant to another, or still open.
public struct Pause: Hashable, Codable, Sendable {
    /// Why the clock stands. A rule says which of these it knows (``Term/pausedBy``).
    public enum Reason: String, CaseIterable, Codable, Sendable {
        /// 暂停招标投标活动 (条例 22, 62)
        case suspension
        /// 异议答复期间 (条例 60)
        case objection
        /// 检验 (条例 61)
        case inspection
        /// 检测 (条例 61)
        case testing
        /// 鉴定 (条例 61)
        case appraisal
        /// 专家评审 (条例 61)
        case expertReview
    }

    public let reason: Reason
    public let from: Instant
    /// The first instant that counts again; nil while the pause lasts.
    public let to: Instant?

    public init(reason: Reason, from: Instant, to: Instant? = nil) {
        self.reason = reason
        self.from = from
        self.to = to
    }

    /// Whether any moment of a day lies in it. Such a day is not counted: the day on which the clock starts again
    /// is like the day on which a period starts (民法典 201).
    func touches(_ day: Day) -> Bool {
        guard from < day.end, !isEmpty else { return false }
        return to.map { $0 > day.start } ?? true
    }

    var isEmpty: Bool { to.map { $0 <= from } ?? false }
}

/// Pauses as stretches of time that do not overlap, in order.
struct PausedTime {
    private let stretches: [(from: Instant, to: Instant?)]

    init(_ pauses: [Pause]) {
        var merged: [(from: Instant, to: Instant?)] = []
        for pause in pauses.filter({ !$0.isEmpty }).sorted(by: { $0.from < $1.from }) {
            guard let last = merged.last, last.to.map({ pause.from <= $0 }) ?? true else {
                merged.append((pause.from, pause.to))
                continue
            }
            guard let lastEnd = last.to, let end = pause.to else {
                merged[merged.count - 1].to = nil
                continue
            }
            merged[merged.count - 1].to = max(lastEnd, end)
        }
        stretches = merged
    }

    /// Milliseconds between two instants that are not paused.
    func running(from start: Instant, to end: Instant) -> Int64 {
        var running = max(0, end.milliseconds - start.milliseconds)
        for stretch in stretches {
            let first = max(start, stretch.from)
            let last = min(end, stretch.to ?? end)
            running -= max(0, last.milliseconds - first.milliseconds)
        }
        return running
    }

    /// The instant at which so many milliseconds have run; nil when an open pause comes before.
    func advance(_ start: Instant, by milliseconds: Int64) -> Instant? {
        var reached = start
        var left = milliseconds
        for stretch in stretches {
            if let end = stretch.to, end <= reached { continue }
            let free = max(0, stretch.from.milliseconds - reached.milliseconds)
            if left <= free { break }
            guard let end = stretch.to else { return nil }
            left -= free
            reached = end
        }
        return reached.advanced(byMilliseconds: left)
    }
}
