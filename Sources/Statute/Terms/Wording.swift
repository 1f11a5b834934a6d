/// Words of the law in both languages: part of a rule, so that a rule is changed in one place.
public struct Wording: Hashable, Codable, Sendable {
    public let chinese: String
    public let english: String

    public init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }

    private enum CodingKeys: String, CodingKey {
        case chinese = "zh"
        case english = "en"
    }
}

/// How surely a rule's words are known.
public enum RuleSource: String, Codable, Sendable {
    /// Read in the text of the law.
    case checked
    /// From general knowledge of the field: to be confirmed.
    case knowledge
    /// Where the law gives no number, what this platform takes.
    case reconstruction
}
