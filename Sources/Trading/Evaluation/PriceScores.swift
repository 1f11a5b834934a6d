import Statute

/// One bid's price as the formula takes it.
public struct PricedBid: Hashable, Codable, Sendable {
    public let bidder: String
    /// Evaluated total, fen.
    public let price: Money

    public init(bidder: String, price: Money) {
        self.bidder = bidder
        self.price = price
    }
}

/// What a formula makes of the prices, and how it came about.
public struct PriceScores: Hashable, Codable, Sendable {
    /// One step of the working: a name that pages put into words, and an exact value. Money in yuan, deviations in
    /// per cent; `sum` over `count` is the mean without rounding.
    public struct Step: Hashable, Codable, Sendable {
        public let name: String
        public let value: String
    }

    public struct Scored: Hashable, Codable, Sendable {
        public let bidder: String
        public let price: Money
        public let score: Score
        /// The steps that are this bid's own.
        public let steps: [Step]
    }

    /// The steps that all bids share: lowest price, or mean and benchmark.
    public let shared: [Step]
    /// In the order in which the bids were given.
    public let bids: [Scored]

    /// The working line by line: `benchmark=96107600.00`, and for each bid `91530…: price=…; deviation=…; score=…`.
    public var lines: [String] {
        shared.map { "\($0.name)=\($0.value)" }
            + bids.map { bid in
                let steps = bid.steps.map { "\($0.name)=\($0.value)" }
                return "\(bid.bidder): " + steps.joined(separator: "; ")
            }
    }
}

extension PriceFormula {
    /// Points of each price.
    /// - Parameters:
    ///   - bids: those that passed review and keep the ceiling.
    ///   - frozen: the prices from which lowest price or benchmark are taken when the document froze them before a
    ///     later rejection; nil for the bids' own.
    /// - Throws: ``Problem``.
    public func scores(of bids: [PricedBid], frozen: [PricedBid]? = nil) throws(Problem) -> PriceScores {
        try check()
        let sources = frozen ?? bids
        guard !bids.isEmpty, !sources.isEmpty else { throw .noBids }
        for group in [bids, sources] {
            var seen: Set<String> = []
            for bid in group {
                guard bid.price.fen > 0, bid.price <= Self.highestPrice else {
                    throw .priceOutOfRange(bidder: bid.bidder)
                }
                guard seen.insert(bid.bidder).inserted else { throw .bidTwice(bidder: bid.bidder) }
            }
        }
        let prices = sources.map(\.price)
        return switch method {
        case .lowPriceProportional: proportional(bids, prices)
        case .interpolation(let full, let none): interpolated(bids, full, none)
        case .benchmarkDeviation(let benchmark, let deduction): deviating(bids, prices, benchmark, deduction)
        }
    }

    private func proportional(_ bids: [PricedBid], _ prices: [Money]) -> PriceScores {
        let lowest = prices.min() ?? .zero
        let results = bids.map { bid in
            // A price below a frozen lowest one has all points.
            let top = Int128(min(lowest, bid.price).fen) * Int128(weight.hundredths)
            let score = Score(hundredths: rounding.quotient(top, Int128(bid.price.fen)))
            return scored(bid, score)
        }
        return PriceScores(
            shared: [step("weight", weight.description), step("lowestPrice", lowest.yuan)], bids: results)
    }

    private func interpolated(_ bids: [PricedBid], _ full: Money, _ none: Money) -> PriceScores {
        let results = bids.map { bid in
            let left = Int128((none - min(max(bid.price, full), none)).fen)
            let top = Int128(weight.hundredths) * left
            return scored(bid, Score(hundredths: rounding.quotient(top, Int128((none - full).fen))))
        }
        let shared = [
            step("weight", weight.description), step("fullUpTo", full.yuan), step("noneFrom", none.yuan),
        ]
        return PriceScores(shared: shared, bids: results)
    }

