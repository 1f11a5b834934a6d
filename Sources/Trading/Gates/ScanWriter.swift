import Desk
import Foundation
import Statute
import Store

/// Reads the documents that wait at gate one, and enters what was found. Repeatable; a file that cannot be read is
/// entered as such and stops nobody.
public struct ScanWriter: Sendable {
    /// The section that a document is for, with what its tender knows beside the plan.
    public struct Section: Sendable {
        public let plan: SectionPlan
        /// The day that the tender began: it keeps the rules of that day.
        public let begunOn: Day?
        /// Whether it must be tendered, its project's other sections counted in; nil where other laws bind.
        public let mustTender: Bool?

        public init(plan: SectionPlan, begunOn: Day? = nil, mustTender: Bool? = nil) {
            self.plan = plan
            self.begunOn = begunOn
            self.mustTender = mustTender
        }

        /// Nil before there is a plan.
        init?(_ tender: Tender, _ desk: Desk) throws {
            guard let plan = tender.plan else { return nil }
            self.init(
                plan: plan, begunOn: tender.begunOn,
                mustTender: try tender.mustTender(desk.facts, law: desk.law)?.mustTender)
        }
    }

    /// Reads one document for suspicious clauses.
    public struct Scanner: Sendable {
        /// The rule packs with their versions, as the act names them.
        let rules: String
        /// What stands in a file; ids are given later.
        /// - Throws: ``Unreadable`` for the file's own fault, anything else when reading could not be tried.
        let file: @Sendable (_ content: URL, _ name: String, TenderDocument, Section) async throws -> FileScan
        /// What the structured fields say.
        let fields: @Sendable (TenderDocument, Section) -> [DocumentScan.Finding]
        /// What a clarification's words say, beside the document that it changes.
        let words: @Sendable (String, TenderDocument, Section) -> [DocumentScan.Finding]

        public init(
            rules: String,
            file:
                @escaping @Sendable (_ content: URL, _ name: String, TenderDocument, Section) async throws ->
                FileScan,
            fields: @escaping @Sendable (TenderDocument, Section) -> [DocumentScan.Finding],
            words: @escaping @Sendable (String, TenderDocument, Section) -> [DocumentScan.Finding]
        ) {
            self.rules = rules
            self.file = file
            self.fields = fields
            self.words = words
        }
    }

    /// What was found in one file.
    public struct FileScan: Sendable {
        public let findings: [DocumentScan.Finding]
        /// Pages (from 1) that are pictures: nothing on them was read.
        public let picturePages: [Int]
        /// The days that it states, where it does.
        public let stated: DocumentScan.Stated?

        public init(
            _ findings: [DocumentScan.Finding] = [], picturePages: [Int] = [], stated: DocumentScan.Stated? = nil
        ) {
            self.findings = findings
            self.picturePages = picturePages
            self.stated = stated
        }
    }

    /// A file that cannot be read by its own fault: scanned without text, encrypted, broken.
    public struct Unreadable: Error {
        public let reason: String

        public init(reason: String) { self.reason = reason }
    }

    /// Bytes of JSON that findings may take in their entry, which holds 65,535 in all.
    private static let room = 48_000

    public let desk: Desk
    public let blobs: BlobStore
    private let scanner: @Sendable (_ region: String) throws -> Scanner

    /// - Parameter scanner: asked for anew at each turn, for rules change, and for each region, which may have its own.
    public init(desk: Desk, blobs: BlobStore, scanner: @escaping @Sendable (_ region: String) throws -> Scanner) {
        self.desk = desk
        self.blobs = blobs
        self.scanner = scanner
    }

    /// Reads every document that waits, and anew those that other rules than those in force have read.
    public func scanDue(at instant: @Sendable () -> Instant) async throws {
        // Those that nobody has read come first; then those that other rules have read.
        let drafts = try desk.facts.rows(
            "SELECT section, region, rules FROM scan_due ORDER BY rules IS NOT NULL, since, section")
        var scanners: [String: Scanner] = [:]
        for row in drafts {
            let (section, region) = (row.text("section"), row.text("region"))
            let scanner = try scanners[region] ?? scanner(region)
            scanners[region] = scanner
            guard row.optionalText("rules") != scanner.rules,
                let tender = try desk.standing(Tender.self, section)?.state, tender.reading != nil,
                let scan = try await tender.stage == .bidding ? scanDraft(tender, scanner) : scan(tender, scanner)
            else { continue }
            do {
                _ = try await desk.decide(Tender.self, on: section, at: instant()) { tender, situation in
                    try tender.recordScan(scan, situation)
                }
            } catch is Refusal {
                // The tenderer changed the document while it was read: the next turn reads the new one.
                continue
            }
        }
    }

    private func scan(_ tender: Tender, _ scanner: Scanner) async throws -> DocumentScan? {
        guard let document = tender.document, let digest = tender.documentDigest,
            let section = try Section(tender, desk)
        else { return nil }
        return try await read(document.files, scanner.fields(document, section), digest, document, section, scanner)
    }

    /// A clarification before it is published: its words and its files.
    private func scanDraft(_ tender: Tender, _ scanner: Scanner) async throws -> DocumentScan? {
        guard let draft = tender.clarificationDraft, let document = tender.document,
            let section = try Section(tender, desk)
        else { return nil }
        let words = scanner.words(draft.clarification.text, document, section)
        return try await read(draft.clarification.files, words, draft.digest, document, section, scanner)
    }

    /// - Parameter fields: what was found in what was typed.
    private func read(
        _ files: [FileReference], _ fields: [DocumentScan.Finding], _ digest: String, _ document: TenderDocument,
        _ section: Section, _ scanner: Scanner
    ) async throws -> DocumentScan {
        var found: [DocumentScan.Finding] = []
        var unread: [DocumentScan.UnreadFile] = []
        var stated: [DocumentScan.Stated] = []
        for file in files {
            do {
                let scan = try await scanner.file(try blobs.location(file.sha256), file.name, document, section)
                found += scan.findings
                if let days = scan.stated { stated.append(days) }
                if !scan.picturePages.isEmpty {
                    unread.append(.init(name: file.name, reason: "pictures", pages: scan.picturePages))
                }
            } catch let unreadable as Unreadable {
                unread.append(.init(name: file.name, reason: unreadable.reason))
            }
        }
        // The same clause in the PDF, in the DOCX and in a field of one document is one finding; a file shows its place.
        found += fields
        var seen: Set<String> = []
        // When the entry has no room for all, it lists what is unlawful on its face.
        let distinct = found.filter { seen.insert($0.identity).inserted }
        let weightiest = distinct.filter { $0.severity == .hard } + distinct.filter { $0.severity == .soft }
        var room = Self.room
        var fits: Set<String> = []
        for finding in weightiest {
            room -= try ActCoding.json(finding.numbered(distinct.count)).count + 1
            if room < 0 { break }
            fits.insert(finding.identity)
        }
        let listed = distinct.filter { fits.contains($0.identity) }.enumerated().map { $1.numbered($0 + 1) }
        return DocumentScan(
            digest: digest, rules: scanner.rules, findings: listed, omitted: distinct.count - listed.count,
            unread: unread, stated: stated)
    }
}

extension DocumentScan.Finding {
    func numbered(_ number: Int) -> DocumentScan.Finding {
        DocumentScan.Finding(
            id: "S\(number)", file: file, aspect: aspect, rule: rule, severity: severity, page: page, start: start,
            end: end, sentence: sentence, basis: basis)
    }
}
