import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Ledger

/// Styles, scripts and pictures: read once, served from memory under an address that names their content, so that
/// browsers may keep them for ever. Bootstrap and Chart.js come from the system's packages and are not copied.
public struct Assets: Sendable {
    /// A file of the system's packages is missing.
    public struct Missing: Error, CustomStringConvertible {
        let file: String
        let package: String
        public var description: String { "\(file) was not found: install the Debian package \(package)" }
    }

    struct Asset: Sendable {
        let plain: ByteBuffer
        let packed: ByteBuffer?
        let mediaType: String
    }

    private let files: [String: Asset]
    /// `/assets/<hash over all files>`; scripts import one another relatively, so all share one prefix.
    public let prefix: String

    static func builtIn() throws -> Assets {
        let base = try Resources.folder("Static").resolvingSymlinksInPath().path
        var contents: [String: [UInt8]] = [:]
        for path in FileManager.default.subpaths(atPath: base) ?? [] {
            let full = "\(base)/\(path)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue,
                mediaType(path) != nil
            else { continue }
            contents[path] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: full)))
        }
        contents["vendor/bootstrap.min.css"] = try system(
            ["javascript/bootstrap5/css", "bootstrap-html/css", "nodejs/bootstrap/dist/css"], "bootstrap.min.css",
            package: "libjs-bootstrap5")
        contents["vendor/chart.min.js"] = try system(
            ["javascript/chart.js", "nodejs/chart.js/dist"], "chart.min.js", package: "libjs-chart.js")
        return Assets(contents)
    }

    private static func system(_ folders: [String], _ name: String, package: String) throws -> [UInt8] {
        for folder in folders {
            if let data = FileManager.default.contents(atPath: "/usr/share/\(folder)/\(name)") { return [UInt8](data) }
        }
        throw Missing(file: name, package: package)
    }

    init(_ contents: [String: [UInt8]]) {
        var hash = SHA256()
        var files: [String: Asset] = [:]
        for (path, bytes) in contents.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Array("\(path)\n\(bytes.count)\n".utf8))
            hash.update(data: bytes)
            let packed = Gzip.packed(bytes, level: 9)
            files[path] = Asset(
                plain: ByteBuffer(bytes: bytes), packed: packed.count < bytes.count ? ByteBuffer(bytes: packed) : nil,
                mediaType: Self.mediaType(path) ?? "application/octet-stream")
        }
        self.files = files
        prefix = "/assets/" + Hexadecimal.encode(hash.finalize().prefix(8))
    }

    static func mediaType(_ path: String) -> String? {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "json": "application/json"
        case "txt": "text/plain; charset=utf-8"
        default: nil
        }
    }

    func answer(_ path: String, immutable: Bool, _ request: Request) -> Response? {
        guard let asset = files[path] else { return nil }
        var headers = HTTPFields()
        headers[.contentType] = asset.mediaType
        headers[.cacheControl] = immutable ? "public, max-age=31536000, immutable" : "public, max-age=3600"
        headers[.vary] = "Accept-Encoding"
        if let packed = asset.packed, Gzip.isAccepted(request) {
            headers[.contentEncoding] = "gzip"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.plain))
    }
}
