import Statute

/// A value that passed its field's checks.
public enum FieldValue: Sendable, Hashable {
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    case instant(Instant)
    case day(Day)
    case files([FileReference])
    case rows([Input])

    var text: String? { if case .text(let value) = self { value } else { nil } }
    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    var instant: Instant? { if case .instant(let value) = self { value } else { nil } }
    var day: Day? { if case .day(let value) = self { value } else { nil } }
    var files: [FileReference]? { if case .files(let value) = self { value } else { nil } }
    var rows: [Input]? { if case .rows(let value) = self { value } else { nil } }
}

/// What somebody entered, checked against a command's fields: reading a field cannot fail any more.
public struct Input: Sendable, Hashable {
    let values: [String: FieldValue]

    public init(_ values: [String: FieldValue]) { self.values = values }

    /// The value of a field of this command. That a required value is there was checked on the way in.
    public subscript<Value>(_ field: Field<Value>) -> Value {
        guard let value = field.extract(values[field.description.name]) else {
            preconditionFailure("\(field.description.name) is not a field of this command, or was not checked")
        }
        return value
    }
}

/// Input as it arrives, before any check: JSON bodies, forms and flags become this.
public enum RawValue: Sendable, Hashable {
    case null
    /// Text, or a form's or flag's rendering of any value.
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    case list([RawValue])
    case object([String: RawValue])
}
