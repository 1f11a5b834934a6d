import Foundation

/// The law as data: regions, trade classes and time limits, with their versions. Loaded once and handed to every
/// decision as an argument.
public struct Statute: Sendable {
    /// A data file is missing or wrong.
    public struct DataError: Error, CustomStringConvertible {
        public let description: String
    }

    /// A rule id that the data does not have: a programming error that tests find.
    public struct UnknownTerm: Error, Hashable, Sendable {
        public let id: String
    }

    private let regions: [String: Region]
    private let trades: [String: TradeClass]
    private let terms: [String: Term]
    private let limits: Limits
    /// Unified social credit code of the trading platform's body, which unified deal codes carry.
    public let platformCode: String

    /// Limits of amounts (domain.md T14).
    private struct Limits: Codable {
        let depositPermille: Int64
        let depositCapWorksFen: Int64
        let depositCapSurveyFen: Int64
        let platformCode: String
    }

    /// The data that is part of the program.
    /// - Throws: ``DataError``.
    public static func builtIn() throws -> Statute { try cached.get() }

    private static let cached = Result { try Statute() }

    private init() throws {
        regions = try Self.keyed("regions") { (region: Region) in region.code }
        trades = try Self.keyed("trade-classes") { (trade: TradeClass) in trade.code }
        terms = try Self.keyed("terms") { (term: Term) in term.id }
        limits = try Self.read("limits")
        platformCode = limits.platformCode
    }

    private static func read<Value: Decodable>(_ name: String) throws -> Value {
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Data") else {
            throw DataError(description: "the program's data file \(name).json is missing beside the executable")
        }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: url))
        } catch {
            throw DataError(description: "\(name).json: \(error)")
        }
    }

    private static func keyed<Value: Decodable>(
        _ name: String, _ key: (Value) -> String
    ) throws -> [String: Value] {
        let values: [Value] = try read(name)
        return try Dictionary(values.map { (key($0), $0) }) { first, second in
            throw DataError(description: "\(name).json: \(key(second)) stands twice")
        }
    }

    public func region(_ code: String) -> Region? { regions[code] }
    public func tradeClass(_ code: String) -> TradeClass? { trades[code] }

    /// All regions by code.
    public var allRegions: [Region] { regions.values.sorted { $0.code < $1.code } }
    /// All trade classes by code.
    public var allTradeClasses: [TradeClass] { trades.values.sorted { $0.code < $1.code } }
    public var allTerms: [Term] { terms.values.sorted { $0.id < $1.id } }

    /// - Throws: ``UnknownTerm``.
    public func term(_ id: String) throws -> Term {
        guard let term = terms[id] else { throw UnknownTerm(id: id) }
        return term
    }

    /// The highest bid deposit of a section (条例 26; 30 号令: works 80 万元, survey and design 10 万元).
    public func depositLimit(estimate: Money, sectionClass: String) -> Money {
        let ratio = Money(fen: estimate.fen / 1000 * limits.depositPermille)
        guard let kind = SectionClass(sectionClass) else { return ratio }
        if kind.isSurveyOrDesign { return min(ratio, Money(fen: limits.depositCapSurveyFen)) }
        if kind.isWorks { return min(ratio, Money(fen: limits.depositCapWorksFen)) }
        return ratio
    }
}
