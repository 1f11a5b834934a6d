import ArgumentParser
import Foundation

/// The one executable. Exit status: 0 success, 1 refused or invalid, 2 usage.
@main
struct Daylight: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daylight",
        abstract: "Public-resource trading that anyone can verify.",
        discussion: """
            Every act is an entry in a public ledger; nobody, the operator included, can open a bid early.

            Example:
              daylight demo --data var/demo && daylight serve --data var/demo
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, DemoCommand.self, Export.self, Verify.self, Seal.self, Open.self, DoCommand.self, Read.self,
            Scan.self, TermCommand.self, CalendarCommand.self, CodeCommand.self, Admin.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            failure.report()
            Foundation.exit(1)
        } catch {
            let code = exitCode(for: error)
            // The parser speaks for itself; help and version are no failures.
            let text = fullMessage(for: error)
            if !text.isEmpty {
                let handle = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
                handle.write(Data((text + "\n").utf8))
            }
            Foundation.exit(code.isSuccess ? 0 : code == .validationFailure ? 2 : 1)
        }
    }
}

/// How a command answers: sentences for people, or one JSON object for machines.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The installation's folder.", valueName: "folder"))
    var data = "var/demo"

    @Option(help: "How to answer: text or json.")
    var format = OutputFormat.text

    var folder: URL { URL(fileURLWithPath: data) }
}

/// A command came to nothing, for a reason that somebody can mend.
struct Failure: Error {
    let code: String
    let message: String
    let format: OutputFormat

    init(_ code: String, _ message: String, format: OutputFormat = .text) {
        self.code = code
        self.message = message
        self.format = format
    }

    func report() {
        switch format {
        case .text: FileHandle.standardError.write(Data("daylight: \(message)\n".utf8))
        case .json: Answer.print(["ok": .flag(false), "code": .text(code), "message": .text(message)])
        }
    }
}

/// A machine-readable answer.
enum Answer: Encodable {
    case text(String)
    case number(Int64)
    case flag(Bool)

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        }
    }

    static func print(_ values: [String: Answer]) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding a flat dictionary of text, numbers and flags cannot fail.
        let data = (try? encoder.encode(values)) ?? Data()
        FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
}
