/// Values for the demonstration city: Zhaotong with its eleven counties. Every name of a company and a person is
/// invented; the credit codes are valid in form (GB 32100-2015, GB 11714) and belong to nobody.
enum DemoContent {
    /// An organisation as registers know it.
    struct Organisation: Sendable {
        /// 统一社会信用代码
        let code: String
        let name: String
        /// GB/T 2260
        let region: String
        let address: String
        let contact: String
        let telephone: String
    }

    /// What one bidder offers.
    struct Bid: Sendable {
        /// Index in ``bidders``.
        let bidder: Int
        let priceFen: Int64
        let durationDays: Int
        let leader: String
        let certificate: String
    }

    struct Factor: Sendable {
        let name: String
        /// Points.
        let maximum: Int
    }

    /// One section (标段) with everything its documents say and the bids it will get.
    struct Section: Sendable {
        let projectName: String
        let sectionName: String
        let region: String
        let regionName: String
        let tradeClass: String
        let sectionClass: String
        /// Index in ``tenderers``.
        let tenderer: Int
        /// Index in ``agencies``.
        let agency: Int
        let approvalAuthority: String
        let approvalNumber: String
        let funding: String
        let scope: String
        let estimateFen: Int64
        let ceilingFen: Int64
        /// At most two per cent of the estimate and 800,000 yuan (条例 26).
        let depositFen: Int64
        let durationDays: Int
        let quality: String
        let qualification: [String]
        let factors: [Factor]
        let priceFormula: String
        let supervisor: String
        /// A sentence against fair competition that the gates are to find; nil for lawful documents.
        let violation: String?
        let bids: [Bid]
    }

    /// 招标人
    static let tenderers: [Organisation] = [
        Organisation(
            code: "11530602015100020B", name: "昭阳区住房和城乡建设局", region: "530602",
            address: "昭阳区示例大道1号", contact: "马文斌", telephone: "0870-0000101"),
        Organisation(
            code: "12530627431600139P", name: "镇雄县水利工程建设管理处", region: "530627",
            address: "镇雄县示例路2号", contact: "申国梁", telephone: "0870-0000102"),
        Organisation(
            code: "12530621431800018B", name: "鲁甸县教育工程项目办公室", region: "530621",
            address: "鲁甸县示例路3号", contact: "赵春燕", telephone: "0870-0000103"),
        Organisation(
            code: "115306220152000728", name: "巧家县水务局", region: "530622",
            address: "巧家县示例路4号", contact: "严开祥", telephone: "0870-0000104"),
        Organisation(
            code: "1153062301520003X6", name: "盐津县交通运输局", region: "530623",
            address: "盐津县示例路5号", contact: "邓永宁", telephone: "0870-0000105"),
        Organisation(
            code: "125306244320000553", name: "大关县卫生工程项目办公室", region: "530624",
            address: "大关县示例路6号", contact: "黄静", telephone: "0870-0000106"),
        Organisation(
            code: "11530625015300065E", name: "永善县水务局", region: "530625",
            address: "永善县示例路7号", contact: "岳显明", telephone: "0870-0000107"),
        Organisation(
            code: "91530626MA6KQ2011U", name: "绥江县金江城镇建设投资有限公司", region: "530626",
            address: "绥江县示例路8号", contact: "凌志远", telephone: "0870-0000108"),
        Organisation(
            code: "115306280154000825", name: "彝良县交通运输局", region: "530628",
            address: "彝良县示例路9号", contact: "陇光辉", telephone: "0870-0000109"),
        Organisation(
            code: "12530629432200049U", name: "威信县城镇污水处理管理站", region: "530629",
            address: "威信县示例路10号", contact: "余红", telephone: "0870-0000110"),
        Organisation(
            code: "91530681MA6KQ3022U", name: "水富市云江园区开发有限公司", region: "530681",
            address: "水富市示例路11号", contact: "温天佑", telephone: "0870-0000111"),
        Organisation(
            code: "91530600MA6KQ1019P", name: "昭通市乌蒙城市更新投资有限公司", region: "530600",
            address: "昭阳区示例大道12号", contact: "孔令仪", telephone: "0870-0000112"),
    ]

