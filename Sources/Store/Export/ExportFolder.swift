import Foundation
import Ledger

/// Names and file access of an exported log.
enum ExportFolder {
    static let checkpoint = "checkpoint"
    static let vkey = "vkey"
    static let readme = "README.txt"
    static let disclosed = "disclosed"
    static let dockets = "dockets"
    static let blobs = "blobs"

    /// The act that lets a closed part out; its open part holds `sequence`.
    static let disclosureAct = "closedPartDisclosed"

    static func write(_ bytes: [UInt8], _ name: String, in folder: URL) throws {
        let file = folder.appendingPathComponent(name)
        let parent = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// The whole content of a file, nil when there is none.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let size = Int(status.st_size)
        var isComplete = true
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Foundation.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
                guard got > 0 else {
                    isComplete = false
                    return
                }
                count += got
            }
        }
        return isComplete ? bytes : nil
    }

    /// Paths of all files below a folder, relative to it, sorted; none when it does not exist.
    static func files(below folder: URL) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
            var isFolder: ObjCBool = false
            let full = folder.appendingPathComponent(path).path
            return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }
}

extension ClosedPart {
    /// The part as it leaves the house once it is disclosed: `disclosed/<n>.json` of an export.
    public var disclosed: [UInt8] { DisclosedPart(self).json }
}

/// A closed part as disclosed: `{"bytes":base64,"salt":base64}`.
struct DisclosedPart: Codable {
    let bytes: String
    let salt: String

    init(_ part: ClosedPart) {
        bytes = Base64.encode(part.bytes)
        salt = Base64.encode(part.salt)
    }

    /// Nil when a field is not base64 or the salt not of 32 bytes.
    var part: ClosedPart? {
        guard let bytes = Base64.decode(bytes), let salt = Base64.decode(salt) else { return nil }
        return ClosedPart(salt: salt, bytes: bytes)
    }

    var json: [UInt8] { Array("{\"bytes\":\"\(bytes)\",\"salt\":\"\(salt)\"}\n".utf8) }

    /// The sequence numbers that a disclosure act names; nil for any other act.
    static func disclosed(by entry: Entry) -> Int64? {
        struct Open: Decodable { let sequence: Int64 }
        guard entry.isAct(ExportFolder.disclosureAct) else { return nil }
        return try? JSONDecoder().decode(Open.self, from: Data(entry.open)).sequence
    }
}
