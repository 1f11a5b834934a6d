import Desk
import Statute
import Store

/// What the three gates of a section found, by whom and when, and how it was put right (三道关口): read from the
/// docket's acts in order. ``Gates`` holds only what decisions need; this holds what readers ask for.
public struct GateHistory: Sendable {
    /// Who did something, as which office, when, and where it stands in the ledger.
    public struct Doing: Hashable, Sendable {
        public let by: Office
        public let at: Instant
        /// The act's leaf index.
        public let sequence: Int64

        public init(by: Office, at: Instant, sequence: Int64) {
            self.by = by
            self.at = at
            self.sequence = sequence
        }
    }

    /// What somebody did, with the doing of it.
    public struct Done<What: Hashable & Sendable>: Hashable, Sendable {
        public let what: What
        public let doing: Doing
    }

    /// A clause that the machine found: once, however many versions repeat it.
    public struct Clause: Hashable, Sendable {
        /// As it stands in the latest version that has it.
        public internal(set) var finding: DocumentScan.Finding
        /// The version, by its digest.
        public internal(set) var digest: String
        public internal(set) var end = End.open

        public enum End: Hashable, Sendable {
            case open
            /// A later version is without it; the doing is the drafting of that version.
            case fixed(Doing)
            case justified(reason: String, Doing)
            /// Other rules that read the same version do not find it.
            case withdrawn(Doing)
        }
    }

    /// A file, or pages of it, that the scan of the document as it stands could not read.
    public struct Unread: Hashable, Sendable {
        public let id: String
        public let file: DocumentScan.UnreadFile
        /// What the tenderer says stands in it; nil until somebody does.
        public internal(set) var said: Done<String>?
    }

    public struct Inquiry: Hashable, Sendable {
        public let number: Int
        public let question: String
        public let asked: Doing
        public internal(set) var answer: Done<String>?
        public internal(set) var closed: Doing?
    }

    public struct Inquest: Hashable, Sendable {
        public let investigation: Investigation
        public let opened: Doing
        public internal(set) var end: Done<Ending>?

        public struct Ending: Hashable, Sendable {
            public let result: InvestigationResult
            public let text: String
        }
    }

    /// The authority has looked at a filing (备案审阅).
    public struct Examination: Hashable, Sendable {
        public let digest: String
        /// Empty when it says nothing.
        public let note: String
    }

    /// The centre's passing, with what it looked for.
    public struct Passing: Hashable, Sendable {
        public let digest: String
        /// Empty in acts from before the checklist was kept.
        public let checked: [DefectKind]
        /// Lines of the checklist; empty in acts from before notices were verified.
        public let items: [String]
    }

    /// A notice after the tender notice: published, looked through, corrected.
    public struct Publication: Hashable, Sendable {
        public let notice: SubmittedNotice
        public let published: Doing
        public internal(set) var letters: [Letter<VerificationReminder>] = []
        public internal(set) var corrections: [Done<NoticeCorrection>] = []
        /// The lines of the checklist that the centre found clear.
        public internal(set) var verified: Done<[String]>?
        /// What was published, of a clarification; with what the machine found in it and why that may stand.
        public internal(set) var clarification: ClarificationStory?
    }

    /// A clarification as it passed gate one.
    public struct ClarificationStory: Hashable, Sendable {
        public let clarification: Clarification
        public let drafted: Doing
        public internal(set) var scan: Done<DocumentScan>?
        public internal(set) var reasons: [String: Done<String>] = [:]

        /// Follows ``ClarificationDraft`` in what a reason holds for.
        mutating func take(_ scan: DocumentScan, _ doing: Doing) {
            let numbers = self.scan.map { scan.renumbered(from: $0.what) } ?? [:]
            let carried = reasons.compactMap { id, reason in numbers[id].map { ($0, reason) } }
            reasons = Dictionary(carried) { first, _ in first }
            self.scan = Done(what: scan, doing: doing)
        }
    }

    /// A letter or a refusal of the centre, and the new version that answered it.
    public struct Letter<What: Hashable & Sendable>: Hashable, Sendable {
        public let what: What
        public let doing: Doing
        public internal(set) var corrected: Doing?
        /// What of what it is about was changed since.
        var changed: Set<VerificationReminder.Subject> = []
    }

    /// In the order in which they were first found.
    public private(set) var clauses: [Clause] = []
    public private(set) var unread: [Unread] = []
    /// The latest review, also one that a changed document has left behind.
    public private(set) var review: Done<FairCompetitionReview>?
    public private(set) var filings: [Done<Filing>] = []
    /// Looks of the authority at what the machine found in a filing, by its digest.
    public private(set) var examinations: [Done<Examination>] = []
    public private(set) var inquiries: [Inquiry] = []
    public private(set) var investigations: [Inquest] = []
    public private(set) var reminders: [Letter<VerificationReminder>] = []
    public private(set) var refusals: [Letter<EntryRefusal>] = []
    public private(set) var passed: [Done<Passing>] = []
    /// Drafts of the tender notice, the latest last.
    public private(set) var noticeDrafts: [Done<TenderNotice>] = []
    public private(set) var publishedNotice: Done<TenderNotice>?
    public private(set) var publications: [Publication] = []
    /// The clarification that is not published yet.
    public private(set) var clarificationDraft: ClarificationStory?
    /// The section after the same acts: it knows what of this still holds.
    private var tender: Tender
    private var drafted: Doing?
    private var scan: DocumentScan?

