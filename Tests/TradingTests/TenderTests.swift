import Demo
import Desk
import Foundation
import Sealing
import Statute
import Store
import Testing

@testable import Trading

@Suite("A tender from project to archive")
struct TenderTests {
    @Test("Three bidders, five experts: every stage leaves its act, and the export verifies offline")
    func endToEnd() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        #expect(try city.tender(number).opening.opened.map(\.price.fen) == [1180, 1205, 1230].map { $0 * 1_000_000 })
        try await city.evaluate(number)
        #expect(try city.tender(number).stage == .evaluated)
        let report = try #require(try city.tender(number).report)
        #expect(report.candidates.map(\.rank) == [1, 2, 3])
        #expect(report.candidates[0].price == Money(fen: 1_180_000_000))
        let publicised = city.deadline.advanced(byDays: 1)
        let until = publicised.advanced(byDays: 3)
        try await city.player.section(
            number, "publiciseCandidates", ["until": .instant(until)], by: city.tenderer, at: publicised)
        try await city.player.section(number, "decideAward", ["rank": .integer(1)], by: city.tenderer, at: until)
        try await city.player.section(number, "issueAwardNotices", by: city.tenderer, at: until.advanced(byHours: 1))
        try await city.player.section(
            number, "signContract",
            [
                "contractNumber": .text("ZX-2026-01"), "price": .integer(1_180_000_000), "durationDays": .integer(240),
                "quality": .text("合格"), "projectLeader": .text("项目经理1"), "performanceBond": .integer(100_000_000),
                "signedOn": .text(Day(of: until.advanced(byDays: 10)).description),
            ], by: city.tenderer, at: until.advanced(byDays: 10))
        // Archived is what is whole: the records first.
        let archive: [String: RawValue] = ["volume": .text("ZT-2026-A07-0001"), "retentionYears": .integer(30)]
        await #expect(throws: Refusal.self) {
            try await city.player.section(number, "archive", archive, by: city.clerk, at: until.advanced(byDays: 20))
        }
        try await city.player.writeRecords(at: until.advanced(byDays: 20))
        try await city.verifyNotices(number, at: until.advanced(byDays: 20))
        try await city.player.section(
            number, "archive", archive, by: city.clerk, at: until.advanced(byDays: 20))
        #expect(try city.tender(number).stage == .archived)
        try await city.player.writeRecords(at: until.advanced(byDays: 20))
        let records = try city.tender(number).records
        #expect(
            records.published.map(\.kind) == [.filingReceipt] + RecordKind.allCases.filter { !$0.isLetter })
        #expect(records.due == nil)
        for record in records.published {
            let bytes = try city.installation.blobs.open(record.file.sha256).read(at: 0, count: 8)
            #expect(bytes == Array("%PDF-1.7".utf8))
        }

        let out = city.folder.appendingPathComponent("export")
        // The store stays open: an export reads beside a running server.
        _ = try await city.installation.store.waitForCheckpoint(covering: city.installation.store.size - 1)
        _ = try ArchiveExport(ledger: await city.installation.store.export(), blobs: city.installation.blobs)
            .exportAll(to: out)
        var replay = DocketReplay(kinds: Trading.kinds)
        let checked = try ExportVerifier(folder: out).verify { try replay.take($0) }
        #expect(checked.entries == city.installation.store.size)
    }

    @Test("A closed part is let out by two persons; export and verifier then hold it against the ledger")
    func disclosure() async throws {
        let city = try await TestCity()
        let store = city.installation.store
        let named = try #require(try store.entries(docket: "person/P-000007", after: 0).first)
        let input: [String: RawValue] = [
            "sequence": .integer(named.sequence), "basis": .text("招标投标法第37条"), "reason": .text("中标结果已确定"),
        ]
        func perform(_ name: String, on id: String?, _ input: [String: RawValue], _ holder: OfficeHolder) async throws
            -> String
        {
            try await city.desk.perform("disclosure", name, on: id, input: input, by: holder, at: city.start).docket
        }
        let second = try await city.player.registerPerson(
            "赵敏", Office(.disciplineInspector, region: "530600"), at: city.start)
        #expect(await refused { _ = try await perform("propose", on: nil, input, city.clerk) } == "office.wrongRole")
        var none = input
        none["sequence"] = .integer(0)
        #expect(
            await refused { _ = try await perform("propose", on: nil, none, city.regulator) }
                == "disclosure.noClosedPart")
        let docket = try await perform("propose", on: nil, input, city.regulator)
        let id = String(docket.dropFirst("disclosure/".count))
        #expect(await refused { _ = try await perform("propose", on: nil, input, second) } == "disclosure.twice")
        #expect(
            await refused { _ = try await perform("confirm", on: id, [:], city.regulator) } == "disclosure.twoPersons")
        _ = try await perform("confirm", on: id, [:], second)
        #expect(await refused { _ = try await perform("confirm", on: id, [:], second) } == "disclosure.decided")
        let out = city.folder.appendingPathComponent("export")
        try await store.export(to: out)
        let report = try ExportVerifier(folder: out).verify()
        #expect(report.disclosedParts == 1)
        let file = out.appendingPathComponent("disclosed/\(named.sequence).json")
        var bytes = [UInt8](try Data(contentsOf: file))
        bytes[12] ^= 1
        try Data(bytes).write(to: file)
        #expect(throws: ExportFailure.self) { try ExportVerifier(folder: out).verify() }
    }

    @Test("Registers rebuilt from the ledger are what they were")
    func rebuild() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        func rows() throws -> [[SQLValue]] {
            try city.installation.store.read { reader in
                try ["section", "duty", "person", "person_office", "organisation", "project", "doing"].flatMap {
                    table in
                    let rows = try reader.rows("SELECT * FROM \(table) ORDER BY 1, 2, 3")
                    return rows.map { row in row.columnNames.map { row[$0] } }
                }
            }
        }
        let before = try rows()
        try await city.installation.store.rebuildRegisters()
        #expect(try rows() == before)
        #expect(try city.tender(number).stage == .opened)
    }
}

