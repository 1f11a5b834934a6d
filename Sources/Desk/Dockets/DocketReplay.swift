import Store

/// Follows every docket of a ledger through the same pure rules that the desk uses: what an offline verifier does
/// with acts whose bytes are proven.
public struct DocketReplay {
    private let byKind: [String: DocketKind]
    private var standings: [String: any Sendable] = [:]
    /// Acts followed so far.
    public private(set) var acts = 0

    public init(kinds: [DocketKind]) {
        byKind = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0) })
    }

    /// Follows one act.
    /// - Throws: ``ReplayError`` when it does not follow from its docket, or no rule knows its kind.
    public mutating func take(_ stored: StoredEntry) throws {
        let docket = stored.entry.docket
        guard let kind = byKind[String(docket.prefix { $0 != "/" })] else {
            throw ReplayError(sequence: stored.sequence, reason: "no rules for dockets such as \(docket)")
        }
        standings[docket] = try kind.load([stored], standings[docket])
        acts += 1
    }
}
