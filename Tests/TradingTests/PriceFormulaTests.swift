import Foundation
import Statute
import Testing

@testable import Trading

@Suite("Prices become points by the document's formula, exactly (domain.md §7.4)")
struct PriceFormulaTests {
    private static let sevenBids: [Int64] = [9620, 9780, 9850, 9900, 9960, 10050, 10300]
    private static let sixty = Score(hundredths: 6000)

    /// Bids B0, B1… with prices in fen.
    private func bids(_ fen: [Int64]) -> [PricedBid] {
        fen.enumerated().map { PricedBid(bidder: "B\($0.offset)", price: Money(fen: $0.element)) }
    }

    /// Prices in 万元.
    private func tenThousands(_ prices: [Int64]) -> [PricedBid] { bids(prices.map { $0 * 1_000_000 }) }

    private func points(_ formula: PriceFormula, _ prices: [Int64]) throws -> [String] {
        try formula.scores(of: tenThousands(prices)).bids.map(\.score.description)
    }

    private func deviations(_ scores: PriceScores) -> [String] {
        scores.bids.compactMap { bid in bid.steps.first { $0.name == "deviation" }?.value }
    }

    private func value(_ name: String, _ scores: PriceScores) -> String? {
        scores.shared.first { $0.name == name }?.value
    }

    private func coefficient(_ text: String) throws -> Coefficient { try #require(Coefficient(text)) }

    private func benchmark(
        trimming: PriceFormula.Trimming = .oneEachFromFive, _ rounding: Rounding = .halfUp
    ) throws -> PriceFormula {
        PriceFormula(
            weight: Self.sixty,
            method: .benchmarkDeviation(
                benchmark: .mean(trimming: trimming, coefficient: try coefficient("0.97")),
                deduction: .linear(above: .one, below: try coefficient("0.5"))), rounding: rounding)
    }

    private func composite(_ rounding: Rounding) throws -> PriceFormula {
        PriceFormula(
            weight: Self.sixty,
            method: .benchmarkDeviation(
                benchmark: .composite(
                    ceiling: Money(fen: 10_500_000_000), lowering: try coefficient("0.05"),
                    ceilingShare: try coefficient("0.6"), trimming: .none),
                deduction: .linear(above: .one, below: try coefficient("0.5"))), rounding: rounding)
    }

    private var tiers: PriceFormula.Deduction {
        get throws {
            .tiered(tiers: [
                .init(from: try coefficient("3"), rate: try coefficient("0.5")),
                .init(from: try coefficient("5"), rate: .one),
                .init(from: try coefficient("8"), rate: try coefficient("2")),
            ])
        }
    }

    // MARK: Worked examples

    @Test("(a) Low price first: 30 points, 9500, 9800, 10000, 10400 万元 (财政部 87 号令 第五十五条)")
    func lowPriceProportional() throws {
        let formula = PriceFormula(weight: Score(hundredths: 3000), method: .lowPriceProportional)
        #expect(try points(formula, [9500, 9800, 10000, 10400]) == ["30.00", "29.08", "28.50", "27.40"])
        let scores = try formula.scores(of: tenThousands([9800, 9500]))
        #expect(value("lowestPrice", scores) == "95000000.00")
        #expect(scores.lines.last == "B1: price=95000000.00; score=30.00")
    }

    @Test("(b) Benchmark deviation: trimmed mean 9908.00, K 0.97, benchmark 9610.76 万元")
    func benchmarkDeviation() throws {
        let formula = try benchmark()
        let expected = ["59.90", "58.24", "57.51", "56.99", "56.37", "55.43", "52.83"]
        #expect(try points(formula, Self.sevenBids) == expected)
        let scores = try formula.scores(of: tenThousands(Self.sevenBids))
        #expect(deviations(scores) == ["0.10", "1.76", "2.49", "3.01", "3.63", "4.57", "7.17"])
        #expect(value("mean", scores) == "99080000.00" && value("benchmark", scores) == "96107600.00")
        #expect(value("bids", scores) == "7" && value("count", scores) == "5")
        #expect(value("sum", scores) == "495400000.00" && value("coefficient", scores) == "0.97")
    }

    @Test("(c) Composite benchmark of ceiling and mean: 9954.14 万元, rounded by GB/T 8170")
    func compositeBenchmark() throws {
        let formula = try composite(.halfEven)
        let expected = ["58.32", "59.12", "59.48", "59.73", "59.94", "59.04", "56.53"]
        #expect(try points(formula, Self.sevenBids) == expected)
        let scores = try formula.scores(of: tenThousands(Self.sevenBids))
        #expect(deviations(scores) == ["-3.36", "-1.75", "-1.05", "-0.54", "0.06", "0.96", "3.47"])
        #expect(value("mean", scores) == "99228571.43" && value("benchmark", scores) == "99541428.57")
    }

    @Test("(c) The same rounded half up: 60 − 1.75 × 0.5 = 59.125 is 59.13, all others as before")
    func compositeBenchmarkHalfUp() throws {
        let expected = ["58.32", "59.13", "59.48", "59.73", "59.94", "59.04", "56.53"]
        #expect(try points(try composite(.halfUp), Self.sevenBids) == expected)
    }

    @Test("(d) Interpolation: 40 points to 90, none from 100, 16.00 at 96")
    func interpolation() throws {
        let formula = PriceFormula(
            weight: Score(hundredths: 4000),
            method: .interpolation(fullUpTo: Money(fen: 90_000_000), noneFrom: Money(fen: 100_000_000)))
        #expect(
            try points(formula, [96, 90, 100, 80, 120, 95]) == ["16.00", "40.00", "0.00", "40.00", "0.00", "20.00"])
    }

