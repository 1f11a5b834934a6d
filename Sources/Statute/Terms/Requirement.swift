/// A rule of the law that asks for a number, a share or an equality instead of a time (T10, T18, T31 …), as data in
/// `Data/requirements.json`.
public struct Requirement: Hashable, Codable, Sendable {
    /// What is asked for. Numbers are included: 以上, 以内, 不少于, 不超过.
    public enum Test: Hashable, Sendable {
        case atLeast(Int)
        case atMost(Int)
        /// Nought of them.
        case none
        /// As many as there are.
        case all
        /// 单数, and so many or more.
        case oddAtLeast(Int)
        /// So large a share or more: 三分之二以上.
        case shareAtLeast(part: Int, of: Int)
        /// More than the share, itself excluded: 超过三分之一.
        case shareAbove(part: Int, of: Int)
        /// The two are the same.
        case equal
        /// One of these codes.
        case oneOf([String])

        /// The number that is asked for, itself included; nil where the rule asks for something else.
        public var bound: Int? {
            switch self {
            case .atLeast(let number), .atMost(let number), .oddAtLeast(let number): number
            case .none, .all, .shareAtLeast, .shareAbove, .equal, .oneOf: nil
            }
        }
    }

    /// What was found.
    public enum Measure: Hashable, Sendable {
        case count(Int)
        case share(Int, of: Int)
        case pair(String, String)
        case code(String)
    }

    /// Whether the rule is kept, with what was compared.
    public struct Verdict: Hashable, Sendable {
        /// Rule and version: `T18@2000-01-01`.
        public let rule: String
        public let basis: Wording
        public let test: Test
        public let measure: Measure
        public let isMet: Bool
    }

    /// The measure is not of the kind that the rule compares: a programming error that tests find.
    public struct OtherMeasure: Error, Hashable, Sendable {
        public let rule: String
    }

    /// `T18`; a rule beside the main one of its article is `T18.experts`.
    public let id: String
    /// Law and article.
    public let basis: Wording
    public let title: Wording
    /// How it is checked, for people.
    public let explanation: Wording
    /// When it is checked, as a code.
    public let checkedAt: String
    public let test: Test
    /// Who is bound, as a code.
    public let binds: String
    /// What follows when it is not kept (for T19: when it is reached), as a code.
    public let effect: String
    public let inForceFrom: Day
    /// The last day in force; nil while it is.
    public let inForceTo: Day?
    public let source: RuleSource

    public func isInForce(on day: Day) -> Bool { day >= inForceFrom && inForceTo.map { day <= $0 } ?? true }

    /// The number that is asked for, itself included.
    /// - Throws: ``OtherMeasure`` where the rule asks for something else.
    public func bound() throws -> Int {
        guard let bound = test.bound else { throw OtherMeasure(rule: id) }
        return bound
    }

    /// Holds what was found against the rule.
    /// - Throws: ``OtherMeasure``.
    public func verdict(_ measure: Measure) throws -> Verdict {
        let isMet: Bool
        switch (test, measure) {
        case (.atLeast(let number), .count(let count)): isMet = count >= number
        case (.atMost(let number), .count(let count)): isMet = count <= number
        case (.none, .count(let count)): isMet = count == 0
        case (.oddAtLeast(let number), .count(let count)): isMet = count >= number && count % 2 == 1
        case (.all, .share(let count, let whole)): isMet = count == whole
        case (.shareAtLeast(let part, let of), .share(let count, let whole)):
            isMet = whole > 0 && count * of >= whole * part
        case (.shareAbove(let part, let of), .share(let count, let whole)): isMet = count * of > whole * part
        case (.equal, .pair(let first, let second)): isMet = first == second
        case (.oneOf(let codes), .code(let code)): isMet = codes.contains(code)
        default: throw OtherMeasure(rule: id)
        }
        return Verdict(rule: "\(id)@\(inForceFrom)", basis: basis, test: test, measure: measure, isMet: isMet)
    }
}

extension Requirement.Test: Codable {
    private enum CodingKeys: String, CodingKey { case kind, number, part, of, codes }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try box.decode(String.self, forKey: .kind)
        switch kind {
        case "atLeast": self = .atLeast(try box.decode(Int.self, forKey: .number))
        case "atMost": self = .atMost(try box.decode(Int.self, forKey: .number))
        case "none": self = .none
        case "all": self = .all
        case "oddAtLeast": self = .oddAtLeast(try box.decode(Int.self, forKey: .number))
        case "shareAtLeast":
            self = .shareAtLeast(
                part: try box.decode(Int.self, forKey: .part), of: try box.decode(Int.self, forKey: .of))
        case "shareAbove":
            self = .shareAbove(
                part: try box.decode(Int.self, forKey: .part), of: try box.decode(Int.self, forKey: .of))
        case "equal": self = .equal
        case "oneOf": self = .oneOf(try box.decode([String].self, forKey: .codes))
        default:
            throw DecodingError.dataCorruptedError(forKey: .kind, in: box, debugDescription: "no such test: \(kind)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .atLeast(let number):
            try box.encode("atLeast", forKey: .kind)
            try box.encode(number, forKey: .number)
        case .atMost(let number):
            try box.encode("atMost", forKey: .kind)
            try box.encode(number, forKey: .number)
        case .none: try box.encode("none", forKey: .kind)
        case .all: try box.encode("all", forKey: .kind)
        case .oddAtLeast(let number):
            try box.encode("oddAtLeast", forKey: .kind)
            try box.encode(number, forKey: .number)
        case .shareAtLeast(let part, let of):
            try box.encode("shareAtLeast", forKey: .kind)
            try box.encode(part, forKey: .part)
            try box.encode(of, forKey: .of)
        case .shareAbove(let part, let of):
            try box.encode("shareAbove", forKey: .kind)
            try box.encode(part, forKey: .part)
            try box.encode(of, forKey: .of)
        case .equal: try box.encode("equal", forKey: .kind)
        case .oneOf(let codes):
            try box.encode("oneOf", forKey: .kind)
            try box.encode(codes, forKey: .codes)
        }
    }
}
