import ArgumentParser
import Foundation
import Sealing

/// A passphrase that is typed nowhere on a command line: from the environment or a file.
struct PassphraseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("File whose first line is the passphrase; else DAYLIGHT_PASSPHRASE.", valueName: "file"))
    var passphraseFile: String?

    func passphrase(_ format: OutputFormat) throws -> String {
        if let passphraseFile {
            guard let text = try? String(contentsOfFile: passphraseFile, encoding: .utf8) else {
                throw Failure("file", "\(passphraseFile) cannot be read", format: format)
            }
            return String(text.prefix { !$0.isNewline })
        }
        guard let text = ProcessInfo.processInfo.environment["DAYLIGHT_PASSPHRASE"], !text.isEmpty else {
            throw ValidationError("give the passphrase with --passphrase-file or in DAYLIGHT_PASSPHRASE")
        }
        return text
    }
}

/// Key files and errors of sealing, for commands.
enum SealingFiles {
    static func key(_ path: String, _ passphrase: String, _ format: OutputFormat) throws -> HolderKey {
        guard let pem = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure("file", "\(path) cannot be read", format: format)
        }
        do { return try HolderKey(pem: pem, passphrase: passphrase) } catch {
            throw failure(error, format, about: path)
        }
    }

    /// Writes a new key file, for its owner's eyes only; an existing file is never overwritten.
    static func write(_ key: HolderKey, to path: String, _ passphrase: String, _ format: OutputFormat) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure("exists", "\(path) exists; keys are never overwritten", format: format)
        }
        let pem = try key.encryptedPEM(passphrase: passphrase)
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(pem.utf8), attributes: [.posixPermissions: 0o600])
        else { throw Failure("file", "\(path) cannot be written", format: format) }
    }

    static func failure(_ error: any Error, _ format: OutputFormat, about: String? = nil) -> any Error {
        guard let error = error as? SealingError else { return error }
        let what = about.map { "\($0): " } ?? ""
        return Failure(error.code, "\(what)\(error)", format: format)
    }
}

/// `daylight seal`
struct Seal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Seal a bid's package so that nobody can open it before the deadline.",
        discussion: """
            The package is a ZIP with bid.json and documents; notice.json comes from the section's page. The bidder's
            key is made when the key file does not exist: keep it, the opening needs it.

            Example:
              DAYLIGHT_PASSPHRASE=… daylight seal --notice notice.json --in package.zip --out bid.sealed --key bid.key
            """)

    @OptionGroup var options: CommonOptions
    @OptionGroup var secret: PassphraseOptions
    @Option(help: "The section's notice.json.") var notice: String
    @Option(name: .customLong("in"), help: "The package, a ZIP with bid.json.") var input: String
    @Option(help: "The sealed file to write.") var out: String
    @Option(help: "The bidder's key file; made when it does not exist.") var key: String

    func run() async throws {
        let format = options.format
        let passphrase = try secret.passphrase(format)
        guard let data = FileManager.default.contents(atPath: notice) else {
            throw Failure("file", "\(notice) cannot be read", format: format)
        }
        do {
            let notice = try SectionNotice(json: data)
            let isNew = !FileManager.default.fileExists(atPath: key)
            let bidder = isNew ? HolderKey.generate() : try SealingFiles.key(key, passphrase, format)
            if isNew { try SealingFiles.write(bidder, to: key, passphrase, format) }
            try SealedFile.seal(
                package: URL(fileURLWithPath: input), notice: notice, bidderKey: bidder,
                created: InstallationOpening.worldClock().description, to: URL(fileURLWithPath: out))
            switch format {
            case .text:
                print("sealed \(out) for section \(notice.section), due \(notice.deadline)")
                print(isNew ? "made \(key): keep it and its passphrase, the opening needs both" : "by \(key)")
            case .json:
                Answer.print([
                    "ok": .flag(true), "out": .text(out), "section": .text(notice.section), "key": .text(bidder.keyID),
                ])
            }
        } catch { throw SealingFiles.failure(error, format) }
    }
}

/// `daylight open`
struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open a sealed bid with the holders' keys and the bidder's, and check every commitment.",
        discussion: """
            Example:
              DAYLIGHT_PASSPHRASE=… daylight open --holder-key K1 --holder-key K2 --bid-key bid.key \\
                --in bid.sealed --out package.zip
            """)

    @OptionGroup var options: CommonOptions
    @OptionGroup var secret: PassphraseOptions
    @Option(help: "A holder's key file; at least as many as the threshold.") var holderKey: [String]
    @Option(help: "The bidder's key file.") var bidKey: String
    @Option(name: .customLong("in"), help: "The sealed file.") var input: String
    @Option(help: "The package to write.") var out: String

    func run() async throws {
        let format = options.format
        let passphrase = try secret.passphrase(format)
        do {
            let holders = try holderKey.map { try SealingFiles.key($0, passphrase, format) }
            let bidder = try SealingFiles.key(bidKey, passphrase, format)
            let source = URL(fileURLWithPath: input)
            let header = try SealedFile.header(of: source)
            let opened = try SealedFile.open(
                source, section: header.section, holderKeys: holders,
                released: try SealedFile.releasedKey(header: header, bidderKey: bidder),
                to: URL(fileURLWithPath: out))
            switch format {
            case .text:
                print(
                    "opened \(out): section \(header.section), \(opened.form.bidderName), \(opened.form.priceFen) fen")
            case .json:
                Answer.print([
                    "ok": .flag(true), "out": .text(out), "section": .text(header.section),
                    "priceFen": .number(opened.form.priceFen), "bidder": .text(opened.form.bidder),
                ])
            }
        } catch { throw SealingFiles.failure(error, format) }
    }
}