    /// - Parameters:
    ///   - number: the section's number.
    ///   - entries: its docket from the first act.
    /// - Throws: ``ReplayError`` or a decoding error for an entry that is no act of a section.
    public init(_ number: String, _ entries: [StoredEntry]) throws {
        tender = Tender(id: number)
        for stored in entries {
            let act = try ActCoding.decode(Tender.Act.self, name: stored.entry.act, open: stored.entry.open)
            guard let at = Instant(stored.entry.at), let office = Office(stored.entry.office) else {
                throw ReplayError(sequence: stored.sequence, reason: "instant or office cannot be read")
            }
            take(act, Doing(by: office, at: at, sequence: stored.sequence))
            tender.apply(
                act,
                Moment(at: at, by: OfficeHolder(person: stored.entry.person, office: office), version: stored.version))
        }
    }

    private mutating func take(_ act: Tender.Act, _ doing: Doing) {
        switch act {
        case .documentDrafted:
            drafted = doing
            correct(.document, doing)
            for index in refusals.indices where refusals[index].corrected == nil { refusals[index].corrected = doing }
        case .documentScanned(let scan): take(scan, doing)
        case .findingJustified(let justification):
            let index = clauses.firstIndex {
                $0.finding.id == justification.finding && $0.digest == scan?.digest && $0.end == .open
            }
            if let index { clauses[index].end = .justified(reason: justification.reason, doing) }
            if let index = unread.firstIndex(where: { $0.id == justification.finding }) {
                unread[index].said = Done(what: justification.reason, doing: doing)
            }
        case .reviewSigned(let review): self.review = Done(what: review, doing: doing)
        case .documentFiled(let filing): filings.append(Done(what: filing, doing: doing))
        case .filingExamined(let digest, let note):
            examinations.append(Done(what: Examination(digest: digest, note: note ?? ""), doing: doing))
        case .filingQuestioned(let number, let question, _):
            inquiries.append(Inquiry(number: number, question: question, asked: doing))
        case .filingAnswered(let number, let answer):
            change(number) { $0.answer = Done(what: answer, doing: doing) }
        case .filingClosed(let number): change(number) { $0.closed = doing }
        case .investigationOpened(let investigation):
            investigations.append(Inquest(investigation: investigation, opened: doing))
        case .investigationClosed(let number, let result, let text):
            if let index = investigations.lastIndex(where: { $0.investigation.number == number }) {
                investigations[index].end = Done(what: .init(result: result, text: text), doing: doing)
            }
        case .verificationReturned(let reminder): reminders.append(Letter(what: reminder, doing: doing))
        case .entryRefused(let refusal): refusals.append(Letter(what: refusal, doing: doing))
        case .verificationPassed(let digest, let checked, _, let items):
            passed.append(
                Done(what: Passing(digest: digest, checked: checked ?? [], items: items ?? []), doing: doing))
        default: takeNotice(act, doing)
        }
    }

    private mutating func takeNotice(_ act: Tender.Act, _ doing: Doing) {
        switch act {
        case .noticeDrafted(let notice, _, _):
            noticeDrafts.append(Done(what: notice, doing: doing))
            correct(.notice, doing)
        case .noticePublished(let notice, _): publishedNotice = Done(what: notice, doing: doing)
        case .clarificationDrafted(let clarification, _, _):
            clarificationDraft = ClarificationStory(clarification: clarification, drafted: doing)
        case .clarificationScanned(let scan): clarificationDraft?.take(scan, doing)
        case .clarificationJustified(let justification):
            clarificationDraft?.reasons[justification.finding] = Done(what: justification.reason, doing: doing)
        case .clarificationIssued:
            for index in publications.indices where publications[index].notice.kind == .clarification {
                publications[index].correctLetters(doing)
            }
        case .bidsCutOff, .tenderTerminated, .clarificationWithdrawn: clarificationDraft = nil
        case .noticeSubmitted(let notice):
            var publication = Publication(notice: notice, published: doing)
            if notice.kind == .clarification {
                publication.clarification = clarificationDraft
                clarificationDraft = nil
            }
            publications.append(publication)
        case .noticeReminded(let reminder):
            change(reminder.published?.id) { $0.letters.append(Letter(what: reminder, doing: doing)) }
        case .noticeCorrected(let notice, let correction):
            change(notice) { publication in
                publication.correctLetters(doing)
                publication.corrections.append(Done(what: correction, doing: doing))
            }
        case .noticeVerified(let notice, let checked):
            change(notice) { $0.verified = Done(what: checked, doing: doing) }
        default: break
        }
    }

