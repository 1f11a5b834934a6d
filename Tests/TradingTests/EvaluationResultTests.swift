import Desk
import Statute
import Testing

@testable import Trading

@Suite("The evaluation report follows from document, bids and sheets")
struct EvaluationResultTests {
    private let method = EvaluationMethod(
        factors: [
            ScoreFactor(id: "F1", name: "施工组织设计", kind: .subjective, maximum: Score(hundredths: 3000)),
            ScoreFactor(id: "F2", name: "企业业绩", kind: .objective, maximum: Score(hundredths: 1000)),
        ], price: PriceFormula(weight: Score(hundredths: 6000), method: .lowPriceProportional))

    private func bid(_ bidder: String, _ tenThousands: Int64) -> OpenedBid {
        OpenedBid(
            bidder: bidder, bidderName: "投标人\(bidder)", price: Money(fen: tenThousands * 1_000_000), durationDays: 240,
            quality: "合格", projectLeader: "李工", form: "{}", packageSalt: "", formSalt: "", packageRoot: "")
    }

    /// Five members who give a bid's subjective marks in turn, and one objective mark.
    private func sheets(_ marks: [String: [Int64]], objective: [Int64] = [8, 8, 8, 8, 8])
        -> [EvaluationReport.MemberSheet]
    {
        (0..<5).map { member in
            let scores = marks.keys.sorted().flatMap { bidder in
                [
                    EvaluationReport.FactorScore(
                        bidder: bidder, factor: "F1", score: Score(hundredths: (marks[bidder] ?? [])[member] * 100)),
                    EvaluationReport.FactorScore(
                        bidder: bidder, factor: "F2", score: Score(hundredths: objective[member] * 100)),
                ]
            }
            return EvaluationReport.MemberSheet(seat: "S\(member + 1)", scores: scores, reason: "")
        }
    }

    private func result(
        _ bids: [OpenedBid], _ sheets: [EvaluationReport.MemberSheet], ceiling: Int64 = 1300, most: Int = 3
    ) throws -> EvaluationResult {
        try EvaluationResult(
            method: method, bids: bids, sheets: sheets, ceiling: Money(fen: ceiling * 1_000_000), most: most)
    }

    private func refusal(_ work: () throws -> EvaluationResult) -> String? {
        do {
            _ = try work()
            return nil
        } catch let refusal as Refusal {
            return refusal.code
        } catch {
            return "\(error)"
        }
    }

    @Test("Technical means and price scores add up, and three candidates are ranked (条例 53)")
    func report() throws {
        let marks: [String: [Int64]] = [
            "A": [20, 21, 22, 23, 30], "B": [25, 25, 25, 25, 25], "C": [20, 20, 20, 20, 20], "D": [1, 1, 1, 1, 1],
        ]
        let result = try result([bid("A", 1000), bid("B", 1200), bid("C", 1000), bid("D", 1250)], sheets(marks))
        #expect(result.bids.map(\.bidder) == ["A", "C", "B", "D"])
        #expect(result.bids.map(\.total.description) == ["90.00", "88.00", "83.00", "57.00"])
        #expect(result.bids[0].factorScores["F1"]?.description == "22.00")
        #expect(result.candidates.map(\.rank) == [1, 2, 3])
        #expect(result.candidates.map(\.bidderName) == ["投标人A", "投标人C", "投标人B"])
        // As many as the law allows, and no more.
        #expect(
            try self.result(
                [bid("A", 1000), bid("B", 1200), bid("C", 1000), bid("D", 1250)], sheets(marks), most: 2
            ).candidates.map(\.bidder) == ["A", "C"])
        #expect(result.priceWorking.contains("lowestPrice=10000000.00"))
        #expect(result.priceWorking.contains("B: price=12000000.00; score=50.00"))
    }

    @Test("A bid above the ceiling must be rejected before anybody reports (条例 51)")
    func ceiling() {
        let marks: [String: [Int64]] = ["A": [20, 20, 20, 20, 20], "B": [21, 21, 21, 21, 21]]
        let bids = [bid("A", 1000), bid("B", 1200)]
        #expect(refusal { try result(bids, sheets(marks), ceiling: 1199) } == "evaluation.aboveCeiling")
        #expect(refusal { try result(bids, sheets(marks), ceiling: 1200) } == nil)
    }

    @Test("Members who differ on an objective factor must reconcile; a missing mark stops the report")
    func sheetsThatDoNotFit() {
        let marks: [String: [Int64]] = ["A": [20, 20, 20, 20, 20]]
        let differing = sheets(marks, objective: [8, 8, 8, 8, 9])
        #expect(refusal { try result([bid("A", 1000)], differing) } == "evaluation.objectiveDiffers")
        let both = [bid("A", 1000), bid("B", 1100)]
        #expect(refusal { try result(both, sheets(marks)) } == "evaluation.sheets")
    }

    @Test("Bids equal in total, price and technical score wait for the committee's vote, not for their codes")
    func fullTie() {
        let marks: [String: [Int64]] = ["A": [20, 20, 20, 20, 20], "B": [20, 20, 20, 20, 20]]
        #expect(refusal { try result([bid("A", 1000), bid("B", 1000)], sheets(marks)) } == "evaluation.fullTie")
    }
}
