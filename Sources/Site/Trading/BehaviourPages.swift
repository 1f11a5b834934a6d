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
                return try site.answer(Page("behaviours", title: title, self.list(site, visit)), to: request, visit)
            }
        }
    }

    private func list(_ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let (published, counts) = try site.store.read { reader in
            (
                try reader.rows(
                    "SELECT * FROM behaviour WHERE state = 'published' ORDER BY published DESC, number LIMIT 500", []),
                try reader.rows("SELECT state, COUNT(*) AS n FROM behaviour GROUP BY state", [])
            )
        }
        let number = Dictionary(counts.map { ($0.text("state"), $0.integer("n")) }) { $0 + $1 }
        let rows: [View] = published.map { row in
            let region = row.text("region")
            var view: View = [
                "subject": row.text("subject_name"), "code": row.text("subject"),
                "category": words("choice.behaviour.\(row.text("category"))"),
                "region": words.first("region.\(region)") ?? site.regionName(region),
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
        let states: [View] = NegativeBehaviour.State.allCases.map { state in
            [
                "state": words("behaviourState.\(state.rawValue)"),
                "count": Shown.number(number[state.rawValue] ?? 0),
            ]
        }
        return ["rows": rows, "isEmpty": rows.isEmpty, "states": states]
    }
}
