import Desk
import Foundation
import Store

/// What leaves the house: the ledger or one docket as a static log, with the files that the acts point to.
public struct ArchiveExport: Sendable {
    let installation: Installation

    public init(installation: Installation) { self.installation = installation }

    /// The whole ledger with all files of all sections.
    /// - Returns: how many files were written.
    public func exportAll(to folder: URL) async throws -> Int {
        try await installation.store.export(to: folder)
        let numbers = try installation.store.read { reader in
            try reader.rows("SELECT number FROM section ORDER BY number").map { $0.text("number") }
        }
        var written: Set<String> = []
        for number in numbers { try copyFiles(of: number, to: folder, &written) }
        return written.count
    }

    /// One docket, each act with its proof; for a section with its files.
    /// - Returns: how many files were written.
    public func export(docket: String, to folder: URL) async throws -> Int {
        try await installation.store.export(docket: docket, to: folder)
        var written: Set<String> = []
        if docket.hasPrefix("section/") {
            try copyFiles(of: String(docket.dropFirst("section/".count)), to: folder, &written)
        }
        return written.count
    }

    /// Sealed bids stay: their documents remain closed as the law says.
    private func copyFiles(of number: String, to folder: URL, _ written: inout Set<String>) throws {
        guard let tender = try installation.desk.standing(Tender.self, number)?.state else { return }
        let target = folder.appendingPathComponent("blobs")
        for file in tender.files where written.insert(file.sha256).inserted {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            let path = target.appendingPathComponent(file.sha256).path
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
            let reader = try installation.blobs.open(file.sha256)
            var offset: Int64 = 0
            while offset < file.size {
                let bytes = try reader.read(at: offset, count: 1 << 20)
                if bytes.isEmpty { break }
                try handle.write(contentsOf: Data(bytes))
                offset += Int64(bytes.count)
            }
            try handle.close()
        }
    }
}
