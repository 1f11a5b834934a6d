import Foundation
import Testing

@testable import Insight

@Suite("The clause classifier")
struct ClassifierTests {
    /// A table of which each row is one sentence: 条款号, 事项, 约定.
    private static func table(_ rows: [[String]]) -> DocumentText {
        var units: [DocumentUnit] = []
        for (row, cells) in ([["条款号", "事项", "约定"]] + rows).enumerated() {
            for (column, text) in cells.enumerated() {
                units.append(
                    DocumentUnit(
                        kind: .cell, text: text, place: CellPlace(table: 1, row: row + 1, column: column + 1)))
            }
        }
        return DocumentText(format: .html, units: units)
    }

    @Test("A row that only says who somebody is, or what is lawful, is no finding; one that restricts is")
    func rows() throws {
        let findings = try ClauseScanner.builtIn().scan(
            Self.table([
                ["1.1", "发包人", "永善县水务局"], ["1.3", "招标人", "昭通市第一中学"], ["2.1", "投标保证金", "不收取"],
                ["2.2", "履约保证金", "只收现金"], ["2.4", "业绩", "本市同类工程每项2分"], ["2.5", "开标地点", "永善县公共资源交易中心"],
            ]))
        #expect(findings.map(\.aspect) == ["FC03", "FC02"])
    }

    @Test("Data files that do not fit one another are refused by name, never half-read")
    func refusals() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("classifier-\(UUID())")
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Insight/Data").standardizedFileURL
        try FileManager.default.copyItem(at: source, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let head = folder.appendingPathComponent("classifier.txt")
        let entries = folder.appendingPathComponent("classifier.words")
        let (text, bytes) = (try Data(contentsOf: head), try Data(contentsOf: entries))
        func refusal() -> String? {
            do {
                _ = try ClauseData(folder: folder)
                return nil
            } catch { return "\(error)" }
        }
        #expect(refusal() == nil)
        try bytes.dropLast().write(to: entries)
        #expect(refusal()?.contains("do not fit classifier.words") == true)
        try FileManager.default.removeItem(at: entries)
        #expect(refusal()?.hasPrefix("classifier.words: ") == true)
        try bytes.write(to: entries)
        try Data().write(to: head)
        #expect(refusal()?.contains("22 are needed") == true)
        try Data(String(decoding: text, as: UTF8.self).replacing("1.5 2.5 -4 6", with: "1.5 2.5 9 6").utf8).write(
            to: head)
        #expect(refusal() == "classifier.txt, line 1: has a gate that is no lower than both")
        try FileManager.default.removeItem(at: head)
        #expect(refusal() == nil, "without the file the rules stand alone")
    }
}
