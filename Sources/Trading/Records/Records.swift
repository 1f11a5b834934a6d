import Desk
import Statute
import Store

/// The papers that a tender leaves: each is written by the platform from the docket when its moment has come, and
/// entered with its digest, so that the file that people download is the one that the ledger names.
public enum RecordKind: String, Codable, CaseIterable, Sendable {
    /// 开标记录 (招标投标法 36)
    case opening
    /// 评标报告 (招标投标法 40, 条例 53)
    case evaluation
    /// 中标通知书 (招标投标法 45)
    case awardNotice
    /// 合同与投标文件差异表 (招标投标法 46, 条例 57)
    case contractDifferences
    /// 归档封面和卷内目录
    case archiveCover
    /// 提醒告知函: one for each reminder of gate three
    case reminder
    /// 不予受理通知: one for each refusal of entry
    case entryRefusal
    /// 备案回执: one for each filing
    case filingReceipt
    /// 询问函: one for each question of the authority after a filing
    case inquiry
    /// 责令暂停通知: one for each investigation
    case investigationOrder

    /// Whether a docket has as many of them as there are letters, instead of one.
    public var isLetter: Bool {
        switch self {
        case .opening, .evaluation, .awardNotice, .contractDifferences, .archiveCover: false
        case .reminder, .entryRefusal, .filingReceipt, .inquiry, .investigationOrder: true
        }
    }
}

/// A record as it was published.
public struct PublishedRecord: Hashable, Codable, Sendable {
    public let kind: RecordKind
    /// The letter's number; nil for a record of which a docket has one.
    public var letter: String?
    public let file: FileReference
}

/// Which records a docket has, and which it still calls for.
public struct Records: Hashable, Sendable {
    /// When each record's moment came.
    public internal(set) var called: [RecordKind: Instant] = [:]
    public internal(set) var published: [PublishedRecord] = []

    /// Letters of the gates, in their order.
    public internal(set) var letters: [Due] = []

    /// A record that is to be written.
    public struct Due: Hashable, Sendable {
        public let kind: RecordKind
        /// The letter's number; nil for a record of which a docket has one.
        public let letter: String?
        /// When its moment came.
        public let since: Instant
    }

    /// The next record to be written: letters first, then in the order of the enumeration.
    public var due: Due? {
        let open = letters.first { letter in !published.contains { $0.letter == letter.letter } }
        return open
            ?? RecordKind.allCases.lazy.compactMap { kind in
                published.contains { $0.kind == kind }
                    ? nil : called[kind].map { Due(kind: kind, letter: nil, since: $0) }
            }.first
    }
}

extension Tender.Act {
    /// The letter that the act is written as; nil for other acts, and for those from before theirs were written.
    public var letter: (kind: RecordKind, number: String)? {
        switch self {
        case .verificationReturned(let reminder), .noticeReminded(let reminder): (.reminder, reminder.number)
        case .entryRefused(let refusal): (.entryRefusal, refusal.number)
        case .documentFiled(let filing): filing.letter.map { (.filingReceipt, $0) }
        case .filingQuestioned(_, _, let letter): letter.map { (.inquiry, $0) }
        case .investigationOpened(let investigation): investigation.letter.map { (.investigationOrder, $0) }
        default: nil
        }
    }
}

extension Tender {
    /// - Throws: ``Refusal`` for anybody but the platform, and for a record that the docket does not call for.
    func publishRecord(_ record: PublishedRecord, _ situation: Situation) throws -> Decision<Tender> {
        try situation.requirePlatform()
        try require(
            records.due?.kind == record.kind && records.due?.letter == record.letter,
            Refusal(.stage, "tender.wrongStage", ["stage": "@stage.\(stage.code)"]))
        return Decision(.recordPublished(record: record))
    }

    /// Sections that wait for a record.
    public static let recordRegister = Register.of(
        Tender.self, name: "record_due", version: 1,
        create: ["CREATE TABLE record_due (section TEXT PRIMARY KEY, since INTEGER NOT NULL)"],
        drop: ["DROP TABLE IF EXISTS record_due"]
    ) { registered, transaction in
        let due = registered.after.records.due
        guard due != registered.before.records.due else { return }
        if let due {
            try transaction.execute(
                "INSERT OR REPLACE INTO record_due (section, since) VALUES ($1, $2)",
                [.text(registered.id), .integer(due.since.milliseconds)])
        } else {
            try transaction.execute("DELETE FROM record_due WHERE section = $1", [.text(registered.id)])
        }
    }
}
