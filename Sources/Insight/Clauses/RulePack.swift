import Foundation
import Statute

/// Rules as data: the built-in ones, or a province's that are added to them.
///
///     let pack = try RulePack(json: data)
///     let scanner = try ClauseScanner(packs: [.builtIn(), pack])
public struct RulePack: Sendable, Hashable, Codable {
    /// What is wrong with a pack, and where.
    public struct Flaw: Error, Hashable, Sendable, CustomStringConvertible {
        /// The rule, or the aspect; empty when the whole file is meant.
        public let rule: String
        /// The field: `match[1]`, `examples[0]`, `id`, …
        public let field: String
        public let problem: Problem

        public var description: String {
            let place = [rule, field].filter { !$0.isEmpty }.joined(separator: ", ")
            return place.isEmpty ? problem.description : "\(place): \(problem)"
        }
    }

    /// Kinds of flaws; people read `pack.<code>` in the catalogues.
    public enum Problem: Hashable, Sendable, CustomStringConvertible {
        case noSuchAspect(String)
        /// No region of the country, by the newest GB/T 2260 that is loaded.
        case noSuchRegion(String)
        case idTwice
        case noPattern
        case macroTwice
        case pattern(PatternError)
        case exampleNotFound(String)
        case counterexampleFound(String)
        case missing
        case malformed(String)
        /// The search engine does not take its literals.
        case unsearchable(String)

        public var code: String {
            switch self {
            case .noSuchAspect: "noSuchAspect"
            case .noSuchRegion: "noSuchRegion"
            case .idTwice: "idTwice"
            case .noPattern: "noPattern"
            case .macroTwice: "macroTwice"
            case .pattern: "pattern"
            case .exampleNotFound: "exampleNotFound"
            case .counterexampleFound: "counterexampleFound"
            case .missing: "missing"
            case .malformed: "malformed"
            case .unsearchable: "unsearchable"
            }
        }

        /// What it is about: an aspect, an example, the engine's own words.
        public var detail: String {
            switch self {
            case .noSuchAspect(let text), .noSuchRegion(let text), .exampleNotFound(let text),
                .counterexampleFound(let text), .malformed(let text), .unsearchable(let text):
                text
            case .pattern(let error): error.description
            case .idTwice, .noPattern, .macroTwice, .missing: ""
            }
        }

        public var description: String {
            switch self {
            case .noSuchAspect: "there is no aspect \(detail)"
            case .noSuchRegion: "there is no region \(detail)"
            case .idTwice: "this id stands twice or is empty"
            case .noPattern: "needs a pattern"
            case .macroTwice: "there is such a macro already"
            case .exampleNotFound: "is not found: \(detail)"
            case .counterexampleFound: "is found: \(detail)"
            case .missing: "is missing"
            case .pattern, .malformed, .unsearchable: detail
            }
        }
    }

