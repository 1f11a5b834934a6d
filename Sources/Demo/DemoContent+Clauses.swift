/// Sentences that restrict competition, one or more for each of the sixteen aspects of the fair competition review,
/// and lawful ones that look like them. They stand in tender documents of the demonstration at about the rate at
/// which a centre finds them.
extension DemoContent {
    /// A sentence of a tender document and its place there.
    struct Clause: Sendable {
        enum Place: Sendable {
            /// One more qualification demand in the first chapter.
            case qualification
            /// How points are given for a factor.
            case standard(factor: String)
            /// A new clause behind another.
            case clause(chapter: Int, after: String, number: String)
            /// Instead of what a table says: the row by one of its cells, the column from 0.
            case cell(chapter: Int, row: String, column: Int)
            /// Instead of what a clause says.
            case instead(chapter: Int, number: String)
        }

        /// `FC01` … `FC16`; empty for a flaw of another kind.
        let aspect: String
        let place: Place
        let text: String

        init(_ aspect: String, _ place: Place, _ text: String) {
            self.aspect = aspect
            self.place = place
            self.text = text
        }
    }

    /// What the centre writes to a finding, by aspect: what is wrong, the basis, and what would be right.
    static let findings = [
        "FC01": "属于以所有制形式、组织形式限制投标人（《招标投标法实施条例》第三十二条），请删除。",
        "FC02": "属于以特定行政区域或者特定行业的业绩、奖项作为投标、加分条件（《招标投标法实施条例》第三十二条），请改为技术特点和规模相当的业绩，不限地区和行业。",
        "FC03": "限定了保证金的缴纳方式（发改法规〔2023〕27号），请改为现金、银行保函、保证保险、担保公司保函由投标人自主选择。",
        "FC04": "属于要求在本地注册、设立机构、纳税或者缴纳社会保险（《优化营商环境条例》第十三条），请删除或者移至履约阶段的现场机构要求。",
        "FC05": "以企业规模、财务指标、成立年限设置门槛，与合同履行无关（发改办法规〔2019〕862号），请删除。",
        "FC06": "与项目的规模和实际需要不相适应（《招标投标法实施条例》第三十二条），请降至与标段估算价相当。",
        "FC07": "以国家已经取消或者不强制的资质、认证、证书为条件（发改办法规〔2019〕862号），请删除。",
        "FC08": "限定、指定了品牌或者供应商（《招标投标法》第二十条），请改为性能要求并注明“或相当于”。",
        "FC09": "以荣誉奖励、公益捐赠、协会会员身份作为加分条件（发改办法规〔2019〕862号），请删除。",
        "FC10": "对投标人采用不同的评审、信用标准（《招标投标法实施条例》第三十二条），请对所有投标人适用同一标准。",
        "FC11": "在下载招标文件之前设置了报名、审核等前置条件（《电子招标投标办法》第二十条），请删除。",
        "FC12": "要求提供原件，增加投标人负担（发改办法规〔2019〕862号），请改为扫描件或者电子证照，原件只向拟中标人核验。",
        "FC13": "强制特定人员到场（发改办法规〔2019〕862号），请改为可以由委托代理人在线参加。",
        "FC14": "以抽签、摇号方式取舍投标人（国办发〔2024〕21号），请按评标办法评审全部合格投标。",
        "FC15": "超出法定的保证金种类、限额或者拖延退还（《招标投标法实施条例》第二十六条、国办发〔2016〕49号），请修改。",
        "FC16": "属于指定分包、指定交易工具或者限制救济权利等不合理限制（《招标投标法》第三十一条、《电子招标投标办法》），请删除。",
    ]

    // MARK: By aspect

