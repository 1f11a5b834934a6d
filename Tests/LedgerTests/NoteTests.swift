import Ledger
import Testing

@Suite("Signed notes, checkpoints and proofs (C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof)")
struct NoteTests {
    @Test("The specification's own example verifies by its vkey (C2SP signed-note, Example)")
    func specifiedExample() throws {
        let key = try VerifierKey(line("c2sp-signed-note.vkey"))
        #expect(key.name == "example.com/foo")
        #expect(try key.text == line("c2sp-signed-note.vkey"))
        let note = try SignedNote(parsing: Array(vector("c2sp-signed-note.txt").utf8))
        #expect(note.text == "This is an example message.\n")
        try note.verify(key)
        #expect(try note.written == vector("c2sp-signed-note.txt"))
    }

    @Test("The Go note package's key signs the same bytes here (golang.org/x/mod/sumdb/note)")
    func goExample() throws {
        let written = try vector("go-note.txt")
        let key = try SigningKey(line("go-note.key"))
        #expect(try key.text == line("go-note.key"))
        #expect(try key.verifier.text == line("go-note.vkey"))
        let note = try SignedNote(parsing: Array(written.utf8))
        try note.verify(key.verifier)
        let own = try SignedNote(text: note.text, signatures: [try key.sign(note.text)])
        try own.verify(key.verifier)
        #expect(note.signatures[0].keyIdentifier == own.signatures[0].keyIdentifier)
    }

    @Test("Any changed character of a signed note is refused")
    func changedNote() throws {
        let key = try VerifierKey(line("c2sp-signed-note.vkey"))
        let bytes = Array(try vector("c2sp-signed-note.txt").utf8)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: NoteError.self, "byte \(place)") { try SignedNote(parsing: changed).verify(key) }
        }
        for changed in [bytes + [0x0A], bytes.dropLast(), [0x0A] + bytes, bytes + Array("x".utf8), []] {
            #expect(throws: NoteError.self) { try SignedNote(parsing: changed).verify(key) }
        }
    }

    @Test(
        "Keys with a wrong ID, an unknown type or an impossible name are refused",
        arguments: [
            "", "a", "a+b", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
            "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        ])
    func refusedKeys(text: String) {
        #expect(throws: NoteError.self) { try VerifierKey(text) }
    }

    @Test("Lines of unknown keys are ignored, wrong lines of the known key are not (C2SP signed-note, Signatures)")
    func foreignLines() throws {
        let log = try SigningKey(name: "log.example/a")
        let other = try SigningKey(name: "log.example/a")
        let text = "log.example/a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        let both = try SignedNote(text: text, signatures: [try other.sign(text), try log.sign(text)])
        try SignedNote(parsing: Array(both.written.utf8)).verify(log.verifier)
        let none = try SignedNote(text: text, signatures: [try other.sign(text)])
        #expect(throws: NoteError.notSigned) { try none.verify(log.verifier) }
        let wrong = try SignedNote(text: text, signatures: [try log.sign(text), try log.sign(text + "x\n")])
        #expect(throws: NoteError.badSignature(keyName: "log.example/a")) { try wrong.verify(log.verifier) }
    }

    @Test("The specification's cosigned checkpoint is read and written unchanged (C2SP tlog-cosignature)")
    func cosignedExample() throws {
        let written = try vector("c2sp-cosigned-checkpoint.txt")
        let note = try SignedNote(parsing: Array(written.utf8))
        #expect(note.written == written)
        let checkpoint = try Checkpoint(text: note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa" && checkpoint.size == 20_852_163)
        #expect(checkpoint.text == note.text)
        #expect(note.signatures.map(\.signature.count) == [64, 72])
    }

    @Test("A witness's line counts with its time, and no longer when text, time or key differ (C2SP tlog-cosignature)")
    func cosignatures() throws {
        let log = try SigningKey(name: "log.example/a")
        let witness = try SigningKey(name: "witness.example/w", type: .cosignature)
        let checkpoint = Checkpoint(origin: "log.example/a", size: 3, root: Hash.sha256([1]), extensionLines: ["more"])
        let signed = try checkpoint.signed(by: log)
        let line = try witness.cosign(signed.text, time: 1_679_315_147)
        let note = try SignedNote(text: signed.text, signatures: signed.signatures + [line])
        let read = try SignedNote(parsing: Array(note.written.utf8))
        try read.verify(log.verifier)
        let found = try Cosignature.verified(read, by: [log.verifier, witness.verifier])
        #expect(found.map(\.witness) == [witness.verifier] && found.map(\.time) == [1_679_315_147])
        #expect(try Checkpoint(text: read.text).extensionLines == ["more"])
        for place in [0, 7, 8, 71] {
            var bytes = line.signature
            bytes[place] ^= 1
            let forged = NoteSignature(
                keyName: line.keyName, keyIdentifier: line.keyIdentifier, signature: bytes)
            let changed = try SignedNote(text: signed.text, signatures: [forged])
            #expect(throws: NoteError.badSignature(keyName: "witness.example/w")) {
                try Cosignature.verified(changed, by: [witness.verifier])
            }
        }
    }

    @Test(
        "A checkpoint has one exact form (C2SP tlog-checkpoint, Note text)",
        arguments: [
            "a\n0\n", "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
            "a\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        ])
    func refusedCheckpoints(text: String) {
        #expect(throws: NoteError.self) { try Checkpoint(text: text) }
    }

    @Test("A checkpoint of another log is refused even when this key signed it")
    func wrongOrigin() throws {
        let log = try SigningKey(name: "log.example/a")
        let foreign = try Checkpoint(origin: "log.example/b", size: 1, root: Hash.sha256([1])).signed(by: log)
        #expect(throws: NoteError.wrongOrigin(expected: "log.example/a", actual: "log.example/b")) {
            try Checkpoint.verified(Array(foreign.written.utf8), by: log.verifier)
        }
    }

    @Test(
        "A proof file is read back exactly and proves its leaf only (C2SP tlog-proof)",
        arguments: [nil, [1, 2, 3]] as [[UInt8]?])
    func proofFiles(extra: [UInt8]?) throws {
        let log = try SigningKey(name: "log.example/a")
        let tree = PlainTree(numberedLeaves(11))
        let root = plainRoot(tree.leaves[...])
        let note = try Checkpoint(origin: "log.example/a", size: 11, root: root).signed(by: log)
        for index in 0..<Int64(11) {
            let hashes = try MerkleTree.inclusionProof(index: index, size: 11, node: tree.node)
            let proof = LogProof(index: index, hashes: hashes, checkpoint: note, extra: extra)
            let bytes = Array(proof.written.utf8)
            let read = try LogProof(parsing: bytes)
            #expect(read == proof)
            let head = try read.verify(leaf: tree.leaves[Int(index)], log: log.verifier).checkpoint
            #expect(head.size == 11)
            #expect(throws: ProofError.self) {
                try read.verify(leaf: tree.leaves[Int(index + 1) % 11], log: log.verifier)
            }
            guard index == 10, extra == nil else { continue }
            for place in bytes.indices {
                var changed = bytes
                changed[place] ^= 1
                #expect(throws: (any Error).self, "byte \(place)") {
                    try LogProof(parsing: changed).verify(leaf: tree.leaves[10], log: log.verifier)
                }
            }
        }
        #expect(throws: NoteError.self) { try LogProof(parsing: Array("c2sp.org/tlog-proof@v1\nindex 01\n\n".utf8)) }
    }
}
