import Testing

@testable import Statute

@Suite("The centre's checklists are data")
struct ChecklistTests {
    private let law: Statute

    init() throws { law = try Statute.builtIn() }

    @Test("Every kind of notice has its list, and every line a title and a basis in both languages")
    func lines() throws {
        let day = try #require(Day("2026-09-01"))
        for kind in NoticeKind.allCases {
            let lines = law.checklist(for: kind, on: day)
            #expect(lines.count >= 3)
            for line in lines {
                #expect(line.id.hasPrefix(kind.rawValue + "."))
                for text in [line.title, line.basis] {
                    #expect(text.chinese.unicodeScalars.contains { $0.value >= 0x4E00 })
                    #expect(!text.english.isEmpty && text.english.unicodeScalars.allSatisfy { $0.value < 0x2E80 })
                }
                #expect(law.checklistItem(line.id) == line)
            }
            #expect(Set(lines.map(\.id)).count == lines.count)
        }
        #expect(law.checklistItem("tender.unheard") == nil)
    }

    @Test("A tender notice is looked through for all five kinds of defect (发改法规规〔2022〕1117号)")
    func kinds() throws {
        let lines = law.checklist(for: .tender, on: try #require(Day("2026-09-01")))
        #expect(Set(lines.map(\.kind)) == Set(DefectKind.allCases))
    }

    @Test("A line is asked only while its basis is in force (公平竞争审查条例, from 1 August 2024)")
    func versions() throws {
        let before = law.checklist(for: .tender, on: try #require(Day("2024-07-31"))).map(\.id)
        let after = law.checklist(for: .tender, on: try #require(Day("2024-08-01"))).map(\.id)
        #expect(!before.contains("tender.competition") && after.contains("tender.competition"))
    }
}
