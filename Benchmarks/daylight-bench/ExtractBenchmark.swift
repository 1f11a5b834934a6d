import ArgumentParser
import Foundation
import Insight
import Trading

/// Reads a long PDF as gate one does, in a process of its own; prints the time.
struct ExtractBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract", abstract: "Read a PDF of many pages into headings, paragraphs and cells.")

    @Option(help: "Text files that the document is put together from, in turn.") var text: [String]
    @Option(help: "The `daylight` program, which reads.") var program: String
    @Option(help: "Characters of the document.") var size = 200_000
    @Option(help: "How often.") var rounds = 5
    @Option(help: "Writes the PDF there.") var export: String

    func run() async throws {
        let lines = try text.flatMap { try String(contentsOfFile: $0, encoding: .utf8).components(separatedBy: "\n") }
        var parts: [DocumentDraft.Part] = []
        var length = 0
        while length < size, !lines.isEmpty {
            let line = lines[parts.count % lines.count]
            parts.append(.paragraph(line))
            length += line.unicodeScalars.count + 1
        }
        let file = URL(fileURLWithPath: export)
        try Data(PDFWriter.write(DocumentDraft(name: "招标文件", parts: parts))).write(to: file)
        let clock = ContinuousClock()
        var times: [Duration] = []
        var read: DocumentText?
        for _ in 0..<rounds {
            let start = clock.now
            read = try await DocumentReader.read(file: file, executable: URL(fileURLWithPath: program))
            times.append(clock.now - start)
        }
        let median = times.sorted()[times.count / 2].seconds
        let characters = read?.text.unicodeScalars.count ?? 0
        print("pages \(read?.pages ?? 0) characters \(characters) units \(read?.units.count ?? 0)")
        print("read median \(median) s best \(times.min()?.seconds ?? "") s")
    }
}
