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
        "isText", "isProse", "isNumber", "isMoney", "isInstant", "isDay", "isBoolean", "isChoice", "isCode",
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
            view["isCode"] = true
            view["options"] = words.options(site.law.allRegions.map { ($0.code, $0.title) }, chosen: Self.text(value))
        case .tradeClass:
            view["isCode"] = true
            view["options"] = words.options(
                site.law.allTradeClasses.map { ($0.code, $0.title) }, chosen: Self.text(value))
        case .files(_, let mediaTypes):
            view["isFiles"] = true
            view["accept"] = MediaKind.endings(mediaTypes).joined(separator: ",")
            view["kept"] = kept(value, here)
        case .rows(let inner, let count) where Self.isChecklist(inner, count):
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

    /// Whether rows are a checklist: lines of the law's own, or one line for each code of a set, each with its box.
    private static func isChecklist(_ fields: [FieldDescription], _ count: ClosedRange<Int>) -> Bool {
        guard let item = fields.first, fields.contains(where: { isBox($0) }) else { return false }
        switch item.kind {
        case .checklistItem: return true
        case .choice(_, let codes): return count == codes.count...codes.count
        default: return false
        }
    }

    private static func isBox(_ field: FieldDescription) -> Bool {
        if case .boolean = field.kind { true } else { false }
    }

    /// The lines of a checklist, each with its box and room for what there is to say: nobody adds one or takes one away.
    private func checklist(_ fields: [FieldDescription], _ value: RawValue?, _ path: String) -> [View] {
        guard let item = fields.first, let box = fields.first(where: { Self.isBox($0) }) else { return [] }
        var rows: [[String: RawValue]] = []
        if case .list(let items) = value {
            rows = items.map { if case .object(let members) = $0 { members } else { [:] } }
        } else if case .choice(_, let codes) = item.kind {
            rows = codes.map { [item.name: .text($0)] }
        }
        let notes = fields.filter { $0.name != item.name && $0.name != box.name }
        return rows.enumerated().map { index, members in
            let id = Self.text(members[item.name])
            let row = "\(path).\(index)."
            let name = row + box.name
            let line = line(id, of: item)
            var view: View = [
                "itemName": row + item.name, "item": id, "boxName": name, "boxID": Self.identifier(name),
                "clear": label(box), "checked": ["true", "on"].contains(Self.text(members[box.name])),
                "fault": faults[name] ?? "", "hasFault": faults[name] != nil,
                "notes": notes.map { note(control($0, members[$0.name], path: row), line.title) },
            ]
            view.merge(["title": line.title, "kind": line.kind, "basis": line.basis]) { $1 }
            return view
        }
    }

    private func line(_ id: String, of item: FieldDescription) -> (title: String, kind: String, basis: String) {
        if case .choice(let set, _) = item.kind { return (words.first("choice.\(set).\(id)") ?? id, id, "") }
        guard let line = site.law.checklistItem(id) else { return (id, "", "") }
        return (words.said(line.title), words("choice.defectKind.\(line.kind.rawValue)"), words.said(line.basis))
    }

    /// What to write stands once above the lines; each control is named after its line.
    private func note(_ control: View, _ line: String) -> View {
        control.merging(["line": line, "hasHelp": false, "describedBy": ""]) { $1 }
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
