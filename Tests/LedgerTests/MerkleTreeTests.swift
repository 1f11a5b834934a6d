import Ledger
import Testing

@Suite("Hash trees (RFC 6962 §2.1, RFC 9162 §2.1)")
struct MerkleTreeTests {
    @Test("The nine roots over the classic leaves are those of every other implementation (RFC 6962 §2.1)")
    func classicRoots() throws {
        var frontier = MerkleFrontier()
        var leaves: [Hash] = []
        for line in try vector("rfc6962-roots.txt").split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts[0] != "-" {
                let entry = try #require(Hexadecimal.decode(parts[0] == "\"\"" ? "" : String(parts[0])))
                leaves.append(MerkleTree.leafHash(entry))
                #expect(frontier.append(leaves[leaves.count - 1]).isEmpty)
            }
            #expect(MerkleTree.root(of: leaves).hex == parts[1])
            #expect(frontier.root.hex == parts[1])
        }
        #expect(leaves.count == 8)
    }

    @Test("Every inclusion proof of every size up to 300 holds (RFC 9162 §2.1.3)")
    func inclusion() throws {
        let tree = PlainTree(numberedLeaves(300))
        for size in 1...300 {
            let root = plainRoot(tree.leaves[..<size])
            for index in 0..<Int64(size) {
                let proof = try MerkleTree.inclusionProof(index: index, size: Int64(size), node: tree.node)
                try MerkleTree.verifyInclusion(
                    of: tree.leaves[Int(index)], index: index, size: Int64(size), proof: proof, root: root)
            }
        }
    }

    @Test("Every consistency proof between sizes up to 300 holds (RFC 9162 §2.1.4)")
    func consistency() throws {
        let tree = PlainTree(numberedLeaves(300))
        let roots = (0...300).map { plainRoot(tree.leaves[..<$0]) }
        for later in 0...300 {
            for earlier in 0...later {
                let proof = try MerkleTree.consistencyProof(from: Int64(earlier), to: Int64(later), node: tree.node)
                try MerkleTree.verifyConsistency(
                    from: Int64(earlier), roots[earlier], to: Int64(later), roots[later], proof: proof)
            }
        }
    }

    @Test("A proof for another leaf, place, size or root is refused, as is one too short or too long")
    func refusedInclusion() throws {
        let tree = PlainTree(numberedLeaves(40))
        for size in [1, 2, 3, 7, 8, 9, 31, 40] as [Int64] {
            let root = plainRoot(tree.leaves[..<Int(size)])
            for index in 0..<size {
                let leaf = tree.leaves[Int(index)]
                let proof = try MerkleTree.inclusionProof(index: index, size: size, node: tree.node)
                func refuse(_ leaf: Hash, _ index: Int64, _ size: Int64, _ proof: [Hash], _ root: Hash) {
                    #expect(throws: ProofError.self) {
                        try MerkleTree.verifyInclusion(of: leaf, index: index, size: size, proof: proof, root: root)
                    }
                }
                refuse(tree.leaves[(Int(index) + 1) % 40], index, size, proof, root)
                refuse(leaf, size, size, proof, root)
                refuse(leaf, -1, size, proof, root)
                refuse(leaf, index, size, proof + [leaf], root)
                refuse(leaf, index, size, proof, leaf == root ? MerkleTree.emptyRoot : leaf)
                if size > 1 {
                    refuse(leaf, index ^ 1, size, proof, root)
                    refuse(leaf, index, size, Array(proof.dropLast()), root)
                    refuse(leaf, index, size, proof.dropLast() + [leaf], root)
                }
            }
        }
    }

    @Test("A tree that was rewritten, or an older checkpoint shown as a newer one, is refused")
    func refusedConsistency() throws {
        let tree = PlainTree(numberedLeaves(65))
        var leaves = tree.leaves
        leaves.swapAt(2, 3)
        let forged = PlainTree(leaves)
        for (earlier, later) in [(5, 9), (4, 8), (8, 64), (33, 65), (64, 65), (7, 7)] as [(Int64, Int64)] {
            let old = plainRoot(tree.leaves[..<Int(earlier)])
            let new = plainRoot(tree.leaves[..<Int(later)])
            let forgedNew = plainRoot(forged.leaves[..<Int(later)])
            let forgedProof = try MerkleTree.consistencyProof(from: earlier, to: later, node: forged.node)
            let proof = try MerkleTree.consistencyProof(from: earlier, to: later, node: tree.node)
            func refuse(_ earlier: Int64, _ old: Hash, _ later: Int64, _ new: Hash, _ proof: [Hash]) {
                #expect(throws: ProofError.self) {
                    try MerkleTree.verifyConsistency(from: earlier, old, to: later, new, proof: proof)
                }
            }
            refuse(earlier, old, later, forgedNew, forgedProof)
            refuse(earlier, old, later, forgedNew, proof)
            refuse(later + 1, new, later, old, proof)
            refuse(earlier, old, later, new, proof + [old])
            if later > earlier {
                refuse(later, new, earlier, old, proof)
                refuse(earlier, new, later, old, proof)
                refuse(earlier, old, later, new, Array(proof.dropLast()))
            }
        }
    }

    @Test("A frontier gives the same roots as the tree, wherever it was taken up again")
    func frontier() throws {
        let leaves = numberedLeaves(700)
        let plain = PlainTree(leaves)
        var frontier = MerkleFrontier()
        var tiles: [Int64: [Hash]] = [:]
        for (index, leaf) in leaves.enumerated() {
            for tile in frontier.append(leaf) {
                #expect(tile.level == 0 && tile.hashes.count == 256)
                tiles[tile.index] = tile.hashes
            }
            let size = Int64(index + 1)
            let resumed = try MerkleFrontier(size: size) { level, first, width in
                (0..<Int64(width)).map { plain.node(level * 8, first * 256 + $0) }
            }
            #expect(resumed == frontier)
            if index % 37 == 0 || index > 690 { #expect(frontier.root == plainRoot(leaves[...index])) }
        }
        #expect(tiles[0] == Array(leaves[..<256]) && tiles[1] == Array(leaves[256..<512]) && tiles.count == 2)
    }
}
