import Desk
import Foundation
import Insight
import Statute
import Store
import Trading

/// What the project page shows: a pure function of the docket, the instant and the words.
struct SectionView {
    let tender: Tender
    let plan: SectionPlan
    let entries: [StoredEntry]
    /// What the gates found, read from the same entries.
    let history: GateHistory
    let shown: Shown
    let now: Instant
    /// Names of regions and organisations.
    let site: SiteContext
    /// Who looks on; nil for passers-by.
    let office: Office?

    private var words: Words { shown.words }

    var view: View {
        var view: View = [
            "number": tender.number, "heading": plan.title, "dealCode": plan.dealCode,
            "tenderer": plan.tendererName, "agency": plan.agencyName ?? "", "hasAgency": plan.agencyName != nil,
            "trade": words.first("trade.\(plan.trade)") ?? plan.trade,
            "region": words.first("region.\(plan.region)") ?? plan.region,
            "scope": plan.scope, "project": plan.project, "approvalNumber": plan.approvalNumber,
            "stage": words("stage.\(tender.stage.code)"), "stages": stages, "facts": facts, "lines": lines,
            "lineCount": String(entries.count), "files": files,
            "isSuspended": tender.isSuspended, "docket": "section/\(tender.number)",
            "isBidding": tender.stage == .bidding && (tender.deadline.map { now < $0 } ?? false),
            "canObject": tender.stage == .bidding || tender.stage == .candidatesPublicised,
        ]
        if let original = plan.retenderOf { view["retenderOf"] = original }
        if let next = tender.retenderedAs { view["retenderedAs"] = next }
        if case .failed(let reason) = tender.stage { view["failure"] = words("failure.\(reason.rawValue)") }
        if case .terminated(let reason) = tender.stage { view["termination"] = reason }
        if let clock { view["clock"] = clock }
        if !bids.isEmpty { view["bids"] = bids }
        view["hasBids"] = !bids.isEmpty
        if let report = tender.report { view["ranking"] = ranking(report) }
        view["hasRanking"] = tender.report != nil
        view["extensions"] = extensions
        view["hasExtensions"] = !tender.extensions.isEmpty
        view["contractTerms"] = contractTerms
        let terms = try? RunningTermText(site: site, shown: shown, now: now).views(
            tender.runningTerms, of: "section/\(tender.number)")
        view["runningTerms"] = terms?.running
        view["hasRunningTerms"] = terms?.running.isEmpty == false
        view["earlierWarnings"] = terms?.earlier
        view["hasEarlierWarnings"] = terms?.earlier.isEmpty == false
        view["suspensions"] = suspensions
        view["hasSuspensions"] = !suspensions.isEmpty
        let gates = GateView(tender: tender, history: history, shown: shown, site: site)
        view["gates"] = gates.gates
        let publications = gates.publications
        if let notice = gates.tenderNotice { view["tenderNotice"] = notice }
        view["publications"] = publications
        view["hasPublications"] = !publications.isEmpty
        if let scan = tender.gates.scan { view["scan"] = scanned(scan) }
        view["hasContract"] = tender.contract != nil
        view["hasFiles"] = !tender.files.isEmpty
        return view
    }

    /// The row of stages; after a failure or termination the steps that were reached stay marked.
    private var stages: [View] {
        let reached = tender.stage.step ?? (tender.cutoff != nil ? 6 : tender.notice != nil ? 5 : 1)
        let ended = tender.stage.step == nil
        return Stage.row.enumerated().map { index, code in
            let done = index < reached || (tender.stage == .archived && index == reached)
            let now = index == reached && !done && !ended
            let state = done ? "done" : now ? "now" : "ahead"
            return [
                "label": words("stage.row.\(code)"), "state": state, "isNow": now,
                "said": words("page.stage.\(state)"),
            ]
        }
    }

