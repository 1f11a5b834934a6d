import Desk
import Foundation
import Sealing
import Statute
import Store
import Trading

/// The story of one section of the demonstration, as steps with their instants: from the plan to the notice.
/// ``DemoTender/running()`` goes on from there.
struct DemoTender {
    let city: DemoCity
    let cast: DemoCast
    let section: DemoContent.Section
    /// Of the section in ``DemoContent/sections``.
    let number: Int
    let tenderer: OfficeHolder
    /// Who writes documents and notices: the agency, or the tenderer itself.
    let author: OfficeHolder
    let clerk: OfficeHolder
    let holders: [(holder: OfficeHolder, key: HolderKey)]
    let bids: [PlayedBid]
    let published: Instant
    let deadline: Instant
    let room: String
    /// The section's number once it is planned.
    let place = Place()
    private let schedule: DemoSchedule

    /// Where a story remembers what only its own earlier steps know; steps run one after another.
    final class Place: @unchecked Sendable {
        var project = ""
        var section = ""
        /// Sequences of the centre's letters.
        var letters: [Int64] = []
        /// Number of the record that the centre proposed.
        var behaviour = ""
    }

    init(_ city: DemoCity, _ cast: DemoCast, _ section: DemoContent.Section, number: Int) {
        self.city = city
        self.cast = cast
        self.section = section
        self.number = number
        tenderer = cast.tenderers[section.tenderer]
        author = section.agency.map { cast.agencies[$0] } ?? tenderer
        clerk = section.region == cast.branchClerk.office.region ? cast.branchClerk : cast.clerk
        holders = [tenderer, clerk, cast.regulator].map { ($0, HolderKey.generate()) }
        bids = section.bids.map { bid in
            let leader = DemoContent.leaders[(bid.bidder * 5 + number) % DemoContent.leaders.count]
            let name = DemoContent.bidders[bid.bidder].name
            let letter = "投标函：\(name)愿以所报价格承担\(section.project)（\(section.name)），质量合格，工期\(section.days)日历天。"
            return PlayedBid(
                bidder: cast.bidders[bid.bidder], bidderName: name, price: Money(fen: bid.price * 100), leader: leader,
                documents: [("投标函.txt", Array(letter.utf8))])
        }
        room = DemoContent.openingRooms[number % DemoContent.openingRooms.count]
        let wanted = Day(of: city.now).advanced(byDays: section.deadlineDays)
        let day = section.deadlineDays > 0 ? DemoSchedule.workday(wanted) : DemoSchedule.workdayBefore(wanted)
        let (hour, minute) = [(9, 30), (10, 0), (14, 30), (9, 0)][number % 4]
        deadline =
            section.reach == .opening ? city.now.advanced(byMinutes: -9) : day.at(hour: hour, minute: minute)
        let notice = DemoSchedule.workdayBefore(Day(of: deadline).advanced(byDays: -23 - number % 4))
        let planned = notice.at(hour: 15, minute: number * 3 % 60)
        // What is not published yet is planned for the next working days.
        published =
            section.reach >= .bidding
            ? min(planned, city.now.advanced(byHours: -3))
            : max(planned, DemoSchedule.workday(Day(of: city.now).advanced(byDays: 2)).at(hour: 9))
        // Before the notice, or the last thing that has happened so far.
        let latest =
            section.reach >= .bidding
            ? published.advanced(byHours: -20)
            // What waits for the centre waits within its promise.
            : city.now.advanced(byHours: section.reach == .filed ? -5 : Int64(-5 - number % 3 * 24))
        let pauses = section.returned.map(\.days)
        schedule = DemoSchedule(
            pauses: section.reach == .returned ? pauses.dropLast() : pauses, latest: latest, number: number)
    }

    var player: TenderPlayer { city.player }

    func step(_ at: Instant, _ run: @escaping @Sendable () async throws -> Void) -> DemoCity.Step {
        DemoCity.Step(at: at, run: run)
    }

