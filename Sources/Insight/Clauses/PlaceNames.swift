/// Finds names of Chinese places: those of the region table, masked ones (××市, 某县), and unknown ones by their kind
/// (two or three characters and 省, 市, 县). Reading is by longest names first, without a dictionary of words.
public struct PlaceNames: Sendable {
    static let longest = 14

    /// A name without its first scalar and its kind.
    private struct Name: Sendable {
        /// In `rests`.
        let rest: Range<Int>
        /// A place also without its kind.
        let bare: Bool
    }

    private var rests: [UInt32] = []
    /// In the order of their first scalars.
    private var names: [Name] = []
    /// For each scalar below 0xA000, where the names that begin with it begin in `names`; one more at the end.
    private var starts: [Int32] = []
    /// What a scalar below 0xA000 is, as bits.
    private var marks = [UInt8](repeating: 0, count: 0xA000)
    private static let isKind: UInt8 = 1
    private static let isMask: UInt8 = 2
    private static let isUnknownKind: UInt8 = 4
    private static let isInName: UInt8 = 8

    /// - Parameters:
    ///   - bare: names that mean the place also alone (云南), without 省, 市, 县, 区, 州.
    ///   - withKind: names that are words of their own (大同) and mean the place only with its kind.
    public init(bare: [String], withKind: [String]) {
        for value in Self.isHan where !Self.notInNames.contains(value) { marks[Int(value)] |= Self.isInName }
        for value in Self.kinds { marks[Int(value)] |= Self.isKind }
        for value in Self.masks { marks[Int(value)] |= Self.isMask }
        for value in Self.unknownKinds { marks[Int(value)] |= Self.isUnknownKind }
        var byFirst: [UInt32: [(rest: ArraySlice<UInt32>, bare: Bool)]] = [:]
        for (list, isBare) in [(bare, true), (withKind, false)] {
            for name in Set(list) {
                let scalars = name.unicodeScalars.map(\.value)
                guard scalars.count >= 2, scalars.count <= 10, scalars[0] < 0xA000 else { continue }
                byFirst[scalars[0], default: []].append((scalars.dropFirst(), isBare))
            }
        }
        for first in 0..<UInt32(0xA000) {
            starts.append(Int32(names.count))
            for (rest, bare) in byFirst[first] ?? [] {
                names.append(Name(rest: rests.count..<rests.count + rest.count, bare: bare))
                rests += rest
            }
        }
        starts.append(Int32(names.count))
    }

    /// One of these stands in every name: its kind, or a name that needs none.
    var literals: Set<[UInt32]> {
        var all = Set(Self.kinds.map { [$0] })
        for first in 0..<0xA000 {
            for name in names[Int(starts[first])..<Int(starts[first + 1])] where name.bare {
                all.insert([UInt32(first)] + rests[name.rest])
            }
        }
        return all
    }

    private func has(_ value: UInt32, _ mark: UInt8) -> Bool { value < 0xA000 && marks[Int(value)] & mark != 0 }

    private static func codes(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }
    private static let kinds = codes("省市县区州旗镇乡盟")
    private static let masks = codes("××x某○〇*_△□")
    private static let unknownKinds = codes("省市县")
    /// Characters that do not stand in the name of an unknown place.
    private static let notInNames = codes(
        "的在于为是和与及或须应由至到按向各全有无内外本该其从以对等每个家名了并且但不未非仅只可得会能将被经给把跨某请具项超上门都股楼夜集入闹菜城省市县区州当所我贵地同两多出离于近即又也就凡若如因此提供取得缴纳办开持级任接受"
    )
    private static let isHan: ClosedRange<UInt32> = 0x4E00...0x9FFF

    /// Where a name that begins at `position` can end, the shortest first.
    func ends(in text: UnsafeBufferPointer<UInt32>, at position: Int) -> [Int] {
        var ends: [Int] = []
        eachEnd(in: text, at: position) { ends.append($0) }
        return ends.count > 1 ? Array(Set(ends)).sorted() : ends
    }

    /// Where the longest name that begins at `position` ends.
    func longestEnd(in text: UnsafeBufferPointer<UInt32>, at position: Int) -> Int? {
        var longest = -1
        eachEnd(in: text, at: position) { longest = max(longest, $0) }
        return longest < 0 ? nil : longest
    }

    @inline(__always)
    private func eachEnd(in text: UnsafeBufferPointer<UInt32>, at position: Int, _ body: (Int) -> Void) {
        guard position < text.count, text[position] < 0xA000 else { return }
        let first = text[position]
        var isKnown = false
        for index in Int(starts[Int(first)])..<Int(starts[Int(first) + 1]) where has(text, index, at: position + 1) {
            let end = position + 1 + names[index].rest.count
            if names[index].bare {
                isKnown = true
                body(end)
            }
            if end < text.count, has(text[end], Self.isKind) {
                isKnown = true
                body(end + 1)
            }
        }
        if has(first, Self.isMask) {
            var end = position
            while end < text.count, end - position < 6, has(text[end], Self.isMask) { end += 1 }
            if end < text.count, has(text[end], Self.isKind) { body(end + 1) }
        } else if has(first, Self.isInName), !isKnown {
            var end = position
            while end < text.count, end - position < 3, has(text[end], Self.isInName) { end += 1 }
            if end - position >= 2, end < text.count, has(text[end], Self.isUnknownKind), !Self.isLevel(text, end + 1) {
                body(end + 1)
            }
        }
    }

    /// 市级, 县级: a level and not a place.
    private static func isLevel(_ text: UnsafeBufferPointer<UInt32>, _ position: Int) -> Bool {
        position < text.count && text[position] == 0x7EA7
    }

    /// Whether the rest of a name stands at a position.
    private func has(_ text: UnsafeBufferPointer<UInt32>, _ name: Int, at position: Int) -> Bool {
        let rest = names[name].rest
        guard position + rest.count <= text.count else { return false }
        for index in 0..<rest.count where text[position + index] != rests[rest.lowerBound + index] { return false }
        return true
    }
}
