import Crypto
import Foundation
import Testing

@testable import Sealing

@Suite("What is refused, and by what name (docs/sealing.md, who is at fault)")
struct RefusalTests {
    private let holders = (0..<3).map { _ in HolderKey.generate() }
    private let bidder = HolderKey.generate()
    private let section = "2026-000001"

    private var notice: SectionNotice {
        notice(keys: holders, t: 2)
    }

    private func notice(keys: [HolderKey], t: Int) -> SectionNotice {
        SectionNotice(
            section: section, title: "", deadline: "2026-10-29T01:30:00.000Z", windowMinutes: 30, t: t,
            holders: keys.map { .init(name: "", office: "", publicKey: $0.publicKey, keyID: $0.keyID) }, vkey: "",
            site: "")
    }

    private let form = """
        {"section":"2026-000001","bidder":"91530600MA6K000147","bidderName":"甲","priceFen":100,"durationDays":1,\
        "quality":"合格","projectLeader":{"name":"乙","certificate":""},"items":[],"declaration":""}
        """

    private func sealed(_ size: Int) throws -> (bytes: [UInt8], released: String) {
        let package = PackageArchive.make(
            form: Array(form.utf8), documents: [("a", SealedFile.random(size))], padTo: 1)
        let bytes = try SealedFile.seal(package: package, notice: notice, bidderKey: bidder, created: "2026")
        let header = try SealedFileHeader(line: Array(bytes.prefix { $0 != 10 }))
        return (bytes, try SealedFile.releasedKey(header: header, bidderKey: bidder))
    }

    private func code(_ body: () throws -> Void) -> String {
        do { try body() } catch { return (error as? SealingError)?.code ?? "\(error)" }
        return "accepted"
    }

    private func openCode(
        _ bytes: [UInt8], _ keys: [HolderKey], _ released: String, _ folder: TemporaryFolder
    ) throws -> String {
        let input = folder.url.appendingPathComponent("bid.sealed")
        try Data(bytes).write(to: input)
        return code {
            _ = try SealedFile.open(
                input, section: section, holderKeys: keys, released: released,
                to: folder.url.appendingPathComponent("package.zip"))
        }
    }

    @Test("Each byte of the header counts: changed anywhere, the file is refused and nothing is written")
    func headerBytes() throws {
        let folder = try TemporaryFolder()
        let (bytes, released) = try sealed(10)
        let line = try #require(bytes.firstIndex(of: 10))
        let known: Set = [
            "notSealed", "wrongSection", "holderKeyUnknown", "shareUnreadable", "shareCommitment",
            "tooFewShares", "bodyCommitment",
        ]
        for place in 0...line {
            var changed = bytes
            changed[place] ^= 0x01
            let outcome = try openCode(changed, Array(holders.prefix(2)), released, folder)
            #expect(known.contains(outcome), "byte \(place): \(outcome)")
        }
        #expect(folder.names == ["bid.sealed"])
    }

