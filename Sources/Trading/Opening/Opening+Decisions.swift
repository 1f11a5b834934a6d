import Desk
import Sealing
import Statute

extension Tender {
    /// Too few bids fail the tender unopened (招标投标法 28, T10); otherwise the list is disclosed.
    func discloseBidders(_ bids: [ReceivedBid], _ situation: Situation) throws -> Decision<Tender> {
        try requireStage(.closedForBids)
        try requireNotSuspended()
        guard try mayOpen(bids.count, situation.law, at: situation.at) else {
            return Decision(.tenderFailed(reason: .insufficientBidders))
        }
        return Decision(.bidderListDisclosed(bids: bids))
    }

    /// Whether so many bids may be opened, by the law under which the tender began (T10).
    /// - Throws: `Statute.UnknownTerm`, `Requirement.OtherMeasure`: programming errors that tests find.
    func mayOpen(_ count: Int, _ law: Statute, at instant: Instant) throws -> Bool {
        try requirement("T10", law, at: instant).verdict(.count(count)).isMet
    }

    func revealOpeningKey(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        guard let holder = KeyHolder(role: situation.by.office.role), let declared = openingKeys[holder] else {
            throw Refusal(.office, "opening.notHolder")
        }
        if holder == .tenderer { try requireTenderer(situation) } else { try requireCompetent(situation) }
        try requireStage(.opening)
        try requireNotSuspended()
        try require(opening.revealed[holder] == nil, Refusal(.stage, "opening.keyRevealed"))
        let key = input[OpeningForms.privateKey]
        try require(
            HolderKey.matches(privateKey: key, publicKey: declared.publicKey),
            Refusal(.invalid, "opening.keyDoesNotMatch", field: "privateKey"))
        return Decision(.openingKeyRevealed(holder: holder, privateKey: key))
    }

    func releaseBidderKey(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        let bidder = try situation.organisation().code
        try requireStage(.opening)
        try requireNotSuspended()
        guard let bid = opening.bids.first(where: { $0.received.bidder == bidder }) else {
            throw Refusal(.office, "opening.noBid")
        }
        try require(bid.releasedKey == nil, Refusal(.stage, "opening.bidderKeyReleased"))
        guard let window = openingWindowEnds, situation.at <= window else {
            throw Refusal(.stage, "opening.windowOver", rule: "D20-31")
        }
        let key = input[OpeningForms.bidderKey]
        try require(HolderKey.isSecret(key), Refusal(.invalid, "opening.badBidderKey", field: "bidderKey"))
        return Decision(.bidderKeyReleased(bidder: bidder, key: key))
    }

    /// When the bidders' window to release their keys ends.
    public var openingWindowEnds: Instant? {
        guard let document else { return nil }
        return opening.startedAt?.advanced(byMinutes: Int64(document.openingWindowMinutes))
    }

    /// Holders' private keys are enough to open.
    public var holdersReady: Bool { opening.revealed.count >= OpeningKey.threshold }

    func recordOpened(_ bid: OpenedBid, _ situation: Situation) throws -> Decision<Tender> {
        try requireStage(.opening)
        return Decision(.bidOpened(bid: bid))
    }

    func recordNotOpened(_ bid: UnopenedBid, _ situation: Situation) throws -> Decision<Tender> {
        try requireStage(.opening)
        return Decision(.bidNotOpened(bid: bid))
    }

    func objectAtOpening(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        let bidder = try situation.organisation().code
        try requireStage(.opening)
        try require(
            opening.bids.contains { $0.received.bidder == bidder },
            Refusal(.office, "opening.noBid", rule: "T08"))
        return Decision(
            .openingObjectionRaised(
                number: opening.objections.count + 1, bidder: bidder, text: input[NoticeForms.text]))
    }

    func answerAtOpening(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.opening)
        guard let objection = opening.objections.first(where: { $0.number == input[NoticeForms.number] }) else {
            throw Refusal(.invalid, "objection.noSuch", field: "number")
        }
        try require(objection.answer == nil, Refusal(.stage, "objection.answered", field: "number"))
        return Decision(.openingObjectionAnswered(number: objection.number, answer: input[NoticeForms.text]))
    }

    func closeOpening(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.opening)
        try require(
            !opening.bids.contains { $0.outcome == .waiting }, Refusal(.stage, "opening.bidsWaiting", rule: "D20-30"))
        try require(
            !opening.objections.contains { $0.answer == nil },
            Refusal(.stage, "opening.objectionOpen", rule: "T08"))
        return Decision(.openingClosed(record: input[OpeningForms.record]))
    }
}

/// Forms of the opening.
public enum OpeningForms {
    static let privateKey = Field<String>.text("privateKey", maximum: 100)
    static let bidderKey = Field<String>.text("bidderKey", maximum: 100)
    static let record = Field<String>.prose("record", maximum: 2000)

    static let commands: [Command<Tender>] = [
        Command(
            "revealOpeningKey", by: [.tenderer, .agency, .centreClerk, .centreWitness, .regulator],
            fields: [privateKey.description], offered: { $0.stage == .opening },
            decide: { try $0.revealOpeningKey($1, $2) }),
        Command(
            "releaseBidderKey", by: [.bidder], fields: [bidderKey.description],
            offered: { $0.stage == .opening }, decide: { try $0.releaseBidderKey($1, $2) }),
        Command(
            "objectAtOpening", by: [.bidder], fields: [NoticeForms.text.description],
            offered: { $0.stage == .opening }, decide: { try $0.objectAtOpening($1, $2) }),
        Command(
            "answerAtOpening", by: [.tenderer, .agency],
            fields: [NoticeForms.number.description, NoticeForms.text.description],
            offered: { $0.stage == .opening && !$0.opening.openObjections.isEmpty },
            briefing: { tender, _ in
                tender.opening.openObjections.map { Briefing("objection", text: "\($0.number). \($0.text)") }
            },
            prefilled: { tender, _ in .number(tender.opening.openObjections.map(\.number)) },
            decide: { try $0.answerAtOpening($1, $2) }),
        Command(
            "closeOpening", by: [.tenderer, .agency], fields: [record.description],
            offered: { tender in
                tender.stage == .opening && !tender.opening.bids.contains { $0.outcome == .waiting }
            },
            decide: { try $0.closeOpening($1, $2) }),
    ]
}
