import Desk
import Foundation
import Statute

/// Draws a command's fields as controls: what the template `control.html` shows.
struct FormControls {
    let command: CommandDescription
    let site: SiteContext
    let words: Words
    /// Messages by field path.
    let faults: [String: String]

    /// Rows that a form offers beyond those filled in, for browsers without scripts.
    private static let spareRows = 3

    /// The controls of the command's fields with what was entered so far.
    func controls(_ raw: [String: RawValue]) -> [View] {
        command.fields.map { control($0, raw[$0.name], path: "") }
    }

    func label(_ field: FieldDescription) -> String {
        words.first("field.\(command.id).\(field.name)", "field.\(field.name)") ?? field.name
    }

    /// The label of a field by its path: `items.2.price` is the label of `price`, with its row.
    func label(path: String) -> String {
        var fields = command.fields
        var labels: [String] = []
        for part in path.split(separator: ".") {
            if let number = Int(part) {
                labels.append(words("form.rowNumber", ["number": String(number + 1)]))
            } else if let field = fields.first(where: { $0.name == part }) {
                labels.append(label(field))
                if case .rows(let inner, _) = field.kind { fields = inner }
            }
        }
        return labels.joined(separator: " ")
    }

    private static let kinds = [
        "isText", "isProse", "isNumber", "isMoney", "isInstant", "isDay", "isBoolean", "isChoice", "isRegion",
        "isOrganisation", "isFiles", "isRows", "isChecklist",
    ]

    private func control(_ field: FieldDescription, _ value: RawValue?, path: String) -> View {
        let here = path + field.name
        let help = words.first("field.\(command.id).\(field.name).help", "field.\(field.name).help")
        // Every name is set: Mustache looks for a missing one in the view around, which is another control here.
        var view: View = [
            "name": here, "id": Self.identifier(here), "label": label(field), "required": field.required,
            "help": help ?? "", "hasHelp": help != nil, "fault": faults[here] ?? "", "hasFault": faults[here] != nil,
            "value": Self.text(value), "example": field.example ?? "", "optional": !field.required,
            "maximum": "", "options": [View](), "kept": [View](), "rows": [View](), "accept": "",
            "describedBy": describedBy(here, help: help != nil),
        ]
        for kind in Self.kinds { view[kind] = false }
        fill(&view, field, value, here)
        return view
    }

    private func fill(_ view: inout View, _ field: FieldDescription, _ value: RawValue?, _ here: String) {
        switch field.kind {
        case .text(let maximum, let lines):
            view[lines ? "isProse" : "isText"] = true
            view["maximum"] = String(maximum)
        case .integer, .decimal: view["isNumber"] = true
        case .money: view["isMoney"] = true
        case .instant:
            view["isInstant"] = true
            if case .text(let text) = value, let instant = Instant(text) {
                view["value"] = BeijingTime.text(instant).replacingOccurrences(of: " ", with: "T")
            }
        case .day: view["isDay"] = true
        case .boolean:
            view["isBoolean"] = true
            view["checked"] = value == .text("true") || value == .boolean(true)
        case .choice(let set, let codes):
            view["isChoice"] = true
            let chosen = Self.text(value)
            view["options"] = codes.map { code -> View in
                ["value": code, "name": words("choice.\(set).\(code)"), "chosen": code == chosen]
            }
        // Shown by the checklist around it.
        case .checklistItem: break
        case .organisation: view["isOrganisation"] = true
        case .region:
            view["isRegion"] = true
            view["options"] = regions(chosen: Self.text(value))
        case .files(_, let mediaTypes):
            view["isFiles"] = true
            view["accept"] = MediaKind.endings(mediaTypes).joined(separator: ",")
            view["kept"] = kept(value, here)
        case .rows(let inner, _) where inner.contains { Self.isItem($0) }:
            view["isChecklist"] = true
            view["rows"] = checklist(inner, value, here)
        case .rows(let inner, let count):
            view["isRows"] = true
            view["rows"] = rows(inner, value, count, here)
            view["maximum"] = String(count.upperBound)
        }
    }

