import Foundation

/// Creating, filling, resuming and giving up uploads (tus 1.0: creation, checksum, expiration, termination).
extension SealedVault {
    /// Makes room for one version of a bid.
    /// - Parameters:
    ///   - section, bidder, person: identifiers, together at most some kilobytes.
    ///   - size: bytes of the sealed file, known beforehand.
    ///   - now, expiresAt: UTC ms since 1970.
    /// - Throws: `VaultRefusal.sizeNotAllowed`; `VaultFailure.full`, `.diskFull`, `.recordTooLarge`.
    public func create(
        section: String, bidder: String, person: String, size: Int64, at now: Int64, expiresAt: Int64
    ) async throws -> Upload {
        if size <= 0 || size > shape.longestUpload { throw VaultRefusal.sizeNotAllowed(limit: shape.longestUpload) }
        let extents = try await takeBlocks(for: size)
        let id = Noise.bytes(16).hexadecimal
        let record = UploadRecord(
            section: section, bidder: bidder, person: person, size: size, createdAt: now, expiresAt: expiresAt,
            key: Data(Noise.bytes(32)), extents: extents, received: nil)
        do {
            try index.put([VaultRecord(id: id, content: .upload(record))])
        } catch {
            map.mark(extents, taken: false)
            throw error
        }
        writers[id] = UploadWriter(place: UploadBlocks(id: id, record: record, blocks: blocks), fresh: true)
        return Upload(id, record)
    }

    /// Takes the next bytes of an upload; they are durable when this returns. Many uploads may be filled at once,
    /// each by one part at a time. A sender that breaks off leaves what it sent, unless it announced a checksum.
    /// - Parameters:
    ///   - offset: where the sender believes to be, in bytes.
    ///   - checksum: SHA-256 of this part, 32 bytes.
    ///   - now: UTC ms since 1970.
    ///   - inspect: called with the file's first line (and its newline), or its first 64 KiB and a byte where no line
    ///     ends, before any of that is kept; if it throws, the upload is terminated and the error passed on.
    /// - Returns: the offset reached, in bytes.
    /// - Throws: `VaultRefusal.unknownUpload`, `.expired`, `.alreadyReceived`, `.busy`, `.offsetConflict`,
    ///   `.exceedsSize`, `.checksumMismatch`; `VaultFailure`; what `inspect` or `bytes` throws.
    public func append<Chunks: AsyncSequence & Sendable>(
        to id: String, offset: Int64, bytes: Chunks, checksum: [UInt8]? = nil, at now: Int64,
        inspect: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws -> Int64 where Chunks.Element == [UInt8] {
        let record = try upload(id)
        if record.received != nil { throw VaultRefusal.alreadyReceived }
        if now >= record.expiresAt { throw VaultRefusal.expired }
        let writer = writer(id, record)
        do {
            return try await writer.receive(from: offset, bytes, checksum: checksum, inspect: inspect)
        } catch let error as UploadWriter.Uninspectable {
            try await forget([id])
            throw error.reason
        }
    }

    /// How far an upload has come.
    /// - Throws: `VaultRefusal.unknownUpload`.
    public func status(_ id: String) async throws -> UploadStatus {
        let record = try upload(id)
        if record.received != nil { return UploadStatus(upload: Upload(id, record), offset: record.size) }
        let offset = try await writer(id, record).offset()
        return UploadStatus(upload: Upload(id, record), offset: offset)
    }

    /// A bidder's uploads in a section that are not received yet, oldest first.
    public func unfinished(of bidder: String, in section: String) -> [Upload] {
        var found: [Upload] = []
        for record in index.records.values where record.bidder == bidder && record.section == section {
            guard let upload = record.upload, upload.received == nil else { continue }
            found.append(Upload(record.id, upload))
        }
        return found.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// Gives an unfinished upload up; its places become noise.
    /// - Throws: `VaultRefusal.unknownUpload`, `.alreadyReceived` (withdraw it instead).
    public func terminate(_ id: String) async throws {
        if try upload(id).received != nil { throw VaultRefusal.alreadyReceived }
        try await forget([id])
    }

    /// Gives up all unfinished uploads whose time has passed.
    /// - Parameter now: UTC ms since 1970.
    public func expire(before now: Int64) async throws {
        var ids: [String] = []
        for record in index.records.values {
            guard let upload = record.upload, upload.received == nil, upload.expiresAt <= now else { continue }
            ids.append(record.id)
        }
        try await forget(ids)
    }

    func upload(_ id: String) throws -> UploadRecord {
        guard let upload = index.records[id]?.upload else { throw VaultRefusal.unknownUpload }
        return upload
    }

    func writer(_ id: String, _ record: UploadRecord) -> UploadWriter {
        if let writer = writers[id] { return writer }
        let writer = UploadWriter(place: UploadBlocks(id: id, record: record, blocks: blocks), fresh: false)
        writers[id] = writer
        return writer
    }

    /// Turns records into noise; with them goes the only key to their blocks, which are then noise too. The blocks
    /// are given to others only when nobody writes there any more.
    func forget(_ ids: [String]) async throws {
        var extents: [Extent] = []
        var closing: [UploadWriter] = []
        for id in ids {
            extents += index.records[id]?.upload?.extents ?? []
            if let writer = writers.removeValue(forKey: id) { closing.append(writer) }
        }
        try index.remove(ids)
        for writer in closing { await writer.close() }
        map.mark(extents, taken: false)
    }
}
