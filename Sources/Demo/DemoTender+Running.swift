import Desk
import Foundation
import Sealing
import Statute
import Store
import Trading

extension DemoTender {
    /// From the notice on.
    func running() -> [DemoCity.Step] {
        let (player, place, author, tenderer) = (player, place, author, tenderer)
        let published = published
        var steps = [step(published) { try await player.publish(place.section, by: author, at: published) }]
        if let objection = section.objection {
            steps += objected(objection, "某工程有限公司", number: 1, at: published.advanced(byDays: 2))
        }
        if let clarification = section.clarification {
            let planned = published.advanced(byDays: 5).advanced(byHours: -4)
            // While bids are still prepared, this morning's: the centre has it before it.
            let at = section.reach == .bidding ? max(planned, city.now.advanced(byHours: -2)) : planned
            steps.append(step(at) { try await player.clarify(place.section, clarification, by: author, at: at) })
            steps += lookedThrough(.clarification, after: at)
        }
        switch section.reach {
        case .bidding: return steps
        case .suspended:
            if !section.reason.isEmpty { steps.append(suspended(section.reason)) }
            return steps
        case .terminated:
            let at = published.advanced(byDays: 3)
            let reason = section.reason
            steps.append(
                step(at) {
                    try await player.section(
                        place.section, "terminate", ["text": .text(reason)], by: tenderer, at: at)
                })
            return steps + lookedThrough(.termination, after: at)
        default: return steps + received()
        }
    }

    /// The centre looks through what was published, within its promise; what came out in the last hours still waits.
    private func lookedThrough(_ kind: NoticeKind, after published: Instant) -> [DemoCity.Step] {
        let (player, place, clerk, author, number) = (player, place, clerk, author, number)
        let at = DemoSchedule.workday(Day(of: published).advanced(byDays: 1)).at(hour: 9, minute: 5 + number % 40)
        guard at < city.now else { return [] }
        @Sendable func waiting() throws -> SubmittedNotice? {
            let submitted = try player.desk.standing(Tender.self, place.section)?.state.submitted ?? []
            return submitted.first { $0.notice.kind == kind && $0.state == .waiting }?.notice
        }
        // Once in a while the candidates' notice lacks something.
        let flaw = kind == .candidates && number % 4 == 1
        let corrected = at.advanced(byHours: 3)
        guard flaw, corrected.advanced(byHours: 2) < city.now else {
            return [
                step(at) {
                    guard let notice = try waiting() else { return }
                    try await player.verifyNotice(place.section, notice, by: clerk, at: at)
                }
            ]
        }
        return [
            step(at) {
                guard let notice = try waiting() else { return }
                try await player.remindNotice(
                    place.section, notice.id, .omission, place: "公示正文", "未公示提出异议的渠道和方式，请补充。", by: clerk, at: at)
            },
            step(corrected) {
                try await player.section(
                    place.section, "correctNotice",
                    ["notice": .text("P"), "text": .text("补充：对评标结果有异议的，应当在公示期间通过本平台或者书面向招标人提出。")],
                    by: author, at: corrected)
            },
            step(corrected.advanced(byHours: 2)) {
                guard let notice = try waiting() else { return }
                try await player.verifyNotice(place.section, notice, by: clerk, at: corrected.advanced(byHours: 2))
            },
        ]
    }

    private func suspended(_ reason: String) -> DemoCity.Step {
        let (player, place, regulator) = (player, place, cast.regulator)
        let at = published.advanced(byDays: 2)
        let order = "昭市公管暂〔\(Day(of: at).year)〕3号"
        return step(at) {
            try await player.section(
                place.section, "suspend", ["text": .text(reason), "orderNumber": .text(order)], by: regulator, at: at)
        }
    }

