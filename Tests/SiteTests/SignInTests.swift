import Desk
import Foundation
import Statute
import Testing

@testable import Site

@Suite("Signing in (DESIGN §4)")
struct SignInTests {
    @Test("Codes are those of RFC 6238 appendix B (SHA-1, eight digits)")
    func vectors() {
        let code = OneTimeCode(secret: Array("12345678901234567890".utf8))
        let expected: [(Int64, String)] = [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ]
        for (second, digits) in expected {
            let step = OneTimeCode.step(Instant(milliseconds: second * 1000))
            #expect(code.code(step: step, digits: 8) == digits)
        }
    }

    @Test("Base32 is that of RFC 4648 §10, without padding, both ways")
    func base32() {
        let vectors = ["": "", "f": "MY", "fo": "MZXQ", "foo": "MZXW6", "foob": "MZXW6YQ", "foobar": "MZXW6YTBOI"]
        for (plain, coded) in vectors {
            #expect(Base32.encode(Array(plain.utf8)) == coded)
            #expect(Base32.decode(coded) == Array(plain.utf8))
        }
        #expect(Base32.decode("M1") == nil)
    }

    @Test("A code is taken within one step either side, and never twice (RFC 6238 §5.2)")
    func replay() {
        let code = OneTimeCode()
        let now = Instant(milliseconds: 1_000_000 * 30_000)
        for step in Int64(999_999)...1_000_001 {
            #expect(code.acceptedStep(code.code(step: step), at: now, after: 0) == step)
            #expect(code.acceptedStep(code.code(step: step), at: now, after: step) == nil)
        }
        #expect(code.acceptedStep(code.code(step: 999_998), at: now, after: 0) == nil)
        #expect(code.acceptedStep(code.code(step: 1_000_002), at: now, after: 0) == nil)
        #expect(code.acceptedStep("", at: now, after: 0) == nil)
    }

    @Test("An official signs in with password and code, and the same code does not work again")
    func official() async throws {
        let house = try await House()
        let code = OneTimeCode()
        try await house.person("clerk", "李云", [House.clerk], code: code)
        try await house.visit { browser in
            let without = try await browser.signIn("clerk")
            #expect(without.status == 401)
            let digits = code.code(at: house.clock.now)
            let answer = try await browser.signIn("clerk", code: digits)
            #expect(answer.status == 303)
            #expect(answer.location == "/workbench")
            let cookie = answer.headers[values: .setCookie].first { $0.hasPrefix("session=") } ?? ""
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"))
            let workbench = try await browser.get("/workbench")
            #expect(workbench.status == 200)
            #expect(workbench.text.contains("交易中心受理核验"))
            let other = Browser(client: browser.client, house: house)
            #expect(try await other.signIn("clerk", code: digits).status == 401)
        }
    }

    @Test("An official without a second factor sees nothing but its enrolment")
    func enrolment() async throws {
        let house = try await House()
        try await house.person("clerk", "李云", [House.clerk])
        try await house.visit { browser in
            try await browser.signIn("clerk")
            #expect(try await browser.get("/workbench").location == "/account/code")
            try await browser.get("/account/code")
            let secret = browser.value(of: "secret")
            let code = try #require(OneTimeCode(base32: secret))
            let digits = code.code(at: house.clock.now)
            let wrong = try await browser.post(
                "/account/code", ["secret": secret, "code": digits, "password": "not the password"])
            #expect(wrong.status == 422)
            let right = try await browser.post(
                "/account/code", ["secret": secret, "code": digits, "password": House.password])
            #expect(right.location == "/workbench")
            #expect(try await browser.get("/workbench").status == 200)
        }
    }

    @Test("Unknown accounts answer as known ones do, word for word but what was typed")
    func unknownAccounts() async throws {
        let house = try await House()
        try await house.person("bidder", "王芳", [House.bidder])
        try await house.visit { browser in
            let known = try await browser.signIn("bidder", password: "wrong password")
            let unknown = try await browser.signIn("nobody", password: "wrong password")
            #expect(known.status == 401 && unknown.status == 401)
            func plain(_ text: String) -> String { text.replacing("bidder", with: "x").replacing("nobody", with: "x") }
            #expect(plain(known.text) == plain(unknown.text))
        }
    }

