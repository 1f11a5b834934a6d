/// What a tender document (招标文件) is made from: plain values, texts as they are to be printed.
public struct TenderDocumentFacts: Hashable, Sendable {
    /// Who invites, or who acts for them.
    public struct Party: Hashable, Sendable {
        public let name: String
        public let address: String
        public let contact: String
        public let telephone: String

        public init(name: String, address: String, contact: String, telephone: String) {
            self.name = name
            self.address = address
            self.contact = contact
            self.telephone = telephone
        }
    }

    /// One factor of the evaluation (评分因素).
    public struct Factor: Hashable, Sendable {
        public let name: String
        /// Points, as printed.
        public let maximum: String
        /// How points are given; the trade's usual standard when empty.
        public let standard: String

        public init(name: String, maximum: String, standard: String = "") {
            self.name = name
            self.maximum = maximum
            self.standard = standard
        }
    }

    /// A ground on which the committee may reject a bid, with its clause (条例 49, 51).
    public struct Ground: Hashable, Sendable {
        public let clause: String
        public let text: String

        public init(clause: String, text: String) {
            self.clause = clause
            self.text = text
        }
    }

    public var projectName: String
    public var sectionName: String
    /// 统一交易标识码
    public var dealCode: String
    public var trade: DocumentTrade
    public var tenderer: Party
    /// 招标代理机构; nil when the tenderer invites alone.
    public var agency: Party?
    /// Where the work is, such as `昭通市昭阳区`.
    public var region: String
    /// Number of the approval, such as `昭区发改投资〔2026〕118号`.
    public var approvalNumber: String
    public var approvalAuthority: String
    /// Where the money comes from, such as `财政资金，出资比例100%`.
    public var fundingText: String
    public var scopeText: String
    /// Estimate of the section with its unit.
    public var estimateText: String
    /// 最高投标限价 with its unit.
    public var ceilingText: String
    /// 工期、交货期、服务期, calendar days.
    public var durationDays: Int
    public var quality: String
    /// Qualification demands, one an item.
    public var qualification: [String]
    /// Such as `综合评估法`.
    public var evaluationMethodText: String
    /// All factors, the price among them; they add up to 100 points.
    public var factors: [Factor]
    public var priceFormulaText: String
    /// Amount of the bid deposit with its unit; forms and accounts are said by the document.
    public var depositText: String
    public var issueFromText: String
    public var issueUntilText: String
    /// Deadline of bids, which is the instant of the opening (招标投标法 34).
    public var deadlineText: String
    public var openingPlace: String
    /// Minutes for bidders to decrypt at the opening.
    public var openingWindowMinutes: Int
    /// Days from the deadline.
    public var validityDays: Int
    public var rejectionGrounds: [Ground]
    /// Competent authority (行政监督部门) with its telephone.
    public var supervisor: String
    /// Date on the cover, as printed.
    public var dateText: String

    public init(
        projectName: String, sectionName: String, dealCode: String, trade: DocumentTrade, tenderer: Party,
        agency: Party? = nil, region: String, approvalNumber: String, approvalAuthority: String, fundingText: String,
        scopeText: String, estimateText: String, ceilingText: String, durationDays: Int, quality: String = "合格",
        qualification: [String], evaluationMethodText: String = "综合评估法", factors: [Factor],
        priceFormulaText: String, depositText: String, issueFromText: String, issueUntilText: String,
        deadlineText: String, openingPlace: String, openingWindowMinutes: Int = 30, validityDays: Int = 90,
        rejectionGrounds: [Ground], supervisor: String, dateText: String
    ) {
        self.projectName = projectName
        self.sectionName = sectionName
        self.dealCode = dealCode
        self.trade = trade
        self.tenderer = tenderer
        self.agency = agency
        self.region = region
        self.approvalNumber = approvalNumber
        self.approvalAuthority = approvalAuthority
        self.fundingText = fundingText
        self.scopeText = scopeText
        self.estimateText = estimateText
        self.ceilingText = ceilingText
        self.durationDays = durationDays
        self.quality = quality
        self.qualification = qualification
        self.evaluationMethodText = evaluationMethodText
        self.factors = factors
        self.priceFormulaText = priceFormulaText
        self.depositText = depositText
        self.issueFromText = issueFromText
        self.issueUntilText = issueUntilText
        self.deadlineText = deadlineText
        self.openingPlace = openingPlace
        self.openingWindowMinutes = openingWindowMinutes
        self.validityDays = validityDays
        self.rejectionGrounds = rejectionGrounds
        self.supervisor = supervisor
        self.dateText = dateText
    }
}
