/// An approving document's number (审批文号) as it is compared: people write 〔2026〕, [2026] and （2026）, full width and half,
/// with and without blanks.
enum ApprovalNumber {
    /// What is the same for all ways of writing one number.
    static func key(_ text: String) -> String {
        var key = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "〔", "［", "[", "【", "(", "（", "{": key.append("[")
            case "〕", "］", "]", "】", ")", "）", "}": key.append("]")
            case _ where scalar.properties.isWhitespace: continue
            default:
                let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
                key.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
            }
        }
        return String(key).uppercased()
    }
}
