import Desk
import Statute
import Store
import Trading

/// How time limits read: their steps, their ends, their pauses.
struct TermText {
    let shown: Shown

    private var words: Words { shown.words }

    /// A term of "at most" ends with its last day: 24:00, as the law says it.
    func end(_ bound: Instant) -> String {
        let last = Day(of: bound.advanced(byMilliseconds: -1))
        return last.end == bound ? "\(last) 24:00" : shown.instant(bound)
    }

    func pause(_ pause: Pause) -> [String: String] {
        [
            "reason": words("pause.\(pause.reason.rawValue)"), "from": shown.instant(pause.from),
            "to": pause.to.map { shown.instant($0) } ?? "…",
        ]
    }

    func step(_ piece: TermComputation.Piece) -> String {
        func given(_ number: Int?) -> String {
            number.map { words("page.terms.given", ["count": String($0)]) } ?? ""
        }
        switch piece {
        case .triggerDayNotCounted(let day): return words("piece.triggerDay", ["day": day.description])
        case .daysNotCounted(let count): return words("piece.notCounted", ["count": String(count)])
        case .lastDay(let day): return words("piece.lastDay", ["day": day.description])
        case .lastDayMoved(let from, let to):
            return words("piece.moved", ["from": from.description, "to": to.description])
        case .calendarMissing(let year): return words("piece.noCalendar", ["year": String(year)])
        case .endsAtMidnight(let instant): return words("piece.midnight", ["instant": shown.instant(instant)])
        case .endsAtClose(let instant): return words("piece.close", ["instant": shown.instant(instant)])
        case .datesApart(let count, let number):
            return words("piece.dates", ["count": String(count)]) + given(number)
        case .workingDaysApart(let count, let number):
            return words("piece.workingDays", ["count": String(count)]) + given(number)
        case .hoursApart(let count, let number):
            return words("piece.hours", ["count": String(count)]) + given(number)
        case .pauseSubtracted(let time): return words("piece.pause", pause(time))
        case .pauseNotKnown(let time): return words("piece.pauseNotKnown", pause(time))
        case .sameInstant: return words("piece.sameInstant")
        case .sameDay: return words("piece.sameDay")
        case .notBefore: return words("piece.notBefore")
        case .before: return words("piece.before")
        }
    }
}

/// The limits that run on a docket, each with its inputs, its steps, what is left of it, and its warnings.
struct RunningTermText {
    /// A warning as the register keeps it.
    struct Warning {
        let rule: String
        let start: Int64
        let view: View
    }

    let site: SiteContext
    let shown: Shown
    let now: Instant

    private var words: Words { shown.words }
    private var text: TermText { TermText(shown: shown) }

    /// The running terms of a docket, and the warnings of terms that have ended.
    func views(_ terms: [WatchedTerm], of docket: String) throws -> (running: [View], earlier: [View]) {
        let warnings = try warnings(of: docket)
        let running = terms.map { term in
            view(term, warnings.filter { $0.rule == term.rule && $0.start == term.start.milliseconds }.map(\.view))
        }
        // That the time for bids or objections went by is no news once it is over.
        let earlier = warnings.filter { warning in
            !Tender.windowRules.contains(warning.rule)
                && !terms.contains { $0.rule == warning.rule && $0.start.milliseconds == warning.start }
        }
        return (running, earlier.map(\.view))
    }

    private func warnings(of docket: String) throws -> [Warning] {
        try site.desk.facts.rows(
            "SELECT * FROM term_warning WHERE docket = $1 ORDER BY sequence LIMIT 200", [.text(docket)]
        ).map { row in
            let sequence = row.integer("sequence")
            let isOver = row.integer("stage") == 3 && Tender.windowRules.contains(row.text("rule"))
            var view: View = [
                "rule": row.text("rule"), "title": title(of: row.text("rule"), since: row.integer("start")),
                "stage": words(isOver ? "termStage.over" : "termStage.\(row.integer("stage"))"),
                "kind": isOver ? "calm" : row.integer("stage") == 3 ? "past" : "near",
                "at": shown.instant(Instant(milliseconds: row.integer("at"))),
                "path": SiteURL.docket("\(TermWarning.kind)/\(row.text("warnings"))").path,
                "proofPath": SiteURL.verify(sequence: sequence).path, "sequence": Shown.number(sequence),
            ]
            if let reached = row.optionalInteger("reached") {
                view["reached"] = shown.instant(Instant(milliseconds: reached))
            }
            return Warning(rule: row.text("rule"), start: row.integer("start"), view: view)
        }
    }

