/// What a change of rules would change in documents that were scanned before: shown before a pack is switched on.
public struct RulePackComparison: Sendable {
    /// One document's findings that only one side has.
    public struct Document: Sendable {
        /// The position in the list that was given.
        public let document: Int
        public let appeared: [ClauseFinding]
        public let disappeared: [ClauseFinding]
    }

    /// Documents in which something changes.
    public let documents: [Document]
    /// How many documents were compared.
    public let compared: Int
    /// New findings by rule.
    public let appearedByRule: [String: Int]
    /// Lost findings by rule.
    public let disappearedByRule: [String: Int]

    /// Scans documents with both sides.
    /// - Throws: when the machine has no memory left for the search.
    public static func compare(
        old: ClauseScanner, new: ClauseScanner, documents: [DocumentText]
    ) throws -> RulePackComparison {
        var changed: [Document] = []
        var appearedByRule: [String: Int] = [:]
        var disappearedByRule: [String: Int] = [:]
        for (index, document) in documents.enumerated() {
            let before = try old.scan(document)
            let after = try new.scan(document)
            let beforeKeys = Set(before.map(Key.init))
            let afterKeys = Set(after.map(Key.init))
            let appeared = after.filter { !beforeKeys.contains(Key($0)) }
            let disappeared = before.filter { !afterKeys.contains(Key($0)) }
            for finding in appeared { appearedByRule[finding.rule, default: 0] += 1 }
            for finding in disappeared { disappearedByRule[finding.rule, default: 0] += 1 }
            if !appeared.isEmpty || !disappeared.isEmpty {
                changed.append(Document(document: index, appeared: appeared, disappeared: disappeared))
            }
        }
        return RulePackComparison(
            documents: changed, compared: documents.count, appearedByRule: appearedByRule,
            disappearedByRule: disappearedByRule)
    }

    /// The same sentence found for the same aspect is the same finding, by whatever rule.
    private struct Key: Hashable {
        let aspect: String
        let sentence: Int

        init(_ finding: ClauseFinding) {
            aspect = finding.aspect
            sentence = finding.sentenceStart
        }
    }
}
