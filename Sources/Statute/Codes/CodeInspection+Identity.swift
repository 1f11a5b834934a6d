/// Identity numbers, also mistyped ones: whatever may be one is recognised as one, for it must not be shown.
extension Statute {
    /// What was typed without blanks and hyphens, full-width forms made plain, when that may be an identity number.
    func identityNumber(in text: String) -> String? {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "-" && !scalar.properties.isWhitespace {
            let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
            plain.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        let code = String(plain)
        return looksLikeIdentity(code) ? code : nil
    }

    /// Nearly all digits with a century at the seventh, or fifteen in the old way; not a credit code that is right.
    private func looksLikeIdentity(_ code: String) -> Bool {
        let characters = Array(code)
        guard (15...19).contains(characters.count) else { return false }
        let body = characters.prefix(min(17, characters.count))
        guard body.count(where: { !isDecimal($0) }) <= 2 else { return false }
        if let identity = try? ResidentIdentityNumber(code), identity.check.valid { return true }
        // One check character alone is right by chance for one mistyped number in thirty.
        if let credit = try? UnifiedSocialCreditCode(code), credit.check.valid, credit.organisationCheck.valid {
            return false
        }
        if characters.count == 15, isOldNumber(characters) { return true }
        guard ["19", "20"].contains(String(characters[6..<8])) else { return false }
        // 91… is no province but begins a credit code; the century may stand in its region, as in 91110119….
        let beginsCreditCode = "159".contains(characters[0]) && "12359".contains(characters[1])
        guard beginsCreditCode, nationalRegion(code.prefix(2) + "0000") == nil else { return true }
        return dateFaults(Array(characters[6..<min(14, characters.count)]), at: 7).isEmpty
    }

    /// Region, two digits of the year, month, day, three digits: until 1999.
    private func isOldNumber(_ characters: [Character]) -> Bool {
        guard nationalRegion(String(characters.prefix(2)) + "0000") != nil else { return false }
        let month = Int(String(characters[8..<10])) ?? 0
        let day = Int(String(characters[10..<12])) ?? 0
        return (1...12).contains(month) || (1...31).contains(day)
    }

    /// - Parameter text: as ``identityNumber(in:)`` answers it.
    func identityInspection(_ text: String, isWrittenOtherwise: Bool) -> CodeInspection {
        let characters = Array(text)
        var faults: [CodeInspection.Fault] = []
        if isWrittenOtherwise {
            faults.append(.init(reason: .shape, position: nil, given: nil, expected: "0-9 X"))
        }
        if characters.count != 18 {
            faults.append(.init(reason: .length, position: nil, given: "\(characters.count)", expected: "18"))
        }
        let isOld = characters.count == 15
        for (index, character) in characters.enumerated() where !isDecimal(character) {
            let isLast = index == characters.count - 1 && index >= 15
            if isLast, character == "X" || character == "x" { continue }
            faults.append(
                .init(
                    reason: .character, position: index + 1, given: String(character),
                    expected: isLast ? "0-9 X" : "0-9"))
        }
        if isOld {
            faults += dateFaults(["1", "9"] + characters[6..<12], at: 5)
        } else if characters.count >= 14 {
            faults += dateFaults(Array(characters[6..<14]), at: 7)
        }
        var expected: Character?
        if characters.count == 18, let check = ResidentIdentityNumber.check(characters.prefix(17)) {
            expected = check
            let given = Character(characters[17].uppercased())
            if isDecimal(given) || given == "X", given != check {
                faults.append(
                    .init(
                        reason: .checkCharacter, position: 18, given: String(characters[17]), expected: String(check)))
            }
        }
        let region = String(characters.prefix(6))
        // The check character tells nothing of the person that the last two shown do not.
        let shown = region + String(repeating: "*", count: characters.count - 8) + String(characters.suffix(2))
        return CodeInspection(
            .residentIdentity, shown: shown.uppercased(),
            faults: faults.sorted { ($0.position ?? 0) < ($1.position ?? 0) },
            notes: regionNote(region, at: 1), checkPosition: characters.count == 18 ? 18 : nil,
            checkExpected: expected, names: regionName(region).map { ["region": $0] } ?? [:])
    }

    /// The characters of `yyyyMMdd` that no date has there, with those that are allowed. Only digits are looked at:
    /// others are told as such.
    /// - Parameter position: of the first, counted from 1.
    func dateFaults(_ characters: [Character], at position: Int) -> [CodeInspection.Fault] {
        guard characters.count == 8, characters.allSatisfy(isDecimal) else { return [] }
        let digits = characters.compactMap(\.wholeNumberValue)
        let year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
        guard year > 0 else {
            return [.init(reason: .date, position: position, given: "0000", expected: "0001-9999")]
        }
        var faults: [CodeInspection.Fault] = []
        func wrong(_ index: Int, _ allowed: ClosedRange<Int>) -> Bool {
            if allowed.contains(digits[index]) { return false }
            let expected =
                allowed.count == 1 ? "\(allowed.lowerBound)" : "\(allowed.lowerBound)-\(allowed.upperBound)"
            faults.append(
                .init(reason: .date, position: position + index, given: "\(digits[index])", expected: expected))
            return true
        }
        let month = digits[4] * 10 + digits[5]
        var length = 31
        if !wrong(4, 0...1), !wrong(5, digits[4] == 0 ? 1...9 : 0...2),
            let first = Day(year: year, month: month, day: 1)
        {
            length = first.days(to: first.advanced(byMonths: 1))
        }
        if !wrong(6, 0...(length / 10)) {
            _ = wrong(7, digits[6] == 0 ? 1...9 : digits[6] == length / 10 ? 0...(length % 10) : 0...9)
        }
        return faults
    }

    func isDecimal(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
