import Statute

/// A section (标段) as it was split from its project: what does not change any more.
public struct SectionPlan: Hashable, Codable, Sendable {
    /// The project's number and name.
    public let project: String
    public let projectName: String
    public let name: String
    public let scope: String
    /// 统一交易标识码 with its check character.
    public let dealCode: String
    /// 标段(包)分类代码, 7 characters.
    public let sectionClass: String
    public let trade: String
    public let region: String
    public let tenderer: String
    public let tendererName: String
    public let agency: String?
    public let agencyName: String?
    public let method: TenderMethod
    public let funding: Funding
    /// Estimate, fen.
    public let estimate: Money
    public let approvalNumber: String
    /// The failed section that this one tenders again.
    public let retenderOf: String?

    /// What pages call it: project and section in one line.
    public var title: String { "\(projectName)(\(name))" }

    /// Whether state funds control the tender, so that rank 1 wins (条例 55).
    public var isStateControlled: Bool {
        switch funding {
        case .budget, .stateEnterprise, .foreignLoan, .publicInterest: true
        case .other: false
        }
    }
}

/// A time limit that an act kept or set: shown as "20 d required, 23 d given".
public struct TermUse: Hashable, Codable, Sendable {
    /// Rule id, `T03`.
    public let term: String
    /// Days that the rule asks for (at least, or at most).
    public let required: Int
    /// Days that were given or used; nil when the act only starts the term.
    public let given: Int?
    /// When a term that the act starts is due.
    public let due: Instant?

    public init(_ term: String, required: Int, given: Int? = nil, due: Instant? = nil) {
        self.term = term
        self.required = required
        self.given = given
        self.due = due
    }
}
