import Statute

/// The warnings of one running term: half, four fifths, passed; each an act, once.
public struct TermWarning: Docket {
    public static let kind = "term"

    public enum Act: Codable, Sendable, Equatable {
        /// - Parameters:
        ///   - of: the docket on which the term runs, `section/2026-000127`.
        ///   - reached: when the warning was due; the entry's own instant says when it was entered, which is later
        ///     after a time switched off. Nil in warnings from before it was recorded.
        case termWarned(of: String, rule: String, due: Instant, stage: TermStage, reached: Instant?)
    }

    public let id: String
    /// The furthest warning that was entered.
    public private(set) var stage = TermStage.running

    public init(id: String) { self.id = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .termWarned(_, _, _, let stage, _): self.stage = max(self.stage, stage)
        }
    }

    /// The docket of a term's warnings: `section-2026-000127-T07-1790000000000`.
    public static func number(_ docket: String, _ term: WatchedTerm) -> String {
        "\(docket.replacing("/", with: "-"))-\(term.rule)-\(term.start.milliseconds)"
    }

    /// When the term began whose warnings a docket holds.
    static func start(ofNumber number: String) -> Instant? {
        number.split(separator: "-").last.flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
    }
}
