import Desk
import Foundation
import Hummingbird
import Insight
import Statute
import Store
import Trading

/// The scanner's rules (审查规则): the built-in ones by aspect, and the packs of a province: who proposed them, what
/// they would have found in the last year's documents, which are in force. Everybody may read; administrators add.
struct RulePages: PageGroup {
    /// Bytes of a pack that may be sent; its entry in the ledger holds fewer.
    private static let limit = 1 << 20

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/rules") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let view = try self.overview(aspect: request.query("aspect"), site, visit)
                return try site.answer(
                    Page("rules", title: site.words(visit)("page.rules.title"), view), to: request, visit)
            }
        }
        router.get("/rules/new") { request, visit in
            _ = try Self.administrator(visit, site)
            return try self.form([:], request, visit, site)
        }
        router.post("/rules/new") { request, visit in
            let holder = try Self.administrator(visit, site)
            return try await self.propose(by: holder, request, visit, site)
        }
        router.get("/rules/:id") { request, visit in
            let id = visit.path("id")
            guard let rules = try site.desk.standing(LocalRules.self, id)?.state, let proposal = rules.proposal else {
                throw HTTPError(.notFound)
            }
            let view = try RulePackView(rules, proposal, site, visit).view
            let title = "\(site.words(visit)("kind.rules")) \(id)"
            return try site.answer(
                Page("rulePack", title: title, view, scripts: ["proof", "live"], live: "\(LocalRules.kind)/\(id)"),
                to: request, visit)
        }
    }

    private static func administrator(_ visit: Visit, _ site: SiteContext) throws -> OfficeHolder {
        let holder = try site.requireHolder(visit)
        guard holder.office.role == .administrator else {
            throw Refusal(.office, "office.wrongRole", ["office": "@role.\(holder.office.role.rawValue)"])
        }
        return holder
    }

    private func overview(aspect chosen: String?, _ site: SiteContext, _ visit: Visit) throws -> View {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let pack = try RulePack.builtIn()
        var view: View = [
            "aspects": pack.aspects.map { aspect -> View in
                [
                    "aspect": aspect.aspect, "title": words.said(aspect.title), "count": String(aspect.rules.count),
                    "hard": String(aspect.rules.count { $0.severity == .hard }),
                    "chosen": aspect.aspect == chosen, "basis": words.said(aspect.basis),
                ]
            },
            "version": "\(pack.id) \(pack.version)", "total": String(pack.aspects.map(\.rules.count).reduce(0, +)),
            "canAdd": visit.holder.office.role == .administrator,
        ]
        if let aspect = pack.aspects.first(where: { $0.aspect == chosen }) {
            view["chosen"] = try chosenAspect(aspect, words)
        }
        let packs = try site.store.read { reader in
            try reader.rows("SELECT * FROM rules ORDER BY number DESC LIMIT 200", [])
        }
        view["packs"] = packs.map { row -> View in
            let state = row.text("state")
            return [
                "number": row.text("number"), "name": "\(row.text("name")) \(row.text("version"))",
                "state": words("choice.rulesState.\(state)"), "isOn": state == "on", "isOff": state == "off",
                "rules": words("page.rules.count", ["count": String(row.integer("rules"))]),
                "found": row.optionalInteger("found").map { words("page.rules.found", ["count": String($0)]) } ?? "",
                "changed": shown.instant(Instant(milliseconds: row.integer("changed"))),
                "path": SiteURL.docket("\(LocalRules.kind)/\(row.text("number"))").path,
            ]
        }
        view["noPacks"] = packs.isEmpty
        return view
    }

    /// An aspect with its rules, and what finds clauses beside patterns: checks of numbers and dates, and words alone.
    private func chosenAspect(_ aspect: ClauseAspect, _ words: Words) throws -> View {
        let data = try ClauseData.builtIn()
        let wording = words.said(data.grammar.wordExplanation).replacing("{WORDS}", with: "……")
        var beside = data.numberChecks(of: aspect.aspect).map { RulePackView.text($0.text, of: $0.rule, words) }
        beside.append(
            RulePackView.text(aspect.text, of: "\(aspect.aspect)-00", words).merging(["explanation": wording]) { $1 })
        return [
            "title": "\(aspect.aspect) \(words.said(aspect.title))", "explanation": words.said(aspect.explanation),
            "suggestion": words.said(aspect.suggestion), "beside": beside,
            "rules": aspect.rules.filter { $0.severity > .check }.map { RulePackView.rule($0, aspect, words) },
        ]
    }

    private func form(
        _ more: View, status: HTTPResponse.Status = .ok, _ request: Request, _ visit: Visit, _ site: SiteContext
    ) throws -> Response {
        try site.answer(
            Page(
                "ruleProposal", title: site.words(visit)("command.rules.propose"),
                more.merging(["hasFaults": more["faults"] != nil]) { first, _ in first }, status: status),
            to: request, visit)
    }

    private func propose(
        by holder: OfficeHolder, _ request: Request, _ visit: Visit, _ site: SiteContext
    ) async throws -> Response {
        let words = site.words(visit)
        let received = try await ReceivedDocument.receive(request, visit, site, textLimit: Self.limit)
        defer { received.forget() }
        var text = received.text
        if let file = received.file {
            let size = (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
            guard size <= Self.limit else { throw HTTPError(.contentTooLarge) }
            let data = try Data(contentsOf: file)
            guard let read = String(data: data, encoding: .utf8) else {
                return try form(
                    ["faults": [words("page.rules.notText")]], status: .unprocessableContent, request, visit, site)
            }
            text = read
        }
        do {
            let receipt = try await site.desk.perform(
                LocalRules.kind, "propose", on: nil, input: ["content": .text(text)], dialect: .form, by: holder)
            return site.redirect(.docket(receipt.docket))
        } catch let found as Refusals {
            let faults = found.all.map { words($0.explanation) }
            return try form(["faults": faults, "text": text], status: .unprocessableContent, request, visit, site)
        } catch let refusal as Refusal where refusal.kind == .invalid {
            let fault = words(refusal.explanation)
            return try form(["faults": [fault], "text": text], status: .unprocessableContent, request, visit, site)
        }
    }
}

