import Desk
import Hummingbird
import Statute
import Store

/// What waits for an office, what its holder did, what it may start.
struct WorkbenchPages: PageGroup {
    var menu: [MenuEntry] { [] }

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/workbench") { request, visit in
            let holder = try site.requireHolder(visit)
            let workbench = try Workbench(holder, site)
            let title = site.words(visit)("workbench.title")
            return try site.answer(
                Page("workbench", title: title, workbench.view(site, visit)), to: request, visit)
        }
    }
}

/// A workbench's content: plain values from the registers.
struct Workbench {
    struct Waiting {
        let docket: String
        let kind: String
        let command: String
        let title: String
        let due: Instant?
        let since: Instant
    }

    struct Done {
        let sequence: Int64
        let docket: String
        let act: String
        let at: Instant
    }

    /// A running term of which half has gone.
    struct Pressing {
        let docket: String
        let rule: String
        let start: Instant
        /// Nil while it stands still.
        let due: Instant?
        let stage: TermStage
        let title: String
        /// Whether the office looks after those who are bound.
        let supervises: Bool
    }

    let waiting: [Waiting]
    let pressing: [Pressing]
    let done: [Done]
    let startable: [CommandDescription]

    init(_ holder: OfficeHolder, _ site: SiteContext) throws {
        let office = holder.office
        let now = site.now
        (waiting, pressing, done) = try site.store.read { reader in
            (
                try Self.duties(holder, reader), try Self.pressing(holder, at: now, reader),
                try Self.doings(holder, reader)
            )
        }
        startable = site.desk.commands.filter { $0.opens && $0.roles.contains(office.role) }
    }

    /// Duties of the role whose region, trade and organisation the office covers, by due time.
    private static func duties(_ holder: OfficeHolder, _ reader: Reader) throws -> [Waiting] {
        let office = holder.office
        let rows = try reader.rows(
            """
            SELECT docket, kind, command, region, trade, organisation, due, since, title FROM duty
            WHERE role = $1 AND (organisation = '' OR organisation = $2 OR organisation = $3)
            ORDER BY CASE WHEN due IS NULL THEN 1 ELSE 0 END, due, since, docket, command LIMIT 500
            """, [.text(office.role.rawValue), .text(office.organisation ?? ""), .text(holder.person)])
        return rows.filter { concerns($0, office) }.map { row in
            Waiting(
                docket: row.text("docket"), kind: row.text("kind"), command: row.text("command"),
                title: row.text("title"), due: row.optionalInteger("due").map { Instant(milliseconds: $0) },
                since: Instant(milliseconds: row.integer("since")))
        }
    }

    /// Terms that bind the office and of which half has gone, and those that have passed and that it supervises; the
    /// most urgent first.
    private static func pressing(_ holder: OfficeHolder, at now: Instant, _ reader: Reader) throws -> [Pressing] {
        let office = holder.office
        let rows = try reader.rows(
            """
            SELECT t.docket, t.rule, t.start, t.half, t.eighty, t.due, t.given, t.title, p.region, p.trade,
              p.organisation, p.supervises
            FROM term_party p JOIN running_term t ON t.docket = p.docket AND t.rule = p.rule AND t.start = p.start
            WHERE p.role = $1 AND p.organisation IN ('', $2, $4)
              AND ((p.supervises = 0 AND (t.half <= $3 OR t.given > 0)) OR t.due <= $3)
            ORDER BY CASE WHEN t.due IS NULL THEN 1 ELSE 0 END, t.due, t.docket, t.rule LIMIT 500
            """,
            [
                .text(office.role.rawValue), .text(office.organisation ?? ""), .integer(now.milliseconds),
                .text(holder.person),
            ])
        return rows.filter { concerns($0, office) }.prefix(100).map { row in
            let given = TermStage(rawValue: Int(row.integer("given"))) ?? .running
            return Pressing(
                docket: row.text("docket"), rule: row.text("rule"),
                start: Instant(milliseconds: row.integer("start")),
                due: row.optionalInteger("due").map { Instant(milliseconds: $0) },
                stage: max(given, DueRow(row).stage(at: now)), title: row.text("title"),
                supervises: row.integer("supervises") == 1)
        }
    }

