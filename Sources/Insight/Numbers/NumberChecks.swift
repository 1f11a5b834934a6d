import Statute

/// Comparisons that no pattern can make: deposits against the estimate, performance thresholds against the estimate,
/// and the text's figures against the fields (domain rules FC06, FC15; 条例 26, 58; 建质〔2017〕138号 7).
///
/// Pure functions: the same document and figures give the same findings. A finding's rule is `FC15-N1` and so on:
///
/// - `FC15-N1` bid deposit above its share of the estimate (T14); `FC15-N2` performance bond above its share of the
///   contract price; `FC15-N3` retention above its share of the settlement; `FC15-N4` bid deposit above its absolute cap;
/// - `FC06-N1` performance threshold above the estimate (hard) or above 80 % of it (soft);
/// - `FC06-N3` a grade of qualification that is meant for larger contracts;
/// - `FC15-N5`, `FC15-N6`, `FC06-N2` the text's deposit, bond or estimate is not that of the field;
/// - `FC16-N1` documents issued for fewer days than T02 asks (条例 16), `FC16-N2` fewer days from the issue to the
///   deadline than T03 asks of projects that must be tendered (招标投标法 24); `FC16-N3` contract, `FC16-N4` publicity,
///   `FC16-N5` clarification, `FC16-N6` objection against T24, T21, T05 and T06; `FC16-N7` bids opened on another day
///   than they are due (T09); `FC16-N8` applications due too early (T04); `FC16-N9` another validity of bids than the
///   field's, `FC16-N10` another duration; `FC15-N7` deposits returned later than T16 asks, `FC15-N8` a guarantee that ends not with the bid (T13).
public struct NumberChecks: Sendable {
    private let words: NumberWording
    private let law: Statute
    private let scopes: [Scope]

    /// A grade as documents write it, and the smallest contract that it is meant for.
    private struct Scope {
        let names: [[UInt32]]
        let grades: [[UInt32]]
        let fromFen: Int64

        init(_ scope: QualificationScope) {
            names = scope.names.map { $0.unicodeScalars.map(\.value) }
            grades = scope.grades.map { $0.unicodeScalars.map(\.value) }
            fromFen = scope.contractFromFen
        }
    }

    /// - Parameter law: an installation's own; nil: the built-in one.
    /// - Throws: ``ClauseData/Failure``, `Statute.DataError`.
    public init(law: Statute? = nil) throws {
        words = try ClauseData.builtIn().numbers
        let law = try law ?? Statute.builtIn()
        self.law = law
        scopes = law.qualificationScopes.map(Scope.init)
    }

    /// All findings of a document, in its order.
    /// - Parameter figures: the structured fields, where there are some.
    public func check(_ document: DocumentText, figures: TenderFigures = TenderFigures()) throws -> [ClauseFinding] {
        let data = try ClauseData.builtIn()
        return check(SentenceList(document, simplified: data.simplified), document, figures)
    }

