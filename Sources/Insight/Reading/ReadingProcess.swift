import Foundation
import Glibc

/// The two ends of reading in a separate process: what the server starts, and what the started process does to itself.
public enum ReadingProcess {
    /// What the process prints, as one JSON object, when it refuses a file; its exit status is then 1.
    public struct RefusalAnswer: Codable {
        public var ok = false
        public var code: ReadingRefusal.Code
        public var arguments: [String: String]
        /// For people at a terminal.
        public var message: String

        public init(_ refusal: ReadingRefusal, message: String) {
            code = refusal.code
            arguments = refusal.arguments
            self.message = message
        }
    }

    /// Bounds this process, and all that it will start, in memory and processor time; no core files.
    public static func confine(_ limits: ReadingLimits) {
        bound(Int32(RLIMIT_AS.rawValue), limits.memory)
        bound(Int32(RLIMIT_CPU.rawValue), limits.seconds)
        bound(Int32(RLIMIT_CORE.rawValue), 0)
    }

    private static func bound(_ resource: Int32, _ value: Int) {
        let resource = __rlimit_resource_t(UInt32(resource))
        var current = rlimit()
        getrlimit(resource, &current)
        // A bound that is tighter already stays.
        let wanted = min(rlim_t(max(value, 0)), current.rlim_max)
        var new = rlimit(rlim_cur: wanted, rlim_max: current.rlim_max)
        setrlimit(resource, &new)
    }

    static func run(
        file: URL, executable: URL, limits: ReadingLimits, cancelled: () -> Bool
    ) throws -> DocumentText {
        // The answer is larger than the text that it holds by its places; beyond this it is none of ours.
        let (ending, output) = try start(
            ["--format", "json"], file: file, executable, limits, longest: 64 * limits.scalars + 1 << 20, cancelled)
        return try answer(ending, output, limits) { try? JSONDecoder().decode(DocumentText.self, from: $0) }
    }

    /// A picture of one page of a PDF, as PNG.
    static func picture(
        file: URL, page: Int, executable: URL, limits: ReadingLimits, cancelled: () -> Bool
    ) throws -> Data {
        let (ending, output) = try start(
            ["--format", "json", "--picture", String(page)], file: file, executable, limits, longest: 1 << 25,
            cancelled)
        return try answer(ending, output, limits) { $0.starts(with: [0x89, 0x50, 0x4E, 0x47]) ? $0 : nil }
    }

    private static func start(
        _ more: [String], file: URL, _ executable: URL, _ limits: ReadingLimits, longest: Int,
        _ cancelled: () -> Bool
    ) throws -> (ChildProcess.Ending, [UInt8]) {
        let arguments =
            ["read", file.standardizedFileURL.path] + more + [
                "--max-bytes", String(limits.bytes), "--max-pages", String(limits.pages), "--max-memory",
                String(limits.memory), "--max-seconds", String(limits.seconds),
            ]
        var output: [UInt8] = []
        // The process has the same time and a little to say that it was not enough.
        let deadline = ContinuousClock.now + .seconds(limits.seconds) + .seconds(1)
        let ending: ChildProcess.Ending
        do {
            ending = try ChildProcess.run(
                executable.standardizedFileURL.path, arguments, deadline: deadline, cancelled: cancelled
            ) { piece in
                output.append(contentsOf: piece)
                return output.count <= longest
            }
        } catch let failure as ChildProcess.NotStarted {
            throw ReadingFault.noAnswer(String(cString: strerror(failure.reason)))
        }
        if cancelled() { throw CancellationError() }
        return (ending, output)
    }

    /// Bytes that this process held at most.
    private static var ownPeak: Int {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        return usage.ru_maxrss * 1024
    }

    private static func answer<Answer>(
        _ ending: ChildProcess.Ending, _ output: [UInt8], _ limits: ReadingLimits, _ decode: (Data) -> Answer?
    ) throws -> Answer {
        if ending.timedOut || ending.signal == SIGXCPU || ending.signal == SIGKILL && !ending.stopped {
            throw ReadingRefusal(.tookTooLong, ["seconds": String(limits.seconds)])
        }
        if ending.stopped { throw ReadingRefusal(.tooMuchMemory, ["limit": String(limits.memory)]) }
        if ending.signal != nil {
            // An allocation that fails ends the process by a trap; so does a fault in a library.
            // A child counts the memory of its parent as its own until it has begun: less than that tells nothing.
            if ending.residentBytes > max(limits.memory / 2, ownPeak) || ending.errors.contains("allocat") {
                throw ReadingRefusal(.tooMuchMemory, ["limit": String(limits.memory)])
            }
            throw ReadingRefusal.broken("crashed")
        }
        let data = Data(output)
        if ending.status == 0, let answer = decode(data) { return answer }
        if ending.status == 1, let refused = try? JSONDecoder().decode(RefusalAnswer.self, from: data) {
            throw ReadingRefusal(refused.code, refused.arguments)
        }
        throw ReadingFault.noAnswer(String(ending.errors.prefix(2_000)))
    }
}