    @Test("Five failures lock an account out, for longer each time; the right password waits too")
    func lockOut() async throws {
        let house = try await House()
        try await house.person("bidder", "王芳", [House.bidder])
        try await house.visit { browser in
            for _ in 1...5 { #expect(try await browser.signIn("bidder", password: "wrong").status == 401) }
            let locked = try await browser.signIn("bidder")
            #expect(locked.status == 429)
            #expect(locked.headers[.retryAfter] == "60")
            house.clock.forward(minutes: 1)
            #expect(try await browser.signIn("bidder", password: "wrong").status == 401)
            house.clock.forward(minutes: 1)
            #expect(try await browser.signIn("bidder").headers[.retryAfter] == "60")
            house.clock.forward(minutes: 1)
            #expect(try await browser.signIn("bidder").status == 303)
            // Accounts that do not exist are locked out alike.
            let stranger = Browser(client: browser.client, house: house)
            for _ in 1...5 { try await stranger.signIn("nobody", password: "wrong") }
            #expect(try await stranger.signIn("nobody").status == 429)
        }
    }

    @Test("One address that tries many accounts is locked out")
    func lockOutByAddress() async throws {
        let house = try await House()
        try await house.person("bidder", "王芳", [House.bidder])
        try await house.visit { browser in
            for number in 1...20 { try await browser.signIn("guess\(number)", password: "wrong") }
            #expect(try await browser.signIn("bidder").status == 429)
        }
    }

    @Test("Sessions of officials end after 30 idle minutes and after 12 hours; others' last longer")
    func sessionEnds() async throws {
        let house = try await House()
        let code = OneTimeCode()
        try await house.person("clerk", "李云", [House.clerk], code: code)
        try await house.person("bidder", "王芳", [House.bidder])
        try await house.visit { browser in
            try await browser.signIn("clerk", code: code.code(at: house.clock.now))
            let bidder = Browser(client: browser.client, house: house)
            try await bidder.signIn("bidder")
            house.clock.forward(minutes: 29)
            #expect(try await browser.get("/workbench").status == 200)
            house.clock.forward(minutes: 31)
            #expect(try await browser.get("/workbench").location == "/sign-in?next=%2Fworkbench")
            #expect(try await bidder.get("/workbench").status == 200)
            try await browser.signIn("clerk", code: code.code(at: house.clock.now))
            for _ in 1...25 {
                house.clock.forward(minutes: 29)
                _ = try await browser.get("/workbench")
            }
            #expect(try await browser.get("/workbench").status == 303)
        }
    }

    @Test("An office that has ended meanwhile no longer acts")
    func officeEnds() async throws {
        let house = try await House()
        let person = try await house.person("bidder", "王芳", [House.bidder])
        try await house.visit { browser in
            try await browser.signIn("bidder")
            #expect(try await browser.get("/workbench").status == 200)
            _ = try await house.desk.decide(Person.self, on: person) { _, _ in
                Decision(.officeEnded(office: House.bidder, reason: "离职"))
            }
            #expect(try await browser.get("/workbench").location == "/office")
        }
    }

    @Test("Who holds several offices chooses one, and cannot choose another's")
    func choice() async throws {
        let house = try await House()
        try await house.person("wang", "王芳", [House.bidder, House.tenderer])
        try await house.visit { browser in
            #expect(try await browser.signIn("wang").location == "/office")
            let page = try await browser.get("/office")
            #expect(page.text.contains("投标人 · 镇雄县水务局"))
            let stolen = try await browser.post("/office", ["office": House.clerk.description])
            #expect(stolen.status == 403)
            try await browser.get("/office")
            #expect(try await browser.post("/office", ["office": House.tenderer.description]).location == "/workbench")
            #expect(try await browser.get("/workbench").text.contains("招标人 · 镇雄县水务局"))
        }
    }

    @Test("After sign-out the old cookie is worth nothing")
    func signOut() async throws {
        let house = try await House()
        try await house.person("bidder", "王芳", [House.bidder])
        try await house.visit { browser in
            try await browser.signIn("bidder")
            let session = try #require(browser.cookies["session"])
            try await browser.get("/workbench")
            #expect(try await browser.post("/sign-out", [:]).location == "/")
            browser.cookies["session"] = session
            #expect(try await browser.get("/workbench").status == 303)
        }
    }

    @Test("A one-time password must be changed before anything else")
    func oneTimePassword() async throws {
        let house = try await House()
        let person = try await house.person("bidder", "王芳", [House.bidder])
        let given = try #require(try await house.accounts.create(login: "wang2", person: person))
        try await house.visit { browser in
            try await browser.signIn("wang2", password: given)
            #expect(try await browser.get("/workbench").location == "/account/password")
            try await browser.get("/account/password")
            let short = ["current": given, "new": "short", "repeated": "short"]
            #expect(try await browser.post("/account/password", short).status == 422)
            let good = ["current": given, "new": "quite another sentence", "repeated": "quite another sentence"]
            #expect(try await browser.post("/account/password", good).status == 303)
            #expect(try await browser.get("/workbench").status == 200)
        }
    }

    @Test(
        "Redirects after sign-in stay on this site",
        arguments: ["//evil.example/", "https://evil.example/", "/\\evil"])
    func openRedirect(_ next: String) async throws {
        let house = try await House()
        try await house.person("bidder", "王芳", [House.bidder])
        try await house.visit { browser in
            try await browser.get("/sign-in")
            let answer = try await browser.post(
                "/sign-in", ["login": "bidder", "password": House.password, "next": next])
            #expect(answer.location == "/workbench")
        }
    }
}
