import Desk
import Foundation
import HTTPTypes
import Hummingbird
import Statute

/// A page about to be answered: its template, what the template shows, and its title.
public struct Page: Sendable {
    let template: String
    let title: String
    var view: View
    var status: HTTPResponse.Status = .ok
    /// Names of modules in `Static/js` that the page loads.
    let scripts: [String]
    /// The docket whose news reload the page's live part.
    let live: String?

    /// - Parameters:
    ///   - title: the page's name as people read it; the layout adds the site's.
    ///   - scripts: modules of `Static/js`, without path and ending.
    ///   - live: a docket, `section/2026-000127`: news of it reload the element with `id="live"`.
    public init(
        _ template: String, title: String, _ view: View = [:], status: HTTPResponse.Status = .ok,
        scripts: [String] = [], live: String? = nil
    ) {
        self.template = template
        self.title = title
        self.view = view
        self.status = status
        self.scripts = scripts
        self.live = live
    }
}

extension SiteContext {
    /// Renders a page in its layout.
    public func answer(_ page: Page, to request: Request, _ visit: Visit) throws -> Response {
        let words = words(visit)
        var view = frame(page, request, visit, words)
        view.merge(page.view) { _, own in own }
        let html = try templates.render(page.template, view, visit.language)
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = visit.language.rawValue
        headers[.cacheControl] = visit.session == nil ? "no-cache" : "no-store"
        headers[.vary] = "Cookie, Accept-Encoding"
        var response = Response(
            status: page.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
        if visit.formSecretIsNew, let secret = visit.formSecret { keepFormSecret(secret, in: &response) }
        return response
    }

    /// What the layout shows around every page.
    private func frame(_ page: Page, _ request: Request, _ visit: Visit, _ words: Words) -> View {
        let path = request.uri.path
        let entries = Site.pages.flatMap(\.menu).sorted { $0.order < $1.order }
        let menu: [View] = entries.map { entry in
            let current = entry.path == "/" ? path == "/" : path.hasPrefix(entry.path)
            return ["label": words(entry.label), "path": entry.path, "current": current]
        }
        var languages: [View] = []
        for language in Language.allCases where language != visit.language {
            languages.append([
                "code": language.rawValue, "name": words("language.\(language.rawValue)"),
                "path": languageLink(request, language),
            ])
        }
        var view: View = [
            "language": visit.language.rawValue, "title": page.title, "menu": menu, "languages": languages,
            "assets": assets.prefix, "signedIn": visit.session != nil,
            "ledgerSize": Shown.number(Int64(clamping: store.size)),
            "formToken": formToken(visit), "demonstration": configuration.isDemonstration,
            "scripts": page.scripts.map { ["name": $0] as View }, "now": Shown(words).instant(now),
            "signInPath": SiteURL.signIn(next: path == "/" || path == "/sign-in" ? nil : path).path,
        ]
        if let live = page.live { view["liveDocket"] = live }
        if let parting = visit.parting { view["parting"] = words(parting) }
        if let session = visit.session {
            view["personName"] = session.name
            view["officeName"] = session.office.map { officeName($0, words) } ?? words("office.none")
            view["severalOffices"] = session.offices.count > 1
            view["isAdministrator"] = session.office?.role == .administrator
        }
        return view
    }

    private func languageLink(_ request: Request, _ language: Language) -> String {
        let kept = FormBody.fields(request.uri.query ?? "").filter { $0.name != "lang" }
        let pairs = kept.map { "\(SiteURL.escaped($0.name))=\(SiteURL.escaped($0.value))" }
        let isForm = request.method == .post
        return (isForm ? "/" : request.uri.path) + "?" + (pairs + ["lang=\(language.rawValue)"]).joined(separator: "&")
    }

    /// An office as people read it: role, and what it acts for.
    public func officeName(_ office: Office, _ words: Words) -> String {
        var parts = [words("role.\(office.role.rawValue)")]
        if let organisation = office.organisation {
            parts.append(organisationName(organisation))
        } else if office.region != "000000" {
            parts.append(regionName(office.region))
        }
        if let trade = office.trade { parts.append(words.first("trade.\(trade)") ?? trade) }
        return parts.joined(separator: " · ")
    }

    /// An organisation's name from its register; its code when it is not registered.
    public func organisationName(_ code: String) -> String {
        let rows = try? store.read { try $0.rows("SELECT name FROM organisation WHERE code = $1", [.text(code)]) }
        return rows?.first?.text("name") ?? code
    }

    public func regionName(_ code: String) -> String { law.region(code)?.name ?? code }

    /// Answers with a page of this site to be fetched next (303).
    public func redirect(_ url: SiteURL) -> Response { Response.redirect(to: url.path, type: .normal) }
}
