import Foundation
import Glibc
import Testing
import Trading

@testable import Insight

/// Reading in a process of its own. The tests take turns: they watch processes.
@Suite("Reading in a separate process", .serialized)
struct ReadingProcessTests {
    /// The program that was built beside the tests.
    static var daylight: URL? {
        let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("daylight").path
        let given = ProcessInfo.processInfo.environment["DAYLIGHT_BIN"]
        let path = [given, beside].compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
        return path.map { URL(fileURLWithPath: $0) }
    }

    private static func file<Value>(_ bytes: [UInt8], _ body: (URL) async throws -> Value) async throws -> Value {
        let file = ReadingFiles.path()
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file)
    }

    /// A program that stands in for `daylight` and does what the script says.
    private static func script<Value>(_ text: String, _ body: (URL) async throws -> Value) async throws -> Value {
        try await file(Array("#!/bin/sh\n\(text)\n".utf8)) { script in
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script.path)
            return try await body(script)
        }
    }

    private static func refusal(_ body: () async throws -> ReadDocument) async throws -> ReadingRefusal? {
        do {
            _ = try await body()
            return nil
        } catch let refusal as ReadingRefusal {
            return refusal
        }
    }

    /// Whether a process is there and has not ended; one that nobody has collected yet has ended.
    private static func isRunning(_ process: Int) -> Bool {
        guard let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return state.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    /// Whether a process ends without anybody's doing more: what has been sent the signal to end may take a moment.
    private static func ends(_ process: Int) -> Bool {
        let deadline = ContinuousClock.now + .seconds(5)
        while isRunning(process), ContinuousClock.now < deadline { sched_yield() }
        return !isRunning(process)
    }

    @Test("A page of a PDF becomes a picture; a page that is not there and a file without pages are refused")
    func pictures() async throws {
        let daylight = try #require(Self.daylight, "daylight is built with the tests")
        try await Self.file(PDFWriter.write(ReadingPDFTests.written)) { file in
            let document = try await DocumentReader.read(file: file, executable: daylight)
            #expect(document.pageSizes.count == document.pages)
            let picture = try await DocumentReader.picture(file: file, page: 1, executable: daylight)
            // PNG: after the signature, a header with width and height (W3C PNG 11.2.1), of the page's shape.
            let header = [UInt8](picture.prefix(24))
            #expect(header.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            let (width, height) = (Int(header[18]) << 8 | Int(header[19]), Int(header[22]) << 8 | Int(header[23]))
            let size = try #require(document.pageSizes.first)
            #expect(max(width, height) == 1_600)
            #expect(abs(Double(width) / Double(height) - size.width / size.height) < 0.002)
            let past = (document.pages ?? 0) + 1
            await #expect(throws: ReadingRefusal.broken("content")) {
                _ = try await DocumentReader.picture(file: file, page: past, executable: daylight)
            }
        }
        try await Self.file(Array("第一条 招标范围".utf8)) { file in
            await #expect(throws: ReadingRefusal.unsupported("noPages")) {
                _ = try await DocumentReader.picture(file: file, page: 1, executable: daylight)
            }
        }
    }

    @Test("The process reads what this one reads, place for place")
    func same() async throws {
        let daylight = try #require(Self.daylight, "daylight is built with the tests")
        for bytes in [PDFWriter.write(ReadingPDFTests.written), DOCXWriter.write(ReadingPDFTests.written)] {
            try await Self.file(bytes) { file in
                let here = try DocumentReader.readHere(file: file)
                let there = try await DocumentReader.read(file: file, executable: daylight)
                #expect(there == here)
                #expect(!there.units.isEmpty)
            }
        }
    }

    @Test("A refusal comes through with its code and arguments")
    func refusal() async throws {
        let daylight = try #require(Self.daylight)
        var limits = ReadingLimits.standard
        limits.pages = 3
        let text = MadePDF.text("A page with a sentence that is long enough.")
        let file = MadePDF.file(pages: Array(repeating: text, count: 4))
        let refusal = try await Self.file(file) { file in
            try await Self.refusal { try await DocumentReader.read(file: file, executable: daylight, limits: limits) }
        }
        #expect(refusal == ReadingRefusal(.tooManyPages, ["pages": "4", "limit": "3"]))
    }

    @Test("A file that needs more memory than is allowed ends the process and nothing else")
    func memory() async throws {
        let daylight = try #require(Self.daylight)
        var limits = ReadingLimits.standard
        limits.memory = 400 << 20
        // 90 MB of short lines: each becomes a unit.
        let bytes = [UInt8](unsafeUninitializedCapacity: 90_000_000) { buffer, count in
            for index in buffer.indices { buffer[index] = index % 3 == 2 ? 0x0A : 0x61 }
            count = buffer.count
        }
        limits.pages = 1_000_000
        let refusal = try await Self.file(bytes) { file in
            try await Self.refusal { try await DocumentReader.read(file: file, executable: daylight, limits: limits) }
        }
        #expect(refusal?.code == .tooMuchMemory)
    }

    @Test("Processor time is bounded by the system itself")
    func processorTime() async throws {
        let daylight = try #require(Self.daylight)
        var limits = ReadingLimits.standard
        limits.seconds = 1
        limits.pages = 1_000_000
        let text = (0..<1_000_000).map { "<p>第\($0)条</p>" }.joined()
        let bytes = Array(("<html>" + text + text + text).utf8)
        let started = ContinuousClock.now
        let refusal = try await Self.file(bytes) { file in
            try await Self.refusal { try await DocumentReader.read(file: file, executable: daylight, limits: limits) }
        }
        #expect(refusal?.code == .tookTooLong)
        #expect(ContinuousClock.now - started < .seconds(10))
    }

    @Test("When the time is over, the process and all that it started are gone")
    func timeout() async throws {
        let note = ReadingFiles.path()
        defer { try? FileManager.default.removeItem(at: note) }
        // A child that hears no request to end, and a parent that waits for it.
        let text = "(trap '' TERM HUP INT; sleep 1000) &\necho $$ $! > \(note.path)\nwait"
        var limits = ReadingLimits.standard
        limits.seconds = 1
        let refusal = try await Self.script(text) { script in
            try await Self.refusal { try await DocumentReader.read(file: note, executable: script, limits: limits) }
        }
        #expect(refusal == ReadingRefusal(.tookTooLong, ["seconds": "1"]))
        let processes = try String(contentsOf: note, encoding: .utf8).split(whereSeparator: \.isWhitespace)
        #expect(processes.count == 2)
        for process in processes.compactMap({ Int($0) }) { #expect(Self.ends(process), "\(process)") }
    }

    @Test("What a process leaves behind when it ends by itself is ended too")
    func leftBehind() async throws {
        let note = ReadingFiles.path()
        defer { try? FileManager.default.removeItem(at: note) }
        let answer = "{\\\"format\\\":\\\"text\\\",\\\"units\\\":[]}"
        // The grandchild has closed its ends of the pipes, so that nobody waits for it.
        let text = "sleep 1000 > /dev/null 2>&1 &\necho $! > \(note.path)\necho \"\(answer)\""
        let document = try await Self.script(text) { script in
            try await DocumentReader.read(file: note, executable: script)
        }
        #expect(document.units.isEmpty)
        let process = try #require(Int(try String(contentsOf: note, encoding: .utf8).trimmedBlanks))
        #expect(Self.ends(process))
    }

    /// A number from a named pipe, waited for on a thread that may wait.
    private static func number(from pipe: URL) async -> Int? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var bytes = [UInt8](repeating: 0, count: 32)
                let descriptor = open(pipe.path, O_RDONLY)
                let count = max(0, Glibc.read(descriptor, &bytes, bytes.count))
                close(descriptor)
                continuation.resume(returning: Int(String(decoding: bytes[..<count], as: UTF8.self).trimmedBlanks))
            }
        }
    }

    @Test("Cancelling the task ends the process")
    func cancelled() async throws {
        let note = ReadingFiles.path()
        defer { try? FileManager.default.removeItem(at: note) }
        try #require(mkfifo(note.path, 0o600) == 0)
        // The script says through a named pipe that it runs; opening it waits for the reader below.
        try await Self.script("echo $$ > \(note.path)\nexec sleep 1000") { script in
            let task = Task { try await DocumentReader.read(file: script, executable: script) }
            let process = try #require(await Self.number(from: note))
            #expect(Self.isRunning(process))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(Self.ends(process))
        }
    }

    @Test("Cancelling ends poppler too, which may be busy for minutes without a word")
    func poppler() async throws {
        let daylight = try #require(Self.daylight)
        // 60,000 words in a grid: poppler looks for columns among them.
        let words = (0..<60_000).map { "1 0 0 1 \(10 + $0 / 200 * 2) \(10 + $0 % 200 * 4) Tm (x) Tj" }
        let page = "BT /F 1 Tf " + words.joined(separator: "\n") + " ET"
        try await Self.file(MadePDF.file(pages: [page])) { file in
            let task = Task { try await DocumentReader.read(file: file, executable: daylight) }
            let process = try #require(await Self.process(of: "pdftotext", reading: file))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(Self.ends(process))
        }
    }

    /// Waits for a process of that name with that file among its arguments.
    private static func process(of program: String, reading file: URL) async -> Int? {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            for process in entries.compactMap({ Int($0) }) {
                guard let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { continue }
                let line = String(decoding: words, as: UTF8.self)
                if line.contains("/\(program)\0"), line.contains(file.lastPathComponent) { return process }
            }
            await Task.yield()
        }
        return nil
    }

    @Test("A process that dies, talks nonsense, or is not there is told apart from a file that is bad")
    func faults() async throws {
        for text in ["echo nonsense", "echo '{\"ok\":false}'; exit 1", "echo usage >&2; exit 2", "exit 0"] {
            try await Self.script(text) { script in
                await #expect(throws: ReadingFault.self, "\(text)") {
                    try await DocumentReader.read(file: script, executable: script)
                }
            }
        }
        try await Self.script("kill -SEGV $$") { script in
            await #expect(throws: ReadingRefusal.broken("crashed")) {
                try await DocumentReader.read(file: script, executable: script)
            }
        }
        await #expect(throws: ReadingFault.self) {
            try await DocumentReader.read(file: ReadingFiles.path(), executable: ReadingFiles.path())
        }
    }

    @Test("The process gets no file of the server's and no environment")
    func inheritance() async throws {
        let open = Glibc.open("/dev/null", O_RDONLY)
        defer { close(open) }
        try #require(open > 2)
        var output: [UInt8] = []
        let deadline = ContinuousClock.now + .seconds(10)
        let script = "ls /proc/self/fd | tr '\\n' ' '; env | cut -d= -f1 | sort | tr '\\n' ' '"
        _ = try ChildProcess.run("/bin/sh", ["-c", script], deadline: deadline) {
            output.append(contentsOf: $0)
            return true
        }
        let words = String(decoding: output, as: UTF8.self).split(separator: " ")
        // 3 is the folder that ls itself reads.
        #expect(words.filter { Int($0) != nil } == ["0", "1", "2", "3"])
        let names = Set(words.filter { Int($0) == nil }.map(String.init))
        #expect(
            names.isSubset(of: ["LC_ALL", "PATH", "MALLOC_ARENA_MAX", "LD_LIBRARY_PATH", "PWD", "OLDPWD", "SHLVL", "_"])
        )
    }

    @Test("Output without end is stopped")
    func endless() throws {
        var count = 0
        let ending = try ChildProcess.run("/usr/bin/yes", [], deadline: .now + .seconds(20)) { piece in
            count += piece.count
            return count < 1 << 20
        }
        #expect(ending.stopped)
        #expect(!ending.timedOut)
        #expect(count < 2 << 20)
    }
}
