/// Which trade a document is written for: standards, bills and words differ.
public enum DocumentTrade: String, Hashable, Sendable, CaseIterable {
    case building, municipal, road, water, information, goods, services

    /// - Parameters:
    ///   - tradeClass: such as `A01`; works of a class without a text of its own are written as buildings are.
    ///   - sectionClass: seven characters, the first A works, B goods, C services.
    public init(tradeClass: String, sectionClass: String) {
        switch (sectionClass.first, tradeClass) {
        case ("B", _): self = .goods
        case ("C", _): self = .services
        case (_, "A02"): self = .municipal
        case (_, "A03"), (_, "A10"): self = .road
        case (_, "A07"): self = .water
        case (_, "A13"): self = .information
        default: self = .building
        }
    }

    /// Words in which works, goods and services differ.
    struct Words: Sendable {
        /// What is done: 施工
        let work: String
        let duration: String
        /// Technical part of the bid.
        let plan: String
        let leader: String
        /// Title of the fifth chapter.
        let bill: String
        let owner: String
        let contractor: String
    }

    var words: Words {
        switch self {
        case .goods:
            Words(
                work: "供货及安装", duration: "交货期", plan: "供货及安装方案", leader: "项目负责人", bill: "采购需求",
                owner: "买方", contractor: "卖方")
        case .services:
            Words(
                work: "服务", duration: "服务期", plan: "服务方案", leader: "项目负责人", bill: "采购需求",
                owner: "委托人", contractor: "受托人")
        case .information:
            Words(
                work: "建设", duration: "工期", plan: "实施方案", leader: "项目经理", bill: "采购需求",
                owner: "发包人", contractor: "承包人")
        case .building, .municipal, .road, .water:
            Words(
                work: "施工", duration: "工期", plan: "施工组织设计", leader: "项目经理", bill: "工程量清单",
                owner: "发包人", contractor: "承包人")
        }
    }
}
