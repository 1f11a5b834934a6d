import ArgumentParser
import Foundation
import Statute

/// Options of the commands that only read the law: no installation is needed.
struct StatuteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A folder with further calendar years and code sets.", valueName: "folder"))
    var law: String?

    @Option(help: "How to answer: text or json.")
    var format = OutputFormat.text

    func statute() throws -> Statute {
        do {
            guard let law else { return try Statute.builtIn() }
            var isFolder = ObjCBool(false)
            guard FileManager.default.fileExists(atPath: law, isDirectory: &isFolder), isFolder.boolValue else {
                throw Failure("file", "\(law) is no folder", format: format)
            }
            return try Statute.builtIn(adding: [URL(fileURLWithPath: law)])
        } catch let problem as Statute.DataError {
            throw Failure("data", problem.description, format: format)
        }
    }

    /// Runs something that the law may refuse to answer.
    func refusing<Value>(_ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let problem as WorkCalendar.MissingYear {
            throw Failure("calendar.missing", problem.description, format: format)
        } catch let problem as Statute.UnknownTerm {
            throw Failure("rule.unknown", "\(problem.id) is no time limit in force on that day", format: format)
        } catch let problem as Term.OtherDirection {
            throw Failure(
                "rule.direction", "\(problem.term) is \(problem.direction.rawValue): that cannot be asked of it",
                format: format)
        }
    }
}

/// Writes an answer that is more than a flat object.
enum StatuteAnswer {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
    }

    /// RFC 3339 with Beijing's offset: the day that the law counts stands in it.
    static func beijing(_ instant: Instant) -> String {
        let local = Instant(milliseconds: instant.milliseconds + BeijingTime.offsetMilliseconds).description
        let time = local.hasSuffix(".000Z") ? local.dropLast(5) : local.dropLast(1)
        return time + "+08:00"
    }

    static func bilingual(_ wording: Wording) -> String {
        wording.chinese == wording.english ? wording.chinese : "\(wording.chinese) (\(wording.english))"
    }
}

