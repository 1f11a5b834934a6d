/// What can be said of a code that somebody typed: which kind it is, whether it is right, and if not, which character
/// is wrong and what was expected there.
public struct CodeInspection: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// 统一社会信用代码 (GB 32100-2015)
        case creditCode = "uscc"
        /// 公民身份号码 (GB 11643-1999)
        case residentIdentity = "residentId"
        /// 统一交易标识码 (data norm V2.0)
        case dealCode = "dealCode"
        /// 行政区划代码 (GB/T 2260)
        case region = "region"
        /// 交易分类代码
        case tradeClass = "tradeClass"
        /// 标段(包)分类代码 (data norm 9.8.7)
        case sectionClass = "sectionClass"
        case unknown = "unknown"
    }

    /// What is wrong at one place.
    public struct Fault: Hashable, Codable, Sendable {
        public enum Reason: String, Codable, Sendable {
            case length
            /// A character that the standard does not use there.
            case character
            case checkCharacter
            /// The check character of the organisation code within (GB 11714).
            case organisationCheck
            /// A date that the calendar does not have.
            case date
            /// A region, class or platform that no loaded code set has.
            case notListed
            case shape
        }

        public let reason: Reason
        /// Counted from 1; nil when no single place is wrong.
        public let position: Int?
        /// What stands there.
        public let given: String?
        /// What was expected there: a character, a set like `0-9`, or a length.
        public let expected: String?
    }

    /// One changed character that would make the whole code right.
    public struct Correction: Hashable, Codable, Sendable {
        /// Counted from 1.
        public let position: Int
        public let given: String
        public let expected: String
    }

    public let kind: Kind
    /// As it may be shown: an identity number is masked.
    public let shown: String
    public let isValid: Bool
    public let faults: [Fault]
    /// What stands at the check character's place when it is right; nil for codes without one.
    public let checkPosition: Int?
    public let checkExpected: Character?
    /// Single changes that would make a credit code right, when it is not: a check alone cannot tell which character
    /// was mistyped, two checks narrow it down.
    public let corrections: [Correction]
    /// Parts that the code sets name: region, trade class, profession.
    public let names: [String: Wording]

    init(
        _ kind: Kind, shown: String, faults: [Fault] = [], checkPosition: Int? = nil, checkExpected: Character? = nil,
        corrections: [Correction] = [], names: [String: Wording] = [:]
    ) {
        self.kind = kind
        self.shown = shown
        isValid = faults.isEmpty && kind != .unknown
        self.faults = faults
        self.checkPosition = checkPosition
        self.checkExpected = checkExpected
        self.corrections = corrections
        self.names = names
    }
}

extension Statute {
    /// Tells what a code is and whether it is right. Blanks around it are left out; small letters are not corrected.
    public func inspection(of text: String) -> CodeInspection {
        let code = String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        if code.contains("-") { return dealCodeInspection(code) }
        let bytes = Array(code.utf8)
        switch code.count {
        case 3 where fits(code, at: 0): return tradeClassInspection(code)
        case 6: return regionInspection(code)
        case 7: return sectionClassInspection(code)
        case 33: return CodeInspection(.dealCode, shown: code, faults: [compactDealCodeFault(code)])
        case 17...19 where looksLikeIdentity(bytes): return identityInspection(code)
        case 15...20: return creditCodeInspection(code)
        default:
            let fault = CodeInspection.Fault(reason: .length, position: nil, given: "\(code.count)", expected: nil)
            return CodeInspection(.unknown, shown: code, faults: [fault])
        }
    }

    /// Seventeen digits with a birthday inside, and not a credit code that is right.
    private func looksLikeIdentity(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 17, bytes.prefix(17).allSatisfy(isDigit) else { return false }
        let code = String(decoding: bytes, as: UTF8.self)
        if let identity = try? ResidentIdentityNumber(code), identity.check.valid { return true }
        if let credit = try? UnifiedSocialCreditCode(code), credit.check.valid { return false }
        guard let year = number(bytes[6..<10]), let month = number(bytes[10..<12]), let day = number(bytes[12..<14])
        else { return false }
        return (1900...2100).contains(year) && Day(year: Int(year), month: Int(month), day: Int(day)) != nil
    }

    // MARK: Kinds

    private func creditCodeInspection(_ text: String) -> CodeInspection {
        do {
            let code = try UnifiedSocialCreditCode(text)
            var faults: [CodeInspection.Fault] = []
            if let fault = fault(code.organisationCheck, .organisationCheck, text) { faults.append(fault) }
            if let fault = fault(code.check, .checkCharacter, text) { faults.append(fault) }
            let names = regionName(code.region).map { ["region": $0] } ?? [:]
            return CodeInspection(
                .creditCode, shown: text, faults: faults, checkPosition: 18,
                checkExpected: code.check.expected ?? text.last,
                corrections: faults.isEmpty ? [] : corrections(of: text), names: names)
        } catch {
            let letters = "0-9 A-H J-N P-R T U W-Y"
            return malformed(.creditCode, text, error as? MalformedCode, length: 18, shown: text) { position in
                (3...8).contains(position) ? "0-9" : letters
            }
        }
    }

