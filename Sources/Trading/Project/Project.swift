import Desk
import Statute

/// A project (项目) with its approval, and the sections (标段) it is split into.
public struct Project: Docket {
    public static let kind = "project"

    public enum Act: Codable, Sendable, Equatable {
        case projectApproved(approval: Approval)
        /// A section of its own docket was split off.
        case sectionSplit(section: String, name: String, estimate: Money)
    }

    public let number: String
    public private(set) var approval: Approval?
    /// Section number and name, in the order of splitting.
    public private(set) var sections: [SplitSection] = []

    public struct SplitSection: Hashable, Codable, Sendable {
        public let section: String
        public let name: String
        public let estimate: Money
    }

    public init(id: String) { number = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .projectApproved(let approval): self.approval = approval
        case .sectionSplit(let section, let name, let estimate):
            sections.append(SplitSection(section: section, name: name, estimate: estimate))
        }
    }
}

/// What the authority approved before a tender may begin (招标方案核准; 条例第七条: scope, method, organisation form).
public struct Approval: Hashable, Codable, Sendable {
    public let name: String
    /// The approving document's number (审批文号).
    public let approvalNumber: String
    public let approvedBy: String
    public let approvedOn: Day
    /// 招标范围
    public let scope: String
    public let method: TenderMethod
    public let organisationForm: OrganisationForm
    public let funding: Funding
    /// The funds' sources in words.
    public let fundingText: String
    /// Total investment, fen.
    public let investment: Money
    /// Estimate of the part to be tendered, fen.
    public let estimate: Money
    public let region: String
    /// Trade class, `A07`.
    public let trade: String
    /// The tenderer's unified social credit code and name.
    public let tenderer: String
    public let tendererName: String
    /// Why it is tendered by invitation where the law asks for an open tender (条例 8); nil in older registrations.
    public let invitationGround: InvitationGround?
}

/// A ground for an invitation, in words as the law's data had them when it was claimed.
public struct InvitationGround: Hashable, Codable, Sendable {
    /// Of an exception in the must-tender law that allows to invite.
    public let code: String
    public let chinese: String
}

/// 公开招标 or 邀请招标
public enum TenderMethod: String, Codable, CaseIterable, Sendable { case open, invitation }

/// 自行招标 or 委托招标
public enum OrganisationForm: String, Codable, CaseIterable, Sendable { case own, agency }

/// Where the money comes from, as the must-tender test groups it (必须招标的工程项目规定 2–4).
public enum Funding: String, Codable, CaseIterable, Sendable {
    case budget, stateEnterprise, foreignLoan, publicInterest, other
}
