/// A region of GB/T 2260: nation, province, city or prefecture, county.
public struct Region: Hashable, Codable, Sendable {
    /// Six digits.
    public let code: String
    /// In Chinese.
    public let name: String
    public let english: String
    public var title: Wording { Wording(chinese: name, english: english) }

    /// The whole nation, which GB/T 2260 itself gives no code.
    public static let nation = "000000"

    /// Six digits of a province (11–82) or the nation.
    public static func isCode(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes.allSatisfy(isDigit) else { return false }
        return text == nation || (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(bytes[0])
    }

    /// The code of the region around this one; nil for the nation.
    public var parentCode: String? {
        if code == Self.nation { return nil }
        if code.hasSuffix("0000") { return Self.nation }
        if code.hasSuffix("00") { return code.prefix(2) + "0000" }
        return code.prefix(4) + "00"
    }

    /// Whether one region lies in another, or is the same: a province's code ends in four noughts, a city's in two.
    /// False for anything that is not six characters.
    public static func contains(_ outer: String, _ inner: String) -> Bool {
        guard outer.utf8.count == 6, inner.utf8.count == 6 else { return false }
        return inner.hasPrefix(prefix(of: outer))
    }

    /// The digits that a region's code has in common with those of all regions in it: `5306` of a city. Empty for the
    /// nation, all six of a county.
    public static func prefix(of code: String) -> String {
        if code == nation { return "" }
        return String(code.hasSuffix("0000") ? code.prefix(2) : code.hasSuffix("00") ? code.prefix(4) : code[...])
    }
}