    /// - Parameter number: of the objection in the section.
    private func objected(
        _ question: DemoContent.Question, _ objector: String, number: Int64, at instant: Instant
    ) -> [DemoCity.Step] {
        let (player, place, author) = (player, place, author)
        var steps = [
            step(instant) {
                try await player.section(
                    place.section, "raiseObjection",
                    ["text": .text(question.text), "objector": .text(objector), "contact": .text("13900000000")],
                    by: .citizen, at: instant)
            }
        ]
        guard let answer = question.answer else { return steps }
        let answered = instant.advanced(byDays: question.days)
        steps.append(
            step(answered) {
                try await player.section(
                    place.section, "answerObjection",
                    ["number": .integer(number), "upheld": .boolean(question.upheld), "text": .text(answer)],
                    by: author, at: answered)
            })
        return steps
    }

    // MARK: Bids and opening

    private func received() -> [DemoCity.Step] {
        let (player, place, deadline, now, reach) = (player, place, deadline, city.now, section.reach)
        var steps: [DemoCity.Step] = []
        for (index, bid) in bids.enumerated() {
            let at = min(
                deadline.advanced(byMinutes: Int64(index * 67 - 1190)), now.advanced(byMinutes: Int64(index - 30)))
            steps.append(step(at) { try await player.send(bid, to: place.section, at: at) })
        }
        if number % 7 == 3 { steps += withdrawn() }
        if reach == .sealed || reach == .opening {
            steps.append(step(min(deadline, now).advanced(byMinutes: -1)) { try saveKeys(place) })
        }
        return reach == .sealed ? steps : steps + opened()
    }

    /// One more bidder sends a bid and withdraws it; after the cutoff its deposit goes back.
    private func withdrawn() -> [DemoCity.Step] {
        let (player, place, tenderer, now) = (player, place, tenderer, city.now)
        let others = cast.bidders.indices.filter { index in !section.bids.contains { $0.bidder == index } }
        guard let other = others.first else { return [] }
        let bid = PlayedBid(
            bidder: cast.bidders[other], bidderName: DemoContent.bidders[other].name,
            price: Money(fen: section.estimate * 950_000),
            leader: DemoContent.leaders[other % DemoContent.leaders.count]
        )
        let sent = min(deadline.advanced(byHours: -21), now.advanced(byMinutes: -50))
        let withdrawn = sent.advanced(byMinutes: 8)
        let returned = DemoSchedule.workday(Day(of: deadline).advanced(byDays: 2)).at(hour: 15)
        return [
            step(sent) { try await player.send(bid, to: place.section, at: sent) },
            step(withdrawn) {
                _ = try await player.room.withdraw(section: place.section, by: bid.bidder, at: withdrawn)
            },
            step(returned) {
                guard let tender = try player.desk.standing(Tender.self, place.section)?.state,
                    tender.withdrawals != nil, let deposit = tender.document?.deposit, deposit.fen > 0
                else { return }
                try await player.section(
                    place.section, "returnWithdrawnDeposits",
                    [
                        "returnedOn": .text(Day(of: returned).description), "refundAmount": .money(deposit),
                        "refundVouchers": .text("银行回单1张，按原账户退还。"),
                    ], by: tenderer, at: returned)
            },
        ]
    }

    /// The award will take longer: all bidders are asked to stay bound, one agrees and one declines.
    private func extended() -> [DemoCity.Step] {
        let (player, place, author, bids) = (player, place, author, bids)
        let asked = deadline.advanced(byHours: 7)
        return [
            step(asked) {
                guard let last = try player.desk.standing(Tender.self, place.section)?.state.lastValidDay else {
                    return
                }
                try await player.section(
                    place.section, "extendValidity",
                    [
                        "validUntil": .text(last.advanced(byDays: 30).description),
                        "extensionReason": .text("建设资金拨付计划调整，预计不能在投标有效期内定标。"),
                    ], by: author, at: asked)
                for (bid, accepted) in zip(bids, [true, false]) {
                    try await player.section(
                        place.section, "answerExtension", ["accepted": .boolean(accepted)], by: bid.bidder,
                        at: asked.advanced(byMinutes: 40))
                }
            }
        ]
    }

