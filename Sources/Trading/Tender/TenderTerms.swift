import Desk
import Statute

extension Tender: TimedDocket {
    public func runningTerms(closed: (_ version: Int) throws -> [UInt8]?) -> [WatchedTerm] { runningTerms }

    /// The limits that somebody has to keep on this docket now.
    public var runningTerms: [WatchedTerm] {
        guard let plan else { return [] }
        var terms = openObjections.map { term("T07", plan, start: $0.raisedAt) }
        let centre = [TermParty(.centreClerk, region: plan.region, trade: plan.trade)] + supervisors(plan)
        if isUnderVerification, draftedNotice != nil, let received = gates.receivedAt, gates.filing?.verifyBy != nil {
            terms.append(
                WatchedTerm(
                    "V01", start: received, end: .counted(pauses: pauses(since: received)), parties: centre,
                    title: plan.title))
        }
        for verification in submitted where verification.state == .waiting && verification.notice.verifyBy != nil {
            terms.append(
                WatchedTerm("V02", start: verification.receivedAt, parties: centre, title: plan.title))
        }
        terms += windows(plan)
        if let validityEnds, let deadline, cutoff != nil, award == nil, stage.step != nil, stage != .archived {
            terms.append(term("T37", plan, start: deadline, end: .set(validityEnds)))
            // 12号令 40: who sees that it will not be finished asks in time; after an extension the next one is due.
            if let last = extensions.last {
                if last.askAgainBy != nil {
                    terms.append(term("T37.extension", plan, start: last.at, end: .before(validityEnds)))
                }
            } else {
                terms.append(term("T37.extension", plan, start: deadline, end: .before(validityEnds)))
            }
        }
        // 条例 54 and 招标投标法 47 speak of projects that must be tendered.
        if stage == .evaluated, isMustTender, let reported = records.called[.evaluation] {
            terms.append(term("T21.start", plan, start: reported, end: .counted(pauses: pauses(since: reported))))
        }
        if stage == .noticeIssued, let noticesIssuedAt {
            terms.append(
                term("T24", plan, start: noticesIssuedAt, end: .counted(pauses: pauses(since: noticesIssuedAt))))
        }
        if let decided = reportOwedSince { terms.append(term("T25", plan, start: decided)) }
        if let since = withdrawnRefundOwed { terms.append(term("T15", plan, start: since)) }
        if let owed = refundOwed { terms.append(term(owed.rule, plan, start: owed.since)) }
        return terms
    }

    /// Rules of which ``windows(_:)`` makes terms.
    public static let windowRules: Set<String> = ["T02", "T05", "T06", "T12", "T21"]

    /// The times in which somebody may do something: nobody is late when they end, and no office's workbench lists them.
    private func windows(_ plan: SectionPlan) -> [WatchedTerm] {
        func window(_ rule: String, from start: Instant, _ end: WatchedTerm.End) -> WatchedTerm {
            WatchedTerm(rule, start: start, end: end, begun: begunOn, parties: [], title: plan.title)
        }
        if stage == .bidding, let notice, let deadline {
            let start = notice.issueFrom
            return [
                window("T02", from: start, .set(notice.issueUntil)), window("T05", from: start, .before(deadline)),
                window("T06", from: start, .before(deadline)), window("T12", from: start, .set(deadline)),
            ]
        }
        if stage == .candidatesPublicised, let publicisedAt, let publicityUntil {
            return [window("T21", from: publicisedAt, .set(publicityUntil))]
        }
        return []
    }

    /// A running term of a rule; nil when it does not run now.
    func runningTerm(_ rule: String) -> WatchedTerm? { runningTerms.first { $0.rule == rule } }

    /// The suspensions that were ordered and that lie after an instant, for the rules that do not count them.
    func pauses(since start: Instant) -> [Pause] { suspensions.filter { $0.to.map { $0 > start } ?? true } }

    /// When the bids' validity ends: after so many days from the deadline, which is not counted itself (条例 25), or with
    /// the last day to which it was extended.
    public var validityEnds: Instant? {
        if let last = extensions.last { return last.asked.until.end }
        guard let deadline, let document else { return nil }
        return Day(of: deadline).advanced(byDays: document.validityDays).end
    }

    /// A term that binds the tenderer and its agency, watched by the competent authority.
    private func term(
        _ rule: String, _ plan: SectionPlan, start: Instant, end: WatchedTerm.End = .counted(pauses: [])
    ) -> WatchedTerm {
        var parties = [TermParty(.tenderer, region: plan.region, trade: plan.trade, organisation: plan.tenderer)]
        if let agency = plan.agency {
            parties.append(TermParty(.agency, region: plan.region, trade: plan.trade, organisation: agency))
        }
        return WatchedTerm(
            rule, start: start, end: end, begun: begunOn, parties: parties + supervisors(plan), title: plan.title)
    }

    private func supervisors(_ plan: SectionPlan) -> [TermParty] {
        [TermParty(.regulator, region: plan.region, trade: plan.trade, supervises: true)]
    }
}

extension NegativeBehaviour: TimedDocket {
    public func runningTerms(closed: (_ version: Int) throws -> [UInt8]?) throws -> [WatchedTerm] {
        guard state == .notified, !isHeard, due != nil, let notifiedAt else { return [] }
        let subject = try accusation(closed)?.subject
        // An expert is bound in person; the others are bound as organisations.
        let bound = [Role.tenderer, .agency, .bidder, .expert].compactMap { role in
            subject.map { TermParty(role, region: region, organisation: $0) }
        }
        // Who decides about the record waits for the answer.
        let waiting = [Role.centreClerk, .regulator].map { TermParty($0, region: region, supervises: true) }
        return [WatchedTerm("N01", start: notifiedAt, parties: bound + waiting, title: id)]
    }
}
