import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Statute
import Store
import Synchronization

/// The JSON API: every command by one address, dockets as they stand in the ledger, files. An office's API token
/// is its only key; cookies mean nothing here.
struct APIRoutes: PageGroup {
    static let bodyLimit = 1 << 20

    func add(to router: Router<Visit>, site: SiteContext) {
        let description = OpenAPI(site).document
        router.get("/api/openapi.json") { _, _ in
            Response.json(bytes: description, cache: "public, max-age=300")
        }
        router.post("/api/blobs") { request, visit in
            _ = try await holder(request, visit, site)
            return try await upload(request, site)
        }
        for command in site.desk.commands {
            let path = RouterPath(stringLiteral: Self.path(command))
            router.on(path, method: .post) { request, visit in
                let holder = try await holder(request, visit, site)
                return try await perform(command, request, visit, holder, site)
            }
        }
        for kind in site.desk.kinds {
            router.get("/api/\(kind.kind)/{id}") { request, visit in
                _ = try await holder(request, visit, site)
                return try docket(kind.kind, visit.path("id"), site)
            }
        }
    }

    /// `/api/section/{id}/publishNotice`; without the id for a command that opens a docket.
    static func path(_ command: CommandDescription) -> String {
        command.opens ? "/api/\(command.kind)/\(command.name)" : "/api/\(command.kind)/{id}/\(command.name)"
    }

    /// The methods that an address of the API has; nil when there is no such address.
    static func allowed(_ path: String, _ site: SiteContext) -> [HTTPRequest.Method]? {
        let parts = path.split(separator: "/").dropFirst().map(String.init)
        if parts == ["openapi.json"] { return [.get, .head] }
        if parts == ["blobs"] { return [.post] }
        guard let kind = parts.first, site.desk.kinds.contains(where: { $0.kind == kind }) else { return nil }
        if parts.count == 2 {
            let opens = site.desk.command(kind, parts[1])?.opens == true
            return opens ? [.get, .head, .post] : [.get, .head]
        }
        if parts.count == 3, let command = site.desk.command(kind, parts[2]), !command.opens { return [.post] }
        return nil
    }

    /// - Throws: 401 for a missing or unknown token, 429 for an address that has sent many of those.
    private func holder(_ request: Request, _ visit: Visit, _ site: SiteContext) async throws -> OfficeHolder {
        let header = request.headers[.authorization] ?? ""
        if header.lowercased().hasPrefix("bearer ") {
            let token = header.dropFirst(7).trimmingCharacters(in: .whitespaces)
            if let holder = try await site.accounts.holder(token: token) { return holder }
            let now = site.accounts.clock()
            guard site.tokenFailures.note(visit.address, now) else {
                var headers = HTTPFields()
                headers[.retryAfter] = "60"
                throw APIFault(status: .tooManyRequests, code: "api.tooMany", headers: headers)
            }
        }
        var headers = HTTPFields()
        headers[.wwwAuthenticate] = "Bearer realm=\"daylight\""
        throw APIFault(status: .unauthorized, code: "api.unauthorized", headers: headers)
    }

    private func perform(
        _ command: CommandDescription, _ request: Request, _ visit: Visit, _ holder: OfficeHolder,
        _ site: SiteContext
    ) async throws -> Response {
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased()
        guard type == "application/json" else { throw HTTPError(.unsupportedMediaType) }
        let body = try await request.body.collect(upTo: Self.bodyLimit)
        let input: [String: RawValue]
        do {
            input = try JSONReading.object([UInt8](body.readableBytesView))
        } catch let fault as JSONReading.Fault {
            throw Self.fault(fault)
        }
        let key = try idempotencyKey(request)
        let version = try expectedVersion(request)
        try site.uploads.check(input, command.fields)
        let receipt = try await site.desk.perform(
            command.kind, command.name, on: command.opens ? nil : visit.path("id"), input: input, dialect: .machine,
            by: holder, expectedVersion: version, key: key)
        var response = Response.json(
            Self.described(receipt.docket, receipt.version, receipt.sequences, site), status: .created)
        response.headers[.location] = "/api/" + receipt.docket
        response.headers[.eTag] = "\"\(receipt.version)\""
        return response
    }

