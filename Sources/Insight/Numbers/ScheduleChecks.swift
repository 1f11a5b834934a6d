import Statute

/// A time limit that the tender's dates do not keep.
public struct ScheduleFinding: Sendable, Hashable {
    /// `T02` to `T06`.
    public let term: String
    public let from: Day
    public let to: Day
    /// Days that lie between them, and days that the law asks for.
    public let days: Int
    public let needed: Int
    /// Law and article.
    public let basis: Wording
}

extension TenderFigures {
    /// Which of T02–T06 the dates break; dates that are not known are not judged. The first day is not counted.
    /// - Throws: ``Statute/UnknownTerm`` when the statute does not have a term.
    public func scheduleFindings(_ statute: Statute) throws -> [ScheduleFinding] {
        var spans: [(String, Day?, Day?)] = [
            ("T02", documentIssueStart, documentIssueEnd),
            ("T04", prequalificationIssueEnd, applicationDeadline),
            ("T05", lastClarification, bidDeadline),
            ("T06", objectionDeadline, bidDeadline),
        ]
        if mustTender { spans.append(("T03", documentIssueStart, bidDeadline)) }
        var findings: [ScheduleFinding] = []
        for (id, first, last) in spans.sorted(by: { $0.0 < $1.0 }) {
            guard let first, let last else { continue }
            let term = try statute.term(id)
            let days = last.daysSinceEpoch - first.daysSinceEpoch
            // An objection may be raised until ten days before; a document that closes objections earlier takes it away.
            let broken = id == "T06" ? days > term.length : days < term.length
            if broken {
                findings.append(
                    ScheduleFinding(
                        term: id, from: first, to: last, days: days, needed: term.length, basis: term.basis))
            }
        }
        return findings
    }
}
