/// One version of a bid on its way into the vault, or in it.
public struct Upload: Equatable, Sendable {
    /// 128 random bits, 32 hexadecimal digits: whoever knows it may go on with the upload.
    public let id: String
    public let section: String
    /// The bidder's organisation.
    public let bidder: String
    /// Who began it.
    public let person: String
    /// Announced length in bytes.
    public let size: Int64
    /// UTC ms since 1970.
    public let createdAt: Int64
    /// When an unfinished upload stops being one, UTC ms since 1970.
    public let expiresAt: Int64
    /// Its receipt, once it was received.
    public let issued: IssuedReceipt?

    init(_ id: String, _ record: UploadRecord) {
        self.id = id
        section = record.section
        bidder = record.bidder
        person = record.person
        size = record.size
        createdAt = record.createdAt
        expiresAt = record.expiresAt
        issued = record.received?.issued
    }
}

/// How far an upload has come.
public struct UploadStatus: Equatable, Sendable {
    public let upload: Upload
    /// Bytes that are durable.
    public let offset: Int64
}
