import Desk
import Statute

/// The tender of one section, from plan to archive: the docket (卷宗) that a citizen reads as a timeline.
///
/// Its acts are listed here like a table of contents; what they mean lives in the folder of each step.
public struct Tender: Docket {
    public static let kind = "section"

    public enum Act: Codable, Sendable, Equatable {
        // Plan
        case sectionPlanned(plan: SectionPlan)
        // Document and the three gates
        case documentDrafted(document: TenderDocument, digest: String, revision: Int)
        case documentScanned(scan: DocumentScan)
        case findingJustified(justification: FindingJustification)
        case reviewSigned(review: FairCompetitionReview)
        case documentFiled(filing: Filing)
        /// The letter is nil in acts from before it was written.
        case filingQuestioned(number: Int, question: String, letter: String?)
        case filingAnswered(number: Int, answer: String)
        case filingClosed(number: Int)
        case filingExamined(digest: String, note: String?)
        case investigationOpened(investigation: Investigation)
        case investigationClosed(number: Int, result: InvestigationResult, text: String)
        case verificationReturned(reminder: VerificationReminder)
        /// The checklist is nil in acts from before it was kept; notice and lines are, in acts from before notices were
        /// verified.
        case verificationPassed(digest: String, checked: [DefectKind]?, notice: String?, items: [String]?)
        case entryRefused(refusal: EntryRefusal)
        case openingKeyDeclared(key: OpeningKey)
        // Notice and bidding
        case noticeDrafted(notice: TenderNotice, digest: String, terms: [TermUse])
        case noticePublished(notice: TenderNotice, terms: [TermUse])
        case clarificationDrafted(clarification: Clarification, digest: String, terms: [TermUse])
        case clarificationScanned(scan: DocumentScan)
        case clarificationWithdrawn(digest: String)
        case clarificationJustified(justification: FindingJustification)
        case clarificationIssued(clarification: Clarification, terms: [TermUse])
        // Notices before the centre
        case noticeSubmitted(notice: SubmittedNotice)
        case noticeVerified(notice: String, checked: [String])
        case noticeReminded(reminder: VerificationReminder)
        case noticeCorrected(notice: String, correction: NoticeCorrection)
        case objectionRaised(objection: Objection, terms: [TermUse])
        case objectionAnswered(number: Int, upheld: Bool, answer: String, terms: [TermUse])
        case tenderSuspended(reason: String, order: String)
        case tenderResumed(reason: String)
        case tenderTerminated(reason: String, terms: [TermUse])
        case bidsCutOff(cutoff: Cutoff)
        /// Who withdrew stands in the closed part, ``Withdrawal``.
        case withdrawalsNotified(count: Int, terms: [TermUse])
        case validityExtended(asked: ValidityExtension, terms: [TermUse])
        case extensionAnswered(number: Int, bidder: String, bidderName: String, accepted: Bool)
        case tenderFailed(reason: FailureReason)
        case retenderPlanned(section: String)
        // Opening
        case bidderListDisclosed(bids: [ReceivedBid])
        case openingKeyRevealed(holder: KeyHolder, privateKey: String)
        case bidderKeyReleased(bidder: String, key: String)
        case bidOpened(bid: OpenedBid)
        case bidNotOpened(bid: UnopenedBid)
        case openingObjectionRaised(number: Int, bidder: String, text: String)
        case openingObjectionAnswered(number: Int, answer: String)
        case openingClosed(record: String)
        // Evaluation
        case committeeNamed(seats: [CommitteeSeat])
        case recusalDeclared(seat: String, recused: Bool)
        case memberReplaced(seat: CommitteeSeat)
        case rejectionProposed(rejection: BidRejection)
        case rejectionVoted(number: Int, seat: String, inFavour: Bool)
        case scoresSubmitted(seat: String, bids: Int)
        case evaluationReported(report: EvaluationReport)
        case reportSigned(seat: String, dissent: String?)
        // Award, contract, archive
        case candidatesPublicised(until: Instant, terms: [TermUse])
        case awardDecided(decision: AwardDecision)
        case awardNoticesIssued(winner: String, price: Money, contractDue: Instant, terms: [TermUse])
        case contractSigned(contract: Contract, terms: [TermUse])
        case awardReported(report: AwardReport, terms: [TermUse])
        case depositsReturned(refund: DepositRefund, terms: [TermUse])
        case withdrawnDepositsReturned(refund: DepositRefund, terms: [TermUse])
        case sectionArchived(archive: ArchiveVolume)
        // Records
        case recordPublished(record: PublishedRecord)
    }

