import Desk
import Foundation
import Sealing
import Statute
import Store
import Trading

/// The story of one section of the demonstration, as steps with their instants.
struct DemoTender {
    let city: DemoCity
    let cast: DemoCast
    let section: DemoContent.Section
    let tenderer: OfficeHolder
    let holders: [(holder: OfficeHolder, key: HolderKey)]
    let bids: [PlayedBid]
    let deadline: Instant
    /// The section's number once it is planned.
    private let place = Place()

    /// Where a story remembers what only its own earlier steps know; steps run one after another.
    final class Place: @unchecked Sendable {
        var project = ""
        var section = ""
    }

    init(_ city: DemoCity, _ cast: DemoCast, _ section: DemoContent.Section, number: Int) throws {
        self.city = city
        self.cast = cast
        self.section = section
        tenderer = cast.tenderers[section.tenderer]
        holders = [tenderer, cast.clerk, cast.regulator].map { ($0, HolderKey.generate()) }
        bids = section.prices.enumerated().map { index, price in
            let body = DemoContent.bidders[(index + number) % DemoContent.bidders.count]
            return PlayedBid(
                bidder: cast.bidders[(index + number) % cast.bidders.count], bidderName: body.name,
                price: Money(fen: price * 1_000_000), leader: ["段鹏程", "欧阳明", "司马青", "夏致远", "秦岭"][index % 5],
                documents: [("投标函.txt", Array("投标函:我方愿以所报价格承担本标段。".utf8))])
        }
        let day = Day(of: city.now).advanced(byDays: section.deadlineDays)
        deadline = section.reach == .opening ? city.now.advanced(byMinutes: -9) : day.at(hour: 9, minute: 30)
    }

    private var player: TenderPlayer { city.player }

    private func step(_ at: Instant, _ run: @escaping @Sendable () async throws -> Void) -> DemoCity.Step {
        DemoCity.Step(at: at, run: run)
    }

    func steps() throws -> [DemoCity.Step] {
        let reach = section.reach
        let published = min(deadline.advanced(byDays: -24), city.now.advanced(byHours: -3))
        let planned = reach >= .bidding ? published.advanced(byDays: -8) : city.now.advanced(byDays: -6)
        let place = place
        let (player, tenderer, clerk, holders) = (player, tenderer, cast.clerk, holders)
        var steps = [step(planned) { try await plan(at: planned, place) }]
        if reach == .planned { return steps }
        let drafted = planned.advanced(byDays: 2)
        steps.append(step(drafted) { try await draft(at: drafted, place) })
        let filed = drafted.advanced(byDays: 1)
        steps.append(
            step(filed) {
                try await player.review(
                    place.section, by: tenderer, at: filed, opinion: "十六个方面逐项核对,未发现排除、限制竞争的内容。")
                try await player.section(place.section, "fileDocument", by: tenderer, at: filed.advanced(byHours: 1))
            })
        if reach == .returned {
            let at = filed.advanced(byDays: 1)
            steps.append(
                step(at) {
                    try await player.remind(
                        place.section, .contradiction, place: "招标公告第2.3项、合同条款第1.3项",
                        "招标公告与招标文件所载服务期不一致，请核对后修改。", by: clerk, at: at)
                })
            return steps
        }
        let verified = filed.advanced(byDays: 1)
        steps.append(
            step(verified) {
                try await player.passVerification(place.section, by: clerk, at: verified)
                try await player.declareKeys(place.section, holders, at: verified.advanced(byHours: 1))
            })
        if reach == .verified { return steps }
        steps += running(published: published)
        return steps
    }

    private func running(published: Instant) -> [DemoCity.Step] {
        let reach = section.reach
        let place = place
        let (player, tenderer, holders, bids, deadline) = (player, tenderer, holders, bids, deadline)
        let issueFrom = published.advanced(byMinutes: 30)
        var steps = [
            step(published) {
                try await player.publish(
                    place.section, by: tenderer, at: published, issueFrom: issueFrom,
                    issueUntil: issueFrom.advanced(byDays: 6), deadline: deadline, place: "昭通市公共资源交易中心第三开标室",
                    contact: "0870-0000000")
            }
        ]
        switch reach {
        case .suspended:
            let at = published.advanced(byDays: 2)
            steps.append(
                step(at) {
                    try await player.section(
                        place.section, "raiseObjection",
                        [
                            "text": .text("招标文件第三章业绩评分未说明认定标准,请予明确。"), "objector": .text("某市政工程公司"),
                            "contact": .text("13900000000"),
                        ], by: .citizen, at: at)
                })
            return steps
        case .terminated:
            let at = published.advanced(byDays: 3)
            steps.append(
                step(at) {
                    try await player.section(
                        place.section, "terminate", ["text": .text("因规划调整,治理范围发生重大变化,终止本次招标。")],
                        by: tenderer, at: at)
                })
            return steps
        default: break
        }
        if reach != .bidding || section.deadlineDays > 15 {
            let at = min(published.advanced(byDays: 3), deadline.advanced(byDays: -16))
            if at > issueFrom {
                steps.append(
                    step(at) {
                        try await player.section(
                            place.section, "clarify",
                            [
                                "text": .text("更正工程量清单第 3 项计量单位,其余不变。"),
                                "affectsPreparation": .boolean(true),
                            ], by: tenderer, at: at)
                    })
            }
        }
        if reach == .bidding { return steps }
        for (index, bid) in bids.enumerated() {
            let at = min(deadline.advanced(byHours: Int64(index - 20)), city.now.advanced(byMinutes: Int64(index - 30)))
            steps.append(step(at) { try await player.send(bid, to: place.section, at: at) })
        }
        if reach == .sealed || reach == .opening {
            let at = min(deadline, city.now).advanced(byMinutes: -1)
            steps.append(step(at) { try saveKeys(place) })
        }
        if reach == .sealed { return steps }
        steps += opened(holders)
        return steps
    }

