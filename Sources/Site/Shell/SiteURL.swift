import Foundation
import Statute

/// Every address of the site, so that a link cannot be mistyped.
public enum SiteURL: Sendable {
    case today
    case signIn(next: String?)
    case signOut
    case chooseOffice
    case workbench
    case account
    case accountPassword
    case accountCode
    case accountTokens
    case accountToken(String)
    case accountSession(String)
    case admin
    case adminAccount(String)
    case adminAccountAct(String, String)
    /// The page of a docket: `section/2026-000127`.
    case docket(String)
    /// The form of a command; without a docket for one that opens a docket.
    case command(kind: String, name: String, docket: String?)
    case verify(sequence: Int64?)
    case ledgerProof(Int64)
    case ledgerEntry(Int64)
    case ledgerCheckpoint
    case ledgerKey
    case blob(sha256: String, name: String)
    /// A file opened on the site, at a place of its text (Unicode scalars).
    case reading(sha256: String, name: String, place: Range<Int>?)
    /// The picture of one page of a file.
    case pagePicture(sha256: String, name: String, page: Int)
    case events(docket: String)
    /// The checklist for a kind of notice.
    case checklist(NoticeKind)
    case openAPI
    case page(String)

    public var path: String {
        switch self {
        case .today: "/"
        case .signIn(let next): "/sign-in" + Self.query(["next": next])
        case .signOut: "/sign-out"
        case .chooseOffice: "/office"
        case .workbench: "/workbench"
        case .account: "/account"
        case .accountPassword: "/account/password"
        case .accountCode: "/account/code"
        case .accountTokens: "/account/tokens"
        case .accountToken(let id): "/account/tokens/\(Self.escaped(id))/revoke"
        case .accountSession(let id): "/account/sessions/\(Self.escaped(id))/end"
        case .admin: "/admin"
        case .adminAccount(let login): "/admin/accounts/\(Self.escaped(login))"
        case .adminAccountAct(let login, let act): "/admin/accounts/\(Self.escaped(login))/\(act)"
        case .docket(let docket):
            "/" + docket.split(separator: "/").map { Self.escaped(String($0)) }.joined(separator: "/")
        case .command("section", "declareOpeningKey", let docket?): "/section/\(Self.escaped(docket))/key"
        case .command("section", "revealOpeningKey", let docket?), .command("section", "releaseBidderKey", let docket?):
            "/section/\(Self.escaped(docket))/opening"
        case .command(let kind, let name, let docket): "/do/\(kind)/\(name)" + Self.query(["docket": docket])
        case .checklist(let kind): "/checklists#\(kind.rawValue)"
        case .verify(let sequence): "/verify" + Self.query(["sequence": sequence.map { String($0) }])
        case .ledgerProof(let sequence): "/ledger/proof/\(sequence).tlog-proof"
        case .ledgerEntry(let sequence): "/ledger/entry/\(sequence).json"
        case .ledgerCheckpoint: "/ledger/checkpoint"
        case .ledgerKey: "/ledger/vkey"
        case .blob(let sha256, let name): "/files/\(sha256)/\(Self.escaped(name))"
        case .reading(let sha256, let name, let place):
            "/files/\(sha256)/\(Self.escaped(name))/read"
                + Self.query(["start": place.map { String($0.lowerBound) }, "end": place.map { String($0.upperBound) }])
                + (place == nil ? "" : "#mark")
        case .pagePicture(let sha256, let name, let page): "/files/\(sha256)/\(Self.escaped(name))/pages/\(page)"
        case .events(let docket): "/events" + Self.query(["docket": docket])
        case .openAPI: "/api/openapi.json"
        case .page(let path): path
        }
    }

    static func escaped(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~:")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }

    private static func query(_ parameters: [String: String?]) -> String {
        let given = parameters.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }.sorted()
        return given.isEmpty ? "" : "?" + given.joined(separator: "&")
    }

    /// Whether an address that came with a form may be followed after it: one of this site's own pages.
    static func isOwn(_ path: String) -> Bool {
        path.hasPrefix("/") && !path.hasPrefix("//") && !path.hasPrefix("/\\") && path.utf8.count <= 500
            && !path.unicodeScalars.contains { $0.value < 0x20 }
    }
}
