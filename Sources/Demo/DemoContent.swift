import Statute
import Trading

/// The people of the demonstration: invented names, valid codes.
enum DemoContent {
    struct Body: Sendable {
        let code: String
        let name: String
        let region: String
    }

    /// How far a section has come when the demonstration ends.
    enum Reach: Int, Sendable, Comparable {
        case planned, returned, verified, bidding, suspended, sealed, failed, opening, opened, evaluated, publicised
        case noticed, contracted, archived, terminated

        static func < (left: Reach, right: Reach) -> Bool { left.rawValue < right.rawValue }
    }

    struct Section: Sendable {
        let project: String
        let name: String
        let region: String
        let trade: String
        let sectionClass: String
        let tenderer: Int
        /// 万元
        let estimate: Int64
        let scope: String
        let qualification: String
        let days: Int64
        let reach: Reach
        /// Days from now to the deadline, negative when it has passed.
        let deadlineDays: Int
        /// 万元, one a bidder; fewer than three make the tender fail.
        let prices: [Int64]
    }

    /// A credit code with its check character, from its first 17 characters.
    static func code(_ stem: String) -> String {
        let trial = stem + "0"
        guard let read = try? UnifiedSocialCreditCode(trial) else { preconditionFailure("\(stem) is a constant") }
        return read.check.expected.map { stem + String($0) } ?? trial
    }

    static let tenderers: [Body] = [
        Body(code: "12530600431570013W", name: "镇雄县水利建设管理处", region: "530627"),
        Body(code: code("11530602015100021"), name: "昭阳区住房和城乡建设局", region: "530602"),
        Body(code: code("12530621431800017"), name: "鲁甸县教育项目建设中心", region: "530621"),
        Body(code: code("11530623015200034"), name: "盐津县交通运输局", region: "530623"),
        Body(code: code("12530624432000058"), name: "大关县卫生健康项目办", region: "530624"),
        Body(code: code("91530600MA6KQ1012"), name: "昭通市城市更新投资有限公司", region: "530600"),
    ]

    static let bidders: [Body] = [
        Body(code: "91530600MA6K000147", name: "云岭乌蒙建设集团有限公司", region: "530600"),
        Body(code: "91530600MA6K000222", name: "昭通金沙水利水电工程有限公司", region: "530600"),
        Body(code: "91530602MA6K00030R", name: "昭阳凤凰建筑工程有限公司", region: "530602"),
        Body(code: code("91530100MA6K10044"), name: "滇中翠湖路桥工程有限公司", region: "530100"),
        Body(code: code("91530300MA6K10055"), name: "曲靖珠源市政工程有限公司", region: "530300"),
    ]

    static let experts = ["周正平", "吴文渊", "郑秋实", "孙立诚", "何清源", "罗知行", "梁守正"]

