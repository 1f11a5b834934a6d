import Desk
import Insight
import Statute

/// A rule pack (规则包) that an administrator adds to the scanner's built-in rules, for a province or a city: proposed
/// with its whole text, held against the last year's documents, then switched on, all in public.
public struct LocalRules: Docket {
    public static let kind = "rules"

    public enum Act: Codable, Sendable, Equatable {
        case rulesProposed(proposal: Proposal)
        /// What the pack would have found; entered by the platform.
        case rulesCompared(comparison: Comparison)
        /// With what it is in force from now on: packs with their versions.
        case rulesSwitchedOn(rules: String)
        case rulesSwitchedOff(reason: String)
    }

    public struct Proposal: Hashable, Codable, Sendable {
        /// The pack's id and version, as it names itself.
        public let name: String
        public let version: String
        /// How many rules it has.
        public let rules: Int
        /// The pack as JSON, so that anybody who has the ledger has the rules.
        public let content: String
    }

    /// What a pack would have found in the documents of a year, beside the rules in force.
    public struct Comparison: Hashable, Codable, Sendable {
        /// The rules in force that it was held against.
        public let beside: String
        /// Documents of sections from this day on.
        public let from: Day
        public let sections: Int
        public let files: Int
        /// Files that could not be read.
        public let unread: Int
        /// Sections in which something would have been found besides.
        public let touched: Int
        public let found: [RuleCount]
        /// Findings that would no longer have been shown.
        public let lost: [RuleCount]
        public let examples: [Example]
        /// Further findings that the entry has no room for.
        public let omitted: Int
    }

    public struct RuleCount: Hashable, Codable, Sendable {
        public let rule: String
        public let count: Int
    }

    /// One finding more, with its place.
    public struct Example: Hashable, Codable, Sendable {
        public let section: String
        public let finding: DocumentScan.Finding
    }

    public enum State: String, Codable, CaseIterable, Sendable {
        case proposed, compared, on, off
    }

    public let id: String
    public private(set) var state = State.proposed
    public private(set) var proposal: Proposal?
    public private(set) var comparison: Comparison?

    public init(id: String) { self.id = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .rulesProposed(let proposal): self.proposal = proposal
        case .rulesCompared(let comparison):
            self.comparison = comparison
            state = .compared
        case .rulesSwitchedOn: state = .on
        case .rulesSwitchedOff: state = .off
        }
    }
}
