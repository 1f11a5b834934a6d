import Desk
import Foundation
import Statute
import Store

/// Approved plans, and projects of the platform that no imported plan stands behind, that look like one project cut into parts below the threshold of tendering (化整为零规避招标,
/// 招标投标法 4, 49; domain.md §2.2). A clue with its figures, no verdict.
public enum SplitPlans {
    /// Parts of one project, each just below the threshold, together at or above it; by their dockets, `plan/…` or
    /// `project/…`.
    /// - Throws: `StoreError`; nothing is found in years without a law of thresholds.
    public static func signals(_ facts: Facts, law: Statute, on day: Day) throws -> [SplitTender.Signal] {
        guard let limits = try? law.mustTender(on: day) else { return [] }
        let rows = try facts.rows(
            """
            SELECT 'plan/' || number AS docket, name, tenderer, estimate, approved FROM plan
            UNION ALL
            SELECT 'project/' || number, name, tenderer, estimate, approved FROM project
              WHERE approval_key NOT IN (SELECT approval_key FROM plan)
            ORDER BY docket
            """)
        let contracts = rows.map { row in
            let name = row.text("name")
            return SplitTender.Contract(
                id: row.text("docket"), project: "\(row.text("tenderer")) \(project(name))", kind: kind(name),
                estimate: Money(fen: row.integer("estimate")),
                date: Day(of: Instant(milliseconds: row.integer("approved"))))
        }
        return SplitTender.signals(contracts, law: limits)
    }

    /// What a plan's name says about the project without its part: 一期, 第2标段, （二）.
    static func project(_ name: String) -> String {
        let part = #"(?:第?[一二三四五六七八九十\d]+(?:期|标段|批次|批|阶段|部分|段|号))|[（(][^（）()]{1,8}[）)]|\s"#
        return name.replacingOccurrences(of: part, with: "", options: .regularExpression)
    }

    static func kind(_ name: String) -> ProcurementKind {
        func says(_ words: String...) -> Bool { words.contains { name.contains($0) } }
        if says("监理", "勘察", "设计") { return .services }
        return says("采购", "供货") ? .importantGoods : .works
    }
}
