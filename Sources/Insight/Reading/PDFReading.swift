import Glibc

/// PDF by poppler's programs, each a process of its own: `pdfinfo`, `pdftotext -bbox-layout`, `pdfimages -list`.
enum PDFReading {
    /// A page with fewer characters than this and a picture is taken for a scan: headers and page numbers are often
    /// stamped on scans.
    private static let hardlyAny = 24

    static func read(
        _ path: String, bytes: [UInt8], limits: ReadingLimits, deadline: ContinuousClock.Instant
    ) throws -> DocumentText {
        try checkWhole(bytes)
        let pages = try countPages(path, limits, deadline)
        let printed = try words(path, limits, deadline)
        guard printed.pages.count == pages else { throw ReadingRefusal.broken("content") }
        let counts = printed.pages.map { page in
            page.lines.reduce(0) { $0 + $1.reduce(0) { $0 + $1.text.unicodeScalars.count } }
        }
        var scans: [Int] = []
        let bare = counts.indices.filter { counts[$0] < hardlyAny }.map { $0 + 1 }
        if !bare.isEmpty {
            let pictured = try pagesWithPictures(path, limits, deadline)
            scans = bare.filter { pictured.contains($0) }
        }
        if printed.scalars == 0 || scans.count == pages { throw ReadingRefusal(.scanned, ["pages": String(pages)]) }
        if meaningless(printed.pages) {
            throw ReadingRefusal(.scanned, ["pages": String(pages), "reason": "glyphs"])
        }
        var paragraphs = PDFParagraphs(printed.pages)
        return DocumentText(
            format: .pdf, pages: pages, pagesWithoutText: scans,
            pageSizes: printed.pages.map { PageSize(width: $0.width, height: $0.height) }, units: paragraphs.read())
    }

    /// A picture of one page (PNG), at most 1,600 pixels high and wide, given piece by piece.
    static func picture(
        _ path: String, page: Int, limits: ReadingLimits, deadline: ContinuousClock.Instant,
        consume: (UnsafeRawBufferPointer) -> Bool
    ) throws {
        let number = String(page)
        let arguments = ["-png", "-singlefile", "-scale-to", "1600", "-f", number, "-l", number, path]
        let ending = try run("pdftoppm", arguments, limits, deadline, consume: consume)
        guard ending.status == 0 else { throw ReadingRefusal.broken("content") }
    }

    // MARK: Whole or not

    /// Viewers repair damaged files by guessing, and what was lost is not seen. Here a file must end as it should
    /// (ISO 32000-1 7.5.5): with `%%EOF` and the place of a cross-reference table that is there.
    private static func checkWhole(_ bytes: [UInt8]) throws(ReadingRefusal) {
        let tail = bytes.suffix(2_048)
        guard last(of: Array("%%EOF".utf8), in: tail) != nil else { throw .broken("truncated") }
        guard let mark = last(of: Array("startxref".utf8), in: tail) else { throw .broken("crossReference") }
        let digits = bytes[(mark + 9)...].drop { $0 <= 0x20 }.prefix(16).prefix { (0x30...0x39).contains($0) }
        guard let place = Int(String(decoding: digits, as: UTF8.self)) else { throw .broken("crossReference") }
        // Offsets count from the header, which may stand after a few bytes that something else put before it.
        let header = bytes.prefix(1_024).firstIndex(of: 0x25) ?? 0
        guard isCrossReference(bytes, at: place) || isCrossReference(bytes, at: place + header) else {
            throw .broken("crossReference")
        }
    }

    /// A table (`xref`) or a cross-reference stream (`12 0 obj`).
    private static func isCrossReference(_ bytes: [UInt8], at place: Int) -> Bool {
        guard place > 0, place < bytes.count else { return false }
        let text = bytes[place...].drop { $0 <= 0x20 }.prefix(2_048)
        if text.starts(with: Array("xref".utf8)) { return true }
        var rest = text
        for _ in 0..<2 {
            guard let first = rest.first, (0x30...0x39).contains(first) else { return false }
            rest = rest.drop { (0x30...0x39).contains($0) }.drop { $0 <= 0x20 }
        }
        return rest.starts(with: Array("obj".utf8)) && FileKind.contains(rest, Array("/XRef".utf8))
    }

    private static func last(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        var index = bytes.endIndex - pattern.count
        while index >= bytes.startIndex {
            if bytes[index...].starts(with: pattern) { return index }
            index -= 1
        }
        return nil
    }

