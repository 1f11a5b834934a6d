import Desk
import Foundation
import Sealing
import Statute
import Store

/// The effects of an opening: sealed files whose keys are there are opened, and what they say is recorded.
extension BiddingRoom {
    /// Opens what can be opened now; after the window settles what is left (办法 30, 31). Repeatable.
    public func advanceOpening(section: String, at instant: Instant) async throws {
        guard let tender = try desk.standing(Tender.self, section)?.state, tender.stage == .opening,
            let ends = tender.openingWindowEnds
        else { return }
        let isOver = instant > ends
        for bid in tender.opening.bids where bid.outcome == .waiting {
            if let released = bid.releasedKey, tender.holdersReady {
                try await open(bid, released, tender, at: instant)
            } else if isOver {
                try await settle(bid, tender, at: instant)
            }
        }
    }

    private func open(_ bid: BidAtOpening, _ released: String, _ tender: Tender, at instant: Instant) async throws {
        let keys = try tender.opening.revealed.values.map { try HolderKey(published: $0) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("opening-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sealed = folder.appendingPathComponent("bid.sealed")
        try await copyOut(bid.received.sha256, to: sealed)
        do {
            let opened = try SealedFile.open(
                sealed, section: tender.number, holderKeys: keys, released: released,
                to: folder.appendingPathComponent("package.zip"))
            let form = opened.form
            let record = OpenedBid(
                bidder: bid.received.bidder, bidderName: bid.received.bidderName, price: Money(fen: form.priceFen),
                durationDays: form.durationDays, quality: form.quality, projectLeader: form.projectLeader.name,
                form: String(decoding: opened.formBytes, as: UTF8.self),
                packageSalt: Data(opened.packageSalt).lowercaseHex, formSalt: Data(opened.formSalt).lowercaseHex,
                packageRoot: Data(opened.packageRoot).lowercaseHex)
            _ = try await desk.decide(Tender.self, on: tender.number, at: instant) { tender, situation in
                try tender.recordOpened(record, situation)
            }
        } catch let error as SealingError {
            // Every cause that is left here lies in the bidder's own file or key: holders' keys were checked
            // against the declared ones when they were published.
            if case .file = error { throw error }
            try await record(bid, .revoked, cause: error.code, evidence: "\(error)", tender, at: instant)
        }
    }

    private func settle(_ bid: BidAtOpening, _ tender: Tender, at instant: Instant) async throws {
        if bid.releasedKey == nil, tender.holdersReady {
            try await record(
                bid, .revoked, cause: "bidderKeyNotReleased", evidence: "", tender, at: instant)
        } else if !tender.holdersReady {
            let missing = KeyHolder.allCases.filter { tender.opening.revealed[$0] == nil }.map(\.rawValue)
            try await record(
                bid, .withdrawn, cause: "holderKeysMissing", evidence: missing.joined(separator: " "), tender,
                at: instant)
        }
    }

    private func record(
        _ bid: BidAtOpening, _ consequence: UnopenedBid.Consequence, cause: String, evidence: String,
        _ tender: Tender, at instant: Instant
    ) async throws {
        let unopened = UnopenedBid(
            bidder: bid.received.bidder, bidderName: bid.received.bidderName, consequence: consequence, cause: cause,
            evidence: evidence)
        _ = try await desk.decide(Tender.self, on: tender.number, at: instant) { tender, situation in
            try tender.recordNotOpened(unopened, situation)
        }
    }

    private func copyOut(_ sha256: String, to target: URL) async throws {
        let reader = try blobs.open(sha256)
        guard
            FileManager.default.createFile(atPath: target.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: target.path)
        else { throw SealingError.file("no room to open a bid") }
        defer { try? handle.close() }
        for try await chunk in reader.chunks() { try handle.write(contentsOf: Data(chunk)) }
    }
}
