import Desk
import Statute

extension Tender: DutifulDocket {
    /// From the docket's state and the law by which its terms run.
    public func duties(law: Statute, closed: (_ version: Int) throws -> [UInt8]?) -> [Duty] {
        guard let plan else { return [] }
        var duties: [Duty] = []
        func tenderer(_ command: String, due: Instant? = nil) {
            office(command, .tenderer, organisation: plan.tenderer, due: due)
            if let agency = plan.agency { office(command, .agency, organisation: agency, due: due) }
        }
        func office(_ command: String, _ role: Role, organisation: String = "", due: Instant? = nil) {
            duties.append(
                Duty(
                    command, by: role, region: plan.region, trade: plan.trade, organisation: organisation, due: due,
                    title: plan.title))
        }
        if let step = stage.step, (1...4).contains(step) {
            if openingKeys[.tenderer] == nil { tenderer("declareOpeningKey") }
            if openingKeys[.centre] == nil { office("declareOpeningKey", .centreClerk) }
            if openingKeys[.regulator] == nil { office("declareOpeningKey", .regulator) }
        }
        // The soonest counts, whichever of them stands first.
        if let due = openObjections.map(\.due).min() { tenderer("answerObjection", due: due) }
        if gates.inquiries.contains(where: { $0.answer == nil }) { tenderer("answerInquiry") }
        if gates.inquiries.contains(where: { $0.answer != nil && !$0.closed }) { office("closeInquiry", .regulator) }
        if gates.investigation != nil { office("closeInvestigation", .regulator) }
        // Once the bids are open it is too late for a look at the filing.
        if let filing = gates.filing, filing.defects?.isEmpty == false, gates.examinedDigest != filing.digest,
            [.filed, .verified, .bidding, .closedForBids].contains(stage)
        {
            office("examineFiling", .regulator)
        }
        func due(_ rule: String) -> Instant? { runningTerm(rule)?.due(by: law) }
        if let waiting = submitted(.waiting) {
            let term = runningTerms.first { $0.rule == "V02" && $0.start == waiting.receivedAt }
            office("verifyNotice", .centreClerk, due: waiting.notice.verifyBy == nil ? nil : term?.due(by: law))
        }
        if correctable != nil { tenderer("correctNotice") }
        if stage == .bidding {
            let isReminded = submitted.contains { $0.state == .reminded && $0.notice.kind == .clarification }
            if let draft = clarificationDraft {
                if let scan = draft.scan {
                    let next = scan.omitted > 0 ? "draftClarification" : "clarify"
                    tenderer(draft.open.isEmpty ? next : "justifyFinding")
                }
            } else if isReminded {
                tenderer("draftClarification")
            }
        }
        if reportOwedSince != nil { tenderer("reportAward", due: due("T25")) }
        if withdrawnRefundOwed != nil { tenderer("returnWithdrawnDeposits", due: due("T15")) }
        if let owed = refundOwed { tenderer("returnDeposits", due: due(owed.rule)) }
        for bidder in unansweredBidders {
            office(
                "answerExtension", .bidder, organisation: bidder.bidder, due: extensions.last?.asked.from.end)
        }
        // Until the notice nothing goes on while an order stands.
        if suspendedByOrder != nil, [.drafting, .reviewed, .filed, .verified].contains(stage) { return duties }
        switch stage {
        case .planned: tenderer("draftDocument")
        case .drafting:
            // The platform reads the document first; then the tenderer has something to decide about.
            if let reading, reading.rules == nil { break }
            if gates.condemnedDigest == documentDigest {
                tenderer("draftDocument")
            } else {
                let isClear = gates.openFindings.isEmpty && gates.openUnread.isEmpty
                let next = gates.scan?.omitted ?? 0 > 0 ? "draftDocument" : "signReview"
                tenderer(isClear ? next : "justifyFinding")
            }
        case .reviewed: tenderer(isNoticeFit ? "fileDocument" : "draftNotice")
        case .filed:
            if isUnderVerification, draftedNotice != nil {
                office("passVerification", .centreClerk, due: due("V01"))
            } else if gates.refusal != nil || isReminderOpen(about: .document) {
                tenderer("draftDocument")
            } else {
                tenderer("draftNotice")
            }
        case .verified: tenderer(draftedNotice == nil ? "draftNotice" : "publishNotice")
        case .opening:
            let ends = openingWindowEnds
            if opening.revealed[.tenderer] == nil { tenderer("revealOpeningKey", due: ends) }
            if opening.revealed[.centre] == nil { office("revealOpeningKey", .centreClerk, due: ends) }
            if opening.revealed[.regulator] == nil { office("revealOpeningKey", .regulator, due: ends) }
            for bid in opening.bids where bid.releasedKey == nil && bid.outcome == .waiting {
                office("releaseBidderKey", .bidder, organisation: bid.received.bidder, due: ends)
            }
            if !opening.bids.contains(where: { $0.outcome == .waiting }) { tenderer("closeOpening") }
        case .opened: tenderer("nameCommittee")
        case .evaluated: tenderer("publiciseCandidates", due: due("T21.start"))
        case .candidatesPublicised: tenderer("decideAward", due: publicityUntil)
        case .awardDecided: tenderer("issueAwardNotices")
        case .noticeIssued: tenderer("signContract", due: due("T24"))
        case .contracted: office("archive", .centreClerk)
        case .bidding, .closedForBids, .evaluating, .archived, .failed, .terminated: break
        }
        return duties
    }
}
