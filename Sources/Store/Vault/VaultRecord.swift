import Foundation

/// What one pair of slots of `vault.index` holds.
struct VaultRecord: Codable, Sendable {
    enum Content: Codable, Sendable {
        case upload(UploadRecord)
        case withdrawal(WithdrawalRecord)
        case interval(ReceiptsInterval)
    }

    /// The upload's token, a withdrawal's serial, or `interval`.
    let id: String
    /// The highest one of an id counts. Never used twice in a vault.
    var generation: UInt64 = 0
    var content: Content

    init(id: String, content: Content) {
        self.id = id
        self.content = content
    }

    var upload: UploadRecord? {
        if case .upload(let upload) = content { upload } else { nil }
    }

    var withdrawal: WithdrawalRecord? {
        if case .withdrawal(let withdrawal) = content { withdrawal } else { nil }
    }

    var section: String? { upload?.section ?? withdrawal?.section }
    var bidder: String? { upload?.bidder ?? withdrawal?.bidder }

    /// The receipt of this version or withdrawal, once there is one.
    var issued: IssuedReceipt? {
        get { upload?.received?.issued ?? withdrawal?.issued }
        set {
            guard let newValue else { return }
            switch content {
            case .upload(var upload):
                upload.received?.issued = newValue
                content = .upload(upload)
            case .withdrawal(var withdrawal):
                withdrawal.issued = newValue
                content = .withdrawal(withdrawal)
            case .interval: break
            }
        }
    }

    /// Orders the receipts of a bidder in a section.
    var turn: Int? { upload?.received?.turn ?? withdrawal?.turn }
}

struct UploadRecord: Codable, Sendable {
    let section: String
    let bidder: String
    let person: String
    let size: Int64
    let createdAt: Int64
    let expiresAt: Int64
    /// AES-256 key of this upload's blocks. Forgetting it turns the blocks into noise.
    let key: Data
    let extents: [Extent]
    var received: Received?

    struct Received: Codable, Sendable {
        let turn: Int
        /// Where the last bytes lie that do not fill a chunk.
        let tail: TailPlace?
        var issued: IssuedReceipt
    }
}

struct WithdrawalRecord: Codable, Sendable {
    let section: String
    let bidder: String
    let person: String
    let turn: Int
    var issued: IssuedReceipt
}

/// A run of neighbouring blocks.
struct Extent: Codable, Equatable, Sendable {
    let start: Int
    let count: Int
}

/// One of the two places beside a block for bytes that do not yet fill a chunk.
struct TailPlace: Codable, Equatable, Sendable {
    /// Number of the block within the upload.
    let block: Int
    /// 0 or 1.
    let side: Int
}
