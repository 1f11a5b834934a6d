import Desk
import Foundation
import Insight
import Store
import Synchronization

/// The rules in force: the built-in ones and the packs that are switched on. Compiled once for each set of packs.
public final class RulesInForce: Sendable {
    /// A pack that is switched on.
    struct Row: Hashable, Sendable {
        let number: String
        let name: String
        let version: String
        let content: String

        init(number: String, name: String, version: String, content: String) {
            self.number = number
            self.name = name
            self.version = version
            self.content = content
        }
    }

    /// Rules, ready to be held against documents.
    public struct Compiled: Sendable {
        public let scanner: ClauseScanner
        /// The packs with their versions, as acts name them.
        public let name: String
    }

    private let desk: Desk
    private let kept = Mutex<[[Row]: Compiled]>([:])
    /// Packs, each read once, with what they say of their findings.
    private let packs = Mutex<[Row: (pack: RulePack, texts: [String: RuleText])]>([:])

    public init(desk: Desk) { self.desk = desk }

    /// The rules as of now.
    /// - Parameter region: whose documents are to be read; nil for all packs, wherever they are for.
    /// - Throws: `StoreError`, ``RulePack/Invalid``, ``ClauseData/Failure``.
    public func current(in region: String? = nil) throws -> Compiled {
        let rows = try Self.rows(desk.facts)
        guard let region else { return try compiled(rows) }
        return try compiled(rows.filter { try read($0).pack.applies(to: region) })
    }

    /// Whether there are packs in force that are only for some regions.
    /// - Throws: `StoreError`, ``RulePack/Invalid``.
    public var areRegional: Bool {
        get throws {
            try Self.rows(desk.facts).contains { try !read($0).pack.regions.isEmpty }
        }
    }

    /// What is said of a rule's findings: the law, why the clause is a barrier, what to write instead. Nil for a rule of
    /// a pack that is not in force.
    /// - Throws: `StoreError`, ``RulePack/Invalid``, ``ClauseData/Failure``.
    public func text(of rule: String) throws -> RuleText? {
        if let text = try ClauseData.builtIn().texts[rule] { return text }
        for row in try Self.rows(desk.facts) {
            if let text = try read(row).texts[rule] { return text }
        }
        return nil
    }

    private func read(_ row: Row) throws -> (pack: RulePack, texts: [String: RuleText]) {
        if let known = packs.withLock({ $0[row] }) { return known }
        let pack = try RulePack(unchecked: Data(row.content.utf8))
        let read = (pack: pack, texts: pack.texts)
        packs.withLock { known in
            if known.count >= 100 { known.removeAll() }
            known[row] = read
        }
        return read
    }

    func compiled(_ rows: [Row]) throws -> Compiled {
        if let known = kept.withLock({ $0[rows] }) { return known }
        let packs = try rows.map { try read($0).pack }
        let scanner =
            packs.isEmpty ? try ClauseScanner.builtIn() : try ClauseScanner(packs: [RulePack.builtIn()] + packs)
        let compiled = Compiled(scanner: scanner, name: Self.name(rows))
        kept.withLock { known in
            // A scanner takes some tens of megabytes: only the last sets are kept.
            if known.count >= 3 { known.removeAll() }
            known[rows] = compiled
        }
        return compiled
    }

    static func rows(_ facts: Facts) throws -> [Row] {
        try facts.rows("SELECT number, name, version, content FROM rules WHERE state = 'on' ORDER BY name").map { row in
            Row(
                number: row.text("number"), name: row.text("name"), version: row.text("version"),
                content: row.text("content"))
        }
    }

    static func name(_ rows: [Row]) -> String {
        let builtIn = (try? RulePack.builtIn()).map { "\($0.id) \($0.version)" } ?? ""
        return ([builtIn] + rows.sorted { $0.name < $1.name }.map { "\($0.name) \($0.version)" })
            .joined(separator: ", ")
    }
}
