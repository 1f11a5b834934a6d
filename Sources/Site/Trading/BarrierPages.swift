import Foundation
import Hummingbird
import Statute
import Store
import Trading

/// Hidden barriers (隐性壁垒): what the gates find, by aspect, kind, month, region and unit, and how fast it is put
/// right. Every number opens the acts behind it.
struct BarrierPages: PageGroup {
    var menu: [MenuEntry] { [MenuEntry("menu.barriers", path: "/barriers", order: 30)] }

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/barriers") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let view = try self.overview(BarrierFilter(request), site, visit)
                let title = site.words(visit)("page.barriers.title")
                return try site.answer(Page("barriers", title: title, view), to: request, visit)
            }
        }
        router.get("/barriers/acts") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let view = try self.acts(BarrierFilter(request), site, visit)
                let title = site.words(visit)("page.barriers.acts")
                return try site.answer(Page("barrierActs", title: title, view), to: request, visit)
            }
        }
        router.get("/barriers/findings") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let view = try self.findings(BarrierFilter(request), site, visit)
                let title = site.words(visit)("page.barriers.findings")
                return try site.answer(Page("barrierFindings", title: title, view), to: request, visit)
            }
        }
    }

    /// What the machine found at gate one, by aspect and by how it ended.
    private func machine(_ filter: BarrierFilter, _ site: SiteContext, _ words: Words) throws -> [View] {
        let condition = filter.condition(of: BarrierFilter.findingColumns)
        let rows = try site.store.read { reader in
            try reader.rows(
                """
                SELECT aspect, COUNT(*) AS found, COUNT(CASE WHEN outcome = 'fixed' THEN 1 END) AS fixed,
                  COUNT(CASE WHEN outcome = 'justified' THEN 1 END) AS justified,
                  COUNT(CASE WHEN outcome = 'open' THEN 1 END) AS open
                FROM scan_finding WHERE \(condition.sql) GROUP BY aspect ORDER BY aspect
                """, condition.arguments)
        }
        return rows.map { row in
            let aspect = row.text("aspect")
            return [
                "label": "\(aspect) \(words("choice.aspect.\(aspect)"))",
                "found": Shown.number(row.integer("found")), "fixed": Shown.number(row.integer("fixed")),
                "justified": Shown.number(row.integer("justified")), "open": Shown.number(row.integer("open")),
                "path": filter.path("findings", ["aspect": aspect]),
            ]
        }
    }

    /// The findings themselves, newest first.
    private func findings(_ filter: BarrierFilter, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let condition = filter.condition(of: BarrierFilter.findingColumns)
        let found = try site.store.read { reader in
            try reader.rows(
                "SELECT * FROM scan_finding WHERE \(condition.sql) ORDER BY sequence DESC, rule LIMIT 201",
                condition.arguments)
        }
        let rows: [View] = try found.prefix(200).map { row in
            let (aspect, outcome) = (row.text("aspect"), row.text("outcome"))
            let sequence = row.integer("sequence")
            var view: View = [
                "severity": words("severity.\(row.text("severity"))"), "isHard": row.text("severity") == "hard",
                "aspect": "\(aspect) \(words("choice.aspect.\(aspect)"))", "rule": row.text("rule"),
                "sentence": row.text("sentence"), "section": row.text("section"),
                "tenderer": site.organisationName(row.text("tenderer")),
                "at": shown.instant(Instant(milliseconds: row.integer("at"))),
                "outcome": words("page.barriers.outcome.\(outcome)"), "isOpen": outcome == "open",
                "sequence": Shown.number(sequence), "verifyPath": SiteURL.verify(sequence: sequence).path,
            ]
            let place = Int(row.integer("first"))..<max(Int(row.integer("first")), Int(row.integer("past")))
            let file = (sha256: row.text("sha256"), name: row.text("file"))
            if let path = try site.reading(file, at: place, by: visit.session?.office) {
                view["readingPath"] = path
                view["file"] = file.name
            }
            return view
        }
        return [
            "rows": rows, "isEmpty": rows.isEmpty, "isCut": found.count > 200, "filter": filter.said(words, site),
        ]
    }

    private func overview(_ filter: BarrierFilter, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let condition = filter.condition
        func counted(_ column: String, _ reader: Reader) throws -> [(key: String, count: Int64)] {
            try reader.rows(
                """
                SELECT \(column) AS key, COUNT(*) AS n FROM correction WHERE \(condition.sql) AND \(column) <> ''
                GROUP BY \(column) ORDER BY n DESC, key
                """, condition.arguments
            ).map { ($0.text("key"), $0.integer("n")) }
        }
        func single(_ sql: String, _ arguments: [SQLValue], _ reader: Reader) throws -> Row? {
            try reader.rows(sql, arguments).first
        }
        var units: [(code: String, count: Int64)] = []
        var view: View = try site.store.read { reader in
            let totals = try single(
                """
                SELECT COUNT(DISTINCT sequence) AS letters, COUNT(*) AS defects, COUNT(corrected) AS corrected,
                  CAST(AVG(corrected - at) AS BIGINT) AS taken FROM correction WHERE \(condition.sql)
                """, condition.arguments, reader)
            let regions = filter.regionCondition
            let passed = try single(
                """
                SELECT COUNT(*) AS filed, COUNT(passed) AS passed,
                  COUNT(CASE WHEN passed IS NOT NULL AND letters = 0 THEN 1 END) AS first
                FROM verification WHERE \(regions.sql)
                """, regions.arguments, reader)
            let number = { (row: Row?, name: String) in row?.integer(name) ?? 0 }
            let first = number(passed, "first")
            let all = number(passed, "passed")
            let taken = totals?.optionalInteger("taken")
            units = try reader.rows(
                """
                SELECT tenderer AS unit, COUNT(DISTINCT sequence) AS n FROM correction
                WHERE \(condition.sql) GROUP BY tenderer HAVING n > 1
                UNION ALL
                SELECT agency AS unit, COUNT(DISTINCT sequence) AS n FROM correction
                WHERE \(condition.sql) AND agency <> '' GROUP BY agency HAVING n > 1
                ORDER BY n DESC, unit LIMIT 20
                """, condition.arguments
            ).map { ($0.text("unit"), $0.integer("n")) }
            let aspects = Dictionary(try counted("aspect", reader).map { ($0.key, $0.count) }) { $0 + $1 }
            return [
                "letters": Shown.number(number(totals, "letters")), "defects": Shown.number(number(totals, "defects")),
                "actsPath": filter.path("acts", [:]),
                "firstPass": all == 0 ? "—" : "\(first * 1000 / all / 10).\(first * 1000 / all % 10) %",
                "firstPassOf": words("page.barriers.of", ["part": String(first), "whole": String(all)]),
                "taken": taken.map { site.shown(visit).span(milliseconds: $0) } ?? "—",
                "correctedOf": words(
                    "page.barriers.of",
                    [
                        "part": String(number(totals, "corrected")), "whole": String(number(totals, "defects")),
                    ]),
                "aspects": bars(
                    FairCompetitionReview.aspects.map { ($0, aspects[$0] ?? 0) }, filter, "aspect"
                ) { "\($0) \(words("choice.aspect.\($0)"))" },
                "kinds": bars(try counted("kind", reader), filter, "kind") { words("choice.defectKind.\($0)") },
                "months": bars(
                    try counted("month", reader).sorted { $0.key > $1.key }.prefix(12).map { $0 }, filter, "month"
                ) { $0 },
                "regionRows": bars(try counted("region", reader), filter, "region") {
                    words.first("region.\($0)") ?? site.regionName($0)
                },
                "hasRepeated": !units.isEmpty, "isFiltered": filter.isSet,
                "regions": try reader.rows("SELECT DISTINCT region FROM verification ORDER BY region").map {
                    row -> View in
                    let code = row.text("region")
                    return [
                        "code": code, "name": words.first("region.\(code)") ?? site.regionName(code),
                        "chosen": code == filter.values["region"],
                    ]
                },
                "month": filter.values["month"] ?? "",
            ]
        }
        // Names are looked up after the read: a read within a read is none.
        view["repeated"] = units.map { unit -> View in
            [
                "label": site.organisationName(unit.code), "count": String(unit.count),
                "path": filter.path("acts", ["unit": unit.code]),
            ]
        }
        let machine = try machine(filter, site, words)
        view["machine"] = machine
        view["hasMachine"] = !machine.isEmpty
        return view
    }

    /// Rows of a bar chart that is a table: the widest bar stands for the largest count.
    private func bars(
        _ counts: [(key: String, count: Int64)], _ filter: BarrierFilter, _ name: String, label: (String) -> String
    ) -> [View] {
        let largest = max(1, counts.map(\.count).max() ?? 1)
        return counts.map { key, count in
            [
                "label": label(key), "count": Shown.number(count), "width": String(count * 100 / largest),
                "isZero": count == 0, "path": filter.path("acts", [name: key]),
            ]
        }
    }

    private func acts(_ filter: BarrierFilter, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let condition = filter.condition
        let found = try site.store.read { reader in
            try reader.rows(
                """
                SELECT * FROM correction WHERE \(condition.sql) ORDER BY sequence DESC, position LIMIT 201
                """, condition.arguments)
        }
        let rows: [View] = found.prefix(200).map { row in
            let aspect = row.text("aspect")
            let sequence = row.integer("sequence")
            var view: View = [
                "at": shown.instant(Instant(milliseconds: row.integer("at"))), "section": row.text("section"),
                "letter": row.text("letter"), "kind": words("choice.defectKind.\(row.text("kind"))"),
                "aspect": aspect.isEmpty ? "" : "\(aspect) \(words("choice.aspect.\(aspect)"))",
                "text": row.text("text"), "tenderer": site.organisationName(row.text("tenderer")),
                "sequence": Shown.number(sequence), "verifyPath": SiteURL.verify(sequence: sequence).path,
                "isOpen": row.optionalInteger("corrected") == nil,
            ]
            if let corrected = row.optionalInteger("corrected") {
                view["taken"] = shown.span(milliseconds: corrected - row.integer("at"))
            }
            return view
        }
        return [
            "rows": rows, "isEmpty": rows.isEmpty, "isCut": found.count > 200, "filter": filter.said(words, site),
            "overviewPath": "/barriers",
        ]
    }
}

