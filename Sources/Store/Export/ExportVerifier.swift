import Crypto
import Foundation
import Ledger
import Synchronization

/// Checks an exported folder without any database: signature, every tile, every act, disclosed parts, blobs.
///
///     let report = try ExportVerifier(folder: folder, key: key).verify()
///
/// Files that do not belong there, missing ones and surplus bytes are failures too.
public struct ExportVerifier: Sendable {
    private let folder: URL
    private let key: VerifierKey

    /// - Parameter key: the log's key from a source that you trust. Nil takes the folder's own, which shows only
    ///   that the folder agrees with itself.
    /// - Throws: ``ExportFailure`` when the folder's own key is asked for and cannot be read.
    public init(folder: URL, key: VerifierKey? = nil) throws {
        self.folder = folder
        if let key {
            self.key = key
            return
        }
        guard let bytes = ExportFolder.read(folder.appendingPathComponent(ExportFolder.vkey).path),
            bytes.last == 0x0A
        else { throw ExportFailure(file: ExportFolder.vkey, reason: "missing, or not one line") }
        do {
            self.key = try VerifierKey(String(decoding: bytes.dropLast(), as: UTF8.self))
        } catch {
            throw ExportFailure(file: ExportFolder.vkey, reason: "\(error)")
        }
    }

    /// - Parameters:
    ///   - readsActs: false checks hashes only and does not look into the acts.
    ///   - replay: is given every act in order, to follow each docket by the rules of the trade; what it throws
    ///     becomes the failure's reason.
    /// - Returns: what was checked.
    /// - Throws: ``ExportFailure`` for the first thing that is wrong.
    public func verify(
        readsActs: Bool = true, replay: ((StoredEntry) throws -> Void)? = nil
    ) throws -> ExportReport {
        let checkpoint = try readCheckpoint()
        var report = ExportReport(checkpoint: checkpoint)
        let hasDockets = FileManager.default.fileExists(atPath: path(ExportFolder.dockets))
        let hasTiles = FileManager.default.fileExists(atPath: path("tile"))
        if hasTiles || !hasDockets {
            try checkNames(size: checkpoint.size)
            report.tiles = TilePath.hashTiles(size: checkpoint.size).count
            var acts = ActCheck()
            try checkTree(checkpoint, readsActs: readsActs, keepsActs: replay != nil) { bundle in
                report.entries += Int64(bundle.count)
                acts.take(bundle)
                if let replay { try acts.replay(bundle, replay) }
            }
            report.dockets = acts.dockets.count
            if readsActs { try checkDisclosed(acts, &report) }
        }
        // A folder with the whole tree has replayed its dockets already.
        if hasDockets { try checkDockets(checkpoint, hasTiles ? nil : replay, &report) }
        try checkBlobs(&report)
        return report
    }

    // MARK: The tree

    private func readCheckpoint() throws -> Checkpoint {
        guard let bytes = ExportFolder.read(path(ExportFolder.checkpoint)) else {
            throw ExportFailure(file: ExportFolder.checkpoint, reason: "missing")
        }
        do {
            return try Checkpoint.verified(bytes, by: key)
        } catch {
            throw ExportFailure(file: ExportFolder.checkpoint, reason: "\(error)")
        }
    }

    /// Exactly the tiles and bundles of this size are there.
    private func checkNames(size: Int64) throws {
        let expected = Set((TilePath.hashTiles(size: size) + TilePath.entryBundles(size: size)).map(\.text))
        let found = Set(try ExportFolder.files(below: folder.appendingPathComponent("tile")).map { "tile/" + $0 })
        if let missing = expected.subtracting(found).min() {
            throw ExportFailure(file: missing, reason: "missing")
        }
        if let surplus = found.subtracting(expected).min() {
            throw ExportFailure(file: surplus, reason: "does not belong to a log of \(size) acts")
        }
    }

    /// What is left of a checked bundle.
    private struct ReadBundle: Sendable {
        let count: Int
        /// Kept only to be replayed.
        var entries: [(index: Int64, entry: Entry)] = []
        var dockets: Set<String> = []
        var commitments: [Int64: Hash] = [:]
        var disclosures: Set<Int64> = []

