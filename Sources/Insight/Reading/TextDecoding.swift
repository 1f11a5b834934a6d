import Glibc

/// Bytes of an unknown encoding as text: by byte order mark, else UTF-8, else GB18030 (which includes GBK and GB2312).
public enum TextDecoding {
    /// Decodes strictly at first; a text with fewer than one wrong byte sequence in a thousand characters is taken with
    /// replacement characters (a file cut in the middle of a character is such a text). Nil when it is no text.
    public static func decode(_ bytes: [UInt8]) -> String? {
        let text: String?
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            text = tolerable(String(decoding: bytes.dropFirst(3), as: UTF8.self))
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            text = utf16(bytes.dropFirst(2), low: 0, high: 1)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            text = utf16(bytes.dropFirst(2), low: 1, high: 0)
        } else if let strict = String(validating: bytes, as: UTF8.self) {
            text = strict
        } else {
            text = tolerable(String(decoding: bytes, as: UTF8.self)) ?? gb18030(bytes)
        }
        guard let text, isText(text) else { return nil }
        return text
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, low: Int, high: Int) -> String? {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index + 1 < bytes.endIndex {
            units.append(UInt16(bytes[index + low]) | UInt16(bytes[index + high]) << 8)
            index += 2
        }
        return tolerable(String(decoding: units, as: UTF16.self))
    }

    private static func tolerable(_ text: String) -> String? {
        var wrong = 0
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            if scalar == "\u{FFFD}" { wrong += 1 }
        }
        return wrong * 1_000 <= max(count, 1_000) ? text : nil
    }

    private static func gb18030(_ bytes: [UInt8]) -> String? {
        guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: 65_536)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 3 / 2)
        var wrong = 0
        input.withUnsafeMutableBytes { raw in
            guard let base = raw.bindMemory(to: CChar.self).baseAddress else { return }
            var from: UnsafeMutablePointer<CChar>? = base
            var left = raw.count
            while left > 0 {
                var produced = 0
                var status = 0
                var reason: Int32 = 0
                output.withUnsafeMutableBytes { buffer in
                    var to = buffer.bindMemory(to: CChar.self).baseAddress
                    var room = buffer.count
                    status = iconv(converter, &from, &left, &to, &room)
                    reason = errno
                    produced = buffer.count - room
                }
                result.append(contentsOf: output[0..<produced])
                guard status == -1, reason != E2BIG else { continue }
                // A wrong or cut sequence: one byte is skipped and said to be unreadable.
                wrong += 1
                if wrong > 1 + bytes.count / 1_000 { return }
                result.append(contentsOf: [0xEF, 0xBF, 0xBD])
                from = from?.advanced(by: 1)
                left -= 1
            }
        }
        return wrong > 1 + bytes.count / 1_000 ? nil : String(decoding: result, as: UTF8.self)
    }

    /// Text has hardly any control characters and characters that nobody assigned.
    private static func isText(_ text: String) -> Bool {
        var strange = 0
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            switch scalar.value {
            case 0: return false
            case 0x09, 0x0A, 0x0C, 0x0D: continue
            case 0..<0x20, 0x7F..<0xA0, 0xE000...0xF8FF, 0xF0000...: strange += 1
            default: continue
            }
        }
        return strange * 100 <= count
    }
}
