import Hummingbird
import Store

/// Where a citizen checks an act against the ledger in the own browser.
struct VerifyPages: PageGroup {
    var menu: [MenuEntry] { [MenuEntry("menu.verify", path: "/verify", order: 90)] }

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/verify") { request, visit in
            let words = site.words(visit)
            let sequence = request.query("sequence").flatMap { Int64($0) }
            let entry = try sequence.flatMap { number -> StoredEntry? in
                guard number >= 0, number < site.store.size else { return nil }
                return try site.store.entries(range: number..<(number + 1)).first
            }
            var view: View = [
                "vkey": site.store.vkey, "checkpoint": site.store.checkpoint(),
                "size": Shown.number(site.store.size), "asked": sequence != nil, "found": entry != nil,
                "sequence": sequence.map { String($0) } ?? "",
                "sequenceShown": sequence.map { Shown.number($0) } ?? "",
            ]
            if let entry {
                view["entry"] = String(decoding: entry.bytes, as: UTF8.self)
                view["docket"] = entry.entry.docket
                view["docketPath"] = SiteURL.docket(entry.entry.docket).path
                view["proofPath"] = SiteURL.ledgerProof(entry.sequence).path
                view["entryPath"] = SiteURL.ledgerEntry(entry.sequence).path
            }
            let status: HTTPResponse.Status = sequence != nil && entry == nil ? .notFound : .ok
            return try site.answer(
                Page("verify", title: words("verify.title"), view, status: status, scripts: ["proof"]), to: request,
                visit)
        }
    }
}
