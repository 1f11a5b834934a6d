import Desk
import Foundation
import Hummingbird
import Insight
import Statute
import Store
import Trading

/// What every page may use: one value, made at the start, handed to each group of pages.
public struct SiteContext: Sendable {
    public let configuration: SiteConfiguration
    public let desk: Desk
    public let accounts: Accounts
    public let uploads: Uploads
    public let catalogue: Catalogue
    public let templates: Templates
    public let assets: Assets
    public let events: EventHub
    public let rules: RulesInForce
    let passersBy = PassersBy(limit: 512)
    /// Documents of visitors that are read at once.
    let readers = ReadingGate(limit: 2)
    let received: ReceivedFolder
    /// Documents and pictures of pages that somebody looked at, by digest (and page).
    let documentsRead = RecentlyUsed<String, DocumentText>(limit: 6)
    let pagePictures = RecentlyUsed<String, Data>(limit: 48)
    /// Unknown API tokens by address.
    let tokenFailures = FailureGate(limit: 30)

    public var store: LedgerStore { desk.store }
    public var blobs: BlobStore { configuration.blobs }
    public var room: BiddingRoom { configuration.room }
    public var law: Statute { desk.law }
    /// The desk's clock: terms on pages are counted by it.
    public var now: Instant { desk.now }

    /// - Throws: what is wrong with templates, catalogues, assets or the store.
    public init(_ configuration: SiteConfiguration) async throws {
        self.configuration = configuration
        desk = configuration.desk
        accounts = try await Accounts(
            store: configuration.desk.store, clock: configuration.wallClock)
        uploads = try await Uploads(
            store: configuration.desk.store, blobs: configuration.blobs, largest: configuration.largestFile)
        catalogue = try Catalogue.builtIn()
        templates = try Templates.builtIn(catalogue)
        assets = try Assets.builtIn()
        events = EventHub(limit: 1000)
        rules = RulesInForce(desk: configuration.desk)
        received = try ReceivedFolder(beside: configuration.desk.store.folder)
    }

    public func words(_ visit: Visit) -> Words { catalogue.words(visit.language) }

    public func shown(_ visit: Visit) -> Shown { Shown(words(visit)) }
}

/// Some of the site's pages: `Trading/SectionPages.swift` is one. Listed once, in
/// ``Site/pages``.
protocol PageGroup: Sendable {
    /// Adds the group's routes.
    func add(to router: Router<Visit>, site: SiteContext)
    /// The entries of the main menu, in order; most groups have none.
    var menu: [MenuEntry] { get }
}

extension PageGroup {
    public var menu: [MenuEntry] { [] }
}

/// One entry of the main menu.
struct MenuEntry: Sendable {
    /// Key of its label.
    let label: String
    let path: String
    /// Lower comes first.
    let order: Int

    init(_ label: String, path: String, order: Int) {
        self.label = label
        self.path = path
        self.order = order
    }
}
