import Demo
import Desk
import Foundation
import Statute
import Testing

@testable import Trading

@Suite("The three gates: what was found, by whom, when, and how it was put right (domain.md §1.3)")
struct GateHistoryTests {
    private func history(_ city: TestCity, _ number: String) throws -> GateHistory {
        try GateHistory(number, try city.installation.store.entries(docket: "section/\(number)", after: 0))
    }

    private func draft(_ city: TestCity, _ number: String, quality: String, hour: Int64) async throws {
        var document = city.document
        document.quality = quality
        try await city.player.draft(
            number, document, files: [city.file()], by: city.tenderer, at: city.start.advanced(byHours: hour))
    }

    /// A section whose document names a brand for a reason, reviewed and filed: its filing has an unlawful clause.
    private func filedWithDefect(_ city: TestCity) async throws -> String {
        let number = try await city.section()
        try await draft(city, number, quality: "采用某品牌产品", hour: 0)
        try await city.player.review(
            number, by: city.tenderer, at: city.start.advanced(byHours: 1), opinion: "同意", justification: "配套需要")
        try await city.fileDocument(number, by: city.tenderer, at: city.start.advanced(byHours: 2))
        return number
    }

    @Test("Gate one names each clause once, with who justified it or drafted the version without it, and when")
    func clauses() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        #expect(try history(city, number).reviewState == .open)
        try await draft(city, number, quality: "采用某品牌产品", hour: 0)
        try await city.player.scan(at: city.start)
        #expect(try history(city, number).reviewState == .near)
        try await draft(city, number, quality: "采用另一品牌产品", hour: 3)
        try await city.player.review(
            number, by: city.tenderer, at: city.start.advanced(byHours: 4), opinion: "同意", justification: "配套需要")
        let seen = try history(city, number)
        #expect(seen.clauses.map(\.finding.sentence) == ["采用某品牌产品", "采用另一品牌产品"])
        guard case .fixed(let fixed) = seen.clauses[0].end, case .justified(let reason, let doing) = seen.clauses[1].end
        else {
            Issue.record("\(seen.clauses)")
            return
        }
        #expect(fixed.by == city.tenderer.office && fixed.at == city.start.advanced(byHours: 3))
        #expect(reason == "配套需要" && doing.by == city.tenderer.office)
        #expect(doing.at == city.start.advanced(byHours: 4))
        #expect(seen.reviewState == .passed && seen.currentReview?.what.opinion == "同意")
        // A changed document reopens the gate; what was signed stays to be read.
        var longer = city.document
        longer.quality = "采用另一品牌产品"
        longer.durationDays = 250
        let later = city.start.advanced(byHours: 5)
        try await city.player.draft(number, longer, files: [city.file()], by: city.tenderer, at: later)
        try await city.player.scan(at: later)
        let reopened = try history(city, number)
        #expect(reopened.reviewState == .near && reopened.currentReview == nil && reopened.review != nil)
        #expect(reopened.clauses[1].end == .open, "a reason holds for one version")
    }

    @Test("A clause that other rules no longer find in the same version is withdrawn and not put right")
    func withdrawn() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await draft(city, number, quality: "采用某品牌产品", hour: 0)
        try await city.player.scan(at: city.start)
        let start = city.start
        let silent = ScanWriter.Scanner(
            rules: "other", file: { _, _, _, _ in .init() }, fields: { _, _ in [] }, words: { _, _, _ in [] })
        try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in silent }.scanDue { start }
        guard case .withdrawn(let doing) = try history(city, number).clauses[0].end else {
            Issue.record("not withdrawn")
            return
        }
        #expect(doing.by.role == .platform)
    }

    @Test("A page that is a picture waits until the tenderer says what stands on it")
    func unread() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        try await draft(city, number, quality: "合格", hour: 0)
        let start = city.start
        func read(_ rules: String) async throws {
            let pictures = ScanWriter.Scanner(
                rules: rules, file: { _, _, _, _ in .init(picturePages: [2]) }, fields: { _, _ in [] },
                words: { _, _, _ in [] })
            try await ScanWriter(desk: city.desk, blobs: city.installation.blobs) { _ in pictures }.scanDue { start }
        }
        try await read("one")
        #expect(try history(city, number).reviewState == .near)
        try await city.player.section(
            number, "justifyFinding", ["finding": .text("U1"), "reason": .text("图纸")], by: city.tenderer,
            at: city.start)
        // Other rules that read the same version leave what was said.
        try await read("two")
        let seen = try history(city, number)
        #expect(seen.unread.map(\.said?.what) == ["图纸"] && seen.unread[0].said?.doing.by == city.tenderer.office)
        #expect(seen.reviewState == .open)
    }

    @Test("A filing is not passed while an unlawful clause waits; the authority's look answers it, for one filing")
    func unlawfulClause() async throws {
        let city = try await TestCity()
        let number = try await filedWithDefect(city)
        #expect(try history(city, number).currentFiling?.what.defects?.map(\.kind) == [.unlawfulClause])
        #expect(try history(city, number).filingState == .near)
        // An inquiry is put right by its own end; the defect waits all the same.
        try await city.player.section(
            number, "questionFiling", ["question": .text("请说明")], by: city.regulator, at: city.start)
        try await city.player.section(
            number, "answerInquiry", ["number": .integer(1), "answer": .text("见说明")], by: city.tenderer,
            at: city.start)
        try await city.player.section(
            number, "examineFiling", ["examinationNote": .text("已约谈")], by: city.regulator, at: city.start)
        #expect(try history(city, number).filingState == .near, "the inquiry is open")
        try await city.player.section(
            number, "closeInquiry", ["number": .integer(1)], by: city.regulator, at: city.start)
        let seen = try history(city, number)
        #expect(seen.filingState == .passed && seen.answer(to: .unlawfulClause)?.by == city.regulator.office)
        #expect(seen.examinations.map(\.what.note) == ["已约谈"])
        #expect(seen.inquiries[0].answer?.what == "见说明" && seen.inquiries[0].answer?.doing.by == city.tenderer.office)
        #expect(seen.inquiries[0].asked.by == city.regulator.office && seen.inquiries[0].closed != nil)
        // The answer was to one filing: what a corrected document still has, the authority looks at anew.
        try await draft(city, number, quality: "采用另一品牌产品", hour: 3)
        #expect(try history(city, number).filingState == .open)
        try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "同意", justification: "配套需要")
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        #expect(try history(city, number).filingState == .near)
    }

    @Test("An open investigation stops the lamp; unfounded answers its defect, upheld stands until a new filing")
    func investigation() async throws {
        for (result, state) in [("unfounded", GateHistory.State.passed), ("upheld", .past)] {
            let city = try await TestCity()
            let number = try await filedWithDefect(city)
            try await city.player.section(
                number, "openInvestigation",
                ["defect": .text("unlawfulClause"), "reason": .text("涉嫌指定品牌"), "order": .text("昭公管〔2026〕12号")],
                by: city.regulator, at: city.start)
            #expect(try history(city, number).filingState == .past)
            try await city.player.section(
                number, "closeInvestigation", ["result": .text(result), "resultText": .text("经核查")],
                by: city.regulator, at: city.start)
            let seen = try history(city, number)
            #expect(seen.filingState == state, "\(result)")
            #expect(seen.investigations[0].end?.what.text == "经核查")
            #expect(seen.investigations[0].opened.by == city.regulator.office)
            guard state == .past else { continue }
            #expect(seen.currentReview == nil, "what was found unlawful begins again at gate one")
            try await draft(city, number, quality: "合格", hour: 3)
            try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "同意")
            try await city.fileDocument(number, by: city.tenderer, at: city.start)
            #expect(try history(city, number).filingState == .passed)
        }
    }

    @Test("A refused entry is not passed until the document changes; a reminder tells when it was corrected")
    func verification() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        func file(quality: String, hour: Int64) async throws {
            try await draft(city, number, quality: quality, hour: hour)
            try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "同意")
            try await city.fileDocument(number, by: city.tenderer, at: city.start)
        }
        try await file(quality: "合格", hour: 0)
        #expect(try history(city, number).verificationState == .open)
        try await city.player.remind(
            number, .date, place: "第一章", "发售期不足五日", by: city.clerk, at: city.start.advanced(byHours: 1))
        #expect(try history(city, number).verificationState == .near)
        #expect(try history(city, number).reminders[0].corrected == nil)
        try await file(quality: "优良", hour: 2)
        #expect(try history(city, number).reminders[0].corrected?.at == city.start.advanced(byHours: 2))
        try await city.player.section(
            number, "refuseEntry", ["reason": .text("notCorrected"), "refusalText": .text("仍未更正")], by: city.clerk,
            at: city.start)
        var seen = try history(city, number)
        #expect(seen.verificationState == .past && seen.refusals[0].what.reason == .notCorrected)
        #expect(seen.refusals[0].doing.by == city.clerk.office)
        try await file(quality: "优质", hour: 3)
        #expect(try history(city, number).verificationState == .near)
        try await city.player.passVerification(number, by: city.clerk, at: city.start)
        seen = try history(city, number)
        #expect(seen.verificationState == .passed && seen.currentPassing?.doing.by == city.clerk.office)
        #expect(seen.passed[0].what.checked.count == DefectKind.allCases.count)
    }
}
