import Desk
import Insight
import Statute
import Store

/// What the machine found in one version of a tender document: the evidence of gate one. The files and the fields are
/// read by the platform; the tenderer puts each finding right or justifies it (domain.md §1.3, §4.1).
public struct DocumentScan: Hashable, Codable, Sendable {
    /// The document that was read.
    public let digest: String
    /// Which rules read it: the packs with their versions.
    public let rules: String
    public let findings: [Finding]
    /// Findings beyond those listed; the entry of an act is at most 65,535 bytes.
    public let omitted: Int
    /// Files that could not be read, and why.
    public let unread: [UnreadFile]
    /// The days that the files state; nil in scans from before they were read for them.
    public let stated: [Stated]?

    /// What one file states of the days that the notice will name.
    public struct Stated: Hashable, Codable, Sendable {
        public let file: String
        public let days: StatedDays

        public init(file: String, days: StatedDays) {
            self.file = file
            self.days = days
        }
    }

    public init(
        digest: String, rules: String, findings: [Finding], omitted: Int, unread: [UnreadFile], stated: [Stated]? = nil
    ) {
        self.digest = digest
        self.rules = rules
        self.findings = findings
        self.omitted = omitted
        self.unread = unread
        self.stated = stated
    }

    /// One suspicious clause, with its place.
    public struct Finding: Hashable, Codable, Sendable {
        /// `S1` …, in the order of the document.
        public let id: String
        /// The file's name; empty for the structured fields.
        public let file: String
        /// `FC01` … `FC16`
        public let aspect: String
        public let rule: String
        public let severity: Severity
        /// From 1; nil where the format has no pages.
        public let page: Int?
        /// Unicode scalars of the extracted text.
        public let start: Int
        public let end: Int
        public let sentence: String
        public let basis: String

        public init(
            id: String, file: String, aspect: String, rule: String, severity: Severity, page: Int?, start: Int,
            end: Int,
            sentence: String, basis: String
        ) {
            self.id = id
            self.file = file
            self.aspect = aspect
            self.rule = rule
            self.severity = severity
            self.page = page
            self.start = start
            self.end = end
            self.sentence = sentence
            self.basis = basis
        }

        /// What stays the same when a document is corrected elsewhere: the rule and the clause's words, whatever its number
        /// is and wherever its lines break.
        var identity: String { "\(rule)\n\(Self.words(of: sentence))" }

        private static func words(of sentence: String) -> String {
            // 第三条, （二）, 3.3, 3.1.2., 1、, 二、, ①
            let number =
                #/
                ^(?: 第[一二三四五六七八九十百\d]+[章节条款] | [（(][一二三四五六七八九十\d]+[）)]
                | \d+(?:\.\d+)+\.? | \d+[、.．](?!\d) | [一二三四五六七八九十]+、 | [①-⑳])
                /#
            let words = sentence.filter { !$0.isWhitespace }
            return String(words.trimmingPrefix(number))
        }
    }

    public enum Severity: String, Codable, CaseIterable, Sendable {
        /// Unlawful on its face.
        case hard
        /// May be unlawful; somebody has to look.
        case soft
    }

    public struct UnreadFile: Hashable, Codable, Sendable {
        public let name: String
        /// A code, `reading.<reason>` in the catalogues.
        public let reason: String
        /// Pages (from 1) that are pictures, of a file whose other pages were read; nil: nothing of it was read.
        public let pages: [Int]?

        public init(name: String, reason: String, pages: [Int]? = nil) {
            self.name = name
            self.reason = reason
            self.pages = pages
        }

        /// What stays the same when the document is read again.
        var identity: String { "\(name)\n\(reason)\n\(pages ?? [])" }
    }

    /// What was not read, numbered beside the findings: `U1` …
    public var numberedUnread: [(id: String, file: UnreadFile)] {
        unread.enumerated().map { ("U\($0.offset + 1)", $0.element) }
    }

    /// The numbers here of what another reading of the same text found: of the same clauses and files, by its numbers.
    func renumbered(from before: DocumentScan) -> [String: String] {
        func numbers(_ scan: DocumentScan) -> [(identity: String, id: String)] {
            scan.findings.map { ($0.identity, $0.id) } + scan.numberedUnread.map { ($0.file.identity, $0.id) }
        }
        let now = Dictionary(numbers(self)) { first, _ in first }
        let pairs = numbers(before).compactMap { old in now[old.identity].map { (old.id, $0) } }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Reasons given for what another reading of the same text found, for what is the same here.
    func carrying(
        _ justifications: [String: FindingJustification], from before: DocumentScan
    ) -> [String: FindingJustification] {
        var carried: [String: FindingJustification] = [:]
        for (old, new) in renumbered(from: before) {
            guard let reason = justifications[old]?.reason else { continue }
            carried[new] = FindingJustification(finding: new, reason: reason)
        }
        return carried
    }

    /// What a corrected document's scan shows beside the one before.
    public func changes(since before: DocumentScan) -> (fixed: [Finding], new: [Finding]) {
        let old = Set(before.findings.map(\.identity))
        let now = Set(findings.map(\.identity))
        return (
            before.findings.filter { !now.contains($0.identity) }, findings.filter { !old.contains($0.identity) }
        )
    }
}

/// Why a finding stands although the machine found it: by whom and when the act itself says.
public struct FindingJustification: Hashable, Codable, Sendable {
    public let finding: String
    public let reason: String
}

extension Gates {
    /// The scan of the version that is before the gates.
    public var scan: DocumentScan? { scans.last }

