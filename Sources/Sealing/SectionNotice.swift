import Foundation

/// What a section's page offers for download as `notice.json`: everything that sealing a bid needs.
public struct SectionNotice: Codable, Hashable, Sendable {
    public static let format = "notice v1"
    public static let suite = "P256-SHA256-AES256GCM"

    /// One holder of a share of the opening secret.
    public struct Holder: Codable, Hashable, Sendable {
        public let name: String
        public let office: String
        /// X9.63 point, base64.
        public let publicKey: String
        /// SHA-256 of the point, hex.
        public let keyID: String

        public init(name: String, office: String, publicKey: String, keyID: String) {
            self.name = name
            self.office = office
            self.publicKey = publicKey
            self.keyID = keyID
        }
    }

    public let daylight: String
    public let section: String
    public let title: String
    /// RFC 3339, UTC.
    public let deadline: String
    public let windowMinutes: Int
    public let suite: String
    /// How many holders are needed.
    public let t: Int
    public let holders: [Holder]
    /// JSON Schema of `bid.json`, as text.
    public let schema: String
    /// The log's key (vkey), by which receipts are signed.
    public let vkey: String
    public let site: String

    public init(
        section: String, title: String, deadline: String, windowMinutes: Int, t: Int, holders: [Holder], vkey: String,
        site: String
    ) {
        daylight = Self.format
        self.section = section
        self.title = title
        self.deadline = deadline
        self.windowMinutes = windowMinutes
        suite = Self.suite
        self.t = t
        self.holders = holders
        schema = BidForm.jsonSchema
        self.vkey = vkey
        self.site = site
    }

    /// - Throws: ``SealingError/badNotice(_:)``.
    public init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(SectionNotice.self, from: json)
        } catch {
            throw SealingError.badNotice("not a notice.json: \(error)")
        }
        try validate()
    }

    /// Whether a bid can be sealed for this notice.
    /// - Throws: ``SealingError/badNotice(_:)``.
    public func validate() throws {
        guard daylight == Self.format else { throw SealingError.badNotice("format \(daylight) is not known") }
        guard suite == Self.suite else { throw SealingError.badNotice("suite \(suite) is not known") }
        guard (1...1024).contains(section.utf8.count) else {
            throw SealingError.badNotice("the section's number must have 1 to 1,024 bytes")
        }
        guard (1...255).contains(holders.count), (1...holders.count).contains(t) else {
            throw SealingError.badNotice("\(t) of \(holders.count) holders is no threshold")
        }
        for holder in holders {
            guard HolderKey.identifier(ofPublicKey: holder.publicKey) == holder.keyID else {
                throw SealingError.badNotice("the key of \(holder.name) is not the one that its keyID names")
            }
        }
        // Two holders with one key would be one holder.
        guard Set(holders.map(\.keyID)).count == holders.count else {
            throw SealingError.badNotice("two holders have the same key")
        }
    }
}
