import Desk
import Statute

/// A negative-behaviour record (主体负面行为记录): what a participant did against the rules of the trade, heard first,
/// published after, and repaired or expired in the end. It is a service record and no penalty: nobody loses the right
/// to bid by it (domain.md §5.6).
///
/// Who it is about stands in the closed part until it is published: whoever was not yet heard is not yet named.
public struct NegativeBehaviour: Docket {
    public static let kind = "behaviour"

    public enum Act: Codable, Sendable, Equatable {
        /// Subject and facts stand in the closed part as ``Accusation``.
        case behaviourProposed(category: Category, section: String?, region: String, evidence: [Int64])
        case behaviourNotified(due: Instant, terms: [TermUse])
        /// The statement stands in the closed part, ``Statement``.
        case statementMade(late: Bool)
        case behaviourConfirmed(points: Int, validMonths: Int, reason: String)
        case behaviourRevoked(reason: String)
        case behaviourPublished(accusation: Accusation, until: Instant)
        case repairRequested(grounds: String)
        case repairDeclined(reason: String)
        case behaviourRepaired(evidence: String)
        case behaviourExpired
    }

    /// What kind of behaviour (domain.md §5.6).
    public enum Category: String, Codable, CaseIterable, Sendable {
        /// 公告、文件存在错漏
        case noticeErrors
        /// 设置排他性条款
        case exclusionaryClauses
        /// 逾期答复异议、问询
        case lateAnswers
        /// 无正当理由放弃中标
        case awardAbandoned
        /// 无正当理由不订立合同
        case contractRefused
        /// 提供虚假材料
        case falseMaterials
        /// 经认定的串通投标
        case collusion
        /// 代理机构履职不当
        case agencyMisconduct
        /// 评标专家履职不当
        case expertMisconduct
        /// 恶意投诉
        case maliciousComplaint
    }

    public enum State: String, Codable, CaseIterable, Sendable {
        case proposed, notified, confirmed, revoked, published, repaired, expired
    }

    public let id: String
    public private(set) var state = State.proposed
    public private(set) var category: Category?
    public private(set) var section: String?
    public private(set) var region = ""
    /// Sequence numbers of the acts that speak for it.
    public private(set) var evidence: [Int64] = []
    public private(set) var proposer: String?
    public private(set) var notifiedAt: Instant?
    /// When the time to answer ends.
    public private(set) var due: Instant?
    public private(set) var isHeard = false
    public private(set) var validMonths = 0
    public private(set) var until: Instant?
    /// Why the subject asks for repair (信用修复), while it waits for the answer.
    public private(set) var repairGrounds: String?
    public var isRepairRequested: Bool { repairGrounds != nil }
    public private(set) var accusation: Accusation?

    public init(id: String) { self.id = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .behaviourProposed(let category, let section, let region, let evidence):
            self.category = category
            self.section = section
            self.region = region
            self.evidence = evidence
            proposer = moment.by.person
        case .behaviourNotified(let due, _):
            self.due = due
            notifiedAt = moment.at
            state = .notified
        case .statementMade: isHeard = true
        case .behaviourConfirmed(_, let months, _):
            validMonths = months
            state = .confirmed
        case .behaviourRevoked: state = .revoked
        case .behaviourPublished(let accusation, let until):
            self.accusation = accusation
            self.until = until
            state = .published
        case .repairRequested(let grounds): repairGrounds = grounds
        case .repairDeclined: repairGrounds = nil
        case .behaviourRepaired: state = .repaired
        case .behaviourExpired: state = .expired
        }
    }
}

/// Who did what: closed until publication.
public struct Accusation: Hashable, Codable, Sendable {
    /// An organisation's credit code, or an expert's pseudonymous id.
    public let subject: String
    public let subjectName: String
    public let facts: String

    public init(subject: String, subjectName: String, facts: String) {
        self.subject = subject
        self.subjectName = subjectName
        self.facts = facts
    }
}

/// What the subject says to it (陈述申辩).
public struct Statement: Hashable, Codable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }
}
