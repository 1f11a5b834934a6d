/// Which bytes a blob is: names content, not a place.
public struct BlobReference: Codable, Hashable, Sendable {
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    public let sha256: String
    /// RFC 6962 §2.1 root over blocks of 1 MiB (the last may be shorter), 64 lower-case hexadecimal digits:
    /// leaf `SHA-256(0x00 ‖ block)`, node `SHA-256(0x01 ‖ left ‖ right)`, no bytes `SHA-256("")`.
    public let root: String
    /// Length in bytes.
    public let size: Int64

    /// Names a blob by digests that were computed elsewhere; `BlobReader.verify` says whether the bytes agree.
    public init(sha256: String, root: String, size: Int64) {
        self.sha256 = sha256
        self.root = root
        self.size = size
    }
}
