import CSpawn
import Glibc

/// Runs a program with a bound on time and output. When `run` returns, whatever the reason, the program has ended; when
/// it had a process group of its own, so has all that it started.
struct ChildProcess {
    /// How the program ended.
    struct Ending: Sendable {
        /// The exit status; nil when a signal ended it.
        var status: Int32?
        var signal: Int32?
        /// Ended from here, because its time was over.
        var timedOut = false
        /// Ended from here, because `consume` had enough.
        var stopped = false
        /// The most memory that was resident at once, in bytes.
        var residentBytes = 0
        /// The beginning of what it wrote to standard error.
        var errors = ""
    }

    /// The program could not be started; `errno`.
    struct NotStarted: Error {
        let reason: Int32
    }

    /// - Parameters:
    ///   - executable: an absolute path.
    ///   - ownGroup: false for a program that must end with this process's group: one that the reading process starts
    ///     is ended by the server together with it.
    ///   - deadline: on the monotonic clock.
    ///   - cancelled: asked every tenth of a second; true ends the program as `stopped`.
    ///   - consume: is given standard output piece by piece; false ends the program.
    static func run(
        _ executable: String, _ arguments: [String], ownGroup: Bool = true, deadline: ContinuousClock.Instant,
        cancelled: () -> Bool = { false }, consume: (UnsafeRawBufferPointer) -> Bool
    ) throws -> Ending {
        let output = try Pipe()
        let errors = try Pipe()
        let process = try spawn(
            executable, arguments, ownGroup: ownGroup, output: output.writing, errors: errors.writing)
        output.closeWriting()
        errors.closeWriting()
        var ending = Ending()
        var open = [output.reading, errors.reading]
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var messages: [UInt8] = []
        while !open.isEmpty {
            if ContinuousClock.now >= deadline { ending.timedOut = true }
            if cancelled() { ending.stopped = true }
            if ending.timedOut || ending.stopped { break }
            var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let remaining = ContinuousClock.now.duration(to: deadline)
            _ = poll(&waiting, nfds_t(waiting.count), Int32(max(1, min(100, remaining / .milliseconds(1)))))
            for ready in waiting where ready.revents != 0 {
                let count = buffer.withUnsafeMutableBytes { Glibc.read(ready.fd, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                if count <= 0 {
                    open.removeAll { $0 == ready.fd }
                } else if ready.fd == output.reading {
                    let goOn = buffer.withUnsafeBytes { consume(UnsafeRawBufferPointer(rebasing: $0[0..<count])) }
                    if !goOn { ending.stopped = true }
                } else if messages.count < 65_536 {
                    messages.append(contentsOf: buffer[0..<count])
                }
            }
        }
        collect(process, ownGroup ? -process : process, until: deadline, &ending)
        ending.errors = String(decoding: messages, as: UTF8.self)
        return ending
    }

    /// Waits for the process, ends what is left of its group, and collects it. The group is ended before the process
    /// is collected: until then its number cannot belong to anybody else.
    private static func collect(
        _ process: pid_t, _ target: pid_t, until deadline: ContinuousClock.Instant, _ ending: inout Ending
    ) {
        if ending.timedOut || ending.stopped { kill(target, SIGKILL) }
        var pause: UInt32 = 200
        while true {
            var information = siginfo_t()
            let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
            if result == 0, information.si_signo != 0 { break }
            if result < 0, errno != EINTR { break }
            if ContinuousClock.now >= deadline, !ending.timedOut, !ending.stopped {
                ending.timedOut = true
                kill(target, SIGKILL)
            }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
        kill(target, SIGKILL)
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        ending.residentBytes = usage.ru_maxrss * 1_024
        let signal = status & 0x7F
        if signal == 0 { ending.status = (status >> 8) & 0xFF } else { ending.signal = signal }
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], ownGroup: Bool, output: Int32, errors: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // Nothing of the server's (sockets, database) is handed on.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let group = ownGroup ? POSIX_SPAWN_SETPGROUP : 0
        posix_spawnattr_setflags(&attributes, Int16(group | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        // Messages in plain English whatever the operator's language; nothing else of the environment.
        var settings = ["LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "MALLOC_ARENA_MAX=2"]
        if let libraries = getenv("LD_LIBRARY_PATH") {
            settings.append("LD_LIBRARY_PATH=" + String(cString: libraries))
        }
        var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) }
        environment.append(nil)
        defer { for entry in environment { free(entry) } }
        var process: pid_t = 0
        let result = posix_spawn(&process, executable, &actions, &attributes, words, environment)
        guard result == 0 else { throw NotStarted(reason: result) }
        return process
    }

    /// A pipe whose ends are closed when it goes.
    private final class Pipe {
        let reading: Int32
        private(set) var writing: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            guard pipe2(&ends, O_CLOEXEC) == 0 else { throw NotStarted(reason: errno) }
            reading = ends[0]
            writing = ends[1]
        }

        func closeWriting() {
            if writing >= 0 { close(writing) }
            writing = -1
        }

        deinit {
            close(reading)
            closeWriting()
        }
    }
}
