import Statute
import Store

/// Warns about running terms at half, at four fifths and when they pass: each once and in order, also after a restart
/// or a week switched off, when the acts say both when they were due and when they were entered.
public struct TermClock: Sendable {
    private let desk: Desk

    public init(desk: Desk) { self.desk = desk }

    /// Enters the warnings that are due; at most those of 500 terms, the longest due first.
    /// - Returns: how many warnings were entered.
    @discardableResult
    public func warn(at now: Instant) async throws -> Int {
        let rows = try desk.facts.rows(
            "SELECT warnings FROM running_term WHERE next <= $1 ORDER BY next LIMIT 500", [.integer(now.milliseconds)])
        var entered = 0
        for row in rows { entered += try await warn(row.text("warnings"), at: now) }
        return entered
    }

    /// Nothing is due any more: somebody else entered it, or the term ended, or stands still.
    private struct NothingDue: Error {}

    private func warn(_ number: String, at now: Instant) async throws -> Int {
        do {
            let receipt = try await desk.decide(TermWarning.self, on: number, existence: .either, at: now) {
                warning, situation in
                let rows = try situation.facts.rows(
                    "SELECT * FROM running_term WHERE warnings = $1", [.text(number)])
                guard let row = rows.first else { throw NothingDue() }
                let acts = Self.due(row, after: warning.stage, at: now)
                guard !acts.isEmpty else { throw NothingDue() }
                return Decision(acts.map { Recorded($0) })
            }
            return receipt.sequences.count
        } catch is NothingDue {
            return 0
        }
    }

    /// Every warning that is due and was not given, in order.
    private static func due(_ row: Row, after given: TermStage, at now: Instant) -> [TermWarning.Act] {
        let instants = DueRow(row)
        guard let due = instants.next(after: .eighty) else { return [] }
        return instants.warnings(after: given, at: now).compactMap { stage in
            guard let before = TermStage(rawValue: stage.rawValue - 1) else { return nil }
            return .termWarned(
                of: row.text("docket"), rule: row.text("rule"), due: due, stage: stage,
                reached: instants.next(after: before))
        }
    }
}
