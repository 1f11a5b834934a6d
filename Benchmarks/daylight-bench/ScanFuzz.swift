import ArgumentParser
import Foundation
import Insight

/// Scans mutated documents for a while; any fault ends it.
struct ScanFuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-fuzz",
        abstract: "Scan random documents: no crash, no place outside the text, each sentence as it stands.")

    @Option(help: "How long.") var seconds = 60
    @Option(help: "Where the random documents begin; a fault prints its seed.") var seed: UInt64 = 1

    func run() throws {
        let scanner = try ClauseScanner.builtIn()
        let sentences = ScanDocuments.sentences(of: try RulePack.builtIn())
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var seed = seed
        var count = 0
        var found = 0
        while clock.now < end {
            var maker = ScanDocuments(seed: seed)
            let document = maker.mutated(sentences)
            let findings = try scanner.examine(document)
            let faults = ScanDocuments.faults(findings, in: document)
            guard faults.isEmpty else {
                print("seed \(seed): \(faults.joined(separator: "\n"))")
                throw ExitCode(1)
            }
            count += 1
            found += findings.count
            seed += 1
        }
        print("scanned \(count) documents, \(found) findings, no fault; next seed \(seed)")
    }
}