    /// Whether a row is the organisation's own, or lies in the office's region and trade.
    private static func concerns(_ row: Row, _ office: Office) -> Bool {
        !row.text("organisation").isEmpty
            || office.covers(region: row.text("region")) && office.covers(trade: row.text("trade"))
    }

    private static func doings(_ holder: OfficeHolder, _ reader: Reader) throws -> [Done] {
        try reader.rows(
            """
            SELECT sequence, docket, act, at FROM doing WHERE person = $1 AND office = $2
            ORDER BY sequence DESC LIMIT 20
            """, [.text(holder.person), .text(holder.office.description)]
        ).map { row in
            Done(
                sequence: row.integer("sequence"), docket: row.text("docket"), act: row.text("act"),
                at: Instant(milliseconds: row.integer("at")))
        }
    }

    func view(_ site: SiteContext, _ visit: Visit) -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let now = site.now
        let waiting: [View] = waiting.map { item in
            let number = String(item.docket.split(separator: "/").last ?? "")
            var view: View = [
                // A record whose subject is not yet named has no title but its kind.
                "title": item.title == number ? words.first("kind.\(item.kind)") ?? item.title : item.title,
                "docket": number, "docketPath": SiteURL.docket(item.docket).path,
                "command": words("command.\(item.kind).\(item.command)"),
                "path": SiteURL.command(kind: item.kind, name: item.command, docket: number).path,
                "since": shown.instant(item.since), "sinceMachine": item.since.description, "hasDue": item.due != nil,
            ]
            if let due = item.due {
                view["term"] = shown.term(due, now: now)
                view["urgency"] = Shown.urgency(due, now: now)
                view["due"] = due.description
            }
            return view
        }
        let text = TermText(shown: shown)
        let pressing: [View] = pressing.map { item in
            let law = try? site.law.term(item.rule, on: Day(of: item.start))
            return [
                "title": item.title, "docket": String(item.docket.split(separator: "/").last ?? ""),
                "path": SiteURL.docket(item.docket).path + (item.docket.hasPrefix("section/") ? "#terms" : ""),
                "rule": item.rule, "what": law.map { words.said($0.title) } ?? item.rule,
                "stage": words("termStage.\(item.stage.rawValue)"), "supervises": item.supervises,
                "urgency": item.due.map { Shown.urgency($0, stage: item.stage, now: now) } ?? "near",
                "term": item.due.map { shown.term($0, now: now) } ?? words("page.section.termPaused"),
                "due": item.due?.description ?? "", "hasDue": item.due != nil,
            ]
        }
        let done: [View] = done.map { item in
            let kind = String(item.docket.prefix { $0 != "/" })
            return [
                "title": "\(words.first("kind.\(kind)") ?? kind) \(item.docket.dropFirst(kind.count + 1))",
                "path": SiteURL.docket(item.docket).path,
                "act": words.first("act.\(kind).\(item.act)") ?? item.act, "at": shown.instant(item.at),
                "atMachine": item.at.description, "sequence": String(item.sequence),
                "sequenceShown": Shown.number(item.sequence),
                "proof": SiteURL.verify(sequence: item.sequence).path,
            ]
        }
        let startable: [View] = startable.map { command in
            [
                "name": words("command.\(command.id)"),
                "help": words.first("command.\(command.id).help") ?? "",
                "path": SiteURL.command(kind: command.kind, name: command.name, docket: nil).path,
            ]
        }
        return [
            "pressing": pressing, "hasPressing": !pressing.isEmpty, "pressingCount": String(pressing.count),
            "waiting": waiting, "noneWaiting": waiting.isEmpty, "waitingCount": String(waiting.count),
            "filingsPath": visit.holder.office.role == .regulator
                ? "/filings?region=\(visit.holder.office.region)" : "",
            "done": done, "noneDone": done.isEmpty, "startable": startable, "noneStartable": startable.isEmpty,
        ]
    }
}
