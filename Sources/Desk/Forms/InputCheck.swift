import Statute

/// How text stands for values: people type yuan and Beijing time, machines send fen and RFC 3339.
public enum InputDialect: Sendable {
    case machine
    case form
}

extension Input {
    /// Checks raw input against a command's fields; every field at fault is told at once.
    /// - Throws: ``Refusals``.
    public init(
        checking raw: [String: RawValue], fields: [FieldDescription], dialect: InputDialect, law: Statute
    ) throws {
        var check = InputCheck(dialect: dialect, law: law)
        let values = check.object(raw, fields: fields, path: "")
        if !check.refusals.isEmpty { throw Refusals(check.refusals) }
        self.init(values)
    }
}

private struct InputCheck {
    let dialect: InputDialect
    let law: Statute
    var refusals: [Refusal] = []

    mutating func object(
        _ raw: [String: RawValue], fields: [FieldDescription], path: String
    ) -> [String: FieldValue] {
        let known = Set(fields.map(\.name))
        for name in raw.keys.sorted() where !known.contains(name) {
            refuse("input.unknownField", path + name, ["name": String(name.prefix(60))])
        }
        var values: [String: FieldValue] = [:]
        for field in fields {
            let here = path + field.name
            let given = raw[field.name] ?? .null
            if isEmpty(given) {
                if case .boolean = field.kind, dialect == .form {
                    values[field.name] = .boolean(false)
                } else if field.required {
                    refuse("input.missing", here)
                }
                continue
            }
            if let value = check(given, field, here) { values[field.name] = value }
        }
        return values
    }

    private func isEmpty(_ value: RawValue) -> Bool {
        switch value {
        case .null: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .integer, .boolean: false
        case .list(let items): items.isEmpty
        case .object(let members): members.isEmpty
        }
    }

    private mutating func check(_ raw: RawValue, _ field: FieldDescription, _ path: String) -> FieldValue? {
        switch field.kind {
        case .text(let maximum, let lines): return text(raw, maximum, lines, path)
        case .integer(let range): return integer(raw, range, path)
        case .decimal(let decimals, let range): return decimal(raw, decimals, range, path)
        case .money(let maximum): return money(raw, maximum, path)
        case .instant: return instant(raw, path)
        case .day:
            if case .text(let text) = raw, let day = Day(text) { return .day(day) }
            return refuse("input.notADay", path)
        case .boolean: return boolean(raw, path)
        case .choice(_, let codes):
            if case .text(let text) = raw, codes.contains(text) { return .text(text) }
            return refuse("input.notAChoice", path, ["choices": codes.joined(separator: ", ")])
        case .checklistItem:
            if case .text(let text) = raw, law.checklistItem(text) != nil { return .text(text) }
            return refuse("input.notAChecklistItem", path)
        case .organisation: return organisation(raw, path)
        case .region:
            if case .text(let text) = raw, law.region(text) != nil { return .text(text) }
            return refuse("input.notARegion", path)
        case .tradeClass:
            if case .text(let text) = raw, law.tradeClass(text) != nil { return .text(text) }
            return refuse("input.notATradeClass", path)
        case .files(let maximum, let mediaTypes): return files(raw, maximum, mediaTypes, path)
        case .rows(let fields, let count): return rows(raw, fields, count, path)
        }
    }

    private mutating func text(_ raw: RawValue, _ maximum: Int, _ lines: Bool, _ path: String) -> FieldValue? {
        guard case .text(let given) = raw else { return refuse("input.notText", path) }
        let normal = given.replacingLineEndings()
        let trimmed = normal.trimmingWhitespace()
        let control = trimmed.unicodeScalars.contains { scalar in
            scalar.value < 0x20 && !(lines && (scalar == "\n" || scalar == "\t")) || scalar.value == 0x7F
        }
        if control { return refuse("input.controlCharacter", path) }
        if trimmed.unicodeScalars.count > maximum {
            return refuse("input.tooLong", path, ["maximum": String(maximum)])
        }
        return .text(trimmed)
    }

    private mutating func integer(_ raw: RawValue, _ range: ClosedRange<Int64>, _ path: String) -> FieldValue? {
        guard let value = wholeNumber(raw) else { return refuse("input.notAnInteger", path) }
        guard range.contains(value) else {
            return refuse(
                "input.outOfRange", path, ["from": String(range.lowerBound), "to": String(range.upperBound)])
        }
        return .integer(value)
    }

    private func wholeNumber(_ raw: RawValue) -> Int64? {
        switch raw {
        case .integer(let value): value
        case .text(let text) where dialect == .form: Int64(text.trimmingWhitespace())
        default: nil
        }
    }

