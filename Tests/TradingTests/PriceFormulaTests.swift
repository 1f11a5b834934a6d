import Statute
import Testing

@testable import Trading

@Suite("Prices become points by the document's formula, exactly")
struct PriceFormulaTests {
    private func points(_ formula: PriceFormula, _ tenThousands: [Int64]) -> [String] {
        formula.scores(of: tenThousands.map { Money(fen: $0 * 1_000_000) }).scores.map(\.description)
    }

    @Test("Low price proportional: 30 points, 9500, 9800, 10000, 10400 万元 (87 号令 第五十五条)")
    func lowPriceProportional() {
        let formula = PriceFormula.lowPriceProportional(weight: Score(hundredths: 3000))
        #expect(points(formula, [9500, 9800, 10000, 10400]) == ["30.00", "29.08", "28.50", "27.40"])
    }

    @Test("Benchmark deviation: trimmed mean 9908.00, K 0.97, benchmark 9610.76 万元")
    func benchmarkDeviation() {
        let formula = PriceFormula.benchmarkDeviation(
            weight: Score(hundredths: 6000), factor: "0.97", deductionAbove: "1", deductionBelow: "0.5")
        let prices: [Int64] = [9620, 9780, 9850, 9900, 9960, 10050, 10300]
        #expect(points(formula, prices) == ["59.90", "58.24", "57.51", "56.99", "56.37", "55.43", "52.83"])
        let working = formula.scores(of: prices.map { Money(fen: $0 * 1_000_000) }).working
        #expect(working.contains("A=99080000.00") && working.contains("B=96107600.00"))
    }

    @Test("The order of bids and a common factor of all prices change no score")
    func invariance() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let prices = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Int64.random(in: 1_000...2_000_000, using: &random)
            }
            let formulas: [PriceFormula] = [
                .lowPriceProportional(weight: Score(hundredths: 3000)),
                .benchmarkDeviation(
                    weight: Score(hundredths: 6000), factor: "0.97", deductionAbove: "1", deductionBelow: "0.5"),
            ]
            for formula in formulas {
                let plain = formula.scores(of: prices.map { Money(fen: $0) }).scores
                let scaled = formula.scores(of: prices.map { Money(fen: $0 * 1000) }).scores
                let reversed = formula.scores(of: prices.reversed().map { Money(fen: $0) }).scores
                #expect(plain == scaled, "\(prices)")
                #expect(plain == reversed.reversed(), "\(prices)")
                #expect(plain.allSatisfy { $0 >= .zero && $0 <= formula.weight }, "\(prices)")
            }
        }
    }

    @Test("Five members' subjective scores lose one highest and one lowest (domain §7.5)")
    func subjective() {
        let factor = ScoreFactor(id: "F1", name: "施工组织设计", kind: .subjective, maximum: Score(hundredths: 10_000))
        let members = [85, 86, 84, 88, 62].map { Score(hundredths: $0 * 100) }
        #expect(factor.score(from: members).description == "85.00")
        #expect(factor.score(from: Array(members.prefix(3))).description == "85.00")
    }

    @Test("Scores read back as they were written; anything else is none")
    func scoreText() {
        for hundredths: Int64 in [0, 1, 10, 99, 100, 2908, 10_000] {
            #expect(Score(Score(hundredths: hundredths).description) == Score(hundredths: hundredths))
        }
        #expect(Score("1.234") == nil && Score("-1") == nil && Score("") == nil && Score("1.") == nil)
    }
}
