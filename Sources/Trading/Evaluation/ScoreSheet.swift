import Desk
import Statute

/// A factor that members score (评分因素).
public struct ScoreFactor: Hashable, Codable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// 客观分: all members must agree
        case objective
        /// 主观分: the mean of the members, without one highest and one lowest when there are five or more
        case subjective
    }

    /// `F1`, in the order of the document.
    public let id: String
    public let name: String
    public let kind: Kind
    public let maximum: Score

    public init(id: String, name: String, kind: Kind, maximum: Score) {
        self.id = id
        self.name = name
        self.kind = kind
        self.maximum = maximum
    }

    /// One bid's points for the factor from the members' scores.
    func score(from members: [Score]) -> Score {
        guard !members.isEmpty else { return .zero }
        var kept = members.sorted()
        if kind == .subjective, kept.count >= 5 { kept = Array(kept.dropFirst().dropLast()) }
        let sum = kept.reduce(Int128(0)) { $0 + Int128($1.hundredths) }
        return Score(hundredths: Fraction(sum, over: Int128(kept.count)).roundedHalfUp)
    }
}

/// The ranking that follows from document, bids and sheets, and from nothing else.
struct EvaluationResult {
    let bids: [EvaluationReport.EvaluatedBid]
    let candidates: [EvaluationReport.Candidate]
    let priceWorking: [String]

    /// - Throws: ``Refusal`` when members differ on an objective factor: they must reconcile before the report.
    init(
        method: EvaluationMethod, bids opened: [OpenedBid], sheets: [EvaluationReport.MemberSheet], ceiling: Money
    ) throws {
        let priced = method.price.scores(of: opened.map(\.price))
        var rows: [(bid: OpenedBid, factors: [String: Score], technical: Score, price: Score)] = []
        for (bid, price) in zip(opened, priced.scores) {
            var factors: [String: Score] = [:]
            for factor in method.factors {
                let given = sheets.compactMap { sheet in
                    sheet.scores.first { $0.bidder == bid.bidder && $0.factor == factor.id }?.score
                }
                if factor.kind == .objective, Set(given).count > 1 {
                    throw Refusal(
                        .stage, "evaluation.objectiveDiffers", ["factor": factor.name, "bidder": bid.bidderName])
                }
                factors[factor.id] = factor.score(from: given)
            }
            rows.append((bid, factors, factors.values.reduce(.zero, +), price))
        }
        // Ties: the lower price first, then the higher technical score, then the code, so that the order is fixed.
        rows.sort { left, right in
            let (first, second) = (left.technical + left.price, right.technical + right.price)
            if first != second { return first > second }
            if left.bid.price != right.bid.price { return left.bid.price < right.bid.price }
            if left.technical != right.technical { return left.technical > right.technical }
            return left.bid.bidder < right.bid.bidder
        }
        bids = rows.enumerated().map { index, row in
            EvaluationReport.EvaluatedBid(
                bidder: row.bid.bidder, bidderName: row.bid.bidderName, price: row.bid.price,
                factorScores: row.factors, priceScore: row.price, total: row.technical + row.price, rank: index + 1)
        }
        // At most three candidates, ranked (条例 53).
        candidates = rows.prefix(3).enumerated().map { index, row in
            EvaluationReport.Candidate(
                rank: index + 1, bidder: row.bid.bidder, bidderName: row.bid.bidderName, price: row.bid.price,
                total: row.technical + row.price, durationDays: row.bid.durationDays, quality: row.bid.quality,
                projectLeader: row.bid.projectLeader)
        }
        priceWorking = priced.working
    }
}

extension DocumentForms {
    static func factor(_ row: Input, number: Int) throws -> ScoreFactor {
        guard let maximum = Score(row[factorMaximum]), maximum > .zero else {
            throw Refusal(.invalid, "document.factorZero", field: "factors.\(number - 1).factorMaximum")
        }
        return ScoreFactor(id: "F\(number)", name: row[factorName], kind: row[factorKind], maximum: maximum)
    }

    static func priceFormula(_ input: Input, ceiling: Money) throws -> PriceFormula {
        guard let weight = Score(input[priceWeight]) else {
            throw Refusal(.invalid, "input.notADecimal", field: "priceWeight", ["decimals": "2"])
        }
        switch input[priceMethod] {
        case .lowPriceProportional: return .lowPriceProportional(weight: weight)
        case .benchmarkDeviation:
            guard let factor = input[benchmarkFactor], let above = input[deductionAbove],
                let below = input[deductionBelow]
            else { throw Refusal(.invalid, "document.formulaIncomplete", field: "benchmarkFactor") }
            return .benchmarkDeviation(
                weight: weight, factor: factor, deductionAbove: above, deductionBelow: below)
        }
    }
}
