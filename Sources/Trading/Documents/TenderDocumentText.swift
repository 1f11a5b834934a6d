/// Writes a whole tender document (招标文件) in eight chapters, in the order of the standard documents
/// (《标准施工招标文件》发改委令第56号), in lawful wording: no aspect of the fair competition review is touched.
public enum TenderDocumentText {
    /// - Parameter violation: one sentence that stands among the qualification demands, for documents that are to
    ///   be found wanting; nil for a lawful document.
    public static func make(_ facts: TenderDocumentFacts, violation: String? = nil) -> DocumentDraft {
        var parts: [DocumentDraft.Part] = [
            .cover(
                DocumentDraft.Cover(
                    subjects: [facts.projectName, "（\(facts.sectionName)）"], kind: "招标文件",
                    number: "统一交易标识码：\(facts.dealCode)", lines: coverLines(facts))), .contents,
        ]
        parts += notice(facts, violation: violation)
        parts += instructions(facts)
        parts += evaluation(facts)
        parts += contract(facts)
        parts += bill(facts)
        parts += drawings(facts)
        parts += technical(facts)
        parts += forms(facts)
        return DocumentDraft(name: "\(facts.projectName)（\(facts.sectionName)）招标文件", parts: parts)
    }

    private static func coverLines(_ facts: TenderDocumentFacts) -> [String] {
        var lines = ["招标人：\(facts.tenderer.name)"]
        if let agency = facts.agency { lines.append("招标代理机构：\(agency.name)") }
        return lines + [facts.dateText]
    }

    // MARK: Chapter 1

    private static func notice(_ facts: TenderDocumentFacts, violation: String?) -> [DocumentDraft.Part] {
        let words = facts.trade.words
        var parts = DocumentDraft.parts(
            """
            # 第一章 招标公告
            ## 1.招标条件
            1.1 本招标项目\(facts.projectName)已由\(facts.approvalAuthority)以\(facts.approvalNumber)批准建设，\
            招标人为\(facts.tenderer.name)，资金来源为\(facts.fundingText)。招标范围、招标方式和招标组织形式已经核准，\
            项目已具备招标条件，现对\(facts.sectionName)的\(words.work)进行公开招标。
            ## 2.项目概况与招标范围
            2.1 建设地点：\(facts.region)。
            2.2 招标范围：\(facts.scopeText)
            2.3 标段合同估算价：\(facts.estimateText)；最高投标限价：\(facts.ceilingText)。
            2.4 \(words.duration)：\(facts.durationDays)日历天。质量要求：\(facts.quality)。
            ## 3.投标人资格要求
            """)
        let demands = facts.qualification + (violation.map { [$0] } ?? [])
        for (index, demand) in demands.enumerated() {
            parts.append(.clause(number: "3.\(index + 1)", text: demand))
        }
        let next = demands.count + 1
        parts += DocumentDraft.parts(
            """
            3.\(next) 投标人未被列入严重失信主体名单，没有处于财产被接管、冻结或者破产状态。
            3.\(next + 1) 单位负责人为同一人或者存在控股、管理关系的不同单位，不得参加同一标段投标。
            3.\(next + 2) 本项目不限定投标人的所有制形式和组织形式，不要求投标人在本地设立分支机构，业绩不限地区和行业。
            ## 4.招标文件的获取
            4.1 凡有意参加投标者，无需报名，自\(facts.issueFromText)起至\(facts.issueUntilText)止登录电子交易平台免费下载\
            招标文件。下载者的名称和数量在投标截止前保密。
            4.2 电子交易平台的注册、数字证书的互认和投标工具的下载均不收取费用，任何符合公开接口规范的投标工具均可使用。
            ## 5.投标文件的递交
            5.1 投标文件递交的截止时间（投标截止时间，下同）为\(facts.deadlineText)（北京时间），投标人应当在截止前通过\
            电子交易平台完成加密投标文件的传输。
            5.2 逾期送达或者未按规定加密的投标文件，电子交易平台予以拒收并即时告知。
            ## 6.开标
            6.1 开标时间与投标截止时间为同一时间，地点为\(facts.openingPlace)，投标人可以在线参加，无需到达现场。
            ## 7.发布公告的媒介
            7.1 本公告在中国招标投标公共服务平台、云南省公共资源交易平台和昭通市公共资源交易电子服务系统同时发布，内容一致。
            ## 8.异议与投诉
            8.1 潜在投标人对招标文件有异议的，应当在投标截止时间10日前通过电子交易平台提出，招标人自收到异议之日起3日内\
            作出答复；作出答复前，暂停招标投标活动。
            8.2 投标人或者其他利害关系人认为招标投标活动不符合法律、行政法规规定的，可以自知道或者应当知道之日起10日内向\
            行政监督部门投诉。
            ## 9.联系方式
            """)
        var rows = [["事项", "招标人"], ["名称", facts.tenderer.name], ["地址", facts.tenderer.address]]
        rows += [["联系人", facts.tenderer.contact], ["电话", facts.tenderer.telephone]]
        if let agency = facts.agency {
            rows[0].append("招标代理机构")
            for (index, text) in [agency.name, agency.address, agency.contact, agency.telephone].enumerated() {
                rows[index + 1].append(text)
            }
        }
        parts.append(.table(rows, widths: facts.agency == nil ? [1, 4] : [1, 3, 3]))
        parts.append(.paragraph("行政监督部门：\(facts.supervisor)"))
        return parts
    }

