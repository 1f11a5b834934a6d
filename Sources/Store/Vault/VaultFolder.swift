import Crypto
import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// The three files of a vault, opened and locked; made first where there is no folder yet.
struct VaultFolder {
    let keyFile: OpenFile
    let indexKey: SymmetricKey
    let index: VaultFile
    let blocks: VaultFile

    init(opening path: String, shape: VaultShape, watch: VaultFile.Watch?) throws {
        do {
            let names = try? FileManager.default.contentsOfDirectory(atPath: path)
            if names == nil || names?.isEmpty == true { try Self.make(path, shape: shape) }
            self = try Self(made: path, watch: watch)
        } catch let error as FileError {
            throw VaultFailure(error)
        }
    }

    private init(made path: String, watch: VaultFile.Watch?) throws {
        let missing = access("\(path)/vault.key", F_OK) != 0
        if missing { throw VaultFailure.keyMissing }
        keyFile = try OpenFile("\(path)/vault.key", O_RDWR)
        if !keyFile.lock() { throw VaultFailure.inUse }
        let bytes = try keyFile.read(at: 0, count: 33)
        if bytes.count != 32 { throw VaultFailure.keyMissing }
        indexKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), info: Data("daylight vault index v1".utf8), outputByteCount: 32
        )
        #if canImport(Darwin)
            let changed = Int(try keyFile.status().st_mtimespec.tv_sec)
        #else
            let changed = Int(try keyFile.status().st_mtim.tv_sec)
        #endif
        index = try VaultFile(folder: path, name: "vault.index", changed: changed, watch: watch)
        blocks = try VaultFile(folder: path, name: "vault.blocks", changed: changed, watch: watch)
    }

    /// Makes everything beside the place and renames it there, so that a vault is whole or not there.
    private static func make(_ path: String, shape: VaultShape) throws {
        let making = path + ".making"
        if access(making, F_OK) == 0 { try FileManager.default.removeItem(atPath: making) }
        try OpenFile.makeFolder(making)
        let key = try OpenFile("\(making)/vault.key", O_RDWR | O_CREAT | O_EXCL)
        try Noise.bytes(32).withUnsafeBytes { try key.write($0, at: 0) }
        if fsync(key.descriptor) != 0 { throw FileError(call: "fsync", code: errno, path: key.path) }
        let now = Int(Date().timeIntervalSince1970)
        let indexFile = try VaultFile(folder: making, name: "vault.index", changed: now, watch: nil)
        try indexFile.extend(from: 0, to: shape.indexSlots, slotSize: VaultIndex.slotSize)
        let blocksFile = try VaultFile(folder: making, name: "vault.blocks", changed: now, watch: nil)
        try blocksFile.extend(from: 0, to: shape.blocks, slotSize: VaultBlocks.blockSize)
        let made = try Self(made: making, watch: nil)
        var index = try VaultIndex(file: made.index, key: made.indexKey)
        try index.put([VaultRecord(id: ReceiptsInterval.recordId, content: .interval(.none))])
        try OpenFile.syncFolder(making)
        // Closing is not enough: a child that is being started holds a copy of the descriptor for a moment.
        made.keyFile.unlock()
        try OpenFile.rename(making, to: path)
        try OpenFile.syncFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
}
