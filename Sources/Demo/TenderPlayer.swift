import Desk
import Foundation
import Statute
import Store
import Trading

/// Plays a tender by the same commands that people use, at instants that are given: the demo city and the
/// end-to-end tests are made of these steps.
public struct TenderPlayer: Sendable {
    public let desk: Desk
    public let room: BiddingRoom

    private let scanner: ScanWriter.Scanner

    /// - Parameter scanner: reads documents at gate one.
    public init(desk: Desk, room: BiddingRoom, scanner: ScanWriter.Scanner) {
        self.desk = desk
        self.room = room
        self.scanner = scanner
    }

    /// One command on a docket.
    @discardableResult
    public func perform(
        _ kind: String, _ command: String, on id: String?, _ input: [String: RawValue] = [:],
        by holder: OfficeHolder, at instant: Instant
    ) async throws -> Receipt {
        try await desk.perform(kind, command, on: id, input: input, by: holder, at: instant)
    }

    /// One command on a section.
    @discardableResult
    public func section(
        _ number: String, _ command: String, _ input: [String: RawValue] = [:], by holder: OfficeHolder,
        at instant: Instant
    ) async throws -> Receipt {
        try await perform("section", command, on: number, input, by: holder, at: instant)
    }

    // MARK: People and organisations

    public func registerOrganisation(
        _ code: String, _ name: String, region: String, at instant: Instant
    ) async throws {
        guard try desk.standing(Organisation.self, code) == nil else { return }
        try await perform(
            "organisation", "register", on: nil, ["code": .text(code), "name": .text(name), "region": .text(region)],
            by: .platform, at: instant)
    }

    /// Registers a person with an office; gives back who that is now.
    public func registerPerson(_ name: String, _ office: Office, at instant: Instant) async throws -> OfficeHolder {
        let receipt = try await perform(
            "person", "register", on: nil, ["personName": .text(name), "region": .text(office.region)],
            by: .platform, at: instant)
        let person = String(receipt.docket.dropFirst("person/".count))
        try await grant(office, to: person, at: instant)
        return OfficeHolder(person: person, office: office)
    }

    public func grant(_ office: Office, to person: String, at instant: Instant) async throws {
        var input: [String: RawValue] = ["role": .text(office.role.rawValue), "region": .text(office.region)]
        if let trade = office.trade { input["trade"] = .text(trade) }
        if let organisation = office.organisation { input["organisation"] = .text(organisation) }
        try await perform("person", "proposeOffice", on: person, input, by: .platform, at: instant)
    }

    // MARK: Document, gates, notice

    /// Drafts the tender document; files are in the blob store already.
    public func draft(
        _ number: String, _ values: DocumentValues, files: [FileReference], by holder: OfficeHolder,
        at instant: Instant
    ) async throws {
        try await section(number, "draftDocument", values.input(files: files), by: holder, at: instant)
    }

    /// Review by the tenderer, notice, filing, and verification by the centre, at the given instants.
    public func passGates(
        _ number: String, tenderer: OfficeHolder, clerk: OfficeHolder, reviewed: Instant, filed: Instant,
        verified: Instant, opinion: String, notice: NoticeValues
    ) async throws {
        try await review(number, by: tenderer, at: reviewed, opinion: opinion)
        try await draftNotice(number, notice, by: tenderer, at: filed)
        try await section(number, "fileDocument", by: tenderer, at: filed)
        try await passVerification(number, by: clerk, at: verified)
    }

    /// The centre's checklist, every item clear.
    public func passVerification(_ number: String, by clerk: OfficeHolder, at instant: Instant) async throws {
        let checked = try checklist(number, for: .tender, at: instant)
        try await section(number, "passVerification", ["checked": checked], by: clerk, at: instant)
    }

    /// The centre's checklist for a published notice, every line clear.
    public func verifyNotice(
        _ number: String, _ notice: SubmittedNotice, by clerk: OfficeHolder, at instant: Instant
    ) async throws {
        let checked = try checklist(number, for: notice.kind, at: instant)
        try await section(
            number, "verifyNotice", ["notice": .text(notice.id), "checked": checked], by: clerk, at: instant)
    }

    private func checklist(_ number: String, for kind: NoticeKind, at instant: Instant) throws -> RawValue {
        let begun = try desk.standing(Tender.self, number)?.state.begunOn
        return .list(
            desk.law.checklist(for: kind, on: begun ?? Day(of: instant)).map {
                .object(["item": .text($0.id), "clear": .boolean(true)])
            })
    }

    /// A reminder with one defect of the document.
    public func remind(
        _ number: String, _ kind: DefectKind, aspect: String? = nil, place: String, _ text: String,
        by clerk: OfficeHolder, at instant: Instant
    ) async throws {
        let defect = RawValue.defect(kind, aspect: aspect, place: place, text)
        try await section(number, "returnForCorrection", ["defects": .list([defect])], by: clerk, at: instant)
    }