/// `daylight term`
struct TermCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "term",
        abstract: "Work a legal time limit out, step by step.",
        discussion: """
            Instants are RFC 3339 or bare dates, which mean 00:00 in Beijing. Without --rule all rules are listed.
            A limit of "at most" is due at the end of its last day; one of "at least" names the earliest lawful act.
            With --to the exit status says whether the limit is kept (0) or not (1). Rules that ask for a number, a
            share or an amount (T10, T14, T18 …) are explained.

            Example:
              daylight term --rule T03 --from 2026-09-25T09:00+08:00 --format json
              daylight term --rule T27.decision --from 2026-09-25 --pause 2026-10-12/2026-10-20/testing
            """)

    @OptionGroup var options: StatuteOptions
    @Option(help: "The rule: T01 … T37, or a part of one such as T27.decision.") var rule: String?
    @Option(help: "What starts the limit: an instant or a date.") var from: String?
    @Option(help: "The act, to see whether it is in time.") var to: String?
    @Option(help: "For \"at least\": the later instant, to see until when the earlier act is lawful.")
    var before: String?
    @Option(
        help: ArgumentHelp(
            "Time that is not counted: FROM/TO, with /REASON to be held to the rule's own reasons; TO may be open.",
            valueName: "from/to"))
    var pause: [String] = []
    @Option(help: ArgumentHelp("The day whose version of the rule applies.", valueName: "date")) var begun: String?

    func run() throws {
        let law = try options.statute()
        guard let rule else { return try list(law) }
        if law.versions(of: rule).isEmpty { return try explain(rule, law) }
        guard (from == nil) != (before == nil) else { throw ValidationError("give either --from or --before") }
        let asked = try instant(from ?? before ?? "", from == nil ? "--before" : "--from")
        let act = try to.map { try instant($0, "--to") }
        let begun = try begun.map { text in
            guard let day = Day(text) else { throw ValidationError("--begun is no date: \(text)") }
            return day
        }
        let term = try options.refusing { try law.term(rule, on: begun ?? Day(of: asked)) }
        let pauses = try pause.map { try readPause($0, term) }
        if from == nil { return try tellLatest(term, asked, law) }
        let computed = try options.refusing {
            try term.computation(from: asked, to: act, in: law.calendar, pauses: pauses)
        }
        switch options.format {
        case .text: tell(term, computed)
        case .json: try StatuteAnswer.print(Explained(term, computed))
        }
        if computed.isMet == false { throw ExitCode(1) }
    }

    // MARK: Reading

    private func instant(_ text: String, _ option: String) throws -> Instant {
        guard let instant = Day(text)?.start ?? Instant(text) ?? BeijingTime.instant(text) else {
            throw Failure(
                "instant.unreadable", "\(option) is neither an instant nor a date: \(text)", format: options.format)
        }
        // Far from them no law is in force, and what is worked out would leave the calendar.
        guard (1900...2999).contains(Day(of: instant).year) else {
            throw Failure(
                "instant.outOfRange", "\(option) is not between 1900 and 2999: \(text)", format: options.format)
        }
        return instant
    }

    /// A pause without a reason is taken as one that the rule knows.
    private func readPause(_ text: String, _ term: Term) throws -> Pause {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count) else { throw ValidationError("--pause is FROM/TO: \(text)") }
        let from = try instant(parts[0], "--pause")
        let to = parts[1].isEmpty ? nil : try instant(parts[1], "--pause")
        guard to.map({ $0 > from }) ?? true else { throw ValidationError("--pause ends before it begins: \(text)") }
        guard parts.count == 3 else {
            guard let reason = term.pausedBy?.first else {
                throw Failure(
                    "rule.pause", "\(term.id) knows no pauses: nothing stops its clock", format: options.format)
            }
            return Pause(reason: reason, from: from, to: to)
        }
        guard let reason = Pause.Reason(rawValue: parts[2]) else {
            let known = Pause.Reason.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("no such reason for a pause: \(parts[2]); one of \(known)")
        }
        return Pause(reason: reason, from: from, to: to)
    }

    /// A rule that asks for a number, a share or an amount: what it asks, instead of a computation.
    private func explain(_ rule: String, _ law: Statute) throws {
        func belongs(_ id: String) -> Bool { id == rule || id.hasPrefix(rule + ".") }
        let found = law.untimedRules.filter { belongs($0.id) }.map { Listed($0) }
        guard !found.isEmpty else {
            let all = law.allTerms.map(\.id) + law.untimedRules.map(\.id)
            let meant = all.first { $0.lowercased() == rule.lowercased() }.map { "; there is \($0)" } ?? ""
            throw Failure("rule.unknown", "there is no rule \(rule)\(meant)", format: options.format)
        }
        switch options.format {
        case .json: try StatuteAnswer.print(found)
        case .text:
            for one in found {
                print("\(one.rule)  \(one.title)\nbasis: \(one.basis), in force from \(one.inForceFrom)")
                print("\(one.explanation)\nno time limit: nothing is counted from an instant")
            }
        }
    }

    // MARK: Telling

    private struct Listed: Encodable {
        let rule: String
        let basis: String
        let title: String
        let explanation: String
        let inForceFrom: Day
        /// What is asked for; nil for a time limit.
        let test: Requirement.Test?
        let permille: Int64?
        let capFen: Int64?
        let sections: [String]?

        init(_ law: any LawRule) {
            rule = law.id
            basis = StatuteAnswer.bilingual(law.basis)
            title = StatuteAnswer.bilingual(law.title)
            explanation = StatuteAnswer.bilingual(law.explanation)
            inForceFrom = law.inForceFrom
            test = (law as? Requirement)?.test
            let limit = law as? AmountLimit
            permille = limit?.permille
            capFen = limit?.capFen
            sections = limit?.sections
        }
    }

    private func list(_ law: Statute) throws {
        let all = (law.allTerms + law.untimedRules).map { Listed($0) }.sorted { $0.rule < $1.rule }
        switch options.format {
        case .json: try StatuteAnswer.print(all)
        case .text: all.forEach { print("\($0.rule)\n  \($0.title)\n  \($0.basis)") }
        }
    }

    private struct Latest: Encodable {
        let rule: String
        let basis: String
        let unit: Term.Unit
        let before: String
        let latest: String
    }

    private func tellLatest(_ term: Term, _ act: Instant, _ law: Statute) throws {
        let latest = try options.refusing { try term.latest(before: act, in: law.calendar) }
        switch options.format {
        case .json:
            try StatuteAnswer.print(
                Latest(
                    rule: term.id, basis: StatuteAnswer.bilingual(term.basis), unit: term.unit,
                    before: StatuteAnswer.beijing(act), latest: StatuteAnswer.beijing(latest)))
        case .text:
            print("\(term.id)  \(StatuteAnswer.bilingual(term.title))\nbasis: \(StatuteAnswer.bilingual(term.basis))")
            print("\(term.trigger) at the latest: \(BeijingTime.text(latest)), before \(BeijingTime.text(act))")
        }
    }

    /// A computation for machines.
    private struct Explained: Encodable {
        struct Skipped: Encodable {
            let date: Day
            let reason: String
        }

        let rule: String
        let version: String
        let basis: String
        let title: String
        let explanation: String
        let unit: Term.Unit
        let direction: Term.Direction
        let length: Int
        let from: String
        /// Nil, and left out, while an open pause stands.
        let due: String?
        let dueUTC: Instant?
        let lastDay: Day?
        let counted: [Day]
        let skipped: [Skipped]
        let calendar: [String]
        let pauses: [Pause]
        let to: String?
        let given: Int?
        let met: Bool?
        let steps: [String]

        init(_ term: Term, _ computed: TermComputation) {
            rule = term.id
            version = term.version
            basis = StatuteAnswer.bilingual(term.basis)
            title = StatuteAnswer.bilingual(term.title)
            explanation = StatuteAnswer.bilingual(term.explanation)
            unit = term.unit
            direction = term.direction
            length = term.length
            from = StatuteAnswer.beijing(computed.trigger)
            due = computed.bound.map(StatuteAnswer.beijing)
            dueUTC = computed.bound
            lastDay = computed.lastDay
            counted = computed.counted
            skipped = computed.skipped.map { Skipped(date: $0.day, reason: TermCommand.words($0.why)) }
            calendar = computed.calendar
            pauses = computed.pauses
            to = computed.act.map(StatuteAnswer.beijing)
            given = computed.given
            met = computed.isMet
            steps = computed.pieces.map(TermCommand.words)
        }
    }

    private func tell(_ term: Term, _ computed: TermComputation) {
        print("\(term.id)  \(StatuteAnswer.bilingual(term.title))")
        print("basis: \(StatuteAnswer.bilingual(term.basis)), in force from \(term.inForceFrom)")
        print(StatuteAnswer.bilingual(term.explanation))
        print("from: \(BeijingTime.text(computed.trigger))")
        computed.pieces.forEach { print("  \(Self.words($0))") }
        if let first = computed.counted.first, let last = computed.counted.last {
            print("counted: \(computed.counted.count) from \(first) to \(last)")
        }
        computed.skipped.forEach { print("not counted: \($0.day) \(Self.words($0.why))") }
        if !computed.calendar.isEmpty { print("calendar: \(computed.calendar.joined(separator: ", "))") }
        let label = term.direction == .atMostAfter ? "due" : "earliest"
        print("\(label): \(computed.bound.map { BeijingTime.text($0) } ?? "not while the pause lasts")")
        guard let act = computed.act, let isMet = computed.isMet else { return }
        print("\(BeijingTime.text(act)): \(isMet ? "in time" : "not in time")")
    }

    static func words(_ why: SkippedDay.Why) -> String {
        switch why {
        case .weekend: "周末 (weekend)"
        case .holiday(let reason): StatuteAnswer.bilingual(reason)
        case .paused(let reason): "paused: \(reason.rawValue)"
        }
    }

    static func words(_ piece: TermComputation.Piece) -> String {
        switch piece {
        case .triggerDayNotCounted(let day): "\(day) is not counted (民法典 201)"
        case .daysNotCounted(let count): "\(count) days are not counted"
        case .lastDay(let day): "last day \(day)"
        case .lastDayMoved(let from, let to): "the last day moves from \(from), a holiday, to \(to) (民法典 203)"
        case .calendarMissing(let year): "there is no calendar of \(year) yet: the last day was not moved"
        case .endsAtMidnight(let instant): "ends at 24:00, \(BeijingTime.text(instant)) (民法典 203)"
        case .endsAtClose(let instant): "ends at the close of business, \(BeijingTime.text(instant)) (民法典 203)"
        case .datesApart(let required, let given): "\(required) dates apart\(Self.given(given))"
        case .workingDaysApart(let required, let given): "\(required) working days apart\(Self.given(given))"
        case .hoursApart(let required, let given): "\(required) hours apart\(Self.given(given))"
        case .pauseSubtracted(let pause): "subtracted: \(words(pause))"
        case .pauseNotKnown(let pause): "the rule does not know this pause: \(words(pause))"
        case .sameInstant: "the same instant"
        case .sameDay: "the same day"
        case .notBefore: "the one not before the other"
        case .before: "the one before the other"
        }
    }

    private static func words(_ pause: Pause) -> String {
        let end = pause.to.map { BeijingTime.text($0) } ?? "now"
        return "\(pause.reason.rawValue), \(BeijingTime.text(pause.from)) to \(end)"
    }

    private static func given(_ number: Int?) -> String { number.map { ", \($0) given" } ?? "" }
}

