import Statute
import Store

/// A closed part let out to everybody (公开涉密部分): one office proposes with the legal basis, another confirms. From
/// then on salt and bytes leave the house with every export, and anybody can hash them against the entry.
public struct Disclosure: Docket {
    public static let kind = "disclosure"

    public enum Act: Codable, Sendable, Equatable {
        /// - Parameter sequence: the act whose closed part is meant.
        case disclosureProposed(sequence: Int64, basis: String, reason: String)
        /// The act that exporters and verifiers look for (docs/ledger.md).
        case closedPartDisclosed(sequence: Int64, basis: String)
        case disclosureDeclined(reason: String)
    }

    public let id: String
    public private(set) var sequence: Int64?
    public private(set) var basis = ""
    public private(set) var proposer: String?
    public private(set) var isDecided = false

    public init(id: String) { self.id = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        switch act {
        case .disclosureProposed(let sequence, let basis, _):
            self.sequence = sequence
            self.basis = basis
            proposer = moment.by.person
        case .closedPartDisclosed, .disclosureDeclined: isDecided = true
        }
    }
}

extension Disclosure {
    enum Forms {
        static let sequence = Field<Int64>.integer("sequence", in: 0...999_999_999_999, example: "204")
        static let basis = Field<String>.text("basis", maximum: 200, example: "招标投标法第37条：中标结果已确定")
        static let reason = Field<String>.prose("reason", maximum: 1000)
    }

    private static let offices: [Role] = [.regulator, .disciplineInspector, .administrator]

    public static let commands: [Command<Disclosure>] = [
        Command(
            opening: "propose", by: offices,
            fields: [Forms.sequence.description, Forms.basis.description, Forms.reason.description],
            number: { _, situation in
                let next = try situation.facts.next(
                    "disclosure", "SELECT CAST(substr(MAX(id), 3) AS INTEGER) AS n FROM disclosure")
                return "D-" + String(1_000_000 + next).dropFirst()
            },
            decide: { _, input, situation in
                let sequence = input[Forms.sequence]
                try require(
                    situation.facts.closedPart(sequence: sequence) != nil,
                    Refusal(.invalid, "disclosure.noClosedPart", field: "sequence", ["sequence": String(sequence)]))
                let before = try situation.facts.rows(
                    "SELECT id FROM disclosure WHERE sequence = $1 AND state <> 'declined'", [.integer(sequence)])
                try require(
                    before.isEmpty,
                    Refusal(
                        .invalid, "disclosure.twice", field: "sequence", ["docket": before.first?.text("id") ?? ""]))
                return Decision(
                    .disclosureProposed(sequence: sequence, basis: input[Forms.basis], reason: input[Forms.reason]))
            }),
        Command(
            "confirm", by: offices, offered: { !$0.isDecided },
            decide: { disclosure, _, situation in
                let sequence = try disclosure.open(situation)
                try require(
                    situation.facts.closedPart(sequence: sequence) != nil,
                    Refusal(.stage, "disclosure.noClosedPart", ["sequence": String(sequence)]))
                return Decision(.closedPartDisclosed(sequence: sequence, basis: disclosure.basis))
            }),
        Command(
            "decline", by: offices, fields: [Forms.reason.description], offered: { !$0.isDecided },
            decide: { disclosure, input, situation in
                _ = try disclosure.open(situation)
                return Decision(.disclosureDeclined(reason: input[Forms.reason]))
            }),
    ]

    /// - Throws: ``Refusal`` once it is decided, and for whoever proposed it.
    private func open(_ situation: Situation) throws -> Int64 {
        guard let sequence, !isDecided else { throw Refusal(.stage, "disclosure.decided") }
        try require(proposer != situation.by.person, Refusal(.office, "disclosure.twoPersons"))
        return sequence
    }

    public static let register = Register.of(
        Disclosure.self, name: "disclosure", version: 1,
        create: [
            "CREATE TABLE disclosure (id TEXT PRIMARY KEY, sequence INTEGER NOT NULL, state TEXT NOT NULL)",
            "CREATE INDEX disclosure_of_act ON disclosure (sequence)",
        ],
        drop: ["DROP TABLE IF EXISTS disclosure"]
    ) { registered, transaction in
        switch registered.act {
        case .disclosureProposed(let sequence, _, _):
            try transaction.execute(
                "INSERT INTO disclosure (id, sequence, state) VALUES ($1, $2, 'proposed')",
                [.text(registered.id), .integer(sequence)])
        case .closedPartDisclosed, .disclosureDeclined:
            let isDisclosed = if case .closedPartDisclosed = registered.act { true } else { false }
            try transaction.execute(
                "UPDATE disclosure SET state = $1 WHERE id = $2",
                [.text(isDisclosed ? "disclosed" : "declined"), .text(registered.id)])
        }
    }
}