    /// Findings of the latest scan that are neither put right nor justified.
    public var openFindings: [DocumentScan.Finding] {
        (scan?.findings ?? []).filter { justifications[$0.id] == nil }
    }

    /// Files and pages that the latest scan could not read, and of which nobody has said yet what stands in them.
    public var openUnread: [(id: String, file: DocumentScan.UnreadFile)] {
        (scan?.numberedUnread ?? []).filter { justifications[$0.id] == nil }
    }
}

extension Tender {
    /// What the platform reads at gate one now: the document while it is drafted, a clarification's draft while bids are
    /// prepared; with the rules that have read it, nil when nobody has yet.
    var reading: (digest: String, rules: String?)? {
        if stage == .bidding { return clarificationDraft.map { ($0.digest, $0.scan?.rules) } }
        guard stage == .drafting, let documentDigest else { return nil }
        return (documentDigest, gates.scan?.digest == documentDigest ? gates.scan?.rules : nil)
    }

    /// What was found in the document, or in the draft of a clarification.
    /// - Throws: ``Refusal`` for anybody but the platform, and for another version than the current one.
    func recordScan(_ scan: DocumentScan, _ situation: Situation) throws -> Decision<Tender> {
        try situation.requirePlatform()
        try require(
            reading?.digest == scan.digest && reading?.rules != scan.rules,
            Refusal(.stage, "gates.documentChanged"))
        return Decision(stage == .bidding ? .clarificationScanned(scan: scan) : .documentScanned(scan: scan))
    }

    func justifyFinding(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        let id = input[ScanForms.finding]
        let justification = FindingJustification(finding: id, reason: input[ScanForms.reason])
        if stage == .bidding, let draft = clarificationDraft {
            try require(draft.scan != nil, Refusal(.stage, "gates.notScanned", rule: "D16"))
        } else {
            try requireStage(.drafting)
            try requireScanned()
        }
        try require(
            openFindings.contains { $0.id == id },
            Refusal(.invalid, "gates.noSuchFinding", field: "finding", ["finding": id]))
        return Decision(
            stage == .bidding
                ? .clarificationJustified(justification: justification)
                : .findingJustified(justification: justification))
    }

    func requireScanned() throws {
        try require(gates.scan?.digest == documentDigest, Refusal(.stage, "gates.notScanned", rule: "D16"))
    }

    /// Sections with a document whose review is not signed yet, or with a clarification that is not out, and the rules
    /// that read it: none for one that waits to be read; by other rules than those in force, it is read again.
    public static let scanRegister = Register.of(
        Tender.self, name: "scan_due", version: 4,
        create: [
            """
            CREATE TABLE scan_due (
              section TEXT PRIMARY KEY, since INTEGER NOT NULL, region TEXT NOT NULL, rules TEXT)
            """
        ],
        drop: ["DROP TABLE IF EXISTS scan_due"]
    ) { registered, transaction in
        let (before, after) = (registered.before.reading, registered.after.reading)
        guard let after, let plan = registered.after.plan else {
            if before != nil {
                try transaction.execute("DELETE FROM scan_due WHERE section = $1", [.text(registered.id)])
            }
            return
        }
        guard before?.digest != after.digest || before?.rules != after.rules else { return }
        try transaction.execute(
            "INSERT OR REPLACE INTO scan_due (section, since, region, rules) VALUES ($1, $2, $3, $4)",
            [
                .text(registered.id), .integer(registered.moment.at.milliseconds), .text(plan.region),
                after.rules.map { .text($0) } ?? .null,
            ])
    }
}

enum ScanForms {
    static let finding = Field<String>.text("finding", maximum: 10, example: "S1")
    static let reason = Field<String>.prose("reason", maximum: 2000)

    static let commands: [Command<Tender>] = [
        Command(
            "justifyFinding", by: [.tenderer, .agency], fields: [finding.description, reason.description],
            offered: { !$0.openFindings.isEmpty }, briefing: { tender, _ in tender.openFindings.map(\.said) },
            prefilled: { tender, _ in
                tender.openFindings.only.map { ["finding": .text($0.id)] } ?? [:]
            },
            decide: { try $0.justifyFinding($1, $2) })
    ]
}
