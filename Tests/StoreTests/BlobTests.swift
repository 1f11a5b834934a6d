import Foundation
import Testing

@testable import Store

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

@Suite("Blobs")
struct BlobTests {
    struct Vector: Sendable {
        let size: Int
        let sha256: String
        let root: String
    }

    /// Computed by Python's hashlib over the bytes of `pattern`, after RFC 6962 §2.1.
    static let vectors = [
        Vector(
            size: 0, sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            root: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        Vector(
            size: 1, sha256: "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
            root: "b413f47d13ee2fe6c845b2ee141af81de858df4ec549a58b7970bb96645bc8d2"),
        Vector(
            size: 1_048_576, sha256: "24d64e8827b87033cff817058062157fc7c63c162f8666425a12a2d7a755890c",
            root: "fe537a1727bc2b2d2ab65b06ba30df09abbb127a6640ff4558310ed4c2ff5309"),
        Vector(
            size: 1_048_577, sha256: "dbf42cf0d8b13deff795c07a709e5e5d1bf4f665980e7faa992e77ad423f9414",
            root: "3c66237c860de9332b457f00061c7869f6714d3abbae4bfeb4e0be449fbd4f09"),
        Vector(
            size: 3_145_728, sha256: "34da7fcc29fe983653729b34351733474e458e2c564d4447f45e23b7acdc9530",
            root: "06dfff04414900bea736103cdad9e5914f15f3719362d1fce0bd4048644107ed"),
        Vector(
            size: 5_242_883, sha256: "50c5ee4bc581e7815c5ca8182a64c2e546d006e8e62b357fbd1700109c681edf",
            root: "6c2cee8857ca3195435c3c00428756f265032e769677de239dd37726ec9b76ec"),
        Vector(
            size: 7_340_031, sha256: "b080f480c3675c29951ac5fc136696456121de90abfe9c39284a5bbc0f2bfe93",
            root: "467328d9892c3b788bd1512531b76283e5bfe894af56259069d412e405505acc"),
    ]

    @Test(
        "A blob's digest and its RFC 6962 root over blocks of 1 MiB are those that Python computes", arguments: vectors)
    func matchesVectors(_ vector: Vector) {
        var hasher = BlobHasher()
        hasher.update(Self.pattern(vector.size))
        let reference = hasher.reference()
        #expect(reference.sha256 == vector.sha256)
        #expect(reference.root == vector.root)
        #expect(reference.size == Int64(vector.size))
    }

    @Test("A blob has one name however its bytes were cut")
    func cutsDoNotMatter() {
        let bytes = Self.pattern(2_500_000)
        var whole = BlobHasher()
        whole.update(bytes)
        var pieces = BlobHasher()
        var start = 0
        while start < bytes.count {
            let end = min(start + Int.random(in: 1...700_000), bytes.count)
            pieces.update(Array(bytes[start..<end]))
            _ = pieces.reference()
            start = end
        }
        #expect(pieces.reference() == whole.reference())
    }

    @Test("A finished blob lies under its SHA-256, reads back in ranges and pieces, and leaves no temporary file")
    func roundTrip() async throws {
        let folder = TestFolder()
        let store = try BlobStore(folder: folder.url)
        let bytes = Self.pattern(1_500_001)
        let writer = try store.writer()
        try writer.append(bytes.prefix(10))
        try writer.append(bytes.dropFirst(10))
        let reference = try writer.finish()

        let path = "\(folder.url.path)/\(reference.sha256.prefix(2))/\(reference.sha256.dropFirst(2))"
        #expect(FileManager.default.contents(atPath: path) == Data(bytes))
        #expect(store.exists(reference.sha256))
        try store.verify(reference)
        let reader = try store.open(reference.sha256)
        #expect(reader.size == 1_500_001)
        #expect(try reader.read(at: 1_000_000, count: 5) == Array(bytes[1_000_000..<1_000_005]))
        #expect(try reader.read(at: 1_500_000, count: 5) == Array(bytes.suffix(1)))
        var read: [UInt8] = []
        for try await piece in reader.chunks(in: 7..<1_400_000, ofLength: 100_000) { read += piece }
        #expect(read == Array(bytes[7..<1_400_000]))
        #expect(folder.names("tmp").isEmpty)
        #expect(throws: BlobError.writerClosed) { try writer.append(bytes) }
    }

    @Test("A blob that is already there is kept as it is")
    func keepsExisting() throws {
        let folder = TestFolder()
        let store = try BlobStore(folder: folder.url)
        let first = try Self.write(Self.pattern(5000), to: store)
        let path = try store.path(first.sha256)
        let before = try OpenFile(path, O_RDONLY).status().st_ino
        let second = try Self.write(Self.pattern(5000), to: store)
        #expect(second == first)
        #expect(try OpenFile(path, O_RDONLY).status().st_ino == before)
        #expect(folder.names("tmp").isEmpty)
    }

    @Test("A writer killed before its rename leaves no blob, and the next start removes what it wrote")
    func killedWriter() throws {
        let folder = TestFolder()
        let store = try BlobStore(folder: folder.url)
        let writer = try store.writer()
        try writer.append(Self.pattern(300_000))
        // What the disk holds at the kill; nobody locks the copy.
        let after = try TestFolder(copyOf: folder)
        #expect(after.names("tmp").count == 1)
        _ = try BlobStore(folder: after.url)
        #expect(after.names("tmp").isEmpty)
        #expect(after.names("") == ["tmp"])

        // A second process on the same folder leaves the living writer alone.
        let other = try BlobStore(folder: folder.url)
        let reference = try writer.finish()
        try other.verify(reference)
    }

    @Test("A writer that is dropped or cancelled leaves nothing")
    func dropped() throws {
        let folder = TestFolder()
        let store = try BlobStore(folder: folder.url)
        do {
            let writer = try store.writer()
            try writer.append([1, 2, 3])
            #expect(folder.names("tmp").count == 1)
        }
        let cancelled = try store.writer()
        cancelled.cancel()
        #expect(folder.names("") == ["tmp"])
        #expect(folder.names("tmp").isEmpty)
    }

    @Test("Missing, damaged, shortened and misnamed blobs are told apart")
    func errors() async throws {
        let folder = TestFolder()
        let store = try BlobStore(folder: folder.url)
        let reference = try Self.write(Self.pattern(700_000), to: store)
        let absent = String(repeating: "0", count: 64)
        #expect(throws: BlobError.missing(sha256: absent)) { try store.open(absent) }
        let outside = "../../etc/passwd"
        #expect(throws: BlobError.notADigest(outside)) { try store.open(outside) }
        #expect(!store.exists(outside))

        let reader = try store.open(reference.sha256)
        let path = try store.path(reference.sha256)
        let file = try OpenFile(path, O_RDWR)
        try [UInt8(0xFF)].withUnsafeBytes { try file.write($0, at: 350_000) }
        #expect(throws: BlobError.damaged(sha256: reference.sha256)) { try store.verify(reference) }
        #expect(throws: BlobError.damaged(sha256: reference.sha256)) { try reader.verify() }
        truncate(path, 10)
        await #expect(throws: BlobError.damaged(sha256: reference.sha256)) {
            for try await _ in reader.chunks() {}
        }
        // A shortened blob is healed by writing it again.
        _ = try Self.write(Self.pattern(700_000), to: store)
        try store.verify(reference)
    }

