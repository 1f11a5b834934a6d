import Desk
import Foundation
import Statute
import Store

/// Who may sign in, and the sessions and tokens of those who did. Accounts are not acts: they stand in tables of
/// their own beside the ledger, and only name the ledger's persons.
public struct Accounts: Sendable {
    let store: LedgerStore
    let clock: @Sendable () -> Instant
    let hasher = PasswordHasher()

    static let tables = [
        """
        CREATE TABLE IF NOT EXISTS site_account (
          login TEXT PRIMARY KEY, person TEXT NOT NULL, password TEXT NOT NULL, code_secret TEXT, code_step INTEGER
          NOT NULL, one_time INTEGER NOT NULL, locked INTEGER NOT NULL, created INTEGER NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS site_session (
          id TEXT PRIMARY KEY, login TEXT NOT NULL, office TEXT, created INTEGER NOT NULL, seen INTEGER NOT NULL,
          address TEXT NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS site_token (
          id TEXT PRIMARY KEY, secret TEXT NOT NULL, login TEXT NOT NULL, office TEXT NOT NULL, label TEXT NOT NULL,
          created INTEGER NOT NULL, expires INTEGER, used INTEGER, revoked INTEGER)
        """,
        """
        CREATE TABLE IF NOT EXISTS site_attempt (
          subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, last INTEGER NOT NULL)
        """,
    ]

    /// Makes the tables where they are missing.
    /// - Parameter clock: the world's clock, see ``SiteConfiguration/wallClock``.
    public init(store: LedgerStore, clock: @escaping @Sendable () -> Instant = SiteConfiguration.systemClock)
        async throws
    {
        self.store = store
        self.clock = clock
        try await store.write { transaction in
            for table in Self.tables { try transaction.execute(table) }
        }
    }

    /// Why an account cannot be made.
    public enum Fault: String, Error {
        case loginShape = "account.loginShape"
        case loginTaken = "account.loginTaken"
        case personUnknown = "account.personUnknown"
    }

    /// Makes an account for a registered person.
    /// - Parameters:
    ///   - login: 3 to 40 of `a–z 0–9 . _ -`.
    ///   - password: nil for a one-time password that must be changed at the first sign-in.
    ///   - code: the second factor, when it is set up already.
    /// - Returns: the one-time password, nil when a password was given.
    /// - Throws: ``Fault``, `StoreError`.
    @discardableResult
    public func create(login: String, person: String, password: String? = nil, code: OneTimeCode? = nil)
        async throws -> String?
    {
        let plain = login.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 46 || byte == 95
        }
        guard (3...40).contains(login.utf8.count), plain else { throw Fault.loginShape }
        let known = try store.read { try $0.rows("SELECT person FROM person WHERE person = $1", [.text(person)]) }
        guard !known.isEmpty else { throw Fault.personUnknown }
        let oneTime = password == nil ? PasswordRule.oneTime() : nil
        let stored = try await hasher.stored(password ?? oneTime ?? "")
        let now = clock()
        let taken = try await store.write { transaction in
            let rows = try transaction.rows("SELECT login FROM site_account WHERE login = $1", [.text(login)])
            guard rows.isEmpty else { return true }
            try transaction.execute(
                """
                INSERT INTO site_account
                  (login, person, password, code_secret, code_step, one_time, locked, created)
                VALUES ($1, $2, $3, $4, 0, $5, 0, $6)
                """,
                [
                    .text(login), .text(person), .text(stored), code.map { .text($0.base32) } ?? .null,
                    .integer(oneTime == nil ? 0 : 1), .integer(now.milliseconds),
                ])
            return false
        }
        if taken { throw Fault.loginTaken }
        return oneTime
    }

    /// An account as it stands.
    struct Account: Sendable {
        let login: String
        let person: String
        let password: String
        let code: OneTimeCode?
        let codeStep: Int64
        let oneTime: Bool
        let locked: Bool
        let created: Instant
    }

    func account(_ login: String) throws -> Account? {
        try store.read { reader in
            try reader.rows("SELECT * FROM site_account WHERE login = $1", [.text(login)]).first.map { row in
                Account(
                    login: row.text("login"), person: row.text("person"), password: row.text("password"),
                    code: row.optionalText("code_secret").flatMap { OneTimeCode(base32: $0) },
                    codeStep: row.integer("code_step"), oneTime: row.integer("one_time") != 0,
                    locked: row.integer("locked") != 0,
                    created: Instant(milliseconds: row.integer("created")))
            }
        }
    }

    /// Offices that a person holds now.
    func offices(_ person: String) throws -> [Office] {
        try store.read { reader in
            try reader.rows(
                "SELECT office FROM person_office WHERE person = $1 AND ended IS NULL ORDER BY since, office",
                [.text(person)]
            ).compactMap { Office($0.text("office")) }
        }
    }

    func name(_ person: String) throws -> String {
        try store.read { reader in
            try reader.rows("SELECT name FROM person WHERE person = $1", [.text(person)]).first?.text("name")
        } ?? person
    }

    /// Sets a password; every other session of the account ends.
    func setPassword(_ login: String, _ password: String, oneTime: Bool = false, keeping session: String? = nil)
        async throws
    {
        let stored = try await hasher.stored(password)
        try await store.write { transaction in
            try transaction.execute(
                "UPDATE site_account SET password = $2, one_time = $3 WHERE login = $1",
                [.text(login), .text(stored), .integer(oneTime ? 1 : 0)])
            try transaction.execute(
                "DELETE FROM site_session WHERE login = $1 AND id <> $2", [.text(login), .text(session ?? "")])
        }
    }

    /// Sets or removes the second factor.
    func setCode(_ login: String, _ code: OneTimeCode?, usedStep: Int64) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "UPDATE site_account SET code_secret = $2, code_step = $3 WHERE login = $1",
                [.text(login), code.map { .text($0.base32) } ?? .null, .integer(usedStep)])
        }
    }

    /// Locks or unlocks an account; locking ends its sessions and keeps its tokens from working.
    func setLocked(_ login: String, _ locked: Bool) async throws {
        try await store.write { transaction in
            try transaction.execute(
                "UPDATE site_account SET locked = $2 WHERE login = $1", [.text(login), .integer(locked ? 1 : 0)])
            if locked { try transaction.execute("DELETE FROM site_session WHERE login = $1", [.text(login)]) }
            try transaction.execute(
                "DELETE FROM site_attempt WHERE subject = $1", [.text(Self.subject(account: login))])
        }
    }

    /// Gives a new one-time password, takes the second factor away and ends all sessions.
    func reset(_ login: String) async throws -> String {
        let password = PasswordRule.oneTime()
        try await setPassword(login, password, oneTime: true)
        try await setCode(login, nil, usedStep: 0)
        return password
    }

    /// What the administrator's list shows.
    struct Line: Sendable {
        let login: String
        let person: String
        let name: String
        let locked: Bool
        let oneTime: Bool
        let hasCode: Bool
    }

    func all() throws -> [Line] {
        try store.read { reader in
            try reader.rows(
                """
                SELECT a.login, a.person, p.name, a.locked, a.one_time, a.code_secret
                FROM site_account a LEFT JOIN person p ON p.person = a.person ORDER BY a.login
                """
            ).map { row in
                Line(
                    login: row.text("login"), person: row.text("person"),
                    name: row.optionalText("name") ?? "", locked: row.integer("locked") != 0,
                    oneTime: row.integer("one_time") != 0, hasCode: row.optionalText("code_secret") != nil)
            }
        }
    }
}
