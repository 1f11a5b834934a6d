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
        /// The hidden places' values; empty where the linear part alone ruled it out.
        fileprivate var hidden: [Float] = []
    }

    /// Odds from which a sentence that a rule finds is a finding.
    let threshold: Float
    /// Odds from which words alone make a finding.
    let thresholdAlone: Float
    /// Odds of the linear part under which the hidden layer is not asked.
    private let gate: Float
    private let scale: Float
    private let hidden: HiddenLayer
    /// Logits of the aspects against "nothing", and of "something" against "nothing", without any word.
    private let bias: (aspects: SIMD16<Float>, any: Float)
    /// What the linear weights' whole numbers stand for.
    private let unit: (aspects: SIMD16<Float>, any: Float)
    /// Entries of the rules, by id.
    private let rules: [String: Int]
    /// Entries by key, with open addressing; a key of zero is an empty place.
    private var slots: [Slot]
    /// Entries of single scalars, by scalar; -1 where there is none.
    private var singles = [Int32](repeating: -1, count: 0x10000)
    /// Rarity of each entry.
    private var rarity: [Float] = []
    /// For each entry and aspect, against "nothing".
    private var aspects: [SIMD16<Int8>] = []
    /// For each entry, for "something" against "nothing".
    private var any: [Int8] = []
    private let mask: Int

    /// Words are one to three scalars, packed into a key.
    static let longestWord = 3
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
        while size < words * 2 { size *= 2 }
        mask = size - 1
        slots = Array(repeating: Slot(key: 0, entry: 0), count: size)
        rarity.reserveCapacity(count)
        aspects.reserveCapacity(count)
        any.reserveCapacity(count)
        entries.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            for entry in 0..<count {
                let start = entry * length
                func pair(_ place: Int) -> UInt32 {
                    UInt32(bytes[start + 2 * place]) | UInt32(bytes[start + 2 * place + 1]) << 8
                }
                rarity.append(Float(pair(3)) / 100)
                var row = SIMD16<Int8>()
                for aspect in 0..<16 { row[aspect] = Int8(bitPattern: bytes[start + 8 + aspect]) }
                aspects.append(row)
                any.append(Int8(bitPattern: bytes[start + 24]))
                if entry < words { add(entry, (0..<Self.longestWord).map(pair).filter { $0 != 0 }) }
            }
        }
    }

    private mutating func add(_ entry: Int, _ scalars: [UInt32]) {
        var key: UInt64 = 0
        for scalar in scalars { key = Self.key(key, scalar) }
        if scalars.count == 1 {
            singles[Int(key)] = Int32(entry)
        } else {
            var place = Self.place(key) & mask
            while slots[place].key != 0 { place = (place + 1) & mask }
            slots[place] = Slot(key: key, entry: Int32(entry))
        }
    }

    private static func key(_ key: UInt64, _ scalar: UInt32) -> UInt64 {
        // Scalars beyond the first plane are one and the same: none is a word.
        key << 16 | UInt64(scalar > 0xFFFF ? 0xFFFF : scalar)
    }

    private static func place(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) }

    private struct Slot {
        var key: UInt64
        var entry: Int32
    }

    /// Marks of a sentence's beginning and end: words at its edges say more, 不得分 at the end, 投标人须 at the beginning.
    private static let edges: (first: UInt32, last: UInt32) = (0x5E, 0x24)

    private static func marked(_ form: [UInt32]) -> [UInt32] { [edges.first] + form + [edges.last] }

    /// Calls back for each known word of a marked sentence: its entry, where it begins and how long it is.
    @inline(__always)
    private func words(in form: [UInt32], _ body: (_ entry: Int, _ start: Int, _ length: Int) -> Void) {
        form.withUnsafeBufferPointer { form in
            slots.withUnsafeBufferPointer { slots in
                for start in form.indices {
                    var key = Self.key(0, form[start])
                    let single = singles[Int(key)]
                    // A word is known only when what it begins with is: it is at least as frequent.
                    guard single >= 0 else { continue }
                    body(Int(single), start, 1)
                    var end = start + 1
                    while end < form.count, end - start < Self.longestWord {
                        key = Self.key(key, form[end])
                        var place = Self.place(key) & mask
                        while slots[place].key != 0, slots[place].key != key { place = (place + 1) & mask }
                        guard slots[place].key == key else { break }
                        end += 1
                        body(Int(slots[place].entry), start, end - start)
                    }
                }
            }
        }
    }

    /// - Parameters:
    ///   - form: the sentence's ``SentenceForm/scalars``.
    ///   - rules: ids of the rules that find something in it.
    func judge(_ form: [UInt32], rules hits: some Sequence<String>) -> Verdict {
        let form = Self.marked(form)
        var sum = SIMD16<Float>(repeating: 0)
        var sumAny: Float = 0
        var square: Float = 0
        words(in: form) { entry, _, _ in
            let rare = rarity[entry]
            sum += SIMD16<Float>(aspects[entry]) * rare
            sumAny += Float(self.any[entry]) * rare
            square += rare * rare
        }
        let share = square > 0 ? scale / square.squareRoot() : 0
        sum *= share
        sumAny *= share
        var named: Set<String> = []
        for rule in hits { named.formUnion([rule, String(rule.prefix(4)), "any"]) }
        // In a fixed order: sums of fractions depend on it.
        let known = named.compactMap { rules[$0] }.sorted()
        for entry in known {
            sum += SIMD16<Float>(aspects[entry])
            sumAny += Float(self.any[entry])
        }
        let logits = bias.aspects + sum * unit.aspects
        let any = bias.any + sumAny * unit.any
        let linear = Self.verdict(logits, (Self.some(logits) + any) / 2)
        guard linear.odds > gate else { return linear }
        var rows = hidden.zero
        words(in: form) { entry, _, _ in hidden.add(entry, rarity[entry] * share, to: &rows) }
        for entry in known { hidden.add(entry, 1, to: &rows) }
        let values = hidden.values(rows)
        let deeper = hidden.logits(values)
        var verdict = Self.verdict((logits + deeper) / 2, (linear.odds + Self.some(deeper)) / 2)
        verdict.hidden = values
        return verdict
    }

    /// Logarithm of the odds that it is any of the aspects.
    private static func some(_ logits: SIMD16<Float>) -> Float {
        let top = logits.max()
        var total: Float = 0
        for index in 0..<16 { total += exp(logits[index] - top) }
        return top + log(total)
    }

    private static func verdict(_ logits: SIMD16<Float>, _ odds: Float) -> Verdict {
        let top = logits.max()
        return Verdict(aspect: (0..<16).first { logits[$0] == top } ?? 0, odds: odds)
    }

    /// A word of a sentence and how much it speaks for an aspect.
    struct Word {
        /// In the sentence's form.
        let range: Range<Int>
        let weight: Float
    }

    /// The words of a sentence that speak for or against the aspect of its verdict, in their order.
    func words(_ form: [UInt32], of verdict: Verdict) -> [Word] {
        var all: [Word] = []
        words(in: Self.marked(form)) { entry, start, length in
            // The marks themselves stand nowhere in the sentence.
            let range = (start - 1..<start - 1 + length).clamped(to: 0..<form.count)
            guard !range.isEmpty else { return }
            let linear = Float(aspects[entry][verdict.aspect]) * unit.aspects[verdict.aspect]
            let deeper =
                verdict.hidden.isEmpty
                ? 0 : hidden.share(of: entry, for: verdict.aspect, where: verdict.hidden)
            all.append(Word(range: range, weight: (linear + deeper) / 2 * rarity[entry]))
        }
        return all
    }
}
