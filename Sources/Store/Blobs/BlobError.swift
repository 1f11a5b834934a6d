/// Why a blob could not be kept or given back.
public enum BlobError: Error, Equatable, Sendable {
    /// No space or quota is left; nothing of the blob remains.
    case diskFull
    /// No blob of this SHA-256 is here.
    case missing(sha256: String)
    /// The bytes here are not those of their name.
    case damaged(sha256: String)
    /// Not 64 lower-case hexadecimal digits.
    case notADigest(String)
    /// `append` or `finish` after `finish` or `cancel`.
    case writerClosed
    /// Anything else that the operating system refused.
    case file(FileError)

    init(_ error: FileError) {
        self = error.isDiskFull ? .diskFull : .file(error)
    }
}
