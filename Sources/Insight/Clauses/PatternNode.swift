/// A pattern, read. Patterns are a small, bounded part of regular expressions, so that no pattern of a rule pack can
/// take unbounded time:
///
/// - literals, `(?:…)` and `(…)` (both only group), `|`, classes `[…]` and `[^…]`, `\d`, `\s`, `\` before a sign;
/// - `?`, `{m,n}`, `{m}`, and `*`, `+` on single characters (at most 64); a further `?` prefers the shorter match;
/// - `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`; `^` and `$` are the sentence's ends;
/// - `{NAME}` puts in a macro; `{PLACE}` is the name of a Chinese place.
indirect enum PatternNode: Hashable, Sendable {
    case empty
    case scalar(UInt32)
    case set(ScalarSet)
    case place
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, least: Int, most: Int, greedy: Bool)
    case look(PatternNode, ahead: Bool, negative: Bool)
    case start
    case end

    /// The fewest and the most scalars that it can take.
    var lengths: (least: Int, most: Int) {
        switch self {
        case .empty, .look, .start, .end: return (0, 0)
        case .scalar, .set: return (1, 1)
        case .place: return (2, PlaceNames.longest)
        case .sequence(let nodes):
            return nodes.reduce((0, 0)) { sum, node in
                let lengths = node.lengths
                return (sum.0 + lengths.least, sum.1 + lengths.most)
            }
        case .choice(let nodes):
            let all = nodes.map(\.lengths)
            return (all.map(\.least).min() ?? 0, all.map(\.most).max() ?? 0)
        case .repeated(let node, let least, let most, _):
            let lengths = node.lengths
            return (lengths.least * least, lengths.most * most)
        }
    }

    /// How many instructions it becomes, roughly; a bound for rule packs.
    var size: Int {
        switch self {
        case .empty, .scalar, .set, .place, .start, .end: return 1
        case .sequence(let nodes), .choice(let nodes): return nodes.reduce(1) { $0 + $1.size }
        case .repeated(let node, _, let most, _):
            let inner = node.size
            return inner == 1 ? 1 : min(inner * most, 1 << 30)
        case .look(let node, _, _): return 1 + node.size
        }
    }
}

/// Some Unicode scalars, or all but some.
struct ScalarSet: Hashable, Sendable {
    var ranges: [ClosedRange<UInt32>]
    var negated: Bool

    static let digits = ScalarSet(ranges: [0x30...0x39], negated: false)
    static let blanks = ScalarSet(ranges: [0x09...0x0D, 0x20...0x20, 0x3000...0x3000], negated: false)

    /// The members when they are few; nil for negated and for large sets.
    var members: [UInt32]? {
        guard !negated else { return nil }
        let count = ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 }
        guard count <= 24 else { return nil }
        return ranges.flatMap { Array($0) }
    }
}
