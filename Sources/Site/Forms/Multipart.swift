import Foundation

/// Takes `multipart/form-data` (RFC 7578) apart as it arrives: bytes in, pieces out, nothing kept but a possible
/// beginning of a boundary.
struct MultipartParser {
    enum Piece: Equatable {
        /// A part begins; `file` is its file's name when it is one.
        case part(name: String, file: String?)
        case bytes([UInt8])
        case endOfPart
    }

    /// The body is not what its header says.
    struct Malformed: Error {}

    private enum State { case preamble, headers, body, done }

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var held: [UInt8] = Array("\r\n".utf8)

    /// - Parameter contentType: the request's header, with its boundary.
    init?(contentType: String) {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let range = contentType.range(of: "boundary=", options: .caseInsensitive)
        else { return nil }
        var boundary = contentType[range.upperBound...].prefix { $0 != ";" }
        if boundary.first == "\"" { boundary = boundary.dropFirst().prefix { $0 != "\"" } }
        guard (1...70).contains(boundary.utf8.count) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Whether the last boundary has been seen.
    var isDone: Bool { state == .done }

    /// - Throws: ``Malformed``.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws -> [Piece] {
        held.append(contentsOf: bytes)
        var pieces: [Piece] = []
        while try step(&pieces) {}
        return pieces
    }

    /// Does what the held bytes allow; false when more are needed.
    private mutating func step(_ pieces: inout [Piece]) throws -> Bool {
        switch state {
        case .done:
            held = []
            return false
        case .headers:
            guard let end = find(Array("\r\n\r\n".utf8), in: held[...]) else {
                if held.count > 16 << 10 { throw Malformed() }
                return false
            }
            pieces.append(try part(String(decoding: held[..<end], as: UTF8.self)))
            held.removeFirst(end + 4)
            state = .body
            return true
        case .preamble, .body:
            guard let start = find(delimiter, in: held[...]) else {
                let safe = held.count - delimiter.count - 3
                if safe > 0 {
                    if state == .body { pieces.append(.bytes(Array(held[..<safe]))) }
                    held.removeFirst(safe)
                }
                return false
            }
            let after = start + delimiter.count
            guard held.count >= after + 2 else { return false }
            if state == .body {
                if start > 0 { pieces.append(.bytes(Array(held[..<start]))) }
                pieces.append(.endOfPart)
            }
            let next = Array(held[after..<(after + 2)])
            held.removeFirst(after + 2)
            if next == Array("--".utf8) {
                state = .done
            } else if next == Array("\r\n".utf8) {
                // A part without header lines would begin with the empty line at once; forms always name theirs.
                state = .headers
            } else {
                throw Malformed()
            }
            return true
        }
    }

    private func part(_ headers: String) throws -> Piece {
        for line in headers.components(separatedBy: "\r\n") {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            guard let name = Self.parameter("name", of: line) else { throw Malformed() }
            return .part(name: name, file: Self.parameter("filename", of: line))
        }
        throw Malformed()
    }

    /// Browsers write quotes and line breaks in names as `%22`, `%0D%0A` (HTML standard, form submission).
    private static func parameter(_ name: String, of line: String) -> String? {
        guard let range = line.range(of: "; \(name)=\"") else { return nil }
        guard let end = line[range.upperBound...].firstIndex(of: "\"") else { return nil }
        return line[range.upperBound..<end].replacingOccurrences(of: "%22", with: "\"")
            .replacingOccurrences(of: "%0D", with: "").replacingOccurrences(of: "%0A", with: "")
    }

    private func find(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= needle.count, let first = needle.first else { return nil }
        var position = bytes.startIndex
        let last = bytes.endIndex - needle.count
        return bytes.withUnsafeBufferPointer { buffer -> Int? in
            while position <= last {
                if buffer[position] == first {
                    var length = 1
                    while length < needle.count, buffer[position + length] == needle[length] { length += 1 }
                    if length == needle.count { return position }
                }
                position += 1
            }
            return nil
        }
    }
}
