import Crypto
import Foundation
import Testing

@testable import Sealing

@Suite("Secrets in shares (Shamir over GF(2⁸), 0x11d, as libgfshare)")
struct SecretSharingTests {
    @Test("Every set of t shares recovers the secret, fewer do not", arguments: [(1, 1), (2, 3), (3, 5), (5, 5)])
    func thresholds(_ threshold: Int, _ count: Int) {
        let secret = SealedFile.random(32)
        let shares = SecretSharing.split(secret, threshold: threshold, count: count) { SealedFile.random(1)[0] }
        #expect(shares.map(\.x) == (1...UInt8(count)).map { $0 })
        for mask in 1..<(1 << count) {
            let chosen = shares.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
            let recovered = SecretSharing.combine(chosen) == secret
            // Below the threshold 32 bytes agree by chance once in 2^256.
            #expect(recovered == (chosen.count >= threshold))
        }
    }

    @Test("The field's tables: 2·128 = 29, and every element times its inverse is one")
    func field() {
        #expect(SecretSharing.Field.multiply(2, 128) == 0x1d)
        for value in UInt8(1)...255 {
            #expect(SecretSharing.Field.multiply(value, SecretSharing.Field.divide(1, value)) == 1)
        }
    }
}

@Suite("A sealed file v1 (docs/sealing.md)")
struct SealedFileTests {
    private let holders = (0..<3).map { _ in HolderKey.generate() }
    private let bidder = HolderKey.generate()
    private let section = "2026-000001"

    private var notice: SectionNotice {
        SectionNotice(
            section: section, title: "一标段", deadline: "2026-10-29T01:30:00.000Z", windowMinutes: 30, t: 2,
            holders: holders.enumerated().map { index, key in
                .init(name: "H\(index)", office: "", publicKey: key.publicKey, keyID: key.keyID)
            }, vkey: "", site: "")
    }

    private func package(_ size: Int) throws -> [UInt8] {
        let form = BidForm(
            section: section, bidder: "91530600MA6K000147", bidderName: "甲", priceFen: 100, durationDays: 1,
            quality: "合格", projectLeader: .init(name: "乙", certificate: ""), declaration: "")
        return PackageArchive.make(
            form: try form.json(), documents: [("技术标.bin", SealedFile.random(size))], padTo: 1)
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("seal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// What opening these bytes comes to: the package, or the error's code.
    private func open(_ sealed: [UInt8], _ keys: [HolderKey], _ released: String, in folder: URL) throws -> String {
        let input = folder.appendingPathComponent("bid.sealed")
        try Data(sealed).write(to: input)
        let output = folder.appendingPathComponent("package.zip")
        try? FileManager.default.removeItem(at: output)
        do {
            _ = try SealedFile.open(input, section: section, holderKeys: keys, released: released, to: output)
            return try Data(contentsOf: output).base64EncodedString()
        } catch let error as SealingError {
            return error.code
        }
    }

    private func sealed(_ package: [UInt8]) throws -> (bytes: [UInt8], released: String) {
        let bytes = try SealedFile.seal(
            package: package, notice: notice, bidderKey: bidder, created: "2026-10-01T00:00:00.000Z")
        let header = try SealedFileHeader(line: Array(bytes.prefix { $0 != 10 }))
        return (bytes, try SealedFile.releasedKey(header: header, bidderKey: bidder))
    }

    @Test(
        "Two holders and the bidder open what was sealed, at every edge of chunks and blocks",
        arguments: [0, 1, 16_383, 16_384, 16_385, 1 << 20, (1 << 20) + 1])
    func roundTrip(size: Int) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let package = try package(size)
        let (bytes, released) = try sealed(package)
        let expected = Data(package).base64EncodedString()
        for pair in [[0, 1], [1, 2], [2, 0]] {
            #expect(try open(bytes, pair.map { holders[$0] }, released, in: folder) == expected)
        }
    }

    @Test("Whoever is at fault is named: too few holders, a foreign holder, the wrong secret")
    func faults() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (bytes, released) = try sealed(package(10))
        #expect(try open(bytes, [holders[0]], released, in: folder) == "tooFewShares")
        #expect(try open(bytes, [holders[0], HolderKey.generate()], released, in: folder) == "holderKeyUnknown")
        let wrong = Data(SealedFile.random(32)).base64EncodedString()
        #expect(try open(bytes, Array(holders.prefix(2)), wrong, in: folder) == "bodyCommitment")
        #expect(try open(bytes, Array(holders.prefix(2)), "no base64", in: folder) == "bidderKeyUnknown")
    }

