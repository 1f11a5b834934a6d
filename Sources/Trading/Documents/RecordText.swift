/// Writes the records of a tender from plain values: each is one document, ready to be signed.
public enum RecordText {
    /// Which section a record is about.
    public struct Heading: Hashable, Sendable {
        public let projectName: String
        public let sectionName: String
        /// 统一交易标识码
        public let dealCode: String
        public let tenderer: String

        public init(projectName: String, sectionName: String, dealCode: String, tenderer: String) {
            self.projectName = projectName
            self.sectionName = sectionName
            self.dealCode = dealCode
            self.tenderer = tenderer
        }

        var name: String { "\(projectName)（\(sectionName)）" }

        var table: DocumentDraft.Part {
            .table(
                [
                    ["项目", "内容"], ["招标项目名称", projectName], ["标段", sectionName], ["统一交易标识码", dealCode],
                    ["招标人", tenderer],
                ], widths: [2, 6])
        }
    }

    // MARK: 开标记录

    /// One bid as it was read out.
    public struct OpenedBidLine: Hashable, Sendable {
        public let bidder: String
        /// Price with its unit, or why there is none.
        public let price: String
        public let duration: String
        public let quality: String
        public let leader: String
        /// Such as `已解密` or `未解密，视为撤销`.
        public let outcome: String

        public init(
            bidder: String, price: String, duration: String, quality: String, leader: String, outcome: String = "已解密"
        ) {
            self.bidder = bidder
            self.price = price
            self.duration = duration
            self.quality = quality
            self.leader = leader
            self.outcome = outcome
        }
    }

    /// An objection at the opening with its answer on the spot (条例 44).
    public struct AnsweredObjection: Hashable, Sendable {
        public let objector: String
        public let text: String
        public let answer: String

        public init(objector: String, text: String, answer: String) {
            self.objector = objector
            self.text = text
            self.answer = answer
        }
    }

    /// 开标记录 (招标投标法 36, 办法 32): public once written.
    public static func opening(
        _ heading: Heading, openedAt: String, place: String, ceiling: String, bids: [OpenedBidLine],
        objections: [AnsweredObjection] = [], recorder: String, witness: String, date: String
    ) -> DocumentDraft {
        var parts: [DocumentDraft.Part] = [
            .title("开标记录"), heading.table,
            .paragraph(
                "开标时间（投标截止时间）：\(openedAt)。开标地点：\(place)。最高投标限价：\(ceiling)。"
                    + "截止时收到加密投标文件\(bids.count)份，按收到的先后次序公布如下："),
        ]
        let head = ["序号", "投标人", "投标报价", "工期", "质量", "项目负责人", "解密情况"]
        let rows = bids.enumerated().map { index, bid in
            [String(index + 1), bid.bidder, bid.price, bid.duration, bid.quality, bid.leader, bid.outcome]
        }
        parts.append(.table([head] + rows, widths: [2, 6, 5, 3, 2, 3, 4]))
        if objections.isEmpty {
            parts.append(.paragraph("开标过程中投标人未提出异议。"))
        } else {
            parts.append(.paragraph("开标过程中提出的异议及当场答复："))
            let answered = objections.enumerated().map {
                [String($0.offset + 1), $0.element.objector, $0.element.text, $0.element.answer]
            }
            parts.append(.table([["序号", "异议人", "异议事项", "答复"]] + answered, widths: [1, 3, 5, 5]))
        }
        parts.append(.paragraph("以上内容与电子交易平台公布的内容一致，向社会公布。"))
        parts.append(.signatures(["记录人：\(recorder)", "见证人：\(witness)", "日期：\(date)"]))
        return DocumentDraft(name: "\(heading.name)开标记录", parts: parts)
    }

    // MARK: 评标报告

    /// A member of the committee as the report names them.
    public struct Member: Hashable, Sendable {
        public let name: String
        /// Such as `技术专家`, `经济专家`, `招标人代表`.
        public let role: String
        public let isChair: Bool
        /// How the member signed; empty leaves room for a hand.
        public let signature: String

        public init(name: String, role: String, isChair: Bool = false, signature: String = "") {
            self.name = name
            self.role = role
            self.isChair = isChair
            self.signature = signature
        }
    }

