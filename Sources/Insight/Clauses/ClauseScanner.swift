import Statute

/// Finds unlawful restrictive clauses in a document, by rules.
///
///     let scanner = try ClauseScanner.builtIn()
///     for finding in try scanner.scan(document) { print(finding.aspect, finding.sentence) }
///
/// A scanner is made once (compiling takes a moment) and used from anywhere: it is a value without state.
public struct ClauseScanner: Sendable {
    let patterns: PatternList
    let rules: [CompiledRule]
    let aspects: [String]
    let negations: [Int]
    let waivers: [Int]
    let quotations: [Int]
    let silences: [Int]
    /// Lawful wordings by aspect.
    let lawful: [[Int]]
    /// For each pattern, the rules of which it is a `match`.
    let rulesByMatch: FlatLists<Int>
    let index: CandidateIndex
    /// Of the rules that stand whatever the classifier says.
    let firmIndex: CandidateIndex
    let places: PlaceNames
    let simplified: [UInt16]
    let misprints: Misprints
    /// Weighs what the built-in rules find and finds by words; nil: rules alone.
    let classifier: ClauseClassifier?
    /// For each rule, whether the classifier may drop what it finds: it knows the built-in ones.
    let weighed: [Bool]
    /// For each aspect, the rule that stands for what words alone have found.
    let wordRules: [Int]
    let wordExplanation: Bilingual
    /// What is said of the findings, by rule.
    let texts: [String: RuleText]

    /// The scanner with the rules that are part of the program.
    /// - Throws: ``ClauseData/Failure``.
    public static func builtIn() throws -> ClauseScanner { try cached.get() }

    private static let cached = Result { try ClauseScanner(packs: [RulePack.builtIn()]) }

    /// Compiles the rules of all packs together. Rules of a later pack must have ids of their own.
    /// - Throws: ``RulePack/Invalid`` that names every rule and field that is wrong; ``ClauseData/Failure``.
    public init(packs: [RulePack]) throws {
        let names = (try? Statute.builtIn().allRegions.map(\.name)) ?? []
        try self.init(packs: packs, data: ClauseData.builtIn(), regions: names)
    }

    /// - Parameter regions: full names of regions beside those of the data.
    /// - Throws: ``RulePack/Invalid``.
    public init(packs: [RulePack], data: ClauseData, regions: [String]) throws {
        var flaws: [RulePack.Flaw] = []
        var patterns = PatternList()
        var macros = data.grammar.macros
        for pack in packs {
            for (name, text) in pack.macros {
                if macros[name] != nil || name == "PLACE" {
                    flaws.append(.init(rule: "macros", field: name, problem: .macroTwice))
                }
                macros[name] = text
            }
        }
        func numbers(_ texts: [String], _ rule: String, _ field: String) -> [Int] {
            texts.enumerated().compactMap { index, text in
                do {
                    return try patterns.number(text, macros, rule: rule, field: "\(field)[\(index)]")
                } catch let flaw as RulePack.Flaw {
                    flaws.append(flaw)
                } catch {
                    flaws.append(.init(rule: rule, field: field, problem: .malformed("\(error)")))
                }
                return nil
            }
        }
        negations = numbers(data.grammar.negations, "grammar", "negations")
        waivers = numbers(data.grammar.waivers, "grammar", "waivers")
        quotations = numbers(data.grammar.quotations, "grammar", "quotations")
        silences = numbers(data.grammar.silences, "grammar", "silences")
        aspects = RulePack.aspectNames
        var lawful = [[Int]](repeating: [], count: aspects.count)
        var compiled: [CompiledRule] = []
        var ids: Set<String> = []
        for pack in packs {
            for aspect in pack.aspects {
                guard let place = aspects.firstIndex(of: aspect.aspect) else {
                    flaws.append(.init(rule: aspect.aspect, field: "aspect", problem: .noSuchAspect(aspect.aspect)))
                    continue
                }
                for number in numbers(aspect.lawful, aspect.aspect, "lawful") where !lawful[place].contains(number) {
                    lawful[place].append(number)
                }
                for rule in aspect.rules {
                    if !ids.insert(rule.id).inserted || rule.id.isEmpty {
                        flaws.append(.init(rule: rule.id, field: "id", problem: .idTwice))
                    }
                    if rule.match.isEmpty {
                        flaws.append(.init(rule: rule.id, field: "match", problem: .noPattern))
                    }
                    if let other = rule.yields.first(where: { !RulePack.aspectNames.contains($0) }) {
                        flaws.append(.init(rule: rule.id, field: "yields", problem: .noSuchAspect(other)))
                    }
                    compiled.append(
                        CompiledRule(
                            rule: rule, aspect: place, match: numbers(rule.match, rule.id, "match"),
                            with: numbers(rule.with, rule.id, "with"),
                            without: numbers(rule.without, rule.id, "without"),
                            unit: numbers(rule.unit, rule.id, "unit"),
                            outside: numbers(rule.outside, rule.id, "outside"),
                            headings: numbers(rule.headings, rule.id, "headings"),
                            text: aspect.text(of: rule)))
                }
            }
        }
        guard flaws.isEmpty else { throw RulePack.Invalid(flaws: flaws) }
        var rulesByMatch = [[Int]](repeating: [], count: patterns.nodes.count)
        for (index, rule) in compiled.enumerated() {
            for number in Set(rule.match) { rulesByMatch[number].append(index) }
        }
        let known = compiled.count
        var wordRules: [Int] = []
        for (place, name) in aspects.enumerated() {
            guard let aspect = data.pack.aspects.first(where: { $0.aspect == name }) else { continue }
            wordRules.append(compiled.count)
            compiled.append(CompiledRule(words: aspect, at: place))
        }
        self.wordRules = wordRules
        wordExplanation = data.grammar.wordExplanation
        texts = packs.reduce(into: data.texts) { texts, pack in texts.merge(pack.texts) { _, own in own } }
        classifier = wordRules.count == aspects.count ? data.classifier : nil
        let builtIn = Set(data.pack.aspects.flatMap { $0.rules.map(\.id) })
        let weighed = compiled.enumerated().map { place, rule in
            place >= known || (builtIn.contains(rule.rule.id) && rule.rule.severity > .check && !rule.rule.firm)
        }
        self.weighed = weighed
        let firm = zip(compiled, weighed).filter { !$0.1 }.flatMap(\.0.match)
        places = data.places(regions: regions)
        do {
            index = try CandidateIndex(patterns.nodes, places: places)
            firmIndex = try CandidateIndex(patterns.nodes, only: Set(firm), places: places)
        } catch {
            throw RulePack.Invalid(flaws: [.init(rule: "", field: "", problem: .unsearchable("\(error)"))])
        }
        self.patterns = patterns
        self.rules = compiled
        self.lawful = lawful
        self.rulesByMatch = FlatLists(rulesByMatch)
        simplified = data.simplified
        misprints = Misprints(data.grammar.misprints)
    }