        mutating func take(_ entry: Entry, at index: Int64) {
            // Acts of one docket tend to follow each other.
            let docket = entry.docket
            if docket != lastDocket {
                dockets.insert(docket)
                lastDocket = docket
            }
            if let closed = entry.closed { commitments[index] = closed }
            if let disclosed = DisclosedPart.disclosed(by: entry) { disclosures.insert(disclosed) }
        }

        private var lastDocket = ""

        init(count: Int) { self.count = count }
    }

    private func checkTree(
        _ checkpoint: Checkpoint, readsActs: Bool, keepsActs: Bool, _ visit: (ReadBundle) throws -> Void
    ) throws {
        let base = folder.path + "/"
        do {
            try LogVerification.verify(
                size: checkpoint.size, root: checkpoint.root,
                read: { path in
                    guard let bytes = ExportFolder.read(base + path.text) else {
                        throw ExportFailure(file: path.text, reason: "cannot be read")
                    }
                    return bytes
                },
                digest: { bytes, ranges, first in
                    var bundle = ReadBundle(count: ranges.count)
                    guard readsActs else { return bundle }
                    for (offset, range) in ranges.enumerated() {
                        let index = first + Int64(offset)
                        do {
                            let entry = try Entry(bytes: bytes[range])
                            bundle.take(entry, at: index)
                            if keepsActs { bundle.entries.append((index, entry)) }
                        } catch {
                            let path = TilePath(.entries, index: first / 256, width: ranges.count)
                            throw ExportFailure(file: path.text, index: index, reason: "not an act: \(error)")
                        }
                    }
                    return bundle
                }, visit: visit)
        } catch let failure as LogFailure {
            if let inner = failure.cause as? ExportFailure { throw inner }
            var index: Int64?
            if case .entryMismatch(let place)? = failure.cause as? TileError { index = place }
            throw ExportFailure(file: failure.path.text, index: index, reason: "\(failure.cause)")
        } catch let error as TileError {
            throw ExportFailure(file: ExportFolder.checkpoint, reason: "\(error)")
        }
    }

    /// What is remembered while bundles pass by in order.
    private struct ActCheck {
        var dockets: Set<String> = []
        var commitments: [Int64: Hash] = [:]
        var disclosures: Set<Int64> = []
        private var versions: [String: Int] = [:]

        mutating func take(_ bundle: ReadBundle) {
            dockets.formUnion(bundle.dockets)
            commitments.merge(bundle.commitments) { $1 }
            disclosures.formUnion(bundle.disclosures)
        }

        mutating func replay(_ bundle: ReadBundle, _ replay: (StoredEntry) throws -> Void) throws {
            for (index, entry) in bundle.entries {
                let docket = entry.docket
                let version = versions[docket, default: 0] + 1
                versions[docket] = version
                do {
                    try replay(StoredEntry(sequence: index, version: version, entry: entry))
                } catch {
                    let path = TilePath(.entries, index: index / 256, width: bundle.count)
                    throw ExportFailure(
                        file: path.text, index: index, docket: docket, version: version, reason: "\(error)")
                }
            }
        }
    }

    // MARK: What stands beside the tree

    private func checkDisclosed(_ acts: ActCheck, _ report: inout ExportReport) throws {
        for name in try ExportFolder.files(below: folder.appendingPathComponent(ExportFolder.disclosed)) {
            let file = "\(ExportFolder.disclosed)/\(name)"
            guard name.hasSuffix(".json"), let sequence = Int64(name.dropLast(5)), "\(sequence).json" == name else {
                throw ExportFailure(file: file, reason: "not named by an act's number")
            }
            guard acts.disclosures.contains(sequence) else {
                throw ExportFailure(file: file, index: sequence, reason: "no act discloses it")
            }
            guard let commitment = acts.commitments[sequence] else {
                throw ExportFailure(file: file, index: sequence, reason: "the act has no closed part")
            }
            let bytes = ExportFolder.read(path(file)) ?? []
            guard let disclosed = try? JSONDecoder().decode(DisclosedPart.self, from: Data(bytes)),
                disclosed.json == bytes, let part = disclosed.part
            else { throw ExportFailure(file: file, index: sequence, reason: "not salt and bytes in base64") }
            guard part.commitment == commitment else {
                throw ExportFailure(
                    file: file, index: sequence, reason: "SHA-256(salt ‖ bytes) is not the act's commitment")
            }
            report.disclosedParts += 1
        }
        report.erasedParts = acts.disclosures.count - report.disclosedParts
    }

