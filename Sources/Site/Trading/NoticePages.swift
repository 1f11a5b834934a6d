import Desk
import Foundation
import Hummingbird
import Statute
import Store
import Trading

/// Today, and the notices with search and filters (交易信息).
struct NoticePages: PageGroup {
    var menu: [MenuEntry] {
        [
            MenuEntry("menu.today", path: "/", order: 0), MenuEntry("menu.notices", path: "/notices", order: 10),
            MenuEntry("menu.openings", path: "/openings", order: 20),
        ]
    }

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let title = site.words(visit)("page.today.title")
                return try site.answer(Page("today", title: title, try self.today(site, visit)), to: request, visit)
            }
        }
        router.get("/notices") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let title = site.words(visit)("page.notices.title")
                let view = try self.notices(NoticeSearch(request), site, visit)
                return try site.answer(Page("notices", title: title, view), to: request, visit)
            }
        }
        router.get("/openings") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let rows = try self.rows(
                    """
                    SELECT * FROM section WHERE deadline IS NOT NULL
                      AND stage IN ('bidding', 'closedForBids', 'opening') ORDER BY deadline, number LIMIT 100
                    """, [], site, visit)
                let title = site.words(visit)("page.openings.title")
                return try site.answer(
                    Page("openings", title: title, ["rows": rows, "isEmpty": rows.isEmpty]), to: request, visit)
            }
        }
    }

    private func today(_ site: SiteContext, _ visit: Visit) throws -> View {
        let today = Day(of: site.now)
        let from = SQLValue.integer(today.start.milliseconds)
        let until = SQLValue.integer(today.advanced(byDays: 7).end.milliseconds)
        let openings = try rows(
            """
            SELECT * FROM section WHERE deadline >= $1 AND deadline < $2
              AND stage IN ('bidding', 'closedForBids', 'opening', 'opened') ORDER BY deadline, number LIMIT 20
            """, [from, until], site, visit)
        let publicity = try rows(
            """
            SELECT * FROM section WHERE stage = 'candidatesPublicised' ORDER BY publicity_until, number LIMIT 20
            """, [], site, visit)
        let published = try rows(
            "SELECT * FROM section WHERE published IS NOT NULL ORDER BY published DESC, number LIMIT 8", [], site,
            visit)
        let results = try rows(
            "SELECT * FROM section WHERE award_price IS NOT NULL ORDER BY updated DESC, number LIMIT 8", [], site,
            visit)
        let suspended = try rows(
            "SELECT * FROM section WHERE suspended = 1 OR stage = 'failed' ORDER BY updated DESC LIMIT 8", [], site,
            visit)
        return [
            "openings": openings, "hasOpenings": !openings.isEmpty, "publicity": publicity,
            "hasPublicity": !publicity.isEmpty, "published": published, "hasPublished": !published.isEmpty,
            "results": results, "hasResults": !results.isEmpty, "halted": suspended, "hasHalted": !suspended.isEmpty,
            "date": site.shown(visit).day(today),
        ]
    }

    private func notices(_ search: NoticeSearch, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let query = search.query(limit: NoticeSearch.page + 1)
        var rows = try self.rows(query.sql, query.arguments, site, visit)
        var view: View = ["words": search.words, "from": search.from, "until": search.until]
        if rows.count > NoticeSearch.page {
            rows.removeLast()
            if let cursor = rows.last?["cursor"] as? String { view["nextPath"] = search.path(after: cursor) }
        }
        func options(_ codes: [String], _ chosen: String, _ name: (String) -> String) -> [View] {
            codes.map { ["code": $0, "name": name($0), "chosen": $0 == chosen] }
        }
        let facets = try site.store.read { reader in
            (
                try reader.rows("SELECT DISTINCT region FROM section ORDER BY region").map { $0.text("region") },
                try reader.rows("SELECT DISTINCT trade FROM section ORDER BY trade").map { $0.text("trade") }
            )
        }
        view["rows"] = rows
        view["isEmpty"] = rows.isEmpty
        view["regions"] = options(facets.0, search.region) { words.first("region.\($0)") ?? $0 }
        view["trades"] = options(facets.1, search.trade) { words.first("trade.\($0)") ?? $0 }
        let stages = Stage.row + ["closedForBids", "opened", "evaluated", "failed", "terminated"]
        view["stages"] = options(stages, search.stage) { words("stage.\($0)") }
        return view
    }

    /// Sections as lines of a list.
    private func rows(
        _ sql: String, _ arguments: [SQLValue], _ site: SiteContext, _ visit: Visit
    ) throws -> [View] {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let now = site.now
        return try site.store.read { try $0.rows(sql, arguments) }.map { row in
            func instant(_ column: String) -> Instant? {
                row.optionalInteger(column).map { Instant(milliseconds: $0) }
            }
            let stage = row.text("stage")
            var view: View = [
                "number": row.text("number"), "title": row.text("title"), "path": "/section/\(row.text("number"))",
                "tenderer": row.text("tenderer_name"),
                "region": words.first("region.\(row.text("region"))") ?? row.text("region"),
                "trade": words.first("trade.\(row.text("trade"))") ?? row.text("trade"),
                "stage": words("stage.\(stage)"), "stageCode": stage, "isSuspended": row.integer("suspended") == 1,
                "isFailed": stage == "failed" || stage == "terminated",
                "cursor": "\(row.integer("updated"))~\(row.text("number"))",
            ]
            if let ceiling = row.optionalInteger("ceiling") { view["ceiling"] = shown.money(Money(fen: ceiling)) }
            if let deadline = instant("deadline") {
                view["deadline"] = shown.instant(deadline)
                if deadline > now, stage == "bidding" {
                    view["term"] = shown.term(deadline, now: now)
                    view["urgency"] = Shown.urgency(deadline, now: now)
                }
            }
            if let until = instant("publicity_until") {
                view["publicityUntil"] = shown.instant(until)
                view["publicityTerm"] = shown.term(until, now: now)
            }
            if let winner = row.optionalText("winner_name") { view["winner"] = winner }
            if let price = row.optionalInteger("award_price") { view["price"] = shown.money(Money(fen: price)) }
            return view
        }
    }
}