    private func describedBy(_ path: String, help: Bool) -> String {
        let id = Self.identifier(path)
        return [help ? "\(id)-help" : nil, faults[path] == nil ? nil : "\(id)-fault"].compactMap { $0 }
            .joined(separator: " ")
    }

    private func regions(chosen: String) -> [View] {
        site.law.allRegions.map { region in
            ["value": region.code, "name": region.name, "chosen": region.code == chosen]
        }
    }

    private func kept(_ value: RawValue?, _ path: String) -> [View] {
        guard case .list(let items) = value else { return [] }
        return items.enumerated().compactMap { index, item -> View? in
            guard case .object(let members) = item, case .text(let name) = members["name"] ?? .null,
                case .integer(let size) = members["size"] ?? .null,
                case .text(let mediaType) = members["mediaType"] ?? .null,
                case .text(let sha256) = members["sha256"] ?? .null, case .text(let root) = members["root"] ?? .null
            else { return nil }
            let reference = FileReference(name: name, mediaType: mediaType, sha256: sha256, root: root, size: size)
            guard let json = try? JSONEncoder().encode(reference) else { return nil }
            return [
                "id": "\(Self.identifier(path))-kept-\(index)", "fileName": name, "size": Shown(words).size(size),
                "json": String(decoding: json, as: UTF8.self),
            ]
        }
    }

    private func rows(
        _ fields: [FieldDescription], _ value: RawValue?, _ count: ClosedRange<Int>, _ path: String
    ) -> [View] {
        var given: [[String: RawValue]] = []
        if case .list(let items) = value {
            given = items.map { item in if case .object(let members) = item { members } else { [:] } }
        }
        // A checklist: one row for each code, filled in already.
        if given.isEmpty, let first = fields.first, case .choice(_, let codes) = first.kind,
            count == codes.count...codes.count
        {
            given = codes.map { [first.name: .text($0)] }
        }
        let shown = min(max(given.count + Self.spareRows, count.lowerBound), max(count.upperBound, given.count))
        return (0..<shown).map { index in
            let raw = index < given.count ? given[index] : [:]
            // Rows are required as such, their fields only once the row is used: the desk says so.
            let controls = fields.map { field -> View in
                var view = control(field, raw[field.name], path: "\(path).\(index).")
                if index >= max(1, count.lowerBound) { view["required"] = false }
                return view
            }
            return [
                "number": String(index + 1), "spare": index >= max(given.count, 1, count.lowerBound),
                "fields": controls, "title": words("form.rowNumber", ["number": String(index + 1)]),
            ]
        }
    }

    private static func isItem(_ field: FieldDescription) -> Bool {
        if case .checklistItem = field.kind { true } else { false }
    }

    /// The lines of a checklist of the law, each with its box: nobody adds one or takes one away.
    private func checklist(_ fields: [FieldDescription], _ value: RawValue?, _ path: String) -> [View] {
        guard case .list(let items) = value, let item = fields.first(where: { Self.isItem($0) }),
            let box = fields.first(where: { if case .boolean = $0.kind { true } else { false } })
        else { return [] }
        return items.enumerated().map { index, row in
            let members = if case .object(let members) = row { members } else { [String: RawValue]() }
            let id = Self.text(members[item.name])
            let line = site.law.checklistItem(id)
            let name = "\(path).\(index).\(box.name)"
            return [
                "itemName": "\(path).\(index).\(item.name)", "item": id, "boxName": name,
                "boxID": Self.identifier(name), "clear": label(box),
                "checked": ["true", "on"].contains(Self.text(members[box.name])),
                "title": line.map { words.said($0.title) } ?? id,
                "basis": line.map { words.said($0.basis) } ?? "",
                "kind": line.map { words("choice.defectKind.\($0.kind.rawValue)") } ?? "",
                "fault": faults[name] ?? "", "hasFault": faults[name] != nil,
            ]
        }
    }

    /// An id for HTML: field paths hold dots, which style sheets and scripts read otherwise.
    static func identifier(_ path: String) -> String { "f-" + path.replacingOccurrences(of: ".", with: "-") }

    private static func text(_ value: RawValue?) -> String {
        switch value {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .boolean(let boolean): boolean ? "true" : "false"
        default: ""
        }
    }
}
