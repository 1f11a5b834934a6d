import Foundation
import HTTPTypes
import Hummingbird

/// A submitted form, or a query: names and values in order.
public struct FormBody: Sendable {
    public struct Item: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    public let items: [Item]

    /// The last value of a name; nil when there is none.
    public subscript(_ name: String) -> String? { items.last { $0.name == name }?.value }

    /// Reads `application/x-www-form-urlencoded`.
    static func fields(_ text: String) -> [Item] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Item(name: decoded(parts[0]), value: parts.count > 1 ? decoded(parts[1]) : "")
        }
    }

    /// Percent escapes and `+`; bytes that are not UTF-8 become the replacement character.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        func digit(_ byte: UInt8?) -> UInt8? {
            switch byte {
            case .some(let byte) where (48...57).contains(byte): byte - 48
            case .some(let byte) where (65...70).contains(byte): byte - 55
            case .some(let byte) where (97...102).contains(byte): byte - 87
            default: nil
            }
        }
        while let byte = iterator.next() {
            if byte == UInt8(ascii: "+") {
                bytes.append(32)
            } else if byte == UInt8(ascii: "%") {
                let rest = iterator
                if let high = digit(iterator.next()), let low = digit(iterator.next()) {
                    bytes.append(high << 4 | low)
                } else {
                    bytes.append(byte)
                    iterator = rest
                }
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A form of at most `limit` bytes, its token checked.
    /// - Throws: `HTTPError` 413 or 415, ``FormRefused``.
    static func read(_ request: Request, _ visit: Visit, _ site: SiteContext, limit: Int = 1 << 20) async throws
        -> FormBody
    {
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else {
            throw HTTPError(.unsupportedMediaType)
        }
        let body = try await request.body.collect(upTo: limit)
        let form = FormBody(items: fields(String(buffer: body)))
        try site.requireFormToken(form["_token"], visit)
        return form
    }
}
