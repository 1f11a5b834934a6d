import ArgumentParser

/// Measurements of Daylight; `scripts/bench` runs them beside tools that others wrote.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daylight-bench",
        abstract: "Measures Daylight, one thing at a time.",
        subcommands: [
            AppendBenchmark.self, VerifyBenchmark.self, StartBenchmark.self, MakeActs.self, TortureCommand.self,
            SealBenchmark.self, HelloBenchmark.self, ScanBenchmark.self, ExtractBenchmark.self, ScanFuzz.self,
            ClauseScoreCommand.self,
            TermBenchmark.self,
        ])
}
