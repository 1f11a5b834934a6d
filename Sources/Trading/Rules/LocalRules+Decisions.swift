import Desk
import Foundation
import Insight
import Statute
import Store

extension LocalRules {
    /// An entry of the ledger holds 65,535 bytes; other fields need a few.
    private static let room = 60_000

    static func propose(_ input: Input, _ situation: Situation) throws -> Decision<LocalRules> {
        let content = Data(input[RulesForms.content].utf8)
        let pack: RulePack
        do { pack = try RulePack(json: content) } catch let invalid as RulePack.Invalid {
            throw Refusals(invalid.flaws.map(refusal))
        }
        let text = try compact(content)
        try require(
            try ActCoding.json(text).count <= room,
            Refusal(.invalid, "rules.tooLarge", field: "content", ["limit": String(room)]))
        let twice = try situation.facts.rows(
            "SELECT number FROM rules WHERE name = $1 AND version = $2 AND state <> 'off'",
            [.text(pack.id), .text(pack.version)])
        try require(
            twice.isEmpty,
            Refusal(.invalid, "rules.twice", field: "content", ["docket": twice.first?.text("number") ?? ""]))
        let count = pack.aspects.map(\.rules.count).reduce(0, +)
        try require(count > 0, Refusal(.invalid, "rules.empty", field: "content"))
        return Decision(
            .rulesProposed(
                proposal: Proposal(name: pack.id, version: pack.version, rules: count, content: text)))
    }

    private static func refusal(_ flaw: RulePack.Flaw) -> Refusal {
        let place = [flaw.rule, flaw.field].filter { !$0.isEmpty }.joined(separator: " · ")
        var arguments = ["place": place.isEmpty ? "JSON" : place, "detail": flaw.problem.detail]
        if case .pattern(let error) = flaw.problem {
            arguments["problem"] = "@pattern.\(error.code)"
            arguments["macro"] = error.detail
            arguments["position"] = String(error.position + 1)
        }
        return Refusal(.invalid, "rules.\(flaw.problem.code)", field: "content", arguments)
    }

    /// The same JSON without blanks, its keys in order.
    private static func compact(_ json: Data) throws -> String {
        let value = try JSONSerialization.jsonObject(with: json)
        let data = try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    /// - Throws: ``Refusal`` for anybody but the platform.
    func recordComparison(_ comparison: Comparison, _ situation: Situation) throws -> Decision<LocalRules> {
        try situation.requirePlatform()
        try requireState(.proposed, .compared)
        return Decision(.rulesCompared(comparison: comparison))
    }

    func switchOn(_ situation: Situation) throws -> Decision<LocalRules> {
        try require(state != .proposed, Refusal(.stage, "rules.notCompared"))
        try requireState(.compared)
        guard let proposal, let comparison else { throw Refusal(.stage, "rules.notCompared") }
        let inForce = try RulesInForce.rows(situation.facts)
        // What was shown holds only beside the rules that it was held against.
        try require(comparison.beside == RulesInForce.name(inForce), Refusal(.stage, "rules.comparisonOld"))
        // A new version of a pack takes the place of the old one.
        let replaced = inForce.filter { $0.name == proposal.name }
        let others = inForce.filter { $0.name != proposal.name }
        let name = RulesInForce.name(
            others + [.init(number: id, name: proposal.name, version: proposal.version, content: proposal.content)])
        return Decision(
            [Recorded(.rulesSwitchedOn(rules: name))],
            others: try replaced.map { old in
                let version = try situation.facts.docket(LocalRules.self, old.number)?.version ?? 0
                let reason = "\(proposal.name) \(proposal.version)"
                return try OtherActs(
                    LocalRules.self, id: old.number, version: version, [Recorded(.rulesSwitchedOff(reason: reason))])
            })
    }

    func switchOff(_ input: Input) throws -> Decision<LocalRules> {
        try require(state != .off, Refusal(.stage, "rules.isOff"))
        return Decision(.rulesSwitchedOff(reason: input[RulesForms.reason]))
    }

    private func requireState(_ states: State...) throws {
        try require(
            states.contains(state), Refusal(.stage, "rules.wrongState", ["state": "@rulesState.\(state.rawValue)"]))
    }
}

enum RulesForms {
    static let content = Field<String>.prose("content", maximum: 60_000)
    static let reason = Field<String>.prose("reason", maximum: 1000)
}

extension LocalRules {
    public static let commands: [Command<LocalRules>] = [
        Command(
            opening: "propose", by: [.administrator], fields: [RulesForms.content.description],
            number: { _, situation in try Numbering.next("rules", in: situation) },
            decide: { _, input, situation in try propose(input, situation) }),
        Command(
            "switchOn", by: [.administrator], offered: { $0.state == .compared },
            decide: { rules, _, situation in try rules.switchOn(situation) }),
        Command(
            "switchOff", by: [.administrator], fields: [RulesForms.reason.description],
            offered: { $0.state != .off }, decide: { rules, input, _ in try rules.switchOff(input) }),
    ]

    public static let register = Register.of(
        LocalRules.self, name: "rules", version: 1,
        create: [
            """
            CREATE TABLE rules (
              number TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, state TEXT NOT NULL,
              rules INTEGER NOT NULL, content TEXT NOT NULL, beside TEXT, found INTEGER, proposed INTEGER NOT NULL,
              changed INTEGER NOT NULL, sequence INTEGER NOT NULL)
            """
        ],
        drop: ["DROP TABLE IF EXISTS rules"]
    ) { registered, transaction in
        let at = SQLValue.integer(registered.moment.at.milliseconds)
        if case .rulesProposed(let proposal) = registered.act {
            try transaction.execute(
                """
                INSERT INTO rules (number, name, version, state, rules, content, proposed, changed, sequence)
                VALUES ($1, $2, $3, 'proposed', $4, $5, $6, $6, $7)
                """,
                [
                    .text(registered.id), .text(proposal.name), .text(proposal.version),
                    .integer(Int64(proposal.rules)), .text(proposal.content), at, .integer(registered.sequence),
                ])
            return
        }
        let comparison = registered.after.comparison
        let found = comparison.map { $0.found.map(\.count).reduce(0, +) }
        try transaction.execute(
            """
            UPDATE rules SET state = $1, changed = $2, sequence = $3, beside = $4, found = $5 WHERE number = $6
            """,
            [
                .text(registered.after.state.rawValue), at, .integer(registered.sequence),
                comparison.map { .text($0.beside) } ?? .null, found.map { .integer(Int64($0)) } ?? .null,
                .text(registered.id),
            ])
    }
}
