import Desk
import Foundation
import Insight
import Sealing
import Statute
import Store
import Trading

/// A city to look at: Zhaotong with its counties, about a dozen sections in every stage, played through the same
/// commands that people use, in the order of their instants.
public struct DemoCity: Sendable {
    /// An office to sign in with.
    public struct Account: Sendable {
        public let login: String
        public let person: String
        /// What the office is, in Chinese and English, for the list that is printed.
        public let what: String
        public let isOfficial: Bool
    }

    let installation: Installation
    let player: TenderPlayer
    let now: Instant
    /// Where holders' and bidders' keys of running sections go, so that somebody can play on; nil for nowhere.
    let keys: URL?

    /// The passphrase of every key file of the demonstration.
    public static let passphrase = "daylight-demo"

    /// - Throws: what is wrong with the scanner's rules.
    public init(installation: Installation, now: Instant, keys: URL?) throws {
        self.installation = installation
        player = TenderPlayer(
            desk: installation.desk, room: installation.room,
            scanner: try .clauses(packs: [try RulePack.builtIn()], executable: nil))
        self.now = now
        self.keys = keys
    }

    /// One thing that happens at an instant.
    struct Step: Sendable {
        let at: Instant
        let run: @Sendable () async throws -> Void
    }

    /// Plays the whole story.
    /// - Returns: the offices to sign in with.
    public func play(progress: @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> [Account] {
        let begin = now.advanced(byDays: -120)
        let cast = try await DemoCast(player, at: begin)
        var steps: [Step] = []
        for (index, section) in DemoContent.sections.enumerated() {
            steps += try DemoTender(self, cast, section, number: index).steps()
        }
        let ordered = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for (done, step) in ordered.enumerated() {
            if step.element.at <= now {
                try await step.element.run()
                try await player.writeRecords(at: step.element.at)
            }
            progress(done + 1, ordered.count)
        }
        return cast.accounts
    }
}

/// Who acts in the demonstration.
struct DemoCast: Sendable {
    let tenderers: [OfficeHolder]
    let bidders: [OfficeHolder]
    let experts: [OfficeHolder]
    let clerk: OfficeHolder
    let witness: OfficeHolder
    let regulator: OfficeHolder
    let accounts: [DemoCity.Account]

    init(_ player: TenderPlayer, at begin: Instant) async throws {
        for body in DemoContent.tenderers + DemoContent.bidders {
            try await player.registerOrganisation(body.code, body.name, region: body.region, at: begin)
        }
        var accounts: [DemoCity.Account] = []
        func person(_ name: String, _ office: Office, _ login: String, _ what: String) async throws -> OfficeHolder {
            let holder = try await player.registerPerson(name, office, at: begin)
            accounts.append(
                .init(login: login, person: holder.person, what: what, isOfficial: office.role.isOfficial))
            return holder
        }
        func office(_ role: Role, _ body: DemoContent.Body) -> Office {
            Office(role, region: body.region, organisation: body.code)
        }
        let first = try await person(
            "马文博", office(.tenderer, DemoContent.tenderers[0]), "tenderer", "招标人 · tenderer (six bodies)")
        // One person may act for all tenderers of the demonstration, from one office at a time.
        var tenderers = [first]
        for body in DemoContent.tenderers.dropFirst() {
            let office = office(.tenderer, body)
            try await player.grant(office, to: first.person, at: begin)
            tenderers.append(OfficeHolder(person: first.person, office: office))
        }
        self.tenderers = tenderers
        var bidders: [OfficeHolder] = []
        for (index, body) in DemoContent.bidders.enumerated() {
            let name = ["陈立新", "杨建国", "赵一鸣", "钱学文", "冯大为"][index]
            bidders.append(try await person(name, office(.bidder, body), "bidder\(index + 1)", "投标人 · \(body.name)"))
        }
        self.bidders = bidders
        var experts: [OfficeHolder] = []
        for (index, name) in DemoContent.experts.enumerated() {
            experts.append(
                try await person(
                    name, Office(.expert, region: "530600"), "expert\(index + 1)", "评标专家 · evaluation expert"))
        }
        self.experts = experts
        clerk = try await person("李晓敏", Office(.centreClerk, region: "530600"), "clerk", "交易中心 · trading centre")
        witness = try await person("唐卫东", Office(.centreWitness, region: "530600"), "witness", "见证 · witness")
        regulator = try await person(
            "王思远", Office(.regulator, region: "530600"), "regulator", "行政监督部门 · regulator")
        _ = try await person(
            "徐正言", Office(.disciplineInspector, region: "530600"), "inspector", "纪检监察 · discipline inspector")
        _ = try await person("高明", Office(.administrator, region: "530600"), "admin1", "管理员 · administrator")
        _ = try await person("宋洁", Office(.administrator, region: "530600"), "admin2", "管理员 · administrator")
        self.accounts = accounts
    }
}
