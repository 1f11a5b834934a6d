import Statute
import Testing

@testable import Trading

@Suite("Members' sheets become scores and a ranking (domain.md §7.5, §7.7)")
struct ScoreSheetTests {
    private let design = ScoreFactor(id: "F1", name: "施工组织设计", kind: .subjective, maximum: Score(hundredths: 10_000))
    private let grade = ScoreFactor(id: "F2", name: "企业业绩", kind: .objective, maximum: Score(hundredths: 500))

    private func points(_ value: Int64) -> Score { Score(hundredths: value * 100) }

    /// One bid A, one mark of a subjective factor by each member.
    private func table(_ values: [Score], maximum: Int64 = 100, mean: MemberMean = .all) throws -> ScoreTable {
        let factor = ScoreFactor(id: "F1", name: "方案", kind: .subjective, maximum: points(maximum))
        let sheets = values.enumerated().map { index, score in
            ScoreSheet(member: "S\(index + 1)", marks: [.init(bidder: "A", factor: "F1", score: score)])
        }
        return try ScoreTable(factors: [factor], bidders: ["A"], sheets: sheets, mean: mean)
    }

    @Test("85, 86, 84, 88, 62 of 100: mean 81.00, without extremes 85.00, and 62 is flagged with z −15.51")
    func workedExample() throws {
        let marks = [85, 86, 84, 88, 62].map(points)
        #expect(try table(marks).score(bidder: "A", factor: "F1")?.description == "81.00")
        let trimmed = try table(marks, mean: .withoutExtremes)
        #expect(trimmed.score(bidder: "A", factor: "F1")?.description == "85.00")
        #expect(
            trimmed.outliers == [
                ScoreTable.Outlier(
                    member: "S5", bidder: "A", factor: "F1", score: points(62), median: points(85), robustZ: "-15.51",
                    isFar: true)
            ])
    }

    @Test("Fewer than five members: extremes stay in")
    func fewMembers() throws {
        let marks = [90, 80, 70, 61].map(points)
        #expect(try table(marks, mean: .withoutExtremes).score(bidder: "A", factor: "F1")?.description == "75.25")
    }

    @Test("The mean is rounded half up to the hundredth")
    func meanRounding() throws {
        let marks = [Score(hundredths: 8001), Score(hundredths: 8002)]
        #expect(try table(marks).score(bidder: "A", factor: "F1")?.description == "80.02")
        let thirds = [8000, 8000, 8001].map { Score(hundredths: $0) }
        #expect(try table(thirds).score(bidder: "A", factor: "F1")?.description == "80.00")
    }

    @Test("Exactly a fifth of the maximum away is not an outlier, a hundredth more is; no spread, no z")
    func distanceBoundary() throws {
        let at = [points(50), points(50), points(50), points(70)]
        #expect(try table(at).outliers.isEmpty)
        let beyond = [points(50), points(50), points(50), Score(hundredths: 7001)]
        let outliers = try table(beyond).outliers
        #expect(outliers.map(\.member) == ["S4"])
        #expect(outliers.first?.robustZ == nil && outliers.first?.isFar == true)
    }

    @Test("The robust test alone: z of 3.501 is flagged, of 3.494 is not")
    func robustBoundary() throws {
        // Median 50.00 and MAD 1.00: z = 0.6745 × distance.
        func marks(_ last: Int64) -> [Score] { [4900, 5000, 5100, 5000, last, 4900].map { Score(hundredths: $0) } }
        let flagged = try table([4900, 5000, 5100, 4900, 5519].map { Score(hundredths: $0) })
        #expect(flagged.outliers.map(\.robustZ) == ["3.50"])
        #expect(flagged.outliers.first?.isFar == false)
        let kept = try table([4900, 5000, 5100, 4900, 5518].map { Score(hundredths: $0) })
        #expect(kept.outliers.isEmpty)
        #expect(try table(marks(5519)).outliers.map(\.member) == ["S5"])
    }

    @Test("With an even number of members the median lies between two marks")
    func evenMembers() throws {
        let outliers = try table([80, 81, 84, 20].map(points)).outliers
        #expect(outliers.map(\.median.description) == ["80.50"])
        // Deviations 0.5, 0.5, 3.5, 60.5: MAD 2.00, z = 0.6745 × −60.5 / 2.
        #expect(outliers.map(\.robustZ) == ["-20.40"])
    }

    private func sheet(_ member: String, _ design: Int64, _ grade: Int64, bidder: String = "A") -> ScoreSheet {
        ScoreSheet(
            member: member,
            marks: [
                .init(bidder: bidder, factor: "F1", score: points(design)),
                .init(bidder: bidder, factor: "F2", score: points(grade)),
            ])
    }

    @Test("An objective factor on which members differ must be reconciled first")
    func objective() throws {
        let factors = [design, grade]
        let agreed = try ScoreTable(
            factors: factors, bidders: ["A"], sheets: [sheet("S1", 80, 3), sheet("S2", 81, 3)], mean: .all)
        #expect(agreed.scores(of: "A") == ["F1": Score(hundredths: 8050), "F2": points(3)])
        #expect(agreed.technical("A").description == "83.50")
        #expect(throws: ScoreTable.Problem.objectiveDiffers(bidder: "A", factor: "F2")) {
            try ScoreTable(
                factors: factors, bidders: ["A"], sheets: [sheet("S1", 80, 3), sheet("S2", 80, 4)], mean: .all)
        }
    }

    @Test("Sheets must be complete, single and within the maximum; marks for rejected bids are left aside")
    func incomplete() throws {
        let factors = [design, grade]
        func problem(_ sheets: [ScoreSheet], bidders: [String] = ["A"]) -> ScoreTable.Problem? {
            do throws(ScoreTable.Problem) {
                _ = try ScoreTable(factors: factors, bidders: bidders, sheets: sheets, mean: .all)
                return nil
            } catch {
                return error
            }
        }
        #expect(problem([]) == .noMembers)
        #expect(problem([sheet("S1", 80, 3), sheet("S1", 80, 3)]) == .memberTwice(member: "S1"))
        #expect(
            problem([sheet("S1", 80, 3)], bidders: ["A", "B"])
                == .marks(member: "S1", bidder: "B", factor: "F1", count: 0))
        #expect(problem([sheet("S1", 80, 6)]) == .outOfRange(member: "S1", bidder: "A", factor: "F2"))
        #expect(problem([sheet("S1", -1, 3)]) == .outOfRange(member: "S1", bidder: "A", factor: "F1"))
        let twice = ScoreSheet(member: "S1", marks: sheet("S1", 80, 3).marks + sheet("S1", 70, 3).marks)
        #expect(problem([twice]) == .marks(member: "S1", bidder: "A", factor: "F1", count: 2))
        let both = ScoreSheet(member: "S1", marks: sheet("S1", 80, 3).marks + sheet("S1", 999, 99, bidder: "R").marks)
        #expect(problem([both]) == nil)
    }

    // MARK: Ranking

    private func entry(_ bidder: String, _ price: Int64, _ technical: Int64, _ priceScore: Int64) -> Ranking.Entry {
        Ranking.Entry(
            bidder: bidder, price: Money(fen: price), technical: Score(hundredths: technical),
            priceScore: Score(hundredths: priceScore))
    }

    @Test("By total, then the lower price, then the higher technical score; three candidates (条例 53)")
    func ranking() {
        let ranking = Ranking([
            entry("D", 900, 3000, 5000), entry("A", 1000, 4000, 5000), entry("B", 990, 3900, 5100),
            entry("C", 1000, 4100, 4900), entry("E", 1000, 5000, 4500),
        ])
        #expect(ranking.places.map(\.entry.bidder) == ["E", "B", "C", "A", "D"])
        #expect(ranking.places.map(\.rank) == [1, 2, 3, 4, 5])
        #expect(ranking.candidates(most: 3).map(\.entry.bidder) == ["E", "B", "C"])
        #expect(ranking.candidates(most: 3).first?.entry.total.description == "95.00")
        #expect(ranking.undecided(most: 3).isEmpty)
    }

    @Test("A full tie shares the rank until the committee votes; neither code nor order decides it")
    func fullTie() {
        let entries = [entry("B", 1000, 4000, 5000), entry("A", 1000, 4000, 5000), entry("C", 1100, 4000, 4900)]
        for order in [entries, entries.reversed()] {
            let open = Ranking(order)
            #expect(open.places.map(\.rank) == [1, 1, 3])
            #expect(open.undecided(most: 3) == [["A", "B"]])
            let voted = Ranking(order, vote: ["B", "A"])
            #expect(voted.places.map(\.entry.bidder) == ["B", "A", "C"])
            #expect(voted.places.map(\.rank) == [1, 2, 3])
            #expect(voted.undecided(most: 3).isEmpty)
        }
    }

    @Test("A tie behind the third candidate needs no vote; one that reaches into the three does")
    func tieAtTheEnd() {
        let front = [entry("A", 1000, 4000, 5000), entry("B", 1000, 3900, 5000), entry("C", 1000, 3800, 5000)]
        let behind = [entry("D", 1000, 3000, 5000), entry("E", 1000, 3000, 5000)]
        #expect(Ranking(front + behind).undecided(most: 3).isEmpty)
        #expect(Ranking(front.prefix(2) + behind).undecided(most: 3) == [["D", "E"]])
        #expect(
            Ranking(front.prefix(2) + behind, vote: ["A", "B"]).candidates(most: 3).map(\.entry.bidder) == [
                "A", "B", "D",
            ])
        // The law's number decides which tie matters.
        #expect(Ranking(front.prefix(2) + behind).undecided(most: 2).isEmpty)
        // A vote does not lift a bid over a better one.
        #expect(Ranking(front, vote: ["C", "B", "A"]).places.map(\.entry.bidder) == ["A", "B", "C"])
    }

    @Test("The ranking does not depend on the order of the bids")
    func anyOrder() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let entries = (0..<8).map { index in
                entry(
                    "B\(index)", Int64.random(in: 1...3, using: &random), Int64.random(in: 1...3, using: &random),
                    Int64.random(in: 1...3, using: &random))
            }
            #expect(Ranking(entries) == Ranking(entries.shuffled(using: &random)), "seed \(seed)")
        }
    }
}
