import Statute

/// A factor that members score (评分因素).
public struct ScoreFactor: Hashable, Codable, Sendable {
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// 客观分: all members must agree
        case objective
        /// 主观分: each member judges alone
        case subjective
    }

    /// `F1`, in the order of the document.
    public let id: String
    public let name: String
    public let kind: Kind
    public let maximum: Score

    public init(id: String, name: String, kind: Kind, maximum: Score) {
        self.id = id
        self.name = name
        self.kind = kind
        self.maximum = maximum
    }
}

/// How members' scores of a subjective factor become one, as the document decides.
public enum MemberMean: String, Codable, CaseIterable, Sendable {
    /// The mean of all members.
    case all
    /// The mean without one highest and one lowest when there are five members or more.
    case withoutExtremes

    func score(_ members: [Score]) -> Score {
        let sorted = members.sorted()
        return self == .all || sorted.count < 5 ? .mean(sorted) : .mean(sorted.dropFirst().dropLast())
    }
}

/// What one member gave, for every bid and factor.
public struct ScoreSheet: Hashable, Codable, Sendable {
    public struct Mark: Hashable, Codable, Sendable {
        public let bidder: String
        public let factor: String
        public let score: Score

        public init(bidder: String, factor: String, score: Score) {
            self.bidder = bidder
            self.factor = factor
            self.score = score
        }
    }

    /// The member's seat.
    public let member: String
    public let marks: [Mark]

    public init(member: String, marks: [Mark]) {
        self.member = member
        self.marks = marks
    }
}

/// All members' sheets together: one score for each bid and factor, and the marks that lie far from the others'.
public struct ScoreTable: Hashable, Sendable {
    /// What keeps sheets from being put together.
    public enum Problem: Error, Hashable, Sendable {
        case noMembers
        case memberTwice(member: String)
        /// A member gave no mark, or more than one.
        case marks(member: String, bidder: String, factor: String, count: Int)
        /// Below zero or above the factor's maximum.
        case outOfRange(member: String, bidder: String, factor: String)
        /// Members differ on an objective factor: they must reconcile before they report.
        case objectiveDiffers(bidder: String, factor: String)
    }

    /// A mark far from the others', for which a written reason is asked; it changes no score (domain.md §7.5).
    public struct Outlier: Hashable, Codable, Sendable {
        public let member: String
        public let bidder: String
        public let factor: String
        public let score: Score
        public let median: Score
        /// `0.6745 × (x − median) / MAD` to two decimals, exact to that; nil when more than half of the marks agree.
        public let robustZ: String?
        /// More than a fifth of the factor's maximum away from the median.
        public let isFar: Bool
    }

    private struct Cell: Hashable {
        let bidder: String
        let factor: String
    }

    private let cells: [Cell: Score]
    private let factors: [ScoreFactor]
    /// By bidder, factor and member in the order given.
    public let outliers: [Outlier]

    /// - Parameters:
    ///   - bidders: the valid bids; marks for others are left aside.
    ///   - mean: how subjective marks become one.
    /// - Throws: ``Problem``.
    public init(
        factors: [ScoreFactor], bidders: [String], sheets: [ScoreSheet], mean: MemberMean
    ) throws(Problem) {
        guard !sheets.isEmpty else { throw .noMembers }
        var given: [String: [Cell: [Score]]] = [:]
        for sheet in sheets {
            guard given[sheet.member] == nil else { throw .memberTwice(member: sheet.member) }
            let marks = sheet.marks.map { (Cell(bidder: $0.bidder, factor: $0.factor), [$0.score]) }
            given[sheet.member] = Dictionary(marks, uniquingKeysWith: +)
        }
        var cells: [Cell: Score] = [:]
        var outliers: [Outlier] = []
        for bidder in bidders {
            for factor in factors {
                let cell = Cell(bidder: bidder, factor: factor.id)
                var marks: [Score] = []
                for sheet in sheets {
                    let found = given[sheet.member]?[cell] ?? []
                    guard found.count == 1 else {
                        throw .marks(member: sheet.member, bidder: bidder, factor: factor.id, count: found.count)
                    }
                    guard found[0] >= .zero, found[0] <= factor.maximum else {
                        throw .outOfRange(member: sheet.member, bidder: bidder, factor: factor.id)
                    }
                    marks.append(found[0])
                }
                switch factor.kind {
                case .objective:
                    guard Set(marks).count == 1 else {
                        throw .objectiveDiffers(bidder: bidder, factor: factor.id)
                    }
                    cells[cell] = marks[0]
                case .subjective:
                    cells[cell] = mean.score(marks)
                    outliers += Self.outliers(marks, sheets.map(\.member), bidder, factor)
                }
            }
        }
        self.cells = cells
        self.factors = factors
        self.outliers = outliers
    }

    /// A bid's score for one factor; nil for a bid or factor that the table does not have.
    public func score(bidder: String, factor: String) -> Score? { cells[Cell(bidder: bidder, factor: factor)] }

    /// A bid's scores by factor.
    public func scores(of bidder: String) -> [String: Score] {
        var scores: [String: Score] = [:]
        for factor in factors { scores[factor.id] = score(bidder: bidder, factor: factor.id) }
        return scores
    }

    /// The sum of a bid's factor scores.
    public func technical(_ bidder: String) -> Score { scores(of: bidder).values.reduce(.zero, +) }

    /// Outliers by distance (more than 20% of the maximum from the median) or by the robust test
    /// `0.6745 |x − median| / MAD > 3.5`. The ordinary z of 62 among 85, 86, 84, 88 is −1.77 and would miss it.
    private static func outliers(
        _ marks: [Score], _ members: [String], _ bidder: String, _ factor: ScoreFactor
    ) -> [Outlier] {
        // Twice the median and four times the deviations' median stay whole numbers.
        let median = doubledMedian(marks.map(\.hundredths))
        let distances = marks.map { abs($0.hundredths * 2 - median) }
        let spread = doubledMedian(distances)
        return zip(members, marks).compactMap { member, mark in
            let distance = mark.hundredths * 2 - median
            let isFar = abs(distance) * 5 > factor.maximum.hundredths * 2
            // z = 0.6745 × (distance / 2) / (spread / 4)
            let isRobustlyOut = spread > 0 && abs(distance) * 2 * 6745 > spread * 35_000
            guard isFar || isRobustlyOut else { return nil }
            var z: String?
            if spread > 0 {
                let hundredths = Rounding.halfUp.quotient(Int128(distance) * 2 * 6745, Int128(spread) * 100)
                z = decimalText(hundredths, places: 2)
            }
            return Outlier(
                member: member, bidder: bidder, factor: factor.id, score: mark,
                median: Score(hundredths: Rounding.halfUp.quotient(Int128(median), 2)), robustZ: z, isFar: isFar)
        }
    }

    private static func doubledMedian(_ values: [Int64]) -> Int64 {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] * 2 : sorted[middle - 1] + sorted[middle]
    }
}
