import Desk
import Sealing

/// What can be told of a sealed bid without opening it (办法 26: an unencrypted bid is refused and told so).
enum BidShape {
    /// - Parameter first: the file's first line with its newline.
    /// - Throws: ``Refusal``.
    static func check(_ first: [UInt8], section: String, holderKeys: Set<String>, size: Int64) throws {
        do {
            try SealedFileHeader.check(first: first, section: section, holderKeys: holderKeys, size: size)
        } catch let error as SealingError {
            throw refusal(error)
        }
    }

    static func refusal(_ error: SealingError) -> Refusal {
        switch error {
        case .wrongSection(let expected, let found):
            Refusal(
                .invalid, "bid.wrongSection", rule: "T12",
                ["expected": expected, "found": String(found.prefix(40))])
        case .wrongHolders: Refusal(.invalid, "bid.wrongHolders", rule: "T12")
        case .truncated: Refusal(.invalid, "bid.truncated", rule: "T12")
        default: Refusal(.invalid, "bid.notSealed", rule: "T12")
        }
    }
}
