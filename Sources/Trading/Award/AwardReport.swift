import Desk
import Statute

/// The written report on the tender to the authority (招标投标情况书面报告, 招标投标法 47).
public struct AwardReport: Hashable, Codable, Sendable {
    public let text: String
    /// Public as the docket's other files are.
    public let files: [FileReference]
}

extension Tender {
    /// Since when a project that must be tendered owes its report; nil when it does not, or gave it.
    var reportOwedSince: Instant? {
        guard isMustTender, awardReport == nil, award != nil else { return nil }
        switch stage {
        case .awardDecided, .noticeIssued, .contracted, .archived: return awardDecidedAt
        default: return nil
        }
    }

    func reportAward(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try require(awardReport == nil, Refusal(.stage, "award.reported", rule: "T25"))
        guard let decided = reportOwedSince else {
            throw Refusal(.stage, "award.noReportDue", rule: "T25", ["stage": "@stage.\(stage.code)"])
        }
        let term = try situation.law.due("T25", from: decided, begun: begunOn)
        let used = try situation.law.used("T25", from: decided, to: situation.at, begun: begunOn)
        // Out of time it is taken all the same, and its days are said.
        return Decision(
            .awardReported(
                report: AwardReport(text: input[AwardReportForms.text], files: input[AwardReportForms.files] ?? []),
                terms: [TermUse("T25", required: term.length, given: used)]))
    }
}

/// Form of the written report.
enum AwardReportForms {
    static let text = Field<String>.prose("reportText", maximum: 5000)
    static let files = Field<[FileReference]>.files("files", maximum: 10, mediaTypes: ["application/pdf"]).optional

    static let commands: [Command<Tender>] = [
        Command(
            "reportAward", by: [.tenderer, .agency], fields: [text.description, files.description],
            offered: { $0.reportOwedSince != nil }, decide: { try $0.reportAward($1, $2) })
    ]
}
