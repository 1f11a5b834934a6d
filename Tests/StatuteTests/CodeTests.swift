import Testing

@testable import Statute

@Suite("Codes tell their own mistakes")
struct CodeTests {
    private static let codes = [
        "91110000101623741K", "911101066976941872", "12530600431570013W", "91530600MA6K000147", "91530600MA6K000222",
        "91530602MA6K00030R",
    ]

    /// Every text with one character changed to another of the alphabet.
    private func neighbours(of text: String, from alphabet: String, at position: Int) -> [String] {
        var characters = Array(text)
        let original = characters[position]
        return alphabet.filter { $0 != original }.map { other in
            characters[position] = other
            return String(characters)
        }
    }

    @Test("Credit codes with the right check character (GB 32100-2015)", arguments: codes)
    func validCreditCode(_ text: String) throws {
        let code = try UnifiedSocialCreditCode(text)
        #expect(code.check.valid)
        #expect(code.check.wrongAt == nil && code.check.expected == nil)
        #expect(code.organisationCheck.valid)
        #expect(code.description == text)
    }

    @Test("A code in real use fails its check: told with what it should be, not refused (GB 32100-2015)")
    func creditCodeInUse() throws {
        let code = try UnifiedSocialCreditCode("91350211M0000XUF46")
        #expect(!code.check.valid)
        #expect(code.check.wrongAt == 18)
        #expect(code.check.expected == "R")
        #expect(code.organisationCheck.valid)
    }

    @Test("Parts of a credit code: region and organisation code (GB 32100-2015, GB 11714)")
    func creditCodeParts() throws {
        let code = try UnifiedSocialCreditCode("12530600431570013W")
        #expect(code.region == "530600")
        #expect(code.organisationCode == "431570013")
        // 4·3+3·7+1·9+5·10+7·5+0·8+0·4+1·2 = 129, 11 − 129 mod 11 = 3.
        let other = try UnifiedSocialCreditCode("12530600431570014W")
        #expect(other.organisationCheck.wrongAt == 17)
        #expect(other.organisationCheck.expected == "3")
    }

