import Statute
import Store

/// Which part of what the gates found somebody asks for. A number and the list that it opens use the same filter.
public struct BarrierFilter: Hashable, Sendable {
    public enum Name: String, CaseIterable, Sendable {
        /// `FC01` … `FC16`
        case aspect
        /// A ``DefectKind``.
        case kind
        /// `2026-01`, Beijing time.
        case month
        /// A region with all inside it: a province with its cities, a city with its counties.
        case region
        /// With any value: the region alone, without those inside it.
        case own
        /// Credit code of a tenderer or an agency.
        case unit
        /// How a clause that the machine found ended: `fixed`, `justified`, `open` or `withdrawn`.
        case outcome
        /// Of a defect in a letter: `corrected` or `open`.
        case state
        /// The centre's first answer to a filed document: `passed`, `returned` or `refused`.
        case answer
    }

    /// Only what was given.
    public let values: [Name: String]

    public init(_ values: [Name: String]) { self.values = values.filter { !$0.value.isEmpty } }

    public var isEmpty: Bool { values.isEmpty }

    public subscript(_ name: Name) -> String? { values[name] }

    /// This filter, narrowed further; an empty value lifts what is there.
    public func with(_ more: [Name: String]) -> BarrierFilter { BarrierFilter(values.merging(more) { $1 }) }

    /// What of this filter a list knows.
    public func only(_ names: [Name]) -> BarrierFilter { BarrierFilter(values.filter { names.contains($0.key) }) }

    /// The condition on a table with the columns of these names.
    func condition(_ names: [Name]) -> (sql: String, arguments: [SQLValue]) {
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        func placeholder(_ value: String) -> String {
            arguments.append(.text(value))
            return "$\(arguments.count)"
        }
        for name in Name.allCases where names.contains(name) {
            guard let value = values[name] else { continue }
            switch name {
            case .aspect, .kind, .month, .outcome, .answer:
                conditions.append("\(name.rawValue) = \(placeholder(value))")
            case .region:
                if values[.own] != nil {
                    conditions.append("region = \(placeholder(value))")
                } else {
                    conditions.append("region LIKE \(placeholder(Region.prefix(of: value) + "%"))")
                }
            case .own: break
            case .unit:
                let code = placeholder(value)
                conditions.append("(tenderer = \(code) OR agency = \(code))")
            case .state: conditions.append(value == "corrected" ? "corrected IS NOT NULL" : "corrected IS NULL")
            }
        }
        return (conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND "), arguments)
    }
}

/// The lists behind the numbers.
public enum BarrierList: String, CaseIterable, Sendable {
    /// Defects in the centre's letters, one row each.
    case acts
    /// The centre's letters, one row each.
    case letters
    /// The centre's first answer to each section, one row each.
    case answers
    /// Clauses that the machine found, one row each.
    case findings

    /// What it can be narrowed by.
    public var names: [BarrierFilter.Name] {
        switch self {
        case .acts, .letters: [.aspect, .kind, .month, .region, .own, .unit, .state]
        case .answers: [.month, .region, .own, .unit, .answer]
        case .findings: [.aspect, .month, .region, .own, .unit, .outcome]
        }
    }

    var table: String {
        switch self {
        case .acts, .letters: "correction"
        case .answers: "verification"
        case .findings: "scan_finding"
        }
    }
}
