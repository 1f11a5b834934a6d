/// Why bytes are not an entry, or parts cannot become one.
public enum EntryError: Error, Hashable, Sendable {
    /// More than 65,535 bytes.
    case tooLong(Int)
    /// A header field has a form that entries do not have; its name.
    case field(String)
    /// Not canonical JSON, and at which byte.
    case notCanonical(Reason, position: Int)

    /// What canonical JSON forbids; see docs/ledger.md.
    public enum Reason: Hashable, Sendable {
        case unexpectedByte
        case unexpectedEnd
        /// Something follows the object.
        case trailingBytes
        /// Keys do not rise by their bytes, or one stands twice.
        case keyOrder
        /// A key with an escape.
        case escapedKey
        /// An escape that is not the shortest way to write its character.
        case escape
        /// A fraction, an exponent, a leading zero, minus zero, or beyond 64 bits.
        case number
        case invalidUTF8
        /// More than 32 levels.
        case tooDeep
    }
}