    private func opened(_ holders: [(holder: OfficeHolder, key: HolderKey)]) -> [DemoCity.Step] {
        let reach = section.reach
        let place = place
        let (player, tenderer, bids, deadline, cast) = (player, tenderer, bids, deadline, cast)
        if reach == .opening {
            return [
                step(deadline) { try await player.room.closeBidding(section: place.section, at: deadline) },
                step(deadline.advanced(byMinutes: 3)) {
                    let at = deadline.advanced(byMinutes: 3)
                    for holder in holders.prefix(2) {
                        try await player.section(
                            place.section, "revealOpeningKey", ["privateKey": .text(holder.key.published)],
                            by: holder.holder, at: at)
                    }
                    if let first = bids.first {
                        try await player.release(first, place.section, at: at.advanced(byMinutes: 1))
                    }
                    try await player.room.advanceOpening(section: place.section, at: at.advanced(byMinutes: 2))
                },
            ]
        }
        var steps = [
            step(deadline) {
                try await player.open(place.section, bids: bids, holders: holders, tenderer: tenderer, at: deadline)
            }
        ]
        if reach == .failed {
            let at = deadline.advanced(byDays: 2)
            steps.append(step(at) { try await retender(at: at, place) })
            return steps
        }
        if reach == .opened { return steps }
        let evaluated = deadline.advanced(byHours: 4)
        steps.append(
            step(evaluated) {
                try await player.evaluate(
                    place.section, tenderer: tenderer, members: cast.experts.prefix(5).map { ($0, .expert) },
                    at: evaluated
                ) { member, bidder, factor in
                    let spread = (bidder.unicodeScalars.reduce(0) { $0 + Int($1.value) } + member * 7) % 5
                    return factor.kind == .objective ? "8" : "\(23 + spread)"
                }
            })
        if reach == .evaluated { return steps }
        let publicised = deadline.advanced(byDays: 1)
        let until = publicised.advanced(byDays: reach == .publicised ? 4 : 3)
        steps.append(
            step(publicised) {
                try await player.section(
                    place.section, "publiciseCandidates", ["until": .instant(until)], by: tenderer, at: publicised)
            })
        if reach == .publicised { return steps }
        steps += awarded(until: until)
        return steps
    }

    private func awarded(until: Instant) -> [DemoCity.Step] {
        let reach = section.reach
        let place = place
        let (player, tenderer, clerk, days) = (player, tenderer, cast.clerk, section.days)
        let desk = city.installation.desk
        let awarded = until.advanced(byHours: 26)
        var steps = [
            step(awarded) {
                try await player.section(place.section, "decideAward", ["rank": .integer(1)], by: tenderer, at: awarded)
                try await player.section(
                    place.section, "issueAwardNotices", by: tenderer, at: awarded.advanced(byHours: 1))
            }
        ]
        if reach == .noticed { return steps }
        let signed = awarded.advanced(byDays: 12)
        steps.append(
            step(signed) {
                guard let tender = try desk.standing(Tender.self, place.section)?.state, let award = tender.award,
                    let bid = tender.opening.opened.first(where: { $0.bidder == award.bidder })
                else { throw Refusal(.missing, "docket.missing") }
                try await player.section(
                    place.section, "signContract",
                    [
                        "contractNumber": .text("HT-\(place.section)"), "price": .money(bid.price),
                        "durationDays": .integer(days), "quality": .text("合格"),
                        "projectLeader": .text(bid.projectLeader),
                        "performanceBond": .money(Money(fen: bid.price.fen / 20)),
                        "signedOn": .text(Day(of: signed).description),
                    ], by: tenderer, at: signed)
            })
        if reach == .contracted { return steps }
        let archived = signed.advanced(byDays: 20)
        steps.append(
            step(archived) {
                try await player.section(
                    place.section, "archive",
                    ["volume": .text("ZT-\(place.section)"), "retentionYears": .integer(30)], by: clerk, at: archived)
            })
        return steps
    }

