/// Finds names of Chinese places: those of the region table, masked ones (××市, 某县), and unknown ones by their kind
/// (two or three characters and 省, 市, 县). Reading is by longest names first, without a dictionary of words.
public struct PlaceNames: Sendable {
    static let longest = 14

    /// Names by their first scalar, each without its kind; the flag: a place also without its kind.
    private var names: [UInt32: [(rest: [UInt32], bare: Bool)]] = [:]
    /// Which scalars, modulo 4096, begin a name.
    private var begins = [Bool](repeating: false, count: 4096)
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
        for (list, isBare) in [(bare, true), (withKind, false)] {
            for name in Set(list) {
                let scalars = name.unicodeScalars.map(\.value)
                guard scalars.count >= 2, scalars.count <= 10 else { continue }
                begins[Int(scalars[0] & 4095)] = true
                names[scalars[0], default: []].append((Array(scalars.dropFirst()), isBare))
            }
        }
    }

    /// One of these stands in every name: its kind, or a name that needs none.
    var literals: Set<[UInt32]> {
        var all = Set(Self.kinds.map { [$0] })
        for (first, list) in names { for (rest, bare) in list where bare { all.insert([first] + rest) } }
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
        guard position < text.count else { return [] }
        var ends: [Int] = []
        let first = text[position]
        if begins[Int(first & 4095)], let known = names[first] {
            for (rest, bare) in known where Self.has(text, rest, at: position + 1) {
                let end = position + 1 + rest.count
                if bare { ends.append(end) }
                if end < text.count, has(text[end], Self.isKind) { ends.append(end + 1) }
            }
        }
        if has(first, Self.isMask) {
            var end = position
            while end < text.count, end - position < 6, has(text[end], Self.isMask) { end += 1 }
            if end < text.count, has(text[end], Self.isKind) { ends.append(end + 1) }
        } else if has(first, Self.isInName), ends.isEmpty {
            var end = position
            while end < text.count, end - position < 3, has(text[end], Self.isInName) { end += 1 }
            if end - position >= 2, end < text.count, has(text[end], Self.isUnknownKind), !Self.isLevel(text, end + 1) {
                ends.append(end + 1)
            }
        }
        return ends.count > 1 ? Array(Set(ends)).sorted() : ends
    }

    /// 市级, 县级: a level and not a place.
    private static func isLevel(_ text: UnsafeBufferPointer<UInt32>, _ position: Int) -> Bool {
        position < text.count && text[position] == 0x7EA7
    }

    private static func has(_ text: UnsafeBufferPointer<UInt32>, _ scalars: [UInt32], at position: Int) -> Bool {
        guard position + scalars.count <= text.count else { return false }
        for (index, scalar) in scalars.enumerated() where text[position + index] != scalar { return false }
        return true
    }
}
