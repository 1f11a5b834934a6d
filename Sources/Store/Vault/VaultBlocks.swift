import Crypto
import Foundation

/// `vault.blocks`: where the bytes of uploads lie, sealed under each upload's own key.
///
/// A block is 64 chunks of 16 KiB, each `nonce ‖ ciphertext ‖ tag` of 16,356 bytes, and two tails of 20 KiB. What
/// does not fill a chunk when a part of an upload ends goes to the tail that the last end did not use. So bytes that
/// were acknowledged are never written over, and a crash cannot tear them.
struct VaultBlocks: Sendable {
    static let sealedChunk = 16 << 10
    static let overhead = 28
    /// Bytes of an upload in a chunk.
    static let chunk = sealedChunk - overhead
    static let chunksInBlock = 64
    static let sealedTail = 20 << 10
    static let blockSize = sealedChunk * chunksInBlock + sealedTail * 2

    let file: VaultFile
    let syncs: SyncGroup

    init(file: VaultFile) {
        self.file = file
        syncs = SyncGroup(file: file)
    }

    /// How many blocks an upload needs.
    static func blocks(for size: Int64) -> Int {
        let bytes = Int64(chunk * chunksInBlock)
        return Int((size + bytes - 1) / bytes)
    }
}

/// The bytes of one upload in its blocks.
struct UploadBlocks: Sendable {
    let id: String
    let blocks: VaultBlocks
    let extents: [Extent]
    let key: SymmetricKey
    let size: Int64

    init(id: String, record: UploadRecord, blocks: VaultBlocks) {
        self.id = id
        self.blocks = blocks
        extents = record.extents
        key = SymmetricKey(data: record.key)
        size = record.size
    }

    /// A tail that was read back.
    struct Tail: Sendable {
        let place: TailPlace
        /// Bytes of the upload that were durable.
        let offset: Int64
        /// SHA-256 of all of them.
        let digest: [UInt8]
        /// Those that do not fill a chunk.
        let bytes: [UInt8]
    }

    func sealChunk(_ bytes: [UInt8], number: Int64) throws -> Data {
        try AES.GCM.seal(bytes, using: key, authenticating: Self.label("chunk", number)).joined
    }

    /// Writes sealed chunks that follow one another within one block.
    func write(_ sealed: Data, chunk number: Int64) throws {
        let position = position(ofChunk: number)
        try blocks.file.write(sealed, at: position)
        blocks.file.startWriting(at: position, count: Int64(sealed.count))
    }

    /// The plain bytes of some whole chunks from one on, at most to the end of its block.
    /// - Throws: `VaultFailure.damaged`.
    func read(chunk number: Int64, atMost count: Int) throws -> [UInt8] {
        let left = VaultBlocks.chunksInBlock - Int(number % Int64(VaultBlocks.chunksInBlock))
        let length = min(count, left) * VaultBlocks.sealedChunk
        let sealed = try blocks.file.read(at: position(ofChunk: number), count: length)
        var plain: [UInt8] = []
        plain.reserveCapacity(length)
        var number = number
        for start in stride(from: 0, to: sealed.count, by: VaultBlocks.sealedChunk) {
            let piece = sealed[start..<min(start + VaultBlocks.sealedChunk, sealed.count)]
            guard
                let box = try? AES.GCM.SealedBox(combined: piece),
                let bytes = try? AES.GCM.open(box, using: key, authenticating: Self.label("chunk", number))
            else { throw VaultFailure.damaged(upload: id) }
            plain += bytes
            number += 1
        }
        return plain
    }

    /// The block whose tails serve an offset.
    func block(ofOffset offset: Int64) -> Int {
        let block = offset / Int64(VaultBlocks.chunk * VaultBlocks.chunksInBlock)
        return min(Int(block), VaultBlocks.blocks(for: size) - 1)
    }

    func write(tail: [UInt8], offset: Int64, digest: [UInt8], at place: TailPlace) throws {
        var plain = Data(capacity: VaultBlocks.sealedTail)
        withUnsafeBytes(of: offset.bigEndian) { plain.append(contentsOf: $0) }
        plain.append(contentsOf: digest)
        withUnsafeBytes(of: UInt16(tail.count).bigEndian) { plain.append(contentsOf: $0) }
        plain.append(contentsOf: tail)
        plain.append(Data(count: VaultBlocks.sealedTail - VaultBlocks.overhead - plain.count))
        let number = Int64(place.block * 2 + place.side)
        let sealed = try AES.GCM.seal(plain, using: key, authenticating: Self.label("tail", number)).joined
        try blocks.file.write(sealed, at: position(of: place))
    }

    /// A tail, or nil where none was written for this upload.
    func tail(at place: TailPlace) throws -> Tail? {
        let sealed = try blocks.file.read(at: position(of: place), count: VaultBlocks.sealedTail)
        let label = Self.label("tail", Int64(place.block * 2 + place.side))
        guard
            let box = try? AES.GCM.SealedBox(combined: sealed),
            let opened = try? AES.GCM.open(box, using: key, authenticating: label)
        else { return nil }
        let plain = [UInt8](opened)
        let offset = plain[0..<8].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let count = Int(plain[40]) << 8 | Int(plain[41])
        return Tail(place: place, offset: offset, digest: Array(plain[8..<40]), bytes: Array(plain[42..<42 + count]))
    }

    private func position(ofChunk number: Int64) -> Int64 {
        let inBlock = number % Int64(VaultBlocks.chunksInBlock)
        let block = Int(number / Int64(VaultBlocks.chunksInBlock))
        return position(ofBlock: block) + inBlock * Int64(VaultBlocks.sealedChunk)
    }

    private func position(of place: TailPlace) -> Int64 {
        let chunks = VaultBlocks.sealedChunk * VaultBlocks.chunksInBlock
        return position(ofBlock: place.block) + Int64(chunks + place.side * VaultBlocks.sealedTail)
    }

    /// Where the upload's n-th block begins in the file.
    private func position(ofBlock number: Int) -> Int64 {
        var rest = number
        for extent in extents {
            if rest < extent.count { return Int64(extent.start + rest) * Int64(VaultBlocks.blockSize) }
            rest -= extent.count
        }
        preconditionFailure("an upload's extents hold all its blocks: offsets are checked against its size")
    }

    private static func label(_ kind: String, _ number: Int64) -> Data { Data("\(kind) \(number)".utf8) }
}

extension AES.GCM.SealedBox {
    /// `nonce ‖ ciphertext ‖ tag`; nonces here always have the usual 12 bytes.
    var joined: Data { combined ?? Data(nonce) + ciphertext + tag }
}
