/// A sentence with what the rules found in it, to learn from.
public struct ClauseSample: Sendable, Codable {
    /// The unit that it stands in.
    public let unit: Int
    /// `paragraph`, `cell` or `heading`.
    public let kind: DocumentUnit.Kind
    /// As the classifier reads it.
    public let text: String
    /// Ids of the rules that find something in it.
    public let rules: [String]
    /// Ids of the number checks that find something in it.
    public let numbers: [String]
}

extension ClauseScanner {
    /// All sentences of a document with the rules that find something in them.
    /// - Throws: when the machine has no memory left for the search.
    public func samples(of document: DocumentText) throws -> [ClauseSample] {
        var numbers: [Int: Set<String>] = [:]
        for finding in try NumberChecks().check(document) {
            numbers[finding.sentenceStart, default: []].insert(finding.rule)
        }
        var pass = ScanPass(scanner: self, document: document)
        return try pass.samples(numbers)
    }
}
