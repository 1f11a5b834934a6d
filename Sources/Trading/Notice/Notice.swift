import Desk
import Statute

/// The tender notice (招标公告): one instant for deadline and opening (招标投标法 34).
public struct TenderNotice: Hashable, Codable, Sendable {
    /// Documents are issued from … until (发售期, ≥ 5 days, 条例 16).
    public let issueFrom: Instant
    public let issueUntil: Instant
    public let deadline: Instant
    /// Where bids are opened.
    public let place: String
    public let contact: String
    /// Whether consortia may bid (是否接受联合体投标); nil in notices from before it was asked.
    public let acceptsConsortium: Bool?

    /// What the centre verifies and the tenderer publishes as it was verified.
    func digest() throws -> String { try ContentDigest.of(self) }

    /// The same notice when documents are issued later than it was planned.
    func issued(from instant: Instant) -> TenderNotice {
        TenderNotice(
            issueFrom: max(issueFrom, instant), issueUntil: issueUntil, deadline: deadline, place: place,
            contact: contact, acceptsConsortium: acceptsConsortium)
    }
}

/// A clarification or change of the document (澄清、修改), with the deadline that holds after it.
public struct Clarification: Hashable, Codable, Sendable {
    public let number: Int
    public let text: String
    /// Whether it may affect the preparation of bids (条例 21): then at least 15 days must be left.
    public let affectsPreparation: Bool
    public let deadline: Instant
    public let files: [FileReference]
}

/// An objection to the tenderer (异议): the tender stands still until it is answered (条例 22, 54).
public struct Objection: Hashable, Codable, Sendable {
    public let number: Int
    public let subject: Subject
    public let text: String
    /// Out of time: recorded and visible all the same.
    public let late: Bool
    public let raisedAt: Instant
    /// 24:00 of the third day after receipt.
    public let due: Instant
    public internal(set) var answer: ObjectionAnswer?

    public enum Subject: String, Codable, CaseIterable, Sendable { case document, result }
}

public struct ObjectionAnswer: Hashable, Codable, Sendable {
    public let upheld: Bool
    public let text: String
    public let at: Instant
}

/// Who keeps one share of the opening secret (开标密钥持有人).
public enum KeyHolder: String, Codable, CaseIterable, Sendable {
    case tenderer, centre, regulator

    init?(role: Role) {
        switch role {
        case .tenderer, .agency: self = .tenderer
        case .centreClerk, .centreWitness: self = .centre
        case .regulator: self = .regulator
        default: return nil
        }
    }
}

/// A holder's public key for this section, declared before the notice (verifiability.md §2).
public struct OpeningKey: Hashable, Codable, Sendable {
    public let holder: KeyHolder
    /// X9.63 uncompressed P-256 point, base64.
    public let publicKey: String
    /// SHA-256 of the point, lower-case hex.
    public let keyID: String
    /// The office that declared it.
    public let office: Office
}

extension OpeningKey {
    /// How many of the three holders are needed.
    public static let threshold = 2
}
