extension TenderDocumentText {
    // MARK: Chapter 3

    static func evaluation(_ facts: TenderDocumentFacts) -> [DocumentDraft.Part] {
        let words = facts.trade.words
        var factors = [["序号", "评分因素", "分值", "评分标准"]]
        for (index, factor) in facts.factors.enumerated() {
            let price = factor.name.contains("报价")
            let usual = price ? "见本章第2.3条" : usualStandard(factor.name, words)
            factors.append([
                String(index + 1), factor.name, factor.maximum, factor.standard.isEmpty ? usual : factor.standard,
            ])
        }
        var parts: [DocumentDraft.Part] = [.chapter("第三章 评标办法"), .heading("评标办法前附表")]
        parts.append(
            .table(
                [
                    ["条款号", "评审因素", "评审标准"], ["2.1.1 形式评审", "投标人名称", "与营业执照、资质证书一致"],
                    ["2.1.1 形式评审", "投标函签署", "有单位电子印章或者法定代表人电子签名"],
                    ["2.1.1 形式评审", "报价唯一", "只能有一个有效报价"], ["2.1.2 资格评审", "资格条件", "符合第一章第3条规定"],
                    ["2.1.2 资格评审", "信用情况", "未被列入严重失信主体名单"],
                    ["2.1.3 响应性评审", "投标范围", "符合投标人须知第1.3.1项规定"],
                    ["2.1.3 响应性评审", words.duration, "不超过\(facts.durationDays)日历天"],
                    ["2.1.3 响应性评审", "质量", "符合“\(facts.quality)”的要求"],
                    ["2.1.3 响应性评审", "投标有效期", "不少于\(facts.validityDays)日"],
                    ["2.1.3 响应性评审", "投标报价", "不高于最高投标限价"],
                ], widths: [4, 3, 7]))
        parts.append(.table(factors, widths: [1, 3, 1, 8]))
        parts += DocumentDraft.parts(
            """
            ## 1.评标方法
            1.1 本次评标采用\(facts.evaluationMethodText)。评标委员会对满足招标文件实质性要求的投标文件，按照本章规定的评分标准\
            打分，满分100分，按得分由高到低推荐不超过3名中标候选人。
            1.2 得分相同的，投标报价低的优先；投标报价也相同的，技术部分得分高的优先；仍相同的，由评标委员会投票确定排序。
            ## 2.评审标准
            2.1 初步评审标准见评标办法前附表，所有投标人适用统一的标准。
            2.2 客观评分因素由各成员依据投标文件载明的事实评分，评分应当一致；主观评分因素由各成员独立评分，取算术平均值，\
            四舍五入保留两位小数。
            2.3 投标报价得分：\(facts.priceFormulaText)
            ## 3.评标程序
            3.1 初步评审。评标委员会依据前附表对投标文件进行形式、资格和响应性评审，有第4条所列情形之一的，否决其投标，并逐项\
            记录所依据的条款和页码。
            3.2 算术修正。投标报价有算术错误的，评标委员会按照投标人须知第3.2.2项的原则修正，修正的价格经投标人书面确认后\
            具有约束力。
            3.3 澄清、说明。投标文件中有含义不明确的内容，评标委员会可以书面要求投标人澄清、说明，不得暗示或者诱导，不接受投标人\
            主动提出的澄清、说明；澄清、说明不得超出投标文件的范围或者改变其实质性内容。
            3.4 报价明显低于其他投标报价，有可能低于其个别成本的，评标委员会应当要求该投标人作出书面说明并提供相关证明材料，由\
            评标委员会独立判断，不以固定比例直接认定。
            3.5 详细评审。评标委员会按照评分标准评分并计算综合得分。成员评分与其他成员差异较大的，应当书面说明理由。
            3.6 评标报告由全体成员签字。对评标结果有不同意见的，应当以书面形式说明不同意见和理由；拒绝签字又不书面说明的，视为\
            同意评标结果。
            3.7 有效投标不足3个的，评标委员会应当对投标是否明显缺乏竞争作出论证并写入评标报告。
            ## 4.否决投标的情形
            投标文件有下列情形之一的，评标委员会应当否决其投标；未在下列情形中列明的，不得作为否决投标的依据：
            """)
        for ground in facts.rejectionGrounds {
            let text = ground.text.hasSuffix("。") ? ground.text : ground.text + "。"
            parts.append(.clause(number: ground.clause, text: text))
        }
        return parts
    }

    private static func usualStandard(_ factor: String, _ words: DocumentTrade.Words) -> String {
        if factor.contains("业绩") {
            return "近五年内每完成1项与本标段规模、技术特点相当的项目得满分值的二分之一，最高得满分；业绩不限地区和行业"
        }
        if factor.contains("人员") || factor.contains("机构") {
            return "岗位配备齐全并附执业资格证书扫描件的得满分；每缺1个岗位扣满分值的四分之一，扣完为止"
        }
        if factor.contains("售后") || factor.contains("服务") {
            return "承诺的响应时间、备件储备和培训安排均有具体内容的得满分；每缺1项扣满分值的三分之一"
        }
        return "对本标段重点难点分析具体、措施与\(words.duration)安排对应且计算依据齐全的，得满分值的80%至100%；有措施但依据"
            + "不全的，得60%至79%；仅有一般性叙述的，得30%至59%；未提供的，得0分"
    }

