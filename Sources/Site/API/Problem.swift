import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Store

/// A fault of an API request that is not about an act: it has the same form as a refusal.
struct APIFault: Error {
    let status: HTTPResponse.Status
    /// `api.unauthorized`: explanations are the catalogue's `refusal.<code>`, as for refusals.
    let code: String
    var arguments: [String: String] = [:]
    var headers = HTTPFields()
}

extension SiteContext {
    /// What went wrong, for machines: kind, code, rule with its legal basis, field, and the words in both languages.
    func problem(_ error: any Error, _ request: Request, _ visit: Visit) throws -> Response {
        switch error {
        case let refusal as Refusal: return problem([refusal], refusal.kind.status, kind: refusal.kind.rawValue)
        case let refusals as Refusals:
            let first = refusals.all.first?.kind ?? .invalid
            return problem(refusals.all, first.status, kind: first.rawValue)
        case let fault as APIFault:
            let refusal = Refusal(.invalid, fault.code, fault.arguments)
            var response = problem([refusal], fault.status, kind: "request")
            for field in fault.headers { response.headers.append(field) }
            return response
        case let error as any HTTPResponseError:
            if error.status == .notFound, let allowed = APIRoutes.allowed(request.uri.path, self),
                !allowed.contains(request.method)
            {
                var headers = HTTPFields()
                headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
                return try problem(
                    APIFault(status: .methodNotAllowed, code: "api.methodNotAllowed", headers: headers), request,
                    visit)
            }
            let code =
                switch error.status {
                case .notFound: "api.notFound"
                case .contentTooLarge: "api.tooLarge"
                case .unsupportedMediaType: "api.mediaType"
                default: "api.badRequest"
                }
            return problem([Refusal(.invalid, code)], error.status, kind: "request")
        default:
            visit.logger.error("request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return problem([Refusal(.invalid, "api.internal")], .internalServerError, kind: "request")
        }
    }

    private func problem(_ refusals: [Refusal], _ status: HTTPResponse.Status, kind: String) -> Response {
        var problem = refusals.first.map { described($0, kind: kind) } ?? [:]
        problem["refusals"] = refusals.map { described($0, kind: kind) }
        return Response.json(problem, status: status)
    }

    private func described(_ refusal: Refusal, kind: String) -> [String: Any] {
        func both(_ phrase: Phrase) -> [String: String] {
            var texts: [String: String] = [:]
            for language in Language.allCases {
                let words = catalogue.words(language)
                if words.first(phrase.key) != nil { texts[language.rawValue] = words(phrase) }
            }
            return texts
        }
        return [
            "kind": kind, "code": refusal.code, "rule": refusal.rule ?? NSNull(),
            "field": refusal.field ?? NSNull(), "explanation": both(refusal.explanation),
            "remedy": both(refusal.remedy),
            "basis": refusal.rule.map { both(Phrase("rule.\($0).basis")) } ?? [:],
        ]
    }
}

extension Response {
    /// A JSON answer with sorted names.
    static func json(_ object: Any, status: HTTPResponse.Status = .ok) -> Response {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        // Only dictionaries, arrays, text, numbers and null are ever put in, so writing cannot fail.
        let data = (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
        return json(bytes: [UInt8](data), status: status)
    }

    static func json(bytes: [UInt8], status: HTTPResponse.Status = .ok, cache: String = "no-store") -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        headers[.cacheControl] = cache
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
