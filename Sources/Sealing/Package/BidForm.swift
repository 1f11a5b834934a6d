import Foundation

/// `bid.json` inside a package: price and terms, which are read out at the opening.
public struct BidForm: Codable, Hashable, Sendable {
    public struct Leader: Codable, Hashable, Sendable {
        public let name: String
        public let certificate: String

        public init(name: String, certificate: String) {
            self.name = name
            self.certificate = certificate
        }
    }

    public struct Item: Codable, Hashable, Sendable {
        public let name: String
        public let unit: String
        /// A decimal number as text.
        public let quantity: String
        public let unitPriceFen: Int64
        public let totalFen: Int64

        public init(name: String, unit: String, quantity: String, unitPriceFen: Int64, totalFen: Int64) {
            self.name = name
            self.unit = unit
            self.quantity = quantity
            self.unitPriceFen = unitPriceFen
            self.totalFen = totalFen
        }
    }

    public let section: String
    /// Unified social credit code.
    public let bidder: String
    public let bidderName: String
    /// Total price, fen.
    public let priceFen: Int64
    public let durationDays: Int
    public let quality: String
    public let projectLeader: Leader
    public let items: [Item]
    public let declaration: String

    public init(
        section: String, bidder: String, bidderName: String, priceFen: Int64, durationDays: Int, quality: String,
        projectLeader: Leader, items: [Item] = [], declaration: String
    ) {
        self.section = section
        self.bidder = bidder
        self.bidderName = bidderName
        self.priceFen = priceFen
        self.durationDays = durationDays
        self.quality = quality
        self.projectLeader = projectLeader
        self.items = items
        self.declaration = declaration
    }

    /// Reads and checks `bid.json`.
    /// - Throws: ``SealingError/badForm(field:reason:)``.
    public init(json: [UInt8], section: String) throws {
        do {
            self = try JSONDecoder().decode(BidForm.self, from: Data(json))
        } catch DecodingError.keyNotFound(let key, _) {
            throw SealingError.badForm(field: key.stringValue, reason: "missing")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw SealingError.badForm(field: field, reason: "of another kind")
        } catch {
            throw SealingError.badForm(field: "bid.json", reason: "not JSON")
        }
        guard let keys = JSONKeys.top(of: json) else {
            throw SealingError.badForm(field: "bid.json", reason: "has a field twice, or is not UTF-8")
        }
        if let key = keys.subtracting(Self.fields).min() {
            throw SealingError.badForm(field: key, reason: "not known")
        }
        func check(_ condition: Bool, _ field: String, _ reason: String) throws {
            if !condition { throw SealingError.badForm(field: field, reason: reason) }
        }
        try check(self.section == section, "section", "is \(self.section), not \(section)")
        try check((1...100_000_000_000_000).contains(priceFen), "priceFen", "must be positive fen")
        try check((1...3650).contains(durationDays), "durationDays", "must be 1 to 3650")
        try check(!quality.isEmpty && quality.count <= 200, "quality", "must have 1 to 200 characters")
        try check(!bidder.isEmpty && bidder.count <= 18, "bidder", "must be a credit code")
        try check(!projectLeader.name.isEmpty, "projectLeader.name", "missing")
    }

    private static let fields: Set = [
        "section", "bidder", "bidderName", "priceFen", "durationDays", "quality", "projectLeader", "items",
        "declaration",
    ]

    /// Canonical JSON: sorted keys, no blanks.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    /// Published with the tender (JSON Schema 2020-12).
    public static let jsonSchema = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,\
        "required":["section","bidder","bidderName","priceFen","durationDays","quality","projectLeader","items",\
        "declaration"],"properties":{"section":{"type":"string"},"bidder":{"type":"string","maxLength":18},\
        "bidderName":{"type":"string"},"priceFen":{"type":"integer","minimum":1},"durationDays":{"type":"integer",\
        "minimum":1,"maximum":3650},"quality":{"type":"string","minLength":1,"maxLength":200},"projectLeader":\
        {"type":"object","required":["name","certificate"],"properties":{"name":{"type":"string","minLength":1},\
        "certificate":{"type":"string"}}},"items":{"type":"array","items":{"type":"object","required":["name","unit",\
        "quantity","unitPriceFen","totalFen"],"properties":{"name":{"type":"string"},"unit":{"type":"string"},\
        "quantity":{"type":"string"},"unitPriceFen":{"type":"integer"},"totalFen":{"type":"integer"}}}},\
        "declaration":{"type":"string"}}}
        """
}
