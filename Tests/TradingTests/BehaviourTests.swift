import Desk
import Foundation
import Statute
import Store
import Testing

@testable import Trading

@Suite("Negative-behaviour records: heard first, published after (domain.md §5.6)")
struct BehaviourTests {
    private func propose(_ city: TestCity, subject: String = TestCity.bidderCodes[0]) async throws -> String {
        let docket = try await city.desk.perform(
            "behaviour", "propose", on: nil,
            input: [
                "subject": .text(subject), "category": .text("awardAbandoned"), "region": .text("530600"),
                "facts": .text("无正当理由放弃中标"), "evidence": .list([.object(["sequence": .integer(3)])]),
            ], by: city.clerk, at: city.start
        ).docket
        return String(docket.dropFirst("behaviour/".count))
    }

    private func perform(
        _ city: TestCity, _ name: String, _ id: String, _ input: [String: RawValue] = [:], by holder: OfficeHolder,
        at instant: Instant
    ) async -> String {
        await refused {
            _ = try await city.desk.perform("behaviour", name, on: id, input: input, by: holder, at: instant)
        }
    }

    private let confirmation: [String: RawValue] = [
        "points": .integer(2), "validMonths": .integer(12), "reason": .text("事实清楚"),
    ]

    @Test("Five working days to answer: National Day's holidays do not count, and nothing is confirmed before")
    func heard() async throws {
        let city = try await TestCity()
        let id = try await propose(city)
        // Wednesday 2026-09-30: the fifth working day after it is 2026-10-13 (国庆 1–7 October; 10 October is worked).
        let notified = try #require(Instant("2026-09-30T02:00:00.000Z"))
        #expect(await perform(city, "notify", id, by: city.clerk, at: notified) == "behaviour.twoPersons")
        #expect(await perform(city, "notify", id, by: city.regulator, at: notified) == "")
        let record = try #require(try city.desk.standing(NegativeBehaviour.self, id)?.state)
        let due = try #require(record.due)
        #expect(due == (try city.desk.law.due("N01", from: notified).due))
        #expect(Day(of: due.advanced(byMilliseconds: -1)) > Day(year: 2026, month: 10, day: 8) ?? Day(of: due))
        let early = due.advanced(byMilliseconds: -1)
        #expect(
            await perform(city, "confirm", id, confirmation, by: city.regulator, at: early) == "behaviour.notHeard N01")
        // Only the subject answers; then it may be confirmed at once.
        let statement: [String: RawValue] = ["statement": .text("材料涨价，已书面说明")]
        let stranger = city.bidders[1]
        #expect(await perform(city, "state", id, statement, by: stranger, at: early) == "behaviour.notTheSubject")
        #expect(await perform(city, "state", id, statement, by: city.bidders[0], at: early) == "")
        #expect(await perform(city, "state", id, statement, by: city.bidders[0], at: early) == "behaviour.heard")
        #expect(await perform(city, "confirm", id, confirmation, by: city.clerk, at: early) == "behaviour.twoPersons")
        #expect(await perform(city, "confirm", id, confirmation, by: city.regulator, at: early) == "")
    }

    @Test("Without an answer it may be confirmed once the time is over; a late answer is heard all the same")
    func late() async throws {
        let city = try await TestCity()
        let id = try await propose(city)
        #expect(await perform(city, "notify", id, by: city.regulator, at: city.start) == "")
        let due = try #require(try city.desk.standing(NegativeBehaviour.self, id)?.state.due)
        // The time is over at `due` itself: in time is what comes before it.
        let before = due.advanced(byMilliseconds: -1)
        #expect(
            await perform(city, "confirm", id, confirmation, by: city.regulator, at: before) == "behaviour.notHeard N01"
        )
        let after = due
        #expect(
            await perform(city, "state", id, ["statement": .text("迟到的说明")], by: city.bidders[0], at: after) == "")
        let last = try #require(try city.installation.store.entries(docket: "behaviour/\(id)", after: 0).last)
        #expect(String(decoding: last.entry.open, as: UTF8.self) == "{\"late\":true}")
        #expect(await perform(city, "confirm", id, confirmation, by: city.regulator, at: after) == "")
    }

    @Test("Who is meant stands nowhere in the ledger or in registers before publication, and expires after its months")
    func published() async throws {
        let city = try await TestCity()
        let id = try await propose(city)
        let subject = TestCity.bidderCodes[0]
        func named() throws -> Bool {
            let entries = try city.installation.store.entries(docket: "behaviour/\(id)", after: 0)
            let rows = try city.desk.facts.rows("SELECT * FROM behaviour WHERE number = $1", [.text(id)])
            return entries.contains { String(decoding: $0.bytes, as: UTF8.self).contains(subject) }
                || rows.contains { $0.optionalText("subject") != nil }
        }
        #expect(try !named())
        #expect(await perform(city, "notify", id, by: city.regulator, at: city.start) == "")
        // The subject's own office finds it on its workbench.
        let duties = try city.desk.facts.rows(
            "SELECT organisation FROM duty WHERE docket = $1 AND command = 'state' AND role = 'bidder'",
            [.text("behaviour/\(id)")])
        #expect(duties.map { $0.text("organisation") } == [subject])
        let due = try #require(try city.desk.standing(NegativeBehaviour.self, id)?.state.due)
        let later = due.advanced(byHours: 1)
        #expect(await perform(city, "confirm", id, confirmation, by: city.regulator, at: later) == "")
        #expect(try !named())
        let at = try #require(Instant("2026-11-30T02:00:00.000Z"))
        #expect(await perform(city, "publish", id, by: city.regulator, at: at) == "")
        #expect(try named())
        let until = try #require(try city.desk.standing(NegativeBehaviour.self, id)?.state.until)
        #expect(Day(of: until.advanced(byMilliseconds: -1)) == Day(year: 2027, month: 11, day: 30))
        try await BehaviourClock(desk: city.desk).expireDue(at: until.advanced(byMilliseconds: -1))
        #expect(try city.desk.standing(NegativeBehaviour.self, id)?.state.state == .published)
        for _ in 0..<2 { try await BehaviourClock(desk: city.desk).expireDue(at: until) }
        let record = try #require(try city.desk.standing(NegativeBehaviour.self, id))
        #expect(record.state.state == .expired && record.version == 5)
    }

    @Test("Who answers and who decides read the facts, the evidence and the statement; nobody else does")
    func briefing() async throws {
        let city = try await TestCity()
        let id = try await propose(city)
        func read(_ command: String, _ holder: OfficeHolder) throws -> [String] {
            try city.desk.briefing("behaviour", command, on: id, by: holder).map { part in
                "\(part.name) \(part.text.chinese)\(part.acts.map { " \($0)" }.joined())"
            }
        }
        let facts = ["subject 云岭建设有限公司 \(TestCity.bidderCodes[0])", "facts 无正当理由放弃中标", "evidence  3"]
        #expect(try read("state", city.bidders[0]) == facts)
        #expect(try read("state", city.bidders[1]) == [])
        #expect(try read("confirm", city.bidders[0]) == [], "the command is not for it")
        #expect(try read("confirm", city.regulator) == facts)
        #expect(await perform(city, "notify", id, by: city.regulator, at: city.start) == "")
        #expect(
            await perform(
                city, "state", id, ["statement": .text("材料涨价")], by: city.bidders[0], at: city.start) == "")
        #expect(try read("confirm", city.regulator).last?.hasPrefix("statement 材料涨价 ") == true)
        #expect(try read("state", city.bidders[1]) == [])
    }

    @Test("The subject applies for repair; one of the two houses grants or declines it, saying why")
    func repair() async throws {
        let city = try await TestCity()
        let id = try await propose(city)
        let subject = city.bidders[0]
        let grounds: [String: RawValue] = ["repair": .text("已退还差额并整改")]
        func perform(_ name: String, _ input: [String: RawValue] = [:], by holder: OfficeHolder) async -> String {
            await self.perform(city, name, id, input, by: holder, at: city.start)
        }
        func waiting() throws -> [String] {
            try city.desk.facts.rows(
                "SELECT role, command FROM duty WHERE docket = $1 ORDER BY role", [.text("behaviour/\(id)")]
            ).map { $0.text("role") + " " + $0.text("command") }
        }
        #expect(await perform("notify", by: city.regulator) == "")
        #expect(await perform("state", ["statement": .text("属实")], by: subject) == "")
        #expect(await perform("confirm", confirmation, by: city.regulator) == "")
        #expect(await perform("requestRepair", grounds, by: subject) == "behaviour.wrongState")
        #expect(await perform("publish", by: city.clerk) == "")
        #expect(await perform("requestRepair", grounds, by: city.bidders[1]) == "behaviour.notTheSubject")
        #expect(await perform("declineRepair", ["reason": .text("无")], by: city.clerk) == "behaviour.noRepairRequested")
        #expect(try waiting() == [])
        #expect(await perform("requestRepair", grounds, by: subject) == "")
        #expect(await perform("requestRepair", grounds, by: subject) == "behaviour.repairRequested")
        #expect(try waiting() == ["centreClerk repair", "regulator repair"])
        let briefing = try city.desk.briefing("behaviour", "repair", on: id, by: city.clerk)
        #expect(briefing.last?.text.chinese == "已退还差额并整改" && briefing.first?.isClosed == false)
        #expect(await perform("declineRepair", ["reason": .text("未见整改材料")], by: city.clerk) == "")
        #expect(try waiting() == [])
        #expect(await perform("requestRepair", grounds, by: subject) == "")
        #expect(await perform("repair", ["repair": .text("已核实")], by: city.clerk) == "")
        #expect(try city.desk.standing(NegativeBehaviour.self, id)?.state.state == .repaired)
    }

    @Test("What was published is revoked when it turns out wrong")
    func revoked() async throws {
        let city = try await TestCity()
        let id = try await propose(city)
        for (name, input) in [
            ("notify", [:]), ("state", ["statement": RawValue.text("不属实")]), ("confirm", confirmation),
            ("publish", [:]),
            ("revoke", ["reason": .text("复核后事实不成立")]),
        ] as [(String, [String: RawValue])] {
            let holder = name == "state" ? city.bidders[0] : city.regulator
            #expect(await perform(city, name, id, input, by: holder, at: city.start) == "", "\(name)")
        }
        let published = try city.desk.facts.rows("SELECT number FROM behaviour WHERE state = 'published'", [])
        #expect(published.isEmpty)
    }

    @Test("Unknown subjects, sections and acts are refused by field; a revoked record goes no further")
    func refusals() async throws {
        let city = try await TestCity()
        #expect(
            await refused { _ = try await propose(city, subject: "91530600MA6K009999") } == "behaviour.unknownSubject")
        let id = try await propose(city)
        #expect(await perform(city, "publish", id, by: city.regulator, at: city.start) == "behaviour.wrongState")
        let reason: [String: RawValue] = ["reason": .text("事实不清")]
        #expect(await perform(city, "revoke", id, reason, by: city.regulator, at: city.start) == "")
        #expect(await perform(city, "notify", id, by: city.regulator, at: city.start) == "behaviour.wrongState")
    }
}

