import ArgumentParser
import Desk
import Foundation
import Ledger
import Store
import Trading

/// `daylight export`
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the ledger, or one docket, as a folder that anybody can check.",
        discussion: """
            The folder of --all is itself a static C2SP log. A server may run meanwhile: what it has signed is written.

            Examples:
              daylight export --all --out export --data var/demo
              daylight export --docket section/2026-000001 --out archive
            """)

    @OptionGroup var options: CommonOptions

    @Flag(help: "The whole ledger.")
    var all = false

    @Option(help: ArgumentHelp("One docket, such as section/2026-000001.", valueName: "kind/number"))
    var docket: String?

    @Option(help: ArgumentHelp("Folder to write; must be empty or missing.", valueName: "folder"))
    var out: String

    func validate() throws {
        if all == (docket != nil) { throw ValidationError("say either --all or --docket KIND/NUMBER") }
    }

    func run() throws {
        let target = URL(fileURLWithPath: out)
        if let found = try? FileManager.default.contentsOfDirectory(atPath: target.path), !found.isEmpty {
            throw Failure("notEmpty", "\(out) is not empty", format: options.format)
        }
        try InstallationOpening.requireInstallation(options)
        do {
            let exporting = try ArchiveExport(folder: options.folder)
            let blobs =
                if let docket {
                    try exporting.export(docket: docket, to: target)
                } else {
                    try exporting.exportAll(to: target)
                }
            switch options.format {
            case .text: print("exported to \(out): checkpoint of \(exporting.size) acts, \(blobs) blobs")
            case .json:
                Answer.print([
                    "ok": .flag(true), "out": .text(out), "size": .number(exporting.size),
                    "blobs": .number(Int64(blobs)),
                ])
            }
        } catch {
            throw InstallationOpening.failure(error, options)
        }
    }
}

/// `daylight verify`
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check an export offline: tree, signature, every docket's rules, blobs, disclosed parts.",
        discussion: """
            Give the log's key with --vkey when you got it from somewhere you trust; without it the folder's own key
            is used, which shows only that the folder agrees with itself.

            Example:
              daylight verify export
            """)

    @OptionGroup var options: CommonOptions

    @Argument(help: "The exported folder.")
    var path: String

    @Option(help: "The log's key in vkey form, or a file that holds it.")
    var vkey: String?

    func run() async throws {
        let format = options.format
        var key: VerifierKey?
        if let vkey {
            let text = (try? String(contentsOfFile: vkey, encoding: .utf8)) ?? vkey
            do { key = try VerifierKey(text.trimmingCharacters(in: .whitespacesAndNewlines)) } catch {
                throw ValidationError("--vkey is no key: \(error)")
            }
        }
        var replay = DocketReplay(kinds: Trading.kinds)
        do {
            let verifier = try ExportVerifier(folder: URL(fileURLWithPath: path), key: key)
            let report = try verifier.verify { stored in try replay.take(stored) }
            switch format {
            case .text:
                print("checkpoint  \(report.checkpoint.origin), \(report.checkpoint.size) acts, signature good")
                print("tree        \(report.tiles) tiles, \(report.entries) acts, root as signed")
                print("dockets     \(report.dockets), \(replay.acts) acts followed by the rules")
                if report.provenActs > 0 { print("proofs      \(report.provenActs) acts proven one by one") }
                print("disclosed   \(report.disclosedParts) parts, \(report.erasedParts) erased")
                print("blobs       \(report.blobs)")
                print(key == nil ? "good, by the folder's own key" : "good")
            case .json:
                Answer.print([
                    "ok": .flag(true), "size": .number(report.checkpoint.size), "entries": .number(report.entries),
                    "dockets": .number(Int64(report.dockets)), "replayed": .number(Int64(replay.acts)),
                    "blobs": .number(Int64(report.blobs)), "disclosed": .number(Int64(report.disclosedParts)),
                    "proven": .number(Int64(report.provenActs)),
                ])
            }
        } catch let failure as ExportFailure {
            throw Failure("invalid", "not valid: \(failure)", format: format)
        }
    }
}
