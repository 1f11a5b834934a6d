import Foundation

/// The stored form of acts: a name and a plain JSON object of the act's labelled values, readable without Swift.
///
/// Swift encodes `case noticePublished(deadline: Instant)` as `{"noticePublished":{"deadline":"…"}}`; that outer
/// object is taken apart and put together here, so that an act costs one pass of the encoder.
public enum ActCoding {
    /// An act's shape is not of the stored form: a case without labels or with a float.
    public struct ShapeError: Error, CustomStringConvertible {
        public let description: String
    }

    /// The act's name and its open part: canonical JSON (sorted keys, no blanks).
    public static func encode(_ act: some Encodable) throws -> (name: String, open: [UInt8]) {
        let bytes = [UInt8](try encoder().encode(act))
        guard bytes.count >= 6, bytes.starts(with: Array("{\"".utf8)),
            let quote = bytes[2...].firstIndex(of: UInt8(ascii: "\"")), quote + 2 < bytes.count,
            bytes[quote + 1] == UInt8(ascii: ":"), bytes[quote + 2] == UInt8(ascii: "{"),
            bytes.last == UInt8(ascii: "}")
        else { throw ShapeError(description: "an act is an enum case with labelled values: \(act)") }
        return (String(decoding: bytes[2..<quote], as: UTF8.self), Array(bytes[(quote + 2)..<(bytes.count - 1)]))
    }

    /// The act of a stored name and open part.
    public static func decode<Act: Decodable>(_ type: Act.Type, name: String, open: some Sequence<UInt8>) throws -> Act
    {
        var bytes = Data("{\"\(name)\":".utf8)
        bytes.append(contentsOf: open)
        bytes.append(UInt8(ascii: "}"))
        return try JSONDecoder().decode(type, from: bytes)
    }

    /// Canonical JSON of any plain value: closed parts and bodies use the same form.
    public static func json(_ value: some Encodable) throws -> [UInt8] {
        [UInt8](try encoder().encode(value))
    }

    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
