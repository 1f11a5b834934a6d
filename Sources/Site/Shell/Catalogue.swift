import Desk
import Foundation

/// Every sentence that people read, by language and key: `Catalogues/<language>/*.json`, flat objects of text with
/// `{name}` gaps. Files only divide the keys among authors; a key stands in one file of a language.
public struct Catalogue: Sendable {
    /// What is wrong with the files.
    public struct ReadError: Error, CustomStringConvertible {
        public let description: String
    }

    let texts: [Language: [String: String]]

    /// Reads all languages.
    /// - Throws: ``ReadError`` for a key that stands twice or is not text, and file errors.
    public init(folder: URL) throws {
        var texts: [Language: [String: String]] = [:]
        for language in Language.allCases {
            var all: [String: String] = [:]
            let files = try FileManager.default.contentsOfDirectory(
                at: folder.appendingPathComponent(language.rawValue), includingPropertiesForKeys: nil)
            for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "json" {
                let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
                guard let entries = object as? [String: String] else {
                    throw ReadError(description: "\(file.lastPathComponent) is not a flat object of text")
                }
                for (key, text) in entries where all.updateValue(text, forKey: key) != nil {
                    throw ReadError(description: "\(language.rawValue): \(key) stands twice")
                }
            }
            texts[language] = all
        }
        self.texts = texts
    }

    /// The catalogue that is part of the program.
    public static func builtIn() throws -> Catalogue {
        try Catalogue(folder: try Resources.folder("Catalogues"))
    }

    public func words(_ language: Language) -> Words { Words(language: language, catalogue: self) }

    /// Keys that one language has and another lacks, as `en lacks account.title`.
    public var differences: [String] {
        let all = Set(texts.values.flatMap(\.keys))
        return Language.allCases.flatMap { language in
            all.subtracting(texts[language]?.keys.map { $0 } ?? []).map { "\(language.rawValue) lacks \($0)" }
        }.sorted()
    }

    func has(_ key: String) -> Bool { texts[.chinese]?[key] != nil || texts[.english]?[key] != nil }

    func text(_ key: String, _ language: Language) -> String? {
        texts[language]?[key] ?? texts[.chinese]?[key]
    }

    /// Keys which a command's page needs and no language has: its title, and a label for each field.
    public func missing(for command: CommandDescription) -> [String] {
        var missing: [String] = has("command.\(command.id)") ? [] : ["command.\(command.id)"]
        func look(_ fields: [FieldDescription]) {
            for field in fields {
                if !has("field.\(command.id).\(field.name)"), !has("field.\(field.name)") {
                    missing.append("field.\(field.name)")
                }
                if case .choice(let set, let codes) = field.kind {
                    missing += codes.map { "choice.\(set).\($0)" }.filter { !has($0) }
                }
                if case .rows(let inner, _) = field.kind { look(inner) }
            }
        }
        look(command.fields)
        return missing
    }
}

/// The catalogue in one language: `words(key, ["count": "2"])`.
public struct Words: Sendable {
    public let language: Language
    let catalogue: Catalogue

    /// The text of a key with its gaps filled. An argument that starts with `@` is itself a key. Falls back to
    /// Chinese, then to the key.
    public func callAsFunction(_ key: String, _ arguments: [String: String] = [:]) -> String {
        guard let text = catalogue.text(key, language) else { return key }
        guard !arguments.isEmpty, text.contains("{") else { return text }
        var result = text
        for (name, value) in arguments {
            let filled = value.hasPrefix("@") ? self(String(value.dropFirst())) : value
            result = result.replacingOccurrences(of: "{\(name)}", with: filled)
        }
        return result
    }

    public func callAsFunction(_ phrase: Phrase) -> String { self(phrase.key, phrase.arguments) }

    /// The text of the first key that exists; nil when none does.
    public func first(_ keys: String...) -> String? {
        for key in keys { if let text = catalogue.text(key, language) { return text } }
        return nil
    }
}

/// Files that belong to the program: templates, catalogues, scripts and styles.
enum Resources {
    static func folder(_ name: String) throws -> URL {
        guard let url = Bundle.module.url(forResource: name, withExtension: nil) else {
            throw Catalogue.ReadError(description: "the program's \(name) folder is missing beside the executable")
        }
        return url
    }
}
