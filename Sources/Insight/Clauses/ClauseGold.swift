import Foundation

/// A document of a gold set: units that people labelled.
public struct ClauseGold: Sendable, Codable {
    /// One labelled unit.
    public struct Unit: Sendable, Codable {
        public var text: String
        /// `paragraph`, `cell` or `heading`.
        public var kind: String
        /// `violation`, `lawful` (a look-alike) or `neutral`.
        public var label: String
        /// The aspects that it violates or looks like, the main one first.
        public var aspects: [String]
    }

    public var id: String
    public var clean: Bool
    public var units: [Unit]

    /// The units as a document that was read.
    public var document: DocumentText {
        DocumentText(
            format: .text,
            units: units.map { DocumentUnit(kind: DocumentUnit.Kind(rawValue: $0.kind) ?? .paragraph, text: $0.text) })
    }

    /// All `*.json` of a folder.
    /// - Throws: when a file cannot be read or is no gold document.
    public static func read(folder: URL) throws -> [ClauseGold] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }.map {
            try JSONDecoder().decode(ClauseGold.self, from: Data(contentsOf: $0))
        }
    }
}

/// Precision and recall of findings against a gold set, unit by unit.
///
/// A unit may be filed under several aspects, the main one first: it is a hit of its main aspect when any of them is
/// found, else a miss. Each aspect that is found and not among them is a false alarm.
public struct ClauseScore: Sendable {
    public struct Count: Sendable {
        public var hits = 0
        public var falseAlarms = 0
        public var misses = 0

        public var precision: Double { hits + falseAlarms == 0 ? 1 : Double(hits) / Double(hits + falseAlarms) }
        public var recall: Double { hits + misses == 0 ? 1 : Double(hits) / Double(hits + misses) }
        public var f1: Double {
            precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        }
    }

    /// A unit that was judged wrongly.
    public struct Error: Sendable {
        public let document: String
        public let unit: Int
        public let aspect: String
        /// The rule that found it; nil for a miss.
        public let rule: String?
        public let text: String
    }

    public private(set) var byAspect: [String: Count] = [:]
    public private(set) var total = Count()
    /// Hits whose main aspect itself was found.
    public private(set) var hitsUnderMain = 0
    public private(set) var errors: [Error] = []
    /// Findings in documents without any violation, and their length in scalars.
    public private(set) var cleanAlarms = 0
    public private(set) var cleanScalars = 0

    /// False alarms per 100 pages of 1,000 characters in clean documents.
    public var alarmsPer100Pages: Double {
        cleanScalars == 0 ? 0 : Double(cleanAlarms) * 100_000 / Double(cleanScalars)
    }

    public init() {}

    /// Counts one document.
    /// - Parameter findings: all findings in `gold.document`; those of severity check do not count.
    public mutating func add(_ gold: ClauseGold, findings: [ClauseFinding]) {
        let document = gold.document
        var found = [[String: String]](repeating: [:], count: gold.units.count)
        for finding in findings where finding.severity > .check {
            if let unit = document.unitIndex(at: finding.start) { found[unit][finding.aspect] = finding.rule }
        }
        if gold.clean { cleanScalars += document.text.unicodeScalars.count }
        for (index, unit) in gold.units.enumerated() {
            let labelled = unit.label == "violation" ? unit.aspects : []
            for (aspect, rule) in found[index] where !labelled.contains(aspect) {
                byAspect[aspect, default: Count()].falseAlarms += 1
                total.falseAlarms += 1
                if gold.clean { cleanAlarms += 1 }
                errors.append(Error(document: gold.id, unit: index, aspect: aspect, rule: rule, text: unit.text))
            }
            guard let main = labelled.first else { continue }
            if labelled.contains(where: { found[index][$0] != nil }) {
                byAspect[main, default: Count()].hits += 1
                total.hits += 1
                if found[index][main] != nil { hitsUnderMain += 1 }
            } else {
                byAspect[main, default: Count()].misses += 1
                total.misses += 1
                errors.append(Error(document: gold.id, unit: index, aspect: main, rule: nil, text: unit.text))
            }
        }
    }
}
