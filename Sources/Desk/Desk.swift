import Foundation
import Statute
import Store
import Synchronization

/// The one way to write: page, API, command line and demo all end here.
///
/// An office asks for a command; the desk loads the docket, checks the office and the form, lets the pure
/// decision speak, and appends its acts and the registers in one transaction. A lost race is retried once on
/// the fresh docket.
public final class Desk: Sendable {
    public let store: LedgerStore
    public let law: Statute
    public let kinds: [DocketKind]
    private let byKind: [String: DocketKind]
    private let clock: @Sendable () -> Instant
    private let cache: StandingCache
    private let numbers = Numbers()

    /// - Parameter clock: the server's clock; tests and the demo give their own.
    public init(store: LedgerStore, law: Statute, kinds: [DocketKind], clock: @escaping @Sendable () -> Instant) {
        self.store = store
        self.law = law
        self.kinds = kinds
        byKind = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0) })
        self.clock = clock
        cache = StandingCache(capacity: 4096)
    }

    /// The instant that the desk's clock shows.
    public var now: Instant { clock() }

    public var commands: [CommandDescription] { kinds.flatMap(\.commands) }

    public func command(_ kind: String, _ name: String) -> CommandDescription? {
        byKind[kind]?.commands.first { $0.name == name }
    }

    /// A docket as it stands; nil when it does not exist.
    public func standing<D: Docket>(_ type: D.Type, _ id: String) throws -> Standing<D>? {
        try anyStanding(D.kind, id) as? Standing<D>
    }

    /// Names of the commands that make sense on a docket now, for this office's role.
    public func offered(_ kind: String, _ id: String, to role: Role) throws -> [CommandDescription] {
        guard let docketKind = byKind[kind], let standing = try anyStanding(kind, id) else { return [] }
        let names = docketKind.offered(standing)
        return docketKind.commands.filter { names.contains($0.name) && $0.roles.contains(role) }
    }

    /// What an office may read before it does a command: nothing when the command is not for it.
    /// - Throws: `StoreError`.
    public func briefing(_ kind: String, _ name: String, on id: String, by holder: OfficeHolder) throws -> [Briefing] {
        try before(kind, name, on: id, by: holder) { try $0.brief(name, $1, $2) } ?? []
    }

    /// What the form of a command starts with for this office; nothing when it may not do it.
    /// - Throws: `StoreError`.
    public func prefilled(
        _ kind: String, _ name: String, on id: String, by holder: OfficeHolder
    ) throws -> [String: RawValue] {
        try before(kind, name, on: id, by: holder) { try $0.prefill(name, $1, $2) } ?? [:]
    }

    /// What a command tells this very office before it decides; nil when the command is not for it.
    private func before<Told>(
        _ kind: String, _ name: String, on id: String, by holder: OfficeHolder,
        _ tell: (DocketKind, any Sendable, Situation) throws -> Told
    ) throws -> Told? {
        guard let docketKind = byKind[kind], let command = command(kind, name),
            command.roles.contains(holder.office.role), let standing = try anyStanding(kind, id)
        else { return nil }
        do {
            return try tell(docketKind, standing, Situation(at: now, by: holder, law: law, facts: facts))
        } catch is Refusal {
            return nil
        }
    }

    /// Does a command.
    /// - Parameters:
    ///   - id: the docket; nil for a command that opens one.
    ///   - raw: the input as it arrived.
    ///   - expectedVersion: the docket's version that the person looked at, when the form carries one.
    ///   - key: an idempotency key: the same key by the same person gives the same receipt, not two acts.
    /// - Throws: ``Refusal``, ``Refusals``, or `StoreError` when the disk or the database fails.
    public func perform(
        _ kind: String, _ name: String, on id: String?, input raw: [String: RawValue], dialect: InputDialect = .machine,
        by holder: OfficeHolder, at given: Instant? = nil, expectedVersion: Int? = nil, key: String? = nil
    ) async throws -> Receipt {
        guard let docketKind = byKind[kind], let command = command(kind, name) else {
            throw Refusal(.missing, "command.missing")
        }
        guard command.roles.contains(holder.office.role) else {
            throw holder.office.isOfWrongRole
        }
        let input = try Input(checking: raw, fields: command.fields, dialect: dialect, law: law)
        let scopedKey = key.map { "\(holder.person) \(command.id) \(id ?? "") \($0)" }
        return try await retrying {
            try await self.reserving { facts in
                let situation = Situation(at: given ?? self.now, by: holder, law: self.law, facts: facts)
                let number = try id ?? docketKind.number(name, input, situation)
                let target = Target(
                    kind: docketKind, number: number, existence: command.opens ? .new : .old,
                    version: expectedVersion)
                return try await self.attempt(target, situation, key: scopedKey) { standing in
                    try docketKind.run(name, standing, input, situation)
                }
            }
        }
    }

    /// Records a decision that no person asks for by a form: the platform's own duties, such as the cutoff at a
    /// deadline. It goes the same way as every command.
    public func decide<D: Docket>(
        _ type: D.Type, on id: String, existence: Existence = .old, by holder: OfficeHolder = .platform,
        at given: Instant? = nil, key: String? = nil,
        _ decision: @escaping @Sendable (D, Situation) throws -> Decision<D>
    ) async throws -> Receipt {
        guard let docketKind = byKind[D.kind] else { throw Refusal(.missing, "command.missing") }
        let scopedKey = key.map { "\(holder.person) \(D.kind) \(id) \($0)" }
        return try await retrying {
            try await self.reserving { facts in
                let situation = Situation(at: given ?? self.now, by: holder, law: self.law, facts: facts)
                let target = Target(kind: docketKind, number: id, existence: existence, version: nil)
                return try await self.attempt(target, situation, key: scopedKey) { standing in
                    guard let standing = standing as? Standing<D> else { throw Refusal(.missing, "docket.missing") }
                    return try DecidedActs(decision(standing.state, situation))
                }
            }
        }
    }

    /// Whether a docket must have acts already, must have none, or may have either.
    public enum Existence: Sendable { case old, new, either }

    /// The docket that a decision is about.
    private struct Target {
        let kind: DocketKind
        let number: String
        let existence: Existence
        /// The version that the person looked at.
        let version: Int?
    }

    /// Makes one attempt; the numbers that it reserved are given back when it leaves no act.
    private func reserving(_ attempt: (Facts) async throws -> Receipt) async throws -> Receipt {
        let reservation = Numbers.Reservation(numbers)
        do {
            return try await attempt(facts { reservation.reserve($0, above: $1) })
        } catch {
            reservation.giveBack()
            throw error
        }
    }

    /// A lost race is retried once, on the fresh docket.
    private func retrying(_ attempt: () async throws -> Receipt) async throws -> Receipt {
        do {
            return try await attempt()
        } catch let lost where lost is LostRace || (lost as? StoreError)?.isVersionConflict == true {
            do {
                return try await attempt()
            } catch let error as StoreError where error.isVersionConflict {
                throw Refusal(.version, "docket.changed")
            } catch let race as LostRace {
                throw Refusal(.version, "docket.exists", ["number": race.number])
            }
        }
    }

    /// A docket that was to be opened has acts already: its number went to somebody faster.
    private struct LostRace: Error { let number: String }

    private func attempt(
        _ target: Target, _ situation: Situation, key: String?, _ decide: (any Sendable) throws -> DecidedActs
    ) async throws -> Receipt {
        let docket = "\(target.kind.kind)/\(target.number)"
        if let key, let earlier = try store.receipts(idempotencyKey: key) { return Receipt(earlier) }
        let found = try anyStanding(target.kind.kind, target.number)
        if target.existence == .new, found != nil { throw LostRace(number: target.number) }
        guard let standing = found ?? (target.existence == .old ? nil : target.kind.empty(target.number)) else {
            throw Refusal(.missing, "docket.missing")
        }
        let version = (standing as? any AnyStanding)?.version ?? 0
        if let expected = target.version, expected != version { throw Refusal(.version, "docket.changed") }
        let decided = try decide(standing)
        precondition(!decided.acts.isEmpty || !decided.others.isEmpty, "a decision leaves an act or refuses")
        for act in decided.acts + decided.others.flatMap(\.acts) where act.open.count > EncodedAct.longest {
            throw Refusal(
                .invalid, "input.actTooLong",
                ["bytes": String(act.open.count), "longest": String(EncodedAct.longest)])
        }
        func draft(_ docket: String, _ version: Int, _ acts: [EncodedAct]) -> Draft {
            Draft(
                docket: docket, expectedVersion: version,
                acts: acts.map { act in
                    EntryDraft(
                        act: act.name, at: situation.at.description, person: situation.by.person,
                        office: situation.by.office.description, open: act.open, closed: act.closed)
                })
        }
        var drafts: [Draft] = []
        if !decided.acts.isEmpty { drafts.append(draft(docket, version, decided.acts)) }
        drafts += decided.others.map { draft($0.docket, $0.expectedVersion, $0.acts) }
        return Receipt(try await store.append(drafts, idempotencyKey: key, alongside: nil))
    }

    /// What decisions may look up, at the moment of asking.
    public var facts: Facts { facts { $1 + 1 } }

    private func facts(reserve: @escaping @Sendable (_ series: String, _ highest: Int64) -> Int64) -> Facts {
        Facts(
            rows: { sql, arguments in try self.store.read { try $0.rows(sql, arguments) } },
            standing: { kind, id in try self.anyStanding(kind, id) },
            closed: { sequence in try self.store.closedPart(sequence: sequence)?.bytes },
            stored: { docket in try self.store.entries(docket: docket, after: 0) },
            reserve: reserve)
    }

    private func anyStanding(_ kind: String, _ id: String) throws -> (any Sendable)? {
        guard let docketKind = byKind[kind], id.utf8.count <= 80 else { return nil }
        let docket = "\(kind)/\(id)"
        let cached = cache.value(docket)
        let news = try store.entries(docket: docket, after: cached?.version ?? 0)
        if news.isEmpty { return cached?.standing }
        let standing = try docketKind.load(news, cached?.standing)
        if let version = (standing as? any AnyStanding)?.version {
            cache.keep(docket, version: version, standing: standing)
        }
        return standing
    }
}

