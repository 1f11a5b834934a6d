import Desk
import Statute
import Trading

/// Who acts in the demonstration.
struct DemoCast: Sendable {
    /// By the indices of ``DemoContent``.
    let tenderers: [OfficeHolder]
    let agencies: [OfficeHolder]
    let bidders: [OfficeHolder]
    let experts: [OfficeHolder]
    let clerk: OfficeHolder
    /// Of the centre's branch in Zhenxiong.
    let branchClerk: OfficeHolder
    let witness: OfficeHolder
    let regulator: OfficeHolder
    let administrator: OfficeHolder
    let accounts: [DemoCity.Account]

    init(_ player: TenderPlayer, at begin: Instant) async throws {
        // Bidders come from other provinces too; where the law's table does not name their cities, from the nation.
        func region(of body: DemoContent.Body) -> String {
            player.desk.law.region(body.region) == nil ? "000000" : body.region
        }
        for body in DemoContent.tenderers + DemoContent.agencies + DemoContent.bidders {
            try await player.registerOrganisation(body.code, body.name, region: region(of: body), at: begin)
        }
        var accounts: [DemoCity.Account] = []
        /// - Parameter login: nil for somebody who acts but has no account to sign in with.
        func person(_ name: String, _ office: Office, _ login: String?, _ what: String) async throws -> OfficeHolder {
            let holder = try await player.registerPerson(name, office, at: begin)
            if let login {
                accounts.append(
                    .init(login: login, person: holder.person, what: what, isOfficial: office.role.isOfficial))
            }
            return holder
        }
        func people(
            _ bodies: [DemoContent.Body], _ role: Role, what: String, login: (Int) -> String?
        ) async throws -> [OfficeHolder] {
            var holders: [OfficeHolder] = []
            for (index, body) in bodies.enumerated() {
                let office = Office(role, region: region(of: body), organisation: body.code)
                holders.append(try await person(body.contact, office, login(index), "\(what) · \(body.name)"))
            }
            return holders
        }
        tenderers = try await people(DemoContent.tenderers, .tenderer, what: "招标人 tenderer") { index in
            index == 0 ? "tenderer" : "tenderer\(index + 1)"
        }
        agencies = try await people(DemoContent.agencies, .agency, what: "招标代理机构 agency") { "agency\($0 + 1)" }
        // The first five have bids or room for them in the sections that still run.
        bidders = try await people(DemoContent.bidders, .bidder, what: "投标人 bidder") { index in
            index < 5 ? "bidder\(index + 1)" : nil
        }
        func official(_ name: String, _ role: Role, _ login: String, _ what: String, region: String = "530600")
            async throws -> OfficeHolder
        {
            try await person(name, Office(role, region: region), login, what)
        }
        var experts: [OfficeHolder] = []
        for (index, name) in DemoContent.experts.enumerated() {
            let login = index < 7 ? "expert\(index + 1)" : nil
            experts.append(
                try await person(name, Office(.expert, region: "530600"), login, "评标专家 · evaluation expert"))
        }
        self.experts = experts
        clerk = try await official("李晓敏", .centreClerk, "clerk", "交易中心核验岗 · trading centre")
        branchClerk = try await official(
            "杜若溪", .centreClerk, "clerk2", "镇雄分中心核验岗 · trading centre, Zhenxiong", region: "530627")
        witness = try await official("沈知言", .centreWitness, "witness", "交易中心见证岗 · witness")
        regulator = try await official("方伯谦", .regulator, "regulator", "行政监督部门 · regulator")
        _ = try await official("徐正言", .disciplineInspector, "inspector", "纪检监察 · discipline inspector")
        administrator = try await official("高明", .administrator, "admin1", "管理员 · administrator")
        _ = try await official("宋洁", .administrator, "admin2", "管理员 · administrator")
        self.accounts = accounts
    }
}