    // MARK: Programs

    private static func countPages(
        _ path: String, _ limits: ReadingLimits, _ deadline: ContinuousClock.Instant
    ) throws -> Int {
        var output: [UInt8] = []
        let ending = try run("pdfinfo", [path], limits, deadline) { piece in
            output.append(contentsOf: piece)
            return output.count < 1 << 20
        }
        guard ending.status == 0 else { throw ReadingRefusal.broken("content") }
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") where line.hasPrefix("Pages:") {
            guard let pages = Int(line.dropFirst(6).drop { $0 == " " }), pages > 0 else { break }
            guard pages <= limits.pages else {
                throw ReadingRefusal(.tooManyPages, ["pages": String(pages), "limit": String(limits.pages)])
            }
            return pages
        }
        throw ReadingRefusal.broken("content")
    }

    private static func words(
        _ path: String, _ limits: ReadingLimits, _ deadline: ContinuousClock.Instant
    ) throws -> PDFPageParser {
        var parser = PDFPageParser()
        let ending = try run("pdftotext", ["-bbox-layout", "-nodiag", path, "-"], limits, deadline) { piece in
            parser.take(piece)
            return parser.scalars <= limits.scalars && parser.pages.count <= limits.pages
        }
        if ending.stopped {
            let pages = max(parser.pages.count, parser.scalars / limits.scalarsPerPage + 1)
            throw ReadingRefusal(.tooManyPages, ["pages": String(pages), "limit": String(limits.pages)])
        }
        guard ending.status == 0 else { throw ReadingRefusal.broken("content") }
        return parser
    }

    private static func pagesWithPictures(
        _ path: String, _ limits: ReadingLimits, _ deadline: ContinuousClock.Instant
    ) throws -> Set<Int> {
        var output: [UInt8] = []
        _ = try run("pdfimages", ["-list", path], limits, deadline) { piece in
            output.append(contentsOf: piece)
            return output.count < 1 << 24
        }
        var pages: Set<Int> = []
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n").dropFirst(2) {
            let words = line.split(separator: " ")
            if words.count > 3, let page = Int(words[0]), words[2] != "smask" { pages.insert(page) }
        }
        return pages
    }

    private static func run(
        _ program: String, _ arguments: [String], _ limits: ReadingLimits, _ deadline: ContinuousClock.Instant,
        consume: (UnsafeRawBufferPointer) -> Bool
    ) throws -> ChildProcess.Ending {
        let folders = ["/usr/bin", "/usr/local/bin", "/bin"]
        guard let folder = folders.first(where: { access("\($0)/\(program)", X_OK) == 0 }) else {
            throw ReadingFault.programMissing(program)
        }
        let ending = try ChildProcess.run(
            "\(folder)/\(program)", arguments, ownGroup: false, deadline: deadline, consume: consume)
        if ending.timedOut || ending.signal == SIGXCPU {
            throw ReadingRefusal(.tookTooLong, ["seconds": String(limits.seconds)])
        }
        if ending.errors.contains("Incorrect password") { throw ReadingRefusal(.encrypted) }
        // Poppler says "Out of memory" and gives up, or the C++ library ends it.
        if ending.errors.contains("Out of memory") || ending.errors.contains("bad_alloc") {
            throw ReadingRefusal(.tooMuchMemory, ["limit": String(limits.memory)])
        }
        if let signal = ending.signal, !ending.stopped {
            if ending.residentBytes > limits.memory / 2 {
                throw ReadingRefusal(.tooMuchMemory, ["limit": String(limits.memory)])
            }
            throw ReadingRefusal(.broken, ["reason": "crashed", "signal": String(signal)])
        }
        return ending
    }

    /// Fonts without a way back to Unicode give private-use and replacement characters for letters.
    private static func meaningless(_ pages: [PDFPage]) -> Bool {
        var strange = 0
        var count = 0
        for page in pages {
            for line in page.lines {
                for word in line {
                    for scalar in word.text.unicodeScalars {
                        count += 1
                        let isPrivate = (0xE000...0xF8FF).contains(scalar.value) || scalar.value >= 0xF0000
                        if isPrivate || scalar == "\u{FFFD}" { strange += 1 }
                    }
                }
            }
        }
        return strange * 10 > count * 3
    }
}
