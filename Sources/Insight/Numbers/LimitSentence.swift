/// A sentence read for the time limits that it sets itself: "合同签订后30日内退还投标保证金", "公示期为1日".
///
/// Only what the sentence says whole is read: the thing, the moment it is counted from, and the number of days.
struct LimitSentence {
    /// A number of days and what stands around it.
    struct Days {
        let value: Int
        /// 个工作日: more than as many calendar days, or as many.
        let isWorking: Bool
        let range: Range<Int>
    }

    let words: SentenceText
    private let days: [Days]

    /// Nil when the sentence names no number of days.
    init?(_ sentence: SentenceList.Sentence, _ list: SentenceList) {
        words = SentenceText(sentence, list)
        guard words.has(Self.topics) else { return nil }
        let days = Self.days(in: words.text).filter { $0.range.lowerBound >= sentence.own }
        guard !days.isEmpty else { return nil }
        self.days = days
    }

    private static func codes(_ words: String) -> [[UInt32]] { SentenceText.codes(words) }

    private static let topics = codes("保证金 保函 公示 澄清 修改 补遗 更正 异议 中标通知书 有效期 工期 服务期 交货期 供货期")
    private static let durations = codes("工期 服务期 服务期限 交货期 供货期 总工期 计划工期 工期要求")
    private static let notDuration = codes("延误 逾期 每 提前 违约 顺延 超过 缩短 变更 不可抗力 调整 业绩 评审 得分 分 承诺")
    private static let bidDeposits = codes("投标保证金 磋商保证金 谈判保证金 投标担保")
    private static let otherDeposits = codes("履约 质量 农民工 工资 诚信 预付款")
    private static let refunds = codes("退还 返还 退回 无息退 予以退")
    private static let contracts = codes("合同签订 签订合同 签订书面合同 书面合同签订 合同签署 签署合同 订立合同 合同订立 签约")
    private static let awards = codes("中标通知书 成交通知书")
    private static let candidates = codes("公示期 公示时间 公示期限 中标候选人公示 候选人公示")
    private static let clarifications = codes("澄清 修改 补遗 更正")
    private static let questions = codes("提出 提交 要求 申请 质疑 异议 疑问 递交 通知 确认 回复 澄清截止")
    private static let objections = codes("异议")
    private static let documents = codes("招标文件")
    private static let prequalifications = codes("资格预审")
    private static let closings = codes("截止 开标")
    private static let before = codes("前 以前 之前")
    private static let within = codes("内 之内 以内")
    private static let validity = codes("有效期")
    private static let bidValidity = codes("投标有效期")
    private static let guarantees = codes("保证金有效期 保证金的有效期 保函有效期 保函的有效期 保险有效期 担保有效期 担保的有效期")
    private static let longer = codes("长于 多于 延长 增加 加 后 多 长 超过 超出")
    private static let extensions = codes("延长 同意延长 顺延")

    /// Days within which the bid deposit is returned, counted from the contract (条例 57).
    var depositRefund: Days? {
        guard words.has(Self.bidDeposits), words.has(Self.refunds) else { return nil }
        return days.first { days in
            has(Self.within, after: days, reach: 2) && has(Self.contracts, before: days, reach: 14)
                && !has(Self.otherDeposits, before: days, reach: 30)
        }
    }

    /// Days within which the contract is signed, counted from the award notice (招标投标法 46).
    var contractSigning: Days? {
        guard words.has(Self.awards), !words.has(Self.refunds) else { return nil }
        return days.first { days in
            has(Self.within, after: days, reach: 2) && has(Self.awards, before: days, reach: 12)
                && has(Self.contracts, after: days, reach: 16)
        }
    }

    /// Days for which candidates are publicised (条例 54).
    var publicity: Days? {
        days.first { has(Self.candidates, before: $0, reach: 8) && !has(Self.within, after: $0, reach: 2) }
    }

    /// Days before the deadline until which the tenderer may change the document (招标投标法 23, 条例 21).
    var clarification: Days? {
        guard words.has(Self.clarifications), !words.has(Self.prequalifications), !words.has(Self.questions) else {
            return nil
        }
        return beforeClosing
    }

    /// Days before the deadline until which objections to the tender document are taken (条例 22).
    var objection: Days? {
        guard words.has(Self.objections), words.has(Self.documents), !words.has(Self.prequalifications) else {
            return nil
        }
        return beforeClosing
    }

    private var beforeClosing: Days? {
        days.first { has(Self.before, after: $0, reach: 1) && has(Self.closings, before: $0, reach: 8) }
    }

