import ArgumentParser
import Foundation
import Insight

/// `daylight read`
struct Read: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read a document (PDF, DOCX, HTML, plain text) as text with places.",
        discussion: """
            Prints the document's text, or as JSON its headings, paragraphs and table cells, each with its page, \
            the headings above it, its place in its table, its offset in the text (in Unicode scalars) and, for PDF, \
            the boxes of its lines. The file's kind is told by its content. Nothing is sent anywhere.

            The process bounds itself in memory and time: a file made to do harm ends it and nothing else.

            Example:
              daylight read tender.pdf --format json
            """)

    @Argument(help: "The document.")
    var file: String

    @Option(help: "How to answer: text or json.")
    var format = OutputFormat.text

    @Option(help: "In place of the text, a picture of this page of a PDF (PNG).")
    var picture: Int?

    @Option(help: "Refuse larger files, in bytes.")
    var maxBytes = ReadingLimits.standard.bytes

    @Option(help: "Refuse documents of more pages.")
    var maxPages = ReadingLimits.standard.pages

    @Option(help: "Address space of the process, in bytes.")
    var maxMemory = ReadingLimits.standard.memory

    @Option(help: "Time to read in, in seconds.")
    var maxSeconds = ReadingLimits.standard.seconds

    func validate() throws {
        for value in [maxBytes, maxPages, maxMemory, maxSeconds, picture ?? 1] where !(1...1 << 40).contains(value) {
            throw ValidationError("a limit is a number from 1 to 2⁴⁰")
        }
    }

    func run() throws {
        let limits = ReadingLimits(
            bytes: maxBytes, pages: min(maxPages, 1_000_000), memory: maxMemory, seconds: min(maxSeconds, 86_400))
        ReadingProcess.confine(limits)
        do {
            let location = URL(fileURLWithPath: file)
            if let picture {
                return try DocumentReader.pictureHere(file: location, page: picture, limits: limits) { piece in
                    FileHandle.standardOutput.write(Data(piece))
                    return true
                }
            }
            let document = try DocumentReader.readHere(file: location, limits: limits)
            print(document)
        } catch let refusal as ReadingRefusal {
            let message = "\(file): \(refusal.sentence)"
            switch format {
            case .text: FileHandle.standardError.write(Data("daylight: \(message)\n".utf8))
            case .json: write(ReadingProcess.RefusalAnswer(refusal, message: message))
            }
            throw ExitCode(1)
        } catch ReadingFault.programMissing(let program) {
            throw Failure("programMissing", "\(program) is not installed (Debian: poppler-utils)", format: format)
        }
    }

    private func print(_ document: DocumentText) {
        guard format == .text else { return write(document) }
        FileHandle.standardOutput.write(Data((document.text + "\n").utf8))
        if !document.pagesWithoutText.isEmpty {
            FileHandle.standardError.write(Data("daylight: \(file): \(document.unreadPages)\n".utf8))
        }
    }

    private func write(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // All numbers are finite and all texts are Unicode: encoding cannot fail.
        let data = (try? encoder.encode(value)) ?? Data()
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}

extension DocumentText {
    /// Which pages were not read, for people at a terminal.
    var unreadPages: String {
        "pages without text, not read: " + pagesWithoutText.map(String.init).joined(separator: ", ")
    }
}

extension ReadingRefusal {
    /// For people at a terminal; pages take the sentence of their catalogue.
    var sentence: String {
        func argument(_ name: String) -> String { arguments[name] ?? "?" }
        switch code {
        case .tooLarge:
            return arguments["member"].map { "\($0) inside it unpacks to more than is allowed" }
                ?? "larger than \(argument("limit")) bytes"
        case .tooManyPages: return "more than \(argument("limit")) pages"
        case .scanned:
            return arguments["reason"] == "glyphs"
                ? "its letters have no meaning in Unicode; only their shapes are known"
                : "a scan without text; it would have to be recognised first"
        case .empty: return "there is no text in it; nothing was read"
        case .encrypted: return "protected by a password"
        case .broken:
            switch argument("reason") {
            case "missing": return "no such file"
            case "denied": return "may not be read (permission denied)"
            case "directory": return "a directory, not a file"
            case "pipe": return "a named pipe, not a file; - reads standard input"
            case "device", "socket": return "a \(argument("reason")), not a file"
            default: return "damaged (\(argument("reason")))"
            }
        case .unsupported: return "not a kind of file that is read (\(argument("kind")))"
        case .tookTooLong: return "not read within \(argument("seconds")) seconds"
        case .tooMuchMemory: return "needs more memory than is allowed"
        }
    }
}
