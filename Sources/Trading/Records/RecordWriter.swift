import Desk
import Foundation
import Statute
import Store

/// The effects of a record: its PDF is put among the files, then the act names it. Repeatable: the same docket gives
/// the same bytes.
public struct RecordWriter: Sendable {
    public let desk: Desk
    public let blobs: BlobStore

    public init(desk: Desk, blobs: BlobStore) {
        self.desk = desk
        self.blobs = blobs
    }

    /// Writes every record that any section waits for.
    public func writeDue(at instant: Instant) async throws {
        let waiting = try desk.facts.rows("SELECT section FROM record_due ORDER BY since, section LIMIT 100")
        for row in waiting { try await write(section: row.text("section"), at: instant) }
    }

    private func write(section: String, at instant: Instant) async throws {
        while let standing = try desk.standing(Tender.self, section), let due = standing.state.records.due {
            var checkpoint: [String] = []
            if due.kind == .archiveCover,
                let last = try desk.store.entries(docket: "section/\(section)", after: 0).last?.sequence
            {
                checkpoint = try await desk.store.waitForCheckpoint(covering: last).split(separator: "\n").map(
                    String.init)
            }
            guard
                let text = try standing.state.record(due, acts: standing.version, checkpoint: checkpoint, law: desk.law)
            else { return }
            let bytes = PDFWriter.write(text)
            let writer = try blobs.writer()
            try writer.append(bytes)
            let stored = try writer.finish()
            let record = PublishedRecord(
                kind: due.kind, letter: due.letter,
                file: FileReference(
                    name: text.name + ".pdf", mediaType: "application/pdf", sha256: stored.sha256, root: stored.root,
                    size: stored.size))
            _ = try await desk.decide(Tender.self, on: section, at: instant) { tender, situation in
                try tender.publishRecord(record, situation)
            }
        }
    }
}
