/// Why a file was not read. The code names the sentence in the catalogues, the arguments fill its gaps.
public struct ReadingRefusal: Error, Hashable, Sendable, Codable {
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// `bytes`, `limit`; for a member of an archive also `member` and `ratio`.
        case tooLarge
        /// `pages`, `limit`.
        case tooManyPages
        /// No page has text that could be read; `pages`. With `reason` `glyphs`, the letters have no meaning in
        /// Unicode, so that nothing but their shape is known.
        case scanned
        /// There is no text in it at all, which proves nothing about a document.
        case empty
        /// A password is needed.
        case encrypted
        /// Not whole, or not what it says it is; `reason`: `truncated`, `crossReference`, `archive`, `markup`,
        /// `content`, `crashed`; or no file at all: `missing`, `denied`, `directory`, `pipe`, `device`, `socket`.
        case broken
        /// A kind that is not read; `kind`: `doc`, `xls`, `wps`, `ole`, `xlsx`, `pptx`, `odt`, `ofd`, `zip`, `rtf`,
        /// `image`, `archive`, `mht`, `xml`, `binary`; `noPages` where a page's picture was wanted.
        case unsupported
        /// `seconds`.
        case tookTooLong
        /// `limit`, in bytes.
        case tooMuchMemory
    }

    public let code: Code
    public let arguments: [String: String]

    public init(_ code: Code, _ arguments: [String: String] = [:]) {
        self.code = code
        self.arguments = arguments
    }

    static func tooLarge(_ bytes: Int, _ limits: ReadingLimits) -> ReadingRefusal {
        ReadingRefusal(.tooLarge, ["bytes": String(bytes), "limit": String(limits.bytes)])
    }
    static func broken(_ reason: String) -> ReadingRefusal { ReadingRefusal(.broken, ["reason": reason]) }
    static func unsupported(_ kind: String) -> ReadingRefusal { ReadingRefusal(.unsupported, ["kind": kind]) }
}

extension DocumentText {
    /// The document itself when there is text in it to check: an empty one proves nothing.
    /// - Throws: ``ReadingRefusal`` "empty".
    public func withText() throws(ReadingRefusal) -> DocumentText {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ReadingRefusal(.empty) }
        return self
    }
}
