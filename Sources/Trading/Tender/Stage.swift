/// Where a section stands between plan and archive (domain.md §2.5). Suspension is no stage: it lies over one.
public enum Stage: Hashable, Sendable {
    case planned, drafting, reviewed, filed, verified, bidding, closedForBids, opening, opened, evaluating, evaluated
    case candidatesPublicised, awardDecided, noticeIssued, contracted, archived
    case failed(FailureReason)
    case terminated(String)

    /// Its name in registers, addresses and catalogues (`stage.<code>`).
    public var code: String {
        switch self {
        case .planned: "planned"
        case .drafting: "drafting"
        case .reviewed: "reviewed"
        case .filed: "filed"
        case .verified: "verified"
        case .bidding: "bidding"
        case .closedForBids: "closedForBids"
        case .opening: "opening"
        case .opened: "opened"
        case .evaluating: "evaluating"
        case .evaluated: "evaluated"
        case .candidatesPublicised: "candidatesPublicised"
        case .awardDecided: "awardDecided"
        case .noticeIssued: "noticeIssued"
        case .contracted: "contracted"
        case .archived: "archived"
        case .failed: "failed"
        case .terminated: "terminated"
        }
    }

    /// Steps in the order of the row of stages on a project page.
    public static let row = [
        "planned", "drafting", "reviewed", "filed", "verified", "bidding", "opening", "evaluating",
        "candidatesPublicised", "awardDecided", "noticeIssued", "contracted", "archived",
    ]

    /// The step of ``row`` that is under way; nil after a failure or a termination.
    public var step: Int? {
        switch self {
        case .planned: 0
        case .drafting: 1
        case .reviewed: 2
        case .filed: 3
        case .verified: 4
        case .bidding: 5
        case .closedForBids, .opening: 6
        case .opened, .evaluating: 7
        case .evaluated, .candidatesPublicised: 8
        case .awardDecided: 9
        case .noticeIssued: 10
        case .contracted: 11
        case .archived: 12
        case .failed, .terminated: nil
        }
    }
}

/// Why a tender came to nothing (流标).
public enum FailureReason: String, Codable, CaseIterable, Sendable {
    /// Fewer than three bids at the deadline: not opened (招标投标法 28).
    case insufficientBidders
    /// All bids rejected (招标投标法 42).
    case allRejected
    /// The committee found that competition is clearly lacking (评标委员会规定 27).
    case competitionLacking
    /// Too few bids could be opened.
    case insufficientOpened
}
