extension DemoContent {
    /// All sections, in the order of their planning.
    static let sections = finished + running

    private static let budget = "财政资金，出资比例100%"

    /// Sections that came to a contract. The prices of 永善县溪洛渡街道河道治理工程 rise by equal steps, so that screens
    /// for collusion have something to find (条例 40(四)).
    private static let finished: [Section] = [
        Section(
            project: "昭阳区青年路市政道路提升改造工程", name: "施工", region: "530602", trade: "A02", sectionClass: "A080000",
            tenderer: 0, agency: 0, approval: ("昭阳区发展和改革局", "昭区发改投资〔#〕18号"), funding: (.budget, budget),
            scope: "改造道路2.3公里，包括路面、排水、照明、绿化和交通设施。", estimate: 3680, days: 300,
            qualification: works("市政公用工程施工总承包贰级", "市政公用工程专业贰级", record: 1200),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "昭阳区住房和城乡建设局，0870-0000200", reach: .archived,
            deadlineDays: -142,
            bids: [
                Bid(0, 33_901_769), Bid(4, 34_234_513), Bid(10, 33_455_977), Bid(13, 33_486_814), Bid(6, 33_849_739),
            ], returned: [Revision([localRecord, branchOffice], days: 4)],
            clarification: "更正工程量清单第3项的计量单位，其余不变。"),
        Section(
            project: "镇雄县泼机镇灌区配套改造工程", name: "一标段", region: "530627", trade: "A07", sectionClass: "A080000",
            tenderer: 1, agency: 2, approval: ("镇雄县发展和改革局", "镇发改农经〔#〕7号"),
            funding: (.budget, "中央预算内投资和县级配套，出资比例100%"), scope: "改造干渠12.4公里，新建和改建渠系建筑物36座，配套量测水设施。",
            estimate: 1290, days: 240, qualification: works("水利水电工程施工总承包叁级", "水利水电工程专业贰级", record: 500),
            scoring: .works(plan: 35, staff: 5, record: 0), supervisor: "镇雄县水务局，0870-0000201", reach: .archived,
            deadlineDays: -130,
            bids: [Bid(1, 12_155_887), Bid(8, 12_342_072), Bid(0, 12_053_340), Bid(5, 12_411_198)],
            returned: [Revision([capital, originals], days: 3)],
            inquiry: Question(text: "量测水设施是否已纳入核准的招标范围，请说明。", answer: "已纳入，见核准文件附表第4项。"),
            clarification: "补充SG-35渡槽结构图一张，随本次澄清发布。"),
        Section(
            project: "鲁甸县第二中学教学综合楼建设项目", name: "施工", region: "530621", trade: "A01", sectionClass: "A080000",
            tenderer: 2, agency: 0, approval: ("鲁甸县发展和改革局", "鲁发改社会〔#〕11号"),
            funding: (.budget, "上级补助资金和县级财政资金，出资比例100%"), scope: "新建教学综合楼6800平方米，框架结构，地上五层，包括土建、装饰和安装。",
            estimate: 2450, days: 360, qualification: works("建筑工程施工总承包贰级", "建筑工程专业贰级", record: 900),
            scoring: .works(plan: 25, staff: 8, record: 7), supervisor: "鲁甸县住房和城乡建设局，0870-0000202", reach: .archived,
            deadlineDays: -117,
            bids: [Bid(2, 22_533_875), Bid(0, 22_767_583), Bid(6, 23_042_403), Bid(7, 22_689_104)],
            returned: [
                Revision(
                    [], [Defect(kind: .omission, place: "第二章 3.5", text: "缺少项目负责人在建情况声明的格式，请补充。")], days: 1)
            ], clarification: "图纸结施-12更新为第二版，工程量不变。"),
        Section(
            project: "巧家县移民安置点供水保障工程", name: "二标段", region: "530622", trade: "A07", sectionClass: "A080000",
            tenderer: 3, agency: 2, approval: ("巧家县发展和改革局", "巧发改农经〔#〕9号"),
            funding: (.budget, "水库移民后期扶持资金，出资比例100%"), scope: "新建取水设施1处、输水管道18公里、净水厂1座。", estimate: 860,
            days: 180, qualification: works("水利水电工程施工总承包叁级", "水利水电工程专业贰级"),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "巧家县水务局，0870-0000203", reach: .archived,
            deadlineDays: -106,
            bids: [Bid(1, 8_077_068), Bid(8, 8_170_867), Bid(5, 7_813_279), Bid(7, 8_295_568)],
            objection: Question(
                text: "招标文件未说明输水管道穿越公路的占用补偿由谁承担。", answer: "由发包人承担，已发布澄清。", upheld: true),
            clarification: "穿越公路的占用补偿由发包人承担，不计入投标报价。"),
        Section(
            project: "永善县溪洛渡街道河道治理工程", name: "施工", region: "530625", trade: "A07", sectionClass: "A080000",
            tenderer: 6, agency: 2, approval: ("永善县发展和改革局", "永发改农经〔#〕14号"),
            funding: (.budget, "中央水利发展资金，出资比例100%"), scope: "治理河道5.2公里，新建堤防和护岸。", estimate: 1130, days: 220,
            qualification: works("水利水电工程施工总承包叁级", "水利水电工程专业贰级"),
            scoring: .works(plan: 25, staff: 8, record: 7), supervisor: "永善县水务局，0870-0000211", reach: .archived,
            deadlineDays: -94,
            bids: [
                Bid(1, 10_250_000), Bid(8, 10_300_000), Bid(0, 10_350_000), Bid(5, 10_400_000), Bid(12, 10_987_300),
            ],
            returned: [Revision([industryRecord, creditScore, debtRatio], days: 5)],
            clarification: "施工导流平面布置图SB-03更新。"),
        Section(
            project: "盐津县豆沙至普洱农村公路改建工程", name: "第一合同段", region: "530623", trade: "A03", sectionClass: "A080000",
            tenderer: 4, agency: 1, approval: ("昭通市发展和改革委员会", "昭市发改交通〔#〕23号"),
            funding: (.budget, "车辆购置税补助和地方财政资金，出资比例100%"), scope: "改建四级公路21.6公里，包括路基、路面、桥涵和安全设施。",
            estimate: 5120, days: 420, qualification: works("公路工程施工总承包贰级", "公路工程专业贰级", record: 2000),
            scoring: .roads, supervisor: "昭通市交通运输局，0870-0000204", reach: .contracted, deadlineDays: -76,
            bids: [
                Bid(3, 49_576_635), Bid(9, 46_889_798), Bid(11, 46_566_934), Bid(13, 49_621_429), Bid(0, 48_934_303),
                Bid(7, 48_300_823),
            ],
            resultObjection: Question(
                text: "第一中标候选人拟派项目负责人疑有在建工程。", answer: "经查询全国建筑市场监管公共服务平台并核对合同，该工程已于上月通过交工验收，无在建。")),
        Section(
            project: "大关县人民医院门诊综合楼改扩建项目", name: "施工", region: "530624", trade: "A01", sectionClass: "A080000",
            tenderer: 5, agency: 1, approval: ("大关县发展和改革局", "大发改社会〔#〕13号"),
            funding: (.budget, "地方政府专项债券和自有资金，出资比例100%"), scope: "改扩建门诊综合楼9200平方米，包括土建、装饰装修和机电安装。",
            estimate: 4380, days: 400, qualification: works("建筑工程施工总承包贰级", "建筑工程专业壹级", record: 1500),
            scoring: .works(plan: 25, staff: 8, record: 7), supervisor: "大关县住房和城乡建设局，0870-0000205",
            reach: .contracted, deadlineDays: -66,
            bids: [
                Bid(2, 41_077_600), Bid(0, 41_816_467), Bid(6, 39_741_708), Bid(13, 41_093_247), Bid(12, 42_541_632),
            ],
            returned: [
                Revision([wireOnly, excessiveRecord, extraDeposits], days: 5),
                Revision([extraDeposits], days: 2),
            ]),
        Section(
            project: "昭通市中心城区供水管网漏损治理工程", name: "一标段", region: "530600", trade: "A02", sectionClass: "A080000",
            tenderer: 11, agency: 0, approval: ("昭通市发展和改革委员会", "昭市发改投资〔#〕28号"),
            funding: (.stateEnterprise, "中央预算内投资和企业自筹，出资比例100%"), scope: "更换老旧供水管道26公里，安装分区计量设备120套。",
            estimate: 1960, days: 210, qualification: works("市政公用工程施工总承包叁级", "市政公用工程专业贰级"),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "昭通市住房和城乡建设局，0870-0000206",
            reach: .contracted, deadlineDays: -55,
            bids: [Bid(0, 18_487_266), Bid(4, 18_394_946), Bid(10, 18_831_367), Bid(13, 17_940_537)],
            returned: [
                Revision(
                    [attendance, lots],
                    [
                        Defect(
                            kind: .date, place: "第一章 招标公告 4.1", text: "招标文件发售期不足五日，请按《招标投标法实施条例》第十六条调整。",
                            flaw: Clause(
                                "", .instead(chapter: 1, number: "4.1"),
                                "凡有意参加投标者，无需报名，自公告发布之日起3日内登录电子交易平台免费下载招标文件，逾期不再提供下载。"))
                    ],
                    days: 3)
            ]),
        Section(
            project: "绥江县老旧小区改造配套基础设施项目", name: "施工", region: "530626", trade: "A01", sectionClass: "A080000",
            tenderer: 7, agency: 2, approval: ("绥江县发展和改革局", "绥发改投资〔#〕12号"),
            funding: (.stateEnterprise, "中央补助资金和地方配套资金，出资比例100%"), scope: "改造小区7个，包括外墙、管网、道路和照明。",
            estimate: 1520, days: 180, qualification: works("建筑工程施工总承包叁级", "建筑工程专业贰级"),
            scoring: .works(plan: 35, staff: 5, record: 0), supervisor: "绥江县住房和城乡建设局，0870-0000207", reach: .noticed,
            deadlineDays: -36, bids: [Bid(2, 14_670_632), Bid(0, 13_789_434), Bid(6, 14_550_485)],
            returned: [Revision([localLabour, brand], days: 3)]),
        Section(
            project: "彝良县小草坝旅游公路提升工程", name: "施工", region: "530628", trade: "A03", sectionClass: "A080000",
            tenderer: 8, agency: 1, approval: ("昭通市发展和改革委员会", "昭市发改交通〔#〕31号"), funding: (.budget, budget),
            scope: "提升旅游公路17.8公里，增设观景停车区和安全设施。", estimate: 6240, days: 450,
            qualification: works("公路工程施工总承包贰级", "公路工程专业贰级", record: 2500), scoring: .roads,
            supervisor: "昭通市交通运输局，0870-0000208", reach: .noticed, deadlineDays: -27,
            bids: [
                Bid(3, 56_674_748), Bid(9, 59_505_712), Bid(11, 60_076_389), Bid(13, 60_107_002), Bid(7, 58_120_450),
            ],
            returned: [
                Revision(
                    [],
                    [
                        Defect(
                            kind: .contradiction, place: "第二章前附表1.3.2、第四章专用条款5.1",
                            text: "工期前后不一致（450日、420日），请核对后统一。",
                            flaw: Clause("", .cell(chapter: 4, row: "5.1", column: 2), "420日历天"))
                    ],
                    days: 1)
            ], resultObjection: Question(text: "对第二中标候选人的类似业绩有异议。", answer: "经核对合同和交工验收报告，业绩属实，异议不成立。", days: 5)),
    ]

