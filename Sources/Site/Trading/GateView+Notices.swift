import Desk
import Statute
import Trading

/// The notices of a section: what they say, how the centre looked through them, and how they were corrected.
extension GateView {
    /// The tender notice, as published or as drafted; nil before there is one.
    var tenderNotice: View? {
        let published = history.publishedNotice
        guard let done = published ?? history.noticeDrafts.last else { return nil }
        let notice = done.what
        var facts: [View] = []
        func fact(_ key: String, _ value: String) { facts.append(["label": words(key), "value": value]) }
        fact("page.notice.issue", "\(shown.instant(notice.issueFrom)) – \(shown.instant(notice.issueUntil))")
        fact("field.deadline", shown.instant(notice.deadline))
        fact("field.place", notice.place)
        fact("field.contact", notice.contact)
        if let accepts = notice.acceptsConsortium {
            fact("field.acceptsConsortium", words(accepts ? "page.yes" : "page.no"))
        }
        let isVerified = tender.gates.verifiedNotice == tender.noticeDigest && tender.noticeDigest != nil
        let key = published != nil ? "published" : isVerified ? "verified" : "drafted"
        var view = line(
            words("page.notice.\(key)"), published != nil || isVerified ? .passed : .near, "", done.doing)
        view["facts"] = facts
        return view
    }

    /// Notices after the tender notice, in the order of their publication, and a clarification that is not out yet.
    var publications: [View] {
        history.publications.map(publication) + (history.clarificationDraft.map { [draft($0)] } ?? [])
    }

    private func publication(_ publication: GateHistory.Publication) -> View {
        let state = tender.submitted.first { $0.notice.id == publication.notice.id }?.state ?? .waiting
        let colour: GateHistory.State =
            switch state {
            case .waiting: .open
            case .reminded: .near
            case .verified, .corrected: .passed
            }
        var notes: [View] = []
        if let clarification = publication.clarification { notes += read(clarification) }
        notes += publication.letters.flatMap { letter -> [View] in
            let view = reminder(letter)
            return [view] + (view["notes"] as? [View] ?? [])
        }
        notes += publication.corrections.map { line(words("page.notice.correction"), .open, $0.what.text, $0.doing) }
        if state == .waiting, let promised = publication.notice.verifyBy, publication.corrections.isEmpty {
            notes.append(
                line(words("page.notice.promised"), .open, shown.instant(promised), nil))
        }
        if let verified = publication.verified {
            notes.append(
                line(
                    words("page.notice.checked"), .passed,
                    words("page.notice.checkedItems", ["count": String(verified.what.count)]), verified.doing,
                    path: SiteURL.checklist(publication.notice.kind).path))
        }
        return line(
            words("page.notice.state.\(state.rawValue)"), colour, text(publication), publication.published, notes: notes
        )
    }

    private func text(_ publication: GateHistory.Publication) -> String {
        let title = words("choice.noticeKind.\(publication.notice.kind.rawValue)")
        guard let clarification = publication.clarification?.clarification else { return title }
        return words(
            "page.notice.clarification",
            [
                "number": String(clarification.number), "text": clarification.text,
                "deadline": shown.instant(clarification.deadline),
            ])
    }

    private func draft(_ story: GateHistory.ClarificationStory) -> View {
        line(
            words("page.notice.state.draft"), .near,
            words(
                "page.notice.clarification",
                [
                    "number": String(story.clarification.number), "text": story.clarification.text,
                    "deadline": shown.instant(story.clarification.deadline),
                ]), story.drafted, notes: read(story))
    }

    /// What the machine found in a clarification, and why it may stand.
    private func read(_ story: GateHistory.ClarificationStory) -> [View] {
        guard let scan = story.scan else { return [line(words("page.notice.unread"), .open, "", nil)] }
        let ids =
            scan.what.findings.map { ($0.id, "\($0.aspect) \(words("choice.aspect.\($0.aspect)"))：\($0.sentence)") }
            + scan.what.numberedUnread.map { id, file in
                (id, "\(file.name)：\(words.first("reading.\(file.reason)") ?? file.reason)")
            }
        if ids.isEmpty { return [line(words("page.notice.read"), .passed, words("page.scan.none"), scan.doing)] }
        return ids.flatMap { id, text -> [View] in
            let reason = story.reasons[id]
            let found = line(id, reason == nil ? .near : .open, text, scan.doing)
            return [found] + (reason.map { [line(words("page.scan.justified"), .open, $0.what, $0.doing)] } ?? [])
        }
    }
}
