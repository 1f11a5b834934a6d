import Desk
import Foundation
import Statute
import Store

extension NegativeBehaviour: DutifulDocket {
    public func duties(law: Statute, closed: (_ version: Int) throws -> [UInt8]?) throws -> [Duty] {
        // Two persons decide; whoever of the two houses is free may be the second.
        func office(_ command: String, due: Instant? = nil) -> [Duty] {
            [Role.centreClerk, .regulator].map { Duty(command, by: $0, region: region, due: due, title: id) }
        }
        switch state {
        case .proposed: return office("notify")
        case .notified:
            if isHeard { return office("confirm") }
            // The subject stands in the first act's closed part; once erased nobody can be asked any more.
            let accusation = try accusation(closed)
            let answers = [Role.tenderer, .agency, .bidder, .expert].map { role in
                Duty("state", by: role, region: region, organisation: accusation?.subject ?? "-", due: due, title: id)
            }
            return office("confirm", due: due) + (accusation == nil ? [] : answers)
        case .confirmed: return office("publish")
        case .published: return isRepairRequested ? office("repair") : []
        case .revoked, .repaired, .expired: return []
        }
    }

    /// Who is accused, of a record that is not published; nil once it was erased.
    func accusation(_ closed: (_ version: Int) throws -> [UInt8]?) throws -> Accusation? {
        try closed(1).flatMap { try? JSONDecoder().decode(Accusation.self, from: Data($0)) }
    }

    /// Records by state, region and category; the subject's name only once it is published.
    public static let register = Register.of(
        NegativeBehaviour.self, name: "behaviour", version: 2,
        create: [
            """
            CREATE TABLE behaviour (
              number TEXT PRIMARY KEY, state TEXT NOT NULL, category TEXT NOT NULL, region TEXT NOT NULL,
              section TEXT, subject TEXT, subject_name TEXT, proposed INTEGER NOT NULL, published INTEGER,
              until INTEGER, evidence TEXT NOT NULL)
            """,
            "CREATE INDEX behaviour_state ON behaviour (state, until)",
        ],
        drop: ["DROP TABLE IF EXISTS behaviour"]
    ) { registered, transaction in
        let record = registered.after
        let at = SQLValue.integer(registered.moment.at.milliseconds)
        if case .behaviourProposed(let category, let section, let region, let evidence) = registered.act {
            try transaction.execute(
                """
                INSERT INTO behaviour (number, state, category, region, section, proposed, evidence)
                VALUES ($1, 'proposed', $2, $3, $4, $5, $6)
                """,
                [
                    .text(registered.id), .text(category.rawValue), .text(region), section.map { .text($0) } ?? .null,
                    at, .text(evidence.map { String($0) }.joined(separator: " ")),
                ])
            return
        }
        try transaction.execute(
            "UPDATE behaviour SET state = $1 WHERE number = $2", [.text(record.state.rawValue), .text(registered.id)])
        if case .behaviourPublished(let accusation, let until) = registered.act {
            try transaction.execute(
                """
                UPDATE behaviour SET subject = $1, subject_name = $2, published = $3, until = $4 WHERE number = $5
                """,
                [
                    .text(accusation.subject), .text(accusation.subjectName), at, .integer(until.milliseconds),
                    .text(registered.id),
                ])
        }
    }
}

/// Ends published records whose time is over; repeatable.
public struct BehaviourClock: Sendable {
    let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    public func expireDue(at instant: Instant) async throws {
        let over = try desk.facts.rows(
            "SELECT number FROM behaviour WHERE state = 'published' AND until <= $1 ORDER BY until LIMIT 100",
            [.integer(instant.milliseconds)])
        for row in over {
            _ = try await desk.decide(NegativeBehaviour.self, on: row.text("number"), at: instant) {
                record, situation in
                try record.expire(situation)
            }
        }
    }
}
