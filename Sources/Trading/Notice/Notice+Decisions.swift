import Desk
import Sealing
import Statute

extension Tender {
    func declareOpeningKey(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        guard let holder = KeyHolder(role: situation.by.office.role) else {
            throw situation.by.office.isOfWrongRole
        }
        if holder == .tenderer { try requireTenderer(situation) } else { try requireCompetent(situation) }
        try requireStage(.planned, .drafting, .reviewed, .filed, .verified)
        let publicKey = input[NoticeForms.publicKey]
        guard let keyID = HolderKey.identifier(ofPublicKey: publicKey) else {
            throw Refusal(.invalid, "notice.badPublicKey", field: "publicKey")
        }
        try require(
            !openingKeys.contains { $0.key != holder && $0.value.keyID == keyID },
            Refusal(.invalid, "notice.keyUsedTwice", field: "publicKey"))
        return Decision(
            .openingKeyDeclared(
                key: OpeningKey(
                    holder: holder, publicKey: publicKey, keyID: keyID, office: situation.by.office)))
    }

    func raiseObjection(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        let subject: Objection.Subject
        var late = false
        switch stage {
        case .bidding:
            subject = .document
            guard let deadline else { throw Refusal(.stage, "objection.notNow") }
            // Out of time is recorded and visible, and still answered (domain.md T06).
            late = try !situation.law.use("T06", from: situation.at, to: deadline, begun: begunOn).isMet
        case .candidatesPublicised:
            subject = .result
            guard let publicityUntil, situation.at < publicityUntil else {
                throw Refusal(.stage, "objection.publicityOver", rule: "T21")
            }
        default: throw Refusal(.stage, "objection.notNow", ["stage": "@stage.\(stage.code)"])
        }
        let due = try situation.law.due("T07", from: situation.at, begun: begunOn)
        let closed = try ActCoding.json(["name": input[NoticeForms.objector], "contact": input[NoticeForms.contact]])
        let objection = Objection(
            number: objections.count + 1, subject: subject, text: input[NoticeForms.text], late: late,
            raisedAt: situation.at, due: due.due, answer: nil)
        let act = Act.objectionRaised(
            objection: objection, terms: [TermUse("T07", required: due.length, due: due.due)])
        return Decision([Recorded(act, closed: closed)])
    }

    func answerObjection(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        guard let objection = objections.first(where: { $0.number == input[NoticeForms.number] }) else {
            throw Refusal(.invalid, "objection.noSuch", field: "number")
        }
        try require(objection.answer == nil, Refusal(.stage, "objection.answered", field: "number"))
        let days = Day(of: objection.raisedAt).days(to: Day(of: situation.at))
        let required = try situation.law.due("T07", from: objection.raisedAt, begun: begunOn).length
        return Decision(
            .objectionAnswered(
                number: objection.number, upheld: input[NoticeForms.upheld], answer: input[NoticeForms.text],
                terms: [TermUse("T07", required: required, given: days)]))
    }

    func suspend(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        try require(stage.step ?? 0 >= 5 && stage.step ?? 0 <= 10, Refusal(.stage, "tender.notRunning"))
        try require(suspendedByOrder == nil, Refusal(.stage, "tender.alreadySuspended"))
        return Decision(
            .tenderSuspended(reason: input[NoticeForms.text], order: input[NoticeForms.orderNumber]))
    }

    func resume(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        try require(suspendedByOrder != nil, Refusal(.stage, "tender.notSuspended"))
        // An investigation ends by its own result.
        try require(gates.investigation == nil, Refusal(.stage, "gates.investigationOpen"))
        return Decision(.tenderResumed(reason: input[NoticeForms.text]))
    }

    func terminate(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        guard let step = stage.step, step >= 1, step <= 10 else { throw Refusal(.stage, "tender.notRunning") }
        let refund = try situation.law.due("T17", from: situation.at, begun: begunOn)
        let reason = input[NoticeForms.text]
        let terminated = Act.tenderTerminated(
            reason: reason, terms: [TermUse("T17", required: refund.length, due: refund.due)])
        // Before its notice nobody knows of the tender, and there is nothing to publish.
        guard notice != nil else { return Decision(terminated) }
        return Decision(
            terminated,
            .noticeSubmitted(
                notice: submission(.termination, "E", digest: try ContentDigest.of(reason), situation)))
    }
}

/// Forms of notice, clarification, objection, suspension and termination.
public enum NoticeForms {
    static let publicKey = Field<String>.text("publicKey", maximum: 200)
    static let contact = Field<String>.text("contact", maximum: 100)
    static let text = Field<String>.prose("text", maximum: 5000)
    static let objector = Field<String>.text("objector", maximum: 100)
    static let number = Field<Int64>.integer("number", in: 1...9999)
    static let upheld = Field<Bool>.boolean("upheld")
    static let orderNumber = Field<String>.text("orderNumber", maximum: 60)

    private static let tenderers: [Role] = [.tenderer, .agency]

    static let commands: [Command<Tender>] = [
        Command(
            "declareOpeningKey", by: [.tenderer, .agency, .centreClerk, .regulator],
            fields: [publicKey.description],
            offered: { [.planned, .drafting, .reviewed, .filed, .verified].contains($0.stage) },
            decide: { try $0.declareOpeningKey($1, $2) }),
        Command(
            "raiseObjection", by: [.bidder, .citizen],
            fields: [text.description, objector.description, contact.description],
            offered: { $0.stage == .bidding || $0.stage == .candidatesPublicised },
            decide: { try $0.raiseObjection($1, $2) }),
        Command(
            "answerObjection", by: tenderers,
            fields: [number.description, upheld.description, text.description],
            offered: { !$0.openObjections.isEmpty },
            briefing: { tender, _ in
                tender.openObjections.map { Briefing("objection", text: "\($0.number). \($0.text)") }
            },
            prefilled: { tender, _ in .number(tender.openObjections.map(\.number)) },
            decide: { try $0.answerObjection($1, $2) }),
        Command(
            "suspend", by: [.regulator], fields: [text.description, orderNumber.description],
            offered: { ($0.stage.step ?? 0) >= 5 && ($0.stage.step ?? 99) <= 10 && $0.suspendedByOrder == nil },
            decide: { try $0.suspend($1, $2) }),
        Command(
            "resume", by: [.regulator], fields: [text.description], offered: { $0.suspendedByOrder != nil },
            briefing: { tender, _ in tender.suspendedByOrder.map { [Briefing("order", text: $0)] } ?? [] },
            decide: { try $0.resume($1, $2) }),
        Command(
            "terminate", by: tenderers, fields: [text.description],
            offered: { ($0.stage.step ?? 0) >= 1 && ($0.stage.step ?? 99) <= 10 },
            decide: { try $0.terminate($1, $2) }),
    ]
}
