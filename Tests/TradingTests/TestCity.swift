import Demo
import Desk
import Foundation
import Sealing
import Statute
import Store

@testable import Trading

/// A small city in a temporary folder: one tenderer, one regulator, one centre, bidders and experts; every step goes
/// through the desk.
final class TestCity {
    static let beginning = Day(daysSinceEpoch: 20_697).at(hour: 9)
    /// Finds one clause wherever a document's quality speaks of a brand; files are not opened.
    static let scanner = ScanWriter.Scanner(
        rules: "test", file: { _, _, _, _ in .init() },
        fields: { document, _ in brands(in: document.quality) }, words: { words, _, _ in brands(in: words) })

    private static func brands(in text: String) -> [DocumentScan.Finding] {
        guard text.contains("品牌") else { return [] }
        return [
            DocumentScan.Finding(
                id: "", file: "", aspect: "FC08", rule: "FC08-01", severity: .hard, page: nil, start: 0, end: 2,
                sentence: text, basis: "招标投标法第二十条")
        ]
    }

    static let tendererCode = "12530600431570013W"
    static let bidderCodes = ["91530600MA6K000147", "91530600MA6K000222", "91530602MA6K00030R"]

    let folder: URL
    let installation: Installation
    let player: TenderPlayer
    let start: Instant
    private(set) var tenderer = OfficeHolder.citizen
    private(set) var clerk = OfficeHolder.citizen
    private(set) var regulator = OfficeHolder.citizen
    private(set) var bidders: [OfficeHolder] = []
    private(set) var experts: [OfficeHolder] = []
    private(set) var holders: [(holder: OfficeHolder, key: HolderKey)] = []

    var desk: Desk { installation.desk }
    var room: BiddingRoom { installation.room }

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("city-\(UUID().uuidString)")
        let start = Self.beginning
        self.start = start
        installation = try Installation.open(
            folder: folder, site: "http://localhost", vault: .small, clock: { start })
        player = TenderPlayer(desk: installation.desk, room: installation.room, scanner: Self.scanner)
        try await player.registerOrganisation(Self.tendererCode, "镇雄县水务局", region: "530627", at: start)
        let names = ["云岭建设有限公司", "乌蒙水利工程有限公司", "昭阳建筑有限公司"]
        for (code, name) in zip(Self.bidderCodes, names) {
            try await player.registerOrganisation(code, name, region: "530600", at: start)
        }
        tenderer = try await player.registerPerson(
            "张勇", Office(.tenderer, region: "530627", organisation: Self.tendererCode), at: start)
        clerk = try await player.registerPerson("李敏", Office(.centreClerk, region: "530600"), at: start)
        regulator = try await player.registerPerson(
            "王芳", Office(.regulator, region: "530600", trade: "A07"), at: start)
        for (index, code) in Self.bidderCodes.enumerated() {
            bidders.append(
                try await player.registerPerson(
                    "投标员\(index + 1)", Office(.bidder, region: "530600", organisation: code), at: start))
        }
        for index in 1...5 {
            experts.append(try await player.registerPerson("专家\(index)", Office(.expert, region: "530600"), at: start))
        }
        holders = [tenderer, clerk, regulator].map { ($0, HolderKey.generate()) }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func tender(_ number: String) throws -> Tender {
        guard let tender = try desk.standing(Tender.self, number)?.state else {
            throw Refusal(.missing, "docket.missing")
        }
        return tender
    }