    static let stateOwned = Clause(
        "FC01", .qualification, "投标人应为国有独资或者国有控股企业，或者上述企业的全资子公司。")
    static let groupMember = Clause(
        "FC01", .standard(factor: "项目监理机构"),
        "投标人为省属以上国有集团成员单位的得15分，民营企业和合伙企业得8分")
    static let localRecord = Clause(
        "FC02", .standard(factor: "类似项目业绩"),
        "近三年在昭通市辖区内完成的同类市政工程，每项得2.5分，在其他州市完成的不计分，最高得5分")
    static let localWorks = Clause(
        "FC02", .qualification, "投标人近三年须具有昭通市行政区域内污水处理工程业绩。")
    static let industryRecord = Clause(
        "FC02", .standard(factor: "类似项目业绩"),
        "仅认可水利行业主管部门立项的河道治理业绩，每项得3分；交通、市政等其他行业的同类护岸工程业绩不予计分")
    static let wireOnly = Clause(
        "FC03", .cell(chapter: 2, row: "3.4.1", column: 2),
        "人民币65万元，须于投标截止前2日以电汇方式由基本账户汇入招标人指定账户，不接受银行保函、保证保险等其他形式")
    static let cashBond = Clause(
        "FC03", .cell(chapter: 2, row: "7.3.1", column: 2),
        "中标合同金额的10%，中标人领取中标通知书前应当以现金或者转账形式缴入招标人账户，保函不予接受")
    static let branchOffice = Clause(
        "FC04", .qualification,
        "投标人须在项目所在县（区）设有经营满一年的分公司或者常驻办事机构，并提供房屋租赁合同和当地税务机关出具的完税凭证。")
    static let localInsurance = Clause(
        "FC04", .qualification, "拟派项目管理人员近6个月的社会保险须由昭通市社会保险经办机构出具缴纳证明。")
    static let subsidiary = Clause(
        "FC04", .clause(chapter: 1, after: "5.2", number: "5.3"),
        "市外企业中标的，应当承诺领取中标通知书后30日内在本县注册独立核算的子公司，否则取消中标资格。")
    static let capital = Clause(
        "FC05", .qualification, "投标人注册资本金不少于2000万元，近三年年均营业收入不低于1.5亿元。")
    static let years = Clause("FC05", .qualification, "投标人应当成立满五年，企业在册职工不少于150人。")
    static let debtRatio = Clause(
        "FC05", .qualification, "投标人近三年连续盈利且资产负债率不高于65%，以审计报告为准。")
    static let excessiveRecord = Clause(
        "FC06", .qualification, "投标人近三年完成过单项合同金额不低于8000万元的三级甲等医院建筑工程不少于5项。")
    static let degree = Clause("FC06", .qualification, "项目负责人须具有计算机类专业硕士研究生及以上学历和正高级职称。")
    static let systems = Clause(
        "FC07", .standard(factor: "项目管理机构"),
        "具有质量管理体系、环境管理体系、职业健康安全管理体系认证证书的，每个得1分；未取得认证的不得分")
    static let maturity = Clause(
        "FC07", .standard(factor: "项目管理机构"),
        "投标人具有CMMI五级证书得5分、四级得3分，具有ITSS运行维护二级及以上证书得5分")
    static let creditRating = Clause(
        "FC07", .qualification, "投标人须具有第三方机构出具的AAA级企业信用等级证书。")
    static let brand = Clause(
        "FC08", .cell(chapter: 5, row: "断桥铝合金窗", column: 2), "统一采用“凤凰岭”牌型材和五金件，不得更换其他品牌")
    static let authorisation = Clause(
        "FC08", .qualification, "代理商投标的，须提供生产厂家针对本项目出具的唯一授权书和售后服务承诺函。")
    static let honours = Clause(
        "FC09", .standard(factor: "类似项目业绩"),
        "近三年获得县级以上人民政府或者行业协会授予“先进企业”“守合同重信用企业”称号的，每项得1分，最高得7分")
    static let charity = Clause(
        "FC09", .standard(factor: "项目管理机构"), "近两年参与本区乡村振兴结对帮扶并捐赠资金10万元以上的，加2分")
    static let creditScore = Clause(
        "FC10", .standard(factor: "项目管理机构"),
        "按昭通市建筑市场诚信评价等级计分：A级得8分，B级得5分；首次进入本市、未参加评价的企业得0分")
    static let unequalStandards = Clause(
        "FC10", .clause(chapter: 3, after: "2.2", number: "2.2.1"),
        "市内企业和市外企业的监理业绩分别按不同标准计分，市外企业的业绩按70%折算。")
    static let registration = Clause(
        "FC11", .clause(chapter: 1, after: "4.2", number: "4.3"),
        "潜在投标人应当先到园区管委会建设部办理投标报名登记，提交资质证书和业绩合同，经审核通过后方可下载招标文件。")
    static let siteVisit = Clause(
        "FC11", .cell(chapter: 2, row: "1.9.1", column: 2), "招标人统一组织；未参加现场踏勘并签到的，不得参加投标")
    static let originals = Clause(
        "FC12", .clause(chapter: 2, after: "3.5.2", number: "3.5.3"),
        "开标时投标人须携带营业执照、资质证书和业绩合同原件备查，原件不齐的资格审查不予通过。")
    static let attendance = Clause(
        "FC13", .clause(chapter: 2, after: "5.1.2", number: "5.1.3"),
        "法定代表人和拟派项目经理必须本人到场签到，迟到或者缺席的作无效投标处理。")
    static let lots = Clause(
        "FC14", .clause(chapter: 3, after: "1.2", number: "1.3"),
        "通过初步评审的投标人超过7家的，由招标人代表当场摇号抽取7家进入详细评审。")
    static let extraDeposits = Clause(
        "FC15", .clause(chapter: 4, after: "4.5", number: "4.6"),
        "承包人进场前应当向发包人缴纳工期保证金、廉政保证金各30万元，竣工结算审计完成后无息退还。")
    static let lateReturn = Clause(
        "FC15", .clause(chapter: 2, after: "3.4.4", number: "3.4.5"),
        "中标人的投标保证金在工程竣工验收合格后退还，不计利息。")
    static let localLabour = Clause(
        "FC16", .clause(chapter: 4, after: "4.5", number: "4.6"),
        "承包人应当将劳务作业分包给项目所在街道的劳务合作社，砂石料须向招标人推荐的供应商采购。")
    static let software = Clause(
        "FC16", .clause(chapter: 2, after: "3.1.2", number: "3.1.3"),
        "投标文件必须使用招标代理机构指定的投标文件制作软件编制，并购买该软件的加密锁，否则系统不予接收。")
    static let noRemedy = Clause(
        "FC16", .clause(chapter: 2, after: "10.2", number: "10.2.1"),
        "本招标文件的最终解释权归招标人，投标人递交投标文件即视为放弃对评标结果提出异议和投诉的权利。")

