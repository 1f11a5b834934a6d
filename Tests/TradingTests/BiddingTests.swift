import Demo
import Desk
import Foundation
import Sealing
import Statute
import Testing

@testable import Store
@testable import Trading

@Suite("Bids come in sealed, before the deadline, and nobody learns of them")
struct BiddingTests {
    @Test("An unsealed file, one for another section, and one for other holders are refused and told so (办法 26)")
    func shapes() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let other = try await city.publishedSection()
        let at = city.issueFrom.advanced(byDays: 1)
        let bidder = city.bidders[0]
        #expect(
            await refused {
                try await city.player.upload(Array("PK not sealed at all\n".utf8), to: number, by: bidder, at: at)
            } == "bid.notSealed T12")
        let notice = try #require(
            try city.tender(other).sealingNotice(holderName: { $0.rawValue }, vkey: "", site: ""))
        let form = BidForm(
            section: other, bidder: TestCity.bidderCodes[0], bidderName: "甲", priceFen: 1, durationDays: 1,
            quality: "合格", projectLeader: .init(name: "乙", certificate: ""), declaration: "")
        let package = PackageArchive.make(form: try form.json(), documents: [])
        let sealed = try SealedFile.seal(
            package: package, notice: notice, bidderKey: .generate(), created: at.description)
        #expect(
            await refused { try await city.player.upload(sealed, to: number, by: bidder, at: at) }
                == "bid.wrongSection T12")
    }

    @Test("A bid is in time one millisecond before the deadline and too late at it (办法 27)")
    func deadline() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let bids = city.bids()
        let receipt = try await city.player.send(bids[0], to: number, at: city.deadline.advanced(byMilliseconds: -1))
        #expect(receipt.receipt.kind == .received)
        #expect(
            await refused { try await city.player.send(bids[1], to: number, at: city.deadline) }
                == "bidding.closed T12")
    }

    @Test("A bid may be replaced and withdrawn until the deadline; the last one counts (招标投标法 29)")
    func replaced() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let at = city.issueFrom.advanced(byDays: 1)
        let bids = city.bids()
        for bid in bids { try await city.player.send(bid, to: number, at: at) }
        let second = PlayedBid(
            bidder: bids[0].bidder, bidderName: "投标人1", price: Money(fen: 1_150_000_000), leader: "项目经理1")
        let receipt = try await city.player.send(second, to: number, at: at.advanced(byHours: 1))
        #expect(receipt.receipt.kind == .replaced)
        try await city.player.open(
            number, bids: [second, bids[1], bids[2]], holders: city.holders, tenderer: city.tenderer, at: city.deadline)
        #expect(try city.tender(number).opening.opened.map(\.price.fen).contains(1_150_000_000))
        #expect(try city.tender(number).opening.bids.count == 3)
    }

    @Test("Fewer than three bids: not opened, failed, and retendered with a link (招标投标法 28)")
    func tooFew() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let bids = city.bids()
        for bid in bids.prefix(3) { try await city.player.send(bid, to: number, at: city.issueFrom) }
        _ = try await city.room.withdraw(section: number, by: bids[2].bidder, at: city.issueFrom.advanced(byDays: 1))
        try await city.room.closeBidding(section: number, at: city.deadline)
        #expect(try city.tender(number).stage == .failed(.insufficientBidders))
        #expect(try city.tender(number).opening.bids.isEmpty)
        let project = try #require(try city.tender(number).plan?.project)
        try await city.player.perform(
            "project", "splitSection", on: project,
            [
                "sectionName": .text("一标段(重新招标)"), "scope": .text("干渠改造"), "sectionClass": .text("A080000"),
                "estimate": .integer(12_864_000_00), "retenderOf": .text(number),
            ], by: city.tenderer, at: city.deadline.advanced(byDays: 1))
        let again = try #require(try city.tender(number).retenderedAs)
        #expect(try city.tender(again).plan?.retenderOf == number)
    }

    @Test("A bidder keeps three unfinished uploads in a section; the oldest gives way")
    func unfinished() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let at = city.issueFrom.advanced(byDays: 1)
        var uploads: [Upload] = []
        for minute in 0..<4 {
            uploads.append(
                try await city.room.begin(
                    section: number, size: 1000, by: city.bidders[0], at: at.advanced(byMinutes: Int64(minute))))
        }
        let oldest = uploads[0].id
        #expect(await refused { _ = try await city.room.status(oldest, by: city.bidders[0]) } == "bid.noUpload")
        #expect(try await city.room.status(uploads[3].id, by: city.bidders[0]).offset == 0)
        let other = uploads[3].id
        #expect(await refused { _ = try await city.room.status(other, by: city.bidders[1]) } == "bid.noUpload")
    }

    @Test("The cutoff comes at the deadline and not a second before (招标投标法 34)")
    func cutoff() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        #expect(
            await refused {
                try await city.room.closeBidding(section: number, at: city.deadline.advanced(byMilliseconds: -1))
            } == "opening.tooEarly T09")
    }

    @Test("A duty of the platform that fails keeps no other back, and is done when it can be")
    func duties() async throws {
        let city = try await TestCity()
        let opened = try await city.openedSection()
        let open = try await city.verifiedSection()
        let now = city.deadline.advanced(byHours: 1)
        try await city.publish(
            open,
            NoticeValues(
                issueFrom: now, deadline: now.advanced(byDays: 22), place: "第三开标室", contact: "0870-2100000"), at: now)
        // The opening's record is due, and the disk that it would be written to is gone.
        let blobs = city.folder.appendingPathComponent("blobs")
        let away = city.folder.appendingPathComponent("away")
        try FileManager.default.moveItem(at: blobs, to: away)
        try Data().write(to: blobs)
        let keeper = Timekeeper(room: city.room)
        let at = now.advanced(byHours: 1)
        var turn = await keeper.tick(at: at, lastSealed: nil)
        #expect(turn.failures.count == 1 && turn.lastSealed == at)
        #expect(try city.tender(opened).records.published.isEmpty)
        try FileManager.default.removeItem(at: blobs)
        try FileManager.default.moveItem(at: away, to: blobs)
        turn = await keeper.tick(at: at.advanced(byMilliseconds: 1000), lastSealed: turn.lastSealed)
        #expect(turn.failures.isEmpty && turn.lastSealed == at, "receipts are sealed once a minute")
        #expect(try !city.tender(opened).records.published.isEmpty)
    }

    @Test("Before the deadline no table, no ledger entry and no file name tells of a bid (办法 21)")
    func secrecy() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        func everything() throws -> [String: String] {
            var seen: [String: String] = [:]
            try city.installation.store.read { reader in
                let tables = try reader.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                // The newest checkpoint is public, and saved whenever the writer is idle.
                for table in tables.map({ $0.text("name") }) where table != "checkpoint" {
                    let rows = try reader.rows("SELECT * FROM \"\(table)\"")
                    seen["table \(table)"] = rows.map { row in "\(row.columnNames.map { row[$0] })" }.joined()
                }
            }
            let files = try FileManager.default.subpathsOfDirectory(atPath: city.folder.path).sorted()
            for file in files where !file.hasPrefix("ledger.sqlite") {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: city.folder.appendingPathComponent(file).path)
                seen["file \(file)"] = "\(attributes[.size] ?? "")"
            }
            return seen
        }
        let before = try everything()
        for bid in city.bids() { try await city.player.send(bid, to: number, at: city.issueFrom.advanced(byDays: 2)) }
        let after = try everything()
        #expect(before == after)
        // The interval's entry looks the same whether bids came in or not: one root.
        _ = try await city.room.sealReceipts(upTo: city.issueFrom.advanced(byDays: 3))
        _ = try await city.room.sealReceipts(upTo: city.issueFrom.advanced(byDays: 4))
        let entries =
            try city.installation.store.entries(
                docket: "receipts/\(Day(of: city.issueFrom.advanced(byDays: 3)))")
            + city.installation.store.entries(docket: "receipts/\(Day(of: city.issueFrom.advanced(byDays: 4)))")
        #expect(entries.map { $0.bytes.count }.count == 2)
        #expect(Set(entries.map { $0.entry.open.count }).count == 1)
    }

    @Test("Every disclosed receipt is proven by the receipts entry that it names")
    func receiptsProven() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        for bid in try city.tender(number).opening.bids {
            let received = bid.received
            let entry = try #require(
                try city.installation.store.entries(range: received.receiptsSequence..<(received.receiptsSequence + 1))
                    .first)
            let act = try ActCoding.decode(ReceiptsBook.Act.self, name: entry.entry.act, open: entry.entry.open)
            guard case .receiptsSealed(let root, _) = act else {
                Issue.record("not a receipts entry")
                return
            }
            let bytes = { (hex: String) in
                Data(
                    stride(from: 0, to: hex.count, by: 2).compactMap { at in
                        let start = hex.index(hex.startIndex, offsetBy: at)
                        return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)
                    })
            }
            let proof = ReceiptProof(
                salt: bytes(received.salt), index: Int(received.leafIndex), path: received.path.map(bytes), root: root)
            #expect(proof.proves(Data(received.receipt.utf8)))
            #expect(!proof.proves(Data(received.receipt.utf8) + [0]))
        }
    }
}

