import Desk
import Foundation
import Statute

extension NegativeBehaviour {
    static func propose(_ input: Input, _ situation: Situation) throws -> Decision<NegativeBehaviour> {
        let subject = input[BehaviourForms.subject]
        let name: String
        if let organisation = try situation.facts.docket(Organisation.self, subject) {
            name = organisation.state.name
        } else if let expert = try situation.facts.docket(Person.self, subject),
            expert.state.offices.contains(where: { $0.role == .expert })
        {
            name = subject
        } else {
            throw Refusal(.invalid, "behaviour.unknownSubject", field: "subject")
        }
        let region = input[BehaviourForms.region]
        try require(
            situation.by.office.covers(region: region), Refusal(.office, "office.wrongRegion", field: "region"))
        let section = input[BehaviourForms.section]
        if let section {
            try require(
                try situation.facts.docket(Tender.self, section) != nil,
                Refusal(.invalid, "behaviour.unknownSection", field: "section"))
        }
        var evidence: [Int64] = []
        for (index, row) in input[BehaviourForms.evidence].enumerated() {
            let sequence = row[BehaviourForms.sequence]
            let found = try situation.facts.rows("SELECT sequence FROM doing WHERE sequence = $1", [.integer(sequence)])
            try require(
                !found.isEmpty,
                Refusal(
                    .invalid, "behaviour.noSuchAct", field: "evidence.\(index).sequence",
                    ["sequence": String(sequence)]))
            evidence.append(sequence)
        }
        let accusation = Accusation(subject: subject, subjectName: name, facts: input[BehaviourForms.facts])
        return Decision([
            Recorded(
                .behaviourProposed(
                    category: input[BehaviourForms.category], section: section, region: region, evidence: evidence),
                closed: try ActCoding.json(accusation))
        ])
    }

    /// The second pair of eyes: only a notified subject has to answer.
    func notify(_ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireOffice(situation)
        try requireState(.proposed)
        try require(proposer != situation.by.person, Refusal(.office, "behaviour.twoPersons"))
        let answer: Statute.Due
        do { answer = try situation.law.due("N01", from: situation.at) } catch let missing as WorkCalendar.MissingYear {
            throw Refusal(.stage, "law.noCalendar", rule: "N01", ["year": String(missing.year)])
        }
        return Decision(
            .behaviourNotified(due: answer.due, terms: [TermUse("N01", required: answer.length, due: answer.due)]))
    }

    func makeStatement(_ input: Input, _ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireState(.notified)
        try requireSubject(situation)
        try require(!isHeard, Refusal(.stage, "behaviour.heard"))
        guard let due else { throw Refusal(.stage, "behaviour.notNotified") }
        // Out of time (from `due` on) it is heard all the same, and said to be late.
        return Decision([
            Recorded(
                .statementMade(late: situation.at >= due),
                closed: try ActCoding.json(Statement(text: input[BehaviourForms.statement])))
        ])
    }

    func confirm(_ input: Input, _ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireOffice(situation)
        try requireState(.notified)
        try require(proposer != situation.by.person, Refusal(.office, "behaviour.twoPersons"))
        guard let due else { throw Refusal(.stage, "behaviour.notNotified") }
        // The right to be heard: an answer, or the whole time for one.
        try require(
            isHeard || situation.at >= due,
            Refusal(.stage, "behaviour.notHeard", rule: "N01", ["due": BeijingTime.text(due)]))
        return Decision(
            .behaviourConfirmed(
                points: Int(input[BehaviourForms.points]), validMonths: Int(input[BehaviourForms.validMonths]),
                reason: input[BehaviourForms.reason]))
    }

    func revoke(_ input: Input, _ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireOffice(situation)
        try requireState(.proposed, .notified, .confirmed, .published)
        return Decision(.behaviourRevoked(reason: input[BehaviourForms.reason]))
    }

    func publish(_ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireOffice(situation)
        try requireState(.confirmed)
        return Decision(
            .behaviourPublished(
                accusation: try accusation(situation),
                until: Day(of: situation.at).advanced(byMonths: validMonths).end))
    }

    /// The subject shows that it has put right what it did (信用修复申请).
    func requestRepair(_ input: Input, _ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireState(.published)
        try requireSubject(situation)
        try require(!isRepairRequested, Refusal(.stage, "behaviour.repairRequested"))
        return Decision(.repairRequested(grounds: input[BehaviourForms.repair]))
    }

    func declineRepair(_ input: Input, _ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireOffice(situation)
        try requireState(.published)
        try require(isRepairRequested, Refusal(.stage, "behaviour.noRepairRequested"))
        return Decision(.repairDeclined(reason: input[BehaviourForms.reason]))
    }

    func repair(_ input: Input, _ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireOffice(situation)
        try requireState(.published)
        return Decision(.behaviourRepaired(evidence: input[BehaviourForms.repair]))
    }

    /// The platform's own act, once its time is over.
    func expire(_ situation: Situation) throws -> Decision<NegativeBehaviour> {
        try requireState(.published)
        guard let until, situation.at >= until else { throw Refusal(.stage, "behaviour.stillValid") }
        return Decision(.behaviourExpired)
    }

    private func requireState(_ states: State...) throws {
        try require(
            states.contains(state),
            Refusal(.stage, "behaviour.wrongState", ["state": "@behaviourState.\(state.rawValue)"]))
    }

    private func requireOffice(_ situation: Situation) throws {
        try require(
            situation.by.office.covers(region: region),
            Refusal(.office, "office.wrongRegion", ["region": "@region.\(region)"]))
    }

