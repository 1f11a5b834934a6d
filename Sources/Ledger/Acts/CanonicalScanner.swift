/// Checks canonical JSON byte by byte: sorted keys without duplicates, no blanks, integers only, shortest escapes,
/// valid UTF-8, at most 32 levels. Every value has exactly one such form, so equal acts have equal hashes.
struct CanonicalScanner {
    static let maximumDepth = 32

    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// Whether all bytes have been read.
    var isAtEnd: Bool { position == bytes.count }

    /// Reads one object and leaves the position behind it.
    mutating func object(depth: Int = 1) throws(EntryError) {
        guard depth <= CanonicalScanner.maximumDepth else { throw failure(.tooDeep) }
        try expect(UInt8(ascii: "{"))
        if skip(UInt8(ascii: "}")) { return }
        var previous: Range<Int>?
        while true {
            let key = try string(isKey: true)
            if let previous, !isBelow(previous, key) { throw failure(.keyOrder, at: key.lowerBound) }
            previous = key
            try expect(UInt8(ascii: ":"))
            try value(depth: depth)
            if skip(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "}"))
            return
        }
    }

    private mutating func array(depth: Int) throws(EntryError) {
        guard depth <= CanonicalScanner.maximumDepth else { throw failure(.tooDeep) }
        try expect(UInt8(ascii: "["))
        if skip(UInt8(ascii: "]")) { return }
        while true {
            try value(depth: depth)
            if skip(UInt8(ascii: ",")) { continue }
            try expect(UInt8(ascii: "]"))
            return
        }
    }

    private mutating func value(depth: Int) throws(EntryError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position] {
        case UInt8(ascii: "\""): _ = try string(isKey: false)
        case UInt8(ascii: "{"): try object(depth: depth + 1)
        case UInt8(ascii: "["): try array(depth: depth + 1)
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try integer()
        default: throw failure(.unexpectedByte)
        }
    }

    /// Reads a string and returns the range of what stands between its quotes.
    private mutating func string(isKey: Bool) throws(EntryError) -> Range<Int> {
        try expect(UInt8(ascii: "\""))
        let start = position
        while position < bytes.count {
            skipPlainWords()
            guard position < bytes.count else { break }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<(position - 1)
            }
            if byte == UInt8(ascii: "\\") {
                if isKey { throw failure(.escapedKey) }
                try escape()
            } else if byte < 0x20 {
                throw failure(.unexpectedByte)
            } else if byte < 0x80 {
                position += 1
            } else {
                try multibyte()
            }
        }
        throw failure(.unexpectedEnd)
    }

    /// Passes eight bytes at a time while all of them are ASCII without quotes, backslashes and control characters.
    private mutating func skipPlainWords() {
        let high: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        let raw = UnsafeRawBufferPointer(bytes)
        while position + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            // A byte's top bit comes out set when the byte is zero (the exclusive or found it) or below 0x20.
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let found = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- (ones &* 0x20)) & ~word
            guard (found | word) & high == 0 else { return }
            position += 8
        }
    }

    /// `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, and `\u00xx` in lower case for other control characters.
    private mutating func escape() throws(EntryError) {
        guard position + 1 < bytes.count else { throw failure(.unexpectedEnd) }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            guard position + 6 <= bytes.count else { throw failure(.unexpectedEnd) }
            let high = bytes[position + 4]
            guard bytes[position + 2] == UInt8(ascii: "0"), bytes[position + 3] == UInt8(ascii: "0"),
                high == UInt8(ascii: "0") || high == UInt8(ascii: "1"),
                let low = lowerHexValue(bytes[position + 5])
            else { throw failure(.escape) }
            let hasShortForm = high == UInt8(ascii: "0") && [8, 9, 10, 12, 13].contains(low)
            if hasShortForm { throw failure(.escape) }
            position += 6
        default: throw failure(.escape)
        }
    }

    /// One character of two to four bytes, as in table 3-7 of the Unicode Standard.
    private mutating func multibyte() throws(EntryError) {
        let first = bytes[position]
        let count: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: count = 2
        case 0xE0:
            count = 3
            second = 0xA0...0xBF
        case 0xED:
            count = 3
            second = 0x80...0x9F
        case 0xE1...0xEF: count = 3
        case 0xF0:
            count = 4
            second = 0x90...0xBF
        case 0xF1...0xF3: count = 4
        case 0xF4:
            count = 4
            second = 0x80...0x8F
        default: throw failure(.invalidUTF8)
        }
        guard position + count <= bytes.count, second.contains(bytes[position + 1]) else {
            throw failure(.invalidUTF8)
        }
        var next = 2
        while next < count {
            guard bytes[position + next] & 0xC0 == 0x80 else { throw failure(.invalidUTF8) }
            next += 1
        }
        position += count
    }

    private mutating func integer() throws(EntryError) {
        let start = position
        let isNegative = skip(UInt8(ascii: "-"))
        let firstDigit = position
        var magnitude: UInt64 = 0
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
            guard position - firstDigit < 19 else { throw failure(.number, at: start) }
            magnitude = magnitude &* 10 &+ UInt64(bytes[position] - 0x30)
            position += 1
        }
        let count = position - firstDigit
        guard count > 0, count == 1 || bytes[firstDigit] != 0x30, !(isNegative && magnitude == 0),
            magnitude <= UInt64(Int64.max) + (isNegative ? 1 : 0)
        else { throw failure(.number, at: start) }
        if position < bytes.count {
            let next = bytes[position]
            if next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") { throw failure(.number, at: start) }
        }
    }

    private mutating func literal(_ word: StaticString) throws(EntryError) {
        for offset in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[offset]) }
    }

    /// Reads exactly this byte.
    mutating func expect(_ byte: UInt8) throws(EntryError) {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        guard bytes[position] == byte else { throw failure(.unexpectedByte) }
        position += 1
    }

    /// Reads exactly these ASCII characters.
    mutating func expect(_ text: StaticString) throws(EntryError) { try literal(text) }

    /// Reads these ASCII characters if they are next, else nothing.
    mutating func skip(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { return false }
        position += count
        return true
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Reads a string without escapes up to and with its closing quote; the opening quote has been read.
    mutating func plainString() throws(EntryError) -> Range<Int> {
        position -= 1
        return try string(isKey: true)
    }

    /// Whether one run of bytes is lexicographically below another.
    private func isBelow(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        let common = min(left.count, right.count)
        for offset in 0..<common {
            let (one, other) = (bytes[left.lowerBound + offset], bytes[right.lowerBound + offset])
            if one != other { return one < other }
        }
        return left.count < right.count
    }

    func failure(_ reason: EntryError.Reason, at place: Int? = nil) -> EntryError {
        .notCanonical(reason, position: place ?? position)
    }
}

private func lowerHexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
}

/// Canonical JSON, the form of an entry's open part.
public enum CanonicalJSON {
    /// Checks that the bytes are one canonical JSON object and nothing else.
    /// - Throws: ``EntryError/notCanonical(_:position:)``.
    public static func checkObject(_ bytes: [UInt8]) throws(EntryError) {
        let failure = bytes.withUnsafeBufferPointer { buffer -> EntryError? in
            var scanner = CanonicalScanner(buffer)
            do throws(EntryError) {
                try scanner.object()
            } catch {
                return error
            }
            return scanner.isAtEnd ? nil : scanner.failure(.trailingBytes)
        }
        if let failure { throw failure }
    }
}
