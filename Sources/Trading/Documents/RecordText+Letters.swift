import Statute

/// The letters of gates two and three.
extension RecordText {
    private static func addressee(_ heading: Heading, _ agency: String?) -> String {
        heading.tenderer + (agency.map { "、\($0)" } ?? "") + "："
    }

    private static func title(_ kind: DefectKind) -> String {
        switch kind {
        case .omission: "内容缺漏"
        case .error: "明显错误"
        case .date: "时间安排不符合规定"
        case .contradiction: "前后矛盾"
        case .exclusionary: "排他性内容"
        }
    }

    private static func title(_ kind: FilingDefect.Kind) -> String {
        switch kind {
        case .notAsApproved: "不符合审批（核准）的招标方案"
        case .beforeApproval: "未批先招"
        case .mustEnterNotEntered: "应进未进"
        case .unlawfulClause: "含有违法条款"
        }
    }

    /// 备案回执: that the document was received; no approval (1117 号 (一)).
    /// - Parameter date: when it was filed, Beijing time.
    static func filingReceipt(_ heading: Heading, agency: String?, _ filing: Filing, date: String) -> DocumentDraft {
        var parts: [DocumentDraft.Part] = [
            .title("招标文件备案回执"), .line("编号：\(filing.receipt)"), heading.table, .line(addressee(heading, agency)),
            .paragraph("你单位于\(date)在线提交备案的招标文件（摘要\(filing.digest.prefix(16))）已收到。备案不是事前审批，提交即完成，无需等待批准。"),
        ]
        let defects = filing.defects ?? []
        if !defects.isEmpty {
            let rows = defects.enumerated().map {
                [String($0.offset + 1), title($0.element.kind), $0.element.evidence]
            }
            parts += [
                .paragraph("系统比对发现下列情况，已提请行政监督部门审阅："),
                .table([["序号", "类别", "情况"]] + rows, widths: [1, 3, 9]),
            ]
        }
        parts += [
            .paragraph("行政监督部门可以在备案后提出询问或者立案调查。本回执由电子交易平台即时出具。"),
            .signatures(["行政监督部门（平台代为出具）", "日期：\(date)"]),
        ]
        return DocumentDraft(name: "备案回执 \(filing.receipt)", parts: parts)
    }

    /// 询问函: what the authority asks after a filing; it stops nothing by itself.
    /// - Parameter date: when it was asked, Beijing time.
    static func inquiry(
        _ heading: Heading, agency: String?, letter: String, question: String, date: String
    ) -> DocumentDraft {
        DocumentDraft(
            name: "询问函 \(letter)",
            parts: [
                .title("询问函"), .line("编号：\(letter)"), heading.table, .line(addressee(heading, agency)),
                .paragraph("对你单位备案的招标文件，现就下列事项询问："), .paragraph(question),
                .paragraph("请在电子交易平台书面答复，答复随卷宗公开。询问本身不使招标投标活动暂停。"),
                .signatures(["行政监督部门", "日期：\(date)"]),
            ])
    }

    /// 责令暂停通知: the authority investigates, and nothing goes on meanwhile.
    /// - Parameter date: when the investigation began, Beijing time.
    static func investigationOrder(
        _ heading: Heading, agency: String?, _ investigation: Investigation, date: String
    ) -> DocumentDraft {
        DocumentDraft(
            name: "责令暂停通知 \(investigation.letter ?? investigation.order)",
            parts: [
                .title("立案调查并责令暂停通知"), .line("文号：\(investigation.order)"), heading.table,
                .line(addressee(heading, agency)),
                .paragraph("你单位备案的招标文件涉嫌\(title(investigation.defect))，现决定立案调查。"),
                .paragraph("理由：\(investigation.reason)"),
                .paragraph("自本通知发出之时起，暂停本标段的招标投标活动，至调查结束。被责令暂停的期间不计入有关期限。你单位有权陈述、申辩。"),
                .signatures(["行政监督部门", "日期：\(date)"]),
            ])
    }

    private static func subject(_ letter: VerificationReminder) -> String {
        let digest = letter.digest.prefix(16)
        guard let notice = letter.published else {
            let notice = letter.notice == nil ? "" : "及招标公告"
            return "你单位报送进场的招标文件（摘要\(digest)）\(notice)经核验，发现下列情况，请更正后重新报送："
        }
        let title =
            switch notice.kind {
            case .tender: "招标公告"
            case .clarification: "第\(notice.id.dropFirst())号澄清、修改公告"
            case .candidates: "中标候选人公示"
            case .result: "中标结果公告"
            case .termination: "终止公告"
            }
        return "你单位发布的\(title)（摘要\(digest)）经核验，发现下列情况，请更正："
    }

    /// 提醒告知函: what has to be corrected before the document enters, or in a published notice, defect by defect.
    /// - Parameter date: when the letter was sent, Beijing time.
    static func reminder(
        _ heading: Heading, agency: String?, _ letter: VerificationReminder, date: String
    ) -> DocumentDraft {
        var parts: [DocumentDraft.Part] = [
            .title("提醒告知函"), .line("编号：\(letter.number)"), heading.table, .line(addressee(heading, agency)),
            .paragraph(subject(letter)),
        ]
        let defects = letter.defects ?? []
        if defects.isEmpty {
            parts.append(.paragraph(letter.findings))
        } else {
            let rows = defects.enumerated().map { index, defect in
                let place = (defect.subject == .notice ? "招标公告：" : "") + defect.place
                return [
                    String(index + 1), title(defect.kind) + (defect.aspect.map { "（\($0)）" } ?? ""), place,
                    defect.text,
                ]
            }
            parts.append(.table([["序号", "类别", "位置", "情况"]] + rows, widths: [1, 3, 3, 7]))
            if !letter.findings.isEmpty { parts.append(.paragraph("说明：\(letter.findings)")) }
        }
        parts += [
            .paragraph(
                (letter.published == nil ? "更正的招标文件应当重新进行公平竞争审查和备案。" : "更正内容应当以更正公告或者进一步的澄清发布。")
                    + "本函是交易服务中的提醒，不是行政处罚；对所列情况有不同意见的，可以书面说明，也可以向有关行政监督部门反映。"),
            .signatures(["公共资源交易中心", "日期：\(date)"]),
        ]
        return DocumentDraft(name: "提醒告知函 \(letter.number)", parts: parts)
    }

    /// 不予受理通知: the listed reason, in writing, with the way to object.
    /// - Parameter date: when entry was refused, Beijing time.
    static func entryRefusal(_ heading: Heading, agency: String?, _ refusal: EntryRefusal, date: String)
        -> DocumentDraft
    {
        let reason =
            switch refusal.reason {
            case .notApproved: "应当审批、核准而未经审批、核准"
            case .notOfThisPlatform: "不属于本平台受理的交易"
            case .notCorrected: "经提醒告知仍不更正"
            case .incomplete: "资料不齐全且无法补正"
            }
        return DocumentDraft(
            name: "不予受理通知 \(refusal.number)",
            parts: [
                .title("不予受理进场通知"), .line("编号：\(refusal.number)"), heading.table, .line(addressee(heading, agency)),
                .paragraph("你单位报送进场的招标文件（摘要\(refusal.digest.prefix(16))）因下列原因不予受理：\(reason)。"),
                .paragraph("具体情况：\(refusal.text)"),
                .paragraph("更正后可以重新报送。对不予受理有异议的，可以向公共资源交易中心书面提出，也可以向有关行政监督部门投诉。"),
                .signatures(["公共资源交易中心", "日期：\(date)"]),
            ])
    }
}
