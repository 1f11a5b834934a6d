import Desk
import Statute

extension Tender {
    func draftDocument(_ input: Input, _ situation: Situation) throws -> Decision<Tender> {
        try requireTenderer(situation)
        // Until the notice every change is a new draft that reopens the gates; afterwards only clarifications.
        try requireStage(.planned, .drafting, .reviewed, .filed, .verified)
        let plan = try planned()
        let ceiling = input[DocumentForms.ceilingPrice]
        try require(
            ceiling.fen > 0 && ceiling <= plan.estimate,
            Refusal(
                .invalid, "document.ceilingAboveEstimate", rule: "T34", field: "ceilingPrice",
                ["estimate": plan.estimate.yuan]))
        let deposit = input[DocumentForms.deposit]
        let limit = situation.law.depositLimit(
            estimate: plan.estimate, sectionClass: plan.sectionClass, begun: begunOn)
        try require(
            deposit <= limit,
            Refusal(.invalid, "document.depositTooHigh", rule: "T14", field: "deposit", ["limit": limit.yuan]))
        let bond = input[DocumentForms.performanceBondShare].flatMap { Score($0)?.hundredths }
        if let bond, let most = situation.law.share(of: .performanceBond, begun: begunOn) {
            try require(
                bond <= most * 10,
                Refusal(
                    .invalid, "document.bondTooHigh", rule: "T14", field: "performanceBondShare",
                    ["limit": Score(hundredths: most * 10).description]))
        }
        let factors = try input[DocumentForms.factors].enumerated().map { index, row in
            try DocumentForms.factor(row, number: index + 1)
        }
        let price = try DocumentForms.priceFormula(input, ceiling: ceiling)
        let total = factors.reduce(Int64(0)) { $0 + $1.maximum.hundredths } + price.weight.hundredths
        try require(
            total == 10_000,
            Refusal(
                .invalid, "document.weightsNotHundred", field: "factors",
                ["total": Score(hundredths: total).description]))
        let grounds = input[DocumentForms.rejectionGrounds].enumerated().map { index, row in
            RejectionGround(
                code: "R\(index + 1)", clause: row[DocumentForms.clause], text: row[DocumentForms.groundText])
        }
        let document = TenderDocument(
            qualification: input[DocumentForms.qualification],
            evaluation: EvaluationMethod(factors: factors, price: price), ceilingPrice: ceiling, deposit: deposit,
            performanceBondShare: bond, durationDays: Int(input[DocumentForms.durationDays]),
            quality: input[DocumentForms.quality], validityDays: Int(input[DocumentForms.validityDays]),
            openingWindowMinutes: Int(input[DocumentForms.openingWindowMinutes]), rejectionGrounds: grounds,
            files: input[DocumentForms.files])
        let digest = try document.digest()
        try require(digest != documentDigest, Refusal(.invalid, "document.unchanged"))
        return Decision(
            .documentDrafted(document: document, digest: digest, revision: documentRevision + 1))
    }
}

/// The form of the tender document.
public enum DocumentForms {
    static let qualification = Field<String>.prose("qualification", maximum: 4000)
    static let ceilingPrice = Field<Money>.money("ceilingPrice")
    static let deposit = Field<Money>.money("deposit")
    /// Percent of the contract price.
    static let performanceBondShare = Field<String>.decimal(
        "performanceBondShare", decimals: 2, in: 0...100, example: "10"
    ).optional
    static let durationDays = Field<Int64>.integer("durationDays", in: 1...3650, example: "240")
    static let quality = Field<String>.text("quality", maximum: 200, example: "合格")
    static let validityDays = Field<Int64>.integer("validityDays", in: 30...365, example: "90")
    static let openingWindowMinutes = Field<Int64>.integer("openingWindowMinutes", in: 10...240, example: "30")

    static let factorName = Field<String>.text("factorName", maximum: 60, example: "施工组织设计")
    static let factorKind = Field<ScoreFactor.Kind>.choice("factorKind", set: "factorKind")
    static let factorMaximum = Field<String>.decimal("factorMaximum", decimals: 2, in: 0...100, example: "40")
    static let factors = Field<[Input]>.rows(
        "factors", [factorName.description, factorKind.description, factorMaximum.description], count: 1...30)

