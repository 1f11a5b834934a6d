import Desk
import Statute

extension Tender {
    /// The digest that the gates before have signed, refused when the document changed meanwhile.
    private func currentDigest() throws -> String {
        guard let documentDigest else { throw Refusal(.stage, "tender.noDocument") }
        return documentDigest
    }

    func signReview(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.drafting)
        try requireNoOrder()
        let digest = try currentDigest()
        try require(gates.condemnedDigest != digest, Refusal(.stage, "gates.correctionOrdered", rule: "D16"))
        try requireScanned()
        let open = gates.openFindings
        try require(
            open.isEmpty,
            Refusal(.stage, "gates.findingsOpen", rule: "D16", ["findings": open.map(\.id).joined(separator: ", ")]))
        // Listed are the weightiest; what has no room in the entry is listed after these are put right.
        try require(
            gates.scan?.omitted ?? 0 == 0,
            Refusal(.stage, "gates.findingsOmitted", rule: "D16", ["count": String(gates.scan?.omitted ?? 0)]))
        let unread = gates.openUnread
        try require(
            unread.isEmpty,
            Refusal(
                .stage, "gates.filesUnread", rule: "D16",
                ["files": unread.map { "\($0.id) \($0.file.name)" }.joined(separator: ", ")]))
        let found = Set((gates.scan?.findings ?? []).map(\.aspect))
        var answers: [FairCompetitionReview.AspectAnswer] = []
        for (index, row) in input[GateForms.answers].enumerated() {
            let answer = FairCompetitionReview.AspectAnswer(
                aspect: row[GateForms.aspect], clear: row[GateForms.clear], note: row[GateForms.note] ?? "")
            try require(
                answer.clear || !answer.note.isEmpty,
                Refusal(
                    .invalid, "gates.findingWithoutNote", rule: "D16", field: "answers.\(index).note",
                    ["aspect": "@choice.aspect.\(answer.aspect)"]))
            // What the machine found and the tenderer justified is not clear: the note says why it may stand.
            try require(
                !answer.clear || !found.contains(answer.aspect),
                Refusal(
                    .invalid, "gates.aspectHasFinding", rule: "D16", field: "answers.\(index).clear",
                    ["aspect": "@choice.aspect.\(answer.aspect)"]))
            answers.append(answer)
        }
        let given = answers.map(\.aspect).sorted()
        try require(
            given == FairCompetitionReview.aspects,
            Refusal(.invalid, "gates.aspectsIncomplete", rule: "D16", field: "answers"))
        return Decision(
            .reviewSigned(
                review: FairCompetitionReview(
                    digest: digest, answers: answers.sorted { $0.aspect < $1.aspect },
                    opinion: input[GateForms.opinion])))
    }

    func fileDocument(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.reviewed)
        try requireNoOrder()
        let plan = try planned()
        let digest = try currentDigest()
        try require(gates.review?.digest == digest, Refusal(.stage, "gates.documentChanged"))
        // The notice goes with the document: whoever receives it sees both.
        try noticeAsOfNow(situation)
        let day = Day(of: situation.at).description.filter { $0 != "-" }
        // A promise that the calendar does not reach yet keeps no filing back.
        let promised = try? situation.law.due("V01", from: situation.at).due
        let receipt = "BA-\(plan.region)-\(day)-\(number)-\(documentRevision)"
        return Decision(
            .documentFiled(
                filing: Filing(
                    digest: digest, receipt: receipt,
                    region: plan.region, trade: plan.trade, defects: try filingDefects(situation),
                    verifyBy: promised, notice: noticeDigest, letter: receipt)))
    }

    func questionFiling(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        try require(gates.filing != nil, Refusal(.stage, "gates.notFiled"))
        let next = gates.inquiries.count + 1
        return Decision(
            .filingQuestioned(number: next, question: input[GateForms.question], letter: "\(number)-W\(next)"))
    }

    func answerInquiry(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        let inquiry = try inquiry(input[GateForms.number])
        try require(inquiry.answer == nil, Refusal(.stage, "gates.inquiryAnswered", field: "number"))
        return Decision(.filingAnswered(number: inquiry.number, answer: input[GateForms.answer]))
    }

    func closeInquiry(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        let inquiry = try inquiry(input[GateForms.number])
        try require(inquiry.answer != nil, Refusal(.stage, "gates.inquiryOpen", field: "number"))
        try require(!inquiry.closed, Refusal(.stage, "gates.inquiryClosed", field: "number"))
        return Decision(.filingClosed(number: inquiry.number))
    }

    /// The authority has looked at what the machine found in the filed document. Nothing waits for it.
    func examineFiling(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        guard let filing = gates.filing else { throw Refusal(.stage, "gates.notFiled") }
        try require(gates.examinedDigest != filing.digest, Refusal(.stage, "gates.filingExamined"))
        return Decision(.filingExamined(digest: filing.digest, note: input[GateForms.examinationNote]))
    }

    private func inquiry(_ number: Int64) throws -> FilingInquiry {
        guard let found = gates.inquiries.first(where: { $0.number == number }) else {
            throw Refusal(.invalid, "gates.noSuchInquiry", field: "number")
        }
        return found
    }

    func returnForCorrection(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        try requireStage(.filed)
        let digest = try verifiable()
        return Decision(
            .verificationReturned(
                reminder: VerificationReminder(
                    number: "\(number)-\(gates.reminders.count + 1)", digest: digest,
                    findings: input[GateForms.findings] ?? "", defects: try defects(input[GateForms.defects]),
                    notice: noticeDigest, published: nil)))
    }

    /// The defects of a letter. Only exclusionary content has an aspect, and it always has one.
    func defects(_ rows: [Input]) throws -> [VerificationReminder.Defect] {
        try rows.enumerated().map { index, row in
            let kind = row[GateForms.defectKind]
            let aspect = row[GateForms.defectAspect]
            try require(
                (kind == .exclusionary) == (aspect != nil),
                Refusal(.invalid, "gates.defectAspect", rule: "D16", field: "defects.\(index).defectAspect"))
            return VerificationReminder.Defect(
                kind: kind, aspect: aspect, place: row[GateForms.place], text: row[GateForms.defectText],
                subject: row[GateForms.defectIn])
        }
    }

    func passVerification(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        try requireStage(.filed)
        try requireNoOrder()
        let digest = try verifiable()
        try noticeAsOfNow(situation)
        let checked = try checked(input[GateForms.checked], for: .tender, situation)
        let kinds = Set(checked.map(\.kind)).sorted { $0.rawValue < $1.rawValue }
        return Decision(
            .verificationPassed(digest: digest, checked: kinds, notice: noticeDigest, items: checked.map(\.id)))
    }

    /// Only for listed defects, and for obstinacy only after a reminder.
    func refuseEntry(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        try requireStage(.filed)
        let digest = try currentDigest()
        try require(gates.refusal == nil, Refusal(.stage, "gates.entryRefused"))
        let reason = input[GateForms.reason]
        try require(
            reason != .notCorrected || !gates.reminders.isEmpty,
            Refusal(.stage, "gates.notReminded", field: "reason"))
        return Decision(
            .entryRefused(
                refusal: EntryRefusal(
                    number: "\(number)-R\(entryRefusals.count + 1)", digest: digest, reason: reason,
                    text: input[GateForms.refusalText])))
    }

    /// The digest under verification: the one that was filed, neither returned nor refused.
    private func verifiable() throws -> String {
        let digest = try currentDigest()
        try require(gates.filing?.digest == digest, Refusal(.stage, "gates.documentChanged"))
        try require(gates.refusal == nil, Refusal(.stage, "gates.entryRefused"))
        try require(!isReminderOpen, Refusal(.stage, "gates.reminderOpen"))
        return digest
    }

    /// Whether the last letter is about the document, or the notice, as it still is.
    var isReminderOpen: Bool { isReminderOpen(about: .document) || isReminderOpen(about: .notice) }

    func isReminderOpen(about subject: VerificationReminder.Subject) -> Bool {
        guard let reminder = gates.reminders.last, reminder.concerns(subject) else { return false }
        return subject == .document ? reminder.digest == documentDigest : reminder.notice == noticeDigest
    }

    /// What the centre reads before it answers: the notice beside the days that the document states, and what the machine
    /// found at gate one and the tenderer left as it is, with the reasons.
    var verificationBriefing: [Briefing] { noticeBriefing + statedDays + justifiedBriefing }

    /// The authority's questions that wait: for the tenderer's answer, or answered and for the authority to close.
    func inquiries(answered: Bool) -> [FilingInquiry] {
        gates.inquiries.filter { answered ? $0.answer != nil && !$0.closed : $0.answer == nil }
    }

    /// Whether the centre has this version before it.
    var isUnderVerification: Bool {
        stage == .filed && gates.refusal == nil && !isReminderOpen
    }
}