    @Test("A changed chunk is named, the lowest of several; a cut at any chunk's end is told before anything is opened")
    func body() throws {
        let folder = try TemporaryFolder()
        let (bytes, released) = try sealed(2_200_000)
        let two = Array(holders.prefix(2))
        let start = try #require(bytes.firstIndex(of: 10)) + 1 + 56
        let input = folder.url.appendingPathComponent("bid.sealed")
        func damage(_ chunks: [Int]) throws {
            var changed = bytes
            for chunk in chunks { changed[start + chunk * 16_400 + 5] ^= 0x80 }
            try Data(changed).write(to: input)
            #expect(throws: SealingError.bodyDamaged(chunk: Int64(chunks.min() ?? 0))) {
                try SealedFile.open(
                    input, section: section, holderKeys: two, released: released,
                    to: folder.url.appendingPathComponent("package.zip"))
            }
        }
        for chunks in [[0], [63], [64], [130, 3, 70], [134, 133]] { try damage(chunks) }
        var swapped = bytes
        for index in 0..<16_400 { swapped.swapAt(start + index, start + 16_400 + index) }
        #expect(try openCode(swapped, two, released, folder) == "bodyDamaged")
        for chunk in [0, 1, 64, 128, 134] {
            #expect(try openCode(Array(bytes[..<(start + chunk * 16_400)]), two, released, folder) == "truncated")
        }
        #expect(try openCode(Array(bytes[..<(start - 1)]), two, released, folder) == "truncated")
        #expect(try openCode(bytes + [0], two, released, folder) == "bodyDamaged")
        #expect(try openCode(bytes + Array(bytes.suffix(16_400)), two, released, folder) == "bodyDamaged")
        for place in [start - 56, start - 1] {
            var changed = bytes
            changed[place] ^= 1
            #expect(try openCode(changed, two, released, folder) == "bodyCommitment")
        }
        #expect(folder.names == ["bid.sealed"])
        #expect(try openCode(bytes, two, released, folder) == "accepted")
    }

    @Test("One holder's key given twice is one share")
    func sameKeyTwice() throws {
        let folder = try TemporaryFolder()
        let (bytes, released) = try sealed(10)
        #expect(try openCode(bytes, [holders[1], holders[1]], released, folder) == "tooFewShares")
        #expect(try openCode(bytes, [holders[1], holders[1], holders[2]], released, folder) == "accepted")
    }

    /// A header with these shares, each committed to and sealed as it should be.
    private func header(_ shares: [SecretSharing.Share], t: Int) throws -> SealedFileHeader {
        let digest = SealedFile.digest([])
        let made = try zip(shares, holders).map { share, key in
            let envelope = try Envelope.seal(
                share.bytes, to: key.key.publicKey, info: SealContext.share(section: section, x: Int(share.x)))
            return SealedFileHeader.Share(
                holder: "", key: key.keyID, x: Int(share.x), commit: SealedFile.digest(share.bytes),
                sealed: Data(envelope).base64EncodedString())
        }
        return SealedFileHeader(
            section: section, created: "", t: t, shares: made, bidderKey: nil, plainCommit: digest,
            readOutCommit: digest)
    }

    @Test("Shares of two secrets are the bidder's fault, whichever holders' keys come first")
    func inconsistentShares() throws {
        let secret = SealedFile.random(32)
        var shares = SecretSharing.split(secret, threshold: 2, count: 3) { SealedFile.random(1)[0] }
        let sound = try header(shares, t: 2)
        for order in [[0, 1, 2], [2, 0, 1], [1, 2]] {
            #expect(try SealedFile.openingSecret(header: sound, holderKeys: order.map { holders[$0] }) == secret)
        }
        shares[2] = .init(x: 3, bytes: SealedFile.random(32))
        let unsound = try header(shares, t: 2)
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            #expect(throws: SealingError.bodyCommitment) {
                try SealedFile.openingSecret(header: unsound, holderKeys: order.map { holders[$0] })
            }
        }
    }

    @Test("A share that is not as committed, or sealed to another section or key, is told apart")
    func shareFaults() throws {
        let shares = SecretSharing.split(SealedFile.random(32), threshold: 2, count: 3) { SealedFile.random(1)[0] }
        let sound = try header(shares, t: 2)
        func altered(_ change: (inout [String: Any]) -> Void) throws -> SealedFileHeader {
            var fields = try #require(
                try JSONSerialization.jsonObject(with: Data(try sound.line())) as? [String: Any])
            var list = try #require(fields["shares"] as? [[String: Any]])
            change(&list[0])
            fields["shares"] = list
            let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
            return try SealedFileHeader(
                line: Array(try JSONSerialization.data(withJSONObject: fields, options: options)))
        }
        let commit = try altered { $0["commit"] = SealedFile.digest([1]) }
        #expect(throws: SealingError.shareCommitment(x: 1)) {
            try SealedFile.openingSecret(header: commit, holderKeys: holders)
        }
        let other = sound.shares[1].sealed
        let moved = try altered { $0["sealed"] = other }
        #expect(throws: SealingError.shareUnreadable(x: 1)) {
            try SealedFile.openingSecret(header: moved, holderKeys: holders)
        }
        #expect(code { _ = try altered { $0["commit"] = SealedFile.digest([1]).uppercased() } } == "notSealed")
        #expect(code { _ = try altered { $0["commit"] = String(repeating: "+1", count: 32) } } == "notSealed")
        #expect(code { _ = try altered { $0["sealed"] = "AAAA" } } == "notSealed")
        #expect(code { _ = try altered { $0["x"] = 2 } } == "notSealed")
        #expect(code { _ = try altered { $0["x"] = 4 } } == "notSealed")
        let twice = sound.shares[1].key
        #expect(code { _ = try altered { $0["key"] = twice } } == "notSealed")
    }

    @Test("A server that knows the threshold refuses another; lengths that no body has are refused")
    func shape() throws {
        let (bytes, _) = try sealed(40_000)
        let first = Array(bytes.prefix { $0 != 10 }) + [10]
        let keys = Set(holders.map(\.keyID))
        func check(_ threshold: Int?, _ size: Int) -> String {
            code {
                try SealedFileHeader.check(
                    first: first, section: section, holderKeys: keys, threshold: threshold, size: Int64(size))
            }
        }
        #expect(check(2, bytes.count) == "accepted" && check(nil, bytes.count) == "accepted")
        #expect(check(3, bytes.count) == "wrongHolders" && check(1, bytes.count) == "wrongHolders")
        for rest in [0, 55, 56, 71, 56 + 16_400, 56 + 16_400 + 15] {
            #expect(check(2, first.count + rest) == "truncated", "\(rest)")
        }
        for rest in [72, 56 + 16_399, 56 + 16_400 + 16] { #expect(check(2, first.count + rest) == "accepted") }
    }

    @Test("No bid is sealed for a notice that could not be opened")
    func notices() throws {
        let package = PackageArchive.make(form: Array(form.utf8), documents: [], padTo: 1)
        func seal(_ notice: SectionNotice) -> String {
            code { _ = try SealedFile.seal(package: package, notice: notice, bidderKey: bidder, created: "") }
        }
        #expect(seal(notice) == "accepted")
        #expect(seal(notice(keys: holders, t: 0)) == "badNotice")
        #expect(seal(notice(keys: holders, t: 4)) == "badNotice")
        #expect(seal(notice(keys: [], t: 0)) == "badNotice")
        #expect(seal(notice(keys: [holders[0], holders[0], holders[1]], t: 2)) == "badNotice")
    }

    @Test("A device is written in place and never replaced; a folder is no target")
    func targets() throws {
        let folder = try TemporaryFolder()
        let device = folder.url.appendingPathComponent("device")
        try FileManager.default.createSymbolicLink(atPath: device.path, withDestinationPath: "/dev/null")
        let target = try TargetFile(device)
        try [UInt8(1), 2].withUnsafeBytes { try target.write(at: 0, $0) }
        try target.finish()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: device.path) == "/dev/null")
        #expect(folder.names == ["device"])
        #expect(code { _ = try TargetFile(folder.url) } == "file")
        #expect(code { _ = try SourceFile(folder.url) } == "file")
        #expect(code { _ = try SourceFile(folder.url.appendingPathComponent("missing")) } == "file")
    }

    @Test("A package that changes while it is sealed is noticed")
    func changing() throws {
        let folder = try TemporaryFolder()
        let package = folder.url.appendingPathComponent("package.zip")
        try Data([1, 2, 3]).write(to: package)
        let file = try SourceFile(package)
        try file.checkUnchanged()
        let handle = try FileHandle(forWritingTo: package)
        try handle.seekToEnd()
        try handle.write(contentsOf: [4])
        try handle.close()
        #expect(code { try file.checkUnchanged() } == "file")
    }
}
