/// Comma-separated values (RFC 4180): what spreadsheets write.
public enum DelimitedText {
    /// A text that is no table.
    public struct Fault: Error, Hashable, CustomStringConvertible {
        /// From 1.
        public let line: Int
        public let reason: Reason
        public var description: String { "line \(line): \(reason.rawValue)" }

        public enum Reason: String, Sendable {
            case quoteOpen, textAfterQuote, unevenRow, noRows
        }
    }

    /// One row with the line that it begins in.
    public struct Row: Hashable, Sendable {
        /// From 1.
        public let line: Int
        /// By the heads of the columns.
        public let values: [String: String]
    }

    /// Rows under a line of heads; blanks around values go, empty lines too; a byte order mark is passed over.
    /// - Throws: ``Fault``.
    public static func rows(_ text: String) throws(Fault) -> [Row] {
        var records = try records(text)
        records.removeAll { $0.fields.allSatisfy(\.isEmpty) }
        guard let heads = records.first?.fields else { throw Fault(line: 1, reason: .noRows) }
        var rows: [Row] = []
        for record in records.dropFirst() {
            guard record.fields.count == heads.count else { throw Fault(line: record.line, reason: .unevenRow) }
            let pairs = zip(heads, record.fields).map { ($0, $1) }
            rows.append(Row(line: record.line, values: Dictionary(pairs) { first, _ in first }))
        }
        return rows
    }

    private static func records(_ text: String) throws(Fault) -> [(line: Int, fields: [String])] {
        var records: [(line: Int, fields: [String])] = []
        var fields: [String] = []
        var field = ""
        var line = 1
        var start = 1
        var isQuoted = false
        var wasQuoted = false
        func trimmed(_ text: String) -> String {
            String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        var scalars = Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" })[...]
        while let scalar = scalars.popFirst() {
            if isQuoted {
                if scalar == "\"" {
                    if scalars.first == "\"" {
                        field.unicodeScalars.append(scalars.removeFirst())
                    } else {
                        isQuoted = false
                        wasQuoted = true
                    }
                } else {
                    if scalar == "\n" { line += 1 }
                    field.unicodeScalars.append(scalar)
                }
                continue
            }
            switch scalar {
            case "\"":
                guard trimmed(field).isEmpty, !wasQuoted else { throw Fault(line: line, reason: .textAfterQuote) }
                field = ""
                isQuoted = true
            case ",", "\n":
                fields.append(wasQuoted ? field : trimmed(field))
                field = ""
                wasQuoted = false
                guard scalar == "\n" else { continue }
                records.append((start, fields))
                fields = []
                line += 1
                start = line
            case "\r": break
            default:
                guard !wasQuoted || scalar.properties.isWhitespace else {
                    throw Fault(line: line, reason: .textAfterQuote)
                }
                if !wasQuoted { field.unicodeScalars.append(scalar) }
            }
        }
        guard !isQuoted else { throw Fault(line: start, reason: .quoteOpen) }
        fields.append(wasQuoted ? field : trimmed(field))
        records.append((start, fields))
        return records
    }
}