@Suite("Openings")
struct OpeningTests {
    @Test("A key that is not the declared one is refused, and two of three holders are enough")
    func holders() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let bids = city.bids()
        for bid in bids { try await city.player.send(bid, to: number, at: city.issueFrom) }
        try await city.room.closeBidding(section: number, at: city.deadline)
        let wrong = HolderKey.generate()
        #expect(
            await refused {
                try await city.player.section(
                    number, "revealOpeningKey", ["privateKey": .text(wrong.published)], by: city.clerk,
                    at: city.deadline)
            } == "opening.keyDoesNotMatch")
        for bid in bids { try await city.player.release(bid, number, at: city.deadline) }
        try await city.player.section(
            number, "revealOpeningKey", ["privateKey": .text(city.holders[0].key.published)],
            by: city.holders[0].holder, at: city.deadline)
        try await city.room.advanceOpening(section: number, at: city.deadline)
        #expect(try city.tender(number).opening.opened.isEmpty)
        try await city.player.section(
            number, "revealOpeningKey", ["privateKey": .text(city.holders[2].key.published)],
            by: city.holders[2].holder, at: city.deadline)
        try await city.room.advanceOpening(section: number, at: city.deadline)
        #expect(try city.tender(number).opening.opened.count == 3)
    }

    @Test("A key not released in time revokes that bid; the others go on (办法 31)")
    func revoked() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let bids = city.bids()
        for bid in bids { try await city.player.send(bid, to: number, at: city.issueFrom) }
        try await city.player.open(
            number, bids: Array(bids.dropLast()), holders: city.holders, tenderer: city.tenderer, at: city.deadline)
        let opening = try city.tender(number).opening
        #expect(opening.opened.count == 2)
        guard case .notOpened(let bid) = opening.bids[2].outcome else {
            Issue.record("the third bid was opened")
            return
        }
        #expect(bid.consequence == .revoked && bid.cause == "bidderKeyNotReleased")
    }

    @Test("Too few holders' keys withdraw the bids: not the bidders' fault (办法 31)")
    func withdrawn() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let bids = city.bids()
        for bid in bids { try await city.player.send(bid, to: number, at: city.issueFrom) }
        try await city.player.open(
            number, bids: bids, holders: Array(city.holders.prefix(1)), tenderer: city.tenderer, at: city.deadline)
        let outcomes = try city.tender(number).opening.bids.map(\.outcome)
        for outcome in outcomes {
            guard case .notOpened(let bid) = outcome else {
                Issue.record("opened without holders")
                return
            }
            #expect(bid.consequence == .withdrawn)
        }
    }

    @Test("An objection on the spot is answered before the opening closes (条例 44)")
    func objection() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let bids = city.bids()
        for bid in bids { try await city.player.send(bid, to: number, at: city.issueFrom) }
        try await city.player.open(
            number, bids: bids, holders: city.holders, tenderer: city.tenderer, at: city.deadline, close: false)
        let at = city.deadline.advanced(byMinutes: 40)
        try await city.player.section(
            number, "objectAtOpening", ["text": .text("唱标报价有误")], by: city.bidders[1], at: at)
        func close() async -> String {
            await refused {
                try await city.player.section(
                    number, "closeOpening", ["record": .text("记录")], by: city.tenderer, at: at)
            }
        }
        #expect(await close() == "opening.objectionOpen T08")
        try await city.player.section(
            number, "answerAtOpening", ["number": .integer(1), "text": .text("经核对,唱标与文件一致")],
            by: city.tenderer, at: at)
        #expect(await close() == "")
    }
}

