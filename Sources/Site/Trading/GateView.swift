import Desk
import Trading

/// The three gates of a section as lamps and, for each, what was found, by whom, when, and how it was put right.
struct GateView {
    let tender: Tender
    let history: GateHistory
    let shown: Shown
    let site: SiteContext

    var words: Words { shown.words }

    /// One view a gate, in the order of the gates.
    var gates: [View] { [review, filing, verification] }

    private func gate(_ name: String, _ state: GateHistory.State, _ summary: String, _ lines: [View]) -> View {
        [
            "id": "gate-\(name)", "label": words("page.gate.\(name)"), "state": state.rawValue,
            "said": words("page.gate.\(name).\(state.rawValue)"), "text": summary, "lines": lines,
            "hasLines": !lines.isEmpty, "hasClauses": false, "hasAnswers": false,
        ]
    }

    /// A line of a gate: a word with its colour, a sentence, who did it and when. Every name is given, so that none is
    /// looked for in the views around it.
    func line(
        _ word: String, _ state: GateHistory.State, _ text: String, _ doing: GateHistory.Doing?, path: String = "",
        notes: [View] = []
    ) -> View {
        var view: View = [
            "word": word, "wordState": state == .open ? "calm" : state.rawValue, "what": text, "whatPath": path,
            "who": "", "at": "", "machineInstant": "", "sequence": "", "verifyPath": "", "notes": notes,
            "hasNotes": !notes.isEmpty,
        ]
        guard let doing else { return view }
        view["who"] = site.officeName(doing.by, words)
        view["at"] = shown.instant(doing.at)
        view["machineInstant"] = doing.at.description
        view["sequence"] = Shown.number(doing.sequence)
        view["verifyPath"] = SiteURL.verify(sequence: doing.sequence).path
        return view
    }

    // MARK: Gate one

    private var review: View {
        func count(_ outcome: String) -> Int { history.clauses.filter { self.outcome($0).code == outcome }.count }
        let summary = words(
            "page.gate.review.text",
            [
                "count": String(history.clauses.count), "open": String(count("open")), "fixed": String(count("fixed")),
                "justified": String(count("justified")), "withdrawn": String(count("withdrawn")),
            ])
        var lines: [View] = []
        if let review = history.review {
            let isCurrent = history.currentReview != nil
            lines.append(
                line(
                    words(isCurrent ? "page.gate.signed" : "page.gate.signedBefore"), isCurrent ? .passed : .open,
                    review.what.opinion, review.doing))
        }
        lines += history.unread.map { unread in
            let reason = words.first("reading.\(unread.file.reason)") ?? unread.file.reason
            return line(
                words("page.scan.unread"), unread.said == nil ? .near : .open,
                "\(unread.id) \(unread.file.name)：\(reason)", nil,
                notes: unread.said.map { [line(words("page.scan.justified"), .open, $0.what, $0.doing)] } ?? [])
        }
        var view = gate("review", history.reviewState, tender.document == nil ? "" : summary, lines)
        let clauses = history.clauses.map(clause)
        view["clauses"] = clauses
        view["hasClauses"] = !clauses.isEmpty
        if let review = history.currentReview?.what { view["answers"] = answers(review) }
        view["hasAnswers"] = history.currentReview != nil
        return view
    }

    private func outcome(_ clause: GateHistory.Clause) -> (code: String, state: GateHistory.State) {
        switch clause.end {
        case .open: ("open", .near)
        case .fixed: ("fixed", .passed)
        case .justified: ("justified", .open)
        case .withdrawn: ("withdrawn", .open)
        }
    }

    private func clause(_ clause: GateHistory.Clause) -> View {
        let finding = clause.finding
        let outcome = outcome(clause)
        var doing: GateHistory.Doing?
        var notes: [View] = []
        switch clause.end {
        case .open: break
        case .fixed(let by), .withdrawn(let by): doing = by
        case .justified(let reason, let by):
            doing = by
            notes = [line(words("page.scan.justified"), .open, reason, nil)]
        }
        let isListed = tender.gates.scan?.findings.contains(finding) ?? false
        let aspect = "\(finding.aspect) \(words("choice.aspect.\(finding.aspect)"))"
        return line(
            words("page.barriers.outcome.\(outcome.code)"), outcome.state, "\(aspect)：\(finding.sentence)", doing,
            path: isListed ? "#finding-\(finding.id)" : "", notes: notes)
    }

    /// The sixteen answers, each with the findings of its aspect in the document that was reviewed.
    private func answers(_ review: FairCompetitionReview) -> [View] {
        let scan = tender.gates.scans.last { $0.digest == review.digest }
        return review.answers.map { answer in
            let findings = (scan?.findings ?? []).filter { $0.aspect == answer.aspect }
            return [
                "aspect": "\(answer.aspect) \(words("choice.aspect.\(answer.aspect)"))", "isClear": answer.clear,
                "note": answer.note, "count": String(findings.count),
                "findings": findings.map { ["id": $0.id] as View }, "hasFindings": !findings.isEmpty,
            ]
        }
    }

    // MARK: Gate two

