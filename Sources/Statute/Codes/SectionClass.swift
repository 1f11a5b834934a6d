/// 标段(包)分类代码: 7 characters; the first one says what is bought, the next two the experts' profession
/// (data norm 9.8.7).
public struct SectionClass: Hashable, Sendable {
    /// What the first character says.
    public enum Subject: String, CaseIterable, Codable, Sendable {
        /// 工程
        case works = "A"
        /// 货物
        case goods = "B"
        /// 服务
        case services = "C"
        /// 产权
        case propertyRights = "D"
        /// 土地
        case land = "E"
    }

    public let text: String
    public let subject: Subject

    /// Nil when it is not of that shape.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, let subject = Subject(rawValue: String(text.prefix(1))),
            bytes.dropFirst().allSatisfy(isDigit)
        else { return nil }
        self.text = text
        self.subject = subject
    }

    /// Two digits: 01 规划, 02 投资策划与决策, 03 勘察, 04 设计, 05 监理, 06 工程造价, 07 项目管理, 08 工程施工,
    /// 09 其他工程, 10 工程总承包.
    public var profession: String { String(text.dropFirst().prefix(2)) }
}