    private mutating func change(_ notice: String?, _ change: (inout Publication) -> Void) {
        guard let index = publications.firstIndex(where: { $0.notice.id == notice }) else { return }
        change(&publications[index])
    }

    /// A letter about document and notice is answered once both are changed that it is about.
    private mutating func correct(_ subject: VerificationReminder.Subject, _ doing: Doing) {
        for index in reminders.indices where reminders[index].corrected == nil {
            reminders[index].changed.insert(subject)
            let letter = reminders[index].what
            let isWhole = VerificationReminder.Subject.allCases.allSatisfy {
                !letter.concerns($0) || reminders[index].changed.contains($0)
            }
            if isWhole { reminders[index].corrected = doing }
        }
    }

    /// Follows ``Gates`` in what a reason holds for: one version, also when other rules read it again.
    private mutating func take(_ scan: DocumentScan, _ doing: Doing) {
        let isSameVersion = self.scan?.digest == scan.digest
        let found = Set(scan.findings.map(\.identity))
        for index in clauses.indices where !found.contains(clauses[index].finding.identity) {
            switch clauses[index].end {
            case .open, .justified: clauses[index].end = isSameVersion ? .withdrawn(doing) : .fixed(drafted ?? doing)
            case .fixed, .withdrawn: break
            }
        }
        for finding in scan.findings {
            if let index = clauses.firstIndex(where: { $0.finding.identity == finding.identity }) {
                clauses[index].finding = finding
                clauses[index].digest = scan.digest
                if case .justified = clauses[index].end, isSameVersion { continue }
                clauses[index].end = .open
            } else {
                clauses.append(Clause(finding: finding, digest: scan.digest))
            }
        }
        let before = isSameVersion ? unread : []
        unread = scan.numberedUnread.map { id, file in
            Unread(id: id, file: file, said: before.first { $0.file.identity == file.identity }?.said)
        }
        self.scan = scan
    }

    private mutating func change(_ number: Int, _ change: (inout Inquiry) -> Void) {
        guard let index = inquiries.firstIndex(where: { $0.number == number }) else { return }
        change(&inquiries[index])
    }
}

extension GateHistory.Publication {
    fileprivate mutating func correctLetters(_ doing: GateHistory.Doing) {
        for index in letters.indices where letters[index].corrected == nil { letters[index].corrected = doing }
    }
}

extension GateHistory {
    /// How a gate stands, as its lamp shows it.
    public enum State: String, Hashable, Sendable {
        /// Not yet reached, or reopened by a changed document.
        case open
        /// Something waits for somebody.
        case near
        /// Refused, or under investigation.
        case past
        /// Passed.
        case passed = "true"
    }

    /// The review of the document as it stands.
    public var currentReview: Done<FairCompetitionReview>? { tender.gates.review == nil ? nil : review }

    /// The filing of the document as it stands.
    public var currentFiling: Done<Filing>? { tender.gates.filing == nil ? nil : filings.last }

    /// The passing of the document as it stands.
    public var currentPassing: Done<Passing>? { tender.gates.verifiedDigest == nil ? nil : passed.last }

    /// What answered a defect of the filing as it stands: the authority has looked at it, or an investigation of it
    /// found nothing. A receipt says nothing about it, nor does an inquiry.
    public func answer(to kind: FilingDefect.Kind) -> Doing? {
        guard let filing = currentFiling else { return nil }
        let examination = examinations.last {
            $0.doing.sequence > filing.doing.sequence && $0.what.digest == filing.what.digest
        }
        let inquest = investigations.last {
            $0.investigation.defect == kind && $0.opened.sequence > filing.doing.sequence
                && $0.end?.what.result == .unfounded
        }
        return [examination?.doing, inquest?.end?.doing].compactMap { $0 }.min { $0.sequence < $1.sequence }
    }

    /// Gate one.
    public var reviewState: State {
        if currentReview != nil { return .passed }
        return clauses.contains { $0.end == .open } || unread.contains { $0.said == nil } ? .near : .open
    }

    /// Gate two: not passed while a defect waits for its answer, an inquiry is open, or an investigation is open or
    /// found what has not been corrected since.
    public var filingState: State {
        if investigations.contains(where: { $0.end == nil }) { return .past }
        if let condemned = tender.gates.condemnedDigest, condemned == tender.documentDigest { return .past }
        guard let filing = currentFiling else { return .open }
        let isUpheld = investigations.contains {
            $0.opened.sequence > filing.doing.sequence && $0.end?.what.result == .upheld
        }
        if isUpheld { return .past }
        let isUnanswered = (filing.what.defects ?? []).contains { answer(to: $0.kind) == nil }
        return isUnanswered || inquiries.contains { $0.closed == nil } ? .near : .passed
    }

    /// Gate three.
    public var verificationState: State {
        if refusals.contains(where: { $0.corrected == nil }) { return .past }
        if publications.contains(where: { $0.letters.contains { $0.corrected == nil } }) { return .near }
        if currentPassing != nil { return .passed }
        return reminders.isEmpty && refusals.isEmpty ? .open : .near
    }
}
