import CZlib
import HTTPTypes
import Hummingbird

/// gzip (RFC 1952) of text answers.
enum Gzip {
    static func isAccepted(_ request: Request) -> Bool {
        request.headers[.acceptEncoding]?.contains("gzip") ?? false
    }

    /// - Parameter level: 1 (fast) to 9 (small).
    static func packed(_ bytes: [UInt8], level: Int32) -> [UInt8] {
        var stream = z_stream()
        let window: Int32 = 15 + 16
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(&stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
        else { return bytes }
        defer { deflateEnd(&stream) }
        var input = bytes
        return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { output, count in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
            }
            count = Int(stream.total_out)
        }
    }
}

/// Packs text answers that are whole in memory and worth it.
struct GzipMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Gzip.isAccepted(request), response.headers[.contentEncoding] == nil, request.method != .head,
            let length = response.body.contentLength, length > 1000,
            let type = response.headers[.contentType],
            type.hasPrefix("text/html") || type.hasPrefix("application/json")
        else { return response }
        let collector = Collector()
        try await response.body.write(collector)
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: Gzip.packed(collector.bytes, level: 1)))
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        response.headers[.vary] = response.headers[.vary] ?? "Accept-Encoding"
        return response
    }

    /// Takes an answer's body into memory.
    final class Collector: ResponseBodyWriter {
        var bytes: [UInt8] = []
        func write(_ buffer: ByteBuffer) async throws { bytes.append(contentsOf: buffer.readableBytesView) }
        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
