import Desk
import Statute

/// The tender document (招标文件) in structured fields, with its files. What bidders rely on: every later stage
/// works by the version that was published.
public struct TenderDocument: Hashable, Codable, Sendable {
    /// Qualification demands, one a line.
    public let qualification: String
    public let evaluation: EvaluationMethod
    /// 最高投标限价, fen; there is no minimum price (条例 27).
    public let ceilingPrice: Money
    /// 投标保证金, fen; 0 when none is asked for.
    public let deposit: Money
    /// 履约保证金 in hundredths of a percent of the contract price (10% is 1000); nil in documents that do not say it in a
    /// field.
    public let performanceBondShare: Int64?
    /// 工期/服务期, calendar days.
    public let durationDays: Int
    public let quality: String
    /// 投标有效期, days from the deadline.
    public let validityDays: Int
    /// Bidders' minutes to release their keys at the opening (解密时限).
    public let openingWindowMinutes: Int
    /// Rejection grounds (否决投标情形), each with its clause: the committee cannot use others (条例 49).
    public let rejectionGrounds: [RejectionGround]
    public let files: [FileReference]

    /// What the three gates sign: SHA-256 of the canonical JSON of all fields, files by their digests.
    public func digest() throws -> String { try ContentDigest.of(self) }
}

/// How bids are compared: factors scored by members, and the price by a formula (domain.md §7).
public struct EvaluationMethod: Hashable, Codable, Sendable {
    /// Technical and commercial factors; with the price's weight they add up to 100 points.
    public let factors: [ScoreFactor]
    public let price: PriceFormula
}

/// One ground on which the committee may reject a bid.
public struct RejectionGround: Hashable, Codable, Sendable {
    /// `R1`, in the order of the document.
    public let code: String
    /// Clause of the document, and its words.
    public let clause: String
    public let text: String
}
