/// From which contract on a grade of a qualification is meant (企业资质等级的承包工程范围), as data: a tender that asks for it
/// below that asks for more than its project needs.
public struct QualificationScope: Hashable, Codable, Sendable {
    public let id: String
    /// Standard and paragraph.
    public let basis: Wording
    public let title: Wording
    /// What the qualification is called in documents.
    public let names: [String]
    /// How its grade is written there.
    public let grades: [String]
    /// The smallest contract that it is meant for, in fen.
    public let contractFromFen: Int64
    public let inForceFrom: Day
    public let source: RuleSource
}
