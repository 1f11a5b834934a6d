import Statute

/// One input of a command: the page's form control, the JSON body's property, the OpenAPI schema and the
/// CLI's flag all derive from this description. Labels and helps are `field.<command>.<name>`, falling back to
/// `field.<name>`, in the catalogues.
public struct FieldDescription: Sendable {
    public enum Kind: Sendable {
        /// A line, or several lines, of at most so many Unicode scalars.
        case text(maximum: Int, lines: Bool)
        /// A whole number.
        case integer(ClosedRange<Int64>)
        /// An exact decimal number of at most so many decimals, as text: `0.97`.
        case decimal(decimals: Int, range: ClosedRange<Int64>)
        /// Renminbi: integer fen in JSON, yuan in forms.
        case money(maximumFen: Int64)
        /// RFC 3339 in JSON, Beijing time in forms.
        case instant
        case day
        case boolean
        /// One code of a set; labels are `choice.<set>.<code>`.
        case choice(set: String, codes: [String])
        /// A line of one of the law's checklists, by its id: it stands in the form already, as the command fills it in.
        case checklistItem
        /// Unified social credit code of an organisation (统一社会信用代码).
        case organisation
        /// GB/T 2260 code of a region in the law's region table.
        case region
        /// Code of a trade class (交易分类) of the law, `A07`.
        case tradeClass
        /// Files already uploaded, by their content; at most so many.
        case files(maximum: Int, mediaTypes: [String])
        /// Rows of further fields.
        case rows(fields: [FieldDescription], count: ClosedRange<Int>)
    }

    public let name: String
    public let kind: Kind
    public let required: Bool
    /// Shown as the example in the API's description and in `--help`.
    public let example: String?
}

/// A field whose value has a Swift type: `input[TenderForms.deadline]` is an ``Instant``.
public struct Field<Value: Sendable>: Sendable {
    public let description: FieldDescription
    let extract: @Sendable (FieldValue?) -> Value?

    init(
        _ name: String, _ kind: FieldDescription.Kind, required: Bool = true, example: String? = nil,
        extract: @escaping @Sendable (FieldValue?) -> Value?
    ) {
        description = FieldDescription(name: name, kind: kind, required: required, example: example)
        self.extract = extract
    }

    /// The same field when it may be left out.
    public var optional: Field<Value?> {
        let extract = self.extract
        return Field<Value?>(
            description.name, description.kind, required: false, example: description.example
        ) { value in .some(value.flatMap { extract($0) }) }
    }
}

extension Field where Value == String {
    public static func text(_ name: String, maximum: Int = 200, example: String? = nil) -> Field {
        Field(name, .text(maximum: maximum, lines: false), example: example) { $0?.text }
    }

    /// Several lines.
    public static func prose(_ name: String, maximum: Int = 5000, example: String? = nil) -> Field {
        Field(name, .text(maximum: maximum, lines: true), example: example) { $0?.text }
    }

    /// An exact decimal number as text, with its range in whole units.
    public static func decimal(
        _ name: String, decimals: Int, in range: ClosedRange<Int64>, example: String? = nil
    ) -> Field {
        Field(name, .decimal(decimals: decimals, range: range), example: example) { $0?.text }
    }

    public static func choice(_ name: String, set: String, _ codes: [String]) -> Field {
        Field(name, .choice(set: set, codes: codes), example: codes.first) { $0?.text }
    }

    /// The id of a line of a checklist.
    public static func checklistItem(_ name: String) -> Field {
        Field(name, .checklistItem, example: "tender.contacts") { $0?.text }
    }

    public static func organisation(_ name: String) -> Field {
        Field(name, .organisation, example: "91530600MA6K000147") { $0?.text }
    }

    public static func region(_ name: String) -> Field {
        Field(name, .region, example: "530602") { $0?.text }
    }

    public static func tradeClass(_ name: String) -> Field {
        Field(name, .tradeClass, example: "A07") { $0?.text }
    }
}

extension Field where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One case of a Swift enum; its raw values are the codes.
    public static func choice(_ name: String, set: String) -> Field {
        let codes = Value.allCases.map(\.rawValue)
        return Field(name, .choice(set: set, codes: codes), example: codes.first) { value in
            value?.text.flatMap { Value(rawValue: $0) }
        }
    }
}

extension Field where Value == Int64 {
    public static func integer(_ name: String, in range: ClosedRange<Int64>, example: String? = nil) -> Field {
        Field(name, .integer(range), example: example ?? String(range.lowerBound)) { $0?.integer }
    }
}

extension Field where Value == Money {
    /// Up to 10,000 亿 yuan unless said otherwise.
    public static func money(_ name: String, maximumFen: Int64 = 100_000_000_000_000) -> Field {
        Field(name, .money(maximumFen: maximumFen), example: "1286400000") { $0?.integer.map { Money(fen: $0) } }
    }
}

extension Field where Value == Instant {
    public static func instant(_ name: String) -> Field {
        Field(name, .instant, example: "2026-10-29T01:30:00.000Z") { $0?.instant }
    }
}

extension Field where Value == Day {
    public static func day(_ name: String) -> Field {
        Field(name, .day, example: "2026-10-29") { $0?.day }
    }
}

extension Field where Value == Bool {
    public static func boolean(_ name: String) -> Field {
        Field(name, .boolean, example: "true") { $0?.boolean }
    }
}

extension Field where Value == [FileReference] {
    /// Files of the given media types, already uploaded.
    public static func files(_ name: String, maximum: Int, mediaTypes: [String]) -> Field {
        Field(name, .files(maximum: maximum, mediaTypes: mediaTypes)) { $0?.files }
    }
}

extension Field where Value == [Input] {
    /// Rows of further fields, each row an ``Input`` of its own.
    public static func rows(_ name: String, _ fields: [FieldDescription], count: ClosedRange<Int>) -> Field {
        Field(name, .rows(fields: fields, count: count)) { $0?.rows }
    }
}

/// A file that stands in the blob store, under the name that its owner gave it.
public struct FileReference: Hashable, Codable, Sendable {
    public let name: String
    public let mediaType: String
    /// Plain SHA-256 of the content, lower-case hex: its address.
    public let sha256: String
    /// RFC 6962 root over blocks of 1 MiB, lower-case hex: its identity.
    public let root: String
    /// Bytes.
    public let size: Int64

    public init(name: String, mediaType: String, sha256: String, root: String, size: Int64) {
        self.name = name
        self.mediaType = mediaType
        self.sha256 = sha256
        self.root = root
        self.size = size
    }

    /// The file as a command's input names it.
    public var raw: RawValue {
        .object([
            "name": .text(name), "mediaType": .text(mediaType), "sha256": .text(sha256), "root": .text(root),
            "size": .integer(size),
        ])
    }
}
