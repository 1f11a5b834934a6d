/// The place of a tile or entry bundle below a log's prefix (C2SP tlog-tiles): `tile/0/x001/x234/067.p/5`.
public struct TilePath: Hashable, Sendable {
    /// What stands there.
    public enum Content: Hashable, Sendable {
        /// Hashes of a level, 0…63.
        case hashes(level: Int)
        case entries
    }

    public let content: Content
    /// The tile's place within its level.
    public let index: Int64
    /// 256 for a full tile, 1…255 for a partial one.
    public let width: Int

    public init(_ content: Content, index: Int64, width: Int = 256) {
        precondition(index >= 0 && (1...256).contains(width), "a tile has an index and 1 to 256 hashes")
        self.content = content
        self.index = index
        self.width = width
    }

    /// Reads the exact form only: no other spelling of the same place is accepted. Nil otherwise.
    public init?(_ path: some StringProtocol) {
        var parts = String(path).split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.popFirst() == "tile", let kind = parts.popFirst() else { return nil }
        if kind == "entries" {
            content = .entries
        } else {
            guard let level = plainNumber(kind, upTo: 63) else { return nil }
            content = .hashes(level: Int(level))
        }
        var width: Int64 = 256
        if parts.count >= 2, parts[parts.endIndex - 2].hasSuffix(".p"), let last = parts.popLast() {
            guard let given = plainNumber(last, upTo: 255), given > 0 else { return nil }
            width = given
            parts[parts.endIndex - 1] = parts[parts.endIndex - 1].dropLast(2)
        }
        self.width = Int(width)
        guard let final = parts.popLast(), let last = threeDigits(final) else { return nil }
        var index: Int64 = 0
        for (position, part) in parts.enumerated() {
            guard part.first == "x", let value = threeDigits(part.dropFirst()) else { return nil }
            // A leading group of zeros would be a second spelling; more than six groups do not fit a tree's size.
            guard position > 0 || value > 0, position < 5 else { return nil }
            index = index * 1000 + value
        }
        self.index = index * 1000 + last
    }

    /// The path, without a leading slash.
    public var text: String {
        var groups = [padded(index % 1000)]
        var rest = index / 1000
        while rest > 0 {
            groups.insert("x" + padded(rest % 1000), at: 0)
            rest /= 1000
        }
        let folder =
            switch content {
            case .hashes(let level): "tile/\(level)/"
            case .entries: "tile/entries/"
            }
        return folder + groups.joined(separator: "/") + (width == 256 ? "" : ".p/\(width)")
    }

    /// Every tile of hashes that a tree of this size has, levels upwards, empty ones left out.
    public static func hashTiles(size: Int64) -> [TilePath] {
        var paths: [TilePath] = []
        var level = 0
        while level < 8 {
            let row = hashTiles(level: level, size: size)
            if row.isEmpty { break }
            paths += row
            level += 1
        }
        return paths
    }

    /// The tiles of one level of a tree of this size, the partial one last.
    public static func hashTiles(level: Int, size: Int64) -> [TilePath] {
        var count = size
        for _ in 0..<level { count /= 256 }
        return row(.hashes(level: level), count: count)
    }

    /// Every entry bundle of a log of this size.
    public static func entryBundles(size: Int64) -> [TilePath] { row(.entries, count: size) }

    private static func row(_ content: Content, count: Int64) -> [TilePath] {
        var paths: [TilePath] = []
        for index in 0..<(count / 256) { paths.append(TilePath(content, index: index)) }
        if count % 256 > 0 { paths.append(TilePath(content, index: count / 256, width: Int(count % 256))) }
        return paths
    }
}

/// A number without leading zeros or signs.
private func plainNumber(_ text: some StringProtocol, upTo maximum: Int64) -> Int64? {
    guard let value = Int64(text), value >= 0, value <= maximum, String(value) == text else { return nil }
    return value
}

private func threeDigits(_ text: some StringProtocol) -> Int64? {
    guard text.utf8.count == 3, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int64(text)
}

private func padded(_ value: Int64) -> String {
    let digits = String(value)
    return String(repeating: "0", count: 3 - digits.count) + digits
}
