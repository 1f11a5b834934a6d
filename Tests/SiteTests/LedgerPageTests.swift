import Desk
import Foundation
import HTTPTypes
import Ledger
import Testing

@testable import Site

@Suite("The ledger's public addresses (C2SP tlog-tiles)")
struct LedgerPageTests {
    @Test("Checkpoint, key, tiles, bundles and proofs fit together, with the caching that the specification asks for")
    func published() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        try await house.visit { browser in
            let size = house.desk.store.size
            let last = size - 1
            let proof = try await browser.get("/ledger/proof/\(last).tlog-proof")
            #expect(proof.status == 200)
            let key = try VerifierKey(
                try await browser.get("/ledger/vkey").text.trimmingCharacters(in: .whitespacesAndNewlines))
            let checkpoint = try await browser.get("/ledger/checkpoint")
            #expect(checkpoint.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(checkpoint.headers[.cacheControl] == "no-store")
            let verified = try Checkpoint.verified(checkpoint.bytes, by: key)
            #expect(verified.size == size)
            let entry = try await browser.get("/ledger/entry/\(last).json")
            let parsed = try LogProof(parsing: proof.bytes)
            #expect(parsed.index == last)
            try MerkleTree.verifyInclusion(
                of: MerkleTree.leafHash(entry.bytes), index: last, size: size, proof: parsed.hashes,
                root: verified.root)
            let tile = try await browser.get("/ledger/tile/0/000.p/\(size)")
            #expect(tile.bytes.count == Int(size) * 32)
            #expect(tile.headers[.cacheControl]?.contains("immutable") == true)
            #expect(Array(tile.bytes.suffix(32)) == MerkleTree.leafHash(entry.bytes).bytes)
            let bundle = try await browser.get("/ledger/tile/entries/000.p/\(size)")
            #expect(bundle.headers[.contentType] == "application/octet-stream")
            #expect(try EntryBundle.decode(bundle.bytes, width: Int(size)).last.map { Array($0) } == entry.bytes)
            let none = [
                "/ledger/tile/0/000", "/ledger/tile/0/000.p/\(size + 1)", "/ledger/tile/0/0.p/1",
                "/ledger/tile/64/000", "/ledger/proof/\(size).tlog-proof", "/ledger/proof/-1.tlog-proof",
                "/ledger/entry/007.json", "/ledger/entry/\(size).json",
            ]
            for path in none { #expect(try await browser.get(path).status == 404, "\(path)") }
            let page = try await browser.get("/verify?sequence=\(last)")
            #expect(page.status == 200 && page.text.contains("data-verify=\"\(last)\""))
            #expect(try await browser.get("/verify?sequence=\(size)").status == 404)
        }
    }

    @Test("News of a docket reach who listens to it; listeners are bounded, and go when they leave")
    func news() async throws {
        let hub = EventHub(limit: 2)
        var one = hub.listen(docket: "section/1")
        let all = try #require(hub.listen(docket: nil))
        #expect(hub.listen(docket: nil) == nil)
        hub.tell(News(docket: "section/2", version: 4))
        hub.tell(News(docket: "section/1", version: 5))
        var first = try #require(one).makeAsyncIterator()
        #expect(await first.next() == News(docket: "section/1", version: 5))
        var second = all.makeAsyncIterator()
        #expect(await second.next() == News(docket: "section/2", version: 4))
        #expect(EventPages.line(News(docket: "section/1", version: 5)).hasSuffix("\"version\":5}\n\n"))
        one = nil
        hub.close()
        #expect(await second.next() == News(docket: "section/1", version: 5))
        #expect(await second.next() == nil)
        #expect(hub.count == 0)
    }
}