/// `daylight calendar`
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Show the work calendar of a year, by the State Council's notices.",
        discussion: """
            Text shows the days that are not plain weekdays or weekends; JSON lists every day.

            Example:
              daylight calendar --year 2025 --format json
            """)

    @OptionGroup var options: StatuteOptions
    @Option(help: "The year.") var year: Int

    private struct Shown: Encodable {
        let date: Day
        let working: Bool
        let reason: String?
        let reasonEnglish: String?
        let notice: String?
    }

    func run() throws {
        let law = try options.statute()
        let days = try options.refusing { try law.calendar.days(of: year) }
        switch options.format {
        case .json:
            try StatuteAnswer.print(
                days.map {
                    Shown(
                        date: $0.day, working: $0.isWorking, reason: $0.reason?.chinese,
                        reasonEnglish: $0.reason?.english, notice: $0.notice)
                })
        case .text:
            let file = try options.refusing { try law.calendar.year(year) }
            file.notices.forEach { print("\($0.title) \($0.number) \($0.date)") }
            for day in days {
                guard let reason = day.reason else { continue }
                print("\(day.day) \(day.isWorking ? "work" : "off ") \(StatuteAnswer.bilingual(reason))")
            }
            print("\(days.filter(\.isWorking).count) working days in \(year)")
        }
    }
}
