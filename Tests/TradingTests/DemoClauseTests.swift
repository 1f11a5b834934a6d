import Insight
import Testing

@testable import Demo

@Suite("The demonstration's restrictive sentences and the scanner (862号; demand §4.1)")
struct DemoClauseTests {
    private static let planted = DemoContent.sections.flatMap { section in
        section.unnoticed + section.returned.flatMap(\.clauses)
    }

    @Test("All sixteen aspects are planted")
    func aspects() {
        #expect(Set(Self.planted.map(\.aspect)).subtracting([""]).sorted() == RulePack.aspectNames)
    }

    @Test("Every planted sentence is found by itself as one line, under its aspect")
    func found() throws {
        let scanner = try ClauseScanner.builtIn()
        for clause in Self.planted where !clause.aspect.isEmpty {
            let aspects = try scanner.scan(text: clause.text).map(\.aspect)
            #expect(aspects.contains(clause.aspect), "\(clause.aspect) \(aspects): \(clause.text)")
        }
    }

    @Test("No lawful sentence that looks like one is found")
    func lookAlikes() throws {
        let scanner = try ClauseScanner.builtIn()
        for sentence in DemoContent.lookAlikes {
            let rules = try scanner.scan(text: sentence.text).map(\.rule)
            #expect(rules.isEmpty, "\(rules): \(sentence.text)")
        }
    }
}
