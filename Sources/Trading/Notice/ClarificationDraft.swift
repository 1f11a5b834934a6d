import Desk

/// A clarification that is not out yet: it passes gate one as the document did, for what a clarification adds binds
/// bidders like the document itself (domain.md §1.3).
public struct ClarificationDraft: Hashable, Sendable {
    public let clarification: Clarification
    public let digest: String
    /// What the machine found in it; nil until it was read.
    public private(set) var scan: DocumentScan?
    /// What the machine found in the draft before, whose place this one takes.
    let earlier: DocumentScan?
    /// Reasons by the id of the finding, or of the file that could not be read.
    public internal(set) var justifications: [String: FindingJustification] = [:]

    init(_ clarification: Clarification, digest: String, earlier: DocumentScan?) {
        self.clarification = clarification
        self.digest = digest
        self.earlier = earlier
    }

    /// Takes what the machine found; read again by other rules, reasons stay with their clauses.
    mutating func take(_ scan: DocumentScan) {
        if let before = self.scan { justifications = scan.carrying(justifications, from: before) }
        self.scan = scan
    }

    /// Ids of what is neither put right nor justified.
    public var open: [String] {
        guard let scan else { return [] }
        return (scan.findings.map(\.id) + scan.numberedUnread.map(\.id)).filter { justifications[$0] == nil }
    }
}
