import Desk
import Statute

/// Somebody who is signed in, as of this request.
public struct Session: Sendable {
    /// SHA-256 of the token, in hex: the session's name in the table.
    let id: String
    public let login: String
    public let person: String
    /// The person's name, from its register.
    public let name: String
    /// Offices that the person holds now.
    public let offices: [Office]
    /// The one chosen after signing in; nil before the choice, and again when it has ended meanwhile.
    public let office: Office?
    /// What the person has to do before anything else.
    let duty: Duty?

    enum Duty: String, Sendable {
        /// The password was given out by somebody else.
        case choosePassword
        /// An official without a second factor.
        case enrolCode
    }
}

/// How long sessions last: minutes idle and in all.
enum SessionLimits {
    static func idle(official: Bool) -> Int64 { official ? 30 : 12 * 60 }
    static func absolute(official: Bool) -> Int64 { official ? 12 * 60 : 24 * 60 }
}

/// What lists of sessions show.
struct SessionLine: Sendable {
    let id: String
    let created: Instant
    let seen: Instant
    let address: String
    let office: String?
}
