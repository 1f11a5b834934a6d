import Foundation
import Ledger

/// A file of `Vectors/`.
func vector(_ name: String) throws -> String {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Vectors")
    return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
}

/// A line of a vector file without its end.
func line(_ name: String) throws -> String { try vector(name).trimmingCharacters(in: .newlines) }

/// RFC 6962 §2.1 written down as it stands there: slow, and shares nothing with the code under test but SHA-256.
func plainRoot(_ leaves: ArraySlice<Hash>) -> Hash {
    guard leaves.count > 1 else { return leaves.first ?? Hash.sha256([]) }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return Hash.sha256([1] + plainRoot(leaves[..<middle]).bytes + plainRoot(leaves[middle...]).bytes)
}

/// A complete tree held in memory, every node looked up.
struct PlainTree {
    private var levels: [[Hash]]

    init(_ leaves: [Hash]) {
        levels = [leaves]
        while let last = levels.last, last.count > 1 {
            let next = (0..<(last.count / 2)).map { Hash.sha256([1] + last[2 * $0].bytes + last[2 * $0 + 1].bytes) }
            levels.append(next)
        }
    }

    func node(_ level: Int, _ index: Int64) -> Hash { levels[level][Int(index)] }
    var leaves: [Hash] { levels[0] }
}

/// Leaf hashes of the numbers from 0.
func numberedLeaves(_ count: Int) -> [Hash] {
    (0..<count).map { MerkleTree.leafHash(Array("entry \($0)".utf8)) }
}
