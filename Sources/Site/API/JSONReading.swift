import Desk

/// Reads JSON bodies (RFC 8259) strictly into raw input: no duplicate names, no lone surrogates, numbers whole.
struct JSONReading {
    /// What is wrong, and where it stands.
    enum Fault: Error, Equatable {
        case malformed(at: Int)
        case duplicateName(String)
        /// A number that is not whole or too large; exact decimals are text.
        case notWhole(at: Int)
        case tooDeep
    }

    private static let deepest = 24
    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The members of the body's object.
    /// - Throws: ``Fault``.
    static func object(_ bytes: [UInt8]) throws -> [String: RawValue] {
        var reading = JSONReading(bytes)
        reading.skipBlanks()
        let start = reading.position
        let value = try reading.value(depth: 0)
        reading.skipBlanks()
        guard reading.position == bytes.count else { throw Fault.malformed(at: reading.position) }
        guard case .object(let members) = value else { throw Fault.malformed(at: start) }
        return members
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) throws {
        guard current == byte else { throw Fault.malformed(at: position) }
        position += 1
    }

    private mutating func take(word: String) throws {
        for byte in word.utf8 { try take(byte) }
    }

    private mutating func value(depth: Int) throws -> RawValue {
        guard depth <= Self.deepest else { throw Fault.tooDeep }
        switch current {
        case UInt8(ascii: "{"): return .object(try members(depth: depth))
        case UInt8(ascii: "["): return .list(try items(depth: depth))
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"):
            try take(word: "true")
            return .boolean(true)
        case UInt8(ascii: "f"):
            try take(word: "false")
            return .boolean(false)
        case UInt8(ascii: "n"):
            try take(word: "null")
            return .null
        default: return .integer(try number())
        }
    }

    private mutating func members(depth: Int) throws -> [String: RawValue] {
        try take(UInt8(ascii: "{"))
        skipBlanks()
        var members: [String: RawValue] = [:]
        if current == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            skipBlanks()
            let name = try text()
            skipBlanks()
            try take(UInt8(ascii: ":"))
            skipBlanks()
            let value = try value(depth: depth + 1)
            guard members.updateValue(value, forKey: name) == nil else { throw Fault.duplicateName(name) }
            skipBlanks()
            if current == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try take(UInt8(ascii: "}"))
            return members
        }
    }

    private mutating func items(depth: Int) throws -> [RawValue] {
        try take(UInt8(ascii: "["))
        skipBlanks()
        var items: [RawValue] = []
        if current == UInt8(ascii: "]") {
            position += 1
            return items
        }
        while true {
            skipBlanks()
            items.append(try value(depth: depth + 1))
            skipBlanks()
            if current == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try take(UInt8(ascii: "]"))
            return items
        }
    }

    private mutating func text() throws -> String {
        try take(UInt8(ascii: "\""))
        var collected: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: collected, as: UTF8.self) else {
                    throw Fault.malformed(at: position)
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &collected)
            case 0..<0x20: throw Fault.malformed(at: position - 1)
            default: collected.append(byte)
            }
        }
        throw Fault.malformed(at: position)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    private mutating func escape(into collected: inout [UInt8]) throws {
        guard let byte = current else { throw Fault.malformed(at: position) }
        position += 1
        if let plain = Self.escapes[byte] {
            collected.append(plain)
            return
        }
        guard byte == UInt8(ascii: "u") else { throw Fault.malformed(at: position - 1) }
        var code = try fourDigits()
        if (0xD800...0xDBFF).contains(code) {
            try take(UInt8(ascii: "\\"))
            try take(UInt8(ascii: "u"))
            let low = try fourDigits()
            guard (0xDC00...0xDFFF).contains(low) else { throw Fault.malformed(at: position) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw Fault.malformed(at: position) }
        collected.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private mutating func fourDigits() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw Fault.malformed(at: position)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// JSON knows no difference between `2` and `2.0`; both are whole.
    private mutating func number() throws -> Int64 {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let digits = position
        while let byte = current, (48...57).contains(byte) { position += 1 }
        guard position > digits, bytes[digits] != 48 || position == digits + 1 else {
            throw Fault.malformed(at: start)
        }
        var plain = true
        if current == UInt8(ascii: ".") {
            plain = false
            position += 1
            try someDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            plain = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try someDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if plain, let value = Int64(text) { return value }
        // Doubles are exact to 2^53; a whole number written with a point or exponent is taken up to there.
        guard !plain, let value = Double(text), value.rounded() == value, abs(value) <= 9_007_199_254_740_992 else {
            throw Fault.notWhole(at: start)
        }
        return Int64(value)
    }

    private mutating func someDigits() throws {
        let start = position
        while let byte = current, (48...57).contains(byte) { position += 1 }
        guard position > start else { throw Fault.malformed(at: position) }
    }
}
