import Ledger

/// What the public may fetch: checkpoint, tiles, entry bundles and proofs (C2SP tlog-tiles, tlog-proof).
extension LedgerStore {
    /// The newest signed checkpoint, as served at `<prefix>/checkpoint`.
    public func checkpoint() -> String { appender.head.withLock { $0.note.written } }

    /// Waits until a signed checkpoint covers an act; one is signed at once for whoever waits.
    /// - Returns: the signed checkpoint.
    /// - Throws: ``StoreError/closed`` when the store closes before.
    public func waitForCheckpoint(covering sequence: Int64) async throws -> String {
        let current = appender.head.withLock { $0.checkpoint.size > sequence ? $0.note : nil }
        if let current { return current.written }
        let note = await withCheckedContinuation { continuation in
            appender.awaitCheckpoint(covering: sequence) { continuation.resume(returning: $0) }
        }
        guard let note else { throw StoreError.closed }
        return note.written
    }

    /// A tile or entry bundle by its path below the prefix, `tile/0/x001/234.p/5`; nil when the path is not one, or
    /// the newest checkpoint does not reach so far.
    /// - Throws: ``StoreError``.
    public func tile(path: String) throws -> [UInt8]? {
        guard let path = TilePath(path) else { return nil }
        let head = appender.head.withLock { $0 }
        switch path.content {
        case .entries:
            let first = path.index.multipliedReportingOverflow(by: 256)
            guard !first.overflow, first.partialValue <= head.checkpoint.size - Int64(path.width) else { return nil }
            let range = first.partialValue..<(first.partialValue + Int64(path.width))
            return try EntryBundle.encode(try read { try $0.entryBytes(range: range) })
        case .hashes(let level):
            var row = head.checkpoint.size
            for _ in 0..<level { row /= 256 }
            guard path.index < row / 256 + 1, path.index * 256 + Int64(path.width) <= row else { return nil }
            return try read { try head.tile(level: level, index: path.index, width: path.width, $0) }.tileBytes
        }
    }

    /// An offline proof that an act stands in the ledger, a `.tlog-proof` file, by the newest checkpoint.
    /// - Throws: ``ProofError/outOfRange(index:size:)`` when no checkpoint covers the act yet (see
    ///   ``waitForCheckpoint(covering:)``), ``StoreError``.
    public func proof(sequence: Int64) throws -> String {
        try proofs(sequences: [sequence])[0].written
    }

    /// Proofs of several acts by one checkpoint; tiles are read once.
    /// - Throws: as ``proof(sequence:)``.
    public func proofs(sequences: [Int64]) throws -> [LogProof] {
        let head = appender.head.withLock { $0 }
        return try read { reader in
            var tree = head.tree(reader)
            return try sequences.map { sequence in
                LogProof(
                    index: sequence,
                    hashes: try tree.inclusionProof(index: sequence, size: head.checkpoint.size),
                    checkpoint: head.note)
            }
        }
    }

    /// The hashes from an act's sibling up to the root of the first `size` acts (RFC 6962 §2.1.1).
    /// - Throws: ``ProofError/outOfRange(index:size:)``, ``StoreError``.
    public func inclusionProof(sequence: Int64, size: Int64) throws -> [Hash] {
        let head = appender.head.withLock { $0 }
        guard size <= head.frontier.size else { throw ProofError.outOfRange(index: size, size: head.frontier.size) }
        return try read { reader in
            var tree = head.tree(reader)
            return try tree.inclusionProof(index: sequence, size: size)
        }
    }

    /// The hashes that show that the ledger of an earlier size is the beginning of a later one (RFC 6962 §2.1.2).
    /// - Throws: ``ProofError/outOfRange(index:size:)``, ``StoreError``.
    public func consistencyProof(from earlier: Int64, to later: Int64) throws -> [Hash] {
        let head = appender.head.withLock { $0 }
        guard later <= head.frontier.size else { throw ProofError.outOfRange(index: later, size: head.frontier.size) }
        return try read { reader in
            var tree = head.tree(reader)
            return try tree.consistencyProof(from: earlier, to: later)
        }
    }
}

extension Head {
    /// The committed tree: full tiles from the database, the right edge from memory.
    func tree(_ reader: Reader) -> TileTree {
        TileTree(size: frontier.size) { try tile(level: $0, index: $1, width: $2, reader) }
    }

    /// The first hashes of a tile of the committed tree.
    func tile(level: Int, index: Int64, width: Int, _ reader: Reader) throws -> [Hash] {
        let hashes =
            index < frontier.fullTiles(level: level)
            ? try reader.fullTile(level: level, index: index)
            : frontier.partialTile(level: level)
        return Array(hashes.prefix(width))
    }
}
