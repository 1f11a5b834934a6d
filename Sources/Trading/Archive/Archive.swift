import Desk
import Statute

/// The volume of one section (一标段一卷): what it holds, by digest. The docket's export is the archive itself.
public struct ArchiveVolume: Hashable, Codable, Sendable {
    public let volume: String
    /// Retention class in years; 0 is permanent (DA/T 103-2024).
    public let retentionYears: Int
    /// Every file that the docket points to.
    public let files: [FileReference]
    /// Entries of the docket before this one.
    public let acts: Int
}

extension Tender {
    func archive(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireCompetent(situation)
        let ended: Bool =
            switch stage {
            case .contracted, .failed, .terminated: true
            default: false
            }
        try require(ended, Refusal(.stage, "tender.wrongStage", ["stage": "@stage.\(stage.code)"]))
        // What is archived is whole: the platform writes its records within seconds.
        try require(records.due == nil, Refusal(.stage, "archive.recordsDue"))
        if let open = submitted(.waiting) ?? submitted(.reminded) {
            throw Refusal(.stage, "archive.noticesOpen", ["notice": "@choice.noticeKind.\(open.notice.kind.rawValue)"])
        }
        guard let standing = try situation.facts.docket(Tender.self, number) else {
            throw Refusal(.missing, "docket.missing")
        }
        return Decision(
            .sectionArchived(
                archive: ArchiveVolume(
                    volume: input[ArchiveForms.volume], retentionYears: Int(input[ArchiveForms.retentionYears]),
                    files: files, acts: standing.version)))
    }

    /// Files of the document, its clarifications, corrections of notices and the written report, and the records.
    public var files: [FileReference] {
        (document?.files ?? []) + clarifications.flatMap(\.files)
            + submitted.flatMap { $0.corrections.flatMap(\.files) } + (awardReport?.files ?? [])
            + records.published.map(\.file)
    }
}

/// Form of the archive.
public enum ArchiveForms {
    static let volume = Field<String>.text("volume", maximum: 60, example: "ZT-2026-A07-0127")
    static let retentionYears = Field<Int64>.integer("retentionYears", in: 0...30, example: "30")

    static let commands: [Command<Tender>] = [
        Command(
            "archive", by: [.centreClerk, .centreWitness],
            fields: [volume.description, retentionYears.description],
            offered: { tender in
                switch tender.stage {
                case .contracted, .failed, .terminated: true
                default: false
                }
            },
            decide: { try $0.archive($1, $2) })
    ]
}
