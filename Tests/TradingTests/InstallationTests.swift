import Foundation
import Ledger
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
}
