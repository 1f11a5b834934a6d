import Foundation
import Insight
import Testing

@Suite("Clauses are found where they stand (domain.md §4)")
struct ClauseTests {
    @Test("All sixteen aspects have rules with their basis, an explanation and a suggestion in both languages")
    func complete() throws {
        let pack = try RulePack.builtIn()
        #expect(pack.aspects.map(\.aspect).sorted() == (1...16).map { ($0 < 10 ? "FC0" : "FC") + "\($0)" })
        for aspect in pack.aspects {
            #expect(aspect.rules.count >= 8, "\(aspect.aspect)")
            for text in [aspect.basis, aspect.explanation, aspect.suggestion] {
                #expect(!text.zh.isEmpty && !text.en.isEmpty, "\(aspect.aspect)")
            }
        }
    }

    @Test("Findings lie in the text, and the sentence is the text's own, whatever the spacing and width of characters")
    func places() throws {
        let scanner = try ClauseScanner.builtIn()
        let text = "一、资格要求\n投标人　须在本 市设有分支机构，并承诺优质服务。\n投标保証金只接受现金转账；履约保证金为合同价的１０％。"
        let findings = try scanner.scan(text: text)
        #expect(Set(findings.map(\.aspect)).isSuperset(of: ["FC03", "FC04"]))
        let scalars = Array(text.unicodeScalars)
        for finding in findings {
            #expect(finding.start < finding.end && finding.end <= scalars.count)
            let length = finding.sentence.unicodeScalars.count
            var own = ""
            own.unicodeScalars.append(contentsOf: scalars[finding.sentenceStart..<(finding.sentenceStart + length)])
            #expect(own == finding.sentence)
            #expect(finding.start >= finding.sentenceStart && finding.end <= finding.sentenceStart + length)
        }
    }

    @Test("A prohibition quoted from the law, and what is demanded by law, are no findings")
    func lawful() throws {
        let scanner = try ClauseScanner.builtIn()
        for text in [
            "招标人不得要求投标人在本地设立分支机构。", "投标人应具有有效的安全生产许可证。",
            "投标保证金可以采用银行保函、保证保险、现金等形式，由投标人自主选择。",
        ] {
            #expect(try scanner.scan(text: text).filter { $0.severity == .hard }.isEmpty, "\(text)")
        }
    }
}
