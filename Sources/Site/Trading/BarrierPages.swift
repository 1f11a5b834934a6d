import Foundation
import Hummingbird
import Statute
import Store
import Trading

/// Hidden barriers (隐性壁垒): what the gates find, by aspect, kind, month, region and unit, and how fast it is put
/// right. Every number opens the list behind it.
struct BarrierPages: PageGroup {
    /// Months of a chart, the latest.
    private static let months = 12
    /// Pages of a list that may be asked for.
    private static let pages = 100_000
    /// Organisations that are shown before the rest is folded.
    private static let units = 15

    var menu: [MenuEntry] { [MenuEntry("menu.barriers", path: "/barriers", order: 30)] }

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/barriers") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let view = try self.overview(BarrierFilter(request), site, visit)
                let title = site.words(visit)("page.barriers.title")
                return try site.answer(Page("barriers", title: title, view), to: request, visit)
            }
        }
        for list in BarrierList.allCases {
            router.get("/barriers/\(list.rawValue)") { request, visit in
                try await site.publicPage(request, visit) { visit in
                    let page = min(max(1, Int(request.query("page") ?? "") ?? 1), Self.pages) - 1
                    var view = try self.list(list, BarrierFilter(request).only(list.names), page, site, visit)
                    let title = site.words(visit)("page.barriers.\(list.rawValue)")
                    view["heading"] = title
                    return try site.answer(Page(list.template, title: title, view), to: request, visit)
                }
            }
        }
    }

    // MARK: Numbers

    /// A number as a link to the list that it counts.
    private func number(_ count: Int64, _ list: BarrierList, _ filter: BarrierFilter) -> View {
        ["count": Shown.number(count), "isZero": count == 0, "path": filter.path(list)]
    }

    private func overview(_ filter: BarrierFilter, _ site: SiteContext, _ visit: Visit) throws -> View {
        typealias Seen = (
            corrections: BarrierFigures.Corrections, first: BarrierFigures.FirstAnswers,
            defects: [BarrierFilter.Name: [BarrierFigures.Count]],
            clauses: [BarrierFilter.Name: [BarrierFigures.Clauses]],
            units: [BarrierFigures.Unit], regions: [String]
        )
        let charts: [BarrierFilter.Name] = [.aspect, .kind, .month, .region]
        let seen = try site.store.read { reader -> Seen in
            let figures = BarrierFigures(reader, filter)
            var seen: Seen = (
                try figures.corrections(), try figures.firstAnswers(), [:], [:], try figures.units(),
                try figures.regions()
            )
            for name in charts { seen.defects[name] = try figures.defects(by: name) }
            for name in charts where name != .kind { seen.clauses[name] = try figures.clauses(by: name) }
            return seen
        }
        // Names are looked up after the read: a read within a read is none.
        let words = site.words(visit)
        let first = seen.first
        var view: View = [
            "letters": number(seen.corrections.letters, .letters, filter),
            "defects": number(seen.corrections.defects, .acts, filter),
            "corrected": number(seen.corrections.corrected, .acts, filter.with([.state: "corrected"])),
            "waiting": number(
                seen.corrections.defects - seen.corrections.corrected, .acts, filter.with([.state: "open"])),
            "taken": seen.corrections.taken.map { site.shown(visit).span(milliseconds: $0) } ?? "—",
            "takenPath": filter.with([.state: "corrected"]).path(.acts),
            "firstPass": first.all == 0 ? "—" : Self.percent(first.passed, of: first.all),
            "answersPath": filter.path(.answers),
            "passed": number(first.passed, .answers, filter.with([.answer: "passed"])),
            "returned": number(first.returned, .answers, filter.with([.answer: "returned"])),
            "refused": number(first.refused, .answers, filter.with([.answer: "refused"])),
            "answered": number(first.all, .answers, filter),
            "isFiltered": !filter.isEmpty, "filter": filter.said(words, site), "month": filter[.month] ?? "",
            "regions": seen.regions.map { code -> View in
                ["code": code, "name": Self.name(code, site, words), "chosen": code == filter[.region]]
            },
        ]
        for name in charts {
            let counts = seen.defects[name] ?? []
            view["by_\(name.rawValue)"] = bars(Self.ordered(counts, name), name, filter, site, words)
            view["machine_\(name.rawValue)"] = clauses(
                Self.latest(seen.clauses[name] ?? [], name), name, filter, site, words)
        }
        let units = seen.units.map { unit -> View in
            let own = filter.with([.unit: unit.code])
            return [
                "label": site.organisationName(unit.code), "letters": number(unit.letters, .letters, own),
                "defects": number(unit.defects, .acts, own),
                "waiting": number(unit.defects - unit.corrected, .acts, own.with([.state: "open"])),
                "isRepeated": unit.letters > 1,
            ]
        }
        view["units"] = Array(units.prefix(Self.units))
        view["moreUnits"] = Array(units.dropFirst(Self.units))
        view["hasMoreUnits"] = units.count > Self.units
        view["hasUnits"] = !units.isEmpty
        let repeated = units.filter { $0["isRepeated"] as? Bool == true }
        view["repeated"] = repeated
        view["hasRepeated"] = !repeated.isEmpty
        view["hasMachine"] = seen.clauses.values.contains { !$0.isEmpty }
        return view
    }

    /// `87.5 %`, rounded down: what is not all is not shown as all.
    private static func percent(_ part: Int64, of whole: Int64) -> String {
        let tenths = part * 1000 / whole
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// All sixteen aspects in their order, the latest months first, everything else by its number.
    private static func ordered(
        _ counts: [BarrierFigures.Count], _ name: BarrierFilter.Name
    ) -> [BarrierFigures.Count] {
        switch name {
        case .aspect:
            FairCompetitionReview.aspects.map { code in
                counts.first { $0.code == code } ?? BarrierFigures.Count(code: code, count: 0)
            }
        case .month: Array(counts.sorted { $0.code > $1.code }.prefix(months))
        default: counts
        }
    }

    private static func latest(
        _ clauses: [BarrierFigures.Clauses], _ name: BarrierFilter.Name
    ) -> [BarrierFigures.Clauses] {
        name == .month ? clauses.reversed().prefix(months).map { $0 } : clauses
    }

    /// What a code of a chart is called.
    private func label(_ code: String, _ name: BarrierFilter.Name, _ site: SiteContext, _ words: Words) -> String {
        switch name {
        case .aspect: "\(code) \(words("choice.aspect.\(code)"))"
        case .kind: words("choice.defectKind.\(code)")
        case .region:
            code.hasSuffix("00")
                ? words("page.barriers.own", ["region": Self.name(code, site, words)]) : Self.name(code, site, words)
        default: code
        }
    }

    /// The filter of one row of a chart. A row of a city counts the city's own matters, not those of its counties.
    private func narrowed(_ filter: BarrierFilter, _ name: BarrierFilter.Name, _ code: String) -> BarrierFilter {
        guard name == .region else { return filter.with([name: code]) }
        return filter.with([.region: code, .own: code.hasSuffix("00") ? "1" : ""])
    }

    /// Rows of a bar chart that is a table: the widest bar stands for the largest count.
    private func bars(
        _ counts: [BarrierFigures.Count], _ name: BarrierFilter.Name, _ filter: BarrierFilter, _ site: SiteContext,
        _ words: Words
    ) -> [View] {
        let largest = max(1, counts.map(\.count).max() ?? 1)
        return counts.map { row in
            var view = number(row.count, .acts, narrowed(filter, name, row.code))
            view["label"] = label(row.code, name, site, words)
            view["width"] = String(row.count * 100 / largest)
            return view
        }
    }

    private func clauses(
        _ rows: [BarrierFigures.Clauses], _ name: BarrierFilter.Name, _ filter: BarrierFilter, _ site: SiteContext,
        _ words: Words
    ) -> [View] {
        let largest = max(1, rows.map(\.found).max() ?? 1)
        return rows.map { row in
            let own = narrowed(filter, name, row.code)
            func ended(_ outcome: String, _ count: Int64) -> View {
                number(count, .findings, own.with([.outcome: outcome]))
            }
            return [
                "label": label(row.code, name, site, words), "width": String(row.found * 100 / largest),
                "found": number(row.found, .findings, own), "fixed": ended("fixed", row.fixed),
                "justified": ended("justified", row.justified), "open": ended("open", row.open),
                "withdrawn": ended("withdrawn", row.withdrawn),
            ]
        }
    }

    fileprivate static func name(_ region: String, _ site: SiteContext, _ words: Words) -> String {
        words.first("region.\(region)") ?? site.regionName(region)
    }

    // MARK: Lists

    private func list(
        _ list: BarrierList, _ filter: BarrierFilter, _ page: Int, _ site: SiteContext, _ visit: Visit
    ) throws -> View {
        let (count, found) = try site.store.read { reader in
            let figures = BarrierFigures(reader, filter)
            return (try figures.count(list), try figures.rows(list, page: page))
        }
        let words = site.words(visit)
        let rows = try found.map { row -> View in
            switch list {
            case .acts: defect(row, site, visit)
            case .letters: letter(row, site, visit)
            case .answers: answer(row, site, visit)
            case .findings: try finding(row, site, visit)
            }
        }
        var view: View = [
            "rows": rows, "isEmpty": rows.isEmpty, "filter": filter.said(words, site), "total": Shown.number(count),
        ]
        if page > 0 { view["previousPath"] = filter.path(list, page: page) }
        if Int64((page + 1) * BarrierFigures.page) < count { view["nextPath"] = filter.path(list, page: page + 2) }
        return view
    }

    /// What every list shows of an act: when, of which section, where it stands in the ledger.
    private func act(_ row: Row, _ site: SiteContext, _ visit: Visit) -> View {
        let sequence = row.integer("sequence")
        return [
            "at": site.shown(visit).instant(Instant(milliseconds: row.integer("at"))), "section": row.text("section"),
            "tenderer": site.organisationName(row.text("tenderer")),
            "agency": row.text("agency").isEmpty ? "" : site.organisationName(row.text("agency")),
            "sequence": Shown.number(sequence), "verifyPath": SiteURL.verify(sequence: sequence).path,
        ]
    }

    private func corrected(_ row: Row, _ site: SiteContext, _ visit: Visit) -> View {
        guard let corrected = row.optionalInteger("corrected") else { return ["isOpen": true] }
        return [
            "isOpen": false, "taken": site.shown(visit).span(milliseconds: corrected - row.integer("at")),
        ]
    }

    private func defect(_ row: Row, _ site: SiteContext, _ visit: Visit) -> View {
        let words = site.words(visit)
        let aspect = row.text("aspect")
        let view: View = [
            "letter": row.text("letter"), "kind": words("choice.defectKind.\(row.text("kind"))"),
            "aspect": aspect.isEmpty ? "" : label(aspect, .aspect, site, words), "text": row.text("text"),
        ]
        return view.merging(act(row, site, visit)) { $1 }.merging(corrected(row, site, visit)) { $1 }
    }

    private func letter(_ row: Row, _ site: SiteContext, _ visit: Visit) -> View {
        let view: View = [
            "letter": row.text("letter"),
            "count": site.words(visit)("page.barriers.countOf", ["count": String(row.integer("defects"))]),
        ]
        return view.merging(act(row, site, visit)) { $1 }.merging(corrected(row, site, visit)) { $1 }
    }

    private func answer(_ row: Row, _ site: SiteContext, _ visit: Visit) -> View {
        let answer = row.text("answer")
        let view: View = [
            "answer": site.words(visit)("page.barriers.answer.\(answer)"), "isPassed": answer == "passed",
            "isRefused": answer == "refused", "isReturned": answer == "returned",
        ]
        return view.merging(act(row, site, visit)) { $1 }
    }

    private func finding(_ row: Row, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let outcome = row.text("outcome")
        var view: View = [
            "severity": words("severity.\(row.text("severity"))"), "isHard": row.text("severity") == "hard",
            "aspect": label(row.text("aspect"), .aspect, site, words), "rule": row.text("rule"),
            "sentence": row.text("sentence"), "outcome": words("page.barriers.outcome.\(outcome)"),
            "isOpen": outcome == "open", "readingPath": "", "file": "",
        ]
        let place = Int(row.integer("first"))..<max(Int(row.integer("first")), Int(row.integer("past")))
        let file = (sha256: row.text("sha256"), name: row.text("file"))
        if let path = try site.reading(file, at: place, by: visit.session?.office) {
            view["readingPath"] = path
            view["file"] = file.name
        }
        return view.merging(act(row, site, visit)) { $1 }
    }
}

