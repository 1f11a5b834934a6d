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

/// What the page shows for a rule and its instants: what `daylight term` prints, with the calendar drawn.
struct TermView {
    /// A pause as it was typed: three fields of the form.
    private struct TypedPause {
        let from: String
        let to: String
        let reason: String
        var isEmpty: Bool { from.isEmpty && to.isEmpty }
    }

    /// Why nothing can be worked out, in words.
    private struct Fault: Error { let text: String }

    /// Pauses that the form takes at most; there are few in any matter.
    private static let maximumPauses = 20
    /// Days of a pause at most: every day of it is counted through.
    private static let longestPause: Int64 = 3660

    private let law: Statute
    private let words: Words
    private let shown: Shown
    private let rule: String
    private let from: String
    private let to: String
    private let before: String
    private let begun: String
    private let pauses: [TypedPause]
    private let now: Instant
    private var text: TermText { TermText(shown: shown) }

    init(_ request: Request, _ site: SiteContext, _ visit: Visit) {
        law = site.law
        words = site.words(visit)
        shown = site.shown(visit)
        now = site.now
        let fields = request.uri.query.map { FormBody.fields($0) } ?? []
        func values(_ name: String) -> [String] {
            fields.filter { $0.name == name }.map { String($0.value.prefix(40)).trimmingCharacters(in: .whitespaces) }
        }
        func value(_ name: String) -> String { values(name).first ?? "" }
        rule = value("rule").isEmpty ? "T03" : value("rule")
        from = value("from")
        to = value("to")
        before = value("before")
        begun = value("begun")
        let (ends, reasons) = (values("pauseTo"), values("pauseReason"))
        pauses = values("pauseFrom").prefix(Self.maximumPauses).enumerated().map { index, start in
            TypedPause(
                from: start, to: index < ends.count ? ends[index] : "",
                reason: index < reasons.count ? reasons[index] : "")
        }.filter { !$0.isEmpty }
    }

    private func said(_ wording: Wording) -> String { words.said(wording) }

    var view: View {
        var view = form
        do {
            let day = try begun.isEmpty ? nil : Day(begun) ?? { throw Fault(text: words("page.terms.noDay")) }()
            let latest = try instant(before)
            let start = try instant(from) ?? latest ?? now
            guard let term = try? law.term(rule, on: day ?? Day(of: start)) else {
                throw Fault(text: words("page.terms.noRule", ["rule": rule]))
            }
            if let latest, from.isEmpty {
                view["term"] = try self.latest(term, before: latest)
            } else {
                // A last day in a year without a calendar stays, and the steps say so: as on every docket.
                let computed = try term.computation(
                    from: start, to: instant(to), in: law.calendar, pauses: pauses.map { try read($0, term) },
                    provisional: true)
                view["term"] = try described(term, computed)
            }
        } catch let fault as Fault {
            view["fault"] = fault.text
        } catch let missing as WorkCalendar.MissingYear {
            view["fault"] = words("page.terms.noCalendar", ["year": String(missing.year)])
        } catch is Term.OtherDirection {
            view["fault"] = words("page.terms.noBefore", ["rule": title])
        } catch {
            view["fault"] = words("page.terms.noRule", ["rule": rule])
        }
        return view
    }

    /// What the rule says, for people.
    private var title: String { law.allTerms.last { $0.id == rule }.map { said($0.title) } ?? rule }

    /// The form with what was asked, and an empty line for one more pause.
    private var form: View {
        let rows = pauses + [TypedPause(from: "", to: "", reason: "")]
        return [
            "rules": law.allTerms.map { term -> View in
                [
                    "id": term.id, "chosen": term.id == rule,
                    "title": words("page.terms.option", ["title": said(term.title), "rule": term.id]),
                ]
            },
            "from": from.isEmpty && before.isEmpty ? local(now) : shownAgain(from), "to": shownAgain(to),
            "before": shownAgain(before), "begun": begun,
            "pauses": rows.enumerated().map { index, pause -> View in
                [
                    "number": String(index + 1), "from": shownAgain(pause.from), "to": shownAgain(pause.to),
                    "reasons": Pause.Reason.allCases.map { reason -> View in
                        [
                            "id": reason.rawValue, "title": words("pause.\(reason.rawValue)"),
                            "chosen": reason.rawValue == pause.reason,
                        ]
                    },
                ]
            },
            "others": others,
            "hasMore": !pauses.isEmpty || !before.isEmpty || !begun.isEmpty,
        ]
    }

