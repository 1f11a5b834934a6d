/// Shamir's secret sharing over GF(2⁸) with the polynomial 0x11d, byte by byte: the format of libgfshare, so that
/// `gfcombine` is an independent combiner.
public enum SecretSharing {
    /// One share: the point `x` and the polynomial's value there for each byte of the secret.
    public struct Share: Hashable, Sendable {
        /// 1…255
        public let x: UInt8
        public let bytes: [UInt8]

        public init(x: UInt8, bytes: [UInt8]) {
            self.x = x
            self.bytes = bytes
        }
    }

    /// Splits a secret into `count` shares of which any `threshold` recover it.
    /// - Parameter random: gives the coefficients' bytes; every byte must be uniformly random.
    public static func split(
        _ secret: [UInt8], threshold: Int, count: Int, random: () -> UInt8
    ) -> [Share] {
        precondition((1...count).contains(threshold) && count <= 255, "1 ≤ threshold ≤ count ≤ 255")
        // One polynomial a byte, the secret its constant term.
        let coefficients = secret.map { byte in [byte] + (1..<max(threshold, 1)).map { _ in random() } }
        return (1...count).map { x in
            let point = UInt8(x)
            let bytes = coefficients.map { polynomial in
                polynomial.reversed().reduce(UInt8(0)) { Field.multiply($0, point) ^ $1 }
            }
            return Share(x: point, bytes: bytes)
        }
    }

    /// The secret from at least `threshold` shares with distinct points. Too few shares give another secret without
    /// a word: always check the result against a commitment.
    public static func combine(_ shares: [Share]) -> [UInt8] {
        interpolate(shares, at: 0)
    }

    /// What the shares' polynomials are at a point that is none of theirs; at zero, the secret.
    static func interpolate(_ shares: [Share], at point: UInt8) -> [UInt8] {
        guard let length = shares.first?.bytes.count else { return [] }
        // Lagrange's weights: Π (xj − p) / (xj − xi); subtraction is exclusive or.
        let weights = shares.map { share in
            shares.filter { $0.x != share.x }.reduce(UInt8(1)) { product, other in
                Field.multiply(product, Field.divide(other.x ^ point, other.x ^ share.x))
            }
        }
        return (0..<length).map { index in
            zip(shares, weights).reduce(UInt8(0)) { $0 ^ Field.multiply($1.0.bytes[index], $1.1) }
        }
    }

    /// Arithmetic of GF(2⁸) modulo x⁸+x⁴+x³+x²+1.
    enum Field {
        private static let tables: (exponent: [UInt8], logarithm: [UInt8]) = {
            var exponent = [UInt8](repeating: 0, count: 510)
            var logarithm = [UInt8](repeating: 0, count: 256)
            var value = 1
            for power in 0..<255 {
                exponent[power] = UInt8(value)
                exponent[power + 255] = UInt8(value)
                logarithm[value] = UInt8(power)
                value <<= 1
                if value & 0x100 != 0 { value ^= 0x11d }
            }
            return (exponent, logarithm)
        }()

        static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
            if left == 0 || right == 0 { return 0 }
            return tables.exponent[Int(tables.logarithm[Int(left)]) + Int(tables.logarithm[Int(right)])]
        }

        /// - Precondition: `right` is not zero; points of shares are distinct.
        static func divide(_ left: UInt8, _ right: UInt8) -> UInt8 {
            if left == 0 { return 0 }
            let power = Int(tables.logarithm[Int(left)]) + 255 - Int(tables.logarithm[Int(right)])
            return tables.exponent[power]
        }
    }
}
