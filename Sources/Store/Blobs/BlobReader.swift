import Foundation

/// An open blob. Reads name their position, so one reader may serve many tasks; a blob removed meanwhile stays
/// readable here.
public struct BlobReader: Sendable {
    private let file: OpenFile
    public let sha256: String
    /// Length in bytes.
    public let size: Int64

    init(file: OpenFile, sha256: String) throws(BlobError) {
        self.file = file
        self.sha256 = sha256
        do { size = try file.size() } catch { throw BlobError(error) }
    }

    /// Bytes from a position (in bytes) on; fewer than `count` only at the end.
    /// - Throws: `BlobError.file`.
    public func read(at position: Int64, count: Int) throws(BlobError) -> [UInt8] {
        do { return try file.read(at: position, count: count) } catch { throw BlobError(error) }
    }

    /// The bytes of a range, or all, in pieces of at most `length` bytes.
    public func chunks(in range: Range<Int64>? = nil, ofLength length: Int = 256 << 10) -> BlobChunks {
        BlobChunks(reader: self, range: (range ?? 0..<size).clamped(to: 0..<size), length: max(length, 1))
    }

    /// Reads everything and names it by what was read.
    /// - Throws: `BlobError.file`.
    public func measure() throws(BlobError) -> BlobReference {
        var hasher = BlobHasher()
        while hasher.size < size {
            let bytes = try read(at: hasher.size, count: 1 << 20)
            if bytes.isEmpty { break }
            hasher.update(bytes)
        }
        return hasher.reference()
    }

    /// Reads everything and compares it with the name.
    /// - Throws: `BlobError.damaged`, `.file`.
    public func verify() throws(BlobError) {
        if try measure().sha256 != sha256 { throw .damaged(sha256: sha256) }
    }
}

/// The bytes of a blob in pieces: an asynchronous sequence for a response body.
public struct BlobChunks: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    let reader: BlobReader
    let range: Range<Int64>
    let length: Int

    public func makeAsyncIterator() -> Iterator {
        Iterator(reader: reader, position: range.lowerBound, end: range.upperBound, length: length)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let reader: BlobReader
        var position: Int64
        let end: Int64
        let length: Int

        /// - Throws: `BlobError.damaged` when the file became shorter than it was when opened.
        public mutating func next() throws -> [UInt8]? {
            if position >= end { return nil }
            let count = Int(Swift.min(Int64(length), end - position))
            let bytes = try reader.read(at: position, count: count)
            if bytes.count < count { throw BlobError.damaged(sha256: reader.sha256) }
            position += Int64(count)
            return bytes
        }
    }
}