    static let sections: [Section] = [
        Section(
            project: "镇雄县泼机镇灌区配套改造工程", name: "一标段", region: "530627", trade: "A07", sectionClass: "A080000",
            tenderer: 0, estimate: 1290, scope: "改造干渠 12.4 公里,新建渠系建筑物 36 座,配套量测水设施。",
            qualification: "具备水利水电工程施工总承包三级及以上资质;近五年完成过合同金额 600 万元以上的类似工程一项,不限地区和行业。",
            days: 240, reach: .archived, deadlineDays: -70, prices: [1188, 1205, 1236, 1251]),
        Section(
            project: "昭阳区青年路市政道路提升改造工程", name: "施工", region: "530602", trade: "A02", sectionClass: "A080000",
            tenderer: 1, estimate: 3680, scope: "改造道路 2.3 公里,含路面、排水、照明及绿化。",
            qualification: "具备市政公用工程施工总承包二级及以上资质。", days: 300, reach: .contracted, deadlineDays: -46,
            prices: [3395, 3420, 3468, 3502, 3551]),
        Section(
            project: "鲁甸县第二中学教学综合楼建设项目", name: "施工", region: "530621", trade: "A01", sectionClass: "A080000",
            tenderer: 2, estimate: 2450, scope: "新建教学综合楼 6,800 平方米,框架结构,地上五层。",
            qualification: "具备建筑工程施工总承包二级及以上资质。", days: 360, reach: .noticed, deadlineDays: -14,
            prices: [2268, 2301, 2330]),
        Section(
            project: "巧家县移民安置点供水保障工程", name: "二标段", region: "530622", trade: "A07", sectionClass: "A080000",
            tenderer: 0, estimate: 860, scope: "新建取水设施一处、输水管道 18 公里、净水厂一座。",
            qualification: "具备水利水电工程施工总承包三级及以上资质。", days: 180, reach: .publicised, deadlineDays: -4,
            prices: [792, 805, 818, 829]),
        Section(
            project: "盐津县豆沙至普洱农村公路改建工程", name: "第一合同段", region: "530623", trade: "A03", sectionClass: "A080000",
            tenderer: 3, estimate: 5120, scope: "改建四级公路 21.6 公里,路基、路面、桥涵及安全设施。",
            qualification: "具备公路工程施工总承包二级及以上资质。", days: 420, reach: .evaluated, deadlineDays: -2,
            prices: [4725, 4760, 4812, 4866]),
        Section(
            project: "大关县人民医院门诊综合楼改扩建项目", name: "施工", region: "530624", trade: "A01", sectionClass: "A080000",
            tenderer: 4, estimate: 4380, scope: "改扩建门诊综合楼 9,200 平方米,含装饰装修与机电安装。",
            qualification: "具备建筑工程施工总承包二级及以上资质。", days: 400, reach: .opened, deadlineDays: -1,
            prices: [4055, 4092, 4136]),
        Section(
            project: "昭通市中心城区供水管网漏损治理工程", name: "一标段", region: "530600", trade: "A02", sectionClass: "A080000",
            tenderer: 5, estimate: 1960, scope: "更换老旧供水管道 26 公里,安装分区计量设备 120 套。",
            qualification: "具备市政公用工程施工总承包三级及以上资质。", days: 210, reach: .opening, deadlineDays: 0,
            prices: [1808, 1833, 1859]),
        Section(
            project: "绥江县老旧小区改造配套基础设施项目", name: "施工", region: "530626", trade: "A01", sectionClass: "A080000",
            tenderer: 5, estimate: 1520, scope: "改造小区 7 个,含外墙、管网、道路及照明。",
            qualification: "具备建筑工程施工总承包三级及以上资质。", days: 180, reach: .sealed, deadlineDays: 1,
            prices: [1408, 1421, 1450]),
        Section(
            project: "彝良县小草坝旅游公路提升工程", name: "施工", region: "530628", trade: "A03", sectionClass: "A080000",
            tenderer: 3, estimate: 6240, scope: "提升旅游公路 17.8 公里,增设观景平台与安全设施。",
            qualification: "具备公路工程施工总承包二级及以上资质。", days: 450, reach: .bidding, deadlineDays: 16, prices: []),
        Section(
            project: "威信县扎西镇污水处理厂提标改造工程", name: "施工", region: "530629", trade: "A02", sectionClass: "A080000",
            tenderer: 5, estimate: 2210, scope: "提标改造污水处理设施,规模每日一万立方米。",
            qualification: "具备市政公用工程施工总承包二级及以上资质。", days: 270, reach: .suspended, deadlineDays: 12, prices: []),
        Section(
            project: "水富市港口物流园区道路工程", name: "施工", region: "530681", trade: "A02", sectionClass: "A080000",
            tenderer: 1, estimate: 1780, scope: "新建园区道路 1.9 公里及附属管网。",
            qualification: "具备市政公用工程施工总承包三级及以上资质。", days: 240, reach: .failed, deadlineDays: -20,
            prices: [1650, 1672]),
        Section(
            project: "昭通市公共停车信息平台建设项目", name: "系统集成", region: "530600", trade: "A13", sectionClass: "A090000",
            tenderer: 5, estimate: 680, scope: "建设停车信息平台及 42 处停车场接入。",
            qualification: "具有独立承担民事责任的能力,具备电子与智能化工程专业承包二级及以上资质。", days: 150, reach: .returned,
            deadlineDays: 30, prices: []),
        Section(
            project: "鲁甸县花椒产业园冷链物流设施项目", name: "施工", region: "530621", trade: "A01", sectionClass: "A080000",
            tenderer: 2, estimate: 940, scope: "新建冷库 3,200 立方米及分拣车间。",
            qualification: "具备建筑工程施工总承包三级及以上资质。", days: 200, reach: .verified, deadlineDays: 25, prices: []),
        Section(
            project: "永善县溪洛渡镇河道治理工程", name: "施工", region: "530625", trade: "A07", sectionClass: "A080000",
            tenderer: 0, estimate: 1130, scope: "治理河道 5.2 公里,新建堤防及护岸。",
            qualification: "具备水利水电工程施工总承包三级及以上资质。", days: 220, reach: .terminated, deadlineDays: 10, prices: []),
        Section(
            project: "盐津县中和镇卫生院设备采购与安装项目", name: "设备采购", region: "530623", trade: "A15", sectionClass: "B010000",
            tenderer: 4, estimate: 420, scope: "采购并安装影像、检验设备一批。",
            qualification: "具有医疗器械经营许可。", days: 60, reach: .planned, deadlineDays: 40, prices: []),
    ]

