import Foundation
import Insight
import Testing

/// How good the scanner is, on sentences of authors who did not see its rules (Gold/SOURCE.md). The floors are below what
/// was measured; a change of the rules must not fall through them.
@Suite("The gold set")
struct GoldTests {
    private func score(_ half: String) throws -> ClauseScore {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Gold/\(half)")
        let scanner = try ClauseScanner.builtIn()
        var score = ClauseScore()
        for document in try ClauseGold.read(folder: folder) {
            score.add(document, findings: try scanner.scan(document.document))
        }
        return score
    }

    @Test("On the half that nobody tuned on: precision at least 0.76, recall at least 0.78")
    func test() throws {
        let total = try score("test").total
        #expect(total.hits + total.misses == 196)
        #expect(total.precision >= 0.76 && total.recall >= 0.78, "P \(total.precision) R \(total.recall)")
    }

    @Test("On the half that rules and words are learned from: precision at least 0.9, recall at least 0.9")
    func development() throws {
        let total = try score("development").total
        #expect(total.hits + total.misses >= 1500)
        #expect(total.precision >= 0.9 && total.recall >= 0.9, "P \(total.precision) R \(total.recall)")
    }
}
