import Foundation
import Testing

@testable import Insight
@testable import Statute

@Suite("Numbers (条例 26, 58; 建质〔2017〕138号)")
struct NumberCheckTests {
    private func rules(_ text: String, _ figures: TenderFigures = TenderFigures()) throws -> [String] {
        try NumberChecks().check(DocumentText(plain: text), figures: figures).map(\.rule)
    }

    @Test("Amounts and shares are read in all their forms")
    func figures() {
        func fen(_ text: String) -> [Int64?] { FigureReader.figures(in: text).map(\.fen) }
        #expect(fen("80万元") == [80_000_000])
        #expect(fen("1.5亿元") == [15_000_000_000])
        #expect(fen("¥600,000.00元") == [60_000_000])
        #expect(fen("人民币捌拾伍万元整") == [85_000_000])
        #expect(fen("壹佰伍拾万元") == [150_000_000])
        #expect(fen("三千万元") == [3_000_000_000])
        #expect(fen("６３０万元") == [630_000_000])
        #expect(fen("12万平方米") == [])
        func share(_ text: String) -> [Int64?] { FigureReader.figures(in: text).map(\.share) }
        #expect(share("2%") == [2000])
        #expect(share("2.2％") == [2200])
        #expect(share("百分之五") == [5000])
        #expect(share("百分之二十") == [20_000])
        #expect(share("3‰") == [300])
    }

    @Test("A bid deposit of exactly 2 % of the estimate is lawful, a fen more is not (条例 26)")
    func deposit() throws {
        #expect(try rules("估算价3000万元,投标保证金60万元。") == [])
        #expect(try rules("估算价3000万元,投标保证金600001元。") == ["FC15-N1"])
        #expect(try rules("投标保证金为项目估算价的2%。") == [])
        #expect(try rules("投标保证金为项目估算价的3%。") == ["FC15-N1"])
        #expect(try rules("须缴纳预算金额4%的投标保证金。") == ["FC15-N1"])
        var fields = TenderFigures(estimate: Money(fen: 3_000_000_000))
        #expect(try rules("投标保证金:人民币陆拾万元整。", fields) == [])
        #expect(try rules("投标保证金:人民币陆拾壹万元整。", fields) == ["FC15-N1"])
        fields = TenderFigures(estimate: Money(fen: 10_000_000_000), sectionClass: "A080101")
        #expect(try rules("投标保证金:80万元。", fields) == [])
        #expect(try rules("投标保证金:81万元。", fields) == ["FC15-N4"])
        // 设计: 10万元; without an estimate the cap alone is held against it.
        #expect(try rules("投标保证金:10万元。", TenderFigures(sectionClass: "A040000")) == [])
        #expect(try rules("投标保证金:10.01万元。", TenderFigures(sectionClass: "A040000")) == ["FC15-N4"])
    }

    @Test("Amounts are held against the estimate or the contract that the same sentence names (条例 26, 58)")
    func amounts() throws {
        #expect(try rules("预算135万,保证金交4万") == ["FC15-N1"])
        #expect(try rules("预算135万,保证金交2.7万") == [])
        #expect(try rules("保证金收2.4万元(预算的2.5%)。") == ["FC15-N1"])
        #expect(try rules("保证金为预算210万元的5%。") == ["FC15-N1"])
        #expect(try rules("保证金为预算210万元的2%。") == [])
        // Another deposit is held against another sum.
        #expect(try rules("履约保证金为预算210万元的5%。") == [])
        #expect(try rules("预算135万,农民工工资保证金4万") == [])
        #expect(try rules("履约保证金9.3万(合同62万)") == ["FC15-N2"])
        #expect(try rules("履约保证金6.2万(合同62万)") == [])
        #expect(try rules("履约保证金固定为120万元(本项目年合同额约880万元)。") == ["FC15-N2"])
    }

    @Test("A performance bond of 10 % and a retention of 3 % are lawful, more is not (条例 58, 建质〔2017〕138号 7)")
    func bonds() throws {
        #expect(try rules("履约保证金为中标合同金额的10%。") == [])
        #expect(try rules("按签约合同价的15%提交履约担保。") == ["FC15-N2"])
        #expect(try rules("履约保证金:中标价之百分之二十。") == ["FC15-N2"])
        #expect(try rules("质量保证金为结算总额的3%。") == [])
        #expect(try rules("质量保证金按结算总额的百分之五预留。") == ["FC15-N3"])
        #expect(try rules("余款10%中包含3%的质量保证金,竣工结算后支付7%。") == [])
        #expect(try rules("预付款为签约合同价的15%,验收后退还履约保证金的50%。") == [])
    }

