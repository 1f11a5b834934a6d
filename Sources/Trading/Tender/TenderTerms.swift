import Desk
import Statute

extension Tender: TimedDocket {
    /// The limits that somebody has to keep on this docket now.
    public func runningTerms() -> [WatchedTerm] {
        var terms = openObjections.map { WatchedTerm("T07", start: $0.raisedAt, due: $0.due) }
        if isUnderVerification, let filed = gates.filedAt, let due = gates.filing?.verifyBy {
            terms.append(WatchedTerm("V01", start: filed, due: due))
        }
        if stage == .noticeIssued, let issued = records.called[.awardNotice], let due = contractDue {
            terms.append(WatchedTerm("T24", start: issued, due: due))
        }
        return terms
    }
}

extension NegativeBehaviour: TimedDocket {
    public func runningTerms() -> [WatchedTerm] {
        guard state == .notified, !isHeard, let due, let notifiedAt else { return [] }
        return [WatchedTerm("N01", start: notifiedAt, due: due)]
    }
}
