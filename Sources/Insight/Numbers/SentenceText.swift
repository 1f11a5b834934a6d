/// A sentence's normalised scalars, and where it stands: what the number checks look for words in.
struct SentenceText {
    let sentence: SentenceList.Sentence
    let text: ArraySlice<UInt32>

    init(_ sentence: SentenceList.Sentence, _ list: SentenceList) {
        self.sentence = sentence
        text = list.text.scalars[sentence.range]
    }

    /// Words, parted by blanks, as scalars.
    static func codes(_ words: String) -> [[UInt32]] {
        words.split(separator: " ").map { $0.unicodeScalars.map(\.value) }
    }

    func has(_ words: [[UInt32]], in range: Range<Int>? = nil) -> Bool {
        Self.has(range.map { text[$0.clamped(to: text.startIndex..<text.endIndex)] } ?? text, words)
    }

    static func has(_ text: ArraySlice<UInt32>, _ words: [[UInt32]]) -> Bool {
        for position in text.indices {
            for word in words where text[position] == word[0] && text[position...].starts(with: word) { return true }
        }
        return false
    }

    /// Where a part of this sentence stands in the document.
    func place(_ range: Range<Int>, _ list: SentenceList) -> FigurePlace {
        FigurePlace(
            start: list.text.origins[range.lowerBound], end: list.text.origins[range.upperBound - 1] + 1,
            sentence: list.text.origins[sentence.own]..<list.text.origins[sentence.range.upperBound - 1] + 1,
            unit: sentence.unit)
    }
}

/// A figure's place in the document, in Unicode scalars.
struct FigurePlace {
    let start: Int
    let end: Int
    let sentence: Range<Int>
    let unit: Int
}
