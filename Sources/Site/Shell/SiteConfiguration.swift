import Desk
import Foundation
import Statute
import Store
import Trading

/// What the site needs to know about where it runs.
public struct SiteConfiguration: Sendable {
    /// Where bids come in; it brings the desk and the blobs with it.
    public let room: BiddingRoom
    /// Address to listen on; beyond loopback only with ``behindProxy``.
    public var host: String
    public var port: Int
    /// TLS ends at a reverse proxy in front: cookies are `Secure`, HSTS is sent, and the visitor's address is the
    /// last entry of `X-Forwarded-For`.
    public var behindProxy: Bool
    /// The site's public address without a slash at the end; links in proofs and the API's description use it.
    public var publicURL: String
    /// The clock of sign-in: sessions, lock-out and one-time codes go by the world's time, also when the desk's
    /// clock has been set for a demonstration.
    public var wallClock: @Sendable () -> Instant
    /// Largest file that a form or the API takes, in bytes.
    public var largestFile: Int64
    /// The `daylight` program, which reads strangers' documents in a process of its own; nil reads none.
    public var readingExecutable: URL?
    /// Shown on every page: a demonstration says that it is one.
    public var isDemonstration: Bool

    public var desk: Desk { room.desk }
    public var blobs: BlobStore { room.blobs }

    public init(
        room: BiddingRoom, host: String = "127.0.0.1", port: Int = 8080, behindProxy: Bool = false,
        publicURL: String? = nil, largestFile: Int64 = 4 << 30, isDemonstration: Bool = false,
        wallClock: @escaping @Sendable () -> Instant = SiteConfiguration.systemClock
    ) {
        self.room = room
        self.host = host
        self.port = port
        self.behindProxy = behindProxy
        self.publicURL = publicURL ?? "http://\(host):\(port)"
        self.largestFile = largestFile
        self.isDemonstration = isDemonstration
        self.wallClock = wallClock
    }

    public init(
        installation: Installation, host: String = "127.0.0.1", port: Int = 8080, behindProxy: Bool = false,
        publicURL: String? = nil, isDemonstration: Bool = false
    ) {
        self.init(
            room: installation.room, host: host, port: port, behindProxy: behindProxy, publicURL: publicURL,
            isDemonstration: isDemonstration)
    }

    public static let systemClock: @Sendable () -> Instant = {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// Why the site would not start.
    public enum Problem: Error, Equatable, CustomStringConvertible {
        case listensBeyondLoopback(String)

        public var description: String {
            switch self {
            case .listensBeyondLoopback(let host):
                "refusing to listen on \(host): passwords would travel in the clear. Listen on 127.0.0.1, "
                    + "or put a TLS proxy in front and say --behind-proxy"
            }
        }
    }

    func check() throws {
        let loopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        if !loopback, !behindProxy { throw Problem.listensBeyondLoopback(host) }
    }
}
