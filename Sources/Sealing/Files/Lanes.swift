import Dispatch
import Foundation
import Synchronization

/// Numbered parts of a file worked on by all cores at once.
enum Lanes {
    private struct Progress {
        var next = 0
        var failed: (part: Int, error: any Error)?

        mutating func take(of parts: Int) -> Int? {
            guard next < min(parts, failed?.part ?? parts) else { return nil }
            defer { next += 1 }
            return next
        }

        mutating func fail(_ part: Int, _ error: any Error) {
            if part < failed?.part ?? Int.max { failed = (part, error) }
        }
    }

    /// Calls `body` once for each part; parts are begun in order.
    /// - Parameters:
    ///   - scratch: bytes of working memory that each lane has for itself.
    ///   - body: called from several threads at once.
    /// - Throws: the error of the lowest part that failed, however the threads ran.
    static func perform(
        parts: Int, scratch: Int, _ body: @Sendable (Int, UnsafeMutableRawBufferPointer) throws -> Void
    ) throws {
        let progress = Mutex(Progress())
        // More lanes than eight would only cost memory: the disk is the limit long before.
        let lanes = min(parts, max(1, min(8, ProcessInfo.processInfo.activeProcessorCount)))
        DispatchQueue.concurrentPerform(iterations: lanes) { _ in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: scratch, alignment: 4096)
            defer { buffer.deallocate() }
            while let part = progress.withLock({ $0.take(of: parts) }) {
                do { try body(part, buffer) } catch { progress.withLock { $0.fail(part, error) } }
            }
        }
        if let error = progress.withLock({ $0.failed?.error }) { throw error }
    }
}
