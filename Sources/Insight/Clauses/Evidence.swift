import Foundation

/// Why words alone make a sentence a finding: where they are densest, and the ones that tell most.
struct Evidence {
    /// Where the weights' sum is largest, in the sentence's form.
    private let densest: Range<Int>
    /// Up to four words that weigh most and do not overlap, in the sentence's order.
    let telling: [Range<Int>]

    init(_ words: [ClauseClassifier.Word], length: Int) {
        var shares = [Float](repeating: 0, count: length)
        for word in words {
            for position in word.range { shares[position] += word.weight / Float(word.range.count) }
        }
        densest = Self.heaviestRun(shares)
        var chosen: [Range<Int>] = []
        // A single character tells nothing.
        for word in words.filter({ $0.range.count > 1 && $0.weight > 0 }).sorted(by: { $0.weight > $1.weight }) {
            if chosen.count == 4 { break }
            if !chosen.contains(where: { $0.overlaps(word.range) }) { chosen.append(word.range) }
        }
        telling = chosen.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The run with the largest sum (Kadane's algorithm).
    private static func heaviestRun(_ shares: [Float]) -> Range<Int> {
        var best = (sum: -Float.infinity, range: 0..<shares.count)
        var sum: Float = 0
        var start = 0
        for (position, value) in shares.enumerated() {
            if sum <= 0 {
                sum = 0
                start = position
            }
            sum += value
            if sum > best.sum { best = (sum, start..<position + 1) }
        }
        return best.range
    }

    /// The densest place, widened to the commas around it.
    func clause(_ form: [UInt32]) -> Range<Int> {
        let comma: UInt32 = 0x2C
        var first = densest.lowerBound
        var last = densest.upperBound
        while first > 0, form[first - 1] != comma { first -= 1 }
        while last < form.count, form[last] != comma { last += 1 }
        return first..<last
    }
}

extension Bilingual {
    /// The text with `{WORDS}` filled in, and another one behind it.
    func filled(_ words: [String], before other: Bilingual) -> Bilingual {
        Bilingual(
            zh: zh.replacingOccurrences(of: "{WORDS}", with: words.joined(separator: "、")) + other.zh,
            en: en.replacingOccurrences(of: "{WORDS}", with: words.joined(separator: ", ")) + " " + other.en)
    }
}