/// What a command leaves in the hands of whoever asked for it.
public struct Receipt: Sendable, Hashable {
    /// Where the acts stand in the ledger, in order.
    public let sequences: [Int64]
    /// The docket that the first act stands in, `section/2026-000127`.
    public let docket: String
    /// The docket's version after it.
    public let version: Int

    init(_ stored: [StoredReceipt]) {
        sequences = stored.map(\.sequence)
        docket = stored.first?.docket ?? ""
        version = stored.last { $0.docket == stored.first?.docket }?.version ?? 0
    }
}

private protocol AnyStanding { var version: Int { get } }
extension Standing: AnyStanding {}

/// Dockets as last seen; an entry is only a start, newer acts are always read from the store.
private final class StandingCache: Sendable {
    private struct Kept: Sendable {
        let version: Int
        let standing: any Sendable
    }
    private let capacity: Int
    private let kept = Mutex<[String: Kept]>([:])

    init(capacity: Int) { self.capacity = capacity }

    func value(_ docket: String) -> (version: Int, standing: any Sendable)? {
        kept.withLock { $0[docket].map { ($0.version, $0.standing) } }
    }

    func keep(_ docket: String, version: Int, standing: any Sendable) {
        kept.withLock { dockets in
            if dockets.count >= capacity { dockets.removeAll(keepingCapacity: true) }
            if (dockets[docket]?.version ?? 0) < version {
                dockets[docket] = Kept(version: version, standing: standing)
            }
        }
    }

    func forget(_ docket: String) { kept.withLock { $0[docket] = nil } }
}
