import Desk
import Foundation
import Insight
import Sealing
import Statute
import Store
import Trading

/// A city to look at: Zhaotong with its eleven counties, half a year of sections in every stage, played through the
/// same commands that people use, in the order of their instants.
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
        let rules = RulesInForce(desk: installation.desk)
        player = TenderPlayer(
            desk: installation.desk, room: installation.room,
            scanner: .clauses(try rules.current(), law: installation.desk.law, executable: nil))
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
        let begin = now.advanced(byDays: -190)
        let cast = try await DemoCast(player, at: begin)
        var steps: [Step] = []
        for (index, section) in DemoContent.sections.enumerated() {
            steps += DemoTender(self, cast, section, number: index).steps()
        }
        for (index, plan) in DemoContent.plansOnly.enumerated() {
            let at = begin.advanced(byDays: 20 + Int64(index) * 12)
            steps.append(
                Step(at: at) { [player] in
                    try await player.perform(
                        "plan", "import", on: nil,
                        [
                            "approvalNumber": .text(plan.approval), "name": .text(plan.name),
                            "approvedBy": .text("镇雄县发展和改革局"),
                            "approvedOn": .text(Day(of: at).advanced(byDays: -5).description),
                            "region": .text("530627"), "trade": .text("A07"),
                            "tenderer": .text(cast.tenderers[1].office.organisation ?? ""), "method": .text("open"),
                            "estimate": .integer(plan.estimate * 1_000_000), "mustEnter": .boolean(plan.mustEnter),
                        ], by: cast.regulator, at: at)
                })
        }
        // The first of them was asked about; the others wait.
        if let plan = DemoContent.plansOnly.first(where: \.mustEnter) {
            let at = begin.advanced(byDays: 95)
            steps.append(
                Step(at: at) { [player] in
                    let found = try player.desk.facts.rows(
                        "SELECT number FROM plan WHERE approval_number = $1", [.text(plan.approval)])
                    guard let number = found.first?.text("number") else { return }
                    try await player.perform(
                        "plan", "answerMissing", on: number,
                        [
                            "missingResult": .text("asked"), "missingText": .text("建设单位称初步设计尚未批复，批复后一个月内进场。"),
                        ], by: cast.regulator, at: at)
                })
        }
        let proposed = now.advanced(byHours: -26)
        steps.append(
            Step(at: proposed) { [player] in
                // The server compares it with the year's documents; whoever looks on may switch it on.
                try await player.perform(
                    "rules", "propose", on: nil, ["content": .text(DemoContent.rulePack)], by: cast.administrator,
                    at: proposed)
            })
        let (terms, plans) = (TermClock(desk: installation.desk), PlanClock(desk: installation.desk))
        let ordered = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for (done, step) in ordered.enumerated() {
            if step.element.at <= now {
                // What fell due before, as the server's clock would have entered it.
                try await terms.warn(at: step.element.at)
                try await plans.enterDue(at: step.element.at)
                try await step.element.run()
                try await player.writeRecords(at: step.element.at)
            }
            progress(done + 1, ordered.count)
        }
        return cast.accounts
    }
}
