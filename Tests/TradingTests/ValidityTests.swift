import Desk
import Foundation
import Statute
import Testing

@testable import Trading

@Suite("The validity of bids, and what happens when it does not suffice (12号令 40, 30号令 29)")
struct ValidityTests {
    private func extend(_ city: TestCity, _ number: String, until: Day, at instant: Instant) async -> String {
        await refused {
            try await city.player.section(
                number, "extendValidity",
                ["validUntil": .text(until.description), "extensionReason": .text("评标被责令暂停")], by: city.tenderer,
                at: instant)
        }
    }

    private func answer(
        _ city: TestCity, _ number: String, bidder: Int, _ accepted: Bool, at instant: Instant
    ) async -> String {
        await refused {
            try await city.player.section(
                number, "answerExtension", ["accepted": .boolean(accepted)], by: city.bidders[bidder], at: instant)
        }
    }

    private func term(_ city: TestCity, _ number: String, _ rule: String) throws -> WatchedTerm? {
        try city.tender(number).runningTerms.first { $0.rule == rule }
    }

    private func last(_ city: TestCity, _ number: String) throws -> String {
        String(decoding: try #require(try city.desk.facts.entries("section/\(number)").last).entry.open, as: UTF8.self)
    }

    @Test("T37.extension runs from the deadline until ten days before the validity ends, and warns")
    func watched() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        let ends = Day(of: city.deadline).advanced(byDays: 90).end
        #expect(try city.tender(number).validityEnds == ends)
        #expect(try term(city, number, "T37.extension")?.start == city.deadline)
        #expect(try term(city, number, "T37.extension")?.due(by: city.desk.law) == ends.advanced(byDays: -10))
        _ = try await TermClock(desk: city.desk).warn(at: ends.advanced(byDays: -10))
        let warned = try city.desk.facts.rows(
            "SELECT stage FROM term_warning WHERE rule = 'T37.extension' ORDER BY sequence")
        #expect(warned.map { $0.integer("stage") } == [1, 2, 3])
        // Decided in time, nothing has to be extended.
        try await city.evaluate(number)
        try await city.player.section(
            number, "publiciseCandidates", ["until": .instant(city.publicityEnds)], by: city.tenderer,
            at: city.publicised)
        #expect(try term(city, number, "T37.extension") != nil)
        try await city.player.section(
            number, "decideAward", ["rank": .integer(1)], by: city.tenderer, at: city.publicityEnds)
        #expect(try term(city, number, "T37.extension") == nil)
        #expect(await extend(city, number, until: Day(of: ends), at: city.publicityEnds) == "tender.wrongStage T37")
    }

