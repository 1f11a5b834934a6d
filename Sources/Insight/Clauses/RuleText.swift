/// What is said of a finding: the law, why the clause is a barrier, and what to write instead. Data, not code.
public struct RuleText: Sendable, Hashable, Codable {
    public var basis: Bilingual
    public var explanation: Bilingual
    public var suggestion: Bilingual
}

extension ClauseAspect {
    /// What holds for all its rules, save where a rule says otherwise; and for what words alone have found.
    public var text: RuleText { RuleText(basis: basis, explanation: explanation, suggestion: suggestion) }

    /// What is said of a rule's findings: its own words, and the aspect's where it has none.
    public func text(of rule: ClauseRule) -> RuleText {
        RuleText(
            basis: rule.basis ?? basis, explanation: rule.explanation ?? explanation,
            suggestion: rule.suggestion ?? suggestion)
    }
}

extension RulePack {
    /// What is said of the findings of each of its rules.
    public var texts: [String: RuleText] {
        aspects.reduce(into: [:]) { texts, aspect in
            for rule in aspect.rules { texts[rule.id] = aspect.text(of: rule) }
        }
    }
}

extension ClauseScanner {
    /// What is said of a rule's findings, also of number checks (`FC15-N1`) and of what words alone have found
    /// (`FC04-00`); nil for a rule that is not in force here.
    public func text(of rule: String) -> RuleText? { texts[rule] }
}

extension ClauseData {
    /// The number checks of an aspect with what is said of their findings, in their order.
    public func numberChecks(of aspect: String) -> [(rule: String, text: RuleText)] {
        numbers.texts.filter { $0.key.hasPrefix("\(aspect)-") }
            .sorted { ($0.key.count, $0.key) < ($1.key.count, $1.key) }.map { ($0.key, $0.value) }
    }

    /// What is said of the findings of each built-in rule, number check and aspect (`FC04-00`, of words alone).
    static func texts(_ pack: RulePack, _ numbers: NumberWording) -> [String: RuleText] {
        pack.aspects.reduce(into: pack.texts.merging(numbers.texts) { rule, _ in rule }) { texts, aspect in
            texts["\(aspect.aspect)-00"] = aspect.text
        }
    }
}
