import Desk
import Foundation
import Hummingbird
import Statute

/// One's own account: password, second factor, API tokens, sessions.
struct AccountPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/account") { request, visit in
            let session = try site.signedIn(visit)
            return try account(session, request, visit, site)
        }
        router.get("/account/password") { request, visit in
            guard let session = visit.session else { throw SignInNeeded() }
            return try password(session, request, visit, site)
        }
        router.post("/account/password") { request, visit in
            let form = try await FormBody.read(request, visit, site)
            guard let session = visit.session else { throw SignInNeeded() }
            return try await changePassword(form, session, request, visit, site)
        }
        router.get("/account/code") { request, visit in
            guard let session = visit.session else { throw SignInNeeded() }
            guard session.duty != .choosePassword else { return site.redirect(.accountPassword) }
            return try enrolment(OneTimeCode(), session, request, visit, site)
        }
        router.post("/account/code") { request, visit in
            let form = try await FormBody.read(request, visit, site)
            guard let session = visit.session else { throw SignInNeeded() }
            return try await enrol(form, session, request, visit, site)
        }
        router.post("/account/tokens") { request, visit in
            let form = try await FormBody.read(request, visit, site)
            return try await makeToken(form, try site.signedIn(visit), request, visit, site)
        }
        router.post("/account/tokens/:id/revoke") { request, visit in
            _ = try await FormBody.read(request, visit, site)
            try await site.accounts.revokeToken(visit.path("id"), login: try site.signedIn(visit).login)
            var response = site.redirect(.account)
            site.parting("tokenRevoked", in: &response)
            return response
        }
        router.post("/account/sessions/:id/end") { request, visit in
            _ = try await FormBody.read(request, visit, site)
            let login = try site.signedIn(visit).login
            let own = try site.accounts.sessions(login).contains { $0.id == visit.path("id") }
            guard own else { throw HTTPError(.notFound) }
            try await site.accounts.endSession(visit.path("id"))
            var response = site.redirect(.account)
            site.parting("sessionEnded", in: &response)
            return response
        }
    }

    private func account(
        _ session: Session, _ request: Request, _ visit: Visit, _ site: SiteContext, newToken: String? = nil,
        fault: String? = nil
    ) throws -> Response {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let tokens: [View] = try site.accounts.tokens(session.login).map { token in
            let office = Office(token.office).map { site.officeName($0, words) } ?? token.office
            return [
                "label": token.label, "office": office, "created": shown.instant(token.created),
                "expires": token.expires.map { shown.instant($0) } ?? words("token.noEnd"),
                "used": token.used.map { shown.instant($0) } ?? words("token.neverUsed"),
                "revoked": token.revoked, "revoke": SiteURL.accountToken(token.id).path,
            ]
        }
        let sessions: [View] = try site.accounts.sessions(session.login).map { line in
            [
                "created": shown.instant(line.created), "seen": shown.instant(line.seen), "address": line.address,
                "current": line.id == session.id, "end": SiteURL.accountSession(line.id).path,
            ]
        }
        let offices: [View] = session.offices.map { office in
            [
                "value": office.description, "name": site.officeName(office, words),
                "current": office == session.office,
            ]
        }
        var view: View = [
            "login": session.login, "person": session.person, "name": session.name, "tokens": tokens,
            "noTokens": tokens.isEmpty, "sessions": sessions, "offices": offices,
            "hasCode": try site.accounts.account(session.login)?.code != nil,
        ]
        if let newToken { view["newToken"] = newToken }
        if let fault { view["fault"] = fault }
        let status: HTTPResponse.Status = fault == nil ? .ok : .unprocessableContent
        return try site.answer(
            Page("account", title: words("account.title"), view, status: status), to: request, visit)
    }

    private func password(
        _ session: Session, _ request: Request, _ visit: Visit, _ site: SiteContext, fault: String? = nil
    ) throws -> Response {
        var view: View = ["mustChange": session.duty == .choosePassword, "login": session.login]
        if let fault { view["fault"] = fault }
        let status: HTTPResponse.Status = fault == nil ? .ok : .unprocessableContent
        let title = site.words(visit)("password.title")
        return try site.answer(Page("password", title: title, view, status: status), to: request, visit)
    }

    private func changePassword(
        _ form: FormBody, _ session: Session, _ request: Request, _ visit: Visit, _ site: SiteContext
    ) async throws -> Response {
        let words = site.words(visit)
        let account = try site.accounts.account(session.login)
        let known = try await site.accounts.hasher.matches(form["current"] ?? "", account?.password)
        let new = form["new"] ?? ""
        let fault: String? =
            if !known {
                "password.wrong"
            } else if new != form["repeated"] {
                "password.differs"
            } else if new == form["current"] {
                "password.same"
            } else {
                PasswordRule.fault(new, login: session.login)
            }
        if let fault { return try password(session, request, visit, site, fault: words(fault)) }
        try await site.accounts.setPassword(session.login, new, keeping: session.id)
        var response = site.redirect(session.duty == nil ? .account : .workbench)
        site.parting("passwordChanged", in: &response)
        return response
    }

    private func enrolment(
        _ code: OneTimeCode, _ session: Session, _ request: Request, _ visit: Visit, _ site: SiteContext,
        fault: String? = nil
    ) throws -> Response {
        let words = site.words(visit)
        let groups = stride(from: 0, to: code.base32.count, by: 4).map { start in
            String(code.base32.dropFirst(start).prefix(4))
        }
        var view: View = [
            "secret": code.base32, "spoken": groups.joined(separator: " "),
            "address": code.address(login: session.login, issuer: words("site.name")),
            "mustEnrol": session.duty == .enrolCode,
        ]
        if let fault { view["fault"] = fault }
        let status: HTTPResponse.Status = fault == nil ? .ok : .unprocessableContent
        return try site.answer(Page("code", title: words("code.title"), view, status: status), to: request, visit)
    }

    private func enrol(
        _ form: FormBody, _ session: Session, _ request: Request, _ visit: Visit, _ site: SiteContext
    ) async throws -> Response {
        let words = site.words(visit)
        guard session.duty != .choosePassword else { return site.redirect(.accountPassword) }
        guard let code = OneTimeCode(base32: form["secret"] ?? "") else { throw HTTPError(.badRequest) }
        guard let account = try site.accounts.account(session.login) else { throw SignInNeeded() }
        // A stolen session must not be enough to bind somebody else's device.
        guard try await site.accounts.hasher.matches(form["password"] ?? "", account.password) else {
            return try enrolment(code, session, request, visit, site, fault: words("password.wrong"))
        }
        guard let step = code.acceptedStep(form["code"] ?? "", at: site.accounts.clock(), after: 0) else {
            return try enrolment(code, session, request, visit, site, fault: words("code.wrong"))
        }
        try await site.accounts.setCode(session.login, code, usedStep: step)
        var response = site.redirect(session.duty == nil ? .account : .workbench)
        site.parting("codeEnrolled", in: &response)
        return response
    }

    private func makeToken(
        _ form: FormBody, _ session: Session, _ request: Request, _ visit: Visit, _ site: SiteContext
    ) async throws -> Response {
        let words = site.words(visit)
        guard let office = form["office"].flatMap({ Office($0) }), session.offices.contains(office) else {
            throw Refusal(.office, "office.notHeld")
        }
        let label = (form["label"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !label.isEmpty else {
            return try account(session, request, visit, site, fault: words("token.labelMissing"))
        }
        let days = form["days"].flatMap { Int64($0) }
        let expires = days.flatMap { (1...3650).contains($0) ? site.accounts.clock().advanced(byDays: $0) : nil }
        let token = try await site.accounts.makeToken(
            login: session.login, office: office, label: label, expires: expires)
        return try account(session, request, visit, site, newToken: token)
    }
}
