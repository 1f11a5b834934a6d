import Desk
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Statute
import Store
import Synchronization
import Trading

@testable import Site

/// A clock that a test moves by hand.
final class HandClock: Sendable {
    private let shown = Mutex(Instant("2026-09-25T01:00:00.000Z") ?? Instant(milliseconds: 0))
    var now: Instant { shown.withLock { $0 } }
    func forward(minutes: Int64) { shown.withLock { $0 = $0.advanced(byMinutes: minutes) } }
}

/// A matter with every kind of field, small enough to read.
struct Parcel: Docket {
    static let kind = "parcel"
    enum Act: Codable, Sendable {
        case parcelOpened(title: String, price: Money, due: Instant, files: [FileReference], rows: [String])
        case parcelClosed(reason: String)
    }
    let id: String
    var isClosed = false
    init(id: String) { self.id = id }
    mutating func apply(_ act: Act, _ moment: Moment) { if case .parcelClosed = act { isClosed = true } }

    static let title = Field<String>.text("title", maximum: 20)
    static let story = Field<String>.prose("story").optional
    static let price = Field<Money>.money("price")
    static let due = Field<Instant>.instant("due")
    static let day = Field<Day>.day("day").optional
    static let weight = Field<Int64>.integer("weight", in: 1...100).optional
    static let share = Field<String>.decimal("share", decimals: 2, in: 0...1).optional
    static let urgent = Field<Bool>.boolean("urgent").optional
    static let role = Field<Role>.choice("role", set: "role").optional
    static let region = Field<String>.region("region").optional
    static let owner = Field<String>.organisation("owner").optional
    static let files = Field<[FileReference]>.files("files", maximum: 2, mediaTypes: ["application/pdf"]).optional
    static let item = Field<String>.text("item", maximum: 10)
    static let rows = Field<[Input]>.rows("rows", [item.description], count: 0...10).optional
    static let reason = Field<String>.text("reason", maximum: 50)

    static let commands: [Command<Parcel>] = [
        Command(
            opening: "open", by: [.tenderer, .centreClerk],
            fields: [
                title.description, story.description, price.description, due.description, day.description,
                weight.description, share.description, urgent.description, role.description, region.description,
                owner.description, files.description, rows.description,
            ],
            number: { _, situation in
                let highest = "SELECT MAX(CAST(id AS INTEGER)) AS n FROM parcel"
                return String(try situation.facts.next("parcel", highest))
            },
            decide: { _, input, situation in
                try require(
                    input[due] > situation.at, Refusal(.invalid, "parcel.past", rule: "T03", field: "due"))
                return Decision(
                    .parcelOpened(
                        title: input[title], price: input[price], due: input[due], files: input[files] ?? [],
                        rows: (input[rows] ?? []).map { $0[item] }))
            }),
        Command(
            "close", by: [.centreClerk], fields: [reason.description], offered: { !$0.isClosed },
            decide: { parcel, input, _ in
                try require(!parcel.isClosed, Refusal(.stage, "parcel.closed"))
                return Decision(.parcelClosed(reason: input[reason]))
            }),
    ]

    static let register = Register.of(
        Parcel.self, name: "parcel", version: 1, create: ["CREATE TABLE parcel (id TEXT PRIMARY KEY, sha256 TEXT)"],
        drop: ["DROP TABLE IF EXISTS parcel"]
    ) { registered, transaction in
        if case .parcelOpened = registered.act {
            try transaction.execute("INSERT INTO parcel (id) VALUES ($1)", [.text(registered.id)])
        }
    }

    /// The tables that the trade keeps for the workbench and for files.
    static let tables = Register.of(
        Parcel.self, name: "duty", version: 1,
        create: [
            """
            CREATE TABLE duty (docket TEXT, kind TEXT, command TEXT, role TEXT, region TEXT, trade TEXT,
              organisation TEXT, due INTEGER, since INTEGER, title TEXT)
            """,
            """
            CREATE TABLE docket_file (sha256 TEXT, docket TEXT, region TEXT, trade TEXT, tenderer TEXT, agency TEXT,
              published INTEGER)
            """,
        ],
        drop: ["DROP TABLE IF EXISTS duty", "DROP TABLE IF EXISTS docket_file"]
    ) { registered, transaction in
        guard case .parcelOpened(let title, _, let due, let files, _) = registered.act else { return }
        try transaction.execute(
            "INSERT INTO duty VALUES ($1, 'parcel', 'close', 'centreClerk', '530600', 'A07', '', $2, $3, $4)",
            [
                .text("parcel/\(registered.id)"), .integer(due.milliseconds),
                .integer(registered.moment.at.milliseconds), .text(title),
            ])
        for file in files {
            // The second file of a parcel is published.
            try transaction.execute(
                "INSERT INTO docket_file VALUES ($1, $2, '530600', 'A07', '12530600431570013W', '', $3)",
                [
                    .text(file.sha256), .text("parcel/\(registered.id)"), .integer(file == files.last ? 1 : 0),
                ])
        }
    }
}

/// A house of its own in a temporary folder: a store, a desk, an application, and people with accounts.
struct House: Sendable {
    let folder: URL
    let clock: HandClock
    let desk: Desk
    let accounts: Accounts
    let configuration: SiteConfiguration
    let application: Application<RouterResponder<Visit>>

