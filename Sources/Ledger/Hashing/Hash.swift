import Crypto

/// A SHA-256 value, 32 bytes.
///
/// Stored as four words in memory order, so that an array of hashes has exactly the bytes of a tile.
public struct Hash: Hashable, Sendable, BitwiseCopyable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// The number of bytes, 32.
    public static let byteCount = 32

    /// Takes 32 bytes; nil for any other number.
    public init?(_ bytes: some Sequence<UInt8>) {
        let array = Array(bytes)
        guard array.count == Hash.byteCount else { return nil }
        self = array.withUnsafeBytes { Hash(loading: $0) }
    }

    /// Reads the first 32 bytes; the caller has checked that they are there.
    @inlinable
    public init(loading bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count >= 32, "a hash is read from at least 32 bytes")
        self = bytes.loadUnaligned(as: Hash.self)
    }

    /// SHA-256 of some bytes.
    public static func sha256(_ bytes: UnsafeRawBufferPointer) -> Hash {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        return hasher.finalize().withUnsafeBytes { Hash(loading: $0) }
    }

    /// SHA-256 of some bytes.
    public static func sha256(_ bytes: [UInt8]) -> Hash { bytes.withUnsafeBytes { sha256($0) } }

    /// Calls the body with the 32 bytes.
    @inlinable
    public func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        try Swift.withUnsafeBytes(of: self, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hexadecimal.encode(bytes) }

    /// Standard base64 with padding (RFC 4648 §4), 44 characters.
    public var base64: String { Base64.encode(bytes) }

    /// Reads 64 lower-case hexadecimal digits; nil for anything else.
    public init?(hex: String) {
        guard let bytes = Hexadecimal.decode(hex), let hash = Hash(bytes) else { return nil }
        self = hash
    }

    /// Reads the one base64 form that ``base64`` writes; nil for anything else.
    public init?(base64: String) {
        guard let bytes = Base64.decode(base64), let hash = Hash(bytes) else { return nil }
        self = hash
    }
}

extension Hash: Comparable {
    /// By bytes, the first first.
    public static func < (left: Hash, right: Hash) -> Bool {
        if left.first != right.first { return left.first.bigEndian < right.first.bigEndian }
        if left.second != right.second { return left.second.bigEndian < right.second.bigEndian }
        if left.third != right.third { return left.third.bigEndian < right.third.bigEndian }
        return left.fourth.bigEndian < right.fourth.bigEndian
    }
}

extension Hash: CustomStringConvertible {
    public var description: String { hex }
}

extension Hash: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let hash = Hash(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 64 lower-case hex digits")
        }
        self = hash
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

extension [Hash] {
    /// The hashes one after the other: the content of a tile.
    public var tileBytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// Reads hashes one after the other; nil when the length is not a multiple of 32.
    public init?(tileBytes: UnsafeRawBufferPointer) {
        guard tileBytes.count % Hash.byteCount == 0 else { return nil }
        let count = tileBytes.count / Hash.byteCount
        self = Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: tileBytes)
            initialized = count
        }
    }

    /// Reads hashes one after the other; nil when the length is not a multiple of 32.
    public init?(tileBytes: [UInt8]) {
        guard let hashes = tileBytes.withUnsafeBytes({ [Hash](tileBytes: $0) }) else { return nil }
        self = hashes
    }
}
