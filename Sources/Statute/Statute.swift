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

    /// Which days are worked.
    public let calendar: WorkCalendar
    /// The thresholds and grounds of tenders that the law demands.
    public let mustTender: [MustTenderLaw]
    private let regions: [String: Region]
    private let nation: CodeVersions<NamedCode>
    private let trades: CodeVersions<TradeClass>
    private let sections: CodeVersions<NamedCode>
    private let industries: [String: Industry]
    /// Versions of each rule, the oldest first.
    private let terms: [String: [Term]]
    private let requirements: [String: [Requirement]]
    /// All versions of the limits of amounts (T14), by id, the oldest first.
    let limitVersions: [AmountLimit]
    /// From which contract on grades of qualifications are meant, by id.
    public let qualificationScopes: [QualificationScope]
    /// All versions of the lines of the centre's checklists, each line's oldest first.
    let checklistVersions: [ChecklistItem]
    /// Unified social credit code of the trading platform's body, which unified deal codes carry.
    public let platformCode: String

    private struct Platform: Decodable {
        let code: String
    }

    /// The data that is part of the program.
    /// - Throws: ``DataError``.
    public static func builtIn() throws -> Statute { try cached.get() }

    /// The data that is part of the program, and more calendar years and code sets from other folders.
    /// - Throws: ``DataError``.
    public static func builtIn(adding folders: [URL]) throws -> Statute {
        guard let folder = builtInFolder else { return try builtIn() }
        return try Statute(folder: folder, adding: folders)
    }

    /// Where the program's own data files lie; nil when they were not installed with it.
    static var builtInFolder: URL? { Bundle.module.url(forResource: "Data", withExtension: nil) }

    private static let cached = Result {
        guard let folder = builtInFolder else {
            throw DataError(description: "the program's data folder is missing beside the executable")
        }
        return try Statute(folder: folder)
    }

    /// Reads a folder of data files and checks that they fit together.
    /// - Parameter additions: folders of the same shape whose `calendar` years and `codes` versions are added, so that
    ///   next year's holidays need no new program. A calendar year that stands in both is taken from the addition.
    /// - Throws: ``DataError`` that names the file and what is wrong with it.
    public init(folder: URL, adding additions: [URL] = []) throws {
        let folders = [folder] + additions
        calendar = WorkCalendar(try Self.calendarYears(in: folders))
        regions = try Self.keyed("regions", in: folder) { (region: Region) in region.code }
        industries = try Self.keyed("industries", in: folder) { (industry: Industry) in industry.code }
        nation = try CodeVersions(try Self.files("codes/regions", in: folders).map(\.value)) { $0.code }
        trades = try CodeVersions(try Self.files("codes/trade-classes", in: folders).map(\.value)) { $0.code }
        sections = try CodeVersions(try Self.files("codes/section-classes", in: folders).map(\.value)) { $0.code }
        let limits: [AmountLimit] = try Self.read("limits", in: folder)
        limitVersions = limits.sorted { ($0.id, $0.inForceFrom) < ($1.id, $1.inForceFrom) }
        let versions: [Term] = try Self.read("terms", in: folder)
        terms = Dictionary(grouping: versions, by: \.id).mapValues { $0.sorted { $0.inForceFrom < $1.inForceFrom } }
        let asked: [Requirement] = try Self.read("requirements", in: folder)
        requirements = Dictionary(grouping: asked, by: \.id)
            .mapValues { $0.sorted { $0.inForceFrom < $1.inForceFrom } }
        let demands: [MustTenderLaw] = try Self.read("must-tender", in: folder)
        mustTender = demands.sorted { $0.inForceFrom < $1.inForceFrom }
        let scopes: [String: QualificationScope] = try Self.keyed("qualification-scopes", in: folder) { $0.id }
        qualificationScopes = scopes.values.sorted { $0.id < $1.id }
        checklistVersions = try Self.read("checklists", in: folder)
        let platform: Platform = try Self.read("platform", in: folder)
        platformCode = platform.code
        try checkCodes()
        for versions in terms.values {
            for term in versions {
                guard let fault = term.fault else { continue }
                throw DataError(description: "terms.json: \(term.id) \(fault)")
            }
            try Self.checkVersions(versions.map { ($0.id, $0.inForceFrom, $0.inForceTo) }, "terms.json")
        }
        for versions in requirements.values {
            try Self.checkVersions(versions.map { ($0.id, $0.inForceFrom, $0.inForceTo) }, "requirements.json")
        }
        for versions in Dictionary(grouping: limitVersions, by: \.id).values {
            try Self.checkVersions(versions.map { ($0.id, $0.inForceFrom, $0.inForceTo) }, "limits.json")
        }
        for versions in Dictionary(grouping: checklistVersions, by: \.id).values {
            try Self.checkVersions(versions.map { ($0.id, $0.inForceFrom, $0.inForceTo) }, "checklists.json")
        }
        try Self.checkVersions(
            mustTender.map { ($0.basis.chinese, $0.inForceFrom, $0.inForceTo) }, "must-tender.json")
    }

    /// No day has two versions of a rule.
    private static func checkVersions(_ versions: [(id: String, from: Day, to: Day?)], _ file: String) throws {
        for (first, second) in zip(versions, versions.dropFirst()) {
            guard let end = first.to, end < second.from else {
                throw DataError(description: "\(file): two versions of \(first.id) are in force at once")
            }
        }
    }

    private static func calendarYears(in folders: [URL]) throws -> [CalendarYear] {
        let files: [(name: String, value: CalendarYear)] = try files("calendar", in: folders)
        for (name, year) in files {
            guard name == "\(year.year)" else {
                throw DataError(description: "calendar/\(name).json: is of the year \(year.year)")
            }
            guard let fault = year.fault else { continue }
            throw DataError(description: "calendar/\(name).json: \(fault)")
        }
        return files.map(\.value)
    }

    /// The files of a folder by name, those of an addition after those it adds to.
    private static func files<Value: Decodable>(
        _ name: String, in folders: [URL]
    ) throws -> [(name: String, value: Value)] {
        var values: [(name: String, value: Value)] = []
        for folder in folders {
            let path = folder.appendingPathComponent(name)
            let files = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
            for file in files.sorted() where file.hasSuffix(".json") {
                let stem = String(file.dropLast(5))
                values.append((name: stem, value: try read("\(name)/\(stem)", in: folder)))
            }
        }
        return values
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
            guard Region.isCode(region.code), region.parentCode.map({ regions[$0] != nil }) ?? true else {
                throw DataError(description: "regions.json: \(region.code) is not in a region of the table")
            }
        }
        for trade in allTradeClasses where industries[trade.industry] == nil {
            throw DataError(description: "codes/trade-classes: \(trade.code) names no industry: \(trade.industry)")
        }
        for limit in limitVersions where (limit.permille == nil) == (limit.capFen == nil) {
            throw DataError(description: "limits.json: \(limit.id) needs either a share or a ceiling")
        }
        for region in nation.entries where !Region.isCode(region.code) {
            throw DataError(description: "codes/regions: \(region.code) is no region code")
        }
        guard let code = try? UnifiedSocialCreditCode(platformCode), code.check.valid else {
            throw DataError(description: "platform.json: \(platformCode) is not a unified social credit code")
        }
    }

    /// A region of the area that this installation serves; see ``nationalRegion(_:)`` for the others.
    public func region(_ code: String) -> Region? { regions[code] }
    /// A region of the whole country by the newest version of GB/T 2260 that is loaded; nil for a code it lacks.
    public func nationalRegion(_ code: String) -> NamedCode? {
        regions[code].map { NamedCode(code: $0.code, name: $0.name, english: $0.english) } ?? nation[code]
    }
    /// The names of a region and of those around it, the province first: `云南省昭通市昭阳区`; nil for a code that the
    /// loaded version lacks.
    public func fullName(ofRegion code: String) -> String? {
        guard let region = nationalRegion(code) else { return nil }
        guard code != Region.nation else { return region.name }
        let around = [code.prefix(2) + "0000", code.prefix(4) + "00"].map(String.init).filter { $0 != code }
        return (around.compactMap { nationalRegion($0)?.name } + [region.name]).joined()
    }
    /// Versions of GB/T 2260 that are loaded, the oldest first.
    public var regionSets: [CodeSet<NamedCode>] { nation.all }
    /// Versions of the trade classes, the oldest first.
    public var tradeClassSets: [CodeSet<TradeClass>] { trades.all }
    /// Versions of the section classes, the oldest first.
    public var sectionClassSets: [CodeSet<NamedCode>] { sections.all }
    /// What a section class says: subject and profession, in Chinese and English; nil for a profession that the code
    /// set lacks.
    public func names(of section: SectionClass) -> (subject: NamedCode, profession: NamedCode)? {
        guard let subject = sections[section.subject.rawValue], let profession = sections[section.profession] else {
            return nil
        }
        return (subject, profession)
    }

    public func tradeClass(_ code: String) -> TradeClass? { trades[code] }
    public func industry(_ code: String) -> Industry? { industries[code] }

    /// The region around one; nil for the nation and for a code that the table does not have.
    public func parent(of code: String) -> Region? { regions[code]?.parentCode.flatMap { regions[$0] } }
    /// The regions directly within one, by code: a city's counties, a province's cities.
    public func regions(within code: String) -> [Region] { allRegions.filter { $0.parentCode == code } }

    /// All regions of the installation's area by code.
    public var allRegions: [Region] { regions.values.sorted { $0.code < $1.code } }
    /// All trade classes of the newest version, by code.
    public var allTradeClasses: [TradeClass] { trades.entries.sorted { $0.code < $1.code } }
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

    /// A requirement as it is in force on a day.
    /// - Throws: ``UnknownTerm``, also when none was in force then.
    public func requirement(_ id: String, on day: Day) throws -> Requirement {
        guard let rule = requirements[id]?.first(where: { $0.isInForce(on: day) }) else { throw UnknownTerm(id: id) }
        return rule
    }

    /// The newest version of a requirement.
    /// - Throws: ``UnknownTerm``.
    public func requirement(_ id: String) throws -> Requirement {
        guard let rule = requirements[id]?.last else { throw UnknownTerm(id: id) }
        return rule
    }

    /// The newest version of every requirement, by id.
    public var allRequirements: [Requirement] { requirements.values.compactMap(\.last).sorted { $0.id < $1.id } }

    /// The newest version of every limit of an amount (T14), by id.
    public var allLimits: [AmountLimit] {
        Dictionary(grouping: limitVersions, by: \.id).values.compactMap(\.last).sorted { $0.id < $1.id }
    }

    /// All versions of a time limit, the oldest first.
    public func versions(of id: String) -> [Term] { terms[id] ?? [] }

    /// The law on tenders that must be held, as it is in force on a day.
    /// - Throws: ``UnknownTerm``, when none was in force then.
    public func mustTender(on day: Day) throws -> MustTenderLaw {
        guard let law = mustTender.first(where: { $0.isInForce(on: day) }) else { throw UnknownTerm(id: "mustTender") }
        return law
    }
}