    func check(_ list: SentenceList, _ document: DocumentText, _ fields: TenderFigures) -> [ClauseFinding] {
        let sentences = list.sentences.map { FigureSentence($0, list) }.filter(\.matters)
        // The largest estimate of the text: what exceeds it exceeds every section's.
        let stated = sentences.compactMap(\.estimate)
        let largest = stated.map(\.fen).max()
        var findings: [ClauseFinding] = []
        func add(_ rule: String, _ severity: ClauseSeverity, _ sentence: FigureSentence, _ range: Range<Int>) {
            findings.append(words.finding(rule, severity, sentence.words.place(range, list), document))
        }
        for sentence in sentences {
            let near = sentences.filter { $0.group == sentence.group }.compactMap { $0.estimate?.fen }.max()
            let estimate = near ?? fields.estimate?.fen ?? largest
            if let (share, range) = sentence.depositShare, exceeds(share, .bidDeposit, fields.begun) {
                add("FC15-N1", .hard, sentence, range)
            }
            if let deposit = sentence.deposit {
                // Without an estimate only the absolute caps can be held against it.
                let base = Money(fen: estimate ?? Int64.max / 100)
                let limit = law.limit(
                    on: .bidDeposit, of: base, sectionClass: fields.sectionClass ?? "", begun: fields.begun)
                if let limit, deposit.fen > limit.highest.fen {
                    add(limit.rule.permille == nil ? "FC15-N4" : "FC15-N1", .hard, sentence, deposit.range)
                }
                if let field = fields.bidDeposit, field.fen != deposit.fen {
                    add("FC15-N5", .soft, sentence, deposit.range)
                }
            }
            if let bond = sentence.bondOfContract, exceeds(bond.share, .performanceBond, fields.begun) {
                add("FC15-N2", .hard, sentence, bond.range)
            } else if let bond = sentence.bondShare {
                if exceeds(bond.share, .performanceBond, fields.begun) { add("FC15-N2", .hard, sentence, bond.range) }
                if let field = fields.performanceBondShare, field != bond.share, !sentence.isUpperBound(bond) {
                    add("FC15-N6", .soft, sentence, bond.range)
                }
            }
            if let (share, range) = sentence.retentionShare, exceeds(share, .retention, fields.begun) {
                add("FC15-N3", .hard, sentence, range)
            }
            if let threshold = sentence.performance, let estimate {
                if threshold.fen > estimate {
                    add("FC06-N1", .hard, sentence, threshold.range)
                } else if threshold.fen > estimate / 5 * 4 {
                    add("FC06-N1", .soft, sentence, threshold.range)
                }
            }
            let field = sentence.isCeiling ? fields.ceiling : fields.estimate
            if let field, let stated = sentence.estimate, stated.fen != field.fen {
                add("FC06-N2", .soft, sentence, stated.range)
            }
        }
        let estimate = fields.estimate?.fen ?? largest
        return findings + schedule(list, document, fields) + limits(list, document, fields)
            + grades(list, document, estimate: estimate)
    }

    /// Grades of qualifications that are meant for larger contracts than this one.
    private func grades(_ list: SentenceList, _ document: DocumentText, estimate: Int64?) -> [ClauseFinding] {
        guard let estimate, scopes.contains(where: { estimate < $0.fromFen }) else { return [] }
        var findings: [ClauseFinding] = []
        for sentence in list.sentences {
            let text = SentenceText(sentence, list)
            for scope in scopes where estimate < scope.fromFen {
                guard let range = text.grade(scope.names, scope.grades) else { continue }
                findings.append(words.finding("FC06-N3", .soft, text.place(range, list), document))
                break
            }
        }
        return findings
    }

    /// Time limits that the text sets, against the law's.
    private func limits(_ list: SentenceList, _ document: DocumentText, _ fields: TenderFigures) -> [ClauseFinding] {
        var findings: [ClauseFinding] = []
        // A rule that was not in force when the tender began limits nothing.
        func isOver(_ days: LimitSentence.Days, _ id: String) -> Bool {
            (try? law.term(id, begun: fields.begun)).map { days.value > $0.length } ?? false
        }
        func isUnder(_ days: LimitSentence.Days, _ id: String) -> Bool {
            (try? law.term(id, begun: fields.begun)).map { days.value < $0.length } ?? false
        }
        let isOther = Self.hasOtherMethod(list)
        for sentence in list.sentences {
            guard let limit = LimitSentence(sentence, list) else { continue }
            func add(_ rule: String, _ severity: ClauseSeverity, _ days: LimitSentence.Days) {
                findings.append(words.finding(rule, severity, limit.words.place(days.range, list), document))
            }
            if let days = limit.depositRefund, isOver(days, "T16") { add("FC15-N7", .hard, days) }
            if let days = limit.guaranteeExcess, days.value > 0 { add("FC15-N8", .soft, days) }
            if let days = limit.contractSigning, isOver(days, "T24") { add("FC16-N3", .soft, days) }
            if let days = limit.publicity, isUnder(days, "T21") { add("FC16-N4", .hard, days) }
            if let days = limit.objection, !days.isWorking, isOver(days, "T06") { add("FC16-N6", .hard, days) }
            // Negotiations and inquiries have other, shorter limits; so has prequalification.
            if !isOther, let days = limit.clarification, !days.isWorking, isUnder(days, "T05") {
                add("FC16-N5", .soft, days)
            }
            if let days = limit.validityOfBids, let field = fields.validityDays, field != days.value {
                add("FC16-N9", .soft, days)
            }
            if let days = limit.duration, let field = fields.durationDays, field != days.value {
                add("FC16-N10", .soft, days)
            }
        }
        return findings
    }

