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

    /// A qualification with its grade right behind it (建筑工程施工总承包一级), where the sentence names no other grade
    /// beside it (一级或者二级) and does not deny it.
    func grade(_ names: [[UInt32]], _ grades: [[UInt32]]) -> Range<Int>? {
        guard !has(Self.denials) else { return nil }
        // What a row's labels say is said where they stand.
        for start in max(text.startIndex, sentence.own)..<text.endIndex {
            guard let name = names.first(where: { text[start] == $0[0] && text[start...].starts(with: $0) }) else {
                continue
            }
            var position = start + name.count
            // 企业, 资质, a bracket, a blank may stand between.
            while position < text.endIndex, Self.between.contains(text[position]), position - start - name.count < 6 {
                position += 1
            }
            guard let grade = grades.first(where: { text[position...].starts(with: $0) }) else { continue }
            let end = position + grade.count
            if !has(Self.otherGrades, in: end..<min(end + 12, text.endIndex)) { return start..<end }
        }
        return nil
    }

    private static let denials = codes("不得 不要求 不作 取消 无需 不限")
    private static let otherGrades = codes("二级 三级 贰级 叁级 2级 3级")
    private static let between = Set("企业资质（(【[ ".unicodeScalars.map(\.value))

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