    func steps() -> [DemoCity.Step] {
        let reach = section.reach
        let place = place
        var steps = [step(schedule.planned) { try await plan(at: schedule.planned, place) }]
        if reach == .planned { return steps }
        for (index, version) in schedule.versions.enumerated() {
            let revision = index < section.returned.count ? section.returned[index] : nil
            let clauses = revision.map { $0.clauses + $0.defects.compactMap(\.flaw) } ?? section.unnoticed
            let document = DemoDocument(section: section, number: number, clauses: clauses)
            steps.append(step(version.drafted) { try await draft(document, at: version.drafted, place) })
            if reach == .drafting { return steps }
            steps.append(step(version.reviewed) { try await file(version, document, place) })
            if let revision {
                steps.append(
                    step(version.answered) { try await remind(revision, document, at: version.answered, place) })
            }
        }
        if reach == .returned { return steps + behaviour() }
        guard let last = schedule.versions.last else { return steps }
        steps += inquiry(after: last.filed) + investigation(after: last.filed)
        if reach == .filed { return steps }
        if reach == .refused {
            steps.append(step(last.answered) { try await refuse(at: last.answered, place) })
            return steps + behaviour()
        }
        let (player, clerk, holders) = (player, clerk, holders)
        steps.append(
            step(last.answered) {
                try await player.passVerification(place.section, by: clerk, at: last.answered)
                try await player.declareKeys(place.section, holders, at: last.answered.advanced(byHours: 1))
            })
        if reach == .verified { return steps }
        return steps + behaviour() + running()
    }

    // MARK: Plan and document

    private func plan(at instant: Instant, _ place: Place) async throws {
        let estimate = section.estimate * 1_000_000
        let day = Day(of: instant)
        let approval = section.approval.number.replacing("#", with: String(day.year))
        // The authority imports what it approved; once in a while the tenderer asks for more than that.
        try await player.perform(
            "plan", "import", on: nil,
            [
                "approvalNumber": .text(approval), "name": .text(section.project),
                "approvedBy": .text(section.approval.by), "approvedOn": .text(day.advanced(byDays: -10).description),
                "region": .text(section.region), "trade": .text(section.trade),
                "tenderer": .text(tenderer.office.organisation ?? ""),
                "method": .text("open"), "estimate": .integer(number % 9 == 4 ? estimate / 10 * 9 : estimate),
                "mustEnter": .boolean(true), "scope": .text(section.scope),
            ], by: cast.regulator, at: instant.advanced(byMinutes: -30))
        let project = try await player.perform(
            "project", "approve", on: nil,
            [
                "name": .text(section.project), "approvalNumber": .text(approval),
                "approvedBy": .text(section.approval.by), "approvedOn": .text(day.advanced(byDays: -10).description),
                "scope": .text(section.scope), "method": .text("open"),
                "organisationForm": .text(section.agency == nil ? "own" : "agency"),
                "funding": .text(section.funding.kind.rawValue), "fundingText": .text(section.funding.text),
                "investment": .integer(estimate / 10 * 13), "estimate": .integer(estimate),
                "region": .text(section.region), "trade": .text(section.trade),
            ], by: tenderer, at: instant)
        place.project = String(project.docket.dropFirst("project/".count))
        place.section = try await split(section.name, place, at: instant.advanced(byMinutes: 20))
    }

    /// Splits off the section, or the one that takes the place of a failed one; gives its number.
    func split(_ name: String, _ place: Place, retenderOf: String? = nil, at instant: Instant) async throws -> String {
        var input: [String: RawValue] = [
            "sectionName": .text(name), "scope": .text(section.scope), "sectionClass": .text(section.sectionClass),
            "estimate": .integer(section.estimate * 1_000_000),
        ]
        if let agency = section.agency { input["agency"] = .text(DemoContent.agencies[agency].code) }
        if let retenderOf { input["retenderOf"] = .text(retenderOf) }
        try await player.perform("project", "splitSection", on: place.project, input, by: tenderer, at: instant)
        let project = try city.installation.desk.standing(Project.self, place.project)?.state
        return project?.sections.last?.section ?? ""
    }

