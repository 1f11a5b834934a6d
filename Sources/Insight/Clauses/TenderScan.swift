import Statute

/// The whole examination of a document: clauses and numbers.
extension ClauseScanner {
    /// Findings of the rules and of the number checks, in the document's order.
    /// - Parameters:
    ///   - figures: the tender's fields, where there are some.
    ///   - law: an installation's own; nil: the built-in one.
    /// - Throws: when the machine has no memory left for the search.
    public func examine(
        _ document: DocumentText, figures: TenderFigures = TenderFigures(), law: Statute? = nil
    ) throws -> [ClauseFinding] {
        let clauses = try scan(document)
        var taken: Set<Mark> = []
        for finding in clauses { taken.insert(Mark(aspect: finding.aspect, sentence: finding.sentenceStart)) }
        var numbers: [ClauseFinding] = []
        for finding in try NumberChecks(law: law).check(document, figures: figures) {
            // One finding of an aspect is enough for a sentence.
            if taken.insert(Mark(aspect: finding.aspect, sentence: finding.sentenceStart)).inserted {
                numbers.append(finding)
            }
        }
        return (clauses + numbers).sorted { ($0.start, $0.end, $0.rule) < ($1.start, $1.end, $1.rule) }
    }

    private struct Mark: Hashable {
        let aspect: String
        let sentence: Int
    }
}