@Suite("Three gates")
struct GateTests {
    @Test("A change of the document reopens all three gates")
    func reopened() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        var changed = city.document
        changed.durationDays = 300
        try await city.player.draft(number, changed, files: [city.file()], by: city.tenderer, at: city.start)
        let tender = try city.tender(number)
        #expect(tender.stage == .drafting)
        #expect(tender.gates.review == nil && tender.gates.filing == nil && tender.gates.verifiedDigest == nil)
        #expect(
            await refused {
                try await city.fileDocument(number, by: city.tenderer, at: city.start)
            } == "tender.wrongStage")
    }

    @Test("Filing gives a receipt at once; it is no approval (1117 号 (一))")
    func instantReceipt() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        let filing = try #require(try city.tender(number).gates.filing)
        #expect(filing.receipt.hasPrefix("BA-530627-20260901-"))
        #expect(filing.digest == (try city.tender(number).documentDigest))
    }

    @Test("Receipt, inquiry and order are letters on paper, each once, also when a new document has left them behind")
    func filingLetters() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        try await city.player.section(
            number, "questionFiling", ["question": .text("请说明业绩要求的依据")], by: city.regulator, at: city.start)
        try await city.player.section(
            number, "openInvestigation",
            ["defect": .text("unlawfulClause"), "reason": .text("举报"), "order": .text("昭公管〔2026〕2号")],
            by: city.regulator, at: city.start)
        try await city.player.section(
            number, "closeInvestigation", ["result": .text("upheld"), "resultText": .text("属实，责令改正")],
            by: city.regulator, at: city.start)
        let receipt = try #require(try city.tender(number).filings.first?.receipt)
        #expect(try city.tender(number).gates.filing == nil)
        for _ in 1...2 { try await city.player.writeRecords(at: city.start) }
        let tender = try city.tender(number)
        #expect(tender.records.published.map(\.kind) == [.filingReceipt, .inquiry, .investigationOrder])
        #expect(tender.records.published.map(\.letter) == [receipt, "\(number)-W1", "\(number)-L1"])
        #expect(
            tender.records.published.map(\.file.name) == [
                "备案回执 \(receipt).pdf", "询问函 \(number)-W1.pdf", "责令暂停通知 \(number)-L1.pdf",
            ])
        #expect(tender.records.due == nil)
    }

    @Test("Acts from before their letters were written call for none")
    func oldActs() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        let acts: [(String, String)] = [
            ("documentFiled", #"{"filing":{"digest":"ab","receipt":"BA-1","region":"530627","trade":"A07"}}"#),
            ("filingQuestioned", #"{"number":1,"question":"请说明业绩要求的依据"}"#),
            (
                "investigationOpened",
                #"{"investigation":{"defect":"notAsApproved","number":1,"order":"昭公管〔2026〕12号","reason":"限价高于核准"}}"#
            ),
        ]
        var tender = try city.tender(number)
        for (index, (name, open)) in acts.enumerated() {
            let act = try ActCoding.decode(Tender.Act.self, name: name, open: Array(open.utf8))
            #expect(act.letter == nil)
            tender.apply(act, Moment(at: city.start, by: city.regulator, version: 10 + index))
        }
        #expect(tender.gates.inquiries.count == 1 && tender.gates.investigation != nil)
        #expect(tender.records.due == nil)
        // A letter that cannot be written for want of its act's number would stop those behind it.
        #expect(tender.records.letters.isEmpty)
    }

    @Test("After a reminder the same document cannot pass; a corrected one can")
    func reminder() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        #expect(
            await refused {
                try await city.player.remind(
                    number, .exclusionary, place: "第二章", "要求本地注册", by: city.clerk, at: city.start)
            } == "gates.defectAspect D16")
        try await city.player.remind(
            number, .contradiction, place: "第一章", "公告与文件工期不一致", by: city.clerk, at: city.start)
        #expect(
            await refused {
                try await city.player.passVerification(number, by: city.clerk, at: city.start)
            } == "gates.reminderOpen")
        // The reminder is a letter on paper too, once.
        for _ in 1...2 { try await city.player.writeRecords(at: city.start) }
        let letters = try city.tender(number).records.published.filter { $0.kind == .reminder }
        #expect(letters.map(\.letter) == ["\(number)-1"])
        #expect(letters[0].file.name == "提醒告知函 \(number)-1.pdf")
        #expect(try city.tender(number).files.contains(letters[0].file))
        var corrected = city.document
        corrected.durationDays = 200
        try await city.player.draft(number, corrected, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.passGates(
            number, tenderer: city.tenderer, clerk: city.clerk, reviewed: city.start, filed: city.start,
            verified: city.start, opinion: "无", notice: city.notice)
        #expect(try city.tender(number).stage == .verified)
    }

    @Test("The checklist is whole and clear, or the document goes back; entry is refused only for a listed defect")
    func verification() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        let lines = city.desk.law.checklist(for: .tender, on: Day(of: city.start)).map(\.id)
        func pass(_ lines: [String], clear: Bool = true) async -> String {
            let rows = lines.map { line in
                RawValue.object(["item": .text(line), "clear": .boolean(clear || line != "tender.issue")])
            }
            return await refused {
                try await city.player.section(
                    number, "passVerification", ["checked": .list(rows)], by: city.clerk, at: city.start)
            }
        }
        #expect(await pass(lines.dropLast()) == "gates.checklistIncomplete")
        #expect(await pass(lines.dropLast() + [lines[0]]) == "gates.checklistIncomplete")
        #expect(await pass(lines.dropLast() + ["result.winner"]) == "gates.checklistIncomplete")
        #expect(await pass(lines.dropLast() + ["tender.unheard"]) == "input.notAChecklistItem checked.12.item")
        #expect(await pass(lines, clear: false) == "gates.defectFound")
        func refuse(_ reason: EntryRefusal.Reason) async -> String {
            await refused {
                try await city.player.section(
                    number, "refuseEntry", ["reason": .text(reason.rawValue), "refusalText": .text("见审批文件")],
                    by: city.clerk, at: city.start)
            }
        }
        #expect(await refuse(.notCorrected) == "gates.notReminded")
        #expect(await refuse(.notApproved) == "")
        #expect(await pass(lines) == "gates.entryRefused")
        try await city.player.writeRecords(at: city.start)
        #expect(try city.tender(number).records.published.map(\.kind) == [.filingReceipt, .entryRefusal])
        // A changed document starts anew.
        var corrected = city.document
        corrected.durationDays = 200
        try await city.player.draft(number, corrected, files: [city.file()], by: city.tenderer, at: city.start)
        #expect(try city.tender(number).gates.refusal == nil)
    }

    @Test("A regulator of another region or trade, and a stranger, are refused")
    func competence() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        for (office, code) in [
            (Office(.regulator, region: "530628", trade: "A07"), "office.wrongRegion"),
            (Office(.regulator, region: "530600", trade: "A01"), "office.wrongTrade"),
            (Office(.bidder, region: "530600", organisation: TestCity.bidderCodes[0]), "office.wrongRole"),
        ] {
            let stranger = OfficeHolder(person: "P-000099", office: office)
            #expect(
                await refused {
                    try await city.player.section(
                        number, "questionFiling", ["question": .text("?")], by: stranger, at: city.start)
                } == code)
        }
    }

    @Test("A deposit above two per cent of the estimate is refused (条例 26)")
    func deposit() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        var document = city.document
        document.deposit = Money(fen: 257_280_00)
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        document.deposit = Money(fen: 257_280_01)
        let over = document
        #expect(
            await refused {
                try await city.player.draft(number, over, files: [city.file()], by: city.tenderer, at: city.start)
            } == "document.depositTooHigh T14")
    }

    @Test("A deposit is capped at 800 000 for works, 100 000 for survey: one fen above is refused (30号令 37, 2号令 24)")
    func depositCaps() async throws {
        let city = try await TestCity()
        for (sectionClass, cap) in [("A080000", 80_000_000), ("A030000", 10_000_000)] as [(String, Int64)] {
            let number = try await city.section(
                estimate: 90_000_000_00, investment: 200_000_000_00, sectionClass: sectionClass)
            var document = city.document
            document.deposit = Money(fen: cap)
            try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
            document.deposit = Money(fen: cap + 1)
            let over = document
            #expect(
                await refused {
                    try await city.player.draft(number, over, files: [city.file()], by: city.tenderer, at: city.start)
                } == "document.depositTooHigh T14", "\(sectionClass)")
        }
    }

    @Test("A performance bond above ten per cent of the contract price is refused (条例 58)")
    func bond() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        var document = city.document
        document.performanceBondShare = "10"
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        #expect(try city.tender(number).document?.performanceBondShare == 1000)
        document.performanceBondShare = "10.01"
        let over = document
        #expect(
            await refused {
                try await city.player.draft(number, over, files: [city.file()], by: city.tenderer, at: city.start)
            } == "document.bondTooHigh T14")
    }
}

