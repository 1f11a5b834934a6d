import Desk
import Foundation
import HTTPTypes
import Statute
import Testing

@testable import Site

@Suite("Headers, forms' tokens, errors and assets")
struct ShellTests {
    private static func field(_ name: String, _ headers: HTTPFields) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    @Test("Every answer carries a strict policy without inline script or style; HSTS only behind TLS")
    func headers() async throws {
        let house = try await House()
        try await house.visit { browser in
            for path in ["/sign-in", "/verify", "/no-such-page", "/healthz", "/ledger/checkpoint", "/api/none"] {
                let headers = try await browser.get(path).headers
                let policy = Self.field("Content-Security-Policy", headers) ?? ""
                #expect(policy.contains("script-src 'self';") && policy.contains("style-src 'self';"))
                #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
                #expect(Self.field("X-Content-Type-Options", headers) == "nosniff")
                #expect(Self.field("Referrer-Policy", headers) == "same-origin")
                #expect(Self.field("Cross-Origin-Opener-Policy", headers) == "same-origin")
                #expect(Self.field("Permissions-Policy", headers)?.contains("camera=()") == true)
                #expect(Self.field("Strict-Transport-Security", headers) == nil)
            }
        }
        let proxied = try await House(behindProxy: true)
        try await proxied.visit { browser in
            let answer = try await browser.get("/sign-in")
            #expect(Self.field("Strict-Transport-Security", answer.headers)?.hasPrefix("max-age=") == true)
            let cookie = answer.headers[values: .setCookie].first ?? ""
            #expect(cookie.hasPrefix("__Host-visitor=") && cookie.contains("Secure"))
        }
    }

    @Test("The site refuses to listen beyond loopback without a proxy that ends TLS")
    func loopback() async throws {
        let house = try await House()
        var configuration = house.configuration
        configuration.host = "0.0.0.0"
        await #expect(throws: SiteConfiguration.Problem.listensBeyondLoopback("0.0.0.0")) {
            _ = try await Site.buildApplication(configuration)
        }
        configuration.behindProxy = true
        _ = try await Site.buildApplication(configuration)
        try await house.visit { _ in }
    }

    @Test("No page has inline script, inline style or an address outside this site")
    func nothingInline() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        try await house.visit { browser in
            try await browser.signIn("tenderer")
            for path in ["/verify", "/workbench", "/account", "/do/parcel/open", "/none"] {
                let text = try await browser.get(path).text
                #expect(!text.contains("style=\"") && !text.contains("<style"))
                #expect(!text.contains(" onclick="))
                #expect(text.range(of: "<script(?![^>]* src=)", options: .regularExpression) == nil)
                #expect(text.range(of: "(src|href)=\"(https?:)?//", options: .regularExpression) == nil)
            }
        }
    }

    @Test("A form without this browser's token is refused, and nothing happens")
    func crossSite() async throws {
        let house = try await House()
        try await house.person("tenderer", "王芳", [House.tenderer])
        try await house.visit { browser in
            try await browser.get("/sign-in")
            let login = ["login": "tenderer", "password": House.password]
            #expect(try await browser.post("/sign-in", login, token: "forged").status == 403)
            let fresh = Browser(client: browser.client, house: house)
            #expect(try await fresh.post("/sign-in", login, token: browser.token).status == 403)
            try await browser.signIn("tenderer")
            let size = house.desk.store.size
            let fields = ["title": "x", "price": "1", "due": "2026-10-01T09:00"]
            #expect(try await browser.post("/do/parcel/open", fields, token: "").status == 403)
            // The token from before the sign-in belongs to another secret.
            #expect(try await browser.post("/do/parcel/open", fields, token: fresh.token).status == 403)
            #expect(house.desk.store.size == size)
        }
    }

    @Test("Assets are immutable under their content's address, packed when the browser can unpack")
    func assets() async throws {
        let house = try await House()
        try await house.visit { browser in
            let page = try await browser.get("/verify").text
            let start = try #require(page.range(of: "/assets/"))
            let path = String(page[start.lowerBound...].prefix { $0 != "\"" })
            let plain = try await browser.get(path)
            #expect(plain.status == 200)
            #expect(plain.headers[.cacheControl]?.contains("immutable") == true)
            let packed = try await browser.get(path, headers: [.acceptEncoding: "gzip"])
            #expect(packed.headers[.contentEncoding] == "gzip" && packed.bytes.count < plain.bytes.count)
            #expect(packed.bytes.starts(with: [0x1F, 0x8B]))
            #expect(try await browser.get("/assets/x/../../Package.swift").status == 404)
            #expect(try await browser.get("/favicon.ico").headers[.contentType] == "image/svg+xml")
            #expect(try await browser.get("/robots.txt").text.contains("Disallow: /api/"))
        }
    }

    @Test("Pages speak the language that was asked for and remember it; errors too")
    func languages() async throws {
        let house = try await House()
        try await house.visit { browser in
            #expect(try await browser.get("/none").text.contains("没有这个页面"))
            let english = try await browser.get("/verify?lang=en")
            #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("Verify the ledger"))
            #expect(try await browser.get("/none").text.contains("There is no such page"))
            #expect(try await browser.get("/none?lang=zh-CN").text.contains("没有这个页面"))
        }
    }

    @Test("What people typed is text on the page, never markup")
    func escaping() async throws {
        let house = try await House()
        try await house.visit { browser in
            try await browser.get("/sign-in")
            let answer = try await browser.post(
                "/sign-in", ["login": "\"><script>alert(1)</script>", "password": "x"])
            #expect(!answer.text.contains("<script>alert"))
            #expect(answer.text.contains("&quot;&gt;&lt;script&gt;"))
            #expect(try await browser.get("/sign-in?next=%22%3E%3Cb%3E").text.contains("<b>") == false)
        }
    }

    @Test("Money, instants and terms read as people say them")
    func shown() throws {
        let catalogue = try Catalogue.builtIn()
        let chinese = Shown(catalogue.words(.chinese))
        #expect(chinese.money(Money(fen: 1_286_400_000)) == "1,286.40 万元")
        #expect(chinese.money(Money(fen: 1_286_400_050)) == "12,864,000.50 元")
        #expect(chinese.money(Money(fen: 32_000_000_000)) == "3.2 亿元")
        #expect(chinese.money(Money(fen: -500)) == "-5.00 元")
        let english = Shown(catalogue.words(.english))
        #expect(english.money(Money(fen: 1_286_400_000)) == "CNY 12,864,000.00")
        let now = try #require(Instant("2026-10-27T15:30:00+08:00"))
        let tomorrow = try #require(Instant("2026-10-28T18:00:00+08:00"))
        #expect(chinese.term(tomorrow, now: now) == "还剩 1 天 2 小时，明天 18:00 前")
        #expect(english.term(tomorrow, now: now) == "1 day 2 hours left, until tomorrow 18:00")
        #expect(chinese.term(now, now: tomorrow).hasPrefix("已过期 1 天 2 小时"))
        let later = try #require(Instant("2027-01-05T09:30:00+08:00"))
        #expect(chinese.term(later, now: now).contains("2027-01-05 09:30"))
        #expect(chinese.exactly(now) == "2026-10-27 15:30:00")
    }
}
