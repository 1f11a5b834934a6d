/// Measures text and breaks it into lines as Chinese typesetting asks: no closing mark begins a line, no opening mark
/// ends one (避头尾, W3C CLREQ 3.1.2), Latin words and numbers stay whole, and a closing mark at the end of a line
/// takes half its width.
struct LineBreaker {
    /// Points.
    let size: Double
    let bold: Bool

    struct Line: Equatable {
        let text: String
        /// Points, with a closing mark at its end counted as half.
        let width: Double
        /// Whether the text goes on in the next line, so that this one may be stretched to the full width.
        let continues: Bool
    }

    /// Marks that may not begin a line.
    static let closing = Set("，。、；：？！）》〉」』】〕”’…—～·％‰℃,.;:?!)]}%")
    /// Marks that may not end a line.
    static let opening = Set("（《〈「『【〔“‘([{￥$№")
    /// Full-width marks whose right half is blank.
    private static let halfBlank = Set("，。、；：？！）》〉」』】〕")

    func width(_ text: some Sequence<Character>) -> Double {
        text.reduce(0) { $0 + LatinMetrics.width($1, bold: bold) } * size / 1000
    }

    /// - Parameters:
    ///   - width: of a line, points.
    ///   - indent: of the first line, points.
    func lines(_ text: String, width: Double, indent: Double = 0) -> [Line] {
        var lines: [Line] = []
        var line: [Character] = []
        var used = indent
        func close(continues: Bool) {
            while line.last == " " { line.removeLast() }
            lines.append(Line(text: String(line), width: endWidth(line), continues: continues))
            line = []
            used = 0
        }
        for unit in Self.units(text) {
            if used + endWidth(unit) > width, !line.isEmpty { close(continues: true) }
            if unit == [" "], line.isEmpty, !lines.isEmpty { continue }
            if used + endWidth(unit) <= width {
                line += unit
                used += self.width(unit)
                continue
            }
            // A word longer than a line, such as a digest, is the only thing that is cut.
            for character in unit {
                let wide = self.width([character])
                if used + wide > width, !line.isEmpty, !Self.closing.contains(character) { close(continues: true) }
                line.append(character)
                used += wide
            }
        }
        if !line.isEmpty || lines.isEmpty { close(continues: false) }
        return lines
    }

    private func endWidth(_ text: [Character]) -> Double {
        let full = width(text)
        guard let last = text.last, Self.halfBlank.contains(last) else { return full }
        return full - size / 2
    }

    /// Runs of characters between which a line may break.
    static func units(_ text: String) -> [[Character]] {
        var units: [[Character]] = []
        for character in text {
            if let last = units.last?.last, !mayBreak(between: last, and: character) {
                units[units.count - 1].append(character)
            } else {
                units.append([character])
            }
        }
        return units
    }

    private static func mayBreak(between left: Character, and right: Character) -> Bool {
        if opening.contains(left) || closing.contains(right) { return false }
        if left == " " || right == " " { return true }
        return !(left.isASCII && right.isASCII)
    }
}

/// Widths of the standard fonts Times-Roman and Times-Bold (Adobe Core 14 AFM), thousandths of the size; everything
/// outside ASCII is a full-width Chinese character.
enum LatinMetrics {
    static func width(_ character: Character, bold: Bool) -> Double {
        guard let ascii = character.asciiValue, ascii >= 32, ascii < 127 else { return 1000 }
        return Double((bold ? self.bold : regular)[Int(ascii) - 32])
    }

    static func isLatin(_ character: Character) -> Bool {
        guard let ascii = character.asciiValue else { return false }
        return ascii >= 32 && ascii < 127
    }

    // From space to tilde.
    private static let regular: [Int] = [
        250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
        500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722,
        611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444,
        500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722,
        500, 500, 444, 480, 200, 480, 541,
    ]
    private static let bold: [Int] = [
        250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500,
        500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778,
        667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500,
        556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722,
        500, 500, 444, 394, 220, 394, 520,
    ]
}