extension BarrierList {
    fileprivate var template: String {
        switch self {
        case .acts: "barrierActs"
        case .letters: "barrierLetters"
        case .answers: "barrierAnswers"
        case .findings: "barrierFindings"
        }
    }
}

extension BarrierFilter {
    /// As the address says; each value is short or cut.
    init(_ request: Request) {
        var values: [Name: String] = [:]
        for name in Name.allCases { values[name] = String((request.query(name.rawValue) ?? "").prefix(40)) }
        self.init(values)
    }

    /// A list narrowed by what it knows of this filter.
    /// - Parameter page: from 1.
    func path(_ list: BarrierList, page: Int = 1) -> String {
        var pairs = only(list.names).values.map { "\($0.key.rawValue)=\(SiteURL.escaped($0.value))" }.sorted()
        if page > 1 { pairs.append("page=\(page)") }
        return "/barriers/\(list.rawValue)" + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// The filter in words.
    func said(_ words: Words, _ site: SiteContext) -> String {
        Name.allCases.compactMap { name -> String? in
            guard let value = self[name] else { return nil }
            switch name {
            case .aspect: return words.first("choice.aspect.\(value)") ?? value
            case .kind: return words.first("choice.defectKind.\(value)") ?? value
            case .region:
                let region = BarrierPages.name(value, site, words)
                return self[.own] == nil ? region : words("page.barriers.own", ["region": region])
            case .own: return nil
            case .unit: return site.organisationName(value)
            case .outcome: return words.first("page.barriers.outcome.\(value)") ?? value
            case .state: return words(value == "corrected" ? "page.barriers.corrected" : "page.barriers.open")
            case .answer: return words.first("page.barriers.answer.\(value)") ?? value
            case .month: return value
            }
        }.joined(separator: " · ")
    }
}
