/// How much a finding weighs. A hard one must be put right, a soft one put right or justified; a check only raises a
/// question that needs the figures of the project.
public enum ClauseSeverity: String, Sendable, Codable, CaseIterable, Comparable {
    case check, soft, hard

    public static func < (left: ClauseSeverity, right: ClauseSeverity) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// A sentence in Chinese and in English.
public struct Bilingual: Sendable, Hashable, Codable {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

/// One rule of the scanner, as it stands in a rule pack.
///
/// A sentence is found when one of `match` occurs in it, all of `with` and none of `without` occur in the same
/// sentence, all of `unit` and none of `outside` occur somewhere in the same paragraph or table row, and nothing
/// suppresses it.
public struct ClauseRule: Sendable, Hashable, Codable {
    /// Like `FC04-07`, or of a pack: `YN-FC04-1`.
    public var id: String
    public var severity: ClauseSeverity
    /// Patterns, one of which must occur; the first that occurs is what is marked.
    public var match: [String]
    public var with: [String]
    public var without: [String]
    public var unit: [String]
    public var outside: [String]
    /// Kinds of text that it looks at; empty: all.
    public var kinds: [DocumentUnit.Kind]
    /// Patterns one of which must occur in the headings above; empty: anywhere.
    public var headings: [String]
    /// Whether a negation around the match (不得…, …不作为) suppresses it. False for wording that is itself a
    /// prohibition.
    public var negation: Bool
    /// Whether quoting the law (招标人不得…) suppresses it.
    public var quotation: Bool
    /// Whether the aspect's lawful wordings suppress it.
    public var lawful: Bool
    /// Whether it stands whatever a sentence's words say: for wordings so plain that no other reading is left.
    public var firm: Bool
    /// Aspects that say it better: with a finding of theirs in the sentence this one is left out.
    public var yields: [String]
    /// The law, when it differs from the aspect's.
    public var basis: Bilingual?
    /// What the rule looks for and why that is a barrier; without it the aspect's stands.
    public var explanation: Bilingual?
    /// What to write instead, when it differs from the aspect's.
    public var suggestion: Bilingual?
    /// Sentences that must be found, and sentences that must not.
    public var examples: [String]
    public var counterexamples: [String]

    public init(id: String, severity: ClauseSeverity, match: [String]) {
        self.id = id
        self.severity = severity
        self.match = match
        with = []
        without = []
        unit = []
        outside = []
        kinds = []
        headings = []
        negation = true
        quotation = true
        lawful = true
        firm = false
        yields = []
        basis = nil
        explanation = nil
        suggestion = nil
        examples = []
        counterexamples = []
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        severity = try container.decode(ClauseSeverity.self, forKey: .severity)
        match = try container.decode([String].self, forKey: .match)
        func list(_ key: CodingKeys) throws -> [String] {
            try container.decodeIfPresent([String].self, forKey: key) ?? []
        }
        with = try list(.with)
        without = try list(.without)
        unit = try list(.unit)
        outside = try list(.outside)
        kinds = try container.decodeIfPresent([DocumentUnit.Kind].self, forKey: .kinds) ?? []
        headings = try list(.headings)
        negation = try container.decodeIfPresent(Bool.self, forKey: .negation) ?? true
        quotation = try container.decodeIfPresent(Bool.self, forKey: .quotation) ?? true
        lawful = try container.decodeIfPresent(Bool.self, forKey: .lawful) ?? true
        firm = try container.decodeIfPresent(Bool.self, forKey: .firm) ?? false
        yields = try list(.yields)
        basis = try container.decodeIfPresent(Citation.self, forKey: .basis)?.text
        explanation = try container.decodeIfPresent(Bilingual.self, forKey: .explanation)
        suggestion = try container.decodeIfPresent(Bilingual.self, forKey: .suggestion)
        examples = try list(.examples)
        counterexamples = try list(.counterexamples)
    }
}

/// A basis in a file: `{"zh", "en"}`, or a string, as packs wrote it before it had two languages.
private struct Citation: Decodable {
    let text: Bilingual

    init(from decoder: any Decoder) throws {
        do {
            let one = try decoder.singleValueContainer().decode(String.self)
            text = Bilingual(zh: one, en: one)
        } catch DecodingError.typeMismatch {
            text = try Bilingual(from: decoder)
        }
    }
}

/// The rules of one aspect, with what they have in common.
public struct ClauseAspect: Sendable, Hashable, Codable {
    /// `FC01` to `FC16`.
    public var aspect: String
    public var title: Bilingual
    public var basis: Bilingual
    public var explanation: Bilingual
    public var suggestion: Bilingual
    /// Wordings that make a sentence lawful in this aspect.
    public var lawful: [String]
    /// Sentences that no rule of the aspect may find.
    public var counterexamples: [String]
    public var rules: [ClauseRule]
}

/// What all rules share: macros, negations, quotations of the law, misprints.
public struct ClauseGrammar: Sendable, Hashable, Codable {
    public var macros: [String: String]
    /// Negations that suppress a match when they stand in the same clause, before the match's end.
    public var negations: [String]
    /// Wordings that take back what the clause says: 不作为评分因素. Anywhere in the match's clause or the next.
    public var waivers: [String]
    /// Quotations of the law, that suppress a match when they begin before it in the sentence.
    public var quotations: [String]
    /// Sentences that are about the law or about mistakes, not demands: never found.
    public var silences: [String]
    public var misprints: [String: String]
    /// What is said where words alone have found a sentence; `{WORDS}` stands for the words that weigh most.
    public var wordExplanation: Bilingual
}
