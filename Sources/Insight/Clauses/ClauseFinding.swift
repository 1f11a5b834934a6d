/// A sentence that a rule found.
public struct ClauseFinding: Sendable, Hashable, Codable {
    /// `FC01` to `FC16`.
    public var aspect: String
    public var rule: String
    public var severity: ClauseSeverity
    /// What is marked: Unicode scalars of the document's whole text.
    public var start: Int
    public var end: Int
    /// From 1; nil when the format has no pages.
    public var page: Int?
    /// Where the sentence begins, in Unicode scalars of the whole text.
    public var sentenceStart: Int
    /// The sentence as it stands in the document; `start..<end` lies in it.
    public var sentence: String
    public var basis: Bilingual
    public var explanation: Bilingual
    public var suggestion: Bilingual

    public init(
        aspect: String, rule: String, severity: ClauseSeverity, start: Int, end: Int, page: Int?, sentenceStart: Int,
        sentence: String, basis: Bilingual, explanation: Bilingual, suggestion: Bilingual
    ) {
        self.aspect = aspect
        self.rule = rule
        self.severity = severity
        self.start = start
        self.end = end
        self.page = page
        self.sentenceStart = sentenceStart
        self.sentence = sentence
        self.basis = basis
        self.explanation = explanation
        self.suggestion = suggestion
    }
}
