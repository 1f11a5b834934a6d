/// The forms of an entry's header fields: narrow, so that a docket is also a safe file path and no field ever
/// needs an escape.
public enum EntryField {
    /// Letters and digits, a letter first, at most 64.
    static func isAct(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, isLetter(first), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { isLetter($0) || isDigit($0) }
    }

    /// `kind/id`: kind as an act's name, at most 40; id of letters, digits, `-`, `_`, `.`, the first a letter or
    /// digit, at most 100.
    static func isDocket(_ bytes: some Collection<UInt8>) -> Bool {
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return false }
        let kind = bytes[..<slash]
        let id = bytes[bytes.index(after: slash)...]
        guard isAct(kind), kind.count <= 40, let first = id.first, isLetter(first) || isDigit(first), id.count <= 100
        else { return false }
        return id.allSatisfy {
            isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
    }

    /// Whether a text can be a docket's name, `section/S-2026-0001`.
    public static func isDocket(_ text: String) -> Bool { isDocket(text.utf8) }

    /// 1 to 200 bytes without quotes, backslashes and control characters.
    static func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= 200 else { return false }
        return bytes.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// 64 lower-case hexadecimal digits.
    static func isDigest(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.count == 64 && bytes.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
    }

    /// Base64 of a signature, at most 5,000 bytes.
    static func isSignature(_ text: String) -> Bool {
        text.utf8.count <= 6_700 && !text.isEmpty && Base64.decode(text) != nil
    }

    /// `YYYY-MM-DDTHH:MM:SS.sssZ`, an instant that exists in the calendar, without leap seconds.
    static func isInstant(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        guard bytes.count == 24 else { return false }
        var values = (0, 0, 0, 0, 0, 0)
        for (offset, byte) in bytes.enumerated() {
            switch offset {
            case 4, 7: guard byte == UInt8(ascii: "-") else { return false }
            case 10: guard byte == UInt8(ascii: "T") else { return false }
            case 13, 16: guard byte == UInt8(ascii: ":") else { return false }
            case 19: guard byte == UInt8(ascii: ".") else { return false }
            case 23: guard byte == UInt8(ascii: "Z") else { return false }
            default:
                guard isDigit(byte) else { return false }
                let digit = Int(byte - 0x30)
                switch offset {
                case ..<4: values.0 = values.0 * 10 + digit
                case ..<7: values.1 = values.1 * 10 + digit
                case ..<10: values.2 = values.2 * 10 + digit
                case ..<13: values.3 = values.3 * 10 + digit
                case ..<16: values.4 = values.4 * 10 + digit
                case ..<19: values.5 = values.5 * 10 + digit
                default: break
                }
            }
        }
        let (year, month, day, hour, minute, second) = values
        guard (1...12).contains(month), hour < 24, minute < 60, second < 60 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let last =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        return (1...last).contains(day)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
