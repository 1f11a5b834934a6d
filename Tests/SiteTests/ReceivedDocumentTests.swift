import Foundation
import HTTPTypes
import Testing

@testable import Site

@Suite("Documents that strangers have looked at")
struct ReceivedDocumentTests {
    private static func attributes(_ path: String) throws -> NSNumber? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
    }

    @Test("What a process left that was ended meanwhile is gone after the next start; nobody else may read there")
    func leftover() async throws {
        let house = try await House()
        let folder = house.desk.store.folder.appendingPathComponent("received")
        let left = folder.appendingPathComponent("left")
        try Data("a stranger's document".utf8).write(to: left)
        let site = try await SiteContext(house.configuration)
        #expect(!FileManager.default.fileExists(atPath: left.path))
        #expect(try Self.attributes(folder.path) == 0o700)
        let file = try #require(site.received.file())
        #expect(file.deletingLastPathComponent().standardizedFileURL.path == folder.standardizedFileURL.path)
        #expect(try Self.attributes(file.path) == 0o600)
        try await house.desk.store.close()
        try FileManager.default.removeItem(at: house.folder)
    }

    @Test("A link that stands in the folder's place is taken away, and what it points to stays")
    func link() throws {
        let manager = FileManager.default
        let ledger = manager.temporaryDirectory.appendingPathComponent("received-\(UUID().uuidString)")
        let other = ledger.appendingPathComponent("other")
        try manager.createDirectory(at: other, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: ledger) }
        try Data("kept".utf8).write(to: other.appendingPathComponent("kept"))
        try manager.createSymbolicLink(
            at: ledger.appendingPathComponent("received"), withDestinationURL: other)
        let received = try ReceivedFolder(beside: ledger)
        #expect(received.file() != nil)
        #expect(try manager.contentsOfDirectory(atPath: other.path) == ["kept"])
    }

    @Test("What was sent lies in the folder while it is read, and is gone when it was answered or refused")
    func gone() async throws {
        let house = try await House()
        let folder = house.desk.store.folder.appendingPathComponent("received").path
        try await house.visit { browser in
            try await browser.get("/scan")
            let token = browser.token
            func send(_ token: String) async throws -> Int {
                let body =
                    "--b\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(token)\r\n--b\r\n"
                    + "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n投标人\r\n"
                    + "--b--\r\n"
                return try await browser.send(
                    "/scan", .post, headers: [.contentType: "multipart/form-data; boundary=b"], body: Array(body.utf8)
                ).status
            }
            // This house has no program to read documents with.
            #expect(try await send(token) == 503)
            #expect(try await send("wrong") != 200)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test("A region that the installation does not have is refused, and what was pasted is not checked by other rules")
    func region() async throws {
        let house = try await House()
        try await house.visit { browser in
            try await browser.get("/scan")
            let token = browser.token
            func send(_ region: String) async throws -> Int {
                let parts = [("_token", token), ("text", "投标人须在昭通市设有分公司。"), ("region", region)].map { name, value in
                    "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
                }
                let body = parts.joined() + "--b--\r\n"
                return try await browser.send(
                    "/scan", .post, headers: [.contentType: "multipart/form-data; boundary=b"], body: Array(body.utf8)
                ).status
            }
            #expect(try await send("") == 200)
            #expect(try await send("530602") == 200)
            #expect(try await send("999999") == 422)
        }
    }
}
