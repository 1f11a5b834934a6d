import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Ledger

/// Finds out who asks: language, session, address, and the secret that this browser's forms are bound to.
struct VisitMiddleware: RouterMiddleware {
    let site: SiteContext

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        var visit = context
        visit.address = address(of: request, visit)
        let isOpen =
            request.uri.path.hasPrefix("/assets/") || request.uri.path.hasPrefix("/ledger/")
            || request.uri.path.hasPrefix("/api/")
        if isOpen { return try await next(request, visit) }
        let cookies = request.cookies
        let asked = request.query("lang").flatMap { Language(rawValue: $0) }
        visit.language = asked ?? cookies["language"].flatMap { Language(rawValue: $0.value) } ?? .chinese
        if let token = cookies[site.cookieName("session")]?.value {
            visit.session = try await site.accounts.session(token: token)
            if visit.session != nil { visit.formSecret = token }
        }
        if visit.formSecret == nil {
            if let secret = cookies[site.cookieName("visitor")]?.value, secret.utf8.count == 43 {
                visit.formSecret = secret
            } else {
                visit.formSecret = Secret.random()
                visit.formSecretIsNew = true
            }
        }
        let parting = cookies["parting"]?.value
        if let parting, site.catalogue.has("parting.\(parting)") { visit.parting = "parting.\(parting)" }
        var response = try await next(request, visit)
        if let asked { response.setCookie(site.cookie("language", asked.rawValue, maxAge: 31_536_000, plain: true)) }
        if parting != nil, response.headers[.contentType]?.hasPrefix("text/html") == true {
            response.setCookie(site.cookie("parting", "", maxAge: 0, plain: true))
        }
        return response
    }

    /// Behind a proxy the last entry of X-Forwarded-For is the one that our own proxy wrote.
    private func address(of request: Request, _ visit: Visit) -> String {
        if site.configuration.behindProxy, let field = HTTPField.Name("X-Forwarded-For"),
            let last = request.headers[field]?.split(separator: ",").last
        {
            return String(last.trimmingCharacters(in: .whitespaces).prefix(45))
        }
        return visit.neighbour ?? "local"
    }
}

/// Random text for tokens: 256 bits, base64url without padding (43 characters).
enum Secret {
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        // Four draws of 64 bits: every draw is a system call.
        let words = (0..<4).map { _ in generator.next() }
        return urlText(words.withUnsafeBytes { Array($0) })
    }

    /// SHA-256 of a token, in hex: how tokens are stored.
    static func stored(_ token: String) -> String { Hash.sha256(Array(token.utf8)).hex }

    static func urlText(_ bytes: [UInt8]) -> String {
        Base64.encode(bytes).replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// Compares in a time that does not tell how much agrees.
    static func equal(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}

extension SiteContext {
    /// Behind TLS the `__Host-` prefix binds the cookie to this host.
    func cookieName(_ name: String) -> String { configuration.behindProxy ? "__Host-\(name)" : name }

    /// - Parameter plain: a cookie that carries no secret and keeps its plain name.
    func cookie(_ name: String, _ value: String, maxAge: Int?, plain: Bool = false) -> Cookie {
        Cookie(
            name: plain ? name : cookieName(name), value: value, maxAge: maxAge, path: "/",
            secure: configuration.behindProxy, httpOnly: true, sameSite: .lax)
    }

    func keepFormSecret(_ secret: String, in response: inout Response) {
        response.setCookie(cookie("visitor", secret, maxAge: 86_400))
    }

    /// The token that a form of this browser must carry (cross-site request forgery): made from the secret in the
    /// browser's cookie, so nothing has to be stored.
    func formToken(_ visit: Visit) -> String {
        Secret.urlText(Hash.sha256(Array("daylight form\n\(visit.formSecret ?? "")".utf8)).bytes)
    }

    /// - Throws: ``FormRefused`` when the form does not come from a page that this browser was given.
    func requireFormToken(_ token: String?, _ visit: Visit) throws {
        guard visit.formSecret != nil, !visit.formSecretIsNew, let token,
            Secret.equal(token, formToken(visit))
        else { throw FormRefused() }
    }

    /// A sentence for the next page, `parting.<name>` in the catalogue.
    func parting(_ name: String, in response: inout Response) {
        response.setCookie(cookie("parting", name, maxAge: 60, plain: true))
    }
}

/// A form without the token of this browser's session.
struct FormRefused: Error {}

/// The page asks for a person with an account.
struct SignInNeeded: Error {}
