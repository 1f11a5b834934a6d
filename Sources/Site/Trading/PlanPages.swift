import Desk
import Foundation
import Hummingbird
import Insight
import Statute
import Store
import Trading

/// Approved tender plans beside what came to the platform (应进必进): the public list, and the authority's import of
/// many at once.
struct PlanPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/plans") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let view = try self.list(onlyMissing: request.query("missing") == "1", site, visit)
                let title = site.words(visit)("page.plans.title")
                return try site.answer(Page("plans", title: title, view), to: request, visit)
            }
        }
        router.get("/plans/import") { request, visit in
            _ = try Self.holder(visit, site)
            return try self.form("", [], request, visit, site)
        }
        router.post("/plans/import") { request, visit in
            let holder = try Self.holder(visit, site)
            let received = try await ReceivedDocument.receive(request, visit, site, textLimit: Self.textLimit)
            defer { received.forget() }
            var text = received.text
            if let file = received.file {
                // Spreadsheets in China save in GB18030 as often as in UTF-8.
                guard let table = TextDecoding.decode([UInt8](try Data(contentsOf: file))) else {
                    let fault: View = ["line": "—", "fault": site.words(visit)("page.plans.fault.notText")]
                    return try self.form("", [fault], request, visit, site)
                }
                text = table
            }
            return try self.form(
                text, try await self.imported(text, by: holder, site, visit), request, visit, site)
        }
    }

    private static let command = "import"
    /// Rows that one import takes at most.
    private static let limit = 2_000
    /// Bytes of a pasted table.
    private static let textLimit = 1 << 20

    private static func holder(_ visit: Visit, _ site: SiteContext) throws -> OfficeHolder {
        let holder = try site.requireHolder(visit)
        guard let command = site.desk.command(ApprovedPlan.kind, Self.command),
            command.roles.contains(holder.office.role)
        else {
            throw Refusal(.office, "office.wrongRole", ["office": "@role.\(holder.office.role.rawValue)"])
        }
        return holder
    }

    private func list(onlyMissing: Bool, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let found = try site.store.read { reader in
            try reader.rows(
                """
                SELECT plan.*, project.number AS project, project.at AS entered,
                  (SELECT MIN(section.published) FROM section WHERE section.project = project.number) AS published
                FROM plan LEFT JOIN project ON project.approval_key = plan.approval_key
                \(onlyMissing ? "WHERE project.number IS NULL AND plan.must_enter = 1" : "")
                ORDER BY plan.approved DESC, plan.number LIMIT 500
                """, [])
        }
        let rows: [View] = found.map { row in
            let approved = Instant(milliseconds: row.integer("approved"))
            let sequence = row.integer("sequence")
            var view: View = [
                "approvalNumber": row.text("approval_number"), "name": row.text("name"),
                "region": words.first("region.\(row.text("region"))") ?? site.regionName(row.text("region")),
                "estimate": shown.money(Money(fen: row.integer("estimate"))),
                "approved": shown.day(Day(of: approved)), "sequence": Shown.number(sequence),
                "verifyPath": SiteURL.verify(sequence: sequence).path,
                "tenderer": site.organisationName(row.text("tenderer")),
            ]
            if let project = row.optionalText("project") {
                view["project"] = project
                let entered = Instant(milliseconds: row.integer("entered"))
                if row.optionalInteger("published") == nil { view["waiting"] = words("page.plans.notPublished") }
                if entered < approved {
                    view["early"] = words("page.plans.early", ["day": shown.day(Day(of: entered))])
                }
            } else if row.integer("must_enter") == 1 {
                let days = Day(of: approved).days(to: Day(of: site.now))
                view["missing"] = words("page.plans.missing", ["count": String(days)])
                if visit.holder.office.role == .regulator {
                    view["answerPath"] =
                        SiteURL.command(kind: ApprovedPlan.kind, name: "answerMissing", docket: row.text("number")).path
                }
            }
            // What the authority did stays to be read, also when the project came after it.
            if let answer = row.optionalText("answer"), let sequence = row.optionalInteger("answer_sequence") {
                view["answer"] = words("choice.missingAnswer.\(answer)")
                view["answerText"] = row.optionalText("answer_text") ?? ""
                view["answerSequence"] = Shown.number(sequence)
                view["answerProof"] = SiteURL.verify(sequence: sequence).path
            }
            return view
        }
        let splits = try splits(site, visit)
        return [
            "splits": splits, "hasSplits": !splits.isEmpty,
            "rows": rows, "isEmpty": rows.isEmpty, "onlyMissing": onlyMissing,
            "missingCount": String(rows.count { $0["missing"] != nil }),
            "canImport": [.regulator, .administrator].contains(visit.holder.office.role),
        ]
    }

    /// Plans that look like one project cut into parts, with the figures behind it.
    private func splits(_ site: SiteContext, _ visit: Visit) throws -> [View] {
        let words = site.words(visit)
        let shown = site.shown(visit)
        return try SplitPlans.signals(site.desk.facts, law: site.law, on: Day(of: site.now)).map { signal in
            [
                "summary": words(
                    "page.plans.split",
                    [
                        "count": String(signal.contracts.count), "from": shown.day(signal.from),
                        "to": shown.day(signal.to), "sum": shown.money(Money(fen: signal.sumFen)),
                        "threshold": shown.money(Money(fen: signal.thresholdFen)),
                    ]),
                "basis": words.said(signal.basis),
                "plans": zip(signal.contracts, signal.amountsFen).map { docket, fen -> View in
                    let number = String(docket.drop { $0 != "/" }.dropFirst())
                    let name =
                        docket.hasPrefix("\(ApprovedPlan.kind)/")
                        ? try? site.desk.standing(ApprovedPlan.self, number)?.state.plan?.projectName
                        : try? site.desk.standing(Project.self, number)?.state.approval?.name
                    return [
                        "name": name ?? number, "amount": shown.money(Money(fen: fen)),
                        "path": SiteURL.docket(docket).path,
                    ]
                },
            ]
        }
    }

    private func form(
        _ text: String, _ results: [View], _ request: Request, _ visit: Visit, _ site: SiteContext
    ) throws -> Response {
        let words = site.words(visit)
        let fields = site.desk.command(ApprovedPlan.kind, Self.command)?.fields ?? []
        let columns: [View] = fields.map { field in
            [
                "name": field.name,
                "label": words.first("field.plan.import.\(field.name)", "field.\(field.name)") ?? "",
                "example": Self.example(field),
            ]
        }
        let refused = results.contains { $0["fault"] != nil }
        return try site.answer(
            Page(
                "planImport", title: words("page.plans.import"),
                [
                    "columns": columns, "heads": fields.map(\.name).joined(separator: ","), "table": text,
                    "results": results, "hasResults": !results.isEmpty,
                    "taken": words(
                        "page.plans.taken",
                        [
                            "count": String(results.count { $0["docket"] != nil }),
                            "refused": String(results.count { $0["fault"] != nil }),
                        ]),
                ], status: refused ? .unprocessableContent : .ok), to: request, visit)
    }

    /// As people write it in a table.
    private static func example(_ field: FieldDescription) -> String {
        switch field.kind {
        case .money: "15000000.00"
        case .boolean: "true"
        case .choice(_, let codes): codes.joined(separator: " / ")
        default: field.example ?? ""
        }
    }

    /// Every row by itself, through the same command as the form: one that is refused keeps no other back.
    private func imported(
        _ text: String, by holder: OfficeHolder, _ site: SiteContext, _ visit: Visit
    ) async throws -> [View] {
        let words = site.words(visit)
        let rows: [DelimitedText.Row]
        do { rows = try DelimitedText.rows(text) } catch {
            return [["line": String(error.line), "fault": words("page.plans.fault.\(error.reason.rawValue)")]]
        }
        guard !rows.isEmpty else { return [["line": "—", "fault": words("page.plans.fault.noRows")]] }
        guard rows.count <= Self.limit else {
            return [["line": "—", "fault": words("page.plans.tooMany", ["limit": String(Self.limit)])]]
        }
        var results: [View] = []
        for row in rows {
            let raw = row.values.filter { !$0.value.isEmpty }.mapValues { RawValue.text($0) }
            var refusals: [Refusal] = []
            do {
                let receipt = try await site.desk.perform(
                    ApprovedPlan.kind, Self.command, on: nil, input: raw, dialect: .form, by: holder)
                results.append(["line": String(row.line), "docket": SiteURL.docket(receipt.docket).path])
                continue
            } catch let found as Refusals {
                refusals = found.all
            } catch let refusal as Refusal {
                refusals = [refusal]
            }
            let said = refusals.map { refusal in
                let field =
                    refusal.field.map { "\(words.first("field.plan.import.\($0)", "field.\($0)") ?? $0)：" } ?? ""
                return field + words(refusal.explanation)
            }
            results.append(["line": String(row.line), "fault": said.joined(separator: " ")])
        }
        return results
    }
}
