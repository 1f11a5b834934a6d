/// The paragraph styles of a Word document, as far as they tell what a paragraph is: `word/styles.xml`.
final class WordStyles: MarkupHandler {
    /// A reference to a list level, as paragraphs and styles make it.
    struct Numbering: Hashable {
        var list: String?
        var level: Int?
    }

    private struct Style {
        var parent: String?
        var name = ""
        /// 0 for the highest; 9 is body text.
        var outline: Int?
        var numbering: Numbering?
        var breakBefore: Bool?
    }

    private var styles: [String: Style] = [:]
    private var standard: String?
    private var current: String?

    func start(_ element: MarkupElement) {
        guard element.vocabulary == .word else { return }
        switch element.name {
        case "style":
            guard let id = element["styleId"], element["type"] != "character" else { return }
            current = id
            styles[id] = Style()
            if element["type"] == "paragraph", ["1", "true", "on"].contains(element["default"]) { standard = id }
        case "name": edit { $0.name = (element["val"] ?? "").lowercased() }
        case "basedOn": edit { $0.parent = element["val"] }
        case "outlineLvl": edit { $0.outline = element["val"].flatMap { Int($0) } }
        case "numPr": edit { $0.numbering = Numbering() }
        case "ilvl": edit { $0.numbering?.level = element["val"].flatMap { Int($0) } }
        case "pageBreakBefore": edit { $0.breakBefore = element["val"] != "0" && element["val"] != "false" }
        case "numId": edit { $0.numbering?.list = element["val"] }
        default: break
        }
    }

    func end(_ name: String, _ vocabulary: Vocabulary) {
        if name == "style", vocabulary == .word { current = nil }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    private func edit(_ change: (inout Style) -> Void) {
        guard let current, var style = styles[current] else { return }
        change(&style)
        styles[current] = style
    }

    /// The outline level (0 the highest) that a style gives its paragraphs; nil for body text.
    func outline(_ id: String?) -> Int? {
        for style in chain(id) {
            if let outline = style.outline { return outline < 9 ? outline : nil }
            if let level = Self.headingLevel(style.name) { return level }
        }
        return nil
    }

    /// Whether the style is one of a table of contents.
    func isContents(_ id: String?) -> Bool {
        chain(id).contains { style in
            ["toc ", "目录 "].contains { style.name.hasPrefix($0) }
                || ["contents", "table of figures"].contains(style.name)
        }
    }

    /// Whether the style begins a new page.
    func breaksBefore(_ id: String?) -> Bool { chain(id).lazy.compactMap(\.breakBefore).first ?? false }

    /// The list that a style puts its paragraphs in. A style's own level is its place among the list's styles; where
    /// it is not written, it is the first.
    func numbering(_ id: String?) -> Numbering? {
        for style in chain(id) {
            if let numbering = style.numbering { return numbering }
        }
        return nil
    }

    private static func headingLevel(_ name: String) -> Int? {
        for prefix in ["heading ", "标题 "] where name.hasPrefix(prefix) {
            if let level = Int(name.dropFirst(prefix.count)), (1...9).contains(level) { return level - 1 }
        }
        return nil
    }

    /// The style and those that it is based on; a circle ends where it closes.
    private func chain(_ id: String?) -> [Style] {
        var result: [Style] = []
        var next = id ?? standard
        while let id = next, let style = styles[id], result.count < 20 {
            result.append(style)
            next = style.parent
        }
        return result
    }
}
