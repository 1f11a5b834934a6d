import ArgumentParser
import Desk
import Foundation
import Sealing
import Site
import Statute
import Store
import Trading

/// `daylight admin`
struct Admin: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Set up and look after an installation.",
        discussion: """
            Example:
              daylight admin init --data /var/lib/daylight --first "李明" --second "王芳" --region 530600
            """,
        subcommands: [AdminInit.self, AdminRebuild.self, AdminHolderKey.self, AdminCode.self])
}

/// `daylight admin init`: the first two administrators, who confirm one another's grants from then on.
struct AdminInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make an installation with its first two administrators.",
        discussion: """
            Their one-time passwords are printed once; the rest is done in the browser.

            Example:
              daylight admin init --data /var/lib/daylight --site https://trading.example.gov.cn \\
                --first "李明" --second "王芳" --region 530600
            """)

    @OptionGroup var options: CommonOptions
    @Option(help: "The public address; it names the log for ever.") var site = "http://127.0.0.1:8080"
    @Option(help: "Name of the first administrator.") var first: String
    @Option(help: "Name of the second administrator.") var second: String
    @Option(help: "GB/T 2260 code of the city.") var region: String

    func run() async throws {
        let installation = try InstallationOpening.open(
            options, site: site, clock: InstallationOpening.worldClock)
        do {
            guard installation.store.size == 0 else {
                throw Failure("notEmpty", "\(options.data) holds an installation already", format: options.format)
            }
            let accounts = try await Accounts(store: installation.store)
            var answer: [String: Answer] = ["ok": .flag(true)]
            for (login, name) in [("admin1", first), ("admin2", second)] {
                let person = try await installation.registerAdministrator(name, region: region)
                let password = try await accounts.create(login: login, person: person) ?? ""
                answer[login] = .text(password)
                if options.format == .text { print("\(login)  \(password)  (\(name), \(person))") }
            }
            if options.format == .json { Answer.print(answer) }
            try await installation.store.close()
        } catch { throw InstallationOpening.failure(error, options) }
    }
}

extension Installation {
    /// Registers a person with the administrator's office: how an installation begins.
    func registerAdministrator(_ name: String, region: String) async throws -> String {
        let receipt = try await desk.perform(
            "person", "register", on: nil, input: ["personName": .text(name), "region": .text(region)], by: .platform)
        let person = String(receipt.docket.dropFirst("person/".count))
        _ = try await desk.perform(
            "person", "proposeOffice", on: person,
            input: ["role": .text(Role.administrator.rawValue), "region": .text(region)], by: .platform)
        return person
    }
}

/// `daylight admin rebuild-registers`
struct AdminRebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild-registers", abstract: "Drop every register and fill it anew from the ledger.",
        discussion: """
            Example:
              daylight admin rebuild-registers --data var/demo
            """)

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let installation = try InstallationOpening.open(
            options, site: "http://localhost", clock: InstallationOpening.worldClock, mayCreate: false)
        let isText = options.format == .text
        do {
            try await installation.store.rebuildRegisters { done, all in
                guard isText, all > 0 else { return }
                let share = Int(done * 30 / all)
                let bar = String(repeating: "#", count: share) + String(repeating: ".", count: 30 - share)
                FileHandle.standardError.write(Data("\r[\(bar)] \(done) of \(all) acts".utf8))
            }
            if isText {
                FileHandle.standardError.write(Data("\n".utf8))
                print("registers rebuilt from \(installation.store.size) acts")
            } else {
                Answer.print(["ok": .flag(true), "acts": .number(installation.store.size)])
            }
            try await installation.store.close()
        } catch { throw InstallationOpening.failure(error, options) }
    }
}

/// `daylight admin holder-key`
struct AdminHolderKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holder-key", abstract: "Make an opening key on this machine; its public half is printed.",
        discussion: """
            Example:
              DAYLIGHT_PASSPHRASE=… daylight admin holder-key --out section-127.key
            """)

    @OptionGroup var options: CommonOptions
    @OptionGroup var secret: PassphraseOptions
    @Option(help: "The key file to write.") var out: String

    func run() async throws {
        let key = HolderKey.generate()
        try SealingFiles.write(key, to: out, secret.passphrase(options.format), options.format)
        Answer.print(["ok": .flag(true), "publicKey": .text(key.publicKey), "keyID": .text(key.keyID)])
    }
}

/// `daylight admin code`
struct AdminCode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Show the one-time code of a secret: an authenticator for demonstrations.",
        discussion: """
            Example:
              daylight admin code --secret JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
            """)

    @Option(help: "Base32 secret.") var secret: String

    func run() throws {
        guard let code = OneTimeCode(base32: secret) else { throw ValidationError("--secret is not Base32") }
        print(code.code(at: InstallationOpening.worldClock()))
    }
}
