import ArgumentParser
import Foundation
import Sealing

/// Seals and opens one package with three holders, two needed; prints both times in seconds.
struct SealBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Seal and open a package, and tell how long each took.")

    @Option(help: "Bytes of the document inside the package.") var size = 1 << 30
    @Flag(help: "Write to nowhere; what is opened was sealed before the clock runs.") var toNowhere = false
    @Option(help: "Folder for the package, the sealed file and the opened one.") var folder: String

    func run() async throws {
        let base = URL(fileURLWithPath: folder)
        let package = base.appendingPathComponent("package.zip")
        let sealed = base.appendingPathComponent("bid.sealed")
        let opened = base.appendingPathComponent("opened.zip")
        if !FileManager.default.fileExists(atPath: package.path) { try make(package) }
        let holders = (0..<3).map { _ in HolderKey.generate() }
        let bidder = HolderKey.generate()
        let notice = SectionNotice(
            section: "2026-000001", title: "", deadline: "2026-10-29T01:30:00.000Z", windowMinutes: 30, t: 2,
            holders: holders.map { .init(name: "", office: "", publicKey: $0.publicKey, keyID: $0.keyID) }, vkey: "",
            site: "")
        // What an earlier round left is removed before the clock runs, as the peer's files are.
        for old in [sealed, opened] { try? FileManager.default.removeItem(at: old) }
        let clock = ContinuousClock()
        let nowhere = URL(fileURLWithPath: "/dev/null")
        func seal(to output: URL) throws {
            try SealedFile.seal(
                package: package, notice: notice, bidderKey: bidder, created: "2026-10-01T00:00:00.000Z", to: output)
        }
        if toNowhere { try seal(to: sealed) }
        let sealing = try clock.measure { try seal(to: toNowhere ? nowhere : sealed) }
        let released = try SealedFile.releasedKey(header: try SealedFile.header(of: sealed), bidderKey: bidder)
        // What was sealed is on the disk before the clock of the opening runs, as it is for the peer.
        sync()
        let opening = try clock.measure {
            _ = try SealedFile.open(
                sealed, section: "2026-000001", holderKeys: Array(holders.prefix(2)), released: released,
                to: toNowhere ? nowhere : opened)
        }
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }.map(String.init) ?? ""
        print("seal \(sealing.seconds) open \(opening.seconds) \(peak)")
        try? FileManager.default.removeItem(at: sealed)
        try? FileManager.default.removeItem(at: opened)
    }

    private func make(_ package: URL) throws {
        let form = BidForm(
            section: "2026-000001", bidder: "91530600MA6K000147", bidderName: "甲", priceFen: 100, durationDays: 1,
            quality: "合格", projectLeader: .init(name: "乙", certificate: ""), declaration: "")
        let document = [UInt8](repeating: 0x5A, count: size)
        let bytes = PackageArchive.make(form: try form.json(), documents: [("技术标.bin", document)])
        try Data(bytes).write(to: package)
    }
}

extension Duration {
    /// Seconds with three decimals.
    var seconds: String {
        let thousandths = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
