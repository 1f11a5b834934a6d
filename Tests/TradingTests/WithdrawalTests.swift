import Desk
import Foundation
import Statute
import Testing

@testable import Trading

@Suite("Deposits of bids that were withdrawn before the deadline go back, and nobody is named (条例 35, 招标投标法 22)")
struct WithdrawalTests {
    /// Three bids, of which the third was withdrawn, and the first withdrawn and sent again.
    private func bidding(_ city: TestCity) async throws -> String {
        let number = try await city.publishedSection()
        let bids = city.bids()
        for bid in bids { try await city.player.send(bid, to: number, at: city.issueFrom) }
        for bid in [bids[0], bids[2]] {
            _ = try await city.room.withdraw(
                section: number, by: bid.bidder, at: city.issueFrom.advanced(byDays: 1))
        }
        try await city.player.send(bids[0], to: number, at: city.issueFrom.advanced(byDays: 2))
        return number
    }

    private func acts(_ city: TestCity, _ number: String) throws -> [String] {
        try city.desk.facts.entries("section/\(number)").map(\.entry.act)
    }

    private func returned(_ city: TestCity, _ number: String, on day: Day, at instant: Instant) async -> String {
        await refused {
            try await city.player.section(
                number, "returnWithdrawnDeposits",
                [
                    "returnedOn": .text(day.description), "refundAmount": .integer(200_000_00),
                    "refundVouchers": .text("回单17"),
                ],
                by: city.tenderer, at: instant)
        }
    }

    @Test("T15 runs from when the tenderer is told, right after the cutoff, until the deposits are back")
    func refund() async throws {
        let city = try await TestCity()
        let number = try await bidding(city)
        #expect(
            await returned(city, number, on: Day(of: city.issueFrom), at: city.issueFrom) == "deposit.noneWithdrawn T15"
        )
        #expect(try !acts(city, number).contains("withdrawalsNotified"))
        #expect(try city.tender(number).runningTerms.allSatisfy(\.parties.isEmpty))
        try await city.room.closeBidding(section: number, at: city.deadline)
        #expect(try acts(city, number).suffix(3) == ["bidsCutOff", "withdrawalsNotified", "tenderFailed"])
        // Also of a tender that failed: two bids are not opened, the third bidder's deposit goes back all the same.
        let term = try #require(try city.tender(number).runningTerms.first { $0.rule == "T15" })
        #expect(term.start == city.deadline)
        #expect(try term.due(by: city.desk.law) == city.desk.law.due("T15", from: city.deadline).due)
        let duty = try city.desk.facts.rows("SELECT due, role FROM duty WHERE command = 'returnWithdrawnDeposits'")
        #expect(duty.map { $0.text("role") } == ["tenderer"])
        #expect(duty.first?.optionalInteger("due") == term.due(by: city.desk.law)?.milliseconds)
        let day = Day(of: city.deadline)
        let late = city.deadline.advanced(byDays: 8)
        #expect(await returned(city, number, on: day.advanced(byDays: -1), at: late) == "deposit.beforeCause T15")
        #expect(await returned(city, number, on: day.advanced(byDays: 9), at: late) == "deposit.inFuture T15")
        #expect(await returned(city, number, on: day.advanced(byDays: 8), at: late) == "")
        #expect(await returned(city, number, on: day.advanced(byDays: 8), at: late) == "deposit.returned")
        #expect(try city.tender(number).runningTerms.isEmpty)
        let act = try #require(try city.desk.facts.entries("section/\(number)").last)
        #expect(
            String(decoding: act.entry.open, as: UTF8.self).contains(#"{"given":8,"required":5,"term":"T15"}"#))
    }

    @Test("The public learns how many withdrew; only the tenderer reads who, and whoever bid again is not among them")
    func names() async throws {
        let city = try await TestCity()
        let number = try await bidding(city)
        try await city.room.closeBidding(section: number, at: city.deadline)
        let told = try #require(
            try city.desk.facts.entries("section/\(number)").first { $0.entry.act == "withdrawalsNotified" })
        let open = String(decoding: told.entry.open, as: UTF8.self)
        #expect(open.hasPrefix(#"{"count":1,"#))
        for code in TestCity.bidderCodes { #expect(!open.contains(code)) }
        func read(_ holder: OfficeHolder) throws -> [Briefing] {
            try city.desk.briefing("section", "returnWithdrawnDeposits", on: number, by: holder)
        }
        let lines = try read(city.tenderer)
        #expect(lines.count == 1 && lines[0].isClosed)
        #expect(lines[0].text.chinese.contains("昭阳建筑有限公司"))
        #expect(lines[0].text.chinese.contains(BeijingTime.text(city.issueFrom.advanced(byDays: 1))))
        for other in [city.regulator, city.clerk, city.bidders[0], city.bidders[2]] {
            #expect(try read(other).isEmpty)
        }
        let neighbour = try await city.player.registerPerson(
            "邻县", Office(.tenderer, region: "530623", organisation: TestCity.bidderCodes[1]), at: city.start)
        #expect(try read(neighbour).isEmpty)
    }

    @Test("Nobody withdrew: no act says so; and an order to stand still keeps no deposit back")
    func nobodyAndOrder() async throws {
        let city = try await TestCity()
        let other = try await TestCity()
        #expect(try !acts(other, try await other.openedSection()).contains("withdrawalsNotified"))
        let number = try await bidding(city)
        try await city.player.section(
            number, "suspend", ["text": .text("核查投诉"), "orderNumber": .text("昭公管暂〔2026〕1号")], by: city.regulator,
            at: city.deadline.advanced(byHours: -1))
        try await city.room.closeBidding(section: number, at: city.deadline)
        #expect(try city.tender(number).stage == .closedForBids)
        #expect(try city.tender(number).withdrawals?.count == 1)
        // Done once, however often the clock comes by.
        try await city.room.closeBidding(section: number, at: city.deadline.advanced(byHours: 1))
        #expect(try acts(city, number).filter { $0 == "withdrawalsNotified" }.count == 1)
    }
}
