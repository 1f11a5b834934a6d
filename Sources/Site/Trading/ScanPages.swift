import Foundation
import Hummingbird
import Insight
import NIOCore
import Statute

/// "Check a tender document" (检查一份招标文件): the scanner of gate one for everybody, without an account. What is sent
/// is read in a process of its own and kept nowhere.
struct ScanPages: PageGroup {
    private static let textLimit = 1 << 20

    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/scan") { request, visit in
            try self.page([:], request, visit, site)
        }
        router.post("/scan") { request, visit in
            guard site.readers.enter() else {
                return try self.page(
                    ["fault": site.words(visit)("page.check.busy")], status: .serviceUnavailable, request, visit, site)
            }
            defer { site.readers.leave() }
            return try await self.check(request, visit, site)
        }
    }

    private func page(
        _ more: View, region chosen: String = "", status: HTTPResponse.Status = .ok, _ request: Request, _ visit: Visit,
        _ site: SiteContext
    ) throws -> Response {
        let words = site.words(visit)
        var view: View = [
            "limit": site.shown(visit).size(Int64(ReadingLimits.standard.bytes)),
            // Without packs of their own all regions have the same rules: nothing to choose.
            "isRegional": try site.rules.areRegional,
            "regions": words.options(site.law.allRegions.map { ($0.code, $0.title) }, chosen: chosen),
        ]
        view.merge(more) { _, new in new }
        return try site.answer(
            Page("scan", title: words("page.barriers.scan"), view, status: status), to: request, visit)
    }

    private func check(_ request: Request, _ visit: Visit, _ site: SiteContext) async throws -> Response {
        let words = site.words(visit)
        let received = try await ReceivedDocument.receive(request, visit, site, textLimit: Self.textLimit)
        defer { received.forget() }
        let region = received.region.isEmpty ? nil : received.region
        guard region.map({ site.law.region($0) != nil }) ?? true else {
            return try page(
                ["fault": words("refusal.input.notARegion")], status: .unprocessableContent, request, visit, site)
        }
        let document: DocumentText
        do {
            if let file = received.file {
                guard let executable = site.configuration.readingExecutable else {
                    throw HTTPError(.serviceUnavailable)
                }
                document = try await DocumentReader.read(file: file, executable: executable).withText()
            } else if received.text.contains(where: { !$0.isWhitespace }) {
                document = DocumentText(plain: received.text)
            } else {
                return try page(
                    ["fault": words("page.check.nothing")], region: received.region, status: .unprocessableContent,
                    request, visit, site)
            }
        } catch let refusal as ReadingRefusal {
            return try page(
                ["fault": words("reading.\(refusal.code.rawValue)")], region: received.region,
                status: .unprocessableContent, request, visit, site)
        }
        let rules = try site.rules.current(in: region)
        let findings = try rules.scanner.examine(document).filter { $0.severity != .check }
        var view = result(document, findings, received, words)
        view["rules"] = rules.name
        return try page(view, region: received.region, request, visit, site)
    }

    private func result(
        _ document: DocumentText, _ findings: [ClauseFinding], _ received: ReceivedDocument, _ words: Words
    ) -> View {
        let rows: [View] = findings.map { finding in
            let scalars = Array(finding.sentence.unicodeScalars)
            func part(_ range: Range<Int>) -> String {
                var text = ""
                text.unicodeScalars.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
                return text
            }
            let start = max(0, finding.start - finding.sentenceStart)
            let end = max(start, finding.end - finding.sentenceStart)
            return [
                "severity": words("severity.\(finding.severity.rawValue)"), "isHard": finding.severity == .hard,
                "aspect": "\(finding.aspect) \(words("choice.aspect.\(finding.aspect)"))",
                "before": part(0..<start), "marked": part(start..<end), "after": part(end..<max(end, scalars.count)),
                "page": finding.page.map { words("page.scan.page", ["page": String($0)]) } ?? "",
                "rule": finding.rule, "basis": words.said(finding.basis),
                "explanation": words.said(finding.explanation), "suggestion": words.said(finding.suggestion),
            ]
        }
        var view: View = [
            "isResult": true, "rows": rows, "isClean": rows.isEmpty,
            "summary": words(
                document.pages == nil ? "page.check.summary" : "page.check.summaryPaged",
                [
                    "count": String(rows.count), "hard": String(findings.count { $0.severity == .hard }),
                    "characters": Shown.number(Int64(document.text.unicodeScalars.count)),
                    "pages": document.pages.map(String.init) ?? "",
                ]),
            "name": received.name, "text": received.text,
        ]
        if !document.pagesWithoutText.isEmpty {
            let pages = document.pagesWithoutText.prefix(20).map(String.init).joined(separator: ", ")
            view["unreadPages"] = words("page.check.unreadPages", ["pages": pages])
        }
        return view
    }
}
