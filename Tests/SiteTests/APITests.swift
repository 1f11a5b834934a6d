import Desk
import Foundation
import HTTPTypes
import Statute
import Testing

@testable import Site

@Suite("The JSON API")
struct APITests {
    private static let good = """
        {"title":"灌区","price":1286400000,"due":"2026-10-29T01:30:00.000Z","rows":[{"item":"渠道"}]}
        """

    private static func headers(_ token: String, _ more: HTTPFields = [:]) -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/json", .authorization: "Bearer \(token)"]
        for field in more { headers.append(field) }
        return headers
    }

    private static func object(_ answer: Browser.Answer) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(answer.bytes)) as? [String: Any])
    }

    @Test("A token lives: made once, used, refused after revocation, after its end, and with its office")
    func tokens() async throws {
        let house = try await House()
        let person = try await house.person("tenderer", "王芳", [House.tenderer, House.bidder])
        let token = try await house.accounts.makeToken(login: "tenderer", office: House.tenderer, label: "erp")
        let brief = try await house.accounts.makeToken(
            login: "tenderer", office: House.tenderer, label: "brief", expires: house.clock.now.advanced(byDays: 1))
        let other = try await house.accounts.makeToken(login: "tenderer", office: House.bidder, label: "bids")
        await #expect(throws: Refusal.self) {
            try await house.accounts.makeToken(login: "tenderer", office: House.clerk, label: "x")
        }
        let stored = try house.desk.store.read { try $0.rows("SELECT secret FROM site_token") }
        #expect(stored.allSatisfy { !token.contains($0.text("secret")) })
        try await house.visit { browser in
            func post(_ token: String) async throws -> Int {
                try await browser.send(
                    "/api/parcel/open", .post, headers: Self.headers(token), body: Array(Self.good.utf8)
                ).status
            }
            #expect(try await post(token) == 201)
            #expect(try await post(brief) == 201)
            #expect(try await post(other) == 403)
            #expect(try await post(token + "x") == 401)
            #expect(try await post("dl_nothing_at_all") == 401)
            house.clock.forward(minutes: 24 * 60 + 1)
            #expect(try await post(brief) == 401)
            let id = String(token.split(separator: "_")[1])
            try await house.accounts.revokeToken(id, login: "somebody else")
            #expect(try await post(token) == 201)
            try await house.accounts.revokeToken(id, login: "tenderer")
            #expect(try await post(token) == 401)
            _ = try await house.desk.decide(Person.self, on: person) { _, _ in
                Decision(.officeEnded(office: House.bidder, reason: "离职"))
            }
            #expect(try await post(other) == 401)
        }
    }

    @Test("An opening answers 201 with receipt and proofs; the docket reads back as it is hashed")
    func receipt() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        let token = try await house.accounts.makeToken(login: "tenderer", office: House.tenderer, label: "erp")
        try await house.visit { browser in
            let key = HTTPField.Name("Idempotency-Key").map { HTTPField(name: $0, value: "order-81") }
            let headers = Self.headers(token, HTTPFields(key.map { [$0] } ?? []))
            let answer = try await browser.send(
                "/api/parcel/open", .post, headers: headers, body: Array(Self.good.utf8))
            #expect(answer.status == 201)
            let receipt = try Self.object(answer)
            #expect(receipt["docket"] as? String == "parcel/1" && receipt["version"] as? Int == 1)
            let again = try await browser.send(
                "/api/parcel/open", .post, headers: headers, body: Array(Self.good.utf8))
            #expect(again.bytes == answer.bytes)
            let docket = try await browser.get("/api/parcel/1", headers: Self.headers(token))
            #expect(docket.headers[.eTag] == "\"1\"")
            let stored = try #require(try house.desk.store.entries(docket: "parcel/1").first)
            #expect(docket.text.contains(String(decoding: stored.bytes, as: UTF8.self)))
            let parsed = try Self.object(docket)
            #expect((parsed["entries"] as? [[String: Any]])?.first?["sequence"] as? Int64 == stored.sequence)
        }
    }

    @Test("Refusals are told with rule, field and words in both languages")
    func refusals() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        let token = try await house.accounts.makeToken(login: "tenderer", office: House.tenderer, label: "erp")
        try await house.visit { browser in
            let body = "{\"title\":\"灌区\",\"price\":1,\"due\":\"2026-09-01T00:00:00Z\"}"
            let answer = try await browser.send(
                "/api/parcel/open", .post, headers: Self.headers(token), body: Array(body.utf8))
            #expect(answer.status == 422)
            let problem = try Self.object(answer)
            #expect(problem["code"] as? String == "parcel.past" && problem["rule"] as? String == "T03")
            #expect(problem["field"] as? String == "due" && problem["kind"] as? String == "invalid")
            let several = try await browser.send(
                "/api/parcel/open", .post, headers: Self.headers(token), body: Array("{\"extra\":1}".utf8))
            let all = try #require(try Self.object(several)["refusals"] as? [[String: Any]])
            #expect(all.map { $0["field"] as? String } == ["extra", "title", "price", "due"])
            let words = try #require(all[1]["explanation"] as? [String: String])
            #expect(words["zh-CN"] == "请填写。" && words["en"] == "This is needed.")
        }
    }

    @Test("Requests that are not well formed each have their status")
    func malformed() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        let token = try await house.accounts.makeToken(login: "tenderer", office: House.tenderer, label: "erp")
        try await house.visit { browser in
            func status(_ path: String, _ body: String, _ headers: HTTPFields, _ method: HTTPRequest.Method = .post)
                async throws -> Int
            {
                try await browser.send(path, method, headers: headers, body: Array(body.utf8)).status
            }
            let headers = Self.headers(token)
            #expect(try await status("/api/parcel/open", "{", headers) == 400)
            #expect(try await status("/api/parcel/open", "{\"a\":1,\"a\":2}", headers) == 400)
            #expect(try await status("/api/parcel/open", "[]", headers) == 400)
            #expect(try await status("/api/parcel/open", "{\"price\":1.5}", headers) == 422)
            #expect(try await status("/api/parcel/open", Self.good, [.contentType: "application/json"]) == 401)
            var form = headers
            form[.contentType] = "application/x-www-form-urlencoded"
            #expect(try await status("/api/parcel/open", "a=1", form) == 415)
            let long = "{\"title\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
            #expect(try await status("/api/parcel/open", long, headers) == 413)
            #expect(try await status("/api/parcel/open", "{}", headers, .put) == 405)
            #expect(try await status("/api/parcel/7/close", "{\"reason\":\"x\"}", headers) == 403)
            #expect(try await status("/api/parcel/7", "", headers, .get) == 404)
            #expect(try await status("/api/nothing/7", "", headers, .get) == 404)
            let allow = try await browser.send("/api/parcel/open", .delete, headers: headers).headers[.allow]
            #expect(allow == "GET, HEAD, POST")
        }
    }

    @Test("An address that guesses tokens is slowed down; a valid token still works from there")
    func guessing() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        let token = try await house.accounts.makeToken(login: "tenderer", office: House.tenderer, label: "erp")
        try await house.visit { browser in
            var last = 0
            for _ in 1...31 {
                last = try await browser.get("/api/parcel/1", headers: Self.headers("dl_wrong")).status
            }
            #expect(last == 429)
            #expect(try await browser.get("/api/parcel/1", headers: Self.headers(token)).status == 404)
        }
    }

    @Test("An uploaded file is named by its content and can stand in an act")
    func upload() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        let token = try await house.accounts.makeToken(login: "tenderer", office: House.tenderer, label: "erp")
        try await house.visit { browser in
            let pdf = Array("%PDF-1.7 test".utf8)
            let answer = try await browser.send(
                "/api/blobs?name=a.pdf", .post, headers: Self.headers(token), body: pdf)
            #expect(answer.status == 201)
            let body = Self.good.dropLast() + ",\"files\":[\(answer.text)]}"
            let opened = try await browser.send(
                "/api/parcel/open", .post, headers: Self.headers(token), body: Array(body.utf8))
            #expect(opened.status == 201)
            let forged = body.replacing("\"size\":13", with: "\"size\":14")
            let refused = try await browser.send(
                "/api/parcel/open", .post, headers: Self.headers(token), body: Array(forged.utf8))
            #expect(refused.status == 422)
            let wrong = try await browser.send(
                "/api/blobs?name=a.exe", .post, headers: Self.headers(token), body: pdf)
            #expect(wrong.status == 415)
        }
    }

    @Test("The description lists every command with its schema, and only statuses that it explains")
    func description() async throws {
        let house = try await House()
        try await house.visit { browser in
            let document = try Self.object(try await browser.get("/api/openapi.json"))
            let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
            for command in house.desk.commands {
                let operation = try #require(paths[APIRoutes.path(command)]?["post"])
                #expect(operation["operationId"] as? String == command.id)
                let content = (operation["requestBody"] as? [String: Any])?["content"] as? [String: [String: Any]]
                let schema = try #require(content?["application/json"]?["schema"] as? [String: Any])
                let properties = try #require(schema["properties"] as? [String: Any])
                #expect(Set(properties.keys) == Set(command.fields.map(\.name)))
                #expect(schema["additionalProperties"] as? Bool == false)
            }
        }
    }

    @Test("JSON is read strictly (RFC 8259)")
    func json() throws {
        func read(_ text: String) throws -> RawValue? { try JSONReading.object(Array("{\"a\":\(text)}".utf8))["a"] }
        #expect(try read("\"\\u9547\\ud83d\\ude00\\n\"") == .text("镇😀\n"))
        #expect(try read(" -12 ") == .integer(-12))
        #expect(try read("1e3") == .integer(1000))
        #expect(try read("2.0") == .integer(2))
        #expect(try read("[null,true,{\"b\":[]}]") == .list([.null, .boolean(true), .object(["b": .list([])])]))
        let wrongs = [
            "01", "+1", "1.", ".5", "\"\\ud800\"", "\"\\x\"", "\"\t\"", "tru", "[1,]", "{\"b\":1,}", "1 2", "'x'",
            "NaN",
        ]
        for wrong in wrongs {
            #expect(throws: JSONReading.Fault.self) { try read(wrong) }
        }
        #expect(throws: JSONReading.Fault.tooDeep) { try read(String(repeating: "[", count: 40)) }
        #expect(throws: JSONReading.Fault.notWhole(at: 5)) { try read("99999999999999999999") }
        #expect(throws: JSONReading.Fault.self) { try JSONReading.object([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]) }
    }
}
