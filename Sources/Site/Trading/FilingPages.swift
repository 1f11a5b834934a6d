import Foundation
import Hummingbird
import Statute
import Store
import Trading

/// The register of filings (备案台账): every receipt with what was found and what the authority did, by region, trade and
/// month.
struct FilingPages: PageGroup {
    /// Filings on one page.
    private static let page: Int64 = 100

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/filings") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let title = site.words(visit)("page.filings.title")
                return try site.answer(
                    Page("filings", title: title, try self.list(request, site, visit)), to: request, visit)
            }
        }
    }

    private func list(_ request: Request, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let region = request.query("region").flatMap { Region.isCode($0) ? $0 : nil } ?? ""
        let month = request.query("month").flatMap { Day($0 + "-01") == nil ? nil : $0 } ?? ""
        let trade = request.query("trade").flatMap { site.law.tradeClass($0) == nil ? nil : $0 } ?? ""
        let page = min(max(1, Int64(request.query("page") ?? "") ?? 1), 100_000)
        var conditions = ["1 = 1"]
        var values: [SQLValue] = []
        func add(_ condition: String, _ value: String) {
            values.append(.text(value))
            conditions.append("\(condition) $\(values.count)")
        }
        // A city includes its counties, a province its cities.
        if !region.isEmpty { add("region LIKE", Region.prefix(of: region) + "%") }
        if !month.isEmpty { add("month =", month) }
        if !trade.isEmpty { add("trade =", trade) }
        let condition = conditions.joined(separator: " AND ")
        let (found, count, regions, trades) = try site.store.read { reader in
            (
                try reader.rows(
                    """
                    SELECT * FROM filing WHERE \(condition)
                    ORDER BY at DESC, sequence DESC LIMIT \(Self.page) OFFSET \((page - 1) * Self.page)
                    """, values),
                try reader.rows("SELECT COUNT(*) AS n FROM filing WHERE \(condition)", values).first?.integer("n") ?? 0,
                try reader.rows("SELECT DISTINCT region FROM filing", []).map { $0.text("region") },
                try reader.rows("SELECT DISTINCT trade FROM filing ORDER BY trade", []).map { $0.text("trade") }
            )
        }
        func path(_ page: Int64) -> String {
            "/filings?region=\(region)&month=\(month)&trade=\(trade)&page=\(page)"
        }
        let choices = Set(regions.flatMap { [$0, $0.prefix(4) + "00", $0.prefix(2) + "0000"] }).sorted()
        return [
            "rows": found.map { row($0, site, words, shown) }, "isEmpty": found.isEmpty, "count": Shown.number(count),
            "regions": choices.map { code -> View in
                [
                    "code": code, "name": words.first("region.\(code)") ?? site.regionName(code),
                    "chosen": code == region,
                ]
            },
            "trades": trades.map { code -> View in
                ["code": code, "name": words.first("trade.\(code)") ?? code, "chosen": code == trade]
            },
            "month": month, "isFiltered": !(region + month + trade).isEmpty,
            "previousPath": page > 1 ? path(page - 1) : "", "nextPath": page * Self.page < count ? path(page + 1) : "",
        ]
    }

    private func row(_ row: Row, _ site: SiteContext, _ words: Words, _ shown: Shown) -> View {
        let at = Instant(milliseconds: row.integer("at"))
        let sequence = row.integer("sequence")
        let region = row.text("region")
        let defects = row.text("defects").split(separator: " ").map(String.init)
        var view: View = [
            "receipt": row.text("receipt"), "title": row.text("title"), "section": row.text("section"),
            "path": SiteURL.docket("section/\(row.text("section"))").path, "at": shown.instant(at),
            "atMachine": at.description, "region": words.first("region.\(region)") ?? site.regionName(region),
            "trade": words.first("trade.\(row.text("trade"))") ?? row.text("trade"),
            "tenderer": site.organisationName(row.text("tenderer")), "sequence": Shown.number(sequence),
            "proof": SiteURL.verify(sequence: sequence).path,
            "defects": Set(defects).sorted().map { kind -> View in
                let count = defects.count { $0 == kind }
                let name = words("choice.filingDefect.\(kind)")
                return ["text": count > 1 ? "\(name) ×\(count)" : name]
            }, "hasDefects": !defects.isEmpty,
        ]
        if let examined = row.optionalInteger("examined") {
            view["examined"] = Shown.number(examined)
            view["examinedProof"] = SiteURL.verify(sequence: examined).path
        } else if !defects.isEmpty {
            view["unexamined"] = words("page.filings.unexamined")
        }
        let inquiries = row.integer("inquiries")
        if inquiries > 0 {
            view["inquiries"] = words(
                "page.filings.inquiries",
                ["count": Shown.number(inquiries), "open": Shown.number(row.integer("open_inquiries"))])
        }
        if let state = row.optionalText("investigation"), let sequence = row.optionalInteger("investigated") {
            view["investigation"] = words(
                state == "open" ? "page.filings.investigating" : "choice.investigationResult.\(state)")
            view["investigated"] = Shown.number(sequence)
            view["investigatedProof"] = SiteURL.verify(sequence: sequence).path
        }
        return view
    }
}
