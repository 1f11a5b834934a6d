extension DemoContent {
    /// Fourteen sections in twelve regions. The prices of 永善县溪洛渡街道河道治理工程 rise by equal steps, so that
    /// the screens for collusion have something to find (条例 40(四)).
    static let sections: [Section] = [
        Section(
            projectName: "昭阳区青年路市政道路提升改造工程", sectionName: "施工", region: "530602", regionName: "昭通市昭阳区",
            tradeClass: "A02", sectionClass: "A080000", tenderer: 0, agency: 0,
            approvalAuthority: "昭阳区发展和改革局", approvalNumber: "昭区发改投资〔2026〕118号",
            funding: "财政资金，出资比例100%",
            scope: "改造道路2.3公里，包括路面、排水、照明、绿化和交通设施。",
            estimateFen: 3_680_000_000, ceilingFen: 3_624_800_000, depositFen: 58_000_000, durationDays: 300,
            quality: "合格",
            qualification: [
                "具备市政公用工程施工总承包贰级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备市政公用工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
                "近五年内完成过1项合同金额不低于1200万元的类似工程，业绩不限地区和行业。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 30),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "类似项目业绩", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "昭阳区住房和城乡建设局，0870-0000200",
            violation: nil,
            bids: [
                Bid(
                    bidder: 0, priceFen: 3_390_176_900, durationDays: 300, leader: "段鹏程",
                    certificate: "示例253000000"),
                Bid(
                    bidder: 4, priceFen: 3_423_451_300, durationDays: 295, leader: "罗一鸣",
                    certificate: "示例253004000"),
                Bid(
                    bidder: 10, priceFen: 3_345_597_700, durationDays: 300, leader: "姜文昊",
                    certificate: "示例253010000"),
                Bid(
                    bidder: 13, priceFen: 3_348_681_400, durationDays: 300, leader: "云伯年",
                    certificate: "示例253013000"),
                Bid(
                    bidder: 6, priceFen: 3_384_973_900, durationDays: 300, leader: "龚明远",
                    certificate: "示例253006000"),
            ]),
        Section(
            projectName: "镇雄县泼机灌区续建配套与节水改造工程", sectionName: "一标段", region: "530627", regionName: "昭通市镇雄县",
            tradeClass: "A07", sectionClass: "A080000", tenderer: 1, agency: 2,
            approvalAuthority: "镇雄县发展和改革局", approvalNumber: "镇发改农经〔2026〕27号",
            funding: "中央预算内投资和县级配套，出资比例100%",
            scope: "改造干渠12.4公里，新建和改建渠系建筑物36座，配套量测水设施。",
            estimateFen: 1_290_000_000, ceilingFen: 1_271_940_000, depositFen: 20_000_000, durationDays: 240,
            quality: "合格",
            qualification: [
                "具备水利水电工程施工总承包叁级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备水利水电工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
                "近五年内完成过1项合同金额不低于500万元的类似工程，业绩不限地区和行业。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 35),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "镇雄县水务局，0870-0000201",
            violation: nil,
            bids: [
                Bid(
                    bidder: 1, priceFen: 1_215_588_700, durationDays: 240, leader: "龚明远",
                    certificate: "示例253001001"),
                Bid(
                    bidder: 8, priceFen: 1_234_207_200, durationDays: 230, leader: "云伯年",
                    certificate: "示例253008001"),
                Bid(
                    bidder: 0, priceFen: 1_205_334_000, durationDays: 240, leader: "邵世安",
                    certificate: "示例253000001"),
                Bid(
                    bidder: 5, priceFen: 1_241_119_800, durationDays: 235, leader: "姜文昊",
                    certificate: "示例253005001"),
            ]),
        Section(
            projectName: "鲁甸县第二中学教学综合楼建设项目", sectionName: "施工", region: "530621", regionName: "昭通市鲁甸县",
            tradeClass: "A01", sectionClass: "A080000", tenderer: 2, agency: 0,
            approvalAuthority: "鲁甸县发展和改革局", approvalNumber: "鲁发改社会〔2026〕41号",
            funding: "上级补助资金和县级财政资金，出资比例100%",
            scope: "新建教学综合楼6800平方米，框架结构，地上五层，包括土建、装饰和安装。",
            estimateFen: 2_450_000_000, ceilingFen: 2_418_150_000, depositFen: 39_000_000, durationDays: 360,
            quality: "合格",
            qualification: [
                "具备建筑工程施工总承包贰级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备建筑工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
                "近五年内完成过1项合同金额不低于900万元的类似工程，业绩不限地区和行业。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 25),
                Factor(name: "项目管理机构", maximum: 8),
                Factor(name: "类似项目业绩", maximum: 7),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "鲁甸县住房和城乡建设局，0870-0000202",
            violation: nil,
            bids: [
                Bid(
                    bidder: 2, priceFen: 2_253_387_500, durationDays: 360, leader: "窦正刚",
                    certificate: "示例253002002"),
                Bid(
                    bidder: 0, priceFen: 2_276_758_300, durationDays: 360, leader: "姜文昊",
                    certificate: "示例253000002"),
                Bid(
                    bidder: 6, priceFen: 2_304_240_300, durationDays: 360, leader: "葛海峰",
                    certificate: "示例253006002"),
                Bid(
                    bidder: 7, priceFen: 2_268_910_400, durationDays: 360, leader: "范成栋",
                    certificate: "示例253007002"),
            ]),
        Section(
            projectName: "巧家县移民安置点供水保障工程", sectionName: "二标段", region: "530622", regionName: "昭通市巧家县",
            tradeClass: "A07", sectionClass: "A080000", tenderer: 3, agency: 2,
            approvalAuthority: "巧家县发展和改革局", approvalNumber: "巧发改农经〔2026〕19号",
            funding: "水库移民后期扶持资金，出资比例100%",
            scope: "新建取水设施1处、输水管道18公里、净水厂1座。",
            estimateFen: 860_000_000, ceilingFen: 849_680_000, depositFen: 13_000_000, durationDays: 180, quality: "合格",
            qualification: [
                "具备水利水电工程施工总承包叁级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备水利水电工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 30),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "类似项目业绩", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "巧家县水务局，0870-0000203",
            violation: nil,
            bids: [
                Bid(
                    bidder: 1, priceFen: 807_706_800, durationDays: 180, leader: "葛海峰",
                    certificate: "示例253001003"),
                Bid(
                    bidder: 8, priceFen: 817_086_700, durationDays: 180, leader: "殷建中",
                    certificate: "示例253008003"),
                Bid(
                    bidder: 5, priceFen: 781_327_900, durationDays: 180, leader: "倪鹏程",
                    certificate: "示例253005003"),
                Bid(
                    bidder: 7, priceFen: 829_556_800, durationDays: 180, leader: "滕长青",
                    certificate: "示例253007003"),
            ]),
        Section(
            projectName: "盐津县豆沙至普洱农村公路改建工程", sectionName: "第一合同段", region: "530623", regionName: "昭通市盐津县",
            tradeClass: "A03", sectionClass: "A080000", tenderer: 4, agency: 1,
            approvalAuthority: "昭通市发展和改革委员会", approvalNumber: "昭市发改交通〔2026〕63号",
            funding: "车辆购置税补助和地方财政资金，出资比例100%",
            scope: "改建四级公路21.6公里，包括路基、路面、桥涵和安全设施。",
            estimateFen: 5_120_000_000, ceilingFen: 5_063_680_000, depositFen: 80_000_000, durationDays: 420,
            quality: "合格",
            qualification: [
                "具备公路工程施工总承包贰级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备公路工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
                "近五年内完成过1项合同金额不低于2000万元的类似工程，业绩不限地区和行业。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 35),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "昭通市交通运输局，0870-0000204",
            violation: nil,
            bids: [
                Bid(
                    bidder: 3, priceFen: 4_957_663_500, durationDays: 420, leader: "殷建中",
                    certificate: "示例253003004"),
                Bid(
                    bidder: 9, priceFen: 4_688_979_800, durationDays: 410, leader: "罗一鸣",
                    certificate: "示例253009004"),
                Bid(
                    bidder: 11, priceFen: 4_656_693_400, durationDays: 420, leader: "龚明远",
                    certificate: "示例253011004"),
                Bid(
                    bidder: 13, priceFen: 4_962_142_900, durationDays: 410, leader: "魏国岭",
                    certificate: "示例253013004"),
                Bid(
                    bidder: 0, priceFen: 4_893_430_300, durationDays: 420, leader: "倪鹏程",
                    certificate: "示例253000004"),
                Bid(
                    bidder: 7, priceFen: 4_830_082_300, durationDays: 415, leader: "夏长青",
                    certificate: "示例253007004"),
                Bid(
                    bidder: 12, priceFen: 4_919_532_300, durationDays: 420, leader: "沈志明",
                    certificate: "示例253012004"),
            ]),
        Section(
            projectName: "大关县人民医院门诊综合楼改扩建项目", sectionName: "施工", region: "530624", regionName: "昭通市大关县",
            tradeClass: "A01", sectionClass: "A080000", tenderer: 5, agency: 1,
            approvalAuthority: "大关县发展和改革局", approvalNumber: "大发改社会〔2026〕33号",
            funding: "地方政府专项债券和自有资金，出资比例100%",
            scope: "改扩建门诊综合楼9200平方米，包括土建、装饰装修和机电安装。",
            estimateFen: 4_380_000_000, ceilingFen: 4_336_200_000, depositFen: 70_000_000, durationDays: 400,
            quality: "合格",
            qualification: [
                "具备建筑工程施工总承包贰级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备建筑工程专业壹级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
                "近五年内完成过1项合同金额不低于1500万元的类似工程，业绩不限地区和行业。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 25),
                Factor(name: "项目管理机构", maximum: 8),
                Factor(name: "类似项目业绩", maximum: 7),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "大关县住房和城乡建设局，0870-0000205",
            violation: nil,
            bids: [
                Bid(
                    bidder: 2, priceFen: 4_107_760_000, durationDays: 400, leader: "夏长青",
                    certificate: "示例253002005"),
                Bid(
                    bidder: 0, priceFen: 4_181_646_700, durationDays: 395, leader: "段鹏程",
                    certificate: "示例253000005"),
                Bid(
                    bidder: 6, priceFen: 3_974_170_800, durationDays: 400, leader: "龚明远",
                    certificate: "示例253006005"),
                Bid(
                    bidder: 13, priceFen: 4_109_324_700, durationDays: 400, leader: "云伯年",
                    certificate: "示例253013005"),
                Bid(
                    bidder: 12, priceFen: 4_254_163_200, durationDays: 400, leader: "窦正刚",
                    certificate: "示例253012005"),
            ]),
        Section(
            projectName: "昭通市中心城区供水管网漏损治理工程", sectionName: "一标段", region: "530600", regionName: "昭通市",
            tradeClass: "A02", sectionClass: "A080000", tenderer: 11, agency: 0,
            approvalAuthority: "昭通市发展和改革委员会", approvalNumber: "昭市发改投资〔2026〕88号",
            funding: "中央预算内投资和企业自筹，出资比例100%",
            scope: "更换老旧供水管道26公里，安装分区计量设备120套。",
            estimateFen: 1_960_000_000, ceilingFen: 1_942_360_000, depositFen: 31_000_000, durationDays: 210,
            quality: "合格",
            qualification: [
                "具备市政公用工程施工总承包叁级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备市政公用工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 30),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "类似项目业绩", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "昭通市住房和城乡建设局，0870-0000206",
            violation: nil,
            bids: [
                Bid(
                    bidder: 0, priceFen: 1_848_726_600, durationDays: 210, leader: "邵世安",
                    certificate: "示例253000006"),
                Bid(
                    bidder: 4, priceFen: 1_839_494_600, durationDays: 200, leader: "陶永康",
                    certificate: "示例253004006"),
                Bid(
                    bidder: 10, priceFen: 1_883_136_700, durationDays: 210, leader: "凤思源",
                    certificate: "示例253010006"),
                Bid(
                    bidder: 13, priceFen: 1_794_053_700, durationDays: 210, leader: "彭泽民",
                    certificate: "示例253013006"),
            ]),
        Section(
            projectName: "绥江县老旧小区改造配套基础设施项目", sectionName: "施工", region: "530626", regionName: "昭通市绥江县",
            tradeClass: "A01", sectionClass: "A080000", tenderer: 7, agency: 2,
            approvalAuthority: "绥江县发展和改革局", approvalNumber: "绥发改投资〔2026〕22号",
            funding: "中央补助资金和地方配套资金，出资比例100%",
            scope: "改造小区7个，包括外墙、管网、道路和照明。",
            estimateFen: 1_520_000_000, ceilingFen: 1_497_200_000, depositFen: 24_000_000, durationDays: 180,
            quality: "合格",
            qualification: [
                "具备建筑工程施工总承包叁级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备建筑工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 35),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "绥江县住房和城乡建设局，0870-0000207",
            violation: nil,
            bids: [
                Bid(
                    bidder: 2, priceFen: 1_467_063_200, durationDays: 180, leader: "窦正刚",
                    certificate: "示例253002007"),
                Bid(
                    bidder: 0, priceFen: 1_378_943_400, durationDays: 175, leader: "姜文昊",
                    certificate: "示例253000007"),
                Bid(
                    bidder: 6, priceFen: 1_455_048_500, durationDays: 180, leader: "葛海峰",
                    certificate: "示例253006007"),
            ]),
        Section(
            projectName: "彝良县小草坝旅游公路提升工程", sectionName: "施工", region: "530628", regionName: "昭通市彝良县",
            tradeClass: "A03", sectionClass: "A080000", tenderer: 8, agency: 1,
            approvalAuthority: "昭通市发展和改革委员会", approvalNumber: "昭市发改交通〔2026〕71号",
            funding: "财政资金，出资比例100%",
            scope: "提升旅游公路17.8公里，增设观景停车区和安全设施。",
            estimateFen: 6_240_000_000, ceilingFen: 6_152_640_000, depositFen: 80_000_000, durationDays: 450,
            quality: "合格",
            qualification: [
                "具备公路工程施工总承包贰级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备公路工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
                "近五年内完成过1项合同金额不低于2500万元的类似工程，业绩不限地区和行业。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 25),
                Factor(name: "项目管理机构", maximum: 8),
                Factor(name: "类似项目业绩", maximum: 7),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "昭通市交通运输局，0870-0000208",
            violation: nil,
            bids: [
                Bid(
                    bidder: 3, priceFen: 5_667_474_800, durationDays: 450, leader: "彭泽民",
                    certificate: "示例253003008"),
                Bid(
                    bidder: 9, priceFen: 5_950_571_200, durationDays: 445, leader: "毕一鸣",
                    certificate: "示例253009008"),
                Bid(
                    bidder: 11, priceFen: 6_007_638_900, durationDays: 450, leader: "欧致远",
                    certificate: "示例253011008"),
                Bid(
                    bidder: 13, priceFen: 6_010_700_200, durationDays: 445, leader: "秦建中",
                    certificate: "示例253013008"),
            ]),
        Section(
            projectName: "威信县扎西镇污水处理厂提标改造工程", sectionName: "施工", region: "530629", regionName: "昭通市威信县",
            tradeClass: "A02", sectionClass: "A080000", tenderer: 9, agency: 0,
            approvalAuthority: "威信县发展和改革局", approvalNumber: "威发改环资〔2026〕15号",
            funding: "中央生态环境资金和县级财政资金，出资比例100%",
            scope: "污水处理设施提标改造，处理规模每日1万立方米，包括土建、设备和自控系统。",
            estimateFen: 2_210_000_000, ceilingFen: 2_181_270_000, depositFen: 35_000_000, durationDays: 270,
            quality: "合格",
            qualification: [
                "具备市政公用工程施工总承包贰级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备市政公用工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 30),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "类似项目业绩", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "威信县住房和城乡建设局，0870-0000209",
            violation: "投标人近三年须具有昭通市行政区域内污水处理工程业绩。",
            bids: [
                Bid(
                    bidder: 0, priceFen: 2_142_065_200, durationDays: 270, leader: "倪鹏程",
                    certificate: "示例253000009"),
                Bid(
                    bidder: 4, priceFen: 2_007_104_500, durationDays: 265, leader: "毕一鸣",
                    certificate: "示例253004009"),
                Bid(
                    bidder: 10, priceFen: 2_071_925_200, durationDays: 270, leader: "邵世安",
                    certificate: "示例253010009"),
                Bid(
                    bidder: 13, priceFen: 2_054_909_800, durationDays: 265, leader: "魏国岭",
                    certificate: "示例253013009"),
            ]),
        Section(
            projectName: "水富市港口物流园区道路工程", sectionName: "施工", region: "530681", regionName: "昭通市水富市",
            tradeClass: "A02", sectionClass: "A080000", tenderer: 10, agency: 2,
            approvalAuthority: "水富市发展和改革局", approvalNumber: "水发改投资〔2026〕30号",
            funding: "企业自筹和银行贷款，出资比例100%",
            scope: "新建园区道路1.9公里及附属管网、照明和绿化。",
            estimateFen: 1_780_000_000, ceilingFen: 1_758_640_000, depositFen: 28_000_000, durationDays: 240,
            quality: "合格",
            qualification: [
                "具备市政公用工程施工总承包叁级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备市政公用工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 35),
                Factor(name: "项目管理机构", maximum: 5),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "水富市住房和城乡建设局，0870-0000210",
            violation: nil,
            bids: [
                Bid(
                    bidder: 4, priceFen: 1_724_401_800, durationDays: 240, leader: "罗一鸣",
                    certificate: "示例253004010"),
                Bid(
                    bidder: 10, priceFen: 1_706_059_500, durationDays: 235, leader: "姜文昊",
                    certificate: "示例253010010"),
                Bid(
                    bidder: 13, priceFen: 1_731_833_900, durationDays: 240, leader: "云伯年",
                    certificate: "示例253013010"),
                Bid(
                    bidder: 6, priceFen: 1_653_362_800, durationDays: 235, leader: "龚明远",
                    certificate: "示例253006010"),
            ]),
        Section(
            projectName: "永善县溪洛渡街道河道治理工程", sectionName: "施工", region: "530625", regionName: "昭通市永善县",
            tradeClass: "A07", sectionClass: "A080000", tenderer: 6, agency: 2,
            approvalAuthority: "永善县发展和改革局", approvalNumber: "永发改农经〔2026〕24号",
            funding: "中央水利发展资金，出资比例100%",
            scope: "治理河道5.2公里，新建堤防和护岸。",
            estimateFen: 1_130_000_000, ceilingFen: 1_117_570_000, depositFen: 18_000_000, durationDays: 220,
            quality: "合格",
            qualification: [
                "具备水利水电工程施工总承包叁级及以上资质和有效的安全生产许可证。",
                "拟派项目经理具备水利水电工程专业贰级及以上注册建造师执业资格和有效的安全生产考核合格证书，且未担任其他在建工程的项目经理。",
            ],
            factors: [
                Factor(name: "施工组织设计", maximum: 25),
                Factor(name: "项目管理机构", maximum: 8),
                Factor(name: "类似项目业绩", maximum: 7),
                Factor(name: "投标报价", maximum: 60),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×60，四舍五入保留两位小数。",
            supervisor: "永善县水务局，0870-0000211",
            violation: nil,
            bids: [
                Bid(
                    bidder: 1, priceFen: 1_025_000_000, durationDays: 220, leader: "龚明远",
                    certificate: "示例253001011"),
                Bid(
                    bidder: 8, priceFen: 1_030_000_000, durationDays: 210, leader: "云伯年",
                    certificate: "示例253008011"),
                Bid(
                    bidder: 0, priceFen: 1_035_000_000, durationDays: 220, leader: "邵世安",
                    certificate: "示例253000011"),
                Bid(
                    bidder: 5, priceFen: 1_040_000_000, durationDays: 210, leader: "姜文昊",
                    certificate: "示例253005011"),
            ]),
        Section(
            projectName: "昭通市公共停车信息平台建设项目", sectionName: "系统集成", region: "530600", regionName: "昭通市",
            tradeClass: "A13", sectionClass: "A090000", tenderer: 11, agency: 1,
            approvalAuthority: "昭通市发展和改革委员会", approvalNumber: "昭市发改高技〔2026〕12号",
            funding: "企业自筹，出资比例100%",
            scope: "建设停车信息平台，接入停车场42处，部署前端和边缘设备。",
            estimateFen: 680_000_000, ceilingFen: 673_200_000, depositFen: 10_000_000, durationDays: 150, quality: "合格",
            qualification: [
                "具有独立承担民事责任的能力，具备电子与智能化工程专业承包贰级及以上资质。",
                "拟派项目经理具有三年以上信息化项目管理经历，提供扫描件即可。",
            ],
            factors: [
                Factor(name: "实施方案", maximum: 40),
                Factor(name: "项目管理机构", maximum: 10),
                Factor(name: "类似项目业绩", maximum: 10),
                Factor(name: "投标报价", maximum: 40),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×40，四舍五入保留两位小数。",
            supervisor: "昭通市工业和信息化局，0870-0000212",
            violation: "投标保证金必须以电汇方式从投标人账户转出。",
            bids: [
                Bid(
                    bidder: 14, priceFen: 659_502_300, durationDays: 150, leader: "毕一鸣",
                    certificate: "示例253014012"),
                Bid(
                    bidder: 15, priceFen: 620_998_700, durationDays: 150, leader: "段鹏程",
                    certificate: "示例253015012"),
                Bid(
                    bidder: 16, priceFen: 626_809_900, durationDays: 150, leader: "欧致远",
                    certificate: "示例253016012"),
            ]),
        Section(
            projectName: "盐津县中和镇卫生院医疗设备采购项目", sectionName: "设备采购", region: "530623", regionName: "昭通市盐津县",
            tradeClass: "D01", sectionClass: "B010000", tenderer: 5, agency: 1,
            approvalAuthority: "盐津县发展和改革局", approvalNumber: "盐发改社会〔2026〕9号",
            funding: "上级补助资金，出资比例100%",
            scope: "采购并安装影像、检验、监护设备一批，包括培训和质保期服务。",
            estimateFen: 420_000_000, ceilingFen: 416_220_000, depositFen: 6_000_000, durationDays: 60, quality: "合格",
            qualification: [
                "依法取得所投产品的医疗器械经营许可或者备案。",
                "所投产品依法取得医疗器械注册或者备案。",
            ],
            factors: [
                Factor(name: "技术参数响应", maximum: 30),
                Factor(name: "供货及安装方案", maximum: 10),
                Factor(name: "售后服务", maximum: 15),
                Factor(name: "类似项目业绩", maximum: 5),
                Factor(name: "投标报价", maximum: 40),
            ],
            priceFormula: "以通过评审的最低投标报价为评标基准价，投标报价得分=评标基准价÷投标报价×40，四舍五入保留两位小数。",
            supervisor: "盐津县财政局，0870-0000213",
            violation: nil,
            bids: [
                Bid(
                    bidder: 17, priceFen: 409_500_000, durationDays: 60, leader: "沈志明",
                    certificate: "示例253017013"),
                Bid(
                    bidder: 18, priceFen: 384_331_800, durationDays: 55, leader: "魏国岭",
                    certificate: "示例253018013"),
                Bid(
                    bidder: 19, priceFen: 405_502_400, durationDays: 60, leader: "陶永康",
                    certificate: "示例253019013"),
            ]),
    ]
}
