import Crypto
import Foundation

/// The salted Merkle tree of one interval's receipts.
///
/// Receipts take random leaves, the others are random bytes, and there are always at least 1,024: neither the
/// root, nor a leaf's number, nor the length of a path tells how many receipts there are.
struct ReceiptsTree {
    static let fewestLeaves = 1024
    private var levels: [[Data]]
    /// Leaf and salt of the n-th receipt.
    private let seats: [(index: Int, salt: Data)]

    init(_ receipts: [Data]) {
        let size = VaultShape.powerOfTwo(atLeast: max(receipts.count, Self.fewestLeaves))
        var leaves: [Data] = []
        for _ in 0..<size { leaves.append(Data(Noise.bytes(32))) }
        let order = Array(0..<size).shuffled()
        var seats: [(index: Int, salt: Data)] = []
        for (receipt, index) in zip(receipts, order) {
            let salt = Data(Noise.bytes(32))
            leaves[index] = Self.leaf(salt: salt, receipt: receipt)
            seats.append((index, salt))
        }
        self.seats = seats
        levels = [leaves]
        while let level = levels.last, level.count > 1 {
            var next: [Data] = []
            for left in stride(from: 0, to: level.count, by: 2) { next.append(Self.node(level[left], level[left + 1])) }
            levels.append(next)
        }
    }

    var root: String { levels[levels.count - 1][0].hexadecimal }

    /// Proof of the n-th receipt.
    func proof(_ number: Int) -> ReceiptProof {
        let seat = seats[number]
        var path: [Data] = []
        var place = seat.index
        for level in levels.dropLast() {
            path.append(level[place ^ 1])
            place /= 2
        }
        return ReceiptProof(salt: seat.salt, index: seat.index, path: path, root: root)
    }

    /// `SHA-256(0x00 ‖ salt ‖ receipt)`.
    static func leaf(salt: Data, receipt: Data) -> Data { Data(SHA256.hash(data: Data([0x00]) + salt + receipt)) }

    /// `SHA-256(0x01 ‖ left ‖ right)`.
    static func node(_ left: Data, _ right: Data) -> Data { Data(SHA256.hash(data: Data([0x01]) + left + right)) }
}
