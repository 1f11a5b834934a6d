import Foundation
import Hummingbird
import Statute
import Store
import Trading

/// Negative-behaviour records that are published (主体负面行为公示): who, what, until when, with the way to its docket.
/// Nobody is named before publication nor after its end; those stand as numbers only.
struct BehaviourPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/behaviours") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let title = site.words(visit)("page.behaviours.title")
                let state = request.query("state").flatMap { NegativeBehaviour.State(rawValue: $0) }
                let view = try self.list(state, site, visit)
                return try site.answer(Page("behaviours", title: title, view), to: request, visit)
            }
        }
        router.get("/behaviour/:id") { request, visit in try self.docket(request, visit, site) }
    }

    /// A record's own docket. Once it is over its page names nobody any more; the ledger, which forgets nothing, still
    /// holds the act.
    private func docket(_ request: Request, _ visit: Visit, _ site: SiteContext) throws -> Response {
        let id = visit.path("id")
        let entries = try site.store.entries(docket: "\(NegativeBehaviour.kind)/\(id)", after: 0)
        guard let record = try site.desk.standing(NegativeBehaviour.self, id)?.state else { throw HTTPError(.notFound) }
        let isOver = [.expired, .repaired, .revoked].contains(record.state)
        return try DocketPages.docket(NegativeBehaviour.kind, id, entries, request, visit, site) { entry in
            isOver && entry.entry.act == "behaviourPublished" ? site.words(visit)("page.behaviours.over") : nil
        }
    }

    private func list(_ state: NegativeBehaviour.State?, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let (published, asked, counts) = try site.store.read { reader in
            (
                try reader.rows(
                    "SELECT * FROM behaviour WHERE state = 'published' ORDER BY published DESC, number LIMIT 500", []),
                try state.map {
                    try reader.rows(
                        "SELECT * FROM behaviour WHERE state = $1 ORDER BY proposed DESC, number", [.text($0.rawValue)])
                },
                try reader.rows("SELECT state, COUNT(*) AS n FROM behaviour GROUP BY state", [])
            )
        }
        let number = Dictionary(counts.map { ($0.text("state"), $0.integer("n")) }) { $0 + $1 }
        let states: [View] = NegativeBehaviour.State.allCases.map { state in
            let count = number[state.rawValue] ?? 0
            return [
                "state": words("behaviourState.\(state.rawValue)"), "count": Shown.number(count), "isZero": count == 0,
                "path": "/behaviours?state=\(state.rawValue)#records",
            ]
        }
        var view: View = [
            "rows": published.map { named($0, site, visit) }, "isEmpty": published.isEmpty, "states": states,
        ]
        if let state, let asked {
            view["asked"] = asked.map { nameless($0, site, visit) }
            view["askedState"] = words("behaviourState.\(state.rawValue)")
            view["hasAsked"] = !asked.isEmpty
        }
        return view
    }

    /// A record as a number: what, where and since when, and not of whom. Whoever is not yet named is found in no
    /// docket either; whoever is no longer published is not led to by a link.
    private func nameless(_ row: Row, _ site: SiteContext, _ visit: Visit) -> View {
        let words = site.words(visit)
        let state = NegativeBehaviour.State(rawValue: row.text("state"))
        let isOver = state == .expired || state == .repaired
        return [
            "category": words("choice.behaviour.\(row.text("category"))"), "region": region(row, site, words),
            "proposed": site.shown(visit).day(Day(of: Instant(milliseconds: row.integer("proposed")))),
            "number": row.text("number"),
            "path": isOver ? "" : SiteURL.docket("\(NegativeBehaviour.kind)/\(row.text("number"))").path,
        ]
    }

    private func region(_ row: Row, _ site: SiteContext, _ words: Words) -> String {
        words.first("region.\(row.text("region"))") ?? site.regionName(row.text("region"))
    }

    /// A published record, with its subject.
    private func named(_ row: Row, _ site: SiteContext, _ visit: Visit) -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        var view: View = [
            "subject": row.text("subject_name"), "code": row.text("subject"),
            "category": words("choice.behaviour.\(row.text("category"))"), "region": region(row, site, words),
            "published": shown.day(Day(of: Instant(milliseconds: row.integer("published")))),
            "until": shown.day(Day(of: Instant(milliseconds: row.integer("until")))),
            "number": row.text("number"),
            "path": SiteURL.docket("\(NegativeBehaviour.kind)/\(row.text("number"))").path,
            "evidence": row.text("evidence").split(separator: " ").compactMap { Int64($0) }.map { act -> View in
                ["sequence": Shown.number(act), "path": SiteURL.verify(sequence: act).path]
            },
        ]
        if let section = row.optionalText("section") {
            view["section"] = section
            view["sectionPath"] = SiteURL.docket("section/\(section)").path
        }
        return view
    }
}
