import Desk
import Foundation
import Sealing
import Statute
import Store
import Trading

/// What one bidder brings to a section.
public struct PlayedBid: Sendable {
    public let bidder: OfficeHolder
    public let bidderName: String
    public let price: Money
    public let leader: String
    /// The bidder's own key; kept to release it at the opening.
    public let key: HolderKey
    public let documents: [(name: String, bytes: [UInt8])]

    public init(
        bidder: OfficeHolder, bidderName: String, price: Money, leader: String,
        documents: [(name: String, bytes: [UInt8])] = []
    ) {
        self.bidder = bidder
        self.bidderName = bidderName
        self.price = price
        self.leader = leader
        key = HolderKey.generate()
        self.documents = documents
    }
}

extension TenderPlayer {
    /// Each holder makes a key on its own device and declares the public half.
    public func declareKeys(
        _ number: String, _ holders: [(holder: OfficeHolder, key: HolderKey)], at instant: Instant
    ) async throws {
        for holder in holders {
            try await section(
                number, "declareOpeningKey", ["publicKey": .text(holder.key.publicKey)], by: holder.holder,
                at: instant)
        }
    }

    /// Seals a bid as the bidder's client does, and uploads it in parts; gives the receipt.
    @discardableResult
    public func send(_ bid: PlayedBid, to number: String, at instant: Instant) async throws -> IssuedReceipt {
        guard let tender = try desk.standing(Tender.self, number)?.state, let document = tender.document,
            let notice = tender.sealingNotice(holderName: { $0.rawValue }, vkey: desk.store.vkey, site: "")
        else { throw Refusal(.missing, "docket.missing") }
        let form = BidForm(
            section: number, bidder: bid.bidder.office.organisation ?? "", bidderName: bid.bidderName,
            priceFen: bid.price.fen, durationDays: document.durationDays, quality: document.quality,
            projectLeader: .init(name: bid.leader, certificate: "滇1532026\(bid.price.fen % 100_000)"),
            declaration: "我方承诺所提交的投标文件真实、合法、有效。")
        let package = PackageArchive.make(form: try form.json(), documents: bid.documents)
        let sealed = try SealedFile.seal(
            package: package, notice: notice, bidderKey: bid.key, created: instant.description)
        return try await upload(sealed, to: number, by: bid.bidder, at: instant)
    }

    /// Uploads bytes as a client does.
    @discardableResult
    public func upload(
        _ bytes: [UInt8], to number: String, by bidder: OfficeHolder, at instant: Instant
    ) async throws -> IssuedReceipt {
        let upload = try await room.begin(section: number, size: Int64(bytes.count), by: bidder, at: instant)
        _ = try await room.append(
            to: upload.id, offset: 0, bytes: Parts(bytes), checksum: nil, by: bidder, at: instant)
        return try await room.complete(upload.id, by: bidder, at: instant)
    }

    /// Cutoff, keys of holders, keys of bidders, what the sealed files say, and the record.
    public func open(
        _ number: String, bids: [PlayedBid], holders: [(holder: OfficeHolder, key: HolderKey)],
        tenderer: OfficeHolder, at deadline: Instant, close: Bool = true
    ) async throws {
        try await room.closeBidding(section: number, at: deadline)
        guard try desk.standing(Tender.self, number)?.state.stage == .opening else { return }
        for (index, holder) in holders.enumerated() {
            try await section(
                number, "revealOpeningKey", ["privateKey": .text(holder.key.published)], by: holder.holder,
                at: deadline.advanced(byMinutes: Int64(2 + index)))
        }
        for (index, bid) in bids.enumerated() {
            try await release(bid, number, at: deadline.advanced(byMinutes: Int64(6 + index)))
        }
        let settled = deadline.advanced(byMinutes: 31)
        try await room.advanceOpening(section: number, at: settled)
        if close {
            try await section(
                number, "closeOpening", ["record": .text("开标过程符合规定,投标人无异议。")], by: tenderer,
                at: settled.advanced(byMinutes: 5))
        }
    }

    /// A bidder releases its key from the header of its own sealed file.
    public func release(_ bid: PlayedBid, _ number: String, at instant: Instant) async throws {
        guard let tender = try desk.standing(Tender.self, number)?.state,
            let received = tender.opening.bids.first(where: { $0.received.bidder == bid.bidder.office.organisation })
        else { throw Refusal(.office, "opening.noBid") }
        let first = try room.blobs.open(received.received.sha256).read(at: 0, count: SealedFileHeader.limit + 1)
        let header = try SealedFileHeader(line: Array(first.prefix { $0 != UInt8(ascii: "\n") }))
        let released = try SealedFile.releasedKey(header: header, bidderKey: bid.key)
        try await section(
            number, "releaseBidderKey", ["bidderKey": .text(released)], by: bid.bidder, at: instant)
    }
}

/// Bytes in parts, as they come over a wire.
struct Parts: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    struct Iterator: AsyncIteratorProtocol {
        let bytes: [UInt8]
        var offset = 0

        mutating func next() -> [UInt8]? {
            guard offset < bytes.count else { return nil }
            let end = Swift.min(offset + 262_144, bytes.count)
            defer { offset = end }
            return Array(bytes[offset..<end])
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes) }
}
