import Demo
import Desk
import Foundation
import Insight
import Statute
import Synchronization
import Testing

@testable import Trading

@Suite("Gate one: what the machine found is put right or justified (第16号令, domain.md §1.3)")
struct DocumentScanTests {
    private func answers(unclear: String? = nil) -> [String: RawValue] {
        let rows = FairCompetitionReview.aspects.map { aspect -> RawValue in
            var row: [String: RawValue] = ["aspect": .text(aspect), "clear": .boolean(aspect != unclear)]
            if aspect == unclear { row["note"] = .text("见理由") }
            return .object(row)
        }
        return ["answers": .list(rows), "opinion": .text("无")]
    }

    private func sign(_ city: TestCity, _ number: String, unclear: String? = nil) async -> String {
        await refused {
            try await city.player.section(
                number, "signReview", answers(unclear: unclear), by: city.tenderer, at: city.start)
        }
    }

    private func justify(_ city: TestCity, _ number: String, _ finding: String) async -> String {
        await refused {
            try await city.player.section(
                number, "justifyFinding", ["finding": .text(finding), "reason": .text("应急抢险需要")],
                by: city.tenderer, at: city.start)
        }
    }

    @Test("Nobody signs before the document was read, nor with an open finding, nor calls its aspect clear")
    func justified() async throws {
        let city = try await TestCity()
        let number = try await city.draftedSection(quality: "合格，采用某品牌产品")
        #expect(await sign(city, number) == "gates.notScanned D16")
        try await city.player.scan(at: city.start)
        let scan = try #require(try city.tender(number).gates.scan)
        #expect(scan.findings.map(\.id) == ["S1"] && scan.findings[0].aspect == "FC08")
        #expect(await sign(city, number) == "gates.findingsOpen D16")
        #expect(await justify(city, number, "S2") == "gates.noSuchFinding")
        #expect(await justify(city, number, "S1") == "")
        #expect(await justify(city, number, "S1") == "gates.noSuchFinding")
        #expect(await sign(city, number) == "gates.aspectHasFinding D16")
        #expect(await sign(city, number, unclear: "FC08") == "")
        // Once is enough: nothing waits any more.
        let size = city.installation.store.size
        try await city.player.scan(at: city.start)
        #expect(city.installation.store.size == size)
    }

    @Test("A corrected document is read anew and shows what was put right; the old reasons do not carry over")
    func corrected() async throws {
        let city = try await TestCity()
        let number = try await city.draftedSection(quality: "合格，采用某品牌产品")
        var document = city.document
        try await city.player.scan(at: city.start)
        #expect(await justify(city, number, "S1") == "")
        document.quality = "合格，采用另一品牌产品"
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.scan(at: city.start)
        var gates = try city.tender(number).gates
        #expect(gates.openFindings.map(\.id) == ["S1"] && gates.scans.count == 2)
        let changes = gates.scans[1].changes(since: gates.scans[0])
        #expect(changes.fixed.count == 1 && changes.new.count == 1)
        document.quality = "合格"
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.scan(at: city.start)
        gates = try city.tender(number).gates
        #expect(gates.openFindings.isEmpty && gates.scans.count == 2)
        #expect(await sign(city, number) == "")
    }

