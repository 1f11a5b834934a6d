import Dispatch
import Foundation
import Synchronization

/// One scan of a part of a document. What no word speaks for is left aside; in the rest, candidates by the literals that
/// Hyperscan finds, then the exact check of each.
struct ScanPass: Sendable {
    private struct Hit {
        let rule: Int
        let sentence: Int
        let range: Range<Int>
        /// What tells, where words alone have found it.
        var words: [Range<Int>] = []
    }

    /// A sentence as the classifier has it at first sight.
    private enum Reading {
        /// Too short, or a heading: the rules' business alone.
        case rulesAlone
        /// Words speak so clearly against a violation that only the rules stand that it does not weigh.
        case hopeless
        /// With what its words say, when it is short enough to be judged as one.
        case open(SentenceForm, ClauseClassifier.Screening?)
    }

    private let scanner: ClauseScanner
    private let document: DocumentText
    /// Keeps all rules' findings, not only the weightiest of each aspect in a sentence.
    var keepsAll = false

    private var list: SentenceList
    private var machine: PatternMachine
    private let words: Int
    /// Bits of the patterns that may occur, for each sentence that was searched.
    private var candidates: [UInt64] = []
    /// For each sentence, where its bits stand; -1 when it was not searched.
    private var rows: [Int32]
    /// What the machine found in the sentence at hand: each pattern's first match, checked once.
    private var known: [Range<Int>?]
    /// For which sentence (+ 1) `known` holds.
    private var knownFor: [Int]

    /// - Parameter units: the document's units that are scanned, rows of tables whole; nil: all.
    init(scanner: ClauseScanner, document: DocumentText, units: Range<Int>? = nil) {
        self.scanner = scanner
        self.document = document
        list = SentenceList(document, units: units, simplified: scanner.simplified)
        list.correct(scanner.misprints)
        machine = PatternMachine(places: scanner.places)
        words = (scanner.patterns.nodes.count + 63) / 64
        rows = Array(repeating: -1, count: list.sentences.count)
        known = Array(repeating: nil, count: scanner.patterns.nodes.count)
        knownFor = Array(repeating: 0, count: scanner.patterns.nodes.count)
    }

    /// What is found in a document; long ones are shared among the processors.
    /// - Throws: ``LiteralDatabase/Failure``.
    static func findings(of document: DocumentText, by scanner: ClauseScanner) throws -> [ClauseFinding] {
        let shares = shares(of: document, ProcessInfo.processInfo.activeProcessorCount)
        let parts = Mutex([Result<[ClauseFinding], any Error>](repeating: .success([]), count: shares.count))
        DispatchQueue.concurrentPerform(iterations: shares.count) { worker in
            let findings = Result {
                var pass = ScanPass(scanner: scanner, document: document, units: shares[worker])
                return try pass.run()
            }
            parts.withLock { $0[worker] = findings }
        }
        return try parts.withLock { try $0.flatMap { try $0.get() } }
    }

    /// Fewer scalars than this are not worth another share.
    private static let smallestShare = 6_000

    /// The units in shares of about the same length, some for each processor: the one that is done first takes the next.
    private static func shares(of document: DocumentText, _ processors: Int) -> [Range<Int>] {
        guard let last = document.units.last else { return [] }
        let length = last.offset + last.text.unicodeScalars.count
        let size = max(smallestShare, length / (processors * 4) + 1)
        var shares: [Range<Int>] = []
        var start = 0
        while start < document.units.count {
            let limit = document.units[start].offset + size
            var end = start
            while end < document.units.count, document.units[end].offset < limit {
                end = SentenceList.rowEnd(in: document, at: end)
            }
            shares.append(start..<end)
            start = end
        }
        return shares
    }

    /// - Throws: ``LiteralDatabase/Failure``.
    mutating func run() throws -> [ClauseFinding] {
        let scalars = list.text.scalars
        return try scalars.withUnsafeBufferPointer { text in
            let readings = readings(text)
            try findCandidates(in: searched(readings, text), by: scanner.index, text)
            let classifier = scanner.classifier
            var hits: [Hit] = []
            for index in list.sentences.indices where rows[index] >= 0 {
                let found = judged(index, readings[index], classifier, text)
                if !found.isEmpty { hits += chosen(found) }
            }
            return findings(hits)
        }
    }

