import Desk
import Statute

/// What stands in each record: a pure function of the docket.
extension Tender {
    /// - Parameters:
    ///   - due: which record, and when its moment came.
    ///   - acts: entries of the docket so far.
    ///   - checkpoint: lines of the signed checkpoint that covers them; only the archive's cover shows it.
    ///   - law: the limits that a record names are those under which the tender began.
    /// - Returns: nil when the docket lacks what the record needs.
    func record(_ due: Records.Due, acts: Int, checkpoint: [String], law: Statute) throws -> DocumentDraft? {
        guard let plan, let document else { return nil }
        let heading = RecordText.Heading(
            projectName: plan.projectName, sectionName: plan.name, dealCode: plan.dealCode,
            tenderer: plan.tendererName)
        let date = BeijingTime.text(due.since)
        switch due.kind {
        case .opening: return openingRecord(heading, document, date)
        case .evaluation: return evaluationRecord(heading, document, since: due.since)
        case .awardNotice: return try awardNotice(heading, law, date)
        case .contractDifferences: return contractDifferences(heading, plan, document)
        case .archiveCover: return archiveCover(heading, plan, acts: acts, checkpoint: checkpoint, date)
        case .reminder:
            return (gates.reminders + noticeReminders).first { $0.number == due.letter }.map {
                RecordText.reminder(heading, agency: plan.agencyName, $0, date: date)
            }
        case .filingReceipt:
            return filings.first { $0.letter == due.letter }.map {
                RecordText.filingReceipt(heading, agency: plan.agencyName, $0, date: date)
            }
        case .inquiry:
            return gates.inquiries.first { $0.letter == due.letter }.map {
                RecordText.inquiry(
                    heading, agency: plan.agencyName, letter: due.letter ?? "", question: $0.question, date: date)
            }
        case .investigationOrder:
            return investigations.first { $0.letter == due.letter }.map {
                RecordText.investigationOrder(heading, agency: plan.agencyName, $0, date: date)
            }
        case .entryRefusal:
            return entryRefusals.first { $0.number == due.letter }.map {
                RecordText.entryRefusal(heading, agency: plan.agencyName, $0, date: date)
            }
        }
    }

    private func openingRecord(
        _ heading: RecordText.Heading, _ document: TenderDocument, _ date: String
    ) -> DocumentDraft? {
        guard let startedAt = opening.startedAt else { return nil }
        let lines = opening.bids.map { bid -> RecordText.OpenedBidLine in
            switch bid.outcome {
            case .opened(let opened):
                return RecordText.OpenedBidLine(
                    bidder: opened.bidderName, price: "\(opened.price.yuan)元", duration: "\(opened.durationDays)日历天",
                    quality: opened.quality, leader: opened.projectLeader)
            case .notOpened(let unopened):
                let outcome = unopened.consequence == .revoked ? "未解密，视为撤销" : "未解密，视为撤回"
                return .unopened(unopened.bidderName, outcome)
            case .waiting: return .unopened(bid.received.bidderName, "未解密")
            }
        }
        return RecordText.opening(
            heading, openedAt: BeijingTime.text(startedAt), place: notice?.place ?? "",
            ceiling: "\(document.ceilingPrice.yuan)元", bids: lines,
            objections: opening.objections.map { objection in
                RecordText.AnsweredObjection(
                    objector: bidderName(objection.bidder), text: objection.text, answer: objection.answer ?? "")
            },
            recorder: plan?.agencyName ?? plan?.tendererName ?? "", witness: "台账见本标段卷宗", date: date)
    }

    private func evaluationRecord(
        _ heading: RecordText.Heading, _ document: TenderDocument, since: Instant
    ) -> DocumentDraft? {
        guard let report else { return nil }
        let factors = document.evaluation.factors
        let members = committee.map { seat in
            RecordText.Member(
                name: seat.seat, role: seat.kind == .expert ? "评标专家" : "招标人代表",
                signature: signatures[seat.seat].map { $0.dissent == nil ? "已电子签署" : "书面不同意见" } ?? "")
        }
        let rejected = report.rejected.sorted { $0.value < $1.value }.compactMap { entry -> RecordText.RejectedBid? in
            guard let rejection = rejections.first(where: { $0.number == entry.value }) else { return nil }
            return RecordText.RejectedBid(
                bidder: bidderName(entry.key), clause: rejection.clause, reason: rejection.evidence)
        }
        let ranking = report.bids.sorted { $0.rank < $1.rank }.map { bid in
            RecordText.RankedBid(
                bidder: bid.bidderName, price: "\(bid.price.yuan)元",
                scores: factors.map { bid.factorScores[$0.id]?.description ?? "" } + [bid.priceScore.description],
                total: bid.total.description)
        }
        let dissents = signatures.sorted { $0.key < $1.key }.compactMap { seat, signature in
            signature.dissent.map { RecordText.Dissent(member: seat, text: $0) }
        }
        let clarifications = report.competitionStatement.map { ["有效投标数量不足时对竞争性的论证：\($0)"] } ?? []
        return RecordText.evaluationReport(
            heading, method: "综合评估法", evaluatedAt: BeijingTime.text(since), place: notice?.place ?? "",
            members: members, openedBids: opening.opened.count, rejected: rejected,
            factors: factors.map(\.name) + ["投标报价"], ranking: ranking,
            candidates: report.candidates.count, clarifications: clarifications,
            dissents: dissents, date: BeijingTime.text(since))
    }

