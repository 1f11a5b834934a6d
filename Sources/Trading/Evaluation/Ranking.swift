import Statute

/// The bids in order (评标排名): by total, then the lower price, then the higher technical score (domain.md §7.7).
/// What is equal in all three shares a rank until the committee has voted: nothing else may decide it.
public struct Ranking: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let bidder: String
        /// Fen.
        public let price: Money
        /// Sum of the factor scores.
        public let technical: Score
        public let priceScore: Score

        public var total: Score { technical + priceScore }

        public init(bidder: String, price: Money, technical: Score, priceScore: Score) {
            self.bidder = bidder
            self.price = price
            self.technical = technical
            self.priceScore = priceScore
        }

        fileprivate func isTied(with other: Entry) -> Bool {
            total == other.total && price == other.price && technical == other.technical
        }

        fileprivate func precedes(_ other: Entry) -> Bool {
            if total != other.total { return total > other.total }
            if price != other.price { return price < other.price }
            return technical > other.technical
        }
    }

    public struct Place: Hashable, Sendable {
        /// 1 is best; tied bids share the better rank.
        public let rank: Int
        public let entry: Entry
    }

    /// Best first; bids that share a rank in the order of their codes.
    public let places: [Place]

    /// - Parameter vote: bidders in the order in which the committee voted on a full tie.
    public init(_ entries: [Entry], vote: [String] = []) {
        func position(_ entry: Entry) -> Int { vote.firstIndex(of: entry.bidder) ?? vote.count }
        let sorted = entries.sorted { left, right in
            guard left.isTied(with: right) else { return left.precedes(right) }
            let (first, second) = (position(left), position(right))
            return first == second ? left.bidder < right.bidder : first < second
        }
        var places: [Place] = []
        for (index, entry) in sorted.enumerated() {
            let shares = places.last.map { $0.entry.isTied(with: entry) && position($0.entry) == position(entry) }
            places.append(Place(rank: shares == true ? places[index - 1].rank : index + 1, entry: entry))
        }
        self.places = places
    }

    /// The candidates, ranked (条例 53).
    /// - Parameter most: how many the law allows (T20).
    public func candidates(most: Int) -> [Place] { Array(places.prefix(most)) }

    /// Groups of bidders that share a rank among the candidates: the committee must vote before it reports.
    /// - Parameter most: how many candidates the law allows (T20).
    public func undecided(most: Int) -> [[String]] {
        Dictionary(grouping: places.filter { $0.rank <= most }, by: \.rank)
            .filter { $0.value.count > 1 }
            .sorted { $0.key < $1.key }
            .map { $0.value.map(\.entry.bidder) }
    }
}
