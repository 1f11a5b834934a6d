/// Deal codes in the three ways they are written: printed with hyphens, all 36 characters without them, and the data
/// norm's 33 without the trade class.
extension Statute {
    /// The five parts of a deal code, with the place of each in what was typed.
    private struct DealParts {
        let text: String
        /// Class, platform, day, serial, check.
        let parts: [(text: String, position: Int)]

        /// What is not there is empty.
        subscript(index: Int) -> (text: String, position: Int) {
            index < parts.count ? parts[index] : ("", text.count + 1)
        }

        init(printed text: String) {
            self.text = text
            var position = 1
            parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part in
                defer { position += part.count + 1 }
                return (String(part), position)
            }
        }

        init(solid text: String) {
            self.text = text
            var start = 0
            parts = [3, 18, 8, 6, 1].map { length in
                defer { start += length }
                return (String(text.dropFirst(start).prefix(length)), start + 1)
            }
        }
    }

    func dealCodeInspection(_ text: String) -> CodeInspection {
        dealCodeInspection(DealParts(printed: text), notes: [])
    }

    /// All 36 characters without hyphens: over these the check is worked out.
    func solidDealCodeInspection(_ text: String) -> CodeInspection {
        let parts = DealParts(solid: text)
        let printed = parts.parts.map(\.text).joined(separator: "-")
        return dealCodeInspection(
            parts, notes: [.init(reason: .shape, position: nil, given: nil, expected: printed)])
    }

    /// The data norm's own form, which stands beside its trade class: the check is right when it fits a listed one.
    func compactDealCodeInspection(_ text: String) -> CodeInspection {
        let classes = (tradeClassSets.last?.entries ?? []).map(\.code)
        let fitting = classes.filter { (try? UnifiedDealCode(tradeClass: $0, compact: text)) != nil }
        // Every part but the check is the same with any class.
        let whole = dealCodeInspection(DealParts(solid: (classes.first ?? "A01") + text), notes: [])
        var faults = whole.faults.filter { $0.reason != .checkCharacter || $0.position != 36 }.map { $0.moved(by: -3) }
        if faults.isEmpty, fitting.isEmpty {
            faults.append(
                .init(reason: .checkCharacter, position: 33, given: text.last.map(String.init), expected: nil))
        }
        let note = CodeInspection.Fault(
            reason: .shape, position: nil, given: fitting.isEmpty ? nil : fitting.joined(separator: " "),
            expected: "A00-…-yyyyMMdd-000001-K")
        var names: [String: Wording] = [:]
        if fitting.count == 1, let trade = tradeClass(fitting[0]) {
            names["tradeClass"] = trade.title
        }
        return CodeInspection(
            .dealCode, shown: text, faults: faults,
            notes: [note] + whole.notes.map { $0.moved(by: -3) }, checkPosition: 33,
            checkExpected: fitting.isEmpty ? nil : text.last, names: names)
    }

    private func dealCodeInspection(_ code: DealParts, notes: [CodeInspection.Fault]) -> CodeInspection {
        var faults: [CodeInspection.Fault] = []
        var notes = notes
        let expected = ["A00", "USCC", "yyyyMMdd", "000001-999999", "0-9 A-Z *"]
        for (index, length) in [3, 18, 8, 6, 1].enumerated() {
            guard index < code.parts.count else {
                faults.append(
                    .init(reason: .length, position: code.text.count + 1, given: nil, expected: expected[index]))
                break
            }
            let (part, position) = code[index]
            guard part.count == length else {
                faults.append(.init(reason: .length, position: position, given: part, expected: expected[index]))
                continue
            }
            switch index {
            case 0: faults += classFaults(part)
            case 1:
                let platform = creditCodeInspection(part)
                faults += platform.faults.map { $0.moved(by: position - 1) }
                notes += platform.notes.map { $0.moved(by: position - 1) }
            case 2: faults += digitFaults(part, at: position) + dateFaults(Array(part), at: position)
            case 3:
                faults += digitFaults(part, at: position)
                if part == "000000" {
                    faults.append(.init(reason: .shape, position: position, given: part, expected: expected[3]))
                }
            default: break
            }
        }
        if code.parts.count > 5 {
            faults.append(
                .init(
                    reason: .length, position: code[5].position,
                    given: code.parts.dropFirst(5).map(\.text).joined(separator: "-"), expected: nil))
        }
        var made: UnifiedDealCode?
        if code.parts.count == 5, let serial = Int(code[3].text), let day = dealDay(code[2].text) {
            made = try? UnifiedDealCode.make(
                tradeClass: code[0].text, platform: code[1].text, day: day, serial: serial)
        }
        let check = code[4]
        if let made, check.text != String(made.check), check.text.count == 1 {
            faults.append(
                .init(
                    reason: .checkCharacter, position: check.position, given: check.text,
                    expected: String(made.check)))
        }
        let names = tradeClass(code[0].text).map {
            ["tradeClass": $0.title]
        }
        return CodeInspection(
            .dealCode, shown: code.text, faults: faults, notes: notes,
            checkPosition: code.parts.count == 5 ? check.position : nil, checkExpected: made?.check,
            corrections: faults.isEmpty ? [] : corrections(of: code), names: names ?? [:])
    }

    private func dealDay(_ text: String) -> Day? {
        guard text.utf8.count == 8 else { return nil }
        return Day("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
    }

    /// A letter and two digits, and one that is listed.
    private func classFaults(_ text: String) -> [CodeInspection.Fault] {
        guard isTradeClassShape(text) else { return [.init(reason: .shape, position: 1, given: text, expected: "A00")] }
        if tradeClass(text) != nil { return [] }
        return [unlistedPart(text, (tradeClassSets.last?.entries ?? []).map(\.code), ends: [1, 3])]
    }

    private func digitFaults(_ text: String, at position: Int) -> [CodeInspection.Fault] {
        text.enumerated().filter { !isDecimal($0.element) }.map {
            .init(reason: .character, position: position + $0.offset, given: String($0.element), expected: "0-9")
        }
    }

    /// Every change of one character after which the whole code is right, its class listed and its platform's own two
    /// checks as well: one change, so the platform's code tells where when it is wrong itself.
    private func corrections(of code: DealParts) -> [CodeInspection.Correction] {
        guard code.parts.map({ $0.text.count }) == [3, 18, 8, 6, 1] else { return [] }
        let original = Array(code.parts.map(\.text).joined())
        let positions = code.parts.flatMap { part in part.text.indices.enumerated().map { part.position + $0.offset } }
        var found: [CodeInspection.Correction] = []
        for index in original.indices {
            for candidate in UnifiedDealCode.alphabet where candidate != original[index] {
                // The star is for the check alone, and only the class and the platform have letters.
                if index < 35, candidate == "*" || index > 20 && !isDecimal(candidate) { continue }
                var changed = original
                changed[index] = candidate
                guard
                    let right = try? UnifiedDealCode(tradeClass: String(changed[..<3]), compact: String(changed[3...])),
                    tradeClass(right.tradeClass) != nil, let platform = try? UnifiedSocialCreditCode(right.platform),
                    platform.check.valid, platform.organisationCheck.valid
                else { continue }
                if (5..<11).contains(index), nationalRegion(platform.region) == nil { continue }
                found.append(
                    .init(position: positions[index], given: String(original[index]), expected: String(candidate)))
            }
        }
        return found
    }
}

extension CodeInspection.Fault {
    /// The same in a longer text.
    func moved(by offset: Int) -> Self {
        Self(reason: reason, position: position.map { $0 + offset }, given: given, expected: expected)
    }
}