@Suite("The notice and its dates")
struct NoticeTests {
    private func publish(_ city: TestCity, _ number: String, until: Instant, deadline: Instant) async -> String {
        await refused {
            try await city.publish(
                number,
                NoticeValues(
                    issueFrom: city.issueFrom, issueUntil: until, deadline: deadline, place: "第三开标室",
                    contact: "0870-2100000"), at: city.start)
        }
    }

    @Test("Preparation of bids: the twentieth day is lawful, a moment before it is not (招标投标法 24)")
    func preparation() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        let until = city.issueFrom.advanced(byDays: 5)
        let lawful = Day(of: city.issueFrom).advanced(byDays: 20).start
        #expect(
            await publish(city, number, until: until, deadline: lawful.advanced(byMilliseconds: -1))
                == "notice.preparationTooShort T03")
        #expect(await publish(city, number, until: until, deadline: lawful) == "")
    }

    @Test("Who tenders without having to is not held to the twenty days, only to the issue of documents (招标投标法 24)")
    func voluntary() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection(funding: .other)
        let until = city.issueFrom.advanced(byDays: 5)
        #expect(try city.tender(number).mustTender(city.desk.facts, law: city.desk.law)?.mustTender == false)
        #expect(
            await publish(city, number, until: city.issueFrom.advanced(byDays: 4), deadline: city.deadline)
                == "notice.issueTooShort T02")
        #expect(await publish(city, number, until: until, deadline: until) == "")
        #expect(try !city.tender(number).isMustTender)
        let bound = try await city.verifiedSection()
        #expect(await publish(city, bound, until: until, deadline: until) == "notice.preparationTooShort T03")
        #expect(await publish(city, bound, until: until, deadline: city.deadline) == "")
        #expect(try city.tender(bound).isMustTender)
    }

    @Test("What failed and is tendered again is counted once in the project; another section is added to it (第16号令 5)")
    func retendered() async throws {
        let city = try await TestCity()
        let number = try await city.section(estimate: 300_000_000)
        var document = city.document
        document.ceilingPrice = Money(fen: 300_000_000)
        document.deposit = .zero
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.passGates(
            number, tenderer: city.tenderer, clerk: city.clerk, reviewed: city.start, filed: city.start,
            verified: city.start, opinion: "无", notice: city.notice)
        try await city.player.declareKeys(number, city.holders, at: city.start)
        let deadline = city.issueFrom.advanced(byDays: 10)
        #expect(await publish(city, number, until: city.issueFrom.advanced(byDays: 6), deadline: deadline) == "")
        try await city.room.closeBidding(section: number, at: deadline)
        let project = try #require(try city.tender(number).plan?.project)
        func split(_ name: String, _ estimate: Int64, of failed: String? = nil) async throws -> Tender {
            var input: [String: RawValue] = [
                "sectionName": .text(name), "scope": .text("渠道"), "sectionClass": .text("A080000"),
                "estimate": .integer(estimate),
            ]
            if let failed { input["retenderOf"] = .text(failed) }
            try await city.player.perform(
                "project", "splitSection", on: project, input, by: city.tenderer, at: deadline)
            let sections = try city.desk.standing(Project.self, project)?.state.sections
            return try city.tender(try #require(sections?.last?.section))
        }
        let again = try await split("一标段（重新招标）", 300_000_000, of: number)
        let alone = try again.mustTender(city.desk.facts, law: city.desk.law)
        #expect(alone?.mustTender == false && alone?.estimateFen == 300_000_000)
        _ = try await split("二标段", 100_000_000)
        #expect(try again.mustTender(city.desk.facts, law: city.desk.law)?.mustTender == true)
    }

    @Test("Issue of documents: the fifth day is lawful, a moment before it is not (条例 16)")
    func issue() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        let lawful = Day(of: city.issueFrom).advanced(byDays: 5).start
        #expect(
            await publish(city, number, until: lawful.advanced(byMilliseconds: -1), deadline: city.deadline)
                == "notice.issueTooShort T02")
        #expect(await publish(city, number, until: lawful, deadline: city.deadline) == "")
    }

    @Test("No notice without every holder's key")
    func keys() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.passGates(
            number, tenderer: city.tenderer, clerk: city.clerk, reviewed: city.start, filed: city.start,
            verified: city.start, opinion: "无", notice: city.notice)
        let until = city.issueFrom.advanced(byDays: 6)
        #expect(await publish(city, number, until: until, deadline: city.deadline) == "notice.keyMissing")
    }

    @Test("A clarification that affects bids leaves fifteen days, and moves the deadline (条例 21)")
    func clarification() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let at = city.deadline.advanced(byDays: -10)
        func clarify(_ deadline: Instant) async -> String {
            await refused {
                try await city.player.clarify(
                    number, "修改工程量清单第 3 项", deadline: deadline, by: city.tenderer, at: at)
            }
        }
        let lawful = at.advanced(byDays: 15)
        #expect(await clarify(lawful.advanced(byMilliseconds: -1)) == "notice.clarificationTooLate T05")
        #expect(await clarify(lawful) == "")
        #expect(try city.tender(number).deadline == lawful)
    }

    @Test("An objection suspends until it is answered, within three days; a late one is recorded as late (条例 22)")
    func objection() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let at = city.deadline.advanced(byDays: -9)
        try await city.player.section(
            number, "raiseObjection",
            ["text": .text("类似业绩条款限定了地域"), "objector": .text("某公司"), "contact": .text("13800000000")],
            by: .citizen, at: at)
        let objection = try #require(try city.tender(number).objections.first)
        #expect(objection.late)
        #expect(objection.due == Day(of: at).advanced(byDays: 3).end)
        #expect(try city.tender(number).isSuspended)
        try await city.player.section(
            number, "answerObjection",
            ["number": .integer(1), "upheld": .boolean(true), "text": .text("删除地域限定")], by: city.tenderer,
            at: at.advanced(byDays: 1))
        #expect(try !city.tender(number).isSuspended)
    }
}