/// Forms of the three gates.
public enum GateForms {
    static let aspect = Field<String>.choice("aspect", set: "aspect", FairCompetitionReview.aspects)
    static let clear = Field<Bool>.boolean("clear")
    static let note = Field<String>.text("note", maximum: 1000).optional
    static let answers = Field<[Input]>.rows(
        "answers", [aspect.description, clear.description, note.description], count: 16...16)
    static let opinion = Field<String>.prose("opinion", maximum: 2000)
    static let question = Field<String>.prose("question", maximum: 2000)
    static let answer = Field<String>.prose("answer", maximum: 5000)
    static let number = Field<Int64>.integer("number", in: 1...999)
    static let examinationNote = Field<String>.prose("examinationNote", maximum: 2000).optional
    static let findings = Field<String>.prose("findings", maximum: 5000).optional
    static let defectKind = Field<DefectKind>.choice("defectKind", set: "defectKind")
    static let defectAspect = Field<String>.choice("defectAspect", set: "aspect", FairCompetitionReview.aspects)
        .optional
    static let defectIn = Field<VerificationReminder.Subject>.choice("defectIn", set: "defectIn").optional
    static let place = Field<String>.text("defectPlace", maximum: 100, example: "第二章 3.4.1")
    static let defectText = Field<String>.text("defectText", maximum: 1000)
    static let defects = Field<[Input]>.rows(
        "defects",
        [
            defectKind.description, defectIn.description, defectAspect.description, place.description,
            defectText.description,
        ], count: 1...30)
    static let item = Field<String>.checklistItem("item")
    static let checked = Field<[Input]>.rows("checked", [item.description, clear.description], count: 1...60)
    static let reason = Field<EntryRefusal.Reason>.choice("reason", set: "entryRefusal")
    static let refusalText = Field<String>.prose("refusalText", maximum: 5000)

