import Statute
import Store
import Synchronization

extension Register {
    /// A register kept from the acts of one kind of docket, seen together with the state before and after.
    ///
    /// States are carried from act to act; when the carried one does not end right before the act (first sight,
    /// or a rolled back transaction), the docket is read again.
    public static func of<D: Docket>(
        _ type: D.Type, name: String, version: Int, create: [String], drop: [String],
        apply: @escaping @Sendable (RegisteredAct<D>, Transaction) throws -> Void
    ) -> Register {
        let carried = Mutex<[String: Standing<D>]>([:])
        let prefix = D.kind + "/"
        return Register(name: name, version: version, create: create, drop: drop) { stored, transaction in
            guard stored.entry.docket.hasPrefix(prefix) else { return }
            let docket = stored.entry.docket
            let id = String(docket.dropFirst(prefix.count))
            // A process may have several stores open, each with a docket of this name.
            let key = "\(docket)\n\(transaction.log)"
            var before = carried.withLock { $0[key] }
            if before?.version != stored.version - 1 {
                var state = D(id: id)
                for earlier in try transaction.entries(docket: docket, before: stored.version) {
                    try replay(earlier, version: earlier.version, into: &state)
                }
                before = Standing(state: state, version: stored.version - 1)
            }
            let old = before?.state ?? D(id: id)
            let act = try ActCoding.decode(D.Act.self, name: stored.entry.act, open: stored.entry.open)
            guard let at = Instant(stored.entry.at), let office = Office(stored.entry.office) else {
                throw ReplayError(sequence: stored.sequence, reason: "instant or office cannot be read")
            }
            let moment = Moment(
                at: at, by: OfficeHolder(person: stored.entry.person, office: office), version: stored.version)
            var new = old
            new.apply(act, moment)
            let standing = Standing(state: new, version: stored.version)
            carried.withLock { states in
                if states.count > 8192 { states.removeAll(keepingCapacity: true) }
                states[key] = standing
            }
            try apply(
                RegisteredAct(
                    id: id, sequence: stored.sequence, act: act, moment: moment, before: old, after: new,
                    closed: try transaction.closedPart(sequence: stored.sequence)?.bytes),
                transaction)
        }
    }
}

/// An act on its way into a register.
public struct RegisteredAct<D: Docket>: Sendable {
    /// The docket's number, without its kind.
    public let id: String
    public let sequence: Int64
    public let act: D.Act
    public let moment: Moment
    public let before: D
    public let after: D
    /// The closed bytes beside the docket's act of a version; nil when there are none or they were erased.
    func closedPart(ofVersion version: Int, _ transaction: Transaction) throws -> [UInt8]? {
        let found = try transaction.entries(
            docket: "\(D.kind)/\(id)", after: version - 1, before: version + 1
        ).first
        return try found.flatMap { try transaction.closedPart(sequence: $0.sequence)?.bytes }
    }

    /// The act's closed bytes, nil when there are none or they were erased.
    public let closed: [UInt8]?
}
