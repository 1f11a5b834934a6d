/// One wait for the disk for all that wait at the same time.
actor SyncGroup {
    private let file: VaultFile
    private let executor = VaultExecutor("vault.sync")
    private var waiting: [CheckedContinuation<Void, any Error>] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(file: VaultFile) { self.file = file }

    /// Returns when everything written to the file before the call is on disk.
    func sync() async throws {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(continuation)
            if waiting.count == 1 { Task { self.flush() } }
        }
    }

    /// Those who come while the disk works are queued behind this and share the next wait.
    private func flush() {
        let batch = waiting
        waiting = []
        do {
            try file.sync()
            for continuation in batch { continuation.resume() }
        } catch {
            for continuation in batch { continuation.resume(throwing: error) }
        }
    }
}
