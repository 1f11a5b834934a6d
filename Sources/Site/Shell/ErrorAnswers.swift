import Desk
import Hummingbird
import Logging

/// Turns what went wrong into an answer that helps: a page for people, a problem object for machines.
struct ErrorAnswers: RouterMiddleware {
    let site: SiteContext

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let path = request.uri.path
            if path.hasPrefix("/api/") { return try site.problem(error, request, context) }
            return try page(error, request, context)
        }
    }

    private func page(_ error: any Error, _ request: Request, _ visit: Visit) throws -> Response {
        if error is SignInNeeded {
            if visit.session?.office != nil { return try show("office", .forbidden, request, visit) }
            if visit.session != nil { return site.redirect(.chooseOffice) }
            let back = request.method == .get ? request.uri.string : nil
            return site.redirect(.signIn(next: back.flatMap { SiteURL.isOwn($0) ? $0 : nil }))
        }
        if let first = error as? DutyFirst {
            return site.redirect(first.duty == .choosePassword ? .accountPassword : .accountCode)
        }
        if error is FormRefused { return try show("form", .forbidden, request, visit) }
        if let refusal = (error as? Refusal) ?? (error as? Refusals)?.all.first {
            return try show("refusal", refusal.kind.status, request, visit, refusal: refusal)
        }
        if let error = error as? any HTTPResponseError {
            switch error.status {
            case .notFound: return try show("missing", .notFound, request, visit)
            case .contentTooLarge: return try show("tooLarge", .contentTooLarge, request, visit)
            case .tooManyRequests: return try show("tooMany", .tooManyRequests, request, visit)
            case .forbidden: return try show("office", .forbidden, request, visit)
            default: return try show("badRequest", error.status, request, visit)
            }
        }
        visit.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
        return try show("internal", .internalServerError, request, visit)
    }

    private func show(
        _ name: String, _ status: HTTPResponse.Status, _ request: Request, _ visit: Visit, refusal: Refusal? = nil
    ) throws -> Response {
        let words = site.words(visit)
        var view: View = [
            "heading": words("error.\(name).title"), "explanation": words("error.\(name).text"),
            "status": String(status.code), "remedy": words("error.\(name).remedy"), "reference": visit.id,
            "isInternal": status.code >= 500,
        ]
        if let refusal {
            view["explanation"] = words(refusal.explanation)
            view["remedy"] = words.first(refusal.remedy.key).map { _ in words(refusal.remedy) } ?? ""
            if let rule = refusal.rule {
                view["rule"] = words.first("rule.\(rule)") ?? rule
                view["basis"] = words.first("rule.\(rule).basis") ?? ""
            }
        }
        let heading = words("error.\(name).title")
        return try site.answer(Page("error", title: heading, view, status: status), to: request, visit)
    }
}

extension Refusal.Kind {
    /// The HTTP status of an answer to a refused act.
    var status: HTTPResponse.Status {
        switch self {
        case .invalid: .unprocessableContent
        case .office: .forbidden
        case .stage, .version: .conflict
        case .missing: .notFound
        }
    }
}
