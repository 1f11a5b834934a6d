import Crypto
import Foundation

/// `vault.index`: slots of 8 KiB, each noise or a sealed record; nobody without the key can tell which.
///
/// A record stands in two slots chosen at random. A change writes both new copies to free slots, syncs, and only
/// then turns the old ones into noise: after a crash the highest generation counts, and a lost copy is made again.
struct VaultIndex {
    static let slotSize = 8192
    private static let overhead = 28
    private static let copies = 2

    private(set) var records: [String: VaultRecord] = [:]
    private let file: VaultFile
    private let key: SymmetricKey
    private var slotCount = 0
    private var places: [String: [Int]] = [:]
    private var free: [Int] = []
    private var generation: UInt64 = 1

    init(file: VaultFile, key: SymmetricKey) throws {
        self.file = file
        self.key = key
        slotCount = try file.settle(slotSize: Self.slotSize)
        var stale: [Int] = []
        for slot in 0..<slotCount {
            guard let record = try read(slot) else {
                free.append(slot)
                continue
            }
            generation = max(generation, record.generation + 1)
            let known = records[record.id]?.generation ?? 0
            if record.generation > known {
                stale += places[record.id] ?? []
                records[record.id] = record
                places[record.id] = [slot]
            } else if record.generation == known {
                places[record.id]?.append(slot)
            } else {
                stale.append(slot)
            }
        }
        try forget(stale)
        let alone = records.values.filter { places[$0.id]?.count != Self.copies }
        try put(alone)
    }

    /// Makes records durable, each replacing the one of its id. One by one they are old or new after a crash;
    /// there is no promise for all together.
    mutating func put(_ changes: [VaultRecord]) throws {
        var rest = changes[...]
        while !rest.isEmpty {
            let room = free.count / Self.copies
            if room == 0 {
                try grow()
                continue
            }
            let batch = Array(rest.prefix(room))
            rest = rest.dropFirst(room)
            try write(batch)
        }
    }

    private mutating func write(_ batch: [VaultRecord]) throws {
        var taken: [[Int]] = []
        var written: [VaultRecord] = []
        do {
            for var record in batch {
                record.generation = generation
                generation += 1
                taken.append([takeSlot(), takeSlot()])
                for slot in taken[taken.count - 1] { try seal(record, into: slot) }
                written.append(record)
            }
            try file.sync()
        } catch {
            // Best effort: the failing disk may keep these copies, so this generation is never used again.
            for slot in taken.joined() { try? forget([slot]) }
            throw error
        }
        var old: [Int] = []
        for (record, slots) in zip(written, taken) {
            old += places[record.id] ?? []
            places[record.id] = slots
            records[record.id] = record
        }
        try forget(old)
    }

    /// Turns records into noise, durably.
    mutating func remove(_ ids: [String]) throws {
        var slots: [Int] = []
        for id in ids {
            slots += places.removeValue(forKey: id) ?? []
            records[id] = nil
        }
        if slots.isEmpty { return }
        try forget(slots)
        try file.sync()
    }

    private mutating func forget(_ slots: [Int]) throws {
        for slot in slots {
            try file.write(try Noise.stream(Self.slotSize), at: position(slot))
            free.append(slot)
        }
    }

    private mutating func takeSlot() -> Int {
        let chosen = Int.random(in: 0..<free.count)
        free.swapAt(chosen, free.count - 1)
        return free.removeLast()
    }

    private mutating func grow() throws {
        try file.extend(from: slotCount, to: slotCount * 2, slotSize: Self.slotSize)
        free += slotCount..<slotCount * 2
        slotCount *= 2
    }

    private func seal(_ record: VaultRecord, into slot: Int) throws {
        let encoded = try JSONEncoder().encode(record)
        var plain = Data(capacity: Self.slotSize)
        withUnsafeBytes(of: UInt32(encoded.count).bigEndian) { plain.append(contentsOf: $0) }
        plain.append(encoded)
        let length = Self.slotSize - Self.overhead
        if plain.count > length { throw VaultFailure.recordTooLarge }
        plain.append(Data(count: length - plain.count))
        let box = try AES.GCM.seal(plain, using: key, authenticating: Self.label(slot))
        try file.write(box.joined, at: position(slot))
    }

    private func read(_ slot: Int) throws -> VaultRecord? {
        let bytes = try file.read(at: position(slot), count: Self.slotSize)
        guard
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Self.label(slot))
        else { return nil }
        let count = plain.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return try JSONDecoder().decode(VaultRecord.self, from: plain.dropFirst(4).prefix(count))
    }

    private func position(_ slot: Int) -> Int64 { Int64(slot) * Int64(Self.slotSize) }

    private static func label(_ slot: Int) -> Data { Data("daylight vault slot \(slot)".utf8) }
}
