import ArgumentParser
import Desk
import Foundation
import Insight
import Logging
import Site
import Statute
import Store
import Trading

/// `daylight serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve pages, API and ledger.",
        discussion: """
            Listens on loopback; TLS ends at a reverse proxy in front.

            Example:
              daylight serve --data var/demo --port 8080
            """)

    @OptionGroup var options: CommonOptions

    @Option(help: "Port to listen on; PORT in the environment does the same.")
    var port: Int?

    @Option(help: "Address to listen on; beyond loopback only with --behind-proxy.")
    var host = "127.0.0.1"

    @Flag(help: "A TLS reverse proxy stands in front.")
    var behindProxy = false

    @Option(help: "The public address, for example https://trading.example.gov.cn.")
    var site: String?

    @Option(help: ArgumentHelp("Let the desk's clock stand at this instant and run on.", valueName: "instant"))
    var now: String?

    @Option(help: "Seconds between two receipts entries.")
    var receiptsInterval: Int64 = 60

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let port = port ?? environment["PORT"].flatMap { Int($0) } ?? 8080
        let stored = DemoMark.read(options.folder)
        let clock = try InstallationOpening.clock(now ?? stored?.resumedNow, options)
        let address = site ?? "http://\(host):\(port)"
        let installation = try InstallationOpening.open(
            options, site: stored?.site ?? address, clock: clock, mayCreate: true)
        var configuration = SiteConfiguration(
            installation: installation, host: host, port: port, behindProxy: behindProxy, publicURL: address,
            isDemonstration: stored != nil)
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        configuration.readingExecutable = program
        let rules = RulesInForce(desk: installation.desk)
        let scanner = ScanWriter(desk: installation.desk, blobs: installation.blobs) { region in
            .clauses(try rules.current(in: region), law: installation.desk.law, executable: program)
        }
        let comparer = RulesComparer(
            desk: installation.desk, blobs: installation.blobs, rules: rules, executable: program)
        let keeper = Timekeeper(room: installation.room, interval: receiptsInterval * 1000)
        var logger = Logger(label: "daylight")
        logger.logLevel = .notice
        let log = logger
        let ticking = Task { await Self.tick(keeper, installation.desk, log) }
        // Reading takes a while: it has a clockwork of its own, so that no deadline waits for it.
        let scanning = Task { await Self.scan(scanner, installation.desk, log) }
        // A year's documents take minutes: no document at gate one waits for them.
        let comparing = Task { await Self.compare(comparer, installation.desk, log) }
        defer {
            ticking.cancel()
            scanning.cancel()
            comparing.cancel()
        }
        let format = options.format
        let accounts = stored?.accounts ?? []
        do {
            try await Site.run(configuration, logger: logger) {
                Self.announce(address, accounts, format)
            }
        } catch let problem as SiteConfiguration.Problem {
            throw Failure("host", "\(problem)", format: format)
        } catch {
            if "\(error)".contains("Address already in use") || "\(error)".contains("errno: 98") {
                throw Failure(
                    "portInUse",
                    "port \(port) is in use; stop what listens there or choose another: PORT=8081 make run",
                    format: format)
            }
            throw InstallationOpening.failure(error, options)
        }
        try await installation.store.close()
    }

    /// The platform's duties, once a second; what fails is logged and tried again.
    private static func tick(_ keeper: Timekeeper, _ desk: Desk, _ logger: Logger) async {
        var sealed: Instant?
        while !Task.isCancelled {
            let turn = await keeper.tick(at: desk.now, lastSealed: sealed)
            sealed = turn.lastSealed
            for error in turn.failures {
                logger.error("a duty of the platform failed and will be tried again", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Reads documents that wait at gate one.
    private static func scan(_ scanner: ScanWriter, _ desk: Desk, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await scanner.scanDue { desk.now }
            } catch {
                logger.error("a document could not be read and will be tried again", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Holds proposed rule packs against the last year's documents.
    private static func compare(_ comparer: RulesComparer, _ desk: Desk, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await comparer.compareDue { desk.now }
            } catch {
                logger.error(
                    "a rule pack could not be compared and will be tried again", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private static func announce(_ address: String, _ accounts: [DemoMark.Account], _ format: OutputFormat) {
        if format == .json {
            Answer.print(["ok": .flag(true), "address": .text(address)])
            return
        }
        var lines = ["", "Daylight 阳光 · \(address)", "Stop with Ctrl-C."]
        if !accounts.isEmpty {
            lines.append("")
            lines.append("Sign in at \(address)/sign-in (demonstration passwords, for this machine only):")
            for account in accounts {
                let code =
                    account.secret.map { "  one-time code: \(CommandLine.arguments[0]) admin code --secret \($0)" }
                    ?? ""
                lines.append("  \(account.login)  \(account.password)  \(account.what)\(code)")
            }
        }
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
