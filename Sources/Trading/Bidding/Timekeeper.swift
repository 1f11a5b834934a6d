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

    /// Does what is due at an instant.
    /// - Parameter lastSealed: when the last receipts entry was made, nil when that is not known.
    /// - Returns: when the last receipts entry was made now.
    public func tick(at instant: Instant, lastSealed: Instant?) async throws -> Instant? {
        var sealed = lastSealed
        for section in try due(at: instant) {
            try await room.closeBidding(section: section, at: instant)
        }
        for section in try opening() {
            try await room.advanceOpening(section: section, at: instant)
        }
        try await TermClock(desk: room.desk).warn(at: instant)
        try await BehaviourClock(desk: room.desk).expireDue(at: instant)
        try await RecordWriter(desk: room.desk, blobs: room.blobs).writeDue(at: instant)
        if try isOpenForBids(at: instant) {
            if sealed.map({ instant.milliseconds - $0.milliseconds >= interval }) ?? true {
                try await room.sealReceipts(upTo: instant)
                sealed = instant
            }
        } else if await room.vault.pendingInterval != nil {
            try await room.sealReceipts(upTo: instant)
        }
        try await room.vault.expire(before: instant.milliseconds)
        return sealed
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