    @Test("A price ceiling in the text is held against the ceiling, never against the estimate")
    func ceiling() throws {
        var fields = TenderFigures(estimate: Money(fen: 18_000_000_00))
        #expect(try rules("最高投标限价：17533000.00元。", fields) == [])
        #expect(try rules("本标段估算价1753.3万元。", fields) == ["FC06-N2"])
        fields.ceiling = Money(fen: 17_533_000_00)
        #expect(try rules("最高投标限价：17533000.00元。", fields) == [])
        #expect(try rules("最高投标限价：17530000.00元。", fields) == ["FC06-N2"])
    }

    @Test("Documents are issued for at least 5 days, by every reading of the days (条例 16)")
    func issue() throws {
        #expect(try rules("招标文件获取时间：2026年11月2日至2026年11月6日，每日9时至17时。") == [])
        #expect(try rules("招标文件获取时间：2026年11月2日至2026年11月5日，每日9时至17时。") == ["FC16-N1"])
        #expect(try rules("请于2026-11-02 09:00 至 2026-11-04 17:00 下载招标文件。") == ["FC16-N1"])
        #expect(try rules("资格预审文件发售：2026年12月30日到1月2日。") == [])
        #expect(try rules("资格预审文件于2026年11月2日至11月4日发售。") == ["FC16-N1"])
        #expect(try rules("招标文件发售期为3个工作日。") == ["FC16-N1"])
        #expect(try rules("招标文件的发售期不得少于5日。") == [])
        #expect(try rules("招标文件发售期自2026年11月2日起，不少于5日。") == [])
        #expect(try rules("2026年11月2日至2026年11月3日发布中标候选人公示。") == [])
        #expect(try rules("对招标文件的澄清于2026年11月2日至2026年11月3日下载。") == [])
    }

    @Test("Between issue and deadline lie at least 20 days where a project must be tendered (招标投标法 24)")
    func preparation() throws {
        let issue = "招标文件于2026年11月2日至2026年11月9日在平台下载。\n"
        #expect(try rules(issue + "投标截止时间：2026年11月22日9时30分。") == [])
        #expect(try rules(issue + "投标截止时间：2026年11月21日9时30分。") == ["FC16-N2"])
        #expect(try rules(issue + "开标时间为2026/11/12。") == ["FC16-N2"])
        #expect(try rules("投标截止时间：2026年11月21日9时30分。") == [])
        #expect(try rules("本项目采用竞争性磋商。\n" + issue + "投标截止时间：2026年11月21日。") == [])
        #expect(try rules(issue + "投标截止时间：2026年11月21日。", TenderFigures(mustTender: false)) == [])
    }

