import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#endif

/// `vault.index` or `vault.blocks`. Its time of change stands still, so that a listing does not tell when bids came.
final class VaultFile: Sendable {
    /// What reached the system, in order; tests play crashes from it.
    enum Event: Sendable {
        case write(file: String, position: Int64, bytes: [UInt8])
        case sync(file: String)
    }
    typealias Watch = @Sendable (Event) -> Void

    let name: String
    private let file: OpenFile
    private let changed: Int
    private let watch: Watch?

    /// - Parameter changed: the time of change shown, in seconds since 1970.
    init(folder: String, name: String, changed: Int, watch: Watch?) throws(VaultFailure) {
        self.name = name
        self.changed = changed
        self.watch = watch
        do { file = try OpenFile("\(folder)/\(name)", O_RDWR | O_CREAT) } catch { throw VaultFailure(error) }
    }

    func size() throws(VaultFailure) -> Int64 {
        do { return try file.size() } catch { throw VaultFailure(error) }
    }

    func write(_ bytes: some ContiguousBytes, at position: Int64) throws(VaultFailure) {
        let failure = bytes.withUnsafeBytes { buffer -> FileError? in
            watch?(.write(file: name, position: position, bytes: Array(buffer)))
            do throws(FileError) { try file.write(buffer, at: position) } catch { return error }
            return nil
        }
        if let failure { throw VaultFailure(failure) }
        let times = [timespec(tv_sec: changed, tv_nsec: 0), timespec(tv_sec: changed, tv_nsec: 0)]
        _ = futimens(file.descriptor, times)
    }

    func read(at position: Int64, count: Int) throws(VaultFailure) -> [UInt8] {
        do { return try file.read(at: position, count: count) } catch { throw VaultFailure(error) }
    }

    func sync() throws(VaultFailure) {
        do { try file.sync() } catch { throw VaultFailure(error) }
        watch?(.sync(file: name))
    }

    func startWriting(at position: Int64, count: Int64) {
        file.startWriting(at: position, count: count)
    }

    /// Fills the file with noise from one number of slots up to another. The last page is written when the rest is on
    /// disk, so that a file of whole length is noise to its end even if power was lost while it grew.
    func extend(from begin: Int, to end: Int, slotSize: Int) throws {
        let end = Int64(end) * Int64(slotSize)
        var position = Int64(begin) * Int64(slotSize)
        while position < end - 4096 {
            let next = min(position + (64 << 20), end - 4096)
            try Noise.fill(self, position..<next)
            try sync()
            position = next
        }
        try Noise.fill(self, position..<end)
        try sync()
    }

    /// How many slots the file has, after ending a doubling that was cut short.
    func settle(slotSize: Int) throws -> Int {
        let length = try size()
        let whole = Int((length + Int64(slotSize) - 1) / Int64(slotSize))
        let slots = VaultShape.powerOfTwo(atLeast: whole)
        if length != Int64(slots) * Int64(slotSize) {
            try extend(from: slots / 2, to: slots, slotSize: slotSize)
        }
        return slots
    }
}
