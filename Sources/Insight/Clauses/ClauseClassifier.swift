import Foundation

/// Judges a sentence by its words: which aspect it violates, if any.
///
/// Two views of the same words, one to three characters long, the sentence's edges marked, each weighted by how rare it
/// is, and of the rules that find something in the sentence. The first is linear (logistic regression): which aspect if
/// any, and whether it is unlawful at all. The second has a hidden layer (``HiddenLayer``) and is asked only where the
/// first does not rule a violation out. Their odds are averaged. Words and weights are data (`Data/classifier.txt`,
/// `Data/classifier.words`), learned from the gold set's development half by `scripts/learn-clauses`. It is exact about
/// its reasons: the words that weigh most in this very sentence are the finding's evidence.
///
/// Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval (2008), 6.2 (weights), 15.3 (linear
/// classifiers).
struct ClauseClassifier: Sendable {
    /// What a sentence violates.
    struct Verdict {
        /// Index of the aspect that fits best.
        let aspect: Int
        /// Logarithm of the odds that it violates anything.
        let odds: Float
        /// The hidden places' values; empty where no more was asked.
        fileprivate var hidden: [Float] = []
    }

    /// Odds from which a sentence that a rule finds is a finding.
    let threshold: Float
    /// Odds from which words alone make a finding.
    let thresholdAlone: Float
    /// Odds of "something" under which no more is asked: it saves time and changes next to nothing.
    private let gate: Float
    private let scale: Float
    private let hidden: HiddenLayer
    /// Logits of the aspects against "nothing", and of "something" against "nothing", without any word.
    private let bias: (aspects: SIMD16<Float>, any: Float)
    /// What the linear weights' whole numbers stand for.
    private let unit: (aspects: SIMD16<Float>, any: Float)
    /// Entries of the rules, by id.
    private let rules: [String: Int]
    /// Which word another becomes by one more scalar, with open addressing: the word's entry and the scalar in the upper
    /// 44 bits, the longer one's entry + 1 in the lower 20; zero is an empty place.
    private var slots: [UInt64]
    /// Entries of single scalars, by scalar; -1 where there is none.
    private var singles = [Int32](repeating: -1, count: 0x10000)
    private let mask: Int
    /// For each entry, how rare it is and what it says for "something" against "nothing".
    private var entries: [(rarity: Float, any: Float)] = []
    /// For each entry and aspect, against "nothing".
    private var aspects: [SIMD16<Int8>] = []
    /// What the five rules that say most for "something" say together.
    private var rulesAtMost: Float = 0

    /// Words are one to three scalars.
    static let longestWord = 3
    private static let rulesInASentence = 5
    private static let headLines = 22
    /// Bytes of an entry before its row of the hidden layer: three scalars and the rarity in hundredths, two bytes each
    /// (little-endian); sixteen aspects and any, a byte each.
    private static let fixedBytes = 25

