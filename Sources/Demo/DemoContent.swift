import Statute
import Trading

/// Values for the demonstration city: Zhaotong with its eleven counties. Every name of a company and a person is
/// invented; the credit codes are valid in form (GB 32100-2015, GB 11714) and belong to nobody.
enum DemoContent {
    /// An organisation as registers know it.
    struct Body: Sendable {
        /// 统一社会信用代码
        let code: String
        let name: String
        /// GB/T 2260
        let region: String
        let address: String
        let contact: String
        let telephone: String
    }

    /// How far a section has come when the demonstration ends.
    enum Reach: Int, Sendable, Comparable {
        case planned, drafting, returned, refused, filed, verified, bidding, suspended, sealed, failed, opening, opened
        case evaluated, publicised, noticed, contracted, archived, terminated

        static func < (left: Reach, right: Reach) -> Bool { left.rawValue < right.rawValue }
    }

    /// What one bidder offers.
    struct Bid: Sendable {
        /// Index in ``bidders``.
        let bidder: Int
        /// Yuan.
        let price: Int64

        init(_ bidder: Int, _ price: Int64) {
            self.bidder = bidder
            self.price = price
        }
    }

    /// A question that somebody puts, and what is answered to it.
    struct Question: Sendable {
        let text: String
        /// Nil while it waits.
        let answer: String?
        /// Whether an objection was found right.
        var upheld = false
        /// Days until the answer.
        var days: Int64 = 2
    }

    /// One version of a tender document that the centre's verification sends back (提醒告知).
    struct Revision: Sendable {
        /// Sentences of this version that restrict competition.
        let clauses: [Clause]
        /// What else is wrong with it.
        let defects: [Defect]
        /// Days from the letter to the corrected version.
        let days: Int

        init(_ clauses: [Clause], _ defects: [Defect] = [], days: Int = 2) {
            self.clauses = clauses
            self.defects = defects
            self.days = days
        }
    }

    /// A defect that is no exclusionary content.
    struct Defect: Sendable {
        let kind: DefectKind
        let place: String
        let text: String
        /// Where the document itself shows it.
        var flaw: Clause?
    }

    /// A record of negative behaviour that the centre proposes.
    struct Behaviour: Sendable {
        enum Subject: Sendable { case tenderer, agency }
        let subject: Subject
        let category: String
        let facts: String
        /// What the subject answers in time; without an answer the record stays at its notice.
        var statement: String?
        /// How it has put things right, once the record is published.
        var repair: String?
    }

    /// The authority looks into a filing while the tender stands still.
    struct Investigation: Sendable {
        let defect: String
        let reason: String
        /// Number of the order, with `#` for the year.
        let order: String
        /// 不属实; without it the investigation is still open.
        var unfounded: String?
    }

    /// One section (标段) with everything its documents say and what becomes of it.
    struct Section: Sendable {
        let project: String
        let name: String
        let region: String
        let trade: String
        let sectionClass: String
        /// Index in ``tenderers``.
        let tenderer: Int
        /// Index in ``agencies``; nil when the tenderer invites alone.
        let agency: Int?
        /// Who approved, and the approval's number with `#` for the year.
        let approval: (by: String, number: String)
        let funding: (kind: Funding, text: String)
        let scope: String
        /// 万元
        let estimate: Int64
        let days: Int64
        /// One an item.
        let qualification: [String]
        let scoring: Scoring
        let supervisor: String
        let reach: Reach
        /// Days from now to the deadline, negative when it has passed.
        let deadlineDays: Int
        /// Fewer than three make the tender fail.
        var bids: [Bid] = []
        /// Versions that the centre sent back; the one after them is clean but for ``unnoticed``.
        var returned: [Revision] = []
        /// Restrictive sentences of the last version: nobody has found them yet, or nobody did before the notice.
        var unnoticed: [Clause] = []
        /// 备案机关的问询
        var inquiry: Question?
        /// 立案调查
        var investigation: Investigation?
        /// 对招标文件的异议
        var objection: Question?
        /// 对评标结果的异议
        var resultObjection: Question?
        /// 澄清、修改
        var clarification: String?
        /// Why it is terminated, or by what order it rests.
        var reason = ""
        var behaviour: Behaviour?
    }

