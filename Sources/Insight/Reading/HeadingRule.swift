/// Tells headings by how Chinese documents number them: 第一章, 第一节, 一、, (一), 1., 1.1.
enum HeadingRule {
    /// The rank of a numbered heading, 1 the highest; nil when the line is none.
    static func level(_ line: String) -> Int? {
        let scalars = Array(line.unicodeScalars.prefix(Self.longest + 1))
        guard scalars.count >= 2, scalars.count <= longest, !isContentsLine(line) else { return nil }
        guard let last = scalars.last, !sentenceEnds.contains(last) else { return nil }
        if let level = chapter(scalars) { return level }
        if let level = enumerated(scalars) { return level }
        return decimal(scalars)
    }

    /// Whether a line begins with a number of its own, so that it cannot be the rest of the line before it.
    static func startsNumbered(_ line: String) -> Bool {
        let scalars = Array(line.unicodeScalars.prefix(16))
        guard let first = scalars.first else { return false }
        if first == "第" {
            guard let end = numeralEnd(scalars, from: 1), end < scalars.count else { return false }
            return "章节条部篇卷编册款".unicodeScalars.contains(scalars[end]) && end > 1
        }
        if "(（".unicodeScalars.contains(first) {
            guard let end = numeralEnd(scalars, from: 1) ?? digitEnd(scalars, from: 1), end < scalars.count else {
                return false
            }
            return ")）".unicodeScalars.contains(scalars[end])
        }
        if ("①"..."⑳").contains(first) || "□■●◆★▲※☐☑√·•".unicodeScalars.contains(first) { return true }
        if let end = numeralEnd(scalars, from: 0), end < scalars.count {
            return "、.．".unicodeScalars.contains(scalars[end])
        }
        guard let end = digitEnd(scalars, from: 0), end < scalars.count, end <= 2 else { return false }
        switch scalars[end] {
        case "、", "．", ")", "）": return true
        case ".":
            // 3.5 in the middle of a sentence is an amount as often as a clause: only 3.5.1 and "3.5 标题" count.
            guard end + 1 < scalars.count else { return true }
            guard let second = digitEnd(scalars, from: end + 1), second < scalars.count else { return true }
            return scalars[second] == "." || scalars[second] == " " || scalars[second] == "\t"
        default: return false
        }
    }

    /// Whether the line stands in a table of contents: leaders or a tab, then a page number.
    static func isContentsLine(_ line: String) -> Bool {
        var scalars = Array(line.unicodeScalars)
        let end = scalars.count
        while let last = scalars.last, ("0"..."9").contains(last) || last == " " { scalars.removeLast() }
        guard scalars.count < end, let last = scalars.last else { return false }
        if last == "\t" { return true }
        let leaders = scalars.reversed().prefix { ".…·．。- ".unicodeScalars.contains($0) }
        return leaders.filter { $0 != " " && $0 != "-" }.count >= 3 || leaders.contains("…")
    }

    private static let longest = 40
    private static let sentenceEnds = Set("。；;,，:：、！!？?".unicodeScalars)
    private static let numerals = Set("一二三四五六七八九十百零〇两0123456789０１２３４５６７８９".unicodeScalars)
    private static let chinese = Set("一二三四五六七八九十百零〇".unicodeScalars)

    private static func chapter(_ scalars: [Unicode.Scalar]) -> Int? {
        guard scalars[0] == "第" else {
            let opening = String(String.UnicodeScalarView(scalars.prefix(2)))
            return ["附件", "附录", "附表"].contains(opening) && scalars.count <= 30 ? 1 : nil
        }
        var end = 1
        while end < scalars.count, numerals.contains(scalars[end]) || scalars[end] == " " { end += 1 }
        guard end > 1, end < scalars.count else { return nil }
        switch scalars[end] {
        case "章", "部", "篇", "卷", "编", "册": return 1
        case "节": return 2
        case "条": return scalars.count <= 20 ? 4 : nil
        default: return nil
        }
    }

    private static func enumerated(_ scalars: [Unicode.Scalar]) -> Int? {
        if let end = numeralEnd(scalars, from: 0), end < scalars.count, "、.．".unicodeScalars.contains(scalars[end]) {
            return 3
        }
        guard "(（".unicodeScalars.contains(scalars[0]), scalars.count <= 25, let end = numeralEnd(scalars, from: 1),
            end < scalars.count, ")）".unicodeScalars.contains(scalars[end])
        else { return nil }
        return 5
    }

    /// 1 招标条件, 1. 招标条件, 1.1 项目概况: short and without any punctuation, for lists look alike.
    private static func decimal(_ scalars: [Unicode.Scalar]) -> Int? {
        guard scalars.count <= 25 else { return nil }
        var position = 0
        var parts = 0
        while let end = digitEnd(scalars, from: position), end - position <= 2 {
            parts += 1
            position = end
            guard position < scalars.count, scalars[position] == "." || scalars[position] == "．" else { break }
            position += 1
        }
        guard parts > 0, position < scalars.count else { return nil }
        let separated = scalars[position] == " " || scalars[position] == "\t" || scalars[position - 1] == "."
        let title = scalars[position...].drop { $0 == " " || $0 == "\t" }
        guard separated || parts > 1, title.count >= 2, let first = title.first, first.value >= 0x3400 else {
            return nil
        }
        let punctuation = "。；;,，:：！!？?%％（(".unicodeScalars
        guard !title.contains(where: { punctuation.contains($0) }) else { return nil }
        // 2.5米 is an amount.
        guard separated || !"米吨元万亿倍厘毫".unicodeScalars.contains(first) else { return nil }
        // 3 项 is an amount; 3.项目概况 is not.
        guard parts > 1 || !title.contains("、") else { return nil }
        guard parts > 1 || scalars[position - 1] == "." || !"年月日天万元个人分项".unicodeScalars.contains(first) else {
            return nil
        }
        return 5 + parts
    }

    private static func numeralEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        var end = start
        while end < scalars.count, chinese.contains(scalars[end]) { end += 1 }
        return end > start ? end : nil
    }

    private static func digitEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        var end = start
        while end < scalars.count, ("0"..."9").contains(scalars[end]) { end += 1 }
        return end > start ? end : nil
    }
}

/// The headings above the place that a reader has reached.
struct HeadingTrail {
    private var open: [(level: Int, text: String)] = []

    var path: [String] { open.map(\.text) }

    /// A heading ends all of its own rank and below. Returns the path above it.
    mutating func enter(_ text: String, level: Int) -> [String] {
        while let last = open.last, last.level >= level { open.removeLast() }
        let above = path
        // A long heading is one that was taken for one; its trail needs no more than its beginning.
        open.append((level, String(text.prefix(60))))
        return above
    }
}
