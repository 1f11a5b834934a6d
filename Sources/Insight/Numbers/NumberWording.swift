/// What the number checks say: by rule, the law, why, and what to do; data, not code.
struct NumberWording: Sendable, Decodable {
    struct Entry: Sendable, Decodable {
        let basis: String
        let explanation: Bilingual
        let suggestion: Bilingual
    }

    let entries: [String: Entry]

    init(from decoder: any Decoder) throws {
        entries = try decoder.singleValueContainer().decode([String: Entry].self)
    }

    func finding(
        _ rule: String, _ severity: ClauseSeverity, _ place: FigurePlace, _ document: DocumentText
    ) -> ClauseFinding {
        let entry = entries[rule]
        return ClauseFinding(
            aspect: String(rule.prefix(4)), rule: rule, severity: severity, start: place.start, end: place.end,
            page: document.units[place.unit].page, sentenceStart: place.sentence.lowerBound,
            sentence: document.slice(place.sentence), basis: entry?.basis ?? "",
            explanation: entry?.explanation ?? Bilingual(zh: "", en: ""),
            suggestion: entry?.suggestion ?? Bilingual(zh: "", en: ""))
    }
}