    @Test("Length and characters outside the alphabet are refused (GB 32100-2015)")
    func malformedCreditCode() {
        #expect(throws: MalformedCode.length(17)) { try UnifiedSocialCreditCode("91110000101623741") }
        #expect(throws: MalformedCode.length(19)) { try UnifiedSocialCreditCode("91110000101623741KK") }
        #expect(throws: MalformedCode.length(0)) { try UnifiedSocialCreditCode("") }
        for letter in "IOSVZiosvzk-*９" {
            #expect(throws: MalformedCode.character(position: 18)) {
                try UnifiedSocialCreditCode("91110000101623741\(letter)")
            }
        }
        #expect(throws: MalformedCode.character(position: 5)) { try UnifiedSocialCreditCode("9111A000101623741K") }
    }

    @Test("Any single changed character of a credit code is detected (GB 32100-2015)", arguments: codes)
    func singleErrorsInCreditCode(_ text: String) {
        var tried = 0
        for position in 0..<18 {
            for changed in neighbours(of: text, from: "0123456789ABCDEFGHJKLMNPQRTUWXY", at: position) {
                guard let code = try? UnifiedSocialCreditCode(changed) else { continue }
                tried += 1
                #expect(!code.check.valid, "\(changed)")
            }
        }
        #expect(tried == 12 * 30 + 6 * 9)
    }

    @Test("Identity number 11010519491231002X (GB 11643)")
    func identityNumber() throws {
        let number = try ResidentIdentityNumber("11010519491231002X")
        #expect(number.check.valid)
        #expect(number.region == "110105")
        #expect(number.birthday == Day(year: 1949, month: 12, day: 31))
        #expect(try ResidentIdentityNumber("11010519491231002x") == number)
        let wrong = try ResidentIdentityNumber("110105194912310021")
        #expect(wrong.check.wrongAt == 18)
        #expect(wrong.check.expected == "X")
    }

    @Test("An identity number shows its first six and last two characters, however it is printed (GB 11643)")
    func identityNumberMasked() throws {
        let number = try ResidentIdentityNumber("11010519491231002X")
        let masked = "110105**********2X"
        #expect(number.masked == masked && "\(number)" == masked && String(reflecting: number) == masked)
        var dumped = ""
        dump(number, to: &dumped)
        dump([number: [number]], to: &dumped)
        #expect(!dumped.contains("19491231"))
    }

    @Test("Identity numbers that cannot be one are refused (GB 11643)")
    func malformedIdentityNumber() {
        #expect(throws: MalformedCode.length(15)) { try ResidentIdentityNumber("110105491231002") }
        #expect(throws: MalformedCode.date) { try ResidentIdentityNumber("11010519490231002X") }
        #expect(throws: MalformedCode.character(position: 1)) { try ResidentIdentityNumber("A1010519491231002X") }
        #expect(throws: MalformedCode.character(position: 18)) { try ResidentIdentityNumber("11010519491231002Y") }
        #expect(throws: MalformedCode.character(position: 1)) { try ResidentIdentityNumber("１1010519491231002X") }
    }

    @Test("Any single changed digit of an identity number is detected (GB 11643)")
    func singleErrorsInIdentityNumber() {
        var tried = 0
        for position in 0..<18 {
            for changed in neighbours(of: "11010519491231002X", from: "0123456789X", at: position) {
                guard let number = try? ResidentIdentityNumber(changed) else { continue }
                tried += 1
                #expect(!number.check.valid, "\(changed)")
            }
        }
        #expect(tried > 100)
    }

    @Test(
        "Unified deal codes of 2024-07-16 (data norm, ISO 7064 MOD 37-2)",
        arguments: [("A01", 1, "E"), ("A01", 2, "C"), ("A02", 1, "0"), ("D01", 1, "V")])
    func dealCode(_ tradeClass: String, _ serial: Int, _ check: String) throws {
        let day = try #require(Day("2024-07-16"))
        let code = try UnifiedDealCode.make(
            tradeClass: tradeClass, platform: "12530600431570013W", day: day, serial: serial)
        #expect(code.description == "\(tradeClass)-12530600431570013W-20240716-00000\(serial)-\(check)")
        #expect(code.compact == "12530600431570013W2024071600000\(serial)\(check)")
        #expect(code.compact.count == 33)
        #expect(try UnifiedDealCode(code.description) == code)
        #expect(try UnifiedDealCode(tradeClass: tradeClass, compact: code.compact) == code)
        #expect(code.day == day && code.serial == serial && code.platform == "12530600431570013W")
    }

    @Test("Any single changed character of a deal code is detected (ISO 7064 MOD 37-2)")
    func singleErrorsInDealCode() throws {
        let day = try #require(Day("2026-09-14"))
        let code = try UnifiedDealCode.make(
            tradeClass: "A07", platform: "12530600431570013W", day: day, serial: 127
        ).description
        for position in 0..<code.count {
            for changed in neighbours(of: code, from: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*-", at: position) {
                #expect(throws: UnifiedDealCode.Malformed.self, "\(changed)") { try UnifiedDealCode(changed) }
            }
        }
    }

    @Test("A deal code of another shape is refused; a wrong check says what it should be (data norm)")
    func malformedDealCode() throws {
        #expect(throws: UnifiedDealCode.Malformed.check(expected: "E")) {
            try UnifiedDealCode("A01-12530600431570013W-20240716-000001-F")
        }
        let shapes = [
            "", "A01", "A01-12530600431570013W-20240716-000001", "a01-12530600431570013W-20240716-000001-E",
            "A01-12530600431570013W-20240230-000001-E", "A01-12530600431570013W-20240716-00000A-E",
            "A01-12530600431570013W-20240716-000000-E", "AA1-12530600431570013W-20240716-000001-E",
            "A01-12530600431570013I-20240716-000001-E", "A01-12530600431570013W-20240716-000001-E-",
        ]
        for text in shapes {
            #expect(throws: UnifiedDealCode.Malformed.shape, "\(text)") { try UnifiedDealCode(text) }
        }
        let day = try #require(Day("2024-07-16"))
        for serial in [0, -1, 1_000_000] {
            #expect(throws: UnifiedDealCode.Malformed.shape) {
                try UnifiedDealCode.make(
                    tradeClass: "A01", platform: "12530600431570013W", day: day, serial: serial)
            }
        }
    }

    @Test("Section classes: subject and profession (data norm 9.8.7)")
    func sectionClass() throws {
        let works = try #require(SectionClass("A080101"))
        #expect(works.subject == .works && works.profession == "08")
        #expect(SectionClass("B010000")?.subject == .goods)
        #expect(SectionClass("C050000")?.subject == .services)
        #expect(SectionClass("D010000")?.subject == .propertyRights)
        #expect(SectionClass("E010000")?.subject == .land)
        for text in ["", "A08010", "A0801010", "F080101", "a080101", "A08010X", "A08010１"] {
            #expect(SectionClass(text) == nil, "\(text)")
        }
    }
}
