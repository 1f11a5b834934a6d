/// Amounts in the characters that cannot be altered (中文大写金额), as notices, bids and contracts must print them
/// (《支付结算办法》附一 正确填写票据和结算凭证的基本规定).
public enum ChineseAmount {
    private static let digits = Array("零壹贰叁肆伍陆柒捌玖").map(String.init)

    /// - Parameter fen: not negative; below 10^16 yuan.
    /// - Returns: such as `壹仟贰佰玖拾万元整`.
    public static func words(fen: Int64) -> String {
        precondition(fen >= 0 && fen < 1_000_000_000_000_000_000, "amounts beyond 10^16 yuan have no words here")
        let yuan = fen / 100
        let jiao = Int(fen / 10 % 10)
        let rest = Int(fen % 10)
        var text = yuan > 0 ? whole(yuan) + "元" : ""
        if jiao == 0, rest == 0 { return (text.isEmpty ? "零元" : text) + "整" }
        if jiao > 0 {
            if yuan > 0, yuan % 10 == 0 { text += "零" }
            text += digits[jiao] + "角"
        } else if yuan > 0 {
            text += "零"
        }
        return text + (rest > 0 ? digits[rest] + "分" : "整")
    }

    /// A place in an order: 一, 二 … 十二.
    /// - Parameter number: 1 to 99.
    static func ordinal(_ number: Int) -> String {
        precondition((1...99).contains(number), "places beyond 99 have no words here")
        let names = Array("零一二三四五六七八九").map(String.init)
        let ten = number < 10 ? "" : (number < 20 ? "" : names[number / 10]) + "十"
        return ten + (number % 10 > 0 ? names[number % 10] : "")
    }

    /// Four digits at a time under 万, 亿, 万亿.
    private static func whole(_ value: Int64) -> String {
        var groups: [Int] = []
        var rest = value
        while rest > 0 {
            groups.append(Int(rest % 10_000))
            rest /= 10_000
        }
        var text = ""
        var zeroPending = false
        for index in groups.indices.reversed() {
            let group = groups[index]
            if group == 0 {
                zeroPending = !text.isEmpty
                continue
            }
            if !text.isEmpty, zeroPending || group < 1000 { text += "零" }
            text += four(group) + ["", "万", "亿", "万"][index]
            if index == 3, groups[2] == 0 { text += "亿" }
            zeroPending = false
        }
        return text
    }

    private static func four(_ value: Int) -> String {
        var text = ""
        var zeroPending = false
        for (unit, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
            let digit = value / unit % 10
            if digit == 0 {
                zeroPending = !text.isEmpty
            } else {
                if zeroPending { text += "零" }
                text += digits[digit] + name
                zeroPending = false
            }
        }
        return text
    }
}
