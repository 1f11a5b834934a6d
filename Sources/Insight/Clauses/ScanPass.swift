/// One scan of one document: candidates by the literals that Hyperscan finds, then the exact check of each.
struct ScanPass {
    private struct Hit {
        let rule: Int
        let sentence: Int
        let range: Range<Int>
    }

    private let scanner: ClauseScanner
    private let document: DocumentText
    /// Keeps all rules' findings, not only the weightiest of each aspect in a sentence.
    var keepsAll = false

    private var list: SentenceList
    private var machine: PatternMachine
    private let words: Int
    /// Bits of the patterns that may occur, for each sentence.
    private var candidates: [UInt64]
    /// What the machine found in the sentence at hand: each pattern's first match, checked once.
    private var known: [Range<Int>?]
    /// For which sentence (+ 1) `known` holds.
    private var knownFor: [Int]

    init(scanner: ClauseScanner, document: DocumentText) {
        self.scanner = scanner
        self.document = document
        list = SentenceList(document, simplified: scanner.simplified)
        list.correct(scanner.misprints)
        machine = PatternMachine(places: scanner.places)
        words = (scanner.patterns.nodes.count + 63) / 64
        candidates = []
        known = Array(repeating: nil, count: scanner.patterns.nodes.count)
        knownFor = Array(repeating: 0, count: scanner.patterns.nodes.count)
    }

    mutating func run() throws -> [ClauseFinding] {
        try findCandidates()
        var hits: [Hit] = []
        let scalars = list.text.scalars
        try scalars.withUnsafeBufferPointer { text in
            for index in list.sentences.indices { hits += check(index, text) }
        }
        return findings(hits)
    }