    /// The title of an aspect, from the built-in data.
    public static func title(of aspect: String) throws -> Bilingual? {
        try RulePack.builtIn().aspects.first { $0.aspect == aspect }?.title
    }

    /// All findings in a document, in its order.
    /// - Throws: only when the machine has no memory left for the search.
    public func scan(_ document: DocumentText) throws -> [ClauseFinding] {
        try ScanPass.findings(of: document, by: self)
    }

    /// All findings in a plain text, each line a unit.
    public func scan(text: String) throws -> [ClauseFinding] { try scan(DocumentText(plain: text)) }

    /// Examples of a pack that are not found, and counterexamples that are.
    public func exampleFlaws(of pack: RulePack) -> [RulePack.Flaw] {
        var flaws: [RulePack.Flaw] = []
        for aspect in pack.aspects {
            for rule in aspect.rules {
                for (index, example) in rule.examples.enumerated() where !found(rule.id, in: example) {
                    flaws.append(.init(rule: rule.id, field: "examples[\(index)]", problem: .exampleNotFound(example)))
                }
                for (index, example) in rule.counterexamples.enumerated() where found(rule.id, in: example) {
                    let field = "counterexamples[\(index)]"
                    flaws.append(.init(rule: rule.id, field: field, problem: .counterexampleFound(example)))
                }
            }
            for (index, example) in aspect.counterexamples.enumerated() {
                let ids = Set(aspect.rules.map(\.id))
                for rule in ids.sorted() where found(rule, in: example) {
                    let field = "counterexamples[\(index)]"
                    flaws.append(.init(rule: rule, field: field, problem: .counterexampleFound(example)))
                }
            }
        }
        return flaws
    }

    /// Whether a rule finds something in a text, also where another rule of its aspect would be shown instead.
    func found(_ rule: String, in text: String) -> Bool {
        var pass = ScanPass(scanner: self, document: DocumentText(plain: text))
        pass.keepsAll = true
        return ((try? pass.run()) ?? []).contains { $0.rule == rule }
    }
}

extension DocumentText {
    /// A plain text as units, one for each line like a file's, so that both are found alike. Offsets are the given
    /// text's: a line keeps the return before its end, and only a return that ends a line by itself becomes `\n`.
    public init(plain text: String) {
        self.init(format: .text, units: PlainTextReading.units(of: text, keepsReturns: true))
    }
}

extension ClauseScanner {
    /// All literals that the rules need, for measurements.
    public var literals: [String] { index.literals }

    /// How often the rules' literals occur in UTF-8 text, for measurements.
    public func literalHits(in bytes: [UInt8]) throws -> Int { try index.database?.hits(in: bytes).count ?? 0 }
}