/// What somebody looks for: words, filters, and where the last page ended.
struct NoticeSearch {
    static let page = 20
    let words: String
    let region: String
    let trade: String
    let stage: String
    let from: String
    let until: String
    let cursor: String

    init(_ request: Request) {
        func value(_ name: String) -> String { String((request.query(name) ?? "").prefix(100)) }
        words = value("q").trimmingCharacters(in: .whitespaces)
        region = value("region")
        trade = value("trade")
        stage = value("stage")
        from = value("from")
        until = value("until")
        cursor = value("after")
    }

    /// Newest change first; a trigram index needs three characters, shorter words are looked for one by one.
    func query(limit: Int) -> (sql: String, arguments: [SQLValue]) {
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        func add(_ condition: String, _ value: SQLValue) {
            arguments.append(value)
            conditions.append(condition.replacingOccurrences(of: "?", with: "$\(arguments.count)"))
        }
        for word in words.split(whereSeparator: \.isWhitespace).prefix(8) {
            let text = String(word)
            if text.unicodeScalars.count >= 3 {
                let quoted = "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
                add("number IN (SELECT number FROM section_text WHERE section_text MATCH ?)", .text(quoted))
            } else {
                let plain = text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "%", with: "\\%")
                    .replacingOccurrences(of: "_", with: "\\_")
                add("number IN (SELECT number FROM section_text WHERE words LIKE ? ESCAPE '\\')", .text("%\(plain)%"))
            }
        }
        if !region.isEmpty {
            // A city stands for its counties too.
            add("region LIKE ?", .text(Region.prefix(of: region) + "%"))
        }
        if !trade.isEmpty { add("trade = ?", .text(trade)) }
        if !stage.isEmpty { add("stage = ?", .text(stage)) }
        if let day = Day(from) { add("published >= ?", .integer(day.start.milliseconds)) }
        if let day = Day(until) { add("published < ?", .integer(day.end.milliseconds)) }
        let parts = cursor.split(separator: "~")
        if parts.count == 2, let updated = Int64(parts[0]) {
            arguments += [.integer(updated), .text(String(parts[1]))]
            let at = "$\(arguments.count - 1)"
            conditions.append("(updated < \(at) OR (updated = \(at) AND number > $\(arguments.count)))")
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return ("SELECT * FROM section \(filter) ORDER BY updated DESC, number LIMIT \(limit)", arguments)
    }

    func path(after cursor: String) -> String {
        let pairs = [
            ("q", words), ("region", region), ("trade", trade), ("stage", stage), ("from", from), ("until", until),
            ("after", cursor),
        ]
        return "/notices?"
            + pairs.filter { !$0.1.isEmpty }.map { "\($0.0)=\(SiteURL.escaped($0.1))" }.joined(separator: "&")
    }
}
