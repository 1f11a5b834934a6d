/// A word with its place, as `pdftotext -bbox-layout` gives it.
struct PDFWord {
    var text: String
    var box: PageBox
}

/// Words that stand side by side without a wide gap.
struct PDFSegment {
    var text: String
    var box: PageBox
    /// The height of its widest word, of a Chinese one if it has any: Latin fonts' heights say less.
    var size: Double
    private var widest: Double
    private var isChinese: Bool

    init(_ word: PDFWord) {
        text = word.text
        box = word.box
        size = word.box.height
        widest = word.box.width
        isChinese = word.text.unicodeScalars.contains { $0.value >= 0x2E80 }
    }

    /// Takes in what stands to the right.
    mutating func append(_ other: PDFSegment, blank: Bool) {
        text += (blank ? " " : "") + other.text
        box = box.union(other.box)
        guard isChinese == other.isChinese ? other.widest > widest : other.isChinese else { return }
        widest = other.widest
        size = other.size
        isChinese = other.isChinese
    }

    var right: Double { box.x + box.width }
    var bottom: Double { box.y + box.height }
    var middle: Double { box.y + box.height / 2 }
}

/// A page's words, grouped in the lines that poppler found.
struct PDFPage {
    var width: Double
    var height: Double
    var lines: [[PDFWord]] = []
}

/// Reads poppler's XHTML line by line as it arrives. It is not parsed as XML because poppler passes on control
/// characters that XML forbids.
struct PDFPageParser {
    private(set) var pages: [PDFPage] = []
    private(set) var scalars = 0
    private var rest: [UInt8] = []

    mutating func take(_ piece: UnsafeRawBufferPointer) {
        var start = piece.startIndex
        while start < piece.endIndex, let end = piece[start...].firstIndex(of: 0x0A) {
            if rest.isEmpty {
                line(UnsafeRawBufferPointer(rebasing: piece[start..<end]))
            } else {
                rest.append(contentsOf: piece[start..<end])
                rest.withUnsafeBytes { line($0) }
                rest.removeAll(keepingCapacity: true)
            }
            start = end + 1
        }
        rest.append(contentsOf: piece[start...])
        // No word is that long; what follows is not what poppler writes.
        if rest.count > 1 << 20 { rest.removeAll() }
    }

    private mutating func line(_ bytes: UnsafeRawBufferPointer) {
        guard let open = bytes.firstIndex(of: 0x3C), open + 2 < bytes.count else { return }
        switch bytes[open + 1] {
        case UInt8(ascii: "w"): word(bytes, from: open)
        case UInt8(ascii: "l"): if !pages.isEmpty { pages[pages.count - 1].lines.append([]) }
        case UInt8(ascii: "p"):
            let numbers = Self.numbers(bytes, from: open, count: 2)
            if numbers.count == 2 { pages.append(PDFPage(width: numbers[0], height: numbers[1])) }
        default: return
        }
    }

    private mutating func word(_ bytes: UnsafeRawBufferPointer, from open: Int) {
        let numbers = Self.numbers(bytes, from: open, count: 4)
        guard numbers.count == 4, let last = pages.indices.last, let line = pages[last].lines.indices.last,
            let start = bytes[open...].firstIndex(of: 0x3E),
            let end = bytes.lastIndex(of: 0x3C), end > start + 1
        else { return }
        let text = Self.text(bytes[(start + 1)..<end])
        guard !text.isEmpty else { return }
        scalars += text.unicodeScalars.count
        let box = PageBox(
            x: numbers[0], y: numbers[1], width: max(0, numbers[2] - numbers[0]),
            height: max(0, numbers[3] - numbers[1]))
        pages[last].lines[line].append(PDFWord(text: text, box: Self.fitted(box, to: text)))
    }

    /// Some fonts say that they reach far above and below their letters, so that lines seem to overlap. Chinese
    /// characters are as high as wide: that much is kept around the middle.
    private static func fitted(_ box: PageBox, to text: String) -> PageBox {
        var widths = 0.0
        var hasChinese = false
        for scalar in text.unicodeScalars {
            widths += scalar.value < 0x2E80 ? 0.5 : 1
            hasChinese = hasChinese || scalar.value >= 0x2E80
        }
        // Digits are half as wide as high, too; letters are not all alike.
        let isNumber = text.unicodeScalars.allSatisfy { ("0"..."9").contains($0) }
        guard hasChinese || isNumber, box.width > 0 else { return box }
        let height = box.width / widths
        guard box.height > (hasChinese ? 1.1 : 1.6) * height else { return box }
        return PageBox(x: box.x, y: box.y + (box.height - height) / 2, width: box.width, height: height)
    }

    /// The values of the first attributes; what is no finite number ends the list.
    private static func numbers(_ bytes: UnsafeRawBufferPointer, from open: Int, count: Int) -> [Double] {
        var result: [Double] = []
        var index = open
        while result.count < count, let quote = bytes[index...].firstIndex(of: 0x22) {
            guard let end = bytes[(quote + 1)...].firstIndex(of: 0x22), end - quote < 40 else { break }
            let text = String(decoding: bytes[(quote + 1)..<end], as: UTF8.self)
            // Beyond any page: kept out of the arithmetic.
            guard let value = Double(text), value.isFinite, abs(value) < 1e6 else { break }
            result.append(value)
            index = end + 1
        }
        return result
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        var plain = String(decoding: bytes, as: UTF8.self)
        if plain.utf8.contains(UInt8(ascii: "&")) {
            for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            {
                plain = plain.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
            }
        }
        let isControl: (Unicode.Scalar) -> Bool = { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
        guard plain.unicodeScalars.contains(where: isControl) else { return plain }
        return String(String.UnicodeScalarView(plain.unicodeScalars.filter { !isControl($0) }))
    }
}

/// Whether text that stood apart is joined with a blank: Latin words are, Chinese is not.
enum TextJoining {
    static func needsBlank(_ before: String, _ after: String) -> Bool {
        guard let left = before.unicodeScalars.last, let right = after.unicodeScalars.first else { return false }
        return isLatin(right) && (isLatin(left) || ",.;:!?)%".unicodeScalars.contains(left))
    }

    static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x250 && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
    }
}