    /// How bids are compared.
    enum Scoring: Sendable {
        /// Works by the lowest price; points of the plan, the staff and the record.
        case works(plan: Int, staff: Int, record: Int)
        /// Works by deviation from the mean.
        case roads
        case information, goods, supervision

        var factors: [(name: String, kind: ScoreFactor.Kind, maximum: Int)] {
            switch self {
            case .works(let plan, let staff, let record):
                [
                    ("施工组织设计", .subjective, plan), ("项目管理机构", .objective, staff),
                    ("类似项目业绩", .objective, record),
                ].filter { $0.2 > 0 }
            case .roads: [("施工组织设计", .subjective, 25), ("项目管理机构", .objective, 8), ("类似项目业绩", .objective, 7)]
            case .information: [("实施方案", .subjective, 40), ("项目管理机构", .objective, 10), ("类似项目业绩", .objective, 10)]
            case .goods:
                [
                    ("技术参数响应", .objective, 30), ("供货及安装方案", .subjective, 10), ("售后服务", .objective, 15),
                    ("类似项目业绩", .objective, 5),
                ]
            case .supervision: [("监理大纲", .subjective, 45), ("项目监理机构", .objective, 15), ("类似项目业绩", .objective, 10)]
            }
        }

        var priceWeight: Int { 100 - factors.reduce(0) { $0 + $1.maximum } }

        var isByDeviation: Bool { if case .roads = self { true } else { false } }

        /// The formula in words, as the structured fields have it.
        var priceText: String {
            isByDeviation
                ? "评标基准价为有效投标报价的算术平均值（有效投标达到5家的，去掉一个最高价和一个最低价）乘以0.97；"
                    + "投标报价每高于评标基准价1%扣1分，每低于1%扣0.5分，四舍五入保留两位小数，扣完为止。"
                : "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×\(priceWeight)，四舍五入保留两位小数。"
        }
    }

    /// 否决投标情形, each with the clause of the document (条例 51).
    static let grounds: [(clause: String, text: String)] = [
        ("4.1", "投标文件未经投标单位盖章和单位负责人签字"), ("4.2", "投标联合体没有提交共同投标协议"),
        ("4.3", "投标人不符合国家规定或者招标文件规定的资格条件"), ("4.4", "同一投标人提交两个以上不同的投标文件或者投标报价"),
        ("4.5", "投标报价低于成本或者高于最高投标限价"), ("4.6", "投标文件没有对招标文件的实质性要求和条件作出响应"),
        ("4.7", "投标人有串通投标、弄虚作假、行贿等违法行为"), ("4.8", "未按照招标文件规定提交投标保证金"),
        ("4.9", "投标有效期短于招标文件规定的期限"),
    ]

    static let openingRooms = ["昭通市公共资源交易中心第一开标室", "昭通市公共资源交易中心第三开标室", "昭通市公共资源交易中心第五开标室"]

    /// Counties and cities by GB/T 2260.
    static let regionNames = [
        "530602": "昭阳区", "530621": "鲁甸县", "530622": "巧家县", "530623": "盐津县", "530624": "大关县", "530625": "永善县",
        "530626": "绥江县", "530627": "镇雄县", "530628": "彝良县", "530629": "威信县", "530681": "水富市",
    ]

    /// 项目负责人 of the bids.
    static let leaders = [
        "段鹏程", "罗一鸣", "姜文昊", "云伯年", "龚明远", "邵世安", "窦正刚", "葛海峰", "范成栋", "殷建中", "倪鹏程", "滕长青", "魏国岭",
        "夏致远", "沈志明", "陶永康", "彭泽民", "毕一鸣", "秦建中",
    ]

    /// What works contractors must be, in lawful wording.
    /// - Parameters:
    ///   - grade: of the company, such as `市政公用工程施工总承包贰级`.
    ///   - builder: of the project manager, such as `市政公用工程专业贰级`.
    ///   - record: 万元 of one similar work; nil asks for none.
    static func works(_ grade: String, _ builder: String, record: Int? = nil) -> [String] {
        var demands = [
            "具备\(grade)及以上资质和有效的安全生产许可证。",
            "拟派项目经理具备\(builder)及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
        ]
        if let record { demands.append("近五年内完成过1项合同金额不低于\(record)万元的类似工程，业绩不限地区和行业。") }
        return demands
    }
}
