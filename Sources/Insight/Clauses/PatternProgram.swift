/// A pattern as instructions for a small backtracking machine, with exact positions in Unicode scalars.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        case scalar(UInt32)
        case set(Int)
        /// Takes characters of a set; then goes on with the next instruction.
        case run(set: Int, least: Int, most: Int, greedy: Bool)
        /// Tries each branch in turn.
        case choice(first: Int, count: Int)
        case jump(Int)
        case place
        case look(program: Int, ahead: Bool, negative: Bool, least: Int, most: Int)
        case start
        case end
        case match
    }

    /// A branch and the scalar that it must begin with (0: any).
    struct Branch: Sendable {
        let scalar: UInt32
        var target: Int
    }

    struct SetPlace: Sendable {
        let first: Int
        let count: Int
        let negated: Bool
    }

    private(set) var instructions: [Instruction] = []
    private(set) var branches: [Branch] = []
    private(set) var sets: [SetPlace] = []
    private(set) var ranges: [UInt32] = []
    /// Programs of the looks.
    private(set) var inner: [PatternProgram] = []
    /// A coarse set of the scalars that a match can begin with: bit `scalar % 1024`; empty when any can.
    private(set) var beginnings: [UInt64] = []

    init(_ node: PatternNode) {
        emit(node)
        instructions.append(.match)
        if let first = Self.firstScalars(of: node) {
            beginnings = [UInt64](repeating: 0, count: 16)
            for scalar in first { beginnings[Int(scalar >> 6) & 15] |= 1 << UInt64(scalar & 63) }
        }
    }

    private mutating func emit(_ node: PatternNode) {
        switch node {
        case .empty: break
        case .scalar(let value): instructions.append(.scalar(value))
        case .set(let set): instructions.append(.set(place(set)))
        case .place: instructions.append(.place)
        case .start: instructions.append(.start)
        case .end: instructions.append(.end)
        case .sequence(let nodes): nodes.forEach { emit($0) }
        case .choice(let nodes): emit(choice: nodes)
        case .repeated(let node, let least, let most, let greedy): emit(node, least, most, greedy)
        case .look(let node, let ahead, let negative):
            let lengths = node.lengths
            inner.append(PatternProgram(node))
            instructions.append(
                .look(
                    program: inner.count - 1, ahead: ahead, negative: negative, least: lengths.least,
                    most: lengths.most))
        }
    }

    private mutating func emit(choice nodes: [PatternNode]) {
        let first = branches.count
        for node in nodes { branches.append(Branch(scalar: Self.leading(node), target: 0)) }
        instructions.append(.choice(first: first, count: nodes.count))
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            branches[first + index].target = instructions.count
            emit(node)
            jumps.append(instructions.count)
            instructions.append(.jump(0))
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func emit(_ node: PatternNode, _ least: Int, _ most: Int, _ greedy: Bool) {
        if case .set(let set) = node {
            instructions.append(.run(set: place(set), least: least, most: most, greedy: greedy))
            return
        }
        if case .scalar(let value) = node, most > 1 {
            let set = ScalarSet(ranges: [value...value], negated: false)
            instructions.append(.run(set: place(set), least: least, most: most, greedy: greedy))
            return
        }
        for _ in 0..<least { emit(node) }
        var ends: [Int] = []
        for _ in least..<most {
            let first = branches.count
            let leading = Self.leading(node)
            branches.append(Branch(scalar: greedy ? leading : 0, target: 0))
            branches.append(Branch(scalar: greedy ? 0 : leading, target: 0))
            instructions.append(.choice(first: first, count: 2))
            branches[greedy ? first : first + 1].target = instructions.count
            ends.append(greedy ? first + 1 : first)
            emit(node)
        }
        for end in ends { branches[end].target = instructions.count }
    }

    private mutating func place(_ set: ScalarSet) -> Int {
        sets.append(SetPlace(first: ranges.count / 2, count: set.ranges.count, negated: set.negated))
        for range in set.ranges { ranges += [range.lowerBound, range.upperBound] }
        return sets.count - 1
    }

    /// The scalar that a node must begin with; 0 when there is no single one.
    private static func leading(_ node: PatternNode) -> UInt32 {
        switch node {
        case .scalar(let value): return value
        case .sequence(let nodes): return nodes.first.map(leading) ?? 0
        default: return 0
        }
    }

    /// The scalars that a match can begin with; nil when they are not a few.
    private static func firstScalars(of node: PatternNode) -> Set<UInt32>? {
        switch node {
        case .scalar(let value): return [value]
        case .set(let set):
            guard let members = set.members else { return nil }
            return Set(members)
        case .choice(let nodes):
            var all: Set<UInt32> = []
            for node in nodes {
                guard let first = firstScalars(of: node) else { return nil }
                all.formUnion(first)
            }
            return all
        case .sequence(let nodes):
            var all: Set<UInt32> = []
            for node in nodes {
                if case .look = node { continue }
                guard let first = firstScalars(of: node) else { return nil }
                all.formUnion(first)
                if node.lengths.least > 0 { return all }
            }
            return nil
        case .repeated(let node, _, _, _): return firstScalars(of: node)
        case .empty, .place, .look, .start, .end: return nil
        }
    }
}
