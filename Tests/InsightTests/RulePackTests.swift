import Foundation
import Testing

@testable import Insight

@Suite("Rule packs of a province")
struct RulePackTests {
    private func flaws(_ json: String) throws -> [RulePack.Flaw] {
        do {
            _ = try RulePack(json: Data(json.utf8))
            return []
        } catch let invalid as RulePack.Invalid {
            return invalid.flaws
        }
    }

    private func pack(_ rule: String) -> String { #"{"id":"yn","version":"1","rules":["# + rule + "]}" }

    @Test("A pack adds a rule; comparison tells what it would have found")
    func adds() throws {
        let json = pack(
            #"{"aspect":"FC16","id":"YN-1","severity":"soft","match":["铺{G}{0,6}土司砖"],"#
                + #""examples":["外墙铺本府土司砖"],"counterexamples":["外墙不得铺土司砖"]}"#)
        let added = try RulePack(json: Data(json.utf8))
        let old = try ClauseScanner.builtIn()
        let new = try ClauseScanner(packs: [RulePack.builtIn(), added])
        let documents = ["外墙铺青色土司砖。", "外墙用砖。"].map { DocumentText(plain: $0) }
        let comparison = try RulePackComparison.compare(old: old, new: new, documents: documents)
        #expect(comparison.compared == 2)
        #expect(comparison.documents.map(\.document) == [0])
        #expect(comparison.appearedByRule == ["YN-1": 1])
        #expect(comparison.disappearedByRule.isEmpty)
        let back = try RulePackComparison.compare(old: new, new: old, documents: documents)
        #expect(back.disappearedByRule == ["YN-1": 1])
    }

    @Test("What is wrong with a pack is told by rule and field")
    func wrong() throws {
        let missing = try flaws(pack(#"{"aspect":"FC16","id":"YN-1","match":["甲"]}"#))
        #expect(missing.first?.rule == "YN-1" && missing.first?.field == "severity")
        let pattern = try flaws(pack(#"{"aspect":"FC16","id":"YN-1","severity":"soft","match":["甲","(乙"]}"#))
        #expect(pattern.first?.rule == "YN-1" && pattern.first?.field == "match[1]")
        let macro = try flaws(pack(#"{"aspect":"FC16","id":"YN-1","severity":"soft","match":["{NOTHING}甲"]}"#))
        #expect(macro.first?.problem.detail.contains("NOTHING") == true)
        let aspect = try flaws(pack(#"{"aspect":"FC17","id":"YN-1","severity":"soft","match":["甲"]}"#))
        #expect(aspect.first?.field == "aspect")
        let twice = try flaws(pack(#"{"aspect":"FC16","id":"FC16-01","severity":"soft","match":["甲乙丙"]}"#))
        #expect(twice.first?.rule == "FC16-01" && twice.first?.field == "id")
        let example = try flaws(
            pack(#"{"aspect":"FC16","id":"YN-1","severity":"soft","match":["甲乙丙"],"examples":["丁"]}"#))
        #expect(example.first?.field == "examples[0]")
        #expect(try flaws("[]").count == 1)
    }

    @Test("A basis is written in both languages, or as one string as before; what is wrong is told by field")
    func basis() throws {
        func texts(_ basis: String) throws -> RuleText? {
            let json = pack(
                #"{"aspect":"FC16","id":"YN-1","severity":"soft","match":["铺土司砖"],"basis":"# + basis
                    + #","explanation":{"zh":"指定土司砖。","en":"Names a tile."},"examples":["外墙铺土司砖"]}"#)
            return try RulePack(json: Data(json.utf8)).texts["YN-1"]
        }
        let both = try texts(#"{"zh":"云南省规定","en":"Rules of Yunnan"}"#)
        #expect(both?.basis == Bilingual(zh: "云南省规定", en: "Rules of Yunnan"))
        #expect(try texts(#""云南省规定""#)?.basis == Bilingual(zh: "云南省规定", en: "云南省规定"))
        let aspect = try RulePack.builtIn().aspects.first { $0.aspect == "FC16" }
        #expect(try texts("null")?.basis == aspect?.basis && both?.suggestion == aspect?.suggestion)
        #expect(both?.explanation.en == "Names a tile.")
        func flaw(_ basis: String) throws -> RulePack.Flaw? {
            let rule = #"{"aspect":"FC16","id":"YN-1","severity":"soft","match":["甲"],"basis":"# + basis + "}"
            return try flaws(pack(rule)).first
        }
        let number = try #require(try flaw("5"))
        #expect(number.rule == "YN-1" && number.field == "basis" && number.problem.code == "malformed")
        let half = try #require(try flaw(#"{"zh":"云南省规定"}"#))
        #expect(half.rule == "YN-1" && half.field == "basis.en" && half.problem == .missing)
    }

    @Test(
        "Patterns that could run away or match nothing are refused",
        arguments: ["甲*乙?{0,3}", "(?:甲乙)*", "(?:甲)?", "[甲", "甲{5,2}", "甲{0,999}", "\\w", "(?<!{G}{0,40})甲", "甲)"])
    func bounded(pattern: String) {
        #expect(throws: PatternError.self) { try PatternReader.read(pattern, macros: ["G": "[^。]"]) }
    }

    @Test("Patterns match as regular expressions do, with positions in scalars")
    func matching() throws {
        let places = PlaceNames(bare: ["云南"], withKind: ["昭通"])
        func range(_ pattern: String, _ text: String) throws -> Range<Int>? {
            let program = PatternProgram(try PatternReader.read(pattern, macros: [:]))
            var machine = PatternMachine(places: places)
            return text.unicodeScalars.map(\.value).withUnsafeBufferPointer { machine.first(program, in: $0) }
        }
        #expect(try range("甲[^。]{0,3}乙", "丙甲一二乙") == 1..<5)
        #expect(try range("甲[^。]{0,3}乙", "甲一。乙") == nil)
        #expect(try range("(?:甲|乙丙){2}", "甲乙丙") == 0..<3)
        #expect(try range("得\\d+(?:\\.\\d+)?分", "得12.5分") == 0..<6)
        #expect(try range("(?<!不)得分", "不得分,得分") == 4..<6)
        #expect(try range("应(?!商)", "供应商应") == 3..<4)
        #expect(try range("在{PLACE}内", "在云南内") == 0..<4)
        #expect(try range("在{PLACE}内", "在昭通内") == nil)
        #expect(try range("在{PLACE}内", "在昭通市内") == 0..<5)
        #expect(try range("在{PLACE}内", "在××市内") == 0..<5)
        #expect(try range("^甲$", "甲") == 0..<1)
        #expect(try range("^乙", "甲乙") == nil)
    }

    @Test("A pack may be for some regions, each with all that lies in it; codes that no region has are refused")
    func regions() throws {
        func pack(_ regions: String) throws -> RulePack {
            let rule = #"{"aspect":"FC08","id":"YN-1","severity":"soft","match":["土司砖"],"examples":["铺土司砖。"]}"#
            let json = #"{"id":"yn","version":"1","regions":["# + regions + #"],"rules":["# + rule + "]}"
            return try RulePack(json: Data(json.utf8))
        }
        let province = try pack(#""530000""#)
        #expect(province.applies(to: "530627") && province.applies(to: "530600") && !province.applies(to: "520100"))
        let county = try pack(#""530627","530302""#)
        #expect(county.applies(to: "530627") && county.applies(to: "530302") && !county.applies(to: "530600"))
        #expect(try pack("").applies(to: "110000"))
        let invalid = #expect(throws: RulePack.Invalid.self) { _ = try pack(#""53","539999""#) }
        #expect(invalid?.flaws.map(\.problem) == [.noSuchRegion("53"), .noSuchRegion("539999")])
    }
}
