import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Insight
import NIOCore
import Store

/// Files of dockets opened on the site, page by page: pages of a PDF as pictures that we made ourselves, everything
/// else as text, with the words marked that a finding is about. The file itself is never shown inside the site, it
/// could hold anything.
struct DocumentPages: PageGroup {
    /// How long somebody waits for others' documents to be read.
    private static let patience = Duration.seconds(8)

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/files/:sha256/:name/read") { request, visit in
            try await self.page(request, visit, site)
        }
        router.get("/files/:sha256/:name/pages/:page") { _, visit in
            let sha256 = visit.path("sha256")
            guard let access = try site.access(to: sha256, by: visit.session?.office),
                let page = Int(visit.path("page")), page > 0
            else { throw HTTPError(.notFound) }
            let picture = try await self.picture(of: sha256, page: page, site)
            var headers = HTTPFields()
            headers[.contentType] = "image/png"
            headers[.cacheControl] = access == .everybody ? "public, max-age=86400" : "private, no-store"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(data: picture)))
        }
    }

    // MARK: Reading

    private func document(_ sha256: String, _ site: SiteContext) async throws -> DocumentText {
        if let document = site.documentsRead.value(sha256) { return document }
        let document = try await reading(sha256, site) {
            try await DocumentReader.read(file: $0, executable: $1)
        }
        site.documentsRead.keep(document, as: sha256)
        return document
    }

    private func picture(of sha256: String, page: Int, _ site: SiteContext) async throws -> Data {
        let key = "\(sha256) \(page)"
        if let picture = site.pagePictures.value(key) { return picture }
        let picture: Data
        do {
            picture = try await reading(sha256, site) {
                try await DocumentReader.picture(file: $0, page: page, executable: $1)
            }
        } catch is ReadingRefusal {
            throw HTTPError(.notFound)
        }
        site.pagePictures.keep(picture, as: key)
        return picture
    }

    private func reading<Answer>(
        _ sha256: String, _ site: SiteContext, _ work: (_ file: URL, _ executable: URL) async throws -> Answer
    ) async throws -> Answer {
        guard let executable = site.configuration.readingExecutable, let file = try? site.blobs.location(sha256)
        else { throw HTTPError(.serviceUnavailable) }
        guard await site.readers.enter(within: Self.patience) else { throw HTTPError(.serviceUnavailable) }
        defer { site.readers.leave() }
        return try await work(file, executable)
    }

    // MARK: The page

    private func page(_ request: Request, _ visit: Visit, _ site: SiteContext) async throws -> Response {
        let words = site.words(visit)
        let sha256 = visit.path("sha256")
        guard try site.access(to: sha256, by: visit.session?.office) != nil,
            let known = try site.store.read({ reader in
                try reader.rows(
                    "SELECT docket, name FROM docket_file WHERE sha256 = $1 ORDER BY published DESC, docket",
                    [.text(sha256)]
                ).first
            })
        else { throw HTTPError(.notFound) }
        // The address may say any name; what is shown is the docket's.
        let name = known.text("name")
        let file = OpenedFile(sha256: sha256, name: name, request)
        var view: View = [
            "name": name, "docket": String(known.text("docket").drop { $0 != "/" }.dropFirst()),
            "docketPath": SiteURL.docket(known.text("docket")).path,
            "downloadPath": SiteURL.blob(sha256: sha256, name: name).path,
        ]
        do {
            let document = try await document(sha256, site)
            view.merge(file.view(of: document, words)) { _, new in new }
        } catch let refusal as ReadingRefusal {
            view["fault"] = words("reading.\(refusal.code.rawValue)")
        }
        return try site.answer(Page("document", title: name, view), to: request, visit)
    }
}

/// A file and the place that somebody wants to see.
private struct OpenedFile {
    /// Pieces shown at once where a format has no pages.
    private static let unitsOfPart = 60

    let sha256: String
    let name: String
    /// Unicode scalars of the text; empty when only a page was asked for.
    let marked: Range<Int>
    let page: Int?