    static let password = "a long enough sentence"
    static let clerk = Office(.centreClerk, region: "530600")
    static let bidder = Office(.bidder, region: "530600", organisation: "12530600431570013W")
    static let tenderer = Office(.tenderer, region: "530600", organisation: "12530600431570013W")

    init(behindProxy: Bool = false) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("site-\(UUID().uuidString)")
        let clock = HandClock()
        self.clock = clock
        let kinds = [
            DocketKind(Person.self, commands: Person.commands, registers: [Person.register]),
            DocketKind(Organisation.self, commands: Organisation.commands, registers: [Organisation.register]),
            DocketKind(LocalRules.self, commands: LocalRules.commands, registers: [LocalRules.register]),
            DocketKind(Parcel.self, commands: Parcel.commands, registers: [Parcel.register, Parcel.tables]),
        ]
        let law = try Statute.builtIn()
        let registers = [DoingRegister.register, TermRegister.register(kinds, law: law)]
        let store = try LedgerStore.open(
            folder: folder, registers: kinds.flatMap(\.registers) + registers, origin: "test.example/ledger")
        desk = Desk(store: store, law: law, kinds: kinds, clock: { clock.now })
        let blobs = try BlobStore(folder: folder.appendingPathComponent("blobs"))
        let vault = try SealedVault(
            folder: folder.appendingPathComponent("vault"), shape: VaultShape(indexSlots: 16, blocks: 2)
        ) { bytes in Data(try store.sign([UInt8](bytes))).base64EncodedString() }
        configuration = SiteConfiguration(
            room: BiddingRoom(desk: desk, vault: vault, blobs: blobs), behindProxy: behindProxy, largestFile: 3_000_000,
            wallClock: { clock.now })
        application = try await Site.buildApplication(configuration)
        accounts = try await Accounts(store: store, clock: { clock.now })
    }

    /// Registers a person, grants offices, and makes an account.
    @discardableResult
    func person(_ login: String, _ name: String, _ offices: [Office], code: OneTimeCode? = nil) async throws
        -> String
    {
        let receipt = try await desk.perform(
            "person", "register", on: nil, input: ["personName": .text(name), "region": .text("530600")],
            by: .platform)
        let person = String(receipt.docket.dropFirst("person/".count))
        for office in offices {
            if let organisation = office.organisation {
                _ = try? await desk.perform(
                    "organisation", "register", on: nil,
                    input: [
                        "code": .text(organisation), "name": .text("镇雄县水务局"), "region": .text("530627"),
                        "evidence": .text("登记证书"),
                    ], by: .platform)
            }
            _ = try await desk.decide(Person.self, on: person) { _, _ in
                Decision(.officeGranted(office: office, proposedBy: nil))
            }
        }
        try await accounts.create(login: login, person: person, password: House.password, code: code)
        return person
    }

    /// Runs a test against the application, then clears up.
    func visit(_ test: @escaping @Sendable (Browser) async throws -> Void) async throws {
        try await application.test(.router) { client in try await test(Browser(client: client, house: self)) }
        try await desk.store.close()
        try FileManager.default.removeItem(at: folder)
    }
}

/// Keeps cookies, as a browser does, and finds the token of the last form.
final class Browser: @unchecked Sendable {
    let client: any TestClientProtocol
    let house: House
    var cookies: [String: String] = [:]
    private(set) var page = ""

    init(client: any TestClientProtocol, house: House) {
        self.client = client
        self.house = house
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let text: String
        let bytes: [UInt8]
        var location: String? { headers[.location] }
    }

    @discardableResult
    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(path, .get, headers: headers)
    }

    @discardableResult
    func send(_ path: String, _ method: HTTPRequest.Method, headers: HTTPFields = [:], body: [UInt8]? = nil)
        async throws -> Answer
    {
        var headers = headers
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        let response = try await client.executeRequest(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        for line in response.headers[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            let value = pair.count > 1 ? String(pair[1]) : ""
            cookies[String(pair[0])] = value.isEmpty ? nil : value
        }
        let bytes = [UInt8](response.body.readableBytesView)
        let text = String(decoding: bytes, as: UTF8.self)
        if response.headers[.contentType]?.hasPrefix("text/html") == true { page = text }
        return Answer(status: response.status.code, headers: response.headers, text: text, bytes: bytes)
    }

    var token: String { value(of: "_token") }

    /// The value of a hidden field on the last page.
    func value(of name: String) -> String {
        guard let start = page.range(of: "name=\"\(name)\" value=\"") else { return "" }
        return String(page[start.upperBound...].prefix { $0 != "\"" })
    }

    @discardableResult
    func post(_ path: String, _ fields: [String: String], token: String? = nil) async throws -> Answer {
        var all = fields
        all["_token"] = token ?? self.token
        let body = all.map { "\($0)=\(SiteURL.escaped($1))" }.joined(separator: "&")
        return try await send(
            path, .post, headers: [.contentType: "application/x-www-form-urlencoded"], body: Array(body.utf8))
    }

    @discardableResult
    func signIn(_ login: String, password: String = House.password, code: String = "") async throws -> Answer {
        try await get("/sign-in")
        return try await post("/sign-in", ["login": login, "password": password, "code": code])
    }
}
