import CArchive

/// Reads members of a ZIP archive one after the other, unpacking as it goes, with bounds on what comes out.
/// Only libarchive's ZIP reader is switched on: no other format can be reached from a file that claims to be one.
struct ZipFile {
    let bytes: [UInt8]
    let limits: ReadingLimits

    /// Names in the order of the archive's directory.
    func names() throws(ReadingRefusal) -> [String] {
        var names: [String] = []
        try visit(wanted: { _ in false }, named: { names.append($0) }) { (_, _, _) throws(ReadingRefusal) in }
        return names
    }

    /// A small member as a whole; nil when there is none of that name.
    func member(_ name: String) throws(ReadingRefusal) -> [UInt8]? {
        var found: [UInt8]?
        try visit(wanted: { $0 == name }) { (_, piece, _) throws(ReadingRefusal) in
            if found == nil { found = [] }
            found?.append(contentsOf: piece)
        }
        return found
    }

    /// Hands over the wanted members piece by piece; the last call for a member has an empty piece and `true`.
    /// - Throws: `tooLarge` as soon as a member passes a limit (nothing larger was kept), `broken` when the archive is.
    func visit(
        wanted: (String) -> Bool, named: (String) -> Void = { _ in },
        piece: (String, UnsafeRawBufferPointer, _ last: Bool) throws(ReadingRefusal) -> Void
    ) throws(ReadingRefusal) {
        guard let archive = archive_read_new() else { throw ReadingRefusal(.tooMuchMemory) }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip_seekable(archive)
        let result: Result<Void, ReadingRefusal> = bytes.withUnsafeBytes { whole in
            guard archive_read_open_memory(archive, whole.baseAddress, whole.count) == ARCHIVE_OK else {
                return .failure(.broken("archive"))
            }
            do throws(ReadingRefusal) {
                try entries(archive, wanted, named, piece)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    private func entries(
        _ archive: OpaquePointer, _ wanted: (String) -> Bool, _ named: (String) -> Void,
        _ piece: (String, UnsafeRawBufferPointer, Bool) throws(ReadingRefusal) -> Void
    ) throws(ReadingRefusal) {
        var count = 0
        var seen: Set<String> = []
        while true {
            var entry: OpaquePointer?
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { break }
            // A warning is a name that is not UTF-8; the parts of a document have plain names.
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else { throw .broken("archive") }
            count += 1
            guard count <= Self.members else { throw .broken("archive") }
            guard let path = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else { continue }
            let name = String(cString: path)
            named(name)
            guard wanted(name) else { continue }
            // Two members of one name are read differently by different programs: nobody honest writes them.
            guard seen.insert(name).inserted else { throw .broken("archive") }
            if archive_entry_is_data_encrypted(entry) != 0 { throw ReadingRefusal(.encrypted) }
            try unpack(archive, name, piece)
        }
        guard count > 0 else { throw .broken("archive") }
    }

    private func unpack(
        _ archive: OpaquePointer, _ name: String,
        _ piece: (String, UnsafeRawBufferPointer, Bool) throws(ReadingRefusal) -> Void
    ) throws(ReadingRefusal) {
        var unpacked = 0
        let before = archive_filter_bytes(archive, -1)
        while true {
            var start: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(archive, &start, &count, &offset)
            if status == ARCHIVE_EOF { break }
            guard status == ARCHIVE_OK else { throw .broken("archive") }
            unpacked += count
            let packed = max(1, Int(archive_filter_bytes(archive, -1) - before))
            let ratio = unpacked / packed
            if unpacked > limits.unpackedBytes || (unpacked > 1 << 20 && ratio > limits.unpackingRatio) {
                throw ReadingRefusal(
                    .tooLarge,
                    [
                        "member": name, "bytes": String(unpacked), "ratio": String(ratio),
                        "limit": String(limits.unpackedBytes),
                    ])
            }
            try piece(name, UnsafeRawBufferPointer(start: start, count: count), false)
        }
        try piece(name, UnsafeRawBufferPointer(start: nil, count: 0), true)
    }

    /// More members than any document has.
    private static let members = 100_000
}
