import Foundation

/// What a decoder does not tell about a JSON text: whether it can be read in two ways.
enum JSONKeys {
    /// The keys of the outermost object.
    /// - Parameter text: JSON that a decoder has accepted.
    /// - Returns: nil when the text is no UTF-8, does not begin with an object, or any object in it has the same key
    ///   twice: RFC 8259 §4 leaves open which of the two counts, so that readers would see different prices.
    static func top(of text: [UInt8]) -> Set<String>? {
        guard String(validating: text, as: UTF8.self) != nil, !text.contains(0) else { return nil }
        var open: [Set<String>?] = []
        var top: Set<String>?
        var position = 0
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "{"): open.append(Set())
            case UInt8(ascii: "["): open.append(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard let closed = open.popLast() else { return nil }
                if open.isEmpty { top = closed }
            case UInt8(ascii: "\""):
                let start = position - 1
                while position < text.count, text[position] != UInt8(ascii: "\"") {
                    position += text[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                position += 1
                guard position <= text.count else { return nil }
                guard isKey(text, after: position) else { continue }
                // Escapes are resolved: "price\u0046en" is the same key.
                guard let key = try? JSONDecoder().decode(String.self, from: Data(text[start..<position])),
                    let last = open.indices.last, open[last]?.insert(key).inserted == true
                else { return nil }
            case 0x20, 0x09, 0x0A, 0x0D: break
            default:
                // A byte order mark, or a text that is no object.
                if open.isEmpty { return nil }
            }
        }
        return top
    }

    private static func isKey(_ text: [UInt8], after position: Int) -> Bool {
        text[position...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: ":")
    }
}
