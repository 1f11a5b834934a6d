import Desk
import Foundation
import Testing
import Trading

@testable import Site

@Suite("Catalogues")
struct CatalogueTests {
    @Test("Every key stands in both languages")
    func bothLanguages() throws {
        #expect(try Catalogue.builtIn().differences == [])
    }

    @Test("Both languages of a sentence have the same gaps")
    func gaps() throws {
        let catalogue = try Catalogue.builtIn()
        let gap = /\{([A-Za-z.|]+)\}/
        for (key, chinese) in catalogue.texts[.chinese] ?? [:] {
            let english = catalogue.texts[.english]?[key] ?? ""
            let one = Set(chinese.matches(of: gap).map { String($0.1) })
            let other = Set(english.matches(of: gap).map { String($0.1) })
            #expect(one == other, "\(key)")
        }
    }

    @Test("Templates name only keys that exist")
    func templates() throws {
        let catalogue = try Catalogue.builtIn()
        _ = try Templates.builtIn(catalogue)
        let words = catalogue.words(.chinese)
        #expect(throws: Templates.ReadError.self) { try Templates.filled("[[no.such]]", name: "x", words: words) }
    }

    @Test("The source names only keys that exist")
    func source() throws {
        let catalogue = try Catalogue.builtIn()
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Site").resolvingSymlinksInPath()
        let use = /(?:words(?:\(visit\))?|english|chinese)\("([A-Za-z0-9.]+)"/
        var uses = 0
        for path in FileManager.default.subpaths(atPath: folder.path) ?? [] where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: use) {
                uses += 1
                let known = catalogue.has(String(match.1))
                #expect(known, "\(path): \(match.1)")
            }
        }
        #expect(uses > 30)
    }

    @Test("Every command of people and organisations has its words")
    func deskCommands() throws {
        let catalogue = try Catalogue.builtIn()
        let kinds = [
            DocketKind(Person.self, commands: Person.commands),
            DocketKind(Organisation.self, commands: Organisation.commands),
        ]
        #expect(kinds.flatMap(\.commands).flatMap { catalogue.missing(for: $0) } == [])
    }

    @Test("Every command of the trade has its words")
    func tradeCommands() throws {
        let catalogue = try Catalogue.builtIn()
        #expect(Trading.kinds.flatMap(\.commands).flatMap { catalogue.missing(for: $0) } == [])
    }

    @Test("Gaps are filled, and an argument may itself be a key")
    func arguments() throws {
        let words = try Catalogue.builtIn().words(.english)
        let filled = words("refusal.office.wrongRole", ["office": "@role.bidder"])
        #expect(filled == "Your office (Bidder) may not do this.")
        #expect(words("no.such.key") == "no.such.key")
    }
}