    // MARK: Steps in full

    private func plan(at instant: Instant, _ place: Place) async throws {
        let estimate = section.estimate * 1_000_000
        let year = Day(of: instant).year
        let project = try await player.perform(
            "project", "approve", on: nil,
            [
                "name": .text(section.project), "approvalNumber": .text("昭发改审〔\(year)〕\(section.estimate % 300 + 11)号"),
                "approvedBy": .text("昭通市发展和改革委员会"),
                "approvedOn": .text(Day(of: instant).advanced(byDays: -10).description), "scope": .text(section.scope),
                "method": .text("open"), "organisationForm": .text("own"), "funding": .text("budget"),
                "fundingText": .text("上级补助与地方财政资金"), "investment": .integer(estimate / 10 * 13),
                "estimate": .integer(estimate), "region": .text(section.region), "trade": .text(section.trade),
            ], by: tendererFor(section.region), at: instant)
        place.project = String(project.docket.dropFirst("project/".count))
        try await player.perform(
            "project", "splitSection", on: place.project,
            [
                "sectionName": .text(section.name), "scope": .text(section.scope),
                "sectionClass": .text(section.sectionClass), "estimate": .integer(estimate),
            ], by: tenderer, at: instant.advanced(byMinutes: 20))
        let split = try city.installation.desk.standing(Project.self, place.project)?.state.sections.last
        place.section = split?.section ?? ""
    }

    /// The tenderer's office covers its own region; the demonstration's bodies build all over the city.
    private func tendererFor(_ region: String) -> OfficeHolder {
        OfficeHolder(
            person: tenderer.person,
            office: Office(.tenderer, region: "530600", organisation: tenderer.office.organisation))
    }

    private func draft(at instant: Instant, _ place: Place) async throws {
        guard let plan = try city.installation.desk.standing(Tender.self, place.section)?.state.plan else {
            throw Refusal(.missing, "docket.missing")
        }
        let ceiling = Money(fen: section.estimate * 1_000_000 / 100 * 97)
        let deposit = Money(fen: min(section.estimate * 1_000_000 / 100, 50_000_000))
        let text = DemoContent.document(section, plan, deadline: deadline, ceiling: ceiling, deposit: deposit)
        let files = [
            try keep("招标文件.pdf", "application/pdf", PDFWriter.write(text)),
            try keep(
                "招标文件.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                DOCXWriter.write(text)),
        ]
        let values = DocumentValues(
            qualification: section.qualification, ceilingPrice: ceiling, deposit: deposit, durationDays: section.days,
            quality: "合格", factors: [("施工组织设计", .subjective, "30"), ("企业业绩", .objective, "10")],
            priceWeight: "60", rejectionGrounds: DemoContent.grounds)
        try await player.draft(place.section, values, files: files, by: tenderer, at: instant)
    }

    private func keep(_ name: String, _ mediaType: String, _ bytes: [UInt8]) throws -> FileReference {
        let writer = try player.room.blobs.writer()
        try writer.append(bytes)
        let blob = try writer.finish()
        return FileReference(
            name: name, mediaType: mediaType, sha256: blob.sha256, root: blob.root, size: blob.size)
    }

    private func retender(at instant: Instant, _ place: Place) async throws {
        try await player.perform(
            "project", "splitSection", on: place.project,
            [
                "sectionName": .text("\(section.name)(重新招标)"), "scope": .text(section.scope),
                "sectionClass": .text(section.sectionClass), "estimate": .integer(section.estimate * 1_000_000),
                "retenderOf": .text(place.section),
            ], by: tenderer, at: instant)
        let failed = try city.installation.desk.standing(Tender.self, place.section)?.state
        let again = Place()
        again.project = place.project
        again.section = failed?.retenderedAs ?? ""
        try await draft(at: instant.advanced(byDays: 1), again)
        try await player.passGates(
            again.section, tenderer: tenderer, clerk: cast.clerk, reviewed: instant.advanced(byDays: 1),
            filed: instant.advanced(byDays: 1), verified: instant.advanced(byDays: 2), opinion: "沿用原审查意见,经复核无变化。")
    }

    /// Key files of a section that is still running, for whoever wants to play on.
    private func saveKeys(_ place: Place) throws {
        guard let folder = city.keys?.appendingPathComponent(place.section) else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, holder) in zip(["tenderer", "centre", "regulator"], holders) {
            try save(holder.key, folder.appendingPathComponent("holder-\(name).pem"))
        }
        for (index, bid) in bids.enumerated() {
            let code = bid.bidder.office.organisation ?? "\(index)"
            try save(bid.key, folder.appendingPathComponent("bid-\(code).pem"))
        }
    }

    private func save(_ key: HolderKey, _ file: URL) throws {
        let pem = try key.encryptedPEM(passphrase: DemoCity.passphrase)
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(pem.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path]) }
    }
}
