/// How large a vault is made at first, and how far it may grow.
///
/// Both files are filled with random bytes when they are made, so they take their whole length on disk at once and
/// their lengths say nothing about use. They grow only by doubling, which tells that the whole platform once held
/// more than half of the length; make them large enough that this does not happen in ordinary use.
public struct VaultShape: Sendable {
    /// Records of 8 KiB in `vault.index`, a power of two. A version of a bid takes two, a withdrawal two.
    public let indexSlots: Int
    /// Blocks of about 1 MiB in `vault.blocks`, a power of two.
    public let blocks: Int
    /// `vault.blocks` is never made larger than this; an upload that finds no room is then refused as `full`.
    public let blockLimit: Int
    /// Longest upload in bytes.
    public let longestUpload: Int64

    /// Rounds the numbers of slots and blocks up to powers of two.
    public init(indexSlots: Int, blocks: Int, blockLimit: Int = 1 << 20, longestUpload: Int64 = 8 << 30) {
        self.indexSlots = Self.powerOfTwo(atLeast: max(indexSlots, 16))
        self.blocks = Self.powerOfTwo(atLeast: max(blocks, 2))
        self.blockLimit = blockLimit
        self.longestUpload = longestUpload
    }

    /// A city's platform: 32 MiB of records and 4 GiB of blocks.
    public static let city = VaultShape(indexSlots: 4096, blocks: 4096)
    /// A county, or a city that begins: 32 MiB of records and 256 MiB of blocks, which grow by doubling.
    public static let county = VaultShape(indexSlots: 4096, blocks: 256)
    /// Trying it out: 4 MiB of records and 64 MiB of blocks.
    public static let small = VaultShape(indexSlots: 512, blocks: 64)

    static func powerOfTwo(atLeast count: Int) -> Int {
        var power = 1
        while power < count { power *= 2 }
        return power
    }
}
