import ArgumentParser
import Foundation
import Insight

/// `daylight scan`
struct Scan: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif
    }

    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find restrictive clauses in tender documents (16 aspects of the fair competition review).",
        discussion: """
            Reads each document and prints what its rules find: aspect, rule, severity, place, sentence, why it is
            a barrier, legal basis and what to write instead. With `-` a plain text is read from standard input. Nothing is sent anywhere and nothing
            is kept. Offsets are Unicode scalars of the extracted text.

            Ends with 0 when nothing was found, 1 when something was found that must be put right or a document could
            not be read, 2 when the command was not understood. Soft findings alone end with 0.

            Examples:
              daylight scan tender.txt
              daylight scan --format json tender.txt > findings.json
              daylight scan - < tender.txt
            """)

    @Argument(help: "Documents; - is standard input.")
    var files: [String]

    @Option(help: "How to answer: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = Format.text

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
        var failed = false
        for file in files {
            do {
                let document = try await Self.document(file).withText()
                let found = try scanner.examine(document).filter { $0.severity != .check }
                findings += found.map { FileFinding(file: file, finding: $0) }
            } catch {
                complain("\(file): \((error as? ReadingRefusal)?.sentence ?? "\(error)")")
                failed = true
            }
        }
        switch format {
        case .text: findings.forEach { write($0.text) }
        case .json: write(try encode(findings))
        case .sarif: write(try encode(SarifLog(findings, scanner)))
        }
        if failed || findings.contains(where: { $0.severity == .hard }) { throw ExitCode(1) }
    }

    /// Standard input is plain text; files are told apart by their content, and read in a process with limits.
    private static func document(_ file: String) async throws -> DocumentText {
        guard file == "-" else {
            let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            return try await DocumentReader.read(file: URL(fileURLWithPath: file), executable: program)
        }
        guard let text = String(data: FileHandle.standardInput.readDataToEndOfFile(), encoding: .utf8) else {
            throw NotText()
        }
        return DocumentText(plain: text)
    }

    private struct NotText: Error, CustomStringConvertible {
        let description = "not plain text in UTF-8"
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
    let basis: String
    let explanation: String
    let suggestion: String

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
        basis = finding.basis.zh
        explanation = finding.explanation.zh
        suggestion = finding.suggestion.zh
    }

    private enum CodingKeys: String, CodingKey {
        case file, aspect, rule, severity, start, end, page, sentence, basis, explanation, suggestion
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
        try container.encode(basis, forKey: .basis)
        try container.encode(explanation, forKey: .explanation)
        try container.encode(suggestion, forKey: .suggestion)
    }

    /// What is marked: the sentence's part from `start` to `end`.
    var marked: String {
        let part = sentence.unicodeScalars.dropFirst(start - sentenceStart).prefix(end - start)
        return String(String.UnicodeScalarView(part))
    }

    /// As `--format text` prints it.
    var text: String {
        let place = page.map { "\(file):p\($0):\(start)" } ?? "\(file):\(start)"
        let flat = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
        let said = [explanation, basis, suggestion].map { "\n    \($0)" }.joined()
        return "\(place): \(severity.rawValue) \(aspect) \(rule): \(flat)\(said)"
    }
}