    static let priceMethod = Field<PriceMethod>.choice("priceMethod", set: "priceMethod")
    static let priceWeight = Field<String>.decimal("priceWeight", decimals: 2, in: 0...100, example: "60")
    /// Benchmark coefficient K; one until the public draw of coefficients is built.
    static let benchmarkFactor = Field<String>.decimal(
        "benchmarkFactor", decimals: 4, in: 0...2, example: "0.97"
    ).optional
    static let deductionAbove = Field<String>.decimal("deductionAbove", decimals: 2, in: 0...10, example: "1").optional
    static let deductionBelow = Field<String>.decimal(
        "deductionBelow", decimals: 2, in: 0...10, example: "0.5"
    ).optional

    static let clause = Field<String>.text("clause", maximum: 40, example: "3.1.2")
    static let groundText = Field<String>.text("groundText", maximum: 300)
    static let rejectionGrounds = Field<[Input]>.rows(
        "rejectionGrounds", [clause.description, groundText.description], count: 1...60)
    static let files = Field<[FileReference]>.documents("files", maximum: 50)

    /// The price formulas that a document may choose (domain.md §7.4).
    public enum PriceMethod: String, Codable, CaseIterable, Sendable { case lowPriceProportional, benchmarkDeviation }

    static let fields = [
        qualification.description, ceilingPrice.description, deposit.description,
        performanceBondShare.description, durationDays.description,
        quality.description, validityDays.description, openingWindowMinutes.description, factors.description,
        priceMethod.description, priceWeight.description, benchmarkFactor.description, deductionAbove.description,
        deductionBelow.description, rejectionGrounds.description, files.description,
    ]

    static let commands: [Command<Tender>] = [
        Command(
            "draftDocument", by: [.tenderer, .agency], fields: fields,
            offered: { [.planned, .drafting, .reviewed, .filed, .verified].contains($0.stage) },
            prefilled: { tender, situation in
                try tender.requireTenderer(situation)
                return tender.document.map { typed($0) } ?? [:]
            },
            decide: { try $0.draftDocument($1, $2) })
    ]

    /// A document as its form shows it: a correction changes one field and not sixteen.
    private static func typed(_ document: TenderDocument) -> [String: RawValue] {
        var values: [String: RawValue] = [
            "qualification": .text(document.qualification), "ceilingPrice": .text(document.ceilingPrice.yuan),
            "deposit": .text(document.deposit.yuan), "durationDays": .integer(Int64(document.durationDays)),
            "quality": .text(document.quality), "validityDays": .integer(Int64(document.validityDays)),
            "openingWindowMinutes": .integer(Int64(document.openingWindowMinutes)),
            "priceWeight": .text(document.evaluation.price.weight.description),
            "files": .list(document.files.map(\.raw)),
        ]
        if let share = document.performanceBondShare {
            values["performanceBondShare"] = .text(Score(hundredths: share).description)
        }
        values["factors"] = .list(
            document.evaluation.factors.map { factor in
                .object([
                    "factorName": .text(factor.name), "factorKind": .text(factor.kind.rawValue),
                    "factorMaximum": .text(factor.maximum.description),
                ])
            })
        values["rejectionGrounds"] = .list(
            document.rejectionGrounds.map { .object(["clause": .text($0.clause), "groundText": .text($0.text)]) })
        switch document.evaluation.price.method {
        case .lowPriceProportional: values["priceMethod"] = .text(PriceMethod.lowPriceProportional.rawValue)
        case .benchmarkDeviation(.mean(_, let coefficient), .linear(let above, let below)):
            values["priceMethod"] = .text(PriceMethod.benchmarkDeviation.rawValue)
            values["benchmarkFactor"] = .text(coefficient.description)
            values["deductionAbove"] = .text(above.description)
            values["deductionBelow"] = .text(below.description)
        // No form makes these.
        case .benchmarkDeviation, .interpolation: break
        }
        return values
    }
}
