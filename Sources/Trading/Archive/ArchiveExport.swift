import Desk
import Foundation
import Store

/// What leaves the house: the ledger or one docket as a static log, with the files that the acts point to.
public struct ArchiveExport: Sendable {
    private let ledger: LedgerExport
    private let blobs: BlobStore

    public init(ledger: LedgerExport, blobs: BlobStore) {
        self.ledger = ledger
        self.blobs = blobs
    }

    /// Opens an installation's folder for reading, whether or not a server runs on it.
    /// - Throws: `StoreError`, `BlobError`.
    public init(folder: URL) throws {
        ledger = try LedgerExport.open(folder: folder)
        blobs = try BlobStore(folder: folder.appendingPathComponent("blobs"))
    }

    /// Acts that the export covers.
    public var size: Int64 { ledger.size }

    /// The whole ledger with all files of all sections.
    /// - Returns: how many files were written.
    public func exportAll(to folder: URL) throws -> Int {
        try ledger.write(to: folder)
        var written: Set<String> = []
        for docket in try ledger.dockets(kind: Tender.kind) { try copyFiles(of: docket, to: folder, &written) }
        return written.count
    }

    /// One docket, each act with its proof; for a section with its files.
    /// - Returns: how many files were written.
    public func export(docket: String, to folder: URL) throws -> Int {
        try ledger.write(docket: docket, to: folder)
        var written: Set<String> = []
        try copyFiles(of: docket, to: folder, &written)
        return written.count
    }

    /// One docket as a ZIP, for download. Files are left out that would make it larger than a limit; the acts name
    /// them by digest, and the project page offers each.
    /// - Parameter limit: bytes.
    public func archive(docket: String, limit: Int64) throws -> [(name: String, bytes: [UInt8])] {
        var members = try ledger.files(docket: docket)
        var room = limit
        var names: Set<String> = []
        for file in try files(of: docket) where file.size <= room && names.insert(file.sha256).inserted {
            let reader = try blobs.open(file.sha256)
            members.append(("blobs/\(file.sha256)", try reader.read(at: 0, count: Int(reader.size))))
            room -= file.size
        }
        return members
    }

    /// The files that a section's acts point to. Sealed bids stay: their documents remain closed as the law says.
    private func files(of docket: String) throws -> [FileReference] {
        guard docket.hasPrefix(Tender.kind + "/") else { return [] }
        let kind = DocketKind(Tender.self, commands: [])
        return try kind.standing(Tender.self, of: ledger.entries(docket: docket))?.state.files ?? []
    }

    private func copyFiles(of docket: String, to folder: URL, _ written: inout Set<String>) throws {
        let target = folder.appendingPathComponent("blobs")
        for file in try files(of: docket) where written.insert(file.sha256).inserted {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            let path = target.appendingPathComponent(file.sha256).path
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path]) }
            let reader = try blobs.open(file.sha256)
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
