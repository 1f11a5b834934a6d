/// What a sentence must contain so that a pattern can match in it: of each group at least one literal.
///
/// `投标人[^。]{0,9}(?:须|应)在` needs 投标人, one of 须 and 应, and 在. Groups are only looked for, not in their order:
/// ``PatternMachine`` checks the rest.
enum PatternFactors {
    /// A literal as scalars.
    typealias Literal = [UInt32]

    /// - Parameter place: literals one of which every place name contains.
    static func groups(of node: PatternNode, place: Set<Literal>) -> [Set<Literal>] {
        switch node {
        case .empty, .look, .start, .end: return []
        case .place: return place.isEmpty ? [] : [place]
        case .scalar(let value): return [[[value]]]
        case .set(let set):
            guard let members = set.members, members.count <= 16, !members.contains(where: isCommon) else { return [] }
            return [Set(members.map { [$0] })]
        case .sequence(let nodes):
            var groups: [Set<Literal>] = []
            var run: Literal = []
            for node in nodes {
                if case .scalar(let value) = node {
                    run.append(value)
                    continue
                }
                if !run.isEmpty { groups.append([run]) }
                run = []
                groups += self.groups(of: node, place: place)
            }
            if !run.isEmpty { groups.append([run]) }
            return groups
        case .choice(let nodes):
            var all: Set<Literal> = []
            for node in nodes {
                guard let best = self.groups(of: node, place: place).max(by: { weight($0) < weight($1) }) else {
                    return []
                }
                all.formUnion(best)
            }
            return [all]
        case .repeated(let node, let least, _, _): return least > 0 ? groups(of: node, place: place) : []
        }
    }

    /// How rare a group probably is: its shortest literal counts, then how few there are.
    static func weight(_ group: Set<Literal>) -> Double {
        let shortest = group.map(\.count).min() ?? 0
        return Double(shortest) - Double(group.count) / 200
    }

    /// Digits and blanks are everywhere.
    private static func isCommon(_ value: UInt32) -> Bool { value < 0x40 }
}
