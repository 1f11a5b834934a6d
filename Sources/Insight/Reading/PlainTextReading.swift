/// Plain text: the whole text is the file's text (line ends made `\n`), each line a unit, an empty line an empty one.
enum PlainTextReading {
    static func read(_ text: String, limits: ReadingLimits) throws(ReadingRefusal) -> DocumentText {
        let count = text.unicodeScalars.count
        guard count <= limits.scalars else {
            throw ReadingRefusal(
                .tooManyPages, ["pages": String(count / limits.scalarsPerPage + 1), "limit": String(limits.pages)])
        }
        return DocumentText(format: .text, units: units(of: text))
    }

    /// The lines of a text.
    /// - Parameter keepsReturns: leaves the return of `\r\n` at the end of its line, so that every offset is the given
    ///   text's.
    static func units(of text: String, keepsReturns: Bool = false) -> [DocumentUnit] {
        var units: [DocumentUnit] = []
        var trail = HeadingTrail()
        var line = String.UnicodeScalarView()
        var afterReturn = false
        func end() {
            let text = String(line)
            line = String.UnicodeScalarView()
            let trimmed = text.trimmedBlanks
            if let level = HeadingRule.level(trimmed) {
                units.append(DocumentUnit(kind: .heading, text: text, path: trail.enter(trimmed, level: level)))
            } else {
                units.append(DocumentUnit(kind: .paragraph, text: text, path: trail.path))
            }
        }
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                if afterReturn, keepsReturns { line.append("\r") }
                afterReturn = false
                end()
                continue
            }
            if afterReturn { end() }
            afterReturn = scalar == "\r"
            if !afterReturn { line.append(scalar) }
        }
        if afterReturn { end() }
        end()
        return units
    }
}

extension String {
    /// Without blanks, tabs, line ends, ideographic and unbreakable spaces at both ends.
    var trimmedBlanks: String {
        let blank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !blank($0) }), let last = scalars.lastIndex(where: { !blank($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}