    @Test("(e) Tiered deduction: |d| = 9 loses 1 + 3 + 2 = 6 points, above as below")
    func tieredDeduction() throws {
        // The frozen price 100 with K = 1 makes each deviation the price's distance from 100.
        let formula = PriceFormula(
            weight: Self.sixty,
            method: .benchmarkDeviation(
                benchmark: .mean(trimming: .none, coefficient: .one), deduction: try tiers))
        let prices: [Int64] = [10900, 9100, 10000, 10300, 9700, 10500, 10800, 10400, 9350]
        let scores = try formula.scores(of: tenThousands(prices), frozen: tenThousands([10000]))
        #expect(
            scores.bids.map(\.score.description) == [
                "54.00", "54.00", "60.00", "60.00", "60.00", "59.00", "56.00", "59.50", "57.50",
            ])
        let lost = scores.bids[0].steps.first { $0.name == "deduction" }
        #expect(lost?.value == "6.0000")
    }

    // MARK: Rules

    @Test("Four prices or fewer are all in the mean; of five one highest and one lowest go")
    func trimming() throws {
        let four = try benchmark().scores(of: tenThousands([9000, 9500, 9600, 12000]))
        #expect(value("count", four) == "4" && value("mean", four) == "100250000.00")
        let five = try benchmark().scores(of: tenThousands([9000, 9500, 9600, 9700, 12000]))
        #expect(value("count", five) == "3" && value("mean", five) == "96000000.00")
        let steps = PriceFormula.Trimming(steps: [
            .init(bids: 5, highest: 1, lowest: 1), .init(bids: 7, highest: 2, lowest: 1),
        ])
        let seven = try benchmark(trimming: steps).scores(of: tenThousands(Self.sevenBids))
        #expect(value("count", seven) == "4" && value("sum", seven) == "394900000.00")
        let untrimmed = try benchmark(trimming: .none).scores(of: tenThousands(Self.sevenBids))
        #expect(value("count", untrimmed) == "7")
    }

    @Test("A benchmark frozen before a rejection does not move with it")
    func frozenBenchmark() throws {
        let all = tenThousands(Self.sevenBids)
        let whole = try benchmark().scores(of: all)
        let left = try benchmark().scores(of: Array(all.dropLast(3)), frozen: all)
        #expect(left.bids == Array(whole.bids.dropLast(3)))
        #expect(left.shared == whole.shared)
        // A price below the frozen lowest one does not earn more than all points.
        let cheap = PriceFormula(weight: Score(hundredths: 3000), method: .lowPriceProportional)
        let scores = try cheap.scores(of: tenThousands([8000, 9500]), frozen: tenThousands([9500]))
        #expect(scores.bids.map(\.score.description) == ["30.00", "30.00"])
    }

    @Test("Halves: up by 四舍五入, to the even neighbour by GB/T 8170, symmetric around zero")
    func rounding() {
        let cases: [(Int128, Int64, Int64)] = [
            (5, 3, 2), (7, 4, 4), (1, 1, 0), (3, 2, 2), (-5, -3, -2), (-1, -1, 0), (4, 2, 2), (0, 0, 0),
        ]
        for (doubled, up, even) in cases {
            #expect(Rounding.halfUp.quotient(doubled, 2) == up)
            #expect(Rounding.halfEven.quotient(doubled, 2) == even)
        }
        #expect(Rounding.halfUp.quotient(149, 100) == 1 && Rounding.halfEven.quotient(151, 100) == 2)
    }

    @Test("No bids, a bid twice, a price of nothing or beyond all measure are problems, not scores")
    func problems() throws {
        let formula = try benchmark()
        #expect(throws: PriceFormula.Problem.noBids) { try formula.scores(of: []) }
        #expect(throws: PriceFormula.Problem.noBids) { try formula.scores(of: bids([1]), frozen: []) }
        #expect(throws: PriceFormula.Problem.priceOutOfRange(bidder: "B1")) { try formula.scores(of: bids([1, 0])) }
        let beyond = PriceFormula.highestPrice.fen + 1
        #expect(throws: PriceFormula.Problem.priceOutOfRange(bidder: "B0")) { try formula.scores(of: bids([beyond])) }
        #expect(throws: PriceFormula.Problem.bidTwice(bidder: "B0")) {
            try formula.scores(of: bids([100]) + bids([200]))
        }
    }

    @Test("Parameters that make no sense are refused before a document carries them")
    func parameters() throws {
        func problem(_ method: PriceFormula.Method, weight: Int64 = 6000) -> PriceFormula.Problem? {
            do throws(PriceFormula.Problem) {
                try PriceFormula(weight: Score(hundredths: weight), method: method).check()
                return nil
            } catch {
                return error
            }
        }
        let linear = PriceFormula.Deduction.linear(above: .one, below: .one)
        #expect(problem(.lowPriceProportional, weight: -1) == .weightNegative)
        #expect(problem(.lowPriceProportional) == nil)
        #expect(
            problem(.interpolation(fullUpTo: Money(fen: 100), noneFrom: Money(fen: 100))) == .parameter("noneFrom"))
        #expect(
            problem(.benchmarkDeviation(benchmark: .mean(trimming: .none, coefficient: .zero), deduction: linear))
                == .parameter("coefficient"))
        let all = PriceFormula.Trimming(steps: [.init(bids: 2, highest: 1, lowest: 1)])
        #expect(
            problem(.benchmarkDeviation(benchmark: .mean(trimming: all, coefficient: .one), deduction: linear))
                == .parameter("trimming"))
        let ceiling = Money(fen: 100)
        #expect(
            problem(
                .benchmarkDeviation(
                    benchmark: .composite(
                        ceiling: ceiling, lowering: .one, ceilingShare: .one, trimming: .none), deduction: linear))
                == .parameter("lowering"))
        let mixed = Coefficient(tenThousandths: 10_001)
        #expect(
            problem(
                .benchmarkDeviation(
                    benchmark: .composite(
                        ceiling: ceiling, lowering: .zero, ceilingShare: mixed, trimming: .none), deduction: linear))
                == .parameter("ceilingShare"))
        let backwards = PriceFormula.Deduction.tiered(tiers: [
            .init(from: .one, rate: .one), .init(from: .zero, rate: .one),
        ])
        #expect(
            problem(.benchmarkDeviation(benchmark: .mean(trimming: .none, coefficient: .one), deduction: backwards))
                == .parameter("tiers"))
    }

    @Test("The largest prices and parameters are scored without overflow")
    func extremes() throws {
        let highest = PriceFormula.highestPrice
        let tiny = Coefficient(tenThousandths: 1)
        let steep = PriceFormula.Deduction.linear(
            above: Coefficient(tenThousandths: 1_000_000), below: Coefficient(tenThousandths: 1_000_000))
        let benchmarks: [PriceFormula.Benchmark] = [
            .mean(trimming: .none, coefficient: tiny), .mean(trimming: .none, coefficient: .one),
            .composite(ceiling: highest, lowering: tiny, ceilingShare: tiny, trimming: .none),
        ]
        for benchmark in benchmarks {
            for deduction in [steep, try tiers] {
                let method = PriceFormula.Method.benchmarkDeviation(benchmark: benchmark, deduction: deduction)
                let formula = PriceFormula(weight: Self.sixty, method: method)
                for frozen in [bids([1]), bids(Array(repeating: highest.fen, count: 500))] {
                    let scores = try formula.scores(of: bids([1, highest.fen]), frozen: frozen)
                    #expect(scores.bids.allSatisfy { $0.score >= .zero && $0.score <= Self.sixty })
                }
            }
        }
    }

    // MARK: Properties

    private func formulas() throws -> [PriceFormula] {
        var formulas: [PriceFormula] = []
        let tiered = PriceFormula.Method.benchmarkDeviation(
            benchmark: .mean(trimming: .oneEachFromFive, coefficient: .one), deduction: try tiers)
        for rounding in Rounding.allCases {
            formulas.append(PriceFormula(weight: Self.sixty, method: .lowPriceProportional, rounding: rounding))
            formulas.append(try benchmark(rounding))
            formulas.append(PriceFormula(weight: Self.sixty, method: tiered, rounding: rounding))
        }
        return formulas
    }

    @Test("The order of bids and a common factor of all prices change no score, and none leaves 0…W")
    func invariance() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<100 {
            let count = Int.random(in: 1...12, using: &random)
            let plain = bids((0..<count).map { _ in Int64.random(in: 1_000...2_000_000, using: &random) })
            let scaled = plain.map { PricedBid(bidder: $0.bidder, price: Money(fen: $0.price.fen * 977)) }
            for formula in try formulas() {
                let scores = try formula.scores(of: plain).bids
                #expect(try formula.scores(of: scaled).bids.map(\.score) == scores.map(\.score), "seed \(seed)")
                let mixed = try formula.scores(of: plain.shuffled(using: &random)).bids
                #expect(
                    mixed.sorted { $0.bidder < $1.bidder } == scores.sorted { $0.bidder < $1.bidder }, "seed \(seed)")
                #expect(scores.allSatisfy { $0.score >= .zero && $0.score <= Self.sixty }, "seed \(seed)")
            }
        }
    }

    @Test("A lower price never scores less by (a) and (d); nearer the benchmark never less on one side of it by (b)")
    func monotony() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let interpolation = PriceFormula(
            weight: Self.sixty,
            method: .interpolation(fullUpTo: Money(fen: 700_000), noneFrom: Money(fen: 1_500_000)))
        let proportional = PriceFormula(weight: Self.sixty, method: .lowPriceProportional)
        for _ in 0..<100 {
            let count = Int.random(in: 2...12, using: &random)
            let given = bids((0..<count).map { _ in Int64.random(in: 500_000...2_000_000, using: &random) })
            let ascending = given.sorted { $0.price < $1.price }
            for formula in [interpolation, proportional] {
                let scores = try formula.scores(of: ascending).bids.map(\.score)
                #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 }, "seed \(seed)")
            }
            for formula in try formulas().filter({ $0.method != .lowPriceProportional }) {
                let scores = try formula.scores(of: ascending)
                let signed = zip(deviations(scores), scores.bids).map { ($0.hasPrefix("-"), $1.score) }
                let below = signed.filter { $0.0 }.map(\.1)
                let above = signed.filter { !$0.0 }.map(\.1)
                #expect(zip(below, below.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
                #expect(zip(above, above.dropFirst()).allSatisfy { $0 >= $1 }, "seed \(seed)")
            }
        }
    }

    // MARK: Stored form

    @Test("A formula's stored form: plain names, fen, decimals as text")
    func storedForm() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let golden = [
            #"{"method":{"benchmarkDeviation":{"benchmark":{"composite":{"ceiling":10500000000,"ceilingShare":"0.6","#
                + #""lowering":"0.05","trimming":{"steps":[]}}},"deduction":{"linear":{"above":"1","below":"0.5"}}}},"#
                + #""rounding":"halfEven","weight":"60.00"}"#,
            #"{"method":{"benchmarkDeviation":{"benchmark":{"mean":{"coefficient":"0.97","trimming":{"steps":"#
                + #"[{"bids":5,"highest":1,"lowest":1}]}}},"deduction":{"linear":{"above":"1","below":"0.5"}}}},"#
                + #""rounding":"halfUp","weight":"60.00"}"#,
            #"{"method":{"lowPriceProportional":{}},"rounding":"halfUp","weight":"30.00"}"#,
            #"{"method":{"interpolation":{"fullUpTo":90,"noneFrom":100}},"rounding":"halfUp","weight":"40.00"}"#,
        ]
        let formulas = [
            try composite(.halfEven), try benchmark(),
            PriceFormula(weight: Score(hundredths: 3000), method: .lowPriceProportional),
            PriceFormula(
                weight: Score(hundredths: 4000),
                method: .interpolation(fullUpTo: Money(fen: 90), noneFrom: Money(fen: 100))),
        ]
        for (formula, text) in zip(formulas, golden) {
            #expect(String(decoding: try encoder.encode(formula), as: UTF8.self) == text)
            #expect(try JSONDecoder().decode(PriceFormula.self, from: Data(text.utf8)) == formula)
        }
    }

    @Test("Scores and coefficients read back as they are written; anything else is none")
    func decimals() {
        for hundredths: Int64 in [0, 1, 10, 99, 100, 2908, 10_000] {
            #expect(Score(Score(hundredths: hundredths).description) == Score(hundredths: hundredths))
            let value = Coefficient(tenThousandths: hundredths)
            #expect(Coefficient(value.description) == value)
        }
        #expect(Score("29.1")?.hundredths == 2910 && Score("29")?.description == "29.00")
        #expect(Coefficient("0.9725")?.tenThousandths == 9725 && Coefficient("1.0")?.description == "1")
        for text in ["", "1.234", "-1", "+1", "1.", ".5", "1,0", "1e2", "１", "1.2.3", " 1", "123456789"] {
            #expect(Score(text) == nil, "\(text)")
        }
        #expect(Coefficient("0.97251") == nil)
    }
}
