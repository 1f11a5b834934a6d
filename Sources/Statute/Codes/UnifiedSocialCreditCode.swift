/// 统一社会信用代码 (GB 32100-2015): registry, kind, six digits of a region, nine characters of the organisation
/// code (GB 11714), and a check character.
public struct UnifiedSocialCreditCode: Hashable, Sendable {
    /// Not 18 characters, or one that the standard does not use.
    public typealias Malformed = MalformedCode

    public let text: String
    /// What the 18th character says of the others.
    public let check: CodeCheck
    /// What the last character of the organisation code within (9–17) says of the eight before it.
    public let organisationCheck: CodeCheck

    /// GB 32100 leaves out I, O, S, V and Z.
    static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    /// Powers of 3 modulo 31.
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
    /// Values of GB 11714, which counts the whole alphabet.
    private static let organisationAlphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    /// Reads a code as registers print it, in capitals. A wrong check character is told in ``check`` and refuses
    /// nothing: codes in real use fail it.
    /// - Throws: ``MalformedCode``.
    public init(_ text: String) throws {
        let characters = Array(text)
        guard characters.count == 18 else { throw MalformedCode.length(characters.count) }
        var sum = 0
        for (index, character) in characters.enumerated() {
            // The region, positions 3–8, is digits only.
            guard let value = Self.alphabet.firstIndex(of: character), !(2..<8).contains(index) || value < 10 else {
                throw MalformedCode.character(position: index + 1)
            }
            if index < 17 { sum += value * Self.weights[index] }
        }
        self.text = text
        check = CodeCheck(given: characters[17], expected: Self.alphabet[(31 - sum % 31) % 31], position: 18)
        organisationCheck = Self.organisationCheck(characters[8..<17])
    }

    /// GB/T 2260 code of the registering authority's region.
    public var region: String { String(text.dropFirst(2).prefix(6)) }

    /// 组织机构代码 (GB 11714), nine characters.
    public var organisationCode: String { String(text.dropFirst(8).prefix(9)) }

    /// GB 11714: weights 3, 7, 9, 10, 5, 8, 4, 2; the check is 11 − Σ mod 11, with X for 10 and 0 for 11.
    private static func organisationCheck(_ code: ArraySlice<Character>) -> CodeCheck {
        let characters = Array(code)
        var sum = 0
        for (character, weight) in zip(characters, organisationWeights) {
            sum += (organisationAlphabet.firstIndex(of: character) ?? 0) * weight
        }
        let expected = Array("0123456789X0")[11 - sum % 11]
        return CodeCheck(given: characters[8], expected: expected, position: 17)
    }
}

extension UnifiedSocialCreditCode: CustomStringConvertible {
    public var description: String { text }
}
