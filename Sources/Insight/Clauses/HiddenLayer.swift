import Foundation

/// The second layer of the clause classifier: what words mean together.
///
/// Every word has a row of small whole numbers (`Data/classifier.words`). A sentence's rows are added up, weighted as in
/// the linear part; what is negative becomes zero; what is left is weighed for each aspect. A single word cannot say that
/// 业绩 is fine, 本市 is fine, and both together are not; this layer can.
///
/// Source: Goodfellow, Bengio, Courville, Deep Learning (2016), 6.1 to 6.3 (one hidden layer of rectified linear units).
struct HiddenLayer: Sendable {
    /// Numbers in a row, a multiple of ``step``.
    let width: Int
    /// Rows of all entries, one after another.
    private let rows: [Int8]
    /// What a row's whole numbers stand for.
    private let scales: [Float]
    private let bias: [Float]
    /// For each hidden place, its weights for the aspects against "nothing".
    private let out: [SIMD16<Float>]
    private let outBias: SIMD16<Float>

    static let step = 16

    /// - Parameters:
    ///   - numbers: scales, biases, the weights of the sixteen aspects, their biases: each as one line of the data file.
    ///   - entries: entries of `length` bytes, each row after `before` others.
    /// - Returns: nil when the sizes do not fit one another.
    init?(numbers: [[Float]], entries: Data, length: Int, before: Int) {
        guard numbers.count == 19, let scales = numbers.first, !scales.isEmpty, scales.count % Self.step == 0,
            numbers[1...17].allSatisfy({ $0.count == scales.count }), numbers[18].count == 16,
            length == before + scales.count
        else { return nil }
        let width = scales.count
        self.width = width
        self.scales = scales
        bias = numbers[1]
        out = (0..<width).map { place in SIMD16(numbers[2..<18].map { $0[place] }) }
        outBias = SIMD16(numbers[18])
        let count = entries.count / length
        rows = entries.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            [Int8](unsafeUninitializedCapacity: count * width) { rows, filled in
                let target = UnsafeMutableRawBufferPointer(rows)
                for entry in 0..<count {
                    let row = bytes[entry * length + before..<(entry + 1) * length]
                    UnsafeMutableRawBufferPointer(rebasing: target[entry * width..<(entry + 1) * width])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: row))
                }
                filled = count * width
            }
        }
    }

    /// By way of whole numbers of the fractions' size, which the processor widens many at a time.
    @inline(__always)
    static func floats(_ row: SIMD16<Int8>) -> SIMD16<Float> {
        SIMD16<Float>(SIMD16<Int32>(truncatingIfNeeded: row))
    }

    /// The hidden places' values: zero where they are silent.
    /// - Parameter entries: entries with their weights.
    func values(_ entries: [(entry: Int32, weight: Float)]) -> [Float] {
        var values = [Float](repeating: 0, count: width)
        rows.withUnsafeBytes { rows in
            for start in stride(from: 0, to: width, by: Self.step) {
                var sum = SIMD16<Float>(repeating: 0)
                for (entry, weight) in entries {
                    let row = rows.loadUnaligned(fromByteOffset: Int(entry) * width + start, as: SIMD16<Int8>.self)
                    sum += Self.floats(row) * weight
                }
                for place in 0..<Self.step {
                    values[start + place] = max(0, sum[place] * scales[start + place] + bias[start + place])
                }
            }
        }
        return values
    }

    /// Logits of the aspects against "nothing".
    func logits(_ values: [Float]) -> SIMD16<Float> {
        var logits = outBias
        for place in 0..<width where values[place] > 0 { logits += out[place] * values[place] }
        return logits
    }

    /// How much one more of an entry says for an aspect where these places speak.
    func share(of entry: Int, for aspect: Int, where values: [Float]) -> Float {
        var share: Float = 0
        for place in 0..<width where values[place] > 0 {
            share += Float(rows[entry * width + place]) * scales[place] * out[place][aspect]
        }
        return share
    }
}
