/// A published list of codes (代码集) in one of its versions: `Data/codes/<set>/<version>.json`. A newer version is
/// a new file; what was entered under the old one stays readable.
public struct CodeSet<Entry: Codable & Hashable & Sendable>: Hashable, Codable, Sendable {
    /// `trade-classes`
    public let set: String
    /// `2018`
    public let version: String
    public let title: Wording
    public let inForceFrom: Day
    /// The last day in force; nil while it is.
    public let inForceTo: Day?
    /// Where the codes were taken from.
    public let sources: [String]
    /// How surely they are known.
    public let standing: RuleSource
    public let entries: [Entry]

    public func isInForce(on day: Day) -> Bool { day >= inForceFrom && inForceTo.map { day <= $0 } ?? true }
}

/// A code and its names, where a code set says no more.
public struct NamedCode: Hashable, Codable, Sendable {
    public let code: String
    /// In Chinese.
    public let name: String
    public let english: String?
}

/// The versions of one code set, the oldest first.
struct CodeVersions<Entry: Codable & Hashable & Sendable>: Sendable {
    let all: [CodeSet<Entry>]
    private let newest: [String: Entry]

    init(_ sets: [CodeSet<Entry>], code: (Entry) -> String) throws {
        all = sets.sorted { $0.inForceFrom < $1.inForceFrom }
        for (first, second) in zip(all, all.dropFirst()) {
            guard let end = first.inForceTo, end < second.inForceFrom else {
                throw Statute.DataError(
                    description: "codes/\(first.set)/\(first.version).json: still in force when \(second.version) is")
            }
        }
        for set in all where Set(set.entries.map(code)).count != set.entries.count {
            throw Statute.DataError(description: "codes/\(set.set)/\(set.version).json: a code stands twice")
        }
        newest = Dictionary((all.last?.entries ?? []).map { (code($0), $0) }) { first, _ in first }
    }

    subscript(code: String) -> Entry? { newest[code] }
    var entries: [Entry] { all.last?.entries ?? [] }
    func version(on day: Day) -> CodeSet<Entry>? { all.last { $0.isInForce(on: day) } }
}
