import Desk
import Foundation
import Hummingbird
import Sealing
import Statute
import Store
import Trading

/// The project page, the signature of the product: a section's docket as a timeline that a citizen can check.
struct SectionPages: PageGroup {
    /// Bytes of files that a docket's download holds at most; larger ones are offered one by one.
    static let downloadLimit: Int64 = 32 << 20

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/section/:number") { request, visit in
            let docket = "section/\(visit.path("number"))"
            return try await site.publicPage(request, visit, docket: docket) { visit in
                let standing = try self.standing(visit, site)
                var view = try self.view(standing, site, visit)
                let commands = try self.commands(standing.state, site, visit)
                view["commands"] = commands
                view["hasCommands"] = !commands.isEmpty
                return try site.answer(
                    Page(
                        "section/show", title: view["heading"] as? String ?? "", view, scripts: ["proof", "live"],
                        live: docket),
                    to: request, visit)
            }
        }
        router.get("/section/:number/notice.json") { _, visit in
            let tender = try self.standing(visit, site).state
            let words = site.catalogue.words(.chinese)
            guard
                let notice = tender.sealingNotice(
                    holderName: { words("holder.\($0.rawValue)") }, vkey: site.store.vkey,
                    site: site.configuration.publicURL)
            else { throw HTTPError(.notFound) }
            var headers = HTTPFields()
            headers[.contentType] = "application/json"
            headers[.cacheControl] = "no-cache"
            headers[.contentDisposition] = "attachment; filename=\"notice-\(tender.number).json\""
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try ActCoding.json(notice))))
        }
        router.get("/section/:number/opening") { request, visit in
            let docket = "section/\(visit.path("number"))"
            return try await site.publicPage(request, visit, docket: docket) { visit in
                let standing = try self.standing(visit, site)
                var view = try self.view(standing, site, visit)
                view.merge(self.opening(standing.state, site, visit)) { _, new in new }
                return try site.answer(
                    Page(
                        "section/opening", title: site.words(visit)("page.opening.title"), view,
                        scripts: ["live", "opening"], live: docket),
                    to: request, visit)
            }
        }
        router.get("/section/:number/docket.zip") { _, visit in
            let number = try self.standing(visit, site).state.number
            let exported = ArchiveExport(ledger: try await site.store.export(), blobs: site.blobs)
            let members = try exported.archive(docket: "section/\(number)", limit: Self.downloadLimit)
            var headers = HTTPFields()
            headers[.contentType] = "application/zip"
            headers[.cacheControl] = "no-cache"
            headers[.contentDisposition] = "attachment; filename=\"docket-\(number).zip\""
            return Response(
                status: .ok, headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageArchive.archive(members))))
        }
        router.get("/section/:number/bids/:bidder/header") { _, visit in
            let tender = try self.standing(visit, site).state
            let code = visit.path("bidder")
            guard let bid = tender.opening.bids.first(where: { $0.received.bidder == code }) else {
                throw HTTPError(.notFound)
            }
            // One header line, at most 64 KiB and its newline; the sealed body is nobody's to download.
            let first = try site.blobs.open(bid.received.sha256).read(at: 0, count: 65_537)
            guard let end = first.firstIndex(of: UInt8(ascii: "\n")) else { throw HTTPError(.notFound) }
            var headers = HTTPFields()
            headers[.contentType] = "application/json"
            return Response(
                status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: first[..<end])))
        }
    }

    private func standing(_ visit: Visit, _ site: SiteContext) throws -> Standing<Tender> {
        guard let standing = try site.desk.standing(Tender.self, visit.path("number")) else {
            throw HTTPError(.notFound)
        }
        return standing
    }

    private func view(_ standing: Standing<Tender>, _ site: SiteContext, _ visit: Visit) throws -> View {
        guard let plan = standing.state.plan else { throw HTTPError(.notFound) }
        let entries = try site.store.entries(docket: "section/\(standing.state.number)", after: 0)
        return SectionView(
            tender: standing.state, plan: plan, entries: entries,
            history: try GateHistory(standing.state.number, entries), shown: site.shown(visit), now: site.now,
            site: site, office: visit.session?.office
        ).view
    }

    /// What this office may do here now, as links to the commands' forms.
    private func commands(_ tender: Tender, _ site: SiteContext, _ visit: Visit) throws -> [View] {
        guard let office = visit.session?.office else { return [] }
        let words = site.words(visit)
        return try site.desk.offered(Tender.kind, tender.number, to: office.role).map { command in
            let path = SiteURL.command(kind: Tender.kind, name: command.name, docket: tender.number).path
            return ["label": words("command.\(command.id)"), "path": path]
        }
    }

    /// What the opening page adds: who may still do what.
    private func opening(_ tender: Tender, _ site: SiteContext, _ visit: Visit) -> View {
        let words = site.words(visit)
        let holders: [View] = KeyHolder.allCases.map { holder in
            let revealed = tender.opening.revealed[holder] != nil
            return [
                "label": words("holder.\(holder.rawValue)"), "revealed": revealed,
                "said": words(revealed ? "page.opening.keyPublished" : "page.opening.keyWaiting"),
            ]
        }
        let objections: [View] = tender.opening.objections.map { objection in
            [
                "number": String(objection.number), "text": objection.text, "answer": objection.answer ?? "",
                "isAnswered": objection.answer != nil,
                "bidder": tender.opening.bids.first { $0.received.bidder == objection.bidder }?.received.bidderName
                    ?? objection.bidder,
            ]
        }
        var view: View = [
            "holders": holders, "objections": objections, "hasObjections": !objections.isEmpty,
            "isOpening": tender.stage == .opening, "isBefore": tender.cutoff == nil,
        ]
        guard tender.stage == .opening, let office = visit.session?.office else { return view }
        let holder: KeyHolder? =
            switch office.role {
            case .tenderer, .agency: .tenderer
            case .centreClerk, .centreWitness: .centre
            case .regulator: .regulator
            default: nil
            }
        if let holder, tender.opening.revealed[holder] == nil {
            view["mayReveal"] = true
            view["keyID"] = tender.openingKeys[holder]?.keyID ?? ""
        }
        if office.role == .bidder, let code = office.organisation,
            let bid = tender.opening.bids.first(where: { $0.received.bidder == code })
        {
            view["isParticipant"] = true
            view["mayRelease"] = bid.releasedKey == nil && bid.outcome == .waiting
            view["headerPath"] = "/section/\(tender.number)/bids/\(code)/header"
        }
        return view
    }
}
