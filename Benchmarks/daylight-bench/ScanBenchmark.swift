import ArgumentParser
import Foundation
import Insight

/// Scans a long document with all rules, with the number checks too, and finds only the rules' literals in it; prints
/// the times.
struct ScanBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Scan a document of 200 pages with all rules, and search it for their literals.")

    @Option(help: "Text files that the document is put together from, in turn; without any, the rules' own sentences.")
    var text: [String] = []
    @Option(help: "Characters of the document.") var size = 200_000
    @Option(help: "How often.") var rounds = 20
    @Option(help: "Writes the document and the literals there, for scan_peer.py.") var export: String?

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let scanner = try ClauseScanner.builtIn()
        print("compile \((clock.now - start).seconds) s, \(scanner.literals.count) literals")
        var lines = try text.flatMap { try String(contentsOfFile: $0, encoding: .utf8).components(separatedBy: "\n") }
        if lines.isEmpty { lines = ScanDocuments.sentences(of: try RulePack.builtIn()) }
        var units: [DocumentUnit] = []
        var length = 0
        var index = 0
        while length < size {
            let line = lines[index % lines.count]
            units.append(DocumentUnit(kind: .paragraph, text: line))
            length += line.unicodeScalars.count + 1
            index += 1
        }
        let document = DocumentText(format: .text, units: units)
        var findings = 0
        let scans = try (0..<rounds).map { _ in
            try clock.measure { findings = try scanner.scan(document).count }
        }
        let whole = try (0..<rounds).map { _ in
            try clock.measure { findings = try scanner.examine(document).count }
        }
        let bytes = Array(document.text.utf8)
        var hits = 0
        let searches = try (0..<rounds).map { _ in try clock.measure { hits = try scanner.literalHits(in: bytes) } }
        print("characters \(length) units \(units.count) findings \(findings) literal hits \(hits)")
        print("scan median \(median(scans)) s best \(scans.min().map(\.seconds) ?? "") s")
        print("with the number checks median \(median(whole)) s best \(whole.min().map(\.seconds) ?? "") s")
        print("literals median \(median(searches)) s best \(searches.min().map(\.seconds) ?? "") s")
        if let export {
            let folder = URL(fileURLWithPath: export)
            try Data(bytes).write(to: folder.appendingPathComponent("document.txt"))
            try Data(scanner.literals.joined(separator: "\n").utf8)
                .write(to: folder.appendingPathComponent("literals.txt"))
        }
    }

    private func median(_ times: [Duration]) -> String { times.sorted()[times.count / 2].seconds }
}
