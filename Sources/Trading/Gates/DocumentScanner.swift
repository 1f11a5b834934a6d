import Foundation
import Insight
import Statute

extension ScanWriter.Scanner {
    /// The platform's own scanner: documents are read in a process of their own, then every rule in force is held
    /// against them.
    /// - Parameter executable: the `daylight` program, which reads documents; nil reads in this process, for files that
    ///   were written by ourselves.
    public static func clauses(_ rules: RulesInForce.Compiled, law: Statute, executable: URL?) -> ScanWriter.Scanner {
        let scanner = rules.scanner
        @Sendable func typed(
            _ words: String, _ document: TenderDocument, _ section: ScanWriter.Section
        ) -> [DocumentScan.Finding] {
            let text = Insight.DocumentText(plain: words)
            let found = (try? scanner.examine(text, figures: figures(document, section), law: law)) ?? []
            return found.compactMap { DocumentScan.Finding(adjusted($0, section.mustTender), file: "") }
        }
        return ScanWriter.Scanner(
            rules: rules.name,
            file: { content, name, fields, section in
                let document = try await text(of: content, executable)
                let findings = try scanner.examine(document, figures: figures(fields, section), law: law)
                let days = try document.statedDays()
                return ScanWriter.FileScan(
                    findings.compactMap { DocumentScan.Finding(adjusted($0, section.mustTender), file: name) },
                    picturePages: document.pagesWithoutText, stated: days.isEmpty ? nil : .init(file: name, days: days))
            },
            fields: { document, section in
                [document.qualification, document.quality].flatMap { typed($0, document, section) }
            }, words: typed)
    }

    private static func figures(_ document: TenderDocument, _ section: ScanWriter.Section) -> TenderFigures {
        // What is no engineering project has its twenty days by other laws (财政部87号令 10).
        var figures = TenderFigures(
            estimate: section.plan.estimate, bidDeposit: document.deposit, sectionClass: section.plan.sectionClass,
            mustTender: section.mustTender ?? true, begun: section.begunOn)
        figures.ceiling = document.ceilingPrice
        figures.validityDays = document.validityDays
        figures.durationDays = document.durationDays
        figures.performanceBondShare = document.performanceBondShare.map { $0 * 10 }
        return figures
    }

    /// In projects that must be tendered, certificates and honours that may hide a barrier are one (domain rule §4.1).
    /// What only words speak for stays a question.
    static func adjusted(_ finding: ClauseFinding, _ mustTender: Bool?) -> ClauseFinding {
        guard finding.severity == .soft, ["FC07", "FC09"].contains(finding.aspect), !finding.rule.hasSuffix("-00"),
            mustTender == true
        else { return finding }
        var finding = finding
        finding.severity = .hard
        return finding
    }

    /// - Throws: ``ScanWriter/Unreadable`` for the file's own fault.
    static func text(of content: URL, _ executable: URL?) async throws -> Insight.DocumentText {
        do {
            if let executable { return try await DocumentReader.read(file: content, executable: executable).withText() }
            return try DocumentReader.readHere(file: content).withText()
        } catch let refusal as ReadingRefusal {
            throw ScanWriter.Unreadable(reason: refusal.code.rawValue)
        }
    }
}

extension DocumentScan.Finding {
    /// Longer sentences are cut around what is marked: the act has no room for a page.
    private static let longest = 160

    /// Nil for a finding that only numbers could decide.
    init?(_ finding: ClauseFinding, file: String) {
        let severity: DocumentScan.Severity
        switch finding.severity {
        case .hard: severity = .hard
        case .soft: severity = .soft
        case .check: return nil
        }
        let scalars = Array(finding.sentence.unicodeScalars)
        let marked = finding.start - finding.sentenceStart
        let from = max(0, min(marked - 40, scalars.count - Self.longest))
        let cut = scalars[from..<min(scalars.count, from + Self.longest)]
        var sentence = from > 0 ? "…" : ""
        sentence.unicodeScalars.append(contentsOf: cut)
        if from + Self.longest < scalars.count { sentence += "…" }
        self.init(
            id: "", file: file, aspect: finding.aspect, rule: finding.rule, severity: severity, page: finding.page,
            start: finding.start, end: finding.end, sentence: sentence, basis: finding.basis.zh)
    }
}
