/// A trade class of the data norm, `A07` 水利. The sub-codes are a code set that can be replaced: they follow the
/// practice of the portals and are to be checked against the published norm before data are exchanged.
public struct TradeClass: Hashable, Codable, Sendable {
    public let code: String
    /// In Chinese.
    public let name: String
    public let english: String
    public var title: Wording { Wording(chinese: name, english: english) }
    /// Code of the ``Industry`` whose authority supervises it.
    public let industry: String
}

/// An industry whose competent authority (行政监督部门) supervises its tenders (国办发〔2000〕34号): one column of the
/// supervision grid.
public struct Industry: Hashable, Codable, Sendable {
    public let code: String
    /// In Chinese.
    public let name: String
    public let english: String
    /// What the authority is commonly called, in Chinese; offices bear the name of their own region's.
    public let authority: String
    public let authorityEnglish: String
}
