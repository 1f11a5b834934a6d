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
            score.add(document, findings: try scanner.examine(document.document))
        }
        return score
    }

    @Test(
        "On the half that nobody tuned on: precision at least 0.95, recall at least 0.9, 2 false alarms a 100 clean pages"
    )
    func test() throws {
        let score = try score("test")
        let total = score.total
        #expect(total.hits + total.misses == 439)
        #expect(total.precision >= 0.95 && total.recall >= 0.9, "P \(total.precision) R \(total.recall)")
        #expect(score.cleanScalars > 150_000 && score.alarmsPer100Pages <= 2, "\(score.alarmsPer100Pages)")
    }

    @Test("On the half that rules and words are learned from: precision at least 0.97, recall at least 0.97")
    func development() throws {
        let total = try score("development").total
        #expect(total.hits + total.misses >= 10_000)
        #expect(total.precision >= 0.97 && total.recall >= 0.97, "P \(total.precision) R \(total.recall)")
    }
}
