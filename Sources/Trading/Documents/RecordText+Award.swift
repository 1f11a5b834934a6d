extension RecordText {
    // MARK: 中标通知书

    /// 中标通知书 (招标投标法 45, 46).
    /// - Parameters:
    ///   - price: in figures with its unit.
    ///   - priceInWords: see ``ChineseAmount``.
    ///   - contractDays: within how many days the contract is concluded (T24).
    public static func awardNotice(
        _ heading: Heading, winner: String, price: String, priceInWords: String, duration: String, quality: String,
        leader: String, certificate: String, performanceBond: String, contractDays: Int, date: String
    ) -> DocumentDraft {
        DocumentDraft(
            name: "\(heading.name)中标通知书",
            parts: [
                .title("中标通知书"), .line("\(winner)："),
                .paragraph(
                    "你方所递交的\(heading.name)投标文件已被我方接受，经评标委员会评审、中标候选人公示，确定你方为中标人。主要中标内容如下："),
                .table(
                    [
                        ["事项", "内容"], ["统一交易标识码", heading.dealCode], ["中标价", "\(price)\n人民币（大写）\(priceInWords)"],
                        ["工期（服务期、交货期）", duration], ["质量", quality], ["项目负责人", "\(leader)（\(certificate)）"],
                        ["履约担保", performanceBond],
                    ], widths: [3, 7]),
                .paragraph(
                    "请你方自本通知书发出之日起\(contractDays)日内，按照招标文件和你方的投标文件与我方订立书面合同；在此之前按照招标文件的规定提交履约担保，"
                        + "形式由你方自主选择。"), .paragraph("中标结果同时通知所有未中标的投标人。"), .paragraph("特此通知。"),
                .signatures(["招标人：\(heading.tenderer)（盖单位章）", "法定代表人或委托代理人：__________", "日期：\(date)"]),
            ])
    }

    // MARK: 合同差异表

    /// One term compared: tender document, bid and contract.
    public struct ComparedTerm: Hashable, Sendable {
        public let term: String
        public let document: String
        public let bid: String
        public let contract: String

        public init(term: String, document: String, bid: String, contract: String) {
            self.term = term
            self.document = document
            self.bid = bid
            self.contract = contract
        }
    }

    /// 合同差异表 (招标投标法 46, 条例 57): bid and contract side by side.
    /// - Parameter reasons: why terms other than price, quality and time differ.
    public static func contractDifferences(
        _ heading: Heading, contractNumber: String, winner: String, terms: [ComparedTerm], reasons: [String] = [],
        preparedBy: String, date: String
    ) -> DocumentDraft {
        let different = terms.filter { $0.bid != $0.contract }
        let rows = terms.map { [$0.term, $0.document, $0.bid, $0.contract, $0.bid == $0.contract ? "一致" : "不一致"] }
        var parts: [DocumentDraft.Part] = [
            .title("合同与投标文件差异表"), heading.table, .paragraph("合同编号：\(contractNumber)。中标人：\(winner)。"),
            .table([["条款", "招标文件", "投标文件", "合同", "比对结果"]] + rows, widths: [3, 4, 4, 4, 2]),
        ]
        parts.append(
            .paragraph(
                different.isEmpty
                    ? "合同的主要条款与招标文件和中标人的投标文件一致。"
                    : "不一致的条款共\(different.count)项：" + different.map(\.term).joined(separator: "、") + "。"))
        for reason in reasons { parts.append(.paragraph("说明：\(reason)")) }
        parts.append(.signatures(["编制人：\(preparedBy)", "日期：\(date)"]))
        return DocumentDraft(name: "\(heading.name)合同差异表", parts: parts)
    }

    // MARK: 归档封面

    /// A file in the volume.
    public struct ArchivedFile: Hashable, Sendable {
        public let name: String
        /// Bytes.
        public let size: Int64
        /// Hexadecimal.
        public let sha256: String

        public init(name: String, size: Int64, sha256: String) {
            self.name = name
            self.size = size
            self.sha256 = sha256
        }
    }

    /// 归档封面 with the list of contents and their digests (DA/T 103-2024: one section, one volume).
    /// - Parameters:
    ///   - retention: such as `30年` or `永久`.
    ///   - acts: entries of the docket that the volume holds.
    ///   - checkpoint: lines of the signed checkpoint that covers them.
    public static func archiveCover(
        _ heading: Heading, volume: String, period: String, retention: String, acts: Int, files: [ArchivedFile],
        checkpoint: [String], archivedBy: String, date: String
    ) -> DocumentDraft {
        let rows = files.enumerated().map { index, file in
            [String(index + 1), file.name, String(file.size), file.sha256]
        }
        var parts: [DocumentDraft.Part] = [
            .cover(
                DocumentDraft.Cover(
                    subjects: [heading.projectName, "（\(heading.sectionName)）"], kind: "电子档案", number: "卷号：\(volume)",
                    lines: ["起止日期：\(period)", "保管期限：\(retention)", "归档单位：\(archivedBy)", "归档日期：\(date)"])),
            .title("卷内目录"),
            heading.table,
            .paragraph("本卷含行为记录\(acts)条、电子文件\(files.count)件。文件的摘要算法为SHA-256，任何人可以用通用工具核对。"),
            .table([["序号", "文件名称", "字节数", "SHA-256摘要"]] + rows, widths: [1, 4, 2, 7]),
        ]
        if !checkpoint.isEmpty {
            parts.append(.heading("台账检查点"))
            parts += checkpoint.map { .line($0) }
        }
        parts.append(.signatures(["归档人：__________", "检查人：__________", "日期：\(date)"]))
        return DocumentDraft(name: "\(heading.name)归档封面", parts: parts)
    }
}
