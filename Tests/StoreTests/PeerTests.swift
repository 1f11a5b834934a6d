import Foundation
import Ledger
import Store
import Testing

@Suite("A verifier that shares no code agrees (Tests/Peers/verify_ledger.py)")
struct PeerTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static var python: String {
        ProcessInfo.processInfo.environment["DAYLIGHT_PYTHON"] ?? root.appendingPathComponent(".venv/bin/python").path
    }

    private func verify(_ folder: URL, _ vkey: String) throws -> (status: Int32, said: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: PeerTests.python)
        let script = PeerTests.root.appendingPathComponent("Tests/Peers/verify_ledger.py").path
        process.arguments = [script, folder.path, vkey]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    @Test("The Python verifier accepts an export and refuses each kind of damage, naming the file")
    func python() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        _ = try await store.append([draft("section/S-1", after: 0, Array(repeating: "noted", count: 299))])
        _ = try await store.append([draft("section/S-2", after: 0, closed: Array("张三".utf8))])
        let disclosure = EntryDraft(
            act: "closedPartDisclosed", at: "2026-09-25T01:00:00.000Z", person: "P-000001", office: "platform",
            open: Array("{\"sequence\":299,\"why\":\"\\\"report\\\"\\n\\u001f😀\"}".utf8))
        _ = try await store.append([Draft(docket: "section/S-2", expectedVersion: 1, acts: [disclosure])])
        let export = folder.url.appendingPathComponent("export")
        try await store.export(to: export)
        let vkey = store.vkey
        try await store.close()
        let whole = try verify(export, vkey)
        #expect(whole.status == 0)
        #expect(
            whole.said == "ok: 301 acts in 2 dockets, 3 tiles, 1 disclosed parts, 0 blobs, 0 acts proven one by one\n")
        for name in ["checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/45", "disclosed/299.json"] {
            let file = export.appendingPathComponent(name)
            let bytes = try Data(contentsOf: file)
            var changed = bytes
            changed[bytes.count / 2] ^= 1
            try changed.write(to: file)
            #expect(try verify(export, vkey).status == 1, "\(name)")
            #expect(throws: ExportFailure.self) { try ExportVerifier(folder: export, key: VerifierKey(vkey)).verify() }
            try (bytes + [0x20]).write(to: file)
            #expect(try verify(export, vkey).status == 1, "\(name), one byte more")
            try bytes.write(to: file)
        }
        let other = try verify(export, SigningKey(name: "test.example/ledger").verifier.text)
        #expect(other.status == 1 && other.said.hasPrefix("wrong: checkpoint"))
    }

    @Test("The Python verifier accepts one docket's export and refuses a changed act, proof, order or gap")
    func docket() async throws {
        let folder = try ScratchFolder()
        let store = try folder.open()
        for version in 0..<9 {
            _ = try await store.append([draft("section/S-1", after: version, ["noted"])])
            _ = try await store.append([draft("section/S-2", after: version, ["noted"])])
        }
        let export = folder.url.appendingPathComponent("export")
        try await store.export(docket: "section/S-1", to: export)
        let vkey = store.vkey
        try await store.close()
        #expect(try verify(export, vkey).said.hasSuffix("9 acts proven one by one\n"))
        let base = export.appendingPathComponent("dockets/section/S-1")
        for name in ["3.json", "3.tlog-proof", "9.tlog-proof"] {
            let file = base.appendingPathComponent(name)
            let bytes = try Data(contentsOf: file)
            for place in stride(from: 0, to: bytes.count, by: 37) {
                var changed = bytes
                changed[place] ^= 1
                try changed.write(to: file)
                #expect(try verify(export, vkey).status == 1, "\(name) at \(place)")
            }
            try bytes.write(to: file)
        }
        for ending in ["json", "tlog-proof"] {
            try FileManager.default.moveItem(
                at: base.appendingPathComponent("3.\(ending)"), to: base.appendingPathComponent("11.\(ending)"))
        }
        #expect(try verify(export, vkey).said == "wrong: section/S-1: an act is missing\n")
        #expect(throws: ExportFailure.self) { try ExportVerifier(folder: export, key: VerifierKey(vkey)).verify() }
    }
}