    private mutating func decimal(
        _ raw: RawValue, _ decimals: Int, _ range: ClosedRange<Int64>, _ path: String
    ) -> FieldValue? {
        let text: String
        switch raw {
        case .text(let given): text = given.trimmingWhitespace()
        case .integer(let value): text = String(value)
        default: return refuse("input.notADecimal", path, ["decimals": String(decimals)])
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let plain =
            (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }
            && parts[0].utf8.count <= 12 && (parts.count == 1 || parts[1].utf8.count <= decimals)
        guard plain, let whole = Int64(parts[0]) else {
            return refuse("input.notADecimal", path, ["decimals": String(decimals)])
        }
        let above = parts.count == 2 && parts[1].contains { $0 != "0" }
        guard whole >= range.lowerBound, whole < range.upperBound || (whole == range.upperBound && !above) else {
            return refuse(
                "input.outOfRange", path, ["from": String(range.lowerBound), "to": String(range.upperBound)])
        }
        return .text(text)
    }

    private mutating func money(_ raw: RawValue, _ maximum: Int64, _ path: String) -> FieldValue? {
        let fen: Int64?
        switch raw {
        case .integer(let value) where dialect == .machine: fen = value
        case .text(let text) where dialect == .form: fen = Money(yuan: text)?.fen
        default: fen = nil
        }
        guard let fen else { return refuse(dialect == .form ? "input.notYuan" : "input.notFen", path) }
        guard (0...maximum).contains(fen) else {
            return refuse("input.outOfRange", path, ["from": "0", "to": Money(fen: maximum).yuan])
        }
        return .integer(fen)
    }

    private mutating func instant(_ raw: RawValue, _ path: String) -> FieldValue? {
        guard case .text(let text) = raw else { return refuse("input.notAnInstant", path) }
        if let instant = Instant(text) { return .instant(instant) }
        if dialect == .form, let instant = BeijingTime.instant(text) { return .instant(instant) }
        return refuse("input.notAnInstant", path)
    }

    private mutating func boolean(_ raw: RawValue, _ path: String) -> FieldValue? {
        switch raw {
        case .boolean(let value): return .boolean(value)
        case .text("true"), .text("on"), .text("yes"): return .boolean(true)
        case .text("false"), .text("no"): return .boolean(false)
        default: return refuse("input.notABoolean", path)
        }
    }

    private mutating func organisation(_ raw: RawValue, _ path: String) -> FieldValue? {
        guard case .text(let text) = raw else { return refuse("input.notText", path) }
        let code = text.trimmingWhitespace().uppercased()
        // A wrong check digit is in real use (domain.md §3.5): only the shape is a hard rule here.
        guard (try? UnifiedSocialCreditCode(code)) != nil else { return refuse("input.notACreditCode", path) }
        return .text(code)
    }

    private mutating func files(
        _ raw: RawValue, _ maximum: Int, _ mediaTypes: [String], _ path: String
    ) -> FieldValue? {
        guard case .list(let items) = raw else { return refuse("input.notFiles", path) }
        guard items.count <= maximum else { return refuse("input.tooMany", path, ["maximum": String(maximum)]) }
        var references: [FileReference] = []
        for item in items {
            guard case .object(let members) = item, case .text(let name) = members["name"] ?? .null,
                case .text(let mediaType) = members["mediaType"] ?? .null,
                case .text(let sha256) = members["sha256"] ?? .null, isHexDigest(sha256),
                case .text(let root) = members["root"] ?? .null, isHexDigest(root),
                case .integer(let size) = members["size"] ?? .null, size >= 0, members.count == 5,
                !name.isEmpty, name.unicodeScalars.count <= 200, !name.contains("/"),
                !name.unicodeScalars.contains(where: { $0.value < 0x20 })
            else { return refuse("input.notFiles", path) }
            guard mediaTypes.contains(mediaType) else {
                return refuse("input.fileType", path, ["types": mediaTypes.joined(separator: ", ")])
            }
            references.append(
                FileReference(name: name, mediaType: mediaType, sha256: sha256, root: root, size: size))
        }
        return .files(references)
    }

    private func isHexDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) }
    }

    private mutating func rows(
        _ raw: RawValue, _ fields: [FieldDescription], _ count: ClosedRange<Int>, _ path: String
    ) -> FieldValue? {
        guard case .list(let items) = raw else { return refuse("input.notRows", path) }
        guard count.contains(items.count) else {
            return refuse(
                "input.rowCount", path, ["from": String(count.lowerBound), "to": String(count.upperBound)])
        }
        var rows: [Input] = []
        for (index, item) in items.enumerated() {
            guard case .object(let members) = item else {
                refuse("input.notRows", "\(path).\(index)")
                continue
            }
            rows.append(Input(object(members, fields: fields, path: "\(path).\(index).")))
        }
        return .rows(rows)
    }

    @discardableResult
    private mutating func refuse(
        _ code: String, _ field: String, _ arguments: [String: String] = [:]
    ) -> FieldValue? {
        refusals.append(Refusal(.invalid, code, field: field, arguments))
        return nil
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        var view = Substring(self)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }

    fileprivate func replacingLineEndings() -> String {
        contains("\r") ? split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n") : self
    }
}
