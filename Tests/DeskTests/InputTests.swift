import Statute
import Testing

@testable import Desk

@Suite("Input is checked against a command's fields, and every field at fault is told at once")
struct InputTests {
    private static let name = Field<String>.text("name", maximum: 5)
    private static let price = Field<Money>.money("price", maximumFen: 1_000_000)
    private static let deadline = Field<Instant>.instant("deadline")
    private static let ratio = Field<String>.decimal("ratio", decimals: 2, in: 0...1)
    private static let note = Field<String>.prose("note").optional
    private static let agreed = Field<Bool>.boolean("agreed")
    private static let lines = Field<[Input]>.rows("lines", [name.description, price.description], count: 1...2)
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    private func check(
        _ raw: [String: RawValue], _ fields: [FieldDescription], _ dialect: InputDialect = .machine
    ) throws -> Input {
        try Input(checking: raw, fields: fields, dialect: dialect, law: law)
    }

    private func refusals(
        _ raw: [String: RawValue], _ fields: [FieldDescription], _ dialect: InputDialect = .machine
    ) -> [String] {
        do {
            _ = try check(raw, fields, dialect)
            return []
        } catch let refusals as Refusals {
            return refusals.all.map { "\($0.field ?? ""): \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("Machines send fen and RFC 3339, people type yuan and Beijing time")
    func dialects() throws {
        let fields = [Self.price.description, Self.deadline.description]
        let machine = try check(
            ["price": .integer(123_450), "deadline": .text("2026-10-29T01:30:00Z")], fields)
        let form = try check(["price": .text("1,234.5"), "deadline": .text("2026-10-29T09:30")], fields, .form)
        #expect(machine[Self.price] == Money(fen: 123_450))
        #expect(machine[Self.price] == form[Self.price])
        #expect(machine[Self.deadline] == form[Self.deadline])
        #expect(
            refusals(["price": .text("1234.50"), "deadline": .text("2026-10-29T09:30")], fields)
                == ["price: input.notFen", "deadline: input.notAnInstant"])
    }

    @Test("Codes of regions and trades are those that the law's data have")
    func codes() throws {
        let fields = [Field<String>.region("region").description, Field<String>.tradeClass("trade").description]
        #expect(refusals(["region": .text("530602"), "trade": .text("A07")], fields).isEmpty)
        #expect(
            refusals(["region": .text("999999"), "trade": .text("A77")], fields)
                == ["region: input.notARegion", "trade: input.notATradeClass"])
    }

    @Test("Missing, unknown and wrong fields are all named in one answer")
    func allAtOnce() {
        let fields = [Self.name.description, Self.price.description, Self.agreed.description]
        let found = refusals(
            ["name": .text("too long"), "agreed": .text("perhaps"), "colour": .text("red")], fields)
        #expect(
            found == [
                "colour: input.unknownField", "name: input.tooLong", "price: input.missing",
                "agreed: input.notABoolean",
            ])
    }