    static let commands: [Command<Tender>] = [
        Command(
            "signReview", by: [.tenderer, .agency], fields: [answers.description, opinion.description],
            offered: { $0.stage == .drafting }, briefing: { try $0.reviewBriefing($1) },
            prefilled: { tender, _ in ["answers": tender.reviewAnswers] },
            decide: { try $0.signReview($1, $2) }),
        Command(
            "fileDocument", by: [.tenderer, .agency], offered: { $0.stage == .reviewed },
            briefing: { try $0.conformityBriefing($1) },
            decide: { try $0.fileDocument($1, $2) }),
        Command(
            "questionFiling", by: [.regulator], fields: [question.description],
            offered: { $0.gates.filing != nil }, decide: { try $0.questionFiling($1, $2) }),
        Command(
            "answerInquiry", by: [.tenderer, .agency], fields: [number.description, answer.description],
            offered: { !$0.inquiries(answered: false).isEmpty },
            briefing: { tender, _ in
                tender.inquiries(answered: false).map { Briefing("inquiry", text: "\($0.number). \($0.question)") }
            },
            prefilled: { tender, _ in .number(tender.inquiries(answered: false).map(\.number)) },
            decide: { try $0.answerInquiry($1, $2) }),
        Command(
            "closeInquiry", by: [.regulator], fields: [number.description],
            offered: { !$0.inquiries(answered: true).isEmpty },
            briefing: { tender, _ in
                tender.inquiries(answered: true).flatMap { inquiry in
                    [
                        Briefing("inquiry", text: "\(inquiry.number). \(inquiry.question)"),
                        Briefing("inquiryAnswer", text: inquiry.answer ?? ""),
                    ]
                }
            },
            prefilled: { tender, _ in .number(tender.inquiries(answered: true).map(\.number)) },
            decide: { try $0.closeInquiry($1, $2) }),
        Command(
            "examineFiling", by: [.regulator], fields: [examinationNote.description],
            offered: { $0.gates.filing != nil && $0.gates.examinedDigest != $0.gates.filing?.digest },
            briefing: { tender, situation in
                (tender.gates.filing?.defects ?? []).map { Briefing($0.kind.rawValue, said: $0.said) }
                    + (try tender.scopeBriefing(situation))
            },
            decide: { try $0.examineFiling($1, $2) }),
        Command(
            "returnForCorrection", by: [.centreClerk], fields: [defects.description, findings.description],
            offered: { $0.isUnderVerification },
            briefing: { tender, _ in tender.verificationBriefing }, decide: { try $0.returnForCorrection($1, $2) }),
        Command(
            "passVerification", by: [.centreClerk], fields: [checked.description],
            offered: { $0.isUnderVerification && $0.draftedNotice != nil },
            briefing: { tender, _ in tender.verificationBriefing },
            prefilled: { ["checked": $0.checklistRows(for: .tender, $1)] },
            decide: { try $0.passVerification($1, $2) }),
        Command(
            "refuseEntry", by: [.centreClerk], fields: [reason.description, refusalText.description],
            offered: { $0.stage == .filed && $0.gates.refusal == nil }, decide: { try $0.refuseEntry($1, $2) }),
    ]
}
