import Foundation
import Insight
import Testing

@testable import Site

@Suite("Rules of the scanner as people read them")
struct RulePageTests {
    private func view(_ rule: String, _ language: Language) throws -> View {
        let words = try Catalogue.builtIn().words(language)
        let aspect = try #require(try RulePack.builtIn().aspects.first { rule.hasPrefix($0.aspect) })
        return RulePackView.rule(try #require(aspect.rules.first { $0.id == rule }), aspect, words)
    }

    @Test("A rule is shown with its own words, in the page's language")
    func languages() throws {
        let rule = try #require(try RulePack.builtIn().aspects[14].rules.first { $0.id == "FC15-01" })
        let chinese = try view("FC15-01", .chinese)
        #expect(chinese["explanation"] as? String == rule.explanation?.zh)
        #expect(chinese["suggestion"] as? String == rule.suggestion?.zh)
        #expect(chinese["basis"] as? String == "招标投标法实施条例第二十六条；招标投标法实施条例第六十六条")
        let english = try view("FC15-01", .english)
        #expect(english["explanation"] as? String == rule.explanation?.en)
        #expect(english["suggestion"] as? String == rule.suggestion?.en)
        #expect((english["basis"] as? String)?.contains("art. 26") == true)
    }

    @Test("A rule without a basis of its own shows the aspect's")
    func inherited() throws {
        let aspect = try #require(try RulePack.builtIn().aspects.first)
        let english = try view("FC01-01", .english)
        #expect(english["basis"] as? String == aspect.basis.en)
        #expect(english["basis"] as? String != aspect.basis.zh)
    }
}
