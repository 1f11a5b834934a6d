/// What the number checks say, by rule; data, not code.
struct NumberWording: Sendable, Decodable {
    let texts: [String: RuleText]

    init(from decoder: any Decoder) throws {
        texts = try decoder.singleValueContainer().decode([String: RuleText].self)
    }

    func finding(
        _ rule: String, _ severity: ClauseSeverity, _ place: FigurePlace, _ document: DocumentText
    ) -> ClauseFinding {
        let none = Bilingual(zh: "", en: "")
        let text = texts[rule] ?? RuleText(basis: none, explanation: none, suggestion: none)
        return ClauseFinding(
            aspect: String(rule.prefix(4)), rule: rule, severity: severity, start: place.start, end: place.end,
            page: document.units[place.unit].page, sentenceStart: place.sentence.lowerBound,
            sentence: document.slice(place.sentence), basis: text.basis, explanation: text.explanation,
            suggestion: text.suggestion)
    }
}
