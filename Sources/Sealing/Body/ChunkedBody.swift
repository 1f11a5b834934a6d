import Crypto
import Foundation

/// C2SP chunked-encryption with AES-256-GCM and SHA-512 ("Cobblestone-256"): chunks of 16 KiB, the last one shorter;
/// `salt(24) ‖ commitment(32) ‖ chunks`. The text of July 2026 is pinned in docs/sealing.md.
///
/// The file is worked on in parts of 64 chunks, which are 1 MiB of plain text: a part is also a block of
/// ``BlockRoot``, and since its place in the sealed file is known, parts need not wait for one another.
struct ChunkedBody: Sendable {
    static let chunk = 16_384
    static let tag = 16
    static let head = 56
    private static let unit = chunk + tag
    private static let chunksPerPart = BlockRoot.blockSize / chunk
    private static let sealedPart = chunksPerPart * unit
    private static let nonceLength = 12

    let salt: [UInt8]
    let commitment: [UInt8]
    private let key: SymmetricKey
    private let base: [UInt8]

    /// - Parameters:
    ///   - inputKey: 32 bytes, uniformly random.
    ///   - salt: 24 bytes that never repeat for the key.
    init(inputKey: [UInt8], salt: [UInt8], context: [UInt8]) {
        let info = Array("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM".utf8) + [0] + salt + context
        let derived = HKDF<SHA512>.expand(
            pseudoRandomKey: SymmetricKey(data: inputKey), info: info, outputByteCount: 32 + 12 + 32)
        let bytes = derived.withUnsafeBytes { Array($0) }
        key = SymmetricKey(data: bytes[0..<32])
        base = Array(bytes[32..<44])
        commitment = Array(bytes[44..<76])
        self.salt = salt
    }

    /// Bytes of the body of so many bytes of plain text: the last chunk is always shorter than 16 KiB, maybe empty.
    static func length(plain: Int64) -> Int64 {
        Int64(head) + plain + (plain / Int64(chunk) + 1) * Int64(tag)
    }

    /// Bytes of plain text in a body of so many bytes.
    /// - Throws: ``SealingError/truncated`` when no body has that length.
    static func plainLength(body: Int64) throws -> Int64 {
        let rest = (body - Int64(head)) % Int64(unit)
        guard body >= Int64(head), rest >= Int64(tag) else { throw SealingError.truncated }
        return (body - Int64(head)) / Int64(unit) * Int64(chunk) + rest - Int64(tag)
    }

