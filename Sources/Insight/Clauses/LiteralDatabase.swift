import CHyperscan

/// Many literals compiled into one Hyperscan database. The database is read-only after compilation, and every scan
/// has its own scratch space, so that it may be shared freely.
public final class LiteralDatabase: @unchecked Sendable {
    /// Hyperscan could not be used: its own words.
    public struct Failure: Error, CustomStringConvertible, Sendable {
        public let description: String
    }

    private let database: OpaquePointer
    private let scratch: OpaquePointer
    /// The number of literals.
    public let count: Int

    /// - Parameter literals: UTF-8, none empty; a literal's number is its position.
    /// - Throws: ``Failure``.
    public init(_ literals: [[UInt8]]) throws {
        guard !literals.isEmpty, !literals.contains(where: \.isEmpty) else {
            throw Failure(description: "an empty literal")
        }
        var bytes: [CChar] = []
        var places: [Int] = []
        for literal in literals {
            places.append(bytes.count)
            bytes += literal.map { CChar(bitPattern: $0) }
            bytes.append(0)
        }
        let flags = [UInt32](repeating: 0, count: literals.count)
        let numbers = (0..<literals.count).map(UInt32.init)
        let lengths = literals.map(\.count)
        var database: OpaquePointer?
        var error: UnsafeMutablePointer<hs_compile_error_t>?
        let result = bytes.withUnsafeBufferPointer { buffer in
            let pointers = places.map { place in buffer.baseAddress.map { $0 + place } }
            return hs_compile_lit_multi(
                pointers, flags, numbers, lengths, UInt32(literals.count), UInt32(HS_MODE_BLOCK), nil, &database, &error
            )
        }
        if let error {
            defer { hs_free_compile_error(error) }
            throw Failure(description: error.pointee.message.map { String(cString: $0) } ?? "error \(result)")
        }
        guard result == HS_SUCCESS, let database else { throw Failure(description: "error \(result)") }
        var scratch: OpaquePointer?
        guard hs_alloc_scratch(database, &scratch) == HS_SUCCESS, let scratch else {
            hs_free_database(database)
            throw Failure(description: "no scratch space")
        }
        self.database = database
        self.scratch = scratch
        count = literals.count
    }

    deinit {
        hs_free_scratch(scratch)
        hs_free_database(database)
    }

    /// One hit of a literal.
    public struct Hit: Sendable {
        public let literal: UInt32
        /// The byte after its last one.
        public let end: UInt32
    }

    /// All occurrences of all literals in UTF-8 text, in the order of their ends.
    /// - Throws: ``Failure`` when there is no memory left.
    public func hits(in bytes: [UInt8]) throws -> [Hit] {
        var own: OpaquePointer?
        guard hs_clone_scratch(scratch, &own) == HS_SUCCESS, let own else {
            throw Failure(description: "no scratch space")
        }
        defer { hs_free_scratch(own) }
        var hits: [Hit] = []
        hits.reserveCapacity(bytes.count / 3)
        let result = withUnsafeMutablePointer(to: &hits) { target in
            bytes.withUnsafeBytes { buffer in
                guard let start = buffer.baseAddress, !buffer.isEmpty else { return HS_SUCCESS }
                return hs_scan(
                    database, start.assumingMemoryBound(to: CChar.self), UInt32(buffer.count), 0, own,
                    { number, _, end, _, context in
                        context?.assumingMemoryBound(to: [Hit].self).pointee.append(
                            Hit(literal: number, end: UInt32(end)))
                        return 0
                    }, target)
            }
        }
        guard result == HS_SUCCESS else { throw Failure(description: "scan error \(result)") }
        return hits
    }
}
