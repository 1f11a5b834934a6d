/// A number with its unit, as it stands in a text.
public struct Figure: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        /// Fen.
        case money(Int64)
        /// Thousandths of a percent: 2% is 2000.
        case share(Int64)
    }

    public let value: Value
    /// Scalars of the text that was read.
    public let range: Range<Int>

    var fen: Int64? { if case .money(let fen) = value { fen } else { nil } }
    var share: Int64? { if case .share(let share) = value { share } else { nil } }
}

/// Reads amounts and shares: 80万元, 1.5亿元, 人民币捌拾伍万元整, ¥600,000.00元, 50%, 百分之二, 3‰.
public enum FigureReader {
    /// All figures of a text, in its order.
    public static func figures(in text: String) -> [Figure] {
        figures(in: text.unicodeScalars.map { NormalizedText.folded($0.value) })
    }

    static func figures<Text: RandomAccessCollection>(in text: Text) -> [Figure]
    where Text.Element == UInt32, Text.Index == Int {
        var figures: [Figure] = []
        var position = text.startIndex
        while position < text.endIndex {
            guard let figure = figure(in: text, at: position) else {
                position += 1
                continue
            }
            figures.append(figure)
            position = figure.range.upperBound
        }
        return figures
    }

    private static let yuan: Set<UInt32> = [0x5143, 0x5706, 0x5713]
    private static let tenThousand: UInt32 = 0x4E07
    private static let hundredMillion: UInt32 = 0x4EBF

    private static func figure<Text: RandomAccessCollection>(in text: Text, at start: Int) -> Figure?
    where Text.Element == UInt32, Text.Index == Int {
        let percentOf: [UInt32] = [0x767E, 0x5206, 0x4E4B]
        if text[start...].starts(with: percentOf) {
            guard let (number, end) = number(in: text, at: start + 3) else { return nil }
            return Figure(value: .share(number / 10), range: start..<end)
        }
        guard let (number, after) = number(in: text, at: start) else { return nil }
        var end = after
        guard end < text.endIndex else { return nil }
        switch text[end] {
        case 0x25: return Figure(value: .share(number / 10), range: start..<end + 1)
        case 0x2030: return Figure(value: .share(number / 100), range: start..<end + 1)
        default: break
        }
        // `number` counts ten-thousandths; fen are hundredths.
        var fen = number / 100
        var marked = false
        if [0x4EBF, 0x4E07, 0x5343, 0x767E].contains(text[end]) {
            if text[end] == 0x5343 || text[end] == 0x767E, end + 1 < text.endIndex, text[end + 1] == tenThousand {
                fen = multiply(fen, text[end] == 0x5343 ? 10_000_000 : 1_000_000)
                end += 2
                marked = true
            } else if text[end] == hundredMillion || text[end] == tenThousand {
                fen = multiply(fen, text[end] == hundredMillion ? 100_000_000 : 10_000)
                end += 1
                marked = true
            }
        }
        if end < text.endIndex, yuan.contains(text[end]) {
            end += 1
            return Figure(value: .money(fen), range: start..<end)
        }
        // 80万 without 元 is money unless a counter follows.
        guard marked, end == text.endIndex || !counters.contains(text[end]) else { return nil }
        return Figure(value: .money(fen), range: start..<end)
    }

    /// Things that are counted in tens of thousands and are not money.
    private static let counters: Set<UInt32> = Set("人名吨立平方米公里千瓦个条项台套张册亩株只头户辆次m㎡kt".unicodeScalars.map(\.value))

    private static func multiply(_ left: Int64, _ right: Int64) -> Int64 {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        return overflow ? Int64.max : product
    }

    /// A number in ten-thousandths, and where it ends; nil when none begins here.
    private static func number<Text: RandomAccessCollection>(in text: Text, at start: Int) -> (Int64, Int)?
    where Text.Element == UInt32, Text.Index == Int {
        guard start < text.endIndex else { return nil }
        return isDigit(text[start]) ? decimal(in: text, at: start) : chinese(in: text, at: start)
    }

    private static func isDigit(_ value: UInt32) -> Bool { (0x30...0x39).contains(value) }

    private static func decimal<Text: RandomAccessCollection>(in text: Text, at start: Int) -> (Int64, Int)?
    where Text.Element == UInt32, Text.Index == Int {
        var value: Int64 = 0
        var places: Int?
        var digits = 0
        var position = start
        while position < text.endIndex {
            let scalar = text[position]
            if isDigit(scalar) {
                if (places ?? 0) < 4 {
                    value = value * 10 + Int64(scalar - 0x30)
                    if let before = places { places = before + 1 }
                }
                digits += 1
                guard digits <= 14 else { return nil }
            } else if scalar == 0x2E, places == nil, position + 1 < text.endIndex, isDigit(text[position + 1]) {
                places = 0
            } else if scalar == 0x2C, places == nil, position + 3 < text.endIndex,
                isDigit(text[position + 1]), isDigit(text[position + 2]), isDigit(text[position + 3]),
                position + 4 == text.endIndex || !isDigit(text[position + 4])
            {
                // 600,000: a comma between thousands.
            } else {
                break
            }
            position += 1
        }
        for _ in (places ?? 0)..<4 { value = multiply(value, 10) }
        return (value, position)
    }

    private static let numerals: [UInt32: Int64] = {
        var table: [UInt32: Int64] = [0x3007: 0, 0x96F6: 0, 0x4E24: 2]
        let plain = "一二三四五六七八九".unicodeScalars
        let formal = "壹贰叁肆伍陆柒捌玖".unicodeScalars
        for (index, scalar) in plain.enumerated() { table[scalar.value] = Int64(index + 1) }
        for (index, scalar) in formal.enumerated() { table[scalar.value] = Int64(index + 1) }
        return table
    }()

    private static let powers: [UInt32: Int64] = [
        0x5341: 10, 0x62FE: 10, 0x767E: 100, 0x4F70: 100, 0x5343: 1000, 0x4EDF: 1000,
    ]

    /// 壹佰伍拾万: hundreds and tens within groups of ten thousand.
    private static func chinese<Text: RandomAccessCollection>(in text: Text, at start: Int) -> (Int64, Int)?
    where Text.Element == UInt32, Text.Index == Int {
        var total: Int64 = 0
        var group: Int64 = 0
        var digit: Int64?
        var position = start
        var seen = false
        while position < text.endIndex, position - start < 24 {
            let scalar = text[position]
            if let value = numerals[scalar] {
                digit = value
                seen = true
            } else if let power = powers[scalar], seen || power == 10 {
                group += (digit ?? 1) * power
                digit = nil
                seen = true
            } else if scalar == tenThousand || scalar == hundredMillion, seen {
                // The unit before 元 is read by the caller when nothing smaller follows.
                let next = position + 1
                guard next < text.endIndex, numerals[text[next]] != nil else { break }
                total += (group + (digit ?? 0)) * (scalar == tenThousand ? 10_000 : 100_000_000)
                group = 0
                digit = nil
            } else {
                break
            }
            position += 1
        }
        guard seen else { return nil }
        let value = total + group + (digit ?? 0)
        return (multiply(value, 10_000), position)
    }
}
