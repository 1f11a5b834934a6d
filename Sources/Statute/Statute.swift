import Foundation

/// The law as data: regions, trade classes, time limits and limits of amounts. Loaded once and handed to every
/// decision as an argument.
public struct Statute: Sendable {
    /// A data file is missing or wrong.
    public struct DataError: Error, Hashable, CustomStringConvertible {
        public let description: String
    }

    /// A rule id that the data does not have, or not on that day: a programming error that tests find.
    public struct UnknownTerm: Error, Hashable, Sendable {
        public let id: String
    }

    private let regions: [String: Region]
    private let trades: [String: TradeClass]
    private let industries: [String: Industry]
    /// Versions of each rule, the oldest first.
    private let terms: [String: [Term]]
    /// All limits of amounts (T14), by id.
    public let allLimits: [AmountLimit]
    /// Unified social credit code of the trading platform's body, which unified deal codes carry.
    public let platformCode: String

    private struct Platform: Decodable {
        let code: String
    }

    /// The data that is part of the program.
    /// - Throws: ``DataError``.
    public static func builtIn() throws -> Statute { try cached.get() }

    /// Where the program's own data files lie; nil when they were not installed with it.
    static var builtInFolder: URL? { Bundle.module.url(forResource: "Data", withExtension: nil) }

    private static let cached = Result {
        guard let folder = builtInFolder else {
            throw DataError(description: "the program's data folder is missing beside the executable")
        }
        return try Statute(folder: folder)
    }

    /// Reads a folder of data files and checks that they fit together.
    /// - Throws: ``DataError`` that names the file and what is wrong with it.
    public init(folder: URL) throws {
        regions = try Self.keyed("regions", in: folder) { (region: Region) in region.code }
        industries = try Self.keyed("industries", in: folder) { (industry: Industry) in industry.code }
        trades = try Self.keyed("trade-classes", in: folder) { (trade: TradeClass) in trade.code }
        let limits: [String: AmountLimit] = try Self.keyed("limits", in: folder) { $0.id }
        allLimits = limits.values.sorted { $0.id < $1.id }
        let versions: [Term] = try Self.read("terms", in: folder)
        terms = Dictionary(grouping: versions, by: \.id).mapValues { $0.sorted { $0.inForceFrom < $1.inForceFrom } }
        let platform: Platform = try Self.read("platform", in: folder)
        platformCode = platform.code
        try checkCodes()
        try terms.values.forEach(Self.checkVersions)
    }

    private static func read<Value: Decodable>(_ name: String, in folder: URL) throws -> Value {
        let file = folder.appendingPathComponent("\(name).json")
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
        } catch {
            throw DataError(description: "\(name).json: \(error)")
        }
    }

    private static func keyed<Value: Decodable>(
        _ name: String, in folder: URL, _ key: (Value) -> String
    ) throws -> [String: Value] {
        let values: [Value] = try read(name, in: folder)
        return try Dictionary(values.map { (key($0), $0) }) { first, second in
            throw DataError(description: "\(name).json: \(key(second)) stands twice")
        }
    }

    private func checkCodes() throws {
        for region in allRegions {
            let digits = region.code.utf8.count == 6 && region.code.utf8.allSatisfy(isDigit)
            guard digits, region.parentCode.map({ regions[$0] != nil }) ?? true else {
                throw DataError(description: "regions.json: \(region.code) is not in a region of the table")
            }
        }
        for trade in allTradeClasses where industries[trade.industry] == nil {
            throw DataError(description: "trade-classes.json: \(trade.code) names no industry: \(trade.industry)")
        }
        for limit in allLimits where (limit.permille == nil) == (limit.capFen == nil) {
            throw DataError(description: "limits.json: \(limit.id) needs either a share or a ceiling")
        }
        guard let code = try? UnifiedSocialCreditCode(platformCode), code.check.valid else {
            throw DataError(description: "platform.json: \(platformCode) is not a unified social credit code")
        }
    }

    /// One rule's versions: lengths make sense, and no day has two.
    private static func checkVersions(_ versions: [Term]) throws {
        var previous: Term?
        for term in versions {
            let lasts = term.direction == .sameInstant ? term.length == 0 : term.length > 0
            let counted = (term.reading != nil) == [.atLeastAfter, .atLeastBefore].contains(term.direction)
            guard lasts, counted else {
                throw DataError(description: "terms.json: \(term.id) does not say how it is counted")
            }
            if let previous, previous.inForceTo.map({ $0 >= term.inForceFrom }) ?? true {
                throw DataError(description: "terms.json: two versions of \(term.id) are in force at once")
            }
            previous = term
        }
    }

    public func region(_ code: String) -> Region? { regions[code] }
    public func tradeClass(_ code: String) -> TradeClass? { trades[code] }
    public func industry(_ code: String) -> Industry? { industries[code] }

    /// The region around one; nil for the nation and for a code that the table does not have.
    public func parent(of code: String) -> Region? { regions[code]?.parentCode.flatMap { regions[$0] } }
    /// The regions directly within one, by code: a city's counties, a province's cities.
    public func regions(within code: String) -> [Region] { allRegions.filter { $0.parentCode == code } }

    /// All regions by code.
    public var allRegions: [Region] { regions.values.sorted { $0.code < $1.code } }
    /// All trade classes by code.
    public var allTradeClasses: [TradeClass] { trades.values.sorted { $0.code < $1.code } }
    /// All industries by code.
    public var allIndustries: [Industry] { industries.values.sorted { $0.code < $1.code } }
    /// The newest version of every time limit, by id.
    public var allTerms: [Term] { terms.values.compactMap(\.last).sorted { $0.id < $1.id } }

    /// The newest version of a time limit.
    /// - Throws: ``UnknownTerm``.
    public func term(_ id: String) throws -> Term {
        guard let term = terms[id]?.last else { throw UnknownTerm(id: id) }
        return term
    }

    /// The version of a time limit that is in force on a day.
    /// - Throws: ``UnknownTerm``, also when none was in force then.
    public func term(_ id: String, on day: Day) throws -> Term {
        guard let term = terms[id]?.first(where: { $0.isInForce(on: day) }) else { throw UnknownTerm(id: id) }
        return term
    }
}
