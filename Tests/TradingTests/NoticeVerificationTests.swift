import Demo
import Desk
import Foundation
import Statute
import Testing

@testable import Trading

@Suite("A tender notice is verified with its document and published as it was verified")
struct NoticeDraftTests {
    private func duties(_ city: TestCity, _ number: String) throws -> [String] {
        try city.desk.facts.rows(
            "SELECT DISTINCT command FROM duty WHERE docket = $1 ORDER BY command", [.text("section/\(number)")]
        ).map { $0.text("command") }.filter { $0 != "declareOpeningKey" }
    }

    @Test("Nothing is filed without its notice, and the receipt names both (1117 号 (一))")
    func filing() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        #expect(try duties(city, number) == ["draftNotice"])
        #expect(
            await refused {
                try await city.player.section(number, "fileDocument", by: city.tenderer, at: city.start)
            } == "notice.notDrafted")
        try await city.player.draftNotice(number, city.notice, by: city.tenderer, at: city.start)
        #expect(try duties(city, number) == ["fileDocument"])
        try await city.player.section(number, "fileDocument", by: city.tenderer, at: city.start)
        let tender = try city.tender(number)
        #expect(tender.gates.filing?.notice == tender.noticeDigest && tender.noticeDigest != nil)
        #expect(try duties(city, number) == ["passVerification"])
    }

    @Test("A notice that is drafted anew after the verification is verified anew; what was verified is published")
    func anew() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        var other = city.notice
        other.place = "第五开标室"
        try await city.player.draftNotice(number, other, by: city.tenderer, at: city.start)
        #expect(try city.tender(number).stage == .filed)
        #expect(try city.tender(number).gates.verifiedDigest == nil)
        #expect(
            await refused {
                try await city.player.publish(number, by: city.tenderer, at: city.start)
            } == "tender.wrongStage")
        try await city.player.passVerification(number, by: city.clerk, at: city.start)
        try await city.player.publish(number, by: city.tenderer, at: city.start)
        #expect(try city.tender(number).notice?.place == "第五开标室")
        #expect(
            await refused {
                try await city.player.section(number, "publishNotice", by: city.tenderer, at: city.start)
            } == "tender.wrongStage")
    }

    @Test("The same notice again is no draft, and one whose issue lies in the past is none (条例 16)")
    func refusals() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        func draft(_ change: (inout NoticeValues) -> Void, at instant: Instant) async -> String {
            var notice = city.notice
            change(&notice)
            return await refused {
                try await city.player.section(number, "draftNotice", notice.input, by: city.tenderer, at: instant)
            }
        }
        #expect(await draft({ _ in }, at: city.start) == "notice.unchanged")
        #expect(
            await draft({ $0.place = "第五开标室" }, at: city.issueFrom.advanced(byMilliseconds: 1))
                == "notice.issueInPast T02")
        #expect(
            await draft({ $0.issueUntil = $0.deadline.advanced(byMilliseconds: 1) }, at: city.start)
                == "notice.issueAfterDeadline T02")
    }

    @Test("Verified late, documents are issued from then on, as long as twenty days are left (招标投标法 24)")
    func late() async throws {
        let city = try await TestCity()
        let number = try await city.verifiedSection()
        func publish(_ days: Int64) async -> String {
            await refused {
                try await city.player.publish(number, by: city.tenderer, at: city.issueFrom.advanced(byDays: days))
            }
        }
        // Six days of issue are planned, and twenty-one of preparation.
        #expect(await publish(2) == "notice.issueTooShort T02")
        var longer = city.notice
        longer.issueUntil = longer.deadline
        try await city.player.draftNotice(number, longer, by: city.tenderer, at: city.start)
        try await city.player.passVerification(number, by: city.clerk, at: city.start)
        #expect(await publish(2) == "notice.preparationTooShort T03")
        let at = city.issueFrom.advanced(byHours: 3)
        try await city.player.publish(number, by: city.tenderer, at: at)
        let tender = try city.tender(number)
        #expect(tender.notice?.issueFrom == at && tender.draftedNotice?.issueFrom == city.issueFrom)
    }

    @Test("A reminder is answered where its defects stand: in the document, in the notice, or in both")
    func subjects() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        func remind(_ subjects: [VerificationReminder.Subject]) async throws {
            let defects = subjects.map { RawValue.defect(.contradiction, in: $0, place: "开标地点", "公告与文件不一致") }
            try await city.player.section(
                number, "returnForCorrection", ["defects": .list(defects)], by: city.clerk, at: city.start)
        }
        func corrected() throws -> Int64? {
            try city.desk.facts.rows("SELECT COUNT(corrected) AS number FROM correction").first?.integer("number")
        }
        try await remind([.notice])
        #expect(try duties(city, number) == ["draftNotice"])
        #expect(try corrected() == 0)
        var notice = city.notice
        notice.place = "第五开标室"
        try await city.player.draftNotice(number, notice, by: city.tenderer, at: city.start)
        #expect(try city.tender(number).isUnderVerification)
        #expect(try corrected() == 1)
        try await remind([.document, .notice])
        #expect(try duties(city, number) == ["draftDocument"])
        var document = city.document
        document.durationDays = 200
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "无")
        try await city.player.section(number, "fileDocument", by: city.tenderer, at: city.start)
        #expect(try !city.tender(number).isUnderVerification)
        #expect(try corrected() == 2)
        #expect(try duties(city, number) == ["draftNotice"])
        let entries = try city.installation.store.entries(docket: "section/\(number)", after: 0)
        #expect(try GateHistory(number, entries).reminders.map { $0.corrected != nil } == [true, false])
        notice.place = "第三开标室"
        try await city.player.draftNotice(number, notice, by: city.tenderer, at: city.start)
        #expect(try city.tender(number).isUnderVerification)
        #expect(try corrected() == 3)
        try await city.player.passVerification(number, by: city.clerk, at: city.start)
        #expect(try city.tender(number).stage == .verified)
    }

    @Test("A document that then states other days asks for its notice anew, and so does a notice that came too late")
    func outdated() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        try await city.player.draftNotice(number, city.notice, by: city.tenderer, at: city.start)
        let late = city.issueFrom.advanced(byDays: 2)
        #expect(
            await refused {
                try await city.player.section(number, "fileDocument", by: city.tenderer, at: late)
            } == "notice.issueTooShort T02")
        try await city.player.section(number, "fileDocument", by: city.tenderer, at: city.start)
        #expect(
            await refused {
                try await city.player.passVerification(number, by: city.clerk, at: late)
            } == "notice.issueTooShort T02")
        var document = city.document
        document.durationDays = 200
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        let start = city.start
        let other = Day(of: city.deadline).advanced(byDays: 5)
        let scanner = ScanWriter.Scanner(
            rules: "test", file: { _, name, _, _ in .init(stated: .init(file: name, days: .init(deadline: other))) },
            fields: { _, _ in [] }, words: { _, _, _ in [] })
        try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { start }
        let answers = FairCompetitionReview.aspects.map {
            RawValue.object(["aspect": .text($0), "clear": .boolean(true)])
        }
        try await city.player.section(
            number, "signReview", ["answers": .list(answers), "opinion": .text("无")], by: city.tenderer, at: city.start)
        #expect(try duties(city, number) == ["draftNotice"])
    }

    @Test("A ledger from before notices were drafted goes on with the notice, and its verification")
    func upgrade() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        let digest = try #require(try city.tender(number).documentDigest)
        // As an older program wrote them: no notice, no promise, the checklist of five kinds.
        let filed = #"{"filing":{"digest":"\#(digest)","receipt":"BA-1","region":"530627","trade":"A07"}}"#
        let passed = #"{"digest":"\#(digest)","checked":["date"]}"#
        for (name, open) in [("documentFiled", filed), ("verificationPassed", passed)] {
            let act = try ActCoding.decode(Tender.Act.self, name: name, open: Array(open.utf8))
            _ = try await city.desk.decide(Tender.self, on: number, at: city.start) { _, _ in Decision(act) }
            #expect(try duties(city, number) == ["draftNotice"])
        }
        #expect(
            await refused { try await city.player.publish(number, by: city.tenderer, at: city.start) }
                == "notice.notDrafted")
        try await city.player.draftNotice(number, city.notice, by: city.tenderer, at: city.start)
        #expect(try duties(city, number) == ["passVerification"])
        try await city.player.passVerification(number, by: city.clerk, at: city.start)
        try await city.player.declareKeys(number, city.holders, at: city.start)
        try await city.player.publish(number, by: city.tenderer, at: city.start)
        #expect(try city.tender(number).stage == .bidding)
        let letter =
            #"{"reminder":{"digest":"ab","findings":"","number":"1","defects":[{"kind":"date","place":"","text":""}]}}"#
        var old = Tender(id: "2026-000001")
        old.apply(
            try ActCoding.decode(Tender.Act.self, name: "verificationReturned", open: Array(letter.utf8)),
            Moment(at: city.start, by: city.clerk, version: 1))
        #expect(old.gates.reminders[0].concerns(.document) && !old.gates.reminders[0].concerns(.notice))
    }
}