    private static func described(
        _ docket: String, _ version: Int, _ sequences: [Int64], _ site: SiteContext
    ) -> [String: Any] {
        let base = site.configuration.publicURL
        return [
            "docket": docket, "version": version, "sequences": sequences,
            "proofs": sequences.map { base + SiteURL.ledgerProof($0).path },
            "entries": sequences.map { base + SiteURL.ledgerEntry($0).path },
        ]
    }

    private static func fault(_ fault: JSONReading.Fault) -> any Error {
        switch fault {
        case .malformed(let position):
            APIFault(status: .badRequest, code: "api.json", arguments: ["position": String(position)])
        case .duplicateName(let name):
            APIFault(status: .badRequest, code: "api.duplicateName", arguments: ["name": String(name.prefix(60))])
        case .tooDeep: APIFault(status: .badRequest, code: "api.tooDeep")
        case .notWhole(let position):
            Refusal(.invalid, "api.notWhole", ["position": String(position)])
        }
    }

    private func idempotencyKey(_ request: Request) throws -> String? {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name] else { return nil }
        guard (1...100).contains(key.utf8.count), key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw APIFault(status: .badRequest, code: "api.idempotencyKey")
        }
        return key
    }

    private func expectedVersion(_ request: Request) throws -> Int? {
        guard let given = request.headers[.ifMatch] else { return nil }
        let digits = given.utf8.dropFirst().dropLast()
        guard given.hasPrefix("\""), given.hasSuffix("\""), (1...9).contains(digits.count),
            digits.allSatisfy({ (48...57).contains($0) }), let version = Int(String(decoding: digits, as: UTF8.self))
        else {
            throw APIFault(status: .badRequest, code: "api.ifMatch")
        }
        return version
    }

    private func docket(_ kind: String, _ id: String, _ site: SiteContext) throws -> Response {
        let entries = try site.store.entries(docket: "\(kind)/\(id)", after: 0)
        guard let last = entries.last else { throw Refusal(.missing, "docket.missing") }
        // Entries are JSON already and go out byte for byte as they are hashed.
        var bytes = Array("{\"docket\":\"\(last.entry.docket)\",\"entries\":[".utf8)
        for (index, stored) in entries.enumerated() {
            bytes += Array("\(index == 0 ? "" : ",")\n{\"entry\":".utf8)
            bytes += stored.bytes
            bytes += Array(",\"sequence\":\(stored.sequence)}".utf8)
        }
        bytes += Array("],\"version\":\(last.version)}\n".utf8)
        var response = Response.json(bytes: bytes)
        response.headers[.eTag] = "\"\(last.version)\""
        return response
    }

    private func upload(_ request: Request, _ site: SiteContext) async throws -> Response {
        guard let given = request.query("name") else { throw Refusal(.invalid, "input.fileName", field: "name") }
        do {
            let receiving = try Uploads.Receiving(site.uploads, name: given)
            for try await buffer in request.body { try receiving.append([UInt8](buffer.readableBytesView)) }
            let file = try await receiving.finish()
            let described: [String: Any] = [
                "name": file.name, "mediaType": file.mediaType, "sha256": file.sha256, "root": file.root,
                "size": file.size,
            ]
            return Response.json(described, status: .created)
        } catch let fault as Uploads.Fault {
            if fault == .tooLarge { throw HTTPError(.contentTooLarge) }
            if fault == .kind { throw HTTPError(.unsupportedMediaType) }
            throw Refusal(.invalid, fault.rawValue, field: fault == .name ? "name" : nil)
        }
    }
}

/// Counts failures by address within a minute.
final class FailureGate: Sendable {
    private struct Count {
        var since: Int64
        var failures: Int
    }
    private let limit: Int
    private let counts = Mutex<[String: Count]>([:])

    init(limit: Int) { self.limit = limit }

    /// Notes one failure; false when the address has had too many.
    func note(_ address: String, _ now: Instant) -> Bool {
        counts.withLock { counts in
            if counts.count > 10_000 { counts.removeAll() }
            var count = counts[address] ?? Count(since: now.milliseconds, failures: 0)
            if now.milliseconds - count.since > 60_000 { count = Count(since: now.milliseconds, failures: 0) }
            count.failures += 1
            counts[address] = count
            return count.failures <= limit
        }
    }
}
