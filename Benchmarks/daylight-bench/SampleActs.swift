import Foundation
import Ledger
import Store

/// Acts of about 400 bytes, as a tender's are.
enum SampleActs {
    /// The folder's log name.
    static let origin = "bench.example/ledger"

    static func draft(docket: String, version: Int, number: Int) -> Draft {
        let open = """
            {"bidder":"91530600MA6K\(1_000_000 + number % 9_000_000)","document":\
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","note":\
            "昭通市鲁甸县农村公路改建工程一标段","number":\(number),"price":\(100_000_000 + number),"term":"T12"}
            """
        let act = EntryDraft(
            act: "questionAnswered", at: "2026-09-25T01:00:00.000Z", person: "P-000127", office: "tenderer:530621:A01",
            open: Array(open.utf8))
        return Draft(docket: docket, expectedVersion: version, acts: [act])
    }

    /// A folder that did not exist before.
    static func freshFolder() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("daylight-bench-\(UUID().uuidString)")
    }
}

/// Seconds that something took.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    let duration = ContinuousClock.now - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

/// A number with a few decimals.
func decimals(_ value: Double, _ count: Int = 2) -> String { String(format: "%.\(count)f", value) }