    /// A reminder with one defect of a published notice.
    public func remindNotice(
        _ number: String, _ notice: String, _ kind: DefectKind, place: String, _ text: String, by clerk: OfficeHolder,
        at instant: Instant
    ) async throws {
        let defect = RawValue.defect(kind, place: place, text)
        try await section(
            number, "remindNotice", ["notice": .text(notice), "defects": .list([defect])], by: clerk, at: instant)
    }

    public func review(
        _ number: String, by tenderer: OfficeHolder, at instant: Instant, opinion: String,
        justification: String = "经复核属于项目实际需要，依据见招标方案。"
    ) async throws {
        try await scan(at: instant)
        let findings = try desk.standing(Tender.self, number)?.state.gates.scan?.findings ?? []
        for finding in findings {
            try await section(
                number, "justifyFinding", ["finding": .text(finding.id), "reason": .text(justification)], by: tenderer,
                at: instant)
        }
        let answers = FairCompetitionReview.aspects.map { aspect -> RawValue in
            let isClear = !findings.contains { $0.aspect == aspect }
            var answer: [String: RawValue] = ["aspect": .text(aspect), "clear": .boolean(isClear)]
            if !isClear { answer["note"] = .text(justification) }
            return .object(answer)
        }
        try await section(
            number, "signReview", ["answers": .list(answers), "opinion": .text(opinion)], by: tenderer, at: instant)
    }

    /// The notice as the gates get it, unless it stands so already.
    public func draftNotice(
        _ number: String, _ notice: NoticeValues, by tenderer: OfficeHolder, at instant: Instant
    ) async throws {
        if let drafted = try desk.standing(Tender.self, number)?.state.draftedNotice, notice.isOf(drafted) { return }
        try await section(number, "draftNotice", notice.input, by: tenderer, at: instant)
    }

    /// Publishes the notice that was verified.
    public func publish(_ number: String, by tenderer: OfficeHolder, at instant: Instant) async throws {
        try await section(number, "publishNotice", by: tenderer, at: instant)
    }

    /// A clarification, from its draft over the platform's reading to its publication.
    public func clarify(
        _ number: String, _ text: String, affectsPreparation: Bool = true, deadline: Instant? = nil,
        by tenderer: OfficeHolder, at instant: Instant
    ) async throws {
        var input: [String: RawValue] = ["text": .text(text), "affectsPreparation": .boolean(affectsPreparation)]
        if let deadline { input["newDeadline"] = .instant(deadline) }
        try await section(number, "draftClarification", input, by: tenderer, at: instant)
        try await scan(at: instant)
        let open = try desk.standing(Tender.self, number)?.state.clarificationDraft?.open ?? []
        for finding in open {
            try await section(
                number, "justifyFinding", ["finding": .text(finding), "reason": .text("属于对原文件的说明，不增加投标条件。")],
                by: tenderer, at: instant)
        }
        try await section(number, "clarify", by: tenderer, at: instant)
    }

    // MARK: Evaluation

    /// Names the committee, takes declarations, scores by the given function, report and signatures.
    public func evaluate(
        _ number: String, tenderer: OfficeHolder, members: [(holder: OfficeHolder, kind: CommitteeSeat.Kind)],
        at instant: Instant, score: (_ member: Int, _ bidder: String, _ factor: ScoreFactor) -> String
    ) async throws {
        let rows = members.map { member in
            RawValue.object([
                "person": .text(member.holder.person), "seatKind": .text(member.kind.rawValue),
            ])
        }
        try await section(number, "nameCommittee", ["members": .list(rows)], by: tenderer, at: instant)
        for member in members {
            try await section(
                number, "declareRecusal", ["recused": .boolean(false)], by: member.holder,
                at: instant.advanced(byMinutes: 5))
        }
        guard let tender = try desk.standing(Tender.self, number)?.state, let document = tender.document else {
            throw Refusal(.missing, "docket.missing")
        }
        for (index, member) in members.enumerated() {
            var scores: [RawValue] = []
            for bid in tender.validBids {
                for factor in document.evaluation.factors {
                    scores.append(
                        .object([
                            "bidder": .text(bid.bidder), "factor": .text(factor.id),
                            "score": .text(score(index, bid.bidder, factor)),
                        ]))
                }
            }
            try await section(
                number, "submitScores", ["scores": .list(scores)], by: member.holder,
                at: instant.advanced(byMinutes: Int64(60 + index)))
        }
        let reported = instant.advanced(byMinutes: 90)
        try await section(
            number, "reportEvaluation", ["competitionLacking": .boolean(false)], by: members[0].holder, at: reported)
        for member in members {
            try await section(number, "signReport", by: member.holder, at: reported.advanced(byMinutes: 5))
        }
    }
}

/// A tender notice, as a tenderer types it.
public struct NoticeValues: Sendable {
    public var issueFrom: Instant
    public var issueUntil: Instant
    public var deadline: Instant
    public var place: String
    public var contact: String
    public var acceptsConsortium: Bool? = false