    private mutating func findCandidates() throws {
        let scalars = list.text.scalars
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 3)
        var ends: [Int] = []
        ends.reserveCapacity(list.sentences.count)
        for sentence in list.sentences {
            for position in sentence.range { Self.append(scalars[position], to: &bytes) }
            // A line end parts the sentences: no literal contains one.
            bytes.append(0x0A)
            ends.append(bytes.count)
        }
        candidates = try scanner.index.candidates(in: bytes, ends: ends, words: words)
    }

    private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        switch scalar {
        case 0..<0x80: bytes.append(UInt8(scalar))
        case 0x80..<0x800:
            bytes.append(UInt8(0xC0 | scalar >> 6))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        case 0x800..<0x10000:
            bytes.append(UInt8(0xE0 | scalar >> 12))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        default:
            bytes.append(UInt8(0xF0 | scalar >> 18 & 0x07))
            bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | scalar & 0x3F))
        }
    }

    private func maybe(_ pattern: Int, in sentence: Int) -> Bool {
        candidates[sentence * words + pattern >> 6] & (1 << UInt64(pattern & 63)) != 0
    }

    /// The first match of a pattern in the sentence at hand.
    private mutating func match(
        _ pattern: Int, _ sentence: Int, _ piece: UnsafeBufferPointer<UInt32>
    ) -> Range<Int>? {
        guard maybe(pattern, in: sentence) else { return nil }
        if knownFor[pattern] == sentence + 1 { return known[pattern] }
        let answer = machine.first(scanner.patterns.programs[pattern], in: piece)
        known[pattern] = answer
        knownFor[pattern] = sentence + 1
        return answer
    }

    private mutating func check(_ index: Int, _ text: UnsafeBufferPointer<UInt32>) -> [Hit] {
        let sentence = list.sentences[index]
        let piece = UnsafeBufferPointer(rebasing: text[sentence.range])
        var hits: [Hit] = []
        for word in 0..<words {
            var bits = candidates[index * words + word]
            while bits != 0 {
                let pattern = word * 64 + bits.trailingZeroBitCount
                bits &= bits - 1
                for rule in scanner.rulesByMatch[pattern] {
                    if let range = check(rule, pattern, index, sentence, piece, text) {
                        hits.append(Hit(rule: rule, sentence: index, range: range))
                    }
                }
            }
        }
        guard !hits.isEmpty else { return [] }
        for silence in scanner.silences where match(silence, index, piece) != nil { return [] }
        return chosen(hits)
    }

    /// Whether a rule finds the sentence by one of its patterns, and where.
    private mutating func check(
        _ number: Int, _ pattern: Int, _ index: Int, _ sentence: SentenceList.Sentence,
        _ piece: UnsafeBufferPointer<UInt32>, _ text: UnsafeBufferPointer<UInt32>
    ) -> Range<Int>? {
        let rule = scanner.rules[number]
        for other in rule.with where !maybe(other, in: index) { return nil }
        if !rule.rule.kinds.isEmpty, !rule.rule.kinds.contains(document.units[sentence.unit].kind) { return nil }
        guard let range = match(pattern, index, piece) else { return nil }
        for other in rule.with where match(other, index, piece) == nil { return nil }
        for other in rule.without where match(other, index, piece) != nil { return nil }
        for other in rule.unit where !occurs(other, inGroupOf: index, text) { return nil }
        for other in rule.outside where occurs(other, inGroupOf: index, text) { return nil }
        if !rule.headings.isEmpty, !heading(above: sentence.unit, has: rule.headings) { return nil }
        if rule.rule.lawful {
            for wording in scanner.lawful[rule.aspect] where match(wording, index, piece) != nil { return nil }
        }
        // A pattern that first occurs where it is suppressed may occur again where it is not.
        var found: Range<Int>? = range
        while let here = found {
            if !suppressed(rule.rule, here, index, piece), here.upperBound > sentence.own - sentence.range.lowerBound {
                return here
            }
            let next = here.lowerBound + 1
            found = machine.first(scanner.patterns.programs[pattern], in: piece, from: next)
        }
        return nil
    }

    private mutating func occurs(_ pattern: Int, inGroupOf index: Int, _ text: UnsafeBufferPointer<UInt32>) -> Bool {
        let group = list.sentences[index].group
        var first = index
        while first > 0, list.sentences[first - 1].group == group { first -= 1 }
        var other = first
        while other < list.sentences.count, list.sentences[other].group == group {
            if maybe(pattern, in: other) {
                let piece = UnsafeBufferPointer(rebasing: text[list.sentences[other].range])
                if machine.first(scanner.patterns.programs[pattern], in: piece) != nil { return true }
            }
            other += 1
        }
        return false
    }

    private mutating func heading(above unit: Int, has patterns: [Int]) -> Bool {
        let path = document.units[unit].path.joined(separator: "\n")
        let above = path.unicodeScalars.map { NormalizedText.folded($0.value) }
        machine.forgetPlaces()
        defer { machine.forgetPlaces() }
        return above.withUnsafeBufferPointer { piece in
            for pattern in patterns where machine.first(scanner.patterns.programs[pattern], in: piece) != nil {
                return true
            }
            return false
        }
    }

    private mutating func suppressed(
        _ rule: ClauseRule, _ range: Range<Int>, _ index: Int, _ piece: UnsafeBufferPointer<UInt32>
    ) -> Bool {
        if rule.negation {
            let comma: UInt32 = 0x2C
            var start = range.lowerBound
            while start > 0, piece[start - 1] != comma { start -= 1 }
            for negation in scanner.negations where overlaps(negation, start..<range.upperBound, index, piece) {
                return true
            }
            var end = range.upperBound
            var commas = 0
            while end < piece.count {
                if piece[end] == comma {
                    commas += 1
                    if commas == 2 { break }
                }
                end += 1
            }
            for waiver in scanner.waivers where overlaps(waiver, start..<end, index, piece) { return true }
        }
        if rule.quotation {
            for quotation in scanner.quotations {
                guard let place = match(quotation, index, piece) else { continue }
                if place.lowerBound <= range.lowerBound { return true }
            }
        }
        return false
    }

    private mutating func overlaps(
        _ pattern: Int, _ window: Range<Int>, _ index: Int, _ piece: UnsafeBufferPointer<UInt32>
    ) -> Bool {
        guard var place = match(pattern, index, piece) else { return false }
        while place.lowerBound < window.upperBound {
            if place.lowerBound >= window.lowerBound { return true }
            guard let next = machine.first(scanner.patterns.programs[pattern], in: piece, from: place.lowerBound + 1)
            else { return false }
            place = next
        }
        return false
    }

    /// Of each aspect in a sentence, the weightiest hit, the earliest of equals; and what yields to another is left out.
    private func chosen(_ hits: [Hit]) -> [Hit] {
        guard !keepsAll else { return hits }
        let aspects = Set(hits.map { scanner.aspects[scanner.rules[$0.rule].aspect] })
        // Aspects that say it better; when all yield to one another, none does.
        let firm = hits.filter { hit in
            !scanner.rules[hit.rule].rule.yields.contains { aspects.contains($0) }
        }
        var best: [Int: Hit] = [:]
        for hit in firm.isEmpty ? hits : firm {
            let rule = scanner.rules[hit.rule]
            guard let other = best[rule.aspect] else {
                best[rule.aspect] = hit
                continue
            }
            let weight = rule.rule.severity
            let otherWeight = scanner.rules[other.rule].rule.severity
            if weight > otherWeight || (weight == otherWeight && hit.range.lowerBound < other.range.lowerBound) {
                best[rule.aspect] = hit
            }
        }
        return best.values.sorted { ($0.range.lowerBound, $0.rule) < ($1.range.lowerBound, $1.rule) }
    }

    private func findings(_ hits: [Hit]) -> [ClauseFinding] {
        guard !hits.isEmpty else { return [] }
        let original = Array(document.text.unicodeScalars)
        let origins = list.text.origins
        return hits.map { hit in
            let rule = scanner.rules[hit.rule]
            let sentence = list.sentences[hit.sentence]
            let base = sentence.range.lowerBound
            let first = origins[max(base + hit.range.lowerBound, sentence.own)]
            let last = origins[base + hit.range.upperBound - 1]
            let from = origins[sentence.own]
            let to = origins[sentence.range.upperBound - 1]
            var slice = String.UnicodeScalarView()
            slice.append(contentsOf: original[from...to])
            return ClauseFinding(
                aspect: scanner.aspects[rule.aspect], rule: rule.rule.id, severity: rule.rule.severity, start: first,
                end: last + 1, page: document.units[sentence.unit].page, sentenceStart: from, sentence: String(slice),
                basis: rule.basis, explanation: rule.explanation, suggestion: rule.suggestion)
        }
    }
}