    /// Days by which the guarantee outlasts the bid (条例 26: they end together).
    var guaranteeExcess: Days? {
        guard words.has(Self.guarantees), words.has(Self.bidValidity) else { return nil }
        return days.first { days in
            has(Self.bidValidity, before: days, reach: 10) && has(Self.longer, before: days, reach: 3)
                && !words.has(Self.extensions)
        }
    }

    /// How long bids stay valid: 投标有效期:90天.
    var validityOfBids: Days? {
        guard !words.has(Self.guarantees), !words.has(Self.extensions) else { return nil }
        return days.first { days in
            days.value >= 20 && has(Self.bidValidity, before: days, reach: 8)
                && !has(Self.before + Self.within + Self.codes("后"), after: days, reach: 1)
        }
    }

    /// How long the work takes: 计划工期:240日历天. Not what delays cost nor what a promise earns.
    var duration: Days? {
        guard !words.has(Self.notDuration) else { return nil }
        return days.first { days in
            !days.isWorking && has(Self.durations, before: days, reach: 4)
                && !has(Self.before + Self.codes("后"), after: days, reach: 1)
        }
    }

    private func has(_ list: [[UInt32]], before days: Days, reach: Int) -> Bool {
        words.has(list, in: days.range.lowerBound - reach - 6..<days.range.lowerBound)
            && end(of: list, before: days.range.lowerBound).map { days.range.lowerBound - $0 <= reach } ?? false
    }

    private func has(_ list: [[UInt32]], after days: Days, reach: Int) -> Bool {
        let end = min(words.text.endIndex, days.range.upperBound + reach + 8)
        for start in days.range.upperBound..<max(end, days.range.upperBound)
        where start - days.range.upperBound <= reach {
            for word in list where words.text[start...].starts(with: word) { return true }
        }
        return false
    }

    /// Where the last of some words ends before a position.
    private func end(of list: [[UInt32]], before position: Int) -> Int? {
        var start = position - 1
        while start >= words.text.startIndex {
            for word in list where start + word.count <= position && words.text[start...].starts(with: word) {
                return start + word.count
            }
            start -= 1
        }
        return nil
    }

    // MARK: Days

    private static let units: [(word: [UInt32], isWorking: Bool)] = [
        ("个工作日", true), ("工作日", true), ("个日历天", false), ("日历天", false), ("个自然日", false), ("日", false),
        ("天", false),
    ].map { (Array($0.0.unicodeScalars.map(\.value)), $0.1) }

    /// 第, 月, 年, a point, a stroke before a number: no length of time.
    private static let notLength: Set<UInt32> = [0x7B2C, 0x6708, 0x5E74, 0x2E, 0x2D, 0x2F]

    private static let numerals: [UInt32: Int] = {
        var table: [UInt32: Int] = [0x4E24: 2]
        for (index, scalar) in "一二三四五六七八九".unicodeScalars.enumerated() { table[scalar.value] = index + 1 }
        return table
    }()

    /// Lengths of at most 999 days: 5日, 十五天, 3个工作日; a remark in brackets (三十（30）日) is read as its digits.
    static func days(in text: ArraySlice<UInt32>) -> [Days] {
        var found: [Days] = []
        var position = text.startIndex
        while position < text.endIndex {
            guard let (value, end) = number(text, position) else {
                position += 1
                continue
            }
            let start = position
            position = end
            guard start == text.startIndex || !notLength.contains(text[start - 1]) else { continue }
            // A closing bracket may stand between number and unit.
            var unitStart = end
            if unitStart < text.endIndex, text[unitStart] == 0x29 { unitStart += 1 }
            guard let unit = units.first(where: { text[unitStart...].starts(with: $0.word) }) else { continue }
            found.append(
                Days(value: value, isWorking: unit.isWorking, range: start..<unitStart + unit.word.count))
            position = unitStart + unit.word.count
        }
        return found
    }

    private static func number(_ text: ArraySlice<UInt32>, _ start: Int) -> (Int, Int)? {
        var end = start
        var value = 0
        while end < text.endIndex, (0x30...0x39).contains(text[end]), end - start < 9 {
            value = value * 10 + Int(text[end] - 0x30)
            end += 1
        }
        if end > start { return value < 1000 ? (value, end) : nil }
        // 一百二十, 三十, 十五, 五.
        var total = 0
        var digit: Int?
        while end < text.endIndex {
            if let numeral = numerals[text[end]] {
                digit = numeral
            } else if text[end] == 0x5341 || text[end] == 0x767E {
                total += (digit ?? 1) * (text[end] == 0x5341 ? 10 : 100)
                digit = nil
            } else {
                break
            }
            end += 1
        }
        return end > start ? (total + (digit ?? 0), end) : nil
    }
}
