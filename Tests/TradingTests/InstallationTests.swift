import Foundation
import Ledger
import Statute
import Testing

@testable import Trading

@Suite("An installation")
struct InstallationTests {
    @Test("Its log keeps the name that it was begun under, whatever address a later start is given")
    func origin() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = { @Sendable in TestCity.beginning }
        let first = try Installation.open(
            folder: folder, site: "https://trading.example.gov.cn", vault: .small, clock: clock)
        let vkey = first.store.vkey
        #expect(vkey.hasPrefix("trading.example.gov.cn/ledger+"))
        try await first.store.close()
        await first.room.vault.close()
        let second = try Installation.open(folder: folder, site: "http://localhost", vault: .small, clock: clock)
        #expect(second.store.vkey == vkey)
    }

    @Test("Next year's calendar is put into its folder; a file that is wrong stops the start and is named")
    func localLaw() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let years = folder.appendingPathComponent("law/calendar")
        try FileManager.default.createDirectory(at: years, withIntermediateDirectories: true)
        // Invented, for this test only.
        let text = """
            {"year": 2031, "issuer": "测试", "notices": [{"title": "测试", "number": "测试〔2030〕1号",
            "date": "2030-11-01"}], "holidays": [{"from": "2031-01-01", "to": "2031-01-03", "reason": {"zh": "元旦",
            "en": "New Year's Day"}, "notice": "测试〔2030〕1号"}], "workdays": []}
            """
        let file = years.appendingPathComponent("2031.json")
        try Data(text.utf8).write(to: file)
        let clock = { @Sendable in TestCity.beginning }
        let opened = try Installation.open(folder: folder, site: "http://localhost", vault: .small, clock: clock)
        #expect(opened.desk.law.calendar.coveredYears.contains(2031))
        try await opened.store.close()
        await opened.room.vault.close()
        try Data(text.replacingOccurrences(of: "2031,", with: "2032,").utf8).write(to: file)
        let fault = #expect(throws: Statute.DataError.self) {
            _ = try Installation.open(folder: folder, site: "http://localhost", vault: .small, clock: clock)
        }
        #expect(fault?.description.contains("calendar/2031.json") == true)
    }
}
