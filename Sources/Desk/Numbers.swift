import Synchronization

/// Numbers handed out to acts that are on their way: two clerks who open a docket at the same moment get two numbers.
///
/// A number whose act was refused is given back; only when another was handed out since, it stays unused.
final class Numbers: Sendable {
    private let last = Mutex<[String: Int64]>([:])

    /// - Parameter highest: the highest number of the series in the ledger.
    func reserve(_ series: String, above highest: Int64) -> Int64 {
        last.withLock { last in
            let number = max(highest, last[series] ?? 0) + 1
            last[series] = number
            return number
        }
    }

    func giveBack(_ series: String, _ number: Int64) {
        last.withLock { last in
            if last[series] == number { last[series] = number - 1 }
        }
    }

    /// The numbers of one attempt.
    final class Reservation: Sendable {
        private let numbers: Numbers
        private let held = Mutex<[(series: String, number: Int64)]>([])

        init(_ numbers: Numbers) { self.numbers = numbers }

        func reserve(_ series: String, above highest: Int64) -> Int64 {
            let number = numbers.reserve(series, above: highest)
            held.withLock { $0.append((series, number)) }
            return number
        }

        /// The attempt left no act.
        func giveBack() {
            for (series, number) in held.withLock({ $0 }).reversed() { numbers.giveBack(series, number) }
        }
    }
}
