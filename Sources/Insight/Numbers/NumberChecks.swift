import Statute

/// Comparisons that no pattern can make: deposits against the estimate, performance thresholds against the estimate,
/// and the text's figures against the fields (domain rules FC06, FC15; 条例 26, 58; 建质〔2017〕138号 7).
///
/// Pure functions: the same document and figures give the same findings. A finding's rule is `FC15-N1` and so on:
///
/// - `FC15-N1` bid deposit above 2 % of the estimate; `FC15-N2` performance bond above 10 % of the contract price;
///   `FC15-N3` retention above 3 % of the settlement; `FC15-N4` bid deposit above its absolute cap;
/// - `FC06-N1` performance threshold above the estimate (hard) or above 80 % of it (soft);
/// - `FC15-N5`, `FC15-N6`, `FC06-N2` the text's deposit, bond or estimate is not that of the field;
/// - `FC16-N1` documents issued for fewer days than T02 asks (条例 16), `FC16-N2` fewer days from the issue to the
///   deadline than T03 asks of projects that must be tendered (招标投标法 24).
public struct NumberChecks: Sendable {
    private let words: NumberWording
    private let law: Statute

    /// - Throws: ``ClauseData/Failure``, `Statute.DataError`.
    public init() throws {
        words = try ClauseData.builtIn().numbers
        law = try Statute.builtIn()
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
            findings.append(words.finding(rule, severity, sentence.place(range, list), document))
        }
        for sentence in sentences {
            let near = sentences.filter { $0.group == sentence.group }.compactMap { $0.estimate?.fen }.max()
            let estimate = near ?? fields.estimate?.fen ?? largest
            if let (share, range) = sentence.depositShare, share > 2000 { add("FC15-N1", .hard, sentence, range) }
            if let deposit = sentence.deposit {
                if let estimate, deposit.fen > estimate / 50 {
                    add("FC15-N1", .hard, sentence, deposit.range)
                } else if let cap = cap(fields.sectionClass), deposit.fen > cap {
                    add("FC15-N4", .hard, sentence, deposit.range)
                }
                if let field = fields.bidDeposit, field.fen != deposit.fen {
                    add("FC15-N5", .soft, sentence, deposit.range)
                }
            }
            if let (share, range) = sentence.bondShare {
                if share > 10_000 { add("FC15-N2", .hard, sentence, range) }
                if let field = fields.performanceBondShare, field != share { add("FC15-N6", .soft, sentence, range) }
            }
            if let (share, range) = sentence.retentionShare, share > 3000 { add("FC15-N3", .hard, sentence, range) }
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
        return findings + schedule(list, document, fields)
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
                if let term = try? law.term("T02", on: issue.value.first), days < term.length {
                    findings.append(words.finding("FC16-N1", .hard, sentence.place(issue.range, list), document))
                }
            } else if let period = sentence.issueDays, let term = try? law.term("T02"), period.value < term.length {
                findings.append(words.finding("FC16-N1", .hard, sentence.place(period.range, list), document))
            }
        }
        // Negotiations and inquiries have other, shorter limits.
        guard let issued, fields.mustTender, !Self.hasOtherMethod(list) else { return findings }
        for sentence in sentences {
            guard let deadline = sentence.deadline, deadline.value >= issued,
                let term = try? law.term("T03", on: issued), issued.days(to: deadline.value) < term.length
            else { continue }
            findings.append(words.finding("FC16-N2", .soft, sentence.place(deadline.range, list), document))
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

    /// 80万元 for works, 10万元 for survey and design (七部委30号令 37, 八部委2号令 24).
    private func cap(_ sectionClass: String?) -> Int64? {
        guard let sectionClass else { return nil }
        if ["A08", "A09", "A10"].contains(where: { sectionClass.hasPrefix($0) }) { return 80_000_000 }
        if ["A03", "A04"].contains(where: { sectionClass.hasPrefix($0) }) { return 10_000_000 }
        return nil
    }
}
