import Foundation
import Hummingbird
import Statute

/// Any legal time limit worked out step by step, with the calendar drawn (时限计算): what the desk computes, open to
/// everybody.
struct TermPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/terms") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let title = site.words(visit)("page.terms.title")
                return try site.answer(
                    Page("terms", title: title, TermView(request, site, visit).view), to: request, visit)
            }
        }
    }
}

/// What the page shows for a rule and an instant.
struct TermView {
    private let law: Statute
    private let words: Words
    private let shown: Shown
    private let rule: String
    private let from: String
    private let to: String
    private let now: Instant

    init(_ request: Request, _ site: SiteContext, _ visit: Visit) {
        law = site.law
        words = site.words(visit)
        shown = site.shown(visit)
        now = site.now
        func value(_ name: String) -> String { String((request.query(name) ?? "").prefix(40)) }
        rule = value("rule").isEmpty ? "T03" : value("rule")
        from = value("from")
        to = value("to")
    }

    private func said(_ wording: Wording) -> String { words.language == .chinese ? wording.chinese : wording.english }

    var view: View {
        let terms = Dictionary(grouping: law.allTerms, by: \.id).compactMap { $0.value.last }.sorted { $0.id < $1.id }
        var view: View = [
            "rules": terms.map { term -> View in
                ["id": term.id, "title": "\(term.id) \(said(term.title))", "chosen": term.id == rule]
            },
            "from": from.isEmpty ? BeijingTime.text(now).replacingOccurrences(of: " ", with: "T") : from, "to": to,
        ]
        let start = from.isEmpty ? now : read(from)
        guard let start else {
            view["fault"] = words("page.terms.noInstant")
            return view
        }
        let act = to.isEmpty ? nil : read(to)
        if !to.isEmpty, act == nil { view["fault"] = words("page.terms.noInstant") }
        do {
            let term = try law.term(rule, on: Day(of: start))
            let computed = try term.computation(from: start, to: act, in: law.calendar)
            view["term"] = try described(term, computed)
        } catch let missing as WorkCalendar.MissingYear {
            view["fault"] = words("page.terms.noCalendar", ["year": String(missing.year)])
        } catch {
            view["fault"] = words("page.terms.noRule", ["rule": rule])
        }
        return view
    }

    private func read(_ text: String) -> Instant? {
        Day(text)?.start ?? Instant(text) ?? BeijingTime.instant(text.replacingOccurrences(of: " ", with: "T"))
    }

    private func described(_ term: Term, _ computed: TermComputation) throws -> View {
        var view: View = [
            "id": term.id, "title": said(term.title), "basis": said(term.basis), "explanation": said(term.explanation),
            "inForce": words("page.terms.inForce", ["day": term.inForceFrom.description]),
            "dueLabel": words(term.direction == .atMostAfter ? "page.terms.due" : "page.terms.earliest"),
            "due": computed.bound.map { end($0, term) } ?? words("page.terms.paused"),
            "start": shown.instant(computed.trigger), "steps": computed.pieces.map { ["text": words(of: $0)] as View },
            "calendarNotices": computed.calendar.joined(separator: words.language == .chinese ? "、" : ", "),
        ]
        if let act = computed.act, let isMet = computed.isMet {
            view["act"] = shown.instant(act)
            view["isMet"] = isMet
            view["met"] = words(isMet ? "page.terms.met" : "page.terms.notMet")
        }
        view["months"] = months(computed)
        return view
    }

    /// A term of "at most" ends with its last day: 24:00, as the law says it.
    private func end(_ bound: Instant, _ term: Term) -> String {
        let last = Day(of: bound.advanced(byMilliseconds: -1))
        return term.direction == .atMostAfter && last.end == bound ? "\(last) 24:00" : shown.instant(bound)
    }

    /// The months from the trigger to the last day, at most six, as weeks from Monday to Sunday.
    private func months(_ computed: TermComputation) -> [View] {
        let first = Day(of: computed.trigger)
        let last = computed.lastDay ?? computed.bound.map { Day(of: $0) } ?? first
        let counted = Set(computed.counted)
        let skipped = Dictionary(computed.skipped.map { ($0.day, $0.why) }) { first, _ in first }
        var months: [View] = []
        guard var month = Day(year: first.year, month: first.month, day: 1) else { return [] }
        while month <= max(first, last), months.count < 6 {
            let next = month.advanced(byMonths: 1)
            var cells: [View] = (1..<max(1, month.weekday)).map { _ in ["isBlank": true] }
            for offset in 0..<month.days(to: next) {
                cells.append(
                    cell(month.advanced(byDays: offset), first: first, last: last, counted: counted, skipped: skipped))
            }
            while !cells.count.isMultiple(of: 7) { cells.append(["isBlank": true]) }
            let weeks = stride(from: 0, to: cells.count, by: 7).map { start -> View in
                ["days": Array(cells[start..<(start + 7)])]
            }
            months.append([
                "name": words("page.terms.month", ["year": String(month.year), "month": String(month.month)]),
                "weeks": weeks,
            ])
            month = next
        }
        return months
    }

    private func cell(
        _ day: Day, first: Day, last: Day, counted: Set<Day>, skipped: [Day: SkippedDay.Why]
    ) -> View {
        let status = try? law.calendar.status(of: day)
        var kind = ""
        var note = status?.reason.map { said($0) } ?? ""
        if counted.contains(day) { kind = "counted" }
        if let why = skipped[day] {
            kind = "skipped"
            if case .holiday(let reason) = why { note = said(reason) }
        }
        if status?.isWorking == false { kind += " rest" }
        var view: View = ["number": String(day.day), "kind": kind.trimmingCharacters(in: .whitespaces), "note": note]
        if day == first { view["mark"] = words("page.terms.from") }
        if day == last { view["mark"] = words("page.terms.last") }
        let key = counted.contains(day) ? "page.terms.counted" : "page.terms.notCounted"
        view["said"] = words(day == first ? "page.terms.from" : key)
        return view
    }

    private func words(of piece: TermComputation.Piece) -> String {
        func given(_ number: Int?) -> String {
            number.map { words("page.terms.given", ["count": String($0)]) } ?? ""
        }
        func pause(_ pause: Pause) -> [String: String] {
            [
                "reason": words("pause.\(pause.reason.rawValue)"), "from": shown.instant(pause.from),
                "to": pause.to.map { shown.instant($0) } ?? "…",
            ]
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
