/// Why the vault does not do what a bidder asks. The caller turns these into words of the law.
public enum VaultRefusal: Error, Equatable, Sendable {
    /// No upload of this id; it may have been terminated, refused or expired.
    case unknownUpload
    /// The upload's time for finishing has passed.
    case expired
    /// The next byte wanted is number `expected` (tus: 409).
    case offsetConflict(expected: Int64)
    /// More bytes than the size announced (tus: 413). Nothing of this part is kept.
    case exceedsSize(Int64)
    /// The size announced is not positive or is longer than the limit, in bytes.
    case sizeNotAllowed(limit: Int64)
    /// The part's SHA-256 is not the one announced (tus: 460). Nothing of this part is kept.
    case checksumMismatch
    /// Another part of this upload is arriving (tus: 423).
    case busy
    /// All bytes have been received and a receipt was given.
    case alreadyReceived
    /// Bytes are missing.
    case incomplete(offset: Int64, size: Int64)
    /// The last byte was not durable strictly before the deadline (电子招标投标办法 27). UTC ms since 1970.
    case late(at: Int64, deadline: Int64)
    /// The bidder has no standing bid in this section.
    case nothingToWithdraw
}

/// What an operator has to mend.
public enum VaultFailure: Error, Equatable, Sendable {
    /// No space or quota is left on the disk.
    case diskFull
    /// The vault may not grow further.
    case full
    /// `vault.key` is missing, or is not that of the index.
    case keyMissing
    /// Another process, or another value in this one, has this vault open.
    case inUse
    /// Bids were asked for before their deadline (UTC ms since 1970).
    case beforeDeadline(Int64)
    /// Receipts of the section are not yet bound to the ledger, so their records must stay.
    case receiptsNotInLedger(Int)
    /// Stored bytes do not decrypt or differ from the receipt.
    case damaged(upload: String)
    /// Names so long that a record does not fit its slot.
    case recordTooLarge
    case file(FileError)

    init(_ error: FileError) {
        self = error.isDiskFull ? .diskFull : .file(error)
    }
}