    /// The sentences, each with the rules that find something in it.
    /// - Parameter numbers: the number checks that find something, by the sentence's beginning in the document.
    mutating func samples(_ numbers: [Int: Set<String>]) throws -> [ClauseSample] {
        let scalars = list.text.scalars
        return try scalars.withUnsafeBufferPointer { text in
            try findCandidates(in: Array(list.sentences.indices), by: scanner.index, text)
            return list.sentences.enumerated().map { index, sentence in
                let rules = hits(index, text).map { scanner.rules[$0.rule].rule }.filter { $0.severity > .check }
                let piece = UnsafeBufferPointer(rebasing: text[sentence.own..<sentence.range.upperBound])
                let start = list.text.origins[sentence.own]
                return ClauseSample(
                    unit: sentence.unit, kind: document.units[sentence.unit].kind,
                    text: SentenceForm(piece, places: scanner.places).text,
                    rules: Set(rules.map(\.id)).sorted(), numbers: numbers[start, default: []].sorted())
            }
        }
    }

    private func readings(_ text: UnsafeBufferPointer<UInt32>) -> [Reading] {
        guard let classifier = scanner.classifier, !keepsAll else {
            return Array(repeating: .rulesAlone, count: list.sentences.count)
        }
        var form = SentenceForm()
        var screening = ClauseClassifier.Screening()
        return list.sentences.map { sentence in
            // The labels of a table row are the rules' business.
            let own = sentence.own..<sentence.range.upperBound
            guard own.count >= Self.shortestSentence, document.units[sentence.unit].kind != .heading else {
                return .rulesAlone
            }
            form.read(UnsafeBufferPointer(rebasing: text[own]), places: scanner.places)
            guard form.scalars.count <= Self.longestWindow else { return .open(form, nil) }
            classifier.screen(form.scalars[...], into: &screening)
            return classifier.isHopeless(screening) ? .hopeless : .open(form, screening)
        }
    }

    /// Sentences in which rules may find something that stands. In the hopeless ones these are few rules, and mostly none
    /// of their literals is there.
    private mutating func searched(_ readings: [Reading], _ text: UnsafeBufferPointer<UInt32>) throws -> [Int] {
        var hopeless: [Int] = []
        for (index, reading) in readings.enumerated() { if case .hopeless = reading { hopeless.append(index) } }
        try findCandidates(in: hopeless, by: scanner.firmIndex, text)
        for (row, index) in hopeless.enumerated() {
            let bits = candidates[row * words..<(row + 1) * words]
            if bits.allSatisfy({ $0 == 0 }) { rows[index] = -1 }
        }
        return readings.indices.filter { index in
            if case .hopeless = readings[index] { return rows[index] >= 0 }
            return true
        }
    }

