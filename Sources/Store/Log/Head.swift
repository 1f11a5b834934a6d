import Ledger

/// The tree as committed, and the newest signed checkpoint: what readers are shown.
struct Head: Sendable {
    /// Every committed act.
    var frontier: MerkleFrontier
    /// The newest checkpoint; its size is at most the frontier's.
    var checkpoint: Checkpoint
    /// The checkpoint as served.
    var note: SignedNote
}
