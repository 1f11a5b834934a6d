import Insight
import Statute
import Testing

@testable import Trading

@Suite("Which sections must be tendered (必须招标的工程项目规定 2, 5; 843号 2)")
struct MustTenderSectionTests {
    private let law: MustTenderLaw

    init() throws {
        law = try Statute.builtIn().mustTender(on: #require(Day("2026-09-25")))
    }

    private func plan(
        _ yuan: Int64, trade: String = "A07", sectionClass: String = "A080101", funding: Funding = .budget,
        code: String = "1"
    ) -> SectionPlan {
        SectionPlan(
            project: "P", projectName: "灌区", name: "一标段", scope: "施工", dealCode: code, sectionClass: sectionClass,
            trade: trade, region: "530600", tenderer: "T", tendererName: "甲", agency: nil, agencyName: nil,
            method: .open, funding: funding, estimate: Money(fen: yuan * 100), approvalNumber: "1", retenderOf: nil)
    }

    private func must(_ plan: SectionPlan, investment: Int64? = nil, with others: [SectionPlan] = []) -> Bool? {
        let investment = investment.map { Money(fen: $0 * 100) }
        return plan.mustTender(investment: investment, with: others, law: law)?.mustTender
    }

    @Test("Works from four million, goods from two, services from one; a fen less need not (第16号令 5)")
    func thresholds() {
        #expect(must(plan(4_000_000)) == true)
        #expect(must(plan(3_999_999)) == false)
        #expect(must(plan(2_000_000, sectionClass: "B000000")) == true)
        #expect(must(plan(1_999_999, sectionClass: "B000000"), investment: 9_000_000) == false)
        // 监理: a service, though its class begins with 工程.
        #expect(must(plan(1_000_000, sectionClass: "A050000"), investment: 9_000_000) == true)
        #expect(must(plan(999_999, sectionClass: "A050000"), investment: 9_000_000) == false)
    }

    @Test("Sections of one project and kind that can be combined are counted together (第16号令 5 二)")
    func combined() {
        let first = plan(2_500_000)
        #expect(must(first, with: [plan(1_500_000, code: "2")]) == true)
        #expect(must(first, with: [plan(1_499_999, code: "2")]) == false)
        #expect(must(first, with: [plan(9_000_000, sectionClass: "A050000", code: "2")]) == false)
        #expect(must(first, with: [first]) == false)
    }

    @Test("Funds decide: private money need not be tendered, infrastructure by any money must (第16号令 2–4, 843号)")
    func funds() {
        #expect(must(plan(9_000_000, funding: .other)) == false)
        #expect(must(plan(9_000_000, funding: .stateEnterprise)) == true)
        #expect(must(plan(9_000_000, funding: .foreignLoan)) == true)
        #expect(must(plan(9_000_000, funding: .publicInterest)) == true)
        #expect(must(plan(9_000_000, trade: "A01", funding: .publicInterest)) == false)
        #expect(must(plan(9_000_000, trade: "D01", sectionClass: "B000000")) == nil)
        #expect(must(plan(9_000_000, trade: "B01", sectionClass: "E000000")) == nil)
    }

    @Test("In a project that must be tendered, soft certificates and honours are hard; words alone stay a question")
    func severity() {
        func severity(_ rule: String, _ plan: SectionPlan) -> ClauseSeverity {
            let none = Bilingual(zh: "", en: "")
            let finding = ClauseFinding(
                aspect: String(rule.prefix(4)), rule: rule, severity: .soft, start: 0, end: 1, page: nil,
                sentenceStart: 0, sentence: "。", basis: none, explanation: none, suggestion: none)
            return ScanWriter.Scanner.adjusted(finding, plan.mustTender(law: law)?.mustTender).severity
        }
        #expect(severity("FC09-03", plan(9_000_000)) == .hard)
        #expect(severity("FC07-12", plan(9_000_000)) == .hard)
        #expect(severity("FC09-00", plan(9_000_000)) == .soft)
        #expect(severity("FC08-03", plan(9_000_000)) == .soft)
        #expect(severity("FC09-03", plan(3_000_000)) == .soft)
        #expect(severity("FC09-03", plan(9_000_000, trade: "D01", sectionClass: "B000000")) == .soft)
    }
}
