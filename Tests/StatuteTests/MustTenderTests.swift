import Foundation
import Testing

@testable import Statute

@Suite("Which projects must be tendered, and which look split")
struct MustTenderTests {
    private let law: MustTenderLaw

    init() throws { law = try Statute.builtIn().mustTender(on: try #require(Day("2026-09-01"))) }

    private func yuan(_ number: Int64) -> Money { Money(fen: number * 100) }

    private func result(
        _ project: MustTenderTest.Project, _ kind: ProcurementKind, _ estimates: Int64..., claimed: String? = nil
    ) -> MustTenderTest.Result {
        MustTenderTest.result(
            project: project, kind: kind, estimates: estimates.map { Money(fen: $0) }, claimed: claimed, law: law)
    }

    @Test("Thresholds: works 400 万元, goods 200 万元, services 100 万元, to the fen (16号令 5)")
    func thresholds() {
        let project = MustTenderTest.Project(investment: yuan(50_000_000), stateFunds: .controlling)
        let edges: [(ProcurementKind, Int64)] = [
            (.works, 400_000_000), (.importantGoods, 200_000_000), (.services, 100_000_000),
        ]
        for (kind, threshold) in edges {
            #expect(result(project, kind, threshold).mustTender, "\(kind)")
            let below = result(project, kind, threshold - 1)
            #expect(!below.mustTender && below.thresholdFen == threshold, "\(kind)")
            let compared = below.comparisons.last
            #expect(compared?.what == "threshold" && compared?.amountFen == threshold - 1 && compared?.applies == false)
            #expect(compared?.basis.chinese.contains("第五条") == true)
        }
    }

    @Test("Items of one project that can be combined are summed (16号令 5)")
    func combined() {
        let project = MustTenderTest.Project(investment: yuan(50_000_000), infrastructure: .water)
        let found = result(project, .works, 150_000_000, 150_000_000, 100_000_000)
        #expect(found.mustTender && found.estimateFen == 400_000_000)
        #expect(!result(project, .works, 150_000_000, 150_000_000, 99_999_999).mustTender)
    }

    @Test("Budget funds: 200 万元 and 10% of the investment, both, included (16号令 2)")
    func budgetFunds() {
        func inScope(_ budget: Int64, of investment: Int64) -> Bool {
            result(
                MustTenderTest.Project(investment: Money(fen: investment), budgetFunds: Money(fen: budget)), .works,
                500_000_000
            ).mustTender
        }
        #expect(inScope(200_000_000, of: 2_000_000_000))
        #expect(!inScope(199_999_999, of: 1_000_000_000))
        #expect(!inScope(200_000_000, of: 2_000_000_001))
        #expect(inScope(200_000_001, of: 2_000_000_001))
        #expect(inScope(300_000_000, of: 3_000_000_000) && !inScope(299_999_999, of: 3_000_000_000))
    }

    @Test("Every ground is told, whether it applies or not (招标投标法 3, 16号令 2–4, 843号 2)")
    func grounds() {
        let nothing = MustTenderTest.Project(investment: yuan(50_000_000), stateFunds: .minor)
        let none = result(nothing, .works, 900_000_000)
        #expect(!none.mustTender && none.comparisons.count == 5)
        #expect(none.comparisons.filter(\.applies).map(\.what) == ["threshold"])
        let projects = [
            MustTenderTest.Project(investment: yuan(50_000_000), foreignLoanOrAid: true),
            MustTenderTest.Project(investment: yuan(50_000_000), stateFunds: .controlling),
            MustTenderTest.Project(investment: yuan(50_000_000), infrastructure: .energy),
        ]
        for (project, ground) in zip(projects, ["foreignFunds", "stateFunds", "infrastructure"]) {
            let found = result(project, .works, 900_000_000)
            #expect(found.mustTender)
            #expect(found.comparisons.filter(\.applies).map(\.what) == [ground, "threshold"])
        }
        #expect(law.grounds.map(\.code) == MustTenderTest.Ground.allCases.map(\.rawValue))
    }

    @Test("Open where state funds control (条例 8); exceptions free or allow to invite (招标投标法 66, 条例 8, 9)")
    func openAndExceptions() {
        let state = MustTenderTest.Project(investment: yuan(50_000_000), stateFunds: .controlling)
        let foreign = MustTenderTest.Project(investment: yuan(50_000_000), foreignLoanOrAid: true)
        #expect(result(state, .works, 900_000_000).mustBeOpen && !result(foreign, .works, 900_000_000).mustBeOpen)
        let few = result(state, .works, 900_000_000, claimed: "fewCapable")
        #expect(few.mustTender && !few.mustBeOpen && few.exception?.allows == .invitation)
        let secret = result(state, .works, 900_000_000, claimed: "stateSecurity")
        #expect(!secret.mustTender && secret.exception?.basis.chinese.contains("六十六") == true)
        #expect(result(state, .works, 900_000_000, claimed: "inAHurry").mustTender)
    }

    @Test("Before 1 June 2018 another decree applied, which is not here: refused")
    func versions() throws {
        let law = try Statute.builtIn()
        let first = try #require(Day("2018-06-01"))
        #expect(try law.mustTender(on: first).worksFen == 400_000_000)
        #expect(throws: Statute.UnknownTerm.self) { try law.mustTender(on: first.advanced(byDays: -1)) }
    }

    // MARK: Splitting

    private func contract(
        _ id: String, _ fen: Int64, _ date: String, project: String = "P", kind: ProcurementKind = .works
    ) throws -> SplitTender.Contract {
        SplitTender.Contract(
            id: id, project: project, kind: kind, estimate: Money(fen: fen), date: try #require(Day(date)))
    }

    @Test("Two contracts just below the threshold within a year are told, with what was compared (招标投标法 4, 49)")
    func split() throws {
        let found = SplitTender.signals(
            [try contract("b", 390_000_000, "2026-08-01"), try contract("a", 395_000_000, "2026-03-01")], law: law)
        #expect(found.count == 1)
        let signal = try #require(found.first)
        #expect(signal.code == "SPLIT_TENDER" && signal.contracts == ["a", "b"])
        #expect(signal.sumFen == 785_000_000 && signal.thresholdFen == 400_000_000 && signal.nearFen == 200_000_000)
        #expect(signal.amountsFen == [395_000_000, 390_000_000] && signal.basis.chinese.contains("第四十九条"))
    }

    @Test("Other kinds, other projects, over a year apart, far below, or at the threshold are not")
    func notSplit() throws {
        let first = try contract("a", 390_000_000, "2025-03-01")
        let others = [
            try contract("b", 390_000_000, "2025-08-01", project: "Q"),
            try contract("b", 90_000_000, "2025-08-01", kind: .services),
            try contract("b", 390_000_000, "2026-03-02"), try contract("b", 199_999_999, "2025-08-01"),
            try contract("b", 400_000_000, "2025-08-01"),
        ]
        for other in others { #expect(SplitTender.signals([first, other], law: law).isEmpty, "\(other)") }
        let lastDay = try contract("b", 390_000_000, "2026-03-01")
        #expect(SplitTender.signals([first, lastDay], law: law).count == 1)
    }

    @Test("Random contracts: what is told fulfils the definition, and every pair that does lies in a signal")
    func randomContracts() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let start = try #require(Day("2023-01-01"))
        for _ in 0..<60 {
            let contracts = (0..<Int.random(in: 0...14, using: &random)).map { index in
                SplitTender.Contract(
                    id: "\(index)", project: Bool.random(using: &random) ? "P" : "Q",
                    kind: Bool.random(using: &random) ? .works : .services,
                    estimate: Money(fen: Int64.random(in: 20_000_000...450_000_000, using: &random)),
                    date: start.advanced(byDays: Int.random(in: 0...1200, using: &random)))
            }
            let found = SplitTender.signals(contracts, law: law)
            #expect(SplitTender.signals(contracts.reversed(), law: law) == found, "seed \(seed)")
            for signal in found {
                #expect(signal.contracts.count > 1 && signal.sumFen >= signal.thresholdFen, "seed \(seed)")
                #expect(signal.sumFen == signal.amountsFen.reduce(0, +), "seed \(seed)")
                #expect(signal.to <= signal.from.advanced(byMonths: 12), "seed \(seed)")
                for fen in signal.amountsFen {
                    #expect(fen < signal.thresholdFen && fen >= signal.nearFen, "seed \(seed)")
                }
            }
            // With "near" at half the threshold any two that are near make a signal.
            for (first, second) in pairs(contracts) where isPair(first, second) {
                let told = found.contains { $0.contracts.contains(first.id) && $0.contracts.contains(second.id) }
                #expect(told, "seed \(seed): \(first) \(second)")
            }
        }
    }

    private func pairs(
        _ contracts: [SplitTender.Contract]
    ) -> [(SplitTender.Contract, SplitTender.Contract)] {
        contracts.indices.flatMap { first in
            contracts[(first + 1)...].map { (contracts[first], $0) }
        }
    }

    private func isPair(_ first: SplitTender.Contract, _ second: SplitTender.Contract) -> Bool {
        guard first.project == second.project, first.kind == second.kind else { return false }
        let (early, late) = first.date <= second.date ? (first.date, second.date) : (second.date, first.date)
        let threshold = law.threshold(for: first.kind)
        return late <= early.advanced(byMonths: 12)
            && [first, second].allSatisfy { $0.estimate < threshold && $0.estimate.fen * 2 >= threshold.fen }
    }

    @Test("Months later: the same day, or the month's last (民法典 202)")
    func months() throws {
        let cases = [
            ("2024-02-29", 12, "2025-02-28"), ("2025-08-31", 1, "2025-09-30"), ("2025-03-15", 12, "2026-03-15"),
            ("2025-11-30", 3, "2026-02-28"), ("2025-01-31", -2, "2024-11-30"),
        ]
        for (from, count, to) in cases {
            #expect(try #require(Day(from)).advanced(byMonths: count) == Day(to), "\(from)")
        }
    }
}