@Suite("Gate two: what the machine finds for the authority, and its investigation")
struct FilingTests {
    private func filed(_ city: TestCity) async throws -> String {
        let number = try await city.section()
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "无")
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        return number
    }

    private func plan(
        _ approval: String, estimate: Int64, method: String = "open", approvedOn: String = "2026-08-20"
    ) -> [String: RawValue] {
        [
            "approvalNumber": .text(approval), "name": .text("灌区工程"), "approvedBy": .text("昭通市发展和改革委员会"),
            "approvedOn": .text(approvedOn), "region": .text("530627"), "trade": .text("A07"),
            "tenderer": .text(TestCity.tendererCode), "method": .text(method), "estimate": .integer(estimate),
            "mustEnter": .boolean(true),
        ]
    }

    @Test("One project approved in parts below the threshold is a clue, with its figures (招标投标法 4, 49)")
    func split() async throws {
        let city = try await TestCity()
        func add(_ approval: String, _ name: String, _ estimate: Int64) async throws {
            var input = plan(approval, estimate: estimate)
            input["name"] = .text(name)
            try await city.player.perform("plan", "import", on: nil, input, by: city.regulator, at: city.start)
        }
        func signals() throws -> [SplitTender.Signal] {
            try SplitPlans.signals(city.desk.facts, law: city.desk.law, on: Day(of: city.start))
        }
        try await add("1号", "泼机镇水田村道路硬化工程（一期）", 3_900_000_00)
        try await add("2号", "赤水源镇管网工程第2标段", 3_900_000_00)
        try await add("3号", "泼机镇水田村道路硬化工程监理", 900_000_00)
        #expect(try signals().isEmpty)
        try await add("4号", "泼机镇水田村道路硬化工程（二期）", 3_800_000_00)
        let found = try signals()
        #expect(found.count == 1 && found[0].contracts.count == 2 && found[0].sumFen == 7_700_000_00)
        #expect(found[0].thresholdFen == 4_000_000_00)
        #expect(found[0].contracts.allSatisfy { $0.hasPrefix("plan/") })
        // A project that came to the platform without any imported plan counts as well; one with a plan counts once.
        for (approval, name) in [("9号", "泼机镇水田村道路硬化工程（三期）"), ("2号", "赤水源镇管网工程第2标段")] {
            try await city.player.perform(
                "project", "approve", on: nil,
                [
                    "name": .text(name), "approvalNumber": .text(approval), "approvedBy": .text("镇雄县发展和改革局"),
                    "approvedOn": .text("2026-08-20"), "scope": .text("道路硬化"), "method": .text("open"),
                    "organisationForm": .text("own"), "funding": .text("budget"), "fundingText": .text("财政资金"),
                    "investment": .integer(3_900_000_00), "estimate": .integer(3_900_000_00),
                    "region": .text("530627"), "trade": .text("A07"),
                ], by: city.tenderer, at: city.start)
        }
        let all = try signals()
        #expect(all.count == 1 && all[0].contracts.count == 3)
        #expect(all[0].contracts.contains { $0.hasPrefix("project/") })
    }

    @Test("A receipt is given at once whatever is found; what differs from the approval is told with its figures")
    func defects() async throws {
        let city = try await TestCity()
        func imported(_ input: [String: RawValue]) async -> String {
            await refused {
                _ = try await city.desk.perform(
                    "plan", "import", on: nil, input: input, by: city.regulator, at: city.start)
            }
        }
        // Without any imported plan of the region a missing one says nothing.
        var filing = try #require(try city.tender(try await filed(city)).gates.filing)
        #expect(filing.defects == [])
        #expect(filing.verifyBy == (try city.desk.law.due("V01", from: city.start).due))
        #expect(await imported(plan("昭发改审〔2026〕999号", estimate: 1_000_000_000)) == "")
        filing = try #require(try city.tender(try await filed(city)).gates.filing)
        #expect(filing.defects?.map(\.kind) == [.beforeApproval])
        #expect(await imported(plan("昭发改审〔2026〕118号", estimate: 100_000_000, method: "invitation")) == "")
        #expect(await imported(plan("昭发改审〔2026〕118号", estimate: 100_000_000)) == "plan.twice")
        filing = try #require(try city.tender(try await filed(city)).gates.filing)
        #expect(filing.defects?.map(\.kind) == [.notAsApproved, .notAsApproved])
        #expect(filing.receipt.hasPrefix("BA-"))
    }

    @Test(
        "Approved for another region is told; the approved scope is shown beside the section's to whoever examines (条例 7)"
    )
    func scope() async throws {
        let city = try await TestCity()
        func read(_ number: String) throws -> [Briefing] {
            try city.desk.briefing("section", "examineFiling", on: number, by: city.regulator)
        }
        // Without the authority's words there are those that the tenderer registered.
        let before = try await filed(city)
        #expect(try read(before).map(\.name) == ["registeredScope", "sectionScope"])
        #expect(try read(before).map(\.text.chinese) == ["灌区渠系配套改造", "一标段：干渠改造 12 公里"])
        var approval = plan("昭发改审〔2026〕118号", estimate: 15_000_000_00)
        approval["region"] = .text("530623")
        approval["scope"] = .text("干渠改造10公里，支渠改造6公里")
        try await city.player.perform("plan", "import", on: nil, approval, by: city.regulator, at: city.start)
        let number = try await filed(city)
        let filing = try #require(try city.tender(number).gates.filing)
        #expect(
            filing.defects?.map(\.said) == [
                Wording(
                    chinese: "项目所在地 镇雄县（530627），核准 盐津县（530623）",
                    english: "Place: Zhenxiong (530627), approved Yanjin (530623)")
            ])
        #expect(try read(number).map(\.name) == ["notAsApproved", "approvedScope", "sectionScope"])
        #expect(try read(number)[1].text.chinese == "干渠改造10公里，支渠改造6公里")
        #expect(try city.desk.briefing("section", "examineFiling", on: number, by: city.clerk).isEmpty)
    }

    @Test("Tendered before it was approved: the authority's day counts, however its number is written (条例 7)")
    func beforeApproval() async throws {
        let city = try await TestCity()
        let number = try await city.section()
        // The section was planned on the first day; the authority approved on the second, and says so on the third.
        let third = city.start.advanced(byDays: 2)
        var approval = plan("昭发改审[2026] 118号", estimate: 15_000_000_00, approvedOn: "2026-09-02")
        approval["organisationForm"] = .text("agency")
        try await city.player.perform("plan", "import", on: nil, approval, by: city.regulator, at: third)
        approval["approvalNumber"] = .text("昭发改审（2026）１１８号")
        #expect(
            await refused {
                try await city.player.perform("plan", "import", on: nil, approval, by: city.regulator, at: third)
            } == "plan.twice")
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: third)
        try await city.player.review(number, by: city.tenderer, at: third, opinion: "无")
        try await city.fileDocument(number, by: city.tenderer, at: third)
        let defects = try #require(try city.tender(number).gates.filing?.defects)
        #expect(defects.map(\.kind) == [.notAsApproved, .notAsApproved, .beforeApproval])
        #expect(defects[0].evidence == "招标组织形式 自行招标，核准 委托招标")
        #expect(defects[2].evidence == "2026-09-01 开始招标，2026-09-02 才核准")
        // It waits on the authority's workbench until somebody has looked at it, and keeps nothing back.
        func waits() throws -> Bool {
            try !city.desk.facts.rows(
                "SELECT 1 AS one FROM duty WHERE docket = $1 AND command = 'examineFiling' AND role = 'regulator'",
                [.text("section/\(number)")]
            ).isEmpty
        }
        #expect(try waits())
        #expect(await refused { try await examine(city, number, by: city.clerk) } == "office.wrongRole")
        try await examine(city, number, by: city.regulator)
        #expect(try !waits())
        #expect(await refused { try await examine(city, number, by: city.regulator) } == "gates.filingExamined")
    }

    @Test(
        "Before they sign and file, tenderer and agency read what the authority will be told; nobody else does (条例 7)")
    func toldBefore() async throws {
        let city = try await TestCity()
        var approval = plan("昭发改审〔2026〕118号", estimate: 15_000_000_00)
        approval["region"] = .text("530623")
        approval["scope"] = .text("干渠改造10公里")
        try await city.player.perform("plan", "import", on: nil, approval, by: city.regulator, at: city.start)
        let number = try await city.section()
        func read(_ command: String, _ holder: OfficeHolder) throws -> [String] {
            try city.desk.briefing("section", command, on: number, by: holder).map { "\($0.name) \($0.text.chinese)" }
        }
        let told = [
            "notAsApproved 项目所在地 镇雄县（530627），核准 盐津县（530623）", "approvedScope 干渠改造10公里",
            "sectionScope 一标段：干渠改造 12 公里",
        ]
        try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
        #expect(try read("signReview", city.tenderer) == told)
        let stranger = OfficeHolder(
            person: "P-000099", office: Office(.tenderer, region: "530600", organisation: TestCity.bidderCodes[0]))
        #expect(try read("signReview", stranger).isEmpty)
        try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "无")
        #expect(try read("fileDocument", city.tenderer) == told)
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        let filing = try #require(try city.tender(number).gates.filing)
        #expect(filing.defects?.map { "\($0.kind.rawValue) \($0.evidence)" } == [told[0]])
    }

    @Test("State funds that must be tendered in public: an invitation is told with its ground, unless approved (条例 8)")
    func invitation() async throws {
        let city = try await TestCity()
        func told(_ method: TenderMethod, _ ground: String? = nil, estimate: Int64 = 12_864_000_00) async throws
            -> [String]
        {
            let number = try await city.section(
                estimate: estimate, funding: .stateEnterprise, method: method, ground: ground)
            try await city.player.draft(number, city.document, files: [city.file()], by: city.tenderer, at: city.start)
            return try city.desk.briefing("section", "signReview", on: number, by: city.tenderer)
                .filter { $0.name == "notAsApproved" }.map(\.text.chinese)
        }
        #expect(try await told(.open).isEmpty)
        let unsaid = try await told(.invitation)
        #expect(unsaid.count == 1 && unsaid[0].contains("第八条") && unsaid[0].hasSuffix("未登记邀请招标的理由"))
        let said = try await told(.invitation, "costOutOfProportion")
        #expect(said.count == 1 && said[0].hasSuffix("登记的理由：采用公开招标方式的费用占项目合同金额的比例过大"))
        #expect(
            await refused { _ = try await city.section(ground: "fewCapable") }
                == "project.groundWithoutInvitation REG8")
        var approval = plan("昭发改审〔2026〕118号", estimate: 15_000_000_00, method: "invitation")
        approval["tenderer"] = .text(try #require(city.tenderer.office.organisation))
        try await city.player.perform("plan", "import", on: nil, approval, by: city.regulator, at: city.start)
        #expect(try await told(.invitation).isEmpty)
    }

    @Test("Every receipt stands in the register of filings with what was found and what the authority did (备案台账)")
    func filingRegister() async throws {
        let city = try await TestCity()
        try await city.player.perform(
            "plan", "import", on: nil, plan("昭发改审〔2026〕999号", estimate: 1_000_000_000), by: city.regulator,
            at: city.start)
        let number = try await filed(city)
        func row() throws -> String {
            let rows = try city.desk.facts.rows("SELECT * FROM filing WHERE section = $1", [.text(number)])
            let row = try #require(rows.first)
            let receipt = try city.tender(number).gates.filing?.receipt
            #expect(rows.count == 1 && row.text("receipt") == receipt)
            return [
                row.text("month"), row.text("region"), row.text("trade"), row.text("defects"),
                row.optionalInteger("examined") == nil ? "-" : "examined",
                "\(row.integer("inquiries"))/\(row.integer("open_inquiries"))",
                row.optionalText("investigation") ?? "-",
            ].joined(separator: " ")
        }
        #expect(try row() == "2026-09 530627 A07 beforeApproval - 0/0 -")
        try await examine(city, number, by: city.regulator)
        let later = city.start.advanced(byDays: 2)
        try await city.player.section(
            number, "questionFiling", ["question": .text("为何没有核准？")], by: city.regulator, at: later)
        #expect(try row() == "2026-09 530627 A07 beforeApproval examined 1/1 -")
        try await city.player.section(
            number, "answerInquiry", ["number": .integer(1), "answer": .text("附核准文件")], by: city.tenderer, at: later)
        try await city.player.section(number, "closeInquiry", ["number": .integer(1)], by: city.regulator, at: later)
        #expect(try row() == "2026-09 530627 A07 beforeApproval examined 1/0 -")
    }

    @Test("A record without an act that speaks for it is not taken (domain.md §5.6)")
    func evidenceAsked() async throws {
        let city = try await TestCity()
        let input: [String: RawValue] = [
            "subject": .text(TestCity.bidderCodes[0]), "category": .text("awardAbandoned"), "region": .text("530600"),
            "facts": .text("无正当理由放弃中标"),
        ]
        for evidence: RawValue? in [nil, .list([])] {
            let given = evidence.map { input.merging(["evidence": $0]) { $1 } } ?? input
            let code = await refused {
                _ = try await city.desk.perform(
                    "behaviour", "propose", on: nil, input: given, by: city.clerk, at: city.start)
            }
            #expect(code.hasPrefix("input."), "\(code)")
        }
    }

    private func examine(_ city: TestCity, _ number: String, by holder: OfficeHolder) async throws {
        try await city.player.section(
            number, "examineFiling", ["examinationNote": .text("已约谈招标人")], by: holder,
            at: city.start.advanced(byDays: 2))
    }

    @Test("An investigation suspends until its own result; an order to resume does not end it")
    func investigation() async throws {
        let city = try await TestCity()
        let number = try await filed(city)
        func perform(_ name: String, _ input: [String: RawValue]) async -> String {
            await refused {
                try await city.player.section(number, name, input, by: city.regulator, at: city.start)
            }
        }
        let opening: [String: RawValue] = [
            "defect": .text("unlawfulClause"), "reason": .text("涉嫌指定品牌"), "order": .text("昭公管〔2026〕12号"),
        ]
        let closing: [String: RawValue] = ["result": .text("unfounded"), "resultText": .text("经核不属实")]
        #expect(await perform("closeInvestigation", closing) == "gates.noInvestigation")
        #expect(await perform("openInvestigation", opening) == "")
        #expect(try city.tender(number).isSuspended)
        // While it is open nothing goes on before the notice.
        #expect(
            await refused {
                try await city.player.passVerification(number, by: city.clerk, at: city.start)
            } == "tender.suspendedByOrder")
        #expect(await perform("openInvestigation", opening) == "gates.investigationOpen")
        #expect(await perform("resume", ["text": .text("恢复")]) == "gates.investigationOpen")
        #expect(await perform("closeInvestigation", closing) == "")
        #expect(try !city.tender(number).isSuspended)
        try await city.player.passVerification(number, by: city.clerk, at: city.start)
        #expect(try city.tender(number).gates.verifiedNotice == city.tender(number).noticeDigest)
        #expect(await perform("openInvestigation", opening) == "")
        #expect(
            await refused {
                try await city.player.publish(number, by: city.tenderer, at: city.start)
            } == "tender.suspendedByOrder")
    }

    @Test("The centre's promised time stands still while the authority investigates")
    func promised() async throws {
        let city = try await TestCity()
        let number = try await filed(city)
        let before = try #require(try city.tender(number).runningTerm("V01")?.due(by: city.desk.law))
        #expect(before == (try city.tender(number).gates.filing?.verifyBy))
        try await city.player.section(
            number, "openInvestigation",
            ["defect": .text("unlawfulClause"), "reason": .text("核实"), "order": .text("昭公管〔2026〕13号")],
            by: city.regulator, at: city.start)
        let later = city.start.advanced(byDays: 7)
        try await city.player.section(
            number, "closeInvestigation", ["result": .text("unfounded"), "resultText": .text("不属实")],
            by: city.regulator, at: later)
        let after = try #require(try city.tender(number).runningTerm("V01")?.due(by: city.desk.law))
        #expect(after > later && after > before.advanced(byDays: 6))
        let duty = try #require(
            try city.desk.facts.rows(
                "SELECT due FROM duty WHERE docket = $1 AND command = 'passVerification'", [.text("section/\(number)")]
            ).first)
        #expect(duty.optionalInteger("due") == after.milliseconds)
    }

    @Test("A document that was found unlawful is not signed again as it is; a corrected one begins at gate one")
    func upheld() async throws {
        let city = try await TestCity()
        let number = try await filed(city)
        func investigate(_ name: String, _ input: [String: RawValue]) async throws {
            try await city.player.section(number, name, input, by: city.regulator, at: city.start)
        }
        try await investigate(
            "openInvestigation",
            ["defect": .text("unlawfulClause"), "reason": .text("涉嫌指定品牌"), "order": .text("昭公管〔2026〕12号")])
        try await investigate("closeInvestigation", ["result": .text("upheld"), "resultText": .text("责令改正")])
        #expect(try city.tender(number).stage == .drafting && city.tender(number).gates.filing == nil)
        let duties = try city.desk.facts.rows(
            "SELECT command FROM duty WHERE docket = $1 AND role = 'tenderer' AND command <> 'declareOpeningKey'",
            [.text("section/\(number)")])
        #expect(duties.map { $0.text("command") } == ["draftDocument"])
        #expect(
            await refused { try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "无") }
                == "gates.correctionOrdered D16")
        var document = city.document
        document.quality = "合格，符合国家标准"
        try await city.player.draft(number, document, files: [city.file()], by: city.tenderer, at: city.start)
        try await city.player.review(number, by: city.tenderer, at: city.start, opinion: "已改正")
        try await city.fileDocument(number, by: city.tenderer, at: city.start)
        #expect(try city.tender(number).stage == .filed)
    }
}