    // MARK: Chapter 4

    static func contract(_ facts: TenderDocumentFacts) -> [DocumentDraft.Part] {
        let words = facts.trade.words
        let special = [
            ["条款号", "事项", "约定"], ["1.1", words.owner, facts.tenderer.name], ["1.4", "合同文件的优先顺序", "见通用条款第1.4条"],
            ["4.2", "履约担保", "中标合同金额的5%，形式由\(words.contractor)自主选择"],
            ["5.1", words.duration, "\(facts.durationDays)日历天"], ["6.1", "质量标准", facts.quality],
            ["9.1", "预付款", "签约合同价的10%"], ["9.2", "进度款", "按经确认的完成工作量的80%支付，发票送达后30日内支付"],
            ["9.4", "质量保证金", "结算价的3%，可以保函替代；已提交履约担保的，验收前不同时预留"],
            ["12.1", "争议解决", "协商不成的，向项目所在地有管辖权的人民法院起诉"],
        ]
        let (owner, contractor) = (words.owner, words.contractor)
        return DocumentDraft.parts(
            """
            # 第四章 合同条款及格式
            ## 第一节 通用合同条款
            ### 1.一般约定
            1.1 本合同当事人为\(owner)和\(contractor)。\(owner)即招标人，\(contractor)即中标人。
            1.2 合同文件使用中文，适用中华人民共和国法律。
            1.4 组成合同的各项文件应当互相解释，互为说明，优先顺序为：合同协议书；中标通知书；投标函及附录；专用合同条款；\
            通用合同条款；技术标准和要求；图纸；已标价的\(words.bill)；其他合同文件。
            ### 2.\(owner)的义务
            2.1 \(owner)应当按照合同约定提供履行合同所需的场地、条件、基础资料和图纸，并对其真实性、准确性负责。
            2.2 \(owner)应当按照合同约定及时支付合同价款，不得以审计机关的审计结论作为拖延支付的理由。
            ### 3.履行的监督
            3.1 \(owner)可以委托监督人员对合同履行情况进行检查，检查不得妨碍正常作业，不减轻\(contractor)的责任。
            ### 4.\(contractor)的义务
            4.1 \(contractor)应当按照合同约定完成全部工作，并对工作的质量、安全、进度负责。
            4.2 \(contractor)应当在签订合同时提交履约担保，\(owner)在验收合格后28日内退还。
            4.3 \(contractor)不得转包，不得将主体、关键性工作分包；依法分包的，对分包工作承担连带责任。
            4.4 \(contractor)应当按照投标文件的承诺派驻\(words.leader)和主要人员，更换时应当经\(owner)书面同意，且替换人员的\
            资格条件不低于原有人员。
            4.5 \(contractor)应当依法保障农民工工资支付，设立专用账户，实行实名制管理和按月足额支付。
            ### 5.\(words.duration)
            5.1 \(contractor)应当在专用合同条款约定的\(words.duration)内完成合同工作。
            5.2 因\(owner)原因、不可抗力或者异常恶劣的气候条件造成延误的，\(words.duration)相应顺延。
            5.3 因\(contractor)原因造成延误的，每延误1日支付签约合同价万分之二的违约金，累计不超过签约合同价的3%。
            ### 6.质量与验收
            6.1 工作质量应当符合现行国家标准、行业标准和合同约定。
            6.2 隐蔽工作在覆盖前应当经\(owner)代表检查，并留存影像和检查记录。
            6.3 完成合同工作后，\(contractor)提交验收申请，\(owner)在28日内组织验收并出具结论。
            ### 7.安全生产与环境保护
            7.1 \(contractor)应当执行安全生产的法律法规和标准，建立安全责任制，对作业人员进行安全教育和技术交底。
            7.2 \(contractor)应当采取措施控制扬尘、噪声、废水和固体废弃物，保护周边环境、水土和文物。
            ### 8.变更
            8.1 变更应当由\(owner)书面指示。变更估价依次适用：已有相同子目的单价；类似子目的单价；按照成本加合理利润的原则商定。
            ### 9.计量与支付
            9.1 预付款的额度和扣回方法在专用合同条款中约定。
            9.2 \(contractor)按月提交已完成工作量报表，\(owner)在收到后14日内核实，逾期未答复的视为认可。
            9.3 完成验收后，双方在56日内办理结算。
            9.4 质量保证金的比例不超过结算价的3%，缺陷责任期满后14日内退还。
            ### 10.不可抗力与保险
            10.1 不可抗力发生后，双方应当采取措施减少损失，各自承担自身的损失，共同的工作成果由\(owner)承担。
            10.2 \(contractor)应当为其作业人员办理工伤保险，双方可以约定办理其他保险。
            ### 11.违约
            11.1 任何一方不履行合同义务或者履行不符合约定的，应当承担继续履行、采取补救措施或者赔偿损失等责任。
            11.2 \(owner)逾期支付的，按照全国银行间同业拆借中心公布的贷款市场报价利率支付利息。
            ### 12.争议的解决
            12.1 争议由双方协商解决，也可以请求调解；协商、调解不成的，按照专用合同条款的约定解决。
            ## 第二节 专用合同条款
            """) + [.table(special, widths: [2, 5, 9])]
            + DocumentDraft.parts(
                """
                ## 第三节 合同协议书格式
                > \(owner)（全称）：\(facts.tenderer.name)
                > \(contractor)（全称）：____________________
                根据《中华人民共和国民法典》和有关法律规定，遵循平等、自愿、公平和诚实信用的原则，双方就\(facts.projectName)\
                （\(facts.sectionName)）及有关事项协商一致，订立本协议。
                1. 合同范围：\(facts.scopeText)
                2. \(words.duration)：____日历天，与投标文件一致。
                3. 质量标准：____________________。
                4. 签约合同价：人民币（大写）____________________（￥______________元）。
                5. \(words.leader)：__________，证书编号：____________________。
                6. 双方承诺按照合同文件的约定履行义务，不再订立背离合同实质性内容的其他协议。
                7. 本协议自双方法定代表人或者其委托代理人签字并加盖单位印章之日起生效。
                """) + [
                .signatures([
                    "\(owner)：____________________（盖单位章）", "法定代表人或委托代理人：__________",
                    "\(contractor)：____________________（盖单位章）", "法定代表人或委托代理人：__________", "日期：______年____月____日",
                ])
            ]
    }

