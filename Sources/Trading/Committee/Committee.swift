import Desk
import Foundation
import Statute

/// A seat on the evaluation committee (评标委员会). Who sits there is closed until the report.
public struct CommitteeSeat: Hashable, Codable, Sendable {
    /// `E1` …: what everybody calls the member before the report is signed.
    public let seat: String
    public let kind: Kind
    /// The member's pseudonymous id; the ledger's name for the person.
    public let person: String

    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// 技术、经济专家
        case expert
        /// 招标人代表
        case tendererRepresentative
    }
}

extension Tender {
    func nameCommittee(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.opened)
        try requireNotSuspended()
        let rows = input[CommitteeForms.members]
        // 招标投标法 37: so many or more, odd, technical and economic experts so large a share of them.
        try require(
            try verdict("T18", .count(rows.count), situation).isMet,
            Refusal(.invalid, "committee.size", rule: "T18", field: "members", ["count": String(rows.count)]))
        let experts = rows.filter { $0[CommitteeForms.seatKind] == .expert }.count
        try require(
            try verdict("T18.experts", .share(experts, of: rows.count), situation).isMet,
            Refusal(.invalid, "committee.experts", rule: "T18", field: "members", ["experts": String(experts)]))
        var seats: [CommitteeSeat] = []
        for (index, row) in rows.enumerated() {
            let person = row[CommitteeForms.person]
            guard let standing = try situation.facts.docket(Person.self, person) else {
                throw Refusal(.invalid, "committee.personUnknown", field: "members.\(index).person")
            }
            let isExpert = standing.state.offices.contains { $0.role == .expert }
            let kind = row[CommitteeForms.seatKind]
            try require(
                kind != .expert || isExpert,
                Refusal(.invalid, "committee.notAnExpert", rule: "T18", field: "members.\(index).person"))
            // 条例 46 / domain.md §6.5: somebody who acts for a bidder of this section has an interest.
            let bids = Set(opening.bids.map(\.received.bidder))
            try require(
                !standing.state.offices.contains { $0.organisation.map(bids.contains) ?? false },
                Refusal(.invalid, "committee.interested", rule: "T18", field: "members.\(index).person"))
            try require(
                !seats.contains { $0.person == person },
                Refusal(.invalid, "committee.twice", rule: "T18", field: "members.\(index).person"))
            seats.append(CommitteeSeat(seat: "E\(index + 1)", kind: kind, person: person))
        }
        return Decision(.committeeNamed(seats: seats))
    }

    /// The seat of whoever acts; refused to everybody else.
    func seat(of situation: Situation) throws -> CommitteeSeat {
        guard let seat = committee.first(where: { $0.person == situation.by.person }) else {
            throw Refusal(.office, "committee.noSeat")
        }
        return seat
    }

    func declareRecusal(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireStage(.evaluating)
        let seat = try seat(of: situation)
        try require(recusals[seat.seat] == nil, Refusal(.stage, "committee.declared"))
        return Decision(.recusalDeclared(seat: seat.seat, recused: input[CommitteeForms.recused]))
    }

    func replaceRecused(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        try requireStage(.evaluating)
        guard let index = committee.firstIndex(where: { recusals[$0.seat] == true }) else {
            throw Refusal(.stage, "committee.nobodyRecused")
        }
        let person = input[CommitteeForms.person]
        guard let standing = try situation.facts.docket(Person.self, person) else {
            throw Refusal(.invalid, "committee.personUnknown", field: "person")
        }
        let bids = Set(opening.bids.map(\.received.bidder))
        try require(
            !standing.state.offices.contains { $0.organisation.map(bids.contains) ?? false }
                && !committee.contains { $0.person == person },
            Refusal(.invalid, "committee.interested", rule: "T18", field: "person"))
        let old = committee[index]
        try require(
            old.kind != .expert || standing.state.offices.contains { $0.role == .expert },
            Refusal(.invalid, "committee.notAnExpert", rule: "T18", field: "person"))
        return Decision(
            .memberReplaced(seat: CommitteeSeat(seat: old.seat, kind: old.kind, person: person)))
    }

    /// Every member declared, and nobody who has an interest still sits.
    func requireCommitteeReady() throws {
        let ready = committee.allSatisfy { recusals[$0.seat] == false }
        try require(ready, Refusal(.stage, "committee.notReady", rule: "T18"))
    }
}

/// Forms of the committee.
public enum CommitteeForms {
    static let seatKind = Field<CommitteeSeat.Kind>.choice("seatKind", set: "seatKind")
    static let person = Field<String>.text("person", maximum: 20, example: "P-000012")
    static let members = Field<[Input]>.rows(
        "members", [person.description, seatKind.description], count: 1...15)
    static let recused = Field<Bool>.boolean("recused")

    static let commands: [Command<Tender>] = [
        Command(
            "nameCommittee", by: [.tenderer, .agency], fields: [members.description],
            offered: { $0.stage == .opened }, decide: { try $0.nameCommittee($1, $2) }),
        Command(
            "declareRecusal", by: [.expert, .tenderer], fields: [recused.description],
            offered: { $0.stage == .evaluating && $0.recusals.count < $0.committee.count },
            decide: { try $0.declareRecusal($1, $2) }),
        Command(
            "replaceRecused", by: [.tenderer, .agency], fields: [person.description],
            offered: { tender in tender.stage == .evaluating && tender.recusals.values.contains(true) },
            decide: { try $0.replaceRecused($1, $2) }),
    ]
}