@Suite("Clarifications pass gate one before they are out, and the centre looks through them afterwards")
struct ClarificationTests {
    private let text = "第 3 项采用某品牌水泵"

    private func draft(
        _ city: TestCity, _ number: String, _ text: String, at instant: Instant? = nil
    ) async throws {
        try await city.player.section(
            number, "draftClarification", ["text": .text(text), "affectsPreparation": .boolean(false)],
            by: city.tenderer, at: instant ?? city.issueFrom)
    }

    private func issue(_ city: TestCity, _ number: String) async -> String {
        await refused {
            try await city.player.section(number, "clarify", by: city.tenderer, at: city.issueFrom)
        }
    }

    @Test("What the machine finds in a clarification is put right or justified before it is out (条例 32)")
    func gateOne() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        func outcomes() throws -> [String] {
            try city.desk.facts.rows("SELECT outcome FROM scan_finding ORDER BY sentence").map { $0.text("outcome") }
        }
        #expect(await issue(city, number) == "notice.clarificationNotDrafted")
        try await draft(city, number, text)
        #expect(await issue(city, number) == "gates.notScanned D16")
        try await city.player.scan(at: city.issueFrom)
        #expect(await issue(city, number) == "gates.findingsOpen D16")
        #expect(try outcomes() == ["open"])
        // Corrected: the draft takes the place of the one before.
        try await draft(city, number, "第 3 项水泵的流量改为 200 立方米每小时")
        #expect(await issue(city, number) == "gates.notScanned D16", "every draft is read")
        try await city.player.scan(at: city.issueFrom)
        #expect(try outcomes() == ["fixed"])
        #expect(await issue(city, number) == "")
        // Justified, with the reason in public.
        try await draft(city, number, "第 4 项与既有某品牌设备配套")
        try await city.player.scan(at: city.issueFrom)
        func justify(_ finding: String) async -> String {
            await refused {
                try await city.player.section(
                    number, "justifyFinding", ["finding": .text(finding), "reason": .text("既有设备的备件")],
                    by: city.tenderer, at: city.issueFrom)
            }
        }
        #expect(await justify("S2") == "gates.noSuchFinding")
        #expect(await justify("S1") == "")
        #expect(await issue(city, number) == "")
        #expect(try outcomes() == ["fixed", "justified"])
        #expect(try city.tender(number).clarifications.map(\.number) == [1, 2])
        let entries = try city.installation.store.entries(docket: "section/\(number)", after: 0)
        let history = try GateHistory(number, entries)
        #expect(history.publications.map(\.notice.id) == ["C1", "C2"] && history.clarificationDraft == nil)
        #expect(history.publications[1].clarification?.reasons["S1"]?.what == "既有设备的备件")
    }

    @Test("Only the platform reads, and only the draft that stands; a draft that never came out withdraws its findings")
    func reading() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        try await draft(city, number, text)
        let scan = DocumentScan(digest: "ab", rules: "test", findings: [], omitted: 0, unread: [])
        for (holder, code) in [(city.tenderer, "office.wrongRole"), (OfficeHolder.platform, "gates.documentChanged")] {
            #expect(
                await refused {
                    _ = try await city.desk.decide(Tender.self, on: number, by: holder, at: city.issueFrom) {
                        try $0.recordScan(scan, $1)
                    }
                } == code)
        }
        try await city.player.scan(at: city.issueFrom)
        // The newer draft is never read: what was found in the one before it is withdrawn with it.
        try await draft(city, number, "第 4 项不变")
        #expect(try city.desk.facts.rows("SELECT section FROM scan_due").count == 1)
        try await city.room.closeBidding(section: number, at: city.deadline)
        #expect(try city.tender(number).clarificationDraft == nil)
        let rows = try city.desk.facts.rows("SELECT outcome FROM scan_finding")
        #expect(rows.map { $0.text("outcome") } == ["withdrawn"])
        #expect(try city.desk.facts.rows("SELECT section FROM scan_due").isEmpty)
    }

    @Test("A draft is read again when the rules in force change; reasons stay with their clauses, in public")
    func rulesChanged() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        try await draft(city, number, text)
        let at = city.issueFrom
        func read(_ rules: String, _ sentences: [String]) async throws {
            let scanner = ScanWriter.Scanner(
                rules: rules, file: { _, _, _, _ in .init() }, fields: { _, _ in [] },
                words: { _, _, _ in
                    sentences.map { sentence in
                        DocumentScan.Finding(
                            id: "", file: "", aspect: "FC08", rule: "FC08-01", severity: .soft, page: nil, start: 0,
                            end: 1, sentence: sentence, basis: "条例三十二")
                    }
                })
            try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { at }
        }
        func outcomes() throws -> [String] {
            try city.desk.facts.rows("SELECT sentence, outcome FROM scan_finding ORDER BY sentence").map {
                $0.text("sentence") + " " + $0.text("outcome")
            }
        }
        try await read("one", ["甲", "乙"])
        try await city.player.section(
            number, "justifyFinding", ["finding": .text("S2"), "reason": .text("配套")], by: city.tenderer, at: at)
        let size = city.installation.store.size
        try await read("one", ["甲", "乙"])
        #expect(city.installation.store.size == size, "the same rules read once")
        try await read("two", ["乙", "丙"])
        #expect(try outcomes() == ["丙 open", "乙 justified", "甲 withdrawn"])
        let draft = try #require(try city.tender(number).clarificationDraft)
        #expect(draft.open == ["S2"] && draft.justifications["S1"]?.reason == "配套")
        #expect(await issue(city, number) == "gates.findingsOpen D16")
        let entries = try city.installation.store.entries(docket: "section/\(number)", after: 0)
        let story = try #require(try GateHistory(number, entries).clarificationDraft)
        #expect(story.reasons.mapValues(\.what) == ["S1": "配套"] && story.scan?.what.rules == "two")
        try await read("three", ["乙"])
        #expect(await issue(city, number) == "")
        // What is out stands, whatever the rules are later.
        let published = city.installation.store.size
        try await read("four", ["丁"])
        #expect(city.installation.store.size == published)
    }

    @Test("A draft is given up by its tenderer, or by the end of the tender, and its findings with it")
    func givenUp() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        func justify() async -> String {
            await refused {
                try await city.player.section(
                    number, "justifyFinding", ["finding": .text("S1"), "reason": .text("配套")], by: city.tenderer,
                    at: city.issueFrom)
            }
        }
        func withdraw() async -> String {
            await refused {
                try await city.player.section(
                    number, "withdrawClarification", by: city.tenderer, at: city.issueFrom)
            }
        }
        func outcomes() throws -> [String] {
            try city.desk.facts.rows("SELECT outcome FROM scan_finding ORDER BY origin, sequence").map {
                $0.text("outcome")
            }
        }
        #expect(await withdraw() == "notice.clarificationNotDrafted")
        try await draft(city, number, text)
        try await city.player.scan(at: city.issueFrom)
        #expect(await withdraw() == "")
        #expect(try outcomes() == ["withdrawn"])
        #expect(await justify() == "tender.wrongStage")
        try await draft(city, number, "第 5 项采用另一品牌")
        try await city.player.scan(at: city.issueFrom)
        try await city.player.section(
            number, "terminate", ["text": .text("规划调整")], by: city.tenderer, at: city.issueFrom)
        #expect(try outcomes() == ["withdrawn", "withdrawn"])
        #expect(await justify() == "tender.wrongStage")
        let entries = try city.installation.store.entries(docket: "section/\(number)", after: 0)
        #expect(try GateHistory(number, entries).clarificationDraft == nil)
    }

    @Test(
        "The same words in document and clarification are two clauses: what happens to the draft leaves the document's")
    func twice() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        var document = city.document
        document.quality = text
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.passGates(
            number, tenderer: city.tenderer, clerk: city.clerk, reviewed: city.start, filed: city.start,
            verified: city.start, opinion: "无", notice: city.notice)
        try await city.player.declareKeys(number, city.holders, at: city.start)
        try await city.player.publish(number, by: city.tenderer, at: city.start)
        try await draft(city, number, text)
        try await city.player.scan(at: city.issueFrom)
        func outcomes() throws -> [String] {
            try city.desk.facts.rows("SELECT origin, outcome FROM scan_finding ORDER BY origin").map {
                $0.text("origin") + " " + $0.text("outcome")
            }
        }
        #expect(try outcomes() == [" justified", "C1 open"])
        try await city.room.closeBidding(section: number, at: city.deadline)
        #expect(try outcomes() == [" justified", "C1 withdrawn"])
    }

    @Test("A draft's files are for the tenderer and the offices in charge; with the clarification they are everybody's")
    func files() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let writer = try city.room.blobs.writer()
        try writer.append(Array("%PDF-1.7 澄清".utf8))
        let blob = try writer.finish()
        let file = FileReference(
            name: "澄清.pdf", mediaType: "application/pdf", sha256: blob.sha256, root: blob.root, size: blob.size)
        func published() throws -> Int64? {
            try city.desk.facts.rows(
                "SELECT published FROM docket_file WHERE sha256 = $1", [.text(blob.sha256)]
            ).first?.integer("published")
        }
        try await city.player.section(
            number, "draftClarification",
            ["text": .text("见附件"), "affectsPreparation": .boolean(false), "files": .list([file.raw])],
            by: city.tenderer, at: city.issueFrom)
        #expect(try published() == 0)
        #expect(try !city.tender(number).files.contains(file))
        try await city.player.scan(at: city.issueFrom)
        try await city.player.section(number, "clarify", by: city.tenderer, at: city.issueFrom)
        #expect(try published() == 1)
        #expect(try city.tender(number).files.contains(file))
    }

    @Test("A clarification that was reminded of once bids are in is corrected by a notice of its own")
    func afterwards() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        try await city.player.clarify(
            number, "修改第 3 项", affectsPreparation: false, by: city.tenderer, at: city.issueFrom)
        try await city.room.closeBidding(section: number, at: city.deadline)
        try await city.player.remindNotice(
            number, "C1", .omission, place: "正文", "未写明改为什么", by: city.clerk, at: city.deadline)
        let duties = try city.desk.facts.rows(
            "SELECT command FROM duty WHERE docket = $1 AND command = 'correctNotice'", [.text("section/\(number)")])
        #expect(duties.count == 1)
        try await city.player.section(
            number, "correctNotice", ["notice": .text("C1"), "text": .text("改为 5 台")], by: city.tenderer,
            at: city.deadline)
        try await city.verifyNotices(number, at: city.deadline)
        #expect(try city.tender(number).submitted.map(\.state) == [.verified])
        let corrected = try city.desk.facts.rows("SELECT corrected FROM correction")
        #expect(corrected.count == 1 && corrected[0].optionalInteger("corrected") != nil)
    }

    @Test("Fifteen days are counted from the publication, not from the draft (条例 21)")
    func time() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        let at = city.deadline.advanced(byDays: -15)
        try await city.player.section(
            number, "draftClarification", ["text": .text("修改第 3 项"), "affectsPreparation": .boolean(true)],
            by: city.tenderer, at: at)
        try await city.player.scan(at: at)
        #expect(
            await refused {
                try await city.player.section(
                    number, "clarify", by: city.tenderer, at: at.advanced(byMilliseconds: 1))
            } == "notice.clarificationTooLate T05")
        try await city.player.section(number, "clarify", by: city.tenderer, at: at)
        #expect(try city.tender(number).deadline == city.deadline)
    }

    @Test("A clarification that the centre reminded of is corrected by a further one, which is looked through itself")
    func corrected() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        try await city.player.clarify(
            number, "修改第 3 项", affectsPreparation: false, by: city.tenderer, at: city.issueFrom)
        let first = try #require(try city.tender(number).submitted(.waiting)?.notice)
        #expect(first.kind == .clarification)
        #expect(first.verifyBy == (try city.desk.law.due("V02", from: city.issueFrom).due))
        try await city.player.remindNotice(
            number, "C1", .omission, place: "正文", "未写明改为什么", by: city.clerk, at: city.issueFrom)
        #expect(
            await refused {
                try await city.player.section(
                    number, "correctNotice", ["notice": .text("C1"), "text": .text("改为 5 台")], by: city.tenderer,
                    at: city.issueFrom)
            } == "notice.correctedByClarification")
        try await city.player.clarify(
            number, "第 3 项改为 5 台", affectsPreparation: false, by: city.tenderer, at: city.issueFrom)
        #expect(try city.tender(number).submitted.map(\.state) == [.corrected, .waiting])
        let corrected = try city.desk.facts.rows("SELECT corrected FROM correction")
        #expect(corrected.count == 1 && corrected[0].optionalInteger("corrected") != nil)
        try await city.player.writeRecords(at: city.issueFrom)
        let letters = try city.tender(number).records.published.filter { $0.kind == .reminder }
        #expect(letters.map(\.letter) == ["\(number)-G1"])
    }
}

