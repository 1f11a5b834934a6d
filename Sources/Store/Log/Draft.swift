import Ledger

/// An act about to be written down.
public struct EntryDraft: Sendable, Hashable {
    /// What happened: `noticePublished`.
    public let act: String
    /// `YYYY-MM-DDTHH:MM:SS.sssZ`.
    public let at: String
    /// Pseudonymous id of who acts.
    public let person: String
    /// What they act as.
    public let office: String
    /// Canonical JSON object.
    public let open: [UInt8]
    /// Bytes that stay beside the ledger; nil when everything is public.
    public let closed: [UInt8]?

    public init(act: String, at: String, person: String, office: String, open: [UInt8], closed: [UInt8]? = nil) {
        self.act = act
        self.at = at
        self.person = person
        self.office = office
        self.open = open
        self.closed = closed
    }
}

/// One docket's acts, decided on the docket as it stood at a version.
public struct Draft: Sendable, Hashable {
    /// `kind/id`.
    public let docket: String
    /// The number of acts that the docket had when this was decided; 0 for a new docket.
    public let expectedVersion: Int
    public let acts: [EntryDraft]

    public init(docket: String, expectedVersion: Int, acts: [EntryDraft]) {
        self.docket = docket
        self.expectedVersion = expectedVersion
        self.acts = acts
    }
}

/// Where an act was written down.
public struct StoredReceipt: Sendable, Hashable {
    /// The act's place in the ledger, from 0: its leaf index.
    public let sequence: Int64
    public let docket: String
    /// The act's place in its docket, from 1.
    public let version: Int

    public init(sequence: Int64, docket: String, version: Int) {
        self.sequence = sequence
        self.docket = docket
        self.version = version
    }
}

/// An act of the ledger.
public struct StoredEntry: Sendable, Hashable {
    /// The act's place in the ledger, from 0: its leaf index.
    public let sequence: Int64
    /// The act's place in its docket, from 1.
    public let version: Int
    public let entry: Entry

    /// The entry exactly as hashed.
    public var bytes: [UInt8] { entry.bytes }

    public init(sequence: Int64, version: Int, entry: Entry) {
        self.sequence = sequence
        self.version = version
        self.entry = entry
    }
}

/// A searchable table kept from acts (登记簿). It can be dropped and filled again from the ledger at any time, so
/// it is never the truth itself.
public struct Register: Sendable {
    public let name: String
    /// Raised whenever tables or meaning change; the store then fills the register anew when it is opened.
    public let version: Int
    /// Statements that make the empty tables.
    public let create: [String]
    /// Statements that remove them.
    public let drop: [String]
    /// What an act changes; called for every act in the order of the ledger, in the transaction that appends it.
    /// A register must depend on nothing but the acts it was given.
    public let apply: @Sendable (StoredEntry, Transaction) throws -> Void

    public init(
        name: String, version: Int, create: [String], drop: [String],
        apply: @escaping @Sendable (StoredEntry, Transaction) throws -> Void
    ) {
        self.name = name
        self.version = version
        self.create = create
        self.drop = drop
        self.apply = apply
    }
}