    /// A bid that the committee rejected, with the document's clause (条例 49, 51).
    public struct RejectedBid: Hashable, Sendable {
        public let bidder: String
        public let clause: String
        public let reason: String

        public init(bidder: String, clause: String, reason: String) {
            self.bidder = bidder
            self.clause = clause
            self.reason = reason
        }
    }

    /// One line of the ranking, first place first.
    public struct RankedBid: Hashable, Sendable {
        public let bidder: String
        public let price: String
        /// Points for each factor of the head, as printed.
        public let scores: [String]
        public let total: String

        public init(bidder: String, price: String, scores: [String], total: String) {
            self.bidder = bidder
            self.price = price
            self.scores = scores
            self.total = total
        }
    }

    /// A member's dissent in writing (条例 53).
    public struct Dissent: Hashable, Sendable {
        public let member: String
        public let text: String

        public init(member: String, text: String) {
            self.member = member
            self.text = text
        }
    }

    /// 评标报告 (条例 53).
    /// - Parameters:
    ///   - factors: heads of the scores.
    ///   - candidates: how many of the ranking are recommended, from the first.
    public static func evaluationReport(
        _ heading: Heading, method: String, evaluatedAt: String, place: String, members: [Member],
        openedBids: Int, rejected: [RejectedBid], factors: [String], ranking: [RankedBid], candidates: Int,
        clarifications: [String] = [], dissents: [Dissent] = [], date: String
    ) -> DocumentDraft {
        var parts: [DocumentDraft.Part] = [.title("评标报告"), heading.table, .heading("一、基本情况")]
        parts.append(
            .paragraph(
                "评标委员会于\(evaluatedAt)在\(place)，依据招标文件规定的\(method)，对开标时解密成功的\(openedBids)份投标文件进行了评审。"))
        parts.append(.heading("二、评标委员会成员"))
        let people = members.enumerated().map {
            [String($0.offset + 1), $0.element.name, $0.element.role, $0.element.isChair ? "主任" : ""]
        }
        parts.append(.table([["序号", "姓名", "类别", "备注"]] + people, widths: [1, 3, 3, 2]))
        parts.append(.heading("三、初步评审和否决投标情况"))
        if rejected.isEmpty {
            parts.append(.paragraph("\(openedBids)份投标文件均通过形式评审、资格评审和响应性评审，没有否决投标。"))
        } else {
            parts.append(.paragraph("评标委员会依据招标文件列明的条款，否决下列投标："))
            let rows = rejected.map { [$0.bidder, $0.clause, $0.reason] }
            parts.append(.table([["投标人", "依据条款", "理由"]] + rows, widths: [4, 2, 6]))
        }
        parts.append(.heading("四、澄清、说明和算术修正"))
        parts += clarifications.isEmpty ? [.paragraph("无。")] : clarifications.map { .paragraph($0) }
        parts.append(.heading("五、详细评审和排序"))
        let head = ["排名", "投标人", "投标报价"] + factors + ["综合得分"]
        let rows = ranking.enumerated().map { index, bid in
            [String(index + 1), bid.bidder, bid.price] + bid.scores + [bid.total]
        }
        let scoreWidth = factors.count > 4 ? 2 : 3
        parts.append(
            .table([head] + rows, widths: [2, 6, 5] + [Int](repeating: scoreWidth, count: factors.count) + [3]))
        parts.append(.heading("六、推荐的中标候选人"))
        for (index, bid) in ranking.prefix(candidates).enumerated() {
            parts.append(
                .paragraph(
                    "第\(ChineseAmount.ordinal(index + 1))中标候选人：\(bid.bidder)，投标报价\(bid.price)，综合得分\(bid.total)分。"))
        }
        parts.append(.heading("七、不同意见"))
        parts +=
            dissents.isEmpty ? [.paragraph("评标委员会成员没有不同意见。")] : dissents.map { .paragraph("\($0.member)：\($0.text)") }
        parts.append(.heading("八、评标委员会成员签字"))
        parts.append(.table([["姓名", "签字"]] + members.map { [$0.name, $0.signature] }, widths: [1, 2]))
        parts.append(.signatures(["日期：\(date)"]))
        return DocumentDraft(name: "\(heading.name)评标报告", parts: parts)
    }
}
