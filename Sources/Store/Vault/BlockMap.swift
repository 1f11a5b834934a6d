/// Which blocks of `vault.blocks` belong to an upload. Kept in memory only; the records say it again at start.
struct BlockMap {
    /// An upload's record must fit its slot, so it lies in at most this many runs.
    static let mostExtents = 64
    private var taken: [Bool]

    init(count: Int) { taken = Array(repeating: false, count: count) }

    var count: Int { taken.count }

    mutating func grow(to count: Int) {
        taken += Array(repeating: false, count: max(0, count - taken.count))
    }

    mutating func mark(_ extents: [Extent], taken value: Bool) {
        for extent in extents {
            for block in extent.start..<extent.start + extent.count where block < taken.count {
                taken[block] = value
            }
        }
    }

    /// Takes blocks: one run at a random place, or else the longest runs there are; nil when there is no room.
    mutating func take(_ wanted: Int) -> [Extent]? {
        let runs = freeRuns()
        let fitting = runs.filter { $0.count >= wanted }
        var chosen: [Extent] = []
        if let run = fitting.randomElement() {
            let start = run.start + Int.random(in: 0...(run.count - wanted))
            chosen = [Extent(start: start, count: wanted)]
        } else {
            var missing = wanted
            for run in runs.sorted(by: { $0.count > $1.count }).prefix(Self.mostExtents) where missing > 0 {
                let count = min(run.count, missing)
                chosen.append(Extent(start: run.start, count: count))
                missing -= count
            }
            if missing > 0 { return nil }
        }
        mark(chosen, taken: true)
        return chosen
    }

    /// Whether less than a quarter is free.
    var isLow: Bool {
        var free = 0
        for block in taken where !block { free += 1 }
        return free * 4 < taken.count
    }

    private func freeRuns() -> [Extent] {
        var runs: [Extent] = []
        var start = 0
        while start < taken.count {
            var end = start
            while end < taken.count, !taken[end] { end += 1 }
            if end > start { runs.append(Extent(start: start, count: end - start)) }
            start = end + 1
        }
        return runs
    }
}
