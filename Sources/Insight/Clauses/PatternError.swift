/// Why a pattern cannot be used: what is wrong, and where in the pattern (in Unicode scalars, macros put in).
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, as a developer reads it; people read `pattern.<name>` in the catalogues.
    public enum Code: String, Sendable, CaseIterable {
        case bracketNotClosed = "a bracket is not closed"
        case bracketNotOpened = "a bracket closes that none opened"
        case classNotClosed = "a class is not closed"
        case endlessMacro = "macros within macros without end"
        case endlessRepetition = "repetition without end of more than one character"
        case escapeNeedsDigits = "\\u needs four digits"
        case escapesNothing = "nothing follows the backslash"
        case incomplete = "something is missing"
        case looksBackTooFar = "looks back too far"
        case matchesNothing = "it matches nothing at all"
        case notInClass = "this cannot stand in a class"
        case notRepetition = "not a repetition"
        case rangeBackwards = "a range runs backwards"
        case rangeNeedsEnd = "a range needs an end"
        case repeatsNothing = "nothing stands before the repetition"
        case repeatsRepetition = "repeats a repetition"
        case repeatsTooOften = "repeats more than 200 times"
        case repetitionBackwards = "a repetition runs backwards"
        case tooDeep = "brackets within brackets too deep"
        case tooLarge = "it is too large"
        case unknownEscape = "this escape is not known"
        case unknownGroup = "this kind of group is not known"
        case unknownMacro = "there is no such macro"
    }

    public let code: Code
    /// The macro that is meant, or nothing.
    public let detail: String
    public let position: Int

    init(_ code: Code, detail: String = "", position: Int) {
        self.code = code
        self.detail = detail
        self.position = position
    }

    public var description: String {
        "\(code.rawValue)\(detail.isEmpty ? "" : " {\(detail)}") at character \(position + 1)"
    }
}