    // MARK: Chapter 2

    private static func instructions(_ facts: TenderDocumentFacts) -> [DocumentDraft.Part] {
        let words = facts.trade.words
        let agency = facts.agency.map { "名称：\($0.name)\n联系人：\($0.contact)\n电话：\($0.telephone)" } ?? "无，招标人自行招标"
        let table = [
            ["条款号", "条款名称", "编列内容"],
            ["1.1.1", "项目名称", facts.projectName], ["1.1.2", "标段", facts.sectionName],
            [
                "1.1.3", "招标人",
                "名称：\(facts.tenderer.name)\n联系人：\(facts.tenderer.contact)\n电话：\(facts.tenderer.telephone)",
            ],
            ["1.1.4", "招标代理机构", agency], ["1.1.5", "建设地点", facts.region],
            ["1.2.1", "资金来源", facts.fundingText], ["1.3.1", "招标范围", facts.scopeText],
            ["1.3.2", words.duration, "\(facts.durationDays)日历天"], ["1.3.3", "质量要求", facts.quality],
            ["1.4.1", "投标人资格要求", "见第一章第3条"], ["1.4.2", "是否接受联合体投标", "由投标人自愿选择；联合体各方应当签订共同投标协议"],
            ["1.9.1", "踏勘现场", "不组织；投标人可以自行踏勘，未踏勘不影响投标"],
            ["1.11.1", "分包", "允许对非主体、非关键性工作进行分包"],
            ["2.2.1", "投标人提出异议的截止时间", "投标截止时间10日前"],
            ["2.2.2", "招标文件澄清、修改的发出时间", "可能影响投标文件编制的，在投标截止时间15日前；不足15日的，顺延投标截止时间"],
            ["3.2.3", "最高投标限价", facts.ceilingText], ["3.2.4", "最低投标限价", "不设"],
            ["3.3.1", "投标有效期", "自投标截止之日起\(facts.validityDays)日"],
            ["3.4.1", "投标保证金", "\(facts.depositText)；现金、支票、银行保函、保证保险、担保公司保函由投标人自主选择"],
            ["3.5.1", "资格审查资料", "在投标文件中提供扫描件或者电子证照"],
            ["4.2.1", "投标截止时间", "\(facts.deadlineText)（北京时间）"],
            ["4.2.2", "递交方式", "通过电子交易平台递交加密投标文件"],
            ["5.1.1", "开标时间和地点", "同投标截止时间；\(facts.openingPlace)"],
            ["5.2.1", "解密时限", "开标后\(facts.openingWindowMinutes)分钟"],
            ["6.1.1", "评标委员会", "5人以上单数，技术、经济等方面的专家不少于成员总数的三分之二，专家随机抽取"],
            ["6.3.1", "评标办法", facts.evaluationMethodText], ["7.1.1", "中标候选人", "不超过3名，标明排序；公示不少于3日"],
            ["7.3.1", "履约保证金", "中标合同金额的5%；银行保函、工程保证保险、担保公司保函、现金由中标人自主选择"],
            ["9.5.1", "行政监督部门", facts.supervisor],
        ]
        return [.chapter("第二章 投标人须知"), .heading("投标人须知前附表"), .table(table, widths: [2, 4, 10])]
            + DocumentDraft.parts(instructionsText(facts))
    }
}
