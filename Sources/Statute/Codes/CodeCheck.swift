/// What a check character says of a code. A wrong one is a warning with evidence, not a refusal: codes in real use
/// fail their own check.
public struct CodeCheck: Hashable, Sendable {
    /// The position that does not fit, counted from 1; nil when the code is valid.
    public let wrongAt: Int?
    /// The character that the check asks for there; nil when the code is valid.
    public let expected: Character?

    public var valid: Bool { wrongAt == nil }

    /// - Parameter position: of the check character, counted from 1.
    init(given: Character, expected: Character, position: Int) {
        wrongAt = given == expected ? nil : position
        self.expected = given == expected ? nil : expected
    }
}

/// A code that cannot be one: refused, unlike a wrong check character.
public enum MalformedCode: Error, Hashable, Sendable {
    case length(Int)
    /// A character that the standard does not use there; counted from 1.
    case character(position: Int)
    /// A date within the code that the calendar does not have.
    case date
}