    /// Rules that ask for a number, a share or an amount: nothing is counted, they are only read.
    private var others: [View] {
        law.untimedRules.map { rule in
            [
                "id": rule.id, "title": said(rule.title), "basis": said(rule.basis),
                "explanation": said(rule.explanation),
            ]
        }
    }

    /// What was typed, in the form that the field takes; as it was when it cannot be read.
    private func shownAgain(_ typed: String) -> String { typed.isEmpty ? "" : read(typed).map(local) ?? typed }

    /// Beijing's time for an input field, to the millisecond where there is one.
    private func local(_ instant: Instant) -> String {
        let text = Instant(milliseconds: instant.milliseconds + BeijingTime.offsetMilliseconds).description.dropLast()
        if text.hasSuffix(":00.000") { return String(text.dropLast(7)) }
        return text.hasSuffix(".000") ? String(text.dropLast(4)) : String(text)
    }

    private func read(_ text: String) -> Instant? {
        Day(text)?.start ?? Instant(text)
            ?? BeijingTime.instant(text.replacingOccurrences(of: " ", with: "T"))
    }

    /// Nil for a field that was left empty.
    private func instant(_ typed: String) throws -> Instant? {
        if typed.isEmpty { return nil }
        guard let instant = read(typed), (1900...2999).contains(Day(of: instant).year) else {
            throw Fault(text: words("page.terms.noInstant"))
        }
        return instant
    }

    /// A pause without a reason is taken as one that the rule knows.
    private func read(_ typed: TypedPause, _ term: Term) throws -> Pause {
        guard let from = try instant(typed.from) else { throw Fault(text: words("page.terms.noInstant")) }
        let to = try instant(typed.to)
        if let to, to <= from { throw Fault(text: words("page.terms.pauseBackwards")) }
        if let to, to > from.advanced(byDays: Self.longestPause) { throw Fault(text: words("page.terms.pauseTooLong")) }
        guard let reason = Pause.Reason(rawValue: typed.reason) ?? term.pausedBy?.first else {
            throw Fault(text: words("page.terms.noPauses", ["rule": said(term.title)]))
        }
        return Pause(reason: reason, from: from, to: to)
    }

    private func head(_ term: Term) -> View {
        [
            "id": term.id, "title": said(term.title), "basis": said(term.basis), "explanation": said(term.explanation),
            "inForce": words("page.terms.inForce", ["day": term.inForceFrom.description]),
        ]
    }

    /// The last lawful instant before one that stands.
    private func latest(_ term: Term, before act: Instant) throws -> View {
        let latest = try term.latest(before: act, in: law.calendar)
        var view = head(term)
        view["dueLabel"] = words("page.terms.latest")
        view["due"] = text.end(latest)
        view["beforeShown"] = words("page.terms.beforeInstant", ["instant": text.end(act)])
        return view
    }

    private func described(_ term: Term, _ computed: TermComputation) throws -> View {
        var view = head(term)
        view["dueLabel"] = words(term.direction == .atMostAfter ? "page.terms.due" : "page.terms.earliest")
        view["due"] =
            computed.bound.map { term.direction == .atMostAfter ? text.end($0) : shown.instant($0) }
            ?? words("page.terms.paused")
        view["start"] = shown.instant(computed.trigger)
        view["steps"] = computed.pieces.map { ["text": text.step($0)] as View }
        view["calendarNotices"] = computed.calendar.joined(separator: words.language == .chinese ? "、" : ", ")
        if let act = computed.act, let isMet = computed.isMet {
            view["act"] = shown.instant(act)
            view["isMet"] = isMet
            view["met"] = words(isMet ? "page.terms.met" : "page.terms.notMet")
        }
        view["months"] = months(computed)
        view["hasMonths"] = true
        return view
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
}
