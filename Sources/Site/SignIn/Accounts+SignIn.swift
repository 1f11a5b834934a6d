import Desk
import Ledger
import Statute
import Store

extension Accounts {
    /// How an attempt to sign in ended.
    enum Attempt: Sendable {
        /// The token of the new session, and how many offices there are to choose from.
        case accepted(token: String, offices: Int)
        /// Login, password or code is wrong; which, nobody is told.
        case refused
        /// Too many attempts; again after so many milliseconds.
        case wait(Int64)
    }

    /// Attempts before the first delay, and the longest delay in milliseconds.
    private static let freeByAccount: Int64 = 5
    private static let freeByAddress: Int64 = 20
    private static let firstDelay: Int64 = 60_000
    private static let longestDelay: Int64 = 3_600_000
    /// Failures are forgotten a day after the last one.
    private static let memory: Int64 = 86_400_000

    /// Signs in. Accounts that do not exist answer as slowly and in the same words as those that do, and are locked
    /// out in the same way.
    func signIn(login: String, password: String, code: String, address: String) async throws -> Attempt {
        let now = clock()
        let login = String(login.lowercased().prefix(60))
        let subjects = [Self.subject(account: login), "address \(address)"]
        let waits = try zip(subjects, [Self.freeByAccount, Self.freeByAddress]).map { subject, free in
            try delay(subject, free: free, now: now)
        }
        if let wait = waits.max(), wait > 0 { return .wait(wait) }
        let account = try account(login)
        let matches = try await hasher.matches(password, account?.password)
        guard let account, matches, !account.locked else {
            try await note(failed: subjects, now)
            return .refused
        }
        var usedStep: Int64?
        if let secret = account.code {
            guard let step = secret.acceptedStep(code, at: now, after: account.codeStep) else {
                try await note(failed: subjects, now)
                return .refused
            }
            usedStep = step
        }
        return try await open(account, usedStep: usedStep, subject: subjects[0], address: address, now)
    }

    private func open(_ account: Account, usedStep: Int64?, subject: String, address: String, _ now: Instant)
        async throws -> Attempt
    {
        let token = Secret.random()
        let offices = try offices(account.person)
        let only = offices.only
        let replayed = try await store.write { transaction in
            if let usedStep {
                // Two requests with one code at one time: the first takes the step, the second finds it taken.
                let rows = try transaction.rows(
                    "SELECT code_step FROM site_account WHERE login = $1", [.text(account.login)])
                guard let step = rows.first?.integer("code_step"), step < usedStep else { return true }
                try transaction.execute(
                    "UPDATE site_account SET code_step = $2 WHERE login = $1",
                    [.text(account.login), .integer(usedStep)])
            }
            try transaction.execute("DELETE FROM site_attempt WHERE subject = $1", [.text(subject)])
            try transaction.execute(
                "DELETE FROM site_session WHERE created < $1", [.integer(now.milliseconds - Self.memory)])
            try transaction.execute(
                "INSERT INTO site_session (id, login, office, created, seen, address) VALUES ($1, $2, $3, $4, $4, $5)",
                [
                    .text(Secret.stored(token)), .text(account.login), only.map { .text($0.description) } ?? .null,
                    .integer(now.milliseconds), .text(address),
                ])
            return false
        }
        return replayed ? .refused : .accepted(token: token, offices: offices.count)
    }

    /// Under which name an account's failures are counted: logins that do not exist leave no trace of what was typed.
    static func subject(account login: String) -> String { "account " + Hash.sha256(Array(login.utf8)).hex }

    /// How long a subject still has to wait, in milliseconds: doubled with each failure beyond the free ones.
    private func delay(_ subject: String, free: Int64, now: Instant) throws -> Int64 {
        let row = try store.read {
            try $0.rows("SELECT failures, last FROM site_attempt WHERE subject = $1", [.text(subject)]).first
        }
        guard let row else { return 0 }
        let failures = row.integer("failures")
        let last = row.integer("last")
        guard failures >= free, now.milliseconds - last < Self.memory else { return 0 }
        let doublings = min(failures - free, 6)
        return max(0, last + min(Self.firstDelay << doublings, Self.longestDelay) - now.milliseconds)
    }

    private func note(failed subjects: [String], _ now: Instant) async throws {
        try await store.write { transaction in
            for subject in subjects {
                try transaction.execute(
                    """
                    INSERT INTO site_attempt (subject, failures, last) VALUES ($1, 1, $2)
                    ON CONFLICT (subject) DO UPDATE SET last = excluded.last,
                      failures = CASE WHEN site_attempt.last < $3 THEN 1 ELSE site_attempt.failures + 1 END
                    """,
                    [.text(subject), .integer(now.milliseconds), .integer(now.milliseconds - Self.memory)])
            }
        }
    }

    /// The session of a token as of now; nil when there is none or it has ended.
    func session(token: String) async throws -> Session? {
        guard token.utf8.count == 43 else { return nil }
        let id = Secret.stored(token)
        let now = clock()
        let row = try store.read { reader in
            try reader.rows(
                """
                SELECT s.office, s.created, s.seen, a.login, a.person, a.one_time, a.locked, a.code_secret, p.name
                FROM site_session s JOIN site_account a ON a.login = s.login
                LEFT JOIN person p ON p.person = a.person WHERE s.id = $1
                """, [.text(id)]
            ).first
        }
        guard let row, row.integer("locked") == 0 else { return nil }
        let person = row.text("person")
        let offices = try offices(person)
        let official = offices.contains { $0.role.isOfficial }
        let created = row.integer("created")
        let seen = row.integer("seen")
        guard now.milliseconds - seen < SessionLimits.idle(official: official) * 60_000,
            now.milliseconds - created < SessionLimits.absolute(official: official) * 60_000
        else {
            try await endSession(id)
            return nil
        }
        if now.milliseconds - seen > 60_000 {
            try await store.write {
                try $0.execute(
                    "UPDATE site_session SET seen = $2 WHERE id = $1", [.text(id), .integer(now.milliseconds)])
            }
        }
        let office = row.optionalText("office").flatMap { Office($0) }
        var duty: Session.Duty?
        if row.integer("one_time") != 0 {
            duty = .choosePassword
        } else if official, row.optionalText("code_secret") == nil {
            duty = .enrolCode
        }
        return Session(
            id: id, login: row.text("login"), person: person, name: row.optionalText("name") ?? person,
            offices: offices, office: office.flatMap { offices.contains($0) ? $0 : nil }, duty: duty)
    }

    func choose(_ office: Office, session: Session) async throws {
        try await store.write {
            try $0.execute(
                "UPDATE site_session SET office = $2 WHERE id = $1",
                [.text(session.id), .text(office.description)])
        }
    }

    func endSession(_ id: String) async throws {
        try await store.write { try $0.execute("DELETE FROM site_session WHERE id = $1", [.text(id)]) }
    }

    func sessions(_ login: String) throws -> [SessionLine] {
        try store.read { reader in
            try reader.rows(
                "SELECT * FROM site_session WHERE login = $1 ORDER BY seen DESC, id", [.text(login)]
            ).map { row in
                SessionLine(
                    id: row.text("id"), created: Instant(milliseconds: row.integer("created")),
                    seen: Instant(milliseconds: row.integer("seen")), address: row.text("address"),
                    office: row.optionalText("office"))
            }
        }
    }
}
