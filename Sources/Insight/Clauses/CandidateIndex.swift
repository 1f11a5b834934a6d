/// From the literals in a sentence to the patterns that may match in it.
struct CandidateIndex: Sendable {
    /// Nil when no pattern needs a literal.
    let database: LiteralDatabase?
    /// The literals as text, in the order of their numbers.
    let literals: [String]
    /// For each literal, the groups that it belongs to.
    private let groupsByLiteral: FlatLists<Int32>
    /// For each group, the patterns of which it is the rarest one.
    private let patternsByGroup: FlatLists<Entry>
    /// The other groups that patterns need.
    private let others: [Int32]

    private struct Entry: Sendable {
        let pattern: Int32
        /// In `others`.
        let first: Int32
        let end: Int32
    }
    /// Patterns that need no literal.
    private let always: [Int]

    /// - Parameters:
    ///   - nodes: all patterns.
    ///   - chosen: the numbers of those that are looked for; nil: all.
    /// - Throws: ``LiteralDatabase/Failure``.
    init(_ nodes: [PatternNode], only chosen: Set<Int>? = nil, places: PlaceNames) throws {
        let place = places.literals
        var literalNumbers: [PatternFactors.Literal: Int] = [:]
        var groupNumbers: [Set<PatternFactors.Literal>: Int32] = [:]
        var groupsByLiteral: [[Int32]] = []
        var literals: [PatternFactors.Literal] = []
        var patternsByGroup: [[(pattern: Int32, others: [Int32])]] = []
        var always: [Int] = []
        for (pattern, node) in nodes.enumerated() where chosen?.contains(pattern) ?? true {
            var groups = PatternFactors.groups(of: node, place: place)
            guard let key = groups.max(by: { PatternFactors.weight($0) < PatternFactors.weight($1) }) else {
                always.append(pattern)
                continue
            }
            groups.removeAll { $0 == key }
            var numbers: [Int32] = []
            for group in [key] + groups {
                if let number = groupNumbers[group] {
                    numbers.append(number)
                    continue
                }
                let number = Int32(patternsByGroup.count)
                groupNumbers[group] = number
                patternsByGroup.append([])
                for literal in group.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                    if let place = literalNumbers[literal] {
                        groupsByLiteral[place].append(number)
                    } else {
                        literalNumbers[literal] = literals.count
                        literals.append(literal)
                        groupsByLiteral.append([number])
                    }
                }
                numbers.append(number)
            }
            patternsByGroup[Int(numbers[0])].append((Int32(pattern), Array(Set(numbers.dropFirst()))))
        }
        let texts = literals.map { literal in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: literal.compactMap(Unicode.Scalar.init))
            return String(view)
        }
        database = texts.isEmpty ? nil : try LiteralDatabase(texts.map { Array($0.utf8) })
        self.literals = texts
        self.groupsByLiteral = FlatLists(groupsByLiteral)
        var others: [Int32] = []
        let entries = patternsByGroup.map { list in
            list.map { item in
                let first = Int32(others.count)
                others += item.others
                return Entry(pattern: item.pattern, first: first, end: Int32(others.count))
            }
        }
        self.patternsByGroup = FlatLists(entries)
        self.others = others
        self.always = always
    }

    /// Sets the bits of the patterns that may match, for each sentence.
    /// - Parameters:
    ///   - bytes: all sentences in UTF-8, one after the other.
    ///   - ends: where each sentence ends in `bytes`.
    ///   - words: 64-bit words for each sentence.
    func candidates(in bytes: [UInt8], ends: [Int], words: Int) throws -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: words * ends.count)
        let hits = try database?.hits(in: bytes) ?? []
        // When a literal or a group was last seen: sentence + 1.
        var literalSeen = [Int32](repeating: 0, count: groupsByLiteral.count)
        var groupSeen = [Int32](repeating: 0, count: patternsByGroup.count)
        var groups: [Int32] = []
        bits.withUnsafeMutableBufferPointer { bits in
            groupSeen.withUnsafeMutableBufferPointer { groupSeen in
                var next = 0
                for (sentence, end) in ends.enumerated() {
                    let mark = Int32(sentence + 1)
                    groups.removeAll(keepingCapacity: true)
                    while next < hits.count, Int(hits[next].end) <= end {
                        let literal = Int(hits[next].literal)
                        next += 1
                        guard literalSeen[literal] != mark else { continue }
                        literalSeen[literal] = mark
                        for place in groupsByLiteral.range(literal) {
                            let group = groupsByLiteral.items[place]
                            guard groupSeen[Int(group)] != mark else { continue }
                            groupSeen[Int(group)] = mark
                            groups.append(group)
                        }
                    }
                    let base = sentence * words
                    for pattern in always { bits[base + pattern >> 6] |= 1 << UInt64(pattern & 63) }
                    for group in groups {
                        candidates: for place in patternsByGroup.range(Int(group)) {
                            let entry = patternsByGroup.items[place]
                            for other in Int(entry.first)..<Int(entry.end)
                            where groupSeen[Int(others[other])] != mark { continue candidates }
                            bits[base + Int(entry.pattern) >> 6] |= 1 << UInt64(entry.pattern & 63)
                        }
                    }
                }
            }
        }
        return bits
    }
}

/// Lists of lists in one array.
struct FlatLists<Item: Sendable>: Sendable {
    let items: [Item]
    private let starts: [Int]

    init(_ lists: [[Item]]) {
        var items: [Item] = []
        var starts = [0]
        for list in lists {
            items += list
            starts.append(items.count)
        }
        self.items = items
        self.starts = starts
    }

    var count: Int { starts.count - 1 }

    /// Where a list stands in `items`.
    func range(_ list: Int) -> Range<Int> { starts[list]..<starts[list + 1] }
}