/// Which defects somebody looks at.
struct BarrierFilter {
    private static let columns = ["aspect", "kind", "month", "region"]
    /// By name; only what was given.
    let values: [String: String]

    init(_ request: Request) {
        var values: [String: String] = [:]
        for name in Self.columns + ["unit"] {
            if let value = request.query(name), !value.isEmpty { values[name] = String(value.prefix(40)) }
        }
        self.values = values
    }

    var isSet: Bool { !values.isEmpty }

    /// Findings of the machine have no kind of defect.
    static let findingColumns = ["aspect", "month", "region"]

    var condition: (sql: String, arguments: [SQLValue]) { condition(of: Self.columns) }

    func condition(of columns: [String]) -> (sql: String, arguments: [SQLValue]) {
        var conditions = ["1 = 1"]
        var arguments: [SQLValue] = []
        for name in columns {
            guard let value = values[name] else { continue }
            arguments.append(.text(value))
            conditions.append("\(name) = $\(arguments.count)")
        }
        if let unit = values["unit"] {
            arguments.append(.text(unit))
            conditions.append("(tenderer = $\(arguments.count) OR agency = $\(arguments.count))")
        }
        return (conditions.joined(separator: " AND "), arguments)
    }

    var regionCondition: (sql: String, arguments: [SQLValue]) {
        guard let region = values["region"] else { return ("1 = 1", []) }
        return ("region = $1", [.text(region)])
    }

    /// The list or the overview, narrowed further.
    func path(_ page: String, _ more: [String: String]) -> String {
        let pairs = values.merging(more) { _, new in new }.sorted { $0.key < $1.key }
        let query = pairs.map { "\($0.key)=\(SiteURL.escaped($0.value))" }.joined(separator: "&")
        return "/barriers/\(page)" + (query.isEmpty ? "" : "?\(query)")
    }

    /// The filter in words.
    func said(_ words: Words, _ site: SiteContext) -> String {
        values.sorted { $0.key < $1.key }.map { name, value in
            switch name {
            case "aspect": words.first("choice.aspect.\(value)") ?? value
            case "kind": words.first("choice.defectKind.\(value)") ?? value
            case "region": words.first("region.\(value)") ?? site.regionName(value)
            case "unit": site.organisationName(value)
            default: value
            }
        }.joined(separator: " · ")
    }
}
