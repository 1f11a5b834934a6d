import Desk
import Foundation
import Testing

@testable import Trading

/// Acts are for ever: whatever was once written must be read by every later version, and mean the same.
@Suite("Every shape of an act that was ever written is still read (DESIGN §2.3)")
struct GoldenActTests {
    /// `kind.act`, a tab, the act's open part as it stands in a ledger. Lines are added, never changed.
    private static let shapes: [(kind: String, act: String, open: String)] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/acts.txt")
        let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
        return lines.compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
            let name = parts[0].split(separator: ".").map(String.init)
            return parts.count == 2 && name.count == 2 ? (name[0], name[1], parts[1]) : nil
        }
    }()

    private func written<D: Docket>(_ type: D.Type, _ act: String, _ open: String) throws -> String {
        let encoded = try ActCoding.encode(try ActCoding.decode(D.Act.self, name: act, open: Array(open.utf8)))
        return encoded.name + " " + String(decoding: encoded.open, as: UTF8.self)
    }

    @Test("Each is read and written again byte for byte")
    func shapes() throws {
        #expect(Self.shapes.count >= 50)
        for (kind, act, open) in Self.shapes {
            let again =
                switch kind {
                case Organisation.kind: try written(Organisation.self, act, open)
                case Person.kind: try written(Person.self, act, open)
                case Disclosure.kind: try written(Disclosure.self, act, open)
                case Project.kind: try written(Project.self, act, open)
                case Tender.kind: try written(Tender.self, act, open)
                case NegativeBehaviour.kind: try written(NegativeBehaviour.self, act, open)
                case ApprovedPlan.kind: try written(ApprovedPlan.self, act, open)
                case LocalRules.kind: try written(LocalRules.self, act, open)
                case TermWarning.kind: try written(TermWarning.self, act, open)
                case ReceiptsBook.kind: try written(ReceiptsBook.self, act, open)
                default: "no such kind"
                }
            #expect(again == act + " " + open, "\(kind).\(act)")
        }
    }

    @Test("No act is without its line: every act that people can read of has one")
    func complete() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Site/Catalogues/en")
        var named: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil) {
            let words = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
            named.formUnion(
                words.keys.filter { $0.hasPrefix("act.") && !$0.hasSuffix(".text") }.map { String($0.dropFirst(4)) })
        }
        #expect(Set(Self.shapes.map { "\($0.kind).\($0.act)" }) == named)
    }
}
