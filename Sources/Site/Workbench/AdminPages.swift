import Desk
import Hummingbird
import Store

/// Accounts of everybody, for administrators.
struct AdminPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/admin") { request, visit in
            try requireAdministrator(visit, site)
            return try list(request, visit, site)
        }
        router.post("/admin/accounts") { request, visit in
            let form = try await FormBody.read(request, visit, site)
            try requireAdministrator(visit, site)
            return try await create(form, request, visit, site)
        }
        router.post("/admin/accounts/:login/:act") { request, visit in
            _ = try await FormBody.read(request, visit, site)
            try requireAdministrator(visit, site)
            let login = visit.path("login")
            guard try site.accounts.account(login) != nil else { throw HTTPError(.notFound) }
            guard login != visit.session?.login else { throw Refusal(.office, "account.notOneself") }
            switch visit.path("act") {
            case "lock": try await site.accounts.setLocked(login, true)
            case "unlock": try await site.accounts.setLocked(login, false)
            case "reset":
                let password = try await site.accounts.reset(login)
                return try list(request, visit, site, given: (login, password))
            default: throw HTTPError(.notFound)
            }
            return site.redirect(.admin)
        }
    }

    private func requireAdministrator(_ visit: Visit, _ site: SiteContext) throws {
        let holder = try site.requireHolder(visit)
        guard holder.office.role == .administrator else {
            throw Refusal(.office, "office.wrongRole", ["office": "@role.\(holder.office.role.rawValue)"])
        }
    }

    private func list(
        _ request: Request, _ visit: Visit, _ site: SiteContext, given: (login: String, password: String)? = nil,
        fault: String? = nil, form: FormBody? = nil
    ) throws -> Response {
        let words = site.words(visit)
        let lines = try site.accounts.all()
        let accounts: [View] = try lines.map { line in
            let offices = try site.accounts.offices(line.person).map { site.officeName($0, words) }
            return [
                "login": line.login, "person": line.person, "name": line.name, "locked": line.locked,
                "oneTime": line.oneTime, "hasCode": line.hasCode, "offices": offices,
                "own": line.login == visit.session?.login,
                "lock": SiteURL.adminAccountAct(line.login, "lock").path,
                "unlock": SiteURL.adminAccountAct(line.login, "unlock").path,
                "reset": SiteURL.adminAccountAct(line.login, "reset").path,
            ]
        }
        let held = Set(lines.map(\.person))
        let people: [View] = try site.store.read { reader in
            try reader.rows("SELECT person, name FROM person ORDER BY person LIMIT 2000").compactMap { row in
                held.contains(row.text("person"))
                    ? nil : ["value": row.text("person"), "name": row.text("name")] as View
            }
        }
        var view: View = [
            "accounts": accounts, "people": people, "noPeople": people.isEmpty, "login": form?["login"] ?? "",
            "registerPerson": SiteURL.command(kind: "person", name: "register", docket: nil).path,
        ]
        if let given {
            view["givenLogin"] = given.login
            view["givenPassword"] = given.password
        }
        if let fault { view["fault"] = fault }
        let status: HTTPResponse.Status = fault == nil ? .ok : .unprocessableContent
        return try site.answer(Page("admin", title: words("admin.title"), view, status: status), to: request, visit)
    }

    private func create(_ form: FormBody, _ request: Request, _ visit: Visit, _ site: SiteContext) async throws
        -> Response
    {
        let login = (form["login"] ?? "").lowercased()
        do {
            let password = try await site.accounts.create(login: login, person: form["person"] ?? "")
            return try list(request, visit, site, given: password.map { (login, $0) })
        } catch let fault as Accounts.Fault {
            return try list(
                request, visit, site, fault: site.words(visit)("fault.\(fault.rawValue)"), form: form)
        }
    }
}
