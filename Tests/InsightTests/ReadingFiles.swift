import CZlib
import Foundation
import Insight
import Testing
import Trading

/// Two modules have documents: Trading writes them, Insight reads them.
typealias WrittenDocument = DocumentDraft
typealias ReadDocument = Insight.DocumentText

/// Files that the tests of reading make for themselves.
enum ReadingFiles {
    /// Writes the bytes to a file of its own, gives it to the body, and removes it.
    static func with<Value>(_ bytes: [UInt8], _ body: (URL) throws -> Value) throws -> Value {
        let file = path()
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file)
    }

    /// A path in the temporary folder that nothing is at. No suffix: the name tells nothing of the kind.
    static func path() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("reading-\(UUID().uuidString)")
    }

    static func read(_ bytes: [UInt8], limits: ReadingLimits = .standard) throws -> ReadDocument {
        try with(bytes) { try DocumentReader.readHere(file: $0, limits: limits) }
    }

    /// Why the bytes are not read; nil when they are.
    static func refusal(_ bytes: [UInt8], limits: ReadingLimits = .standard) throws -> ReadingRefusal? {
        do {
            _ = try read(bytes, limits: limits)
            return nil
        } catch let refusal as ReadingRefusal {
            return refusal
        }
    }

    /// Every unit's text stands in the whole text where the unit says, and units follow one another.
    static func checkOffsets(_ document: ReadDocument) {
        let whole = Array(document.text.unicodeScalars)
        var end = -1
        for unit in document.units {
            let scalars = Array(unit.text.unicodeScalars)
            #expect(unit.offset == end + 1)
            end = unit.offset + scalars.count
            guard end <= whole.count else {
                Issue.record("a unit ends outside the text")
                return
            }
            #expect(Array(whole[unit.offset..<end]) == scalars)
            for line in unit.lines { #expect((0...scalars.count).contains(line.start)) }
        }
        #expect(end == (document.units.isEmpty ? -1 : whole.count))
    }
}

/// A PDF (ISO 32000-1) put together object by object.
enum MadePDF {
    /// - Parameters:
    ///   - pages: each page's content stream; fonts `/F` (Helvetica), image `/I` (one grey pixel).
    ///   - trailer: further entries of the trailer.
    static func file(pages: [String], extra: [String] = [], trailer: String = "") -> [UInt8] {
        let streams = Array(Set(pages)).sorted()
        let firstStream = 5
        let firstPage = firstStream + streams.count
        let kids = pages.indices.map { "\(firstPage + $0) 0 R" }.joined(separator: " ")
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                + "/Length 1 >>\nstream\nx\nendstream",
        ]
        for stream in streams { objects.append("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream") }
        for page in pages {
            let stream = firstStream + (streams.firstIndex(of: page) ?? 0)
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(stream) 0 R "
                    + "/Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>")
        }
        return bytes(objects + extra, trailer: trailer)
    }

    static func text(_ line: String) -> String { "BT /F 12 Tf 72 700 Td (\(line)) Tj ET" }
    static let picture = "q 500 0 0 700 40 40 cm /I Do Q"

    private static func bytes(_ objects: [String], trailer: String) -> [UInt8] {
        var bytes = Array("%PDF-1.4\n".utf8)
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let place = String(bytes.count)
            table += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
            bytes += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
        }
        let end = "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(trailer) >>\nstartxref\n\(bytes.count)\n%%EOF\n"
        return bytes + Array((table + end).utf8)
    }
}

/// A ZIP archive (APPNOTE 6.3.10) whose members are packed, or packed more than is honest.
enum MadeZip {
    static func file(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let packed = deflated(member.bytes)
            let name = Array(member.name.utf8)
            let check = UInt32(crc32(0, member.bytes, UInt32(member.bytes.count)))
            let place = UInt32(body.count)
            var common = little(20, 2) + little(0x800, 2) + little(8, 2) + little(0, 2) + little(0x21, 2)
            common += little(check, 4) + little(UInt32(packed.count), 4) + little(UInt32(member.bytes.count), 4)
            common += little(UInt32(name.count), 2) + little(0, 2)
            body += little(0x0403_4B50, 4) + common + name + packed
            directory += little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2)
            directory += little(0, 4) + little(place, 4) + name
        }
        var end = little(0x0605_4B50, 4) + little(0, 2) + little(0, 2) + little(UInt32(members.count), 2)
        end += little(UInt32(members.count), 2) + little(UInt32(directory.count), 4) + little(UInt32(body.count), 4)
        return body + directory + end + little(0, 2)
    }

    private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }

    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { buffer, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                deflate(&stream, Z_FINISH)
                count = Int(stream.total_out)
            }
        }
    }
}

/// A Word document of the parts that a test is about.
enum MadeWord {
    static let namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        + "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""

    static func file(body: String, styles: String = "", numbering: String = "", more: [(String, String)] = [])
        -> [UInt8]
    {
        let content = "http://schemas.openxmlformats.org/package/2006"
        let document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        var members: [(String, String)] = [
            ("[Content_Types].xml", "<Types xmlns=\"\(content)/content-types\"/>"),
            (
                "_rels/.rels",
                "<Relationships xmlns=\"\(content)/relationships\"><Relationship Id=\"r\" Type=\"\(document)\" "
                    + "Target=\"word/document.xml\"/></Relationships>"
            ),
            ("word/document.xml", "<w:document \(namespaces)><w:body>\(body)</w:body></w:document>"),
            ("word/styles.xml", "<w:styles \(namespaces)>\(styles)</w:styles>"),
            ("word/numbering.xml", "<w:numbering \(namespaces)>\(numbering)</w:numbering>"),
        ]
        members += more
        return MadeZip.file(members.map { ($0.0, Array($0.1.utf8)) })
    }

    static func paragraph(_ text: String, _ properties: String = "") -> String {
        "<w:p><w:pPr>\(properties)</w:pPr><w:r><w:t>\(text)</w:t></w:r></w:p>"
    }
}
