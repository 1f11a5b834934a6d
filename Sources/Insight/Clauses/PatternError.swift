/// Why a pattern cannot be used: what is wrong, and where in the pattern (in Unicode scalars, macros put in).
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    public let position: Int

    public var description: String { "\(message) at character \(position + 1)" }
}