    init(sha256: String, name: String, _ request: Request) {
        self.sha256 = sha256
        self.name = name
        func number(_ name: String) -> Int? { request.query(name).flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 } }
        let start = number("start") ?? 0
        marked = start..<max(start, number("end") ?? start)
        page = number("page")
    }

    func view(of document: DocumentText, _ words: Words) -> View {
        let inPages = document.format == .pdf
        let units = document.units
        let count = inPages ? document.pages ?? 1 : max(1, (units.count + Self.unitsOfPart - 1) / Self.unitsOfPart)
        let places = marked.isEmpty || !inPages ? [] : document.places(of: marked)
        var number = 1
        if let page {
            number = page
        } else if let place = places.first {
            number = place.page
        } else if !marked.isEmpty, let unit = document.unitIndex(at: marked.lowerBound) {
            number = unit / Self.unitsOfPart + 1
        }
        number = min(max(number, 1), count)
        let shown: [DocumentUnit]
        if inPages {
            shown = units.filter { $0.page == number || $0.lines.contains { $0.page == number } }
        } else {
            let first = (number - 1) * Self.unitsOfPart
            shown = Array(units[min(first, units.count)..<min(first + Self.unitsOfPart, units.count)])
        }
        let asked = ["page": String(number), "pages": String(count)]
        var view: View = [
            "place": words(inPages ? "page.document.page" : "page.document.part", asked),
            "blocks": blocks(shown, marksFirst: !inPages), "hasText": !shown.isEmpty, "isMarked": !marked.isEmpty,
            "isRead": true,
        ]
        if number > 1 { view["previousPath"] = path(number - 1) }
        if number < count { view["nextPath"] = path(number + 1) }
        if inPages, number <= document.pageSizes.count {
            view["picture"] = picture(document.pageSizes[number - 1], number, places, words)
        }
        return view
    }

    private func path(_ page: Int) -> String {
        let place = marked.isEmpty ? "" : "&start=\(marked.lowerBound)&end=\(marked.upperBound)"
        return "/files/\(sha256)/\(SiteURL.escaped(name))/read?page=\(page)\(place)"
    }

    private func picture(_ size: PageSize, _ number: Int, _ places: [PagePlace], _ words: Words) -> View {
        let marks: [View] = places.filter { $0.page == number }.compactMap(\.box).enumerated().map { index, box in
            [
                "x": Self.point(box.x - 2), "y": Self.point(box.y - 2), "width": Self.point(box.width + 4),
                "height": Self.point(box.height + 4), "isFirst": index == 0,
            ]
        }
        return [
            "width": Self.point(size.width), "height": Self.point(size.height), "marks": marks,
            "path": SiteURL.pagePicture(sha256: sha256, name: name, page: number).path,
            "label": words("page.document.picture", ["name": name, "page": String(number)]),
        ]
    }

    private static func point(_ value: Double) -> String { String(format: "%.1f", value) }

    // MARK: Text

    /// Headings, paragraphs and tables, with what is marked.
    private func blocks(_ units: [DocumentUnit], marksFirst: Bool) -> [View] {
        var blocks: [View] = []
        var isFirst = marksFirst
        var index = 0
        while index < units.count {
            let unit = units[index]
            if unit.kind == .cell {
                let end = units[index...].firstIndex { $0.kind != .cell || $0.place?.table != unit.place?.table }
                let table = units[index..<(end ?? units.endIndex)]
                var rows: [View] = []
                for row in Dictionary(grouping: table, by: { $0.place?.row ?? 0 }).sorted(by: { $0.key < $1.key }) {
                    var cells = row.value.map { part($0, &isFirst) }
                    // A table's first row names its columns; in the others, and where a page goes on with a table, the
                    // first cell says what the row is about.
                    for column in cells.indices {
                        cells[column][row.key == 1 ? "isColumnHead" : column == 0 ? "isRowHead" : "isPlain"] = true
                    }
                    rows.append(["cells": cells])
                }
                blocks.append(["isTable": true, "rows": rows])
                index += table.count
            } else {
                var block = part(unit, &isFirst)
                block[unit.kind == .heading ? "isHeading" : "isParagraph"] = true
                blocks.append(block)
                index += 1
            }
        }
        return blocks
    }

    /// A unit's text in three: before, what is marked, after.
    private func part(_ unit: DocumentUnit, _ isFirst: inout Bool) -> View {
        let scalars = Array(unit.text.unicodeScalars)
        let start = min(max(marked.lowerBound - unit.offset, 0), scalars.count)
        let end = min(max(marked.upperBound - unit.offset, 0), scalars.count)
        func text(_ range: Range<Int>) -> String {
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars[range])
            return text
        }
        guard start < end else { return ["before": unit.text] }
        defer { isFirst = false }
        return [
            "before": text(0..<start), "marked": text(start..<end), "after": text(end..<scalars.count),
            "hasMark": true, "isFirst": isFirst,
        ]
    }
}
