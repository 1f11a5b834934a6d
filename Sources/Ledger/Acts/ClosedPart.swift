/// The restricted part of an act. The ledger holds only ``commitment``; salt and bytes stand beside it until the
/// law lets them out (disclosure) or asks for their erasure.
public struct ClosedPart: Hashable, Sendable {
    /// 32 random bytes: without them, names and prices could be guessed from the hash.
    public let salt: [UInt8]
    public let bytes: [UInt8]

    /// Seals bytes under a fresh salt from the system's generator.
    public init(_ bytes: [UInt8]) {
        var generator = SystemRandomNumberGenerator()
        var salt: [UInt8] = []
        for _ in 0..<4 { salt += bigEndianBytes(generator.next()) }
        self.salt = salt
        self.bytes = bytes
    }

    /// A part as it was stored or disclosed; nil when the salt is not of 32 bytes.
    public init?(salt: [UInt8], bytes: [UInt8]) {
        guard salt.count == 32 else { return nil }
        self.salt = salt
        self.bytes = bytes
    }

    /// SHA-256(salt ‖ bytes).
    public var commitment: Hash { Hash.sha256(salt + bytes) }
}
