import Desk
import Statute

/// A notice after the tender notice, as it was put before the centre (送达核验). It is out already and holds: no law lets
/// anybody approve it (1117 号 (一)), and the days that it sets run from its publication. The centre looks through it
/// afterwards, reminds of what is wrong, and the tenderer publishes a correction.
public struct SubmittedNotice: Hashable, Codable, Sendable {
    /// `C1` the first clarification, `P` the candidates, `R` the result, `E` the termination.
    public let id: String
    public let kind: NoticeKind
    /// Of what was published.
    public let digest: String
    /// When the centre has promised to have looked through it (V02); nil where the calendar does not reach.
    public let verifyBy: Instant?
}

/// A correction of a notice (更正公告).
public struct NoticeCorrection: Hashable, Codable, Sendable {
    public let text: String
    public let files: [FileReference]
    /// Until when candidates are publicised after it; nil when that stays as it was.
    public let until: Instant?
}

/// Where a submitted notice stands.
public struct NoticeVerification: Hashable, Sendable {
    public let notice: SubmittedNotice
    public internal(set) var state: State
    /// When it, or its last correction, was put before the centre.
    public internal(set) var receivedAt: Instant
    public internal(set) var corrections: [NoticeCorrection] = []

    public enum State: String, Hashable, Sendable {
        /// Before the centre.
        case waiting
        /// Reminded, and not corrected yet.
        case reminded
        case verified
        /// A clarification that a later one corrects.
        case corrected
    }
}

extension Tender {
    /// The submission of a notice that goes out with an act.
    func submission(
        _ kind: NoticeKind, _ id: String, digest: String, _ situation: Situation
    ) -> SubmittedNotice {
        // A promise that the calendar does not reach yet keeps no notice back.
        let promised = try? situation.law.due("V02", from: situation.at).due
        return SubmittedNotice(id: id, kind: kind, digest: digest, verifyBy: promised)
    }

    mutating func change(_ notice: String, _ change: (inout NoticeVerification) -> Void) {
        guard let index = submitted.firstIndex(where: { $0.notice.id == notice }) else { return }
        change(&submitted[index])
    }

    /// The first notice that stands so.
    func submitted(_ state: NoticeVerification.State) -> NoticeVerification? { submitted.first { $0.state == state } }

    /// The first notice that was reminded of and is corrected by a correction of its own.
    var correctable: NoticeVerification? { submitted.first { $0.state == .reminded && isCorrectedApart($0) } }

    /// While bids are prepared, a clarification is corrected by a further one, which bidders heed alike.
    func isCorrectedApart(_ verification: NoticeVerification) -> Bool {
        verification.notice.kind != .clarification || stage != .bidding
    }
}
