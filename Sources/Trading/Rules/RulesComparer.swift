import Desk
import Foundation
import Insight
import Statute
import Store

/// Holds packs that were proposed against the documents of the last year, and enters what they would have found.
/// Repeatable: what was interrupted is done anew.
public struct RulesComparer: Sendable {
    /// Bytes of JSON that examples may take in their entry, which holds 65,535 in all.
    private static let room = 40_000

    let desk: Desk
    let blobs: BlobStore
    let rules: RulesInForce
    let executable: URL?

    /// - Parameter executable: the `daylight` program, which reads documents; nil reads in this process, for files
    ///   that were written by ourselves.
    public init(desk: Desk, blobs: BlobStore, rules: RulesInForce, executable: URL?) {
        self.desk = desk
        self.blobs = blobs
        self.rules = rules
        self.executable = executable
    }

    /// Compares every pack that waits, or whose comparison was made beside other rules than those in force.
    public func compareDue(at instant: @Sendable () -> Instant) async throws {
        let inForce = try RulesInForce.rows(desk.facts)
        let waiting = try desk.facts.rows(
            "SELECT number FROM rules WHERE state IN ('proposed', 'compared') AND (beside IS NULL OR beside <> $1)",
            [.text(RulesInForce.name(inForce))])
        for row in waiting {
            let number = row.text("number")
            guard let proposal = try desk.standing(LocalRules.self, number)?.state.proposal else { continue }
            let added = RulesInForce.Row(
                number: number, name: proposal.name, version: proposal.version, content: proposal.content)
            let comparison = try await compare(added, beside: inForce, at: instant())
            do {
                _ = try await desk.decide(LocalRules.self, on: number, at: instant()) { rules, situation in
                    try rules.recordComparison(comparison, situation)
                }
            } catch is Refusal {
                // Switched off while it was compared.
                continue
            }
        }
    }

    private func compare(
        _ added: RulesInForce.Row, beside inForce: [RulesInForce.Row], at instant: Instant
    ) async throws -> LocalRules.Comparison {
        let old = try rules.compiled(inForce)
        let new = try rules.compiled(inForce.filter { $0.name != added.name } + [added])
        let from = Day(of: instant).advanced(byMonths: -12)
        var tally = Tally()
        let pack = try RulePack(unchecked: Data(added.content.utf8))
        let sections = try desk.facts.rows(
            "SELECT number, region FROM section WHERE updated >= $1 ORDER BY number",
            [.integer(from.start.milliseconds)])
        for row in sections where pack.applies(to: row.text("region")) {
            try Task.checkCancellation()
            let section = row.text("number")
            guard let tender = try desk.standing(Tender.self, section)?.state, let document = tender.document else {
                continue
            }
            let before = tally.foundCount
            tally.begin()
            for file in document.files {
                do {
                    let text = try await ScanWriter.Scanner.text(of: try blobs.location(file.sha256), executable)
                    let changes = try RulePackComparison.compare(
                        old: old.scanner, new: new.scanner, documents: [text])
                    tally.add(changes, section: section, file: file.name)
                } catch is ScanWriter.Unreadable {
                    tally.unread += 1
                }
            }
            if tally.foundCount > before { tally.touched += 1 }
        }
        return try tally.comparison(beside: old.name, from: from, room: Self.room)
    }

    /// What was counted so far.
    private struct Tally {
        var sections = 0
        var files = 0
        var unread = 0
        var touched = 0
        private var found: [String: Int] = [:]
        private var lost: [String: Int] = [:]
        private var examples: [LocalRules.Example] = []
        /// Of the section at hand: the same clause in its PDF and in its DOCX is one finding.
        private var seen: Set<String> = []

        var foundCount: Int { found.values.reduce(0, +) }

        mutating func begin() {
            sections += 1
            seen = []
        }

        mutating func add(_ changes: RulePackComparison, section: String, file: String) {
            files += 1
            for finding in changes.documents.flatMap(\.disappeared) where isNew("-", finding) {
                lost[finding.rule, default: 0] += 1
            }
            for finding in changes.documents.flatMap(\.appeared) where isNew("+", finding) {
                guard let shown = DocumentScan.Finding(finding, file: file) else { continue }
                found[finding.rule, default: 0] += 1
                examples.append(LocalRules.Example(section: section, finding: shown.numbered(examples.count + 1)))
            }
        }

        private mutating func isNew(_ side: String, _ finding: ClauseFinding) -> Bool {
            seen.insert("\(side)\(finding.rule)\n\(finding.sentence)").inserted
        }

        func comparison(beside: String, from: Day, room: Int) throws -> LocalRules.Comparison {
            func counts(_ all: [String: Int]) -> [LocalRules.RuleCount] {
                all.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(100).map {
                    LocalRules.RuleCount(rule: $0.key, count: $0.value)
                }
            }
            var listed: [LocalRules.Example] = []
            var left = room
            for example in examples {
                left -= try ActCoding.json(example).count + 1
                if left < 0 { break }
                listed.append(example)
            }
            return LocalRules.Comparison(
                beside: beside, from: from, sections: sections, files: files, unread: unread, touched: touched,
                found: counts(found), lost: counts(lost), examples: listed, omitted: examples.count - listed.count)
        }
    }
}
