import Desk
import Hummingbird
import Statute

/// What the centre looks for in each kind of notice, line by line with its basis (核验清单).
struct ChecklistPages: PageGroup {
    func add(to router: Router<Visit>, site: SiteContext) {
        router.get("/checklists") { request, visit in
            try await site.publicPage(request, visit) { visit in
                let words = site.words(visit)
                let today = Day(of: site.now)
                let lists: [View] = NoticeKind.allCases.map { kind in
                    let items: [View] = site.law.checklist(for: kind, on: today).map { item in
                        [
                            "kind": words("choice.defectKind.\(item.kind.rawValue)"),
                            "title": words.said(item.title), "basis": words.said(item.basis), "code": item.id,
                        ]
                    }
                    return [
                        "id": kind.rawValue, "label": words("choice.noticeKind.\(kind.rawValue)"),
                        "lead": words("page.checklists.\(kind == .tender ? "before" : "after")"), "items": items,
                    ]
                }
                return try site.answer(
                    Page("checklists", title: words("page.checklists.title"), ["lists": lists]), to: request, visit)
            }
        }
    }
}
