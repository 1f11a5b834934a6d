/// Which projects must be tendered (必须招标), as data in `Data/must-tender.json`: 招标投标法 3, 必须招标的工程项目规定
/// (国家发展改革委令第 16 号), 发改法规规〔2018〕843号. Amounts in fen.
public struct MustTenderLaw: Hashable, Codable, Sendable {
    /// A ground on which a project is in scope.
    public struct Ground: Hashable, Codable, Sendable {
        /// ``MustTenderTest/Ground`` as a code.
        public let code: String
        public let basis: Wording
        public let title: Wording
    }

    /// Grounds on which the law allows not to tender, or to invite.
    public struct Exception: Hashable, Codable, Sendable {
        public enum Allows: String, Codable, Sendable {
            /// 可以不进行招标
            case noTender
            /// 可以邀请招标
            case invitation
        }

        public let code: String
        public let allows: Allows
        public let basis: Wording
        public let title: Wording
    }

    public let basis: Wording
    public let inForceFrom: Day
    public let inForceTo: Day?
    /// 预算资金 so much and more…
    public let budgetFen: Int64
    /// …and so many thousandths of the investment and more.
    public let budgetPermille: Int64
    /// Contract estimates from which on a kind must be tendered.
    public let worksFen: Int64
    public let importantGoodsFen: Int64
    public let servicesFen: Int64
    public let thresholdBasis: Wording
    public let openBasis: Wording
    public let splitBasis: Wording
    public let grounds: [Ground]
    public let exceptions: [Exception]
    /// Contracts of one project and kind within so many months are looked at together for splitting.
    public let splitMonths: Int
    /// How near the threshold, in thousandths of it, a contract must come to count as kept just below.
    public let splitNearPermille: Int64

    public func isInForce(on day: Day) -> Bool { day >= inForceFrom && inForceTo.map { day <= $0 } ?? true }

    /// The estimate from which on a kind must be tendered.
    public func threshold(for kind: ProcurementKind) -> Money {
        switch kind {
        case .works: Money(fen: worksFen)
        case .importantGoods: Money(fen: importantGoodsFen)
        case .services: Money(fen: servicesFen)
        }
    }
}

/// What a contract of an engineering project buys.
public enum ProcurementKind: String, CaseIterable, Codable, Sendable {
    /// 施工
    case works
    /// 重要设备、材料等货物
    case importantGoods
    /// 勘察、设计、监理等服务
    case services
}
