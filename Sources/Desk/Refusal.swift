/// A sentence for people, by its key in the string catalogues, with what fills its gaps.
/// An argument that starts with `@` is itself a catalogue key.
public struct Phrase: Hashable, Codable, Sendable {
    public let key: String
    public let arguments: [String: String]

    public init(_ key: String, _ arguments: [String: String] = [:]) {
        self.key = key
        self.arguments = arguments
    }
}

/// Why an act cannot be done (不予受理): never just "error". The explanation is the catalogue's
/// `refusal.<code>`, what would make it right `refusal.<code>.remedy`, the legal basis `rule.<rule>`.
public struct Refusal: Error, Hashable, Codable, Sendable {
    /// What kind of obstacle it is; pages and the API derive their answer's status from it.
    public enum Kind: String, Codable, Sendable {
        /// The input itself is not acceptable (422).
        case invalid
        /// The person's office may not do this here (403).
        case office
        /// Not in this state of the docket (409).
        case stage
        /// Somebody else was faster, or the form was made for an older version (409).
        case version
        /// There is no such docket, line or file (404).
        case missing
    }

    public let kind: Kind
    /// Stable and unique: `notice.preparationTooShort`.
    public let code: String
    /// The rule that refuses: a term (`T03`) or an article (`LAW34`); nil when no law stands behind it.
    public let rule: String?
    /// The input field at fault, `items.2.price` for the third line of a list.
    public let field: String?
    public let arguments: [String: String]

    public init(
        _ kind: Kind, _ code: String, rule: String? = nil, field: String? = nil, _ arguments: [String: String] = [:]
    ) {
        self.kind = kind
        self.code = code
        self.rule = rule
        self.field = field
        self.arguments = arguments
    }

    public var explanation: Phrase { Phrase("refusal.\(code)", arguments) }
    public var remedy: Phrase { Phrase("refusal.\(code).remedy", arguments) }
}

/// Several refusals of one input: every field that is wrong is told at once.
public struct Refusals: Error, Hashable, Codable, Sendable {
    /// In the order of the form; never empty.
    public let all: [Refusal]

    public init(_ all: [Refusal]) { self.all = all }
}

/// Guards: a decision reads as a list of these, in the order of the article.
public func require(_ condition: Bool, _ refusal: @autoclosure () -> Refusal) throws {
    if !condition { throw refusal() }
}
