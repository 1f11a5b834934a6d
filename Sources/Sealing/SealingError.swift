/// Why a sealed file cannot be made or opened, and thereby who is at fault (docs/sealing.md).
public enum SealingError: Error, Hashable, Sendable {
    /// The first line is no header of a sealed file; why. An unsealed upload looks like this.
    case notSealed(String)
    /// The header is of another section.
    case wrongSection(expected: String, found: String)
    /// The shares are sealed to other keys than the section's holders declared.
    case wrongHolders
    /// The notice has no usable holders or threshold; why.
    case badNotice(String)
    /// A published private key is not that of any share: its holder is at fault.
    case holderKeyUnknown(keyID: String)
    /// A share does not open with its holder's key: the bidder's file is malformed.
    case shareUnreadable(x: Int)
    /// A share opens but is not the one committed to: the bidder's file is malformed.
    case shareCommitment(x: Int)
    /// Fewer holders' keys than the threshold: not the bidder's fault.
    case tooFewShares(have: Int, need: Int)
    /// The bidder's key file is not the one that the file was sealed for.
    case bidderKeyUnknown
    /// The keys do not belong to the body (its key commitment differs).
    case bodyCommitment
    /// A chunk of the body was changed.
    case bodyDamaged(chunk: Int64)
    /// The body ends too early.
    case truncated
    /// The package inside is not the one committed to.
    case packageCommitment
    /// `bid.json` inside is not the one committed to.
    case formCommitment
    /// The package cannot be read; why.
    case badPackage(String)
    /// `bid.json` is not as the notice asks; the field and why.
    case badForm(field: String, reason: String)
    /// A key file cannot be read; why.
    case badKeyFile(String)
    /// The passphrase does not open the key file.
    case wrongPassphrase
    /// Reading or writing failed; the system's words.
    case file(String)

    /// A stable name for machines and for the ledger.
    public var code: String {
        switch self {
        case .notSealed: "notSealed"
        case .wrongSection: "wrongSection"
        case .wrongHolders: "wrongHolders"
        case .badNotice: "badNotice"
        case .holderKeyUnknown: "holderKeyUnknown"
        case .shareUnreadable: "shareUnreadable"
        case .shareCommitment: "shareCommitment"
        case .tooFewShares: "tooFewShares"
        case .bidderKeyUnknown: "bidderKeyUnknown"
        case .bodyCommitment: "bodyCommitment"
        case .bodyDamaged: "bodyDamaged"
        case .truncated: "truncated"
        case .packageCommitment: "packageCommitment"
        case .formCommitment: "formCommitment"
        case .badPackage: "badPackage"
        case .badForm: "badForm"
        case .badKeyFile: "badKeyFile"
        case .wrongPassphrase: "wrongPassphrase"
        case .file: "file"
        }
    }
}
