import Desk
import Statute
import Store

extension Tender {
    /// What waits for whom (待办), with when it is due: the workbench of every office reads it.
    public static let dutyRegister = Register.of(
        Tender.self, name: "duty", version: 1,
        create: [
            """
            CREATE TABLE duty (
              docket TEXT NOT NULL, kind TEXT NOT NULL, command TEXT NOT NULL, role TEXT NOT NULL,
              region TEXT NOT NULL, trade TEXT NOT NULL, organisation TEXT NOT NULL, due INTEGER,
              since INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (docket, command, role, organisation))
            """,
            "CREATE INDEX duty_role ON duty (role, due)",
        ],
        drop: ["DROP TABLE IF EXISTS duty"]
    ) { registered, transaction in
        guard let plan = registered.after.plan else { return }
        let before = Set(registered.before.duties())
        let after = Set(registered.after.duties())
        for gone in before.subtracting(after) {
            try transaction.execute(
                "DELETE FROM duty WHERE docket = $1 AND command = $2 AND role = $3 AND organisation = $4",
                [
                    .text("section/" + registered.id), .text(gone.command), .text(gone.role.rawValue),
                    .text(gone.organisation),
                ])
        }
        for new in after.subtracting(before).sorted(by: { $0.command < $1.command }) {
            try transaction.execute(
                """
                INSERT INTO duty (docket, kind, command, role, region, trade, organisation, due, since, title)
                VALUES ($1, 'section', $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (docket, command, role, organisation) DO UPDATE SET due = excluded.due
                """,
                [
                    .text("section/" + registered.id), .text(new.command), .text(new.role.rawValue),
                    .text(plan.region), .text(plan.trade), .text(new.organisation),
                    new.due.map { .integer($0.milliseconds) } ?? .null,
                    .integer(registered.moment.at.milliseconds), .text(plan.title),
                ])
        }
    }

    /// One thing that somebody has to do next.
    public struct Duty: Hashable, Sendable {
        public let command: String
        public let role: Role
        /// Of the organisation that has to do it; empty when any competent office may.
        public let organisation: String
        public let due: Instant?
    }

    /// What the docket waits for, from its state alone.
    public func duties() -> [Duty] {
        guard let plan else { return [] }
        var duties: [Duty] = []
        func tenderer(_ command: String, due: Instant? = nil) {
            duties.append(Duty(command: command, role: .tenderer, organisation: plan.tenderer, due: due))
            if let agency = plan.agency {
                duties.append(Duty(command: command, role: .agency, organisation: agency, due: due))
            }
        }
        func office(_ command: String, _ role: Role, due: Instant? = nil) {
            duties.append(Duty(command: command, role: role, organisation: "", due: due))
        }
        if let step = stage.step, (1...4).contains(step) {
            if openingKeys[.tenderer] == nil { tenderer("declareOpeningKey") }
            if openingKeys[.centre] == nil { office("declareOpeningKey", .centreClerk) }
            if openingKeys[.regulator] == nil { office("declareOpeningKey", .regulator) }
        }
        for objection in openObjections.prefix(1) { tenderer("answerObjection", due: objection.due) }
        if gates.inquiries.contains(where: { $0.answer == nil }) { tenderer("answerInquiry") }
        if gates.inquiries.contains(where: { $0.answer != nil && !$0.closed }) { office("closeInquiry", .regulator) }
        switch stage {
        case .planned: tenderer("draftDocument")
        case .drafting: tenderer("signReview")
        case .reviewed: tenderer("fileDocument")
        case .filed:
            if gates.reminders.last?.digest == documentDigest {
                tenderer("draftDocument")
            } else {
                office("passVerification", .centreClerk)
            }
        case .verified: tenderer("publishNotice")
        case .opening:
            let ends = openingWindowEnds
            if opening.revealed[.tenderer] == nil { tenderer("revealOpeningKey", due: ends) }
            if opening.revealed[.centre] == nil { office("revealOpeningKey", .centreClerk, due: ends) }
            if opening.revealed[.regulator] == nil { office("revealOpeningKey", .regulator, due: ends) }
            for bid in opening.bids where bid.releasedKey == nil && bid.outcome == .waiting {
                duties.append(
                    Duty(command: "releaseBidderKey", role: .bidder, organisation: bid.received.bidder, due: ends))
            }
            if !opening.bids.contains(where: { $0.outcome == .waiting }) { tenderer("closeOpening") }
        case .opened: tenderer("nameCommittee")
        case .evaluated: tenderer("publiciseCandidates")
        case .candidatesPublicised: tenderer("decideAward", due: publicityUntil)
        case .awardDecided: tenderer("issueAwardNotices")
        case .noticeIssued: tenderer("signContract", due: contractDue)
        case .contracted: office("archive", .centreClerk)
        case .bidding, .closedForBids, .evaluating, .archived, .failed, .terminated: break
        }
        return duties
    }
}
