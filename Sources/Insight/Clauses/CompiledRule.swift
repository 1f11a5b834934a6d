/// A rule with its patterns as numbers in the scanner's list; behind one reference, so that handing it on is cheap.
final class CompiledRule: Sendable {
    let rule: ClauseRule
    let aspect: Int
    let match: [Int]
    let with: [Int]
    let without: [Int]
    let unit: [Int]
    let outside: [Int]
    let headings: [Int]
    let text: RuleText

    init(
        rule: ClauseRule, aspect: Int, match: [Int], with: [Int], without: [Int], unit: [Int], outside: [Int],
        headings: [Int], text: RuleText
    ) {
        self.rule = rule
        self.aspect = aspect
        self.match = match
        self.with = with
        self.without = without
        self.unit = unit
        self.outside = outside
        self.headings = headings
        self.text = text
    }

    /// The rule that stands for what the words of a sentence say by themselves: no pattern, and soft, because what is
    /// learned raises a question and does not bar the way.
    convenience init(words aspect: ClauseAspect, at place: Int) {
        self.init(
            rule: ClauseRule(id: "\(aspect.aspect)-00", severity: .soft, match: []), aspect: place, match: [], with: [],
            without: [], unit: [], outside: [], headings: [], text: aspect.text)
    }
}

/// All patterns of all rules, each once.
struct PatternList: Sendable {
    private var numbers: [String: Int] = [:]
    private(set) var nodes: [PatternNode] = []
    private(set) var programs: [CompiledPattern] = []
    /// Who brought each pattern: for messages.
    private(set) var owners: [RulePack.Flaw] = []

    /// The pattern's number.
    /// - Throws: ``RulePack/Flaw``.
    mutating func number(_ text: String, _ macros: [String: String], rule: String, field: String) throws -> Int {
        if let number = numbers[text] { return number }
        do {
            let node = try PatternReader.read(text, macros: macros)
            let number = nodes.count
            numbers[text] = number
            nodes.append(node)
            programs.append(CompiledPattern(PatternProgram(node)))
            owners.append(RulePack.Flaw(rule: rule, field: field, problem: .missing))
            return number
        } catch let error as PatternError {
            throw RulePack.Flaw(rule: rule, field: field, problem: .pattern(error))
        }
    }
}

/// A program behind one reference, so that handing it on is cheap.
final class CompiledPattern: Sendable {
    let program: PatternProgram

    init(_ program: PatternProgram) { self.program = program }
}
