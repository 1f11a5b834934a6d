import Statute

/// The days that a tender document itself states for its issue and its deadline, to be held against the notice.
///
/// Nil is what it does not state, or states in several ways, as documents of several sections do.
public struct StatedDays: Hashable, Codable, Sendable {
    public var issueFrom: Day?
    public var issueUntil: Day?
    /// Of bids (投标截止), which is the opening's too (招标投标法 34).
    public var deadline: Day?

    public init(issueFrom: Day? = nil, issueUntil: Day? = nil, deadline: Day? = nil) {
        self.issueFrom = issueFrom
        self.issueUntil = issueUntil
        self.deadline = deadline
    }

    public var isEmpty: Bool { issueFrom == nil && issueUntil == nil && deadline == nil }
}

extension DocumentText {
    /// - Throws: ``ClauseData/Failure``.
    public func statedDays() throws -> StatedDays {
        let list = SentenceList(self, simplified: try ClauseData.builtIn().simplified)
        let sentences = list.sentences.compactMap { ScheduleSentence($0, list) }
        func only(_ days: [Day]) -> Day? { Set(days).count == 1 ? days[0] : nil }
        let issues = sentences.filter { !$0.isPrequalification }.compactMap { $0.issue?.value }
        return StatedDays(
            issueFrom: only(issues.map(\.first)), issueUntil: only(issues.map(\.last)),
            deadline: only(sentences.compactMap { $0.closing?.value }))
    }
}
