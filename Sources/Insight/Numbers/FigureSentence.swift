/// A sentence read for its figures: which of them is the deposit, the estimate, the threshold.
struct FigureSentence {
    typealias Amount = (fen: Int64, range: Range<Int>)
    typealias Share = (share: Int64, range: Range<Int>)

    let group: Int
    let words: SentenceText
    private let text: ArraySlice<UInt32>
    private let figures: [Figure]

    init(_ sentence: SentenceList.Sentence, _ list: SentenceList) {
        words = SentenceText(sentence, list)
        group = sentence.group
        text = words.text
        // Reading figures is dear: only where one of the words stands that they belong to.
        let holds = text.contains { Self.begins[Int($0 & 4095)] } && Self.has(text, Self.owners)
        // Figures in a row's labels belong to the labels' own cells.
        figures = holds ? FigureReader.figures(in: text).filter { $0.range.lowerBound >= sentence.own } : []
    }

    var matters: Bool { !figures.isEmpty }

    private static func codes(_ words: String) -> [[UInt32]] { SentenceText.codes(words) }

    private static let deposits = codes("投标保证金 投标担保 磋商保证金 谈判保证金 保证金金额")
    /// A deposit without its kind: what is held against an estimate is the bid's.
    private static let plainDeposits = codes("保证金")
    private static let bonds = codes("履约保证金 履约担保 履约保函")
    private static let retentions = codes("质量保证金 质保金 保修金 质量保修金")
    private static let estimates = codes(
        "估算价 估算金额 概算 预算 控制价 最高限价 最高投标限价 工程造价 总投资 概算投资 投资额约 预估金额 估算约")
    private static let ceilings = codes("控制价 最高限价 最高投标限价")
    private static let performances = codes("业绩 完成过 承担过 承建过 供货 类似项目 类似工程 主持过")
    /// Words that figures belong to.
    private static let owners = deposits + plainDeposits + bonds + retentions + estimates + performances
    /// Which scalars, modulo 4096, begin one of them: most do not.
    private static let begins = owners.reduce(into: [Bool](repeating: false, count: 4096)) { begins, word in
        begins[Int(word[0] & 4095)] = true
    }
    private static let thresholds = codes("合同额 合同金额 合同价 单项合同 单笔 单个合同 单项 金额 造价 投资额 中标金额 工程")
    private static let services = codes("监理 设计 勘察 造价咨询 代建 项目管理")
    private static let investments = codes("工程投资 总投资 投资额 工程造价 建安费 建安工程费 投资规模")
    private static let others = codes("履约 质量 农民工 工资 诚信 退还 利息 管理费 逾期 违约 扣除 罚款 减半 有效期")
    /// Before 保证金: another than the bid's.
    private static let otherKinds = others + codes("质保 合同")
    private static let contracts = codes("合同 合同额 合同价 合同金额 合同总价 中标价")
    private static let works = codes("工程 结算 竣工 施工 保修")
    private static let notBond = codes("退还 返还 支付 预付款 付款 进度款 扣 利息 工程款 质量保证金 不低于 预留 封顶后")
    private static let least = codes("以上 不低于 不少于 及以上 达 ≥ 高于 不得低于 超过 不小于")
    private static let notEstimate = codes("保证金 业绩 合同金额 供货 注册 产值 不超过 存款 节约")

    private static func has(_ text: ArraySlice<UInt32>, _ words: [[UInt32]]) -> Bool { SentenceText.has(text, words) }

    /// Where the last of some words ends before a position, at most so many scalars away.
    private func end(of words: [[UInt32]], before position: Int, within reach: Int) -> Int? {
        var start = position - 1
        while start >= text.startIndex, position - start <= reach + 8 {
            for word in words where text[start...].starts(with: word) {
                let end = start + word.count
                if end <= position, position - end <= reach { return end }
            }
            start -= 1
        }
        return nil
    }

    private func start(of words: [[UInt32]], after position: Int, within reach: Int) -> Int? {
        var start = position
        while start < text.endIndex, start - position <= reach {
            for word in words where text[start...].starts(with: word) { return start }
            start += 1
        }
        return nil
    }

    private func between(_ start: Int, _ end: Int, has words: [[UInt32]]) -> Bool {
        start < end && Self.has(text[start..<end], words)
    }

    /// 估算价3600万元.
    var estimate: Amount? {
        for figure in figures {
            guard let fen = figure.fen, fen >= 100_000_00 else { continue }
            guard let end = end(of: Self.estimates, before: figure.range.lowerBound, within: 10) else { continue }
            if between(end, figure.range.lowerBound, has: Self.notEstimate) { continue }
            // 估算价2%,约60万元 is not the estimate.
            if between(end, figure.range.lowerBound, has: [[0x25], [0x500D], [0x4E4B]]) { continue }
            return (fen, figure.range)
        }
        return nil
    }

    /// Whether the amount that ``estimate`` gives is a price ceiling, which is another figure than the estimate.
    var isCeiling: Bool {
        guard let range = estimate?.range else { return false }
        return end(of: Self.ceilings, before: range.lowerBound, within: 10) != nil
    }

    /// 投标保证金60万元.
    var deposit: Amount? {
        for figure in figures {
            guard let fen = figure.fen, let end = end(of: Self.deposits, before: figure.range.lowerBound, within: 18),
                !between(end, figure.range.lowerBound, has: Self.others + Self.estimates)
            else { continue }
            return (fen, figure.range)
        }
        return plainDeposit
    }

