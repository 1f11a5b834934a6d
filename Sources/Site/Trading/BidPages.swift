import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Sealing
import Statute
import Store
import Trading

/// Bidding: from notice to receipt in five steps, and the resumable upload of sealed files by the open tus 1.0
/// protocol (creation, termination, checksum, expiration). Addresses name no section and no bidder.
struct BidPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        addPages(to: router, site)
        addUploads(to: router, site)
    }

    private func addPages(to router: Router<Visit>, _ site: SiteContext) {
        router.get("/section/:number/bid") { request, visit in
            guard visit.session?.office?.role == .bidder else { throw SignInNeeded() }
            let tender = try self.tender(visit.path("number"), site)
            return try site.answer(try await self.bidPage(tender, site, visit), to: request, visit)
        }
        router.post("/section/:number/withdraw") { request, visit in
            guard visit.session?.office?.role == .bidder else { throw SignInNeeded() }
            _ = try await FormBody.read(request, visit, site)
            _ = try await site.room.withdraw(section: visit.path("number"), by: visit.holder)
            return Response.redirect(to: "/section/\(visit.path("number"))/bid", type: .normal)
        }
        router.get("/section/:number/key") { request, visit in
            guard let office = visit.session?.office else { throw SignInNeeded() }
            let tender = try self.tender(visit.path("number"), site)
            let words = site.words(visit)
            let declared: [View] = KeyHolder.allCases.map { holder in
                let key = tender.openingKeys[holder]
                return [
                    "label": words("holder.\(holder.rawValue)"), "declared": key != nil, "keyID": key?.keyID ?? "",
                ]
            }
            let may = [Role.tenderer, .agency, .centreClerk, .regulator].contains(office.role)
            return try site.answer(
                Page(
                    "section/key", title: words("page.key.title"),
                    [
                        "number": tender.number, "heading": tender.plan?.title ?? "", "holders": declared,
                        "mayDeclare": may && (tender.stage.step ?? 99) < 5,
                    ], scripts: ["holder"]),
                to: request, visit)
        }
    }

    private func tender(_ number: String, _ site: SiteContext) throws -> Tender {
        guard let tender = try site.desk.standing(Tender.self, number)?.state else { throw HTTPError(.notFound) }
        return tender
    }

    private func bidPage(_ tender: Tender, _ site: SiteContext, _ visit: Visit) async throws -> Page {
        let words = site.words(visit)
        let shown = site.shown(visit)
        let receipts = try await site.room.receipts(section: tender.number, of: visit.holder)
        let lines: [View] = receipts.reversed().map { issued in
            var line: View = [
                "kind": words("page.receipt.\(issued.receipt.kind.rawValue)"), "serial": issued.receipt.serial,
                "receivedAt": shown.exactly(Instant(milliseconds: issued.receivedAt)),
                "size": shown.size(issued.receipt.size), "root": issued.receipt.root,
                "path": "/uploads/receipts/\(issued.receipt.serial)",
            ]
            if let sequence = issued.proof?.sequence { line["sequence"] = Shown.number(sequence) }
            return line
        }
        let standing = receipts.last.map { $0.receipt.kind != .withdrawn } ?? false
        var view: View = [
            "number": tender.number, "heading": tender.plan?.title ?? "", "receipts": lines,
            "hasReceipts": !lines.isEmpty, "hasBid": standing, "noticePath": "/section/\(tender.number)/notice.json",
            "bidderName": visit.session?.office?.organisation.map { site.organisationName($0) } ?? "",
            "bidderCode": visit.session?.office?.organisation ?? "",
        ]
        var isOpen = false
        do {
            try tender.requireOpenForBids(at: site.now)
            isOpen = true
        } catch let refusal as Refusal {
            view["closedReason"] = words(refusal.explanation)
        }
        view["isOpen"] = isOpen
        if let deadline = tender.deadline {
            view["deadline"] = shown.instant(deadline)
            view["term"] = shown.term(deadline, now: site.now)
            view["urgency"] = Shown.urgency(deadline, now: site.now)
        }
        if let document = tender.document {
            view["ceiling"] = shown.money(document.ceilingPrice)
            view["durationDays"] = String(document.durationDays)
            view["quality"] = document.quality
        }
        return Page("section/bid", title: words("page.bid.title"), view, scripts: ["bid"])
    }

    // MARK: tus

    private static let version = "1.0.0"

    private func addUploads(to router: Router<Visit>, _ site: SiteContext) {
        router.on("/uploads", method: .options) { _, _ in
            var answer = Self.answer(.noContent)
            answer.headers[Self.field("Tus-Version")] = Self.version
            answer.headers[Self.field("Tus-Extension")] = "creation,termination,checksum,expiration"
            answer.headers[Self.field("Tus-Checksum-Algorithm")] = "sha256"
            return answer
        }
        router.post("/uploads") { request, visit in
            try await self.refusing(site, visit) {
                let holder = try await self.bidder(request, visit, site)
                guard let size = request.headers[Self.field("Upload-Length")].flatMap({ Int64($0) }),
                    let section = Self.metadata(request)["section"]
                else { throw HTTPError(.badRequest) }
                let upload = try await site.room.begin(section: section, size: size, by: holder, at: site.now)
                var answer = Self.answer(.created)
                answer.headers[.location] = "/uploads/\(upload.id)"
                answer.headers[Self.field("Upload-Expires")] = Self.httpDate(upload.expiresAt)
                return answer
            }
        }
        router.head("/uploads/:id") { request, visit in
            try await self.refusing(site, visit) {
                let holder = try await self.bidder(request, visit, site)
                let status = try await site.room.status(visit.path("id"), by: holder)
                var answer = Self.answer(.ok)
                answer.headers[Self.field("Upload-Offset")] = String(status.offset)
                answer.headers[Self.field("Upload-Length")] = String(status.upload.size)
                answer.headers[Self.field("Upload-Expires")] = Self.httpDate(status.upload.expiresAt)
                answer.headers[.cacheControl] = "no-store"
                return answer
            }
        }
        router.patch("/uploads/:id") { request, visit in
            try await self.refusing(site, visit) { try await self.append(request, visit, site) }
        }
        router.delete("/uploads/:id") { request, visit in
            try await self.refusing(site, visit) {
                let holder = try await self.bidder(request, visit, site)
                try await site.room.terminate(visit.path("id"), by: holder)
                return Self.answer(.noContent)
            }
        }
        router.get("/uploads/receipts/:serial") { request, visit in
            let holder = try await self.bidder(request, visit, site, reading: true)
            guard let code = holder.office.organisation,
                let issued = await site.room.vault.receipts(of: code).first(where: {
                    $0.receipt.serial == visit.path("serial")
                })
            else { throw HTTPError(.notFound) }
            var headers = HTTPFields()
            headers[.contentType] = "application/json"
            headers[.cacheControl] = "no-store"
            headers[.contentDisposition] = "attachment; filename=\"receipt-\(issued.receipt.serial).json\""
            let bytes = try ActCoding.json(ReceiptFile(issued, vkey: site.store.vkey))
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    /// One PATCH: the next bytes; the one that brings the last byte receives the bid.
    private func append(_ request: Request, _ visit: Visit, _ site: SiteContext) async throws -> Response {
        let holder = try await bidder(request, visit, site)
        guard request.headers[.contentType] == "application/offset+octet-stream" else {
            throw HTTPError(.unsupportedMediaType)
        }
        guard let offset = request.headers[Self.field("Upload-Offset")].flatMap({ Int64($0) }), offset >= 0 else {
            throw HTTPError(.badRequest)
        }
        var checksum: [UInt8]?
        if let given = request.headers[Self.field("Upload-Checksum")] {
            let parts = given.split(separator: " ")
            guard parts.count == 2, parts[0] == "sha256", let digest = Data(base64Encoded: String(parts[1])),
                digest.count == 32
            else { throw HTTPError(.badRequest) }
            checksum = [UInt8](digest)
        }
        let id = visit.path("id")
        let chunks = request.body.map { [UInt8](buffer: $0) }
        let reached = try await site.room.append(
            to: id, offset: offset, bytes: chunks, checksum: checksum, by: holder)
        var answer = Self.answer(.noContent)
        answer.headers[Self.field("Upload-Offset")] = String(reached)
        let status = try await site.room.status(id, by: holder)
        if reached == status.upload.size {
            let issued = try await site.room.complete(id, by: holder)
            answer.headers[Self.field("Receipt")] = "/uploads/receipts/\(issued.receipt.serial)"
        }
        return answer
    }

    /// Who uploads: a bidder with an API token, or one signed in whose page sends its form token as a header.
    private func bidder(
        _ request: Request, _ visit: Visit, _ site: SiteContext, reading: Bool = false
    ) async throws -> OfficeHolder {
        if let field = request.headers[.authorization], field.hasPrefix("Bearer ") {
            guard let holder = try await site.accounts.holder(token: String(field.dropFirst(7))) else {
                throw HTTPError(.unauthorized)
            }
            return holder
        }
        guard visit.session?.office != nil else { throw HTTPError(.unauthorized) }
        if !reading { try site.requireFormToken(request.headers[Self.field("X-Form-Token")], visit) }
        return visit.holder
    }

    /// Refusals as problem objects, also outside `/api/`: an uploading client is a machine.
    private func refusing(
        _ site: SiteContext, _ visit: Visit, _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let refusal as Refusal {
            let words = Language.allCases.map { ($0.rawValue, site.catalogue.words($0)(refusal.explanation)) }
            let problem = UploadProblem(
                code: refusal.code, rule: refusal.rule, explanation: Dictionary(uniqueKeysWithValues: words))
            // 460 is tus's own status for a part whose checksum does not fit.
            let status: HTTPResponse.Status =
                refusal.code == "bid.damaged"
                ? .init(code: 460, reasonPhrase: "Checksum Mismatch") : refusal.kind.status
            var answer = Self.answer(status)
            answer.headers[.contentType] = "application/problem+json"
            answer.body = ResponseBody(byteBuffer: ByteBuffer(bytes: try ActCoding.json(problem)))
            return answer
        }
    }

    private static func answer(_ status: HTTPResponse.Status) -> Response {
        var headers = HTTPFields()
        headers[field("Tus-Resumable")] = version
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers)
    }

    private static func field(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("a constant header name") }
        return field
    }

    /// `Upload-Metadata`: comma-separated pairs of a key and a base64 value.
    private static func metadata(_ request: Request) -> [String: String] {
        var found: [String: String] = [:]
        for pair in (request.headers[field("Upload-Metadata")] ?? "").split(separator: ",") {
            let parts = pair.split(separator: " ")
            guard parts.count == 2, let value = Data(base64Encoded: String(parts[1])) else { continue }
            found[String(parts[0])] = String(decoding: value, as: UTF8.self)
        }
        return found
    }

    /// RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func httpDate(_ milliseconds: Int64) -> String {
        let utc = Instant(milliseconds: milliseconds).description
        let day = Day(String(utc.prefix(10))) ?? Day(daysSinceEpoch: 0)
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let number = day.day < 10 ? "0\(day.day)" : "\(day.day)"
        let time = utc.dropFirst(11).prefix(8)
        return "\(names[day.weekday - 1]), \(number) \(months[day.month - 1]) \(day.year) \(time) GMT"
    }
}

/// Why an upload was refused, for machines.
private struct UploadProblem: Encodable {
    let code: String
    let rule: String?
    let explanation: [String: String]
}

/// A receipt as a file to keep: the signed bytes, the signature, and the proof once there is one.
struct ReceiptFile: Encodable {
    /// Exactly the bytes that were signed.
    let receipt: String
    let signature: String
    /// The log's key, with which the receipt was signed.
    let vkey: String
    let proof: Proof?

    struct Proof: Encodable {
        let salt: String
        let index: Int
        let path: [String]
        let root: String
        let sequence: Int64
    }

    init(_ issued: IssuedReceipt, vkey: String) {
        receipt = String(decoding: issued.bytes, as: UTF8.self)
        signature = issued.signature
        self.vkey = vkey
        proof = issued.proof.flatMap { proof in
            proof.sequence.map { sequence in
                Proof(
                    salt: Hexadecimal.encode(proof.salt), index: proof.index,
                    path: proof.path.map { Hexadecimal.encode($0) }, root: proof.root, sequence: sequence)
            }
        }
    }
}
