import Statute

/// A sentence read for its dates: from when to when the document is issued, and when bids are due.
struct ScheduleSentence {
    typealias Found<Value> = (value: Value, range: Range<Int>)

    let words: SentenceText
    private let text: ArraySlice<UInt32>
    private let dates: [Found<Day>]

    /// Nil when the sentence has neither a date nor a period of issue.
    init?(_ sentence: SentenceList.Sentence, _ list: SentenceList) {
        words = SentenceText(sentence, list)
        text = words.text
        guard Self.matters(text) else { return nil }
        // Dates in a row's labels belong to the labels' own cells.
        dates = Self.dates(in: text).filter { $0.range.lowerBound >= sentence.own }
    }

    /// The cheap look: `20` as a year begins, or 发售.
    private static func matters(_ text: ArraySlice<UInt32>) -> Bool {
        var position = text.startIndex
        while position + 1 < text.endIndex {
            switch (text[position], text[position + 1]) {
            case (0x32, 0x30), (0x53D1, 0x552E): return true
            default: position += 1
            }
        }
        return false
    }

    private static func codes(_ words: String) -> [[UInt32]] { SentenceText.codes(words) }

    private static let documents = codes("招标文件 采购文件 资格预审文件")
    private static let issues = codes("获取 发售 领取 下载 购买 出售 发放")
    private static let periods = codes("发售期 发售时间 发售期限 获取期限 获取时间")
    private static let closings = codes("投标截止 递交截止 投标文件递交的截止 截标时间")
    private static let openings = codes("开标时间")
    private static let applications = codes("资格预审申请 申请文件")
    private static let prequalifications = codes("资格预审文件")
    private static let changes = codes("更正 变更 延期 推迟 调整 原定")
    private static let spans = codes("至 到 - ~ — –")
    private static let clarifications = codes("澄清 修改 异议 质疑 公示")

    private func has(_ words: [[UInt32]], in range: Range<Int>? = nil) -> Bool { self.words.has(words, in: range) }

    /// From the first day of issue to the last.
    var issue: Found<(first: Day, last: Day)>? {
        guard dates.count >= 2, isIssue, dates[0].value <= dates[1].value,
            has(Self.spans, in: dates[0].range.upperBound..<dates[1].range.lowerBound)
        else { return nil }
        return ((dates[0].value, dates[1].value), dates[0].range.lowerBound..<dates[1].range.upperBound)
    }

    private var isIssue: Bool { has(Self.documents) && has(Self.issues) && !has(Self.clarifications) }

    /// 发售期为3日.
    var issueDays: Found<Int>? {
        guard has(Self.periods), !has(Self.clarifications) else { return nil }
        for position in text.indices where position >= words.sentence.own && Self.digit(text[position]) != nil {
            if position > text.startIndex, Self.digit(text[position - 1]) != nil { continue }
            guard let number = Self.number(text, position, atMost: 2) else { continue }
            for unit in Self.units where text[number.end...].starts(with: unit) {
                // 截止前3日, 第3日 are no periods.
                guard position == text.startIndex || !Self.notPeriod.contains(text[position - 1]) else { continue }
                return (number.value, position..<number.end + unit.count)
            }
        }
        return nil
    }

    private static let units = codes("日 天 个工作日 个日历天 个自然日")
    /// 前, 后, 第, 月, 年, a point, a stroke.
    private static let notPeriod: Set<UInt32> = [0x524D, 0x540E, 0x7B2C, 0x6708, 0x5E74, 0x2E, 0x2D, 0x2F]

    /// Whether what is issued is the prequalification document.
    var isPrequalification: Bool { has(Self.prequalifications) }

    /// The day on which bids are due, or opened, which is the same (招标投标法 34).
    var deadline: Found<Day>? { has(Self.applications) ? nil : single(Self.closings + Self.openings) }

    /// The day on which bids are due, where the sentence says so itself.
    var closing: Found<Day>? { has(Self.applications) ? nil : single(Self.closings) }

    /// The day of the opening, where the sentence says nothing of the deadline.
    var opening: Found<Day>? { has(Self.closings) ? nil : single(Self.openings) }

    /// The day on which applications for prequalification are due.
    var application: Found<Day>? { has(Self.applications) ? single(SentenceText.codes("截止")) : nil }

    private func single(_ words: [[UInt32]]) -> Found<Day>? {
        guard dates.count == 1, has(words), !has(Self.issues), !has(Self.clarifications), !has(Self.changes)
        else { return nil }
        return (dates[0].value, dates[0].range)
    }

    // MARK: Dates

    private static func digit(_ scalar: UInt32) -> Int? {
        (0x30...0x39).contains(scalar) ? Int(scalar - 0x30) : nil
    }

    private static func number(_ text: ArraySlice<UInt32>, _ start: Int, atMost digits: Int) -> (value: Int, end: Int)?
    {
        var end = start
        var value = 0
        while end < text.endIndex, end - start < digits, let digit = digit(text[end]) {
            value = value * 10 + digit
            end += 1
        }
        return end > start ? (value, end) : nil
    }

    /// 2026年11月3日, 2026-11-03, 2026/11/3, 2026.11.3; the second of two may leave out its year.
    private static func dates(in text: ArraySlice<UInt32>) -> [Found<Day>] {
        var found: [Found<Day>] = []
        var position = text.startIndex
        while position < text.endIndex {
            guard digit(text[position]) != nil else {
                position += 1
                continue
            }
            if let (day, end) = date(text, position, year: found.last?.value.year) {
                found.append((day, position..<end))
                position = end
            } else {
                while position < text.endIndex, digit(text[position]) != nil { position += 1 }
            }
        }
        return found
    }

    private static func date(_ text: ArraySlice<UInt32>, _ start: Int, year known: Int?) -> (Day, Int)? {
        func skipped(_ position: Int, _ marks: Set<UInt32>) -> Int? {
            var position = position
            while position < text.endIndex, text[position] == 0x20 { position += 1 }
            guard position < text.endIndex, marks.contains(text[position]) else { return nil }
            position += 1
            while position < text.endIndex, text[position] == 0x20 { position += 1 }
            return position
        }
        var year = known
        var position = start
        if let long = number(text, start, atMost: 4), long.end - start == 4, (2000...2099).contains(long.value),
            let next = skipped(long.end, [0x5E74, 0x2D, 0x2F, 0x2E])
        {
            year = long.value
            position = next
        } else if known == nil {
            return nil
        }
        let isShort = position == start
        guard let year, let month = number(text, position, atMost: 2),
            // Without a year only 11月3日 is a date, 11-3 may be anything.
            let next = skipped(month.end, isShort ? [0x6708] : [0x6708, 0x2D, 0x2F, 0x2E]),
            let day = number(text, next, atMost: 2), let date = Day(year: year, month: month.value, day: day.value)
        else { return nil }
        // 日, 号
        let hasMark = day.end < text.endIndex && [0x65E5, 0x53F7].contains(text[day.end])
        return (date, hasMark ? day.end + 1 : day.end)
    }
}
