extension DemoContent {
    /// A province's rule pack, for the demonstration: invented rules on real aspects.
    static let rulePack = #"""
        {"id": "yunnan-demo", "version": "2026.1", "rules": [
         {"aspect": "FC04", "id": "YN-FC04-1", "severity": "hard",
          "match": ["乌蒙诚信(?:库|名录)"],
          "explanation": {"zh": "要求进入本地诚信名录才能投标。", "en": "Asks bidders to stand in a local register of good faith."},
          "examples": ["投标人须已进入乌蒙诚信库。"],
          "counterexamples": ["中标人的履约情况由招标人记入合同台账。"]},
         {"aspect": "FC16", "id": "YN-FC16-1", "severity": "soft",
          "match": ["每月在岗(?:时间)?不(?:少|低)于(?:2[2-9]|3[01])(?:个工作)?(?:日|天)"],
          "explanation": {"zh": "每月在岗天数多于平均法定工作日，请核对是否与职责相称。",
           "en": "More days on site each month than the average of working days: check whether the duties need them."},
          "suggestion": {"zh": "按职责确定在岗天数，或者写明依据。", "en": "Set the days by the duties, or give the reason."},
          "examples": ["项目经理每月在岗不少于25日。"],
          "counterexamples": ["项目负责人每月在岗不少于15日。"]}]}
        """#
}

extension DemoContent {
    /// Approvals that never came to the platform: one that had to, and one project in three parts below the threshold.
    /// Estimates in ten thousand yuan.
    static let plansOnly: [(approval: String, name: String, estimate: Int64, mustEnter: Bool)] = [
        ("镇发改审〔2026〕31号", "镇雄县赤水源镇集镇供水管网改造工程", 1260, true),
        ("镇发改审〔2026〕44号", "镇雄县泼机镇田间道路工程（一期）", 388, false),
        ("镇发改审〔2026〕52号", "镇雄县泼机镇田间道路工程（二期）", 392, false),
        ("镇发改审〔2026〕67号", "镇雄县泼机镇田间道路工程（三期）", 396, false),
        ("镇发改审〔2026〕71号", "镇雄县以勒镇小型水库除险加固工程", 1480, true),
    ]
}
