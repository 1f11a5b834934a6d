import Foundation

/// The scanner's own data files.
public struct ClauseData: Sendable {
    /// A data file is missing or wrong.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    public let grammar: ClauseGrammar
    public let pack: RulePack
    /// What is said of findings, by rule: of the built-in rules, the number checks (`FC15-N1`) and of what words alone
    /// have found (`FC04-00`).
    public let texts: [String: RuleText]
    let classifier: ClauseClassifier?
    let simplified: [UInt16]
    let numbers: NumberWording
    private let bareNames: [String]
    private let namesWithKind: [String]

    private struct Traditional: Decodable {
        let from: String
        let to: String
    }

    private struct Places: Decodable {
        let bare: [String]
        let withKind: [String]
    }

    /// The data that are part of the program.
    /// - Throws: ``Failure``.
    public static func builtIn() throws -> ClauseData { try cached.get() }

    private static let cached = Result {
        guard let folder = Bundle.module.url(forResource: "Data", withExtension: nil) else {
            throw Failure(description: "the program's data folder is missing beside the executable")
        }
        return try ClauseData(folder: folder)
    }

    /// Reads a folder with `traditional.json`, `places.json`, `numbers.json` and `clauses/` (`macros.json`, `FC01.json` …).
    /// - Throws: ``Failure``.
    public init(folder: URL) throws {
        let table: Traditional = try Self.read(folder.appendingPathComponent("traditional.json"))
        var simplified = [UInt16](repeating: 0, count: 0xA000 - 0x3400)
        for (from, to) in zip(table.from.unicodeScalars, table.to.unicodeScalars)
        where (0x3400..<0xA000).contains(from.value) && to.value < 0x10000 {
            simplified[Int(from.value - 0x3400)] = UInt16(to.value)
        }
        self.simplified = simplified
        numbers = try Self.read(folder.appendingPathComponent("numbers.json"))
        let places: Places = try Self.read(folder.appendingPathComponent("places.json"))
        bareNames = places.bare
        namesWithKind = places.withKind
        let head = folder.appendingPathComponent("classifier.txt")
        let entries = folder.appendingPathComponent("classifier.words")
        // Without the file the rules stand alone; it is learned from what they find.
        let learned = FileManager.default.fileExists(atPath: head.path)
        classifier = learned ? try ClauseClassifier(head: Self.bytes(head), entries: Self.bytes(entries)) : nil
        let clauses = folder.appendingPathComponent("clauses")
        grammar = try Self.read(clauses.appendingPathComponent("macros.json"))
        let aspects: [ClauseAspect] = try RulePack.aspectNames.map {
            try Self.read(clauses.appendingPathComponent("\($0).json"))
        }
        pack = RulePack(id: "builtin", version: "1", aspects: aspects)
        texts = Self.texts(pack, numbers)
    }

    private static func bytes(_ file: URL) throws -> Data {
        do {
            return try Data(contentsOf: file)
        } catch {
            throw Failure(description: "\(file.lastPathComponent): \(error)")
        }
    }

    private static func read<Value: Decodable>(_ file: URL) throws -> Value {
        let data = try bytes(file)
        do {
            return try JSONDecoder().decode(Value.self, from: data)
        } catch {
            throw Failure(description: "\(file.lastPathComponent): \(error)")
        }
    }

    /// Place names, with those of the region table beside them.
    /// - Parameter regions: full names: 云南省, 昭通市, 鲁甸县.
    func places(regions: [String]) -> PlaceNames {
        var withKind = namesWithKind
        for name in regions {
            // 鲁甸县 → 鲁甸; what is left must be a name.
            let kind = ["自治区", "自治州", "自治县", "地区", "新区", "省", "市", "县", "区", "州", "盟", "旗"]
            if let suffix = kind.first(where: { name.hasSuffix($0) }), name.count - suffix.count >= 2 {
                withKind.append(String(name.dropLast(suffix.count)))
            }
        }
        return PlaceNames(bare: bareNames, withKind: withKind)
    }
}

extension RulePack {
    /// The rules that are part of the program.
    /// - Throws: ``ClauseData/Failure``.
    public static func builtIn() throws -> RulePack { try ClauseData.builtIn().pack }
}
