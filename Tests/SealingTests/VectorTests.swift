import Crypto
import Foundation
import Synchronization
import Testing

@testable import Sealing

/// Files that other people's programs made; see Vectors/SOURCE.md.
enum Vectors {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors")

    static func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }

    static func decoded<Value: Decodable>(_ name: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: data(name))
    }

    static func key(_ name: String, _ passphrase: String) throws -> HolderKey {
        try HolderKey(pem: String(decoding: data(name), as: UTF8.self), passphrase: passphrase)
    }

    /// Byte i is i modulo 251.
    static func pattern(_ size: Int) -> [UInt8] { (0..<size).map { UInt8($0 % 251) } }
}

private struct Expected: Decodable {
    let passphrase: String
    let section: String
    let released: String
    let form: String
    let openingSecret: String
    let packageSHA256: String
    let packageRoot: String
    let packageSalt: String
    let formSalt: String
}

private struct BodyCase: Decodable {
    let size: Int
    let key: String
    let context: String
    let salt: String
    let commitment: String
    let length: Int
    let sha256: String
}

private struct SharingCase: Decodable {
    struct Share: Decodable {
        let x: UInt8
        let bytes: String
    }

    let threshold: Int
    let secret: String
    let shares: [Share]
}

private struct RootCase: Decodable {
    let size: Int
    let root: String
}

@Suite("What others made (Vectors/SOURCE.md)")
struct VectorTests {
    @Test("A file sealed by Python's cryptography opens by every two holders, with the salts it states")
    func sealedFile() throws {
        let expected: Expected = try Vectors.decoded("expected.json")
        let holders = try (1...3).map { try Vectors.key("holder-\($0).key", expected.passphrase) }
        let bidder = try Vectors.key("bid.key", expected.passphrase)
        let notice = try SectionNotice(json: try Vectors.data("notice.json"))
        #expect(notice.holders.map(\.keyID) == holders.map(\.keyID))
        let input = Vectors.folder.appendingPathComponent("bid.sealed")
        let header = try SealedFile.header(of: input)
        let released = try SealedFile.releasedKey(header: header, bidderKey: bidder)
        #expect(released == expected.released)
        let folder = try TemporaryFolder()
        for chosen in [[0, 1], [0, 2], [1, 2], [2, 1, 0]] {
            let keys = chosen.map { holders[$0] }
            let secret = try SealedFile.openingSecret(header: header, holderKeys: keys)
            #expect(Hexadecimal.text(secret) == expected.openingSecret)
            let output = folder.url.appendingPathComponent("\(chosen).zip")
            let opened = try SealedFile.open(
                input, section: expected.section, holderKeys: keys, released: released, to: output)
            #expect(String(decoding: opened.formBytes, as: UTF8.self) == expected.form)
            #expect(Hexadecimal.text(opened.packageRoot) == expected.packageRoot)
            #expect(Hexadecimal.text(opened.packageSalt) == expected.packageSalt)
            #expect(Hexadecimal.text(opened.formSalt) == expected.formSalt)
            #expect(opened.form.items.first?.quantity == "1200.5")
            #expect(Hexadecimal.text(SHA256.hash(data: try Data(contentsOf: output))) == expected.packageSHA256)
        }
    }

    @Test("Bodies are byte for byte those of cryptography.cobblestone (C2SP chunked-encryption)")
    func bodies() throws {
        let cases: [BodyCase] = try Vectors.decoded("bodies.json")
        #expect(cases.map(\.size).contains(16_384))
        for known in cases {
            let body = ChunkedBody(
                inputKey: try #require(Hexadecimal.bytes(known.key)),
                salt: try #require(Hexadecimal.bytes(known.salt)),
                context: try #require(Hexadecimal.bytes(known.context)))
            #expect(Hexadecimal.text(body.commitment) == known.commitment)
            let plain = Vectors.pattern(known.size)
            let sealed = try body.sealed(plain)
            #expect(sealed.count == known.length)
            #expect(Int64(known.length) == ChunkedBody.length(plain: Int64(known.size)))
            #expect(Hexadecimal.text(SHA256.hash(data: sealed)) == known.sha256, "\(known.size) bytes")
            #expect(try body.opened(sealed) == plain)
        }
    }

    @Test("Any t shares that Debian's gfsplit made give its secret")
    func sharing() throws {
        for known in try Vectors.decoded("sharing.json") as [SharingCase] {
            let secret = try #require(Hexadecimal.bytes(known.secret))
            let shares = try known.shares.map { share in
                SecretSharing.Share(x: share.x, bytes: try #require(Hexadecimal.bytes(share.bytes)))
            }
            for mask in 1..<(1 << shares.count) {
                let chosen = shares.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
                #expect((SecretSharing.combine(chosen) == secret) == (chosen.count >= known.threshold))
            }
        }
    }

    @Test("Block roots are those of hashlib, piecemeal and on all cores (RFC 6962 §2.1)")
    func roots() throws {
        for known in try Vectors.decoded("roots.json") as [RootCase] {
            let bytes = Vectors.pattern(known.size)
            #expect(Hexadecimal.text(try BlockRoot.root(of: ByteSource(bytes))) == known.root)
            var root = BlockRoot()
            var start = 0
            for step in [1, 1_000_000, 48_577, 7, bytes.count] {
                let end = min(start + step, bytes.count)
                root.update(bytes[start..<end])
                start = end
            }
            #expect(Hexadecimal.text(root.finish()) == known.root, "\(known.size) bytes")
            #expect(root.size == Int64(known.size))
        }
    }
}

/// A folder that goes when its test ends.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("sealing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path).sorted()) ?? [] }
}

/// Bytes that several threads write at their places.
private final class Gathered: Sendable {
    private let pieces = Mutex<[(Int64, [UInt8])]>([])

    func write(_ position: Int64, _ bytes: UnsafeRawBufferPointer) {
        let piece = Array(bytes)
        pieces.withLock { $0.append((position, piece)) }
    }

    var bytes: [UInt8] { pieces.withLock { $0.sorted { $0.0 < $1.0 }.flatMap(\.1) } }
}

extension ChunkedBody {
    func sealed(_ plain: [UInt8]) throws -> [UInt8] {
        let gathered = Gathered()
        try encrypt(ByteSource(plain)) { gathered.write($0, $1) }
        return gathered.bytes
    }

    func opened(_ sealed: [UInt8]) throws -> [UInt8] {
        let gathered = Gathered()
        _ = try decrypt(ByteSource(sealed)) { gathered.write($0, $1) }
        return gathered.bytes
    }
}
