import Statute

/// A command's input as flags of the command line, from the same description as its form and its JSON body.
///
///     daylight do section publishNotice 2026-000127 --deadline 2026-10-29T09:30+08:00 --place 第一开标厅
public enum Flags {
    /// What a flag said, as the JSON body takes it.
    public enum Value: Hashable, Sendable {
        case text(String)
        case integer(Int64)
        case boolean(Bool)
        /// Paths of files to be uploaded first.
        case files([String])
        /// One JSON object a row.
        case rows([String])
    }

    /// A flag that cannot be read.
    public struct Fault: Error, Hashable, CustomStringConvertible {
        public let flag: String
        public let reason: String
        public var description: String { "--\(flag): \(reason)" }
    }

    /// Reads flags; whether they are lawful is for the desk to say.
    /// - Parameter arguments: what follows the command's name: `--name value`, `--name=value`, `--name` for a
    ///   boolean, repeated for several files or rows.
    /// - Throws: ``Fault`` for an unknown flag, a missing or unreadable value, or a flag given twice.
    public static func read(_ arguments: [String], _ fields: [FieldDescription]) throws(Fault) -> [String: Value] {
        let byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
        var values: [String: Value] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--") else { throw Fault(flag: argument, reason: "not a flag") }
            let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let field = byName[name] else { throw Fault(flag: name, reason: "not a flag of this command") }
            var text = parts.count > 1 ? String(parts[1]) : nil
            if text == nil, let next = rest.first, !next.hasPrefix("--") {
                text = next
                rest.removeFirst()
            }
            values[name] = try value(field, text, before: values[name])
        }
        return values
    }

    private static func value(
        _ field: FieldDescription, _ text: String?, before: Value?
    ) throws(Fault) -> Value {
        func fault(_ reason: String) -> Fault { Fault(flag: field.name, reason: reason) }
        if case .boolean = field.kind, text == nil { return .boolean(true) }
        guard let text else { throw fault("a value is missing") }
        switch (field.kind, before) {
        case (.files, .files(let paths)): return .files(paths + [text])
        case (.files, _): return .files([text])
        case (.rows, .rows(let rows)): return .rows(rows + [text])
        case (.rows, _): return .rows([text])
        case (_, .some): throw fault("given twice")
        case (.integer, _):
            guard let number = Int64(text) else { throw fault("\(text) is no whole number") }
            return .integer(number)
        case (.money, _):
            guard let money = Money(yuan: text) else { throw fault("\(text) is no amount in yuan") }
            return .integer(money.fen)
        case (.boolean, _):
            guard text == "true" || text == "false" else { throw fault("true or false, not \(text)") }
            return .boolean(text == "true")
        default: return .text(text)
        }
    }

    /// How a field's value is written: `yuan`, `RFC 3339`, `a|b|c`.
    public static func form(_ field: FieldDescription) -> String {
        switch field.kind {
        case .text: "text"
        case .integer(let range): "\(range.lowerBound)…\(range.upperBound)"
        case .decimal(let decimals, _): "decimal with \(decimals) places"
        case .money: "yuan"
        case .instant: "RFC 3339"
        case .day: "YYYY-MM-DD"
        case .boolean: "true|false"
        case .choice(_, let codes): codes.joined(separator: "|")
        case .checklistItem: "id of a checklist's line"
        case .organisation: "unified social credit code"
        case .region: "region code"
        case .tradeClass: "trade class"
        case .files: "file"
        case .rows(let fields, _): "{" + fields.map { "\"\($0.name)\":…" }.joined(separator: ",") + "}"
        }
    }
}