    private var facts: [View] {
        var facts: [View] = []
        func fact(_ key: String, _ value: String) { facts.append(["label": words(key), "value": value]) }
        fact("page.section.estimate", shown.money(plan.estimate))
        if let mustTender { fact("page.section.mustTender", mustTender) }
        if let document = tender.document {
            fact("field.ceilingPrice", shown.money(document.ceilingPrice))
            fact(
                "field.durationDays",
                words("page.days", ["count": String(document.durationDays)]))
            fact(
                "field.deposit",
                document.deposit.fen == 0 ? words("page.section.noDeposit") : shown.money(document.deposit))
            if let share = document.performanceBondShare {
                fact("field.performanceBondShare", Score(hundredths: share).description + "%")
            }
            fact("field.quality", document.quality)
            if tender.cutoff != nil, let day = tender.lastValidDay {
                fact("page.section.validUntil", shown.day(day))
            }
        }
        if let award = tender.award {
            fact("page.section.winner", award.bidderName)
            fact("page.section.awardPrice", shown.money(award.price))
        }
        return facts
    }

    /// Whether the section must be tendered, by what, and with which figures; nil where other laws bind.
    private var mustTender: String? {
        guard let result = try? tender.mustTender(site.desk.facts, law: site.law),
            let law = try? site.law.mustTender(on: result.inForceFrom)
        else { return nil }
        let figures = [
            "kind": words("procurementKind.\(result.kind.rawValue)"),
            "estimate": shown.money(Money(fen: result.estimateFen)),
            "threshold": shown.money(Money(fen: result.thresholdFen)),
        ]
        let applying = result.comparisons.filter { $0.applies && $0.what != "threshold" }
        let grounds = law.grounds.filter { ground in applying.contains { $0.what == ground.code } }
            .map { words.said($0.title) }
        if applying.isEmpty { return words("page.section.must.noGround", figures) }
        let key = result.mustTender ? "page.section.must.yes" : "page.section.must.below"
        return words(key, figures.merging(["ground": grounds.joined(separator: "；")]) { first, _ in first })
    }

    /// What the clock at the side counts down to.
    private var clock: View? {
        func clock(_ key: String, _ due: Instant) -> View {
            [
                "label": words(key), "words": shown.term(due, now: now), "instant": shown.instant(due),
                "urgency": Shown.urgency(due, now: now), "milliseconds": String(due.milliseconds),
            ]
        }
        switch tender.stage {
        case .bidding: return tender.deadline.map { clock("page.section.toDeadline", $0) }
        case .opening: return tender.openingWindowEnds.map { clock("page.section.toKeys", $0) }
        case .candidatesPublicised: return tender.publicityUntil.map { clock("page.section.toPublicity", $0) }
        case .noticeIssued:
            let contract = tender.runningTerms.first { $0.rule == "T24" }
            return contract?.due(by: site.law).map { clock("page.section.toContract", $0) }
        default: return nil
        }
    }

    /// The docket, newest first: each line with office, instant, basis, term used and the mark of its proof.
    private var lines: [View] {
        let text = ActText(shown)
        let letters = Dictionary(
            tender.records.published.compactMap { record in record.letter.map { ($0, record.file) } }
        ) { first, _ in first }
        return entries.reversed().map { stored in
            let at = Instant(stored.entry.at) ?? now
            let office = Office(stored.entry.office) ?? .citizen
            var line: View = [
                "title": text.title(stored), "office": site.officeName(office, words), "instant": shown.instant(at),
                "machineInstant": stored.entry.at, "sequence": String(stored.sequence),
                "sequenceShown": Shown.number(stored.sequence), "terms": text.terms(stored),
                "proofPath": SiteURL.ledgerProof(stored.sequence).path,
                "verifyPath": SiteURL.verify(sequence: stored.sequence).path,
            ]
            if let summary = text.summary(stored) { line["summary"] = summary }
            let act = try? ActCoding.decode(Tender.Act.self, name: stored.entry.act, open: stored.entry.open)
            if let letter = act?.letter?.number, let file = letters[letter], let path = path(of: file) {
                line["letterPath"] = path
                line["letterName"] = file.name
            }
            return line
        }
    }