    private func opened() -> [DemoCity.Step] {
        let (player, place, tenderer, holders, bids) = (player, place, tenderer, holders, bids)
        let (deadline, reach) = (deadline, section.reach)
        if reach == .opening {
            let at = deadline.advanced(byMinutes: 3)
            return [
                step(deadline) { try await player.room.closeBidding(section: place.section, at: deadline) },
                step(at) {
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
        let opening = step(deadline) {
            try await player.open(place.section, bids: bids, holders: holders, tenderer: tenderer, at: deadline)
        }
        if reach == .opened { return [opening] }
        if reach == .failed {
            let at = DemoSchedule.workday(Day(of: deadline).advanced(byDays: 2)).at(hour: 10)
            return [opening, step(at) { try await retender(at: at, place) }]
        }
        return [opening] + evaluated()
    }

    /// The failed section's successor passes the gates again.
    private func retender(at instant: Instant, _ place: Place) async throws {
        let again = Place()
        again.project = place.project
        again.section = try await split(
            "\(section.name)（重新招标）", place, retenderOf: place.section, at: instant)
        let drafted = instant.advanced(byDays: 1)
        let document = DemoDocument(section: section, number: number, clauses: [])
        try await draft(
            document, at: drafted, again, published: drafted.advanced(byDays: 4), deadline: drafted.advanced(byDays: 26)
        )
        try await player.review(
            again.section, by: tenderer, at: drafted.advanced(byHours: 2), opinion: "沿用原审查意见，经复核无变化。")
        let wanted = notice(
            issueFrom: drafted.advanced(byDays: 4).advanced(byMinutes: 30), deadline: drafted.advanced(byDays: 26))
        try await player.draftNotice(again.section, wanted, by: author, at: drafted.advanced(byHours: 3))
        try await player.section(again.section, "fileDocument", by: author, at: drafted.advanced(byHours: 3))
        try await player.passVerification(again.section, by: clerk, at: drafted.advanced(byDays: 1))
    }

    // MARK: Evaluation and award

    private func evaluated() -> [DemoCity.Step] {
        let (player, place, tenderer, reach) = (player, place, tenderer, section.reach)
        let at = deadline.advanced(byHours: 4)
        let experts = cast.experts
        let seats = (0..<5).map { experts[(number * 3 + $0) % experts.count] }
        var steps = [
            step(at) {
                try await player.evaluate(
                    place.section, tenderer: tenderer, members: seats.map { ($0, .expert) }, at: at, score: Self.score)
            }
        ]
        if reach == .evaluated { return steps + extended() }
        let publicised = DemoSchedule.workday(Day(of: deadline).advanced(byDays: 1)).at(hour: 9, minute: 20)
        // Two days more than the law asks for, so that weekends do not matter.
        let until = publicised.advanced(byDays: 6)
        steps.append(
            step(publicised) {
                try await player.section(
                    place.section, "publiciseCandidates", ["until": .instant(until)], by: tenderer, at: publicised)
            })
        steps += lookedThrough(.candidates, after: publicised)
        if let objection = section.resultObjection {
            let earlier: Int64 = section.objection == nil ? 1 : 2
            steps += objected(objection, "一家投标人", number: earlier, at: publicised.advanced(byHours: 30))
        }
        return reach == .publicised ? steps : steps + awarded(until: until)
    }

    /// Points that differ from bidder to bidder, and a little from member to member where judgement is asked for.
    private static let score: @Sendable (Int, String, ScoreFactor) -> String = { member, bidder, factor in
        let sum = bidder.unicodeScalars.reduce(0) { $0 * 7 % 9973 + Int($1.value) }
        let percent =
            factor.kind == .objective ? [100, 80, 60][sum % 3] : 72 + sum % 17 + (member * 7 + sum) % 5
        let hundredths = Int(factor.maximum.hundredths) * percent / 100
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    private func awarded(until: Instant) -> [DemoCity.Step] {
        let (player, place, tenderer, clerk) = (player, place, tenderer, clerk)
        let (reach, days, desk) = (section.reach, section.days, city.installation.desk)
        let awarded = DemoSchedule.workday(Day(of: until).advanced(byDays: 1)).at(hour: 10)
        var steps = [
            step(awarded) {
                try await player.section(place.section, "decideAward", ["rank": .integer(1)], by: tenderer, at: awarded)
                try await player.section(
                    place.section, "issueAwardNotices", by: tenderer, at: awarded.advanced(byHours: 1))
            }
        ]
        steps += lookedThrough(.result, after: awarded.advanced(byHours: 1))
        if reach == .noticed, number.isMultiple(of: 2) { steps += interrupted(from: awarded.advanced(byDays: 3)) }
        let reported = DemoSchedule.workday(Day(of: awarded).advanced(byDays: 5 + number % 6)).at(hour: 16)
        // One in five forgets the report, one in five the deposits: their terms pass, and everybody sees it.
        if number % 5 != 1 {
            steps.append(
                step(reported) {
                    guard try desk.standing(Tender.self, place.section)?.state.isMustTender == true else { return }
                    try await player.section(
                        place.section, "reportAward",
                        ["reportText": .text("本标段招标范围、招标方式、发布媒介、评标委员会组成和评标结果、中标结果见卷宗，特此报告。")],
                        by: tenderer, at: reported)
                })
        }
        if reach == .noticed { return steps }
        let signed = DemoSchedule.workday(Day(of: awarded).advanced(byDays: 9 + number * 3 % 10)).at(hour: 15)
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
        let returned = DemoSchedule.workday(Day(of: signed).advanced(byDays: 2 + number % 3)).at(hour: 11, minute: 30)
        if number % 5 != 2 {
            steps.append(
                step(returned) {
                    guard let tender = try desk.standing(Tender.self, place.section)?.state,
                        let deposit = tender.document?.deposit, deposit.fen > 0
                    else { return }
                    let whole = deposit.fen * Int64(tender.opening.bids.count)
                    try await player.section(
                        place.section, "returnDeposits",
                        [
                            "returnedOn": .text(Day(of: returned).description),
                            "refundAmount": .money(Money(fen: whole + whole / 1000)),
                            "interest": .money(Money(fen: whole / 1000)),
                            "refundNote": .text("全部投标人，按原账户退还，利息按银行同期活期存款利率计。"),
                        ], by: tenderer, at: returned)
                })
        }
        if reach == .contracted { return steps }
        let archived = DemoSchedule.workday(Day(of: signed).advanced(byDays: 20)).at(hour: 11)
        steps.append(
            step(archived) {
                try await player.section(
                    place.section, "archive",
                    ["volume": .text("ZT-\(place.section)"), "retentionYears": .integer(30)], by: clerk, at: archived)
            })
        return steps
    }

    /// The authority looks into a complaint and lifts its order: the contract's term stands still meanwhile.
    private func interrupted(from start: Instant) -> [DemoCity.Step] {
        let (player, place, regulator) = (player, place, cast.regulator)
        let end = DemoSchedule.workday(Day(of: start).advanced(byDays: 4)).at(hour: 15)
        let order = "昭市公管暂〔\(Day(of: start).year)〕7号"
        return [
            step(start) {
                try await player.section(
                    place.section, "suspend", ["text": .text("核查对中标结果的投诉。"), "orderNumber": .text(order)],
                    by: regulator, at: start)
            },
            step(end) {
                try await player.section(
                    place.section, "resume", ["text": .text("经核查，投诉不属实。")], by: regulator, at: end)
            },
        ]
    }

    // MARK: Keys

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
