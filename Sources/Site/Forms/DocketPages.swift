import Desk
import Foundation
import Hummingbird
import Statute
import Store

/// The plain page of any docket that has no page of its own: its acts in order, each with its proof, and what the
/// visitor's office may do next.
struct DocketPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/:kind/:id") { request, visit in
            let kind = visit.path("kind")
            let id = visit.path("id")
            guard site.desk.kinds.contains(where: { $0.kind == kind }) else { throw HTTPError(.notFound) }
            let entries = try site.store.entries(docket: "\(kind)/\(id)", after: 0)
            guard !entries.isEmpty else { throw HTTPError(.notFound) }
            return try Self.docket(kind, id, entries, request, visit, site)
        }
    }

    /// - Parameter instead: what a line says in place of what its act does; nil for most.
    static func docket(
        _ kind: String, _ id: String, _ entries: [StoredEntry], _ request: Request, _ visit: Visit,
        _ site: SiteContext, instead: (StoredEntry) -> String? = { _ in nil }
    ) throws -> Response {
        let words = site.words(visit)
        let text = ActText(site.shown(visit))
        let lines = Timeline(entries, kind: kind, site, visit) { entry in
            ["why": instead(entry) ?? text.summary(entry) ?? ""]
        }.lines
        let offered = try site.desk.offered(kind, id, to: visit.holder.office.role)
        let commands: [View] = offered.map { command in
            [
                "name": words("command.\(command.id)"),
                "path": SiteURL.command(kind: kind, name: command.name, docket: id).path,
            ]
        }
        let name = words.first("kind.\(kind)") ?? kind
        let view: View = [
            "kindName": name, "number": id, "lines": Array(lines.reversed()), "commands": commands,
            "hasCommands": !commands.isEmpty, "count": String(entries.count),
        ]
        return try site.answer(
            Page(
                "docket", title: "\(name) \(id)", view, scripts: ["proof", "live"], live: "\(kind)/\(id)"),
            to: request, visit)
    }
}

/// A docket's acts as lines of a timeline: what, who, when, and where the proof is. Pages of the trade add to each
/// line what their act means.
public struct Timeline {
    /// One line for each act, in order, for the template `timeline.html`.
    public var lines: [View]

    /// - Parameter detail: what else a line shows, by act: `why` (a sentence) and `tags` (views with `text` and
    ///   `kind`).
    public init(
        _ entries: [StoredEntry], kind: String, _ site: SiteContext, _ visit: Visit,
        detail: (StoredEntry) -> View = { _ in [:] }
    ) {
        let words = site.words(visit)
        let shown = site.shown(visit)
        lines = entries.map { stored in
            let entry = stored.entry
            let at = Instant(entry.at)
            let office = Office(entry.office).map { site.officeName($0, words) } ?? entry.office
            var view: View = [
                "what": words.first("act.\(kind).\(entry.act)", "act.\(entry.act)") ?? entry.act, "who": office,
                "at": at.map { shown.instant($0) } ?? entry.at, "atMachine": entry.at, "why": "", "tags": [View](),
                "sequence": String(stored.sequence), "sequenceShown": Shown.number(stored.sequence),
                "proofPath": SiteURL.verify(sequence: stored.sequence).path, "closed": entry.closed != nil,
            ]
            view.merge(detail(stored)) { _, own in own }
            return view
        }
    }
}
