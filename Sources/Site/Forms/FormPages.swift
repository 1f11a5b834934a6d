import Desk
import Hummingbird

/// One page for any command: its form derives from the command's description.
struct FormPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/do/:kind/:command") { request, visit in
            let (command, docket) = try asked(request, visit, site)
            var state = FormState()
            if let docket {
                state.raw = try site.desk.prefilled(command.kind, command.name, on: docket, by: visit.holder)
            }
            return try form(command, docket, state, request, visit, site)
        }
        router.post("/do/:kind/:command") { request, visit in
            let (command, docket) = try asked(request, visit, site)
            let submitted = try await SubmittedForm.read(request, visit, site)
            return try await perform(command, docket, submitted, request, visit, site)
        }
    }

    /// What a form shows besides its fields.
    private struct FormState {
        var raw: [String: RawValue] = [:]
        var refusals: [Refusal] = []
        var version: String?
        var key: String?
        var status: HTTPResponse.Status = .ok
    }

    /// The command of the address, and the docket's number; that the office may do it is checked here so that
    /// nobody fills in a form in vain, and again by the desk.
    private func asked(_ request: Request, _ visit: Visit, _ site: SiteContext) throws
        -> (CommandDescription, String?)
    {
        guard let command = site.desk.command(visit.path("kind"), visit.path("command")) else {
            throw HTTPError(.notFound)
        }
        if !command.roles.contains(.citizen) { _ = try site.requireHolder(visit) }
        guard command.roles.contains(visit.holder.office.role) else {
            let role = visit.holder.office.role.rawValue
            throw Refusal(.office, "office.wrongRole", ["office": "@role.\(role)"])
        }
        let docket = command.opens ? nil : request.query("docket")
        if !command.opens {
            guard let docket, try version(command.kind, docket, site) > 0 else {
                throw Refusal(.missing, "docket.missing")
            }
        }
        return (command, docket)
    }

    private func version(_ kind: String, _ docket: String, _ site: SiteContext) throws -> Int {
        try site.store.read { try $0.version(docket: "\(kind)/\(docket)") }
    }

    private func perform(
        _ command: CommandDescription, _ docket: String?, _ submitted: SubmittedForm, _ request: Request,
        _ visit: Visit, _ site: SiteContext
    ) async throws -> Response {
        let raw = submitted.raw(command.fields)
        do {
            if !submitted.faults.isEmpty { throw Refusals(submitted.faults) }
            try site.uploads.check(raw, command.fields)
            let receipt = try await site.desk.perform(
                command.kind, command.name, on: docket, input: raw, dialect: .form, by: visit.holder,
                expectedVersion: submitted["_version"].flatMap { Int($0) }, key: submitted["_key"])
            var response = site.redirect(.docket(receipt.docket))
            site.parting("done", in: &response)
            return response
        } catch let refusals as Refusals {
            return try refused(command, docket, submitted, raw, refusals.all, request, visit, site)
        } catch let refusal as Refusal {
            return try refused(command, docket, submitted, raw, [refusal], request, visit, site)
        }
    }

    private func refused(
        _ command: CommandDescription, _ docket: String?, _ submitted: SubmittedForm, _ raw: [String: RawValue],
        _ refusals: [Refusal], _ request: Request, _ visit: Visit, _ site: SiteContext
    ) throws -> Response {
        var state = FormState(raw: raw, refusals: refusals)
        state.status = refusals.first?.kind.status ?? .unprocessableContent
        // After "somebody was faster" the form is for the docket as it is now; what was typed stays.
        let outdated = refusals.contains { $0.kind == .version }
        state.version = outdated ? nil : submitted["_version"]
        state.key = submitted["_key"]
        return try form(command, docket, state, request, visit, site)
    }

    private func form(
        _ command: CommandDescription, _ docket: String?, _ state: FormState, _ request: Request, _ visit: Visit,
        _ site: SiteContext
    ) throws -> Response {
        let words = site.words(visit)
        let faults = Dictionary(
            state.refusals.compactMap { refusal in refusal.field.map { ($0, words(refusal.explanation)) } },
            uniquingKeysWith: { first, _ in first })
        let controls = FormControls(command: command, site: site, words: words, faults: faults)
        let summary: [View] = state.refusals.map { refusal in
            let remedy = words.first(refusal.remedy.key) == nil ? "" : words(refusal.remedy)
            return [
                "hasField": refusal.field != nil,
                "target": refusal.field.map { "#" + FormControls.identifier($0) } ?? "",
                "label": refusal.field.map { controls.label(path: $0) } ?? "",
                "explanation": words(refusal.explanation), "remedy": remedy,
                "rule": refusal.rule.map { words.first("rule.\($0)") ?? $0 } ?? "", "hasRule": refusal.rule != nil,
                "basis": refusal.rule.flatMap { words.first("rule.\($0).basis") } ?? "",
            ]
        }
        let version = try docket.map { try self.version(command.kind, $0, site) }
        let offered = try docket.map { docket in
            try site.desk.offered(command.kind, docket, to: visit.holder.office.role)
                .contains { $0.name == command.name }
        }
        let parts = try docket.map { docket in
            try site.desk.briefing(command.kind, command.name, on: docket, by: visit.holder)
        }
        let briefing: [View] = (parts ?? []).map { part in
            [
                "label": words("briefing.\(command.kind).\(part.name)"), "text": words.said(part.text),
                "acts": part.acts.map { act -> View in
                    ["sequence": Shown.number(act), "path": SiteURL.verify(sequence: act).path]
                },
            ]
        }
        let title = words("command.\(command.id)")
        let hasFiles = command.fields.contains { Self.hasFiles($0) }
        let view: View = [
            "heading": title, "help": words.first("command.\(command.id).help") ?? "",
            "basis": words.first("command.\(command.id).basis") ?? "",
            "action": SiteURL.command(kind: command.kind, name: command.name, docket: docket).path,
            "briefing": briefing, "hasBriefing": !briefing.isEmpty,
            "isClosedBriefing": (parts ?? []).contains(where: \.isClosed), "controls": controls.controls(state.raw),
            "summary": summary, "refused": !summary.isEmpty,
            "version": state.version ?? version.map { String($0) } ?? "", "key": state.key ?? Secret.random(),
            "docket": docket ?? "", "hasDocket": docket != nil,
            "docketPath": docket.map { SiteURL.docket("\(command.kind)/\($0)").path } ?? "",
            "multipart": hasFiles, "notOffered": offered == false && state.refusals.isEmpty,
            "kind": words.first("kind.\(command.kind)") ?? command.kind,
            "back": docket.map { SiteURL.docket("\(command.kind)/\($0)").path } ?? SiteURL.workbench.path,
        ]
        return try site.answer(
            Page("form", title: title, view, status: state.status, scripts: ["form"]), to: request, visit)
    }

    private static func hasFiles(_ field: FieldDescription) -> Bool {
        switch field.kind {
        case .files: true
        case .rows(let inner, _): inner.contains { hasFiles($0) }
        default: false
        }
    }
}
