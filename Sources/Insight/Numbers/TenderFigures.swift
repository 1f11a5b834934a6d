import Statute

/// What is known about a tender besides its document's text: the fields that were filled in.
public struct TenderFigures: Sendable, Hashable {
    /// The section's estimate (估算价).
    public var estimate: Money?
    /// The price ceiling (最高投标限价).
    public var ceiling: Money?
    public var bidDeposit: Money?
    /// Thousandths of a percent of the contract price: 10% is 10000.
    public var performanceBondShare: Int64?
    /// How long bids stay valid (投标有效期), in days.
    public var validityDays: Int?
    /// How long the work takes (工期, 服务期), in calendar days.
    public var durationDays: Int?
    /// Section class, 7 characters (A080101): some caps bind only works, or survey and design.
    public var sectionClass: String?
    /// Whether T03 binds: the project must be tendered by law, or another law asks for the same days.
    public var mustTender: Bool
    /// The day that the tender began: it keeps the rules of that day. Nil: those of the days that the text names, else
    /// those in force last.
    public var begun: Day?

    public init(
        estimate: Money? = nil, bidDeposit: Money? = nil, performanceBondShare: Int64? = nil,
        sectionClass: String? = nil, mustTender: Bool = true, begun: Day? = nil
    ) {
        self.estimate = estimate
        self.bidDeposit = bidDeposit
        self.performanceBondShare = performanceBondShare
        self.sectionClass = sectionClass
        self.mustTender = mustTender
        self.begun = begun
    }
}