    private mutating func findCandidates(
        in sentences: [Int], by index: CandidateIndex, _ text: UnsafeBufferPointer<UInt32>
    ) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3)
        var ends: [Int] = []
        ends.reserveCapacity(sentences.count)
        for (row, sentence) in sentences.enumerated() {
            for position in list.sentences[sentence].range { Self.append(text[position], to: &bytes) }
            // A line end parts the sentences: no literal contains one.
            bytes.append(0x0A)
            ends.append(bytes.count)
            rows[sentence] = Int32(row)
        }
        candidates = try index.candidates(in: bytes, ends: ends, words: words)
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
        let row = Int(rows[sentence])
        return row < 0 || candidates[row * words + pattern >> 6] & (1 << UInt64(pattern & 63)) != 0
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

    /// What the rules find in a sentence.
    /// - Parameter onlyFirm: leaves out the rules that the classifier weighs.
    private mutating func hits(
        _ index: Int, _ text: UnsafeBufferPointer<UInt32>, onlyFirm: Bool = false
    ) -> [Hit] {
        let sentence = list.sentences[index]
        let piece = UnsafeBufferPointer(rebasing: text[sentence.range])
        var hits: [Hit] = []
        for word in 0..<words {
            var bits = candidates[Int(rows[index]) * words + word]
            while bits != 0 {
                let pattern = word * 64 + bits.trailingZeroBitCount
                bits &= bits - 1
                for place in scanner.rulesByMatch.range(pattern) {
                    let rule = scanner.rulesByMatch.items[place]
                    guard !onlyFirm || !scanner.weighed[rule],
                        let range = check(rule, pattern, index, sentence, piece, text)
                    else { continue }
                    hits.append(Hit(rule: rule, sentence: index, range: range))
                }
            }
        }
        guard !hits.isEmpty else { return [] }
        for silence in scanner.silences where match(silence, index, piece) != nil { return [] }
        return hits
    }

    /// What is found in a sentence: the rules' hits as the classifier weighs them, and what it finds itself. Rules of
    /// packs that an administrator added stand as they are.
    private mutating func judged(
        _ index: Int, _ reading: Reading, _ classifier: ClauseClassifier?, _ text: UnsafeBufferPointer<UInt32>
    ) -> [Hit] {
        guard case .open(let form, let screening) = reading, let classifier else {
            if case .hopeless = reading { return hits(index, text, onlyFirm: true) }
            return hits(index, text)
        }
        let hits = hits(index, text)
        let sentence = list.sentences[index]
        let piece = UnsafeBufferPointer(rebasing: text[sentence.range])
        let own = sentence.own - sentence.range.lowerBound
        let weighed = hits.filter { scanner.weighed[$0.rule] }
        var kept = hits.filter { !scanner.weighed[$0.rule] }
        let windows = form.windows(ofAtMost: Self.longestWindow)
        // Of a sentence that is too long to be judged as one, the rules know more.
        let whole = windows.count == 1
        for window in windows {
            let range = form.origins[window.lowerBound] + own..<form.origins[window.upperBound] + own
            let inside = weighed.filter { range.contains(max($0.range.lowerBound, own)) }
            if !whole { kept += inside }
            guard whole || inside.isEmpty else { continue }
            let part = form.scalars[window]
            let verdict = classifier.judge(
                screening ?? classifier.screen(part), rules: Set(inside.map { scanner.rules[$0.rule].rule.id }))
            guard verdict.odds > classifier.threshold else { continue }
            let same = inside.filter { scanner.rules[$0.rule].aspect == verdict.aspect }
            if !same.isEmpty {
                kept += same
            } else if verdict.odds > classifier.thresholdAlone,
                !scanner.silences.contains(where: { match($0, index, piece) != nil })
            {
                let evidence = Evidence(classifier.words(part, of: verdict), length: part.count)
                func origins(_ place: Range<Int>) -> Range<Int> {
                    let first = form.origins[window.lowerBound + place.lowerBound] + own
                    return first..<max(form.origins[window.lowerBound + place.upperBound] + own, first + 1)
                }
                kept.append(
                    Hit(
                        rule: scanner.wordRules[verdict.aspect], sentence: index,
                        range: origins(evidence.clause(Array(part))), words: evidence.telling.map(origins)))
            }
        }
        return kept
    }

    /// Shorter ones say too little to be judged by their words.
    private static let shortestSentence = 6
    /// In longer ones the words of one clause are drowned by those of the others.
    private static let longestWindow = 160

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
        let origins = list.text.origins
        return hits.map { hit in
            let rule = scanner.rules[hit.rule]
            let sentence = list.sentences[hit.sentence]
            let base = sentence.range.lowerBound
            let first = origins[max(base + hit.range.lowerBound, sentence.own)]
            let last = origins[base + hit.range.upperBound - 1]
            let from = origins[sentence.own]
            let to = origins[sentence.range.upperBound - 1] + 1
            let words = hit.words.map { word in
                document.slice(origins[base + word.lowerBound]..<origins[base + word.upperBound - 1] + 1)
            }
            return ClauseFinding(
                aspect: scanner.aspects[rule.aspect], rule: rule.rule.id, severity: rule.rule.severity, start: first,
                end: last + 1, page: document.units[sentence.unit].page, sentenceStart: from,
                sentence: document.slice(from..<to), basis: rule.text.basis,
                explanation: words.isEmpty
                    ? rule.text.explanation : scanner.wordExplanation.filled(words, before: rule.text.explanation),
                suggestion: rule.text.suggestion)
        }
    }
}
