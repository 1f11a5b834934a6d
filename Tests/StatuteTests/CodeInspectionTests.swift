import Testing

@testable import Statute

@Suite("Codes: what they are, what is wrong, what was expected")
struct CodeInspectionTests {
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    @Test(
        "Kinds and validity of the codes of the field",
        arguments: [
            ("91530600MA6K000147", .creditCode, "7"), ("91110000101623741K", .creditCode, "K"),
            ("911101066976941872", .creditCode, "2"), ("12530600431570013W", .creditCode, "W"),
            ("91530600MA6K000222", .creditCode, "2"), ("91530602MA6K00030R", .creditCode, "R"),
            ("11010519491231002X", .residentIdentity, "X"),
            ("A01-12530600431570013W-20240716-000001-E", .dealCode, "E"),
            ("A01-12530600431570013W-20240716-000002-C", .dealCode, "C"),
            ("A02-12530600431570013W-20240716-000001-0", .dealCode, "0"),
            ("D01-12530600431570013W-20240716-000001-V", .dealCode, "V"),
            (" 530602 ", .region, nil), ("A07", .tradeClass, nil), ("A080101", .sectionClass, nil),
        ] as [(String, CodeInspection.Kind, Character?)])
    func valid(_ text: String, _ kind: CodeInspection.Kind, _ check: Character?) {
        let found = law.inspection(of: text)
        #expect(found.kind == kind && found.isValid && found.faults.isEmpty && found.checkExpected == check)
        #expect(found.corrections.isEmpty)
    }