    // MARK: Chapters 5 to 7

    static func bill(_ facts: TenderDocumentFacts) -> [DocumentDraft.Part] {
        let words = facts.trade.words
        let content = TradeContent.of(facts.trade)
        var parts = DocumentDraft.parts(
            """
            # 第五章 \(words.bill)
            ## 1.说明
            1.1 本章与招标文件其他章节一并阅读和理解。数量以随招标文件发布的电子清单为准，下表列出主要项目。
            1.2 投标人应当对表中每一项填报单价和合价；未填报的，视为其费用已包含在其他项目中。
            1.3 技术参数为最低要求，投标人可以提供性能相当或者更优的产品和工艺；不限定品牌、产地和供应商。
            1.4 本标段招标范围：\(facts.scopeText)
            ## 2.主要项目
            """)
        parts.append(
            .table(
                [["序号", "项目名称", "项目特征及要求", "单位", "数量", "单价（元）", "合价（元）"]]
                    + content.bill.enumerated().map { [String($0.offset + 1)] + $0.element + ["", ""] },
                widths: [2, 5, 9, 2, 3, 3, 3]))
        parts.append(
            .table(
                [
                    ["汇总项目", "金额（元）"], ["分项合价合计", ""], ["措施费（含安全文明施工费，按规定费率计取，不参与竞争）", ""],
                    ["规费和税金", ""], ["投标总价", ""],
                ], widths: [3, 1]))
        parts += DocumentDraft.parts("## 3.其他要求\n" + content.billNotes)
        return parts
    }

    static func drawings(_ facts: TenderDocumentFacts) -> [DocumentDraft.Part] {
        let content = TradeContent.of(facts.trade)
        return [
            .chapter("第六章 图纸"), .paragraph(content.drawingsNote),
            .table([["序号", "图号", "图名", "张数"]] + content.drawings, widths: [1, 2, 5, 1]),
            .paragraph("图纸以电子文件形式随招标文件发布，投标人下载后应当核对文件摘要；图纸与说明不一致的，应当及时提出。"),
        ]
    }

    static func technical(_ facts: TenderDocumentFacts) -> [DocumentDraft.Part] {
        let content = TradeContent.of(facts.trade)
        let standards = content.standards.enumerated().map { [String($0.offset + 1), $0.element.0, $0.element.1] }
        return [.chapter("第七章 技术标准和要求"), .heading("1.适用的标准和规范")]
            + DocumentDraft.parts("1.1 本标段执行国家现行有关标准和规范，包括但不限于下表所列；标准有更新的，执行最新有效版本。")
            + [.table([["序号", "编号", "名称"]] + standards, widths: [1, 4, 9])]
            + DocumentDraft.parts(
                """
                1.2 涉及材料和设备的，应当附有出厂合格证明；检测报告由具备相应资质的检验检测机构出具，不指定机构。
                1.3 本招标文件不限定品牌、型号和产地，所列技术要求均可由相当于或者优于其性能的产品满足。
                """)
            + DocumentDraft.parts(content.technical)
    }
}