    /// Reads the data files.
    /// - Parameters:
    ///   - head: a line of settings (two thresholds, the gate, the scale), a line of biases, one of what the linear
    ///     weights' whole numbers stand for, 19 of the hidden layer; then the rules' ids, a line each.
    ///   - entries: the words' entries, then the rules' in the order of their ids.
    /// - Throws: ``ClauseData/Failure`` with the line.
    init(head: Data, entries: Data) throws {
        let lines = head.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        func failure(_ number: Int, _ problem: String) -> ClauseData.Failure {
            ClauseData.Failure(description: "classifier.txt, line \(number): \(problem)")
        }
        guard lines.count >= Self.headLines else { throw failure(lines.count, "is the last, and 22 are needed") }
        let numbers = lines.prefix(Self.headLines).map { $0.split(separator: " ").compactMap { Float($0) } }
        guard numbers[0].count == 4 else { throw failure(1, "needs two thresholds, the gate and the scale") }
        threshold = numbers[0][0]
        thresholdAlone = numbers[0][1]
        gate = numbers[0][2]
        scale = numbers[0][3]
        guard gate < min(threshold, thresholdAlone) else { throw failure(1, "has a gate that is no lower than both") }
        guard numbers[1].count == 17, numbers[2].count == 17 else { throw failure(2, "and the next need 17 numbers") }
        bias = (SIMD16(numbers[1][..<16]), numbers[1][16])
        unit = (SIMD16(numbers[2][..<16]), numbers[2][16])
        let width = numbers[3].count
        let length = Self.fixedBytes + width
        let names = lines.dropFirst(Self.headLines)
        let count = entries.count / length
        guard entries.count == count * length, count >= names.count,
            let hidden = HiddenLayer(
                numbers: Array(numbers[3...]), entries: entries, length: length, before: Self.fixedBytes)
        else { throw failure(4, "and the next 18 do not fit classifier.words") }
        self.hidden = hidden
        let words = count - names.count
        rules = Dictionary(names.enumerated().map { ($0.element, words + $0.offset) }) { first, _ in first }
        var size = 1024
        while size < words * 3 / 2 { size *= 2 }
        mask = size - 1
        slots = Array(repeating: 0, count: size)
        self.entries.reserveCapacity(count)
        aspects.reserveCapacity(count)
        entries.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            for entry in 0..<count {
                let start = entry * length
                func pair(_ place: Int) -> UInt32 {
                    UInt32(bytes[start + 2 * place]) | UInt32(bytes[start + 2 * place + 1]) << 8
                }
                var row = SIMD16<Int8>()
                for aspect in 0..<16 { row[aspect] = Int8(bitPattern: bytes[start + 8 + aspect]) }
                aspects.append(row)
                let any = Float(Int8(bitPattern: bytes[start + 24])) * unit.any
                self.entries.append((Float(pair(3)) / 100, any))
                if entry < words { add(entry, (0..<Self.longestWord).map(pair).filter { $0 != 0 }) }
            }
        }
        let says = self.entries[words...].map(\.any).sorted(by: >)
        rulesAtMost = says.prefix(Self.rulesInASentence).filter { $0 > 0 }.reduce(0, +)
    }

    /// Words stand in the file after what they begin with.
    private mutating func add(_ entry: Int, _ scalars: [UInt32]) {
        guard let last = scalars.last else { return }
        guard scalars.count > 1 else {
            singles[Int(last)] = Int32(entry)
            return
        }
        var known = singles[Int(scalars[0])]
        for scalar in scalars.dropFirst().dropLast() { known = next(known, scalar) }
        // What it begins with is at least as frequent, so it is known.
        guard known >= 0 else { return }
        var place = Self.place(known, last) & mask
        while slots[place] != 0 { place = (place + 1) & mask }
        slots[place] = Self.step(known, last) << 20 | UInt64(entry + 1)
    }

    /// A word and the scalar that makes it longer.
    private static func step(_ entry: Int32, _ scalar: UInt32) -> UInt64 {
        // Scalars beyond the first plane are one and the same: none is a word.
        UInt64(UInt32(bitPattern: entry)) << 16 | UInt64(scalar > 0xFFFF ? 0xFFFF : scalar)
    }

    private static func place(_ entry: Int32, _ scalar: UInt32) -> Int {
        Int(truncatingIfNeeded: (step(entry, scalar) &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }

    /// The entry of a word made longer by a scalar; -1 where there is none.
    @inline(__always)
    private func next(_ entry: Int32, _ scalar: UInt32) -> Int32 {
        slots.withUnsafeBufferPointer { slots in
            let step = Self.step(entry, scalar)
            var place = Self.place(entry, scalar) & mask
            while slots[place] != 0 {
                if slots[place] >> 20 == step { return Int32(slots[place] & 0xFFFFF) - 1 }
                place = (place + 1) & mask
            }
            return -1
        }
    }

    /// Marks of a sentence's beginning and end: words at its edges say more, 不得分 at the end, 投标人须 at the beginning.
    private static let edges: (first: UInt32, last: UInt32) = (0x5E, 0x24)

    /// Calls back for each known word of a sentence: its entry, where it begins and how long it is. A mark stands before
    /// the sentence, at -1, and one after it.
    @inline(__always)
    private func words(in form: ArraySlice<UInt32>, _ body: (_ entry: Int32, _ start: Int, _ length: Int) -> Void) {
        form.withUnsafeBufferPointer { form in
            func scalar(_ place: Int) -> UInt32 {
                place < 0 ? Self.edges.first : place < form.count ? form[place] : Self.edges.last
            }
            for start in -1...form.count {
                var entry = singles[Int(min(scalar(start), 0xFFFF))]
                // A word is known only when what it begins with is: it is at least as frequent.
                var end = start + 1
                while entry >= 0 {
                    body(entry, start, end - start)
                    guard end <= form.count, end - start < Self.longestWord else { break }
                    entry = next(entry, scalar(end))
                    end += 1
                }
            }
        }
    }

    /// A sentence as its words say it, before any rule has its say.
    struct Screening {
        /// The known words' entries with their weights.
        fileprivate var found: [(entry: Int32, weight: Float)] = []
        /// Odds of "something".
        fileprivate var any: Float = 0
    }

    /// - Parameter form: the sentence's ``SentenceForm/scalars``.
    func screen(_ form: ArraySlice<UInt32>) -> Screening {
        var screening = Screening()
        screen(form, into: &screening)
        return screening
    }

    /// - Parameters:
    ///   - form: the sentence's ``SentenceForm/scalars``.
    ///   - screening: its memory is used again.
    func screen(_ form: ArraySlice<UInt32>, into screening: inout Screening) {
        screening.found.removeAll(keepingCapacity: true)
        screening.found.reserveCapacity((form.count + 2) * Self.longestWord)
        var any: Float = 0
        var square: Float = 0
        entries.withUnsafeBufferPointer { entries in
            words(in: form) { number, _, _ in
                let entry = entries[Int(number)]
                any += entry.any * entry.rarity
                square += entry.rarity * entry.rarity
                screening.found.append((number, entry.rarity))
            }
        }
        let share = square > 0 ? scale / square.squareRoot() : 0
        for place in screening.found.indices { screening.found[place].weight *= share }
        screening.any = bias.any + any * share
    }

    /// Whether words speak so clearly against a violation that no rule changes the verdict.
    func isHopeless(_ screening: Screening) -> Bool { screening.any + rulesAtMost <= gate }

    /// - Parameter hits: ids of the rules that find something in the sentence.
    func judge(_ screening: Screening, rules hits: some Sequence<String>) -> Verdict {
        var named: Set<String> = []
        for rule in hits { named.formUnion([rule, String(rule.prefix(4)), "any"]) }
        // In a fixed order: sums of fractions depend on it.
        let known = named.compactMap { rules[$0] }.sorted()
        var any = screening.any
        for number in known { any += entries[number].any }
        guard any > gate else { return Verdict(aspect: 0, odds: any) }
        let found = screening.found + known.map { (Int32($0), 1) }
        var sum = SIMD16<Float>(repeating: 0)
        for (number, weight) in found { sum += HiddenLayer.floats(aspects[Int(number)]) * weight }
        let logits = bias.aspects + sum * unit.aspects
        let values = hidden.values(found)
        let deeper = hidden.logits(values)
        let both = (logits + deeper) / 2
        let top = both.max()
        return Verdict(
            aspect: (0..<16).first { both[$0] == top } ?? 0,
            odds: ((Self.some(logits) + any) / 2 + Self.some(deeper)) / 2, hidden: values)
    }

    /// Logarithm of the odds that it is any of the aspects.
    private static func some(_ logits: SIMD16<Float>) -> Float {
        let top = logits.max()
        var total: Float = 0
        for index in 0..<16 { total += exp(logits[index] - top) }
        return top + log(total)
    }

    /// A word of a sentence and how much it speaks for an aspect.
    struct Word {
        /// In the sentence's form.
        let range: Range<Int>
        let weight: Float
    }

    /// The words of a sentence that speak for or against the aspect of its verdict, in their order.
    func words(_ form: ArraySlice<UInt32>, of verdict: Verdict) -> [Word] {
        var all: [Word] = []
        words(in: form) { entry, start, length in
            // The marks themselves stand nowhere in the sentence.
            let range = (start..<start + length).clamped(to: 0..<form.count)
            guard !range.isEmpty else { return }
            let entry = Int(entry)
            let linear = Float(aspects[entry][verdict.aspect]) * unit.aspects[verdict.aspect]
            let deeper = hidden.share(of: entry, for: verdict.aspect, where: verdict.hidden)
            all.append(Word(range: range, weight: (linear + deeper) / 2 * entries[entry].rarity))
        }
        return all
    }
}
