import Statute
import Store

/// A body that takes part in trading (市场主体, 单位): tenderer, agency, bidder, authority or centre.
/// Its docket's number is its unified social credit code.
public struct Organisation: Docket {
    public static let kind = "organisation"

    public enum Act: Codable, Sendable, Equatable {
        /// - Parameter evidence: why a code whose check digit fails is accepted all the same (domain.md §3.5).
        case organisationRegistered(name: String, region: String, evidence: String?)
        case organisationRenamed(name: String)
    }

    public let code: String
    public private(set) var name = ""
    public private(set) var region = ""
    /// True when the code's check digit fails and somebody vouched for it with evidence.
    public private(set) var codeVouchedFor = false

    public init(id: String) { code = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .organisationRegistered(let name, let region, let evidence):
            self.name = name
            self.region = region
            codeVouchedFor = evidence != nil
        case .organisationRenamed(let name):
            self.name = name
        }
    }
}

extension Organisation {
    public enum Forms {
        public static let code = Field<String>.organisation("code")
        public static let name = Field<String>.text("name", maximum: 100)
        public static let region = Field<String>.region("region")
        public static let evidence = Field<String>.prose("evidence", maximum: 500).optional
    }

    public static let commands: [Command<Organisation>] = [
        Command(
            opening: "register", by: [.administrator, .centreClerk, .platform],
            fields: [
                Forms.code.description, Forms.name.description, Forms.region.description,
                Forms.evidence.description,
            ],
            number: { input, _ in input[Forms.code] },
            decide: { _, input, _ in
                let check = try UnifiedSocialCreditCode(input[Forms.code]).check
                let evidence = input[Forms.evidence]
                if !check.valid {
                    let expected = check.expected.map { String($0) } ?? ""
                    try require(
                        evidence != nil,
                        Refusal(.invalid, "organisation.checkDigit", field: "evidence", ["expected": expected]))
                }
                return Decision(
                    .organisationRegistered(
                        name: input[Forms.name], region: input[Forms.region],
                        evidence: check.valid ? nil : evidence))
            }),
        Command(
            "rename", by: [.administrator, .centreClerk], fields: [Forms.name.description],
            decide: { _, input, _ in Decision(.organisationRenamed(name: input[Forms.name])) }),
    ]

    public static let register = Register.of(
        Organisation.self, name: "organisation", version: 1,
        create: [
            """
            CREATE TABLE organisation (
              code TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL, vouched INTEGER NOT NULL)
            """
        ],
        drop: ["DROP TABLE IF EXISTS organisation"]
    ) { registered, transaction in
        let after = registered.after
        try transaction.execute(
            """
            INSERT INTO organisation (code, name, region, vouched) VALUES ($1, $2, $3, $4)
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, region = excluded.region
            """,
            [.text(after.code), .text(after.name), .text(after.region), .integer(after.codeVouchedFor ? 1 : 0)])
    }
}