    private var filing: View {
        let defects = history.currentFiling?.what.defects ?? []
        let waiting = defects.filter { history.answer(to: $0.kind) == nil }.count
        var lines = history.filings.map { filing -> View in
            let isCurrent = filing.doing == history.currentFiling?.doing
            return line(
                words(isCurrent ? "page.gate.receipt" : "page.gate.receiptBefore"), isCurrent ? .passed : .open,
                filing.what.receipt, filing.doing)
        }
        lines += defects.map { defect in
            let answer = history.answer(to: defect.kind)
            let state = words(answer == nil ? "page.gate.defectOpen" : "page.gate.defectAnswered")
            return line(
                words("choice.filingDefect.\(defect.kind.rawValue)"), answer == nil ? .near : .open,
                words.said(defect.said), nil, notes: [line(state, answer == nil ? .near : .passed, "", answer)])
        }
        lines += history.examinations.map { line(words("page.gate.examined"), .open, $0.what.note, $0.doing) }
        lines += history.inquiries.map(inquiry) + history.investigations.map(investigation)
        let summary = words(
            "page.gate.filing.text",
            [
                "receipt": history.currentFiling?.what.receipt ?? "—", "defects": String(defects.count),
                "waiting": String(waiting), "inquiries": String(history.inquiries.count),
                "open": String(history.inquiries.filter { $0.closed == nil }.count),
                "investigations": String(history.investigations.count),
            ])
        return gate("filing", history.filingState, history.filings.isEmpty ? "" : summary, lines)
    }

    private func inquiry(_ inquiry: GateHistory.Inquiry) -> View {
        var notes: [View] = []
        if let answer = inquiry.answer {
            notes.append(line(words("page.gate.answered"), .open, answer.what, answer.doing))
        } else {
            notes.append(line(words("page.gate.unanswered"), .near, "", nil))
        }
        if let closed = inquiry.closed {
            notes.append(line(words("page.gate.closed"), .passed, "", closed))
        } else if inquiry.answer != nil {
            notes.append(line(words("page.gate.notClosed"), .near, "", nil))
        }
        return line(
            words("page.gate.inquiry", ["number": String(inquiry.number)]), inquiry.closed == nil ? .near : .open,
            inquiry.question, inquiry.asked, notes: notes)
    }

    private func investigation(_ inquest: GateHistory.Inquest) -> View {
        let investigation = inquest.investigation
        var notes = [
            line(words("field.order"), .open, investigation.order, nil),
            line(
                words("field.defect"), .open, words("choice.filingDefect.\(investigation.defect.rawValue)"), nil),
        ]
        if let end = inquest.end {
            let isUpheld = end.what.result == .upheld
            notes.append(
                line(
                    words("choice.investigationResult.\(end.what.result.rawValue)"), isUpheld ? .past : .passed,
                    end.what.text, end.doing))
        } else {
            notes.append(line(words("page.gate.investigating"), .past, "", nil))
        }
        return line(
            words("page.gate.investigation", ["number": String(investigation.number)]),
            inquest.end == nil ? .past : .open, investigation.reason, inquest.opened, notes: notes)
    }

    // MARK: Gate three

    private var verification: View {
        let reminders = history.reminders.map(reminder)
        let refusals = history.refusals.map { letter in
            line(
                words("page.gate.refusal", ["number": letter.what.number]), letter.corrected == nil ? .past : .open,
                words("choice.entryRefusal.\(letter.what.reason.rawValue)") + "：" + letter.what.text, letter.doing,
                notes: [
                    line(words("page.gate.remedy"), .open, words("page.gate.remedyText"), nil),
                    corrected(letter.corrected),
                ])
        }
        let passings = history.passed.map { passing in
            let isCurrent = passing.doing == history.currentPassing?.doing
            return line(
                words(isCurrent ? "page.gate.passed" : "page.gate.passedBefore"), isCurrent ? .passed : .open,
                checked(passing.what), passing.doing,
                path: passing.what.items.isEmpty ? "" : SiteURL.checklist(.tender).path)
        }
        let defects = history.reminders.reduce(0) { $0 + ($1.what.defects?.count ?? 1) }
        let summary = words(
            "page.gate.verification.text",
            [
                "reminders": String(reminders.count), "defects": String(defects),
                "refusals": String(refusals.count),
            ])
        return gate(
            "verification", history.verificationState, history.filings.isEmpty ? "" : summary,
            reminders + refusals + passings)
    }

    /// What the centre looked for and did not find.
    private func checked(_ passing: GateHistory.Passing) -> String {
        if passing.checked.isEmpty { return "" }
        let kinds = passing.checked.map { words("choice.defectKind.\($0.rawValue)") }
            .joined(separator: words.language == .chinese ? "、" : ", ")
        if passing.items.isEmpty { return words("page.gate.checked", ["kinds": kinds]) }
        return words("page.gate.checkedItems", ["kinds": kinds, "count": String(passing.items.count)])
    }

    /// A letter of the centre, defect by defect, and what answered it.
    func reminder(_ letter: GateHistory.Letter<VerificationReminder>) -> View {
        var notes = (letter.what.defects ?? []).map { defect -> View in
            let aspect = defect.aspect.map { "\($0) \(words("choice.aspect.\($0)"))，" } ?? ""
            let subject = defect.subject == .notice ? words("choice.noticeKind.tender") + " " : ""
            return line(
                words("choice.defectKind.\(defect.kind.rawValue)"), .open,
                "\(aspect)\(subject)\(defect.place)：\(defect.text)", nil)
        }
        notes.append(corrected(letter.corrected))
        return line(
            words("page.gate.reminder", ["number": letter.what.number]), letter.corrected == nil ? .near : .open,
            letter.what.findings, letter.doing, notes: notes)
    }

    func corrected(_ doing: GateHistory.Doing?) -> View {
        line(
            words(doing == nil ? "page.gate.notCorrected" : "page.gate.corrected"), doing == nil ? .near : .passed, "",
            doing)
    }
}