@Suite("Committee, evaluation and award")
struct EvaluationTests {
    @Test("Four members, an even number, or too few experts are refused (招标投标法 37)")
    func committee() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        func name(_ experts: Int, _ others: Int) async -> String {
            let people =
                city.experts.prefix(experts).map { ($0.person, "expert") }
                + [city.clerk, city.regulator, city.tenderer].prefix(others).map {
                    ($0.person, "tendererRepresentative")
                }
            let rows = people.map { RawValue.object(["person": .text($0.0), "seatKind": .text($0.1)]) }
            return await refused {
                try await city.player.section(
                    number, "nameCommittee", ["members": .list(rows)], by: city.tenderer,
                    at: city.deadline.advanced(byHours: 1))
            }
        }
        #expect(await name(3, 0) == "committee.size T18")
        #expect(await name(4, 0) == "committee.size T18")
        #expect(await name(3, 2) == "committee.experts T18")
        #expect(await name(4, 1) == "")
    }

    @Test("A bid is rejected only on the document's grounds, by a majority (条例 49)")
    func rejection() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        let at = city.deadline.advanced(byHours: 2)
        let rows = city.experts.map { RawValue.object(["person": .text($0.person), "seatKind": .text("expert")]) }
        try await city.player.section(number, "nameCommittee", ["members": .list(rows)], by: city.tenderer, at: at)
        for expert in city.experts {
            try await city.player.section(number, "declareRecusal", ["recused": .boolean(false)], by: expert, at: at)
        }
        func propose(_ ground: String) async -> String {
            await refused {
                try await city.player.section(
                    number, "proposeRejection",
                    ["bidder": .text(TestCity.bidderCodes[2]), "ground": .text(ground), "evidence": .text("第 12 页")],
                    by: city.experts[0], at: at)
            }
        }
        #expect(await propose("R9") == "evaluation.notAGround REG49")
        #expect(await propose("R1") == "")
        #expect(try city.tender(number).validBids.count == 3)
        for expert in city.experts[1...2] {
            try await city.player.section(
                number, "voteOnRejection", ["number": .integer(1), "inFavour": .boolean(true)], by: expert, at: at)
        }
        #expect(try city.tender(number).validBids.count == 2)
    }

    @Test("Publicity lasts three days: a moment less is refused, and the award waits for its end (条例 54)")
    func publicity() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        try await city.evaluate(number)
        let at = city.deadline.advanced(byDays: 1)
        func publicise(_ until: Instant) async -> String {
            await refused {
                try await city.player.section(
                    number, "publiciseCandidates", ["until": .instant(until)], by: city.tenderer, at: at)
            }
        }
        let lawful = at.advanced(byDays: 3)
        #expect(await publicise(lawful.advanced(byMilliseconds: -1)) == "award.publicityTooShort T21")
        #expect(await publicise(lawful) == "")
        #expect(
            await refused {
                try await city.player.section(
                    number, "decideAward", ["rank": .integer(1)], by: city.tenderer,
                    at: lawful.advanced(byMilliseconds: -1))
            } == "award.publicityRunning T21")
        #expect(
            await refused {
                try await city.player.section(
                    number, "decideAward", ["rank": .integer(2)], by: city.tenderer, at: lawful)
            } == "award.reasonNeeded T22")
    }

    @Test("Members' scores are closed until the report")
    func closedScores() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        try await city.evaluate(number)
        let submitted = try city.installation.store.entries(docket: "section/\(number)").filter {
            $0.entry.act == "scoresSubmitted"
        }
        #expect(submitted.count == 5)
        for entry in submitted {
            #expect(!String(decoding: entry.entry.open, as: UTF8.self).contains("score"))
            #expect(entry.entry.closed != nil)
        }
        #expect(try city.tender(number).report?.sheets.count == 5)
    }
}
