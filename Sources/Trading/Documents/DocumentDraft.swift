/// A document as text, before it becomes a file: what a tender document, a record or a cover sheet says.
///
/// ```swift
/// let record = DocumentDraft(name: "开标记录", parts: [.title("开标记录"), .paragraph("开标时间:……")])
/// let pdf = PDFWriter.write(record)
/// ```
public struct DocumentDraft: Hashable, Sendable {
    /// One block of the document, from top to bottom.
    public enum Part: Hashable, Sendable {
        /// A cover page of its own, without header and page number.
        case cover(Cover)
        /// 目录: the chapters with their pages, on a page of its own.
        case contents
        /// The document's title, centred; for documents without a cover.
        case title(String)
        /// A chapter begins on a new page and stands in the contents.
        case chapter(String)
        /// A heading inside a chapter or a record; level 1 or 2.
        case heading(String, level: Int = 1)
        /// A numbered clause, such as `3.4.1`.
        case clause(number: String, text: String)
        case paragraph(String)
        /// A line that is not indented: salutations and blanks of a form.
        case line(String)
        /// Rows of cells; the first row is the head and is repeated on every page.
        /// - Parameter widths: the columns' shares of the width; equal when empty.
        case table([[String]], widths: [Int] = [])
        /// Lines for seals, signatures and dates, in the right half of the page.
        case signatures([String])
        case pageBreak
    }

    /// What stands on a cover.
    public struct Cover: Hashable, Sendable {
        /// Above the kind, such as the project's name; one entry a line.
        public let subjects: [String]
        /// What the document is: `招标文件`.
        public let kind: String
        /// Under the kind, such as a number.
        public let number: String
        /// Labelled lines at the foot: `招标人:……`.
        public let lines: [String]

        public init(subjects: [String], kind: String, number: String = "", lines: [String] = []) {
            self.subjects = subjects
            self.kind = kind
            self.number = number
            self.lines = lines
        }
    }

    /// Title of the file and its running header.
    public let name: String
    public let parts: [Part]

    public init(name: String, parts: [Part]) {
        self.name = name
        self.parts = parts
    }

    /// Names of the chapters, in order.
    public var chapters: [String] {
        parts.compactMap { if case .chapter(let name) = $0 { name } else { nil } }
    }

    /// Everything the document says, one block a line and one table row a line with its cells between tabs.
    public var plainText: String {
        parts.flatMap(\.plainLines).joined(separator: "\n")
    }
}

extension DocumentDraft.Part {
    fileprivate var plainLines: [String] {
        switch self {
        case .cover(let cover): (cover.subjects + [cover.kind, cover.number] + cover.lines).filter { !$0.isEmpty }
        case .contents, .pageBreak: []
        case .title(let text), .chapter(let text), .heading(let text, _), .paragraph(let text), .line(let text): [text]
        case .clause(let number, let text): [number + " " + text]
        case .table(let rows, _): rows.map { $0.joined(separator: "\t") }
        case .signatures(let lines): lines
        }
    }
}

extension DocumentDraft {
    /// Reads clauses from lines, so that long texts stand in code as they stand on paper: `# ` a chapter, `## ` and
    /// `### ` headings, `> ` a line without indent, a leading number such as `3.4.1` a clause, `---` a page break,
    /// else a paragraph.
    static func parts(_ text: String) -> [Part] {
        text.split(separator: "\n").map { line in
            if line.hasPrefix("# ") { return .chapter(String(line.dropFirst(2))) }
            if line.hasPrefix("## ") { return .heading(String(line.dropFirst(3))) }
            if line.hasPrefix("### ") { return .heading(String(line.dropFirst(4)), level: 2) }
            if line.hasPrefix("> ") { return .line(String(line.dropFirst(2))) }
            if line == "---" { return .pageBreak }
            let number = line.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let rest = line.dropFirst(number.count)
            if number.contains("."), rest.first == " " {
                return .clause(number: String(number), text: String(rest.dropFirst()))
            }
            return .paragraph(String(line))
        }
    }
}