    public let number: String
    public internal(set) var plan: SectionPlan?
    /// The day that the tender began: the versions of the rules of that day hold for it to the end.
    public internal(set) var begunOn: Day?
    public internal(set) var stage: Stage = .planned
    /// Number of acts so far; objections and the like are told apart by it.
    public internal(set) var documentRevision = 0
    public internal(set) var document: TenderDocument?
    public internal(set) var documentDigest: String?
    public internal(set) var gates = Gates()
    public internal(set) var openingKeys: [KeyHolder: OpeningKey] = [:]
    /// The notice as it was drafted for the gates, and its digest.
    public internal(set) var draftedNotice: TenderNotice?
    public internal(set) var noticeDigest: String?
    /// The notice as it was published.
    public internal(set) var notice: TenderNotice?
    /// Whether the law demands that the section be tendered, as it was found at its notice: then T03 was held against
    /// it. Notices from before it was asked count as demanded.
    public internal(set) var isMustTender = false
    /// The deadline as it stands, after clarifications (投标截止时间 = 开标时间).
    public internal(set) var deadline: Instant?
    public internal(set) var clarifications: [Clarification] = []
    /// A clarification that is not published yet.
    public internal(set) var clarificationDraft: ClarificationDraft?
    /// Notices after the tender notice, as the centre looks through them.
    public internal(set) var submitted: [NoticeVerification] = []
    /// The centre's letters about them.
    public internal(set) var noticeReminders: [VerificationReminder] = []
    public internal(set) var objections: [Objection] = []
    /// An authority's order to suspend, until it is lifted.
    public internal(set) var suspendedByOrder: String?
    /// Every time for which an authority ordered the tender to stand still.
    public internal(set) var suspensions: [Pause] = []
    public internal(set) var cutoff: Cutoff?
    /// Times that the bidders were asked to stay bound longer.
    public internal(set) var extensions: [AskedExtension] = []
    public internal(set) var retenderedAs: String?
    public internal(set) var opening = Opening()
    public internal(set) var committee: [CommitteeSeat] = []
    public internal(set) var recusals: [String: Bool] = [:]
    public internal(set) var rejections: [BidRejection] = []
    public internal(set) var scored: Set<String> = []
    public internal(set) var report: EvaluationReport?
    public internal(set) var signatures: [String: ReportSignature] = [:]
    public internal(set) var publicisedAt: Instant?
    public internal(set) var publicityUntil: Instant?
    public internal(set) var award: AwardDecision?
    public internal(set) var awardDecidedAt: Instant?
    public internal(set) var noticesIssuedAt: Instant?
    public internal(set) var contract: Contract?
    public internal(set) var awardReport: AwardReport?
    public internal(set) var terminatedAt: Instant?
    public internal(set) var refund: DepositRefund?
    /// Bids that were withdrawn before the deadline; nil when there were none, and before the tenderer was told.
    public internal(set) var withdrawals: Withdrawals?
    public internal(set) var archive: ArchiveVolume?
    public internal(set) var records = Records()
    /// Filings and investigations, also those that a changed document has left behind.
    public internal(set) var filings: [Filing] = []
    public internal(set) var investigations: [Investigation] = []
    /// Refusals of entry, also those that a changed document has left behind.
    public internal(set) var entryRefusals: [EntryRefusal] = []

    public init(id: String) { number = id }