    /// 招标代理机构
    static let agencies: [Organisation] = [
        Organisation(
            code: "91530600MA6KA1011J", name: "云南明道工程咨询有限公司（示例）", region: "530600",
            address: "昭阳区示例大道31号", contact: "陈晓岚", telephone: "0870-0000113"),
        Organisation(
            code: "91530100MA6KA102XG", name: "昆明翠湖招标服务有限公司（示例）", region: "530100",
            address: "昆明市示例路32号", contact: "尹兴华", telephone: "0870-0000114"),
        Organisation(
            code: "91530600MA6KA1038A", name: "昭通秉正项目管理有限公司（示例）", region: "530600",
            address: "昭阳区示例大道33号", contact: "卯丽娟", telephone: "0870-0000115"),
    ]

    /// 投标人
    static let bidders: [Organisation] = [
        Organisation(
            code: "91530600MA6KB0014C", name: "云岭乌蒙建设集团有限公司", region: "530600",
            address: "昭通市示例路40号", contact: "唐一凡", telephone: "0870-0000116"),
        Organisation(
            code: "91530600MA6KB00227", name: "昭通金沙水利水电工程有限公司", region: "530600",
            address: "昭通市示例路41号", contact: "白若水", telephone: "0870-0000117"),
        Organisation(
            code: "91530602MA6KB0030Y", name: "昭阳凤凰建筑工程有限公司", region: "530602",
            address: "昭通市昭阳区示例路42号", contact: "蒋天成", telephone: "0870-0000118"),
        Organisation(
            code: "91530100MA6KB00495", name: "滇中翠湖路桥工程有限公司", region: "530100",
            address: "昆明市示例路43号", contact: "贺知秋", telephone: "0870-0000119"),
        Organisation(
            code: "91530300MA6KB0057A", name: "曲靖珠源市政工程有限公司", region: "530300",
            address: "曲靖市示例路44号", contact: "石磊磊", telephone: "0870-0000120"),
        Organisation(
            code: "91530627MA6KB0065Q", name: "镇雄赤水源建设有限公司", region: "530627",
            address: "昭通市镇雄县示例路45号", contact: "文静姝", telephone: "0870-0000121"),
        Organisation(
            code: "91530100MA6KB0073M", name: "昆明长虫山建筑安装有限公司", region: "530100",
            address: "昆明市示例路46号", contact: "易安然", telephone: "0870-0000122"),
        Organisation(
            code: "91530621MA6KB0081P", name: "鲁甸牛栏江土石方工程有限公司", region: "530621",
            address: "昭通市鲁甸县示例路47号", contact: "江上舟", telephone: "0870-0000123"),
        Organisation(
            code: "91520500MA6KB009XQ", name: "毕节乌江源水利工程有限公司", region: "520500",
            address: "毕节市示例路48号", contact: "韦明泽", telephone: "0870-0000124"),
        Organisation(
            code: "91511500MA6KB0102R", name: "宜宾叙南路桥建设有限公司", region: "511500",
            address: "宜宾市示例路49号", contact: "金玉声", telephone: "0870-0000125"),
        Organisation(
            code: "91530400MA6KB0110B", name: "玉溪抚仙湖市政建设有限公司", region: "530400",
            address: "玉溪市示例路50号", contact: "祝长安", telephone: "0870-0000126"),
        Organisation(
            code: "91530600MA6KB0129J", name: "昭通大山包交通工程有限公司", region: "530600",
            address: "昭通市示例路51号", contact: "卢照宁", telephone: "0870-0000127"),
        Organisation(
            code: "91530628MA6KB01370", name: "彝良小草坝建筑有限公司", region: "530628",
            address: "昭通市彝良县示例路52号", contact: "安可期", telephone: "0870-0000128"),
        Organisation(
            code: "91500100MA6KB01452", name: "重庆嘉陵云帆建设有限公司", region: "500100",
            address: "重庆市示例路53号", contact: "向南飞", telephone: "0870-0000129"),
        Organisation(
            code: "91530100MA6KB01539", name: "云南滇海智联科技有限公司", region: "530100",
            address: "昆明市示例路54号", contact: "常思齐", telephone: "0870-0000130"),
        Organisation(
            code: "91530600MA6KB0161X", name: "昭通云端数字技术有限公司", region: "530600",
            address: "昭通市示例路55号", contact: "路遥之", telephone: "0870-0000131"),
        Organisation(
            code: "91510100MA6KB017XK", name: "成都锦里信息工程有限公司", region: "510100",
            address: "成都市示例路56号", contact: "时雨田", telephone: "0870-0000132"),
        Organisation(
            code: "91530100MA6KB0188U", name: "云南康泽医疗设备有限公司", region: "530100",
            address: "昆明市示例路57号", contact: "牧云野", telephone: "0870-0000133"),
        Organisation(
            code: "91530300MA6KB01961", name: "曲靖麒麟医疗器械有限公司", region: "530300",
            address: "曲靖市示例路58号", contact: "康乐山", telephone: "0870-0000134"),
        Organisation(
            code: "91530600MA6KB02096", name: "昭通仁济医疗科技有限公司", region: "530600",
            address: "昭通市示例路59号", contact: "纪晓晴", telephone: "0870-0000135"),
        Organisation(
            code: "91530100MA6KB02177", name: "云南正衡建设监理有限公司", region: "530100",
            address: "昆明市示例路60号", contact: "骆行健", telephone: "0870-0000136"),
        Organisation(
            code: "91530600MA6KB0225U", name: "昭通精工工程监理有限公司", region: "530600",
            address: "昭通市示例路61号", contact: "莫问天", telephone: "0870-0000137"),
        Organisation(
            code: "91520100MA6KB0233Q", name: "贵阳筑信工程监理有限公司", region: "520100",
            address: "贵阳市示例路62号", contact: "季春晖", telephone: "0870-0000138"),
    ]

