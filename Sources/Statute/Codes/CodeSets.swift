/// A region of GB/T 2260.
public struct Region: Hashable, Codable, Sendable {
    /// Six digits.
    public let code: String
    public let name: String
    public let english: String

    /// Whether one region lies in another, or is the same: a province's code ends in four noughts, a city's in two.
    public static func contains(_ outer: String, _ inner: String) -> Bool {
        if outer == inner || outer == "000000" { return true }
        if outer.hasSuffix("0000") { return inner.hasPrefix(outer.prefix(2)) }
        if outer.hasSuffix("00") { return inner.hasPrefix(outer.prefix(4)) }
        return false
    }
}

/// A trade class of the data norm, `A07` 水利.
public struct TradeClass: Hashable, Codable, Sendable {
    public let code: String
    public let name: String
    public let english: String
}

/// 标段(包)分类代码: 7 characters; the first one A 工程, B 货物, C 服务, D 产权, E 土地 (data norm 9.8.7).
public struct SectionClass: Hashable, Sendable {
    public let text: String

    /// Nil when it is not of that shape.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(bytes[0]),
            bytes.dropFirst().allSatisfy(isDigit)
        else { return nil }
        self.text = text
    }

    /// Survey and design (勘察 03, 设计 04), whose deposits have a cap of their own.
    public var isSurveyOrDesign: Bool { text.hasPrefix("A03") || text.hasPrefix("A04") }
    public var isWorks: Bool { text.hasPrefix("A") }
}
