/// Writes a document as PDF 1.7 (ISO 32000-1) in A4. Chinese stands in STSong-Light and STHeiti-Regular (character
/// collection Adobe-GB1, predefined CMap UniGB-UTF16-H), Latin in Times, none of them embedded: viewers bring them.
/// `pdftotext` and copying give the text back as written, for all characters of Adobe-GB1-5 (GB 18030's common set).
/// Equal documents give equal bytes: no clock, no random identifier.
public enum PDFWriter {
    /// The file's bytes.
    public static func write(_ document: DocumentDraft) -> [UInt8] {
        let layout = PDFLayout(document)
        // 1 catalogue, 2 page tree, 3–10 fonts, 11 information, 12 outline and its items, then pages and contents.
        let items = layout.chapters.count
        let firstPage = 13 + items
        var objects = ["", pageTree(layout.pages.count, first: firstPage)]
        objects += fonts
        objects.append("<< /Title \(utf16(document.name, mark: true)) /Producer (Daylight) >>")
        objects += outline(layout.chapters, firstPage: firstPage)
        objects[0] =
            "<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >>"
            + (items > 0 ? " /Outlines 12 0 R /PageMode /UseOutlines >>" : " >>")
        for (index, page) in layout.pages.enumerated() {
            let stream = content(page)
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font "
                    + "<< /S 3 0 R /H 4 0 R /T 9 0 R /B 10 0 R >> >> /Contents \(firstPage + 2 * index + 1) 0 R >>")
            objects.append("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream")
        }
        return file(objects)
    }

    private static func file(_ objects: [String]) -> [UInt8] {
        // Four bytes above 127 tell transfer programs that the file is binary (7.5.2).
        var bytes = Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let place = String(bytes.count)
            table += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
            bytes += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
        }
        let start = bytes.count
        let trailer = "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 11 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return bytes + Array((table + trailer).utf8)
    }

    private static func pageTree(_ count: Int, first: Int) -> String {
        let kids = (0..<count).map { "\(first + 2 * $0) 0 R" }.joined(separator: " ")
        return "<< /Type /Pages /Kids [\(kids)] /Count \(count) >>"
    }

    /// Objects 3 to 10: two Chinese faces of three objects each, two Latin faces.
    private static let fonts: [String] = [
        composite("STSong-Light", descendant: 5), composite("STHeiti-Regular", descendant: 7),
        descendant("STSong-Light", descriptor: 6),
        descriptor("STSong-Light", flags: 6, box: "[-25 -254 1000 880]", stem: 58),
        descendant("STHeiti-Regular", descriptor: 8),
        descriptor("STHeiti-Regular", flags: 4, box: "[0 -120 1000 880]", stem: 110),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
    ]

    private static func composite(_ name: String, descendant: Int) -> String {
        "<< /Type /Font /Subtype /Type0 /BaseFont /\(name)-UniGB-UTF16-H /Encoding /UniGB-UTF16-H "
            + "/DescendantFonts [\(descendant) 0 R] >>"
    }

    private static func descendant(_ name: String, descriptor: Int) -> String {
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /\(name) /CIDSystemInfo << /Registry (Adobe) "
            + "/Ordering (GB1) /Supplement 5 >> /DW 1000 /FontDescriptor \(descriptor) 0 R >>"
    }

    private static func descriptor(_ name: String, flags: Int, box: String, stem: Int) -> String {
        "<< /Type /FontDescriptor /FontName /\(name) /Flags \(flags) /FontBBox \(box) /ItalicAngle 0 /Ascent 880 "
            + "/Descent -120 /CapHeight 880 /StemV \(stem) /FontWeight \(stem > 100 ? 700 : 400) >>"
    }

    /// Object 12 and one for each chapter, so that viewers show the chapters beside the page.
    private static func outline(_ chapters: [(name: String, page: Int)], firstPage: Int) -> [String] {
        guard !chapters.isEmpty else { return ["<< /Type /Outlines /Count 0 >>"] }
        let last = 12 + chapters.count
        var objects = ["<< /Type /Outlines /First 13 0 R /Last \(last) 0 R /Count \(chapters.count) >>"]
        for (index, chapter) in chapters.enumerated() {
            let own = 13 + index
            let previous = index > 0 ? " /Prev \(own - 1) 0 R" : ""
            let next = own < last ? " /Next \(own + 1) 0 R" : ""
            let place = "[\(firstPage + 2 * chapter.page) 0 R /XYZ 0 842 null]"
            objects.append(
                "<< /Title \(utf16(chapter.name, mark: true)) /Parent 12 0 R\(previous)\(next) /Dest \(place) >>")
        }
        return objects
    }

    private static func content(_ page: PDFLayout.Page) -> String {
        var lines = ["0.6 w"]
        for rule in page.rules {
            lines.append("\(number(rule.x)) \(number(rule.y)) m \(number(rule.toX)) \(number(rule.toY)) l S")
        }
        for run in page.runs where !run.text.isEmpty {
            var line = "BT \(number(run.spacing)) Tc \(number(run.x)) \(number(run.y)) Td"
            for piece in pieces(run.text) {
                let latin = LatinMetrics.isLatin(piece[0])
                let font = latin ? (run.bold ? "B" : "T") : (run.bold ? "H" : "S")
                line += " /\(font) \(number(run.size)) Tf "
                line += (latin ? literal(piece) : utf16(String(piece), mark: false)) + " Tj"
            }
            lines.append(line + " ET")
        }
        return lines.joined(separator: "\n")
    }

    /// Stretches of Latin and of Chinese.
    private static func pieces(_ text: String) -> [[Character]] {
        var pieces: [[Character]] = []
        for character in text {
            if let last = pieces.last?.last, LatinMetrics.isLatin(last) == LatinMetrics.isLatin(character) {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append([character])
            }
        }
        return pieces
    }

    private static func literal(_ text: [Character]) -> String {
        var result = "("
        for character in text {
            if character == "(" || character == ")" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return result + ")"
    }

    /// UTF-16BE in hexadecimal, which both the CMap and text strings read.
    private static func utf16(_ text: String, mark: Bool) -> String {
        var result = mark ? "<FEFF" : "<"
        for unit in text.utf16 {
            let digits = String(unit, radix: 16, uppercase: true)
            result += String(repeating: "0", count: 4 - digits.count) + digits
        }
        return result + ">"
    }

    /// Hundredths, without a formatter and its locale.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let whole = String(abs(hundredths) / 100)
        let rest = abs(hundredths) % 100
        let fraction = rest == 0 ? "" : (rest < 10 ? ".0\(rest)" : ".\(rest)")
        return (hundredths < 0 ? "-" : "") + whole + fraction
    }
}
