import CLibXML2

/// What a reader of markup hears, in document order.
protocol MarkupHandler: AnyObject {
    func start(_ element: MarkupElement)
    func end(_ name: String, _ vocabulary: Vocabulary)
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// Which vocabulary an element belongs to; local names mean different things in different ones.
enum Vocabulary {
    case word, compatibility, math, relationships, html, other

    init(_ namespace: String) {
        if namespace.contains("wordprocessingml") {
            // Transitional (schemas.openxmlformats.org) and strict (purl.oclc.org) documents alike.
            self = namespace.hasSuffix("/main") ? .word : .other
        } else if namespace.contains("markup-compatibility") {
            self = .compatibility
        } else if namespace.hasSuffix("/math") {
            self = .math
        } else if namespace.hasSuffix("/relationships") {
            self = .relationships
        } else {
            self = .other
        }
    }
}

/// An element's start, valid only during the call that hands it over.
struct MarkupElement {
    let name: String
    let vocabulary: Vocabulary
    fileprivate let attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    /// Of namespaced attributes (five pointers each); -1 for pairs of name and value up to a null.
    fileprivate let count: Int

    /// The attribute's value by its local name.
    subscript(_ wanted: StaticString) -> String? {
        guard let attributes else { return nil }
        if count < 0 {
            var index = 0
            while let name = attributes[index] {
                if Self.equal(name, wanted) { return attributes[index + 1].map { String(cString: $0) } ?? "" }
                index += 2
            }
            return nil
        }
        for index in 0..<count {
            guard let name = attributes[index * 5], Self.equal(name, wanted),
                let start = attributes[index * 5 + 3], let end = attributes[index * 5 + 4]
            else { continue }
            return String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
        return nil
    }

    private static func equal(_ name: UnsafePointer<xmlChar>, _ wanted: StaticString) -> Bool {
        for index in 0..<wanted.utf8CodeUnitCount where name[index] != wanted.utf8Start[index] { return false }
        return name[wanted.utf8CodeUnitCount] == 0
    }
}

/// libxml2's event parsers: no tree, no network, no entities of a document's own, so that memory stays bounded.
final class MarkupParser {
    private let handler: any MarkupHandler
    private var context: xmlParserCtxtPtr?
    private var vocabularies: [UnsafePointer<xmlChar>: Vocabulary] = [:]
    /// A document type declaration was met: Office files have none, and entities are how small files become large.
    private(set) var declaredEntities = false

    init(_ handler: any MarkupHandler) { self.handler = handler }

    deinit { if let context { xmlFreeParserCtxt(context) } }

    /// Parses a piece of XML. Throws when it is not well-formed; libxml2's own bounds (256 levels, 10 MB in one text)
    /// hold.
    func parseXML(_ bytes: UnsafeRawBufferPointer, last: Bool = false) throws(ReadingRefusal) {
        if context == nil {
            var events = Self.events
            events.startElementNs = { user, name, _, namespace, _, _, count, _, attributes in
                guard let user, let name else { return }
                let parser = MarkupParser.of(user)
                parser.handler.start(
                    MarkupElement(
                        name: String(cString: name), vocabulary: parser.vocabulary(namespace),
                        attributes: attributes, count: Int(count)))
            }
            events.endElementNs = { user, name, _, namespace in
                guard let user, let name else { return }
                let parser = MarkupParser.of(user)
                parser.handler.end(String(cString: name), parser.vocabulary(namespace))
            }
            events.internalSubset = { user, _, _, _ in
                guard let user else { return }
                let parser = MarkupParser.of(user)
                parser.declaredEntities = true
                if let context = parser.context { xmlStopParser(context) }
            }
            context = xmlCreatePushParserCtxt(&events, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
            guard let context else { throw ReadingRefusal(.tooMuchMemory) }
            _ = xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
        }
        guard let context else { return }
        var status: Int32 = 0
        // The parser takes at most 2³¹ bytes at once; pieces of a mebibyte keep its buffers small too.
        var index = 0
        repeat {
            let count = min(1 << 20, bytes.count - index)
            let start = bytes.baseAddress?.advanced(by: index).assumingMemoryBound(to: CChar.self)
            index += count
            status = xmlParseChunk(context, start, Int32(count), last && index == bytes.count ? 1 : 0)
        } while index < bytes.count && status == 0
        guard status == 0, !declaredEntities else { throw .broken("markup") }
    }

    /// Parses a whole HTML text as browsers did before HTML5: never ill-formed, missing tags added.
    func parseHTML(_ text: String) throws(ReadingRefusal) {
        guard let context = htmlNewParserCtxt() else { throw ReadingRefusal(.tooMuchMemory) }
        self.context = context
        var events = Self.events
        events.initialized = 1
        events.startElement = { user, name, attributes in
            guard let user, let name else { return }
            MarkupParser.of(user).handler.start(
                MarkupElement(name: String(cString: name), vocabulary: .html, attributes: attributes, count: -1))
        }
        events.endElement = { user, name in
            guard let user, let name else { return }
            MarkupParser.of(user).handler.end(String(cString: name), .html)
        }
        context.pointee.sax.pointee = events
        context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
        var text = text
        let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                let document = htmlCtxtReadMemory(
                    context, characters.baseAddress, Int32(characters.count), nil, "UTF-8", Int32(options))
                // Nothing builds a tree here; were there one, it would be ours to free.
                if let document { xmlFreeDoc(document) }
            }
        }
    }

    private func vocabulary(_ namespace: UnsafePointer<xmlChar>?) -> Vocabulary {
        guard let namespace else { return .other }
        // The parser keeps one copy of each name for its lifetime.
        if let known = vocabularies[namespace] { return known }
        let vocabulary = Vocabulary(String(cString: namespace))
        vocabularies[namespace] = vocabulary
        return vocabulary
    }

    private static func of(_ user: UnsafeMutableRawPointer) -> MarkupParser {
        Unmanaged<MarkupParser>.fromOpaque(user).takeUnretainedValue()
    }

    /// Events that both parsers have.
    private static var events: xmlSAXHandler {
        var events = xmlSAXHandler()
        events.initialized = UInt32(XML_SAX2_MAGIC)
        events.characters = { user, characters, count in
            guard let user, let characters, count > 0 else { return }
            MarkupParser.of(user).handler.text(UnsafeBufferPointer(start: characters, count: Int(count)))
        }
        events.ignorableWhitespace = events.characters
        // Errors are told by the parser's status, not on standard error.
        events.serror = { _, _ in }
        return events
    }
}