    @Test("A changed byte anywhere, a cut at any chunk, and surplus bytes are refused")
    func damage() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (bytes, released) = try sealed(package(40_000))
        let two = Array(holders.prefix(2))
        let line = try #require(bytes.firstIndex(of: 10))
        for place in [0, line / 3, line - 1, line + 1, line + 30, line + 60, line + 20_000, bytes.count - 1] {
            var changed = bytes
            changed[place] ^= 0x01
            let outcome = try open(changed, two, released, in: folder)
            #expect(outcome.count < 40, "byte \(place) of \(bytes.count)")
        }
        for cut in [line + 1 + 56, line + 1 + 56 + 16_400, line + 1 + 56 + 32_800, bytes.count - 1] {
            let outcome = try open(Array(bytes[..<cut]), two, released, in: folder)
            #expect(["truncated", "bodyDamaged"].contains(outcome), "cut at \(cut): \(outcome)")
        }
        #expect(try open(bytes + [0], two, released, in: folder) == "bodyDamaged")
    }

    @Test("A server sees what is no bid of its section from the first line alone")
    func shape() throws {
        let (bytes, _) = try sealed(package(10))
        let first = Array(bytes.prefix { $0 != 10 }) + [10]
        let keys = Set(holders.map(\.keyID))
        try SealedFileHeader.check(first: first, section: section, holderKeys: keys, size: Int64(bytes.count))
        func code(_ section: String, _ keys: Set<String>, _ first: [UInt8], _ size: Int) -> String {
            do {
                try SealedFileHeader.check(first: first, section: section, holderKeys: keys, size: Int64(size))
                return ""
            } catch { return (error as? SealingError)?.code ?? "\(error)" }
        }
        #expect(code("2026-000002", keys, first, bytes.count) == "wrongSection")
        #expect(code(section, [bidder.keyID], first, bytes.count) == "wrongHolders")
        #expect(code(section, keys, Array("PK\u{3}\u{4}\n".utf8), 100) == "notSealed")
        #expect(code(section, keys, Array(first.dropLast()), bytes.count) == "notSealed")
        #expect(code(section, keys, first, first.count + 10) == "truncated")
        #expect(code(section, keys, [UInt8(ascii: " ")] + first, bytes.count) == "notSealed")
    }

    @Test("Nothing of price or names of documents stands in a sealed file")
    func nothingShows() throws {
        let (bytes, _) = try sealed(package(1000))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("priceFen") && !text.contains("技术标") && !text.contains("bid.json"))
    }
}

@Suite("Key files (RFC 5958, RFC 8018)")
struct KeyFileTests {
    @Test("A key file opens with its passphrase and with no other")
    func passphrase() throws {
        let key = HolderKey.generate()
        let pem = try key.encryptedPEM(passphrase: "口令 pass")
        #expect(try HolderKey(pem: pem, passphrase: "口令 pass").keyID == key.keyID)
        #expect(throws: SealingError.wrongPassphrase) { try HolderKey(pem: pem, passphrase: "口令 Pass") }
        #expect(HolderKey.matches(privateKey: key.published, publicKey: key.publicKey))
        #expect(!HolderKey.matches(privateKey: HolderKey.generate().published, publicKey: key.publicKey))
    }

    @Test("Anything else is refused without a crash")
    func malformed() throws {
        let pem = try HolderKey.generate().encryptedPEM(passphrase: "p")
        let lines = pem.split(separator: "\n").map(String.init)
        let body = try #require(Data(base64Encoded: lines.dropFirst().dropLast().joined()))
        for cut in 0..<min(body.count, 120) {
            let text =
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n\(body.prefix(cut).base64EncodedString())\n"
                + "-----END ENCRYPTED PRIVATE KEY-----\n"
            #expect(throws: SealingError.self) { try HolderKey(pem: text, passphrase: "p") }
        }
        for text in ["", "-----BEGIN ENCRYPTED PRIVATE KEY-----", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n"] {
            #expect(throws: SealingError.self) { try HolderKey(pem: text, passphrase: "p") }
        }
    }
}

@Suite("Packages")
struct PackageTests {
    @Test("bid.json comes out of a stored package; anything that is no ZIP, or too much, is refused")
    func form() throws {
        let package = PackageArchive.make(form: Array("{}".utf8), documents: [("a", [1, 2, 3])])
        #expect(package.count % 65_536 == 0)
        func read(_ bytes: [UInt8]) throws -> [UInt8] {
            try PackageArchive.form(size: Int64(bytes.count)) { position, count in
                let start = min(max(0, Int(position)), bytes.count)
                return Array(bytes[start..<min(start + count, bytes.count)])
            }
        }
        #expect(try read(package) == Array("{}".utf8))
        #expect(throws: SealingError.self) { try read([]) }
        #expect(throws: SealingError.self) { try read(Array("hello".utf8)) }
        #expect(throws: SealingError.self) { try read(Array(package.dropLast(10))) }
        #expect(throws: SealingError.self) { try read(PackageArchive.archive([("other", [])])) }
        let large = PackageArchive.archive([("bid.json", [UInt8](repeating: 32, count: (1 << 20) + 1))])
        #expect(throws: SealingError.self) { try read(large) }
    }
}