    /// What holds for all rules of an aspect: of a rule that is no longer in force nothing else is known.
    private static func aspectText(_ aspect: String) throws -> RuleText? {
        try RulePack.builtIn().aspects.first { $0.aspect == aspect }?.text
    }

    /// What the machine found in the document, what of it is new, how it was put right or why it stands.
    private func scanned(_ scan: DocumentScan) -> View {
        let changes = tender.gates.scans.count > 1 ? scan.changes(since: tender.gates.scans[0]) : nil
        let new = Set((changes?.new ?? []).map(\.id))
        let files = Dictionary(tender.files.filter { path(of: $0) != nil }.map { ($0.name, $0.sha256) }) {
            first, _ in first
        }
        let findings: [View] = scan.findings.map { finding in
            let text = try? site.rules.text(of: finding.rule) ?? Self.aspectText(finding.aspect)
            var view: View = [
                "id": finding.id, "severity": words("severity.\(finding.severity.rawValue)"),
                "isHard": finding.severity == .hard, "isNew": new.contains(finding.id),
                "aspect": "\(finding.aspect) \(words("choice.aspect.\(finding.aspect)"))",
                "sentence": finding.sentence, "rule": finding.rule,
                // As it was entered; the act has it in Chinese only.
                "basis": words.language == .chinese ? finding.basis : text?.basis.en ?? finding.basis,
                "explanation": text.map { words.said($0.explanation) } ?? "",
                "suggestion": text.map { words.said($0.suggestion) } ?? "",
            ]
            if finding.file.isEmpty {
                view["place"] = words("page.scan.fields")
            } else {
                let page = finding.page.map { words("page.scan.page", ["page": String($0)]) } ?? ""
                view["place"] = "\(finding.file) \(page)"
                if let sha256 = files[finding.file] {
                    let place = finding.start..<max(finding.start, finding.end)
                    view["path"] = SiteURL.reading(sha256: sha256, name: finding.file, place: place).path
                }
            }
            let clause = history.clauses.first { $0.finding == finding && $0.digest == scan.digest }
            if case .justified(let reason, let doing)? = clause?.end {
                view["reason"] = reason
                view["justifier"] = site.officeName(doing.by, words)
                view["justifiedAt"] = shown.instant(doing.at)
            }
            return view
        }
        var view: View = [
            "findings": findings, "hasFindings": !findings.isEmpty, "rules": scan.rules,
            "isCurrent": scan.digest == tender.documentDigest,
            "unread": scan.numberedUnread.map { id, file -> View in
                [
                    "id": id, "name": file.name, "reason": words.first("reading.\(file.reason)") ?? file.reason,
                    "pages": file.pages.map { words("page.scan.page", ["page": Self.ranges($0)]) } ?? "",
                    "said": tender.gates.justifications[id]?.reason ?? "",
                ]
            },
            "hasUnread": !scan.unread.isEmpty,
        ]
        if scan.omitted > 0 { view["omitted"] = words("page.scan.omitted", ["count": String(scan.omitted)]) }
        if let changes {
            view["fixed"] = changes.fixed.map { finding -> View in
                [
                    "aspect": "\(finding.aspect) \(words("choice.aspect.\(finding.aspect)"))",
                    "sentence": finding.sentence, "rule": finding.rule,
                ]
            }
            view["hasFixed"] = !changes.fixed.isEmpty
            view["compared"] = words(
                "page.scan.compared",
                ["fixed": String(changes.fixed.count), "new": String(changes.new.count)])
        }
        return view
    }

