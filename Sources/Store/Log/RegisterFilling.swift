internal import GRDB

/// Makes registers' tables and fills them from the ledger.
enum RegisterFilling {
    /// Fills the registers that are new or of another version than stored; removes those that are gone.
    static func bringUpToDate(
        _ registers: [Register], _ database: Database, progress: (Int64, Int64) -> Void
    ) throws {
        let transaction = Transaction(database)
        var stored: [String: Int64] = [:]
        for row in try transaction.rows("SELECT name, version FROM register") {
            stored[row.text("name")] = row.integer("version")
        }
        let current = Set(registers.map(\.name))
        precondition(current.count == registers.count, "registers have different names")
        let stale = registers.filter { stored[$0.name] != Int64($0.version) }
        let gone = stored.keys.filter { !current.contains($0) }
        guard !stale.isEmpty || !gone.isEmpty else { return }
        try database.inTransaction(.immediate) {
            for name in gone { try drop(name, transaction) }
            for register in stale where stored[register.name] != nil { try drop(register.name, transaction) }
            try fill(stale, transaction, progress: progress)
            return .commit
        }
    }

    /// Removes a register by the statements that were stored when it was made: its tables may have had other names.
    static func drop(_ name: String, _ transaction: Transaction) throws {
        let statements = try transaction.rows(
            "SELECT sql FROM register_drop WHERE name = $1 ORDER BY position", [.text(name)])
        for statement in statements { try transaction.execute(statement.text("sql")) }
        try transaction.execute("DELETE FROM register_drop WHERE name = $1", [.text(name)])
        try transaction.execute("DELETE FROM register WHERE name = $1", [.text(name)])
    }

    /// Makes empty tables and applies every act of the ledger.
    static func fill(_ registers: [Register], _ transaction: Transaction, progress: (Int64, Int64) -> Void) throws {
        for register in registers {
            for statement in register.create { try transaction.execute(statement) }
            try transaction.execute(
                "INSERT INTO register (name, version) VALUES ($1, $2)",
                [.text(register.name), .integer(Int64(register.version))])
            for (position, statement) in register.drop.enumerated() {
                try transaction.execute(
                    "INSERT INTO register_drop (name, position, sql) VALUES ($1, $2, $3)",
                    [.text(register.name), .integer(Int64(position)), .text(statement)])
            }
        }
        guard !registers.isEmpty else { return }
        let total = try transaction.rows("SELECT count(*) AS n FROM entry").first?.integer("n") ?? 0
        var done: Int64 = 0
        while done < total {
            for entry in try transaction.entries(range: done..<min(total, done + 1000)) {
                for register in registers { try register.apply(entry, transaction) }
            }
            done = min(total, done + 1000)
            progress(done, total)
        }
    }
}
