import Desk
import Foundation
import Hummingbird
import NIOCore
import Statute

/// One request as the site sees it: who asks, from which office, in which language.
public struct Visit: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Where the connection comes from: the neighbour's address, which behind a proxy is the proxy's.
    let neighbour: String?
    /// The visitor's address, for lock-out and the list of sessions.
    public internal(set) var address = "local"
    public internal(set) var language = Language.chinese
    /// The session that the cookie names; nil for a passer-by.
    public internal(set) var session: Session?
    /// Random text that forms of this browser are bound to: the session's token, or a passer-by's own.
    var formSecret: String?
    /// True when this answer has to give the browser a new passer-by's secret.
    var formSecretIsNew = false
    /// The sentence that the last act left for the next page.
    var parting: String?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        neighbour = source.channel.remoteAddress?.ipAddress
    }

    /// Who acts: the person in the chosen office; a citizen without an account otherwise.
    public var holder: OfficeHolder {
        guard let session, let office = session.office else { return .citizen }
        return OfficeHolder(person: session.person, office: office)
    }

    /// A parameter of the path; the empty text when the route has none of the name.
    public func path(_ name: String) -> String {
        parameters.get(name).flatMap { $0.removingPercentEncoding } ?? ""
    }
}

extension Request {
    /// A parameter of the query, with `+` read as a blank; nil when it is not there.
    public func query(_ name: String) -> String? {
        guard let query = uri.query else { return nil }
        return FormBody.fields(query).first { $0.name == name }?.value
    }
}