    /// 1, 2, 3, 7 as 1–3, 7.
    static func ranges(_ pages: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for page in pages.sorted() {
            if let last = runs.last, page == last.upperBound + 1 {
                runs[runs.count - 1] = last.lowerBound...page
            } else {
                runs.append(page...page)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
            .joined(separator: ", ")
    }

    /// When the tender was ordered to stand still, and until when.
    private var suspensions: [View] {
        tender.suspensions.map { pause in
            let key = pause.to == nil ? "page.section.pausedSince" : "page.section.paused"
            return ["text": words(key, TermText(shown: shown).pause(pause))]
        }
    }

    /// Contract and bid side by side (招标投标法 46, 条例 57).
    private var contractTerms: [View] {
        guard let contract = tender.contract, let award = tender.award,
            let bid = tender.opening.opened.first(where: { $0.bidder == award.bidder })
        else { return [] }
        func term(_ key: String, _ bid: String, _ contract: String) -> View {
            ["label": words(key), "bid": bid, "contract": contract, "differs": bid != contract]
        }
        func days(_ count: Int) -> String { words("page.days", ["count": String(count)]) }
        return [
            term("page.price", shown.money(bid.price), shown.money(contract.price)),
            term("field.durationDays", days(bid.durationDays), days(contract.durationDays)),
            term("field.quality", bid.quality, contract.quality),
            term("field.projectLeader", bid.projectLeader, contract.projectLeader),
        ]
    }

    private var files: [View] {
        tender.files.map { file in
            var view: View = ["name": file.name, "size": shown.size(file.size), "sha256": file.sha256]
            if let path = path(of: file) {
                view["path"] = path
                view["readingPath"] = SiteURL.reading(sha256: file.sha256, name: file.name, place: nil).path
            }
            return view
        }
    }

    /// Nil for a file that this visitor may not read yet: before the notice, documents are the offices' in charge.
    private func path(of file: FileReference) -> String? {
        guard (try? site.access(to: file.sha256, by: office)) != nil else { return nil }
        return SiteURL.blob(sha256: file.sha256, name: file.name).path
    }

    /// Bids as read out, once they are open.
    private var bids: [View] {
        tender.opening.bids.map { bid in
            var row: View = [
                "bidder": bid.received.bidderName, "code": bid.received.bidder,
                "receivedAt": shown.exactly(bid.received.receivedAt),
            ]
            switch bid.outcome {
            case .waiting:
                row["state"] = words(bid.releasedKey == nil ? "page.bid.waiting" : "page.bid.keyReleased")
            case .opened(let opened):
                row["price"] = shown.money(opened.price)
                row["duration"] = words("page.days", ["count": String(opened.durationDays)])
                row["quality"] = opened.quality
                row["leader"] = opened.projectLeader
                row["state"] = words("page.bid.opened")
            case .notOpened(let unopened):
                row["state"] = words("consequence.\(unopened.consequence.rawValue)")
                row["isRefused"] = true
            }
            return row
        }
    }

    /// Each time that the bidders were asked to stay bound longer, with what each answered.
    private var extensions: [View] {
        let waiting = Set(tender.unansweredBidders.map(\.bidder))
        let last = tender.extensions.last?.asked.number
        return tender.extensions.map { extended in
            let asked = extended.asked
            let answers = tender.opening.bids.compactMap { bid -> View? in
                let code = bid.received.bidder
                let isWaiting = asked.number == last && waiting.contains(code)
                guard extended.answers[code] != nil || isWaiting else { return nil }
                let said = extended.answers[code].map { $0 ? "accepted" : "declined" } ?? "waiting"
                return [
                    "bidder": bid.received.bidderName, "said": words("page.section.extension.\(said)"),
                    "kind": said == "accepted" ? "true" : said == "declined" ? "past" : "near",
                ]
            }
            return [
                "heading": words(
                    "page.section.extended",
                    [
                        "number": String(asked.number), "from": shown.day(asked.from), "until": shown.day(asked.until),
                    ]),
                "reason": asked.reason, "answers": answers, "hasAnswers": !answers.isEmpty,
            ]
        }
    }

    private func ranking(_ report: EvaluationReport) -> [View] {
        report.bids.sorted { $0.rank < $1.rank }.map { bid in
            [
                "rank": String(bid.rank), "bidder": bid.bidderName, "price": shown.money(bid.price),
                "priceScore": bid.priceScore.description, "total": bid.total.description,
                "isWinner": tender.award?.bidder == bid.bidder,
            ]
        }
    }
}