    /// A section of a new project, planned only.
    /// - Parameters:
    ///   - owner: the tenderer; nil for the city's own.
    ///   - ground: of an invitation; nil when none is registered.
    ///   - agency: who tenders for it; nil when it does so itself.
    func section(
        estimate: Int64 = 12_864_000_00, funding: Funding = .budget, region: String = "530627",
        investment: Int64 = 20_000_000_00, sectionClass: String = "A080000",
        method: TenderMethod = .open, ground: String? = nil, owner: OfficeHolder? = nil, agency: String? = nil
    ) async throws -> String {
        let owner = owner ?? tenderer
        var approval: [String: RawValue] = [
            "name": .text("镇雄县泼机镇灌区配套改造工程"), "approvalNumber": .text("昭发改审〔2026〕118号"),
            "approvedBy": .text("昭通市发展和改革委员会"), "approvedOn": .text("2026-08-20"),
            "scope": .text("灌区渠系配套改造"), "method": .text(method.rawValue),
            "organisationForm": .text(agency == nil ? "own" : "agency"),
            "funding": .text(funding.rawValue), "fundingText": .text("中央预算内投资"),
            "investment": .integer(investment), "estimate": .integer(max(15_000_000_00, estimate)),
            "region": .text(region), "trade": .text("A07"),
        ]
        if let ground { approval["invitationGround"] = .text(ground) }
        let project = try await player.perform("project", "approve", on: nil, approval, by: owner, at: start)
        let number = String(project.docket.dropFirst("project/".count))
        var split: [String: RawValue] = [
            "sectionName": .text("一标段"), "scope": .text("干渠改造 12 公里"), "sectionClass": .text(sectionClass),
            "estimate": .integer(estimate),
        ]
        if let agency { split["agency"] = .text(agency) }
        try await player.perform("project", "splitSection", on: number, split, by: owner, at: start)
        guard let section = try desk.standing(Project.self, number)?.state.sections.last?.section else {
            throw Refusal(.missing, "docket.missing")
        }
        return section
    }

    /// A tender document's file, kept in the blob store.
    func file() throws -> FileReference {
        let writer = try room.blobs.writer()
        try writer.append(Array("%PDF-1.7 招标文件".utf8))
        let blob = try writer.finish()
        return FileReference(
            name: "招标文件.pdf", mediaType: "application/pdf", sha256: blob.sha256, root: blob.root, size: blob.size)
    }

    var document: DocumentValues {
        DocumentValues(
            qualification: "具备水利水电工程施工总承包三级及以上资质", ceilingPrice: Money(fen: 12_864_000_00),
            deposit: Money(fen: 200_000_00), durationDays: 240, quality: "合格",
            factors: [("施工组织设计", .subjective, "30"), ("企业业绩", .objective, "10")], priceWeight: "60",
            rejectionGrounds: [("3.1.1", "投标文件未按规定签署"), ("3.1.2", "投标报价高于最高投标限价")])
    }

    /// A section whose drafted document says something of the quality; not read yet.
    func draftedSection(quality: String) async throws -> String {
        let number = try await section()
        var document = document
        document.quality = quality
        try await player.draft(number, document, files: [file()], by: tenderer, at: start)
        return number
    }

    /// A section whose document is reviewed and signed.
    func reviewedSection() async throws -> String {
        let number = try await section()
        try await player.draft(number, document, files: [file()], by: tenderer, at: start)
        try await player.review(number, by: tenderer, at: start, opinion: "无")
        return number
    }

    /// A section through the three gates, keys declared; ready for its notice.
    func verifiedSection(funding: Funding = .budget) async throws -> String {
        let number = try await section(funding: funding)
        try await player.draft(number, document, files: [file()], by: tenderer, at: start)
        try await player.passGates(
            number, tenderer: tenderer, clerk: clerk, reviewed: start, filed: start, verified: start,
            opinion: "经逐项核对,未发现排除限制竞争的内容。", notice: notice)
        try await player.declareKeys(number, holders, at: start)
        return number
    }

    /// A lawful notice.
    var notice: NoticeValues {
        NoticeValues(issueFrom: issueFrom, deadline: deadline, place: "第三开标室", contact: "0870-2100000")
    }

    /// Files the document with a notice for a month ahead, unless one was drafted.
    func fileDocument(_ number: String, by tenderer: OfficeHolder, at instant: Instant) async throws {
        if try tender(number).draftedNotice.map({ $0.issueFrom < instant }) ?? true {
            let issueFrom = instant.advanced(byHours: 1)
            let notice = NoticeValues(
                issueFrom: issueFrom, deadline: issueFrom.advanced(byDays: 30), place: "第三开标室", contact: "0870-2100000")
            try await player.draftNotice(number, notice, by: tenderer, at: instant)
        }
        try await player.section(number, "fileDocument", by: tenderer, at: instant)
    }

