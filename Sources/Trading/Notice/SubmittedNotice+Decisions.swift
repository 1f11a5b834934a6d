import Desk
import Statute

extension Tender {
    /// The centre has looked through a published notice, line by line, and found nothing.
    func verifyNotice(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        let notice = try waiting(input)
        let checked = try checked(input[GateForms.checked], for: notice.kind, situation)
        return Decision(.noticeVerified(notice: notice.id, checked: checked.map(\.id)))
    }

    /// What has to be corrected in a published notice, as a numbered letter.
    func remindNotice(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        let notice = try waiting(input)
        let reminder = VerificationReminder(
            number: "\(number)-G\(noticeReminders.count + 1)", digest: notice.digest,
            findings: input[GateForms.findings] ?? "", defects: try defects(input[SubmittedNoticeForms.defects]),
            notice: nil, published: notice)
        return Decision(.noticeReminded(reminder: reminder))
    }

    /// The tenderer publishes what is right; the centre looks through it again.
    func correctNotice(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        let id = input[SubmittedNoticeForms.notice]
        guard let found = submitted.first(where: { $0.notice.id == id }) else {
            throw Refusal(.invalid, "notice.noSuch", field: "notice", ["notice": id])
        }
        try require(
            isCorrectedApart(found), Refusal(.stage, "notice.correctedByClarification", field: "notice"))
        try require(found.state == .reminded, Refusal(.stage, "notice.notReminded", field: "notice"))
        let until = input[SubmittedNoticeForms.until]
        if let until { try requirePublicity(of: found.notice, until: until, situation) }
        return Decision(
            .noticeCorrected(
                notice: id,
                correction: NoticeCorrection(
                    text: input[NoticeForms.text], files: input[SubmittedNoticeForms.files] ?? [], until: until)))
    }

    /// What is corrected so that it matters is publicised for three days again (条例 54).
    private func requirePublicity(of notice: SubmittedNotice, until: Instant, _ situation: Situation) throws {
        try require(
            notice.kind == .candidates && stage == .candidatesPublicised,
            Refusal(.invalid, "notice.noPublicity", rule: "T21", field: "until"))
        _ = try requireKept(
            "T21", from: situation.at, to: until, or: "award.publicityTooShort", field: "until", situation)
        try require(
            until >= publicityUntil ?? until, Refusal(.invalid, "notice.publicityShorter", rule: "T21", field: "until"))
    }

    private func waiting(_ input: Input) throws -> SubmittedNotice {
        let id = input[SubmittedNoticeForms.notice]
        guard let found = submitted.first(where: { $0.notice.id == id }) else {
            throw Refusal(.invalid, "notice.noSuch", field: "notice", ["notice": id])
        }
        try require(found.state == .waiting, Refusal(.stage, "notice.notWaiting", field: "notice"))
        return found.notice
    }

    /// Every line of the checklist for a kind of notice, each found clear.
    /// - Throws: ``Refusal`` when a line is missing, stands twice, is of another list, or is not clear.
    func checked(_ rows: [Input], for kind: NoticeKind, _ situation: Situation) throws -> [ChecklistItem] {
        let items = checklist(for: kind, situation)
        let given = rows.map { $0[GateForms.item] }
        try require(
            given.count == items.count && Set(given) == Set(items.map(\.id)),
            Refusal(.invalid, "gates.checklistIncomplete", field: "checked", ["count": String(items.count)]))
        if let index = rows.firstIndex(where: { !$0[GateForms.clear] }) {
            throw Refusal(.invalid, "gates.defectFound", field: "checked.\(index).clear")
        }
        return items
    }

    /// The checklist in the version under which the tender began.
    func checklist(for kind: NoticeKind, _ situation: Situation) -> [ChecklistItem] {
        situation.law.checklist(for: kind, on: begunOn ?? Day(of: situation.at))
    }

    /// The rows of a checklist as a form starts with them.
    func checklistRows(for kind: NoticeKind, _ situation: Situation) -> RawValue {
        .list(checklist(for: kind, situation).map { .object(["item": .text($0.id)]) })
    }

    /// What the centre reads before it answers a notice.
    func briefing(on verification: NoticeVerification?) -> [Briefing] {
        guard let verification else { return [] }
        var parts: [Briefing] = []
        switch verification.notice.kind {
        case .tender: parts = noticeBriefing
        case .clarification:
            let found = clarifications.first { "C\($0.number)" == verification.notice.id }
            if let found {
                parts = [
                    Briefing("clarification", text: found.text),
                    Briefing("noticeDeadline", text: BeijingTime.text(found.deadline)),
                ]
            }
        case .candidates:
            parts = candidatesBriefing
            if let publicityUntil { parts.append(Briefing("publicityUntil", text: BeijingTime.text(publicityUntil))) }
        case .result:
            parts = winnerBriefing
        case .termination:
            if case .terminated(let reason) = stage { parts = [Briefing("termination", text: reason)] }
        }
        return parts + verification.corrections.map { Briefing("correction", text: $0.text) }
    }
}

/// Forms of the verification of published notices.
enum SubmittedNoticeForms {
    static let notice = Field<String>.text("notice", maximum: 10, example: "C1")
    static let defects = Field<[Input]>.rows(
        "defects",
        [
            GateForms.defectKind.description, GateForms.defectAspect.description, GateForms.place.description,
            GateForms.defectText.description,
        ], count: 1...30)
    static let until = Field<Instant>.instant("until").optional
    static let files = Field<[FileReference]>.documents("files", maximum: 20).optional

    static let commands: [Command<Tender>] = [
        Command(
            "verifyNotice", by: [.centreClerk], fields: [notice.description, GateForms.checked.description],
            offered: { $0.submitted(.waiting) != nil },
            briefing: { tender, _ in tender.briefing(on: tender.submitted(.waiting)) },
            prefilled: { tender, situation in
                guard let waiting = tender.submitted(.waiting)?.notice else { return [:] }
                return [
                    "notice": .text(waiting.id), "checked": tender.checklistRows(for: waiting.kind, situation),
                ]
            },
            decide: { try $0.verifyNotice($1, $2) }),
        Command(
            "remindNotice", by: [.centreClerk],
            fields: [notice.description, defects.description, GateForms.findings.description],
            offered: { $0.submitted(.waiting) != nil },
            briefing: { tender, _ in tender.briefing(on: tender.submitted(.waiting)) },
            prefilled: { tender, _ in tender.submitted(.waiting).map { ["notice": .text($0.notice.id)] } ?? [:] },
            decide: { try $0.remindNotice($1, $2) }),
        Command(
            "correctNotice", by: [.tenderer, .agency],
            fields: [notice.description, NoticeForms.text.description, until.description, files.description],
            offered: { $0.correctable != nil },
            briefing: { tender, _ in
                guard let id = tender.correctable?.notice.id else { return [] }
                let letter = tender.noticeReminders.last { $0.published?.id == id }
                return (letter?.defects ?? []).map {
                    Briefing("noticeDefect", text: "\($0.place)：\($0.text)")
                }
            },
            prefilled: { tender, _ in tender.correctable.map { ["notice": .text($0.notice.id)] } ?? [:] },
            decide: { try $0.correctNotice($1, $2) }),
    ]
}
