import Desk
import Statute

extension Tender {
    /// A draft takes the place of the one before it. The platform reads it; then it can be published.
    func draftClarification(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        let deadline = try runningDeadline(situation)
        let wanted = input[ClarificationForms.newDeadline] ?? deadline
        try require(
            wanted >= deadline, Refusal(.invalid, "notice.deadlineEarlier", rule: "T03", field: "newDeadline"))
        let clarification = Clarification(
            number: clarifications.count + 1, text: input[NoticeForms.text],
            affectsPreparation: input[ClarificationForms.affectsPreparation], deadline: wanted,
            files: input[ClarificationForms.files] ?? [])
        let terms = try preparationLeft(clarification, situation)
        let digest = try ContentDigest.of(clarification)
        try require(digest != clarificationDraft?.digest, Refusal(.invalid, "notice.unchanged"))
        return Decision(.clarificationDrafted(clarification: clarification, digest: digest, terms: terms))
    }

    /// Publishes the draft as it was read, with the time that is left from now on.
    func clarify(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        _ = try runningDeadline(situation)
        guard let draft = clarificationDraft else { throw Refusal(.stage, "notice.clarificationNotDrafted") }
        try require(draft.scan != nil, Refusal(.stage, "gates.notScanned", rule: "D16"))
        let open = draft.open
        try require(
            open.isEmpty,
            Refusal(.stage, "gates.findingsOpen", rule: "D16", ["findings": open.joined(separator: ", ")]))
        try require(
            draft.scan?.omitted ?? 0 == 0,
            Refusal(.stage, "gates.findingsOmitted", rule: "D16", ["count": String(draft.scan?.omitted ?? 0)]))
        let terms = try asStage { try preparationLeft(draft.clarification, situation) }
        let submitted = submission(
            .clarification, "C\(draft.clarification.number)", digest: draft.digest, situation)
        return Decision(
            .clarificationIssued(clarification: draft.clarification, terms: terms), .noticeSubmitted(notice: submitted))
    }

    /// The draft is given up; it had no effect.
    func withdrawClarification(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.bidding)
        guard let draft = clarificationDraft else { throw Refusal(.stage, "notice.clarificationNotDrafted") }
        return Decision(.clarificationWithdrawn(digest: draft.digest))
    }

    /// The deadline while bids are prepared; clarifications come before it.
    private func runningDeadline(_ situation: Situation) throws -> Instant {
        try requireStage(.bidding)
        guard let deadline else { throw Refusal(.stage, "tender.wrongStage", ["stage": "@stage.\(stage.code)"]) }
        try require(situation.at < deadline, Refusal(.stage, "bidding.closed", rule: "T12"))
        return deadline
    }

    /// 招标投标法 23, 条例 21: what may affect bids leaves at least fifteen days.
    private func preparationLeft(_ clarification: Clarification, _ situation: Situation) throws -> [TermUse] {
        guard clarification.affectsPreparation else { return [] }
        return [
            try requireKept(
                "T05", from: situation.at, to: clarification.deadline, due: clarification.deadline,
                or: "notice.clarificationTooLate", field: "newDeadline", situation)
        ]
    }
}

/// Forms of clarifications.
enum ClarificationForms {
    static let affectsPreparation = Field<Bool>.boolean("affectsPreparation")
    static let newDeadline = Field<Instant>.instant("newDeadline").optional
    static let files = Field<[FileReference]>.documents("files", maximum: 20).optional

    static let commands: [Command<Tender>] = [
        Command(
            "draftClarification", by: [.tenderer, .agency],
            fields: [
                NoticeForms.text.description, affectsPreparation.description, newDeadline.description,
                files.description,
            ],
            offered: { $0.stage == .bidding },
            prefilled: { tender, situation in
                try tender.requireTenderer(situation)
                guard let draft = tender.clarificationDraft?.clarification else { return [:] }
                var values: [String: RawValue] = [
                    "text": .text(draft.text), "affectsPreparation": .boolean(draft.affectsPreparation),
                    "files": .list(draft.files.map(\.raw)),
                ]
                if draft.deadline != tender.deadline { values["newDeadline"] = .text(draft.deadline.description) }
                return values
            },
            decide: { try $0.draftClarification($1, $2) }),
        Command(
            "clarify", by: [.tenderer, .agency], offered: { $0.stage == .bidding && $0.clarificationDraft != nil },
            briefing: { tender, _ in
                guard let draft = tender.clarificationDraft else { return [] }
                return [Briefing("clarification", text: draft.clarification.text)]
            },
            decide: { try $0.clarify($1, $2) }),
        Command(
            "withdrawClarification", by: [.tenderer, .agency],
            offered: { $0.stage == .bidding && $0.clarificationDraft != nil },
            decide: { try $0.withdrawClarification($1, $2) }),
    ]
}