    /// Has the notice drafted anew, verified and published at one instant; what is wrong with it is told by its draft.
    func publish(_ number: String, _ notice: NoticeValues, at instant: Instant) async throws {
        try await player.draftNotice(number, notice, by: tenderer, at: instant)
        if try tender(number).stage == .filed {
            try await player.passVerification(number, by: clerk, at: instant)
        }
        try await player.publish(number, by: tenderer, at: instant)
    }

    var issueFrom: Instant { start.advanced(byHours: 1) }
    var deadline: Instant { start.advanced(byHours: 1).advanced(byDays: 21) }

    /// A section open for bids from ``issueFrom`` to ``deadline``.
    func publishedSection() async throws -> String {
        let number = try await verifiedSection()
        try await player.publish(number, by: tenderer, at: start)
        return number
    }

    /// Three bids with prices in 万元.
    func bids(_ prices: [Int64] = [1180, 1205, 1230]) -> [PlayedBid] {
        zip(bidders, prices).enumerated().map { index, pair in
            PlayedBid(
                bidder: pair.0, bidderName: "投标人\(index + 1)", price: Money(fen: pair.1 * 1_000_000),
                leader: "项目经理\(index + 1)")
        }
    }

    /// A section whose bids are opened and recorded.
    func openedSection() async throws -> String {
        let number = try await publishedSection()
        let bids = bids()
        for bid in bids { try await player.send(bid, to: number, at: deadline.advanced(byHours: -2)) }
        try await player.open(number, bids: bids, holders: holders, tenderer: tenderer, at: deadline)
        return number
    }

    /// When candidates are publicised, and until when.
    var publicised: Instant { deadline.advanced(byDays: 1) }
    var publicityEnds: Instant { publicised.advanced(byDays: 3) }

    /// A section with its award decided when publicity ends, and its notices issued an hour later.
    func noticedSection() async throws -> String {
        let number = try await openedSection()
        try await evaluate(number)
        try await player.section(
            number, "publiciseCandidates", ["until": .instant(publicityEnds)], by: tenderer, at: publicised)
        try await player.section(number, "decideAward", ["rank": .integer(1)], by: tenderer, at: publicityEnds)
        try await player.section(
            number, "issueAwardNotices", by: tenderer, at: publicityEnds.advanced(byHours: 1))
        return number
    }

    /// Signs the contract of a section from ``noticedSection()``.
    func sign(_ number: String, at instant: Instant, bond: Money = Money(fen: 100_000_000)) async throws {
        try await player.section(
            number, "signContract",
            [
                "contractNumber": .text("ZX-2026-01"), "price": .integer(1_180_000_000), "durationDays": .integer(240),
                "quality": .text("合格"), "projectLeader": .text("项目经理1"), "performanceBond": .money(bond),
                "signedOn": .text(Day(of: instant).description),
            ], by: tenderer, at: instant)
    }

    /// The centre looks through every notice that waits.
    func verifyNotices(_ number: String, at instant: Instant) async throws {
        while let waiting = try tender(number).submitted(.waiting)?.notice {
            try await player.verifyNotice(number, waiting, by: clerk, at: instant)
        }
    }

    func evaluate(_ number: String) async throws {
        try await player.evaluate(
            number, tenderer: tenderer, members: experts.map { ($0, .expert) }, at: deadline.advanced(byHours: 2)
        ) { member, _, factor in
            factor.kind == .objective ? "8" : "\(24 + member)"
        }
    }
}

/// The refusal's code and field that an act meets, for tests to state; empty when it goes through.
func refused(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return ""
    } catch let refusal as Refusal {
        return refusal.code + (refusal.rule.map { " \($0)" } ?? "")
    } catch let refusals as Refusals {
        return refusals.all.map { "\($0.code) \($0.field ?? "")" }.joined(separator: ", ")
    } catch {
        return "\(error)"
    }
}