    /// What a rule says, as of the instant from which it ran; the id of one that the law no longer has.
    private func title(of rule: String, since start: Int64) -> String {
        (try? site.law.term(rule, on: Day(of: Instant(milliseconds: start)))).map { words.said($0.title) } ?? rule
    }

    private func view(_ term: WatchedTerm, _ warnings: [View]) -> View {
        let law = try? site.law.term(term.rule, on: term.begun ?? Day(of: term.start))
        let running = try? term.running(by: site.law)
        let due = term.due(by: site.law)
        let isWindow = Tender.windowRules.contains(term.rule)
        var view: View = [
            "rule": term.rule, "title": law.map { words.said($0.title) } ?? term.rule,
            "basis": law.map { words.said($0.basis) } ?? "", "start": shown.instant(term.start),
            "path": Self.path(term), "warnings": warnings, "hasWarnings": !warnings.isEmpty && !isWindow,
            "hasNews": !warnings.isEmpty && isWindow,
            "steps": steps(term, running, due).map { ["text": $0] as View },
        ]
        if let law { view["version"] = words("page.terms.inForce", ["day": law.inForceFrom.description]) }
        view.merge(left(term, running, due)) { _, new in new }
        return view
    }

    private func steps(_ term: WatchedTerm, _ running: RunningTerm?, _ due: Instant?) -> [String] {
        if case .set(let end) = term.end { return [words("piece.set", ["instant": text.end(end)])] }
        if case .before(let act) = term.end {
            let length = (try? site.law.term(term.rule, on: term.begun ?? Day(of: term.start)))?.length ?? 0
            return [words("piece.ahead", ["instant": text.end(act), "count": String(length)])]
        }
        guard let running else { return [words("piece.noYear")] }
        return running.computation.pieces.map { text.step($0) }
    }

    /// What is left, in words and as a share of the whole.
    private func left(_ term: WatchedTerm, _ running: RunningTerm?, _ due: Instant?) -> View {
        guard let due else {
            return [
                "due": words("page.terms.paused"), "words": words("page.section.termPaused"), "urgency": "near",
                "isPaused": true,
            ]
        }
        let whole = max(1, due.milliseconds - term.start.milliseconds)
        let gone =
            running?.progress(at: now).permille
            ?? Int(min(whole, max(0, now.milliseconds - term.start.milliseconds)) * 1000 / whole)
        let percent = max(0, 1000 - gone) / 10
        let stage = (try? term.row(by: site.law))?.stage(at: now) ?? .running
        // When a time ends in which somebody may do something, nobody is late.
        let isOver = Tender.windowRules.contains(term.rule) && due <= now
        return [
            "due": text.end(due),
            "words": isOver ? words("term.over", ["until": shown.instant(due)]) : shown.term(due, now: now),
            "urgency": isOver ? "calm" : Shown.urgency(due, stage: stage, now: now),
            "share": words("page.section.termShare", ["percent": String(percent)]), "width": String(percent),
        ]
    }

    /// The public page that works a term out, with the very inputs.
    static func path(_ term: WatchedTerm) -> String {
        var query = [("rule", term.rule)]
        switch term.end {
        case .set(let end), .before(let end): query.append(("before", end.description))
        case .counted(let pauses):
            query.append(("from", term.start.description))
            for pause in pauses {
                query += [
                    ("pauseFrom", pause.from.description), ("pauseTo", pause.to?.description ?? ""),
                    ("pauseReason", pause.reason.rawValue),
                ]
            }
        }
        if let begun = term.begun { query.append(("begun", begun.description)) }
        return "/terms?" + query.map { "\($0.0)=\(SiteURL.escaped($0.1))" }.joined(separator: "&")
    }
}