    /// All that is wrong with a pack.
    public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
        public let flaws: [Flaw]
        public var description: String { flaws.map(\.description).joined(separator: "\n") }
    }

    /// Like `builtin` or `yunnan-2026`.
    public var id: String
    public var version: String
    /// Macros that it adds; a name that the built-in grammar has is refused.
    public var macros: [String: String]
    public var aspects: [ClauseAspect]
    /// Six-digit codes of the regions whose documents it is for, each with all that lies in it; empty for everywhere.
    public var regions: [String] = []

    /// Whether documents of a region are held against it.
    public func applies(to region: String) -> Bool {
        regions.isEmpty || regions.contains { Region.contains($0, region) }
    }

    public init(id: String, version: String, macros: [String: String] = [:], aspects: [ClauseAspect]) {
        self.id = id
        self.version = version
        self.macros = macros
        self.aspects = aspects
    }

    /// The sixteen aspects.
    public static let aspectNames: [String] = (1...16).map { $0 < 10 ? "FC0\($0)" : "FC\($0)" }

    private struct File: Decodable {
        let id: String
        let version: String
        let macros: [String: String]?
        let regions: [String]?
        let rules: [PackRule]
    }

    /// A rule of a pack names its aspect; what it leaves out is the built-in aspect's.
    private struct PackRule: Decodable {
        let aspect: String
        let rule: ClauseRule

        private enum CodingKeys: String, CodingKey { case aspect }

        init(from decoder: any Decoder) throws {
            aspect = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .aspect)
            rule = try ClauseRule(from: decoder)
        }
    }

    /// Reads a pack that is added to the built-in rules: `{"id", "version", "macros"?, "regions"?, "rules": [{"aspect", "id",
    /// "severity", "match", …}]}`.
    /// - Throws: ``Invalid``, that names the rule and the field; ``ClauseData/Failure`` when the built-in data are not
    ///   there.
    public init(json: Data) throws {
        try self.init(unchecked: json)
        // Compiling finds wrong patterns; scanning finds wrong examples.
        let scanner = try ClauseScanner(packs: [.builtIn(), self])
        let wrong = scanner.exampleFlaws(of: self)
        guard wrong.isEmpty else { throw Invalid(flaws: wrong) }
    }

    /// Reads a pack that was checked before: patterns and examples are not looked at.
    /// - Throws: ``Invalid`` when a field is missing or of the wrong kind, or an aspect does not exist.
    public init(unchecked json: Data) throws {
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: json)
        } catch let error as DecodingError {
            throw Invalid(flaws: [Self.flaw(error, in: json)])
        }
        let builtIn = try RulePack.builtIn()
        var aspects: [String: ClauseAspect] = [:]
        var flaws: [Flaw] = []
        for item in file.rules {
            guard var aspect = aspects[item.aspect] ?? builtIn.aspects.first(where: { $0.aspect == item.aspect }) else {
                flaws.append(Flaw(rule: item.rule.id, field: "aspect", problem: .noSuchAspect(item.aspect)))
                continue
            }
            if aspects[item.aspect] == nil { aspect.rules = [] }
            aspect.rules.append(item.rule)
            aspects[item.aspect] = aspect
        }
        let law = try? Statute.builtIn()
        for region in file.regions ?? [] where law?.nationalRegion(region) == nil {
            flaws.append(Flaw(rule: "", field: "regions", problem: .noSuchRegion(region)))
        }
        guard flaws.isEmpty else { throw Invalid(flaws: flaws) }
        regions = file.regions ?? []
        id = file.id
        version = file.version
        macros = file.macros ?? [:]
        self.aspects = aspects.values.sorted { $0.aspect < $1.aspect }
    }

    private static func flaw(_ error: DecodingError, in json: Data) -> Flaw {
        let context: DecodingError.Context
        var field = ""
        switch error {
        case .keyNotFound(let key, let inner):
            context = inner
            field = key.stringValue
        case .typeMismatch(_, let inner), .valueNotFound(_, let inner), .dataCorrupted(let inner): context = inner
        @unknown default: return Flaw(rule: "", field: "", problem: .malformed("\(error)"))
        }
        var path = context.codingPath
        var rule = ""
        if path.count >= 2, path[0].stringValue == "rules", let index = path[1].intValue {
            rule = name(ofRule: index, in: json) ?? "rules[\(index)]"
            path.removeFirst(2)
        }
        var parts = path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined()
        if !field.isEmpty { parts += (parts.isEmpty ? "" : ".") + field }
        return Flaw(rule: rule, field: parts, problem: field.isEmpty ? .malformed(context.debugDescription) : .missing)
    }

    private static func name(ofRule index: Int, in json: Data) -> String? {
        let object = try? JSONSerialization.jsonObject(with: json) as? [String: Any]
        guard let rules = object?["rules"] as? [[String: Any]], rules.indices.contains(index) else { return nil }
        return rules[index]["id"] as? String
    }
}
