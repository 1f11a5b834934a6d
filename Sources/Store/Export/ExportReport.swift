import Ledger

/// What was checked in an exported folder.
public struct ExportReport: Sendable, Hashable {
    public internal(set) var checkpoint: Checkpoint
    /// Acts whose bytes were checked against the root.
    public internal(set) var entries: Int64 = 0
    /// Different dockets among them; 0 when acts were only hashed.
    public internal(set) var dockets = 0
    /// Tiles of hashes.
    public internal(set) var tiles = 0
    /// Closed parts that agree with their commitments.
    public internal(set) var disclosedParts = 0
    /// Disclosed closed parts that are no longer there.
    public internal(set) var erasedParts = 0
    /// Files under `blobs/` that agree with their names.
    public internal(set) var blobs = 0
    /// Acts under `dockets/` whose proofs hold.
    public internal(set) var provenActs = 0
}

/// The first thing that is wrong in an exported folder, and where.
public struct ExportFailure: Error, Sendable, CustomStringConvertible {
    /// Relative to the folder.
    public let file: String
    /// The act's place in the ledger, from 0.
    public let index: Int64?
    public let docket: String?
    /// The act's place in its docket, from 1.
    public let version: Int?
    public let reason: String

    public init(file: String, index: Int64? = nil, docket: String? = nil, version: Int? = nil, reason: String) {
        self.file = file
        self.index = index
        self.docket = docket
        self.version = version
        self.reason = reason
    }

    public var description: String {
        var text = file
        if let index { text += ", act \(index)" }
        if let docket { text += ", docket \(docket)" }
        if let version { text += ", version \(version)" }
        return text + ": " + reason
    }
}
