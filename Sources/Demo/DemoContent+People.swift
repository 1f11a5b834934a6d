extension DemoContent {
    /// 招标人
    static let tenderers: [Body] = [
        Body(
            code: "11530602015100020B", name: "昭阳区住房和城乡建设局", region: "530602",
            address: "昭阳区示例大道1号", contact: "马文斌", telephone: "0870-0000101"),
        Body(
            code: "12530627431600139P", name: "镇雄县水利工程建设管理处", region: "530627",
            address: "镇雄县示例路2号", contact: "申国梁", telephone: "0870-0000102"),
        Body(
            code: "12530621431800018B", name: "鲁甸县教育工程项目办公室", region: "530621",
            address: "鲁甸县示例路3号", contact: "赵春燕", telephone: "0870-0000103"),
        Body(
            code: "115306220152000728", name: "巧家县水务局", region: "530622",
            address: "巧家县示例路4号", contact: "严开祥", telephone: "0870-0000104"),
        Body(
            code: "1153062301520003X6", name: "盐津县交通运输局", region: "530623",
            address: "盐津县示例路5号", contact: "邓永宁", telephone: "0870-0000105"),
        Body(
            code: "125306244320000553", name: "大关县卫生工程项目办公室", region: "530624",
            address: "大关县示例路6号", contact: "黄静", telephone: "0870-0000106"),
        Body(
            code: "11530625015300065E", name: "永善县水务局", region: "530625",
            address: "永善县示例路7号", contact: "岳显明", telephone: "0870-0000107"),
        Body(
            code: "91530626MA6KQ2011U", name: "绥江县金江城镇建设投资有限公司", region: "530626",
            address: "绥江县示例路8号", contact: "凌志远", telephone: "0870-0000108"),
        Body(
            code: "115306280154000825", name: "彝良县交通运输局", region: "530628",
            address: "彝良县示例路9号", contact: "陇光辉", telephone: "0870-0000109"),
        Body(
            code: "12530629432200049U", name: "威信县城镇污水处理管理站", region: "530629",
            address: "威信县示例路10号", contact: "余红", telephone: "0870-0000110"),
        Body(
            code: "91530681MA6KQ3022U", name: "水富市云江园区开发有限公司", region: "530681",
            address: "水富市示例路11号", contact: "温天佑", telephone: "0870-0000111"),
        Body(
            code: "91530600MA6KQ1019P", name: "昭通市乌蒙城市更新投资有限公司", region: "530600",
            address: "昭阳区示例大道12号", contact: "孔令仪", telephone: "0870-0000112"),
    ]

    /// 招标代理机构
    static let agencies: [Body] = [
        Body(
            code: "91530600MA6KA1011J", name: "云南明道工程咨询有限公司", region: "530600",
            address: "昭阳区示例大道31号", contact: "陈晓岚", telephone: "0870-0000113"),
        Body(
            code: "91530100MA6KA102XG", name: "昆明翠湖招标服务有限公司", region: "530100",
            address: "昆明市示例路32号", contact: "尹兴华", telephone: "0870-0000114"),
        Body(
            code: "91530600MA6KA1038A", name: "昭通秉正项目管理有限公司", region: "530600",
            address: "昭阳区示例大道33号", contact: "卯丽娟", telephone: "0870-0000115"),
    ]

    /// 投标人
    static let bidders: [Body] = [
        Body(
            code: "91530600MA6KB0014C", name: "云岭乌蒙建设集团有限公司", region: "530600",
            address: "昭通市示例路40号", contact: "唐一凡", telephone: "0870-0000116"),
        Body(
            code: "91530600MA6KB00227", name: "昭通金沙水利水电工程有限公司", region: "530600",
            address: "昭通市示例路41号", contact: "白若水", telephone: "0870-0000117"),
        Body(
            code: "91530602MA6KB0030Y", name: "昭阳凤凰建筑工程有限公司", region: "530602",
            address: "昭通市昭阳区示例路42号", contact: "蒋天成", telephone: "0870-0000118"),
        Body(
            code: "91530100MA6KB00495", name: "滇中翠湖路桥工程有限公司", region: "530100",
            address: "昆明市示例路43号", contact: "贺知秋", telephone: "0870-0000119"),
        Body(
            code: "91530300MA6KB0057A", name: "曲靖珠源市政工程有限公司", region: "530300",
            address: "曲靖市示例路44号", contact: "石磊磊", telephone: "0870-0000120"),
        Body(
            code: "91530627MA6KB0065Q", name: "镇雄赤水源建设有限公司", region: "530627",
            address: "昭通市镇雄县示例路45号", contact: "文静姝", telephone: "0870-0000121"),
        Body(
            code: "91530100MA6KB0073M", name: "昆明长虫山建筑安装有限公司", region: "530100",
            address: "昆明市示例路46号", contact: "易安然", telephone: "0870-0000122"),
        Body(
            code: "91530621MA6KB0081P", name: "鲁甸牛栏江土石方工程有限公司", region: "530621",
            address: "昭通市鲁甸县示例路47号", contact: "江上舟", telephone: "0870-0000123"),
        Body(
            code: "91520500MA6KB009XQ", name: "毕节乌江源水利工程有限公司", region: "520500",
            address: "毕节市示例路48号", contact: "韦明泽", telephone: "0870-0000124"),
        Body(
            code: "91511500MA6KB0102R", name: "宜宾叙南路桥建设有限公司", region: "511500",
            address: "宜宾市示例路49号", contact: "金玉声", telephone: "0870-0000125"),
        Body(
            code: "91530400MA6KB0110B", name: "玉溪抚仙湖市政建设有限公司", region: "530400",
            address: "玉溪市示例路50号", contact: "祝长安", telephone: "0870-0000126"),
        Body(
            code: "91530600MA6KB0129J", name: "昭通大山包交通工程有限公司", region: "530600",
            address: "昭通市示例路51号", contact: "卢照宁", telephone: "0870-0000127"),
        Body(
            code: "91530628MA6KB01370", name: "彝良小草坝建筑有限公司", region: "530628",
            address: "昭通市彝良县示例路52号", contact: "安可期", telephone: "0870-0000128"),
        Body(
            code: "91500100MA6KB01452", name: "重庆嘉陵云帆建设有限公司", region: "500100",
            address: "重庆市示例路53号", contact: "向南飞", telephone: "0870-0000129"),
        Body(
            code: "91530100MA6KB01539", name: "云南滇海智联科技有限公司", region: "530100",
            address: "昆明市示例路54号", contact: "常思齐", telephone: "0870-0000130"),
        Body(
            code: "91530600MA6KB0161X", name: "昭通云端数字技术有限公司", region: "530600",
            address: "昭通市示例路55号", contact: "路遥之", telephone: "0870-0000131"),
        Body(
            code: "91510100MA6KB017XK", name: "成都锦里信息工程有限公司", region: "510100",
            address: "成都市示例路56号", contact: "时雨田", telephone: "0870-0000132"),
        Body(
            code: "91530100MA6KB0188U", name: "云南康泽医疗设备有限公司", region: "530100",
            address: "昆明市示例路57号", contact: "牧云野", telephone: "0870-0000133"),
        Body(
            code: "91530300MA6KB01961", name: "曲靖麒麟医疗器械有限公司", region: "530300",
            address: "曲靖市示例路58号", contact: "康乐山", telephone: "0870-0000134"),
        Body(
            code: "91530600MA6KB02096", name: "昭通仁济医疗科技有限公司", region: "530600",
            address: "昭通市示例路59号", contact: "纪晓晴", telephone: "0870-0000135"),
        Body(
            code: "91530100MA6KB02177", name: "云南正衡建设监理有限公司", region: "530100",
            address: "昆明市示例路60号", contact: "骆行健", telephone: "0870-0000136"),
        Body(
            code: "91530600MA6KB0225U", name: "昭通精工工程监理有限公司", region: "530600",
            address: "昭通市示例路61号", contact: "莫问天", telephone: "0870-0000137"),
        Body(
            code: "91520100MA6KB0233Q", name: "贵阳筑信工程监理有限公司", region: "520100",
            address: "贵阳市示例路62号", contact: "季春晖", telephone: "0870-0000138"),
    ]

    /// 评标专家; names invented.
    static let experts = [
        "周正平", "吴文渊", "郑秋实", "孙立诚", "何清源", "罗知行", "梁守正", "宋怀瑾", "唐若谷", "许静姝", "韩子墨",
    ]
}
