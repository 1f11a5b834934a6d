import Statute

/// What a person acts as (岗位): a role in a region, for a trade or an organisation. Its text form is its
/// identity in the ledger, readable without a table: `regulator:530600:A07`, `tenderer:530627:12530600431570013W`.
public struct Office: Hashable, Sendable {
    public let role: Role
    /// GB/T 2260 code of the area of competence; `000000` for the whole country.
    public let region: String
    /// Trade class (`A07`), of offices bound to a trade; nil means every trade.
    public let trade: String?
    /// Unified social credit code, of offices that act for an organisation.
    public let organisation: String?

    public init(_ role: Role, region: String = "000000", trade: String? = nil, organisation: String? = nil) {
        self.role = role
        self.region = region
        self.trade = trade
        self.organisation = organisation
    }

    public static let citizen = Office(.citizen)
    public static let platform = Office(.platform)

    /// Whether the office's competence covers a region: its own, or one inside it.
    public func covers(region other: String) -> Bool { Region.contains(region, other) }

    /// Whether the office's competence covers a trade class; what is of no trade, an empty one, is everybody's.
    public func covers(trade other: String) -> Bool { trade == nil || other.isEmpty || trade == other }
}

extension Office: CustomStringConvertible {
    public var description: String {
        [role.rawValue, region, trade ?? organisation].compactMap { $0 }.joined(separator: ":")
    }

    /// Reads the text form; nil when the role or the shape is not known.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), let role = Role(rawValue: parts[0]), parts[1].utf8.count == 6,
            parts[1].utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        else { return nil }
        self.role = role
        region = parts[1]
        let scope = parts.count == 3 ? parts[2] : nil
        if let scope, scope.isEmpty || scope.utf8.count > 18 { return nil }
        trade = scope.flatMap { $0.utf8.count == 3 ? $0 : nil }
        organisation = scope.flatMap { $0.utf8.count == 3 ? nil : $0 }
    }
}

extension Office: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let office = Office(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an office: \(text)")
        }
        self = office
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Who acts: a person under a pseudonymous id, in an office.
public struct OfficeHolder: Hashable, Sendable {
    /// `P-…`: the id under which the ledger knows the person; names are closed parts of the person's docket.
    public let person: String
    public let office: Office

    public init(person: String, office: Office) {
        self.person = person
        self.office = office
    }

    /// Somebody without an account.
    public static let citizen = OfficeHolder(person: "P-citizen", office: .citizen)
    /// The platform's own scheduled acts.
    public static let platform = OfficeHolder(person: "P-platform", office: .platform)
}