    @Test("Limits count: a number at the limit passes, one above does not")
    func limits() {
        let fields = [Self.price.description, Self.ratio.description]
        #expect(refusals(["price": .integer(1_000_000), "ratio": .text("1.00")], fields).isEmpty)
        #expect(
            refusals(["price": .integer(1_000_001), "ratio": .text("1.01")], fields)
                == ["price: input.outOfRange", "ratio: input.outOfRange"])
        #expect(
            refusals(["price": .integer(-1), "ratio": .text("0.999")], fields)
                == ["price: input.outOfRange", "ratio: input.notADecimal"])
    }

    @Test("An unticked box of a form is false; in JSON it must be said")
    func unticked() throws {
        let form = try check([:], [Self.agreed.description], .form)
        #expect(form[Self.agreed] == false)
        #expect(refusals([:], [Self.agreed.description]) == ["agreed: input.missing"])
    }

    @Test("An optional field may be left out, be null, or be blank")
    func optional() throws {
        #expect(try check([:], [Self.note.description])[Self.note] == nil)
        #expect(try check(["note": .null], [Self.note.description])[Self.note] == nil)
        #expect(try check(["note": .text("  ")], [Self.note.description])[Self.note] == nil)
        #expect(try check(["note": .text("a\r\nb")], [Self.note.description])[Self.note] == "a\nb")
    }

    @Test("Rows are checked each, and a wrong one is named by its place")
    func rows() throws {
        let good: RawValue = .object(["name": .text("a"), "price": .integer(1)])
        let bad: RawValue = .object(["name": .text("a"), "price": .text("x")])
        let input = try check(["lines": .list([good, good])], [Self.lines.description])
        #expect(input[Self.lines].map { $0[Self.price].fen } == [1, 1])
        #expect(refusals(["lines": .list([good, bad])], [Self.lines.description]) == ["lines.1.price: input.notFen"])
        #expect(refusals(["lines": .list([good, good, good])], [Self.lines.description]) == ["lines: input.rowCount"])
    }

    @Test("Control characters never reach the ledger")
    func controlCharacters() {
        #expect(refusals(["name": .text("a\u{0}b")], [Self.name.description]) == ["name: input.controlCharacter"])
        #expect(refusals(["name": .text("a\nb")], [Self.name.description]) == ["name: input.controlCharacter"])
    }
}

@Suite("An office is text that can be read without a table")
struct OfficeTests {
    @Test(
        "Offices read back as they were written",
        arguments: [
            Office(.regulator, region: "530600", trade: "A07"),
            Office(.tenderer, region: "530627", organisation: "12530600431570013W"),
            Office(.centreClerk, region: "530600"),
            .citizen, .platform,
        ])
    func roundTrip(office: Office) {
        #expect(Office(office.description) == office)
    }

    @Test(
        "Anything else is no office",
        arguments: ["", "regulator", "king:530600", "regulator:5306", "regulator:53060x", "regulator:530600:"])
    func refused(text: String) {
        #expect(Office(text) == nil)
    }

    @Test("A city's office covers its counties, a county's does not cover the city (GB/T 2260)")
    func regions() {
        #expect(Office(.regulator, region: "530600").covers(region: "530627"))
        #expect(!Office(.regulator, region: "530627").covers(region: "530600"))
        #expect(!Office(.regulator, region: "530627").covers(region: "530628"))
        #expect(Office(.regulator, region: "530600", trade: "A07").covers(trade: "A07"))
        #expect(!Office(.regulator, region: "530600", trade: "A07").covers(trade: "A01"))
        #expect(Office(.regulator, region: "530600", trade: "A07").covers(trade: ""), "what is of no trade")
    }
}

@Suite("An act is stored as its name and a plain JSON object")
struct ActCodingTests {
    private enum Act: Codable, Equatable {
        case raised(number: Int, text: String, at: Instant)
        case closed
    }

    @Test("The stored form is the case's name and its labelled values, keys sorted")
    func storedForm() throws {
        let act = Act.raised(number: 3, text: "异议/“甲”", at: Instant(milliseconds: 0))
        let encoded = try ActCoding.encode(act)
        #expect(encoded.name == "raised")
        #expect(
            String(decoding: encoded.open, as: UTF8.self)
                == #"{"at":"1970-01-01T00:00:00.000Z","number":3,"text":"异议/“甲”"}"#)
        #expect(try ActCoding.decode(Act.self, name: encoded.name, open: encoded.open) == act)
    }

    @Test("A case without values has an empty object")
    func empty() throws {
        let encoded = try ActCoding.encode(Act.closed)
        #expect(encoded.name == "closed" && encoded.open == Array("{}".utf8))
        #expect(try ActCoding.decode(Act.self, name: "closed", open: Array("{}".utf8)) == .closed)
    }

    @Test("A name that no case has is refused")
    func unknown() {
        #expect(throws: (any Error).self) { try ActCoding.decode(Act.self, name: "opened", open: Array("{}".utf8)) }
    }
}