@Suite("Every published notice is looked through by its own checklist")
struct NoticeVerificationTests {
    @Test("Candidates, result and termination go before the centre as they are published, with its promise")
    func submitted() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        let tender = try city.tender(number)
        #expect(tender.submitted.map(\.notice.kind) == [.candidates, .result])
        #expect(tender.runningTerms.filter { $0.rule == "V02" }.count == 2)
        let duties = try city.desk.facts.rows(
            "SELECT role, due FROM duty WHERE docket = $1 AND command = 'verifyNotice'", [.text("section/\(number)")])
        #expect(duties.map { $0.text("role") } == ["centreClerk"])
        #expect(
            duties[0].optionalInteger("due") == (try city.desk.law.due("V02", from: city.publicised).due.milliseconds))
        let ended = try await city.publishedSection()
        try await city.player.section(
            ended, "terminate", ["text": .text("规划调整")], by: city.tenderer, at: city.issueFrom)
        #expect(try city.tender(ended).submitted.map(\.notice.id) == ["E"])
        let early = try await city.verifiedSection()
        try await city.player.section(
            early, "terminate", ["text": .text("规划调整")], by: city.tenderer, at: city.start)
        #expect(try city.tender(early).submitted.isEmpty, "nobody was told of the tender")
    }

    @Test("Reminded, corrected, verified: each by the one whose it is, and once")
    func corrections() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        let at = city.publicityEnds.advanced(byHours: 2)
        let defect = RawValue.defect(.omission, place: "公示正文", "未载明异议渠道")
        func perform(_ command: String, _ input: [String: RawValue], by holder: OfficeHolder) async -> String {
            await refused { try await city.player.section(number, command, input, by: holder, at: at) }
        }
        let reminder: [String: RawValue] = ["notice": .text("P"), "defects": .list([defect])]
        #expect(await perform("remindNotice", reminder, by: city.tenderer) == "office.wrongRole")
        #expect(
            await perform("remindNotice", ["notice": .text("Q"), "defects": .list([defect])], by: city.clerk)
                == "notice.noSuch")
        #expect(
            await perform("correctNotice", ["notice": .text("P"), "text": .text("补充")], by: city.tenderer)
                == "notice.notReminded")
        #expect(await perform("remindNotice", reminder, by: city.clerk) == "")
        #expect(await perform("remindNotice", reminder, by: city.clerk) == "notice.notWaiting")
        let stranger = OfficeHolder(
            person: "P-000099", office: Office(.tenderer, region: "530600", organisation: TestCity.bidderCodes[0]))
        let correction: [String: RawValue] = ["notice": .text("P"), "text": .text("异议向招标人提出")]
        #expect(await perform("correctNotice", correction, by: stranger) == "office.wrongOrganisation")
        #expect(await perform("correctNotice", correction, by: city.tenderer) == "")
        // The correction is looked through as the notice was, line by line.
        let lines = city.desk.law.checklist(for: .candidates, on: Day(of: city.start)).map(\.id)
        func verify(_ lines: [String], clear: Bool = true) async -> String {
            await perform(
                "verifyNotice",
                [
                    "notice": .text("P"),
                    "checked": .list(lines.map { .object(["item": .text($0), "clear": .boolean(clear)]) }),
                ], by: city.clerk)
        }
        #expect(await verify(lines.reversed(), clear: false) == "gates.defectFound")
        #expect(await verify(["result.winner"]) == "gates.checklistIncomplete")
        #expect(await verify(lines) == "")
        #expect(await verify(lines) == "notice.notWaiting")
        let tender = try city.tender(number)
        #expect(tender.submitted.map(\.state) == [.verified, .waiting])
        #expect(tender.stage == .noticeIssued, "verification keeps nothing back")
        let entries = try city.installation.store.entries(docket: "section/\(number)", after: 0)
        let publication = try #require(try GateHistory(number, entries).publications.first)
        #expect(publication.letters.map { $0.corrected != nil } == [true])
        #expect(publication.corrections.map(\.what.text) == ["异议向招标人提出"])
        #expect(publication.verified?.doing.by == city.clerk.office && publication.verified?.what == lines)
    }

    @Test("A correction of substance prolongs the publicity by three days or more (条例 54)")
    func prolonged() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        try await city.evaluate(number)
        try await city.player.section(
            number, "publiciseCandidates", ["until": .instant(city.publicityEnds)], by: city.tenderer,
            at: city.publicised)
        let at = city.publicised.advanced(byDays: 1)
        try await city.player.remindNotice(
            number, "P", .error, place: "报价", "与开标记录不一致", by: city.clerk, at: at)
        func correct(_ until: Instant) async -> String {
            await refused {
                try await city.player.section(
                    number, "correctNotice",
                    ["notice": .text("P"), "text": .text("更正报价"), "until": .instant(until)], by: city.tenderer,
                    at: at)
            }
        }
        let lawful = at.advanced(byDays: 3)
        #expect(await correct(lawful.advanced(byMilliseconds: -1)) == "award.publicityTooShort T21")
        #expect(await correct(lawful) == "")
        #expect(try city.tender(number).publicityUntil == lawful)
    }

    @Test("What is archived is whole: no notice waits or was reminded of")
    func archived() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        try await city.player.section(
            number, "terminate", ["text": .text("规划调整")], by: city.tenderer, at: city.issueFrom)
        try await city.player.writeRecords(at: city.issueFrom)
        func archive() async -> String {
            await refused {
                try await city.player.section(
                    number, "archive", ["volume": .text("ZT-1"), "retentionYears": .integer(30)], by: city.clerk,
                    at: city.issueFrom)
            }
        }
        #expect(await archive() == "archive.noticesOpen")
        try await city.verifyNotices(number, at: city.issueFrom)
        #expect(await archive() == "")
    }

    @Test("A letter that an entry cannot hold is refused in words, and nothing is entered")
    func tooLong() async throws {
        let city = try await TestCity()
        let number = try await city.noticedSection()
        let text = String(repeating: "长", count: 1000)
        let defect = RawValue.defect(.omission, place: "公示正文", text)
        let before = try city.tender(number)
        #expect(
            await refused {
                try await city.player.section(
                    number, "remindNotice",
                    ["notice": .text("P"), "defects": .list(Array(repeating: defect, count: 30))], by: city.clerk,
                    at: city.publicityEnds.advanced(byHours: 2))
            } == "input.actTooLong")
        #expect(try city.tender(number).submitted == before.submitted)
    }

    @Test("The form of a checklist holds the law's lines, in the version under which the tender began")
    func forms() async throws {
        let city = try await TestCity()
        let number = try await city.reviewedSection()
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        let form = try city.desk.prefilled("section", "passVerification", on: number, by: city.clerk)
        let lines = city.desk.law.checklist(for: .tender, on: Day(of: city.start))
        #expect(form["checked"] == .list(lines.map { .object(["item": .text($0.id)]) }))
        #expect(Set(lines.map(\.kind)) == Set(DefectKind.allCases))
        #expect(try city.desk.prefilled("section", "passVerification", on: number, by: city.tenderer).isEmpty)
        let document = try city.desk.prefilled("section", "draftDocument", on: number, by: city.tenderer)
        #expect(document["quality"] == .text("合格") && document["deposit"] == .text("200000.00"))
        let stranger = OfficeHolder(
            person: "P-000099", office: Office(.tenderer, region: "530600", organisation: TestCity.bidderCodes[0]))
        #expect(try city.desk.prefilled("section", "draftDocument", on: number, by: stranger).isEmpty)
        // As it stands in the form it is the same document: nothing to draft.
        let same = await refused {
            _ = try await city.desk.perform(
                "section", "draftDocument", on: number, input: document, dialect: .form, by: city.tenderer,
                at: city.start)
        }
        #expect(same == "document.unchanged")
    }
}