    static let grounds: [(clause: String, text: String)] = [
        ("3.1.1", "投标文件未按招标文件要求签署"), ("3.1.2", "投标报价高于最高投标限价"),
        ("3.1.3", "不具备招标文件规定的资格条件"), ("3.1.4", "同一投标人提交两个以上不同的投标文件或者投标报价"),
        ("3.1.5", "投标文件没有对招标文件的实质性要求和条件作出响应"), ("3.1.6", "有串通投标、弄虚作假、行贿等违法行为"),
    ]

    /// The tender document of a section as text.
    static func document(
        _ section: Section, _ plan: SectionPlan, deadline: Instant, ceiling: Money, deposit: Money
    ) -> DocumentDraft {
        let issue = deadline.advanced(byDays: -24)
        return TenderDocumentText.make(
            TenderDocumentFacts(
                projectName: plan.projectName, sectionName: plan.name, dealCode: plan.dealCode,
                trade: DocumentTrade(tradeClass: section.trade, sectionClass: section.sectionClass),
                tenderer: .init(
                    name: plan.tendererName, address: "云南省昭通市昭阳区", contact: "马文博", telephone: "0870-0000000"),
                region: "云南省昭通市", approvalNumber: plan.approvalNumber, approvalAuthority: "昭通市发展和改革委员会",
                fundingText: "上级补助与地方财政资金", scopeText: section.scope, estimateText: "\(plan.estimate.yuan) 元",
                ceilingText: "\(ceiling.yuan) 元", durationDays: Int(section.days),
                qualification: section.qualification.split(separator: "\u{FF1B}").map(String.init),
                factors: [
                    .init(name: "施工组织设计", maximum: "30"), .init(name: "企业业绩", maximum: "10"),
                    .init(name: "投标报价", maximum: "60"),
                ],
                priceFormulaText: "以通过评审的最低投标报价为基准价,投标报价得分=(基准价/投标报价)×60,四舍五入保留两位小数。",
                depositText: "\(deposit.yuan) 元,可自主选择现金、银行保函、保证保险等形式",
                issueFromText: BeijingTime.text(issue), issueUntilText: BeijingTime.text(issue.advanced(byDays: 6)),
                deadlineText: BeijingTime.text(deadline), openingPlace: "昭通市公共资源交易中心第三开标室",
                rejectionGrounds: grounds.map { .init(clause: $0.clause, text: $0.text) },
                supervisor: "昭通市有关行政监督部门", dateText: Day(of: issue).description))
    }
}
