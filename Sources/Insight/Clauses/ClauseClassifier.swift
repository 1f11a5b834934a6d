import Foundation

/// Judges a sentence by its words: which aspect it violates, if any.
///
/// Two linear classifiers (logistic regression) over the one to three characters long words of a sentence, each weighted
/// by how rare it is, and over the rules that find something in it: which aspect if any, and whether it is unlawful at
/// all; their odds are averaged. Words and weights are data (`Data/classifier.txt`), learned from the gold set's
/// development half by `scripts/learn-clauses`. It is exact about its reasons: the words that weigh most are the
/// finding's evidence.
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
    }

    /// Odds from which a sentence that a rule finds is a finding.
    let threshold: Float
    /// Odds from which words alone make a finding.
    let thresholdAlone: Float
    private let scale: Float
    /// Logits of the aspects against "nothing", without any word.
    private let bias: Weight
    private let rules: [String: Weight]
    /// Entries by key, with open addressing; a key of zero is an empty place.
    private var slots: [Slot]
    /// Entries of single scalars, by scalar; -1 where there is none.
    private var singles = [Int32](repeating: -1, count: 0x10000)
    /// Rarity of each word.
    private var rarity: [Float] = []
    private var weights: [Weight] = []
    private let mask: Int

    private struct Weight {
        /// For each aspect, against "nothing".
        var aspects = SIMD16<Float>(repeating: 0)
        /// For "something" against "nothing".
        var any: Float = 0
    }

    /// Words are one to three scalars, packed into a key.
    static let longestWord = 3

    /// Reads the data file: a line of settings, a line of biases, then a line for each word or rule: the word (a rule
    /// as `R:id`), its rarity, its weights as `aspect:weight` from 0 to 15 and 16 for any, parted by tabulators and blanks.
    /// - Throws: ``ClauseData/Failure`` with the line.
    init(_ data: Data) throws {
        var lines = data.split(separator: 0x0A)[...]
        func failure(_ number: Int, _ problem: String) -> ClauseData.Failure {
            ClauseData.Failure(description: "classifier.txt, line \(number): \(problem)")
        }
        guard let head = lines.popFirst(), let second = lines.popFirst() else { throw failure(1, "is missing") }
        let settings = String(decoding: head, as: UTF8.self).split(separator: " ").compactMap { Float($0) }
        guard settings.count == 3 else { throw failure(1, "needs two thresholds and the scale") }
        threshold = settings[0]
        thresholdAlone = settings[1]
        scale = settings[2]
        let biases = String(decoding: second, as: UTF8.self).split(separator: " ").compactMap { Float($0) }
        guard biases.count == 17 else { throw failure(2, "needs 17 numbers") }
        bias = Weight(aspects: SIMD16(biases[..<16]), any: biases[16])
        var size = 1024
        while size < lines.count * 2 { size *= 2 }
        mask = size - 1
        slots = Array(repeating: Slot(key: 0, entry: 0), count: size)
        rarity.reserveCapacity(lines.count)
        weights.reserveCapacity(lines.count)
        var rules: [String: Weight] = [:]
        for (index, line) in lines.enumerated() {
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
            guard fields.count == 3, let rare = Self.number(fields[1]) else {
                throw failure(index + 3, "needs 3 fields")
            }
            var weight = Weight()
            for part in fields[2].split(separator: 0x20) {
                let sides = part.split(separator: 0x3A)
                guard sides.count == 2, let aspect = Self.number(sides[0]), let value = Self.number(sides[1]),
                    (0...16).contains(Int(aspect))
                else { throw failure(index + 3, "has a weight that is none") }
                if aspect == 16 { weight.any = value } else { weight.aspects[Int(aspect)] = value }
            }
            let word = String(decoding: fields[0], as: UTF8.self)
            if word.hasPrefix("R:") {
                rules[String(word.dropFirst(2))] = weight
                continue
            }
            let scalars = word.unicodeScalars.map(\.value)
            guard (1...Self.longestWord).contains(scalars.count) else {
                throw failure(index + 3, "has a word that is too long")
            }
            var key: UInt64 = 0
            for scalar in scalars { key = Self.key(key, scalar) }
            if scalars.count == 1 {
                singles[Int(key)] = Int32(rarity.count)
            } else {
                var place = Self.place(key) & mask
                while slots[place].key != 0 { place = (place + 1) & mask }
                slots[place] = Slot(key: key, entry: Int32(rarity.count))
            }
            rarity.append(rare)
            weights.append(Weight(aspects: weight.aspects * rare, any: weight.any * rare))
        }
        self.rules = rules
    }

    /// A number in plain digits, by hand: the file has hundreds of thousands.
    private static func number(_ text: Data.SubSequence) -> Float? {
        var negative = false
        var value: Float = 0
        var unit: Float = 0
        for (index, byte) in text.enumerated() {
            switch byte {
            case 0x2D where index == 0: negative = true
            case 0x2E where unit == 0: unit = 1
            case 0x30...0x39:
                value = value * 10 + Float(byte - 0x30)
                unit *= 10
            default: return nil
            }
        }
        let size = unit > 1 ? value / unit : value
        return text.isEmpty ? nil : negative ? -size : size
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

    /// Calls back for each known word of a sentence: its entry, where it begins and how long it is.
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
        var sum = Weight()
        var square: Float = 0
        weights.withUnsafeBufferPointer { weights in
            words(in: form) { entry, _, _ in
                sum.aspects += weights[entry].aspects
                sum.any += weights[entry].any
                square += rarity[entry] * rarity[entry]
            }
        }
        let share = square > 0 ? scale / square.squareRoot() : 0
        var logits = bias.aspects + sum.aspects * share
        var any = bias.any + sum.any * share
        var named: Set<String> = []
        for rule in hits { named.formUnion([rule, String(rule.prefix(4)), "any"]) }
        for weight in named.compactMap({ rules[$0] }) {
            logits += weight.aspects
            any += weight.any
        }
        let top = logits.max()
        var total: Float = 0
        for index in 0..<16 { total += exp(logits[index] - top) }
        let best = (0..<16).first { logits[$0] == top } ?? 0
        return Verdict(aspect: best, odds: (top + log(total) + any) / 2)
    }

    /// A word of a sentence and how much it speaks for an aspect.
    struct Word {
        /// In the sentence's form.
        let range: Range<Int>
        let weight: Float
    }

    /// The words of a sentence that speak for or against an aspect, in their order.
    func words(_ form: [UInt32], for aspect: Int) -> [Word] {
        var all: [Word] = []
        words(in: form) { entry, start, length in
            all.append(Word(range: start..<start + length, weight: weights[entry].aspects[aspect]))
        }
        return all
    }
}
