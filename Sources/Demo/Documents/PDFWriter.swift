import Foundation

/// Writes a document as PDF 1.7 in A4 with the standard font STSong-Light (Adobe-GB1, not embedded): readable by
/// every viewer with Chinese fonts, and by `pdftotext`. Equal text gives equal bytes.
public enum PDFWriter {
    private static let width = 595.0
    private static let height = 842.0
    private static let margin = 64.0

    /// One line of text at its place; sizes in points.
    private struct Line {
        let text: String
        let size: Double
        let x: Double
        let y: Double
    }

    private struct Page {
        var lines: [Line] = []
        /// Ruled lines of tables: x, y, length, and whether they stand upright.
        var rules: [(x: Double, y: Double, length: Double, upright: Bool)] = []
    }

    public static func write(_ document: DocumentText) -> [UInt8] {
        let pages = layOut(document)
        var objects: [String] = []
        let first = 6
        let kids = pages.indices.map { "\(first + 2 * $0) 0 R" }.joined(separator: " ")
        objects.append("<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>")
        objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        objects.append(
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H "
                + "/DescendantFonts [4 0 R] >>")
        objects.append(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
                + "/Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 /W [1 [500] 2 95 500] >>")
        objects.append(
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
                + "/Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>")
        for (index, page) in pages.enumerated() {
            let content = stream(page, number: index + 1, of: pages.count)
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> "
                    + "/Contents \(first + 2 * index + 1) 0 R >>")
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        objects.append("<< /Title \(hexadecimal(document.name, mark: true)) /Producer (Daylight) >>")
        var file = "%PDF-1.7\n%\u{E2}\u{E3}\u{CF}\u{D3}\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file +=
            "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info \(objects.count) 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }

    // MARK: Layout

    private static func layOut(_ document: DocumentText) -> [Page] {
        var pages = [Page()]
        var y = height - margin
        func room(_ needed: Double) {
            if y - needed < margin {
                pages.append(Page())
                y = height - margin
            }
        }
        func put(_ text: String, size: Double, x: Double = margin) {
            room(size * 1.7)
            y -= size * 1.7
            pages[pages.count - 1].lines.append(Line(text: text, size: size, x: x, y: y))
        }
        let body = width - 2 * margin
        for part in document.parts {
            switch part {
            case .title(let text):
                y -= 12
                for line in lines(text, size: 20, width: body, indent: 0) {
                    put(line, size: 20, x: (width - measure(line, 20)) / 2)
                }
                y -= 10
            case .heading(let text):
                y -= 8
                room(60)
                for line in lines(text, size: 14, width: body, indent: 0) { put(line, size: 14) }
                y -= 2
            case .paragraph(let text):
                for (index, line) in lines(text, size: 11, width: body, indent: 22).enumerated() {
                    put(line, size: 11, x: margin + (index == 0 ? 22 : 0))
                }
            case .table(let rows):
                y -= 6
                let columns = max(rows.map(\.count).max() ?? 1, 1)
                let column = body / Double(columns)
                for row in rows {
                    let cells = row.map { lines($0, size: 10, width: column - 10, indent: 0) }
                    let tall = Double(cells.map(\.count).max() ?? 1) * 16 + 6
                    room(tall)
                    for (index, cell) in cells.enumerated() {
                        for (number, line) in cell.enumerated() {
                            pages[pages.count - 1].lines.append(
                                Line(
                                    text: line, size: 10, x: margin + Double(index) * column + 5,
                                    y: y - 14 - Double(number) * 16))
                        }
                    }
                    for index in 0...columns {
                        pages[pages.count - 1].rules.append((margin + Double(index) * column, y - tall, tall, true))
                    }
                    pages[pages.count - 1].rules.append((margin, y, body, false))
                    pages[pages.count - 1].rules.append((margin, y - tall, body, false))
                    y -= tall
                }
                y -= 6
            }
        }
        return pages
    }

    private static func measure(_ text: String, _ size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x80 ? size / 2 : size) }
    }

    /// Breaks a text into lines; no line begins with closing punctuation (避头点), which hangs on the line before.
    static func lines(_ text: String, size: Double, width: Double, indent: Double) -> [String] {
        let closing: Set<Character> = [",", "。", ";", ":", "、", "?", "!", ")", "》", "”", "〕", "%", ",", ".", ")"]
        var lines: [String] = []
        var line = ""
        var used = indent
        for character in text {
            let wide = measure(String(character), size)
            if used + wide > width, !line.isEmpty, !closing.contains(character) {
                lines.append(line)
                line = ""
                used = 0
            }
            line.append(character)
            used += wide
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    // MARK: Content

    private static func stream(_ page: Page, number: Int, of count: Int) -> String {
        var content = "0.6 w\n"
        for rule in page.rules {
            let x = rule.upright ? rule.x : rule.x + rule.length
            let y = rule.upright ? rule.y + rule.length : rule.y
            content += "\(text(rule.x)) \(text(rule.y)) m \(text(x)) \(text(y)) l S\n"
        }
        var lines = page.lines
        let foot = "第 \(number) 页 共 \(count) 页"
        lines.append(Line(text: foot, size: 9, x: (width - measure(foot, 9)) / 2, y: 36))
        for line in lines where !line.text.isEmpty {
            content +=
                "BT /F \(text(line.size)) Tf \(text(line.x)) \(text(line.y)) Td \(hexadecimal(line.text)) Tj ET\n"
        }
        return content
    }

    private static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// UTF-16BE in hexadecimal, which is how both the font's encoding and titles want it.
    private static func hexadecimal(_ text: String, mark: Bool = false) -> String {
        let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
        return "<"
            + units.map { unit in
                let digits = String(unit, radix: 16, uppercase: true)
                return String(repeating: "0", count: 4 - digits.count) + digits
            }.joined() + ">"
    }
}
