import Foundation
import Statute
import Store

/// A person who may hold offices. The ledger knows the person by a pseudonymous id; the name is a closed part.
public struct Person: Docket {
    public static let kind = "person"

    public enum Act: Codable, Sendable, Equatable {
        /// The name stands in the closed part.
        case personRegistered(region: String)
        /// One administrator proposes, another confirms: the two-person rule for offices of officials.
        case officeProposed(office: Office)
        case officeGranted(office: Office, proposedBy: String?)
        case officeEnded(office: Office, reason: String)
    }

    public let id: String
    public private(set) var offices: Set<Office> = []
    /// Proposed and not yet confirmed, with who proposed.
    public private(set) var proposals: [Office: String] = [:]

    public init(id: String) { self.id = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .personRegistered: break
        case .officeProposed(let office): proposals[office] = moment.by.person
        case .officeGranted(let office, _):
            proposals[office] = nil
            offices.insert(office)
        case .officeEnded(let office, _):
            offices.remove(office)
        }
    }
}

extension Person {
    public enum Forms {
        public static let name = Field<String>.text("personName", maximum: 40)
        public static let region = Field<String>.region("region")
        public static let role = Field<Role>.choice("role", set: "role")
        public static let trade = Field<String>.tradeClass("trade").optional
        public static let organisation = Field<String>.organisation("organisation").optional
        public static let reason = Field<String>.text("reason", maximum: 200)
        static let office = [role.description, region.description, trade.description, organisation.description]
    }

    /// A form starts with the office when there is only one; among several people choose.
    private static func only(_ offices: some Collection<Office>) -> [String: RawValue] {
        guard let office = offices.only else { return [:] }
        var values: [String: RawValue] = ["role": .text(office.role.rawValue), "region": .text(office.region)]
        values["trade"] = office.trade.map { .text($0) }
        values["organisation"] = office.organisation.map { .text($0) }
        return values
    }

    static func office(of input: Input) throws -> Office {
        let role = input[Forms.role]
        let organisation = input[Forms.organisation]
        let trade = input[Forms.trade]
        let forOrganisation = [Role.tenderer, .agency, .bidder].contains(role)
        try require(
            role != .citizen && role != .platform, Refusal(.invalid, "person.roleNotGranted", field: "role"))
        try require(
            !forOrganisation || organisation != nil,
            Refusal(.invalid, "person.organisationNeeded", field: "organisation"))
        return Office(
            role, region: input[Forms.region], trade: forOrganisation ? nil : trade,
            organisation: forOrganisation ? organisation : nil)
    }

    public static let commands: [Command<Person>] = [
        Command(
            opening: "register", by: [.administrator, .centreClerk, .platform],
            fields: [Forms.name.description, Forms.region.description],
            number: { _, situation in
                let next = try situation.facts.next(
                    "person", "SELECT CAST(substr(MAX(person), 3) AS INTEGER) AS n FROM person")
                return "P-" + String(1_000_000 + next).dropFirst()
            },
            decide: { _, input, _ in
                let closed = try ActCoding.json(["name": input[Forms.name]])
                return Decision([Recorded(.personRegistered(region: input[Forms.region]), closed: closed)])
            }),
        Command(
            "proposeOffice", by: [.administrator, .platform], fields: Forms.office,
            decide: { person, input, situation in
                let office = try Person.office(of: input)
                try require(!person.offices.contains(office), Refusal(.stage, "person.officeHeld", field: "role"))
                if let organisation = office.organisation {
                    try require(
                        try situation.facts.docket(Organisation.self, organisation) != nil,
                        Refusal(.invalid, "organisation.unknown", field: "organisation"))
                }
                // Two persons where one could cheat alone; offices of market participants bind nobody else, and
                // at the first start there are no two persons yet.
                return office.role.isOfficial && situation.by.office.role != .platform
                    ? Decision(.officeProposed(office: office))
                    : Decision(.officeGranted(office: office, proposedBy: nil))
            }),
        Command(
            "confirmOffice", by: [.administrator], fields: Forms.office,
            offered: { !$0.proposals.isEmpty },
            prefilled: { person, _ in only(person.proposals.keys) },
            decide: { person, input, situation in
                let office = try Person.office(of: input)
                guard let proposer = person.proposals[office] else {
                    throw Refusal(.stage, "person.officeNotProposed", field: "role")
                }
                try require(proposer != situation.by.person, Refusal(.office, "person.twoPersons"))
                return Decision(.officeGranted(office: office, proposedBy: proposer))
            }),
        Command(
            "endOffice", by: [.administrator], fields: Forms.office + [Forms.reason.description],
            offered: { !$0.offices.isEmpty }, prefilled: { person, _ in only(person.offices) },
            decide: { person, input, situation in
                let office = try Person.office(of: input)
                try require(person.offices.contains(office), Refusal(.stage, "person.officeNotHeld", field: "role"))
                return Decision(.officeEnded(office: office, reason: input[Forms.reason]))
            }),
    ]

    public static let register = Register.of(
        Person.self, name: "person", version: 1,
        create: [
            "CREATE TABLE person (person TEXT PRIMARY KEY, name TEXT NOT NULL, region TEXT NOT NULL)",
            """
            CREATE TABLE person_office (
              person TEXT NOT NULL, office TEXT NOT NULL, since INTEGER NOT NULL, ended INTEGER,
              PRIMARY KEY (person, office))
            """,
        ],
        drop: ["DROP TABLE IF EXISTS person", "DROP TABLE IF EXISTS person_office"]
    ) { registered, transaction in
        let at = SQLValue.integer(registered.moment.at.milliseconds)
        switch registered.act {
        case .personRegistered(let region):
            let closed = registered.closed.flatMap {
                try? JSONDecoder().decode([String: String].self, from: Data($0))
            }
            try transaction.execute(
                "INSERT INTO person (person, name, region) VALUES ($1, $2, $3)",
                [.text(registered.id), .text(closed?["name"] ?? registered.id), .text(region)])
        case .officeProposed: break
        case .officeGranted(let office, _):
            try transaction.execute(
                """
                INSERT INTO person_office (person, office, since, ended) VALUES ($1, $2, $3, NULL)
                ON CONFLICT (person, office) DO UPDATE SET since = excluded.since, ended = NULL
                """,
                [.text(registered.id), .text(office.description), at])
        case .officeEnded(let office, _):
            try transaction.execute(
                "UPDATE person_office SET ended = $3 WHERE person = $1 AND office = $2",
                [.text(registered.id), .text(office.description), at])
        }
    }
}