    @Test("Limits that the text sets keep T04, T05, T06, T09, T13, T16, T21 and T24 to the day, or are found")
    func limits() throws {
        // 条例 57: five days from the contract.
        #expect(try rules("招标人最迟在书面合同签订后5日内退还投标保证金及利息。") == [])
        #expect(try rules("合同签订后6日内退还投标保证金。") == ["FC15-N7"])
        #expect(try rules("未中标人的投标保证金在与中标人签订合同后三十日内无息退还。") == ["FC15-N7"])
        #expect(try rules("投标保证金不予退还;合同签订后30日内提交履约保证金。") == [])
        // 招标投标法 46: thirty days from the award notice.
        #expect(try rules("自中标通知书发出之日起30日内签订合同。") == [])
        #expect(try rules("自中标通知书发出之日起三十一日内,按招标文件签订合同。") == ["FC16-N3"])
        // 条例 54: at least three days.
        #expect(try rules("中标候选人公示期不得少于3日。") == [])
        #expect(try rules("中标候选人公示期为2日。") == ["FC16-N4"])
        #expect(try rules("公示期:1个工作日。") == ["FC16-N4"])
        #expect(try rules("评标报告提交后2日内公示中标候选人。") == [])
        // 招标投标法 23, 条例 21: fifteen days before the deadline.
        #expect(try rules("招标人在投标截止时间15日前以书面形式修改招标文件。") == [])
        #expect(try rules("招标人可在投标截止时间14日前修改招标文件。") == ["FC16-N5"])
        #expect(try rules("投标人应在投标截止时间10日前提出澄清要求。") == [])
        // 条例 22: objections until ten days before the deadline.
        #expect(try rules("对招标文件有异议的,应当在投标截止时间10日前提出。") == [])
        #expect(try rules("对招标文件有异议的,应当在投标截止时间十一日前提出。") == ["FC16-N6"])
        // 条例 26: the deposit ends with the bid.
        #expect(try rules("投标保证金有效期与投标有效期一致。") == [])
        #expect(try rules("投标保函有效期应比投标有效期长30天。") == ["FC15-N8"])
        #expect(try rules("投标保函有效期至投标有效期届满后28日止。") == ["FC15-N8"])
        // 招标投标法 34: opened when due.
        let due = "投标截止时间：2026年11月22日9时30分。\n"
        #expect(try rules(due + "开标时间：2026年11月22日9时30分。") == [])
        #expect(try rules(due + "开标时间：2026年11月23日9时30分。") == ["FC16-N7"])
        // 条例 17: five days after the issue of the prequalification document.
        let issue = "资格预审文件于2026年11月2日至2026年11月6日下载。\n"
        #expect(try rules(issue + "资格预审申请文件递交截止时间:2026年11月11日。") == [])
        #expect(try rules(issue + "资格预审申请文件递交截止时间:2026年11月10日。") == ["FC16-N8"])
        // 条例 25: one validity.
        var fields = TenderFigures()
        fields.validityDays = 90
        #expect(try rules("投标有效期:90天。", fields) == [])
        #expect(try rules("投标有效期为一百二十日历天。", fields) == ["FC16-N9"])
        // 招标投标法 19: one duration; what a delay costs and what a promise earns are other figures.
        fields.durationDays = 240
        #expect(try rules("计划工期:240日历天。", fields) == [])
        #expect(try rules("计划工期:180日历天。", fields) == ["FC16-N10"])
        #expect(try rules("交货期:30天。", fields) == ["FC16-N10"])
        #expect(try rules("工期每延误1天,扣除合同价的万分之五。", fields) == [])
        #expect(try rules("承诺工期比要求提前30日历天的得3分。", fields) == [])
    }

    /// The built-in law, with T24 shortened to 20 days and the bid deposit's share to 1% from 2027 on.
    private func changedLaw() throws -> Statute {
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appendingPathComponent("numbers-\(UUID().uuidString)")
        try manager.copyItem(at: try #require(Statute.builtInFolder), to: folder)
        defer { try? manager.removeItem(at: folder) }
        for (file, id, from, changes) in [
            ("terms.json", "T24", "2000-01-01", ["length": 20]),
            ("limits.json", "T14.bidDeposit", "2012-02-01", ["permille": 10]),
        ] as [(String, String, String, [String: Int])] {
            let path = folder.appendingPathComponent(file)
            var entries = try #require(
                try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [[String: Any]])
            let index = try #require(entries.firstIndex { $0["id"] as? String == id })
            #expect(entries[index]["inForceFrom"] as? String == from)
            var new = entries[index].merging(changes) { $1 }
            new["inForceFrom"] = "2027-01-01"
            entries[index]["inForceTo"] = "2026-12-31"
            entries.insert(new, at: index + 1)
            try JSONSerialization.data(withJSONObject: entries).write(to: path)
        }
        return try Statute(folder: folder)
    }

    @Test("A tender's text is held against the law of the day that it began; without a day, against the last")
    func versions() throws {
        let checks = try NumberChecks(law: changedLaw())
        let text = "自中标通知书发出之日起25日内签订合同。\n投标保证金为估算价的1.5%。"
        func found(_ begun: String?) -> [String] {
            let figures = TenderFigures(begun: begun.flatMap { Day($0) })
            return (try? checks.check(DocumentText(plain: text), figures: figures).map(\.rule).sorted()) ?? []
        }
        #expect(found("2026-12-31") == [])
        #expect(found("2027-01-01") == ["FC15-N1", "FC16-N3"])
        #expect(found(nil) == ["FC15-N1", "FC16-N3"])
        // Before there was a law, nothing is limited.
        #expect(found("1999-12-31") == [])
    }