    @Test("An extension moves the end of the validity, and the next one is due ten days before the new end")
    func extended() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        let day = Day(of: city.deadline).advanced(byDays: 90)
        let until = day.advanced(byDays: 30)
        let asked = day.advanced(byDays: -20).at(hour: 10)
        for wrong in [day, day.advanced(byDays: 366)] {
            #expect(await extend(city, number, until: wrong, at: asked) == "validity.day T37")
        }
        #expect(await extend(city, number, until: until, at: asked) == "")
        #expect(try city.tender(number).validityEnds == until.end)
        #expect(try city.tender(number).lastValidDay == until)
        #expect(try term(city, number, "T37")?.due(by: city.desk.law) == until.end)
        #expect(try term(city, number, "T37")?.start == city.deadline)
        let next = try #require(try term(city, number, "T37.extension"))
        #expect(next.start == asked)
        #expect(next.due(by: city.desk.law) == until.end.advanced(byDays: -10))
        #expect(try last(city, number).contains(#""given":20,"required":10,"term":"T37.extension""#))
        #expect(
            try city.desk.facts.rows("SELECT due FROM running_term WHERE rule = 'T37'").first?.optionalInteger("due")
                == until.end.milliseconds)
    }

    @Test("Asked too late it is asked all the same, and its days are said; after the end it is too late")
    func late() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        let day = Day(of: city.deadline).advanced(byDays: 90)
        // Eight days before the end, for one day more: no time is left for another request ten days ahead.
        let asked = day.advanced(byDays: -8).at(hour: 10)
        #expect(await extend(city, number, until: day.advanced(byDays: 1), at: asked) == "")
        #expect(try last(city, number).contains(#"{"given":8,"required":10,"term":"T37.extension"}"#))
        #expect(try term(city, number, "T37.extension") == nil)
        let end = day.advanced(byDays: 1).end
        #expect(
            await extend(city, number, until: day.advanced(byDays: 20), at: end.advanced(byMilliseconds: -1)) == "")
        #expect(
            await extend(city, number, until: day.advanced(byDays: 40), at: day.advanced(byDays: 20).end)
                == "validity.over T37")
    }

    @Test("Every bidder answers once; who declines has its bid lapse and is not asked again (30号令 29)")
    func answers() async throws {
        let city = try await TestCity()
        let number = try await city.openedSection()
        let day = Day(of: city.deadline).advanced(byDays: 90)
        let asked = day.advanced(byDays: -20).at(hour: 10)
        #expect(await answer(city, number, bidder: 0, true, at: asked) == "validity.notAsked T37")
        #expect(await extend(city, number, until: day.advanced(byDays: 30), at: asked) == "")
        func waiting() throws -> [String] {
            try city.desk.facts.rows(
                "SELECT organisation FROM duty WHERE command = 'answerExtension' ORDER BY organisation"
            ).map { $0.text("organisation") }
        }
        #expect(try waiting() == TestCity.bidderCodes)
        #expect(
            try city.desk.facts.rows("SELECT due FROM duty WHERE command = 'answerExtension'").first?
                .optionalInteger("due") == day.end.milliseconds)
        #expect(await answer(city, number, bidder: 0, true, at: asked) == "")
        #expect(await answer(city, number, bidder: 1, false, at: asked) == "")
        #expect(await answer(city, number, bidder: 0, false, at: asked) == "validity.answered T37")
        #expect(try waiting() == [TestCity.bidderCodes[2]])
        #expect(try city.tender(number).lapsedBidders == [TestCity.bidderCodes[1]])
        // The committee reads it before it proposes a rejection; nothing is rejected by itself.
        #expect(try city.tender(number).validBids.count == 3)
        let later = day.advanced(byDays: 10).at(hour: 10)
        #expect(await extend(city, number, until: day.advanced(byDays: 60), at: later) == "")
        #expect(try waiting() == [TestCity.bidderCodes[0], TestCity.bidderCodes[2]])
        #expect(await answer(city, number, bidder: 1, true, at: later) == "validity.answered T37")
        let other = try await city.player.registerPerson(
            "旁人", Office(.bidder, region: "530600", organisation: TestCity.tendererCode), at: city.start)
        #expect(
            await refused {
                try await city.player.section(
                    number, "answerExtension", ["accepted": .boolean(true)], by: other, at: later)
            } == "opening.noBid T37")
    }

    @Test("Between cutoff and opening it can be asked, and nobody learns whom it concerns (招标投标法 22)")
    func beforeOpening() async throws {
        let city = try await TestCity()
        let number = try await city.publishedSection()
        for bid in city.bids() { try await city.player.send(bid, to: number, at: city.issueFrom) }
        // An order keeps the bids shut after the cutoff.
        try await city.player.section(
            number, "suspend", ["text": .text("核查投诉"), "orderNumber": .text("昭公管暂〔2026〕1号")], by: city.regulator,
            at: city.deadline.advanced(byHours: -1))
        try await city.room.closeBidding(section: number, at: city.deadline)
        #expect(try city.tender(number).stage == .closedForBids)
        let until = Day(of: city.deadline).advanced(byDays: 120)
        #expect(await extend(city, number, until: until, at: city.deadline.advanced(byDays: 60)) == "")
        #expect(try city.tender(number).unansweredBidders.isEmpty)
        #expect(
            await answer(city, number, bidder: 0, true, at: city.deadline.advanced(byDays: 60))
                == "validity.notAsked T37")
        #expect(try city.desk.facts.rows("SELECT * FROM duty WHERE command = 'answerExtension'").isEmpty)
        try await city.player.section(
            number, "resume", ["text": .text("核查完毕")], by: city.regulator, at: city.deadline.advanced(byDays: 61))
        try await city.room.closeBidding(section: number, at: city.deadline.advanced(byDays: 61))
        #expect(try city.tender(number).unansweredBidders.count == 3)
    }
}
