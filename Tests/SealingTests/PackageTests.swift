import Foundation
import Testing

@testable import Sealing

@Suite("Packages and forms that could be read in two ways")
struct AmbiguityTests {
    private let section = "2026-000001"
    private let form = """
        {"section":"2026-000001","bidder":"91530600MA6K000147","bidderName":"甲","priceFen":100,"durationDays":1,\
        "quality":"合格","projectLeader":{"name":"乙","certificate":""},"items":[],"declaration":"{\\"a\\":1}"}
        """

    private func field(_ text: String) -> String { field(Array(text.utf8)) }

    private func field(_ bytes: [UInt8]) -> String {
        do {
            _ = try BidForm(json: bytes, section: section)
            return "accepted"
        } catch SealingError.badForm(let field, _) { return field } catch { return "\(error)" }
    }

    private func read(_ package: [UInt8]) -> String {
        let source = ByteSource(package)
        do {
            let form = try PackageArchive.form(size: source.size) { try source.bytes(at: $0, count: $1) }
            return String(decoding: form, as: UTF8.self)
        } catch { return (error as? SealingError)?.code ?? "\(error)" }
    }

    @Test("A price that stands twice is refused, escaped or not, at any depth (RFC 8259 §4)")
    func twice() {
        #expect(field(form) == "accepted")
        #expect(field("  " + form + "\n") == "accepted")
        #expect(field(form.replacing("\"priceFen\":100", with: "\"priceFen\":100,\"priceFen\":200")) == "bid.json")
        #expect(
            field(form.replacing("\"priceFen\":100", with: "\"priceFen\":100,\"price\\u0046en\" : 200")) == "bid.json")
        #expect(field(form.replacing("{\"name\":", with: "{\"name\":\"丙\",\"name\":")) == "bid.json")
        #expect(field(form.replacing("\"items\"", with: "\"priceYuan\":3,\"items\"")) == "priceYuan")
    }

    @Test("Only UTF-8 without a byte order mark is read")
    func encodings() {
        #expect(field([0xEF, 0xBB, 0xBF] + Array(form.utf8)) == "bid.json")
        #expect(field(form.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == "bid.json")
        #expect(field(form.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == "bid.json")
        #expect(field("[]") != "accepted" && field("") != "accepted" && field("1") != "accepted")
    }

    @Test("Fields out of bounds are named")
    func bounds() {
        #expect(field(form.replacing(":100,", with: ":0,")) == "priceFen")
        #expect(field(form.replacing(":100,", with: ":1.5,")) != "accepted")
        #expect(field(form.replacing(":100,", with: ":\"100\",")) == "priceFen")
        #expect(field(form.replacing(":100,", with: ":99999999999999999999,")) != "accepted")
        #expect(field(form.replacing("\"durationDays\":1", with: "\"durationDays\":0")) == "durationDays")
        #expect(field(form.replacing("2026-000001", with: "2026-000002")) == "section")
        #expect(field(form.replacing("\"declaration\"", with: "\"Declaration\"")) == "declaration")
    }

    @Test("What the schema asks for is what is checked")
    func schema() throws {
        let schema = try #require(
            try JSONSerialization.jsonObject(with: Data(BidForm.jsonSchema.utf8)) as? [String: Any])
        let required = try #require(schema["required"] as? [String])
        let properties = try #require(schema["properties"] as? [String: Any])
        #expect(Set(required) == Set(properties.keys))
        #expect(Set(required) == JSONKeys.top(of: Array(form.utf8)))
        for name in required { #expect(field(form.replacing("\"\(name)\":", with: "\"x\":")) != "accepted", "\(name)") }
    }

    @Test("A ZIP with two bid.json, another name inside, or two ends is refused (APPNOTE 4.3)")
    func archives() throws {
        let one = PackageArchive.archive([("bid.json", Array("{}".utf8)), ("a", [1])])
        #expect(read(one) == "{}")
        #expect(read(PackageArchive.archive([("bid.json", Array("{}".utf8)), ("bid.json", [1])])) == "badPackage")
        var renamed = one
        renamed[30] = UInt8(ascii: "B")
        #expect(read(renamed) == "badPackage")
        #expect(read(one + [0]) == "badPackage")
        #expect(read(one + one.suffix(22)) == "badPackage")
        var commented = one
        commented[commented.count - 2] = 3
        #expect(read(commented + Array("abc".utf8)) == "{}")
        var damaged = one
        damaged[38] ^= 1
        #expect(read(damaged) == "badPackage")
    }

    @Test("Any changed byte and any cut of a ZIP is read or refused, never a crash")
    func archiveNoise() throws {
        let package = PackageArchive.make(form: Array(form.utf8), documents: [("b", [1, 2, 3])], padTo: 512)
        for place in package.indices {
            for bit in [UInt8(0x01), 0x80, 0xFF] {
                var changed = package
                changed[place] ^= bit
                #expect([form, "badPackage"].contains(read(changed)), "byte \(place)")
            }
            #expect(read(Array(package[..<place])) == "badPackage", "cut at \(place)")
        }
    }

    @Test("Any changed byte of a key file is read or refused, never a crash (RFC 5958, X.690)")
    func keyNoise() throws {
        let lines = String(decoding: try Vectors.data("bid.key"), as: UTF8.self).split(separator: "\n").map(String.init)
        let body = Array(try #require(Data(base64Encoded: lines.dropFirst().dropLast().joined())))
        // What comes after the rounds needs them all run; the structure stands before.
        for place in 0..<90 {
            var changed = body
            changed[place] ^= 0x40
            let text = "\(lines[0])\n\(Data(changed).base64EncodedString())\n\(lines[lines.count - 1])\n"
            #expect(throws: SealingError.self) { try HolderKey(pem: text, passphrase: "wrong") }
        }
    }
}