    @Test("A first-grade qualification is too much for a building below thirty million (建市〔2014〕159号)")
    func grades() throws {
        let estimate = { (yuan: Int64) in TenderFigures(estimate: Money(fen: yuan * 100)) }
        let first = "投标人须具备建筑工程施工总承包一级及以上资质。"
        #expect(try rules(first, estimate(30_000_000)) == [])
        #expect(try rules(first, estimate(29_999_999)) == ["FC06-N3"])
        #expect(try rules("须具有房屋建筑工程施工总承包（特级）资质。", estimate(9_000_000)) == ["FC06-N3"])
        #expect(try rules("须具备建筑工程施工总承包二级及以上资质。", estimate(9_000_000)) == [])
        #expect(try rules("须具备建筑工程施工总承包一级或二级资质。", estimate(9_000_000)) == [])
        #expect(try rules("不得要求建筑工程施工总承包一级资质。", estimate(9_000_000)) == [])
        #expect(try rules("本工程估算价900万元。\n" + first) == ["FC06-N3"])
        #expect(try rules(first) == [])
        // A row that is read cell by cell says what its labels say once, and at the labels' place.
        let row = ["建筑工程施工总承包一级", "说明", String(repeating: "本项目各项要求见后,", count: 12)].enumerated().map {
            DocumentUnit(
                kind: .cell, text: $0.element, place: CellPlace(table: 1, row: 1, column: $0.offset + 1))
        }
        let document = DocumentText(format: .html, units: row)
        let findings = try NumberChecks().check(document, figures: estimate(9_000_000))
        #expect(findings.map(\.sentence) == [row[0].text] && ScanDocuments.faults(findings, in: document) == [])
    }

    @Test("The days that a document states are read; what it states in two ways, or of applications, is not taken")
    func stated() throws {
        func days(_ text: String) throws -> StatedDays { try DocumentText(plain: text).statedDays() }
        let issue = "招标文件获取时间：2026年11月1日至2026年11月6日。"
        let due = "投标截止时间：2026年11月22日9时30分。"
        let found = try days(issue + "\n" + due)
        #expect(found.issueFrom == Day(year: 2026, month: 11, day: 1))
        #expect(found.issueUntil == Day(year: 2026, month: 11, day: 6))
        #expect(found.deadline == Day(year: 2026, month: 11, day: 22))
        #expect(try days(due + "\n投标截止时间：2026-11-22 09:30。").deadline == found.deadline)
        #expect(try days(due + "\n二标段投标截止时间：2026年11月23日9时30分。").deadline == nil)
        #expect(try days("资格预审申请文件递交截止时间：2026年11月11日。").isEmpty)
        #expect(try days("资格预审文件于2026年11月2日至11月4日发售。").isEmpty)
        #expect(try days("投标截止时间10日前提出异议。").isEmpty)
    }

    @Test("The works that a supervisor oversaw are not held against the fee of this contract (862号 4)")
    func services() throws {
        let fee = "监理服务费估算价98万元。"
        #expect(try rules(fee + "近五年承担过一项道路监理,工程投资在2500万元以上。") == [])
        #expect(try rules(fee + "近五年承担过一项道路监理,合同金额在250万元以上。") == ["FC06-N1"])
        #expect(try rules("估算价98万元。近五年完成过工程投资在2500万元以上的道路施工业绩。") == ["FC06-N1"])
    }

    @Test("A performance threshold above the estimate is hard, above 80 % soft (862号 4)")
    func performance() throws {
        let text = { (amount: Int) in "近五年完成过单项合同金额\(amount)万元以上的业绩(估算价1000万元)。" }
        func severity(_ amount: Int) throws -> [ClauseSeverity] {
            try NumberChecks().check(DocumentText(plain: text(amount))).map(\.severity)
        }
        #expect(try severity(800) == [])
        #expect(try severity(801) == [.soft])
        #expect(try severity(1000) == [.soft])
        #expect(try severity(1001) == [.hard])
    }

    @Test("Where field and text disagree, that is a finding")
    func disagreement() throws {
        var fields = TenderFigures(estimate: Money(fen: 3_000_000_000), bidDeposit: Money(fen: 50_000_000))
        #expect(try rules("投标保证金:60万元。", fields) == ["FC15-N5"])
        #expect(try rules("投标保证金:50万元。", fields) == [])
        #expect(try rules("本标段估算价2000万元。", fields) == ["FC06-N2"])
        fields = TenderFigures(performanceBondShare: 5000)
        #expect(try rules("履约保证金为合同价的8%。", fields) == ["FC15-N6"])
        // The law's own limit is no figure of the tender's.
        #expect(try rules("履约保证金的金额不超过中标合同金额的10%。", fields) == [])
    }
}