    /// Sections on their way, or at an end without a contract.
    private static let running: [Section] = [
        Section(
            project: "水富市港口物流园区道路工程", name: "施工", region: "530681", trade: "A02", sectionClass: "A080000",
            tenderer: 10, agency: 2, approval: ("水富市发展和改革局", "水发改投资〔#〕20号"),
            funding: (.stateEnterprise, "企业自筹和银行贷款，出资比例100%"), scope: "新建园区道路1.9公里及附属管网、照明和绿化。",
            estimate: 1780, days: 240, qualification: works("市政公用工程施工总承包叁级", "市政公用工程专业贰级"),
            scoring: .works(plan: 35, staff: 5, record: 0), supervisor: "水富市住房和城乡建设局，0870-0000210", reach: .failed,
            deadlineDays: -40, bids: [Bid(4, 17_244_018), Bid(10, 17_060_595)],
            returned: [Revision([registration, systems], days: 4)]),
        Section(
            project: "镇雄县坡头河小流域综合治理工程", name: "施工", region: "530627", trade: "A07", sectionClass: "A080000",
            tenderer: 1, agency: 2, approval: ("镇雄县发展和改革局", "镇发改农经〔#〕22号"),
            funding: (.budget, "中央水利发展资金，出资比例100%"), scope: "治理小流域面积21平方公里，新建谷坊14座、护岸3.8公里和生产道路。",
            estimate: 1640, days: 270, qualification: works("水利水电工程施工总承包叁级", "水利水电工程专业贰级", record: 600),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "镇雄县水务局，0870-0000201", reach: .publicised,
            deadlineDays: -5,
            bids: [Bid(1, 15_480_226), Bid(8, 15_671_903), Bid(5, 15_222_480), Bid(7, 15_804_117)],
            returned: [
                Revision([subsidiary, years, creditRating, honours], days: 4), Revision([years, subsidiary], days: 3),
            ],
            behaviour: Behaviour(
                subject: .agency, category: "agencyMisconduct",
                facts: "代理编制的招标文件两次被提醒告知仍保留企业成立年限和当地注册子公司的要求，第三稿方改正，影响进场时间七日。",
                statement: "情况属实，已更换编制人员并建立文件复核制度，今后逐项对照审查要点。",
                repair: "已建立招标文件三级复核制度，近两个月代理的七个项目均一次通过核验，附复核记录。")),
        Section(
            project: "昭阳区城北片区雨污分流改造工程", name: "二标段", region: "530602", trade: "A02", sectionClass: "A080000",
            tenderer: 0, agency: 0, approval: ("昭阳区发展和改革局", "昭区发改投资〔#〕41号"),
            funding: (.budget, "中央预算内投资和区级配套，出资比例100%"), scope: "新建雨水管网8.6公里、污水管网6.2公里，恢复路面4.1万平方米。",
            estimate: 4860, days: 330, qualification: works("市政公用工程施工总承包贰级", "市政公用工程专业壹级", record: 1800),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "昭阳区住房和城乡建设局，0870-0000200",
            reach: .publicised, deadlineDays: -4,
            bids: [Bid(0, 45_871_300), Bid(4, 46_102_288), Bid(10, 46_930_514), Bid(13, 45_404_690)],
            clarification: "工程量清单第17项的综合单价组成说明见附件，其余不变。"),
        Section(
            project: "盐津县盐井镇水田新区停车场及连接道路工程", name: "施工", region: "530623", trade: "A02", sectionClass: "A080000",
            tenderer: 4, agency: nil, approval: ("盐津县发展和改革局", "盐发改投资〔#〕17号"), funding: (.budget, budget),
            scope: "新建停车位320个、连接道路0.9公里及挡墙、照明。", estimate: 2380, days: 240,
            qualification: works("市政公用工程施工总承包叁级", "市政公用工程专业贰级"),
            scoring: .works(plan: 25, staff: 8, record: 7), supervisor: "盐津县住房和城乡建设局，0870-0000214",
            reach: .evaluated, deadlineDays: -2,
            bids: [Bid(4, 22_341_906), Bid(9, 22_518_440), Bid(7, 22_900_317), Bid(2, 22_103_658)]),
        Section(
            project: "大关县县级医疗集团医疗设备采购项目", name: "影像设备", region: "530624", trade: "D01", sectionClass: "B010000",
            tenderer: 5, agency: 1, approval: ("大关县发展和改革局", "大发改社会〔#〕29号"),
            funding: (.budget, "上级补助资金，出资比例100%"), scope: "采购并安装影像、检验、监护设备一批，包括培训和质保期服务。", estimate: 620,
            days: 60, qualification: ["依法取得所投产品的医疗器械经营许可或者备案。", "所投产品依法取得医疗器械注册或者备案。"],
            scoring: .goods, supervisor: "大关县财政局，0870-0000213", reach: .opened, deadlineDays: -1,
            bids: [Bid(17, 6_041_200), Bid(18, 5_688_900), Bid(19, 5_990_600)],
            returned: [
                Revision(
                    [authorisation], [Defect(kind: .error, place: "第五章 主要项目", text: "监护设备的数量与采购计划不一致，请核对。")],
                    days: 2)
            ]),
        Section(
            project: "昭通市第一自来水厂工艺改造工程", name: "施工", region: "530600", trade: "A02", sectionClass: "A080000",
            tenderer: 11, agency: 0, approval: ("昭通市发展和改革委员会", "昭市发改投资〔#〕52号"),
            funding: (.stateEnterprise, "企业自筹，出资比例100%"), scope: "改造絮凝、沉淀、过滤构筑物及自控系统，规模每日6万立方米。",
            estimate: 3150, days: 280, qualification: works("市政公用工程施工总承包贰级", "市政公用工程专业贰级", record: 1000),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "昭通市住房和城乡建设局，0870-0000206",
            reach: .opening, deadlineDays: 0,
            bids: [Bid(10, 29_713_062), Bid(0, 29_340_115), Bid(4, 29_905_778), Bid(13, 28_870_641)]),
        Section(
            project: "绥江县会仪镇污水管网完善工程", name: "施工", region: "530626", trade: "A02", sectionClass: "A080000",
            tenderer: 7, agency: nil, approval: ("绥江县发展和改革局", "绥发改环资〔#〕26号"),
            funding: (.budget, "中央生态环境资金，出资比例100%"), scope: "新建污水管网11.4公里、提升泵站2座。", estimate: 1410, days: 200,
            qualification: works("市政公用工程施工总承包叁级", "市政公用工程专业贰级"),
            scoring: .works(plan: 35, staff: 5, record: 0), supervisor: "绥江县住房和城乡建设局，0870-0000207", reach: .sealed,
            deadlineDays: 1, bids: [Bid(4, 13_284_550), Bid(2, 13_120_936), Bid(1, 13_507_204)]),
        Section(
            project: "彝良县角奎街道发界安置区配套小学建设项目", name: "施工", region: "530628", trade: "A01", sectionClass: "A080000",
            tenderer: 8, agency: 1, approval: ("彝良县发展和改革局", "彝发改社会〔#〕33号"),
            funding: (.budget, "东西部协作资金和县级财政资金，出资比例100%"), scope: "新建教学楼、学生宿舍和食堂共11600平方米及运动场。",
            estimate: 4720, days: 390, qualification: works("建筑工程施工总承包贰级", "建筑工程专业贰级", record: 1600),
            scoring: .works(plan: 25, staff: 8, record: 7), supervisor: "彝良县住房和城乡建设局，0870-0000215",
            reach: .bidding, deadlineDays: 17,
            inquiry: Question(text: "核准文件中的建筑面积为11200平方米，与招标公告不一致，请说明。", answer: nil),
            clarification: "运动场塑胶面层的检测项目按GB 36246-2018执行。"),
        Section(
            project: "威信县扎西镇污水处理厂提标改造工程", name: "施工", region: "530629", trade: "A02", sectionClass: "A080000",
            tenderer: 9, agency: 0, approval: ("威信县发展和改革局", "威发改环资〔#〕15号"),
            funding: (.budget, "中央生态环境资金和县级财政资金，出资比例100%"), scope: "污水处理设施提标改造，处理规模每日1万立方米，包括土建、设备和自控系统。",
            estimate: 2210, days: 270, qualification: works("市政公用工程施工总承包贰级", "市政公用工程专业贰级"),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "威信县住房和城乡建设局，0870-0000209",
            reach: .suspended, deadlineDays: 19, returned: [Revision([cashBond, systems], days: 3)],
            unnoticed: [localWorks],
            objection: Question(
                text: "招标公告3.3要求具有昭通市行政区域内的污水处理业绩，以特定行政区域的业绩为资格条件，请删除。", answer: nil)),
        Section(
            project: "水富市云富街道片区供配电工程", name: "施工", region: "530681", trade: "A08", sectionClass: "A080000",
            tenderer: 10, agency: 2, approval: ("水富市发展和改革局", "水发改能源〔#〕8号"),
            funding: (.stateEnterprise, "企业自筹，出资比例100%"), scope: "新建10千伏线路14公里、配电室3座及箱式变电站9台。", estimate: 2060,
            days: 210,
            qualification: works("电力工程施工总承包叁级", "机电工程专业贰级") + ["具有承装（修、试）电力设施许可证。"],
            scoring: .works(plan: 35, staff: 5, record: 0), supervisor: "水富市发展和改革局，0870-0000216",
            reach: .suspended, deadlineDays: 15, reason: "核实项目核准的招标范围与公告是否一致。"),
        Section(
            project: "永善县黄华镇城乡供水一体化工程", name: "一标段", region: "530625", trade: "A07", sectionClass: "A080000",
            tenderer: 6, agency: nil, approval: ("永善县发展和改革局", "永发改农经〔#〕37号"),
            funding: (.budget, "地方政府专项债券，出资比例100%"), scope: "新建水厂1座，铺设输配水管道46公里，覆盖6个行政村。", estimate: 2870,
            days: 300, qualification: works("水利水电工程施工总承包叁级", "水利水电工程专业贰级", record: 900),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "永善县水务局，0870-0000211", reach: .bidding,
            deadlineDays: 22),
        Section(
            project: "巧家县蒙姑码头连接道路工程", name: "施工", region: "530622", trade: "A03", sectionClass: "A080000",
            tenderer: 3, agency: 1, approval: ("巧家县发展和改革局", "巧发改交通〔#〕24号"), funding: (.budget, budget),
            scope: "新建三级公路4.7公里、中桥1座。", estimate: 5480, days: 420,
            qualification: works("公路工程施工总承包贰级", "公路工程专业贰级", record: 2000), scoring: .roads,
            supervisor: "巧家县交通运输局，0870-0000217", reach: .bidding, deadlineDays: 25,
            returned: [Revision([lateReturn, localInsurance], days: 2)]),
        Section(
            project: "彝良县牛街镇白水江大桥工程", name: "施工", region: "530628", trade: "A10", sectionClass: "A080000",
            tenderer: 8, agency: 1, approval: ("昭通市发展和改革委员会", "昭市发改交通〔#〕46号"), funding: (.budget, budget),
            scope: "新建桥梁1座，主跨90米，全长268米，引道0.6公里。", estimate: 7350, days: 540,
            qualification: works("公路工程施工总承包贰级", "公路工程专业壹级", record: 3000), scoring: .roads,
            supervisor: "昭通市交通运输局，0870-0000208", reach: .terminated, deadlineDays: 9,
            reason: "因线位与白水江生态保护红线重新核对，招标范围发生重大变化，终止本次招标。"),
        Section(
            project: "鲁甸县花椒产业园冷链物流设施项目", name: "施工", region: "530621", trade: "A01", sectionClass: "A080000",
            tenderer: 2, agency: 0, approval: ("鲁甸县发展和改革局", "鲁发改投资〔#〕36号"),
            funding: (.budget, "东西部协作资金，出资比例100%"), scope: "新建冷库3200立方米及分拣车间。", estimate: 940, days: 200,
            qualification: works("建筑工程施工总承包叁级", "建筑工程专业贰级"), scoring: .works(plan: 35, staff: 5, record: 0),
            supervisor: "鲁甸县农业农村局，0870-0000218", reach: .verified, deadlineDays: 26,
            investigation: Investigation(
                defect: "notAsApproved", reason: "有群众反映冷库规模与核准的不一致，暂停招标，核对设计文件。", order: "鲁公管〔#〕7号",
                unfounded: "经核对核准文件和施工图，冷库容积3200立方米，与核准一致。")),
        Section(
            project: "威信县县城第二自来水厂建设工程监理", name: "监理", region: "530629", trade: "A02", sectionClass: "C020000",
            tenderer: 9, agency: 0, approval: ("威信县发展和改革局", "威发改投资〔#〕21号"), funding: (.budget, budget),
            scope: "水厂及配套管网的施工阶段和缺陷责任期监理。", estimate: 186, days: 420,
            qualification: [
                "具备市政公用工程监理乙级及以上资质。", "拟派总监理工程师具备市政公用工程专业注册监理工程师执业资格。",
            ], scoring: .supervision, supervisor: "威信县住房和城乡建设局，0870-0000209", reach: .filed, deadlineDays: 27,
            returned: [Revision([groupMember, unequalStandards], days: 1)],
            investigation: Investigation(
                defect: "unlawfulClause", reason: "评分标准对外地和本地企业的社保证明要求不同，涉嫌差别对待，责令暂停。", order: "昭公管〔#〕31号")),
        Section(
            project: "巧家县小河镇农村公路生命防护工程", name: "施工", region: "530622", trade: "A03", sectionClass: "A080000",
            tenderer: 3, agency: nil, approval: ("巧家县发展和改革局", "巧发改交通〔#〕30号"), funding: (.budget, budget),
            scope: "安装波形护栏38公里，完善标志标线。", estimate: 730, days: 120,
            qualification: works("公路交通工程（公路安全设施）专业承包贰级", "公路工程专业贰级"), scoring: .roads,
            supervisor: "巧家县交通运输局，0870-0000217", reach: .refused, deadlineDays: 28,
            returned: [Revision([stateOwned, capital, years], days: 2), Revision([capital, years], days: 1)],
            unnoticed: [capital],
            reason: "经两次提醒告知，招标公告3.3的注册资本和营业收入要求仍未更正。",
            behaviour: Behaviour(
                subject: .tenderer, category: "exclusionaryClauses",
                facts: "在招标公告中设置注册资本、营业收入门槛，经两次提醒告知仍不更正。")),
        Section(
            project: "昭通市公共停车信息平台建设项目", name: "系统集成", region: "530600", trade: "A13", sectionClass: "A090000",
            tenderer: 11, agency: 1, approval: ("昭通市发展和改革委员会", "昭市发改高技〔#〕12号"),
            funding: (.stateEnterprise, "企业自筹，出资比例100%"), scope: "建设停车信息平台，接入停车场42处，部署前端和边缘设备。",
            estimate: 680, days: 150,
            qualification: ["具有独立承担民事责任的能力，具备电子与智能化工程专业承包贰级及以上资质。", "拟派项目经理具有三年以上信息化项目管理经历，提供扫描件即可。"],
            scoring: .information, supervisor: "昭通市工业和信息化局，0870-0000212", reach: .returned, deadlineDays: 30,
            returned: [Revision([degree, maturity, software], days: 3)]),
        Section(
            project: "昭阳区凤凰街道养老服务中心建设项目", name: "施工", region: "530602", trade: "A01", sectionClass: "A080000",
            tenderer: 0, agency: 0, approval: ("昭阳区发展和改革局", "昭区发改社会〔#〕47号"), funding: (.budget, budget),
            scope: "新建养老服务用房5400平方米，床位160张，包括土建、装饰和安装。", estimate: 1980, days: 300,
            qualification: works("建筑工程施工总承包叁级", "建筑工程专业贰级"), scoring: .works(plan: 25, staff: 8, record: 7),
            supervisor: "昭阳区民政局，0870-0000219", reach: .drafting, deadlineDays: 32,
            unnoticed: [charity, siteVisit, noRemedy]),
        Section(
            project: "大关县中医医院康复设备采购项目", name: "设备采购", region: "530624", trade: "D01", sectionClass: "B010000",
            tenderer: 5, agency: 1, approval: ("大关县发展和改革局", "大发改社会〔#〕38号"),
            funding: (.budget, "上级补助资金，出资比例100%"), scope: "采购并安装康复训练、理疗设备一批，包括培训和质保期服务。", estimate: 310,
            days: 45, qualification: ["依法取得所投产品的医疗器械经营许可或者备案。"], scoring: .goods,
            supervisor: "大关县财政局，0870-0000213", reach: .planned, deadlineDays: 40),
        Section(
            project: "镇雄县赤水源镇灌溉渠道修复工程", name: "施工", region: "530627", trade: "A07", sectionClass: "A080000",
            tenderer: 1, agency: 2, approval: ("镇雄县发展和改革局", "镇发改农经〔#〕52号"), funding: (.budget, budget),
            scope: "修复灌溉渠道21公里，改造渠系建筑物46座。", estimate: 1260, days: 210,
            qualification: works("水利水电工程施工总承包叁级", "水利水电工程专业贰级", record: 400),
            scoring: .works(plan: 30, staff: 5, record: 5), supervisor: "镇雄县水务局，0870-0000201", reach: .filed,
            deadlineDays: 29),
    ]
}
