import ArgumentParser
import Foundation
import Site
import Statute

/// `daylight code`
struct CodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Check the codes of the trade.", subcommands: [CodeCheckCommand.self])
}

/// `daylight code check`
struct CodeCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell what kind a code is, whether it is right, and which character was expected.",
        discussion: """
            Knows unified social credit codes, identity numbers (shown masked, also mistyped ones), unified deal codes
            with hyphens, without, and in the data norm's 33 characters, regions, trade and section classes. Text is in
            Chinese and English. Exit status 1 for a code that is not right.

            Example:
              daylight code check 91530600MA6K000147
            """)

    @OptionGroup var options: StatuteOptions
    @Argument(help: "The code.") var code: String

    private struct Shown: Encodable {
        let code: String
        let kind: CodeInspection.Kind
        let valid: Bool
        /// The wrong place, counted from 1; the check character's when all is right.
        let position: Int?
        let given: String?
        let expected: String?
        let faults: [CodeInspection.Fault]
        let corrections: [CodeInspection.Correction]
        /// What is told beside and refuses nothing.
        let notes: [CodeInspection.Fault]
        let names: [String: Wording]
    }

    func run() throws {
        let law = try options.statute()
        let found = law.inspection(of: code)
        // The code's own check character is what is asked for most, but a part that does not fit comes first.
        let main =
            found.faults.first { [.length, .shape, .character, .date].contains($0.reason) }
            ?? found.faults.first { $0.reason == .checkCharacter && $0.position == found.checkPosition }
            ?? found.faults.first
        let expected = found.isValid ? found.checkExpected.map(String.init) : main?.expected
        switch options.format {
        case .json:
            try StatuteAnswer.print(
                Shown(
                    code: found.shown, kind: found.kind, valid: found.isValid,
                    position: found.isValid ? found.checkPosition : main?.position,
                    given: found.isValid ? expected : main?.given, expected: expected, faults: found.faults,
                    corrections: found.corrections, notes: found.notes, names: found.names))
        case .text:
            let catalogue = try Catalogue.builtIn()
            for language in [Language.chinese, .english] { tell(found, catalogue.words(language)) }
        }
        if !found.isValid { throw ExitCode(1) }
    }

    private func tell(_ found: CodeInspection, _ words: Words) {
        let kind = words("codeCheck.kind.\(found.kind.rawValue)")
        print("\(found.shown): \(kind), \(words(found.isValid ? "codeCheck.valid" : "codeCheck.wrong"))")
        if found.isValid, let position = found.checkPosition, let expected = found.checkExpected {
            print("  " + words("codeCheck.check.right", ["position": "\(position)", "expected": "\(expected)"]))
        }
        for fault in found.faults { print("  " + words(Self.key(fault, found.kind), Self.arguments(fault))) }
        for one in found.corrections {
            let place = ["position": "\(one.position)", "given": one.given, "expected": one.expected]
            print("  " + words("codeCheck.correction", place))
        }
        for note in found.notes { print("  " + words(Self.noteKey(note), Self.arguments(note))) }
        for (part, name) in found.names.sorted(by: { $0.key < $1.key }) {
            print("  \(words("codeCheck.name.\(part)")): \(words.said(name))")
        }
    }

    private static func key(_ fault: CodeInspection.Fault, _ kind: CodeInspection.Kind) -> String {
        let key = "codeCheck.fault.\(fault.reason.rawValue)"
        switch fault.reason {
        case .length where kind == .unknown: return key + ".unknown"
        case .length where fault.position == nil || kind == .residentIdentity: return key
        case .length where fault.expected == nil: return key + ".more"
        case .length: return key + (fault.given == nil ? ".missing" : ".part")
        case .shape where kind == .residentIdentity: return key + ".identity"
        case .shape where fault.position != nil: return key + ".part"
        case .checkCharacter where fault.expected == nil: return key + ".compact"
        default: return key
        }
    }

    private static func noteKey(_ note: CodeInspection.Fault) -> String {
        guard note.reason == .shape else { return "codeCheck.note.\(note.reason.rawValue)" }
        if note.expected?.contains("…") == false { return "codeCheck.note.solid" }
        return note.given == nil ? "codeCheck.note.compact.none" : "codeCheck.note.compact"
    }

    private static func arguments(_ fault: CodeInspection.Fault) -> [String: String] {
        [
            "position": fault.position.map(String.init) ?? "", "given": fault.given ?? "",
            "expected": fault.expected ?? "",
        ]
    }
}
