import Statute

/// How a price becomes points (domain.md §7.4). Every parameter comes from the tender document, so that anybody can
/// work the scores out again.
public struct PriceFormula: Hashable, Codable, Sendable {
    /// Points of the best possible price.
    public let weight: Score
    public let method: Method
    /// How deviations (to two decimals of a per cent) and scores (to two decimals of a point) are rounded. Nothing
    /// else is.
    public let rounding: Rounding

    public enum Method: Hashable, Codable, Sendable {
        /// (a) 低价优先法: `S = Pmin / P × W`; for goods and services of government procurement the only lawful one
        /// (财政部 87 号令 第五十五条).
        case lowPriceProportional
        /// (b), (c), (e) 基准价偏差法: points are lost for each per cent between price and benchmark.
        case benchmarkDeviation(benchmark: Benchmark, deduction: Deduction)
        /// (d) 直线插值: all points up to one price, none from another on, a straight line between.
        case interpolation(fullUpTo: Money, noneFrom: Money)
    }

    /// 评标基准价 B.
    public enum Benchmark: Hashable, Codable, Sendable {
        /// `B = A × K`: the mean A of the prices after trimming, times the coefficient K drawn at the opening.
        case mean(trimming: Trimming, coefficient: Coefficient)
        /// `B = C × (1 − f) × q + A × (1 − q)`: the ceiling C lowered by f, and the mean A, mixed by q.
        case composite(ceiling: Money, lowering: Coefficient, ceilingShare: Coefficient, trimming: Trimming)
    }

    /// How many of the highest and lowest prices do not enter the mean, by the number of bids.
    public struct Trimming: Hashable, Codable, Sendable {
        public struct Step: Hashable, Codable, Sendable {
            /// The step applies from so many bids on.
            public let bids: Int
            public let highest: Int
            public let lowest: Int

            public init(bids: Int, highest: Int, lowest: Int) {
                self.bids = bids
                self.highest = highest
                self.lowest = lowest
            }
        }

        /// The step with the most bids that the tender reaches is used.
        public let steps: [Step]

        public init(steps: [Step]) { self.steps = steps }

        /// Every price enters the mean.
        public static let none = Trimming(steps: [])
        /// Four or fewer are all kept; of five and more, one highest and one lowest go.
        public static let oneEachFromFive = Trimming(steps: [Step(bids: 5, highest: 1, lowest: 1)])

        /// The prices that enter the mean, ascending.
        func kept(_ prices: [Money]) -> ArraySlice<Money> {
            let sorted = prices.sorted()
            let reached = steps.filter { $0.bids <= sorted.count }.max { $0.bids < $1.bids }
            guard let reached else { return sorted[...] }
            return sorted.dropFirst(reached.lowest).dropLast(reached.highest)
        }
    }

    /// Points lost by the deviation `d = (P − B) / B × 100`.
    public enum Deduction: Hashable, Codable, Sendable {
        /// So many points for each per cent above (E1) and below (E2) the benchmark.
        case linear(above: Coefficient, below: Coefficient)
        /// Cumulative by tiers of |d|: each tier's rate applies to the per cents between it and the next.
        case tiered(tiers: [Tier])

        public struct Tier: Hashable, Codable, Sendable {
            /// The tier begins at so many per cent.
            public let from: Coefficient
            /// Points lost for each per cent within it.
            public let rate: Coefficient

            public init(from: Coefficient, rate: Coefficient) {
                self.from = from
                self.rate = rate
            }
        }
    }

    public init(weight: Score, method: Method, rounding: Rounding = .halfUp) {
        self.weight = weight
        self.method = method
        self.rounding = rounding
    }

    /// What makes a formula, or prices under it, impossible to score.
    public enum Problem: Error, Hashable, Sendable {
        case weightNegative
        /// The parameter by its name in this type.
        case parameter(String)
        case noBids
        case bidTwice(bidder: String)
        /// Zero, negative, or above ``PriceFormula/highestPrice``.
        case priceOutOfRange(bidder: String)
    }

    /// Ten trillion yuan, in fen: above it exact arithmetic is not promised.
    public static let highestPrice = Money(fen: 1_000_000_000_000_000)

    /// Whether the parameters make sense, before a document is published with them.
    /// - Throws: ``Problem``.
    public func check() throws(Problem) {
        guard weight >= .zero else { throw .weightNegative }
        switch method {
        case .lowPriceProportional: break
        case .interpolation(let full, let none):
            guard full.fen > 0 else { throw .parameter("fullUpTo") }
            guard none > full, none <= Self.highestPrice else { throw .parameter("noneFrom") }
        case .benchmarkDeviation(let benchmark, let deduction):
            try benchmark.check()
            try deduction.check()
        }
    }
}

extension PriceFormula.Benchmark {
    fileprivate func check() throws(PriceFormula.Problem) {
        switch self {
        case .mean(let trimming, let coefficient):
            try trimming.check()
            guard coefficient > .zero, coefficient.tenThousandths <= 100_000 else { throw .parameter("coefficient") }
        case .composite(let ceiling, let lowering, let share, let trimming):
            try trimming.check()
            guard ceiling.fen > 0, ceiling <= PriceFormula.highestPrice else { throw .parameter("ceiling") }
            guard lowering >= .zero, lowering < .one else { throw .parameter("lowering") }
            guard share >= .zero, share <= .one else { throw .parameter("ceilingShare") }
        }
    }
}

extension PriceFormula.Trimming {
    fileprivate func check() throws(PriceFormula.Problem) {
        for step in steps {
            guard step.highest >= 0, step.lowest >= 0, step.bids <= 1000, step.highest < step.bids,
                step.lowest < step.bids - step.highest
            else { throw .parameter("trimming") }
        }
        guard Set(steps.map(\.bids)).count == steps.count else { throw .parameter("trimming") }
    }
}

extension PriceFormula.Deduction {
    fileprivate func check() throws(PriceFormula.Problem) {
        let highest = Coefficient(tenThousandths: 1_000_000)
        switch self {
        case .linear(let above, let below):
            guard above >= .zero, above <= highest else { throw .parameter("above") }
            guard below >= .zero, below <= highest else { throw .parameter("below") }
        case .tiered(let tiers):
            guard tiers.allSatisfy({ $0.from >= .zero && $0.rate >= .zero && $0.rate <= highest }),
                zip(tiers, tiers.dropFirst()).allSatisfy({ $0.from < $1.from })
            else { throw .parameter("tiers") }
        }
    }
}
