import Desk
import Statute

/// The three gates of a document (三道关口). What they signed holds for one digest only: a change reopens them all.
public struct Gates: Hashable, Sendable {
    /// What the machine found in each version, the latest last; at most two are kept.
    public internal(set) var scans: [DocumentScan] = []
    /// Justified findings of the latest scan, by id.
    public internal(set) var justifications: [String: FindingJustification] = [:]
    /// Gate one: the tenderer's fair competition review.
    public internal(set) var review: FairCompetitionReview?
    /// Gate two: the regulator's filing, a receipt at once and never a waiting approval (1117 号 (一)).
    public internal(set) var filing: Filing?
    public internal(set) var filedAt: Instant?
    /// Since when the centre has document and notice before it as they are.
    public internal(set) var receivedAt: Instant?
    public internal(set) var inquiries: [FilingInquiry] = []
    /// The investigation that is open, and how many there were.
    public internal(set) var investigation: Investigation?
    public internal(set) var investigations = 0
    /// Gate three: the centre's verification and its reminders.
    public internal(set) var reminders: [VerificationReminder] = []
    public internal(set) var verifiedDigest: String?
    /// The notice that was verified with the document.
    public internal(set) var verifiedNotice: String?
    /// The filed document whose defects the authority has looked at (备案审阅); it stops nothing.
    public internal(set) var examinedDigest: String?
    /// A document that an investigation found unlawful: it cannot be signed again as it is (责令改正).
    public internal(set) var condemnedDigest: String?
    /// Entry refused for a listed defect; a changed document starts anew.
    public internal(set) var refusal: EntryRefusal?

    /// Takes what the machine found: of a new version beside the one before; of the same version, read again by other
    /// rules, in place of what was found first. Reasons hold for one version and stay with their clauses.
    mutating func take(_ scan: DocumentScan) {
        guard let last = scans.last, last.digest == scan.digest else {
            scans = scans.suffix(1) + [scan]
            justifications = [:]
            return
        }
        justifications = scan.carrying(justifications, from: last)
        scans[scans.count - 1] = scan
    }

    mutating func reopen() {
        review = nil
        filing = nil
        verifiedDigest = nil
        verifiedNotice = nil
        refusal = nil
    }

    mutating func inquiry(_ number: Int, _ change: (inout FilingInquiry) -> Void) {
        guard let index = inquiries.firstIndex(where: { $0.number == number }) else { return }
        change(&inquiries[index])
    }
}

/// Gate one (公平竞争审查): sixteen aspects, each answered, signed by the tenderer for one document.
public struct FairCompetitionReview: Hashable, Codable, Sendable {
    public let digest: String
    public let answers: [AspectAnswer]
    /// Reviewer's opinion in words.
    public let opinion: String

    public struct AspectAnswer: Hashable, Codable, Sendable {
        /// `FC01` … `FC16`
        public let aspect: String
        public let clear: Bool
        /// Why a finding is justified or how it was mended; empty when the aspect is clear.
        public let note: String
    }

    /// `FC01` … `FC16`, see domain.md §4.2.
    public static let aspects = (1...16).map { "FC" + ($0 < 10 ? "0" : "") + String($0) }
}

/// Gate two (备案): the receipt that the platform issues at once on the authority's behalf.
public struct Filing: Hashable, Codable, Sendable {
    public let digest: String
    /// 备案回执编号
    public let receipt: String
    /// The authority whose competence it falls into: region and trade.
    public let region: String
    public let trade: String
    /// What the machine found for the authority; nil in receipts from before it looked.
    public let defects: [FilingDefect]?
    /// When the centre has promised to have verified the document (V01).
    public let verifyBy: Instant?
    /// Digest of the notice as it stood at the filing; nil in receipts from before notices were drafted.
    public let notice: String?
    /// The number under which the receipt is written as a letter; nil in receipts from before it was.
    public let letter: String?
}

/// A question of the authority after filing; it stops nothing by itself.
public struct FilingInquiry: Hashable, Codable, Sendable {
    public let number: Int
    public let question: String
    /// The letter's number; nil for questions from before they were letters.
    public let letter: String?
    public internal(set) var answer: String?
    public internal(set) var closed: Bool
}

/// Gate three (提醒告知): what the centre asks to correct, as a numbered letter.
public struct VerificationReminder: Hashable, Codable, Sendable {
    public let number: String
    public let digest: String
    public let findings: String
    /// The defects one by one; nil in letters from before they were listed.
    public let defects: [Defect]?
    /// Digest of the tender notice as it was before the centre with the document; nil in letters from before notices
    /// were drafted, and in those about a published notice.
    public let notice: String?
    /// The published notice that the letter is about; nil for a document and its tender notice.
    public let published: SubmittedNotice?

    public struct Defect: Hashable, Codable, Sendable {
        public let kind: DefectKind
        /// `FC01` … `FC16` for exclusionary content.
        public let aspect: String?
        /// Where it stands: chapter, clause or page.
        public let place: String
        public let text: String
        /// In what; nil, in older letters, for the document.
        public let subject: Subject?
    }

    /// What a defect stands in.
    public enum Subject: String, Codable, CaseIterable, Sendable { case document, notice }

    /// Whether a defect stands in it.
    func concerns(_ subject: Subject) -> Bool {
        guard let defects else { return subject == .document }
        return defects.contains { ($0.subject ?? .document) == subject }
    }
}

/// Entry refused (不予受理进场): only for a listed defect, in writing, with the way to object.
public struct EntryRefusal: Hashable, Codable, Sendable {
    public let number: String
    public let digest: String
    public let reason: Reason
    public let text: String

    public enum Reason: String, Codable, CaseIterable, Sendable {
        /// 应当审批、核准而未经审批、核准
        case notApproved
        /// 不属于本平台受理的交易
        case notOfThisPlatform
        /// 经提醒告知仍不更正
        case notCorrected
        /// 资料不齐全且无法补正
        case incomplete
    }
}