    private func checkDockets(
        _ checkpoint: Checkpoint, _ replay: ((StoredEntry) throws -> Void)?, _ report: inout ExportReport
    ) throws {
        var places: [String: [Int: Int64]] = [:]
        let base = folder.appendingPathComponent(ExportFolder.dockets)
        let names = try ExportFolder.files(below: base)
        let known = Set(names)
        for name in names {
            let file = "\(ExportFolder.dockets)/\(name)"
            let parts = name.split(separator: "/")
            if name.hasSuffix(".tlog-proof"), known.contains(name.dropLast(11) + ".json") { continue }
            guard parts.count == 3, name.hasSuffix(".json"), let version = Int(parts[2].dropLast(5)),
                "\(version).json" == parts[2], version > 0
            else { throw ExportFailure(file: file, reason: "does not belong to a docket") }
            let docket = "\(parts[0])/\(parts[1])"
            places[docket, default: [:]][version] = try checkAct(file, docket: docket, version: version, checkpoint)
            report.provenActs += 1
        }
        for (docket, found) in places.sorted(by: { $0.key < $1.key }) {
            let file = "\(ExportFolder.dockets)/\(docket)"
            var last: Int64 = -1
            for version in 1...found.count {
                guard let place = found[version] else {
                    throw ExportFailure(file: file, docket: docket, version: version, reason: "missing")
                }
                // Equal acts have equal hashes: only rising places show that there are two of them.
                guard place > last else {
                    throw ExportFailure(
                        file: file, index: place, docket: docket, version: version,
                        reason: "does not stand after the act before it")
                }
                last = place
                let name = "\(file)/\(version).json"
                guard let replay, let bytes = ExportFolder.read(path(name)) else { continue }
                do {
                    try replay(StoredEntry(sequence: place, version: version, entry: try Entry(bytes: bytes)))
                } catch {
                    throw ExportFailure(
                        file: name, index: place, docket: docket, version: version, reason: "\(error)")
                }
            }
        }
    }

    /// - Returns: the act's place in the ledger.
    private func checkAct(
        _ file: String, docket: String, version: Int, _ checkpoint: Checkpoint
    ) throws -> Int64 {
        func failure(_ reason: String) -> ExportFailure {
            ExportFailure(file: file, docket: docket, version: version, reason: reason)
        }
        let proofFile = file.dropLast(5) + ".tlog-proof"
        guard let bytes = ExportFolder.read(path(file)), let written = ExportFolder.read(path(String(proofFile)))
        else { throw failure("the act or its proof is missing") }
        do {
            let entry = try Entry(bytes: bytes)
            guard entry.docket == docket else { throw failure("is an act of \(entry.docket)") }
            let proof = try LogProof(parsing: written)
            let proven = try proof.verify(leaf: entry.leafHash, log: key)
            guard proven.checkpoint == checkpoint else { throw failure("the proof is by another checkpoint") }
            return proof.index
        } catch let error as ExportFailure {
            throw error
        } catch {
            throw failure("\(error)")
        }
    }

    private func checkBlobs(_ report: inout ExportReport) throws {
        for name in try ExportFolder.files(below: folder.appendingPathComponent(ExportFolder.blobs)) {
            let file = "\(ExportFolder.blobs)/\(name)"
            guard Hash(hex: name) != nil else { throw ExportFailure(file: file, reason: "not named by a SHA-256") }
            guard try sha256(path(file)) == name else {
                throw ExportFailure(file: file, reason: "the content has another SHA-256")
            }
            report.blobs += 1
        }
    }

    private func sha256(_ path: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else { return "" }
        defer { try? handle.close() }
        var hasher = SHA256()
        while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty { hasher.update(data: part) }
        return Hexadecimal.encode(hasher.finalize())
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
}
