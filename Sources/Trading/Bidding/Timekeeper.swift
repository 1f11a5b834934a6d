import Desk
import Foundation
import Statute
import Store

/// The platform's duties that fall due by the clock: receipts entries at a fixed interval, cutoffs at deadlines,
/// openings that can go on. Everything is repeatable: after a restart, or a week switched off, it catches up.
public struct Timekeeper: Sendable {
    public let room: BiddingRoom
    /// Between two receipts entries while any section is open for bids, ms.
    public let interval: Int64

    public init(room: BiddingRoom, interval: Int64 = 60_000) {
        self.room = room
        self.interval = interval
    }

    /// What a turn has done, and what could not be done and will be tried again.
    public struct Turn: Sendable {
        /// When the last receipts entry was made; nil when that is not known.
        public internal(set) var lastSealed: Instant?
        public internal(set) var failures: [any Error] = []
    }

    /// Does what is due at an instant. Each duty stands by itself: one that fails keeps no other back.
    /// - Parameter lastSealed: when the last receipts entry was made, nil when that is not known.
    public func tick(at instant: Instant, lastSealed: Instant?) async -> Turn {
        var turn = Turn(lastSealed: lastSealed)
        func attempt(_ duty: () async throws -> Void) async {
            do { try await duty() } catch { turn.failures.append(error) }
        }
        func each(_ sections: () throws -> [String], _ duty: (String) async throws -> Void) async {
            await attempt {
                for section in try sections() { await attempt { try await duty(section) } }
            }
        }
        await each({ try due(at: instant) }) { try await room.closeBidding(section: $0, at: instant) }
        await each({ try opening() }) { try await room.advanceOpening(section: $0, at: instant) }
        await attempt { try await TermClock(desk: room.desk).warn(at: instant) }
        await attempt { try await PlanClock(desk: room.desk).enterDue(at: instant) }
        await attempt { try await BehaviourClock(desk: room.desk).expireDue(at: instant) }
        await attempt { try await RecordWriter(desk: room.desk, blobs: room.blobs).writeDue(at: instant) }
        await attempt {
            if try isOpenForBids(at: instant) {
                if turn.lastSealed.map({ instant.milliseconds - $0.milliseconds >= interval }) ?? true {
                    try await room.sealReceipts(upTo: instant)
                    turn.lastSealed = instant
                }
            } else if await room.vault.pendingInterval != nil {
                try await room.sealReceipts(upTo: instant)
            }
        }
        await attempt { try await room.vault.expire(before: instant.milliseconds) }
        return turn
    }

    private func numbers(_ sql: String, _ arguments: [SQLValue] = []) throws -> [String] {
        try room.desk.facts.rows(sql, arguments).compactMap { $0.optionalText("number") }
    }

    private func due(at instant: Instant) throws -> [String] {
        try numbers(
            """
            SELECT number FROM section
            WHERE (stage = 'bidding' OR (stage = 'closedForBids' AND suspended = 0)) AND deadline <= $1
            ORDER BY deadline, number
            """,
            [.integer(instant.milliseconds)])
    }

    private func opening() throws -> [String] {
        try numbers("SELECT number FROM section WHERE stage = 'opening' AND suspended = 0 ORDER BY number")
    }

    private func isOpenForBids(at instant: Instant) throws -> Bool {
        try !numbers(
            "SELECT number FROM section WHERE stage = 'bidding' AND deadline > $1 LIMIT 1",
            [.integer(instant.milliseconds)]
        ).isEmpty
    }
}
