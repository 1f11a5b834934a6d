import Foundation
import Ledger
import Store
import Testing

@Suite("Exported folders are checked without us (docs/ledger.md)")
struct ExportTests {
    /// A small house: two full tiles and a bit, with a disclosed and an undisclosed closed part.
    private func house(_ folder: ScratchFolder) async throws -> (store: LedgerStore, export: URL) {
        let store = try folder.open()
        for number in 0..<3 {
            _ = try await store.append([
                draft("section/S-\(number)", after: 0, Array(repeating: "noted", count: 180))
            ])
        }
        _ = try await store.append([draft("section/S-1", after: 180, ["named"], closed: Array("张三".utf8))])
        _ = try await store.append([draft("section/S-1", after: 181, ["named"], closed: Array("李四".utf8))])
        let disclosure = EntryDraft(
            act: "closedPartDisclosed", at: "2026-09-25T01:00:00.000Z", person: "P-000001", office: "platform",
            open: Array("{\"sequence\":540}".utf8))
        _ = try await store.append([Draft(docket: "section/S-1", expectedVersion: 182, acts: [disclosure])])
        let export = folder.url.appendingPathComponent("export")
        try await store.export(to: export)
        return (store, export)
    }

    private func write(_ text: String, _ name: String, _ export: URL) throws {
        let file = export.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    @Test("An untouched export verifies: every tile, act, disclosed part and blob, and every act is replayed in order")
    func verifies() async throws {
        let folder = try ScratchFolder()
        let (store, export) = try await house(folder)
        try write("abc", "blobs/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", export)
        var replayed: [String: [Int]] = [:]
        let report = try ExportVerifier(folder: export, key: VerifierKey(store.vkey)).verify { stored in
            replayed[stored.entry.docket, default: []].append(stored.version)
        }
        #expect(report.entries == 543 && report.dockets == 3 && report.tiles == 3 + 1)
        #expect(report.disclosedParts == 1 && report.erasedParts == 0 && report.blobs == 1)
        #expect(replayed["section/S-1"] == Array(1...183) && replayed["section/S-2"] == Array(1...180))
        #expect(try ExportVerifier(folder: export).verify(readsActs: false).entries == 543)
        let files = try FileManager.default.subpathsOfDirectory(atPath: export.appendingPathComponent("disclosed").path)
        #expect(files == ["540.json"])
        struct Unlawful: Error {}
        do {
            _ = try ExportVerifier(folder: export).verify { if $0.sequence == 300 { throw Unlawful() } }
            Issue.record("accepted")
        } catch let failure as ExportFailure {
            #expect(failure.index == 300 && failure.docket == "section/S-1" && failure.version == 121)
        }
        try await store.close()
    }

    @Test("Any changed byte of any file is found, as are missing, surplus and longer ones")
    func damaged() async throws {
        let folder = try ScratchFolder()
        let (store, export) = try await house(folder)
        try write("abc", "blobs/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", export)
        let key = try VerifierKey(store.vkey)
        let verifier = try ExportVerifier(folder: export, key: key)
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(state: seed)
        let names = try FileManager.default.subpathsOfDirectory(atPath: export.path).filter {
            $0 != "README.txt" && $0 != "vkey" && !isFolder(export.appendingPathComponent($0))
        }
        #expect(names.count == 4 + 3 + 3)
        for name in names {
            let file = export.appendingPathComponent(name)
            let bytes = try Data(contentsOf: file)
            for _ in 0..<8 {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                var changed = bytes
                changed[place] ^= UInt8.random(in: 1...255, using: &generator)
                try changed.write(to: file)
                #expect(throws: ExportFailure.self, "seed \(seed): \(name), byte \(place)") { try verifier.verify() }
            }
            try (bytes + [0]).write(to: file)
            #expect(throws: ExportFailure.self, "\(name), one byte more") { try verifier.verify() }
            try bytes.dropLast().write(to: file)
            #expect(throws: ExportFailure.self, "\(name), one byte less") { try verifier.verify() }
            if name.hasPrefix("tile") || name == "checkpoint" {
                try FileManager.default.removeItem(at: file)
                #expect(throws: ExportFailure.self, "\(name) missing") { try verifier.verify() }
            }
            try bytes.write(to: file)
        }
        _ = try verifier.verify()
        let surplusNames = [
            "tile/0/007", "tile/entries/000.p/3", "tile/4/000.p/1", "disclosed/541.json", "disclosed/x.json",
            "blobs/readme",
        ]
        for surplus in surplusNames {
            try write("{}", surplus, export)
            #expect(throws: ExportFailure.self, "\(surplus)") { try verifier.verify() }
            try FileManager.default.removeItem(at: export.appendingPathComponent(surplus))
        }
        #expect(throws: ExportFailure.self) {
            try ExportVerifier(folder: export, key: SigningKey(name: "test.example/ledger").verifier).verify()
        }
        try await store.close()
    }

    @Test("A closed part that was erased after its disclosure is counted, not missed")
    func erased() async throws {
        let folder = try ScratchFolder()
        let (store, _) = try await house(folder)
        try await store.eraseClosedPart(sequence: 540)
        let export = folder.url.appendingPathComponent("later")
        try await store.export(to: export)
        let report = try ExportVerifier(folder: export).verify()
        #expect(report.disclosedParts == 0 && report.erasedParts == 1)
        try await store.close()
    }

    @Test("One docket is exported with a proof for each act (C2SP tlog-proof)")
    func docket() async throws {
        let folder = try ScratchFolder()
        let (store, _) = try await house(folder)
        let export = folder.url.appendingPathComponent("docket")
        try await store.export(docket: "section/S-1", to: export)
        let verifier = try ExportVerifier(folder: export, key: VerifierKey(store.vkey))
        #expect(try verifier.verify().provenActs == 183)
        let act = export.appendingPathComponent("dockets/section/S-1/17.json")
        let proof = export.appendingPathComponent("dockets/section/S-1/17.tlog-proof")
        let (actBytes, proofBytes) = (try Data(contentsOf: act), try Data(contentsOf: proof))
        try Data(String(decoding: actBytes, as: UTF8.self).replacing("noted", with: "Noted").utf8).write(to: act)
        #expect(throws: ExportFailure.self) { try verifier.verify() }
        try actBytes.write(to: act)
        try Data(contentsOf: export.appendingPathComponent("dockets/section/S-1/18.tlog-proof")).write(to: proof)
        #expect(throws: ExportFailure.self) { try verifier.verify() }
        try FileManager.default.removeItem(at: proof)
        #expect(throws: ExportFailure.self) { try verifier.verify() }
        try FileManager.default.removeItem(at: act)
        #expect(throws: ExportFailure.self) { try verifier.verify() }
        try actBytes.write(to: act)
        try proofBytes.write(to: proof)
        #expect(try verifier.verify().provenActs == 183)
        await #expect(throws: StoreError.self) { try await store.export(docket: "section/none", to: export) }
        try await store.close()
    }

    private func isFolder(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && isFolder.boolValue
    }
}

/// A small generator whose sequence a printed seed repeats.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
