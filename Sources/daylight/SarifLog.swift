import Insight

/// Findings in SARIF 2.1.0 (OASIS), for code hosts and editors.
struct SarifLog: Encodable {
    struct Text: Encodable { let text: String }
    struct Rule: Encodable {
        let id: String
        /// What the rule looks for and why that is a barrier.
        let shortDescription: Text
        /// The aspect, the same, and what to write instead.
        let fullDescription: Text
        /// The law.
        let help: Text
    }
    struct Driver: Encodable {
        let name = "daylight"
        let rules: [Rule]
    }
    struct Tool: Encodable { let driver: Driver }
    struct Artifact: Encodable { let uri: String }
    /// A part of the extracted text with its own words (§3.30.13).
    struct Region: Encodable {
        let charOffset: Int
        let charLength: Int
        let snippet: Text
    }
    struct PhysicalLocation: Encodable {
        let artifactLocation: Artifact
        /// What is marked.
        let region: Region
        /// The sentence around it: a proper superset of the region, so absent when the whole sentence is marked
        /// (§3.29.5).
        let contextRegion: Region?
    }
    /// What SARIF has no place for: it counts no pages.
    struct Properties: Encodable {
        /// From 1.
        let page: Int
    }
    struct Location: Encodable { let physicalLocation: PhysicalLocation }
    /// A document, or pages of one, that could not be read (§3.58).
    struct Notification: Encodable {
        struct Place: Encodable {
            struct Physical: Encodable { let artifactLocation: Artifact }
            let physicalLocation: Physical
        }
        /// From 1.
        struct Pages: Encodable { let pages: [Int] }
        let level = "error"
        let message: Text
        let locations: [Place]
        /// Absent for a whole document.
        let properties: Pages?
    }
    struct Invocation: Encodable {
        let executionSuccessful: Bool
        let toolExecutionNotifications: [Notification]
    }
    struct Result: Encodable {
        let ruleId: String
        let level: String
        let message: Text
        let locations: [Location]
        /// Absent where the format has no pages.
        let properties: Properties?
    }
    struct Run: Encodable {
        let tool: Tool
        let columnKind = "unicodeCodePoints"
        let invocations: [Invocation]
        let results: [Result]
    }

    let version = "2.1.0"
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let runs: [Run]

    private enum CodingKeys: String, CodingKey {
        case version, runs
        case schema = "$schema"
    }

    /// - Parameters:
    ///   - unread: what nothing was looked for in.
    ///   - scanner: what found them; it knows what its rules say.
    /// - Throws: ``ClauseData/Failure``.
    init(_ findings: [FileFinding], _ unread: [Scan.Unread], _ scanner: ClauseScanner) throws {
        var rules: [String: Rule] = [:]
        for finding in findings where rules[finding.rule] == nil {
            guard let text = scanner.text(of: finding.rule) else { continue }
            let title = try ClauseScanner.title(of: finding.aspect)?.zh ?? finding.aspect
            rules[finding.rule] = Rule(
                id: finding.rule, shortDescription: Text(text: text.explanation.zh),
                fullDescription: Text(text: "\(title)：\(text.explanation.zh)\(text.suggestion.zh)"),
                help: Text(text: text.basis.zh))
        }
        let results = findings.map { finding in
            let region = Region(
                charOffset: finding.start, charLength: finding.end - finding.start,
                snippet: Text(text: finding.marked))
            let sentence = Region(
                charOffset: finding.sentenceStart, charLength: finding.sentence.unicodeScalars.count,
                snippet: Text(text: finding.sentence))
            let location = Location(
                physicalLocation: PhysicalLocation(
                    artifactLocation: Artifact(uri: finding.file), region: region,
                    contextRegion: sentence.charLength > region.charLength ? sentence : nil))
            return Result(
                ruleId: finding.rule, level: finding.severity == .hard ? "error" : "warning",
                message: Text(text: "\(finding.aspect): \(finding.explanation.zh)\(finding.suggestion.zh)"),
                locations: [location],
                properties: finding.page.map { Properties(page: $0) })
        }
        let driver = Driver(rules: rules.values.sorted { $0.id < $1.id })
        let notifications = unread.map { one in
            Notification(
                message: Text(text: one.why),
                locations: [.init(physicalLocation: .init(artifactLocation: Artifact(uri: one.file)))],
                properties: one.pages.isEmpty ? nil : .init(pages: one.pages))
        }
        let invocation = Invocation(
            executionSuccessful: unread.isEmpty, toolExecutionNotifications: notifications)
        runs = [Run(tool: Tool(driver: driver), invocations: [invocation], results: results)]
    }
}
