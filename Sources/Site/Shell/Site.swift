import Desk
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle

/// The site: pages, JSON API and live events over HTTP, one desk behind all of them.
///
/// ```swift
/// try await Site.run(SiteConfiguration(desk: desk, blobs: blobs, port: 8080))
/// ```
public enum Site {
    /// Every group of pages, one line each.
    static let pages: [any PageGroup] = [
        SignInPages(), WorkbenchPages(), AccountPages(), AdminPages(), FormPages(), LedgerPages(), VerifyPages(),
        EventPages(), FilePages(), DocumentPages(), APIRoutes(), NoticePages(), BarrierPages(), PlanPages(),
        FilingPages(), ChecklistPages(),
        TermPages(), ScanPages(), RulePages(), BehaviourPages(), SectionPages(), BidPages(), DocketPages(),
    ]

    /// Listens until the process is told to stop (SIGTERM, SIGINT).
    /// - Parameter ready: called once when the site answers.
    /// - Throws: ``SiteConfiguration/Problem``, what is wrong with the program's files, or why it cannot listen.
    public static func run(
        _ configuration: SiteConfiguration, logger: Logger = Logger(label: "site"),
        ready: @escaping @Sendable () async -> Void = {}
    ) async throws {
        let application = try await buildApplication(configuration, logger: logger, ready: ready)
        var services = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        // Whoever still downloads gets this long; then connections are cut.
        services.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: services).run()
    }

    /// The application, ready to run or to be tested without a socket.
    public static func buildApplication(
        _ configuration: SiteConfiguration, logger: Logger = Logger(label: "site"),
        ready: @escaping @Sendable () async -> Void = {}
    ) async throws -> Application<RouterResponder<Visit>> {
        try configuration.check()
        let site = try await SiteContext(configuration)
        let router = Router(context: Visit.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: SecurityHeaders(behindProxy: configuration.behindProxy))
        router.add(middleware: GzipMiddleware())
        router.add(middleware: VisitMiddleware(site: site))
        router.add(middleware: ErrorAnswers(site: site))
        ShellRoutes().add(to: router, site: site)
        for group in pages { group.add(to: router, site: site) }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "daylight"),
            services: [EventService(hub: site.events, store: site.store)],
            onServerRunning: { _ in await ready() },
            logger: logger)
    }
}

/// Readiness, assets and what crawlers ask for.
struct ShellRoutes {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/healthz") { _, _ in
            Response.text("ok\n", cache: "no-store")
        }
        router.get("/assets/:hash/**") { request, visit in
            let path = visit.parameters.getCatchAll().joined(separator: "/")
            let current = request.uri.path.hasPrefix(site.assets.prefix + "/")
            guard let answer = site.assets.answer(path, immutable: current, request) else {
                throw HTTPError(.notFound)
            }
            return answer
        }
        router.get("/favicon.ico") { request, _ in
            guard let answer = site.assets.answer("favicon.svg", immutable: false, request) else {
                throw HTTPError(.notFound)
            }
            return answer
        }
        router.get("/robots.txt") { _, _ in
            Response.text(
                "User-agent: *\nDisallow: /api/\nDisallow: /do/\nDisallow: /account\nDisallow: /admin\n"
                    + "Disallow: /workbench\nDisallow: /sign-in\nDisallow: /events\n",
                cache: "public, max-age=3600")
        }
    }
}

extension Response {
    /// Plain text.
    static func text(_ text: String, status: HTTPResponse.Status = .ok, cache: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.cacheControl] = cache
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
