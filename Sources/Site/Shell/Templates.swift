import Foundation
import Mustache

/// What a template shows: names and their values (text, booleans, further views and lists of views).
/// Every value is escaped on its way into the page.
public typealias View = [String: any Sendable]

/// The pages' templates, `Templates/<name>.html`: Mustache, with `[[key]]` for a sentence of the catalogue. A
/// sentence's `{gap}` becomes the view's value of that name; in `[[=key]]` it stays for a script to fill.
/// Sentences are put in once, at the start, so each language has its own set of templates and a key that does not
/// exist stops the program at once.
public struct Templates: Sendable {
    /// A template names a key that no catalogue has, or cannot be parsed.
    public struct ReadError: Error, CustomStringConvertible {
        public let description: String
    }

    private let libraries: [Language: MustacheLibrary]

    /// Reads all templates for all languages.
    /// - Throws: ``ReadError`` naming file and key.
    public init(folder: URL, catalogue: Catalogue) throws {
        var libraries: [Language: MustacheLibrary] = [:]
        let sources = try Self.sources(folder)
        for language in Language.allCases {
            var library = MustacheLibrary()
            for (name, source) in sources {
                do {
                    try library.register(
                        try Self.filled(source, name: name, words: catalogue.words(language)), named: name)
                } catch let error as ReadError {
                    throw error
                } catch { throw ReadError(description: "\(name).html: \(error)") }
            }
            libraries[language] = library
        }
        self.libraries = libraries
    }

    public static func builtIn(_ catalogue: Catalogue) throws -> Templates {
        try Templates(folder: try Resources.folder("Templates"), catalogue: catalogue)
    }

    /// - Throws: ``ReadError`` when there is no template of the name.
    func render(_ name: String, _ view: View, _ language: Language) throws -> String {
        guard let text = libraries[language]?.render(view, withTemplate: name) else {
            throw ReadError(description: "there is no template \(name).html")
        }
        return text
    }

    private static func sources(_ folder: URL) throws -> [(name: String, source: String)] {
        let base = folder.resolvingSymlinksInPath().path
        guard let paths = FileManager.default.subpaths(atPath: base) else {
            throw ReadError(description: "\(base) cannot be read")
        }
        return try paths.filter { $0.hasSuffix(".html") }.sorted().map { path in
            (String(path.dropLast(5)), try String(contentsOfFile: "\(base)/\(path)", encoding: .utf8))
        }
    }

    /// Puts the catalogue's sentences in place of `[[key]]`.
    static func filled(_ source: String, name: String, words: Words) throws -> String {
        var result = ""
        var rest = Substring(source)
        while let open = rest.range(of: "[[") {
            result += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.range(of: "]]") else {
                throw ReadError(description: "\(name).html: [[ without ]]")
            }
            var key = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            let forScript = key.hasPrefix("=")
            if forScript { key = key.dropFirst() }
            guard words.catalogue.has(String(key)) else {
                throw ReadError(description: "\(name).html uses \(key), which no catalogue has")
            }
            result += markup(words(String(key)), gapsStay: forScript)
        }
        return result + rest
    }

    /// A sentence as HTML; its gaps become the template's variables, or stay as they are for a script to fill.
    private static func markup(_ text: String, gapsStay: Bool) -> String {
        var result = ""
        for character in text {
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "{" where !gapsStay: result += "{{"
            case "}" where !gapsStay: result += "}}"
            default: result.append(character)
            }
        }
        return result
    }
}

/// An empty text counts as nothing: `{{#remedy}}…{{/remedy}}` shows only where there is a remedy.
extension String: @retroactive MustacheCustomRenderable {
    public var renderText: String { self }
    public var isNull: Bool { isEmpty }
}