    private func deviating(
        _ bids: [PricedBid], _ prices: [Money], _ benchmark: Benchmark, _ deduction: Deduction
    ) -> PriceScores {
        let exact = benchmark.exact(of: prices)
        let results = bids.map { bid in
            let distance = Int128(bid.price.fen) * exact.denominator - exact.numerator
            // Hundredths of a per cent: stated to two decimals before it is multiplied.
            let deviation = rounding.quotient(distance * 10_000, exact.numerator)
            let lost = deduction.lost(deviation)
            let points = max(0, Int128(weight.hundredths) * Deduction.scale - lost)
            let own = [
                step("deviation", decimalText(deviation, places: 2)),
                step("deduction", decimalText(rounding.quotient(lost, Deduction.scale / 100), places: 4)),
            ]
            return scored(
                bid, Score(hundredths: rounding.quotient(points, Deduction.scale)), own)
        }
        var shared = [step("weight", weight.description)]
        shared += benchmark.steps(of: prices)
        shared.append(step("benchmark", Money(fen: rounding.quotient(exact.numerator, exact.denominator)).yuan))
        shared += deduction.steps
        return PriceScores(shared: shared, bids: results)
    }

    private func scored(
        _ bid: PricedBid, _ score: Score, _ own: [PriceScores.Step] = []
    ) -> PriceScores.Scored {
        PriceScores.Scored(
            bidder: bid.bidder, price: bid.price, score: score,
            steps: [step("price", bid.price.yuan)] + own + [step("score", score.description)])
    }
}

private func step(_ name: String, _ value: String) -> PriceScores.Step { PriceScores.Step(name: name, value: value) }

private func sum(_ prices: some Sequence<Money>) -> Int128 { prices.reduce(Int128(0)) { $0 + Int128($1.fen) } }

extension PriceFormula.Benchmark {
    fileprivate var trimming: PriceFormula.Trimming {
        switch self {
        case .mean(let trimming, _), .composite(_, _, _, let trimming): trimming
        }
    }

    /// The benchmark in fen as an exact fraction. With prices up to 10^15 fen, at most 10^4 bids and coefficients in
    /// ten-thousandths both parts stay below 10^28, so that 128 bits hold every product with 10^4.
    fileprivate func exact(of prices: [Money]) -> (numerator: Int128, denominator: Int128) {
        let kept = trimming.kept(prices)
        let count = Int128(kept.count)
        let total = sum(kept)
        switch self {
        case .mean(_, let coefficient):
            return (total * Int128(coefficient.tenThousandths), count * 10_000)
        case .composite(let ceiling, let lowering, let share, _):
            let part = Int128(share.tenThousandths)
            let lowered = Int128(ceiling.fen) * Int128(10_000 - lowering.tenThousandths)
            return (lowered * part * count + total * (10_000 - part) * 10_000, count * 100_000_000)
        }
    }

    fileprivate func steps(of prices: [Money]) -> [PriceScores.Step] {
        let kept = trimming.kept(prices)
        let total = sum(kept)
        var steps = [
            step("bids", String(prices.count)), step("count", String(kept.count)),
            step("sum", Money(fen: Int64(clamping: total)).yuan),
            step("mean", Money(fen: Rounding.halfUp.quotient(total, Int128(kept.count))).yuan),
        ]
        switch self {
        case .mean(_, let coefficient): steps.append(step("coefficient", coefficient.description))
        case .composite(let ceiling, let lowering, let share, _):
            steps.append(step("ceiling", ceiling.yuan))
            steps.append(step("lowering", lowering.description))
            steps.append(step("ceilingShare", share.description))
        }
        return steps
    }
}

extension PriceFormula.Deduction {
    /// Parts of a hundredth of a point in which deductions are counted without rounding.
    fileprivate static let scale: Int128 = 1_000_000

    /// Points lost, in hundredths of a point divided by ``scale``.
    /// - Parameter deviation: hundredths of a per cent.
    fileprivate func lost(_ deviation: Int64) -> Int128 {
        // Ten-thousandths of a per cent, as tiers and rates are.
        let distance = Int128(deviation.magnitude) * 100
        switch self {
        case .linear(let above, let below):
            return distance * Int128((deviation > 0 ? above : below).tenThousandths)
        case .tiered(let tiers):
            var lost: Int128 = 0
            for (index, tier) in tiers.enumerated() {
                let end = index + 1 < tiers.count ? Int128(tiers[index + 1].from.tenThousandths) : distance
                let within = min(distance, end) - Int128(tier.from.tenThousandths)
                lost += max(0, within) * Int128(tier.rate.tenThousandths)
            }
            return lost
        }
    }

    fileprivate var steps: [PriceScores.Step] {
        switch self {
        case .linear(let above, let below):
            [step("deductionAbove", above.description), step("deductionBelow", below.description)]
        case .tiered(let tiers):
            tiers.map { step("tier", "\($0.from): \($0.rate)") }
        }
    }
}
