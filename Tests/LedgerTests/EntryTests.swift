import Foundation
import Ledger
import Testing

@Suite("The bytes of an act (docs/ledger.md, Entries)")
struct EntryTests {
    static let example = """
        {"act":"noticePublished","at":"2026-09-25T01:00:00.000Z","by":{"office":"tenderer:530621:A01",\
        "person":"P-000127"},"docket":"section/S-2026-0001","open":{"deadline":"2026-10-20T01:00:00.000Z",\
        "title":"昭通市鲁甸县农村公路"},"v":1}
        """

    @Test("An act is written in one form and read back from it")
    func roundTrip() throws {
        let open = Array("{\"deadline\":\"2026-10-20T01:00:00.000Z\",\"title\":\"昭通市鲁甸县农村公路\"}".utf8)
        let entry = try Entry(
            act: "noticePublished", at: "2026-09-25T01:00:00.000Z", office: "tenderer:530621:A01", person: "P-000127",
            docket: "section/S-2026-0001", open: open)
        #expect(String(decoding: entry.bytes, as: UTF8.self) == EntryTests.example)
        #expect(try Entry(bytes: entry.bytes) == entry)
        #expect(Array(entry.open) == open && entry.closed == nil && entry.signature == nil)
        let full = try Entry(
            act: "a", at: "2024-02-29T23:59:59.999Z", office: "o", person: "p", docket: "k/1", open: Array("{}".utf8),
            closed: Hash.sha256([1]), signature: "AAAA")
        let read = try Entry(bytes: full.bytes)
        #expect(read == full && read.closed == Hash.sha256([1]) && read.signature == "AAAA")
        #expect(Array(read.open) == Array("{}".utf8))
    }

    @Test("Cutting an act short anywhere, or adding a byte, is refused")
    func cutEntries() {
        let bytes = Array(EntryTests.example.utf8)
        for length in bytes.indices {
            #expect(throws: EntryError.self, "\(length) bytes") { try Entry(bytes: Array(bytes[..<length])) }
        }
        #expect(throws: EntryError.self) { try Entry(bytes: bytes + [0x0A]) }
        #expect(throws: EntryError.self) { try Entry(bytes: bytes + bytes) }
    }

    @Test(
        "Only canonical JSON stands in an act: one spelling for one value",
        arguments: [
            ("{}", nil), ("{\"a\":[1,-1,0,true,false,null,\"x\",{\"b\":[]}]}", nil), ("{\"a\":1,\"b\":2}", nil),
            ("{\"A\":1,\"a\":2,\"é\":3}", nil), ("{\"a\":\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u001f\"}", nil),
            ("{\"a\":9223372036854775807,\"b\":-9223372036854775808}", nil), ("{\"a\":\"😀\u{7F}/\"}", nil),
            ("{\"a\":9223372036854775808}", .number), ("{\"a\":-9223372036854775809}", .number),
            ("{\"a\":99999999999999999999}", .number), ("{\"a\":1.5}", .number), ("{\"a\":1e3}", .number),
            ("{\"a\":1E3}", .number), ("{\"a\":01}", .number), ("{\"a\":-0}", .number), ("{\"a\":-}", .number),
            ("{\"a\":+1}", .unexpectedByte), ("{\"b\":1,\"a\":2}", .keyOrder), ("{\"a\":1,\"a\":2}", .keyOrder),
            ("{\"a\":{\"b\":1,\"a\":2}}", .keyOrder), ("{\"ab\":1,\"a\":2}", .keyOrder),
            ("{ \"a\":1}", .unexpectedByte), ("{\"a\": 1}", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte),
            ("{\"a\":[1,]}", .unexpectedByte), ("{\"a\"}", .unexpectedByte), ("{a:1}", .unexpectedByte),
            ("{\"a\":1} ", .trailingBytes), ("{}{}", .trailingBytes), ("[]", .unexpectedByte), ("1", .unexpectedByte),
            ("", .unexpectedEnd), ("{\"a\":\"", .unexpectedEnd), ("{\"a\":tru}", .unexpectedByte),
            ("{\"a\":\"\\u0041\"}", .escape), ("{\"a\":\"\\u000a\"}", .escape), ("{\"a\":\"\\u001F\"}", .escape),
            ("{\"a\":\"\\/\"}", .escape), ("{\"a\":\"\n\"}", .unexpectedByte), ("{\"\\n\":1}", .escapedKey),
            ("{\"a\":NaN}", .unexpectedByte),
        ] as [(String, EntryError.Reason?)])
    func canonical(json: String, reason: EntryError.Reason?) {
        do {
            try CanonicalJSON.checkObject(Array(json.utf8))
            #expect(reason == nil, "accepted")
        } catch EntryError.notCanonical(let found, _) {
            #expect(found == reason)
        } catch {
            Issue.record(error)
        }
    }

