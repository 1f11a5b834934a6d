import ArgumentParser
import Demo
import Desk
import Foundation
import Site
import Statute
import Trading

/// `daylight demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make a demonstration city: about thirty sections in every stage.",
        discussion: """
            Everything is played through the same commands that people use. Key files of running sections are left in
            the folder's demo-keys, under the passphrase daylight-demo.

            Example:
              daylight demo --data var/demo
            """)

    @OptionGroup var options: CommonOptions

    @Option(help: ArgumentHelp("Where the clock stands (RFC 3339); the world's clock else.", valueName: "instant"))
    var now: String?

    @Option(help: "The public address; it names the log.")
    var site = "http://127.0.0.1:8080"

    @Flag(help: "Do nothing when the folder holds an installation already.")
    var ifEmpty = false

    /// A demonstration's password protects nothing: it is printed, and the pages say that they are one.
    private static let password = "daylight-2026-demo"

    func run() async throws {
        let format = options.format
        if FileManager.default.fileExists(atPath: options.folder.appendingPathComponent("ledger.sqlite").path) {
            if ifEmpty { return }
            throw Failure("notEmpty", "\(options.data) holds an installation already", format: format)
        }
        let clock = try InstallationOpening.clock(now, options)
        let instant = clock()
        let installation = try InstallationOpening.open(options, site: site, clock: clock)
        do {
            let isText = format == .text
            let city = try DemoCity(
                installation: installation, now: instant, keys: options.folder.appendingPathComponent("demo-keys"))
            let offices = try await city.play { done, all in
                guard isText else { return }
                FileHandle.standardError.write(Data("\rplaying the demonstration: \(done * 100 / all) %".utf8))
            }
            if isText { FileHandle.standardError.write(Data("\n".utf8)) }
            let accounts = try await Accounts(store: installation.store)
            var made: [DemoMark.Account] = []
            for office in offices {
                let code = office.isOfficial ? OneTimeCode() : nil
                try await accounts.create(
                    login: office.login, person: office.person, password: Self.password, code: code)
                made.append(
                    .init(login: office.login, password: Self.password, secret: code?.base32, what: office.what))
            }
            let mark = DemoMark(
                now: instant.description, world: InstallationOpening.worldClock().description, site: site,
                accounts: made)
            try mark.write(options.folder)
            let size = installation.store.size
            try await installation.store.close()
            if isText {
                print("made \(options.data): \(size) acts")
            } else {
                Answer.print(["ok": .flag(true), "acts": .number(size), "data": .text(options.data)])
            }
        } catch { throw InstallationOpening.failure(error, options) }
    }
}
