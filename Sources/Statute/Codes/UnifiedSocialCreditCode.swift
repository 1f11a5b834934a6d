/// What a check character says of a code.
public struct CodeCheck: Hashable, Sendable {
    public let valid: Bool
    /// The character that the check asks for; nil when the code is valid.
    public let expected: Character?
}

/// 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check.
public struct UnifiedSocialCreditCode: Hashable, Sendable {
    /// Not 18 characters, or one that the standard does not use; `position` counts from 1.
    public enum Malformed: Error, Hashable, Sendable {
        case length(Int)
        case character(position: Int)
    }

    public let text: String
    public let check: CodeCheck

    /// GB 32100 leaves out I, O, S, V and Z.
    static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// Reads a code. A wrong check character is told in ``check`` and refuses nothing: codes in real use fail it.
    /// - Throws: ``Malformed``.
    public init(_ text: String) throws {
        let characters = Array(text)
        guard characters.count == 18 else { throw Malformed.length(characters.count) }
        var sum = 0
        for (index, character) in characters.enumerated() {
            guard let value = Self.alphabet.firstIndex(of: character) else {
                throw Malformed.character(position: index + 1)
            }
            if index < 17 { sum += value * Self.weights[index] }
        }
        let expected = Self.alphabet[(31 - sum % 31) % 31]
        let valid = characters[17] == expected
        self.text = text
        check = CodeCheck(valid: valid, expected: valid ? nil : expected)
    }
}
