import Foundation

/// Takes the bytes of one upload that is not yet received: one part at a time, each part durable at its end.
actor UploadWriter {
    /// How far an upload has come; a value, so that a refused part is undone by going back to the last one.
    struct Progress: Sendable {
        var hasher = BlobHasher()
        /// Bytes that do not fill a chunk yet.
        var tail: [UInt8] = []
        /// The beginning of the file until it was inspected.
        var head: [UInt8] = []
        var inspected = false
        var size: Int64 { hasher.size }
    }

    struct Finished: Sendable {
        let reference: BlobReference
        let tail: TailPlace?
    }

    /// Looks at the beginning of a file and throws if it cannot be a sealed bid for this section.
    typealias Inspection = @Sendable ([UInt8]) throws -> Void

    /// An inspection's own error, marked so that the vault knows to forget the upload.
    struct Uninspectable: Error { let reason: any Error }

    /// A header line has at most 64 KiB and its newline.
    static let headLimit = (64 << 10) + 1
    /// Chunks written at a time: 256 KiB.
    private static let batch = 16
    /// A long part is made durable on its way too, so that a crash costs minutes, not hours.
    private static let longPart: Int64 = 256 << 20

    private let place: UploadBlocks
    private let executor = VaultExecutor("vault.upload")
    private var progress = Progress()
    private var committed = Progress()
    private var committedTail: TailPlace?
    private var sealed = Data()
    private var sealedFrom: Int64 = 0
    private var recovered = false
    private var receiving = false
    private var closed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter fresh: nothing was ever written for this upload.
    init(place: UploadBlocks, fresh: Bool) {
        self.place = place
        recovered = fresh
    }

    /// Bytes that are durable.
    func offset() throws -> Int64 {
        try recover()
        return committed.size
    }

    /// No more bytes are written after this.
    func close() { closed = true }

    /// Takes one part. What arrived before the sender broke off is kept, unless it had announced a checksum.
    /// - Returns: the new offset, durable.
    func receive<Chunks: AsyncSequence & Sendable>(
        from offset: Int64, _ bytes: Chunks, checksum: [UInt8]?, inspect: Inspection
    ) async throws -> Int64 where Chunks.Element == [UInt8] {
        try recover()
        if receiving { throw VaultRefusal.busy }
        if offset != committed.size { throw VaultRefusal.offsetConflict(expected: committed.size) }
        receiving = true
        defer { receiving = false }
        var part = BlobHasher()
        do {
            for try await piece in bytes {
                try take(piece, inspect: inspect)
                if checksum != nil { part.update(piece) }
                if checksum == nil, progress.size - committed.size >= Self.longPart { try await commit() }
            }
        } catch let error as VaultRefusal {
            goBack()
            throw error
        } catch let error as VaultFailure {
            goBack()
            throw error
        } catch let error as Uninspectable {
            goBack()
            throw error
        } catch {
            if checksum == nil { try await commit() } else { goBack() }
            throw error
        }
        if let checksum, checksum != part.digest() {
            goBack()
            throw VaultRefusal.checksumMismatch
        }
        try await commit()
        return committed.size
    }

    /// What was received, once it is all there.
    /// - Throws: `VaultRefusal.incomplete`.
    func finished() throws -> Finished {
        try recover()
        if committed.size != place.size { throw VaultRefusal.incomplete(offset: committed.size, size: place.size) }
        return Finished(reference: committed.hasher.reference(), tail: committedTail)
    }

    private func take(_ piece: [UInt8], inspect: Inspection) throws {
        if closed { throw VaultRefusal.unknownUpload }
        if progress.size + Int64(piece.count) > place.size { throw VaultRefusal.exceedsSize(place.size) }
        try look(at: piece, inspect: inspect)
        progress.hasher.update(piece)
        var start = 0
        while start < piece.count {
            let length = min(VaultBlocks.chunk - progress.tail.count, piece.count - start)
            progress.tail += piece[start..<start + length]
            start += length
            if progress.tail.count == VaultBlocks.chunk { try sealTail() }
        }
    }

    private func look(at piece: [UInt8], inspect: Inspection) throws {
        if progress.inspected { return }
        progress.head += piece.prefix(Self.headLimit - progress.head.count)
        let isWhole = progress.size + Int64(piece.count) == place.size
        guard let head = Self.header(progress.head, isWhole: isWhole) else { return }
        do { try inspect(head) } catch { throw Uninspectable(reason: error) }
        progress.inspected = true
        progress.head = []
    }

    /// The first line with its newline, or as much as decides that there is none; nil while more is needed.
    static func header(_ head: [UInt8], isWhole: Bool) -> [UInt8]? {
        if let end = head.firstIndex(of: UInt8(ascii: "\n")) { return Array(head[...end]) }
        return isWhole || head.count >= headLimit ? head : nil
    }

    /// Number of the chunk that is filling.
    private var chunk: Int64 { (progress.size - Int64(progress.tail.count)) / Int64(VaultBlocks.chunk) }

    private func sealTail() throws {
        let number = sealedFrom + Int64(sealed.count / VaultBlocks.sealedChunk)
        sealed += try place.sealChunk(progress.tail, number: number)
        progress.tail.removeAll(keepingCapacity: true)
        let next = number + 1
        let blockEnds = next % Int64(VaultBlocks.chunksInBlock) == 0
        if blockEnds || sealed.count >= Self.batch * VaultBlocks.sealedChunk { try flush() }
    }

    private func flush() throws {
        if sealed.isEmpty { return }
        try place.write(sealed, chunk: sealedFrom)
        sealedFrom += Int64(sealed.count / VaultBlocks.sealedChunk)
        sealed.removeAll(keepingCapacity: true)
    }

    /// Makes all that was taken durable: the full chunks, then the tail beside the one that counts until now.
    private func commit() async throws {
        if closed { throw VaultRefusal.unknownUpload }
        if progress.size == committed.size { return }
        let next = progress
        do {
            try flush()
            let block = place.block(ofOffset: next.size)
            let side = committedTail?.block == block ? 1 - (committedTail?.side ?? 1) : 0
            let tail = TailPlace(block: block, side: side)
            try place.write(tail: next.tail, offset: next.size, digest: next.hasher.digest(), at: tail)
            try await place.blocks.syncs.sync()
            if closed { throw VaultRefusal.unknownUpload }
            committed = next
            committedTail = tail
        } catch {
            goBack()
            throw error
        }
    }

    private func goBack() {
        progress = committed
        sealed.removeAll(keepingCapacity: true)
        sealedFrom = chunk
    }

    /// After a restart: finds the last tail whose digest fits what lies before it, reading everything once, since
    /// the state of a hash cannot be stored. Tails of parts that were never acknowledged may lack bytes before
    /// them; the acknowledged one does not.
    private func recover() throws {
        if recovered { return }
        var tails: [UploadBlocks.Tail] = []
        for block in 0..<VaultBlocks.blocks(for: place.size) {
            for side in 0...1 {
                if let tail = try place.tail(at: TailPlace(block: block, side: side)) { tails.append(tail) }
            }
        }
        var found = Progress()
        for tail in tails.sorted(by: { $0.offset < $1.offset }) {
            let chunks = tail.offset / Int64(VaultBlocks.chunk)
            guard let whole = readOn(found, toChunk: chunks) else { break }
            found = whole
            var candidate = whole
            candidate.hasher.update(tail.bytes)
            candidate.tail = tail.bytes
            Self.note(tail.bytes, in: &candidate)
            if candidate.size == tail.offset, candidate.hasher.digest() == tail.digest {
                committed = candidate
                committedTail = tail.place
            }
        }
        // What was acknowledged had passed inspection if its header was there.
        let isWhole = committed.size == place.size
        committed.inspected = committed.size > 0 && Self.header(committed.head, isWhole: isWhole) != nil
        if committed.inspected { committed.head = [] }
        recovered = true
        goBack()
    }

    /// Goes on over whole chunks; nil where one does not decrypt.
    private func readOn(_ start: Progress, toChunk end: Int64) -> Progress? {
        var progress = start
        var number = progress.size / Int64(VaultBlocks.chunk)
        while number < end {
            let wanted = Int(min(end - number, Int64(Self.batch)))
            guard let bytes = try? place.read(chunk: number, atMost: wanted), !bytes.isEmpty else { return nil }
            progress.hasher.update(bytes)
            Self.note(bytes, in: &progress)
            number += Int64(bytes.count / VaultBlocks.chunk)
        }
        return progress
    }

    private static func note(_ bytes: [UInt8], in progress: inout Progress) {
        progress.head += bytes.prefix(max(0, headLimit - progress.head.count))
    }
}