    /// 预算135万,保证金交4万: only beside an estimate.
    private var plainDeposit: Amount? {
        guard let estimate else { return nil }
        for figure in figures where figure.range != estimate.range {
            guard let fen = figure.fen,
                let end = end(of: Self.plainDeposits, before: figure.range.lowerBound, within: 3),
                !between(max(end - 10, text.startIndex), figure.range.lowerBound, has: Self.otherKinds),
                !between(end, figure.range.lowerBound, has: Self.estimates + [[0x2C]])
            else { continue }
            return (fen, figure.range)
        }
        return nil
    }

    /// 投标保证金为估算价的3%.
    var depositShare: Share? {
        for figure in figures {
            guard let share = figure.share else { continue }
            if let end = end(of: Self.deposits, before: figure.range.lowerBound, within: 36),
                !between(end, figure.range.lowerBound, has: Self.others)
            {
                return (share, figure.range)
            }
            // 缴纳预算金额4%的投标保证金.
            let after = start(of: Self.deposits, after: figure.range.upperBound, within: 4)
            if let after, !between(figure.range.upperBound, after, has: [[0x2C]]) { return (share, figure.range) }
            // 保证金2.4万元(预算的2.5%): a share of the estimate is the bid's deposit.
            let plain = self.end(of: Self.plainDeposits, before: figure.range.lowerBound, within: 20)
            if let plain, between(plain, figure.range.lowerBound, has: Self.estimates),
                !between(max(plain - 10, text.startIndex), figure.range.lowerBound, has: Self.otherKinds)
            {
                return (share, figure.range)
            }
        }
        return nil
    }

    /// 履约保证金9.3万(合同62万): the bond's share of the contract that the sentence names.
    var bondOfContract: Share? {
        guard Self.has(text, Self.bonds) else { return nil }
        let contract = figures.first { figure in
            guard figure.fen ?? 0 > 0, let end = end(of: Self.contracts, before: figure.range.lowerBound, within: 2)
            else { return false }
            return !between(end, figure.range.lowerBound, has: [[0x2C]])
        }
        guard let contract, let whole = contract.fen else { return nil }
        for figure in figures where figure.range != contract.range {
            guard let fen = figure.fen, let end = end(of: Self.bonds, before: figure.range.lowerBound, within: 6),
                !between(end, figure.range.lowerBound, has: Self.notBond + [[0x2C]])
            else { continue }
            let (product, overflow) = fen.multipliedReportingOverflow(by: 100_000)
            return overflow ? nil : (product / whole, figure.range)
        }
        return nil
    }

    /// 履约保证金为合同价的10%, 按合同价的15%提交履约担保.
    var bondShare: Share? {
        for figure in figures {
            guard let share = figure.share else { continue }
            let before = end(of: Self.bonds, before: figure.range.lowerBound, within: 24)
            // 退还履约保证金的50% is no share either.
            if let before, !between(max(before - 10, text.startIndex), figure.range.lowerBound, has: Self.notBond),
                !isDiscount(figure)
            {
                return (share, figure.range)
            }
            let after = start(of: Self.bonds, after: figure.range.upperBound, within: 8)
            if let after, !between(figure.range.upperBound, after, has: Self.notBond + [[0x2C]]) {
                return (share, figure.range)
            }
        }
        return nil
    }

    /// 不超过中标合同金额的10% is the law's limit in the document's words, and no figure of its own.
    func isUpperBound(_ figure: Share) -> Bool {
        let words = Self.codes("不超过 不得超过 不高于 不得高于 不大于 最高 至多")
        return end(of: words, before: figure.range.lowerBound, within: 14) != nil
    }

    /// 担保金额提高20%, 减少50%: a change and not a share.
    private func isDiscount(_ figure: Figure) -> Bool {
        let words = Self.codes("上浮 提高 增加 减少 降低 下浮 减免 占 份额")
        return end(of: words, before: figure.range.lowerBound, within: 3) != nil
    }

    /// 质量保证金按结算总额的3%预留; the cap is for works (建质〔2017〕138号 2), not for the last payment of goods.
    var retentionShare: Share? {
        guard Self.has(text, Self.works) else { return nil }
        for figure in figures {
            guard let share = figure.share else { continue }
            let before = end(of: Self.retentions, before: figure.range.lowerBound, within: 20)
            if let before, !between(before, figure.range.lowerBound, has: Self.codes("退还 返还 支付至 支付 付至 利息 扣除")) {
                return (share, figure.range)
            }
            let after = start(of: Self.retentions, after: figure.range.upperBound, within: 6)
            // 余款10%中包含3%的质量保证金: the nearer figure is the retention's.
            if let after, !between(figure.range.upperBound, after, has: [[0x2C], [0x25]]) {
                return (share, figure.range)
            }
        }
        return nil
    }

    /// 合同金额1000万元以上的业绩: the highest threshold of the sentence.
    var performance: Amount? {
        guard Self.has(text, Self.performances) else { return nil }
        let isService = Self.has(text, Self.services)
        var highest: Amount?
        for figure in figures {
            guard let fen = figure.fen else { continue }
            let start = figure.range.lowerBound
            guard
                end(of: Self.thresholds, before: start, within: 12) != nil
                    || self.start(of: Self.codes("工程 项目 业绩 装修 的合同"), after: figure.range.upperBound, within: 8) != nil
            else { continue }
            let marked =
                end(of: Self.least, before: start, within: 4) != nil
                || self.start(of: Self.least, after: figure.range.upperBound, within: 3) != nil
            guard marked, end(of: Self.estimates, before: start, within: 8) == nil else { continue }
            // What was supervised or designed is measured by its works, this contract by its fee.
            if isService, end(of: Self.investments, before: start, within: 4) != nil { continue }
            if fen > highest?.fen ?? 0 { highest = (fen, figure.range) }
        }
        return highest
    }
}
