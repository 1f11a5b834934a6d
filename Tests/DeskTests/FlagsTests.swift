import Statute
import Testing

@testable import Desk

@Suite("Flags of the command line follow from a command's fields")
struct FlagsTests {
    private let fields = [
        Field<String>.text("title", maximum: 20).description, Field<Money>.money("price").description,
        Field<Int64>.integer("weight", in: 1...100).description, Field<Bool>.boolean("urgent").description,
        Field<Instant>.instant("due").description,
        Field<[FileReference]>.files("files", maximum: 2, mediaTypes: ["application/pdf"]).description,
        Field<[Input]>.rows("rows", [Field<String>.text("item", maximum: 10).description], count: 0...10).description,
    ]

    private func fault(_ arguments: String...) -> String? {
        do {
            _ = try Flags.read(arguments, fields)
            return nil
        } catch { return "\(error)" }
    }

    @Test("Values are read as the JSON body takes them: money in yuan becomes fen")
    func values() throws {
        let read = try Flags.read(
            [
                "--title", "灌区", "--price=12,864,000.50", "--weight", "7", "--urgent", "--due",
                "2026-10-29T09:30+08:00", "--files", "a.pdf", "--files", "b.pdf", "--rows", "{\"item\":\"x\"}",
            ], fields)
        #expect(
            read == [
                "title": .text("灌区"), "price": .integer(1_286_400_050), "weight": .integer(7), "urgent": .boolean(true),
                "due": .text("2026-10-29T09:30+08:00"), "files": .files(["a.pdf", "b.pdf"]),
                "rows": .rows(["{\"item\":\"x\"}"]),
            ])
        #expect(try Flags.read(["--urgent", "false"], fields) == ["urgent": .boolean(false)])
        #expect(try Flags.read([], fields).isEmpty)
    }

    @Test("Unknown flags, missing values, unreadable ones and repetitions are refused by name")
    func faults() {
        #expect(fault("--colour", "red") == "--colour: not a flag of this command")
        #expect(fault("red") == "--red: not a flag")
        #expect(fault("--title") == "--title: a value is missing")
        #expect(fault("--price", "12.345") == "--price: 12.345 is no amount in yuan")
        #expect(fault("--weight", "x") == "--weight: x is no whole number")
        #expect(fault("--urgent", "maybe") == "--urgent: true or false, not maybe")
        #expect(fault("--title", "a", "--title", "b") == "--title: given twice")
    }

    @Test("Every command of the desk has a written form for each of its flags")
    func forms() {
        #expect(fields.map(Flags.form).allSatisfy { !$0.isEmpty })
        #expect(Flags.form(fields[1]) == "yuan")
        #expect(Flags.form(fields[6]) == "{\"item\":…}")
    }
}