    /// - Parameter issueUntil: six days after the beginning when nil.
    public init(
        issueFrom: Instant, issueUntil: Instant? = nil, deadline: Instant, place: String, contact: String
    ) {
        self.issueFrom = issueFrom
        self.issueUntil = issueUntil ?? issueFrom.advanced(byDays: 6)
        self.deadline = deadline
        self.place = place
        self.contact = contact
    }

    /// Whether a drafted notice says the same.
    public func isOf(_ drafted: TenderNotice) -> Bool {
        drafted.issueFrom == issueFrom && drafted.issueUntil == issueUntil && drafted.deadline == deadline
            && drafted.place == place && drafted.contact == contact && drafted.acceptsConsortium == acceptsConsortium
    }

    /// As the form of `draftNotice` takes it.
    public var input: [String: RawValue] {
        var input: [String: RawValue] = [
            "issueFrom": .instant(issueFrom), "issueUntil": .instant(issueUntil), "deadline": .instant(deadline),
            "place": .text(place), "contact": .text(contact),
        ]
        if let acceptsConsortium { input["acceptsConsortium"] = .boolean(acceptsConsortium) }
        return input
    }
}

/// The structured fields of a tender document, as a tenderer types them.
public struct DocumentValues: Sendable {
    public var qualification: String
    public var ceilingPrice: Money
    public var deposit: Money
    public var durationDays: Int64
    public var quality: String
    public var validityDays: Int64 = 90
    public var openingWindowMinutes: Int64 = 30
    /// Percent of the contract price, a decimal; nil when the form is silent about it.
    public var performanceBondShare: String?
    /// Name, kind and maximum of each factor.
    public var factors: [(name: String, kind: ScoreFactor.Kind, maximum: String)]
    public var priceMethod: DocumentForms.PriceMethod = .lowPriceProportional
    public var priceWeight: String
    public var rejectionGrounds: [(clause: String, text: String)]

    public init(
        qualification: String, ceilingPrice: Money, deposit: Money, durationDays: Int64, quality: String,
        factors: [(name: String, kind: ScoreFactor.Kind, maximum: String)], priceWeight: String,
        rejectionGrounds: [(clause: String, text: String)]
    ) {
        self.qualification = qualification
        self.ceilingPrice = ceilingPrice
        self.deposit = deposit
        self.durationDays = durationDays
        self.quality = quality
        self.factors = factors
        self.priceWeight = priceWeight
        self.rejectionGrounds = rejectionGrounds
    }

    func input(files: [FileReference]) -> [String: RawValue] {
        var input: [String: RawValue] = [
            "qualification": .text(qualification), "ceilingPrice": .money(ceilingPrice), "deposit": .money(deposit),
            "durationDays": .integer(durationDays), "quality": .text(quality), "validityDays": .integer(validityDays),
            "openingWindowMinutes": .integer(openingWindowMinutes), "priceMethod": .text(priceMethod.rawValue),
            "priceWeight": .text(priceWeight), "files": .list(files.map(\.raw)),
        ]
        if let performanceBondShare { input["performanceBondShare"] = .text(performanceBondShare) }
        input["factors"] = .list(
            factors.map { factor in
                .object([
                    "factorName": .text(factor.name), "factorKind": .text(factor.kind.rawValue),
                    "factorMaximum": .text(factor.maximum),
                ])
            })
        input["rejectionGrounds"] = .list(
            rejectionGrounds.map { .object(["clause": .text($0.clause), "groundText": .text($0.text)]) })
        if priceMethod == .benchmarkDeviation {
            input["benchmarkFactor"] = .text("0.97")
            input["deductionAbove"] = .text("1")
            input["deductionBelow"] = .text("0.5")
        }
        return input
    }
}

extension RawValue {
    /// RFC 3339 text of an instant.
    public static func instant(_ value: Instant) -> RawValue { .text(value.description) }

    /// A row of a reminder.
    public static func defect(
        _ kind: DefectKind, in subject: VerificationReminder.Subject? = nil, aspect: String? = nil, place: String,
        _ text: String
    ) -> RawValue {
        var defect: [String: RawValue] = [
            "defectKind": .text(kind.rawValue), "defectPlace": .text(place), "defectText": .text(text),
        ]
        if let subject { defect["defectIn"] = .text(subject.rawValue) }
        if let aspect { defect["defectAspect"] = .text(aspect) }
        return .object(defect)
    }

    /// Integer fen.
    public static func money(_ value: Money) -> RawValue { .integer(value.fen) }
}

extension TenderPlayer {
    /// Has the platform read every document that waits, as its clockwork does.
    public func scan(at instant: Instant) async throws {
        try await ScanWriter(desk: desk, blobs: room.blobs) { _ in scanner }.scanDue { instant }
    }

    /// Has the platform write every record that is due, as its clockwork does.
    public func writeRecords(at instant: Instant) async throws {
        try await RecordWriter(desk: desk, blobs: room.blobs).writeDue(at: instant)
    }
}