    /// Drafts a version; its files are PDF and DOCX.
    func draft(
        _ document: DemoDocument, at instant: Instant, _ place: Place, published: Instant? = nil,
        deadline: Instant? = nil
    ) async throws {
        guard let plan = try city.installation.desk.standing(Tender.self, place.section)?.state.plan else {
            throw Refusal(.missing, "docket.missing")
        }
        let text = document.text(
            plan, dated: Day(of: instant), issue: (published ?? self.published).advanced(byMinutes: 30),
            deadline: deadline ?? self.deadline, place: room)
        let files = [
            try keep("招标文件.pdf", "application/pdf", PDFWriter.write(text)),
            try keep(
                "招标文件.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                DOCXWriter.write(text)),
        ]
        try await player.draft(place.section, document.values, files: files, by: author, at: instant)
    }

    private func keep(_ name: String, _ mediaType: String, _ bytes: [UInt8]) throws -> FileReference {
        let writer = try player.room.blobs.writer()
        try writer.append(bytes)
        let blob = try writer.finish()
        return FileReference(
            name: name, mediaType: mediaType, sha256: blob.sha256, root: blob.root, size: blob.size)
    }

    // MARK: Gates

    /// The tenderer reviews; whoever wrote the document files it.
    private func file(_ version: DemoSchedule.Version, _ document: DemoDocument, _ place: Place) async throws {
        let opinion = [
            "十六个方面逐项核对，未发现排除、限制竞争的内容。", "已对照公平竞争审查十六个方面逐条审查，同意报备。", "经逐项审查，文件内容与项目规模、技术特点相适应，无异议。",
        ]
        let excuses = ["项目工期紧，沿用以往招标文件的要求，拟予保留。", "便于履约管理和售后服务，拟予保留。", "属于项目实际需要，招标人集体研究后保留。"]
        try await player.review(
            place.section, by: tenderer, at: version.reviewed, opinion: opinion[number % 3],
            justification: document.clauses.isEmpty ? "属于对规定的引用或者履约阶段的要求，不限制投标。" : excuses[number % 3])
        let wanted = notice(issueFrom: published.advanced(byMinutes: 30), deadline: deadline)
        try await player.draftNotice(place.section, wanted, by: author, at: version.filed.advanced(byMinutes: -30))
        try await player.section(place.section, "fileDocument", by: author, at: version.filed)
        // What was filed lately still waits for the authority to look at it.
        let filing = try player.desk.standing(Tender.self, place.section)?.state.gates.filing
        guard filing?.defects?.isEmpty == false, section.reach >= .verified else { return }
        try await player.section(
            place.section, "examineFiling", ["examinationNote": .text("已审阅，转交易中心核验时一并关注。")], by: cast.regulator,
            at: version.filed.advanced(byMinutes: 35))
    }

    /// The notice as the tenderer plans it.
    func notice(issueFrom: Instant, deadline: Instant) -> NoticeValues {
        let body = DemoContent.tenderers[section.tenderer]
        return NoticeValues(
            issueFrom: issueFrom, deadline: deadline, place: room, contact: "\(body.contact) \(body.telephone)")
    }

    private func investigation(after filed: Instant) -> [DemoCity.Step] {
        guard let investigation = section.investigation else { return [] }
        let (player, regulator, place) = (player, cast.regulator, place)
        let opened = filed.advanced(byMinutes: 50)
        var steps = [
            step(opened) {
                try await player.section(
                    place.section, "openInvestigation",
                    [
                        "defect": .text(investigation.defect), "reason": .text(investigation.reason),
                        "order": .text(investigation.order.replacing("#", with: String(Day(of: opened).year))),
                    ], by: regulator, at: opened)
            }
        ]
        guard let text = investigation.unfounded else { return steps }
        let closed = filed.advanced(byHours: 2)
        steps.append(
            step(closed) {
                try await player.section(
                    place.section, "closeInvestigation",
                    ["result": .text(InvestigationResult.unfounded.rawValue), "resultText": .text(text)], by: regulator,
                    at: closed)
            })
        return steps
    }

    /// The centre's letter: every restrictive sentence of the version, and its other defects.
    private func remind(
        _ revision: DemoContent.Revision, _ document: DemoDocument, at instant: Instant, _ place: Place
    ) async throws {
        var defects = revision.clauses.map { clause in
            let defect = document.defect(clause)
            return RawValue.defect(.exclusionary, aspect: clause.aspect, place: defect.place, defect.text)
        }
        defects += revision.defects.map { .defect($0.kind, place: $0.place, $0.text) }
        let receipt = try await player.section(
            place.section, "returnForCorrection", ["defects": .list(defects)], by: clerk, at: instant)
        place.letters += receipt.sequences
    }

    private func refuse(at instant: Instant, _ place: Place) async throws {
        try await player.section(
            place.section, "refuseEntry",
            ["reason": .text(EntryRefusal.Reason.notCorrected.rawValue), "refusalText": .text(section.reason)],
            by: clerk, at: instant)
    }

    /// The authority asks after the filing (备案问询); it stops nothing.
    private func inquiry(after filed: Instant) -> [DemoCity.Step] {
        guard let inquiry = section.inquiry else { return [] }
        let (player, regulator, author, place) = (player, cast.regulator, author, place)
        let asked = DemoSchedule.workday(Day(of: filed).advanced(byDays: 1)).at(hour: 9, minute: 12)
        var steps = [
            step(asked) {
                try await player.section(
                    place.section, "questionFiling", ["question": .text(inquiry.text)], by: regulator, at: asked)
            }
        ]
        guard let answer = inquiry.answer else { return steps }
        let answered = DemoSchedule.workday(Day(of: asked).advanced(byDays: 1)).at(hour: 10, minute: 40)
        steps.append(
            step(answered) {
                try await player.section(
                    place.section, "answerInquiry", ["number": .integer(1), "answer": .text(answer)], by: author,
                    at: answered)
                try await player.section(
                    place.section, "closeInquiry", ["number": .integer(1)], by: regulator,
                    at: answered.advanced(byHours: 5))
            })
        return steps
    }

    /// The centre proposes a record of negative behaviour, with its letters as evidence.
    private func behaviour() -> [DemoCity.Step] {
        guard let behaviour = section.behaviour, let last = schedule.versions.last else { return [] }
        let (player, clerk, place, section) = (player, clerk, place, section)
        let subject =
            switch behaviour.subject {
            case .tenderer: DemoContent.tenderers[section.tenderer].code
            case .agency: section.agency.map { DemoContent.agencies[$0].code } ?? ""
            }
        let at = last.answered.advanced(byHours: 2)
        let (regulator, accused) = (cast.regulator, accused(behaviour.subject))
        var steps = [
            step(at) {
                place.behaviour =
                    try await player.perform(
                        "behaviour", "propose", on: nil,
                        [
                            "subject": .text(subject), "category": .text(behaviour.category),
                            "region": .text(section.region), "section": .text(place.section),
                            "facts": .text(behaviour.facts),
                            "evidence": .list(place.letters.map { .object(["sequence": .integer($0)]) }),
                        ], by: clerk, at: at
                    ).docket.split(separator: "/").last.map(String.init) ?? ""
            }
        ]
        func next(
            _ command: String, _ input: [String: RawValue] = [:], by holder: OfficeHolder?, days: Int64
        ) {
            let then = at.advanced(byDays: days)
            guard let holder else { return }
            steps.append(
                step(then) {
                    try await player.perform("behaviour", command, on: place.behaviour, input, by: holder, at: then)
                })
        }
        next("notify", by: regulator, days: 1)
        guard let statement = behaviour.statement else { return steps }
        next("state", ["statement": .text(statement)], by: accused, days: 3)
        next(
            "confirm",
            ["points": .integer(2), "validMonths": .integer(6), "reason": .text("提醒告知函和各版招标文件可以印证，当事人无异议。")],
            by: regulator, days: 5)
        next("publish", by: regulator, days: 5)
        if let repair = behaviour.repair { next("requestRepair", ["repair": .text(repair)], by: accused, days: 12) }
        return steps
    }

    private func accused(_ subject: DemoContent.Behaviour.Subject) -> OfficeHolder? {
        switch subject {
        case .tenderer: cast.tenderers[section.tenderer]
        case .agency: section.agency.map { cast.agencies[$0] }
        }
    }
}
