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
    /// What is told beside and refuses nothing: a region that today's list does not have, another way of writing.
    public let notes: [Fault]
    /// What stands at the check character's place when it is right; nil for codes without one.
    public let checkPosition: Int?
    public let checkExpected: Character?
    /// Single changes that would make a credit or deal code right, when it is not: a check alone cannot tell which
    /// character was mistyped, further checks narrow it down.
    public let corrections: [Correction]
    /// Parts that the code sets name: region, trade class, profession.
    public let names: [String: Wording]

    init(
        _ kind: Kind, shown: String, faults: [Fault] = [], notes: [Fault] = [], checkPosition: Int? = nil,
        checkExpected: Character? = nil, corrections: [Correction] = [], names: [String: Wording] = [:]
    ) {
        self.kind = kind
        self.shown = shown
        isValid = faults.isEmpty && kind != .unknown
        self.faults = faults
        self.notes = notes
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
        if let identity = identityNumber(in: code) {
            return identityInspection(identity, isWrittenOtherwise: identity != code)
        }
        if code.contains("-") { return dealCodeInspection(code) }
        switch code.count {
        case 3 where isTradeClassShape(code): return tradeClassInspection(code)
        case 6: return regionInspection(code)
        case 7: return sectionClassInspection(code)
        case 33: return compactDealCodeInspection(code)
        case 36: return solidDealCodeInspection(code)
        case 15...20: return creditCodeInspection(code)
        default:
            let isLength = code.count != 3
            let fault = CodeInspection.Fault(
                reason: isLength ? .length : .shape, position: nil, given: isLength ? "\(code.count)" : code,
                expected: isLength ? "3 6 7 18 33 36 40" : "A00")
            return CodeInspection(.unknown, shown: code, faults: [fault])
        }
    }

    // MARK: Kinds

    func creditCodeInspection(_ text: String) -> CodeInspection {
        guard text.count == 18 else {
            let fault = CodeInspection.Fault(reason: .length, position: nil, given: "\(text.count)", expected: "18")
            return CodeInspection(.creditCode, shown: text, faults: [fault])
        }
        guard let code = try? UnifiedSocialCreditCode(text) else {
            let faults = text.enumerated().compactMap { index, character -> CodeInspection.Fault? in
                let isRegion = (2..<8).contains(index)
                let allowed = UnifiedSocialCreditCode.alphabet.contains(character)
                if allowed, !isRegion || isDecimal(character) { return nil }
                return CodeInspection.Fault(
                    reason: .character, position: index + 1, given: String(character),
                    expected: isRegion ? "0-9" : "0-9 A-H J-N P-R T U W-Y")
            }
            return CodeInspection(.creditCode, shown: text, faults: faults)
        }
        let faults = [
            fault(code.organisationCheck, .organisationCheck, text), fault(code.check, .checkCharacter, text),
        ].compactMap { $0 }
        return CodeInspection(
            .creditCode, shown: text, faults: faults, notes: regionNote(code.region, at: 3), checkPosition: 18,
            checkExpected: code.check.expected ?? text.last, corrections: faults.isEmpty ? [] : corrections(of: text),
            names: regionName(code.region).map { ["region": $0] } ?? [:])
    }

    /// That today's list has no such region: one that was given up may stand in an old code.
    func regionNote(_ code: String, at position: Int) -> [CodeInspection.Fault] {
        // GB 32100 writes 100000 for what is registered with the State itself.
        guard code != "100000", code.allSatisfy(isDecimal), nationalRegion(code) == nil else { return [] }
        return [unlistedPart(code, regionCodes, ends: [2, 4, 6]).moved(by: position - 1)]
    }

    private var regionCodes: [String] { (regionSets.last?.entries ?? []).map(\.code) + allRegions.map(\.code) }

    /// A letter and two digits.
    func isTradeClassShape(_ part: String) -> Bool {
        let bytes = Array(part.utf8)
        guard bytes.count == 3, bytes.dropFirst().allSatisfy(isDigit) else { return false }
        return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[0])
    }

    private func regionInspection(_ text: String) -> CodeInspection {
        if let position = firstPosition(in: text, where: { !isDigit($0) }) {
            return unlisted(.region, text, .character, position, "0-9")
        }
        guard let name = nationalRegion(text) else {
            return CodeInspection(.region, shown: text, faults: [unlistedPart(text, regionCodes, ends: [2, 4, 6])])
        }
        return CodeInspection(.region, shown: text, names: ["region": wording(name)])
    }

    private func tradeClassInspection(_ text: String) -> CodeInspection {
        guard let trade = tradeClass(text) else {
            let codes = (tradeClassSets.last?.entries ?? []).map(\.code)
            return CodeInspection(.tradeClass, shown: text, faults: [unlistedPart(text, codes, ends: [1, 3])])
        }
        return CodeInspection(
            .tradeClass, shown: text, names: ["tradeClass": trade.title])
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
    func unlistedPart(_ text: String, _ codes: [String], ends: [Int]) -> CodeInspection.Fault {
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

    /// The name of a region of the country; nil for a code that the loaded version lacks.
    public func regionName(_ code: String) -> Wording? { nationalRegion(code).map(wording) }

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
