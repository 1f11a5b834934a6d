/// Documents for measurements and fuzzing, made from a seed: the same seed, the same document.
public struct ScanDocuments {
    private var state: UInt64

    public init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

    /// SplitMix64.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    /// Sentences of a pack: its examples and counterexamples.
    public static func sentences(of pack: RulePack) -> [String] {
        pack.aspects.flatMap { aspect in
            aspect.counterexamples + aspect.rules.flatMap { $0.examples + $0.counterexamples }
        }
    }

    /// A document that mutates sentences: cut, joined, doubled, with odd characters, blanks and line breaks.
    public mutating func mutated(_ sentences: [String]) -> DocumentText {
        let odd: [Unicode.Scalar] = [
            "\u{3000}", "\n", "\r", "\t", "\u{200B}", "；", "。", "，", "|", "\u{FEFF}", "\u{1F600}", "\u{20000}", "Ａ",
            "１", "％", "(", ")", "万", "元", "×", "\0", "\u{301}", "？", "答",
        ]
        var units: [DocumentUnit] = []
        for index in 0..<1 + below(40) {
            var scalars = Array(sentences[below(sentences.count)].unicodeScalars)
            for _ in 0..<below(6) {
                let place = below(scalars.count + 1)
                switch below(5) {
                case 0: scalars.insert(odd[below(odd.count)], at: place)
                case 1: scalars.removeSubrange(place..<min(place + below(4), scalars.count))
                case 2: scalars += sentences[below(sentences.count)].unicodeScalars
                case 3: scalars.insert(contentsOf: scalars[..<min(place, 30)], at: place)
                default: scalars.insert(odd[below(odd.count)], at: scalars.count)
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            let isCell = below(3) == 0
            units.append(
                DocumentUnit(
                    kind: isCell ? .cell : below(8) == 0 ? .heading : .paragraph, text: String(text),
                    page: below(2) == 0 ? index + 1 : nil,
                    place: isCell ? CellPlace(table: 1, row: 1 + index / 3, column: 1 + index % 3) : nil))
        }
        return DocumentText(format: .text, units: units)
    }

    /// What is wrong with findings of a document: places outside the text, a sentence that is not the text's slice.
    public static func faults(_ findings: [ClauseFinding], in document: DocumentText) -> [String] {
        let scalars = Array(document.text.unicodeScalars)
        return findings.compactMap { finding in
            let end = finding.sentenceStart + finding.sentence.unicodeScalars.count
            guard finding.start >= 0, finding.start < finding.end, finding.end <= scalars.count else {
                return "\(finding.rule): \(finding.start)..<\(finding.end) is outside the text"
            }
            guard finding.sentenceStart <= finding.start, finding.end <= end, end <= scalars.count else {
                return "\(finding.rule): the mark is outside its sentence"
            }
            guard finding.sentence.unicodeScalars.elementsEqual(scalars[finding.sentenceStart..<end]) else {
                return "\(finding.rule): the sentence is not the text's"
            }
            return nil
        }
    }
}
