import Desk
import Foundation
import Statute
import Store

/// One installation of Daylight in one folder: the ledger with its registers, the blobs, the vault for bids, and the
/// desk before them.
///
/// ```
/// DATA/site  ledger.sqlite  ledger.key  blobs/  vault/  law/
/// ```
///
/// `law/` is the operator's: calendar years and code sets that the program does not bring yet
/// (`law/calendar/2027.json`), read at each start.
public struct Installation: Sendable {
    public let folder: URL
    public let desk: Desk
    public let room: BiddingRoom

    public var store: LedgerStore { desk.store }
    public var blobs: BlobStore { room.blobs }

    /// Opens a folder, or makes a new installation in it.
    /// - Parameters:
    ///   - site: the public address, `https://trading.example.gov.cn`, which names the log for ever: it counts when
    ///     the installation is made and is read from the folder's file `site` from then on.
    ///   - clock: the server's clock.
    ///   - progress: called while registers are filled, with acts done and acts in all.
    /// - Throws: `StoreError`, `BlobError`, `VaultFailure`, `Statute.DataError`: each says what an operator has to mend.
    public static func open(
        folder: URL, site: String, vault shape: VaultShape = .city, clock: @escaping @Sendable () -> Instant,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> Installation {
        let local = folder.appendingPathComponent("law")
        let hasLocal = FileManager.default.fileExists(atPath: local.path)
        let law = hasLocal ? try Statute.builtIn(adding: [local]) : try Statute.builtIn()
        let address = try self.site(folder, given: site)
        let host = address.replacing("https://", with: "").replacing("http://", with: "")
        let store = try LedgerStore.open(
            folder: folder, registers: Trading.registers(law: law), origin: "\(host)/ledger", progress: progress)
        let desk = Desk(store: store, law: law, kinds: Trading.kinds, clock: clock)
        let blobs = try BlobStore(folder: folder.appendingPathComponent("blobs"))
        let vault = try SealedVault(folder: folder.appendingPathComponent("vault"), shape: shape) { bytes in
            Data(try store.sign([UInt8](bytes))).base64EncodedString()
        }
        return Installation(folder: folder, desk: desk, room: BiddingRoom(desk: desk, vault: vault, blobs: blobs))
    }

    /// The address under which the log was begun; written down before the log is.
    private static func site(_ folder: URL, given: String) throws -> String {
        let file = folder.appendingPathComponent("site")
        if let kept = try? String(contentsOf: file, encoding: .utf8) { return kept }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(given.utf8).write(to: file, options: .atomic)
        return given
    }
}
