import ArgumentParser
import Foundation
import Statute
import Store
import Trading

/// Opens an installation for a command, and says in plain words what is wrong when that does not go.
enum InstallationOpening {
    static func open(
        _ options: CommonOptions, site: String, clock: @escaping @Sendable () -> Instant, mayCreate: Bool = true
    ) throws -> Installation {
        if !mayCreate { try requireInstallation(options) }
        do {
            return try Installation.open(folder: options.folder, site: site, vault: .county, clock: clock)
        } catch {
            throw failure(error, options)
        }
    }

    /// - Throws: ``Failure`` when the folder holds no installation.
    static func requireInstallation(_ options: CommonOptions) throws {
        let ledger = options.folder.appendingPathComponent("ledger.sqlite").path
        guard FileManager.default.fileExists(atPath: ledger) else {
            throw Failure(
                "noInstallation",
                "\(options.data) holds no installation; make one with: daylight demo --data \(options.data)",
                format: options.format)
        }
    }

    static func failure(_ error: any Error, _ options: CommonOptions) -> any Error {
        func said(_ code: String, _ message: String) -> Failure { Failure(code, message, format: options.format) }
        if let error = error as? StoreError {
            switch error {
            case .newerStore(let found, let supported):
                return said(
                    "newerStore",
                    "\(options.data) was written by a newer Daylight (store version \(found), this one knows \(supported)); "
                        + "use that version. Nothing was touched.")
            case .heldByAnotherProcess(let folder):
                return said("inUse", "\(folder) is in use by another daylight; stop that one first")
            case .diskFull:
                return said("diskFull", "the disk is full; nothing was lost. Make room and start again.")
            default: return said("store", "\(error)")
            }
        }
        if let error = error as? VaultFailure {
            switch error {
            case .diskFull:
                return said("diskFull", "the disk is full; the vault for bids needs room in \(options.data)")
            case .inUse:
                return said("inUse", "\(options.data)/vault is in use by another daylight; stop that one first")
            case .keyMissing: return said("vaultKey", "\(options.data)/vault/vault.key is missing or of another vault")
            default: return said("vault", "\(error)")
            }
        }
        if let error = error as? BlobError { return said("blobs", "\(error)") }
        return error
    }

    /// The world's clock.
    static let worldClock: @Sendable () -> Instant = {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// A clock that starts at a given instant and runs on; the world's when none is given.
    static func clock(_ now: String?, _ options: CommonOptions) throws -> @Sendable () -> Instant {
        guard let now else { return worldClock }
        guard let start = Instant(now) else {
            throw ValidationError("--now takes RFC 3339, such as 2026-10-29T09:30+08:00")
        }
        let offset = start.milliseconds - worldClock().milliseconds
        return { worldClock().advanced(byMilliseconds: offset) }
    }
}
