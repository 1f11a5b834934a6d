import Statute

/// What a decision may know besides the docket's state and the input.
public struct Situation: Sendable {
    /// The instant at which the act is to stand; decisions never ask a clock.
    public let at: Instant
    public let by: OfficeHolder
    public let law: Statute
    /// Read access to registers and other dockets at this moment.
    public let facts: Facts

    public init(at: Instant, by: OfficeHolder, law: Statute, facts: Facts) {
        self.at = at
        self.by = by
        self.law = law
        self.facts = facts
    }
}

extension Situation {
    /// Only the platform itself may go on: nobody does its duties by a form.
    /// - Throws: ``Refusal``.
    public func requirePlatform() throws { try require(by.office.role == .platform, by.office.isOfWrongRole) }

    /// Only an office that is competent for a region and a trade may go on.
    /// - Parameter trade: trade class; nil when any will do.
    /// - Throws: ``Refusal``.
    public func requireCompetent(for region: String, trade: String? = nil) throws {
        try require(
            by.office.covers(region: region), Refusal(.office, "office.wrongRegion", ["region": "@region.\(region)"]))
        guard let trade else { return }
        try require(by.office.covers(trade: trade), Refusal(.office, "office.wrongTrade", ["trade": "@trade.\(trade)"]))
    }
}

extension Office {
    /// What an office of another role than a command asks for is told.
    public var isOfWrongRole: Refusal { Refusal(.office, "office.wrongRole", ["office": "@role.\(role.rawValue)"]) }
}

/// The acts that a decision leaves: on its own docket, and with them, in the same transaction, on others.
public struct Decision<D: Docket>: Sendable {
    public let acts: [Recorded<D.Act>]
    public let others: [OtherActs]

    public init(_ acts: [Recorded<D.Act>], others: [OtherActs] = []) {
        self.acts = acts
        self.others = others
    }

    public init(_ acts: D.Act..., others: [OtherActs] = []) {
        self.init(acts.map { Recorded($0) }, others: others)
    }
}

/// Acts on another docket than the one decided about, encoded already.
public struct OtherActs: Sendable {
    let docket: String
    let expectedVersion: Int
    let acts: [EncodedAct]

    /// - Parameter version: the other docket's version that the decision looked at; 0 opens a new docket.
    public init<D: Docket>(_ type: D.Type, id: String, version: Int, _ acts: [Recorded<D.Act>]) throws {
        docket = "\(D.kind)/\(id)"
        expectedVersion = version
        self.acts = try acts.map { try EncodedAct($0) }
    }
}

struct EncodedAct: Sendable {
    /// Bytes of an act's open part. An entry holds 65,535 in all (docs/ledger.md), and who and when need room beside it.
    static let longest = 64_000

    let name: String
    let open: [UInt8]
    let closed: [UInt8]?

    init<Act: Encodable>(_ recorded: Recorded<Act>) throws {
        let encoded = try ActCoding.encode(recorded.act)
        name = encoded.name
        open = encoded.open
        closed = recorded.closed
    }
}

/// What an office has to know before it acts: shown on the command's form to whoever may do it.
public struct Briefing: Sendable, Hashable {
    /// Its heading is the catalogue's `briefing.<kind>.<name>`.
    public let name: String
    /// What a person wrote; empty when the acts say it. What the platform says itself is in both languages.
    public let text: Wording
    /// Sequence numbers of the acts that it is about.
    public let acts: [Int64]
    /// Whether the ledger's open part does not say it, so that nobody else sees it.
    public let isClosed: Bool

    /// - Parameter text: the same in every language.
    public init(_ name: String, text: String = "", acts: [Int64] = [], isClosed: Bool = false) {
        self.isClosed = isClosed
        self.name = name
        self.text = Wording(chinese: text, english: text)
        self.acts = acts
    }

    public init(_ name: String, said: Wording) {
        isClosed = false
        self.name = name
        text = said
        acts = []
    }
}

/// One thing that an office may do to a docket: who, with which input, and the decision. Page, JSON body,
/// OpenAPI entry and CLI flags derive from it.
public struct Command<D: Docket>: Sendable {
    public let name: String
    /// Offices that may do it, by role; whether this very office may is for the decision to say.
    public let roles: [Role]
    /// True when it opens a new docket, whose id the `number` closure makes.
    public let opens: Bool
    public let fields: [FieldDescription]
    /// Whether it makes sense to offer it now: a cheap look at the state, so that workbenches and pages show
    /// only what may come next. The decision is what counts.
    public let offered: @Sendable (D) -> Bool
    public let decide: @Sendable (D, Input, Situation) throws -> Decision<D>
    /// What this very office may read before it decides.
    /// - Throws: ``Refusal`` when it may not.
    public let briefing: @Sendable (D, Situation) throws -> [Briefing]
    /// What its form starts with, in the form's dialect: what stands already and what the law lists.
    public let prefilled: @Sendable (D, Situation) throws -> [String: RawValue]
    /// The id of the docket that a command opens.
    public let number: @Sendable (Input, Situation) throws -> String

    /// A command on a docket that exists.
    public init(
        _ name: String, by roles: [Role], fields: [FieldDescription] = [],
        offered: @escaping @Sendable (D) -> Bool = { _ in true },
        briefing: @escaping @Sendable (D, Situation) throws -> [Briefing] = { _, _ in [] },
        prefilled: @escaping @Sendable (D, Situation) throws -> [String: RawValue] = { _, _ in [:] },
        decide: @escaping @Sendable (D, Input, Situation) throws -> Decision<D>
    ) {
        self.name = name
        self.roles = roles
        opens = false
        self.fields = fields
        self.offered = offered
        self.briefing = briefing
        self.prefilled = prefilled
        self.decide = decide
        number = { _, _ in preconditionFailure("only an opening command numbers a docket") }
    }

    /// A command that opens a docket.
    public init(
        opening name: String, by roles: [Role], fields: [FieldDescription] = [],
        number: @escaping @Sendable (Input, Situation) throws -> String,
        decide: @escaping @Sendable (D, Input, Situation) throws -> Decision<D>
    ) {
        self.name = name
        self.roles = roles
        opens = true
        self.fields = fields
        offered = { _ in true }
        briefing = { _, _ in [] }
        prefilled = { _, _ in [:] }
        self.decide = decide
        self.number = number
    }
}

extension Collection {
    /// Its element when there is no other: what a form may start with, for among several people choose.
    public var only: Element? { count == 1 ? first : nil }
}