    @Test("A code in real use fails its check: R instead of 6 at 18 (GB 32100-2015)")
    func creditCodeInUse() {
        let found = law.inspection(of: "91350211M0000XUF46")
        #expect(!found.isValid && found.checkExpected == "R")
        #expect(
            found.faults == [
                .init(reason: .checkCharacter, position: 18, given: "6", expected: "R")
            ])
        #expect(found.corrections.contains(.init(position: 18, given: "6", expected: "R")))
    }

    @Test("A mistyped credit code: the right character is among the corrections, wherever it is (GB 32100, GB 11714)")
    func corrections() {
        let right = Array("91530600MA6K000147")
        for position in 8..<18 {
            for other in "0123456789ABCDEFGHJKLMNPQRTUWXY" where other != right[position] {
                var typed = right
                typed[position] = other
                let found = law.inspection(of: String(typed))
                let correction = CodeInspection.Correction(
                    position: position + 1, given: String(other), expected: String(right[position]))
                #expect(!found.isValid && found.corrections.contains(correction), "\(String(typed))")
            }
        }
    }

    @Test(
        "Each wrong code says where and what was expected",
        arguments: [
            ("9153O600MA6K000147", .creditCode, .character, 5, "0-9"),
            ("91530600MA6K00014I", .creditCode, .character, 18, "0-9 A-H J-N P-R T U W-Y"),
            ("91530600MA6K00014", .creditCode, .length, nil, "18"),
            ("91530600MA6K000148", .creditCode, .checkCharacter, 18, "7"),
            ("110105194912310021", .residentIdentity, .checkCharacter, 18, "X"),
            ("11010519491231002A", .residentIdentity, .character, 18, "0-9 X"),
            ("A01-12530600431570013W-20240716-000001-F", .dealCode, .checkCharacter, 40, "E"),
            ("A01-12530600431570013I-20240716-000001-E", .dealCode, .character, 22, "0-9 A-H J-N P-R T U W-Y"),
            ("A01-12530600431570013W-20240230-000001-E", .dealCode, .date, 30, "0-2"),
            ("A01-12530600431570013W-20240716-000000-E", .dealCode, .shape, 33, "000001-999999"),
            ("a01-12530600431570013W-20240716-000001-E", .dealCode, .shape, 1, "A00"),
            ("A01-12530600431570013W-20240716", .dealCode, .length, 32, "000001-999999"),
            ("53060X", .region, .character, 6, "0-9"), ("530X01", .region, .character, 4, "0-9"),
            ("F080101", .sectionClass, .character, 1, "A-E"),
            ("A0801X1", .sectionClass, .character, 6, "0-9"), ("A770101", .sectionClass, .notListed, 2, "01-10"),
            ("zzz", .unknown, .shape, nil, "A00"), ("", .unknown, .length, nil, "3 6 7 18 33 36 40"),
            ("12345", .unknown, .length, nil, "3 6 7 18 33 36 40"),
        ] as [(String, CodeInspection.Kind, CodeInspection.Fault.Reason, Int?, String?)])
    func wrong(
        _ text: String, _ kind: CodeInspection.Kind, _ reason: CodeInspection.Fault.Reason, _ position: Int?,
        _ expected: String?
    ) {
        let found = law.inspection(of: text)
        #expect(!found.isValid && found.kind == kind)
        let fault = found.faults.last
        #expect(fault?.reason == reason && fault?.position == position && fault?.expected == expected, "\(found)")
    }

    @Test("A region or class that is not listed says which part is not, and what stands there in those that are")
    func unlisted() throws {
        func fault(_ text: String) throws -> CodeInspection.Fault {
            try #require(law.inspection(of: text).faults.first)
        }
        let province = try fault("990101")
        #expect(province.reason == .notListed && province.position == 1 && province.given == "99")
        #expect(province.expected?.split(separator: " ").contains("53") == true)
        let prefecture = try fault("539999")
        #expect(prefecture.position == 3 && prefecture.given == "99")
        #expect(prefecture.expected?.split(separator: " ").contains("06") == true)
        let county = try fault("530699")
        #expect(county.position == 5 && county.given == "99")
        #expect(county.expected?.split(separator: " ").contains("02") == true)
        #expect(try fault("Q01").position == 1)
        let trade = try fault("A77")
        #expect(trade.position == 2 && trade.given == "77" && trade.expected?.contains("07") == true)
    }

    @Test("An identity number is shown masked, right or wrong (GB 11643)")
    func masked() {
        let typed = [
            "11010519491231002X", "110105194912310021", "11010519491231002A", "11010519491231002", "1101051949123100",
            "1101051949123100211", "110105491231002", "110105 19491231 002X", "110105-19491231-002X",
            "１１０１０５１９４９１２３１００２Ｘ", "990105194912310021", "1101O5194912310O2X",
        ]
        for text in typed {
            let found = law.inspection(of: text)
            #expect(found.kind == .residentIdentity && !"\(found)".contains("491231"), "\(found)")
            #expect(found.shown.contains("*****"))
        }
    }

    @Test(
        "A mistyped identity number says which character of its date is wrong, and what is allowed there (GB 11643)",
        arguments: [
            ("11010519491331002X", 12, "3", "0-2"), ("110105194902300021", 13, "3", "0-2"),
            ("110105194904310021", 14, "1", "0"), ("110105194900310021", 12, "0", "1-9"),
            ("110105192302290021", 14, "9", "0-8"), ("110105194912400021", 13, "4", "0-3"),
            ("110105491331002", 10, "3", "0-2"),
        ])
    func identityDates(_ text: String, _ position: Int, _ given: String, _ expected: String) {
        let found = law.inspection(of: text)
        #expect(found.kind == .residentIdentity && !found.isValid && !found.shown.contains("49"))
        let date = found.faults.filter { $0.reason == .date }
        #expect(date == [.init(reason: .date, position: position, given: given, expected: expected)], "\(found)")
    }

    @Test("A letter within an identity number is told with what may stand there (GB 11643)")
    func identityLetter() {
        let found = law.inspection(of: "110105194912310O2X")
        #expect(found.kind == .residentIdentity && found.shown == "110105**********2X")
        #expect(found.faults == [.init(reason: .character, position: 16, given: "O", expected: "0-9")])
    }

    @Test("A credit code of digits alone is no identity number, right or mistyped (GB 32100)")
    func digitsOnly() {
        for text in ["911101066976941872", "911101066976941873", "911101197976941873"] {
            #expect(law.inspection(of: text).kind == .creditCode, "\(text)")
        }
    }

    @Test("A region that today's list lacks is noted and refuses nothing: old codes may have it (GB/T 2260)")
    func unlistedRegions() throws {
        let identity = law.inspection(of: "990105194912310021")
        #expect(identity.notes.first?.position == 1 && identity.notes.first?.given == "99")
        let credit = law.inspection(of: "91990600MA6K000147")
        #expect(credit.kind == .creditCode && credit.notes.first?.position == 3 && credit.notes.first?.given == "99")
        #expect(law.inspection(of: "91110000101623741K").notes.isEmpty)
    }

    @Test("The platform's code within a deal code is held to its own check, and all faults are told at once (GB 32100)")
    func dealCodeParts() {
        let platform = law.inspection(of: "A01-12530600431570013X-20240716-000001-E")
        #expect(platform.kind == .dealCode && !platform.isValid)
        #expect(
            platform.faults.contains(.init(reason: .checkCharacter, position: 22, given: "X", expected: "W")))
        #expect(platform.corrections == [.init(position: 22, given: "X", expected: "W")])
        let many = law.inspection(of: "A50-12530600431570013W-20241316-00000A-E").faults
        #expect(many.map(\.reason) == [.notListed, .date, .character] && many.map(\.position) == [2, 29, 38])
        let check = law.inspection(of: "A01-12530600431570013W-20240716-000001-F")
        #expect(check.corrections.contains(.init(position: 40, given: "F", expected: "E")))
        #expect(check.checkExpected == "E")
    }

    @Test("A deal code without hyphens, and the norm's 33 characters without the class, are what they are (data norm)")
    func dealCodeForms() {
        let solid = law.inspection(of: "A0112530600431570013W20240716000001E")
        #expect(solid.kind == .dealCode && solid.isValid)
        #expect(solid.notes.first?.expected == "A01-12530600431570013W-20240716-000001-E")
        let compact = law.inspection(of: "12530600431570013W20240716000001E")
        #expect(compact.kind == .dealCode && compact.isValid && compact.checkExpected == "E")
        #expect(compact.notes.first?.given?.contains("A01") == true)
        let wrong = law.inspection(of: "12530600431570013W20241316000001E")
        #expect(wrong.faults == [.init(reason: .date, position: 24, given: "3", expected: "0-2")])
    }

    @Test("Parts are named from the code sets (GB/T 2260, data norm 9.8.7)")
    func names() throws {
        let region = law.inspection(of: "91530602MA6K00030R").names["region"]
        #expect(region == Wording(chinese: "昭阳区", english: "Zhaoyang"))
        #expect(law.inspection(of: "A080101").names["profession"]?.chinese == "工程施工")
        let survey = try #require(SectionClass("C030000"))
        #expect(law.names(of: survey)?.subject.name == "服务" && law.names(of: survey)?.profession.name == "勘察")
        #expect(law.sectionClassSets.map(\.version) == ["2018"] && law.tradeClassSets.map(\.version) == ["2018"])
        #expect(law.sectionClassSets[0].sources[0].contains("1156号"))
    }

    @Test("Regions of the whole country: 34 provinces, 333 cities, 2,842 counties with a code (GB/T 2260)")
    func nation() throws {
        let set = try #require(law.regionSets.last)
        let codes = set.entries.map(\.code)
        #expect(set.version == "2023" && codes == codes.sorted() && Set(codes).count == codes.count)
        let provinces = codes.filter { $0.hasSuffix("0000") }
        let counties = codes.filter { !$0.hasSuffix("00") }
        #expect(provinces.count == 34 && counties.count == 2842)
        #expect(codes.count - provinces.count - counties.count == 333)
        // Every county lies in a city of the list, but for those right under a province.
        let under = Set(counties.map { $0.prefix(4) }).filter { law.nationalRegion($0 + "00") == nil }
        #expect(under.sorted() == ["1101", "1201", "3101", "4190", "4290", "4690", "5001", "5002", "6590"])
        #expect(counties.allSatisfy { law.nationalRegion($0.prefix(2) + "0000") != nil })
        #expect(law.fullName(ofRegion: "530602") == "云南省昭通市昭阳区")
        #expect(law.fullName(ofRegion: "110105") == "北京市朝阳区")
        #expect(law.fullName(ofRegion: "429021") == "湖北省神农架林区")
        #expect(law.fullName(ofRegion: "000000") == "全国" && law.fullName(ofRegion: "999999") == nil)
    }

    @Test("The installation's own regions stand in the national list under the same names (GB/T 2260)")
    func area() {
        let set = law.regionSets.last?.entries ?? []
        let names = Dictionary(set.map { ($0.code, $0.name) }) { first, _ in first }
        for region in law.allRegions where region.code != Region.nation {
            #expect(names[region.code] == region.name)
        }
    }
}