    @Test("Each clause counts once, as put right, justified or open, however many versions repeat it")
    func counted() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        func outcomes() throws -> [String] {
            try city.desk.facts.rows("SELECT outcome FROM scan_finding ORDER BY sequence, identity").map {
                $0.text("outcome")
            }
        }
        func version(_ quality: String) async throws {
            var document = city.document
            document.quality = quality
            try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
            try await city.player.scan(at: city.start)
        }
        try await version("采用某品牌产品")
        #expect(try outcomes() == ["open"])
        #expect(await justify(city, number, "S1") == "")
        #expect(try outcomes() == ["justified"])
        try await version("采用另一品牌产品")
        #expect(try outcomes() == ["fixed", "open"])
        try await version("合格")
        #expect(try outcomes() == ["fixed", "fixed"])
        try await version("采用某品牌产品")
        #expect(try outcomes() == ["open", "fixed"])
    }

    @Test("The scanner learns the day that the tender began, and whether it must be tendered with its project's others")
    func sectionFacts() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        let start = city.start
        let seen = Mutex<[ScanWriter.Section]>([])
        let scanner = ScanWriter.Scanner(
            rules: "test",
            file: { _, _, _, section in
                seen.withLock { $0.append(section) }
                return .init()
            }, fields: { _, _ in [] }, words: { _, _, _ in [] })
        try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { start }
        let tender = try city.tender(number)
        let section = try #require(seen.withLock { $0.first })
        #expect(section.plan == tender.plan && section.begunOn == tender.begunOn && section.begunOn != nil)
        #expect(try section.mustTender == tender.mustTender(city.desk.facts, law: city.desk.law)?.mustTender)
    }

    @Test("A draft is read again when the rules in force change; reasons stay with their clauses")
    func rulesChanged() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        let start = city.start
        func read(_ rules: String, _ sentences: [String]) async throws {
            let scanner = ScanWriter.Scanner(
                rules: rules, file: { _, _, _, _ in .init() },
                fields: { _, _ in
                    sentences.map { sentence in
                        DocumentScan.Finding(
                            id: "", file: "", aspect: "FC04", rule: "FC04-01", severity: .soft, page: nil, start: 0,
                            end: 1, sentence: sentence, basis: "第16号令第六条")
                    }
                }, words: { _, _, _ in [] })
            try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { start }
        }
        func outcomes() throws -> [String] {
            try city.desk.facts.rows("SELECT sentence, outcome FROM scan_finding ORDER BY sentence").map {
                $0.text("sentence") + " " + $0.text("outcome")
            }
        }
        try await read("one", ["甲", "乙"])
        #expect(await justify(city, number, "S2") == "")
        let size = city.installation.store.size
        try await read("one", ["甲", "乙"])
        #expect(city.installation.store.size == size, "the same rules read once")
        try await read("two", ["乙", "丙"])
        var gates = try city.tender(number).gates
        #expect(gates.scans.count == 1 && gates.scan?.rules == "two")
        #expect(gates.openFindings.map(\.sentence) == ["丙"] && gates.justifications["S1"] != nil)
        #expect(try outcomes() == ["丙 open", "乙 justified", "甲 withdrawn"])
        #expect(await justify(city, number, "S2") == "")
        #expect(await sign(city, number, unclear: "FC04") == "")
        // What was signed stands, whatever the rules are later.
        try await read("three", ["丁"])
        gates = try city.tender(number).gates
        #expect(gates.scan?.rules == "two" && gates.review != nil)
    }

    @Test("Only the platform enters what the machine found, and only for the version that stands")
    func platform() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        let scan = DocumentScan(digest: "other", rules: "test", findings: [], omitted: 0, unread: [])
        for holder in [OfficeHolder.platform, city.tenderer] {
            #expect(
                await refused {
                    _ = try await city.desk.decide(Tender.self, on: number, by: holder, at: city.start) {
                        try $0.recordScan(scan, $1)
                    }
                } == (holder == .platform ? "gates.documentChanged" : "office.wrongRole"))
        }
    }

    @Test("However much is found, the entry holds it: the rest is counted")
    func many() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        let scanner = ScanWriter.Scanner(
            rules: "test", file: { _, _, _, _ in throw ScanWriter.Unreadable(reason: "scanned") },
            fields: { _, _ in
                (0..<500).map { index in
                    DocumentScan.Finding(
                        id: "", file: "招标文件.pdf", aspect: "FC04", rule: "FC04-01",
                        severity: index == 499 ? .hard : .soft, page: index, start: index, end: index + 9,
                        sentence: "第\(index)项：" + String(repeating: "本", count: 120), basis: "第16号令第六条")
                }
            }, words: { _, _, _ in [] })
        let start = city.start
        try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { start }
        let scan = try #require(try city.tender(number).gates.scan)
        #expect(scan.findings.count > 50 && scan.findings.count + scan.omitted == 500)
        #expect(scan.unread.map(\.reason) == ["scanned"])
        // What has no room is soft; whoever justifies all that is listed has still not answered for the rest.
        #expect(scan.findings.count { $0.severity == .hard } == 1)
        #expect(scan.findings.map(\.id) == scan.findings.indices.map { "S\($0 + 1)" })
        for finding in scan.findings { #expect(await justify(city, number, finding.id) == "") }
        #expect(await sign(city, number, unclear: "FC04") == "gates.findingsOmitted D16")
    }

    @Test("What the platform could not read, a whole file or some pages, is answered for by name before anybody signs")
    func unread() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        let start = city.start
        func read(_ rules: String) async throws {
            let scanner = ScanWriter.Scanner(
                rules: rules, file: { _, _, _, _ in .init(picturePages: [2, 3, 9]) }, fields: { _, _ in [] },
                words: { _, _, _ in [] })
            try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { start }
        }
        try await read("one")
        #expect(try city.tender(number).gates.openUnread.map(\.file.pages) == [[2, 3, 9]])
        #expect(await sign(city, number) == "gates.filesUnread D16")
        func duties() throws -> [String] {
            try city.desk.facts.rows(
                "SELECT command FROM duty WHERE docket = $1 AND role = 'tenderer' AND command <> 'declareOpeningKey'",
                [.text("section/\(number)")]
            ).map { $0.text("command") }
        }
        let briefing = try city.desk.briefing("section", "justifyFinding", on: number, by: city.tenderer)
        #expect(briefing.first?.text.chinese == "U1 招标文件.pdf：第 2、3、9 页")
        #expect(try duties() == ["justifyFinding"])
        #expect(await justify(city, number, "U2") == "gates.noSuchFinding")
        #expect(await justify(city, number, "U1") == "")
        #expect(try duties() == ["signReview"])
        // Read again by other rules, the pages are the same, and so is what was said of them.
        try await read("two")
        #expect(try city.tender(number).gates.openUnread.isEmpty)
        #expect(await sign(city, number) == "")
    }

    @Test("A notice that names another day than its document is refused by field; the same days go through")
    func contradictions() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        let (start, until) = (city.start, city.issueFrom.advanced(byDays: 6))
        let days = (Day(of: city.issueFrom), Day(of: until), Day(of: city.deadline))
        let scanner = ScanWriter.Scanner(
            rules: "test",
            file: { _, name, _, _ in
                .init(
                    stated: .init(
                        file: name, days: .init(issueFrom: days.0, issueUntil: days.1, deadline: days.2)))
            }, fields: { _, _ in [] }, words: { _, _, _ in [] })
        try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { start }
        #expect(await sign(city, number) == "")
        func draft(_ issueFrom: Instant, _ issueUntil: Instant, _ deadline: Instant) async -> String {
            do {
                try await city.player.draftNotice(
                    number,
                    NoticeValues(
                        issueFrom: issueFrom, issueUntil: issueUntil, deadline: deadline, place: "第三开标室",
                        contact: "李敏"), by: city.tenderer, at: city.start)
                return ""
            } catch let refusal as Refusal {
                return "\(refusal.code) \(refusal.rule ?? "") \(refusal.field ?? "")"
            } catch { return "\(error)" }
        }
        let (from, deadline) = (city.issueFrom, city.deadline)
        #expect(await draft(from, until, deadline.advanced(byDays: 1)) == "notice.contradictsDocument T03 deadline")
        #expect(await draft(from, until.advanced(byDays: 1), deadline) == "notice.contradictsDocument T02 issueUntil")
        #expect(await draft(from, until, deadline.advanced(byHours: 1)) == "", "the same day")
    }

    @Test("One clause in a field and in a file is one finding, whatever its number and line breaks; the file shows it")
    func once() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        @Sendable func finding(_ sentence: String, file: String) -> DocumentScan.Finding {
            DocumentScan.Finding(
                id: "", file: file, aspect: "FC04", rule: "FC04-01", severity: .hard, page: nil, start: 0, end: 2,
                sentence: sentence, basis: "第16号令第六条")
        }
        let scanner = ScanWriter.Scanner(
            rules: "test",
            file: { _, name, _, _ in
                .init([
                    finding("3.3 须在本市注册企 业", file: name), finding("（二）须在本市设立分公司", file: name),
                    finding("2023年以来在本市有业绩", file: name), finding("2024年以来在本市有业绩", file: name),
                ])
            },
            fields: { _, _ in [finding("须在本市注册企业", file: ""), finding("须在本市设立分公司", file: "")] },
            words: { _, _, _ in [] })
        let start = city.start
        try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in scanner }.scanDue { start }
        let found = try #require(try city.tender(number).gates.scan?.findings)
        #expect(found.count == 4 && found.allSatisfy { $0.file == "招标文件.pdf" })
    }
}
