/// The numbers that Word prints before paragraphs but does not store in them: `word/numbering.xml`, ECMA-376 17.9.
final class WordNumbering: MarkupHandler {
    struct Level {
        var start = 1
        var format = "decimal"
        var text = ""
        var legal = false
    }

    private var abstracts: [String: [Int: Level]] = [:]
    private var lists: [String: (abstract: String, overrides: [Int: Int])] = [:]
    private var abstract: String?
    private var list: String?
    private var level: Int?
    /// The counters of each list; lists without restarts of their own share those of their abstract list.
    private var counters: [String: [Int: Int]] = [:]

    func start(_ element: MarkupElement) {
        guard element.vocabulary == .word else { return }
        let value = element["val"]
        switch element.name {
        case "abstractNum":
            abstract = element["abstractNumId"]
            if let abstract { abstracts[abstract] = [:] }
        case "lvl":
            level = element["ilvl"].flatMap { Int($0) }
            edit { _ in }
        case "start": if let value, let number = Int(value) { edit { $0.start = number } }
        case "numFmt": if let value { edit { $0.format = value } }
        case "lvlText": if let value { edit { $0.text = value } }
        case "isLgl": edit { $0.legal = value != "0" && value != "false" }
        case "num":
            list = element["numId"]
            if let list { lists[list] = ("", [:]) }
        case "abstractNumId": if let list, let value { lists[list]?.abstract = value }
        case "lvlOverride": level = element["ilvl"].flatMap { Int($0) }
        case "startOverride":
            if let list, let level, let value, let number = Int(value) { lists[list]?.overrides[level] = number }
        default: break
        }
    }

    func end(_ name: String, _ vocabulary: Vocabulary) {
        guard vocabulary == .word else { return }
        switch name {
        case "abstractNum": abstract = nil
        case "num": list = nil
        case "lvl", "lvlOverride": level = nil
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    private func edit(_ change: (inout Level) -> Void) {
        // A list's own level definitions (inside lvlOverride) are rare; their start is honoured, their form is not.
        guard let abstract, list == nil, let level else { return }
        var edited = abstracts[abstract]?[level] ?? Level()
        change(&edited)
        abstracts[abstract]?[level] = edited
    }

    /// The next number of a list's level as it is printed, or nil for bullets and unknown lists. Counts on.
    func next(_ numbering: WordStyles.Numbering) -> String? {
        guard let id = numbering.list, let list = lists[id], let levels = abstracts[list.abstract] else { return nil }
        let level = min(max(numbering.level ?? 0, 0), 8)
        guard let definition = levels[level] else { return nil }
        let key = list.overrides.isEmpty ? "abstract \(list.abstract)" : "list \(id)"
        var counts = counters[key] ?? [:]
        let start: (Int) -> Int = { list.overrides[$0] ?? levels[$0]?.start ?? 1 }
        counts[level] = counts[level].map { $0 &+ 1 } ?? start(level)
        for deeper in (level + 1)..<10 { counts[deeper] = nil }
        for higher in 0..<level where counts[higher] == nil { counts[higher] = start(higher) }
        counters[key] = counts
        guard definition.format != "bullet", definition.format != "none" else { return nil }
        var label = ""
        var scalars = definition.text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "%" else {
                label.unicodeScalars.append(scalar)
                continue
            }
            guard let digit = scalars.next(), ("1"..."9").contains(digit) else { continue }
            let referred = Int(digit.value) - 0x31
            let format = definition.legal ? "decimal" : levels[referred]?.format ?? "decimal"
            label += Self.number(counts[referred] ?? start(referred), format)
        }
        return label.isEmpty ? nil : label
    }

    /// A number in a format of ECMA-376 17.18.59; formats that are not known are printed in digits.
    static func number(_ value: Int, _ format: String) -> String {
        switch format {
        case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital",
            "taiwaneseCountingThousand", "taiwaneseCounting":
            return chinese(value)
        case "upperLetter": return letters(value, first: 0x41)
        case "lowerLetter": return letters(value, first: 0x61)
        case "upperRoman": return roman(value)
        case "lowerRoman": return roman(value).lowercased()
        case "decimalZero": return value < 10 ? "0\(value)" : String(value)
        case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
            guard (1...20).contains(value), let scalar = Unicode.Scalar(0x245F + value) else { return String(value) }
            return String(Character(scalar))
        case "decimalFullWidth":
            return String(
                String.UnicodeScalarView(
                    String(value).unicodeScalars.compactMap { digit in
                        ("0"..."9").contains(digit) ? Unicode.Scalar(digit.value + 0xFEE0) : digit
                    }))
        default: return String(value)
        }
    }

    private static func chinese(_ value: Int) -> String {
        guard (0..<10_000).contains(value) else { return String(value) }
        let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        if value < 10 { return digits[value] }
        var result = ""
        var zero = false
        for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = value / unit % 10
            if digit == 0 {
                zero = !result.isEmpty
                continue
            }
            if zero { result += "零" }
            zero = false
            // 十五, not 一十五.
            result += (unit == 10 && digit == 1 && result.isEmpty ? "" : digits[digit]) + name
        }
        return result
    }

    private static func letters(_ value: Int, first: UInt8) -> String {
        guard (1...780).contains(value) else { return String(value) }
        // Word repeats the letter: z, aa, bb.
        let letter = Character(Unicode.Scalar(first + UInt8((value - 1) % 26)))
        return String(repeating: letter, count: (value - 1) / 26 + 1)
    }

    private static func roman(_ value: Int) -> String {
        guard (1..<4_000).contains(value) else { return String(value) }
        let signs = [
            (1_000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
            (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
        ]
        var rest = value
        var result = ""
        for (amount, sign) in signs {
            while rest >= amount {
                result += sign
                rest -= amount
            }
        }
        return result
    }
}
