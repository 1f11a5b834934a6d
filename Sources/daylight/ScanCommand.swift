import ArgumentParser
import Foundation
import Glibc
import Insight

/// `daylight scan`
struct Scan: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif
    }

    /// What the explanations of `--format text` are written in.
    enum Language: String, ExpressibleByArgument, CaseIterable {
        case zh, en
    }

    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find restrictive clauses in tender documents (16 aspects of the fair competition review).",
        discussion: """
            Reads each document and prints what its rules find: aspect, rule, severity, place, sentence, why it is
            a barrier, legal basis and what to write instead. With `-` a plain text (or HTML) is read from standard
            input, in UTF-8, UTF-16 or GB18030 as in a file. Nothing is sent anywhere and nothing is kept. Offsets are
            Unicode scalars of the extracted text.

            Ends with 0 when nothing was found, 1 when something was found that must be put right or a document, or a
            page of it, could not be read, 2 when the command was not understood. Soft findings alone end with 0.

            Examples:
              daylight scan tender.txt
              daylight scan --format json tender.txt > findings.json
              daylight scan - < tender.txt
            """)

    @Argument(help: "Documents; - is standard input.")
    var files: [String]

    @Option(help: "How to answer: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

    @Option(
        help: ArgumentHelp(
            "Language of explanations, basis and suggestions as text: "
                + "\(Language.allCases.map(\.rawValue).joined(separator: ", ")). JSON has both."))
    var language = Language.zh

    @Option(help: "A rule pack (JSON) beside the built-in rules; may be given several times.")
    var pack: [String] = []

    func run() async throws {
        let scanner: ClauseScanner
        do {
            let packs = try pack.map { try RulePack(json: Data(contentsOf: URL(fileURLWithPath: $0))) }
            scanner =
                packs.isEmpty ? try ClauseScanner.builtIn() : try ClauseScanner(packs: [RulePack.builtIn()] + packs)
        } catch {
            // A wrong pack is a command that was not understood: it ends with 2.
            throw ValidationError("\(error)")
        }
        var findings: [FileFinding] = []
        var unread: [Unread] = []
        for file in files {
            do {
                let document = try await Self.document(file).withText()
                let found = try scanner.examine(document).filter { $0.severity != .check }
                findings += found.map { FileFinding(file: file, finding: $0) }
                if !document.pagesWithoutText.isEmpty {
                    unread.append(Unread(file: file, pages: document.pagesWithoutText, why: document.unreadPages))
                }
            } catch {
                unread.append(Unread(file: file, pages: [], why: Self.sentence(error, file)))
            }
        }
        for one in unread { complain("\(one.file): \(one.why)") }
        switch format {
        case .text: findings.forEach { write($0.text(language)) }
        case .json: write(try encode(findings))
        case .sarif: write(try encode(SarifLog(findings, unread, scanner)))
        }
        if !unread.isEmpty || findings.contains(where: { $0.severity == .hard }) { throw ExitCode(1) }
    }

    /// A document, or pages of one, that nothing was looked for in: it must not pass for a clean one.
    struct Unread {
        let file: String
        /// From 1; empty for a whole document.
        let pages: [Int]
        let why: String
    }

    /// Standard input is text; files are told apart by their content, and read in a process with limits.
    private static func document(_ file: String) async throws -> DocumentText {
        guard file == "-" else {
            let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            return try await DocumentReader.read(file: URL(fileURLWithPath: file), executable: program)
        }
        return try DocumentReader.readHere(bytes: standardInput(upTo: ReadingLimits.standard.bytes))
    }

    /// - Throws: ``ReadingRefusal`` at the first byte beyond the limit.
    private static func standardInput(upTo limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(STDIN_FILENO, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw NotReadable(reason: String(cString: strerror(errno))) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= limit else {
                throw ReadingRefusal(.tooLarge, ["bytes": String(bytes.count), "limit": String(limit)])
            }
        }
    }

    private struct NotReadable: Error, CustomStringConvertible {
        let reason: String
        var description: String { "standard input cannot be read (\(reason))" }
    }

    private static func sentence(_ error: any Error, _ file: String) -> String {
        guard let refusal = error as? ReadingRefusal else { return "\(error)" }
        guard file == "-", refusal.code == .unsupported else { return refusal.sentence }
        return "not a text (\(refusal.arguments["kind"] ?? "?")); other documents are read from files"
    }

    private func complain(_ message: String) {
        FileHandle.standardError.write(Data("daylight: \(message)\n".utf8))
    }

    private func write(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    private func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A finding with its file, as `--format json` prints it.
struct FileFinding: Encodable {
    let file: String
    let aspect: String
    let rule: String
    let severity: ClauseSeverity
    let start: Int
    let end: Int
    let page: Int?
    let sentence: String
    /// Where the sentence begins, in Unicode scalars of the whole text.
    let sentenceStart: Int
    let basis: Bilingual
    let explanation: Bilingual
    let suggestion: Bilingual

    init(file: String, finding: ClauseFinding) {
        self.file = file
        aspect = finding.aspect
        rule = finding.rule
        severity = finding.severity
        start = finding.start
        end = finding.end
        page = finding.page
        sentence = finding.sentence
        sentenceStart = finding.sentenceStart
        basis = finding.basis
        explanation = finding.explanation
        suggestion = finding.suggestion
    }

    private enum CodingKeys: String, CodingKey {
        case file, aspect, rule, severity, start, end, page, sentence, basis, explanation, suggestion
        case basisEnglish, explanationEnglish, suggestionEnglish
    }

    /// `page` is null where the format has no pages: the key is always there.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file, forKey: .file)
        try container.encode(aspect, forKey: .aspect)
        try container.encode(rule, forKey: .rule)
        try container.encode(severity, forKey: .severity)
        try container.encode(start, forKey: .start)
        try container.encode(end, forKey: .end)
        try container.encode(page, forKey: .page)
        try container.encode(sentence, forKey: .sentence)
        try container.encode(basis.zh, forKey: .basis)
        try container.encode(basis.en, forKey: .basisEnglish)
        try container.encode(explanation.zh, forKey: .explanation)
        try container.encode(explanation.en, forKey: .explanationEnglish)
        try container.encode(suggestion.zh, forKey: .suggestion)
        try container.encode(suggestion.en, forKey: .suggestionEnglish)
    }

    /// What is marked: the sentence's part from `start` to `end`.
    var marked: String {
        let part = sentence.unicodeScalars.dropFirst(start - sentenceStart).prefix(end - start)
        return String(String.UnicodeScalarView(part))
    }

    /// As `--format text` prints it.
    func text(_ language: Scan.Language) -> String {
        let place = page.map { "\(file):p\($0):\(start)" } ?? "\(file):\(start)"
        let flat = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
        let said = [explanation, basis, suggestion].map { "\n    \(language == .zh ? $0.zh : $0.en)" }.joined()
        return "\(place): \(severity.rawValue) \(aspect) \(rule): \(flat)\(said)"
    }
}
