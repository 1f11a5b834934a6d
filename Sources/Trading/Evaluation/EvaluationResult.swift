import Desk
import Statute

/// The ranking that follows from document, bids and sheets, and from nothing else.
struct EvaluationResult {
    let bids: [EvaluationReport.EvaluatedBid]
    let candidates: [EvaluationReport.Candidate]
    let priceWorking: [String]

    /// - Parameter most: how many candidates the law allows (T20).
    /// - Throws: ``Refusal`` when a bid is above the ceiling (条例 51: it must be rejected first), when members differ
    ///   on an objective factor (they must reconcile), when sheets are incomplete, or when candidates are tied in
    ///   total, price and technical score (the committee must vote).
    init(
        method: EvaluationMethod, bids opened: [OpenedBid], sheets: [EvaluationReport.MemberSheet], ceiling: Money,
        most: Int, vote: [String] = []
    ) throws {
        if let above = opened.first(where: { $0.price > ceiling }) {
            throw Refusal(
                .stage, "evaluation.aboveCeiling", rule: "REG51",
                ["bidder": above.bidderName, "ceiling": ceiling.yuan])
        }
        let priced = try Self.scores(method.price, opened)
        let table = try Self.table(method, opened, sheets)
        let entries = zip(opened, priced.bids).map { bid, scored in
            Ranking.Entry(
                bidder: bid.bidder, price: bid.price, technical: table.technical(bid.bidder),
                priceScore: scored.score)
        }
        let ranking = Ranking(entries, vote: vote)
        let byCode = Dictionary(opened.map { ($0.bidder, $0) }) { first, _ in first }
        if let tied = ranking.undecided(most: most).first {
            let names = tied.compactMap { byCode[$0]?.bidderName }
            throw Refusal(.stage, "evaluation.fullTie", rule: "T20", ["bidders": names.joined(separator: ", ")])
        }
        bids = ranking.places.map { place in
            EvaluationReport.EvaluatedBid(
                bidder: place.entry.bidder, bidderName: byCode[place.entry.bidder]?.bidderName ?? "",
                price: place.entry.price, factorScores: table.scores(of: place.entry.bidder),
                priceScore: place.entry.priceScore, total: place.entry.total, rank: place.rank)
        }
        candidates = ranking.candidates(most: most).compactMap { place in
            guard let bid = byCode[place.entry.bidder] else { return nil }
            return EvaluationReport.Candidate(
                rank: place.rank, bidder: bid.bidder, bidderName: bid.bidderName, price: bid.price,
                total: place.entry.total, durationDays: bid.durationDays, quality: bid.quality,
                projectLeader: bid.projectLeader)
        }
        priceWorking = priced.lines
    }

    private static func scores(_ formula: PriceFormula, _ opened: [OpenedBid]) throws -> PriceScores {
        do {
            return try formula.scores(of: opened.map { PricedBid(bidder: $0.bidder, price: $0.price) })
        } catch .priceOutOfRange(let bidder) {
            let name = opened.first { $0.bidder == bidder }?.bidderName ?? bidder
            throw Refusal(.stage, "evaluation.priceOutOfRange", ["bidder": name])
        } catch {
            throw Refusal(.stage, "evaluation.formula", ["problem": "\(error)"])
        }
    }

    private static func table(
        _ method: EvaluationMethod, _ opened: [OpenedBid], _ sheets: [EvaluationReport.MemberSheet]
    ) throws -> ScoreTable {
        let marked = sheets.map { sheet in
            ScoreSheet(
                member: sheet.seat,
                marks: sheet.scores.map { .init(bidder: $0.bidder, factor: $0.factor, score: $0.score) })
        }
        do {
            return try ScoreTable(
                factors: method.factors, bidders: opened.map(\.bidder), sheets: marked, mean: .withoutExtremes)
        } catch .objectiveDiffers(let bidder, let factor) {
            let name = opened.first { $0.bidder == bidder }?.bidderName ?? bidder
            let title = method.factors.first { $0.id == factor }?.name ?? factor
            throw Refusal(.stage, "evaluation.objectiveDiffers", ["factor": title, "bidder": name])
        } catch {
            throw Refusal(.stage, "evaluation.sheets", ["problem": "\(error)"])
        }
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
        let method: PriceFormula.Method
        switch input[priceMethod] {
        case .lowPriceProportional: method = .lowPriceProportional
        case .benchmarkDeviation:
            let benchmark = PriceFormula.Benchmark.mean(
                trimming: .oneEachFromFive, coefficient: try coefficient(input, benchmarkFactor))
            let deduction = PriceFormula.Deduction.linear(
                above: try coefficient(input, deductionAbove), below: try coefficient(input, deductionBelow))
            method = .benchmarkDeviation(benchmark: benchmark, deduction: deduction)
        }
        let formula = PriceFormula(weight: weight, method: method)
        do {
            try formula.check()
        } catch {
            throw Refusal(.invalid, "document.formulaUnusable", field: "priceMethod", ["problem": "\(error)"])
        }
        return formula
    }

    /// A parameter that the chosen formula needs.
    private static func coefficient(_ input: Input, _ field: Field<String?>) throws -> Coefficient {
        guard let value = input[field].flatMap({ Coefficient($0) }) else {
            throw Refusal(.invalid, "document.formulaIncomplete", field: field.description.name)
        }
        return value
    }
}