    #if os(Linux)
        @Test("A full disk is told as such and closes the writer")
        func diskFull() throws {
            let folder = TestFolder()
            let store = try BlobStore(folder: folder.url)
            let full = "\(folder.url.path)/full"
            symlink("/dev/full", full)
            let writer = BlobWriter(store: store, file: try OpenFile(full, O_RDWR))
            #expect(throws: BlobError.diskFull) { try writer.append([1, 2, 3]) }
            #expect(throws: BlobError.writerClosed) { try writer.append([4]) }
            #expect(folder.names("") == ["tmp"])
        }

        /// 1 GiB here, because a debug build on a slow disk would take a minute for the 4 GiB that a bid may have.
        /// The allowance is for other tests of this process.
        @Test("Streaming 1 GiB in and out takes no memory to speak of")
        func constantMemory() async throws {
            let folder = TestFolder()
            let store = try BlobStore(folder: folder.url)
            let piece = Self.pattern(1 << 20)
            let before = try Self.peakMemory()
            let writer = try store.writer()
            for _ in 0..<1024 { try writer.append(piece) }
            let reference = try writer.finish()
            var read: Int64 = 0
            for try await bytes in try store.open(reference.sha256).chunks() { read += Int64(bytes.count) }
            #expect(read == 1 << 30)
            #expect(try Self.peakMemory() - before < 256 << 20)
        }

        /// The most memory this process ever had, in bytes.
        static func peakMemory() throws -> Int {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
            return try #require(Int(line.filter(\.isNumber))) << 10
        }
    #endif

    /// Byte i is `(7·(i mod 251) + 1) mod 251`.
    static func pattern(_ count: Int) -> [UInt8] {
        var period: [UInt8] = []
        for number in 0..<251 { period.append(UInt8((number * 7 + 1) % 251)) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 251 * 64)
        let run = Array(repeatElement(period, count: 64).joined())
        while bytes.count < count { bytes += run }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    static func write(_ bytes: [UInt8], to store: BlobStore) throws -> BlobReference {
        let writer = try store.writer()
        try writer.append(bytes)
        return try writer.finish()
    }
}

/// A folder that is removed with its last reference.
final class TestFolder: Sendable {
    let url: URL

    init() {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("daylight-\(UUID().uuidString)")
    }

    convenience init(copyOf other: TestFolder) throws {
        self.init()
        try FileManager.default.copyItem(at: other.url, to: url)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Names in a folder below this one, sorted.
    func names(_ below: String) -> [String] {
        let path = below.isEmpty ? url.path : url.appendingPathComponent(below).path
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