    private func identityInspection(_ text: String) -> CodeInspection {
        let shown = text.prefix(6) + String(repeating: "*", count: max(0, text.count - 8)) + text.suffix(2)
        do {
            let code = try ResidentIdentityNumber(text)
            // The check character tells nothing of the person that the last two shown do not.
            let faults = fault(code.check, .checkCharacter, text).map { [$0] } ?? []
            let names = regionName(code.region).map { ["region": $0] } ?? [:]
            return CodeInspection(
                .residentIdentity, shown: code.masked, faults: faults, checkPosition: 18,
                checkExpected: code.check.expected ?? text.uppercased().last, names: names)
        } catch {
            return malformed(
                .residentIdentity, text, error as? MalformedCode, length: 18, shown: String(shown)
            ) { $0 == 18 ? "0-9 X" : "0-9" }
        }
    }

    private func dealCodeInspection(_ text: String) -> CodeInspection {
        let class3 = String(text.prefix(3))
        let names = tradeClass(class3).map { ["tradeClass": Wording(chinese: $0.name, english: $0.english)] } ?? [:]
        let end = text.count
        do {
            let code = try UnifiedDealCode(text)
            let listed = tradeClass(class3) != nil
            let fault = CodeInspection.Fault(reason: .notListed, position: 1, given: class3, expected: nil)
            return CodeInspection(
                .dealCode, shown: text, faults: listed ? [] : [fault], checkPosition: end, checkExpected: code.check,
                names: names)
        } catch UnifiedDealCode.Malformed.check(let expected) {
            let fault = CodeInspection.Fault(
                reason: .checkCharacter, position: end, given: text.last.map(String.init), expected: String(expected))
            return CodeInspection(
                .dealCode, shown: text, faults: [fault], checkPosition: end, checkExpected: expected, names: names)
        } catch {
            return CodeInspection(.dealCode, shown: text, faults: [dealShapeFault(text)], names: names)
        }
    }

    private func compactDealCodeFault(_ text: String) -> CodeInspection.Fault {
        CodeInspection.Fault(
            reason: .shape, position: nil, given: nil,
            expected: "the printed form with its trade class: A07-…-yyyyMMdd-000001-K")
    }

    /// The first part of a printed deal code that does not fit, by its first character.
    private func dealShapeFault(_ text: String) -> CodeInspection.Fault {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let lengths = [3, 18, 8, 6, 1]
        let expected = ["A00", "USCC", "yyyyMMdd", "000001-999999", "0-9 A-Z *"]
        var position = 1
        for (index, length) in lengths.enumerated() {
            guard index < parts.count else {
                return CodeInspection.Fault(
                    reason: .length, position: text.count + 1, given: nil, expected: expected[index])
            }
            let part = parts[index]
            if part.count != length || !fits(part, at: index) {
                let inner = index == 1 ? creditCodeInspection(part).faults.first { $0.reason == .character } : nil
                return CodeInspection.Fault(
                    reason: inner?.reason ?? (index == 2 && part.count == 8 ? .date : .shape),
                    position: position + (inner?.position ?? 1) - 1, given: inner?.given ?? part,
                    expected: inner?.expected ?? expected[index])
            }
            position += length + 1
        }
        return CodeInspection.Fault(
            reason: .length, position: position, given: parts.dropFirst(5).joined(separator: "-"), expected: nil)
    }

