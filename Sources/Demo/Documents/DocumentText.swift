/// A document as text, before it becomes a file: what a tender document or a record says.
public struct DocumentText: Sendable {
    public enum Part: Sendable {
        case title(String)
        case heading(String)
        case paragraph(String)
        /// The first row is the head.
        case table([[String]])
    }

    public let name: String
    public let parts: [Part]

    public init(name: String, parts: [Part]) {
        self.name = name
        self.parts = parts
    }
}