    private func awardNotice(_ heading: RecordText.Heading, _ law: Statute, _ date: String) throws -> DocumentDraft? {
        guard let award, let noticesIssuedAt,
            let bid = opening.opened.first(where: { $0.bidder == award.bidder })
        else { return nil }
        let bond = law.share(of: .performanceBond, begun: begunOn).map { "，不超过中标合同金额的\(Self.percent($0))" }
        return RecordText.awardNotice(
            heading, winner: award.bidderName, price: "\(award.price.yuan)元",
            priceInWords: ChineseAmount.words(fen: award.price.fen), duration: "\(bid.durationDays)日历天",
            quality: bid.quality, leader: bid.projectLeader, certificate: "见投标文件",
            performanceBond: "按招标文件规定" + (bond ?? ""),
            contractDays: try law.due("T24", from: noticesIssuedAt, begun: begunOn).length, date: date)
    }

    /// Thousandths as a percentage without needless decimals: `10%`, `7.5%`.
    private static func percent(_ permille: Int64) -> String {
        permille % 10 == 0 ? "\(permille / 10)%" : "\(permille / 10).\(permille % 10)%"
    }

    private func contractDifferences(
        _ heading: RecordText.Heading, _ plan: SectionPlan, _ document: TenderDocument
    ) -> DocumentDraft? {
        guard let contract, let award, let bid = opening.opened.first(where: { $0.bidder == award.bidder }) else {
            return nil
        }
        let reasons = contract.differences.map { difference in
            let term = difference.term == "projectLeader" ? "项目负责人" : difference.term
            return "\(term)：投标为\(difference.bid)，合同为\(difference.contract)"
        }
        return RecordText.contractDifferences(
            heading, contractNumber: contract.contractNumber, winner: award.bidderName,
            terms: [
                .init(
                    term: "合同价", document: "不高于\(document.ceilingPrice.yuan)元", bid: "\(bid.price.yuan)元",
                    contract: "\(contract.price.yuan)元"),
                .init(
                    term: "工期（服务期、交货期）", document: "\(document.durationDays)日历天", bid: "\(bid.durationDays)日历天",
                    contract: "\(contract.durationDays)日历天"),
                .init(term: "质量", document: document.quality, bid: bid.quality, contract: contract.quality),
                .init(
                    term: "项目负责人", document: "按资格条件", bid: bid.projectLeader, contract: contract.projectLeader),
            ],
            reasons: reasons, preparedBy: plan.tendererName, date: contract.signedOn.description)
    }

    private func archiveCover(
        _ heading: RecordText.Heading, _ plan: SectionPlan, acts: Int, checkpoint: [String], _ date: String
    ) -> DocumentDraft? {
        guard let archive else { return nil }
        let years = archive.retentionYears
        let begin = notice.map { Day(of: $0.issueFrom).description } ?? ""
        return RecordText.archiveCover(
            heading, volume: archive.volume, period: "\(begin)至\(date)", retention: years == 0 ? "永久" : "\(years)年",
            acts: acts,
            files: files.map { RecordText.ArchivedFile(name: $0.name, size: $0.size, sha256: $0.sha256) },
            checkpoint: checkpoint, archivedBy: plan.agencyName ?? plan.tendererName, date: date)
    }

    private func bidderName(_ code: String) -> String {
        opening.bids.first { $0.received.bidder == code }?.received.bidderName ?? code
    }
}

extension RecordText.OpenedBidLine {
    fileprivate static func unopened(_ bidder: String, _ outcome: String) -> RecordText.OpenedBidLine {
        RecordText.OpenedBidLine(
            bidder: bidder, price: "—", duration: "—", quality: "—", leader: "—", outcome: outcome)
    }
}