    /// The days that the text itself names; those of the notice are checked when it is published.
    private func schedule(
        _ list: SentenceList, _ document: DocumentText, _ fields: TenderFigures
    ) -> [ClauseFinding] {
        let sentences = list.sentences.compactMap { ScheduleSentence($0, list) }
        var findings: [ClauseFinding] = []
        var issued: Day?
        for sentence in sentences {
            if let issue = sentence.issue {
                issued = min(issued ?? issue.value.first, issue.value.first)
                // Both days counted: fewer are too few by every reading.
                let days = issue.value.first.days(to: issue.value.last) + 1
                if let term = try? law.term("T02", begun: fields.begun ?? issue.value.first), days < term.length {
                    findings.append(words.finding("FC16-N1", .hard, sentence.words.place(issue.range, list), document))
                }
            } else if let period = sentence.issueDays, let term = try? law.term("T02", begun: fields.begun),
                period.value < term.length
            {
                findings.append(words.finding("FC16-N1", .hard, sentence.words.place(period.range, list), document))
            }
        }
        // A document of several sections may have several days.
        let closings = Set(sentences.compactMap { $0.closing?.value })
        if closings.count == 1, let closing = closings.first {
            for sentence in sentences {
                guard let opening = sentence.opening, opening.value != closing else { continue }
                findings.append(
                    words.finding("FC16-N7", .hard, sentence.words.place(opening.range, list), document))
            }
        }
        let lastIssue = sentences.filter(\.isPrequalification).compactMap { $0.issue?.value.last }.max()
        if let lastIssue, let term = try? law.term("T04", begun: fields.begun ?? lastIssue) {
            for sentence in sentences {
                guard let due = sentence.application, lastIssue <= due.value,
                    lastIssue.days(to: due.value) < term.length
                else { continue }
                findings.append(words.finding("FC16-N8", .hard, sentence.words.place(due.range, list), document))
            }
        }
        // Negotiations and inquiries have other, shorter limits.
        guard let issued, fields.mustTender, !Self.hasOtherMethod(list) else { return findings }
        for sentence in sentences {
            guard let deadline = sentence.deadline, deadline.value >= issued,
                let term = try? law.term("T03", begun: fields.begun ?? issued),
                issued.days(to: deadline.value) < term.length
            else { continue }
            findings.append(words.finding("FC16-N2", .soft, sentence.words.place(deadline.range, list), document))
        }
        return findings
    }

    private static let otherMethods = ["磋商", "谈判", "询价", "比选", "竞价"].map { $0.unicodeScalars.map(\.value) }

    private static func hasOtherMethod(_ list: SentenceList) -> Bool {
        let text = list.text.scalars
        return text.indices.contains { position in
            otherMethods.contains { text[position] == $0[0] && text[position...].starts(with: $0) }
        }
    }

    /// - Parameter share: thousandths of a percent.
    private func exceeds(_ share: Int64, _ amount: AmountLimit.Amount, _ begun: Day?) -> Bool {
        law.share(of: amount, begun: begun).map { share > $0 * 100 } ?? false
    }
}

extension Statute {
    /// The version of a time limit that binds what began on a day; without a day, the last one.
    fileprivate func term(_ id: String, begun: Day?) throws -> Term {
        try begun.map { try term(id, on: $0) } ?? term(id)
    }
}
