import Desk
import Foundation
import Statute
import Store

/// How an act reads as a line of its docket: the catalogue's `act.<kind>.<name>` and, below it, the sentence
/// `act.<kind>.<name>.text`, whose gaps name values of the act's open part: `{notice.deadline|instant}`. What stands in
/// square brackets is left out when the act, an older one, lacks a value in it.
struct ActText {
    let shown: Shown
    private var words: Words { shown.words }

    init(_ shown: Shown) { self.shown = shown }

    func title(_ entry: StoredEntry) -> String {
        let key = "act.\(Self.kind(entry)).\(entry.entry.act)"
        return words.first(key) ?? entry.entry.act
    }

    /// The sentence below the title; nil when the catalogue has none.
    func summary(_ entry: StoredEntry) -> String? {
        guard let text = words.first("act.\(Self.kind(entry)).\(entry.entry.act).text") else { return nil }
        let open = try? JSONSerialization.jsonObject(with: Data(entry.entry.open))
        return filled(text, from: open)
    }

    /// The limits that the act kept or set, in words, with their legal basis.
    func terms(_ entry: StoredEntry) -> [View] {
        struct Carrier: Decodable { let terms: [TermLine]? }
        struct TermLine: Decodable {
            let term: String
            let required: Int
            let given: Int?
            let due: Instant?
        }
        let carrier = try? JSONDecoder().decode(Carrier.self, from: Data(entry.entry.open))
        return (carrier?.terms ?? []).map { use in
            var text = ""
            if let given = use.given {
                text = words("term.\(use.term).use", ["required": String(use.required), "given": String(given)])
            } else if let due = use.due {
                text = words("term.\(use.term).due", ["due": shown.instant(due)])
            }
            return ["basis": words("rule.\(use.term).basis"), "text": text]
        }
    }

    static func kind(_ entry: StoredEntry) -> String { String(entry.entry.docket.prefix { $0 != "/" }) }

    private func filled(_ text: String, from open: Any?) -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "["), let end = rest[start...].firstIndex(of: "]") {
            result += gaps(String(rest[..<start]), open).text
            let optional = gaps(String(rest[rest.index(after: start)..<end]), open)
            if !optional.lacks { result += optional.text }
            rest = rest[rest.index(after: end)...]
        }
        return result + gaps(String(rest), open).text
    }

    /// A text with its gaps filled, and whether a value was lacking.
    private func gaps(_ text: String, _ open: Any?) -> (text: String, lacks: Bool) {
        var lacks = false
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            result += rest[..<start]
            let gap = rest[rest.index(after: start)..<end].split(separator: "|", maxSplits: 1)
            let filling = value(String(gap.first ?? ""), form: gap.count > 1 ? String(gap[1]) : nil, open)
            lacks = lacks || filling.isEmpty
            result += filling
            rest = rest[rest.index(after: end)...]
        }
        return (result + rest, lacks)
    }

    private func value(_ path: String, form: String?, _ open: Any?) -> String {
        var value: Any? = open
        for part in path.split(separator: ".") {
            value = (value as? [String: Any])?[String(part)]
        }
        switch form {
        case "money":
            return (value as? NSNumber).map { shown.money(Money(fen: $0.int64Value)) } ?? ""
        case "instant":
            return (value as? String).flatMap { Instant($0) }.map { shown.instant($0) } ?? ""
        case "day":
            return (value as? String) ?? ""
        case "evidence":
            let defect = value as? [String: Any]
            let english = words.language == .english ? Self.text(defect?["english"]) : nil
            return english ?? Self.text(defect?["evidence"]) ?? ""
        case "count":
            return String((value as? [Any])?.count ?? 0)
        case .some(let set):
            guard let code = Self.text(value) else { return "" }
            return words.first("\(set).\(code)") ?? words.first("choice.\(set).\(code)") ?? code
        case nil:
            return Self.text(value) ?? ""
        }
    }

    private static func text(_ value: Any?) -> String? {
        switch value {
        case let text as String: text
        case let number as NSNumber: number.stringValue
        default: nil
        }
    }
}
