import ArgumentParser
import Desk
import Foundation
import Site
import Statute
import Trading

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `daylight do`: every command of the desk, by the JSON API of a server.
struct DoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "do",
        abstract: "Do a command of the desk on a server: any act that a page can leave.",
        discussion: """
            Flags follow from the same description as the page's form. Without a command, all are listed; with --help
            after one, its flags. The server is --server or DAYLIGHT_SERVER, the API token DAYLIGHT_TOKEN (made on the
            account page). Files are uploaded first; --key KEY makes a repeated call leave one act.

            Examples:
              daylight do
              daylight do section publishNotice --help
              daylight do section answerObjection 2026-000003 --number 1 --upheld true --answer 已更正
            """)

    @Option(help: ArgumentHelp("The site's address.", valueName: "url"))
    var server = ProcessInfo.processInfo.environment["DAYLIGHT_SERVER"] ?? "http://127.0.0.1:8080"

    @Option(help: ArgumentHelp("Idempotency key.", valueName: "key"))
    var key: String?

    @Option(help: "How to answer: text or json.")
    var format = OutputFormat.text

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("Kind and name of the command, the docket's number, flags.", valueName: "command"))
    var words: [String] = []

    func run() async throws {
        let commands = Trading.kinds.flatMap(\.commands)
        guard words.count >= 2 else { return list(commands.filter { words.isEmpty || $0.kind == words[0] }) }
        guard let command = commands.first(where: { $0.kind == words[0] && $0.name == words[1] }) else {
            throw ValidationError("there is no command \(words[0]) \(words[1]); 'daylight do' lists them")
        }
        var rest = Array(words.dropFirst(2))
        if rest.contains("--help") || rest.contains("-h") { return try explain(command) }
        var docket: String?
        if !command.opens {
            guard let first = rest.first, !first.hasPrefix("--") else {
                throw ValidationError("say the docket's number: daylight do \(command.kind) \(command.name) NUMBER …")
            }
            docket = first
            rest.removeFirst()
        }
        let client = try APIClient(server: server, format: format)
        let values: [String: Flags.Value]
        do { values = try Flags.read(rest, command.fields) } catch { throw ValidationError("\(error)") }
        var body: [String: Any] = [:]
        for (name, value) in values { body[name] = try await json(value, name, client) }
        let path = ["api", command.kind, docket, command.name].compactMap(\.self).joined(separator: "/")
        let answer = try await client.post(path, json: body, key: key)
        switch format {
        case .text:
            print("\(answer["docket"] ?? "") is at version \(answer["version"] ?? "")")
            for proof in answer["proofs"] as? [String] ?? [] { print("proof \(proof)") }
        case .json:
            let data = try JSONSerialization.data(
                withJSONObject: answer, options: [.sortedKeys, .withoutEscapingSlashes])
            FileHandle.standardOutput.write(data + Data("\n".utf8))
        }
    }

    private func json(_ value: Flags.Value, _ name: String, _ client: APIClient) async throws -> Any {
        switch value {
        case .text(let text): return text
        case .integer(let number): return number
        case .boolean(let flag): return flag
        case .rows(let rows):
            return try rows.map { row in
                guard let object = try? JSONSerialization.jsonObject(with: Data(row.utf8)) else {
                    throw ValidationError("--\(name): \(row) is no JSON object")
                }
                return object
            }
        case .files(let paths):
            var files: [Any] = []
            for path in paths { files.append(try await client.upload(URL(fileURLWithPath: path))) }
            return files
        }
    }

    private func list(_ commands: [CommandDescription]) {
        for command in commands {
            print("\(command.kind) \(command.name)\(command.opens ? "" : " NUMBER")".padded(44) + roles(command))
        }
    }

    private func roles(_ command: CommandDescription) -> String {
        command.roles.filter { $0 != .platform }.map(\.rawValue).joined(separator: ", ")
    }

    private func explain(_ command: CommandDescription) throws {
        let english = try Catalogue.builtIn().words(.english)
        print("USAGE: daylight do \(command.kind) \(command.name)\(command.opens ? "" : " NUMBER") [flags]")
        print("Offices: \(roles(command))\n")
        for field in command.fields {
            let label = english.first("field.\(command.name).\(field.name)", "field.\(field.name)") ?? ""
            let example = field.example.map { ", such as \($0)" } ?? ""
            let need = field.required ? "" : " (optional)"
            print("  --\(field.name) <\(Flags.form(field))>\n        \(label)\(need)\(example)")
        }
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}

/// The JSON API of a server, as its token's office.
private struct APIClient {
    let server: URL
    let token: String
    let format: OutputFormat

    init(server: String, format: OutputFormat) throws {
        guard let url = URL(string: server), url.host != nil else {
            throw ValidationError("--server takes an address such as https://trading.example.gov.cn")
        }
        guard let token = ProcessInfo.processInfo.environment["DAYLIGHT_TOKEN"], !token.isEmpty else {
            throw Failure(
                "token", "put an API token into DAYLIGHT_TOKEN; it is made on the account page", format: format)
        }
        self.server = url
        self.token = token
        self.format = format
    }

    func post(_ path: String, json body: [String: Any], key: String?) async throws -> [String: Any] {
        var request = request(path)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let key { request.setValue(key, forHTTPHeaderField: "Idempotency-Key") }
        request.httpBody = try JSONSerialization.data(withJSONObject: body)
        return try await answer { try await URLSession.shared.data(for: request) }
    }

    /// Uploads a file.
    /// - Returns: the reference that a command's input takes.
    func upload(_ file: URL) async throws -> [String: Any] {
        guard FileManager.default.isReadableFile(atPath: file.path) else {
            throw Failure("file", "\(file.path) cannot be read", format: format)
        }
        var request = request("api/blobs", name: file.lastPathComponent)
        request.setValue("application/octet-stream", forHTTPHeaderField: "Content-Type")
        return try await answer { try await URLSession.shared.upload(for: request, fromFile: file) }
    }

    private func request(_ path: String, name: String? = nil) -> URLRequest {
        var url = server.appendingPathComponent(path)
        if let name { url.append(queryItems: [URLQueryItem(name: "name", value: name)]) }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        return request
    }

    private func answer(_ send: () async throws -> (Data, URLResponse)) async throws -> [String: Any] {
        let (data, response): (Data, URLResponse)
        do { (data, response) = try await send() } catch {
            throw Failure("server", "\(server) does not answer: \(error.localizedDescription)", format: format)
        }
        let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] ?? [:]
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Failure(object["code"] as? String ?? "http\(status)", said(object, status), format: format)
        }
        return object
    }

    /// A refusal in words: each fault with its field, rule and remedy.
    private func said(_ object: [String: Any], _ status: Int) -> String {
        let refusals = object["refusals"] as? [[String: Any]] ?? [object]
        let lines = refusals.compactMap { refusal -> String? in
            guard let text = (refusal["explanation"] as? [String: Any])?["zh-CN"] as? String else { return nil }
            let field = (refusal["field"] as? String).map { "--\($0): " } ?? ""
            let rule = (refusal["rule"] as? String).map { " (\($0))" } ?? ""
            let remedy = (refusal["remedy"] as? [String: Any])?["zh-CN"] as? String ?? ""
            return field + text + rule + remedy
        }
        return lines.isEmpty ? "the server answered \(status)" : lines.joined(separator: "\n")
    }
}