    public mutating func apply(_ act: Act, _ moment: Moment) {
        if let letter = act.letter {
            records.letters.append(.init(kind: letter.kind, letter: letter.number, since: moment.at))
        }
        switch act {
        case .sectionPlanned(let plan):
            self.plan = plan
            begunOn = Day(of: moment.at)
        case .documentDrafted(let document, let digest, let revision):
            self.document = document
            documentDigest = digest
            documentRevision = revision
            gates.reopen()
            stage = .drafting
        case .documentScanned(let scan):
            gates.take(scan)
        case .findingJustified(let justification): gates.justifications[justification.finding] = justification
        case .reviewSigned(let review):
            gates.review = review
            stage = .reviewed
        case .documentFiled(let filing):
            gates.filing = filing
            filings.append(filing)
            gates.filedAt = moment.at
            gates.receivedAt = moment.at
            stage = .filed
        case .filingQuestioned(let number, let question, let letter):
            gates.inquiries.append(
                FilingInquiry(number: number, question: question, letter: letter, answer: nil, closed: false))
        case .filingAnswered(let number, let answer): gates.inquiry(number) { $0.answer = answer }
        case .filingClosed(let number): gates.inquiry(number) { $0.closed = true }
        case .filingExamined(let digest, _): gates.examinedDigest = digest
        case .investigationOpened(let investigation):
            gates.investigation = investigation
            investigations.append(investigation)
            gates.investigations += 1
            suspend(by: investigation.order, at: moment.at)
        case .investigationClosed(_, let result, _):
            gates.investigation = nil
            resume(at: moment.at)
            // What was found unlawful has to be put right before it goes on; once bidders rely on it, by clarification.
            if result == .upheld, [.drafting, .reviewed, .filed, .verified].contains(stage) {
                gates.condemnedDigest = documentDigest
                gates.reopen()
                stage = .drafting
            }
        case .verificationReturned(let reminder):
            gates.reminders.append(reminder)
        case .entryRefused(let refusal):
            gates.refusal = refusal
            entryRefusals.append(refusal)
        case .verificationPassed(let digest, _, let notice, _):
            gates.verifiedDigest = digest
            gates.verifiedNotice = notice
            stage = .verified
        case .openingKeyDeclared(let key): openingKeys[key.holder] = key
        case .noticeDrafted(let notice, let digest, _):
            draftedNotice = notice
            noticeDigest = digest
            // What the centre verified was another notice.
            if stage == .filed || stage == .verified {
                gates.verifiedDigest = nil
                gates.verifiedNotice = nil
                gates.receivedAt = moment.at
                stage = .filed
            }
        case .noticePublished(let notice, let terms):
            self.notice = notice
            isMustTender = terms.contains { $0.term == "T03" }
            deadline = notice.deadline
            stage = .bidding
        case .clarificationDrafted(let clarification, let digest, _):
            clarificationDraft = ClarificationDraft(
                clarification, digest: digest, earlier: clarificationDraft?.scan ?? clarificationDraft?.earlier)
        case .clarificationScanned(let scan): clarificationDraft?.take(scan)
        case .clarificationWithdrawn: clarificationDraft = nil
        case .clarificationJustified(let justification):
            clarificationDraft?.justifications[justification.finding] = justification
        case .clarificationIssued(let clarification, _):
            clarifications.append(clarification)
            deadline = clarification.deadline
            clarificationDraft = nil
            // A further clarification corrects those that the centre reminded of.
            for index in submitted.indices
            where submitted[index].notice.kind == .clarification && submitted[index].state == .reminded {
                submitted[index].state = .corrected
            }
        case .noticeSubmitted(let notice):
            submitted.append(NoticeVerification(notice: notice, state: .waiting, receivedAt: moment.at))
        case .noticeVerified(let notice, _): change(notice) { $0.state = .verified }
        case .noticeReminded(let reminder):
            noticeReminders.append(reminder)
            if let notice = reminder.published { change(notice.id) { $0.state = .reminded } }
        case .noticeCorrected(let notice, let correction):
            change(notice) { verification in
                verification.state = .waiting
                verification.receivedAt = moment.at
                verification.corrections.append(correction)
            }
            if let until = correction.until { publicityUntil = until }
        case .objectionRaised(let objection, _): objections.append(objection)
        case .objectionAnswered(let number, let upheld, let answer, _):
            if let index = objections.firstIndex(where: { $0.number == number }) {
                objections[index].answer = ObjectionAnswer(upheld: upheld, text: answer, at: moment.at)
            }
        case .tenderSuspended(_, let order): suspend(by: order, at: moment.at)
        case .tenderResumed: resume(at: moment.at)
        case .tenderTerminated(let reason, _):
            stage = .terminated(reason)
            terminatedAt = moment.at
            clarificationDraft = nil
        case .bidsCutOff(let cutoff):
            self.cutoff = cutoff
            clarificationDraft = nil
            stage = .closedForBids
        case .withdrawalsNotified(let count, _): withdrawals = Withdrawals(count: count, notifiedAt: moment.at)
        case .validityExtended(let asked, let terms): take(asked, terms, at: moment.at)
        case .extensionAnswered(let number, let bidder, _, let accepted):
            take(answerTo: number, by: bidder, accepted: accepted)
        case .tenderFailed(let reason): stage = .failed(reason)
        case .retenderPlanned(let section): retenderedAs = section
        case .bidderListDisclosed(let bids):
            opening.begin(bids, at: moment.at)
            stage = .opening
        case .openingKeyRevealed(let holder, let key): opening.revealed[holder] = key
        case .bidderKeyReleased(let bidder, let key): opening.change(bidder) { $0.releasedKey = key }
        case .bidOpened(let bid): opening.change(bid.bidder) { $0.outcome = .opened(bid) }
        case .bidNotOpened(let bid): opening.change(bid.bidder) { $0.outcome = .notOpened(bid) }
        case .openingObjectionRaised(let number, let bidder, let text):
            opening.objections.append(OpeningObjection(number: number, bidder: bidder, text: text, answer: nil))
        case .openingObjectionAnswered(let number, let answer): opening.answer(number, answer)
        case .openingClosed:
            stage = .opened
            records.called[.opening] = moment.at
        case .committeeNamed(let seats):
            committee = seats
            stage = .evaluating
        case .recusalDeclared(let seat, let recused): recusals[seat] = recused
        case .memberReplaced(let seat):
            committee = committee.map { $0.seat == seat.seat ? seat : $0 }
            recusals[seat.seat] = nil
        case .rejectionProposed(let rejection): rejections.append(rejection)
        case .rejectionVoted(let number, let seat, let inFavour):
            if let index = rejections.firstIndex(where: { $0.number == number }) {
                rejections[index].votes[seat] = inFavour
            }
        case .scoresSubmitted(let seat, _): scored.insert(seat)
        case .evaluationReported(let report): self.report = report
        case .reportSigned(let seat, let dissent):
            signatures[seat] = ReportSignature(dissent: dissent)
            if signatures.count == committee.count {
                stage = .evaluated
                records.called[.evaluation] = moment.at
            }
        case .candidatesPublicised(let until, _):
            publicisedAt = moment.at
            publicityUntil = until
            stage = .candidatesPublicised
        case .awardDecided(let decision):
            award = decision
            awardDecidedAt = moment.at
            stage = .awardDecided
        case .awardNoticesIssued:
            noticesIssuedAt = moment.at
            stage = .noticeIssued
            records.called[.awardNotice] = moment.at
        case .contractSigned(let contract, _):
            self.contract = contract
            stage = .contracted
            records.called[.contractDifferences] = moment.at
        case .awardReported(let report, _): awardReport = report
        case .depositsReturned(let refund, _): self.refund = refund
        case .withdrawnDepositsReturned(let refund, _): withdrawals?.refund = refund
        case .sectionArchived(let archive):
            self.archive = archive
            stage = .archived
            records.called[.archiveCover] = moment.at
        case .recordPublished(let record): records.published.append(record)
        }
    }

    private mutating func suspend(by order: String, at instant: Instant) {
        suspendedByOrder = order
        suspensions.append(Pause(reason: .suspension, from: instant))
    }

    private mutating func resume(at instant: Instant) {
        suspendedByOrder = nil
        suspensions = suspensions.map { $0.to == nil ? Pause(reason: $0.reason, from: $0.from, to: instant) : $0 }
    }
}
