import ArgumentParser
import Foundation
import Insight
import Statute

/// Scores the clause scanner against a gold set.
struct ClauseScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clauses", abstract: "Precision, recall and F1 of the clause scanner by aspect on a gold set.")

    @Option(help: "Folder of gold documents (*.json).") var gold: String
    @Option(help: "Folder of scanner data in place of the built-in ones.") var data: String?
    @Flag(help: "Print each unit that was judged wrongly.") var errors = false
    @Flag(help: "Print examples that are not found and counterexamples that are.") var examples = false

    @Flag(help: "Print the sentences, a JSON line each, with labels and the rules that find something: to learn from.")
    var sentences = false

    private struct Line: Encodable {
        let document: String
        let clean: Bool
        let label: String
        let aspects: [String]
        let heading: String
        let sample: ClauseSample
    }

    private func printSentences(_ scanner: ClauseScanner) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for document in try ClauseGold.read(folder: URL(fileURLWithPath: gold)) {
            for sample in try scanner.samples(of: document.document) {
                let unit = document.units[sample.unit]
                let heading = document.units[..<sample.unit].last { $0.kind == "heading" }?.text ?? ""
                let line = Line(
                    document: document.id, clean: document.clean, label: unit.label, aspects: unit.aspects,
                    heading: heading, sample: sample)
                print(String(decoding: try encoder.encode(line), as: UTF8.self))
            }
        }
    }

    func run() throws {
        let data = try data.map { try ClauseData(folder: URL(fileURLWithPath: $0)) } ?? ClauseData.builtIn()
        let names = try Statute.builtIn().allRegions.map(\.name)
        if sentences {
            return try printSentences(ClauseScanner(packs: [data.pack], data: data, regions: names))
        }
        let clock = ContinuousClock()
        let start = clock.now
        let scanner = try ClauseScanner(packs: [data.pack], data: data, regions: names)
        print("compiled in \((clock.now - start).seconds) s")
        if examples { scanner.exampleFlaws(of: data.pack).forEach { print($0) } }
        var score = ClauseScore()
        for document in try ClauseGold.read(folder: URL(fileURLWithPath: gold)) {
            score.add(document, findings: try scanner.examine(document.document))
        }
        if errors {
            for error in score.errors.sorted(by: { ($0.aspect, $0.rule ?? "") < ($1.aspect, $1.rule ?? "") }) {
                print("\(error.aspect) \(error.rule ?? "MISS") [\(error.document) \(error.unit)] \(error.text)")
            }
        }
        for (aspect, count) in score.byAspect.sorted(by: { $0.key < $1.key }) { print(aspect, line(count)) }
        print("all  ", line(score.total))
        print("hits under the main aspect itself: \(score.hitsUnderMain)")
        print("false alarms per 100 clean pages: \(rounded(score.alarmsPer100Pages))")
    }

    private func line(_ count: ClauseScore.Count) -> String {
        "hits \(count.hits) false \(count.falseAlarms) missed \(count.misses)"
            + " P \(rounded(count.precision)) R \(rounded(count.recall)) F1 \(rounded(count.f1))"
    }

    private func rounded(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
