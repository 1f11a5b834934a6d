/// What a reader may spend on one file. Files come from strangers: everything has a bound.
public struct ReadingLimits: Sendable, Hashable {
    /// The file's size in bytes.
    public var bytes: Int
    /// Pages; formats without pages count `scalarsPerPage` as one.
    public var pages: Int
    /// Unicode scalars that are taken for one page where a format has none.
    public var scalarsPerPage: Int
    /// Bytes of one member of a ZIP archive once unpacked.
    public var unpackedBytes: Int
    /// How many times larger a member of a ZIP archive may become, asked once it is larger than one mebibyte.
    public var unpackingRatio: Int
    /// Address space of the reading process, in bytes.
    public var memory: Int
    /// Seconds from the start until the reading process is ended; also its bound in processor time.
    public var seconds: Int

    /// 100 MB, 2,000 pages, 1 GiB of address space, 60 seconds.
    public static let standard = ReadingLimits()

    public init(
        bytes: Int = 100_000_000, pages: Int = 2_000, scalarsPerPage: Int = 5_000, unpackedBytes: Int = 268_435_456,
        unpackingRatio: Int = 200, memory: Int = 1_073_741_824, seconds: Int = 60
    ) {
        self.bytes = bytes
        self.pages = pages
        self.scalarsPerPage = scalarsPerPage
        self.unpackedBytes = unpackedBytes
        self.unpackingRatio = unpackingRatio
        self.memory = memory
        self.seconds = seconds
    }

    /// The longest text that is read, in Unicode scalars.
    var scalars: Int { pages * scalarsPerPage }
}
