import Desk
import HTTPTypes
import Hummingbird

/// Signing in and out, and choosing the office to act from.
struct SignInPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/sign-in") { request, visit in
            if visit.session != nil { return site.redirect(.workbench) }
            return try form(request, visit, site, next: request.query("next"))
        }
        router.post("/sign-in") { request, visit in
            let form = try await FormBody.read(request, visit, site, limit: 16 << 10)
            return try await signIn(form, request, visit, site)
        }
        router.post("/sign-out") { request, visit in
            _ = try await FormBody.read(request, visit, site, limit: 16 << 10)
            if let session = visit.session { try await site.accounts.endSession(session.id) }
            var response = site.redirect(.today)
            response.setCookie(site.cookie("session", "", maxAge: 0))
            site.parting("signedOut", in: &response)
            return response
        }
        router.get("/office") { request, visit in
            guard let session = visit.session else { throw SignInNeeded() }
            return try choice(session, request, visit, site)
        }
        router.post("/office") { request, visit in
            let form = try await FormBody.read(request, visit, site, limit: 16 << 10)
            guard let session = visit.session else { throw SignInNeeded() }
            guard let office = form["office"].flatMap({ Office($0) }), session.offices.contains(office) else {
                throw Refusal(.office, "office.notHeld")
            }
            try await site.accounts.choose(office, session: session)
            let next = form["next"].flatMap { SiteURL.isOwn($0) ? $0 : nil }
            return site.redirect(next.map { .page($0) } ?? .workbench)
        }
    }

    private func form(
        _ request: Request, _ visit: Visit, _ site: SiteContext, next: String?, login: String = "",
        fault: String? = nil, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let words = site.words(visit)
        var view: View = ["next": next.flatMap { SiteURL.isOwn($0) ? $0 : nil } ?? "", "login": login]
        if let fault { view["fault"] = fault }
        let page = Page("signIn", title: words("signIn.title"), view, status: status)
        return try site.answer(page, to: request, visit)
    }

    private func signIn(_ form: FormBody, _ request: Request, _ visit: Visit, _ site: SiteContext) async throws
        -> Response
    {
        let words = site.words(visit)
        let login = form["login"] ?? ""
        let attempt = try await site.accounts.signIn(
            login: login, password: form["password"] ?? "", code: form["code"] ?? "", address: visit.address)
        switch attempt {
        case .refused:
            return try self.form(
                request, visit, site, next: form["next"], login: login, fault: words("signIn.refused"),
                status: .unauthorized)
        case .wait(let milliseconds):
            // Rounded up, so that nobody who waits as long as told is told to wait again.
            let span = site.shown(visit).span(milliseconds: milliseconds + 59_999)
            var response = try self.form(
                request, visit, site, next: form["next"], login: login,
                fault: words("signIn.wait", ["span": span]), status: .tooManyRequests)
            response.headers[.retryAfter] = String((milliseconds + 999) / 1000)
            return response
        case .accepted(let token, let offices):
            let next = form["next"].flatMap { SiteURL.isOwn($0) ? $0 : nil }
            var response = site.redirect(offices > 1 ? .chooseOffice : next.map { .page($0) } ?? .workbench)
            response.setCookie(site.cookie("session", token, maxAge: nil))
            return response
        }
    }

    private func choice(_ session: Session, _ request: Request, _ visit: Visit, _ site: SiteContext) throws
        -> Response
    {
        let words = site.words(visit)
        let offices: [View] = session.offices.map { office in
            [
                "value": office.description, "name": site.officeName(office, words),
                "current": office == session.office,
            ]
        }
        let view: View = ["offices": offices, "none": offices.isEmpty]
        return try site.answer(Page("office", title: words("office.title"), view), to: request, visit)
    }
}

extension SiteContext {
    /// The signed-in person's session, once nothing has to be done first (own password, second factor).
    /// - Throws: ``SignInNeeded``, or a redirect to what has to be done.
    func signedIn(_ visit: Visit) throws -> Session {
        guard let session = visit.session else { throw SignInNeeded() }
        if let duty = session.duty { throw DutyFirst(duty: duty) }
        return session
    }

    /// The office from which a signed-in person acts.
    public func requireHolder(_ visit: Visit) throws -> OfficeHolder {
        guard try signedIn(visit).office != nil else { throw SignInNeeded() }
        return visit.holder
    }
}

/// Something has to be done before the page that was asked for.
struct DutyFirst: Error {
    let duty: Session.Duty
}
