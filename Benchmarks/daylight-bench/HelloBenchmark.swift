import ArgumentParser
import Hummingbird

/// The framework's hello-world: what a page of ours is measured beside.
struct HelloBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hello", abstract: "Serve \"hello\" on loopback, as a measure for pages.")

    @Option(help: "Port on 127.0.0.1.") var port = 8090

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