    private func fits(_ part: String, at index: Int) -> Bool {
        let bytes = Array(part.utf8)
        switch index {
        case 0:
            guard bytes.count == 3, bytes.dropFirst().allSatisfy(isDigit) else { return false }
            return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[0])
        case 1: return (try? UnifiedSocialCreditCode(part)) != nil
        case 2:
            guard bytes.count == 8, let year = number(bytes[0..<4]), let month = number(bytes[4..<6]),
                let day = number(bytes[6..<8])
            else { return false }
            return Day(year: Int(year), month: Int(month), day: Int(day)) != nil
        case 3: return bytes.allSatisfy(isDigit) && bytes.contains { $0 != UInt8(ascii: "0") }
        default: return true
        }
    }

    private func regionInspection(_ text: String) -> CodeInspection {
        if let position = firstPosition(in: text, where: { !isDigit($0) }) {
            return unlisted(.region, text, .character, position, "0-9")
        }
        guard let name = nationalRegion(text) else {
            let codes = (regionSets.last?.entries ?? []).map(\.code) + allRegions.map(\.code)
            return CodeInspection(.region, shown: text, faults: [unlistedPart(text, codes, ends: [2, 4, 6])])
        }
        return CodeInspection(.region, shown: text, names: ["region": wording(name)])
    }

    private func tradeClassInspection(_ text: String) -> CodeInspection {
        guard let trade = tradeClass(text) else {
            let codes = (tradeClassSets.last?.entries ?? []).map(\.code)
            return CodeInspection(.tradeClass, shown: text, faults: [unlistedPart(text, codes, ends: [1, 3])])
        }
        return CodeInspection(
            .tradeClass, shown: text, names: ["tradeClass": Wording(chinese: trade.name, english: trade.english)])
    }

    private func sectionClassInspection(_ text: String) -> CodeInspection {
        guard let section = SectionClass(text) else {
            let letter = text.first.map { "ABCDE".contains($0) } ?? false
            let digit = firstPosition(in: String(text.dropFirst()), where: { !isDigit($0) }).map { $0 + 1 }
            return unlisted(.sectionClass, text, .character, letter ? digit : 1, letter ? "0-9" : "A-E")
        }
        guard let names = names(of: section) else {
            return unlisted(.sectionClass, text, .notListed, 2, "01-10")
        }
        return CodeInspection(
            .sectionClass, shown: text,
            names: ["subject": wording(names.subject), "profession": wording(names.profession)])
    }

    // MARK: Parts

    /// The first part of a code that no listed code continues in the same way, and what stands there in those that there
    /// are.
    /// - Parameter ends: how many characters each part and those before it take.
    private func unlistedPart(_ text: String, _ codes: [String], ends: [Int]) -> CodeInspection.Fault {
        var start = 0
        for end in ends {
            let siblings = codes.filter { $0.hasPrefix(text.prefix(start)) }
            let known = Set(siblings.map { String($0.dropFirst(start).prefix(end - start)) })
            let given = String(text.dropFirst(start).prefix(end - start))
            if !known.contains(given) {
                return CodeInspection.Fault(
                    reason: .notListed, position: start + 1, given: given,
                    expected: known.sorted().joined(separator: " "))
            }
            start = end
        }
        return CodeInspection.Fault(
            reason: .length, position: start + 1, given: String(text.dropFirst(start)), expected: nil)
    }

    private func unlisted(
        _ kind: CodeInspection.Kind, _ text: String, _ reason: CodeInspection.Fault.Reason, _ position: Int?,
        _ expected: String?
    ) -> CodeInspection {
        let given = position.flatMap { character(of: text, at: $0) }
        let fault = CodeInspection.Fault(reason: reason, position: position, given: given, expected: expected)
        return CodeInspection(kind, shown: text, faults: [fault])
    }

    private func malformed(
        _ kind: CodeInspection.Kind, _ text: String, _ error: MalformedCode?, length: Int, shown: String,
        allowed: (Int) -> String
    ) -> CodeInspection {
        let fault: CodeInspection.Fault
        switch error {
        case .character(let position):
            fault = CodeInspection.Fault(
                reason: .character, position: position, given: character(of: text, at: position),
                expected: allowed(position))
        case .date: fault = CodeInspection.Fault(reason: .date, position: 7, given: nil, expected: "yyyyMMdd")
        case .length, nil:
            fault = CodeInspection.Fault(
                reason: .length, position: nil, given: "\(text.count)", expected: "\(length)")
        }
        return CodeInspection(kind, shown: shown, faults: [fault])
    }

    private func fault(
        _ check: CodeCheck, _ reason: CodeInspection.Fault.Reason, _ text: String
    ) -> CodeInspection.Fault? {
        guard let position = check.wrongAt else { return nil }
        return CodeInspection.Fault(
            reason: reason, position: position, given: character(of: text, at: position),
            expected: check.expected.map(String.init))
    }

    /// Every change of one character after which both checks hold and the region, if it changed, is listed.
    private func corrections(of text: String) -> [CodeInspection.Correction] {
        var found: [CodeInspection.Correction] = []
        let original = Array(text)
        for position in original.indices {
            for candidate in UnifiedSocialCreditCode.alphabet where candidate != original[position] {
                var changed = original
                changed[position] = candidate
                guard let code = try? UnifiedSocialCreditCode(String(changed)), code.check.valid,
                    code.organisationCheck.valid
                else { continue }
                // Only what the standard's tables have: registries, kinds and regions.
                if position == 0, !"123456789ANY".contains(candidate) { continue }
                if position == 1, !"123459".contains(candidate) { continue }
                if (2..<8).contains(position), nationalRegion(code.region) == nil { continue }
                found.append(
                    CodeInspection.Correction(
                        position: position + 1, given: String(original[position]), expected: String(candidate)))
            }
        }
        return found
    }

    private func regionName(_ code: String) -> Wording? { nationalRegion(code).map(wording) }

    private func wording(_ code: NamedCode) -> Wording {
        Wording(chinese: code.name, english: code.english ?? code.name)
    }

    private func character(of text: String, at position: Int) -> String? {
        text.dropFirst(position - 1).first.map(String.init)
    }

    private func firstPosition(in text: String, where wrong: (UInt8) -> Bool) -> Int? {
        text.utf8.enumerated().first { wrong($0.element) }.map { $0.offset + 1 }
    }
}