    private func requireSubject(_ situation: Situation) throws {
        let subject = try accusation(situation).subject
        try require(
            situation.by.office.organisation == subject || situation.by.person == subject,
            Refusal(.office, "behaviour.notTheSubject"))
    }

    /// Facts, evidence and statement for the subject itself and for those who decide: both must know what it is about.
    func briefing(_ situation: Situation) throws -> [Briefing] {
        let deciding: Set<Role> = [.centreClerk, .regulator]
        if deciding.contains(situation.by.office.role) {
            try requireOffice(situation)
        } else {
            try requireSubject(situation)
        }
        let accusation = try accusation(situation)
        let isClosed = self.accusation == nil
        var parts = [
            Briefing("subject", text: "\(accusation.subjectName) \(accusation.subject)", isClosed: isClosed),
            Briefing("facts", text: accusation.facts, isClosed: isClosed),
        ]
        if !evidence.isEmpty { parts.append(Briefing("evidence", acts: evidence)) }
        let entries = try situation.facts.entries("\(Self.kind)/\(id)")
        if let stored = entries.last(where: { $0.entry.act == "statementMade" }),
            let bytes = try situation.facts.closedPart(sequence: stored.sequence),
            let statement = try? JSONDecoder().decode(Statement.self, from: Data(bytes))
        {
            parts.append(Briefing("statement", text: statement.text, acts: [stored.sequence], isClosed: true))
        }
        if let repairGrounds { parts.append(Briefing("repair", text: repairGrounds)) }
        return parts
    }

    private func accusation(_ situation: Situation) throws -> Accusation {
        if let accusation { return accusation }
        guard let first = try situation.facts.entries("\(Self.kind)/\(id)").first,
            let bytes = try situation.facts.closedPart(sequence: first.sequence),
            let accusation = try? JSONDecoder().decode(Accusation.self, from: Data(bytes))
        else { throw Refusal(.missing, "behaviour.erased") }
        return accusation
    }
}

/// Forms of negative-behaviour records.
enum BehaviourForms {
    static let subject = Field<String>.text("subject", maximum: 20, example: "91530600MA6K000147")
    static let category = Field<NegativeBehaviour.Category>.choice("category", set: "behaviour")
    static let section = Field<String>.text("section", maximum: 30, example: "2026-000127").optional
    static let region = Field<String>.region("region")
    static let facts = Field<String>.prose("facts", maximum: 5000)
    static let sequence = Field<Int64>.integer("sequence", in: 0...999_999_999_999)
    /// At least one act: files would have to be closed until publication, so what speaks for it is in the ledger first.
    static let evidence = Field<[Input]>.rows("evidence", [sequence.description], count: 1...20)
    static let statement = Field<String>.prose("statement", maximum: 5000)
    static let points = Field<Int64>.integer("points", in: 0...12)
    static let validMonths = Field<Int64>.integer("validMonths", in: 1...36, example: "12")
    static let reason = Field<String>.prose("reason", maximum: 2000)
    static let repair = Field<String>.prose("repair", maximum: 2000)
}

extension NegativeBehaviour {
    private static let centre: [Role] = [.centreClerk, .centreWitness]
    private static let deciding: [Role] = [.centreClerk, .regulator]
    private static let subjects: [Role] = [.tenderer, .agency, .bidder, .expert]

    public static let commands: [Command<NegativeBehaviour>] = [
        Command(
            opening: "propose", by: centre,
            fields: [
                BehaviourForms.subject.description, BehaviourForms.category.description,
                BehaviourForms.region.description, BehaviourForms.section.description,
                BehaviourForms.facts.description, BehaviourForms.evidence.description,
            ],
            number: { _, situation in try Numbering.next("behaviour", in: situation) },
            decide: { _, input, situation in try propose(input, situation) }),
        Command(
            "notify", by: deciding, offered: { $0.state == .proposed }, briefing: { try $0.briefing($1) },
            decide: { try $0.notify($2) }),
        Command(
            "state", by: subjects, fields: [BehaviourForms.statement.description],
            offered: { $0.state == .notified && !$0.isHeard }, briefing: { try $0.briefing($1) },
            decide: { try $0.makeStatement($1, $2) }),
        Command(
            "confirm", by: deciding,
            fields: [
                BehaviourForms.points.description, BehaviourForms.validMonths.description,
                BehaviourForms.reason.description,
            ],
            offered: { $0.state == .notified }, briefing: { try $0.briefing($1) },
            decide: { try $0.confirm($1, $2) }),
        Command(
            "revoke", by: deciding, fields: [BehaviourForms.reason.description],
            offered: { [.proposed, .notified, .confirmed, .published].contains($0.state) },
            briefing: { try $0.briefing($1) }, decide: { try $0.revoke($1, $2) }),
        Command(
            "publish", by: deciding, offered: { $0.state == .confirmed }, briefing: { try $0.briefing($1) },
            decide: { try $0.publish($2) }),
        Command(
            "requestRepair", by: subjects, fields: [BehaviourForms.repair.description],
            offered: { $0.state == .published && !$0.isRepairRequested }, decide: { try $0.requestRepair($1, $2) }),
        Command(
            "declineRepair", by: deciding, fields: [BehaviourForms.reason.description],
            offered: { $0.state == .published && $0.isRepairRequested }, briefing: { try $0.briefing($1) },
            decide: { try $0.declineRepair($1, $2) }),
        Command(
            "repair", by: deciding, fields: [BehaviourForms.repair.description],
            offered: { $0.state == .published }, briefing: { try $0.briefing($1) },
            decide: { try $0.repair($1, $2) }),
    ]
}
