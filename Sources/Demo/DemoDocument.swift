import Desk
import Statute
import Trading

/// The tender document of a section, in one of its versions: fields as the tenderer types them, and the text.
struct DemoDocument {
    let section: DemoContent.Section
    /// Of the section in ``DemoContent/sections``: chooses the lawful look-alikes.
    let number: Int
    /// What restricts competition in this version, and its other flaws.
    let clauses: [DemoContent.Clause]

    var ceiling: Money { Money(fen: section.estimate * 985_000) }

    /// 1.5 % of the estimate and at most 800,000 yuan (条例 26), in whole 10,000 yuan.
    var deposit: Money { Money(fen: min(section.estimate * 15 / 1000, 80) * 1_000_000) }

    var qualification: [String] {
        section.qualification
            + clauses.compactMap { if case .qualification = $0.place { $0.text } else { nil } }
    }

    var values: DocumentValues {
        let scoring = section.scoring
        var values = DocumentValues(
            qualification: qualification.joined(separator: "\n"), ceilingPrice: ceiling, deposit: deposit,
            durationDays: section.days, quality: "合格",
            factors: scoring.factors.map { ($0.name, $0.kind, String($0.maximum)) },
            priceWeight: String(scoring.priceWeight), rejectionGrounds: DemoContent.grounds)
        values.performanceBondShare = "5"
        if scoring.isByDeviation { values.priceMethod = .benchmarkDeviation }
        return values
    }

    /// The whole text, as it is printed.
    /// - Parameter dated: on the cover.
    func text(_ plan: SectionPlan, dated: Day, issue: Instant, deadline: Instant, place: String) -> DocumentDraft {
        let facts = TenderDocumentFacts(
            projectName: plan.projectName, sectionName: plan.name, dealCode: plan.dealCode,
            trade: DocumentTrade(tradeClass: section.trade, sectionClass: section.sectionClass),
            tenderer: party(DemoContent.tenderers[section.tenderer]),
            agency: section.agency.map { party(DemoContent.agencies[$0]) },
            region: "昭通市" + (DemoContent.regionNames[section.region] ?? ""), approvalNumber: plan.approvalNumber,
            approvalAuthority: section.approval.by, fundingText: section.funding.text, scopeText: section.scope,
            estimateText: "\(section.estimate)万元", ceilingText: "\(ceiling.yuan)元", durationDays: Int(section.days),
            qualification: qualification, factors: factors, priceFormulaText: section.scoring.priceText,
            depositText: "人民币\(deposit.fen / 1_000_000)万元", issueFromText: BeijingTime.text(issue),
            issueUntilText: BeijingTime.text(issue.advanced(byDays: 6)), deadlineText: BeijingTime.text(deadline),
            openingPlace: place,
            rejectionGrounds: DemoContent.grounds.map { .init(clause: $0.clause, text: $0.text) },
            supervisor: section.supervisor, dateText: dated.description)
        let document = TenderDocumentText.make(facts)
        return DocumentDraft(name: document.name, parts: placed(document.parts))
    }

    /// A finding as the centre's letter puts it.
    func defect(_ clause: DemoContent.Clause) -> (place: String, text: String) {
        let quote = clause.text.count > 48 ? clause.text.prefix(48) + "……" : clause.text[...]
        return (place(of: clause), "“\(quote)”\(DemoContent.findings[clause.aspect] ?? "")")
    }

    // MARK: Parts

    private func party(_ body: DemoContent.Body) -> TenderDocumentFacts.Party {
        .init(name: body.name, address: body.address, contact: body.contact, telephone: body.telephone)
    }

    private var factors: [TenderDocumentFacts.Factor] {
        section.scoring.factors.map { factor in
            let standard = clauses.first {
                if case .standard(let name) = $0.place { name == factor.name } else { false }
            }
            return .init(name: factor.name, maximum: String(factor.maximum), standard: standard?.text ?? "")
        } + [.init(name: "投标报价", maximum: String(section.scoring.priceWeight))]
    }

    /// Four lawful sentences that do not contradict a restrictive one of this version.
    private var lookAlikes: [String] {
        let all = DemoContent.lookAlikes
        let turned = all.indices.map { all[(number * 5 + $0) % all.count] }
        let fitting = turned.filter { sentence in !clauses.contains { $0.aspect == sentence.aspect } }
        return fitting.prefix(4).map(\.text)
    }

    private func placed(_ parts: [DocumentDraft.Part]) -> [DocumentDraft.Part] {
        var chapter = 0
        var result: [DocumentDraft.Part] = []
        for part in parts {
            switch part {
            case .chapter: chapter += 1
            case .clause(_, let text) where chapter == 1 && text.hasPrefix("本项目不限定投标人"):
                // Whoever demands the contrary leaves this sentence out.
                if clauses.contains(where: { ["FC01", "FC02", "FC04"].contains($0.aspect) }) { continue }
            default: break
            }
            result.append(replaced(part, chapter))
            guard case .clause(let number, _) = part else { continue }
            for clause in clauses {
                if case .clause(chapter: chapter, after: number, number: let own) = clause.place {
                    result.append(.clause(number: own, text: clause.text))
                }
            }
            if chapter == 2, number == "10.2" {
                for (index, sentence) in lookAlikes.enumerated() {
                    result.append(.clause(number: "10.\(index + 3)", text: sentence))
                }
            }
        }
        return result
    }

    private func replaced(_ part: DocumentDraft.Part, _ chapter: Int) -> DocumentDraft.Part {
        if case .clause(let number, _) = part {
            let instead = clauses.first {
                if case .instead(chapter: chapter, number: number) = $0.place { true } else { false }
            }
            return instead.map { .clause(number: number, text: $0.text) } ?? part
        }
        guard case .table(var rows, let widths) = part else { return part }
        for clause in clauses {
            guard case .cell(chapter: chapter, row: let name, column: let column) = clause.place,
                let row = rows.firstIndex(where: { $0.contains(name) }), rows[row].indices.contains(column)
            else { continue }
            rows[row][column] = clause.text
        }
        return .table(rows, widths: widths)
    }

    private func place(of clause: DemoContent.Clause) -> String {
        switch clause.place {
        case .qualification:
            let index = qualification.firstIndex(of: clause.text) ?? 0
            return "第一章 招标公告 3.\(index + 1)"
        case .standard(let factor): return "第三章 评标办法前附表“\(factor)”"
        case .clause(let chapter, _, let number): return "\(Self.chapters[chapter - 1]) \(number)"
        case .instead(let chapter, let number): return "\(Self.chapters[chapter - 1]) \(number)"
        case .cell(let chapter, let row, _): return "\(Self.chapters[chapter - 1])表格“\(row)”"
        }
    }

    private static let chapters = ["第一章 招标公告", "第二章 投标人须知", "第三章 评标办法", "第四章 合同条款及格式", "第五章 工程量清单"]
}
