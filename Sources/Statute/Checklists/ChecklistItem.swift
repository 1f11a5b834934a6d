/// What the centre's verification looks for (核验清单).
public enum DefectKind: String, Codable, CaseIterable, Sendable {
    /// 内容缺漏
    case omission
    /// 明显错误
    case error
    /// 时间安排不符合规定
    case date
    /// 前后矛盾
    case contradiction
    /// 排他性内容
    case exclusionary
}

/// The notices of a tender that the centre looks through, each with a checklist of its own (domain.md §2.4).
public enum NoticeKind: String, Codable, CaseIterable, Sendable {
    /// 招标公告, together with the tender document
    case tender
    /// 澄清、修改公告
    case clarification
    /// 中标候选人公示
    case candidates
    /// 中标结果公告
    case result
    /// 终止公告
    case termination
}

/// One line of a checklist: what a notice of one kind has to be looked through for, as data in `Data/checklists.json`.
public struct ChecklistItem: Hashable, Codable, Sendable {
    /// `tender.contacts`: the notice's kind, and the line.
    public let id: String
    public let notice: NoticeKind
    /// What is wrong with a notice that does not keep it.
    public let kind: DefectKind
    public let title: Wording
    /// Law and article.
    public let basis: Wording
    public let inForceFrom: Day
    /// The last day in force; nil while it is.
    public let inForceTo: Day?
    public let source: RuleSource

    public func isInForce(on day: Day) -> Bool { day >= inForceFrom && inForceTo.map { day <= $0 } ?? true }
}

extension Statute {
    /// The checklist for a notice of a kind as it is in force on a day, in the order of the data.
    public func checklist(for notice: NoticeKind, on day: Day) -> [ChecklistItem] {
        checklistVersions.filter { $0.notice == notice && $0.isInForce(on: day) }
    }

    /// The newest version of a line of a checklist; nil for an id that the data does not have.
    public func checklistItem(_ id: String) -> ChecklistItem? { checklistVersions.last { $0.id == id } }
}
