import Desk
import Statute

/// What the platform found at gate one, as those who answer for it read it beside the form.
extension Tender {
    /// Findings, and files that could not be read, that nobody has answered for yet: in a clarification's draft while
    /// bids are prepared, in the document before.
    var openFindings: [(id: String, said: Briefing)] {
        let (scan, open) =
            stage == .bidding
            ? (clarificationDraft?.scan, clarificationDraft?.open ?? [])
            : (gates.scan, gates.openFindings.map(\.id) + gates.openUnread.map(\.id))
        guard let scan, scan.digest == reading?.digest else { return [] }
        let found = scan.findings.map { finding in
            let name = finding.severity == .hard ? "hardFinding" : "softFinding"
            return (id: finding.id, said: Briefing(name, text: finding.line))
        }
        let unread = scan.numberedUnread.map { unread in
            let name = "\(unread.id) \(unread.file.name)"
            let pages = (unread.file.pages ?? []).map(String.init)
            let said = Wording(
                chinese: name + (pages.isEmpty ? "" : "：第 \(pages.joined(separator: "、")) 页"),
                english: name + (pages.isEmpty ? "" : ": pages \(pages.joined(separator: ", "))"))
            return (id: unread.id, said: Briefing("unreadFile", said: said))
        }
        return (found + unread).filter { open.contains($0.id) }
    }

    /// What stays although the machine found it, each with its reason.
    var justifiedBriefing: [Briefing] {
        (gates.scan?.findings ?? []).compactMap { finding in
            gates.justifications[finding.id].map { Briefing("justified", text: "\(finding.line) — \($0.reason)") }
        }
    }

    /// What is read before the review is signed: what was found, and what the authority will be told besides.
    func reviewBriefing(_ situation: Situation) throws -> [Briefing] {
        guard (try? requireTenderer(situation)) != nil else { return [] }
        let told = try conformityBriefing(situation).filter { $0.name != FilingDefect.Kind.unlawfulClause.rawValue }
        return openFindings.map(\.said) + justifiedBriefing + told
    }

    /// The sixteen answers as their form starts: an aspect whose findings stay has their reasons in its note. That an
    /// aspect is clear is for people to say.
    var reviewAnswers: RawValue {
        let findings = gates.scan?.findings ?? []
        return .list(
            FairCompetitionReview.aspects.map { aspect in
                let reasons = findings.filter { $0.aspect == aspect }.compactMap { finding in
                    gates.justifications[finding.id].map { "\(finding.id)：\($0.reason)" }
                }
                var row: [String: RawValue] = ["aspect": .text(aspect)]
                if !reasons.isEmpty { row["note"] = .text(String(reasons.joined(separator: "；").prefix(1000))) }
                return .object(row)
            })
    }
}

extension DocumentScan.Finding {
    /// Number, aspect and words in one line.
    var line: String { "\(id) \(aspect)：\(sentence)" }
}
