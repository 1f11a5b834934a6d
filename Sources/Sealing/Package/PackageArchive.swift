import CZlib
import Foundation

/// A bid's package: a ZIP with `bid.json` and documents, padded by a stored member so that its length says little.
public enum PackageArchive {
    /// The most that `bid.json` may unpack to, bytes.
    public static let formLimit = 1 << 20
    static let memberLimit = 10_000

    /// Makes a package of stored members; deterministic for equal input.
    /// - Parameter padTo: total lengths are rounded up to a multiple of this, bytes.
    public static func make(form: [UInt8], documents: [(name: String, bytes: [UInt8])], padTo: Int = 65_536) -> [UInt8]
    {
        var members: [(name: String, bytes: [UInt8])] = [("bid.json", form)] + documents
        let padding = "padding"
        let bare = length(members + [(padding, [])])
        members.append((padding, [UInt8](repeating: 0, count: (padTo - bare % padTo) % padTo)))
        return archive(members)
    }

    private static func length(_ members: [(name: String, bytes: [UInt8])]) -> Int {
        members.reduce(22) { $0 + 30 + 46 + 2 * $1.name.utf8.count + $1.bytes.count }
    }

    /// A ZIP (APPNOTE 6.3.10) of stored members with UTF-8 names, dated 1980-01-01 so that nothing depends on a clock.
    public static func archive(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        var directory: [UInt8] = []
        body.reserveCapacity(length(members))
        for member in members {
            let offset = body.count
            let checksum = member.bytes.withUnsafeBufferPointer { buffer in
                UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
            }
            let name = Array(member.name.utf8)
            let size = little(UInt32(member.bytes.count))
            // version 2.0, UTF-8 names, stored, 00:00 on 1980-01-01
            let common =
                little(UInt16(20)) + little(UInt16(0x0800)) + little(UInt16(0)) + little(UInt16(0))
                + little(UInt16(0x21)) + little(checksum) + size + size + little(UInt16(name.count)) + little(UInt16(0))
            body += [0x50, 0x4B, 0x03, 0x04] + common + name + member.bytes
            directory += [0x50, 0x4B, 0x01, 0x02] + little(UInt16(20)) + common
            directory += little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0))
            directory += little(UInt32(offset)) + name
        }
        let count = little(UInt16(members.count))
        let end = [0x50, 0x4B, 0x05, 0x06] + little(UInt16(0)) + little(UInt16(0)) + count + count
        return body + directory + end + little(UInt32(directory.count)) + little(UInt32(body.count)) + little(UInt16(0))
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// `bid.json` of a package that lies in a file; nothing else is unpacked.
    /// - Parameter read: bytes at a position.
    /// - Throws: ``SealingError/badPackage(_:)``.
    public static func form(size: Int64, read: (_ position: Int64, _ count: Int) throws -> [UInt8]) throws -> [UInt8] {
        func bad(_ reason: String) -> SealingError { .badPackage(reason) }
        let tailStart = max(0, size - 65_557)
        let tail = try read(tailStart, Int(size - tailStart))
        let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
        guard tail.count >= 22,
            let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
                // The comment must reach to the end of the file, or another reader might find another end.
                Array(tail[$0..<($0 + 4)]) == mark && $0 + 22 + Int(number(tail, $0 + 20, 2)) == tail.count
            })
        else { throw bad("not a ZIP file") }
        let count = Int(number(tail, end + 10, 2))
        let length = Int(number(tail, end + 12, 4))
        let start = Int64(number(tail, end + 16, 4))
        // The directory ends where the end record begins: readers differ in what they make of bytes between or before.
        guard count <= memberLimit, length <= 16 << 20, start + Int64(length) == tailStart + Int64(end) else {
            throw bad("directory out of bounds")
        }
        let directory = try read(start, length)
        guard directory.count == length else { throw bad("directory cut off") }
        var position = 0
        var found: [UInt8]?
        for _ in 0..<count {
            guard position + 46 <= directory.count,
                Array(directory[position..<(position + 4)]) == [0x50, 0x4B, 0x01, 0x02]
            else { throw bad("directory damaged") }
            let nameLength = Int(number(directory, position + 28, 2))
            let skip = nameLength + Int(number(directory, position + 30, 2)) + Int(number(directory, position + 32, 2))
            guard position + 46 + skip <= directory.count else { throw bad("directory damaged") }
            let name = String(decoding: directory[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self)
            if name == "bid.json" {
                // Of two, one reader takes the first and another the last.
                guard found == nil else { throw bad("bid.json stands in it twice") }
                guard number(directory, position + 8, 2) & 1 == 0 else { throw bad("bid.json is encrypted") }
                found = try member(
                    method: Int(number(directory, position + 10, 2)), checksum: number(directory, position + 16, 4),
                    packed: Int(number(directory, position + 20, 4)), plain: Int(number(directory, position + 24, 4)),
                    offset: Int64(number(directory, position + 42, 4)), read: read)
            }
            position += 46 + skip
        }
        guard let found else { throw bad("bid.json is missing") }
        return found
    }

    private static func member(
        method: Int, checksum: UInt32, packed: Int, plain: Int, offset: Int64,
        read: (_ position: Int64, _ count: Int) throws -> [UInt8]
    ) throws -> [UInt8] {
        func bad(_ reason: String) -> SealingError { .badPackage("bid.json " + reason) }
        guard plain <= formLimit, packed <= formLimit else { throw bad("is larger than 1 MiB") }
        let head = try read(offset, 30)
        guard head.count == 30, Array(head[0..<4]) == [0x50, 0x4B, 0x03, 0x04] else { throw bad("has no header") }
        let nameLength = Int(number(head, 26, 2))
        guard try read(offset + 30, nameLength) == Array("bid.json".utf8) else { throw bad("has another name inside") }
        let start = offset + 30 + Int64(nameLength) + Int64(number(head, 28, 2))
        let bytes = try read(start, packed)
        guard bytes.count == packed else { throw bad("is cut off") }
        let content: [UInt8]
        switch method {
        case 0: content = bytes
        case 8:
            guard let inflated = inflate(bytes, to: plain) else { throw bad("cannot be unpacked") }
            content = inflated
        default: throw bad("is packed by an unknown method")
        }
        let found = content.withUnsafeBufferPointer { buffer in
            UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
        }
        guard content.count == plain, found == checksum else { throw bad("is damaged") }
        return content
    }

    /// Raw deflate to exactly so many bytes; nil when it is not that.
    private static func inflate(_ bytes: [UInt8], to size: Int) -> [UInt8]? {
        var stream = z_stream()
        guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: size + 1)
        let written: Int? = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END ? target.count - Int(stream.avail_out) : nil
            }
        }
        return written == size ? Array(output[..<size]) : nil
    }

    private static func number(_ bytes: [UInt8], _ position: Int, _ width: Int) -> UInt32 {
        (0..<width).reduce(UInt32(0)) { $0 | UInt32(bytes[position + $1]) << UInt32(8 * $1) }
    }
}
