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
        for (name, value) in Self.always { response.headers[name] = value }
        response.headers[Self.resourcePolicy] = isOpenToOthers(request.uri.path) ? "cross-origin" : "same-origin"
        if behindProxy { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        return response
    }

    private static let resourcePolicy = HTTPField.Name.known("Cross-Origin-Resource-Policy")
    private static let always: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, contentSecurityPolicy),
        (.xContentTypeOptions, "nosniff"),
        (.known("X-Frame-Options"), "DENY"),
        (.known("Referrer-Policy"), "same-origin"),
        (.known("Permissions-Policy"), "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        (.known("Cross-Origin-Opener-Policy"), "same-origin"),
    ]

    /// The ledger is for other people's tools too, browsers included.
    private func isOpenToOthers(_ path: String) -> Bool { path.hasPrefix("/ledger/") }
}

extension HTTPField.Name {
    /// A field whose name is written in this program, and is a token of RFC 9110.
    static func known(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
        return field
    }
}