    @Test(
        "Bytes that are not UTF-8 are refused, overlong forms and surrogates too (Unicode 3.9, table 3-7)",
        arguments: [
            [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE4, 0xB8], [0xFF], [0xE4, 0xB8, 0x22],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let json = Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(String(validating: json, as: UTF8.self) == nil)
        #expect(throws: EntryError.self) { try CanonicalJSON.checkObject(json) }
    }

    @Test("32 levels are allowed, 33 are not")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            let inner = levels - 1
            let text = String(repeating: "{\"a\":", count: inner) + "{}" + String(repeating: "}", count: inner)
            return Array(text.utf8)
        }
        try CanonicalJSON.checkObject(nested(32))
        #expect(throws: EntryError.self) { try CanonicalJSON.checkObject(nested(33)) }
        let arrays = "{\"a\":" + String(repeating: "[", count: 32) + String(repeating: "]", count: 32) + "}"
        #expect(throws: EntryError.self) { try CanonicalJSON.checkObject(Array(arrays.utf8)) }
    }

    @Test("What Foundation writes with sorted keys and plain slashes is canonical, for any text")
    func foundation() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let controls = String(decoding: (UInt8(0)..<0x80).map { $0 }, as: UTF8.self)
        let value = ["text": controls + "é😀\u{2028}/", "item10": "1", "item2": "2", "Zed": "3", "a_b": "", "aB": "x"]
        try CanonicalJSON.checkObject([UInt8](try encoder.encode(value)))
    }

    @Test(
        "Header fields of another form are refused and named",
        arguments: [
            ("act", "", "2026-09-25T01:00:00.000Z", "k/1"), ("act", "1a", "2026-09-25T01:00:00.000Z", "k/1"),
            ("act", "a b", "2026-09-25T01:00:00.000Z", "k/1"), ("at", "a", "2026-09-25T01:00:00Z", "k/1"),
            ("at", "a", "2026-02-29T01:00:00.000Z", "k/1"), ("at", "a", "2026-13-01T01:00:00.000Z", "k/1"),
            ("at", "a", "2026-09-25T24:00:00.000Z", "k/1"), ("at", "a", "2026-09-25T01:00:60.000Z", "k/1"),
            ("docket", "a", "2026-09-25T01:00:00.000Z", "k"), ("docket", "a", "2026-09-25T01:00:00.000Z", "k/"),
            ("docket", "a", "2026-09-25T01:00:00.000Z", "k/.."), ("docket", "a", "2026-09-25T01:00:00.000Z", "k/a/b"),
            ("docket", "a", "2026-09-25T01:00:00.000Z", "k/标"), ("docket", "a", "2026-09-25T01:00:00.000Z", "/a"),
        ])
    func refusedFields(field: String, act: String, at: String, docket: String) {
        #expect(throws: EntryError.field(field)) {
            try Entry(act: act, at: at, office: "o", person: "p", docket: docket, open: Array("{}".utf8))
        }
        let text = """
            {"act":"\(act)","at":"\(at)","by":{"office":"o","person":"p"},"docket":"\(docket)","open":{},"v":1}
            """
        #expect(throws: EntryError.field(field)) { try Entry(bytes: Array(text.utf8)) }
    }

    @Test("An act of 65,535 bytes is written, one byte more is a typed error")
    func longest() throws {
        func entry(_ filling: Int) throws -> Entry {
            let open = Array("{\"a\":\"\(String(repeating: "x", count: filling))\"}".utf8)
            return try Entry(
                act: "a", at: "2026-09-25T01:00:00.000Z", office: "o", person: "p", docket: "k/1", open: open)
        }
        let empty = try entry(0).bytes.count
        #expect(try entry(65_535 - empty).bytes.count == 65_535)
        #expect(try Entry(bytes: entry(65_535 - empty).bytes).bytes.count == 65_535)
        #expect(throws: EntryError.tooLong(65_536)) { try entry(65_536 - empty) }
    }

    @Test("A closed part's commitment needs its salt: equal bytes have different commitments")
    func closedParts() throws {
        let first = ClosedPart(Array("张三".utf8))
        let second = ClosedPart(Array("张三".utf8))
        #expect(first.salt.count == 32 && first.commitment != second.commitment)
        #expect(ClosedPart(salt: first.salt, bytes: first.bytes)?.commitment == first.commitment)
        #expect(first.commitment == Hash.sha256(first.salt + first.bytes))
        #expect(ClosedPart(salt: [1], bytes: []) == nil)
    }

    @Test("Hashes have one hexadecimal and one base64 form, and sort by their bytes")
    func hashForms() throws {
        let hash = Hash.sha256([])
        #expect(Hash(hex: hash.hex) == hash && Hash(base64: hash.base64) == hash)
        #expect(Hash(hex: hash.hex.uppercased()) == nil && Hash(hex: hash.hex + "00") == nil)
        #expect(Hash(base64: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=") == nil, "spare bits must be zero")
        #expect(Base64.decode("AA=A") == nil && Base64.decode("A===") == nil && Base64.decode("AAA") == nil)
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        let hashes = (0..<200).map { Hash.sha256([UInt8($0)]) }
        #expect(hashes.sorted().map(\.hex) == hashes.map(\.hex).sorted())
        let json = try JSONEncoder().encode([hash])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(hash.hex)\"]")
        #expect(try JSONDecoder().decode([Hash].self, from: json) == [hash])
    }
}
