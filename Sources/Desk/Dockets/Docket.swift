import Statute

/// When and by whom an act was done: what ``Docket/apply(_:_:)`` may know besides the act.
public struct Moment: Hashable, Sendable {
    public let at: Instant
    public let by: OfficeHolder
    /// The act's position in its docket, from 1.
    public let version: Int

    public init(at: Instant, by: OfficeHolder, version: Int) {
        self.at = at
        self.by = by
        self.version = version
    }
}

/// The acts of one matter in order (卷宗), and the state they add up to.
///
/// `Act` is an enum, past tense, whose cases carry labelled values only; Swift's synthesized coding of it is
/// the stored form: the case's name is the entry's `act`, the labelled values are its `open` part.
public protocol Docket: Sendable {
    associatedtype Act: Codable & Sendable

    /// The first half of the docket's id, and of its address: `section`.
    static var kind: String { get }

    /// The state before the first act.
    init(id: String)

    /// What an act changes. Total and pure: no clock, no I/O, and it never fails on an act of the ledger.
    mutating func apply(_ act: Act, _ moment: Moment)
}

/// An act about to be recorded, with the bytes that are to stay closed (涉密部分) if there are any.
public struct Recorded<Act: Sendable>: Sendable {
    public let act: Act
    /// JSON that goes beside the ledger; the entry holds only its salted hash.
    public let closed: [UInt8]?

    public init(_ act: Act, closed: [UInt8]? = nil) {
        self.act = act
        self.closed = closed
    }
}

/// A docket as it stands: its state and the number of acts it has.
public struct Standing<D: Docket>: Sendable {
    public let state: D
    /// 0 when the docket has no act yet.
    public let version: Int

    public init(state: D, version: Int) {
        self.state = state
        self.version = version
    }
}
