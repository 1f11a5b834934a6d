/// What a file is, told by its first bytes and never by its name.
enum FileKind: Equatable {
    case pdf
    case zip
    case html
    case text
    /// An OLE compound file: old Office, or a new one with a password.
    case compound
    case unsupported(String)

    /// - Parameter head: the first bytes of the file, a few kilobytes are enough.
    static func of(_ head: ArraySlice<UInt8>) -> FileKind {
        if head.isEmpty { return .text }
        // ISO 32000-1 allows the header anywhere in the first 1,024 bytes.
        if contains(head.prefix(1_024), Array("%PDF-".utf8)) { return .pdf }
        for (mark, kind) in marks where head.starts(with: mark) { return kind }
        if head.starts(with: Array("RIFF".utf8)), contains(head.prefix(16), Array("WEBP".utf8)) {
            return .unsupported("image")
        }
        if head.dropFirst(4).starts(with: Array("ftyphei".utf8)) { return .unsupported("image") }
        if isUTF16(head) { return looksLikeHTML(ascii(head)) ? .html : .text }
        if head.prefix(4_096).contains(0) { return .unsupported("binary") }
        let opening = ascii(head)
        if looksLikeHTML(opening) { return .html }
        if opening.hasPrefix("<?xml") { return .unsupported("xml") }
        if opening.hasPrefix("mime-version:") || opening.contains("\nmime-version:") { return .unsupported("mht") }
        return .text
    }

    private static let marks: [([UInt8], FileKind)] = [
        ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip), ([0x50, 0x4B, 0x07, 0x08], .zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .compound),
        ([0x89, 0x50, 0x4E, 0x47], .unsupported("image")), ([0xFF, 0xD8, 0xFF], .unsupported("image")),
        (Array("GIF8".utf8), .unsupported("image")), ([0x49, 0x49, 0x2A, 0x00], .unsupported("image")),
        ([0x4D, 0x4D, 0x00, 0x2A], .unsupported("image")), (Array("{\\rtf".utf8), .unsupported("rtf")),
        (Array("Rar!".utf8), .unsupported("archive")), ([0x37, 0x7A, 0xBC, 0xAF], .unsupported("archive")),
        ([0x1F, 0x8B], .unsupported("archive")), (Array("BZh".utf8), .unsupported("archive")),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .unsupported("archive")),
    ]

    private static func isUTF16(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
    }

    /// The ASCII characters of the opening, small letters; enough to know markup in any encoding.
    private static func ascii(_ head: ArraySlice<UInt8>) -> String {
        let letters = head.prefix(4_096).filter { $0 > 0 && $0 < 0x80 }
        let text = String(decoding: letters, as: UTF8.self).lowercased()
        return String(text.drop { $0.isWhitespace })
    }

    /// The tags of the WHATWG MIME sniffing standard (7.1), and those that copied fragments begin with.
    private static func looksLikeHTML(_ opening: String) -> Bool {
        let tags = [
            "<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<h1", "<div", "<font", "<table", "<a ",
            "<style", "<title", "<b>", "<br", "<p>", "<p ", "<!--", "<meta", "<span", "<ul", "<ol", "<center",
        ]
        if tags.contains(where: { opening.hasPrefix($0) }) { return true }
        return opening.hasPrefix("<?xml") && opening.contains("<html")
    }

    static func contains(_ bytes: ArraySlice<UInt8>, _ pattern: [UInt8]) -> Bool {
        guard let first = pattern.first, bytes.count >= pattern.count else { return false }
        var index = bytes.startIndex
        let last = bytes.endIndex - pattern.count
        while index <= last {
            if bytes[index] == first, bytes[index...].starts(with: pattern) { return true }
            index += 1
        }
        return false
    }
}