/// What the page of a pack shows: its rules, what they would have found, its acts.
struct RulePackView {
    private let rules: LocalRules
    private let proposal: LocalRules.Proposal
    private let site: SiteContext
    private let visit: Visit
    private let words: Words

    init(_ rules: LocalRules, _ proposal: LocalRules.Proposal, _ site: SiteContext, _ visit: Visit) {
        self.rules = rules
        self.proposal = proposal
        self.site = site
        self.visit = visit
        words = site.words(visit)
    }

    static func rule(_ rule: ClauseRule, _ aspect: ClauseAspect, _ words: Words) -> View {
        let view: View = [
            "severity": words("severity.\(rule.severity.rawValue)"), "isHard": rule.severity == .hard,
            "examples": rule.examples, "patterns": rule.match, "counterexamples": rule.counterexamples,
        ]
        return view.merging(text(aspect.text(of: rule), of: rule.id, words)) { $1 }
    }

    /// What a rule says, in the page's language.
    static func text(_ text: RuleText, of rule: String, _ words: Words) -> View {
        [
            "id": rule, "explanation": words.said(text.explanation), "suggestion": words.said(text.suggestion),
            "basis": words.said(text.basis),
        ]
    }

    var view: View {
        get throws {
            let docket = "\(LocalRules.kind)/\(rules.id)"
            let entries = try site.store.entries(docket: docket, after: 0)
            let text = ActText(site.shown(visit))
            let lines = Timeline(entries, kind: LocalRules.kind, site, visit) { entry -> View in
                // The pack itself stands above.
                ["why": entry.entry.act == "rulesProposed" ? "" : text.summary(entry) ?? ""]
            }.lines
            let offered = try site.desk.offered(LocalRules.kind, rules.id, to: visit.holder.office.role)
            let pack = try RulePack(unchecked: Data(proposal.content.utf8))
            var view: View = [
                "number": rules.id, "name": "\(proposal.name) \(proposal.version)",
                "state": words("choice.rulesState.\(rules.state.rawValue)"), "isOn": rules.state == .on,
                "isWaiting": rules.state == .proposed, "lines": Array(lines.reversed()),
                "commands": offered.map { command -> View in
                    [
                        "name": words("command.\(command.id)"),
                        "path": SiteURL.command(kind: LocalRules.kind, name: command.name, docket: rules.id).path,
                    ]
                },
                "hasCommands": !offered.isEmpty, "count": String(entries.count),
                "aspects": pack.aspects.map { aspect -> View in
                    [
                        "title": "\(aspect.aspect) \(words.said(aspect.title))",
                        "rules": aspect.rules.map { Self.rule($0, aspect, words) },
                    ]
                },
            ]
            if !pack.regions.isEmpty {
                let names = pack.regions.map { site.law.nationalRegion($0).map(\.name) ?? $0 }
                view["regions"] = words("page.rules.regions", ["regions": names.joined(separator: "、")])
            }
            if let comparison = rules.comparison { view["comparison"] = self.comparison(comparison) }
            return view
        }
    }

    private func comparison(_ comparison: LocalRules.Comparison) -> View {
        let shown = site.shown(visit)
        let most = comparison.found.map(\.count).max() ?? 1
        func counts(_ list: [LocalRules.RuleCount]) -> [View] {
            list.map {
                ["rule": $0.rule, "count": String($0.count), "width": String(max(2, $0.count * 100 / max(most, 1)))]
            }
        }
        return [
            "summary": words(
                "page.rules.compared",
                [
                    "from": shown.day(comparison.from), "sections": Shown.number(Int64(comparison.sections)),
                    "files": Shown.number(Int64(comparison.files)), "unread": Shown.number(Int64(comparison.unread)),
                    "touched": Shown.number(Int64(comparison.touched)),
                    "found": Shown.number(Int64(comparison.found.map(\.count).reduce(0, +))),
                ]),
            "beside": comparison.beside, "found": counts(comparison.found), "nothing": comparison.found.isEmpty,
            "lost": counts(comparison.lost), "hasLost": !comparison.lost.isEmpty,
            "examples": comparison.examples.map { example -> View in
                let finding = example.finding
                let docket = "section/\(example.section)"
                let place = finding.start..<max(finding.start, finding.end)
                let reading = try? site.reading(finding.file, of: docket, at: place, by: visit.session?.office)
                var view: View = [
                    "section": example.section, "path": SiteURL.docket(docket).path,
                    "file": finding.file, "rule": finding.rule, "sentence": finding.sentence,
                    "severity": words("severity.\(finding.severity.rawValue)"), "isHard": finding.severity == .hard,
                    "page": finding.page.map { words("page.scan.page", ["page": String($0)]) } ?? "",
                ]
                if let reading { view["readingPath"] = reading }
                return view
            },
            "omitted": comparison.omitted > 0
                ? words("page.rules.omitted", ["count": Shown.number(Int64(comparison.omitted))]) : "",
        ]
    }
}