    /// 评标专家 with their professions; names invented.
    static let experts: [(name: String, profession: String)] = [
        ("周正平", "建筑工程"), ("吴文渊", "市政工程"),
        ("郑秋实", "公路工程"), ("孙立诚", "水利工程"),
        ("何清源", "工程造价"), ("罗知行", "工程造价"),
        ("梁守正", "水利工程"), ("宋怀瑾", "公路工程"),
        ("唐若谷", "建筑工程"), ("许静姝", "市政工程"),
        ("韩子墨", "信息网络"), ("冯云帆", "信息网络"),
        ("曹慎之", "医疗设备"), ("彭雅言", "医疗设备"),
        ("蔡明德", "工程监理"), ("潘思齐", "工程造价"),
        ("田远山", "机电安装"),
    ]

    /// 交易中心 and 监督部门 people by post; names invented.
    static let staff: [(post: String, name: String)] = [
        ("受理岗", "林晓月"), ("核验岗", "杜若溪"),
        ("见证岗", "沈知言"), ("场地岗", "谭思远"),
        ("档案岗", "苏明轩"), ("市发展和改革委员会", "方伯谦"),
        ("市住房和城乡建设局", "薛正阳"), ("市交通运输局", "龙腾飞"),
        ("市水利局", "江流声"), ("网格监督员", "顾长风"),
    ]

    /// 开标室 and 评标室
    static let openingRooms = ["昭通市公共资源交易中心第一开标室", "昭通市公共资源交易中心第三开标室", "镇雄县公共资源交易分中心开标室"]
    static let evaluationRooms = ["昭通市公共资源交易中心第二评标室", "昭通市公共资源交易中心第五评标室", "水富市公共资源交易分中心评标室"]

    /// 否决投标情形, each with the clause of the document (条例 51).
    static let grounds: [(clause: String, text: String)] = [
        ("4.1", "投标文件未经投标单位盖章和单位负责人签字"),
        ("4.2", "投标联合体没有提交共同投标协议"),
        ("4.3", "投标人不符合国家规定或者招标文件规定的资格条件"),
        ("4.4", "同一投标人提交两个以上不同的投标文件或者投标报价"),
        ("4.5", "投标报价低于成本或者高于最高投标限价"),
        ("4.6", "投标文件没有对招标文件的实质性要求和条件作出响应"),
        ("4.7", "投标人有串通投标、弄虚作假、行贿等违法行为"),
        ("4.8", "未按照招标文件规定提交投标保证金"),
        ("4.9", "投标有效期短于招标文件规定的期限"),
    ]
}
