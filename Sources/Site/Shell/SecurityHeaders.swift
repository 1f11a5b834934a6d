import HTTPTypes
import Hummingbird

/// What every answer tells the browser about what it may do with it.
struct SecurityHeaders: RouterMiddleware {
    let behindProxy: Bool

    /// No inline script or style anywhere: what a page runs comes from this site, by its content's address.
    static let contentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        + "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        func set(_ name: String, _ value: String) {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
        set("Content-Security-Policy", Self.contentSecurityPolicy)
        set("X-Content-Type-Options", "nosniff")
        set("X-Frame-Options", "DENY")
        set("Referrer-Policy", "same-origin")
        set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
        set("Cross-Origin-Opener-Policy", "same-origin")
        set("Cross-Origin-Resource-Policy", isOpenToOthers(request.uri.path) ? "cross-origin" : "same-origin")
        if behindProxy { set("Strict-Transport-Security", "max-age=31536000; includeSubDomains") }
        return response
    }

    /// The ledger is for other people's tools too, browsers included.
    private func isOpenToOthers(_ path: String) -> Bool { path.hasPrefix("/ledger/") }
}
