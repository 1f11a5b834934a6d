import Desk
import Foundation
import HTTPTypes
import Testing

@testable import Site

@Suite("Forms of commands")
struct FormTests {
    private static let filled = [
        "title": "泼机镇灌区", "price": "12,864,000.50", "due": "2026-10-29T09:30", "urgent": "true",
        "rows.0.item": "渠道", "rows.1.item": "", "rows.2.item": "闸门",
    ]

    @Test("A form has a labelled control for every field, and an act stands in the ledger after it")
    func opens() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        try await house.visit { browser in
            try await browser.signIn("tenderer")
            let form = try await browser.get("/do/parcel/open")
            #expect(form.status == 200)
            for field in Parcel.commands[0].fields {
                #expect(form.text.contains("id=\"f-\(field.name)\""), "\(field.name)")
                if case .rows = field.kind { continue }
                #expect(form.text.contains("for=\"f-\(field.name)\""), "\(field.name)")
            }
            #expect(form.text.contains("type=\"datetime-local\"") && form.text.contains("name=\"rows.2.item\""))
            #expect(form.text.contains("<option value=\"530627\">"))
            var fields = Self.filled
            fields["_key"] = browser.value(of: "_key")
            let answer = try await browser.post("/do/parcel/open", fields)
            #expect(answer.status == 303)
            #expect(answer.location == "/parcel/1")
            let entry = try #require(try house.desk.store.entries(docket: "parcel/1").first)
            let open = String(decoding: entry.entry.open, as: UTF8.self)
            #expect(open.contains("1286400050") && open.contains("2026-10-29T01:30:00.000Z"))
            #expect(open.contains("[\"渠道\",\"闸门\"]"))
            let page = try await browser.get("/parcel/1")
            #expect(page.text.contains("已记入台账") && page.text.contains("data-proof=\"\(entry.sequence)\""))
            // Sent twice, done once.
            let again = try await browser.post("/do/parcel/open", fields)
            #expect(again.location == "/parcel/1")
            #expect(try house.desk.store.entries(docket: "parcel/2").isEmpty)
        }
    }

    @Test("A refused form keeps what was typed, and says beside each field what is wrong")
    func refused() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        try await house.visit { browser in
            try await browser.signIn("tenderer")
            try await browser.get("/do/parcel/open")
            var fields = Self.filled
            fields["price"] = "twelve"
            fields["weight"] = "101"
            fields["rows.2.item"] = "a text longer than ten characters"
            let answer = try await browser.post("/do/parcel/open", fields)
            #expect(answer.status == 422)
            #expect(answer.text.contains("value=\"twelve\"") && answer.text.contains("value=\"泼机镇灌区\""))
            #expect(answer.text.contains("id=\"f-price-fault\">金额以元填写"))
            #expect(answer.text.contains("id=\"f-weight-fault\""))
            #expect(answer.text.contains("href=\"#f-rows-1-item\""))
            #expect(answer.text.contains("id=\"f-rows-1-item-fault\""))
            #expect(answer.text.contains("role=\"alert\""))
            // The law's own refusal, from the decision, with its rule.
            fields = Self.filled
            fields["due"] = "2026-09-01T09:00"
            let late = try await browser.post("/do/parcel/open", fields)
            #expect(late.status == 422)
            #expect(late.text.contains("id=\"f-due-fault\"") && late.text.contains("value=\"2026-09-01T09:00\""))
        }
    }

    @Test("Wrong office, wrong stage, older version and missing docket each have their status")
    func statuses() async throws {
        let house = try await House()
        let code = OneTimeCode()
        try await house.person("tenderer", "王芳", [House.tenderer])
        try await house.person("clerk", "李云", [House.clerk], code: code)
        try await house.visit { browser in
            #expect(try await browser.get("/do/parcel/open").location == "/sign-in?next=%2Fdo%2Fparcel%2Fopen")
            try await browser.signIn("tenderer")
            try await browser.get("/do/parcel/open")
            try await browser.post("/do/parcel/open", Self.filled)
            #expect(try await browser.get("/do/parcel/close?docket=1").status == 403)
            #expect(try await browser.get("/do/parcel/none").status == 404)
            let clerk = Browser(client: browser.client, house: house)
            try await clerk.signIn("clerk", code: code.code(at: house.clock.now))
            #expect(try await clerk.get("/do/parcel/close?docket=9").status == 404)
            let workbench = try await clerk.get("/workbench")
            #expect(workbench.text.contains("/do/parcel/close?docket=1") && workbench.text.contains("还剩"))
            try await clerk.get("/do/parcel/close?docket=1")
            let stale = ["reason": "完工", "_version": "7"]
            let changed = try await clerk.post("/do/parcel/close?docket=1", stale)
            #expect(changed.status == 409)
            #expect(changed.text.contains("value=\"完工\"") && changed.text.contains("name=\"_version\" value=\"1\""))
            let good = ["reason": "完工", "_version": "1"]
            #expect(try await clerk.post("/do/parcel/close?docket=1", good).status == 303)
            #expect(try await clerk.post("/do/parcel/close?docket=1", ["reason": "再次"]).status == 409)
        }
    }

    private struct JSONFiles: Decodable { let files: [FileReference] }

    private static func multipart(_ parts: [(head: String, body: [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            bytes += Array("--bnd\r\nContent-Disposition: form-data; \(part.head)\r\n\r\n".utf8) + part.body
            bytes += Array("\r\n".utf8)
        }
        return bytes + Array("--bnd--\r\n".utf8)
    }

    @Test("Files go to the blob store and into the act; kept over a refused round; wrong ones are told at their field")
    func files() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        let pdf = Array("%PDF-1.7\r\n--bn".utf8) + [UInt8](repeating: 7, count: 200_000)
        try await house.visit { browser in
            try await browser.signIn("tenderer")
            try await browser.get("/do/parcel/open")
            func send(_ fields: [String: String], _ files: [(String, [UInt8])], token: String) async throws
                -> Browser.Answer
            {
                var parts = [("name=\"_token\"", Array(token.utf8))]
                parts += fields.map { ("name=\"\($0)\"", Array($1.utf8)) }
                parts += files.map { ("name=\"files\"; filename=\"\($0)\"", $1) }
                return try await browser.send(
                    "/do/parcel/open", .post, headers: [.contentType: "multipart/form-data; boundary=bnd"],
                    body: Self.multipart(parts))
            }
            #expect(try await send(Self.filled, [("a.pdf", pdf)], token: "").status == 403)
            try await browser.get("/do/parcel/open")
            var wrong = Self.filled
            wrong["price"] = "?"
            let refused = try await send(wrong, [("招标文件.pdf", pdf)], token: browser.token)
            #expect(refused.status == 422)
            #expect(refused.text.contains("招标文件.pdf"))
            let kept = browser.value(of: "files.kept").replacing("&quot;", with: "\"")
            var right = Self.filled
            right["files.kept"] = kept
            let done = try await send(right, [("图纸.pdf", pdf + [1]), ("", [])], token: browser.token)
            #expect(done.status == 303)
            let open = try #require(try house.desk.store.entries(docket: "parcel/1").first).entry.open
            let text = String(decoding: open, as: UTF8.self)
            #expect(text.contains("招标文件.pdf") && text.contains("图纸.pdf") && text.contains("\"size\":200014"))
            try await browser.get("/do/parcel/open")
            let lying = try await send(Self.filled, [("a.pdf", Array("MZ".utf8))], token: browser.token)
            #expect(lying.status == 422 && lying.text.contains("f-files-fault"))
            let script = try await send(Self.filled, [("a.html", Array("<b>".utf8))], token: browser.token)
            #expect(script.status == 422)
            let large = [UInt8](repeating: 0, count: 3_000_001)
            #expect(try await send(Self.filled, [("b.pdf", large)], token: browser.token).status == 422)
            // A reference that nobody uploaded is refused.
            right["files.kept"] = kept.replacing("200014", with: "200015")
            #expect(try await send(right, [], token: browser.token).status == 422)
            // Published files are downloads for everybody; others are for the offices in charge.
            let act = try JSONDecoder().decode([String: JSONFiles].self, from: Data("{\"a\":\(text)}".utf8))
            let both = try #require(act["a"]).files
            let stranger = Browser(client: browser.client, house: house)
            let file = try await stranger.get("/files/\(both[1].sha256)/%E5%9B%BE.pdf")
            #expect(file.bytes == pdf + [1])
            #expect(file.headers[.contentDisposition] == "attachment; filename*=UTF-8''%E5%9B%BE.pdf")
            #expect(try await stranger.get("/files/\(both[0].sha256)/x.pdf").status == 404)
            let own = try await browser.get("/files/\(both[0].sha256)/x.pdf")
            #expect(own.bytes == pdf && own.headers[.cacheControl] == "private, no-store")
            let other = String(repeating: "0", count: 64)
            #expect(try await browser.get("/files/\(other)/x.pdf").status == 404)
        }
    }

    @Test("A multipart body comes apart alike however it is cut (RFC 7578)")
    func cuts() throws {
        let body = Self.multipart([
            ("name=\"a\"", Array("1\r\n--bn".utf8)), ("name=\"f\"; filename=\"x %22y%22.pdf\"", Array("\r\n\r\n".utf8)),
            ("name=\"e\"; filename=\"\"", []),
        ])
        func read(_ size: Int) throws -> [String] {
            var parser = try #require(MultipartParser(contentType: "multipart/form-data; boundary=\"bnd\""))
            var found: [String] = []
            var held: [UInt8] = []
            for start in stride(from: 0, to: body.count, by: size) {
                for piece in try parser.feed(body[start..<min(start + size, body.count)]) {
                    switch piece {
                    case .part(let name, let file): found.append("\(name) \(file ?? "-")")
                    case .bytes(let bytes): held += bytes
                    case .endOfPart:
                        found.append(String(decoding: held, as: UTF8.self))
                        held = []
                    }
                }
            }
            #expect(parser.isDone)
            return found
        }
        let whole = try read(body.count)
        #expect(whole == ["a -", "1\r\n--bn", "f x \"y\".pdf", "\r\n\r\n", "e ", ""])
        for size in 1...40 { #expect(try read(size) == whole) }
        var broken = try #require(MultipartParser(contentType: "multipart/form-data; boundary=bnd"))
        #expect(throws: MultipartParser.Malformed.self) { try broken.feed(Array("--bnd\r\nX: y\r\n\r\nz".utf8)) }
    }
}
