/// Finds contracts that look like one tender cut into pieces (化整为零, 招标投标法 4, 49): of one project and kind,
/// within a year, each kept just below the threshold, together at or above it. A clue, never a verdict.
public enum SplitTender {
    /// A contract that was let without a tender.
    public struct Contract: Hashable, Sendable {
        public let id: String
        public let project: String
        public let kind: ProcurementKind
        public let estimate: Money
        public let date: Day

        public init(id: String, project: String, kind: ProcurementKind, estimate: Money, date: Day) {
            self.id = id
            self.project = project
            self.kind = kind
            self.estimate = estimate
            self.date = date
        }
    }

    /// What was found, with everything that was compared.
    public struct Signal: Hashable, Codable, Sendable {
        /// `SPLIT_TENDER`
        public let code: String
        public let basis: Wording
        public let project: String
        public let kind: ProcurementKind
        /// Ids of the contracts, by date.
        public let contracts: [String]
        public let amountsFen: [Int64]
        public let sumFen: Int64
        public let thresholdFen: Int64
        /// From which amount on a contract counts as kept just below.
        public let nearFen: Int64
        public let from: Day
        public let to: Day
    }

    /// All groups that cannot be made larger, by project, kind and date.
    public static func signals(_ contracts: [Contract], law: MustTenderLaw) -> [Signal] {
        let groups = Dictionary(grouping: contracts) { Group(project: $0.project, kind: $0.kind) }
        var signals: [Signal] = []
        for (group, members) in groups {
            let threshold = law.threshold(for: group.kind)
            let near = Money(fen: (threshold.fen * law.splitNearPermille + 999) / 1000)
            let below = members.filter { $0.estimate < threshold && $0.estimate >= near }
                .sorted { ($0.date, $0.id) < ($1.date, $1.id) }
            for window in windows(below, months: law.splitMonths) {
                let sum = window.map(\.estimate).reduce(Money.zero, +)
                guard window.count > 1, sum >= threshold, let first = window.first, let last = window.last else {
                    continue
                }
                signals.append(
                    Signal(
                        code: "SPLIT_TENDER", basis: law.splitBasis, project: group.project, kind: group.kind,
                        contracts: window.map(\.id), amountsFen: window.map(\.estimate.fen), sumFen: sum.fen,
                        thresholdFen: threshold.fen, nearFen: near.fen, from: first.date, to: last.date))
            }
        }
        return signals.sorted {
            ($0.project, $0.kind.rawValue, $0.from, $0.to) < ($1.project, $1.kind.rawValue, $1.from, $1.to)
        }
    }

    private struct Group: Hashable {
        let project: String
        let kind: ProcurementKind
    }

    /// The largest runs of contracts whose first and last lie no further apart than so many months.
    private static func windows(_ contracts: [Contract], months: Int) -> [ArraySlice<Contract>] {
        var windows: [ArraySlice<Contract>] = []
        var end = 0
        for start in contracts.indices {
            let limit = contracts[start].date.advanced(byMonths: months)
            let before = end
            while end < contracts.count, contracts[end].date <= limit { end += 1 }
            // A run that reaches no further than the one before lies within it.
            if end > before { windows.append(contracts[start..<end]) }
        }
        return windows
    }
}

extension Day {
    /// The same day so many months later; the last day of the month where there is no such day (民法典 202).
    public func advanced(byMonths count: Int) -> Day {
        let months = year * 12 + month - 1 + count
        let year = Int(floorDivide(Int64(months), 12))
        let month = months - year * 12
        var day = day
        while day > 28 {
            if let found = Day(year: year, month: month + 1, day: day) { return found }
            day -= 1
        }
        // Every month of the years that a day can have has 28 days.
        return Day(year: year, month: month + 1, day: day) ?? self
    }
}