    // MARK: Lawful

    /// Lawful sentences close in words to restrictive ones, with the aspect they remind of.
    static let lookAlikes: [(aspect: String, text: String)] = [
        ("FC01", "国有资金占控股地位说明的是本项目的资金来源，不是对投标人所有制形式的要求。"),
        ("FC02", "类似工程是指结构形式和规模与本标段相当的工程，在云南省内或者省外完成的均予认可。"),
        ("FC03", "以现金形式提交投标保证金的，应当汇入保证金专户；以银行保函、保证保险形式提交的，通过电子保函系统办理。"),
        ("FC04", "中标人应当在项目所在地设立项目部，人员可以由其他地区调配，不要求另行注册公司。"),
        ("FC05", "提供近三年经审计的财务报告，成立不足三年的提供成立以来的财务报告，财务指标不作为评分因素。"),
        ("FC06", "技术参数为最低要求，投标人可以提供性能更优的产品和工艺。"),
        ("FC07", "特种作业人员应当持有有效的特种作业操作证；管理体系认证不作为资格条件和评分因素。"),
        ("FC08", "清单中出现的型号只用于说明性能档次，投标人可以提供相当于或者优于该性能的产品。"),
        ("FC09", "投标人不得提供虚假的业绩、奖项和荣誉证书；荣誉奖项不作为评分因素。"),
        ("FC10", "被列入严重失信主体名单且在有效期内的，不得参加投标；其他信用信息对所有投标人按同一标准使用。"),
        ("FC11", "登录电子交易平台即可下载招标文件，不设报名、预审或者现场领取环节。"),
        ("FC12", "中标候选人公示期满后，招标人可以对拟中标人的证照原件进行核验，核验结果不改变评标。"),
        ("FC13", "项目负责人应当常驻现场，每月在岗不少于22日；开标时无需到场。"),
        ("FC14", "评标专家从云南省综合评标专家库中随机抽取，评标场地和工位由系统随机分配。"),
        ("FC15", "农民工工资保证金按照国家规定存储，可以银行保函替代；除法定的保证金外不收取其他保证金。"),
        ("FC16", "电子交易平台支持多家电子认证服务机构的数字证书，投标文件可以使用任何符合公开数据标准的工具制作。"),
        ("FC02", "招标人不得以特定行政区域或者特定行业的业绩、奖项作为加分条件，投标人发现的，可以提出异议。"),
        ("FC04", "投标人应当依法缴纳社会保险，缴纳地不限；退休返聘人员提供聘用合同。"),
        ("FC05", "注册资本、从业人员数量和成立年限不作为资格条件。"),
        ("FC11", "投标人可以自行踏勘现场，未踏勘不影响投标，也不作为否决投标的理由。"),
        ("FC14", "得分相同的，不采用抽签、摇号方式，按照第三章第1.2条排序。"),
        ("FC16", "本标段接受联合体投标，由投标人自愿组成，成员不超过2家，不限成员所在地区。"),
        ("FC03", "履约保证金可以采用银行保函、工程保证保险、担保公司保函或者现金形式，由中标人自主选择。"),
        ("FC13", "投标人未在线参加开标的，视为认可开标结果，不影响其投标的效力。"),
    ]
}
