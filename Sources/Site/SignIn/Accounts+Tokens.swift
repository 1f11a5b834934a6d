import Desk
import Statute
import Store

/// What lists of API tokens show.
struct TokenLine: Sendable {
    let id: String
    let label: String
    let office: String
    let created: Instant
    let expires: Instant?
    let used: Instant?
    let revoked: Bool
}

extension Accounts {
    /// Makes an API token for one office of the account's person.
    /// - Parameter expires: nil when it works until it is revoked.
    /// - Returns: the token, `dl_<name>_<secret>`; it is shown this once, only its SHA-256 is stored.
    /// - Throws: ``Fault`` when there is no such account, a ``Refusal`` when the person does not hold the office.
    public func makeToken(login: String, office: Office, label: String, expires: Instant? = nil) async throws
        -> String
    {
        guard let account = try account(login) else { throw Fault.personUnknown }
        guard try offices(account.person).contains(office) else { throw Refusal(.office, "office.notHeld") }
        let id = String(Secret.random().filter { $0 != "-" && $0 != "_" }.prefix(12))
        let secret = Secret.random()
        let now = clock()
        try await store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO site_token (id, secret, login, office, label, created, expires, used, revoked)
                VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)
                """,
                [
                    .text(id), .text(Secret.stored(secret)), .text(login), .text(office.description),
                    .text(String(label.prefix(60))), .integer(now.milliseconds),
                    expires.map { .integer($0.milliseconds) } ?? .null,
                ])
        }
        return "dl_\(id)_\(secret)"
    }

    /// Who acts by a token; nil when it is unknown, revoked or expired, or the office has ended.
    func holder(token: String) async throws -> OfficeHolder? {
        let parts = token.split(separator: "_", maxSplits: 2).map(String.init)
        guard parts.count == 3, parts[0] == "dl", parts[1].utf8.count == 12 else { return nil }
        let now = clock().milliseconds
        let row = try store.read { reader in
            try reader.rows(
                """
                SELECT t.secret, t.office, t.expires, t.revoked, t.used, a.person, a.locked
                FROM site_token t JOIN site_account a ON a.login = t.login WHERE t.id = $1
                """, [.text(parts[1])]
            ).first
        }
        guard let row, Secret.equal(row.text("secret"), Secret.stored(parts[2])),
            row.optionalInteger("revoked") == nil, row.integer("locked") == 0,
            row.optionalInteger("expires").map({ $0 > now }) ?? true,
            let office = Office(row.text("office"))
        else { return nil }
        let person = row.text("person")
        guard try offices(person).contains(office) else { return nil }
        if now - (row.optionalInteger("used") ?? 0) > 60_000 {
            try await store.write {
                try $0.execute(
                    "UPDATE site_token SET used = $2 WHERE id = $1", [.text(parts[1]), .integer(now)])
            }
        }
        return OfficeHolder(person: person, office: office)
    }

    /// Ends a token of the account for good.
    func revokeToken(_ id: String, login: String) async throws {
        let now = clock().milliseconds
        try await store.write {
            try $0.execute(
                "UPDATE site_token SET revoked = $3 WHERE id = $1 AND login = $2 AND revoked IS NULL",
                [.text(id), .text(login), .integer(now)])
        }
    }

    func tokens(_ login: String) throws -> [TokenLine] {
        try store.read { reader in
            try reader.rows(
                "SELECT * FROM site_token WHERE login = $1 ORDER BY created DESC, id", [.text(login)]
            ).map { row in
                TokenLine(
                    id: row.text("id"), label: row.text("label"), office: row.text("office"),
                    created: Instant(milliseconds: row.integer("created")),
                    expires: row.optionalInteger("expires").map { Instant(milliseconds: $0) },
                    used: row.optionalInteger("used").map { Instant(milliseconds: $0) },
                    revoked: row.optionalInteger("revoked") != nil)
            }
        }
    }
}
