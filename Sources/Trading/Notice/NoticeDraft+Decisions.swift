import Desk
import Statute

extension Tender {
    /// The notice as it will be published: it goes to the authority and the centre with the document.
    func draftNotice(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.reviewed, .filed, .verified)
        try requireNoOrder()
        try require(gates.refusal == nil, Refusal(.stage, "gates.entryRefused"))
        let notice = TenderNotice(
            issueFrom: input[NoticeDraftForms.issueFrom], issueUntil: input[NoticeDraftForms.issueUntil],
            deadline: input[NoticeDraftForms.deadline], place: input[NoticeDraftForms.place],
            contact: input[NoticeDraftForms.contact], acceptsConsortium: input[NoticeDraftForms.acceptsConsortium])
        try requireAgreement(of: notice)
        try require(
            notice.issueFrom >= situation.at, Refusal(.invalid, "notice.issueInPast", rule: "T02", field: "issueFrom"))
        let terms = try timesKept(by: notice, situation)
        let digest = try notice.digest()
        try require(digest != noticeDigest, Refusal(.invalid, "notice.unchanged"))
        return Decision(.noticeDrafted(notice: notice, digest: digest, terms: terms))
    }

    /// Publishes the notice as the centre verified it. Where that took longer than was planned, documents are issued
    /// from now on, as long as the law's times are still kept.
    func publishNotice(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.verified)
        try requireNoOrder()
        try require(draftedNotice != nil, Refusal(.stage, "notice.notDrafted"))
        try require(gates.verifiedDigest == documentDigest, Refusal(.stage, "gates.documentChanged"))
        try require(gates.verifiedNotice == noticeDigest, Refusal(.stage, "notice.notVerified"))
        for holder in KeyHolder.allCases {
            try require(
                openingKeys[holder] != nil,
                Refusal(.stage, "notice.keyMissing", ["holder": "@holder.\(holder.rawValue)"]))
        }
        let (notice, terms) = try noticeAsOfNow(situation)
        return Decision(.noticePublished(notice: notice, terms: terms))
    }

    /// The drafted notice as it would be published now, with the times that it keeps; what it lacks then is told to
    /// whoever passes it on.
    @discardableResult
    func noticeAsOfNow(_ situation: Situation) throws -> (notice: TenderNotice, terms: [TermUse]) {
        guard let draft = draftedNotice else { throw Refusal(.stage, "notice.notDrafted") }
        return try asStage {
            let notice = draft.issued(from: situation.at)
            try requireAgreement(of: notice)
            return (notice, try timesKept(by: notice, situation))
        }
    }

    /// Whether there is a notice and it says what the document says.
    var isNoticeFit: Bool {
        guard let draftedNotice else { return false }
        do {
            try requireAgreement(of: draftedNotice)
            return true
        } catch { return false }
    }

    /// The time of issue and the time to prepare bids (条例 16, 招标投标法 24).
    private func timesKept(by notice: TenderNotice, _ situation: Situation) throws -> [TermUse] {
        var terms = [
            try requireKept(
                "T02", from: notice.issueFrom, to: notice.issueUntil, or: "notice.issueTooShort", field: "issueUntil",
                situation)
        ]
        if try isBoundToTender(situation) {
            terms.append(
                try requireKept(
                    "T03", from: notice.issueFrom, to: notice.deadline, due: notice.deadline,
                    or: "notice.preparationTooShort", field: "deadline", situation))
        }
        try require(
            notice.issueUntil <= notice.deadline,
            Refusal(.invalid, "notice.issueAfterDeadline", rule: "T02", field: "issueUntil"))
        return terms
    }

    /// Notice and document say the same: bidders prepare by the one and are held to the other. The days alone are compared,
    /// for documents name hours in many ways.
    func requireAgreement(of notice: TenderNotice) throws {
        for stated in gates.scan?.stated ?? [] {
            let pairs: [(field: String, said: Day?, given: Instant)] = [
                ("issueFrom", stated.days.issueFrom, notice.issueFrom),
                ("issueUntil", stated.days.issueUntil, notice.issueUntil),
                ("deadline", stated.days.deadline, notice.deadline),
            ]
            for (field, said, given) in pairs {
                guard let said, said != Day(of: given) else { continue }
                throw Refusal(
                    .invalid, "notice.contradictsDocument", rule: field == "deadline" ? "T03" : "T02", field: field,
                    ["file": stated.file, "said": said.description, "given": Day(of: given).description])
            }
        }
    }
}

/// The form of the tender notice.
public enum NoticeDraftForms {
    static let issueFrom = Field<Instant>.instant("issueFrom")
    static let issueUntil = Field<Instant>.instant("issueUntil")
    static let deadline = Field<Instant>.instant("deadline")
    static let place = Field<String>.text("place", maximum: 100, example: "昭通市公共资源交易中心第三开标室")
    static let contact = Field<String>.text("contact", maximum: 100)
    static let acceptsConsortium = Field<Bool>.boolean("acceptsConsortium")

    static let commands: [Command<Tender>] = [
        Command(
            "draftNotice", by: [.tenderer, .agency],
            fields: [
                issueFrom.description, issueUntil.description, deadline.description, place.description,
                contact.description, acceptsConsortium.description,
            ],
            offered: { [.reviewed, .filed, .verified].contains($0.stage) && $0.gates.refusal == nil },
            briefing: { tender, _ in tender.statedDays },
            prefilled: { tender, _ in
                guard let notice = tender.draftedNotice else { return [:] }
                var values: [String: RawValue] = [
                    "issueFrom": .text(notice.issueFrom.description),
                    "issueUntil": .text(notice.issueUntil.description),
                    "deadline": .text(notice.deadline.description), "place": .text(notice.place),
                    "contact": .text(notice.contact),
                ]
                if let accepts = notice.acceptsConsortium { values["acceptsConsortium"] = .boolean(accepts) }
                return values
            },
            decide: { try $0.draftNotice($1, $2) }),
        Command(
            "publishNotice", by: [.tenderer, .agency], offered: { $0.stage == .verified },
            briefing: { tender, _ in tender.noticeBriefing }, decide: { try $0.publishNotice($1, $2) }),
    ]
}

extension Tender {
    /// The notice before the gates, for whoever verifies or publishes it.
    var noticeBriefing: [Briefing] {
        guard let notice = draftedNotice else { return [] }
        func span(_ first: Instant, _ last: Instant) -> String {
            "\(BeijingTime.text(first)) – \(BeijingTime.text(last))"
        }
        return [
            Briefing("noticeIssue", text: span(notice.issueFrom, notice.issueUntil)),
            Briefing("noticeDeadline", text: BeijingTime.text(notice.deadline)),
            Briefing("noticePlace", text: notice.place), Briefing("noticeContact", text: notice.contact),
            Briefing(notice.acceptsConsortium == true ? "consortium" : "noConsortium"),
        ]
    }

    /// The days that the document's files state, to be held against the notice.
    var statedDays: [Briefing] {
        (gates.scan?.stated ?? []).map { stated in
            func day(_ day: Day?) -> String { day?.description ?? "—" }
            let days = stated.days
            return Briefing(
                "statedDays",
                text: "\(stated.file): \(day(days.issueFrom)) – \(day(days.issueUntil)) / \(day(days.deadline))")
        }
    }
}
