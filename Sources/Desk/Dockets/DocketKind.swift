import Statute
import Store

/// A command with its docket's type forgotten: what pages, API, OpenAPI and CLI list.
public struct CommandDescription: Sendable {
    /// `section`
    public let kind: String
    /// `publishNotice`
    public let name: String
    public let roles: [Role]
    public let opens: Bool
    public let fields: [FieldDescription]

    /// `section.publishNotice`: its key in the catalogues and its operation id.
    public var id: String { "\(kind).\(name)" }
}

/// One kind of docket as the desk knows it: its commands, its replay and its registers.
/// A capability is listed by one line with one of these.
public struct DocketKind: Sendable {
    public let kind: String
    public let commands: [CommandDescription]
    public let registers: [Register]
    /// Keeps rows of a register by the law that it is given.
    typealias Keeper = @Sendable (Statute) -> @Sendable (StoredEntry, Transaction) throws -> Void
    /// Keeps the kind's rows of the duty register; nil when no office waits for its dockets.
    let keepDuties: Keeper?
    /// Keeps the kind's rows of the register of running terms; nil when it has none.
    let keepTerms: Keeper?
    let load: @Sendable ([StoredEntry], (any Sendable)?) throws -> any Sendable
    let run: @Sendable (String, any Sendable, Input, Situation) throws -> DecidedActs
    let brief: @Sendable (String, any Sendable, Situation) throws -> [Briefing]
    let prefill: @Sendable (String, any Sendable, Situation) throws -> [String: RawValue]
    let number: @Sendable (String, Input, Situation) throws -> String
    let offered: @Sendable (any Sendable) -> Set<String>
    let empty: @Sendable (String) -> any Sendable

    /// A docket as its acts leave it; nil without any.
    /// - Throws: ``ReplayError``.
    public func standing<D: Docket>(_ type: D.Type, of entries: [StoredEntry]) throws -> Standing<D>? {
        entries.isEmpty ? nil : try load(entries, nil) as? Standing<D>
    }

    public init<D: Docket>(_ type: D.Type, commands: [Command<D>], registers: [Register] = []) {
        keepDuties = (D.self as? any DutifulDocket.Type).map { Self.dutyKeeper($0) }
        keepTerms = (D.self as? any TimedDocket.Type).map { Self.termKeeper($0) }
        let byName = Dictionary(uniqueKeysWithValues: commands.map { ($0.name, $0) })
        kind = D.kind
        self.commands = commands.map { command in
            CommandDescription(
                kind: D.kind, name: command.name, roles: command.roles, opens: command.opens, fields: command.fields)
        }
        self.registers = registers
        load = { entries, base in
            var standing = base as? Standing<D>
            for stored in entries {
                let number = String(stored.entry.docket.drop { $0 != "/" }.dropFirst())
                var state = standing?.state ?? D(id: number)
                let version = (standing?.version ?? 0) + 1
                try replay(stored, version: version, into: &state)
                standing = Standing(state: state, version: version)
            }
            guard let standing else { throw Refusal(.missing, "docket.missing") }
            return standing
        }
        run = { name, standing, input, situation in
            guard let command = byName[name], let standing = standing as? Standing<D> else {
                preconditionFailure("the desk looked the command up in this kind")
            }
            let decision = try command.decide(standing.state, input, situation)
            return try DecidedActs(decision)
        }
        brief = { name, standing, situation in
            guard let command = byName[name], let standing = standing as? Standing<D> else { return [] }
            return try command.briefing(standing.state, situation)
        }
        prefill = { name, standing, situation in
            guard let command = byName[name], let standing = standing as? Standing<D> else { return [:] }
            return try command.prefilled(standing.state, situation)
        }
        number = { name, input, situation in
            guard let command = byName[name] else { preconditionFailure("looked up before") }
            return try command.number(input, situation)
        }
        offered = { standing in
            guard let standing = standing as? Standing<D> else { return [] }
            return Set(commands.filter { !$0.opens && $0.offered(standing.state) }.map(\.name))
        }
        empty = { id in Standing(state: D(id: id), version: 0) }
    }
}

extension DocketKind {
    private static func dutyKeeper<D: DutifulDocket>(_ type: D.Type) -> Keeper {
        { law in DutyRegister.keeper(of: D.self, law: law) }
    }

    private static func termKeeper<D: TimedDocket>(_ type: D.Type) -> Keeper {
        { law in TermRegister.keeper(of: D.self, law: law) }
    }
}

struct DecidedActs: Sendable {
    let acts: [EncodedAct]
    let others: [OtherActs]

    init<D: Docket>(_ decision: Decision<D>) throws {
        acts = try decision.acts.map { try EncodedAct($0) }
        others = decision.others
    }
}

/// Applies one entry of the ledger to its docket's state: the same pure rules serve the desk, the rebuilding of
/// registers and the offline verifier.
/// - Throws: ``ReplayError`` when the entry does not follow from its docket.
public func replay<D: Docket>(_ stored: StoredEntry, version: Int, into state: inout D) throws {
    let entry = stored.entry
    guard stored.version == version else {
        throw ReplayError(sequence: stored.sequence, reason: "is version \(stored.version), expected \(version)")
    }
    guard let at = Instant(entry.at), let office = Office(entry.office) else {
        throw ReplayError(sequence: stored.sequence, reason: "instant or office cannot be read")
    }
    let act: D.Act
    do {
        act = try ActCoding.decode(D.Act.self, name: entry.act, open: entry.open)
    } catch {
        throw ReplayError(sequence: stored.sequence, reason: "act \(entry.act) cannot be read: \(error)")
    }
    state.apply(
        act, Moment(at: at, by: OfficeHolder(person: entry.person, office: office), version: version))
}

/// An entry of the ledger that does not fit its docket.
public struct ReplayError: Error, CustomStringConvertible {
    public let sequence: Int64
    public let reason: String
    public var description: String { "entry \(sequence): \(reason)" }

    public init(sequence: Int64, reason: String) {
        self.sequence = sequence
        self.reason = reason
    }
}
