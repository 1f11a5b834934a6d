import Foundation
import Statute

/// What a demonstration leaves beside its installation: where its clock stood, and how to sign in. An installation
/// without this file is no demonstration.
struct DemoMark: Codable {
    struct Account: Codable {
        let login: String
        let password: String
        /// Base32 secret of the one-time codes; nil for accounts without.
        let secret: String?
        let what: String
    }

    /// The demonstration's instant when it was made, and the world's at the same moment.
    let now: String
    let world: String
    let site: String
    let accounts: [Account]

    /// The demonstration's clock goes on from where it would stand by now.
    var resumedNow: String? {
        guard let now = Instant(now), let world = Instant(world) else { return nil }
        let passed = InstallationOpening.worldClock().milliseconds - world.milliseconds
        return now.advanced(byMilliseconds: passed).description
    }

    static func read(_ folder: URL) -> DemoMark? {
        guard let data = try? Data(contentsOf: file(folder)) else { return nil }
        return try? JSONDecoder().decode(DemoMark.self, from: data)
    }

    func write(_ folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data = try encoder.encode(self)
        let path = Self.file(folder).path
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
    }

    private static func file(_ folder: URL) -> URL { folder.appendingPathComponent("demonstration.json") }
}