    /// Writes salt, commitment and all chunks.
    /// - Parameter write: takes bytes at a position of the body, from several threads.
    func encrypt(
        _ plain: ByteSource, write: @Sendable (Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try (salt + commitment).withUnsafeBytes { try write(0, $0) }
        let parts = Int(plain.size / Int64(BlockRoot.blockSize)) + 1
        try Lanes.perform(parts: parts, scratch: BlockRoot.blockSize + Self.sealedPart) { part, scratch in
            let start = Int64(part) * Int64(BlockRoot.blockSize)
            let count = Int(min(Int64(BlockRoot.blockSize), plain.size - start))
            let bytes = UnsafeMutableRawBufferPointer(rebasing: scratch[..<count])
            try plain.read(at: start, into: bytes)
            let target = UnsafeMutableRawBufferPointer(rebasing: scratch[BlockRoot.blockSize...])
            // A part that is not whole holds the last chunk, be it empty.
            let chunks = count < BlockRoot.blockSize ? count / Self.chunk + 1 : Self.chunksPerPart
            for index in 0..<chunks {
                let from = index * Self.chunk
                let piece = UnsafeRawBufferPointer(rebasing: bytes[from..<min(from + Self.chunk, count)])
                try seal(piece, part * Self.chunksPerPart + index, into: target, at: index * Self.unit)
            }
            let sealed = UnsafeRawBufferPointer(rebasing: target[..<(count + chunks * Self.tag)])
            try write(Int64(Self.head) + Int64(part) * Int64(Self.sealedPart), sealed)
        }
    }

    /// Opens all chunks; no byte is handed on before its chunk is authenticated.
    /// - Parameters:
    ///   - body: salt, commitment and chunks; the commitment was compared already.
    ///   - write: takes plain bytes at a position, from several threads.
    /// - Returns: the block root of the plain text.
    /// - Throws: ``SealingError/bodyDamaged(chunk:)`` for the first damaged chunk, ``SealingError/truncated``.
    func decrypt(
        _ body: ByteSource, write: @Sendable (Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws -> [UInt8] {
        let size = try Self.plainLength(body: body.size)
        let parts = Int(size / Int64(BlockRoot.blockSize)) + 1
        let leaves = LeafList(size: size)
        try Lanes.perform(parts: parts, scratch: BlockRoot.blockSize + Self.sealedPart) { part, scratch in
            let plain = UnsafeMutableRawBufferPointer(rebasing: scratch[..<BlockRoot.blockSize])
            let sealed = UnsafeMutableRawBufferPointer(rebasing: scratch[BlockRoot.blockSize...])
            let count = try open(part: part, of: body, through: sealed, into: plain)
            let opened = UnsafeRawBufferPointer(rebasing: plain[..<count])
            if count > 0 { leaves.set(part, opened) }
            try write(Int64(part) * Int64(BlockRoot.blockSize), opened)
        }
        return leaves.root()
    }

    /// Plain text at any position, without opening what lies before it.
    func plain(of body: ByteSource) throws -> ByteSource {
        ByteSource(size: try Self.plainLength(body: body.size)) { position, target in
            let block = BlockRoot.blockSize
            let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: block + Self.sealedPart, alignment: 4096)
            defer { scratch.deallocate() }
            let plain = UnsafeMutableRawBufferPointer(rebasing: scratch[..<block])
            let sealed = UnsafeMutableRawBufferPointer(rebasing: scratch[block...])
            var done = 0
            while done < target.count {
                let here = position + Int64(done)
                let inside = Int(here % Int64(block))
                let count = try open(part: Int(here / Int64(block)), of: body, through: sealed, into: plain)
                let length = min(target.count - done, count - inside)
                let source = UnsafeRawBufferPointer(rebasing: plain[inside..<(inside + length)])
                UnsafeMutableRawBufferPointer(rebasing: target[done..<(done + length)]).copyMemory(from: source)
                done += length
            }
        }
    }

    /// Opens one part; returns its bytes of plain text.
    private func open(
        part: Int, of body: ByteSource, through sealed: UnsafeMutableRawBufferPointer,
        into plain: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        let start = Int64(Self.head) + Int64(part) * Int64(Self.sealedPart)
        let count = Int(min(Int64(Self.sealedPart), body.size - start))
        let bytes = UnsafeMutableRawBufferPointer(rebasing: sealed[..<count])
        try body.read(at: start, into: bytes)
        var done = 0
        for index in 0..<((count + Self.unit - 1) / Self.unit) {
            let from = index * Self.unit
            let piece = UnsafeRawBufferPointer(rebasing: bytes[from..<min(from + Self.unit, count)])
            let number = part * Self.chunksPerPart + index
            let text = UnsafeRawBufferPointer(rebasing: piece[..<(piece.count - Self.tag)])
            let end = UnsafeRawBufferPointer(rebasing: piece[(piece.count - Self.tag)...])
            let box = try AES.GCM.SealedBox(nonce: nonce(number), ciphertext: text, tag: end)
            guard let opened = try? AES.GCM.open(box, using: key) else {
                throw SealingError.bodyDamaged(chunk: Int64(number))
            }
            opened.copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: plain[done..<(done + text.count)]))
            done += text.count
        }
        return done
    }

    private func seal(
        _ plain: UnsafeRawBufferPointer, _ number: Int, into target: UnsafeMutableRawBufferPointer, at place: Int
    ) throws {
        let box = try AES.GCM.seal(plain, using: key, nonce: nonce(number))
        // A box with a nonce of twelve bytes always has its combined form: nonce ‖ ciphertext ‖ tag.
        guard let combined = box.combined else { throw SealingError.file("no combined form") }
        let room = UnsafeMutableRawBufferPointer(rebasing: target[place..<(place + plain.count + Self.tag)])
        combined.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Self.nonceLength...])) }
    }

    private func nonce(_ number: Int) throws -> AES.GCM.Nonce {
        var bytes = base
        for index in 0..<5 { bytes[11 - index] ^= UInt8(truncatingIfNeeded: number >> (8 * index)) }
        return try AES.GCM.Nonce(data: bytes)
    }
}
