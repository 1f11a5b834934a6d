import Statute

/// How the price becomes points (domain.md §7.4). All numbers come from the tender document.
public enum PriceFormula: Hashable, Codable, Sendable {
    /// (a) `S = Pmin / P × W` (87 号令 第五十五条).
    case lowPriceProportional(weight: Score)
    /// (b) Deviation from a benchmark `B = A × K`, where A is the mean after trimming.
    case benchmarkDeviation(weight: Score, factor: String, deductionAbove: String, deductionBelow: String)

    /// Points of the best possible price.
    public var weight: Score {
        switch self {
        case .lowPriceProportional(let weight), .benchmarkDeviation(let weight, _, _, _): weight
        }
    }

    /// One bid's points, and how they came about.
    public struct Result: Hashable, Sendable {
        public let scores: [Score]
        /// The working, line by line: names and exact values, for anybody to recompute.
        public let working: [String]
    }

    /// Points of each price, in the order given.
    /// - Parameter prices: valid bids' totals in fen, all above zero.
    public func scores(of prices: [Money]) -> Result {
        guard let lowest = prices.min(), lowest.fen > 0 else { return Result(scores: [], working: []) }
        switch self {
        case .lowPriceProportional(let weight):
            let points = Fraction(Int128(weight.hundredths), over: 100)
            let scores = prices.map { price in
                Score.rounded(Fraction(Int128(lowest.fen), over: Int128(price.fen)) * points)
            }
            return Result(scores: scores, working: ["Pmin=\(lowest.yuan)", "W=\(weight)", "S=Pmin/P*W"])
        case .benchmarkDeviation(let weight, let factor, let above, let below):
            return deviation(prices, weight, Fraction(decimal: factor, places: 4) ?? Fraction(Int128(1)),
                Fraction(decimal: above, places: 2) ?? Fraction(Int128(0)),
                Fraction(decimal: below, places: 2) ?? Fraction(Int128(0)))
        }
    }

    /// - Parameters:
    ///   - above: points lost for each per cent above the benchmark.
    ///   - below: points lost for each per cent below it.
    private func deviation(
        _ prices: [Money], _ weight: Score, _ factor: Fraction, _ above: Fraction, _ below: Fraction
    ) -> Result {
        let kept = Self.trimmed(prices)
        let sum = kept.reduce(Int128(0)) { $0 + Int128($1.fen) }
        let mean = Fraction(sum, over: Int128(kept.count))
        let benchmark = mean * factor
        let points = Fraction(Int128(weight.hundredths), over: 100)
        let scores = prices.map { price -> Score in
            let percent = (Fraction(Int128(price.fen)) - benchmark) / benchmark * Fraction(Int128(100))
            // The deviation is stated to two decimals before it is multiplied.
            let stated = percent.rounded(places: 2)
            let lost = stated.magnitude * (stated.numerator > 0 ? above : below)
            return max(.zero, Score.rounded(points - lost))
        }
        let working = [
            "n=\(prices.count)", "kept=\(kept.count)", "A=\(Money(fen: mean.roundedHalfUp).yuan)",
            "B=\(Money(fen: benchmark.roundedHalfUp).yuan)", "W=\(weight)", "d=(P-B)/B*100",
        ]
        return Result(scores: scores, working: working)
    }

    /// Four or fewer are all kept; of more, one highest and one lowest go.
    static func trimmed(_ prices: [Money]) -> [Money] {
        let sorted = prices.sorted()
        return sorted.count <= 4 ? sorted : Array(sorted.dropFirst().dropLast())
    }
}
